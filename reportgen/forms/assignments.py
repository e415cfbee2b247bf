"""Which unit reports which indicators and milestones, and what it reported before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.codes import Code
from reportgen.errors import MissingInputError
from reportgen.model.labels import Grade, Kind, State
from reportgen.model.numbers import plain
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.model.targets import Indicator, Milestone, Target
from reportgen.problems import Place
from reportgen.sources.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of a unit's form, and the entry of the period before."""

    target: Target
    subject: Indicator | Milestone
    before: ProgressEntry | None

    @property
    def kind(self) -> Kind:
        """Return the kind that decides which cells are open."""
        return self.subject.kind

    @property
    def goal(self) -> str:
        """Return the target value with its sign: ≥130; what a milestone should be by when."""
        if isinstance(self.subject, Indicator):
            return f"{self.subject.comparator.sign}{plain(self.subject.value)}"
        deadline = self.subject.deadline
        return self.kind.label if deadline is None else f"{deadline}前完成"

    @property
    def unit(self) -> str:
        """Return the unit of counting; milestones have none."""
        return self.subject.unit if isinstance(self.subject, Indicator) else "—"

    @property
    def before_text(self) -> str:
        """Return what was reported last, as the form shows it."""
        entry = self.before
        if entry is None:
            return "—"
        if entry.numerator is not None and entry.denominator is not None:
            return f"{plain(entry.numerator)}/{plain(entry.denominator)}"
        if entry.rate is not None:
            return f"{plain(entry.rate)}%"
        if entry.cumulative is not None:
            return plain(entry.cumulative)
        stated: State | Grade | None = entry.state or entry.grade
        return stated.label if stated else "—"

    @property
    def choices(self) -> tuple[State | Grade, ...]:
        """Return what the drop-down offers."""
        return tuple(Grade) if self.kind is Kind.QUALITATIVE else tuple(State)

    def before_number(self, field: str) -> Decimal | None:
        """Return a figure of the period before."""
        value: Decimal | None = getattr(self.before, field) if self.before else None
        return value


Assignments = Mapping[str, tuple[Assignment, ...]]


def assignments_of(workspace: Workspace, period: Period) -> Assignments:
    """Return each unit's lines in table order; raise MissingInputError for a year without table."""
    sourced = workspace.tables.get(period.year)
    if sourced is None:
        place = Place(f"data/{period.year}/targets.yaml")
        raise MissingInputError(
            [Code.FILE_NOT_FOUND.problem(f"没有 {period.year} 年度的目标表", place)]
        )
    previous = workspace.progress.get(period.previous) if period.previous else None
    before = {each.indicator: each for each in previous.record.entries} if previous else {}
    units: dict[str, list[Assignment]] = {}
    for target in sourced.record.targets:
        for indicator in target.indicators:
            line = Assignment(target, indicator, before.get(indicator.id))
            units.setdefault(indicator.lead_unit, []).append(line)
        for milestone in target.milestones:
            unit = target.unit_of(milestone) or workspace.office.record.unit
            line = Assignment(target, milestone, before.get(milestone.id))
            units.setdefault(unit, []).append(line)
    return {unit: tuple(lines) for unit, lines in units.items()}
