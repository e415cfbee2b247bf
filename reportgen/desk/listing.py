"""What a workspace holds, one entry a line; the fields' names are those of the JSON."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reportgen.base.numbers import json_number
from reportgen.sources.heads import read_heads
from reportgen.sources.workspace import Workspace, load_workspace


class Document(NamedTuple):
    """A document that can be made."""

    kind: str
    subject: str
    name: str


class Kind(NamedTuple):
    """A kind of documents, and the template that it comes from."""

    kind: str
    title: str
    of: str
    template: str
    due: int | None


class Variable(NamedTuple):
    """What a template, or a record that it is given, holds."""

    of: str
    name: str
    type: str
    meaning: str


class Reported(NamedTuple):
    """A period with progress."""

    period: str
    name: str
    entries: int
    sample: str | None


class Target(NamedTuple):
    """A target, and how much hangs on it."""

    id: str
    year: int
    category: str
    seq: int
    name: str
    indicators: int
    milestones: int


class Indicator(NamedTuple):
    """An indicator of a target."""

    id: str
    target: str
    category: str
    name: str
    kind: str
    comparator: str
    value: int | float | None
    unit: str
    deadline: str
    quote: str


def documents(root: Path) -> list[Document]:
    """List the documents that can be made."""
    from reportgen.reports.jobs import open_templates  # slow to load, for its templates
    from reportgen.reports.kinds import documents_of

    templates = open_templates(load_workspace(root))
    return [
        Document(job.kind, str(job.subject), job.stem)
        for kind in templates.heads.kinds.values()
        for job in documents_of(templates, kind)
    ]


def kinds(root: Path) -> list[Kind]:
    """List the kinds of documents: one a template."""
    return [
        Kind(each.kind, each.title, each.of.label, head.document.name, each.due)
        for head in read_heads(root).kinds.values()
        for each in (head.record,)
    ]


def variables(root: Path, kind: str | None = None) -> list[Variable]:
    """List what the templates of a kind, or of all, are given, and the fields of these records."""
    from reportgen.desk.templates import variables as by_owner  # slow to load

    return [
        Variable(of, each.name, each.type, each.meaning)
        for of, items in by_owner(root, kind).items()
        for each in items
    ]


def periods(root: Path) -> list[Reported]:
    """List the periods that have progress."""
    return [
        Reported(
            str(period),
            f"{period.year}年{period.name}",
            len(sourced.record.entries),
            "示例数据" if sourced.record.sample else None,
        )
        for period, sourced in sorted(load_workspace(root).progress.items())
    ]


def targets(root: Path) -> list[Target]:
    """List the targets of all years."""
    workspace = load_workspace(root)
    return [
        Target(
            target.id,
            sourced.record.year,
            _category_name(workspace, year, target.category),
            target.seq,
            target.name,
            len(target.indicators),
            len(target.milestones),
        )
        for year, sourced in sorted(workspace.tables.items())
        for target in sourced.record.targets
    ]


def indicators(root: Path) -> list[Indicator]:
    """List the indicators of all targets."""
    workspace = load_workspace(root)
    return [
        Indicator(
            indicator.id,
            target.id,
            _category_name(workspace, year, target.category),
            indicator.name,
            indicator.kind.value,
            indicator.comparator.value,
            json_number(indicator.value),
            indicator.unit,
            indicator.deadline.isoformat(),
            indicator.quote,
        )
        for year, sourced in sorted(workspace.tables.items())
        for target in sourced.record.targets
        for indicator in target.indicators
    ]


def _category_name(workspace: Workspace, year: int, category_id: str) -> str:
    categories = workspace.tables[year].record.categories
    return next((each.name for each in categories if each.id == category_id), category_id)
