"""Choose the widths of a table's columns: the fewest pages, then the least height, then the wish.

Numbers and the words of heads don't part, so a column is at least as wide as its longest. Then
width is moved from column to column as long as that saves a page or a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import inf

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, Problem
from reportgen.document.tree import Table
from reportgen.layout.styles import POINTS_PER_MM
from reportgen.typeset.lines import PageNumbers, count_lines, fitted_look, text_of
from reportgen.typeset.looks import DIFFERENCE_PT, Setup, points
from reportgen.typeset.parting import Bond, bonds
from reportgen.typeset.words import words

_STEPS_MM = (12.0, 4.0, 1.5)
_MOST_MOVES = 24
# what stands whole, as long as the column doesn't get wider than so many times its wish
_HELD = ((Bond.NONE, 1.25), (Bond.DATE, 1.6), (Bond.PATH, 2.0), (Bond.WORD, inf))
_FEWEST = "一二"  # characters of a column, were the words of its head to part
_SPARE_PT = DIFFERENCE_PT + 0.1  # so that a line that just fits isn't full
Score = tuple[int, float, float]
Text = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: the text block's width and height, how far down it starts, in pt."""

    width_pt: float
    height_pt: float
    start_pt: float
    tail_pt: float = 0.0


def column_widths(
    table: Table, place: Place, setup: Setup, numbers: PageNumbers
) -> tuple[float, ...]:
    """Return the widths of a table's columns in pt, which together fill the text block.

    Raises ConfigurationError naming a cell whose longest number no column can hold.
    """
    return _Search(table, place, setup, numbers).best()


class _Search:
    """One table on its way to its columns' widths."""

    def __init__(self, table: Table, place: Place, setup: Setup, numbers: PageNumbers) -> None:
        self._table, self._place, self._setup = table, place, setup
        style, look = setup.profile.tables[table.role], setup.tables[table.role]
        self._styles = [style.column(column.role) for column in table.columns]
        self._padding, self._frame = 2 * look.side_pt, look.frame_pt
        room_mm = Decimal(place.width_pt) / POINTS_PER_MM
        roles = tuple(column.role for column in table.columns)
        self._wish = [points(each) for each in style.widths_mm(roles, room_mm)]
        self._heights: dict[tuple[int, float], list[float]] = {}
        # by column and row (the head's first), each cell's texts with their styles
        self._contents: list[list[list[Text]]] = [
            [
                [(text_of(each.inlines, numbers), each.style) for each in row.cells[at].paragraphs]
                for row in (table.head, *table.rows)
            ]
            for at in range(len(table.columns))
        ]

    def best(self) -> tuple[float, ...]:
        """Return the best widths found."""
        least = self._least()
        widths = self._with_room(least)
        elastic = [index for index, style in enumerate(self._styles) if style.elastic]
        lower = self._narrowest(least)
        upper = [
            max(width, points(style.widest_mm))
            for width, style in zip(widths, self._styles, strict=True)
        ]
        score = self._score(widths)
        moves = 0
        for step in (points(each) for each in _STEPS_MM):
            while moves < _MOST_MOVES:
                moves += 1
                tried = [
                    [
                        width + step * ((at == taker) - (at == giver))
                        for at, width in enumerate(widths)
                    ]
                    for giver in elastic
                    for taker in elastic
                    if giver != taker
                    and widths[giver] - step >= lower[giver]
                    and widths[taker] + step <= upper[taker]
                ]
                scored = min(((self._score(each), each) for each in tried), default=(score, widths))
                if scored[0][:2] >= score[:2]:
                    break
                score, widths = scored
        return tuple(widths)

    def _with_room(self, least: list[float]) -> list[float]:
        """Give columns the room that their numbers need; those with room to spare give it."""
        widths = [max(wish, need) for wish, need in zip(self._wish, least, strict=True)]
        over = sum(widths) - self._place.width_pt
        spare = [
            width - max(need, points(style.narrowest_mm))
            for width, need, style in zip(widths, least, self._styles, strict=True)
        ]
        if over > _SPARE_PT and sum(spare) < over:
            spare = [width - need for width, need in zip(widths, least, strict=True)]
        if over > 0:
            total = sum(spare)
            widths = [
                width - over * each / total for width, each in zip(widths, spare, strict=True)
            ]
        return widths

    def _least(self) -> list[float]:
        """Return the least widths of the columns, with as much whole as they have room for."""
        least: list[float] = []
        for first in range(len(_HELD)):
            least = [self._longest(column, _HELD[first:]) for column in range(len(self._wish))]
            if sum(least) <= self._place.width_pt:
                return least
        raise ConfigurationError([self._too_narrow(least)])

    def _too_narrow(self, least: list[float]) -> Problem:
        widest = max(range(len(least)), key=lambda at: least[at] - self._wish[at])
        head = self._table.head.cells[widest].text
        pieces = (piece for text, role in self._texts(widest) for piece in self._pieces(text, role))
        _, longest = max(pieces, default=(0.0, head))
        message = f"“{head}”栏放不下“{longest[:40]}”"
        remedy = '减少栏目，或在版式文件中把这种表的字号改小，或改用横排（class="landscape"）。'
        return Code.LAYOUT_OVERFLOW.problem(message, self._table.place, remedy)

    def _texts(self, column: int) -> list[Text]:
        """Return the texts of a column below its head."""
        return [each for cell in self._contents[column][1:] for each in cell]

    def _longest(self, column: int, held: Sequence[tuple[Bond, float]]) -> float:
        """Return the least width of a column: the longest word of heads and names, and number.

        Dates and numbers with their units stand whole where that doesn't take much more room.
        """
        head = self._contents[column][0]
        texts = [*head, *self._texts(column)]
        by_words = [each for each in texts if self._setup.profile.styles[each[1]].even_lines]
        least, longest_word = 0.0, self._width(_FEWEST, head[0][1])
        if len(held) > 1:
            parts = (self._width(part, role) for text, role in by_words for part in words(text))
            longest_word = max((longest_word, *parts))
            texts = [each for each in texts if each not in by_words]
        for most, growth in held:
            pieces = (piece for each in texts for piece in self._pieces(*each, most))
            least = max(longest_word, *(width for width, _ in pieces), 0.0)
            least += self._padding + _SPARE_PT
            if least <= self._wish[column] * growth:
                break
        return least

    def _narrowest(self, least: list[float]) -> list[float]:
        """Return how narrow the columns may be made: the profile's wish, if there is room for it."""
        narrowest = [
            max(need, min(points(style.narrowest_mm), self._whole(column)))
            for column, (need, style) in enumerate(zip(least, self._styles, strict=True))
        ]
        return narrowest if sum(narrowest) <= self._place.width_pt else least

    def _whole(self, column: int) -> float:
        """Return how wide a column is with each of its texts on one line."""
        widths = (self._width(*each) for each in self._texts(column))
        return max(widths, default=0.0) + self._padding + _SPARE_PT

    def _pieces(self, text: str, role: str, most: Bond = Bond.WORD) -> Iterator[tuple[float, str]]:
        """Yield the pieces of a text between bonds no firmer than ``most``, with their widths.

        Where words may part, so may marks: only figures are to stand whole.
        """
        found = bonds(text)
        ends = [at for at in range(len(text) + 1) if found[at] <= most]
        for one, two in pairwise(ends):
            figures = most < Bond.WORD or any(map(str.isdigit, text[one:two]))
            if two - one > 1 and figures:
                yield self._width(text[one:two], role), text[one:two]

    def _width(self, text: str, role: str) -> float:
        return self._setup.width_pt(text, self._setup.looks[role])

    def _score(self, widths: Sequence[float]) -> Score:
        columns = [self._column(index, width) for index, width in enumerate(widths)]
        head, *rows = (max(cells) for cells in zip(*columns, strict=True))
        away = sum(abs(width - wish) for width, wish in zip(widths, self._wish, strict=True))
        return self._pages(head, rows), round(sum(rows), 2), round(away, 3)

    def _column(self, index: int, width: float) -> list[float]:
        """Return the heights that a column's cells ask for at a width, the head's first."""
        key = (index, round(width, 3))
        if key not in self._heights:
            merged = self._table.columns[index].merged
            room = width - self._padding
            self._heights[key] = [
                0.0 if merged and at else self._frame + self._height(cell, room)
                for at, cell in enumerate(self._contents[index])
            ]
        return self._heights[key]

    def _height(self, cell: Sequence[Text], room: float) -> float:
        height = 0.0
        for text, role in cell:
            look = fitted_look(role, text, room, self._setup)
            height += count_lines(text, look, room, self._setup) * look.line_pt
        return height

    def _pages(self, head: float, rows: Sequence[float]) -> int:
        """Count the pages, rows whole but where more than a third of a page would stay empty."""
        page = max(self._place.height_pt - head, self._frame)  # a head may be higher than a page
        left, pages = page - self._place.start_pt, 1
        for index, row in enumerate(rows):
            needed = row + (self._place.tail_pt if index == len(rows) - 1 else 0.0)
            while needed > left:
                taken = left if left > page / 3 or row > page else 0.0
                needed, left, pages = needed - taken, page, pages + 1
                if needed <= 0:
                    break
            left -= max(needed, 0.0)
        return pages
