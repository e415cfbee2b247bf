"""Templates: what they are given, in words, and a new one like another."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import below, name_fault
from reportgen.base.problems import CannotCreateError, Place, UsageError
from reportgen.model.kinds import KIND_NAME, Kind
from reportgen.publish import publish
from reportgen.reports.kinds import find_kind
from reportgen.reports.variables import Variable, variables_and_records
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import read_heads
from reportgen.sources.strict_yaml import read_text


def new_template(root: Path, name: str, like: str, title: str | None = None) -> Path:
    """Start the template of a new kind as a copy of another kind's, and return where it stands.

    Raises UsageError for a name that no kind can have, CannotCreateError where one has it.
    """
    if not re.fullmatch(KIND_NAME, name) or name_fault(f"{name}.html"):
        message = f"“{name}”不能作文稿种类的名称"
        remedy = "用小写英文字母、数字和短横，如 annual-report。"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])
    heads = read_heads(root)
    head = find_kind(heads, like)
    path = below(root / "templates", f"{name}.html")
    if name in heads.kinds or path.exists():
        place = Place(path.relative_to(root).as_posix())
        raise CannotCreateError([Code.OUTPUT_EXISTS.problem("已有这个模板，没有改动", place)])
    own = {"kind": name, "title": title or name, "file": _file(head, title or name)}
    lines = read_text(root / head.document.name, head.document.name).splitlines()
    for index, line in enumerate(lines):
        if (key := line.partition(":")[0]) in own:
            lines[index] = f"{key}: {own.pop(key)}"
    publish(path, "\n".join([*lines, ""]).encode())
    return path


def _file(head: Sourced[Kind], title: str) -> str:
    """Return a pattern for the files' names that no document of the other kind has."""
    return f'"{head.record.file or head.record.heading}（{title}）"'


def variables(root: Path, kind: str | None = None) -> dict[str, tuple[Variable, ...]]:
    """Return what the templates of a kind, or of all, are given, and the records that these hold."""
    heads = read_heads(root)
    chosen = [find_kind(heads, kind)] if kind else list(heads.kinds.values())
    return variables_and_records([head.record for head in chosen])


def variables_page(root: Path) -> str:
    """Return the page that tells template writers every variable."""
    titles = {name: head.record.title for name, head in read_heads(root).kinds.items()}
    lines = ["# 模板里能用的变量", "", _INTRODUCTION, ""]
    for name, items in variables(root).items():
        lines += [f"## {name}" + (f"（{titles[name]}）" if name in titles else ""), ""]
        lines += ["| 名称 | 类型 | 含义 |", "|---|---|---|"]
        lines += [f"| `{each.name}` | {each.type} | {each.meaning} |" for each in items]
        lines.append("")
    return "\n".join(lines)


_INTRODUCTION = (
    "本页由程序生成（`make docs`）。先是各种文稿的模板能用的变量，然后是其中各种记录的字段。"
    "写法如 `{{ span }}`、`{% for i in indicators %}{{ i.name }}{% endfor %}`；"
    "词（如 status）印 `.label`。"
)
