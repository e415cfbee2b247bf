"""Tables and panels, row by row as XML: python-docx's cells would make it quadratic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from reportgen.layout.styles import Align, Anchor, TableStyle
from reportgen.typeset.layout import (
    SetPanel,
    SetParagraph,
    SetRow,
    SetTable,
    Stand,
)
from reportgen.typeset.looks import Setup, points
from reportgen.writers.docx.paragraphs import paragraph_element
from reportgen.writers.docx.wml import (
    TWIPS_PER_PT,
    borders,
    cell_margins,
    empty_paragraph,
    mm_twips,
    no_indent,
    page_position,
    table_element,
    tiny_paragraph,
    w,
)

_ALL_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_elements(made: SetTable, stands: Iterable[Stand], setup: Setup) -> Iterator[_Element]:
    """Write a table with fixed columns: one for each page, with its own head.

    Programs agree on a page break between tables, and on no other way to part one.
    """
    for number, stand in enumerate(stands):
        if number:
            yield tiny_paragraph(w("pageBreakBefore"))
        yield _part(made, stand.rows, setup)


def _part(made: SetTable, rows: Iterable[SetRow], setup: Setup) -> _Element:
    table = made.table
    style = setup.profile.tables[table.role]
    # Word's columns share the outer lines with the text block's edges
    edges = round(float(style.border_pt) * TWIPS_PER_PT) // 2
    widths = [round(width * TWIPS_PER_PT) for width in made.widths_pt]
    widths[0] += edges
    widths[-1] += edges
    heads = [style.head] * len(widths)
    bodies = [style.column(column.role).style for column in table.columns]
    padding = style.padding_mm
    return table_element(
        widths,
        [
            _row(made.head, widths, heads, style, setup, w("tblHeader")),
            *(_row(row, widths, bodies, style, setup) for row in rows),
        ],
        indent=no_indent(),
        lines=borders(dict.fromkeys(_ALL_EDGES, style.border_pt)),
        margins=cell_margins(*map(mm_twips, (padding.top, padding.side, padding.bottom))),
        description=table.summary,
    )


def _row(
    row: SetRow,
    widths: list[int],
    styles: list[str],
    style: TableStyle,
    setup: Setup,
    head: _Element | None = None,
) -> _Element:
    # Word counts a row's least height without its cells' padding and line
    padding = points(style.padding_mm.top + style.padding_mm.bottom)
    least = round((row.height_pt - padding - float(style.border_pt)) * TWIPS_PER_PT)
    height = w("trHeight", val=least, hRule="atLeast") if row.grown else None
    cells = (
        _cell(width, cell.paragraphs, text, setup, cell.span)
        for cell, width, text in zip(row.cells, widths, styles, strict=True)
    )
    return w("tr", w("trPr", w("cantSplit"), height, head), *cells)


def _cell(
    width: int,
    paragraphs: Iterable[SetParagraph],
    style: str,
    setup: Setup,
    rows: int = 1,
    columns: int = 1,
    anchor: Anchor = Anchor.CENTER,
) -> _Element:
    """Return a cell over so many rows and columns; 0 rows: it is covered by one above.

    Even a covered cell's paragraph takes its style's line in Word.
    """
    span = w("gridSpan", val=columns) if columns > 1 else None
    merge = w("vMerge", val="restart" if rows else None) if rows != 1 else None
    properties = w(
        "tcPr", w("tcW", w=width, type="dxa"), span, merge, w("vAlign", val=anchor.value)
    )
    written = [paragraph_element(each, setup) for each in paragraphs if rows]
    return w("tc", properties, *(written or [empty_paragraph(style)]))


def panel_element(panel: SetPanel, setup: Setup, position: _Element | None = None) -> _Element:
    """Write text side by side as a table without a frame, where the text stands."""
    style = setup.profile.panels[panel.panel.role]
    # what fills the text block isn't aligned: some programs would centre it on the page
    fills = sum(panel.widths_pt) >= points(setup.profile.upright.text_width_mm) - 1
    alignment = None if fills or style.align is Align.LEFT else w("jc", val=style.align.value)
    rules = {
        "top": style.rule_top_pt,
        "bottom": style.rule_bottom_pt,
        "insideH": style.rule_inner_pt,
    }
    return table_element(
        [round(width * TWIPS_PER_PT) for width in panel.widths_pt],
        (_panel_row(row, setup) for row in panel.rows),
        position=position,
        alignment=alignment,
        indent=no_indent(),
        lines=borders(rules),
    )


def foot_element(panel: SetPanel, setup: Setup) -> _Element:
    """Write a panel at the foot of the page, where it stays when the text above is edited.

    It hangs on the page, not the margin: LibreOffice lets a table as wide as the text not float.
    """
    left = mm_twips(setup.profile.margins.left_mm)
    position = page_position(vertAnchor="margin", horzAnchor="page", tblpX=left, tblpYSpec="bottom")
    return panel_element(panel, setup, position)


def _panel_row(row: SetRow, setup: Setup) -> _Element:
    cells = (
        _cell(
            round(each.width_pt * TWIPS_PER_PT),
            each.paragraphs,
            each.paragraphs[0].paragraph.style,
            setup,
            columns=each.columns,
            anchor=each.anchor,
        )
        for each in row.cells
    )
    return w("tr", w("trPr", w("cantSplit")), *cells)
