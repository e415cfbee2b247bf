"""Enumerations whose members carry the Chinese word that documents print."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enumeration; each member is written ``NAME = "value", "中文"``."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member whose value is the stable word and whose label is printed."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(Labelled):
    """指标类型: decides how progress is measured (assessment-practice §3.5)."""

    COUNT = "count", "数量"
    RATE = "rate", "比率"
    REDUCTION = "reduction", "压减"
    CAP = "cap", "上限"
    MILESTONE = "milestone", "节点"
    QUALITATIVE = "qualitative", "定性"
    SCOPE = "scope", "范围"


class Comparator(Labelled):
    """比较词: how the actual value must stand to the target value."""

    AT_LEAST = "at_least", "不少于"
    MORE_THAN = "more_than", "突破"
    AT_MOST = "at_most", "不超过"
    EQUAL_FULL = "equal_full", "达到"
    PLANNED = "planned", "计划"

    @property
    def sign(self) -> str:
        """Return the mathematical sign; a planned value counts as at least."""
        return {"more_than": "＞", "at_most": "≤", "equal_full": "＝"}.get(self.value, "≥")


class DeadlineBasis(Labelled):
    """Whether the deadline stands in the target's text or follows from the table's year."""

    STATED = "stated", "原文载明"
    IMPLIED = "implied", "按年度推定"


class State(Labelled):
    """How far a milestone has come."""

    DONE = "done", "已完成"
    UNDER_WAY = "under_way", "正在推进"
    NOT_STARTED = "not_started", "尚未启动"


class Status(Labelled):
    """进度状态: the verdict on one indicator in one period."""

    DONE = "done", "已完成"
    ON_SCHEDULE = "on_schedule", "达进度"
    BEHIND = "behind", "欠进度"
    WITHIN_CAP = "within_cap", "控制在限内"
    CAP_WARNING = "cap_warning", "接近上限"
    CAP_EXCEEDED = "cap_exceeded", "突破上限"
    RATE_MET = "rate_met", "达标"
    RATE_MISSED = "rate_missed", "未达标"
    MISSING = "missing", "缺报"
    NOT_ASSESSED = "not_assessed", "不作时序评价"
