"""Indicators, milestones and targets as templates need them: text in full-width punctuation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from reportgen.assessment.results import GOOD, POOR, Assessment, MilestoneResult, Result
from reportgen.assessment.verdicts import Case, overdue_items, tolerance_of
from reportgen.base.numbers import HUNDRED
from reportgen.base.problems import Place
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Light, Status
from reportgen.model.progress import Origin, ProgressEntry
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Baseline, Benchmark, Target

Places = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class ReportedView:
    """What a unit said beside its figures, and where that stands."""

    note: Annotated[str | None, "进展说明"]
    evidence: Annotated[str | None, "佐证材料"]
    lag_reason: Annotated[str | None, "滞后原因"]
    next_steps: Annotated[str | None, "下一步措施"]
    owner: Annotated[str | None, "责任人"]
    due: Annotated[date | None, "措施时限"]
    origin: Annotated[Origin | None, "数据来源：填报单位、填报人、文件等"]
    file: Annotated[str | None, "所在文件"]
    line: Annotated[int | None, "所在行"]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator as sentences and tables need it.

    ``expected`` is the figure due by now in its unit, ``score`` the share of ``weight`` earned.
    """

    id: Annotated[str, "指标编号"]
    target_id: Annotated[str, "所属目标编号"]
    target_seq: Annotated[int, "所属目标序号"]
    target_name: Annotated[str, "所属目标名称"]
    category: Annotated[str, "类别名称"]
    name: Annotated[str, "指标名称"]
    kind: Annotated[Kind, "指标类型"]
    comparator: Annotated[Comparator, "比较词"]
    value: Annotated[Decimal, "目标值"]
    unit: Annotated[str, "计量单位"]
    display: Annotated[str, "目标值的原文写法"]
    definition: Annotated[str, "口径"]
    deadline: Annotated[date, "完成时限"]
    lead_unit: Annotated[str, "责任单位"]
    status: Annotated[Status, "进度状态"]
    light: Annotated[Light | None, "亮灯；未报或未到期的没有"]
    cumulative: Annotated[Decimal | None, "累计完成数或比率；未报的没有"]
    period_actual: Annotated[Decimal | None, "本期完成数"]
    numerator: Annotated[Decimal | None, "累计分子"]
    denominator: Annotated[Decimal | None, "累计分母"]
    current: Annotated[Decimal | None, "现值"]
    completion_rate: Annotated[Decimal | None, "完成率（%）；上限类为已用份额"]
    schedule_progress: Annotated[Decimal | None, "时序进度（%）；不按时序的没有"]
    schedule_gap: Annotated[Decimal | None, "进度差（百分点）；不按时序的为与目标值之差"]
    planned: Annotated[bool, "时序按责任单位的季度计划"]
    unreachable: Annotated[bool, "本年度已不可能达到"]
    tolerance: Annotated[Decimal, "“左右”允许的偏差，单位同目标值"]
    expected: Annotated[Decimal | None, "按时序应完成的数，单位同目标值"]
    overdue_items: Annotated[tuple[str, ...], "到期未办结的子项名称"]
    baseline: Annotated[Baseline | None, "基期值"]
    weight: Annotated[Decimal, "权重"]
    score: Annotated[Decimal | None, "所得权重的份额（0—1）；不计分的没有"]
    said: Annotated[ReportedView, "责任单位的说明和出处"]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """One milestone and what was said of it."""

    id: Annotated[str, "节点编号"]
    target_name: Annotated[str, "所属目标名称"]
    name: Annotated[str, "节点名称"]
    kind: Annotated[Kind, "节点类型"]
    deadline: Annotated[date | None, "完成时限"]
    lead_unit: Annotated[str, "责任单位"]
    status: Annotated[Status | None, "进度状态；只有文字进展的没有"]
    light: Annotated[Light | None, "亮灯"]
    weight: Annotated[Decimal, "权重"]
    score: Annotated[Decimal | None, "所得权重的份额（0—1）；不计分的没有"]
    said: Annotated[ReportedView, "责任单位的说明和出处"]


@dataclass(frozen=True, slots=True)
class TargetView:
    """One target with everything under it."""

    id: Annotated[str, "目标编号"]
    seq: Annotated[int, "序号"]
    name: Annotated[str, "目标名称"]
    lead_unit: Annotated[str, "责任单位"]
    indicators: Annotated[tuple[IndicatorView, ...], "指标"]
    milestones: Annotated[tuple[MilestoneView, ...], "节点"]
    benchmarks: Annotated[tuple[Benchmark, ...], "对标事实"]
    good: Annotated[int, "符合要求的指标数"]
    poor: Annotated[int, "未达要求的指标数"]
    missing: Annotated[int, "缺报的指标数"]
    under_way: Annotated[int, "推进中、未到期的指标数"]
    assessed: Annotated[int, "纳入评价的指标数"]


def indicator_view(result: Result, assessment: Assessment, places: Places) -> IndicatorView:
    """Gather what is said of one indicator."""
    indicator, figures, verdict = result.indicator, result.figures, result.verdict
    entry = figures.entry
    categories = {each.id: each.name for each in assessment.table.categories}
    case = Case(indicator, figures, assessment.period, assessment.rules)
    expected = None
    if verdict.schedule_progress is not None and indicator.comparator is not Comparator.AT_MOST:
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
