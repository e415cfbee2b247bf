"""What may not part at a line's end: the one table of the project (避头尾) and what belongs together.

``settings.xml`` of Word files takes its lists from here, so that every program that follows them
breaks lines alike.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from reportgen.wording.amounts import UNITS

# what Chinese Word keeps from beginning a line; here a dash doesn't either, so that none stands alone
# there, nor a hyphen (UAX 14, LB21), since programs differ in what else to do with it
_WORDS_OWN = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
NOT_AT_START = "-—" + _WORDS_OWN
NOT_AT_END = "$([{£¥€·‘“〈《「『【〔〖〝﹗﹙﹛＄（．［｛￡￥"

_SIGN = "[-－+＋±≥≤≈≮≯＞＜＝]"
_NUMBER = rf"{_SIGN}?(?<!\d)\d++[%‰℃]?(?:[.,:/～~—–至-]\d++[%‰℃]?)*+"
_COUNTED = rf"(?:{UNITS}|季度|[号度级等代])"
_UNIT = rf"(?:[余多]?[千百十]?[万亿]{{0,2}}[余多]?个?{_COUNTED}(?:/(?:{UNITS}|[\u4e00-\u9fff]))?|[千百十]?[万亿]{{1,2}})"
_TOGETHER = re.compile(
    rf"〔\d{{4}}〕\d+号?|第?{_NUMBER}{_UNIT}?|〔未报〕|（[^（）]{{1,4}}）|（(?=[^（）]*\d)[^（）]{{5,6}}）"
)
_FRACTION = re.compile(r"(?<![\d/])\d++/\d++(?!/)")
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")
_NEVER = re.compile(rf"(?<!\d)(?:19|20)\d\d年|{_SIGN}?\d++(?:[.,:-]\d++)*+|〔\d{{4}}〕\d*")
_ID = re.compile(r"(?<![\x21-\x7e])(?=[\x21-\x7e]*\d)[\x21-\x2e\x30-\x7e]{2,14}(?![\x21-\x7e])")
# what counts an item or marks it, and what it stands before
_MARKED = re.compile(r"(?:[①-⒛㉑-㉟㊱-㊿❶-➓▲▼△▽●◆■□★☆₩₽]|[↑↓](?=\d))[\d\u4e00-\u9fff]")
LAST_LETTER = "\u04ff"  # of alphabets: Latin with accents, Greek, Cyrillic
_LATIN = re.compile(rf"[\x21-\x7e\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-{LAST_LETTER}]+")
_AFTER_IN_LATIN = frozenset("/@._?&=-")


class Bond(IntEnum):
    """How firmly two characters hold together at a line's end; the weaker parts first."""

    NONE = 0
    DATE = 1  # the year and the rest of a date, 个 and the rest of a unit
    GROUP = 2  # a number and its unit, a month and a day
    UNIT = 3  # the characters of a unit
    PATH = 4  # the parts of a path or an address
    WORD = 5  # the letters of a word
    FIRM = 6  # a mark and what it stands at; the parts of an id or a fraction
    NUMBER = 7  # the digits of a number, which never part


_IN_UNIT = {"个": Bond.DATE} | dict.fromkeys("0123456789", Bond.GROUP)


@lru_cache(maxsize=8192)
def bonds(text: str) -> tuple[Bond, ...]:
    """Return for each offset how firmly the characters before and at it hold together.

    The first and the last (the text's end) are free.
    """
    found = [Bond.NONE] * (len(text) + 1)
    for offset in _inside(_TOGETHER, text):
        found[offset] = _IN_UNIT.get(text[offset - 1], Bond.UNIT)
    for offset in _inside(_DATE, text):
        found[offset] = Bond.DATE if text[offset - 1] == "年" else Bond.GROUP
    for offset in _inside(_LATIN, text):
        path = text[offset - 1] in _AFTER_IN_LATIN and text[offset].isalnum()
        found[offset] = Bond.PATH if path else Bond.WORD
    for offset in _inside(_MARKED, text):
        found[offset] = Bond.WORD
    for offset in (*_inside(_ID, text), *_inside(_FRACTION, text)):
        found[offset] = Bond.FIRM
    for offset in range(1, len(text)):
        before, after = text[offset - 1], text[offset]
        if after in NOT_AT_START or before in NOT_AT_END or after == " " or _combines(after):
            found[offset] = Bond.FIRM
    for offset in _inside(_NEVER, text):
        found[offset] = Bond.NUMBER
    return tuple(found)


def _inside(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield the offsets inside all matches of a pattern."""
    for match in pattern.finditer(text):
        yield from range(match.start() + 1, match.end())


def _combines(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f"


def may_tempt(before: str, after: str) -> bool:
    """Tell whether some program could end a line between two characters, were they to fit."""
    if after in _WORDS_OWN or before in NOT_AT_END or before == after == "—":
        return False
    return not (before + after).isascii() or before in "/-"
