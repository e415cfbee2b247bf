"""Indicators and milestones by category and by unit, and how many stand how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from reportgen.assessment.results import GOOD, POOR, Assessment
from reportgen.base.numbers import percentage
from reportgen.model.labels import Light, Status
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Category
from reportgen.reports.views import (
    IndicatorView,
    MilestoneView,
    Places,
    TargetView,
    indicator_view,
    milestone_view,
    target_view,
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many assessed indicators have a status or light."""

    label: Annotated[str, "状态或亮灯的名称"]
    count: Annotated[int, "项数"]
    share: Annotated[Decimal, "占纳入评价的百分比"]


@dataclass(frozen=True, slots=True)
class CategoryView:
    """One category: a chapter of the report."""

    name: Annotated[str, "类别名称"]
    heading: Annotated[str, "报告中这一章的标题"]
    size: Annotated[int, "目标项数"]
    targets: Annotated[tuple[TargetView, ...], "各目标"]
    counts: Annotated[tuple[Count, ...], "各完成状态的指标项数"]
    assessed: Annotated[int, "纳入评价的指标项数"]
    good: Annotated[int, "符合要求的指标项数"]
    missing: Annotated[int, "缺报的指标项数"]
    under_way: Annotated[int, "尚未到评价时点的指标项数"]


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: its place (None without a score), what it answers for, how it stands."""

    name: Annotated[str, "责任单位名称"]
    rank: Annotated[int | None, "名次；没有得分的没有"]
    score: Annotated[Decimal | None, "考核得分"]
    indicators: Annotated[tuple[IndicatorView, ...], "承担的指标"]
    milestones: Annotated[tuple[MilestoneView, ...], "承担的节点"]
    assessed: Annotated[int, "纳入评价的指标项数"]
    good: Annotated[int, "符合要求的指标项数"]
    missing: Annotated[int, "缺报的指标项数"]
    lights: Annotated[dict[str, int], "各色亮灯的项数：green、yellow、red"]
    poor: Annotated[tuple[IndicatorView, ...], "未达要求或接近上限的指标"]
    late: Annotated[tuple[MilestoneView, ...], "到期未完成的节点"]
    unreported: Annotated[tuple[IndicatorView, ...], "缺报的指标"]


def category_view(
    category: Category,
    assessment: Assessment,
    indicators: tuple[IndicatorView, ...],
    milestones: tuple[MilestoneView, ...],
) -> CategoryView:
    """Gather one category's targets and count its indicators."""
    name = normalise(category.name)
    targets = assessment.table.of_category(category)
    ids = {target.id for target in targets}
    own = tuple(view for view in indicators if view.target_id in ids)
    return CategoryView(
        name=name,
        heading=normalise(category.report_heading or f"{name}完成情况"),
        size=len(targets),
        targets=tuple(target_view(target, indicators, milestones) for target in targets),
        counts=status_counts(own),
        assessed=len(with_status(own, *GOOD, *POOR)),
        good=len(with_status(own, *GOOD)),
        missing=len(with_status(own, Status.MISSING)),
        under_way=len(with_status(own, Status.UNDER_WAY)),
    )


def unit_views(assessment: Assessment, office_unit: str, places: Places) -> tuple[UnitView, ...]:
    """Assess each unit by itself and put them in order of rank, those without a score last."""
    own = [(unit, assessment.of_unit(unit, office_unit)) for unit in assessment.units]
    scores = [each.final.score for _, each in own]
    views = [_unit(name, each, _rank(each.final.score, scores), places) for name, each in own]
    return tuple(sorted(views, key=lambda unit: (unit.rank is None, unit.rank or 0)))


def _rank(score: Decimal | None, scores: list[Decimal | None]) -> int | None:
    """Return a score's place; equal scores share it."""
    if score is None:
        return None
    return 1 + sum(other is not None and other > score for other in scores)


def _unit(name: str, own: Assessment, rank: int | None, places: Places) -> UnitView:
    indicators = tuple(indicator_view(each, own, places) for each in own.results)
    milestones = tuple(milestone_view(each, places) for each in own.milestones)
    lit = [view.light for view in indicators if view.light]
    good, poor = with_status(indicators, *GOOD), with_status(indicators, *POOR)
    unreported = with_status(indicators, Status.MISSING)
    return UnitView(
        name=normalise(name),
        rank=rank,
        score=own.final.score,
        indicators=indicators,
        milestones=milestones,
        assessed=len(good) + len(poor),
        good=len(good),
        missing=len(unreported),
        lights={light.value: lit.count(light) for light in Light},
        poor=poor,
        late=tuple(view for view in milestones if view.status is Status.OVERDUE),
        unreported=unreported,
    )


def with_status(views: Iterable[IndicatorView], *statuses: Status) -> tuple[IndicatorView, ...]:
    """Return the indicators that stand in one of some ways."""
    return tuple(view for view in views if view.status in statuses)


def status_counts(views: tuple[IndicatorView, ...]) -> tuple[Count, ...]:
    """Count the assessed indicators by status, leaving out those that none has."""
    judged = len(with_status(views, *GOOD, *POOR))
    return tuple(
        Count(status.label, count, share(count, judged))
        for status in (*GOOD, *POOR)
        if (count := len(with_status(views, status)))
    )


def light_counts(views: tuple[IndicatorView, ...]) -> tuple[Count, ...]:
    """Count the indicators by light, leaving out those that none has."""
    lit = [view.light for view in views if view.light is not None]
    return tuple(
        Count(light.label, count, share(count, len(lit)))
        for light in Light
        if (count := lit.count(light))
    )


def share(count: int, total: int) -> Decimal:
    """Return a share in per cent, nothing of nothing."""
    return percentage(Decimal(count), Decimal(total)) if total else Decimal(0)
