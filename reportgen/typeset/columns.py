"""Choose the widths of a table's columns: the least height, then the wish.

Numbers and the words of heads don't part, so a column is at least as wide as its longest. Then
width is moved from column to column as long as that saves a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf, isinf

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.document.tree import Table
from reportgen.typeset.lines import count_lines, fitted_look, text_of
from reportgen.typeset.looks import DIFFERENCE_PT, ROUNDING_PT, Setup, points
from reportgen.typeset.parting import Bond, bonds
from reportgen.typeset.rows import joined
from reportgen.typeset.words import words

_STEPS_MM = (24.0, 12.0, 4.0, 1.5, inf)  # at last as far as columns give
_MOST_MOVES = 24
# what stands whole, as long as the column doesn't get wider than so many times its wish
_HELD = ((Bond.NONE, 1.25), (Bond.DATE, 1.6), (Bond.PATH, 2.0), (Bond.WORD, inf), (Bond.FIRM, inf))
_FEWEST = "一二"  # characters of a column, were the words of its head to part
_HIGHEST = 1 / 2  # of a page, that a label has, which doesn't part
_WIDER = 1.2
_SPARE_PT = DIFFERENCE_PT + 0.1  # so that a line that just fits isn't full
Score = tuple[float, float]
Text = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: the text block's width and height in pt.

    ``turns``: its page may be turned, where that gives a column room that it lacks.
    """

    width_pt: float
    height_pt: float
    turns: bool


def column_widths(table: Table, place: Place, setup: Setup) -> tuple[float, ...]:
    """Return the widths of a table's columns in pt, which together fill the text block.

    Raises ConfigurationError naming a cell whose longest number no column can hold, or, where the
    page may be turned, a column that gets less than half of what it needs.
    """
    columns = _columns(table, place, setup)
    least = _with_low_labels(columns, _least(columns, table, place), table, place)
    needed = [min(each.narrowest, each.whole()) for each in columns]
    lower = list(map(max, least, needed))
    if sum(lower) > place.width_pt:
        lower = least
    widths = _with_room(columns, least, place)
    if place.turns and any(2 * width < need for width, need in zip(widths, needed, strict=True)):
        raise _no_room(columns, needed, table)
    lower = list(map(min, lower, widths))
    upper = [max(width, each.widest) for width, each in _pairs(widths, columns)]
    elastic = [at for at, each in enumerate(columns) if each.narrowest < each.widest]
    score, moves = _score(columns, widths), 0
    for step in map(points, _STEPS_MM):
        while moves < _MOST_MOVES:
            moves += 1
            for takers in (1, 2):  # a row gets lower where all its highest cells do
                tried = (
                    _moved(widths, giver, taking, min(step, most))
                    for giver in elastic
                    for taking in combinations(elastic, takers)
                    if giver not in taking
                    for room in [(upper[at] - widths[at] for at in taking)]
                    for most in [min((widths[giver] - lower[giver]) / takers, *room)]
                    if most >= step or isinf(step)
                )
                scored = ((_score(columns, each), each) for each in tried)
                best = min(scored, default=(score, widths))
                if best[0][0] < score[0]:
                    break
            else:
                break
            score, widths = best
    return tuple(widths)


def _moved(widths: Sequence[float], giver: int, takers: Sequence[int], step: float) -> list[float]:
    """Return the widths once a column has given others so much each."""
    return [
        width + step * ((at in takers) - len(takers) * (at == giver))
        for at, width in enumerate(widths)
    ]


class _Column:
    """A column by what its cells, the head's first, ask for at a width.

    ``ends``: the rows with which its cells begin, and the number of rows.
    """

    def __init__(self, table: Table, at: int, ends: list[int], setup: Setup) -> None:
        look, self.ends = setup.tables[table.role], ends
        style = setup.profile.tables[table.role].column(table.columns[at].role)
        self.wish = points(style.width_mm)
        self.narrowest = points(style.least_mm or style.width_mm)
        self.widest = points(style.most_mm or style.width_mm)
        self.stretches = style.stretch
        self._padding, self._frame, self._setup = 2 * look.side_pt, look.frame_pt, setup
        self._heights: dict[float, list[float]] = {}
        self._text_heights: dict[tuple[str, str, float], float] = {}
        self._cells: list[list[Text]] = [
            [
                (text_of(each.inlines, setup.numbers), each.style)
                for each in row.cells[at].paragraphs
            ]
            for row in (table.head, *table.rows)
        ]

    @property
    def texts(self) -> list[Text]:
        """Return the texts below the head, each with its style."""
        return [each for cell in self._cells[1:] for each in cell]

    def whole(self) -> float:
        """Return how wide the column is with each of its texts on one line."""
        widths = (self._width(*each) for each in self.texts)
        return max(widths, default=0.0) + self._padding + _SPARE_PT

    def longest(self, held: Sequence[tuple[Bond, float]]) -> float:
        """Return the least width: the longest word of heads and names, and number.

        Dates and numbers with their units stand whole where that doesn't take much more room.
        """
        head = self._cells[0]
        texts = [*head, *self.texts]
        longest_word = self._width(_FEWEST, head[0][1])
        if len(held) > 2:  # where columns are that narrow, names part anywhere
            by_words = [each for each in texts if self._setup.profile.styles[each[1]].even_lines]
            parts = (self._width(part, role) for text, role in by_words for part in words(text))
            longest_word = max((longest_word, *parts))
            texts = [each for each in texts if each not in by_words]
        for most, growth in held:
            pieces = (width for each in texts for width, _ in self.pieces(*each, most))
            least = max((longest_word, *pieces)) + self._padding + _SPARE_PT
            if least <= self.wish * growth:
                break
        return least

    def pieces(self, text: str, role: str, most: Bond = Bond.FIRM) -> Iterator[tuple[float, str]]:
        """Yield the pieces of a text between bonds no firmer than ``most``, with their widths.

        Where words may part, so may marks: only figures are to stand whole.
        """
        found = bonds(text)
        ends = [at for at in range(len(text) + 1) if found[at] <= most]
        for one, two in pairwise(ends):
            figures = most < Bond.WORD or any(map(str.isdecimal, text[one:two]))
            if two - one > 1 and figures:
                yield self._width(text[one:two], role), text[one:two]

    def _width(self, text: str, role: str) -> float:
        return self._setup.width_pt(text, self._setup.looks[role])

    def heights(self, width: float) -> list[float]:
        """Return the heights that the cells ask for, the head's and then each that isn't covered."""
        key = round(width, 3)
        if key not in self._heights:
            room = width - self._padding
            cells = (self._cells[0], *(self._cells[1 + at] for at in self.ends[:-1]))
            self._heights[key] = [
                self._frame + sum(self._height(*each, room) for each in cell) for cell in cells
            ]
        return self._heights[key]

    def highest(self, width: float) -> float:
        """Return the height that the highest cell below the head asks for."""
        room = width - self._padding
        return max(
            (sum(self._height(*each, room) for each in cell) for cell in self._cells[1:]),
            default=0.0,
        )

    def _height(self, text: str, role: str, room: float) -> float:
        key = (text, role, room)  # units, days and grades stand in many rows
        if key not in self._text_heights:
            look = fitted_look(role, text, room, self._setup)
            self._text_heights[key] = count_lines(text, look, room, self._setup) * look.line_pt
        return self._text_heights[key]


def _columns(table: Table, place: Place, setup: Setup) -> list[_Column]:
    """Return the columns; what is over or short goes to those that stretch."""
    each_row = list(range(len(table.rows) + 1))
    merged = [at for at, column in enumerate(table.columns) if column.merged]
    labels = joined([[row.cells[at].text for row in table.rows] for at in merged])
    ends = dict.fromkeys(range(len(table.columns)), each_row) | dict(
        zip(merged, labels, strict=True)
    )
    columns = [_Column(table, at, ends[at], setup) for at in ends]
    over = place.width_pt - sum(each.wish for each in columns)
    stretching = [each for each in columns if each.stretches] or columns
    if sum(each.wish for each in stretching) + over <= 0:
        stretching = columns
    factor = 1 + over / sum(each.wish for each in stretching)
    for each in stretching:
        each.wish *= factor
    return columns


def _pairs(widths: Sequence[float], columns: Sequence[_Column]) -> Iterator[tuple[float, _Column]]:
    return zip(widths, columns, strict=True)


def _least(columns: Sequence[_Column], table: Table, place: Place) -> list[float]:
    """Return the least widths of the columns, with as much whole as they have room for."""
    for first in range(len(_HELD)):
        least = [each.longest(_HELD[first:]) for each in columns]
        if sum(least) <= place.width_pt:
            return least
    raise _no_room(columns, least, table)


def _with_low_labels(
    columns: Sequence[_Column], least: Sequence[float], table: Table, place: Place
) -> list[float]:
    """Widen labels that would be too high for a page, as far as the others have room to give."""
    found = list(least)
    for at, column in enumerate(columns):
        width = max(found[at], column.wish)
        room = place.width_pt - sum(found) + found[at]
        if not table.columns[at].repeated or column.highest(width) <= place.height_pt * _HIGHEST:
            continue
        while width < room and column.highest(width) > place.height_pt * _HIGHEST:
            width = min(width * _WIDER, room)
        found[at] = width
    return found


def _no_room(
    columns: Sequence[_Column], least: Sequence[float], table: Table
) -> ConfigurationError:
    widest = max(range(len(least)), key=lambda at: least[at] - columns[at].wish)
    head = table.head.cells[widest].text
    texts = columns[widest].texts
    pieces = (piece for each in texts for piece in columns[widest].pieces(*each))
    _, longest = max(pieces, default=(0.0, head))
    message = f"“{head}”栏放不下“{longest[:40]}”"
    remedy = "横排也放不下：减少栏目，或在版式文件中把这种表的字号改小。"
    return ConfigurationError([Code.LAYOUT_OVERFLOW.problem(message, table.place, remedy)])


def _with_room(columns: Sequence[_Column], least: Sequence[float], place: Place) -> list[float]:
    """Give columns the room that their numbers need; those with room to spare give it."""
    widths = [max(need, each.wish) for need, each in _pairs(least, columns)]
    over = sum(widths) - place.width_pt
    if over <= ROUNDING_PT:
        return widths
    kept: Sequence[float] = [max(need, each.narrowest) for need, each in _pairs(least, columns)]
    spare = sum(widths) - sum(kept)
    if spare < over:
        kept, spare = least, sum(widths) - sum(least)
    return [width - (width - keep) * over / spare for width, keep in zip(widths, kept, strict=True)]


def _score(columns: Sequence[_Column], widths: Sequence[float]) -> Score:
    heights = [each.heights(width) for width, each in _pairs(widths, columns)]
    head, count = max(each[0] for each in heights), columns[0].ends[-1]
    whole = [each for each in heights if len(each) > count]
    rows = list(map(max, zip(*whole, strict=True)))[1:] if whole else [0.0] * count
    for of_column, column in zip(heights, columns, strict=True):
        if len(of_column) <= count:  # what a label lacks is its last row's
            for label, (start, end) in zip(of_column[1:], pairwise(column.ends), strict=True):
                rows[end - 1] += max(label - sum(rows[start:end]), 0.0)
    away = sum(abs(width - each.wish) for width, each in _pairs(widths, columns))
    return round(head + sum(rows), 2), round(away, 3)
