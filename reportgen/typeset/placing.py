"""Put the filled pages together: the flow with its places, and each page's pieces and lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.document.tree import Section
from reportgen.layout.styles import Anchor
from reportgen.typeset.flow import Unplaced, opening_of
from reportgen.typeset.layout import (
    Extent,
    FlowParagraph,
    Piece,
    PlacedLine,
    SetBlock,
    SetFigure,
    SetPanel,
    SetRow,
    SetTable,
    TablePart,
)
from reportgen.typeset.lines import SetParagraph, height_of
from reportgen.typeset.looks import Setup, points
from reportgen.typeset.pages import Filled, Hold, OpenTable, Stand

# how much of the room that a cell's text leaves is above it
_ABOVE = {Anchor.TOP: 0.0, Anchor.CENTER: 0.5, Anchor.BOTTOM: 1.0}


def placed(
    section: Section,
    blocks: Sequence[Unplaced],
    ends: Sequence[Hold | None],
    pages: Sequence[Filled],
    first_page: int,
    setup: Setup,
) -> tuple[SetBlock, ...]:
    """Return a section's blocks with their places; pages count from ``first_page``, pt from the text block's top."""
    found: list[list[tuple[int, Stand]]] = [[] for _ in blocks]
    for number, page in enumerate(pages, start=first_page):
        for stand in page.stands:
            found[stand.block].append((number, stand))
    opening = opening_of(section, setup)
    flow: list[SetBlock] = []
    for index, (made, stands) in enumerate(zip(blocks, found, strict=True)):
        on, first = stands[0]
        match made:
            case SetParagraph():
                extents = (Extent(at, each.top_pt, each.part, each.count) for at, each in stands)
                opens = on > first_page and first is pages[on - first_page].stands[0]
                block: SetBlock = FlowParagraph(
                    made,
                    tuple(extents),
                    keeps_next=ends[index] in (Hold.NEXT, Hold.PREVIOUS),
                    parts_anywhere=made.paragraph is opening,
                    starts_page=opens and _by_command(index, blocks, ends),
                )
            case OpenTable(table, widths, head):
                parts = (TablePart(at, each.top_pt, each.rows) for at, each in stands)
                block = SetTable(table, widths, head, tuple(parts))
            case SetPanel() | SetFigure():
                block = replace(made, page=on, top_pt=first.top_pt)
        flow.append(block)
    return tuple(flow)


def _by_command(index: int, blocks: Sequence[Unplaced], ends: Sequence[Hold | None]) -> bool:
    """Tell whether a page that begins with a paragraph has to be told so to other programs.

    That is where it leads up to a table, or has room above it, which is dropped there.
    """
    made = blocks[index]
    if isinstance(made, SetParagraph) and made.look.before_pt:
        return True
    while index + 1 < len(blocks) and ends[index]:
        index += 1
        if isinstance(blocks[index], OpenTable):
            return True
    return False


def pieces(
    section: Section, blocks: Sequence[SetBlock], setup: Setup
) -> Iterator[tuple[int, Piece]]:
    """Yield the pieces of a section's blocks with the page each stands on."""
    margins = setup.profile.page_of(section).margins
    left, top = points(margins.left_mm), points(margins.top_mm)
    width = points(setup.profile.page_of(section).text_width_mm)
    for block in blocks:
        match block:
            case FlowParagraph():
                for extent in block.extents:
                    at = top + extent.top_pt
                    lines = placed_lines(
                        block.set, extent.page, left, at, extent.first, extent.count
                    )
                    height = extent.count * block.set.look.line_pt
                    yield extent.page, Piece(block.set.key, at, height, tuple(lines))
            case SetTable():
                yield from _table_pieces(block, left, top, setup)
            case SetPanel():
                yield block.page, panel_piece(block, left, top + block.top_pt, width, setup)
            case SetFigure():
                at = top + block.top_pt
                yield block.page, Piece(block.figure.key, at, block.height_pt, ())


def placed_lines(
    made: SetParagraph,
    page: int,
    left: float,
    top: float,
    first: int = 0,
    count: int | None = None,
) -> Iterator[PlacedLine]:
    """Yield the lines of a paragraph whose box has its upper left corner there."""
    last = len(made.lines) if count is None else first + count
    for index, line in enumerate(made.lines[first:last]):
        at = top + index * made.look.line_pt
        x = left + line.left_pt
        yield PlacedLine(made.key, page, line.text, x, at, line.width_pt, line.spread_pt)


def _table_pieces(
    block: SetTable, left: float, top: float, setup: Setup
) -> Iterator[tuple[int, Piece]]:
    edge = setup.tables[block.table.role].edge_pt
    for part in block.parts:
        at = top + part.top_pt + edge
        rows = (block.head, *part.rows)
        for index, row in enumerate(rows):
            lines = tuple(_row_lines(block, part.page, rows[index:], left + edge, at, setup))
            yield part.page, Piece(row.key, at, row.height_pt, lines)
            at += row.height_pt


def _row_lines(
    block: SetTable, page: int, rows: Sequence[SetRow], left: float, top: float, setup: Setup
) -> Iterator[PlacedLine]:
    """Yield the lines of the first row's cells, those of merged ones in the middle of all rows."""
    look = setup.tables[block.table.role]
    for cell, width in zip(rows[0].cells, block.widths_pt, strict=True):
        if cell.span:
            height = sum(row.height_pt for row in rows[: cell.span]) - look.frame_pt
            at = top + look.edge_pt + look.above_pt + (height - height_of(cell.paragraphs)) / 2
            yield from _stacked(cell.paragraphs, page, left + look.side_pt, at)
        left += width


def _stacked(
    paragraphs: Sequence[SetParagraph], page: int, left: float, top: float
) -> Iterator[PlacedLine]:
    below = 0.0
    for each in paragraphs:
        top += max(below, each.look.before_pt)
        yield from placed_lines(each, page, left, top)
        top += each.height_pt
        below = each.look.after_pt


def panel_piece(panel: SetPanel, left: float, top: float, room: float, setup: Setup) -> Piece:
    """Return the piece of a panel whose upper edge is at ``top``, in a text block ``room`` wide."""
    style = setup.profile.panels[panel.panel.role]
    spare = room - sum(panel.widths_pt)
    left += {"left": 0.0, "right": spare}.get(style.align.value, spare / 2)
    lines: list[PlacedLine] = []
    at = top + float(style.rule_top_pt)
    inner = float(style.rule_inner_pt)
    for index, row in enumerate(panel.rows):
        for cell in row:
            spare = panel.heights_pt[index] - height_of(cell.paragraphs)
            down = at + spare * _ABOVE[cell.anchor]
            x = left + sum(panel.widths_pt[: cell.column])
            lines += _stacked(cell.paragraphs, panel.page, x, down)
        at += panel.heights_pt[index] + inner
    return Piece(panel.panel.key, top, panel.height_pt, tuple(lines))
