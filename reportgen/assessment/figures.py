"""The numbers reported for one indicator up to the end of one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, percentage
from reportgen.model.labels import Kind
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.targets import Indicator

Reports = Mapping[Period, ProgressReport]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was reported; None where nothing was, which is never the same as zero (缺报).

    ``cumulative`` counts from 1 January. For rates, reductions and growth it is in per cent: from
    numerator and denominator, since quarterly rates must not be averaged, or from the present
    value and the recorded base. For a scope with sub-items it is how many are done.
    """

    cumulative: Decimal | None
    period_actual: Decimal | None
    entry: ProgressEntry | None


def figures_of(indicator: Indicator, period: Period, reports: Reports) -> Figures:
    """Find an indicator's figures; the period's own number may follow from the one before."""
    entry = entry_of(indicator.id, reports.get(period))
    if entry is None:
        return Figures(None, None, None)
    if (rate := _rate(indicator, entry)) is not None:
        return Figures(rate, None, entry)
    cumulative, actual = _counted(indicator, entry), entry.actual
    if actual is None and cumulative is not None:
        actual = _difference(cumulative, indicator, period, reports)
    return Figures(cumulative, actual, entry)


def entry_of(subject_id: str, report: ProgressReport | None) -> ProgressEntry | None:
    """Return what a report says of an indicator or milestone."""
    if report is None:
        return None
    return next((entry for entry in report.entries if entry.indicator == subject_id), None)


def _rate(indicator: Indicator, entry: ProgressEntry) -> Decimal | None:
    if entry.numerator is not None and entry.denominator:
        return percentage(entry.numerator, entry.denominator)
    base = indicator.baseline
    if entry.current is not None and base is not None and base.value:
        growth = percentage(entry.current, base.value) - HUNDRED
        return -growth if indicator.kind is Kind.REDUCTION else growth
    return entry.rate


def _counted(indicator: Indicator, entry: ProgressEntry) -> Decimal | None:
    if entry.cumulative is None and indicator.items and entry.items_done:
        return Decimal(len(entry.items_done))
    return entry.cumulative


def _difference(
    cumulative: Decimal, indicator: Indicator, period: Period, reports: Reports
) -> Decimal | None:
    if period.previous is None:
        return cumulative
    before = entry_of(indicator.id, reports.get(period.previous))
    counted = None if before is None else _counted(indicator, before)
    return None if counted is None else cumulative - counted
