"""Put a document's parts together into the bytes of a DOCX file."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

from reportgen.document.tree import Document
from reportgen.layout.profile import LayoutProfile
from reportgen.packages import with_fixed_times
from reportgen.typeset.layout import (
    FlowParagraph,
    Layout,
    SetFigure,
    SetPanel,
    SetSection,
    SetTable,
    pages_of,
)
from reportgen.typeset.looks import Setup
from reportgen.writers.docx.body import Bookmarks, paragraph_element, tiny_paragraph
from reportgen.writers.docx.figures import figure_element
from reportgen.writers.docx.pages import section_properties, write_headers
from reportgen.writers.docx.panels import foot_element, panel_element
from reportgen.writers.docx.settings import write_settings
from reportgen.writers.docx.styles import write_styles
from reportgen.writers.docx.tables import table_elements
from reportgen.writers.docx.wml import replace_children, w

# the theme stays, since the format demands one, but no style refers to its fonts
_UNUSED = frozenset({"stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail"})
_CHINESE = "86"  # GB 2312
_CHINESE_SIGNATURE = {
    **dict.fromkeys(("usb0", "usb2", "usb3", "csb1"), "00000000"),
    "usb1": "080E0000",
    "csb0": "00040000",
}
_APPLICATION = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>reportgen</Application></Properties>"""


def write_docx(layout: Layout, setup: Setup) -> bytes:
    """Return the DOCX of a document; the same layout gives the same bytes."""
    document, profile = layout.document, setup.profile
    word = docx.Document()
    _drop_parts(word)
    write_styles(word, profile, document.language)
    write_settings(word, document.language)
    _write_font_table(word, profile)
    _write_properties(word, document)
    body = word.element.body
    replace_children(body)
    bookmarks = Bookmarks()
    last = len(layout.sections) - 1
    for index, section in enumerate(layout.sections):
        body.extend(_blocks(word, section, setup, bookmarks))
        first_page = document.first_page if index == 0 else None
        properties = section_properties(section, profile, first_page)
        if index == last:
            body.append(properties)
        else:
            body[-1].get_or_add_pPr().append(properties)
    write_headers(word, layout.sections, setup)
    return _same_bytes(word)


def _blocks(
    word: WordDocument, section: SetSection, setup: Setup, bookmarks: Bookmarks
) -> list[_Element]:
    elements: list[_Element] = []
    page = section.first_page
    for block in section.blocks:
        first, last = pages_of(block)
        match block:
            case FlowParagraph(made):
                elements.append(paragraph_element(made, setup, bookmarks, block))
            case SetPanel():
                elements += _between_tables(elements)
                elements.append(panel_element(block, setup, bookmarks))
            case SetTable():
                if first > page:
                    elements.append(tiny_paragraph(w("pageBreakBefore")))
                elements += _between_tables(elements)
                elements += table_elements(block, setup, bookmarks)
            case SetFigure():
                elements.append(figure_element(word, block, setup.profile))
        page = last
    if not elements or isinstance(section.blocks[-1], SetTable | SetPanel):
        # Word wants a paragraph after a table; LibreOffice begins a page with one that doesn't float
        elements.append(tiny_paragraph())
    if section.imprint:
        elements += [foot_element(section.imprint, setup, bookmarks), tiny_paragraph()]
    return elements


def _between_tables(elements: list[_Element]) -> list[_Element]:
    """Return what keeps Word from joining a table to the one before."""
    return [tiny_paragraph()] if elements and elements[-1].tag == qn("w:tbl") else []


def _drop_parts(word: WordDocument) -> None:
    """Drop what python-docx's template carries besides the text: its thumbnail, its fonts."""
    for relationships in (word.part.rels, word.part.package.rels):
        for name, relationship in list(relationships.items()):
            if relationship.reltype.rpartition("/")[2] in _UNUSED:
                relationships.pop(name)


def _write_font_table(word: WordDocument, profile: LayoutProfile) -> None:
    """Name the faces, and by what a machine without one finds another full-width face."""
    table = w("fonts")
    for names in profile.faces.values():
        font = w("font", name=names.official)
        if others := (*names.aliases, *names.instead):
            font.append(w("altName", val=",".join(others)))
        if names.panose:
            font.append(w("panose1", val=names.panose))
        font.extend(
            [w("charset", val=_CHINESE), w("family", val="auto"), w("pitch", val="default")]
        )
        font.append(w("sig", **_CHINESE_SIGNATURE))
        table.append(font)
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write_properties(word: WordDocument, document: Document) -> None:
    moment = datetime.combine(document.date, time(), UTC)
    properties = word.core_properties
    properties.title = document.title
    properties.author = document.author
    properties.last_modified_by = document.author
    properties.language = document.language
    properties.created = properties.modified = moment
    properties.comments = ""
    properties.keywords = ""
    properties.revision = 1
    extended = word.part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    extended._blob = _APPLICATION


def _same_bytes(word: WordDocument) -> bytes:
    """Save with the zip's times fixed."""
    raw = io.BytesIO()
    word.save(raw)
    return with_fixed_times(raw.getvalue())
