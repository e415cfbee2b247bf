"""The rule of each kind of indicator (assessment-practice §3.5), and 亮灯 (rules: ``lights``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reportgen.assessment.figures import Figures, Told, share_due, state_of
from reportgen.base.numbers import HUNDRED, percentage
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Grade, Light, State, Status
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.model.rules import AssessmentRules, LightRules
from reportgen.model.targets import Indicator, Milestone


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an indicator stands. Rates and shares in per cent, the gap in 百分点, none rounded.

    For a cap ``completion_rate`` is the share used up; what should be small otherwise has none.
    What has no schedule is held against ``goal``, the end of the target that it passes or falls
    short of: ``schedule_gap`` is then its distance from there, for a level in its own unit. The
    gap is above zero where the figure is the higher one, whether that is good or bad, and None
    inside a range. ``due`` is the figure that should be reached by now, in its own unit; of a scope
    that are the sub-items done and the overdue ones, which ``overdue_items`` names.
    ``unreachable`` says that the year's target is lost.
    """

    status: Status
    completion_rate: Decimal | None = None
    schedule_progress: Decimal | None = None
    schedule_gap: Decimal | None = None
    goal: Decimal | None = None
    due: Decimal | None = None
    overdue_items: tuple[str, ...] = ()
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule judges: an indicator's figures at the end of a period."""

    indicator: Indicator
    figures: Figures
    period: Period
    rules: AssessmentRules

    @property
    def due(self) -> bool:
        """Tell whether the deadline has come."""
        return self.period.end >= self.indicator.deadline


def verdict_on(case: Case) -> Verdict:
    """Judge one indicator by the rule of its kind."""
    if not case.figures.due:
        return Verdict(Status.NOT_DUE)
    if case.figures.cumulative is None:
        return Verdict(Status.MISSING)
    return RULES[case.indicator.kind](case, case.figures.cumulative)


def tolerance_of(indicator: Indicator, rules: AssessmentRules) -> Decimal:
    """Return how far 左右 may fall short, in the unit of the target value."""
    if indicator.comparator is not Comparator.APPROXIMATELY:
        return Decimal(0)
    if indicator.tolerance is not None:
        return indicator.tolerance
    return abs(indicator.value) * rules.default_tolerance / HUNDRED


def _reaches(case: Case, actual: Decimal) -> bool:
    """Tell whether a figure is high enough; 突破 wants it strictly higher."""
    if (least := case.indicator.least) is None:
        return True
    if case.indicator.comparator is Comparator.MORE_THAN:
        return actual > least
    return actual >= least - tolerance_of(case.indicator, case.rules)


def _stays(case: Case, actual: Decimal) -> bool:
    """Tell whether a figure is low enough."""
    most = case.indicator.most
    return most is None or actual <= most


def _count(case: Case, cumulative: Decimal) -> Verdict:
    """Measure against the schedule; 突破 is done only when strictly passed."""
    completion = percentage(cumulative, case.indicator.value)
    share = share_due(case.indicator, case.period)
    if _reaches(case, cumulative):
        status = Status.DONE
    elif case.due:
        status = Status.NOT_DONE
    else:
        behind = completion - share < case.rules.behind_below
        status = Status.BEHIND if behind else Status.ON_SCHEDULE
    return Verdict(status, completion, share, completion - share, due=_part(case, share))


def _part(case: Case, share: Decimal) -> Decimal:
    """Return a share of the target in its own unit."""
    return case.indicator.value * share / HUNDRED


def _coverage(case: Case, cumulative: Decimal) -> Verdict:
    """Measure against the schedule; once all is due, against the target, both in per cent."""
    verdict = _count(case, cumulative)
    if verdict.schedule_progress == HUNDRED:
        return _of_target(case, cumulative, verdict.status)
    return verdict


def _cap(case: Case, cumulative: Decimal) -> Verdict:
    """Watch the share used up: past the cap can't be undone, ahead of the schedule is a warning."""
    exceeded = cumulative > case.indicator.value
    status = Status.CAP_EXCEEDED if exceeded else Status.WITHIN_CAP
    if not case.indicator.value:  # none at all is allowed, so there is no share to be used
        return Verdict(status, unreachable=exceeded)
    used = percentage(cumulative, case.indicator.value)
    share = share_due(case.indicator, case.period)
    if used > share and not exceeded:
        status = Status.CAP_WARNING
    due = _part(case, share)
    return Verdict(status, used, share, used - share, due=due, unreachable=exceeded)


def _rate(case: Case, cumulative: Decimal) -> Verdict:
    """Compare at any time: rates have no schedule. A single miss makes 100 % unreachable."""
    full = case.indicator.comparator is Comparator.EQUAL_FULL
    entry = case.figures.entry
    missed = full and entry is not None and entry.numerator != entry.denominator
    met = _reaches(case, cumulative) and _stays(case, cumulative)
    status = Status.RATE_MET if met else Status.RATE_MISSED
    verdict = _of_target(case, cumulative, status)
    return replace(verdict, unreachable=missed and not met)


def _change(case: Case, cumulative: Decimal) -> Verdict:
    """Judge a reduction when it is due; until then it is under way, unless already reached."""
    status = Status.RATE_MISSED if case.due else Status.UNDER_WAY
    return _of_target(case, cumulative, Status.RATE_MET if _reaches(case, cumulative) else status)


def _of_target(case: Case, actual: Decimal, status: Status) -> Verdict:
    """Hold a figure against the end of the target that it passes or falls short of."""
    least, most = case.indicator.least, case.indicator.most
    goal = most if least is None or (most is not None and actual > most) else least
    assert goal is not None
    if most is not None and least is not None and least <= actual <= most:
        return Verdict(status, goal=goal)
    share = case.indicator.kind.traits.percent and most is None and goal > 0 <= actual
    completion = percentage(actual, goal) if share else None
    return Verdict(status, completion, None, actual - goal, goal)


def _scope(case: Case, cumulative: Decimal) -> Verdict:
    """Count what is done; behind when a sub-item is overdue, or at the deadline."""
    indicator, entry = case.indicator, case.figures.entry
    completion = percentage(cumulative, indicator.value)
    if cumulative >= indicator.value:
        return Verdict(Status.DONE, completion)
    done = entry.items_done if entry else ()
    overdue = tuple(
        item.name
        for item in indicator.items
        if item.deadline and item.deadline <= case.period.end and item.id not in done
    )
    if case.due:
        return Verdict(Status.NOT_DONE, completion, overdue_items=overdue)
    if overdue:
        due = cumulative + len(overdue)  # what is done early makes up for none of them
        return Verdict(Status.BEHIND, completion, due=due, overdue_items=overdue)
    return Verdict(Status.UNDER_WAY, completion)


RULES: Mapping[Kind, Callable[[Case, Decimal], Verdict]] = {
    Kind.COUNT: _count,
    Kind.CAP: _cap,
    Kind.RATE: _rate,
    Kind.COVERAGE: _coverage,
    Kind.LEVEL: _rate,
    Kind.REDUCTION: _change,
    Kind.GROWTH: _rate,
    Kind.SCOPE: _scope,
}


def milestone_status(milestone: Milestone, told: Told, period: Period) -> Status | None:
    """Judge a milestone by its due date and the stage reached; None where only text was given.

    What the period doesn't ask for is done if it was, otherwise nothing can be said.
    """
    status = _status_told(milestone, told.entry, period)
    lasts = status in (Status.DONE, Status.ACHIEVED)
    return status if told.due or lasts else Status.NOT_DUE


def _status_told(
    milestone: Milestone, entry: ProgressEntry | None, period: Period
) -> Status | None:
    state: State | Grade | None = state_of(milestone, entry)
    due = milestone.deadline is not None and milestone.deadline <= period.end
    if milestone.kind.traits.graded:
        state = (entry and entry.grade) or state
    elif due and state is not State.DONE:
        return Status.OVERDUE
    return Status[state.name] if state else None  # each state and each grade is a status too


_ALWAYS = {
    Status.DONE: Light.GREEN,
    Status.WITHIN_CAP: Light.GREEN,
    Status.RATE_MET: Light.GREEN,
    Status.CAP_WARNING: Light.YELLOW,
    Status.CAP_EXCEEDED: Light.RED,
    Status.MISSING: None,
    Status.NOT_DUE: None,
    Status.UNDER_WAY: None,
}


def light_of(indicator: Indicator, verdict: Verdict, rules: LightRules) -> Light | None:
    """Return an indicator's light (亮灯) by its distance to what is due.

    None where nothing was reported or nothing is due yet.
    """
    if verdict.unreachable:
        return Light.RED
    if verdict.status in _ALWAYS:
        return _ALWAYS[verdict.status]
    gap, not_done = verdict.schedule_gap, verdict.status is Status.NOT_DONE
    if gap is None:
        return Light.RED if not_done else Light.YELLOW
    if verdict.goal is not None:  # missed, on whichever side
        if not indicator.kind.traits.percent:
            gap = percentage(gap, verdict.goal) if verdict.goal else HUNDRED
        return Light.YELLOW if -abs(gap) >= rules.rate_yellow_from else Light.RED
    if gap >= rules.green_from:  # 突破 reaches its target without being done
        return Light.YELLOW if not_done else Light.GREEN
    return Light.YELLOW if gap >= rules.yellow_from else Light.RED


def milestone_light(
    milestone: Milestone, status: Status | None, day: date, rules: LightRules
) -> Light | None:
    """Return a milestone's light: overdue is yellow for a while, then red."""
    if status is Status.OVERDUE and milestone.deadline is not None:
        late = (day - milestone.deadline).days
        return Light.YELLOW if late <= rules.overdue_yellow_days else Light.RED
    if status in (Status.DONE, Status.ACHIEVED):
        return Light.GREEN
    return Light.RED if status is Status.NOT_ACHIEVED else None
