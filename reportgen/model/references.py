"""References to figures in the text of circulars.

``{{ W2.2.cumulative }}`` is a figure of an indicator, ``{{ counts.good }}`` one of the whole period;
``{{ 5 | fixed }}`` is text whose number the author answers for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
_FIXED = re.compile(r"""\s*(["'“”]?)([^|"'“”]+?)\1\s*\|\s*fixed\s*""")
_FIGURE = re.compile(r"\s*(?P<of>[A-Za-z][A-Za-z0-9._-]*)\.(?P<field>[a-z_]+)\s*")

COUNTS: Final = "counts"
# of an indicator, as templates know them, and in words
FIELDS: Final[Mapping[str, str]] = {
    "value": "目标值",
    "cumulative": "累计完成",
    "period_actual": "本期完成",
    "numerator": "累计分子",
    "denominator": "累计分母",
    "current": "现值",
    "completion_rate": "完成率",
    "schedule_progress": "时序进度",
    "schedule_gap": "进度差，不带正负号",
    "expected": "按时序应完成的数",
}
# of the whole period
TOTALS: Final[Mapping[str, str]] = {
    "targets": "目标项数",
    "indicators": "指标项数",
    "milestones": "节点项数",
    "assessed": "纳入评价的指标项数",
    "good": "符合要求的指标项数",
    "good_share": "符合要求的占比",
    "poor": "未达要求的指标项数",
    "late": "到期未完成的节点项数",
    "unmet": "评定为未达成的要求项数",
    "behind": "未达要求的事项数，含节点",
    "missing": "缺报的指标项数",
    "under_way": "尚未到评价时点的指标项数",
    "score": "考核得分",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure by its name: of an indicator's id or of ``counts``."""

    of: str
    field: str

    def __str__(self) -> str:
        return f"{self.of}.{self.field}"


def replaced(text: str, printed: Callable[[Reference, str], str]) -> str:
    """Return a text with its references replaced by what ``printed`` makes of them.

    It is told what follows a reference in the text too. Raises ValueError for one that can't be read.
    """

    def one(match: re.Match[str]) -> str:
        found = parsed(match[1])
        after = text[match.end() :]
        return found if isinstance(found, str) else printed(found, after)

    return _REFERENCE.sub(one, text)


def parsed(inside: str) -> Reference | str:
    """Read what stands between the braces: a reference, or text that is fixed."""
    if fixed := _FIXED.fullmatch(inside):
        return fixed[2]
    if figure := _FIGURE.fullmatch(inside):
        return Reference(figure["of"], figure["field"])
    raise ValueError(inside)


def references_in(text: str) -> list[str]:
    """Return what stands between the braces of a text."""
    return _REFERENCE.findall(text)


def without_references(text: str) -> str:
    """Return a text with nothing where its references are; what can't be read as one stays."""

    def nothing(match: re.Match[str]) -> str:
        readable = _FIXED.fullmatch(match[1]) or _FIGURE.fullmatch(match[1])
        return "\n" if readable else match.group()

    return _REFERENCE.sub(nothing, text)
