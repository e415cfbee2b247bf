"""Make WordprocessingML elements of python-docx's own classes, and measures in Word's units."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from lxml.etree import _Element

from reportgen.base.numbers import rounded
from reportgen.layout.styles import POINTS_PER_MM

TWIPS_PER_PT = 20
BLACK = "000000"
_NAMESPACES = {"w": nsmap["w"]}
_W = f"{{{nsmap['w']}}}"


def w(tag: str, *children: _Element | None, **attributes: object) -> _Element:
    """Make ``<w:tag>`` with attributes ``w:…``; what is None is left out."""
    element: _Element = oxml_parser.makeelement(_W + tag, nsmap=_NAMESPACES)
    for name, value in attributes.items():
        if value is not None:
            element.set(_W + name, str(value))
    element.extend([child for child in children if child is not None])
    return element


def flag(tag: str, state: object) -> _Element | None:
    """Make ``<w:tag/>`` where something holds."""
    return w(tag) if state else None


def twips(points: Decimal) -> int:
    """Convert pt to twentieths of a point."""
    return int(rounded(points * TWIPS_PER_PT, 0))


def mm_twips(millimetres: Decimal) -> int:
    """Convert mm to twentieths of a point."""
    return twips(millimetres * POINTS_PER_MM)


def sizes(points: Decimal | float) -> tuple[_Element, _Element]:
    """Make the size of text, which Word gives in half points."""
    return w("sz", val=int(points * 2)), w("szCs", val=int(points * 2))


def line(edge: str, width_pt: Decimal, colour: str = BLACK) -> _Element:
    """Make a line at an edge, whose width Word gives in eighths of a point."""
    return w(edge, val="single", sz=int(rounded(width_pt * 8, 0)), space=0, color=colour)


def text_run(text: str, properties: _Element | None = None) -> _Element:
    """Make a run; a newline, where there is one, stands first."""
    shown = text.removeprefix("\n")
    written = w("t")
    written.text = shown
    written.set(qn("xml:space"), "preserve")
    return w("r", properties, flag("br", shown != text), written if shown else None)


def field(instruction: str, shown: str, properties: _Element | None = None) -> _Element:
    """Make a field with the text it shows until Word computes it."""
    return w("fldSimple", text_run(shown, properties), instr=instruction)


def empty_paragraph(style: str) -> _Element:
    """Make a paragraph without text, which takes a line of its style."""
    return w("p", w("pPr", w("pStyle", val=style)))


def tiny_paragraph(*properties: _Element) -> _Element:
    """Make a paragraph that takes hardly any room, such as Word demands after a table.

    A page of 22 lines leaves 0.9 pt, Word takes no line below 0.7 pt.
    """
    spacing = w("spacing", before=0, after=0, line=14, lineRule="exact")
    return w("p", w("pPr", *properties, spacing, w("rPr", *sizes(1))))


def cell_margins(top: int = 0, side: int = 0, bottom: int = 0) -> _Element:
    """Make the room between a table's lines and its text, in twips."""
    sides = {"top": top, "left": side, "bottom": bottom, "right": side}
    return w("tblCellMar", *(w(name, w=room, type="dxa") for name, room in sides.items()))


def borders(widths_pt: Mapping[str, Decimal], colour: str = BLACK) -> _Element:
    """Make a table's lines, edge by edge; there is none where the width is 0."""
    return w("tblBorders", *(line(edge, pt, colour) for edge, pt in widths_pt.items() if pt))


def table_element(
    widths: Sequence[int],
    rows: Iterable[_Element],
    *,
    position: _Element | None = None,
    alignment: _Element | None = None,
    indent: _Element | None = None,
    lines: _Element | None = None,
    margins: _Element | None = None,
    description: str | None = None,
) -> _Element:
    """Make a table of columns so many twips wide, its properties in the schema's order."""
    properties = w(
        "tblPr",
        position,
        w("tblW", w=sum(widths), type="dxa"),
        alignment,
        indent,
        lines,
        w("tblLayout", type="fixed"),
        cell_margins() if margins is None else margins,
        w("tblDescription", val=description) if description else None,
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def no_indent() -> _Element:
    """Say that a table begins at the text block's edge."""
    return w("tblInd", w=0, type="dxa")


def page_position(**place: object) -> _Element:
    """Make a table float, with no room of its own around it, where ``place`` says."""
    around = dict.fromkeys(("leftFromText", "rightFromText", "topFromText", "bottomFromText"), 0)
    return w("tblpPr", **around, **place)
