"""Walk over a workspace's records and strings together with where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeVar

from reportgen.model.records import Record
from reportgen.model.targets import Indicator, Milestone, Subject, TargetTable
from reportgen.sources.strict_yaml import Document, Location, Value
from reportgen.sources.workspace import Workspace

R = TypeVar("R", bound=Record)


def records_in(record: Record, *kinds: type[R]) -> Iterator[tuple[Location, R]]:
    """Yield the records of some kinds that a record holds, in order of the file."""
    for field, value in record:
        for index, below in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(below, kinds):
                yield (field, index), below
            if isinstance(below, Record):
                for location, found in records_in(below, *kinds):
                    yield (field, index, *location), found


def repeated(ids: Iterable[tuple[Location, str]]) -> Iterator[tuple[str, Location, Location]]:
    """Yield the ids that stand again, with where they stood first and where they do now."""
    first: dict[str, Location] = {}
    for location, id_ in ids:
        if first.setdefault(id_, location) != location:
            yield id_, first[id_], location


def subjects_of(table: TargetTable) -> Iterator[tuple[Location, Subject]]:
    """Yield what a progress entry can report on: the indicators and milestones of a table."""
    return records_in(table, Indicator, Milestone)


def documents_of(workspace: Workspace) -> Iterator[Document]:
    """Yield every data file."""
    yield workspace.office.document
    for _, table in sorted(workspace.tables.items()):
        yield table.document
    for _, report in sorted(workspace.progress.items()):
        yield report.document
    for _, circular in sorted(workspace.circulars.items()):
        yield circular.document


def strings_of(document: Document) -> Iterator[tuple[Location, str]]:
    """Yield every string value of a data file in order of the file."""
    yield from _strings(document.value, ())


def _strings(value: Value, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _strings(below, (*location, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _strings(below, (*location, index))


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a hint that names the most similar known word, or nothing."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"，最接近的是 {close[0]}" if close else ""
