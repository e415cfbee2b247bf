"""The quarterly assessment report (季度考核报告, assessment-practice §3.6 ii)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.assessment.results import GOOD, POOR, Assessment, Result, assess
from reportgen.model.labels import Comparator, Kind, State, Status
from reportgen.model.numbers import percentage
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Benchmark, Category, Milestone, Office, Target, TargetTable


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator as sentences and tables need it."""

    id: str
    target_seq: int
    target_name: str
    category: str
    name: str
    kind: Kind
    comparator: Comparator
    value: Decimal
    unit: str
    display: str
    lead_unit: str
    status: Status
    cumulative: Decimal | None
    period_actual: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    completion_rate: Decimal | None
    schedule_progress: Decimal | None
    schedule_gap: Decimal | None
    expected: Decimal | None
    presumed_base: str | None
    note: str | None
    lag_reason: str | None
    next_steps: str | None
    owner: str | None
    due: date | None


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """One milestone and what was said of it."""

    name: str
    state: State | None
    note: str | None


@dataclass(frozen=True, slots=True)
class TargetView:
    """One target with everything under it."""

    name: str
    indicators: tuple[IndicatorView, ...]
    milestones: tuple[MilestoneView, ...]
    benchmarks: tuple[Benchmark, ...]
    good: int
    poor: int
    missing: int
    assessed: int


@dataclass(frozen=True, slots=True)
class CategoryView:
    """One category: a chapter of the report."""

    name: str
    heading: str
    size: int
    targets: tuple[TargetView, ...]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many assessed indicators have a status, and their share in per cent."""

    status: Status
    count: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class QuarterlyContext:
    """What ``quarterly.html`` is given."""

    title: str
    author: str
    unit: str
    date: date
    sample: bool
    year: int
    table_title: str
    period_name: str
    period_own_name: str
    last_month: int
    schedule_progress: Decimal
    categories: tuple[CategoryView, ...]
    indicators: tuple[IndicatorView, ...]
    assessed: int
    good: int
    good_share: Decimal
    counts: tuple[StatusCount, ...]
    poor: tuple[IndicatorView, ...]
    missing: tuple[IndicatorView, ...]
    unassessed: tuple[IndicatorView, ...]


def quarterly_context(
    office: Office, table: TargetTable, period: Period, reports: Mapping[Period, ProgressReport]
) -> QuarterlyContext:
    """Assess the table at the period's end and gather what the report says of it."""
    assessment = assess(table, period, reports)
    report = reports[period]
    views = {id(result): _indicator(result, table, period) for result in assessment.results}
    judged = assessment.with_status(*GOOD, *POOR)
    good = assessment.with_status(*GOOD)
    return QuarterlyContext(
        title=f"关于{table.year}年{period.name}目标完成情况的考核报告",
        author=office.name,
        unit=normalise(office.unit),
        date=report.date_reported,
        sample=report.sample,
        year=table.year,
        table_title=normalise(table.title),
        period_name=period.name,
        period_own_name=period.own_name,
        last_month=period.last_month,
        schedule_progress=period.elapsed,
        categories=tuple(
            _category(category, assessment, report, views) for category in table.categories
        ),
        indicators=tuple(views.values()),
        assessed=len(judged),
        good=len(good),
        good_share=_share(len(good), len(judged)),
        counts=_counts(assessment, len(judged)),
        poor=tuple(views[id(result)] for result in assessment.with_status(*POOR)),
        missing=tuple(views[id(result)] for result in assessment.with_status(Status.MISSING)),
        unassessed=tuple(
            views[id(result)] for result in assessment.with_status(Status.NOT_ASSESSED)
        ),
    )


def _counts(assessment: Assessment, judged: int) -> tuple[StatusCount, ...]:
    counts = []
    for status in (*GOOD, *POOR):
        if count := len(assessment.with_status(status)):
            counts.append(StatusCount(status, count, _share(count, judged)))
    return tuple(counts)


def _share(count: int, total: int) -> Decimal:
    return percentage(Decimal(count), Decimal(total)) if total else Decimal(0)


def _category(
    category: Category,
    assessment: Assessment,
    report: ProgressReport,
    views: Mapping[int, IndicatorView],
) -> CategoryView:
    name = normalise(category.name)
    targets = assessment.table.of_category(category)
    return CategoryView(
        name=name,
        heading=normalise(category.report_heading or f"{name}完成情况"),
        size=len(targets),
        targets=tuple(_target(target, assessment, report, views) for target in targets),
    )


def _target(
    target: Target,
    assessment: Assessment,
    report: ProgressReport,
    views: Mapping[int, IndicatorView],
) -> TargetView:
    indicators = tuple(views[id(result)] for result in assessment.of_target(target))
    statuses = [view.status for view in indicators]
    entries = {entry.indicator: entry for entry in report.entries}
    good = sum(status in GOOD for status in statuses)
    poor = sum(status in POOR for status in statuses)
    return TargetView(
        name=normalise(target.name),
        indicators=indicators,
        milestones=tuple(
            _milestone(milestone, entries.get(milestone.id)) for milestone in target.milestones
        ),
        benchmarks=target.benchmarks,
        good=good,
        poor=poor,
        missing=statuses.count(Status.MISSING),
        assessed=good + poor,
    )


def _milestone(milestone: Milestone, entry: ProgressEntry | None) -> MilestoneView:
    return MilestoneView(
        name=normalise(milestone.name),
        state=entry.state if entry else None,
        note=_text(entry.note if entry else None),
    )


def _indicator(result: Result, table: TargetTable, period: Period) -> IndicatorView:
    indicator, figures, verdict = result.indicator, result.figures, result.verdict
    entry, baseline = figures.entry, indicator.baseline
    category = next(each for each in table.categories if each.id == result.target.category)
    expected = None
    if indicator.kind is Kind.COUNT:
        expected = indicator.value * period.last_month / 12
    return IndicatorView(
        id=indicator.id,
        target_seq=result.target.seq,
        target_name=normalise(result.target.name),
        category=normalise(category.name),
        name=normalise(indicator.name),
        kind=indicator.kind,
        comparator=indicator.comparator,
        value=indicator.value,
        unit=indicator.unit,
        display=normalise(indicator.display),
        lead_unit=normalise(indicator.lead_unit),
        status=verdict.status,
        cumulative=figures.cumulative,
        period_actual=figures.period_actual,
        numerator=entry.numerator if entry else None,
        denominator=entry.denominator if entry else None,
        completion_rate=verdict.completion_rate,
        schedule_progress=verdict.schedule_progress,
        schedule_gap=verdict.schedule_gap,
        expected=expected,
        presumed_base=_text(baseline.meaning if baseline and not baseline.confirmed else None),
        note=_text(entry.note if entry else None),
        lag_reason=_text(entry.lag_reason if entry else None),
        next_steps=_text(entry.next_steps if entry else None),
        owner=_text((entry.owner if entry else None) or indicator.owner),
        due=entry.due if entry else None,
    )


def _text(value: str | None) -> str | None:
    return normalise(value) if value else None
