"""The numbers of one indicator at the end of a period: what was reported, and what is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, percentage
from reportgen.model.labels import Stage, State
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.targets import Indicator, Milestone, Subject

Reports = Mapping[Period, ProgressReport]
# what each period's report says, by the subjects of its entries
Entries = Mapping[Period, Mapping[str, ProgressEntry]]


@dataclass(frozen=True, slots=True)
class Told:
    """What is reported of a subject: in the period if it is ``due``, else the last before it.

    A milestone that was reached stays so, whether or not a later period says it again.
    """

    entry: ProgressEntry | None
    due: bool = True
    as_of: Period | None = None


@dataclass(frozen=True, slots=True)
class Figures(Told):
    """What was reported of an indicator; None where nothing was, which is never zero (缺报).

    ``cumulative`` counts from 1 January. For rates, reductions and growth it is in per cent: from
    numerator and denominator, since quarterly rates must not be averaged, or from the present
    value and the recorded base. For a scope with sub-items it is how many are done. Where the
    period doesn't ask for them, they are the last that were reported, up to the end of ``as_of``.
    """

    cumulative: Decimal | None = None
    period_actual: Decimal | None = None


def by_subject(reports: Reports) -> Entries:
    """Return what reports say, by subject, so that each entry is found at once."""
    return {
        period: {entry.indicator: entry for entry in report.entries}
        for period, report in reports.items()
    }


def figures_of(indicator: Indicator, period: Period, entries: Entries) -> Figures:
    """Find an indicator's figures; the period's own number may follow from the one before."""
    told = told_of(indicator, period, entries)
    entry, cumulative, actual = told.entry, None, None
    if entry is not None:
        cumulative = number_of(indicator, entry)
        actual = entry.actual if told.due and not told.as_of else None
    # nothing has come up yet that there could be a share of
    due = told.due and not (entry and entry.denominator == 0)
    counted = due and not told.as_of and "actual" in indicator.kind.traits.figures
    if counted and actual is None and cumulative is not None:
        before = number_before(indicator, period, entries)
        actual = None if before is None else cumulative - before
    return Figures(entry, due, told.as_of, cumulative, actual)


def number_before(indicator: Indicator, period: Period, entries: Entries) -> Decimal | None:
    """Return the number at the end of the month before a period, whichever report tells it."""
    month = period.last_month - period.months
    if not month:
        return Decimal(0)
    ended = (entries[each] for each in sorted(entries) if each.last_month == month)
    known = (each[indicator.id] for each in ended if indicator.id in each)
    return next((number_of(indicator, each) for each in known), None)


def told_of(subject: Subject, period: Period, entries: Entries) -> Told:
    """Find what a period tells of a subject; what is told without being asked for counts too.

    What was used up by a limit's deadline is judged for good: later figures are none of it.
    """
    entry = entries.get(period, {}).get(subject.id)
    due = subject.frequency.asks(period)
    if isinstance(subject, Indicator) and subject.deadline.month < period.last_month:
        limited = subject.least is None and "cumulative" in subject.kind.traits.figures
        for known in sorted(entries, reverse=True) if limited else ():
            last = entries[known].get(subject.id)
            if known.last_month <= subject.deadline.month and _tells(subject, last):
                return Told(last, as_of=known)
    if entry is not None and (due or _tells(subject, entry)):
        return Told(entry)
    for known in sorted((each for each in entries if each < period), reverse=True):
        last = entries[known].get(subject.id)
        reached = isinstance(subject, Milestone) and state_of(subject, last) is State.DONE
        if reached or (not due and _tells(subject, last)):
            return Told(last, due, known)
    return Told(None, due)


def state_of(milestone: Milestone, entry: ProgressEntry | None) -> State | None:
    """Return the state that was reported of a milestone, or that follows from its stage."""
    if entry is None or entry.state is not None or entry.stage is None:
        return entry.state if entry else None
    stages = list(Stage)
    required = milestone.required_stage or stages[-1]
    reached = stages.index(entry.stage) >= stages.index(required)
    return State.DONE if reached else State.UNDER_WAY


def _tells(subject: Subject, entry: ProgressEntry | None) -> bool:
    """Tell whether an entry says how a subject stands; words do where nothing is measured."""
    traits = subject.kind.traits
    given = (getattr(entry, name) not in (None, ()) for name in traits.figures)
    return entry is not None and (not traits.measured or any(given))


def number_of(indicator: Indicator, entry: ProgressEntry) -> Decimal | None:
    """Return the one number that is judged, from whatever figures the kind is reported by."""
    if entry.numerator is not None and entry.denominator:
        return percentage(entry.numerator, entry.denominator)
    base, from_base = indicator.baseline, indicator.kind.traits.from_base
    if entry.current is not None and not from_base:
        return entry.current
    if entry.current is not None and base is not None and base.value:
        rise = percentage(entry.current, base.value) - HUNDRED
        return rise if from_base > 0 else -rise
    if entry.cumulative is None and indicator.items and entry.items_done:
        return Decimal(len(entry.items_done))
    return entry.cumulative if entry.rate is None else entry.rate


def share_due(indicator: Indicator, period: Period) -> Decimal:
    """Return how much of the target is due by 时序, in per cent: by the unit's plan, else evenly.

    Even steps lead to the deadline, when all is due whatever the plan says. A plan has four
    cumulative figures; inside a quarter it goes evenly too.
    """
    if (plan := indicator.quarterly_plan) and period.end < indicator.deadline:
        quarter = period.quarter - 1
        before = plan[quarter - 1] if quarter else Decimal(0)
        due = before + (plan[quarter] - before) * (period.last_month - 3 * quarter) / 3
        return percentage(due, indicator.value) if indicator.value else HUNDRED
    return min(HUNDRED, percentage(Decimal(period.last_month), Decimal(indicator.deadline.month)))
