"""The rule of each kind of indicator (assessment-practice §3.5).

Kinds without a rule here are shown with their figures and not assessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.assessment.figures import Figures
from reportgen.model.labels import Comparator, Kind, Status
from reportgen.model.numbers import HUNDRED, percentage
from reportgen.model.periods import Period
from reportgen.model.targets import Indicator


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an indicator stands. Rates and shares in per cent, the gap in 百分点, none rounded.

    For a cap ``completion_rate`` is the share used up; for a rate ``schedule_gap`` is the
    distance to the target, since rates have no schedule.
    """

    status: Status
    completion_rate: Decimal | None = None
    schedule_progress: Decimal | None = None
    schedule_gap: Decimal | None = None


def verdict_on(indicator: Indicator, figures: Figures, period: Period) -> Verdict:
    """Judge one indicator by the rule of its kind."""
    if figures.cumulative is None:
        return Verdict(Status.MISSING)
    rule = _RULES.get(indicator.kind)
    if rule is None:
        return Verdict(Status.NOT_ASSESSED)
    return rule(indicator, figures.cumulative, period)


def _count(indicator: Indicator, cumulative: Decimal, period: Period) -> Verdict:
    """Measure against the schedule; 突破 is done only when strictly passed."""
    completion = percentage(cumulative, indicator.value)
    gap = completion - period.elapsed
    strict = indicator.comparator is Comparator.MORE_THAN
    done = cumulative > indicator.value if strict else cumulative >= indicator.value
    if done:
        status = Status.DONE
    elif gap < 0 or period.end >= indicator.deadline:
        status = Status.BEHIND
    else:
        status = Status.ON_SCHEDULE
    return Verdict(status, completion, period.elapsed, gap)


def _cap(indicator: Indicator, cumulative: Decimal, period: Period) -> Verdict:
    """Watch the share used up: past the cap can't be undone, ahead of the schedule is a warning."""
    used = percentage(cumulative, indicator.value)
    gap = used - period.elapsed
    if cumulative > indicator.value:
        status = Status.CAP_EXCEEDED
    elif gap > 0:
        status = Status.CAP_WARNING
    else:
        status = Status.WITHIN_CAP
    return Verdict(status, used, period.elapsed, gap)


def _rate(indicator: Indicator, cumulative: Decimal, _: Period) -> Verdict:
    """Compare at any time: rates have no schedule."""
    met = cumulative >= indicator.value
    status = Status.RATE_MET if met else Status.RATE_MISSED
    completion = cumulative * HUNDRED / indicator.value
    return Verdict(status, completion, None, cumulative - indicator.value)


_RULES: Mapping[Kind, Callable[[Indicator, Decimal, Period], Verdict]] = {
    Kind.COUNT: _count,
    Kind.CAP: _cap,
    Kind.RATE: _rate,
}
