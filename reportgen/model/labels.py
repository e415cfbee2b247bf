"""Enumerations whose members carry the Chinese word that documents print."""

from decimal import Decimal
from enum import StrEnum
from typing import Self

from reportgen.model.periods import Period


class Labelled(StrEnum):
    """A string enumeration; each member is written ``NAME = "value", "中文"``."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member whose value is the stable word and whose label is printed."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @property
    def words(self) -> str:
        """Name a member as messages do, by its label and what data files say: “数量”（count）."""
        return f"“{self.label}”（{self.value}）"


class Comparator(Labelled):
    """比较词: how the actual value must stand to the target value."""

    AT_LEAST = "at_least", "不少于"
    MORE_THAN = "more_than", "突破"
    AT_MOST = "at_most", "不超过"
    EQUAL_FULL = "equal_full", "达到"
    PLANNED = "planned", "计划"
    APPROXIMATELY = "approximately", "左右"
    BETWEEN = "between", "至"

    def around(self, display: str, value: Decimal) -> str:
        """Put a target value into words: 不少于130条次, 95%以上, 80至100批次, 0起."""
        match self:
            case Comparator.AT_MOST if not value:
                return display  # of nothing there can't be less
            case Comparator.AT_LEAST if display.endswith(("%", "％")):
                return f"{display}以上"
            case Comparator.APPROXIMATELY:
                return f"{display}{self.label}"
            case Comparator.AT_LEAST | Comparator.MORE_THAN | Comparator.AT_MOST:
                return f"{self.label}{display}"
        return display


class Frequency(Labelled):
    """报送频次: how often something is reported."""

    MONTHLY = "monthly", "按月"
    QUARTERLY = "quarterly", "按季度"
    HALF_YEARLY = "half_yearly", "按半年"
    YEARLY = "yearly", "按年度"

    def asks(self, period: Period) -> bool:
        """Tell whether a period asks for it: each does for what is monthly, no month for the rest."""
        months = {"quarterly": 3, "half_yearly": 6, "yearly": 12}.get(self.value)
        return months is None or (period.is_quarter and period.last_month % months == 0)


class DeadlineBasis(Labelled):
    """Whether the deadline stands in the target's text or follows from the table's year."""

    STATED = "stated", "原文载明"
    IMPLIED = "implied", "按年度推定"


class State(Labelled):
    """How far a milestone has come."""

    DONE = "done", "已完成"
    UNDER_WAY = "under_way", "正在推进"
    NOT_STARTED = "not_started", "尚未启动"


class Stage(Labelled):
    """How far a document or a project has come; a later stage includes the earlier ones."""

    STARTED = "started", "启动"
    DRAFTED = "drafted", "制定（编制）"
    ISSUED = "issued", "印发（出台）"
    BUILT = "built", "建成（运行）"


class Grade(Labelled):
    """The judgement on a qualitative requirement."""

    ACHIEVED = "achieved", "达成"
    PARTLY = "partly", "部分达成"
    NOT_ACHIEVED = "not_achieved", "未达成"


class Adjustment(Labelled):
    """What the assessing office adds to or takes from the points."""

    BONUS = "bonus", "加分"
    PENALTY = "penalty", "减分"
    VETO = "veto", "一票否决"


class Light(Labelled):
    """亮灯; the word is printed with it, so that black and white suffices."""

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"


class Status(Labelled):
    """进度状态: the verdict on one indicator or milestone in one period."""

    DONE = "done", "已完成"
    ON_SCHEDULE = "on_schedule", "达进度"
    BEHIND = "behind", "欠进度"
    WITHIN_CAP = "within_cap", "控制在限内"
    CAP_WARNING = "cap_warning", "应予控制"
    CAP_EXCEEDED = "cap_exceeded", "突破上限"
    RATE_MET = "rate_met", "达标"
    RATE_MISSED = "rate_missed", "未达标"
    NOT_DONE = "not_done", "未完成"
    UNDER_WAY = "under_way", "推进中"
    NOT_STARTED = "not_started", "未启动"
    ACHIEVED = "achieved", "达成"
    PARTLY = "partly", "部分达成"
    NOT_ACHIEVED = "not_achieved", "未达成"
    OVERDUE = "overdue", "逾期"
    MISSING = "missing", "缺报"
    NOT_DUE = "not_due", "本期不评价"


class ChangeKind(Labelled):
    """What kind of thing changed between two periods."""

    VALUE = "value", "数值更新"
    REPORTED = "reported", "补报"
    MISSED_BEFORE = "missed_before", "上期缺报"
    NOT_REPORTED = "not_reported", "本期缺报"
    STATUS = "status", "状态变化"
    FELL = "fell", "累计数下降"
    CORRECTED = "corrected", "已报数更正"
    REVISED = "revised", "目标值修订"
    DEADLINE = "deadline", "时限变动"
    ADDED = "added", "增加指标"
    REMOVED = "removed", "取消指标"
    REWORDED = "reworded", "内容修改"
    HANDED_OVER = "handed_over", "责任单位调整"


class CircularKind(Labelled):
    """文种 (assessment-practice §3.6 iii): what a circular is, and the last word of its title."""

    NOTICE = "notice", "通知"
    BULLETIN = "bulletin", "通报"
    LETTER = "letter", "函"
    REPORT = "report", "报告"


class Binding(Labelled):
    """Whether attachments are bound with the circular or go beside it (7.3.7)."""

    BOUND = "bound", "与正文一起装订"
    DETACHED = "detached", "不与正文一起装订"


class Shift(Labelled):
    """What becomes of a due day that is no workday."""

    NONE = "none", "照旧"
    EARLIER = "earlier", "提前到前一个工作日"
    LATER = "later", "顺延到后一个工作日"


class Republishing(Labelled):
    """What becomes of a document that differs from the one already published."""

    REVISE = "revise", "另存为修订"
    REFUSE = "refuse", "拒绝"
