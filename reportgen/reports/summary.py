"""The summary of all responsible units: a ranking and a section for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.assessment.results import GOOD, POOR, Assessment
from reportgen.model.labels import Light, Status
from reportgen.model.periods import Period
from reportgen.model.punctuation import normalise
from reportgen.reports.quarterly import assessment_of, entry_places, span_of
from reportgen.reports.views import (
    IndicatorView,
    MilestoneView,
    Places,
    indicator_view,
    milestone_view,
)
from reportgen.sources.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: its place (None without a score), what it answers for, how it stands."""

    name: str
    rank: int | None
    score: Decimal | None
    indicators: tuple[IndicatorView, ...]
    milestones: tuple[MilestoneView, ...]
    assessed: int
    good: int
    missing: int
    lights: dict[str, int]
    poor: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class SummaryContext:
    """What ``summary.html`` is given; units by rank, those without a score last."""

    title: str
    author: str
    unit: str
    date: date
    sample: bool
    incomplete: bool
    span: str
    table_title: str
    period_own_name: str
    last_month: int
    whole_year: bool
    units: tuple[UnitView, ...]
    missing_list: bool = False


def summary_context(workspace: Workspace, period: Period) -> SummaryContext:
    """Assess each unit by itself and put them in order."""
    assessment = assessment_of(workspace, period)
    office, report = workspace.office.record, workspace.progress[period].record
    places = entry_places(workspace, period)
    own = [assessment.of_unit(unit, office.unit) for unit in assessment.units]
    scores = [each.final.score for each in own]
    units = [
        _unit(name, each, _rank(each.final.score, scores), places)
        for name, each in zip(assessment.units, own, strict=True)
    ]
    units.sort(key=lambda unit: (unit.rank is None, unit.rank or 0))
    return SummaryContext(
        title=f"关于{span_of(period)}各单位目标完成情况的汇总报告",
        author=office.name,
        unit=normalise(office.unit),
        date=report.date_reported,
        sample=report.sample,
        incomplete=any(unit.missing for unit in units),
        span=span_of(period),
        table_title=normalise(assessment.table.title),
        period_own_name=period.own_name,
        last_month=period.last_month,
        whole_year=period.last_month == 12,
        units=tuple(units),
    )


def _rank(score: Decimal | None, scores: list[Decimal | None]) -> int | None:
    """Return a score's place; equal scores share it."""
    if score is None:
        return None
    return 1 + sum(other is not None and other > score for other in scores)


def _unit(name: str, own: Assessment, rank: int | None, places: Places) -> UnitView:
    indicators = tuple(indicator_view(each, own, places) for each in own.results)
    lit = [view.light for view in indicators if view.light]
    good, poor = own.with_status(*GOOD), own.with_status(*POOR)
    assessed = len(good) + len(poor)
    late = {each.indicator.id for each in poor}
    return UnitView(
        name=normalise(name),
        rank=rank,
        score=own.final.score,
        indicators=indicators,
        milestones=tuple(milestone_view(each, places) for each in own.milestones),
        assessed=assessed,
        good=len(good),
        missing=len(own.with_status(Status.MISSING)),
        lights={light.value: lit.count(light) for light in Light},
        poor=tuple(view for view in indicators if view.id in late),
    )
