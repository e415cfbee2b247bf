"""Fill pages: each takes what fits, then ends at the last place where it may.

What is filled in are units: a line of a paragraph, a row, a panel, a figure. After each one a page
may end or not (``Hold`` says why not). A row that no page can hold parts; others do where a page
would otherwise stay empty for more than a third, or where the profile lets rows part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from math import isinf

from reportgen.document.tree import Table
from reportgen.layout.styles import RowRule
from reportgen.typeset.layout import PageEnd, SetRow
from reportgen.typeset.looks import ROUNDING_PT, Setup, points
from reportgen.typeset.rows import Parting, merged, parted

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
class OpenTable:
    """A table whose columns are chosen and whose rows are set, before it is cut into pages."""

    table: Table
    widths_pt: tuple[float, ...]
    head: SetRow
    rows: tuple[SetRow, ...]

    def height_pt(self, rows: Sequence[SetRow], setup: Setup) -> float:
        """Return the height of some of its rows under the head, with the lines around them."""
        edges = 2 * setup.tables[self.table.role].edge_pt
        return self.head.height_pt + sum(row.height_pt for row in rows) + edges


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands on one page: the ``part``-th line or row of a block, or the whole block.

    ``soft``: where nothing else will do, a page may end after it all the same. ``text`` is what
    ``explain-page`` calls it by. A row is of a table.
    """

    block: int
    part: int
    height_pt: float
    text: str
    before_pt: float = 0.0
    after_pt: float = 0.0
    hold: Hold | None = None
    soft: bool = False
    row: tuple[OpenTable, SetRow] | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """What of a block stands on a page: from which line or row on, how many, from where to where."""

    block: int
    part: int
    count: int
    top_pt: float
    end_pt: float
    rows: tuple[SetRow, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands on one page, the text of its last unit, and why it ends there."""

    stands: tuple[Stand, ...]
    end: PageEnd
    height_pt: float
    room_pt: float
    last: str = ""


def fill(units: Sequence[Unit], room_pt: float, setup: Setup) -> Iterator[Filled]:
    """Yield the pages of a section, in order; every unit stands on exactly one."""
    pending = list(units)
    page = _Page(pending, room_pt, setup, keeps_room_above=True)
    while pending:
        count, end = page.filled()
        stands = tuple(page.stands(count))
        yield Filled(stands, end, stands[-1].end_pt, room_pt, pending[count - 1].text)
        del pending[:count]
        page = _Page(pending, room_pt, setup, keeps_room_above=False)
    if not units:
        yield Filled((), PageEnd(), 0.0, room_pt)


class _Page:
    """One page to be filled from the front of what is pending; a parted row is replaced there."""

    def __init__(
        self, pending: list[Unit], room_pt: float, setup: Setup, *, keeps_room_above: bool
    ) -> None:
        self._pending, self._room, self._setup = pending, room_pt, setup
        self._rows_room = room_pt - points(setup.profile.pagination.slack_mm)
        self._keeps_room_above = keeps_room_above

    def filled(self) -> tuple[int, PageEnd]:
        """Return how many units stand on the page, and why it ends after them."""
        if isinf(self._room):
            return len(self._pending), PageEnd(left_pt=self._room)
        count = 0
        while count < len(self._pending):
            over = self._extent(count + 1) - self._limit(count)
            if over > ROUNDING_PT:
                if self._part(count):
                    return count + 1, self._end(count + 1, count + 1, over)
                ended = self._legal(count) or max(count, 1)
                return ended, self._end(ended, count, over)
            count += 1
        return count, PageEnd(left_pt=self._room - self._extent(count))

    def stands(self, count: int) -> Iterator[Stand]:
        """Yield where the first units stand; of two rooms that meet the greater counts."""
        end = above = 0.0
        start = not self._keeps_room_above
        for block, group in groupby(self._pending[:count], lambda unit: unit.block):
            units = list(group)
            first, last = units[0], units[-1]
            rows: tuple[SetRow, ...] = ()
            if first.row:
                table = first.row[0]
                rows = merged([each.row[1] for each in units if each.row], table.table, self._setup)
                top, height = end + above, table.height_pt(rows, self._setup)
            else:
                top = end if start else end + max(above, first.before_pt)
                height = sum(each.height_pt for each in units)
            end, above, start = top + height, last.after_pt, False
            yield Stand(block, first.part, len(units), top, end, rows)

    def _extent(self, count: int) -> float:
        """Return how far down the first units reach."""
        return max((stand.end_pt for stand in self.stands(count)), default=0.0)

    def _limit(self, at: int) -> float:
        return self._rows_room if self._pending[at].row else self._room

    def _part(self, at: int) -> bool:
        """Part the row that doesn't fit, if it may, and put its two parts in its place."""
        unit = self._pending[at]
        if unit.row is None:
            return False
        table, row = unit.row
        left = self._rows_room - self._extent(at + 1) + row.height_pt
        capacity = self._rows_room - table.height_pt((), self._setup)
        parting = self._setup.profile.tables[table.table.role].rows is RowRule.PARTING
        tries: list[Parting] = []
        if row.height_pt > capacity or parting or left > capacity * _EMPTY:
            tries.append(Parting.PARAGRAPHS)
        if row.height_pt > capacity or parting:
            tries.append(Parting.LINES)
        if row.height_pt > capacity and at == 0:
            tries.append(Parting.ANYWHERE)
        for each in tries:
            if parts := parted(row, table.table, left, each, self._setup):
                head, tail = (
                    replace(unit, row=(table, part), height_pt=part.height_pt) for part in parts
                )
                self._pending[at : at + 1] = [replace(head, hold=None), tail]
                return True
        return False

    def _legal(self, count: int) -> int:
        """Return after how many of ``count`` units the page may end, 0 where it may nowhere."""
        before = range(count, 0, -1)
        firm = next((at for at in before if not self._pending[at - 1].hold), 0)
        if firm and self._extent(firm) >= self._room * _EMPTY:
            return firm
        soft = (at for at in before if self._pending[at - 1].soft or not self._pending[at - 1].hold)
        return max(firm, next(soft, 0))

    def _end(self, ended: int, count: int, over: float) -> PageEnd:
        holds = [unit.hold for unit in self._pending[ended - 1 : count] if unit.hold]
        kept = tuple(dict.fromkeys(each.value for each in holds)) if ended < count else ()
        more = count < len(self._pending)
        limit = self._limit(count) if more else self._room
        unfit = self._pending[count].text if more else ""
        return PageEnd(unfit, over, limit - self._extent(ended), kept)
