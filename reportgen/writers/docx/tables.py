"""Tables, row by row as XML: python-docx's cells would make it quadratic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml.etree import _Element

from reportgen.document.spans import row_spans
from reportgen.document.tree import Cell, Row, Section, Table
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import TableStyle
from reportgen.writers.docx.body import Bookmarks, paragraph_element, tiny_paragraph
from reportgen.writers.docx.wml import TWIPS_PER_PT, eighths, mm_twips, w

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_elements(
    table: Table, section: Section, profile: LayoutProfile, bookmarks: Bookmarks
) -> Iterator[_Element]:
    """Write a table with fixed columns, its head repeated and no row cut at a page's end.

    Where a row stands apart, a table of its own begins on the next page.
    """
    style = profile.tables[table.role]
    widths = [mm_twips(width) for width in profile.column_widths_mm(table, section)]
    heads = [_Column(width, style.head) for width in widths]
    columns = [
        _Column(width, style.column(column.role).style)
        for width, column in zip(widths, table.columns, strict=True)
    ]

    def begun(*, page_break: bool) -> _Element:
        grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
        head = replace(table.head, page_break=page_break)
        row = _row(head, heads, (1,) * len(heads), profile, bookmarks, w("tblHeader"))
        return w("tbl", _table_properties(table, style, sum(widths)), grid, row)

    element = begun(page_break=False)
    for row, spans in zip(table.rows, row_spans(table), strict=True):
        if row.apart:
            yield from (element, tiny_paragraph())
            element = begun(page_break=True)
        broken = replace(row, page_break=row.page_break and not row.apart)
        element.append(_row(broken, columns, spans, profile, bookmarks))
    yield element


class _Column(NamedTuple):
    """A column's width in twips and the style of its text."""

    width: int
    style: str


def _table_properties(table: Table, style: TableStyle, width: int) -> _Element:
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
    if table.summary:
        properties.append(w("tblDescription", val=table.summary))
    return properties


def _row(
    row: Row,
    columns: list[_Column],
    spans: tuple[int, ...],
    profile: LayoutProfile,
    bookmarks: Bookmarks,
    *properties: _Element,
) -> _Element:
    if row.min_height_pt:
        height = round(row.min_height_pt * TWIPS_PER_PT)
        properties = (w("trHeight", val=height, hRule="atLeast"), *properties)
    element = w("tr", w("trPr", w("cantSplit"), *properties))
    cells = [
        _cell(cell, column, span, profile, bookmarks)
        for cell, column, span in zip(row.cells, columns, spans, strict=True)
    ]
    if row.page_break:
        # in a row's first paragraph this moves the row and leaves the head repeated
        properties_of_first = next(cells[0].iter(qn("w:pPr")))
        properties_of_first.insert(1, w("pageBreakBefore"))
    element.extend(cells)
    return element


def _cell(
    cell: Cell, column: _Column, span: int, profile: LayoutProfile, bookmarks: Bookmarks
) -> _Element:
    properties = w("tcPr", w("tcW", w=column.width, type="dxa"))
    if span > 1:
        properties.append(w("vMerge", val="restart"))
    elif span == 0:
        properties.append(w("vMerge"))
    properties.append(w("vAlign", val="center"))
    paragraphs = cell.paragraphs if span else ()
    written = [paragraph_element(paragraph, profile, bookmarks) for paragraph in paragraphs]
    # even a covered cell's paragraph takes its line's height in Word
    empty = w("p", w("pPr", w("pStyle", val=column.style)))
    return w("tc", properties, *(written or [empty]))
