"""Chinese punctuation by GB/T 15834: half-width marks beside Chinese become full-width.

Only marks and spaces change, never wording; the hyphen before a negative number becomes a minus sign.
Unchanged are list markers (``1.``), numbers (``1,000``, ``12:30``), web addresses and phrases in
Latin letters.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_CHANGING = re.compile(f"[- {re.escape(''.join(_FULL_WIDTH))}]")
MINUS = "－"
# before a number, where nothing can be joined to it or run up to it
_MINUS = re.compile(r"(?:^|(?<=[（(：:，,、；;＝=“为是至到达约降增长温比差]))-(?=\d)")
_PUNCTUATION = frozenset("，。、；：？！（）《》〈〉〔〕【】「」『』")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々]")
_QUOTES = frozenset("“”‘’")  # shared with Latin text, so they take the side of what they enclose
_LEFT_ALONE = re.compile(
    r"""
    (?<!\d)\d{1,3}(?:,\d{3})+(?!\d)      # 1,000
    | (?<=\d):(?=\d)                     # 12:30
    | (?<=[A-Za-z])[,;:]\ (?=[A-Za-z0-9])  # Layout, 2012
    | [A-Za-z][A-Za-z0-9+.-]*://[!-~]*   # a web address …
      (?<![,;:?!)])                      # … without the mark that ends the clause
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One replaced character: where it stood, what it was, what it becomes (a space: nothing)."""

    offset: int
    before: str
    after: str


class _Script(Enum):
    """What a character says about the language around it."""

    CHINESE = auto()
    FOREIGN = auto()
    NEUTRAL = auto()


def normalise(text: str) -> str:
    """Return the text with the punctuation of GB/T 15834; doing it twice changes nothing more."""
    return "".join(_normalised(text)) if _CHANGING.search(text) else text


def changes(text: str) -> tuple[Change, ...]:
    """Return what :func:`normalise` changes, in order of the text."""
    if not _CHANGING.search(text):
        return ()
    return tuple(
        Change(offset, before, after)
        for offset, (before, after) in enumerate(zip(text, _normalised(text), strict=True))
        if before != after
    )


def _normalised(text: str) -> list[str]:
    """Return what each character of the text becomes."""
    cells = list(text)
    for match in _MINUS.finditer(text):
        cells[match.start()] = MINUS
    while True:
        before = cells.copy()
        _widen_marks(cells)
        _drop_spaces(cells)
        if cells == before:
            return cells


def _widen_marks(cells: list[str]) -> None:
    """Make the marks full-width that stand beside Chinese; brackets change in pairs."""
    protected = _protected(cells)
    partners = _bracket_pairs(cells)
    # once each way, because a widened mark counts as Chinese for the marks on either side of it
    for positions in (range(len(cells)), range(len(cells) - 1, -1, -1)):
        passed = _Script.NEUTRAL
        for index in positions:
            if cells[index] in _FULL_WIDTH and index not in protected:
                partner = partners.get(index, index)
                if cells[partner] in _PUNCTUATION or passed is _Script.CHINESE:
                    for each in (index, partner):
                        cells[each] = _FULL_WIDTH.get(cells[each], cells[each])
            script = _script(cells[index])
            passed = passed if script is _Script.NEUTRAL else script


def _drop_spaces(cells: list[str]) -> None:
    """Drop the spaces that a line break left beside full-width marks or between Han characters."""
    text = "".join(cells)
    offsets = [index for index, cell in enumerate(cells) if cell]
    for match in re.finditer(" +", text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        beside_mark = before in _PUNCTUATION or after in _PUNCTUATION
        left, right = _enclosed(text, match.start() - 1, -1), _enclosed(text, match.end(), 1)
        if beside_mark or (left is right is _Script.CHINESE):
            for index in offsets[match.start() : match.end()]:
                cells[index] = ""


def _enclosed(text: str, index: int, step: int) -> _Script:
    """Return the script of the nearest character that isn't a quotation mark."""
    while 0 <= index < len(text) and text[index] in _QUOTES:
        index += step
    return _script(text[index]) if 0 <= index < len(text) else _Script.NEUTRAL


@lru_cache(maxsize=16384)
def _script(character: str) -> _Script:
    """Tell Chinese from other letters; digits, spaces, half-width marks and quotes are neutral."""
    if character in _PUNCTUATION or _HAN.match(character):
        return _Script.CHINESE
    return _Script.FOREIGN if character.isalpha() else _Script.NEUTRAL


def _bracket_pairs(cells: list[str]) -> dict[int, int]:
    """Return the partner of each round bracket, of whatever width; lone brackets have none."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, cell in enumerate(cells):
        if cell in ("(", "（"):
            opened.append(index)
        elif cell in (")", "）") and opened:
            pairs[index] = opened.pop()
            pairs[pairs[index]] = index
    return pairs


def _protected(cells: list[str]) -> frozenset[int]:
    """Return the positions inside numbers, times and web addresses."""
    offsets = [index for index, cell in enumerate(cells) if cell]
    return frozenset(
        offsets[position]
        for match in _LEFT_ALONE.finditer("".join(cells))
        for position in range(match.start(), match.end())
    )
