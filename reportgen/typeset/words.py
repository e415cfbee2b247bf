"""The words of a Chinese text: what no line end should part.

They are found by ``rjieba``, jieba's dictionary and algorithm in Rust: it loads in 0.1 s where
jieba takes 0.7 s or a cache file, and what loads faster (BudouX) parts 目标考/核.
"""

import atexit
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from reportgen.fonts.folders import cache_folder
from reportgen.publish import publish

_NUMERALS = "一二三四五六七八九十百千〇○零两"
# what the dictionary lacks or parts: dates and periods, Latin words, then terms and organs whose
# halves say something else, or nothing, when read apart
_PERIOD = (
    rf"第?[{_NUMERALS}\d]季度|前[{_NUMERALS}\d]个?(?:季度|月)|[上下]半年"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}(?:[-—–～~至]\d{1,2})?月份?"
)
_DATE = re.compile(rf"(?:\d{{4}}|[{_NUMERALS}]{{4}})年度?(?:{_PERIOD})?|{_PERIOD}")
_WHOLE = re.compile(
    rf"{_DATE.pattern}|第[{_NUMERALS}]+个五年规划"
    r"|〔\d{4}〕\d+号|[A-Za-z\d][A-Za-z\d.,:+#/～~—–-]*"
    r"|高质量发展|政务公开|政务服务|重点工作|目标表|考核报告|安全生产|民生工程|民生实事"
    r"|非物质文化遗产|营商环境|生态环境|乡村振兴|防汛抗旱|行政审批|行政执法|行政许可"
    r"|领导小组|联席会议|国土空间|规范性文件|国有资产|固定资产"
    r"|发展和改革|住房和城乡建设|人力资源和社会保障|工业和信息化|自然资源和规划|文化和旅游"
)
_REMEMBERED = 20_000
_APART = frozenset("和与及暨或并")
_OPENING = frozenset("《〈（(“‘〔【")
_CLOSING = frozenset(" \u3000》〉）)”’〕】、，。；：！？,;:!?％%‰℃—…·")
# one-character words that belong to what follows; all others belong to what goes before
_LEADING = "第未不非无各全本该新老副总正对为在于以将从由向按把被至到"
_PLACE = re.compile(r".[市县区州镇乡]")  # 城市 in 江城市, a name that the dictionary lacks


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Part a text into what belongs together; joined, the parts are the text.

    A number keeps its unit, a mark its word, and a one-character word such as 未, 的 or 表 the word
    that it leans on.
    """
    parts: list[str] = []
    for word, following in pairwise((*_found(text), "")):
        if parts and _belong_together(parts[-1], word, following):
            parts[-1] += word
        else:
            parts.append(word)
    return tuple(parts)


def is_date(word: str) -> bool:
    """Tell whether a word is a year, a day, or a part of a year such as 对2012年前三季度."""
    return _DATE.fullmatch(word.lstrip(_LEADING)) is not None


def _found(text: str) -> Iterator[str]:
    end = 0
    for match in _WHOLE.finditer(text):
        yield from _cut(text[end : match.start()])
        yield match.group()
        end = match.end()
    yield from _cut(text[end:])


def _cut(text: str) -> list[str]:
    """Part a text as the dictionary has it, from the memory of earlier runs if it is there."""
    known = _known()
    parts = known.get(text, [])
    if "".join(parts) != text:
        from rjieba import cut  # loading it takes a tenth of a second

        parts = known[text] = cut(text)
    return parts


@cache
def _known() -> dict[str, list[str]]:
    """Return what earlier runs have parted; what this one adds is kept when it ends.

    The memory is named by the dictionary's file, so that another version has one of its own.
    """
    spec = find_spec("rjieba")
    assert spec is not None
    assert spec.origin is not None
    status = Path(spec.origin).stat()
    memory = cache_folder() / f"words-{status.st_size}-{status.st_mtime_ns}.json"
    known: dict[str, list[str]] = {}
    with suppress(OSError, ValueError):
        known = json.loads(memory.read_bytes())
    if len(known) >= _REMEMBERED:
        known = {}
    before = len(known)

    def keep() -> None:
        with suppress(OSError):  # who can't keep it will know it again
            if len(known) > before:
                publish(memory, json.dumps(known, ensure_ascii=False).encode())

    atexit.register(keep)
    return known


def _belong_together(before: str, word: str, following: str) -> bool:
    if before[-1] in _OPENING or word[0] in _CLOSING:
        return True
    if before in _APART or word in _APART or word[0] in _OPENING or before[-1] in _CLOSING:
        return word in {"的", "等"}
    if len(before) == 1 or before[-1].isdigit():
        return True
    leans = len(word) == 1 and word not in _LEADING and not word.isdigit()
    return leans and not _PLACE.fullmatch(following)
