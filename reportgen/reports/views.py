"""Indicators, milestones, targets, categories and units as templates need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar

from reportgen.assessment.results import GOOD, POOR, Assessment, MilestoneResult, Result
from reportgen.assessment.scores import Score
from reportgen.assessment.verdicts import Case, overdue_items, tolerance_of
from reportgen.base.numbers import HUNDRED, Shown, adding_up, decimals, percentage, told_apart
from reportgen.base.problems import Place
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Frequency, Light, Status
from reportgen.model.progress import Origin, ProgressEntry
from reportgen.model.punctuation import normalise
from reportgen.model.targets import (
    Baseline,
    Benchmark,
    Category,
    Indicator,
    Milestone,
    Target,
    TargetTable,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Places = Mapping[str, Place]
_LAST_MARKS = "。；，、. "
V = TypeVar("V", bound="DataclassInstance")


def gathered(view: type[V], *sources: object, **own: object) -> V:
    """Make a view: a field that isn't given is that of the first source which has it by this name.

    Where a source is None, for nothing was reported, so are its fields. Texts get full-width
    punctuation.
    """

    def found(name: str) -> object:
        if name in own:
            return own[name]
        having = [each for each in sources if hasattr(each, name)]
        assert having or None in sources, f"{view.__name__}.{name}"
        return getattr(having[0], name) if having else None

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
    expected: Annotated[Decimal | None, "按时序应完成的数，单位同目标值；论件的进为整数"]
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How some indicators and milestones stand: those of a target, a category, a unit, or all."""

    indicators: tuple[IndicatorView, ...]
    milestones: tuple[MilestoneView, ...]
    late: tuple[MilestoneView, ...]
    counts: tuple[Count, ...]
    good: int
    poor: int
    assessed: int
    missing: int
    under_way: int
    not_due: int

    def under(self, *targets: Target) -> Standing:
        """Return how that stands which is under some targets."""
        indicators = {each.id for target in targets for each in target.indicators}
        return self.among(
            indicators | {each.id for target in targets for each in target.milestones}
        )

    def among(self, ids: Collection[str]) -> Standing:
        """Return how those of some ids stand."""
        return _standing(
            tuple(view for view in self.indicators if view.id in ids),
            tuple(view for view in self.milestones if view.id in ids),
        )


def standing_of(assessment: Assessment, places: Places) -> Standing:
    """Gather what is said of all indicators and milestones, whose entries stand at ``places``."""
    return _standing(
        tuple(_indicator(each, assessment, places) for each in assessment.results),
        tuple(_milestone(each, places) for each in assessment.milestones),
    )


def _standing(
    indicators: tuple[IndicatorView, ...], milestones: tuple[MilestoneView, ...]
) -> Standing:
    judged = (*GOOD, *POOR)
    groups = (GOOD, POOR, judged, (Status.MISSING,), (Status.UNDER_WAY,), (Status.NOT_DUE,))
    return Standing(
        indicators,
        milestones,
        tuple(view for view in milestones if view.status is Status.OVERDUE),
        counted(judged, [view.status for view in indicators]),
        *(len(with_status(indicators, *statuses)) for statuses in groups),
    )


def _indicator(result: Result, assessment: Assessment, places: Places) -> IndicatorView:
    indicator, figures, verdict = result.indicator, result.figures, result.verdict
    entry, categories = figures.entry, {each.id: each.name for each in assessment.table.categories}
    expected = None
    if verdict.schedule_progress is not None and indicator.comparator is not Comparator.AT_MOST:
        expected = indicator.value * verdict.schedule_progress / HUNDRED
        if part := indicator.least_part:
            expected = (expected / part).to_integral_value(ROUND_CEILING) * part
    return gathered(
        IndicatorView,
        *(verdict, figures, result, indicator, entry),
        target_id=result.target.id,
        target_seq=result.target.seq,
        target_name=result.target.name,
        category=categories[result.target.category],
        unreachable=verdict.unreachable and assessment.period.end < indicator.deadline,
        planned=bool(indicator.quarterly_plan and verdict.schedule_progress is not None),
        tolerance=tolerance_of(indicator, assessment.rules),
        expected=expected,
        **_side_by_side(result),
        overdue_items=overdue_items(Case(indicator, figures, assessment.period, assessment.rules)),
        weight=result.score.weight,
        score=_earned(result.score),
        as_of=figures.as_of.last_month if figures.as_of else None,
        said=_said(entry, places.get(indicator.id) if entry else None, indicator.owner),
    )


def _said(
    entry: ProgressEntry | None, place: Place | None, owner: str | None = None
) -> ReportedView:
    """Gather what was said beside the figures, without last marks: sentences end with their own."""
    said = gathered(ReportedView, entry, place, owner=(entry and entry.owner) or owner)
    texts = {name: getattr(said, name) for name in ("note", "lag_reason", "next_steps")}
    return replace(
        said, **{name: text and text.rstrip(_LAST_MARKS) for name, text in texts.items()}
    )


def _earned(score: Score) -> Shown | None:
    """Return what was earned in per cent; what is not quite all isn't printed as 100."""
    if score.share is None:
        return None
    return told_apart(score.share * HUNDRED, HUNDRED, Decimal(0))[0]


def _side_by_side(result: Result) -> dict[str, Shown]:
    """Round the figures that a sentence compares, so that the printed gap is their difference."""
    verdict, cumulative = result.verdict, result.figures.cumulative
    due = [] if verdict.schedule_progress is None else [verdict.schedule_progress]
    goal = [] if verdict.goal is None else [verdict.goal]
    shown: dict[str, Shown] = {}
    if verdict.completion_rate is not None:
        rate, *others = told_apart(verdict.completion_rate, *due, HUNDRED, Decimal(0))
        shown["completion_rate"] = rate
        if due:
            shown |= {"schedule_progress": others[0], "schedule_gap": Shown(rate - others[0])}
    indicator = result.indicator
    if cumulative is not None and indicator.scale > 1 and indicator.least_part is None:
        # 415333平方米 of 120万平方米 are 41.53万平方米
        amounts = {"cumulative": cumulative, "period_actual": result.figures.period_actual}
        ends = [each for each in (indicator.value, indicator.upper) if each is not None]
        places = max(map(decimals, ends)) + 2
        shown |= {
            name: told_apart(amount, *ends, Decimal(0), least=places)[0]
            for name, amount in amounts.items()
            if amount is not None
        }
    if cumulative is not None and indicator.kind.traits.percent:
        places = max(1, *map(decimals, goal), 1)
        figure, *_ = told_apart(cumulative, *goal, *due, HUNDRED, Decimal(0), least=places)
        shown["cumulative"] = figure
        if goal and verdict.schedule_gap is not None:
            shown["schedule_gap"] = Shown(figure - goal[0])
    return shown


def _milestone(result: MilestoneResult, places: Places) -> MilestoneView:
    milestone, entry = result.milestone, result.told.entry
    return gathered(
        MilestoneView,
        *(result, milestone),
        target_name=result.target.name,
        lead_unit=milestone.lead_unit or result.target.lead_unit or "",
        weight=result.score.weight,
        score=_earned(result.score),
        said=_said(entry, places.get(milestone.id) if entry else None),
    )


def category_view(category: Category, table: TargetTable, whole: Standing) -> CategoryView:
    """Gather one category's targets and count its indicators."""
    targets = table.of_category(category)
    return gathered(
        CategoryView,
        *(whole.under(*targets), category),
        heading=category.report_heading or f"{category.name}完成情况",
        size=len(targets),
        targets=tuple(
            gathered(TargetView, whole.under(each), each, lead_unit=each.lead_unit or "")
            for each in targets
        ),
    )


def unit_views(assessment: Assessment, office_unit: str, whole: Standing) -> tuple[UnitView, ...]:
    """Score each unit by itself and put them in order of rank, those without a score last."""
    own = {unit: assessment.of_unit(unit, office_unit) for unit in assessment.units}
    scores = [each.final.score for each in own.values()]
    views = [_unit(name, each, scores, whole) for name, each in own.items()]
    return tuple(sorted(views, key=lambda unit: (unit.rank is None, unit.rank or 0)))


def _unit(
    name: str, own: Assessment, scores: Iterable[Decimal | None], whole: Standing
) -> UnitView:
    ids = {each.indicator.id for each in own.results} | {
        each.milestone.id for each in own.milestones
    }
    standing, score = whole.among(ids), own.final.score
    lit = [view.light for view in standing.indicators]
    others = [each for each in scores if each is not None]
    return gathered(
        UnitView,
        standing,
        name=name,
        rank=None if score is None else 1 + sum(each > score for each in others),
        score=score,
        lights={light.value: lit.count(light) for light in Light},
        poor=with_status(standing.indicators, *POOR),
        unreported=with_status(standing.indicators, Status.MISSING),
    )


def with_status(views: Iterable[IndicatorView], *statuses: Status) -> tuple[IndicatorView, ...]:
    """Return the indicators that stand in one of some ways."""
    return tuple(view for view in views if view.status in statuses)


def counted(
    words: Sequence[Status | Light], found: Iterable[Status | Light | None]
) -> tuple[Count, ...]:
    """Count statuses or lights, leaving out those that none has."""
    number = Counter(found)
    having = [word for word in words if number[word]]
    total = sum(number[word] for word in having)
    shares = adding_up([share(number[word], total) for word in having])
    return tuple(
        Count(word.label, number[word], each) for word, each in zip(having, shares, strict=True)
    )


def share(count: int, total: int) -> Decimal:
    """Return a share in per cent, nothing of nothing."""
    return percentage(Decimal(count), Decimal(total)) if total else Decimal(0)
