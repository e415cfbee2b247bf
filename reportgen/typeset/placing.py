"""Put the filled pages together: the flow with its places, and each page's pieces and lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.document.tree import Section
from reportgen.layout.styles import Align, Anchor
from reportgen.typeset.flow import Unplaced, opening_of
from reportgen.typeset.layout import (
    Extent,
    FlowParagraph,
    Piece,
    PlacedLine,
    SetBlock,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetSection,
    SetTable,
    TablePart,
)
from reportgen.typeset.lines import height_of
from reportgen.typeset.looks import Setup, points
from reportgen.typeset.pages import Filled, Hold, OpenTable, Stand

# how much of the room that is left is before a panel, above a cell's text
_BEFORE = {Align.LEFT: 0.0, Align.RIGHT: 1.0}
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


def pieces(made: SetSection, setup: Setup) -> Iterator[tuple[int, Piece]]:
    """Yield the pieces of a section with the page each stands on."""
    page = setup.profile.page_of(made.section)
    left, top = points(page.margins.left_mm), points(page.margins.top_mm)
    width = points(page.text_width_mm)
    above = top - points(setup.profile.page_mark.above_text_mm)
    for each in made.letterhead:
        lines = tuple(_lines(each, made.first_page, left, above))
        yield made.first_page, Piece(each.key, above, each.height_pt, lines)
        above += each.height_pt
    for block in made.blocks:
        match block:
            case FlowParagraph(paragraph):
                for extent in block.extents:
                    at = top + extent.top_pt
                    on, first, count = extent.page, extent.first, extent.count
                    lines = tuple(_lines(paragraph, on, left, at, first, count))
                    yield on, Piece(paragraph.key, at, count * paragraph.look.line_pt, lines)
            case SetTable():
                yield from _table_pieces(block, left, top, setup)
            case SetPanel():
                yield block.page, _panel_piece(block, left, top, width, setup)
            case SetFigure(figure):
                yield block.page, Piece(figure.key, top + block.top_pt, block.height_pt, ())
    if made.imprint:
        yield made.imprint.page, _panel_piece(made.imprint, left, top, width, setup)


def _lines(
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
        yield from _lines(each, page, left, top)
        top += each.height_pt
        below = each.look.after_pt


def _panel_piece(panel: SetPanel, left: float, top: float, room: float, setup: Setup) -> Piece:
    """Return the piece of a panel in a text block ``room`` wide."""
    style = setup.profile.panels[panel.panel.role]
    top += panel.top_pt
    left += (room - sum(panel.widths_pt)) * _BEFORE.get(style.align, 0.5)
    lines: list[PlacedLine] = []
    at = top + float(style.rule_top_pt)
    for row, height in zip(panel.rows, panel.heights_pt, strict=True):
        for cell in row:
            down = at + (height - height_of(cell.paragraphs)) * _ABOVE[cell.anchor]
            x = left + sum(panel.widths_pt[: cell.column])
            lines += _stacked(cell.paragraphs, panel.page, x, down)
        at += height + float(style.rule_inner_pt)
    return Piece(panel.panel.key, top, panel.height_pt, tuple(lines))
