"""Fill pages: each takes what fits, then ends at the last place where it may.

What is filled in are units: a line of a paragraph, a row, a panel, a figure. After each one a page
may end or not (``Hold`` says why not). A row that no page can hold parts; others do where a page
would otherwise stay empty for more than a third, or where the profile lets rows part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isinf

from reportgen.document.tree import Table
from reportgen.typeset.layout import PageEnd, SetRow
from reportgen.typeset.looks import Setup, points
from reportgen.typeset.rows import Parting, parted
from reportgen.typeset.sizes import merged

_ROUNDING_PT = 0.01
_EMPTY = 1 / 3  # of a page, more than which isn't left empty for a row that can part


class Hold(StrEnum):
    """Why no page may end after a unit."""

    LINES = "段落在页末和页首至少各留两行"
    HEADING = "标题不断开"
    NEXT = "上一段须与下文同页"
    PREVIOUS = "下一段须随上文"
    LEAD = "表须与引出它的一段同页"
    COMPANY = "表的首行、末行不单独在一页"
    FIGURE = "图须与图题同页"


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands on one page: the ``part``-th line or row of a block, or the whole block.

    ``soft``: where nothing else will do, a page may end after it all the same. ``text`` is what
    ``explain-page`` calls it by.
    """

    block: int
    part: int
    height_pt: float
    text: str
    before_pt: float = 0.0
    after_pt: float = 0.0
    hold: Hold | None = None
    soft: bool = False
    table: TableHead | None = None
    row: SetRow | None = None


@dataclass(frozen=True, slots=True)
class TableHead:
    """What is printed above a table's rows on each page, and half of the line around it."""

    table: Table
    height_pt: float
    edge_pt: float
    parting: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """The units of one page, and why it ends there."""

    units: tuple[Unit, ...]
    end: PageEnd
    height_pt: float
    room_pt: float


@dataclass(frozen=True, slots=True)
class Room:
    """How much a page holds in pt; ``rows_pt`` less than that where it ends with a row."""

    text_pt: float
    rows_pt: float


def room_of(height_pt: float, setup: Setup) -> Room:
    """Return the room of pages with a text block of a height; rows leave the profile's slack."""
    return Room(height_pt, height_pt - points(setup.profile.pagination.slack_mm))


def fill(units: Sequence[Unit], room: Room, setup: Setup) -> Iterator[Filled]:
    """Yield the pages of a section, in order; every unit stands on exactly one."""
    pending = list(units)
    first = True
    while pending:
        page = _Page(pending, room, setup, keeps_room_above=first)
        count, end = page.filled()
        height = page.extent(count)
        yield Filled(tuple(pending[:count]), end, height, room.text_pt)
        del pending[:count]
        first = False
    if not units:
        yield Filled((), PageEnd(), 0.0, room.text_pt)


class _Page:
    """One page to be filled from the front of what is pending; a parted row is replaced there."""

    def __init__(
        self, pending: list[Unit], room: Room, setup: Setup, *, keeps_room_above: bool
    ) -> None:
        self._pending, self._room, self._setup = pending, room, setup
        self._keeps_room_above = keeps_room_above

    def filled(self) -> tuple[int, PageEnd]:
        """Return how many units stand on the page, and why it ends after them."""
        if isinf(self._room.text_pt):
            return len(self._pending), PageEnd(left_pt=self._room.text_pt)
        count = 0
        while count < len(self._pending):
            over = self.extent(count + 1) - self._limit(count)
            if over > _ROUNDING_PT:
                if self._part(count):
                    return count + 1, self._end(count + 1, count + 1, over)
                ended = self._legal(count) or max(count, 1)
                return ended, self._end(ended, count, over)
            count += 1
        return count, PageEnd(left_pt=self._room.text_pt - self.extent(count))

    def extent(self, count: int) -> float:
        """Return how far down the first units reach."""
        height, above, at = 0.0, 0.0, 0
        while at < count:
            unit = self._pending[at]
            if unit.table is not None:
                run = at
                while run < count and self._pending[run].table is unit.table:
                    run += 1
                height += above + self._rows(unit.table, at, run)
                above, at = 0.0, run
                continue
            if at or self._keeps_room_above:
                height += max(above, unit.before_pt)
            height += unit.height_pt
            above = unit.after_pt
            at += 1
        return height

    def _rows(self, head: TableHead, first: int, end: int) -> float:
        rows = [unit.row for unit in self._pending[first:end] if unit.row is not None]
        heights = (row.height_pt for row in merged(rows, head.table, self._setup))
        return head.height_pt + sum(heights) + 2 * head.edge_pt

    def _limit(self, at: int) -> float:
        return self._room.rows_pt if self._pending[at].row else self._room.text_pt

    def _part(self, at: int) -> bool:
        """Part the row that doesn't fit, if it may, and put its two parts in its place."""
        unit = self._pending[at]
        if unit.row is None or unit.table is None:
            return False
        left = self._left(at)
        capacity = self._room.rows_pt - unit.table.height_pt - 2 * unit.table.edge_pt
        if unit.row.height_pt > capacity:
            tries = [Parting.PARAGRAPHS, Parting.LINES]
            if at == 0:
                tries.append(Parting.ANYWHERE)
        elif unit.table.parting:
            tries = [Parting.PARAGRAPHS, Parting.LINES]
        elif left > capacity * _EMPTY:
            tries = [Parting.PARAGRAPHS]
        else:
            return False
        for parting in tries:
            parts = parted(unit.row, unit.table.table, left, parting, self._setup)
            if parts is not None:
                head, tail = (replace(unit, row=each, height_pt=each.height_pt) for each in parts)
                self._pending[at : at + 1] = [replace(head, hold=None), tail]
                return True
        return False

    def _left(self, at: int) -> float:
        """Return the room that is left for the row at ``at``."""
        return self._room.rows_pt - self.extent(at + 1) + self._pending[at].height_pt

    def _legal(self, count: int) -> int:
        """Return after how many of ``count`` units the page may end, 0 where it may nowhere."""
        firm = next((at for at in range(count, 0, -1) if not self._pending[at - 1].hold), 0)
        if firm and self.extent(firm) >= self._room.text_pt * _EMPTY:
            return firm
        ends = (at for at in range(count, 0, -1) if not self._held(self._pending[at - 1]))
        return max(firm, next(ends, 0))

    @staticmethod
    def _held(unit: Unit) -> bool:
        return unit.hold is not None and not unit.soft

    def _end(self, ended: int, count: int, over: float) -> PageEnd:
        holds = [unit.hold for unit in self._pending[ended - 1 : count] if unit.hold]
        unfit = self._pending[count].text if count < len(self._pending) else ""
        kept = tuple(dict.fromkeys(each.value for each in holds)) if ended < count else ()
        limit = self._limit(count) if count < len(self._pending) else self._room.text_pt
        return PageEnd(unfit, over, limit - self.extent(ended), kept)
