"""When which document is due, and how a machine makes it by itself (``data/schedule.yaml``)."""

import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from reportgen.model.labels import Republishing, Shift
from reportgen.model.periods import Period
from reportgen.model.records import Record, Text

Clock = Annotated[str, StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Task(Record):
    """定时任务: one kind of document and the day it is due."""

    kind: Text
    day: int | None = Field(None, ge=1, le=28)
    since: Period | None = None
    strict: bool = False


class Limits(Record):
    """每份文稿的限度."""

    seconds: int = Field(300, ge=1)
    megabytes: int = Field(2048, ge=64)


class Schedule(Record):
    """日程 (``data/schedule.yaml``); times are China's."""

    at: Clock = "06:00"
    tasks: tuple[Task, ...] = Field(min_length=1)
    shift: Shift = Shift.NONE
    holidays: tuple[datetime.date, ...] = ()
    workdays: tuple[datetime.date, ...] = ()
    republishing: Republishing = Republishing.REVISE
    limits: Limits = Limits()
    notify: tuple[Text, ...] = ()
    signing_key: Text | None = None
