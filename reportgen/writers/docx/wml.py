"""Make WordprocessingML elements of python-docx's own classes, and measures in Word's units."""

from __future__ import annotations

from decimal import Decimal

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from lxml.etree import _Element

from reportgen.layout.styles import POINTS_PER_MM
from reportgen.model.numbers import rounded

TWIPS_PER_PT = 20
_NAMESPACES = {"w": nsmap["w"]}
_W = f"{{{nsmap['w']}}}"


def w(tag: str, *children: _Element, **attributes: object) -> _Element:
    """Make ``<w:tag>``; attribute names get the ``w:`` prefix, a trailing underscore is dropped."""
    element: _Element = oxml_parser.makeelement(_W + tag, nsmap=_NAMESPACES)
    for name, value in attributes.items():
        element.set(_W + name.rstrip("_"), str(value))
    element.extend(children)
    return element


def text_element(tag: str, text: str) -> _Element:
    """Make an element with text whose blanks are kept."""
    element = w(tag)
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def replace_children(element: _Element, *children: _Element) -> None:
    """Put children in the place of all that a template's element holds."""
    element[:] = children


def twips(points: Decimal) -> int:
    """Convert pt to twentieths of a point."""
    return int(rounded(points * TWIPS_PER_PT, 0))


def mm_twips(millimetres: Decimal) -> int:
    """Convert mm to twentieths of a point."""
    return twips(millimetres * POINTS_PER_MM)


def eighths(points: Decimal) -> int:
    """Convert pt to eighths of a point, in which Word gives the width of lines."""
    return int(rounded(points * 8, 0))
