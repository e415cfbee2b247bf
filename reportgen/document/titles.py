"""Break a title that is too long for one line where its sense allows it (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, inf

from reportgen.document.keep import width_em

_AFTER_ORGAN = "关于"
_GOOD, _FAIR, _POOR = 0.0, 8.0, 40.0  # against the square of a line's difference from the average
_NOT_FIRST = frozenset("》）”、，的年月日号项件次个期等")
_NOT_LAST = frozenset("《（“第")


def title_lines(text: str, room_em: float) -> tuple[str, ...]:
    """Return the lines of a title, as alike as its sense allows; ``room_em``: a line's width.

    What is a word isn't known here: lines end before 关于, then at marks and after 的, 和, 与, 及,
    and elsewhere only where nothing else will do.
    """
    width = width_em(text)
    for count in range(max(ceil(width / room_em), 1), len(text)):
        cost, lines = _best(text, count, room_em, width / count)
        if cost < inf:
            return lines
    return (text,)


@lru_cache(maxsize=4096)
def _best(
    text: str, count: int, room_em: float, average_em: float
) -> tuple[float, tuple[str, ...]]:
    """Return the least cost of breaking a text into some lines, and those lines."""
    if count == 1:
        return _cost(text, room_em, average_em), (text,)
    found: tuple[float, tuple[str, ...]] = (inf, ())
    for end in range(1, len(text)):
        cost = _cost(text[:end], room_em, average_em) + _badness(text, end)
        if cost < found[0]:
            following, lines = _best(text[end:], count - 1, room_em, average_em)
            found = min(found, (cost + following, (text[:end], *lines)))
    return found


def _cost(line: str, room_em: float, average_em: float) -> float:
    width = width_em(line)
    return inf if width > room_em else (width - average_em) ** 2


def _badness(text: str, end: int) -> float:
    """Tell how bad it is to end a line there; infinite where it may not be."""
    before, after = text[end - 1], text[end]
    if before in _NOT_LAST or after in _NOT_FIRST or (before.isascii() and before.isalnum()):
        return inf
    if text.startswith(_AFTER_ORGAN, end):
        return _GOOD
    if before in "》、，　 和与及的" or after in "《和与及":
        return _FAIR
    return _POOR
