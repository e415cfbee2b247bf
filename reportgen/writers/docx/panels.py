"""Panels, text side by side, as tables without a frame."""

from __future__ import annotations

from decimal import Decimal

from lxml.etree import _Element

from reportgen.document.spans import PanelSpot, panel_spots
from reportgen.document.tree import Panel
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import Align
from reportgen.writers.docx.body import Bookmarks, paragraph_element
from reportgen.writers.docx.wml import eighths, mm_twips, w


def panel_element(panel: Panel, profile: LayoutProfile, bookmarks: Bookmarks) -> _Element:
    """Write a panel where the text stands."""
    return _table(panel, profile, bookmarks)


def foot_element(panel: Panel, profile: LayoutProfile, bookmarks: Bookmarks) -> _Element:
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
        tblpX=mm_twips(profile.margins.left_mm),
        tblpYSpec="bottom",
    )
    return _table(panel, profile, bookmarks, position)


def _table(
    panel: Panel, profile: LayoutProfile, bookmarks: Bookmarks, *position: _Element
) -> _Element:
    style = profile.panels[panel.role]
    columns = profile.panel_widths_mm(panel)
    widths = [mm_twips(width) for width in columns]
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
        *([] if style.align is Align.LEFT else [w("jc", val=style.align.value)]),
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
    for spots in panel_spots(panel):
        cells = (_cell(spot, columns, profile, bookmarks) for spot in spots)
        element.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return element


def _cell(
    spot: PanelSpot, columns: tuple[Decimal, ...], profile: LayoutProfile, bookmarks: Bookmarks
) -> _Element:
    cell = spot.cell
    properties = w("tcPr", w("tcW", w=mm_twips(spot.width(columns)), type="dxa"))
    if cell.columns > 1:
        properties.append(w("gridSpan", val=cell.columns))
    if spot.covered:
        properties.append(w("vMerge"))
    elif cell.rows > 1:
        properties.append(w("vMerge", val="restart"))
    properties.append(w("vAlign", val="center"))
    if spot.covered:
        return w("tc", properties, w("p", w("pPr", w("pStyle", val=cell.paragraphs[0].style))))
    paragraphs = (paragraph_element(each, profile, bookmarks) for each in cell.paragraphs)
    return w("tc", properties, *paragraphs)
