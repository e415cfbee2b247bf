"""Tables and panels, row by row as XML: python-docx's cells would make it quadratic."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from lxml.etree import _Element

from reportgen.layout.styles import Align
from reportgen.typeset.layout import SetCell, SetPanel, SetRow, SetTable, Stand
from reportgen.typeset.looks import Setup, points
from reportgen.writers.docx import wml
from reportgen.writers.docx.paragraphs import paragraph_element
from reportgen.writers.docx.wml import TWIPS_PER_PT, mm_twips, w


def table_elements(made: SetTable, stands: Iterable[Stand], setup: Setup) -> Iterator[_Element]:
    """Write a table with fixed columns: one for each page, with its own head.

    Programs agree on a page break between tables, and on no other way to part one.
    """
    for number, stand in enumerate(stands):
        if number:
            yield wml.tiny_paragraph(w("pageBreakBefore"))
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
    # Word counts a row's least height without its cells' padding and line
    frame_pt = points(padding.top + padding.bottom) + float(style.border_pt)

    def height(row: SetRow) -> _Element | None:
        least = round((row.height_pt - frame_pt) * TWIPS_PER_PT)
        return w("trHeight", val=least, hRule="atLeast") if row.grown else None

    edges_pt = dict.fromkeys(
        ("top", "left", "bottom", "right", "insideH", "insideV"), style.border_pt
    )
    return wml.table_element(
        widths,
        [
            _row(made.head, widths, heads, setup, height(made.head), w("tblHeader")),
            *(_row(row, widths, bodies, setup, height(row)) for row in rows),
        ],
        indent=wml.no_indent(),
        lines=wml.borders(edges_pt),
        margins=wml.cell_margins(*map(mm_twips, (padding.top, padding.side, padding.bottom))),
        description=table.summary,
    )


def _row(
    row: SetRow,
    widths: Iterable[int],
    styles: Iterable[str],
    setup: Setup,
    *properties: _Element | None,
) -> _Element:
    cells = (_cell(*each, setup) for each in zip(row.cells, widths, styles, strict=True))
    return w("tr", w("trPr", w("cantSplit"), *properties), *cells)


def _cell(cell: SetCell, width: int, style: str, setup: Setup) -> _Element:
    """Return a cell; even a covered one's paragraph takes its style's line in Word."""
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=cell.columns) if cell.columns > 1 else None,
        w("vMerge", val="restart" if cell.span else None) if cell.span != 1 else None,
        w("vAlign", val=cell.anchor.value),
    )
    written = [paragraph_element(each, setup) for each in cell.paragraphs if cell.span]
    return w("tc", properties, *(written or [wml.empty_paragraph(style)]))


def panel_element(panel: SetPanel, setup: Setup, position: _Element | None = None) -> _Element:
    """Write text side by side as a table without a frame, where the text stands."""
    style = setup.profile.panels[panel.panel.role]
    # what fills the text block isn't aligned: some programs would centre it on the page
    fills = sum(panel.widths_pt) >= points(setup.profile.text_width_mm) - 1
    alignment = None if fills or style.align is Align.LEFT else w("jc", val=style.align.value)
    rules = {
        "top": style.rule_top_pt,
        "bottom": style.rule_bottom_pt,
        "insideH": style.rule_inner_pt,
    }
    return wml.table_element(
        [round(width * TWIPS_PER_PT) for width in panel.widths_pt],
        (
            _row(
                row,
                (round(cell.width_pt * TWIPS_PER_PT) for cell in row.cells),
                (cell.paragraphs[0].paragraph.style for cell in row.cells),
                setup,
            )
            for row in panel.rows
        ),
        position=position,
        alignment=alignment,
        indent=wml.no_indent(),
        lines=wml.borders(rules),
    )


def foot_element(panel: SetPanel, left_mm: Decimal, setup: Setup) -> _Element:
    """Write a panel at the foot of the page, where it stays when the text above is edited.

    It hangs on the page, not the margin: LibreOffice lets a table as wide as the text not float.
    """
    left = mm_twips(left_mm)
    place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": left, "tblpYSpec": "bottom"}
    return panel_element(panel, setup, wml.page_position(**place))
