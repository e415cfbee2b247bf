"""The kinds of indicators: the one table of what each may hold, which every room asks.

A new kind is a line of ``indicator_kinds.csv`` and its name here, a rule in
``assessment/verdicts.py``, its wording in ``templates/_wording.html`` and a case in
``tests/assessment`` (assessment-practice §3.5).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from reportgen.base.numbers import HUNDRED
from reportgen.base.tables import rows_beside
from reportgen.model.labels import Comparator, Labelled

PERCENT = ("%", "％")
_TABLE = {row["kind"]: row for row in rows_beside(__file__)}


@dataclass(frozen=True, slots=True)
class Traits:
    """What a kind may hold.

    ``figures`` are the fields of a progress entry that report it: those named ``cumulative`` add
    up from 1 January and never fall, the others are levels. ``comparators`` are those that its
    target value may have, none for what isn't measured; AT_MOST says that less is better,
    BETWEEN that neither is.
    ``percent`` is its unit, otherwise one of its own. ``scheduled`` kinds are held against 时序,
    the others against their target. ``from_base`` is 1 for the rise of the present value above
    the base, -1 for its fall below, 0 where there is no base. ``fixed_whole`` says that its
    denominator is one number all the year, of which ever more is done. A target value lies between
    ``least`` and ``most``; nothing can be a share of zero, so ``zero`` says where it is allowed.
    """

    figures: tuple[str, ...]
    comparators: tuple[Comparator, ...]
    percent: bool
    scheduled: bool
    from_base: int
    fixed_whole: bool
    least: Decimal | None
    most: Decimal | None
    zero: bool

    @property
    def measured(self) -> bool:
        """Tell indicators from milestones and qualitative requirements."""
        return bool(self.comparators)

    @property
    def graded(self) -> bool:
        """Tell what people judge, where there is no number and no date to go by."""
        return "grade" in self.figures

    def allows(self, value: Decimal) -> bool:
        """Tell whether a target may have this value."""
        return (
            (self.zero or value != 0)
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
        )

    def holds(self, comparator: Comparator, value: Decimal, unit: str) -> bool:
        """Tell whether a target may be put like this."""
        return (
            comparator in self.comparators
            and (comparator is not Comparator.EQUAL_FULL or value == HUNDRED)
            and self.percent is (unit in PERCENT)
            and self.allows(value)
        )


def _bound(written: str) -> Decimal | None:
    return Decimal(written) if written else None


class Kind(Labelled):
    """指标类型: decides how progress is measured (assessment-practice §3.5)."""

    traits: Traits

    def __new__(cls, value: str) -> Self:
        """Make a member whose value is the stable word in data files, of its line in the table."""
        row = _TABLE[value]
        member = str.__new__(cls, value)
        member._value_, member.label = value, row["label"]
        member.traits = Traits(
            tuple(row["figures"].split()),
            tuple(Comparator[each.upper()] for each in row["comparators"].split()),
            percent=bool(row["percent"]),
            scheduled=bool(row["scheduled"]),
            from_base=int(row["from_base"] or 0),
            fixed_whole=bool(row["fixed_whole"]),
            least=_bound(row["least"]),
            most=_bound(row["most"]),
            zero=bool(row["zero"]),
        )
        return member

    COUNT = "count"
    RATE = "rate"
    COVERAGE = "coverage"
    LEVEL = "level"
    REDUCTION = "reduction"
    GROWTH = "growth"
    CAP = "cap"
    MILESTONE = "milestone"
    QUALITATIVE = "qualitative"
    SCOPE = "scope"
