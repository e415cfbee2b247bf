"""Reporting periods: quarters ``2012Q1`` … ``2012Q4`` and months ``2012-08``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from reportgen.base.numbers import HUNDRED
from reportgen.model.written import Written

# the years that data are about: with any others the calendar comes to its ends
FIRST_YEAR, LAST_YEAR = 1949, 2999
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_OWN_NAMES = ("第一季度", "第二季度", "第三季度", "第四季度")
_CUMULATIVE_NAMES = ("第一季度", "上半年", "前三季度", "全年")


def is_usual(year: int) -> bool:
    """Tell whether a year is one that data can be about."""
    return FIRST_YEAR <= year <= LAST_YEAR


@dataclass(frozen=True, slots=True, order=True)
class Period(Written):
    """A quarter or a month, named by its last month; figures are cumulative from 1 January."""

    year: int
    last_month: int
    months: int

    fault: ClassVar[str] = "period"
    pattern: ClassVar[str] = f"^({_QUARTER.pattern}|{_MONTH.pattern})$"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2012Q1`` or ``2012-08``; raise ValueError for anything else."""
        match = _QUARTER.fullmatch(text) or _MONTH.fullmatch(text)
        if match is None or not is_usual(int(match[1])):
            raise ValueError(text)
        if match.re is _QUARTER:
            return cls(int(match[1]), int(match[2]) * 3, 3)
        return cls(int(match[1]), int(match[2]), 1)

    def __str__(self) -> str:
        if self.is_quarter:
            return f"{self.year}Q{self.quarter}"
        return f"{self.year}-{self.last_month:02d}"

    @property
    def is_quarter(self) -> bool:
        """Tell a quarter from a month."""
        return self.months == 3

    @property
    def quarter(self) -> int:
        """Return the quarter (1–4) that the period lies in."""
        return (self.last_month + 2) // 3

    @property
    def name(self) -> str:
        """Name the span from 1 January: 第一季度, 上半年, 前三季度, 全年 (assessment-practice §3.1)."""
        if self.is_quarter:
            return _CUMULATIVE_NAMES[self.quarter - 1]
        return f"1—{self.last_month}月" if self.last_month > 1 else self.own_name

    @property
    def own_name(self) -> str:
        """Name the single quarter or month itself."""
        return _OWN_NAMES[self.quarter - 1] if self.is_quarter else f"{self.last_month}月"

    @property
    def start(self) -> date:
        """Return the period's own first day."""
        return date(self.year, self.last_month - self.months + 1, 1)

    @property
    def end(self) -> date:
        """Return the period's last day."""
        last_day = calendar.monthrange(self.year, self.last_month)[1]
        return date(self.year, self.last_month, last_day)

    @property
    def last_reporting_day(self) -> date:
        """Return the last day on which figures of the period may still be dated."""
        return date(self.year + 1, 12, 31)

    @property
    def elapsed(self) -> Decimal:
        """Return the share of the year that has passed at the period's end, in per cent."""
        return Decimal(self.last_month) * HUNDRED / 12

    @property
    def previous(self) -> Period | None:
        """Return the period before it in the same year, or None for the year's first."""
        if self.last_month == self.months:
            return None
        return Period(self.year, self.last_month - self.months, self.months)
