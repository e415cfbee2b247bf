"""Put a document's blocks and parts together into the bytes of a DOCX file."""

import io
from copy import deepcopy
from dataclasses import replace
from typing import cast

import docx
import resvg_py
from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.package import Package
from docx.shared import Length, Pt
from lxml.etree import _Element

from reportgen.base.packages import with_fixed_times
from reportgen.document.tree import Chart, Image, ImageKind
from reportgen.layout.profile import LayoutProfile
from reportgen.typeset.layout import (
    Content,
    Layout,
    SetBlock,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetSection,
    SetTable,
)
from reportgen.typeset.lines import cut
from reportgen.typeset.looks import Setup
from reportgen.writers.docx.pages import section_properties, write_headers
from reportgen.writers.docx.paragraphs import paragraph_element
from reportgen.writers.docx.styles import (
    drop_template,
    write_fonts,
    write_properties,
    write_settings,
    write_styles,
)
from reportgen.writers.docx.tables import foot_element, panel_element, table_elements
from reportgen.writers.docx.wml import tiny_paragraph, w
from reportgen.writers.readback import check_docx

_DOTS_PER_MM = 300 / 25.4


class DocxEngine:
    """Writes Word files by one profile; what is alike in all of them is made once and copied."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._empty: dict[str, Package] = {}

    def write(self, layout: Layout) -> bytes:
        """Return the DOCX of a document; the same layout gives the same bytes.

        Raises OutputError where the numbers that can be read back aren't the layout's.
        """
        content = with_fixed_times(self._saved(layout))
        check_docx(content, layout)
        return content

    def _saved(self, layout: Layout) -> bytes:
        document, setup = layout.document, self._setup
        if document.language not in self._empty:
            self._empty[document.language] = _empty(setup.profile, document.language)
        word = deepcopy(self._empty[document.language]).main_document_part.document
        write_properties(word, document)
        body = word.element.body
        for index, section in enumerate(layout.sections):
            body.extend(_blocks(word, section, setup))
            first_page = document.first_page if index == 0 else None
            properties = section_properties(section, setup.profile, first_page)
            if section is layout.sections[-1]:
                body.append(properties)
            else:
                body[-1].get_or_add_pPr().append(properties)
        write_headers(word, layout.sections, setup)
        _number_marks(word)
        raw = io.BytesIO()
        word.save(raw)
        return raw.getvalue()


def _empty(profile: LayoutProfile, language: str) -> Package:
    """Return a file without text, with the profile's styles, faces and settings."""
    word = docx.Document()
    drop_template(word)
    write_styles(word, profile, language)
    write_settings(word, language)
    write_fonts(word, profile)
    word.element.body[:] = []
    return cast(Package, word.part.package)


def _blocks(word: WordDocument, section: SetSection, setup: Setup) -> list[_Element]:
    elements: list[_Element] = []
    page = section.first_page
    for block in section.blocks:
        match block.made:
            case SetParagraph() as made if block.parts_by_command:
                head, tail = cut(made, block.stands[-1].first)
                elements.append(paragraph_element(head, setup, replace(block, keeps_next=False)))
                elements.append(paragraph_element(tail, setup, replace(block, starts_page=True)))
            case SetParagraph() as made:
                elements.append(paragraph_element(made, setup, block))
            case SetPanel() as made:
                elements += _between_tables(elements)
                elements.append(panel_element(made, setup))
            case SetTable() as made:
                if block.stands[0].page > page:
                    elements.append(tiny_paragraph(w("pageBreakBefore")))
                elements += _between_tables(elements)
                elements += table_elements(made, block.stands, setup)
            case SetFigure() as made:
                elements.append(_figure(word, made, setup.profile, block))
        page = block.stands[-1].page
    if not elements or isinstance(section.blocks[-1].made, SetTable | SetPanel):
        # Word wants a paragraph after a table; LibreOffice begins a page with one that doesn't float
        elements.append(tiny_paragraph())
    if section.imprint:
        left = setup.profile.page_of(section.section).margins.left_mm
        elements += [foot_element(section.imprint.made, left, setup), tiny_paragraph()]
    return elements


def _between_tables(elements: list[_Element]) -> list[_Element]:
    """Return what keeps Word from joining a table to the one before."""
    return [tiny_paragraph()] if elements and elements[-1].tag == qn("w:tbl") else []


def _number_marks(word: WordDocument) -> None:
    """Give each bookmark and picture a number of its own, the text's first, then those of headers."""
    parts = [part for part in word.part.package.iter_parts() if isinstance(part, XmlPart)]
    for name, id_ in (
        ("w:bookmarkStart", qn("w:id")),
        ("w:bookmarkEnd", qn("w:id")),
        ("wp:docPr", "id"),
    ):
        marks = (mark for part in parts for mark in part.element.iter(qn(name)))
        for number, mark in enumerate(marks, start=1):
            mark.set(id_, str(number))


def _figure(
    word: WordDocument, made: SetFigure, profile: LayoutProfile, flow: SetBlock[Content]
) -> _Element:
    """Put a picture or chart into the Word file and return its paragraph."""
    figure = made.figure
    width, height = Pt(made.width_pt), Pt(made.height_pt)
    if isinstance(figure.content, Chart):
        from reportgen.writers.docx.charts import add_chart  # few documents need it

        inline = _chart_frame(add_chart(word, figure.content, figure.role, profile), width, height)
    else:
        content = io.BytesIO(_shown(figure.content, width, height))
        inline = word.part.new_pic_inline(content, width, height)
    described = next(inline.iter(qn("wp:docPr")))
    described.set("descr", figure.alternative)
    properties = w("pPr", w("pStyle", val=figure.role))
    if flow.starts_page:
        properties.extend((w("pageBreakBefore"), w("spacing", before=0)))
    return w("p", properties, w("r", w("drawing", inline)))


def _shown(image: Image, width: Length, height: Length) -> bytes:
    """Return a picture as Word can show it: SVG as PNG of 300 dpi."""
    if image.kind is not ImageKind.SVG:
        return image.content
    across, down = (round(side.mm * _DOTS_PER_MM) for side in (width, height))
    return bytes(resvg_py.svg_to_bytes(image.content.decode(), width=across, height=down))


def _chart_frame(relation: str, width: Length, height: Length) -> _Element:
    return parse_xml(
        f"<wp:inline {nsdecls('wp', 'a', 'r')}>"
        f'<wp:extent cx="{int(width)}" cy="{int(height)}"/>'
        f'<wp:docPr id="1" name=""/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{nsmap["c"]}">'
        f'<c:chart {nsdecls("c")} r:id="{relation}"/>'
        f"</a:graphicData></a:graphic></wp:inline>"
    )
