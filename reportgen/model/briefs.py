"""The monthly brief (月度工作简报、督查专报): its head and foot, and which have been issued."""

import datetime

from pydantic import Field

from reportgen.model.periods import Period
from reportgen.model.records import Questioned, Record, Text


class Brief(Questioned):
    """简报的报头和报尾 (``data/<year>/brief.yaml``)."""

    name: Text
    editor: Text
    first_number: int = Field(1, ge=1)
    report_to: tuple[Text, ...] = ()
    send_to: tuple[Text, ...] = ()
    issue_to: tuple[Text, ...] = ()
    copies_printed: int | None = Field(None, ge=1)


class IssuedBrief(Questioned):
    """已发的一期."""

    period: Period
    number: int = Field(ge=1)
    date: datetime.date


class IssuedBriefs(Record):
    """已发的各期 (``data/<year>/issued-briefs.yaml``), from which the next number follows."""

    issued: tuple[IssuedBrief, ...] = ()

    def number_of(self, period: Period, first: int) -> int:
        """Return a period's number: the one it was issued under, or else the next."""
        for each in self.issued:
            if each.period == period:
                return each.number
        return max((each.number + 1 for each in self.issued), default=first)
