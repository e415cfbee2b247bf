"""Walk over a workspace's records and strings together with where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from reportgen.model.labels import Kind
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.targets import Benchmark, Indicator, Milestone, Target, TargetTable
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Document, Location, Value
from reportgen.sources.workspace import Workspace

Subject: TypeAlias = Indicator | Milestone


@dataclass(frozen=True)
class Reported:
    """A progress entry whose indicator or milestone is known."""

    period: Period
    report: Sourced[ProgressReport]
    location: Location
    entry: ProgressEntry
    subject: Subject

    @property
    def kind(self) -> Kind:
        """Return the kind that decides which figures suit."""
        return self.subject.kind


def targets_of(table: TargetTable) -> Iterator[tuple[Location, Target]]:
    """Yield the targets of a table."""
    for index, target in enumerate(table.targets):
        yield ("targets", index), target


def indicators_of(table: TargetTable) -> Iterator[tuple[Location, Indicator]]:
    """Yield the indicators of a table."""
    for location, _, part in parts_of(table):
        if isinstance(part, Indicator):
            yield location, part


def subjects_of(table: TargetTable) -> Iterator[tuple[Location, Subject]]:
    """Yield what a progress entry can report on: the indicators and milestones of a table."""
    for location, _, part in parts_of(table):
        if isinstance(part, Indicator | Milestone):
            yield location, part


def parts_of(table: TargetTable) -> Iterator[tuple[Location, Target, Subject | Benchmark]]:
    """Yield the indicators, milestones and benchmarks of a table, each with its target."""
    for location, target in targets_of(table):
        fields: dict[str, tuple[Subject | Benchmark, ...]] = {
            "indicators": target.indicators,
            "milestones": target.milestones,
            "benchmarks": target.benchmarks,
        }
        for field, parts in fields.items():
            for index, part in enumerate(parts):
                yield (*location, field, index), target, part


def reports_of(workspace: Workspace, year: int) -> Iterator[tuple[Period, Sourced[ProgressReport]]]:
    """Yield a year's progress reports in order of time."""
    for period in sorted(workspace.progress):
        if period.year == year:
            yield period, workspace.progress[period]


def reported(workspace: Workspace) -> Iterator[Reported]:
    """Yield the entries of all periods whose indicator or milestone exists, in order of time."""
    for year, table in workspace.tables.items():
        subjects = {subject.id: subject for _, subject in subjects_of(table.record)}
        for period, report in reports_of(workspace, year):
            for index, entry in enumerate(report.record.entries):
                if subject := subjects.get(entry.indicator):
                    yield Reported(period, report, ("entries", index), entry, subject)


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
