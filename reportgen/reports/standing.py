"""How a year's table stands at the end of a period, gathered for templates from its assessment."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property

from reportgen.assessment.figures import Told
from reportgen.assessment.results import GOOD, POOR, Assessment, MilestoneResult, Result
from reportgen.assessment.scores import Score
from reportgen.assessment.verdicts import tolerance_of
from reportgen.base.numbers import (
    HUNDRED,
    Shown,
    decimals,
    percentage,
    rounded,
    told_apart,
)
from reportgen.base.problems import Place
from reportgen.model.labels import Comparator, Light, Status
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.model.targets import Category, Indicator, Subject, Target, TargetTable
from reportgen.reports.views import (
    CategoryView,
    Count,
    IndicatorView,
    MilestoneView,
    ReportedView,
    TargetView,
    UnitView,
    gathered,
)

Places = Mapping[tuple[str, Period], Place]
_LAST_MARKS = "。；，、. "


@dataclass(frozen=True)
class Standing:
    """How some indicators and milestones stand: those of a target, a category, a unit, or all."""

    indicators: tuple[IndicatorView, ...]
    milestones: tuple[MilestoneView, ...]
    late: tuple[MilestoneView, ...]
    unmet: tuple[MilestoneView, ...]
    silent: tuple[MilestoneView, ...]
    counts: tuple[Count, ...]
    uneven: bool
    good: int
    poor: int
    assessed: int
    missing: int
    under_way: int
    not_due: int

    @cached_property
    def _by_id(self) -> dict[str, IndicatorView | MilestoneView]:
        views: tuple[IndicatorView | MilestoneView, ...] = (*self.indicators, *self.milestones)
        return {each.id: each for each in views}

    def under(self, *targets: Target) -> Standing:
        """Return how that stands which is under some targets."""
        return self.among(each.id for target in targets for each in target.subjects)

    def among(self, ids: Iterable[str]) -> Standing:
        """Return how those of some ids stand, in the order of these."""
        views = [self._by_id[each] for each in ids]
        return _standing(
            tuple(view for view in views if isinstance(view, IndicatorView)),
            tuple(view for view in views if isinstance(view, MilestoneView)),
        )


def standing_of(assessment: Assessment, places: Places) -> Standing:
    """Gather what is said of all indicators and milestones, whose entries stand at ``places``."""
    return _standing(
        tuple(_indicator(each, assessment, places) for each in assessment.results),
        tuple(_milestone(each, assessment, places) for each in assessment.milestones),
    )


def _standing(
    indicators: tuple[IndicatorView, ...], milestones: tuple[MilestoneView, ...]
) -> Standing:
    judged = (*GOOD, *POOR)
    counts = counted([view.status for view in indicators], judged)
    groups = (GOOD, POOR, judged, (Status.MISSING,), (Status.UNDER_WAY,), (Status.NOT_DUE,))
    return Standing(
        indicators,
        milestones,
        tuple(each for each in milestones if each.status is Status.OVERDUE),
        tuple(each for each in milestones if each.status is Status.NOT_ACHIEVED),
        tuple(each for each in milestones if each.status is None and not each.said.note),
        counts,
        uneven(counts),
        *(len(with_status(indicators, *statuses)) for statuses in groups),
    )


def _indicator(result: Result, assessment: Assessment, places: Places) -> IndicatorView:
    indicator, figures, verdict = result.indicator, result.figures, result.verdict
    entry, categories = figures.entry, {each.id: each.name for each in assessment.table.categories}
    expected = None
    if figures.cumulative is not None and verdict.due is not None:
        expected = _expected(indicator, verdict.due, figures.cumulative)
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
        weight=result.score.weight,
        score=_earned(result.score),
        as_of=figures.as_of.last_month if figures.as_of else None,
        said=_said(entry, _place(indicator, result.figures, assessment, places), indicator.owner),
    )


def _expected(indicator: Indicator, due: Decimal, actual: Decimal) -> Decimal:
    """Return what is due as documents print it: whole things, else told apart from what is done."""
    if part := indicator.least_part:
        capped = indicator.comparator is Comparator.AT_MOST
        return (due / part).to_integral_value(ROUND_FLOOR if capped else ROUND_CEILING) * part
    return told_apart(due, actual, least=decimals(indicator.value) + 1)[0]


def _place(subject: Subject, told: Told, assessment: Assessment, places: Places) -> Place | None:
    """Return where the entry stands that is told of a subject."""
    return places.get((subject.id, told.as_of or assessment.period)) if told.entry else None


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


def _milestone(result: MilestoneResult, assessment: Assessment, places: Places) -> MilestoneView:
    milestone, entry = result.milestone, result.told.entry
    return gathered(
        MilestoneView,
        *(result, milestone),
        target_name=result.target.name,
        lead_unit=milestone.lead_unit or result.target.lead_unit or "",
        weight=result.score.weight,
        score=_earned(result.score),
        said=_said(entry, _place(milestone, result.told, assessment, places)),
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
    own = assessment.by_unit(office_unit)
    scores = sorted(each.final.score for each in own.values() if each.final.score is not None)
    views = [_unit(name, each, scores, whole) for name, each in own.items()]
    return tuple(sorted(views, key=lambda unit: (unit.rank is None, unit.rank or 0)))


def _unit(name: str, own: Assessment, scores: Sequence[Decimal], whole: Standing) -> UnitView:
    """Gather how one unit stands among the ``scores`` of all, the lowest first."""
    ids = [each.indicator.id for each in own.results]
    ids += [each.milestone.id for each in own.milestones]
    standing, score = whole.among(ids), own.final.score
    lit = [view.light for view in standing.indicators]
    return gathered(
        UnitView,
        standing,
        name=name,
        rank=None if score is None else 1 + len(scores) - bisect_right(scores, score),
        score=score,
        lights={light.value: lit.count(light) for light in Light},
        poor=with_status(standing.indicators, *POOR),
        unreported=with_status(standing.indicators, Status.MISSING),
    )


def with_status(views: Iterable[IndicatorView], *statuses: Status) -> tuple[IndicatorView, ...]:
    """Return the indicators that stand in one of some ways."""
    return tuple(view for view in views if view.status in statuses)


def counted(
    found: Iterable[Status | Light | None], words: Sequence[Status | Light]
) -> tuple[Count, ...]:
    """Count statuses or lights, leaving out those that none has.

    Each share is rounded by itself: 4 of 6 are 66.7 % to whoever reckons again.
    """
    number = Counter(found)
    having = [word for word in words if number[word]]
    total = sum(number[word] for word in having)
    return tuple(
        Count(word.label, number[word], Shown(rounded(share(number[word], total))))
        for word in having
    )


def uneven(counts: Sequence[Count]) -> bool:
    """Tell whether printed shares don't add to 100, or those of what is good not to their own."""
    good = [each for each in counts if each.label in {status.label for status in GOOD}]
    total = sum(each.count for each in counts)
    return any(
        sum(each.share for each in some) != rounded(share(sum(each.count for each in some), total))
        for some in (counts, good)
    )


def share(count: int, total: int) -> Decimal:
    """Return a share in per cent, nothing of nothing."""
    return percentage(Decimal(count), Decimal(total)) if total else Decimal(0)
