"""Read the date by which something is promised: 年底前, 6月底前, 上半年, 第三季度."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from reportgen.model.labels import DeadlineBasis

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_MONTH = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:底|末|份)?(?:前|之前|以前|完成)?"
)
_QUARTER = re.compile(r"第?(?P<quarter>[一二三四1-4])季度")
_HALF = re.compile(r"上半年")
_YEAR_END = re.compile(r"(?:(?P<year>\d{4})年)?年?(?:底|末)(?:前|之前|以前)?|年内|全年|本年度?内?")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline, and whether the text states it or it follows from the table's year."""

    day: date
    basis: DeadlineBasis

    @classmethod
    def end_of(cls, year: int) -> Deadline:
        """Return the year's end, which a yearly table implies."""
        return cls(date(year, 12, 31), DeadlineBasis.IMPLIED)


def deadline_in(text: str, year: int) -> Deadline | None:
    """Find the deadline that a clause states; None where it states none or an impossible one."""
    if match := _DAY.search(text):
        return _stated(match["year"], year, int(match["month"]), int(match["day"]))
    if match := _MONTH.search(text):
        return _stated(match["year"], year, int(match["month"]), None)
    if match := _QUARTER.search(text):
        return _stated(None, year, _QUARTERS[match["quarter"]] * 3, None)
    if _HALF.search(text):
        return _stated(None, year, 6, None)
    if match := _YEAR_END.search(text):
        return _stated(match["year"], year, 12, 31)
    return None


def _stated(written: str | None, year: int, month: int, day: int | None) -> Deadline | None:
    when = int(written) if written else year
    try:
        last = calendar.monthrange(when, month)[1]
        return Deadline(date(when, month, day or last), DeadlineBasis.STATED)
    except (ValueError, calendar.IllegalMonthError):
        return None
