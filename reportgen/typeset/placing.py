"""Where everything stands on its page: the pieces of a section and their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.layout.styles import Align, Anchor
from reportgen.typeset.layout import (
    Line,
    Piece,
    PlacedLine,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetSection,
    SetTable,
)
from reportgen.typeset.lines import height_of
from reportgen.typeset.looks import Setup, TableLook, points

# how much of the room that is left is above a cell's text
_ABOVE = {Anchor.TOP: 0.0, Anchor.CENTER: 0.5, Anchor.BOTTOM: 1.0}
_NO_LINES = TableLook(0.0, 0.0, 0.0, 0.0)


def pieces(made: SetSection, setup: Setup) -> Iterator[tuple[int, Piece]]:
    """Yield the pieces of a section with the page each stands on."""
    page = setup.profile.page_of(made.section)
    left, top = points(page.margins.left_mm), points(page.margins.top_mm)
    above = top - points(setup.profile.page_mark.above_text_mm)
    for each in made.letterhead:
        lines = tuple(_lines(each, each.lines, made.first_page, left, above))
        yield made.first_page, Piece(each.key, above, each.height_pt, lines)
        above += each.height_pt
    for block in made.all_blocks:
        for stand in block.stands:
            on, at = stand.page, top + stand.top_pt
            match block.made:
                case SetParagraph() as each:
                    here = each.lines[stand.first : stand.first + stand.count]
                    lines = tuple(_lines(each, here, on, left, at))
                    yield on, Piece(each.key, at, stand.count * each.look.line_pt, lines)
                case SetTable() as table:
                    look = setup.tables[table.table.role]
                    at += look.edge_pt
                    rows = (table.head, *stand.rows)
                    for index, row in enumerate(rows):
                        lines = tuple(_row(rows[index:], on, left + look.edge_pt, at, look))
                        yield on, Piece(row.key, at, row.height_pt, lines)
                        at += row.height_pt
                case SetPanel() as panel:
                    yield on, _panel(panel, on, left, at, points(page.text_width_mm), setup)
                case SetFigure(figure):
                    yield on, Piece(figure.key, at, block.made.height_pt, ())


def left_beside(align: Align, spare: float) -> float:
    """Return how much of the room beside a panel or figure is on its left."""
    return spare * {Align.LEFT: 0.0, Align.RIGHT: 1.0}.get(align, 0.5)


def _panel(made: SetPanel, page: int, left: float, top: float, room: float, setup: Setup) -> Piece:
    """Return the piece of a panel in a text block ``room`` wide."""
    style = setup.profile.panels[made.panel.role]
    left += left_beside(style.align, room - sum(made.widths_pt))
    lines: list[PlacedLine] = []
    at = top + float(style.rule_top_pt)
    for row in made.rows:
        lines += _row((row,), page, left, at, _NO_LINES)
        at += row.height_pt + float(style.rule_inner_pt)
    return Piece(made.panel.key, top, made.height_pt, tuple(lines))


def _row(
    rows: Sequence[SetRow], page: int, left: float, top: float, look: TableLook
) -> Iterator[PlacedLine]:
    """Yield the lines of the first row's cells, those of merged ones in the middle of all rows."""
    for cell in rows[0].cells:
        if cell.span:
            height = sum(row.height_pt for row in rows[: cell.span]) - look.frame_pt
            spare = height - height_of(cell.paragraphs)
            at = top + look.edge_pt + look.above_pt + spare * _ABOVE[cell.anchor]
            below = 0.0
            for each in cell.paragraphs:
                at += max(below, each.look.before_pt)
                yield from _lines(each, each.lines, page, left + look.side_pt, at)
                at += each.height_pt
                below = each.look.after_pt
        left += cell.width_pt


def _lines(
    made: SetParagraph, lines: Sequence[Line], page: int, left: float, top: float
) -> Iterator[PlacedLine]:
    """Yield some lines of a paragraph whose box has its upper left corner there."""
    for index, line in enumerate(lines):
        at = top + index * made.look.line_pt
        x = left + line.left_pt
        yield PlacedLine(made.key, page, line.text, x, at, line.width_pt, line.spread_pt)
