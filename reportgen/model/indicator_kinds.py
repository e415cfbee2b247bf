"""The kinds of indicators: the one table of what each may hold, which every room asks.

A new kind is an entry here, a rule in ``assessment/verdicts.py``, its wording in
``templates/_wording.html`` and a case in ``tests/assessment`` (assessment-practice §3.5).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from reportgen.base.numbers import HUNDRED
from reportgen.model.labels import Comparator, Labelled

PERCENT = ("%", "％")
_UPWARDS = (
    Comparator.AT_LEAST,
    Comparator.MORE_THAN,
    Comparator.PLANNED,
    Comparator.APPROXIMATELY,
)
_EITHER_WAY = (*_UPWARDS, Comparator.AT_MOST, Comparator.BETWEEN)


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
    comparators: tuple[Comparator, ...] = ()
    percent: bool = False
    scheduled: bool = False
    from_base: int = 0
    fixed_whole: bool = False
    least: Decimal | None = Decimal(0)
    most: Decimal | None = None
    zero: bool = False

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


class Kind(Labelled):
    """指标类型: decides how progress is measured (assessment-practice §3.5)."""

    traits: Traits

    def __new__(cls, value: str, label: str, traits: Traits) -> Self:
        """Make a member whose value is the stable word in data files."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.traits = label, traits
        return member

    COUNT = (
        "count",
        "数量",
        Traits(("actual", "cumulative"), (*_UPWARDS, Comparator.BETWEEN), scheduled=True),
    )
    RATE = (
        "rate",
        "比率",
        Traits(
            ("numerator", "denominator", "rate"),
            (*_EITHER_WAY, Comparator.EQUAL_FULL),
            percent=True,
            most=HUNDRED,
            zero=True,
        ),
    )
    COVERAGE = (
        "coverage",
        "覆盖",
        Traits(
            ("numerator", "denominator", "rate"),
            (*_UPWARDS, Comparator.EQUAL_FULL),
            percent=True,
            scheduled=True,
            fixed_whole=True,
            most=HUNDRED,
        ),
    )
    LEVEL = "level", "水平", Traits(("current",), _EITHER_WAY, zero=True)
    REDUCTION = (
        "reduction",
        "压减",
        Traits(("rate", "current"), _UPWARDS, percent=True, from_base=-1, most=HUNDRED, zero=True),
    )
    GROWTH = (
        "growth",
        "增长",
        Traits(("rate", "current"), _EITHER_WAY, percent=True, from_base=1, least=None, zero=True),
    )
    CAP = (
        "cap",
        "上限",
        Traits(("actual", "cumulative"), (Comparator.AT_MOST,), scheduled=True, zero=True),
    )
    MILESTONE = "milestone", "节点", Traits(("state", "stage"))
    QUALITATIVE = "qualitative", "定性", Traits(("state", "grade"))
    SCOPE = (
        "scope",
        "范围",
        Traits(("actual", "cumulative", "items_done"), (Comparator.AT_LEAST, Comparator.PLANNED)),
    )
