"""时序进度: how much should be done by the end of a period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, percentage
from reportgen.model.periods import Period
from reportgen.model.targets import Indicator

_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Schedule:
    """The share of the year's target that is due, in per cent; by the unit's own plan or linear."""

    progress: Decimal
    planned: bool


def schedule_of(indicator: Indicator, period: Period) -> Schedule:
    """Return the schedule: the quarterly plan if there is one, else even steps to the deadline."""
    if indicator.quarterly_plan is not None:
        return Schedule(_planned(indicator.quarterly_plan, indicator.value, period), planned=True)
    if period.end >= indicator.deadline:
        return Schedule(HUNDRED, planned=False)
    if indicator.deadline.year > period.year:
        return Schedule(period.elapsed, planned=False)
    months = Decimal(period.last_month)
    return Schedule(percentage(months, Decimal(indicator.deadline.month)), planned=False)


def _planned(plan: tuple[Decimal, ...], value: Decimal, period: Period) -> Decimal:
    """Read a plan of four cumulative figures; inside a quarter it goes evenly."""
    upto = plan[period.quarter - 1]
    before = plan[period.quarter - 2] if period.quarter > 1 else Decimal(0)
    months = period.last_month - (period.quarter - 1) * _MONTHS_A_QUARTER
    due = before + (upto - before) * months / _MONTHS_A_QUARTER
    return percentage(due, value) if value else HUNDRED
