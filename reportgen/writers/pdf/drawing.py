"""Draw a layout: each line, rule and figure where it is placed, in reading order."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, islice, pairwise

from reportgen.typeset.layout import (
    Layout,
    Piece,
    PlacedLine,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetTable,
)
from reportgen.typeset.looks import Setup, points
from reportgen.writers.pdf.glyphs import Pens
from reportgen.writers.pdf.margins import print_margins
from reportgen.writers.pdf.pages import DrawnPage
from reportgen.writers.pdf.structure import Tagged, said_of_cell, said_of_table


def drawn_pages(layout: Layout, setup: Setup, pens: Pens) -> Iterator[DrawnPage]:
    """Yield the pages of a layout as they are drawn."""
    begun: set[str] = set()
    starts = [*(each.first_page for each in layout.sections), len(layout.pages) + 1]
    for made, (first, end) in zip(layout.sections, pairwise(starts), strict=True):
        paper = setup.profile.page_of(made.section).paper
        size = points(paper.width_mm), points(paper.height_mm)
        pages = layout.pages[first - 1 : end - 1]
        drawn = [DrawnPage(size, Tagged("Sect", f"section {first}"), setup, pens) for _ in pages]
        for placed, page in zip(pages, drawn, strict=True):
            for _, pieces in groupby(placed.pieces, lambda piece: piece.made):
                _draw(page, list(pieces), begun)
        for placed, page in zip(pages, drawn, strict=True):
            print_margins(page, placed.number, made, setup, first=page is drawn[0])
            page.close()
            yield page


def _draw(page: DrawnPage, pieces: Sequence[Piece], begun: set[str]) -> None:
    """Draw what stands of a block on a page; ``begun`` are the tables of which some is drawn."""
    first = pieces[0]
    match first.made:
        case SetParagraph() as made:
            level = made.paragraph.heading_level
            kind = "P" if level is None else f"H{level + 1}"
            element = page.section.within(kind, made.key) if made.text else None
            page.print_paragraph(first.lines, element)
        case SetTable() as made:
            _table(page, made, pieces, began=made.table.key in begun)
            begun.add(made.table.key)
        case SetPanel() as made:
            _panel(page, made, first)
        case SetFigure() as made:
            page.place_figure(made, first.left_pt, first.top_pt)


def _table(page: DrawnPage, made: SetTable, pieces: Sequence[Piece], *, began: bool) -> None:
    key = made.table.key
    table = page.section.within("Table", key, said_of_table(made.table.summary))
    head = None if began else table.within("THead", f"{key} head")
    body = table.within("TBody", f"{key} body")
    for piece in pieces:
        kind, around = ("TH", head) if piece is pieces[0] else ("TD", body)
        _row(page, piece, around and around.within("TR"), kind)
    _grid(page, made, pieces)


def _row(page: DrawnPage, piece: Piece, element: Tagged | None, kind: str) -> None:
    assert piece.row
    placed = iter(piece.lines)
    for cell in piece.row.cells:
        if cell.span:
            own = element and element.within(kind, said=said_of_cell(kind, cell.span))
            for each in cell.paragraphs:
                alone = len(cell.paragraphs) == 1 or not each.text
                page.print_paragraph(_next(placed, each), own if alone else own and own.within("P"))


def _next(placed: Iterator[PlacedLine], made: SetParagraph) -> list[PlacedLine]:
    """Take a paragraph's lines from those of its row or panel."""
    return list(islice(placed, len(made.lines)))


def _grid(page: DrawnPage, made: SetTable, pieces: Sequence[Piece]) -> None:
    """Draw a table's lines: down all columns, across where no cell goes on below."""
    last = pieces[-1]
    half = page.setup.tables[made.table.role].edge_pt
    top, bottom = pieces[0].top_pt, last.top_pt + last.height_pt
    sides = list(accumulate(made.widths_pt, initial=last.left_pt + half))
    down = [(x, top - half, x, bottom + half) for x in sides]
    across = [
        (sides[start] - half, piece.top_pt, sides[end] + half, piece.top_pt)
        for piece in pieces
        for start, end in _open(piece.row)
    ]
    across.append((sides[0] - half, bottom, sides[-1] + half, bottom))
    page.draw_rules([*across, *down], 2 * half)


def _open(row: SetRow | None) -> Iterator[tuple[int, int]]:
    """Yield from where to where columns begin cells in a row."""
    assert row
    at = 0
    for begins, cells in groupby(row.cells, lambda cell: cell.span > 0):
        end = at + len(list(cells))
        if begins:
            yield at, end
        at = end


def _panel(page: DrawnPage, made: SetPanel, piece: Piece) -> None:
    style = page.setup.profile.panels[made.panel.role]
    top, inner, bottom = map(float, (style.rule_top_pt, style.rule_inner_pt, style.rule_bottom_pt))
    left, right = piece.left_pt, piece.left_pt + sum(made.widths_pt)
    placed, at = iter(piece.lines), piece.top_pt
    for index, row in enumerate(made.rows):
        rule = inner if index else top
        page.draw_rules([(left, at + rule / 2, right, at + rule / 2)], rule)
        for cell in row.cells:
            for each in cell.paragraphs:
                element = page.section.within("P") if each.text else None
                page.print_paragraph(_next(placed, each), element)
        at += rule + row.height_pt
    page.draw_rules([(left, at + bottom / 2, right, at + bottom / 2)], bottom)
