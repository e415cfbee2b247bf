"""An entry beside the others of its year: what the rules on entries, doubts and words are asked of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Self, TypeAlias

from reportgen.assessment.figures import number_of
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, Series
from reportgen.model.targets import Indicator, Subject
from reportgen.wording.prose import CLAUSE

# at which field, what is said after the subject's name
Said: TypeAlias = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """The entry of a period on a subject, among those of its year."""

    subject: Subject
    series: Series
    period: Period

    @cached_property
    def entry(self) -> ProgressEntry:
        """Return the entry itself."""
        return self.series[self.period]

    @property
    def indicator(self) -> Indicator:
        """Return the subject of a rule that is asked of indicators alone."""
        assert isinstance(self.subject, Indicator)
        return self.subject

    @property
    def earlier(self) -> list[Self]:
        """Return the cases of the periods that ended before."""
        return self._ended_by(self.period.last_month - 1)

    @property
    def previous(self) -> Self | None:
        """Return the case of the period before, of the same length, if it was reported."""
        before = self.period.previous
        return replace(self, period=before) if before in self.series and before else None

    @property
    def until(self) -> list[Self]:
        """Return the cases of all periods that have ended."""
        return self._ended_by(self.period.last_month)

    def _ended_by(self, month: int) -> list[Self]:
        ended = (each for each in sorted(self.series) if each.last_month <= month)
        return [replace(self, period=each) for each in ended]

    @property
    def number(self) -> Decimal | None:
        """Return how far an indicator has come, as it is judged."""
        return number_of(self.indicator, self.entry)

    @property
    def start(self) -> Decimal | None:
        """Return the cumulative figure at the period's beginning, where it is known."""
        month = self.period.last_month - self.period.months
        known = [value for period, value in self.known("cumulative") if period.last_month == month]
        return known[-1] if known else None if month else Decimal(0)

    @property
    def own(self) -> Decimal | None:
        """Return what was done within the period; None where it isn't known."""
        actual, cumulative, start = self.entry.actual, self.entry.cumulative, self.start
        if actual is not None or cumulative is None or start is None:
            return actual
        return cumulative - start

    def texts(self, *fields: str) -> Iterator[tuple[str, str]]:
        """Yield those texts of the entry that are given, with their fields."""
        for field in fields:
            if text := getattr(self.entry, field):
                yield field, text

    def clauses(self, *fields: str) -> Iterator[tuple[str, str]]:
        """Yield the clauses of those texts."""
        for field, text in self.texts(*fields):
            yield from ((field, clause) for clause in CLAUSE.split(text))

    def known(self, field: str) -> list[tuple[Period, Decimal]]:
        """Return the figures of a field that the year's earlier periods give."""
        given = ((each.period, getattr(each.entry, field)) for each in self.earlier)
        return [(period, value) for period, value in given if value is not None]
