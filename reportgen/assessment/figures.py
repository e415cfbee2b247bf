"""The numbers reported for one indicator up to the end of one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.numbers import percentage
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport


@dataclass(frozen=True, slots=True)
class Figures:
    """What was reported; None where nothing was, which is never the same as zero (缺报).

    ``cumulative`` counts from 1 January; for rates it is the rate in per cent, from numerator
    and denominator where they are given, since quarterly rates must not be averaged.
    """

    cumulative: Decimal | None
    period_actual: Decimal | None
    entry: ProgressEntry | None


def figures_of(
    indicator_id: str, period: Period, reports: Mapping[Period, ProgressReport]
) -> Figures:
    """Find an indicator's figures; the period's own number may follow from the one before."""
    entry = _entry(indicator_id, reports.get(period))
    if entry is None:
        return Figures(None, None, None)
    if entry.numerator is not None and entry.denominator:
        return Figures(percentage(entry.numerator, entry.denominator), None, entry)
    if entry.rate is not None:
        return Figures(entry.rate, None, entry)
    actual = entry.actual
    if actual is None and entry.cumulative is not None:
        actual = _difference(entry.cumulative, indicator_id, period, reports)
    return Figures(entry.cumulative, actual, entry)


def _difference(
    cumulative: Decimal,
    indicator_id: str,
    period: Period,
    reports: Mapping[Period, ProgressReport],
) -> Decimal | None:
    if period.previous is None:
        return cumulative
    before = _entry(indicator_id, reports.get(period.previous))
    if before is None or before.cumulative is None:
        return None
    return cumulative - before.cumulative


def _entry(indicator_id: str, report: ProgressReport | None) -> ProgressEntry | None:
    if report is None:
        return None
    return next((entry for entry in report.entries if entry.indicator == indicator_id), None)
