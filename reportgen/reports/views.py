"""Indicators, milestones, targets, categories and units as templates need them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar

from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Frequency, Light, Status
from reportgen.model.progress import Origin
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Baseline, Benchmark, Indicator, Milestone

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")


def gathered(view: type[V], *sources: object, **own: object) -> V:
    """Make a view: a field that isn't given is that of the first source which has it by this name.

    Where a source is None, for nothing was reported, so are its fields. Texts get full-width
    punctuation.
    """

    def found(name: str) -> object:
        if name in own:
            return own[name]
        for each in sources:
            if hasattr(each, name):
                return getattr(each, name)
        assert None in sources, f"{view.__name__}.{name}"
        return None

    return view(**{each.name: _full_width(found(each.name)) for each in fields(view)})


def _full_width(value: object) -> object:
    if type(value) is str:
        return normalise(value)
    return tuple(map(_full_width, value)) if isinstance(value, tuple) else value


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

    ``expected`` is the figure due by now in its unit, ``score`` the per cent of ``weight`` earned.
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
    upper: Annotated[Decimal | None, "目标是一个区间的，其上限；value 是下限"]
    unit: Annotated[str, "计量单位"]
    display: Annotated[str, "目标值的原文写法"]
    definition: Annotated[str, "口径"]
    deadline: Annotated[date, "完成时限"]
    lead_unit: Annotated[str, "责任单位"]
    frequency: Annotated[Frequency, "报送频次"]
    as_of: Annotated[int | None, "本期不报送的，数是截至几月底的"]
    status: Annotated[Status, "进度状态"]
    light: Annotated[Light | None, "亮灯；未报或未到期的没有"]
    cumulative: Annotated[Decimal | None, "累计完成数或比率；未报的没有"]
    period_actual: Annotated[Decimal | None, "本期完成数"]
    numerator: Annotated[Decimal | None, "累计分子"]
    denominator: Annotated[Decimal | None, "累计分母"]
    current: Annotated[Decimal | None, "现值"]
    completion_rate: Annotated[Decimal | None, "完成率（%）；上限类为已用份额"]
    schedule_progress: Annotated[Decimal | None, "时序进度（%）；不按时序的没有"]
    schedule_gap: Annotated[Decimal | None, "进度差（百分点）；不按时序的为与 goal 之差"]
    goal: Annotated[Decimal | None, "不按时序的，与目标的哪一头比：目标值、上限或下限"]
    planned: Annotated[bool, "时序按责任单位的季度计划"]
    unreachable: Annotated[bool, "时限未到而已不可能达到"]
    tolerance: Annotated[Decimal, "“左右”允许的偏差，单位同目标值"]
    expected: Annotated[
        Decimal | None,
        "按时序应完成的数，单位同目标值；论件的进为整数，上限类舍去小数；范围类为已办结的加到期未办结的",
    ]
    overdue_items: Annotated[tuple[str, ...], "到期未办结的子项名称"]
    baseline: Annotated[Baseline | None, "基期值"]
    weight: Annotated[Decimal, "权重"]
    score: Annotated[Decimal | None, "得权重的百分之几；不计分的没有"]
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
    frequency: Annotated[Frequency, "报送频次"]
    status: Annotated[Status | None, "进度状态；只有文字进展的没有"]
    light: Annotated[Light | None, "亮灯"]
    weight: Annotated[Decimal, "权重"]
    score: Annotated[Decimal | None, "得权重的百分之几；不计分的没有"]
    said: Annotated[ReportedView, "责任单位的说明和出处"]


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision of an indicator or a milestone, before and after."""

    id: Annotated[str, "指标或节点的编号"]
    effective_from: Annotated[date, "自何日起执行"]
    basis: Annotated[str, "修订依据"]
    before: Annotated[Indicator | Milestone, "修订前"]
    after: Annotated[Indicator | Milestone, "修订后"]
    new: Annotated[bool, "上一期以后才执行的"]


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
    not_due: Annotated[int, "本期不报送、不评价的指标数"]
    assessed: Annotated[int, "纳入评价的指标数"]


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
    uneven: Annotated[bool, "各完成状态的占比四舍五入以后，合计不是百分之百"]
    assessed: Annotated[int, "纳入评价的指标项数"]
    good: Annotated[int, "符合要求的指标项数"]
    missing: Annotated[int, "缺报的指标项数"]
    under_way: Annotated[int, "尚未到评价时点的指标项数"]
    not_due: Annotated[int, "本期不报送、不评价的指标项数"]


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
    poor: Annotated[tuple[IndicatorView, ...], "未达要求或应予控制的指标"]
    late: Annotated[tuple[MilestoneView, ...], "到期未完成的节点"]
    unreported: Annotated[tuple[IndicatorView, ...], "缺报的指标"]
