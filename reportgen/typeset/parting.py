"""What may not part at a line's end: the one table of the project (避头尾) and what belongs together.

``settings.xml`` of Word files takes its lists from here, so that every program that follows them
breaks lines alike.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

# Word's own lists for Chinese; a dash may not begin a line either, so that none stands alone there
NOT_AT_START = "!%),.:;>?]}¢¨°·ˇˉ―‖—’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
NOT_AT_END = "$([{£¥·‘“〈《「『【〔〖〝﹗﹙﹛＄（．［｛￡￥"

_NUMBER = r"[-+±≥≤＞＜＝]?\d+(?:[.,:/～-]\d+)*"
_UNIT = (
    r"(?:[万亿]?(?:个百分点|平方米|工作日|批次|条次|场次|"
    r"[年月日号件次期篇项处个家场条批元人倍台套字行天时])|[万亿])"
)
_TOGETHER = re.compile(
    rf"〔\d{{4}}〕\d+号?|第{_NUMBER}{_UNIT}?|{_NUMBER}{_UNIT}|〔未报〕|（[^（）]{{1,4}}）"
)
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")
_NEVER = re.compile(r"[-+±≥≤＞＜＝]?\d+(?:[.,:-]\d+)*|(?:19|20)\d\d年|〔\d{4}〕")
_LATIN = re.compile(r"[\x21-\x7e]+")
_AFTER_IN_LATIN = frozenset("/@._?&=-")


class Bond(IntEnum):
    """How firmly two characters hold together at a line's end; the weaker parts first."""

    NONE = 0
    DATE = 1  # the year and the rest of a date
    GROUP = 2  # a number and its unit, a month and a day
    UNIT = 3  # the characters of a unit
    PATH = 4  # the parts of a path or an address
    WORD = 5  # the letters of a word
    FIRM = 6  # what may never part


@lru_cache(maxsize=8192)
def bonds(text: str) -> tuple[Bond, ...]:
    """Return for each offset how firmly the characters before and at it hold together.

    The first and the last (the text's end) are free.
    """
    found = [Bond.NONE] * (len(text) + 1)
    for match in _TOGETHER.finditer(text):
        for offset in range(match.start() + 1, match.end()):
            found[offset] = Bond.GROUP if text[offset - 1].isdigit() else Bond.UNIT
    for match in _DATE.finditer(text):
        for offset in range(match.start() + 1, match.end()):
            found[offset] = Bond.DATE if text[offset - 1] == "年" else Bond.GROUP
    for match in _LATIN.finditer(text):
        for offset in range(match.start() + 1, match.end()):
            found[offset] = _latin_bond(text[offset - 1], text[offset])
    for match in _NEVER.finditer(text):
        for offset in range(match.start() + 1, match.end()):
            found[offset] = Bond.FIRM
    for offset in range(1, len(text)):
        before, after = text[offset - 1], text[offset]
        if after in NOT_AT_START or before in NOT_AT_END or after == " " or _combines(after):
            found[offset] = Bond.FIRM
    return tuple(found)


def _latin_bond(before: str, after: str) -> Bond:
    if after.isdigit() and (before.isdigit() or before in ".,-"):
        return Bond.FIRM  # a number, an id such as W12.10, a file name with a date
    return Bond.PATH if before in _AFTER_IN_LATIN and after.isalnum() else Bond.WORD


def _combines(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f"


def may_tempt(before: str, after: str) -> bool:
    """Tell whether some program could end a line between two characters, were they to fit."""
    if after in NOT_AT_START or before in NOT_AT_END:
        return False
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())
