"""The quarterly assessment report (季度考核报告, assessment-practice §3.6 ii)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.assessment.changes import Change, corrections, progress_changes, table_changes
from reportgen.assessment.results import GOOD, POOR, Assessment, assess
from reportgen.base.numbers import percentage
from reportgen.model.labels import Light, Status
from reportgen.model.periods import Period
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Category
from reportgen.reports.scoring import RuleLine, ScoreTable, rule_lines, score_table
from reportgen.reports.views import (
    IndicatorView,
    MilestoneView,
    Places,
    TargetView,
    indicator_view,
    milestone_view,
    target_view,
)
from reportgen.sources.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CategoryView:
    """One category: a chapter of the report."""

    name: str
    heading: str
    size: int
    targets: tuple[TargetView, ...]
    counts: tuple[Count, ...]
    assessed: int
    good: int
    missing: int
    under_way: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many assessed indicators have a status or light, and their share in per cent."""

    label: str
    count: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """How a quarter of the year stood: shares and score in per cent."""

    name: str
    good_share: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class QuarterlyContext:
    """What ``quarterly.html`` is given."""

    title: str
    author: str
    unit: str
    date: date
    sample: bool
    incomplete: bool
    year: int
    span: str
    table_title: str
    period_name: str
    period_own_name: str
    last_month: int
    whole_year: bool
    schedule_progress: Decimal
    categories: tuple[CategoryView, ...]
    indicators: tuple[IndicatorView, ...]
    milestones: tuple[MilestoneView, ...]
    assessed: int
    good: int
    good_share: Decimal
    counts: tuple[Count, ...]
    lights: tuple[Count, ...]
    poor: tuple[IndicatorView, ...]
    late: tuple[MilestoneView, ...]
    missing: tuple[IndicatorView, ...]
    under_way: tuple[IndicatorView, ...]
    planned: tuple[IndicatorView, ...]
    scores: ScoreTable
    rules: tuple[RuleLine, ...]
    history: tuple[PeriodPoint, ...]
    previous_name: str | None
    changes: tuple[Change, ...]
    missing_list: bool = False


def span_of(period: Period) -> str:
    """Name the time that a report is about: 2012年上半年, 2012年度."""
    if period.is_quarter and period.quarter == 4:
        return f"{period.year}年度"
    return f"{period.year}年{period.name}"


def assessment_of(workspace: Workspace, period: Period) -> Assessment:
    """Assess a workspace's table at the end of a period by the year's rules."""
    table = workspace.tables[period.year].record
    return assess(table, period, workspace.reports(), workspace.rules_of(period.year))


def changes_since(workspace: Workspace, earlier: Period, later: Period) -> tuple[Change, ...]:
    """List what changed between two periods of a year.

    Corrections and revised targets show only against what was kept when the earlier report went
    out (``reported/<period>/``).
    """
    before, after = assessment_of(workspace, earlier), assessment_of(workspace, later)
    found = list(progress_changes(before, after))
    if frozen := workspace.frozen.get(earlier):
        table = after.table
        now = workspace.progress[earlier].record
        found += corrections(frozen.report.record, now, table)
        found += table_changes(frozen.table.record, table)
    return tuple(found)


def entry_places(workspace: Workspace, period: Period) -> Places:
    """Return where each indicator's entry stands in a period's file."""
    report = workspace.progress[period]
    return {
        entry.indicator: report.place("entries", index)
        for index, entry in enumerate(report.record.entries)
    }


def quarterly_context(workspace: Workspace, period: Period) -> QuarterlyContext:
    """Assess the table at the period's end and gather what the report says of it."""
    assessment, table = assessment_of(workspace, period), workspace.tables[period.year].record
    office, report = workspace.office.record, workspace.progress[period].record
    places = entry_places(workspace, period)
    indicators = tuple(indicator_view(each, assessment, places) for each in assessment.results)
    milestones = tuple(milestone_view(each, places) for each in assessment.milestones)
    good, poor = (_with_status(indicators, *statuses) for statuses in (GOOD, POOR))
    judged = len(good) + len(poor)
    missing = _with_status(indicators, Status.MISSING)
    previous = period.previous if period.previous in workspace.progress else None
    return QuarterlyContext(
        title=f"关于{span_of(period)}目标完成情况的考核报告",
        author=office.name,
        unit=normalise(office.unit),
        date=report.date_reported,
        sample=report.sample,
        incomplete=bool(missing),
        year=table.year,
        span=span_of(period),
        table_title=normalise(table.title),
        period_name=period.name,
        period_own_name=period.own_name,
        last_month=period.last_month,
        whole_year=period.last_month == 12,
        schedule_progress=period.elapsed,
        categories=tuple(
            _category(category, assessment, indicators, milestones) for category in table.categories
        ),
        indicators=indicators,
        milestones=milestones,
        assessed=judged,
        good=len(good),
        good_share=_share(len(good), judged),
        counts=_counts(indicators),
        lights=_lights(indicators),
        poor=poor,
        late=tuple(view for view in milestones if view.status is Status.OVERDUE),
        missing=missing,
        under_way=_with_status(indicators, Status.UNDER_WAY),
        planned=tuple(view for view in indicators if view.planned),
        scores=score_table(assessment),
        rules=rule_lines(assessment.rules),
        history=tuple(_history(workspace, period)),
        previous_name=previous.name if previous else None,
        changes=changes_since(workspace, previous, period) if previous else (),
    )


def _history(workspace: Workspace, period: Period) -> Iterator[PeriodPoint]:
    """Yield the reported quarters of the year up to a period; those without a score are left out."""
    for known in sorted(workspace.progress):
        same_year = known.year == period.year and known.is_quarter
        if same_year and known.last_month <= period.last_month:
            assessment = assessment_of(workspace, known)
            good, poor = (len(assessment.with_status(*each)) for each in (GOOD, POOR))
            score = assessment.final.score
            if score is not None:
                yield PeriodPoint(known.name, _share(good, good + poor), score)


def _category(
    category: Category,
    assessment: Assessment,
    indicators: tuple[IndicatorView, ...],
    milestones: tuple[MilestoneView, ...],
) -> CategoryView:
    name = normalise(category.name)
    targets = assessment.table.of_category(category)
    ids = {target.id for target in targets}
    own = tuple(view for view in indicators if view.target_id in ids)
    return CategoryView(
        name=name,
        heading=normalise(category.report_heading or f"{name}完成情况"),
        size=len(targets),
        targets=tuple(target_view(target, indicators, milestones) for target in targets),
        counts=_counts(own),
        assessed=len(_with_status(own, *GOOD, *POOR)),
        good=len(_with_status(own, *GOOD)),
        missing=len(_with_status(own, Status.MISSING)),
        under_way=len(_with_status(own, Status.UNDER_WAY)),
    )


def _with_status(views: tuple[IndicatorView, ...], *statuses: Status) -> tuple[IndicatorView, ...]:
    return tuple(view for view in views if view.status in statuses)


def _counts(views: tuple[IndicatorView, ...]) -> tuple[Count, ...]:
    judged = len(_with_status(views, *GOOD, *POOR))
    return tuple(
        Count(status.label, count, _share(count, judged))
        for status in (*GOOD, *POOR)
        if (count := len(_with_status(views, status)))
    )


def _lights(views: tuple[IndicatorView, ...]) -> tuple[Count, ...]:
    lit = [view.light for view in views if view.light is not None]
    return tuple(
        Count(light.label, count, _share(count, len(lit)))
        for light in Light
        if (count := lit.count(light))
    )


def _share(count: int, total: int) -> Decimal:
    return percentage(Decimal(count), Decimal(total)) if total else Decimal(0)
