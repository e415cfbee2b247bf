"""When which document is due, and how a machine makes it by itself (``data/schedule.yaml``)."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from reportgen.model.labels import Republishing, Shift
from reportgen.model.periods import Period
from reportgen.model.records import Record, Text

Clock = Annotated[str, StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Task(Record):
    """定时任务: one kind of document and the day it is due."""

    kind: Text = Field(
        title="文稿种类",
        description="如 brief、quarterly；circular 为说这一期的公文及其附件",
    )
    day: int | None = Field(
        None, title="日", description="期间结束后下一个月的几日；不填同模板里的 due", ge=1, le=28
    )
    since: Period | None = Field(
        None, title="从哪一期起", description="写了就补做以前没有做的各期；不写只做最近的一期"
    )
    strict: bool = Field(False, title="从严", description="有缺报就不成文")


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
    signing_key: Text | None = Field(
        None, title="签名的私钥", description="Ed25519 私钥文件（PEM）；写了就给发布登记签名"
    )
