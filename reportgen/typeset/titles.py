"""Break a title that is too long for one line where its sense allows it (GB/T 9704-2012 7.3.1)."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import ceil, inf

from reportgen.typeset.parting import Bond, bonds
from reportgen.typeset.words import is_date, words

# What it costs to end a line somewhere, against the unevenness of the lines. Those from a thousand
# on are ranks: no number of lesser ones outweighs one of them.
_AT_PAUSE, _AT_PHRASE, _AT_WORD, _POOR = 0.0, 20.0, 32.0, 80.0
_HOURGLASS = 40.0
_LINE, _IN_NAME, _SHORT_END, _IN_WORD = 1e3, 3e3, 1e5, 1e7

_LEAST_LAST_EM = 4.0
_LEAST_LAST = 1 / 3  # of a line that is short itself
_MOST_EVEN = 30  # lines: what is longer is no title, and weighing its lines would take seconds
_ALIKE_EM = 1.0
_ABOUT = "关于"
_AND = frozenset({"和", "与", "及", "暨", "或", "并", "以及"})
_ORGAN = re.compile(r".*(?:[局厅委办部会院署室府站团社]|公司|中心)")
# 实施意见 at the end of a title or a name is not left alone
_KIND_ALONE = re.compile(
    r"\w{0,2}(?:办法|方案|意见|细则|规定|规则|条例|计划|规划|预案|纲要|目录|名录|清单|标准|制度|通知"
    r"|通报|报告|决定|决议|公告|通告|公报|议案|请示|批复|函|纪要)(?:》的|$)"
)
# words that say nothing without the word before them
_LEANING = re.compile(
    r"(?:工作|情况|活动|事项|期间|人员)\w*|(?![省市县区])\w*(?:局|厅|委员会|办公室|政府)"
)
_GOVERNING = re.compile("印发|转发|批转|公布|发布|下达|开展|做好|报送|成立|调整|同意|批准|表彰")
_NAME = re.compile(r"《[^《》]*》|（[^（）]*）|\([^()]*\)|“[^“”]*”")
_NOTE = re.compile(r"(?:（[^（）]*）|\([^()]*\))$")


def title_lines(text: str, room_em: float, width_em: Callable[[str], float]) -> tuple[str, ...]:
    """Return the lines of a title: as few as its words and names allow, alike, and well shaped.

    ``room_em``: a line's width. ``width_em`` must be the sum over the characters.
    """
    upto = list(accumulate(map(width_em, text), initial=0.0))
    if upto[-1] <= room_em:
        return (text,)
    costs = _end_costs(text, upto, room_em)
    least = ceil(upto[-1] / room_em)
    if least > _MOST_EVEN:
        return tuple(
            text[start:end] for start, end in pairwise(_filled(sorted(costs), upto, room_em))
        )
    best: tuple[float, tuple[int, ...]] = (inf, ())
    count = least
    while best[0] > count * _LINE:
        best = min(best, _best_ends(costs, upto, room_em, count))
        count += 1
    return tuple(text[start:end] for start, end in pairwise((0, *best[1])))


def _filled(ends: Sequence[int], upto: Sequence[float], room_em: float) -> Iterator[int]:
    """Yield where the lines of a text start and end that takes what fits on each."""
    start = 0
    yield start
    for end, following in zip(ends, (*ends[1:], None), strict=True):
        if following is None or upto[following] - upto[start] > room_em:
            start = end
            yield start


def _best_ends(
    costs: Mapping[int, float], upto: Sequence[float], room_em: float, count: int
) -> tuple[float, tuple[int, ...]]:
    """Return the least cost of breaking a title into some lines, and where these end."""
    average = upto[-1] / count
    least_last = min(_LEAST_LAST_EM, room_em * _LEAST_LAST)
    ends = sorted(costs)

    @cache
    def best(
        start: int, left: int, above_em: float, narrowed: bool
    ) -> tuple[float, tuple[int, ...]]:
        if left == 0:
            return (count * _LINE, ()) if start == ends[-1] else (inf, ())
        found: tuple[float, tuple[int, ...]] = (inf, ())
        for end in ends:
            width = upto[end] - upto[start]
            if end <= start or upto[-1] - upto[end] > room_em * (left - 1):
                continue
            if width > room_em:
                break
            cost = costs[end] + (width - average) ** 2 / 4
            if narrowed and width > above_em + _ALIKE_EM:
                cost += _HOURGLASS
            if end == ends[-1] and width < least_last:
                cost += _SHORT_END
            following, others = best(end, left - 1, width, width < above_em - _ALIKE_EM)
            found = min(found, (cost + following, (end, *others)))
        return found

    return best(0, count, 0.0, False)


def _end_costs(text: str, upto: Sequence[float], room_em: float) -> dict[int, float]:
    """Return where lines may end, and at what cost; inside a word only if no line holds it."""
    costs = {len(text): 0.0}
    parts = words(text)
    ends = list(accumulate(map(len, parts)))
    # where the organs end that a title begins with
    organ_end = len("".join(parts[: parts.index(_ABOUT)])) if _ABOUT in parts else 0
    for end, (before, after) in zip(ends, pairwise(parts), strict=False):
        costs[end] = _cost(before, after, text[end:], end < organ_end)
    for start, end in pairwise((0, *ends)):
        costs |= dict.fromkeys(_ends_within(text, start, end, upto, room_em), _IN_WORD)
    for match in _NAME.finditer(text):
        if upto[match.end()] - upto[match.start()] <= room_em:
            for end in costs.keys() & range(match.start() + 1, match.end()):
                costs[end] += _IN_NAME
    return costs


def _ends_within(
    text: str, start: int, end: int, upto: Sequence[float], room_em: float
) -> Iterator[int]:
    """Yield where a word parts that no line holds, numbers whole as long as a line holds them."""
    found = bonds(text)
    while upto[end] - upto[start] > room_em:
        fit = max(bisect_right(upto, upto[start] + room_em) - 1, start + 1)
        offsets = range(fit, start, -1)
        free = (at for at in offsets if found[at] < Bond.FIRM)
        outside_numbers = (at for at in offsets if found[at] < Bond.NUMBER)
        start = next(free, next(outside_numbers, fit))
        yield start


def _cost(before: str, after: str, rest: str, in_organs: bool) -> float:
    if after == _ABOUT or _NOTE.match(rest):
        return _AT_PAUSE
    if before == _ABOUT or before in _AND or _KIND_ALONE.match(rest):
        return _POOR
    if _LEANING.fullmatch(after):
        return _POOR
    if in_organs:
        return _AT_PHRASE if _ORGAN.fullmatch(before) and not _ORGAN.fullmatch(after) else _POOR
    if before[-1] in "、，；》”） 　的" or after[0] in "《“" or after in _AND:
        return _AT_PHRASE
    if is_date(before) or is_date(after) or _GOVERNING.fullmatch(before):
        return _AT_PHRASE
    return _AT_WORD
