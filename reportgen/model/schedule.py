"""When which document is due, and how a machine makes it by itself (``data/schedule.yaml``)."""

from __future__ import annotations

import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from reportgen.model.labels import Republishing, Shift
from reportgen.model.periods import Period
from reportgen.model.records import Record, Text

Clock = Annotated[str, StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
MONTHLY = ("brief",)
QUARTERLY = ("quarterly", "summary", "circular")


class Task(Record):
    """定时任务: one kind of document and the day it is due."""

    kind: Text = Field(
        title="文稿种类",
        description="brief、quarterly、summary 或 circular（说这一期的公文及其附件）",
    )
    day: int = Field(title="日", description="期间结束后下一个月的几日", ge=1, le=28)
    since: Period | None = Field(
        None, title="从哪一期起", description="写了就补做以前没有做的各期；不写只做最近的一期"
    )
    strict: bool = Field(False, title="从严", description="有缺报就不成文")

    @model_validator(mode="after")
    def _kind_is_known(self) -> Self:
        if self.kind not in (*MONTHLY, *QUARTERLY):
            raise ValueError("kind 只能是 brief、quarterly、summary 或 circular")
        return self

    @model_validator(mode="after")
    def _since_fits_the_kind(self) -> Self:
        monthly = self.kind in MONTHLY
        if self.since is not None and self.since.is_quarter is monthly:
            wanted = "月份，如 2012-04" if monthly else "季度，如 2012Q1"
            raise ValueError(f"{self.kind} 的 since 要写{wanted}")
        return self


class Limits(Record):
    """每份文稿的限度."""

    seconds: int = Field(300, title="时间（秒）", ge=1)
    megabytes: int = Field(2048, title="内存（MB）", ge=64)


class Schedule(Record):
    """日程 (``data/schedule.yaml``); times are China's."""

    at: Clock = Field("06:00", title="每日几点检查")
    tasks: tuple[Task, ...] = Field(title="任务", min_length=1)
    shift: Shift = Field(Shift.NONE, title="遇休息日")
    holidays: tuple[datetime.date, ...] = Field((), title="放假的日子")
    workdays: tuple[datetime.date, ...] = Field((), title="调休上班的日子")
    republishing: Republishing = Field(
        Republishing.REVISE, title="与已发布的不同时", description="revise 或 refuse"
    )
    limits: Limits = Field(Limits(), title="每份文稿的限度")
    notify: tuple[Text, ...] = Field(
        (), title="通知命令", description="命令和参数；从标准输入收到结果的 JSON"
    )
