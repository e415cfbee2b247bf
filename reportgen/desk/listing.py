"""What a workspace holds, one entry a line; the names of an entry's fields are those of the JSON."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from reportgen.base.numbers import json_number
from reportgen.model.targets import Target
from reportgen.sources.heads import read_heads
from reportgen.sources.workspace import load_workspace

Entry = Mapping[str, str | int | float | None]


def documents(root: Path) -> list[Entry]:
    """List the documents that can be made."""
    from reportgen.reports.jobs import open_templates  # slow to load, for its templates
    from reportgen.reports.kinds import documents_of

    templates = open_templates(load_workspace(root))
    return [
        {"kind": job.kind, "subject": str(job.subject), "name": job.stem}
        for kind in templates.heads.kinds.values()
        for job in documents_of(templates, kind)
    ]


def kinds(root: Path) -> list[Entry]:
    """List the kinds of documents, and the template that each comes from."""
    return [
        {
            "kind": head.record.kind,
            "title": head.record.title,
            "of": head.record.of.label,
            "template": head.document.name,
            "due": head.record.due,
        }
        for head in read_heads(root).kinds.values()
    ]


def variables(root: Path, kind: str | None = None) -> list[Entry]:
    """List what the templates of a kind, or of all, are given, and the fields of these records."""
    from reportgen.reports.kinds import find_kind  # slow to load
    from reportgen.reports.variables import variables_and_records

    heads = read_heads(root)
    chosen = [find_kind(heads, kind)] if kind else heads.kinds.values()
    return [
        {"of": of, **asdict(each)}
        for of, items in variables_and_records(head.record for head in chosen).items()
        for each in items
    ]


def periods(root: Path) -> list[Entry]:
    """List the periods that have progress."""
    return [
        {
            "period": str(period),
            "name": f"{period.year}年{period.name}",
            "entries": len(sourced.record.entries),
            "sample": "示例数据" if sourced.record.sample else None,
        }
        for period, sourced in sorted(load_workspace(root).progress.items())
    ]


def targets(root: Path) -> list[Entry]:
    """List the targets of all years, and how much hangs on each."""
    return [
        {
            "id": target.id,
            "year": year,
            "category": category,
            "seq": target.seq,
            "name": target.name,
            "indicators": len(target.indicators),
            "milestones": len(target.milestones),
        }
        for year, category, target in _targets(root)
    ]


def indicators(root: Path) -> list[Entry]:
    """List the indicators of all targets."""
    return [
        {
            "id": indicator.id,
            "target": target.id,
            "category": category,
            "name": indicator.name,
            "kind": indicator.kind.value,
            "comparator": indicator.comparator.value,
            "value": json_number(indicator.value),
            "unit": indicator.unit,
            "deadline": indicator.deadline.isoformat(),
            "quote": indicator.quote,
        }
        for _, category, target in _targets(root)
        for indicator in target.indicators
    ]


def _targets(root: Path) -> Iterator[tuple[int, str, Target]]:
    """Yield each target with its year and the name of its category."""
    for year, sourced in sorted(load_workspace(root).tables.items()):
        names = {each.id: each.name for each in sourced.record.categories}
        for target in sourced.record.targets:
            yield year, names.get(target.category, target.category), target


LISTS: Mapping[str, Callable[[Path], list[Entry]]] = {
    each.__name__: each for each in (documents, indicators, kinds, periods, targets)
}
