"""The columns of a form: what writer and reader agree on. Headings are the model's titles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from reportgen.model.labels import Kind
from reportgen.model.progress import ProgressEntry


class Content(Enum):
    """What a cell holds."""

    FIXED = auto()
    NUMBER = auto()
    RATE = auto()
    CHOICE = auto()
    TEXT = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: its field of the progress entry (or a name of its own), heading, width."""

    key: str
    heading: str
    content: Content
    width: float
    kinds: frozenset[Kind] = frozenset(Kind)


def _title(field: str) -> str:
    return ProgressEntry.model_fields[field].title or field


_COUNTED = frozenset({Kind.COUNT, Kind.CAP, Kind.SCOPE})
_JUDGED = frozenset({Kind.MILESTONE, Kind.QUALITATIVE})
_FRACTIONS = frozenset({Kind.RATE})
_RATES = frozenset({Kind.RATE, Kind.REDUCTION, Kind.GROWTH})

ID, GOAL, UNIT, BEFORE = "indicator", "goal", "unit", "before"
STATE = "state"

COLUMNS: tuple[FormColumn, ...] = (
    FormColumn(ID, _title("indicator"), Content.FIXED, 9),
    FormColumn("target", "目标名称", Content.FIXED, 11),
    FormColumn("name", "指标或节点", Content.FIXED, 20),
    FormColumn(GOAL, "目标值", Content.FIXED, 10),
    FormColumn(UNIT, "计量单位", Content.FIXED, 7),
    FormColumn(BEFORE, "上期累计", Content.FIXED, 9),
    FormColumn("actual", _title("actual"), Content.NUMBER, 9, _COUNTED),
    FormColumn("cumulative", _title("cumulative"), Content.NUMBER, 9, _COUNTED),
    FormColumn("numerator", _title("numerator"), Content.NUMBER, 8, _FRACTIONS),
    FormColumn("denominator", _title("denominator"), Content.NUMBER, 8, _FRACTIONS),
    FormColumn("rate", f"{_title('rate')}（%）", Content.RATE, 8, _RATES),
    FormColumn(STATE, "节点状态或评定", Content.CHOICE, 10, _JUDGED),
    FormColumn("note", _title("note"), Content.TEXT, 22),
    FormColumn("evidence", _title("evidence"), Content.TEXT, 14),
    FormColumn("lag_reason", _title("lag_reason"), Content.TEXT, 15),
    FormColumn("next_steps", _title("next_steps"), Content.TEXT, 15),
    FormColumn("owner", _title("owner"), Content.TEXT, 8),
    FormColumn("due", _title("due"), Content.DATE, 11),
)
FIGURES = ("actual", "cumulative", "numerator", "denominator", "rate", STATE)

META_SHEET = "_reportgen"
NOTES_SHEET = "填报说明"
FORM_SHEET = "填报表"
FORM_VERSION = "1"
REPORTER, DATE = "填报人：", "填报日期："
