"""Where everything stands on its page: the pieces of a section and their lines."""

from collections.abc import Iterator, Sequence

from reportgen.layout.styles import Align, Anchor, PanelStyle
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
    room = points(page.text_width_mm)
    above = top - points(setup.profile.page_mark.above_text_mm)
    for each in made.letterhead:
        lines = tuple(_lines(each, each.lines, made.first_page, left, above))
        yield made.first_page, Piece(each, left, above, each.height_pt, lines)
        above += each.height_pt
    for block in made.all_blocks:
        for stand in block.stands:
            on, at = stand.page, top + stand.top_pt
            match block.made:
                case SetParagraph() as text:
                    here = text.lines[stand.first : stand.first + stand.count]
                    lines = tuple(_lines(text, here, on, left, at))
                    yield on, Piece(text, left, at, stand.count * text.look.line_pt, lines)
                case SetTable() as table:
                    look = setup.tables[table.table.role]
                    at += look.edge_pt
                    rows = (table.head, *stand.rows)
                    for index, row in enumerate(rows):
                        lines = tuple(_row(rows[index:], on, left + look.edge_pt, at, look))
                        yield on, Piece(table, left, at, row.height_pt, lines, row)
                        at += row.height_pt
                case SetPanel() as panel:
                    style = setup.profile.panels[panel.panel.role]
                    x = left + _beside(style.align, room - sum(panel.widths_pt))
                    lines = tuple(_panel(panel, on, x, at, style))
                    yield on, Piece(panel, x, at, panel.height_pt, lines)
                case SetFigure() as figure:
                    align = setup.profile.frames[figure.figure.role].align
                    x = left + _beside(align, room - figure.width_pt)
                    yield on, Piece(figure, x, at, figure.height_pt)


def _beside(align: Align, spare: float) -> float:
    """Return how much of the room beside a panel or figure is on its left."""
    return spare * {Align.LEFT: 0.0, Align.RIGHT: 1.0}.get(align, 0.5)


def _panel(
    made: SetPanel, page: int, left: float, top: float, style: PanelStyle
) -> Iterator[PlacedLine]:
    at = top + float(style.rule_top_pt)
    for row in made.rows:
        yield from _row((row,), page, left, at, _NO_LINES)
        at += row.height_pt + float(style.rule_inner_pt)


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
        yield PlacedLine(made, line, page, left + line.left_pt, top + index * made.look.line_pt)
