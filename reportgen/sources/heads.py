"""The heads of templates: which kinds of documents, annexes and passages a workspace has.

A head is YAML in a Jinja2 comment at the very start of a template: ``{#---`` … ``---#}``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, DataError, Place, Problem
from reportgen.model.kinds import Kind, Of, Part
from reportgen.sources.binding import M, Sourced, bind
from reportgen.sources.names import visible
from reportgen.sources.strict_yaml import parse_yaml, read_text

ANNEXES, PASSAGES = "annexes", "passages"
_HEAD = re.compile(r"\{#---[ \t]*(\n.*?)^---#\}", re.DOTALL | re.MULTILINE)
_INNER = "_"  # a template that others are made of


@dataclass(frozen=True)
class Heads:
    """The kinds of documents by name; the annexes and passages by the names of their files."""

    kinds: Mapping[str, Sourced[Kind]]
    annexes: Mapping[str, Sourced[Part]]
    passages: Mapping[str, Sourced[Part]]


def read_heads(root: Path) -> Heads:
    """Read the heads of a workspace's templates; raise ConfigurationError with all their faults."""
    problems: list[Problem] = []

    def heads(folder: str, model: type[M]) -> Iterator[Sourced[M]]:
        for path in visible(root / folder, ".html"):
            if not path.name.startswith(_INNER):
                try:
                    yield _head(model, path, f"{folder}/{path.name}")
                except DataError as error:
                    problems.extend(error.problems)

    kinds: dict[str, Sourced[Kind]] = {}
    for head in heads("templates", Kind):
        if head.record.kind in kinds:
            message = f"种类 {head.record.kind} 已有模板 {kinds[head.record.kind].document.name}"
            problems.append(Code.HEAD_INVALID.problem(message, head.place("kind")))
        kinds.setdefault(head.record.kind, head)
    annexes, passages = (
        {Path(head.document.name).stem: head for head in heads(f"templates/{name}", Part)}
        for name in (ANNEXES, PASSAGES)
    )
    problems += _unknown_annexes(kinds.values(), annexes)
    if problems:
        raise ConfigurationError(problems)
    order = list(Of)
    ordered = sorted(kinds.items(), key=lambda kind: order.index(kind[1].record.of))
    return Heads(dict(ordered), annexes, passages)


def _unknown_annexes(
    kinds: Iterable[Sourced[Kind]], annexes: Mapping[str, object]
) -> Iterator[Problem]:
    for head in kinds:
        for index, name in enumerate(head.record.annexes):
            if name not in annexes:
                message = f"没有附件“{name}”；templates/{ANNEXES} 中有：{'、'.join(annexes)}"
                yield Code.HEAD_INVALID.problem(message, head.place("annexes", index))


def template_of(head: Sourced[Kind]) -> str:
    """Return the name of the template that a head stands in, from ``templates/``."""
    return head.document.name.partition("/")[2]


def _head(model: type[M], path: Path, name: str) -> Sourced[M]:
    found = _HEAD.match(read_text(path, name))
    if found is None:
        message = "模板开头没有说明（{#--- 一行起，---#} 一行止）"
        raise DataError([Code.HEAD_INVALID.problem(message, Place(name, 1))])
    return bind(model, parse_yaml(found[1], name))
