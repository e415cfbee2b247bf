"""Find what may not be parted at a line's end: numbers with units, dates, document numbers.

Both writers take the groups from here, so that PDF and Word break lines alike.
"""

from __future__ import annotations

import re

# A run without a place to break would run out of a narrow cell, so a group is never longer.
LONGEST_GROUP = 16

_NUMBER = r"[-+±≥≤＞＜＝]?\d+(?:[.,:/—～-]\d+)*"
_UNIT = (
    r"(?:[％%‰℃]|[万亿]?(?:个百分点|平方米|工作日|批次|条次|场次|"
    r"[年月日号件次期篇项处个家场条批元人倍台套字行天时])|[万亿])"
)
_GROUPS = re.compile(
    "|".join(
        (
            r"〔\d{4}〕\d+号?",  # 发文字号 after its letters
            rf"[第]{_NUMBER}{_UNIT}?",
            r"\d{4}年\d{1,2}月\d{1,2}日",
            r"\d{1,2}月\d{1,2}日",
            rf"{_NUMBER}{_UNIT}?",
            r"〔未报〕",
            r"[A-Za-z][A-Za-z0-9.+#/-]*",
        )
    )
)


def keep_groups(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans (start, end) of ``text`` that stay on one line."""
    return tuple(
        match.span()
        for match in _GROUPS.finditer(text)
        if 1 < match.end() - match.start() <= LONGEST_GROUP
    )
