"""Fill pages: each takes what fits, then ends at the last place where it may.

What is filled in are units: a line of a paragraph, a row, a panel, a figure. After each one a page
may end or not (``Hold`` says why not). A row that no page can hold parts; others do where a page
would otherwise stay empty for more than a third, or where the profile lets rows part.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count as count_from
from itertools import groupby
from math import isinf

from reportgen.layout.styles import RowRule
from reportgen.typeset.layout import PageEnd, SetRow, SetTable, Stand
from reportgen.typeset.looks import DIFFERENCE_PT, ROUNDING_PT, Setup, points
from reportgen.typeset.rows import Parting, merged, parted, table_height

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
    IMPRINT = "版记所在的一页须有正文"


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands on one page: the ``part``-th line or row of a block, or the whole block.

    ``soft``: where nothing else will do, a page may end after it all the same. ``text`` is what
    ``explain-page`` calls it by. A row is of a table, and has its height itself.
    """

    block: int
    part: int
    height_pt: float
    text: str
    before_pt: float = 0.0
    after_pt: float = 0.0
    hold: Hold | None = None
    soft: bool = False
    row: tuple[SetTable, SetRow] | None = None
    is_figure: bool = False


Filled = tuple[dict[int, Stand], PageEnd]


def fill(units: Iterable[Unit], first_page: int, room_pt: float, setup: Setup) -> Iterator[Filled]:
    """Yield for each page of a section where its blocks stand on it, by number, and why it ends."""
    pending = list(units)
    for number in count_from(first_page):
        page = _Page(pending, number, room_pt, setup, room_above=number == first_page)
        count, end = page.filled()
        stands = page.stands(count)
        if page.extent(count) > room_pt + DIFFERENCE_PT:
            end = replace(end, overflowing=pending[count - 1].text)
        yield stands, end
        del pending[:count]
        if not pending:
            return


class _Page:
    """One page to be filled from the front of what is pending; a parted row is replaced there."""

    def __init__(
        self, pending: list[Unit], number: int, room_pt: float, setup: Setup, *, room_above: bool
    ) -> None:
        self._pending, self._number, self._room, self._setup = pending, number, room_pt, setup
        self._rows_room = room_pt - points(setup.profile.pagination.slack_mm)
        self._room_above = room_above

    def filled(self) -> tuple[int, PageEnd]:
        """Return how many units stand on the page, and why it ends after them."""
        if isinf(self._room):
            return len(self._pending), PageEnd(left_pt=self._room)
        for count in range(len(self._pending)):
            over = self.extent(count + 1) - self._limit(count)
            if over > ROUNDING_PT:
                if self._part(count):
                    return count + 1, self._end(count + 1, count + 1, over)
                ended = self._legal(count) or max(count, 1)
                return ended, self._end(ended, count, over)
        count = len(self._pending)
        return count, PageEnd(left_pt=self._room - self.extent(count))

    def stands(self, count: int) -> dict[int, Stand]:
        """Return where the first units stand, by block; of two rooms that meet the greater counts."""
        found: dict[int, Stand] = {}
        end = above = 0.0
        for block, group in groupby(self._pending[:count], lambda unit: unit.block):
            units = list(group)
            rows: tuple[SetRow, ...] = ()
            if units[0].row:
                table, _ = units[0].row
                rows = merged([each.row[1] for each in units if each.row], table.table, self._setup)
                top, height = end + above, table_height(table, rows, self._setup)
            else:
                top = end + max(above, units[0].before_pt) if found or self._room_above else end
                height = sum(each.height_pt for each in units)
            end, above = top + height, units[-1].after_pt
            found[block] = Stand(self._number, units[0].part, len(units), top, end, rows)
        return found

    def extent(self, count: int) -> float:
        """Return how far down the first units reach."""
        return max((stand.end_pt for stand in self.stands(count).values()), default=0.0)

    def _limit(self, at: int) -> float:
        """Return how far down a unit may reach: other programs round rows and figures differently."""
        figures = any(each.is_figure for each in self._pending[: at + 1])
        return self._rows_room if figures or self._pending[at].row else self._room

    def _part(self, at: int) -> bool:
        """Part the row that doesn't fit, if it may, and put its two parts in its place."""
        unit = self._pending[at]
        if unit.row is None:
            return False
        table, row = unit.row
        left = self._rows_room - self.extent(at + 1) + row.height_pt
        capacity = self._rows_room - table_height(table, (), self._setup)
        tries: list[Parting] = []
        if row.height_pt > capacity or (
            self._setup.profile.tables[table.table.role].rows is RowRule.PARTING
        ):
            tries = [Parting.PARAGRAPHS, Parting.LINES]
        elif left > capacity * _EMPTY:
            tries = [Parting.PARAGRAPHS]
        for each in tries:
            if parts := parted(row, table.table, left, each, self._setup):
                self._pending[at : at + 1] = [replace(unit, row=(table, part)) for part in parts]
                return True
        return False

    def _legal(self, count: int) -> int:
        """Return after how many of ``count`` units the page may end, 0 where it may nowhere."""
        before = range(count, 0, -1)
        firm = next((at for at in before if not self._pending[at - 1].hold), 0)
        if self.extent(firm) >= self._room * _EMPTY:
            return firm
        return max(firm, next((at for at in before if self._pending[at - 1].soft), 0))

    def _end(self, ended: int, count: int, over: float) -> PageEnd:
        holds = [unit.hold for unit in self._pending[ended:count] if unit.hold]
        kept = tuple(dict.fromkeys(each.value for each in holds)) if ended < count else ()
        limit = self._limit(count)
        close = over <= self._room - limit
        return PageEnd(
            self._pending[count].text, over, limit - self.extent(ended), kept, close=close
        )
