"""Tables, row by row as XML: python-docx's cells would make it quadratic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element

from reportgen.layout.styles import TableStyle
from reportgen.typeset.layout import SetCell, SetRow, SetTable, TablePart
from reportgen.typeset.looks import Setup, points
from reportgen.writers.docx.body import Bookmarks, paragraph_element, tiny_paragraph
from reportgen.writers.docx.wml import TWIPS_PER_PT, eighths, mm_twips, w

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_elements(made: SetTable, setup: Setup, bookmarks: Bookmarks) -> Iterator[_Element]:
    """Write a table with fixed columns: one for each page, with its own head.

    Programs agree on a page break between tables, and on no other way to part one.
    """
    for number, part in enumerate(made.parts):
        if number:
            yield tiny_paragraph(w("pageBreakBefore"))
        yield _part(made, part, setup, bookmarks)


def _part(made: SetTable, part: TablePart, setup: Setup, bookmarks: Bookmarks) -> _Element:
    table = made.table
    style = setup.profile.tables[table.role]
    # Word's columns share the outer lines with the text block's edges
    edges = round(float(style.border_pt) * TWIPS_PER_PT) // 2
    widths = [round(width * TWIPS_PER_PT) for width in made.widths_pt]
    widths[0] += edges
    widths[-1] += edges
    heads = [_Column(width, style.head) for width in widths]
    columns = [
        _Column(width, style.column(column.role).style)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    properties = _table_properties(made, style, sum(widths))
    head = _row(made.head, heads, style, setup, bookmarks, w("tblHeader"))
    rows = (_row(row, columns, style, setup, bookmarks) for row in part.rows)
    return w("tbl", properties, grid, head, *rows)


class _Column(NamedTuple):
    """A column's width in twips and the style of its text."""

    width: int
    style: str


def _table_properties(made: SetTable, style: TableStyle, width: int) -> _Element:
    width_of_lines = eighths(style.border_pt)
    padding = style.padding_mm
    sides = {
        "top": padding.top,
        "left": padding.side,
        "bottom": padding.bottom,
        "right": padding.side,
    }
    properties = w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("tblInd", w=0, type="dxa"),
        w(
            "tblBorders",
            *(w(edge, val="single", sz=width_of_lines, space=0, color="000000") for edge in _EDGES),
        ),
        w("tblLayout", type="fixed"),
        w(
            "tblCellMar",
            *(w(side, w=mm_twips(value), type="dxa") for side, value in sides.items()),
        ),
    )
    if made.table.summary:
        properties.append(w("tblDescription", val=made.table.summary))
    return properties


def _row(
    row: SetRow,
    columns: list[_Column],
    style: TableStyle,
    setup: Setup,
    bookmarks: Bookmarks,
    *properties: _Element,
) -> _Element:
    if row.grown:
        # Word counts a row's least height without its cells' padding and line
        padding = points(style.padding_mm.top + style.padding_mm.bottom)
        height = row.height_pt - padding - float(style.border_pt)
        least = w("trHeight", val=round(height * TWIPS_PER_PT), hRule="atLeast")
        properties = (least, *properties)
    cells = (
        _cell(cell, column, setup, bookmarks)
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return w("tr", w("trPr", w("cantSplit"), *properties), *cells)


def _cell(cell: SetCell, column: _Column, setup: Setup, bookmarks: Bookmarks) -> _Element:
    properties = w("tcPr", w("tcW", w=column.width, type="dxa"))
    if cell.span > 1:
        properties.append(w("vMerge", val="restart"))
    elif cell.span == 0:
        properties.append(w("vMerge"))
    properties.append(w("vAlign", val="center"))
    paragraphs = cell.paragraphs if cell.span else ()
    written = [paragraph_element(each, setup, bookmarks) for each in paragraphs]
    # even a covered cell's paragraph takes its line's height in Word
    empty = w("p", w("pPr", w("pStyle", val=column.style)))
    return w("tc", properties, *(written or [empty]))
