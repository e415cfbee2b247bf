"""Panels, text side by side, as tables without a frame."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from reportgen.layout.styles import Align
from reportgen.typeset.layout import SetPanel, SetPanelCell
from reportgen.typeset.looks import Setup, points
from reportgen.writers.docx.body import Bookmarks, paragraph_element
from reportgen.writers.docx.wml import TWIPS_PER_PT, eighths, mm_twips, w


def panel_element(panel: SetPanel, setup: Setup, bookmarks: Bookmarks) -> _Element:
    """Write a panel where the text stands."""
    return _table(panel, setup, bookmarks)


def foot_element(panel: SetPanel, setup: Setup, bookmarks: Bookmarks) -> _Element:
    """Write a panel at the foot of the page, where it stays when the text above is edited.

    It hangs on the page, not the margin: LibreOffice lets a table as wide as the text not float.
    """
    position = w(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        topFromText=0,
        bottomFromText=0,
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=mm_twips(setup.profile.margins.left_mm),
        tblpYSpec="bottom",
    )
    return _table(panel, setup, bookmarks, position)


def _table(panel: SetPanel, setup: Setup, bookmarks: Bookmarks, *position: _Element) -> _Element:
    style = setup.profile.panels[panel.panel.role]
    widths = [round(width * TWIPS_PER_PT) for width in panel.widths_pt]
    # what fills the text block isn't aligned: some programs would centre it on the page
    fills = sum(panel.widths_pt) >= points(setup.profile.upright.text_width_mm) - 1
    aligned = [] if fills or style.align is Align.LEFT else [w("jc", val=style.align.value)]
    rules = {
        "top": style.rule_top_pt,
        "bottom": style.rule_bottom_pt,
        "insideH": style.rule_inner_pt,
    }
    edges = ("top", "left", "bottom", "right")
    properties = w(
        "tblPr",
        *position,
        w("tblW", w=sum(widths), type="dxa"),
        *aligned,
        w("tblInd", w=0, type="dxa"),
        w(
            "tblBorders",
            *(
                w(edge, val="single", sz=eighths(rule), space=0, color="000000")
                for edge, rule in rules.items()
                if rule
            ),
        ),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(edge, w=0, type="dxa") for edge in edges)),
    )
    element = w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)))
    for cells in _rows(panel):
        written = (_cell(cell, covered, setup, bookmarks) for cell, covered in cells)
        element.append(w("tr", w("trPr", w("cantSplit")), *written))
    return element


def _rows(panel: SetPanel) -> Iterator[list[tuple[SetPanelCell, bool]]]:
    """Yield each row's cells from left to right; True for those that began in a row above."""
    for index in range(len(panel.rows)):
        reaching = [
            (cell, start < index)
            for start, row in enumerate(panel.rows[: index + 1])
            for cell in row
            if start + cell.rows > index
        ]
        yield sorted(reaching, key=lambda each: each[0].column)


def _cell(cell: SetPanelCell, covered: bool, setup: Setup, bookmarks: Bookmarks) -> _Element:
    properties = w("tcPr", w("tcW", w=round(cell.width_pt * TWIPS_PER_PT), type="dxa"))
    if cell.columns > 1:
        properties.append(w("gridSpan", val=cell.columns))
    if covered:
        properties.append(w("vMerge"))
    elif cell.rows > 1:
        properties.append(w("vMerge", val="restart"))
    properties.append(w("vAlign", val="center"))
    if covered:
        style = cell.paragraphs[0].paragraph.style
        return w("tc", properties, w("p", w("pPr", w("pStyle", val=style))))
    paragraphs = (paragraph_element(each, setup, bookmarks) for each in cell.paragraphs)
    return w("tc", properties, *paragraphs)
