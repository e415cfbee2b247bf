"""The rule of each kind of indicator (assessment-practice §3.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.assessment.figures import Figures
from reportgen.assessment.schedule import schedule_of
from reportgen.base.numbers import HUNDRED, percentage
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Grade, Stage, State, Status
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Indicator, Milestone


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an indicator stands. Rates and shares in per cent, the gap in 百分点, none rounded.

    For a cap ``completion_rate`` is the share used up; for rates, reductions and growth
    ``schedule_gap`` is the distance to the target, since they have no schedule. ``planned`` says
    that the schedule is the unit's own plan, ``unreachable`` that the year's target is lost.
    """

    status: Status
    completion_rate: Decimal | None = None
    schedule_progress: Decimal | None = None
    schedule_gap: Decimal | None = None
    planned: bool = False
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
    goal = case.indicator.value
    match case.indicator.comparator:
        case Comparator.MORE_THAN:
            return actual > goal
        case Comparator.AT_MOST:
            return actual <= goal
        case _:
            return actual >= goal - tolerance_of(case.indicator, case.rules)


def _count(case: Case, cumulative: Decimal) -> Verdict:
    """Measure against the schedule; 突破 is done only when strictly passed."""
    schedule = schedule_of(case.indicator, case.period)
    completion = percentage(cumulative, case.indicator.value)
    gap = completion - schedule.progress
    if _reaches(case, cumulative):
        status = Status.DONE
    elif case.due:
        status = Status.NOT_DONE
    else:
        status = Status.BEHIND if gap < case.rules.behind_below else Status.ON_SCHEDULE
    return Verdict(status, completion, schedule.progress, gap, schedule.planned)


def _cap(case: Case, cumulative: Decimal) -> Verdict:
    """Watch the share used up: past the cap can't be undone, ahead of the schedule is a warning."""
    exceeded = cumulative > case.indicator.value
    if not case.indicator.value:  # none at all is allowed, so there is no share to be used
        status = Status.CAP_EXCEEDED if exceeded else Status.WITHIN_CAP
        return Verdict(status, unreachable=exceeded)
    schedule = schedule_of(case.indicator, case.period)
    used = percentage(cumulative, case.indicator.value)
    gap = used - schedule.progress
    if exceeded:
        status = Status.CAP_EXCEEDED
    else:
        status = Status.CAP_WARNING if gap > 0 else Status.WITHIN_CAP
    return Verdict(status, used, schedule.progress, gap, schedule.planned, unreachable=exceeded)


def _rate(case: Case, cumulative: Decimal) -> Verdict:
    """Compare at any time: rates have no schedule. A single miss makes 100 % unreachable."""
    full = case.indicator.comparator is Comparator.EQUAL_FULL
    entry = case.figures.entry
    missed = full and entry is not None and entry.numerator != entry.denominator
    met = _reaches(case, cumulative)
    status = Status.RATE_MET if met else Status.RATE_MISSED
    return _of_target(case, cumulative, status, unreachable=missed and not met)


def _change(case: Case, cumulative: Decimal) -> Verdict:
    """Judge a reduction when it is due; until then it is under way, unless already reached."""
    if _reaches(case, cumulative):
        status = Status.RATE_MET
    else:
        status = Status.RATE_MISSED if case.due else Status.UNDER_WAY
    return _of_target(case, cumulative, status)


def _of_target(
    case: Case, actual: Decimal, status: Status, *, unreachable: bool = False
) -> Verdict:
    goal = case.indicator.value
    gap = goal - actual if case.indicator.comparator is Comparator.AT_MOST else actual - goal
    completion = percentage(actual, goal) if goal else None
    return Verdict(status, completion, None, gap, unreachable=unreachable)


def _scope(case: Case, cumulative: Decimal) -> Verdict:
    """Count what is done; behind when a sub-item is overdue, or at the deadline."""
    completion = percentage(cumulative, case.indicator.value)
    if cumulative >= case.indicator.value:
        return Verdict(Status.DONE, completion)
    if case.due:
        return Verdict(Status.NOT_DONE, completion)
    return Verdict(Status.BEHIND if overdue_items(case) else Status.UNDER_WAY, completion)


def overdue_items(case: Case) -> tuple[str, ...]:
    """Name the sub-items that should be done by now and aren't."""
    done = case.figures.entry.items_done if case.figures.entry else ()
    return tuple(
        item.name
        for item in case.indicator.items
        if item.deadline is not None and item.deadline <= case.period.end and item.id not in done
    )


RULES: Mapping[Kind, Callable[[Case, Decimal], Verdict]] = {
    Kind.COUNT: _count,
    Kind.CAP: _cap,
    Kind.RATE: _rate,
    Kind.REDUCTION: _change,
    Kind.GROWTH: _rate,
    Kind.SCOPE: _scope,
}

_STAGES = tuple(Stage)
_STATES = {
    State.DONE: Status.DONE,
    State.UNDER_WAY: Status.UNDER_WAY,
    State.NOT_STARTED: Status.NOT_STARTED,
}
_GRADES = {
    Grade.ACHIEVED: Status.DONE,
    Grade.PARTLY: Status.UNDER_WAY,
    Grade.NOT_ACHIEVED: Status.NOT_DONE,
}


def milestone_status(
    milestone: Milestone, entry: ProgressEntry | None, period: Period
) -> Status | None:
    """Judge a milestone by its due date and the stage reached; None where only text was given."""
    state = None if entry is None else _state(milestone, entry)
    if milestone.kind.traits.graded:
        if entry is not None and entry.grade is not None:
            return _GRADES[entry.grade]
        return None if state is None else _STATES[state]
    due = milestone.deadline is not None and milestone.deadline <= period.end
    if state is not State.DONE and due:
        return Status.OVERDUE
    return None if state is None else _STATES[state]


def _state(milestone: Milestone, entry: ProgressEntry) -> State | None:
    """Return the state given, or that which follows from the stage reached."""
    if entry.state is not None or entry.stage is None:
        return entry.state
    required = milestone.required_stage or _STAGES[-1]
    reached = _STAGES.index(entry.stage) >= _STAGES.index(required)
    return State.DONE if reached else State.UNDER_WAY
