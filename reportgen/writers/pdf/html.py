"""The document tree as the HTML that WeasyPrint lays out; classes are the profile's names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from reportgen.document.spans import row_spans
from reportgen.document.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Inline,
    Kept,
    LineBreak,
    Panel,
    Paragraph,
    Row,
    Section,
    Table,
    inline_text,
)
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import TextStyle

KEY = "data-key"

# Pango never breaks a line beside a quotation mark (UAX 14 before Unicode 16), Word does.
_BREAK = "\u200b"
_QUOTATION_BREAKS = re.compile(
    r"(?<=[”’])(?=[0-9A-Za-z\u3400-\u9fff“‘《（〈「『【〔])|(?<=[\u3400-\u9fff，。；：、！？”’》）〉」』】〕])(?=[“‘])"
)


def html_tree(document: Document, profile: LayoutProfile) -> ET.Element:
    """Return the whole document as HTML."""
    root = ET.Element("html", lang=document.language)
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = document.title
    stamp = f"{document.date.isoformat()}T00:00:00+08:00"
    properties = {
        "author": document.author,
        "generator": "reportgen",
        "dcterms.created": stamp,
        "dcterms.modified": stamp,
    }
    for name, content in properties.items():
        ET.SubElement(head, "meta", name=name, content=content)
    body = ET.SubElement(root, "body")
    if document.first_page % 2 == 0:
        root.set("style", "break-before: left")
    for index, section in enumerate(document.sections):
        _add_section(body, section, index, profile)
    return root


def section_page(index: int) -> str:
    """Name the CSS page of a section, on which its orientation and mark hang."""
    return f"section-{index}"


def _add_section(body: ET.Element, section: Section, index: int, profile: LayoutProfile) -> None:
    element = ET.SubElement(body, "section", {"class": section_page(index)})
    if section.even_page:
        element.set("style", "break-before: left")
    if section.letterhead:
        up = f"position: absolute; top: -{profile.page_mark.above_text_mm}mm; width: 100%"
        head = ET.SubElement(element, "div", {"style": up})
        for paragraph in section.letterhead:
            _add_paragraph(head, paragraph, profile)
    for block in section.blocks:
        _add_block(element, block, section, profile)
    if section.imprint:
        # the room is padding, for a margin would be dropped at a page's top
        room = f"padding-top: {section.imprint.space_pt:.2f}pt"
        foot = ET.SubElement(element, "div", {"style": f"{room}; break-inside: avoid"})
        _add_panel(foot, section.imprint.panel, profile)


def _add_block(parent: ET.Element, block: Block, section: Section, profile: LayoutProfile) -> None:
    match block:
        case Paragraph():
            _add_paragraph(parent, block, profile)
        case Table():
            _add_table(parent, block, section, profile)
        case Panel():
            _add_panel(parent, block, profile)
        case Figure():
            _add_figure(parent, block, profile)


def _add_paragraph(parent: ET.Element, paragraph: Paragraph, profile: LayoutProfile) -> None:
    level = paragraph.heading_level
    names = [paragraph.style]
    if paragraph.page_break:
        names.append("break")
    if paragraph.keep_with_next:
        names.append("keep-with-next")
    element = ET.SubElement(
        parent,
        "p" if level is None else f"h{level + 1}",
        {"class": " ".join(names), KEY: paragraph.key},
    )
    if paragraph.id:
        element.set("id", paragraph.id)
    if exceptions := "; ".join(_exceptions(paragraph, profile.styles[paragraph.style])):
        element.set("style", exceptions)
    for inline in paragraph.inlines:
        _add_inline(element, inline)


def _exceptions(paragraph: Paragraph, style: TextStyle) -> Iterator[str]:
    """Yield what sets a paragraph apart from its style."""
    if paragraph.left_chars is not None:
        yield f"margin-left: {paragraph.left_chars * float(style.pitch_pt):.2f}pt; text-indent: 0"
    if not paragraph.inlines:
        yield f"min-height: {style.line_pt}pt"
    if paragraph.page_top:
        yield "margin-top: 0"
    if paragraph.parts_anywhere:
        yield "orphans: 1; widows: 1"
    if paragraph.scale != 1:
        yield f"font-size: {style.scaled_size_pt(paragraph.scale)}pt"
        yield f"line-height: {float(style.line_pt) * paragraph.scale:.2f}pt"


def _add_panel(parent: ET.Element, panel: Panel, profile: LayoutProfile) -> None:
    """Add a table that isn't marked as one: its cells only stand side by side."""
    element = ET.SubElement(parent, "div", {"class": panel.role, KEY: panel.key})
    columns = ET.SubElement(element, "colgroup")
    for width in profile.panel_widths_mm(panel):
        ET.SubElement(columns, "col", style=f"width: {width}mm")
    for cells in panel.rows:
        row = ET.SubElement(element, "div", {"class": "row"})
        for cell in cells:
            spans = {"colspan": str(cell.columns), "rowspan": str(cell.rows)}
            box = ET.SubElement(row, "div", {"class": "cell", **spans})
            for paragraph in cell.paragraphs:
                _add_paragraph(box, paragraph, profile)


def _add_inline(element: ET.Element, inline: Inline) -> None:
    match inline:
        case LineBreak():
            ET.SubElement(element, "br")
        case Kept(text):
            ET.SubElement(element, "span", {"class": "keep"}).text = text
        case _:
            _add_text(element, _QUOTATION_BREAKS.sub(_BREAK, inline_text(inline)))


def _add_figure(parent: ET.Element, figure: Figure, profile: LayoutProfile) -> None:
    width, height = profile.figure_size_mm(figure)
    attributes = {
        "class": figure.role,
        KEY: figure.key,
        "src": figure_address(figure),
        "alt": figure.alternative,
        "style": f"width: {width:.3f}mm; height: {height:.3f}mm",
    }
    ET.SubElement(parent, "img", attributes)


def figure_address(figure: Figure) -> str:
    """Return the address under which the layout engine asks for a picture."""
    return f"figure:{figure.key}"


def _add_text(element: ET.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _add_table(parent: ET.Element, table: Table, section: Section, profile: LayoutProfile) -> None:
    element = ET.SubElement(parent, "table", {"class": table.role, KEY: table.key})
    if table.summary:
        element.set("summary", table.summary)
    columns = ET.SubElement(element, "colgroup")
    widths = profile.column_widths_mm(table, section)
    for width in widths:
        ET.SubElement(columns, "col", style=f"width: {width}mm")
    _add_row(ET.SubElement(element, "thead"), table.head, "th", (1,) * len(widths), profile)
    body = ET.SubElement(element, "tbody")
    for row, spans in zip(table.rows, row_spans(table), strict=True):
        _add_row(body, row, "td", spans, profile)


def _add_row(
    parent: ET.Element, row: Row, tag: str, spans: tuple[int, ...], profile: LayoutProfile
) -> None:
    attributes = {KEY: row.key} | ({"class": "break"} if row.page_break else {})
    if row.min_height_pt:
        attributes["style"] = f"height: {row.min_height_pt:.2f}pt"
    element = ET.SubElement(parent, "tr", attributes)
    for cell, span in zip(row.cells, spans, strict=True):
        if span:
            _add_cell(element, cell, tag, span, profile)


def _add_cell(row: ET.Element, cell: Cell, tag: str, span: int, profile: LayoutProfile) -> None:
    attributes = {"rowspan": str(span)} if span > 1 else {}
    if tag == "th":
        attributes["scope"] = "col"
    element = ET.SubElement(row, tag, attributes)
    for paragraph in cell.paragraphs:
        _add_paragraph(element, paragraph, profile)
