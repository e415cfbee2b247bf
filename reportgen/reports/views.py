"""Indicators, milestones and targets as templates need them: text in full-width punctuation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.assessment.results import GOOD, POOR, Assessment, MilestoneResult, Result
from reportgen.assessment.verdicts import Case, overdue_items, tolerance_of
from reportgen.model.labels import Comparator, Kind, Light, Status
from reportgen.model.numbers import HUNDRED
from reportgen.model.progress import Origin, ProgressEntry
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Baseline, Benchmark, Target
from reportgen.problems import Place

Places = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class ReportedView:
    """What a unit said beside its figures, and where that stands."""

    note: str | None
    evidence: str | None
    lag_reason: str | None
    next_steps: str | None
    owner: str | None
    due: date | None
    origin: Origin | None
    file: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator as sentences and tables need it.

    ``expected`` is the figure due by now in its unit, ``score`` the share of ``weight`` earned.
    """

    id: str
    target_id: str
    target_seq: int
    target_name: str
    category: str
    name: str
    kind: Kind
    comparator: Comparator
    value: Decimal
    unit: str
    display: str
    definition: str
    deadline: date
    lead_unit: str
    status: Status
    light: Light | None
    cumulative: Decimal | None
    period_actual: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    current: Decimal | None
    completion_rate: Decimal | None
    schedule_progress: Decimal | None
    schedule_gap: Decimal | None
    planned: bool
    unreachable: bool
    tolerance: Decimal
    expected: Decimal | None
    overdue_items: tuple[str, ...]
    baseline: Baseline | None
    weight: Decimal
    score: Decimal | None
    said: ReportedView


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """One milestone and what was said of it."""

    id: str
    target_name: str
    name: str
    kind: Kind
    deadline: date | None
    lead_unit: str
    status: Status | None
    light: Light | None
    weight: Decimal
    score: Decimal | None
    said: ReportedView


@dataclass(frozen=True, slots=True)
class TargetView:
    """One target with everything under it."""

    id: str
    seq: int
    name: str
    lead_unit: str
    indicators: tuple[IndicatorView, ...]
    milestones: tuple[MilestoneView, ...]
    benchmarks: tuple[Benchmark, ...]
    good: int
    poor: int
    missing: int
    under_way: int
    assessed: int


def indicator_view(result: Result, assessment: Assessment, places: Places) -> IndicatorView:
    """Gather what is said of one indicator."""
    indicator, figures, verdict = result.indicator, result.figures, result.verdict
    entry = figures.entry
    categories = {each.id: each.name for each in assessment.table.categories}
    case = Case(indicator, figures, assessment.period, assessment.rules)
    expected = None
    if indicator.kind is Kind.COUNT and verdict.schedule_progress is not None:
        expected = indicator.value * verdict.schedule_progress / HUNDRED
    return IndicatorView(
        id=indicator.id,
        target_id=result.target.id,
        target_seq=result.target.seq,
        target_name=normalise(result.target.name),
        category=normalise(categories[result.target.category]),
        name=normalise(indicator.name),
        kind=indicator.kind,
        comparator=indicator.comparator,
        value=indicator.value,
        unit=indicator.unit,
        display=normalise(indicator.display),
        definition=normalise(indicator.definition),
        deadline=indicator.deadline,
        lead_unit=normalise(indicator.lead_unit),
        status=verdict.status,
        light=result.light,
        cumulative=figures.cumulative,
        period_actual=figures.period_actual,
        numerator=entry.numerator if entry else None,
        denominator=entry.denominator if entry else None,
        current=entry.current if entry else None,
        completion_rate=verdict.completion_rate,
        schedule_progress=verdict.schedule_progress,
        schedule_gap=verdict.schedule_gap,
        planned=verdict.planned,
        unreachable=verdict.unreachable,
        tolerance=tolerance_of(indicator, assessment.rules),
        expected=expected,
        overdue_items=tuple(map(normalise, overdue_items(case))),
        baseline=indicator.baseline,
        weight=result.score.weight,
        score=result.score.share,
        said=_said(entry, indicator.owner, places.get(indicator.id)),
    )


def milestone_view(result: MilestoneResult, places: Places) -> MilestoneView:
    """Gather what is said of one milestone."""
    milestone = result.milestone
    return MilestoneView(
        id=milestone.id,
        target_name=normalise(result.target.name),
        name=normalise(milestone.name),
        kind=milestone.kind,
        deadline=milestone.deadline,
        lead_unit=normalise(milestone.lead_unit or result.target.lead_unit or ""),
        status=result.status,
        light=result.light,
        weight=result.score.weight,
        score=result.score.share,
        said=_said(result.entry, None, places.get(milestone.id)),
    )


def target_view(
    target: Target,
    indicators: tuple[IndicatorView, ...],
    milestones: tuple[MilestoneView, ...],
) -> TargetView:
    """Gather one target's views and count their statuses."""
    own = tuple(view for view in indicators if view.target_id == target.id)
    statuses = [view.status for view in own]
    good = sum(status in GOOD for status in statuses)
    poor = sum(status in POOR for status in statuses)
    listed = {milestone.id for milestone in target.milestones}
    return TargetView(
        id=target.id,
        seq=target.seq,
        name=normalise(target.name),
        lead_unit=normalise(target.lead_unit or ""),
        indicators=own,
        milestones=tuple(view for view in milestones if view.id in listed),
        benchmarks=target.benchmarks,
        good=good,
        poor=poor,
        missing=statuses.count(Status.MISSING),
        under_way=statuses.count(Status.UNDER_WAY),
        assessed=good + poor,
    )


def _said(entry: ProgressEntry | None, owner: str | None, place: Place | None) -> ReportedView:
    def text(field: str) -> str | None:
        value: str | None = getattr(entry, field) if entry else None
        return normalise(value) if value else None

    return ReportedView(
        note=text("note"),
        evidence=text("evidence"),
        lag_reason=text("lag_reason"),
        next_steps=text("next_steps"),
        owner=text("owner") or (normalise(owner) if owner else None),
        due=entry.due if entry else None,
        origin=entry.origin if entry else None,
        file=place.file if place else None,
        line=place.line if place else None,
    )
