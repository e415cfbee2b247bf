"""Draw a layout: each line, rule and figure where it is placed, in reading order.

Places are those of ``Layout.pages``, which has the pieces of a page in the order of this walk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from reportgen.typeset.layout import (
    Layout,
    Page,
    Piece,
    PlacedLine,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetSection,
    SetTable,
    Stand,
)
from reportgen.typeset.looks import Setup, points
from reportgen.typeset.placing import left_beside
from reportgen.writers.pdf.glyphs import Pens
from reportgen.writers.pdf.margins import print_margins
from reportgen.writers.pdf.pages import DrawnPage
from reportgen.writers.pdf.structure import Tagged, said_of_cell, said_of_table

_Lines = Iterator[PlacedLine]


def drawn_pages(layout: Layout, setup: Setup, pens: Pens) -> Iterator[DrawnPage]:
    """Yield the pages of a layout as they are drawn."""
    firsts = [each.first_page for each in layout.sections]
    ends = [*firsts[1:], len(layout.pages) + 1]
    for section, first, end in zip(layout.sections, firsts, ends, strict=True):
        yield from _Drawing(section, layout.pages[first - 1 : end - 1], setup, pens).pages()


class _Drawing:
    """A section on its way to its pages."""

    def __init__(self, made: SetSection, pages: Sequence[Page], setup: Setup, pens: Pens) -> None:
        self._made, self._setup, self._placed = made, setup, pages
        self._sheet = setup.profile.page_of(made.section)
        size = points(self._sheet.paper.width_mm), points(self._sheet.paper.height_mm)
        self._left = points(self._sheet.margins.left_mm)
        self._room = points(self._sheet.text_width_mm)
        identity = f"section {made.first_page}"
        self._pages = [DrawnPage(size, Tagged("Sect", identity), setup, pens) for _ in pages]
        self._pieces = [iter(each.pieces) for each in pages]

    def pages(self) -> Iterator[DrawnPage]:
        """Draw all that stands in the section and what its pages bear; yield them."""
        for each in self._made.letterhead:
            self._paragraph(each, Stand(self._made.first_page, 0, len(each.lines), 0, 0))
        for block in self._made.all_blocks:
            for stand in block.stands:
                match block.made:
                    case SetParagraph() as made:
                        self._paragraph(made, stand)
                    case SetTable() as made:
                        self._table(made, stand, began=stand is not block.stands[0])
                    case SetPanel() as made:
                        self._panel(made, stand)
                    case SetFigure() as made:
                        self._figure(made, stand)
        assert not any(map(list, self._pieces)), "nothing is left to be drawn"
        for page, placed in zip(self._pages, self._placed, strict=True):
            first = page is self._pages[0]
            print_margins(page, placed.number, self._made, self._setup, first=first)
            page.close()
            yield page

    def _on(self, stand: Stand) -> tuple[DrawnPage, Iterator[Piece]]:
        """Return a page and its pieces from here on."""
        at = stand.page - self._made.first_page
        return self._pages[at], self._pieces[at]

    def _paragraph(self, made: SetParagraph, stand: Stand) -> None:
        page, pieces = self._on(stand)
        element = page.section.within(_kind(made), made.key) if made.text else None
        self._lines(page, made, iter(next(pieces).lines), element, stand)

    def _lines(
        self,
        page: DrawnPage,
        made: SetParagraph,
        placed: _Lines,
        element: Tagged | None,
        stand: Stand | None = None,
    ) -> None:
        first, count = (stand.first, stand.count) if stand else (0, len(made.lines))
        lines = [(line, next(placed)) for line in made.lines[first : first + count]]
        page.print_paragraph(made, lines, element)
        if made.look.rule_pt and lines[-1][0] is made.lines[-1]:
            line, last = lines[-1]
            box = last.left_pt - line.left_pt
            left, right = box + made.look.left_pt, box + made.room_pt - made.look.right_pt
            y = last.top_pt + made.look.line_pt + made.look.rule_pt / 2
            colour = self._setup.profile.styles[made.paragraph.style].colour
            page.draw_rules([(left, y, right, y)], made.look.rule_pt, colour)

    def _table(self, made: SetTable, stand: Stand, *, began: bool) -> None:
        page, pieces = self._on(stand)
        table = page.section.within("Table", made.table.key, said_of_table(made.table.summary))
        head = None if began else table.within("THead", f"{made.table.key} head")
        body = table.within("TBody", f"{made.table.key} body")
        edges = []
        for row, around, kind in (
            (made.head, head, "TH"),
            *((row, body, "TD") for row in stand.rows),
        ):
            piece = next(pieces)
            edges.append(piece.top_pt)
            self._row(page, row, iter(piece.lines), around and around.within("TR"), kind)
        edges.append(piece.top_pt + piece.height_pt)
        self._grid(page, made, (made.head, *stand.rows), edges)

    def _row(
        self, page: DrawnPage, row: SetRow, placed: _Lines, element: Tagged | None, kind: str
    ) -> None:
        for cell in row.cells:
            if cell.span:
                own = element and element.within(kind, said=said_of_cell(kind, cell.span))
                for each in cell.paragraphs:
                    alone = len(cell.paragraphs) == 1 or not each.text
                    inner = own if alone else own and own.within("P")
                    self._lines(page, each, placed, inner)

    def _grid(
        self, page: DrawnPage, made: SetTable, rows: Sequence[SetRow], tops: Sequence[float]
    ) -> None:
        """Draw a table's lines: down all columns, across where no cell goes on below."""
        half = self._setup.tables[made.table.role].edge_pt
        sides = list(accumulate(made.widths_pt, initial=self._left + half))
        down = [(x, tops[0] - half, x, tops[-1] + half) for x in sides]
        across = [
            (sides[start] - half, y, sides[end] + half, y)
            for row, y in zip((*rows, None), tops, strict=True)
            for start, end in (_open(row) if row else [(0, len(sides) - 1)])
        ]
        page.draw_rules([*across, *down], 2 * half)

    def _panel(self, made: SetPanel, stand: Stand) -> None:
        page, pieces = self._on(stand)
        piece = next(pieces)
        placed = iter(piece.lines)
        style = self._setup.profile.panels[made.panel.role]
        top, inner, bottom = map(
            float, (style.rule_top_pt, style.rule_inner_pt, style.rule_bottom_pt)
        )
        left = self._left + left_beside(style.align, self._room - sum(made.widths_pt))
        right = left + sum(made.widths_pt)
        at = piece.top_pt
        for index, row in enumerate(made.rows):
            rule = inner if index else top
            page.draw_rules([(left, at + rule / 2, right, at + rule / 2)], rule)
            for cell in row.cells:
                for each in cell.paragraphs:
                    self._lines(page, each, placed, page.section.within("P") if each.text else None)
            at += rule + row.height_pt
        page.draw_rules([(left, at + bottom / 2, right, at + bottom / 2)], bottom)

    def _figure(self, made: SetFigure, stand: Stand) -> None:
        page, pieces = self._on(stand)
        frame = self._setup.profile.frames[made.figure.role]
        left = self._left + left_beside(frame.align, self._room - made.width_pt)
        page.place_figure(made, left, next(pieces).top_pt)


def _kind(made: SetParagraph) -> str:
    level = made.paragraph.heading_level
    return "P" if level is None else f"H{level + 1}"


def _open(row: SetRow) -> Iterator[tuple[int, int]]:
    """Yield from where to where columns begin cells in a row."""
    start: int | None = None
    for at, cell in enumerate((*row.cells, None)):
        if cell and cell.span:
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None
