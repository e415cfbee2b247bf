"""The monthly brief (月度工作简报、督查专报): its head and foot, and which have been issued."""

from __future__ import annotations

import datetime

from pydantic import Field

from reportgen.model.periods import Period
from reportgen.model.records import Questioned, Record, Text


class Brief(Questioned):
    """简报的报头和报尾 (``data/<year>/brief.yaml``)."""

    name: Text = Field(title="简报名称", description="红色报头，如“目标督查专报”")
    editor: Text = Field(title="编印单位")
    first_number: int = Field(1, title="本年第一期的期号", ge=1)
    report_to: tuple[Text, ...] = Field((), title="报")
    send_to: tuple[Text, ...] = Field((), title="送")
    issue_to: tuple[Text, ...] = Field((), title="发")
    copies_printed: int | None = Field(None, title="印数", ge=1)


class IssuedBrief(Questioned):
    """已发的一期."""

    period: Period = Field(title="期间", description="如 2012-05")
    number: int = Field(title="期号", ge=1)
    date: datetime.date = Field(title="编印日期")


class IssuedBriefs(Record):
    """已发的各期 (``data/<year>/issued-briefs.yaml``), from which the next number follows."""

    issued: tuple[IssuedBrief, ...] = Field((), title="已发各期")

    def number_of(self, period: Period, first: int) -> int:
        """Return a period's number: the one it was issued under, or else the next."""
        for each in self.issued:
            if each.period == period:
                return each.number
        return max((each.number + 1 for each in self.issued), default=first)
