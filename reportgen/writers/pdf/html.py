"""The decided pages as the HTML that WeasyPrint draws; classes are the profile's names.

Every line ends where the layout has it end, every page begins with a forced break. A paragraph is
one text wherever it can be, and a cell with one paragraph is that paragraph: that is what drawing
them costs least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from reportgen.layout.styles import Anchor
from reportgen.typeset.layout import (
    Content,
    Layout,
    Line,
    SetBlock,
    SetCell,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetSection,
    SetTable,
    Stand,
)
from reportgen.typeset.looks import Look, Setup

KEY = "data-key"


def html_tree(layout: Layout, setup: Setup) -> ET.Element:
    """Return the whole document as HTML."""
    document = layout.document
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
    for index, section in enumerate(layout.sections):
        _add_section(body, section, index, setup)
    return root


def section_page(index: int) -> str:
    """Name the CSS page of a section, on which its orientation and mark hang."""
    return f"section-{index}"


def _add_section(body: ET.Element, section: SetSection, index: int, setup: Setup) -> None:
    element = ET.SubElement(body, "section", {"class": section_page(index)})
    if section.even_page:
        element.set("style", "break-before: left")
    if section.letterhead:
        up = f"position: absolute; top: -{setup.profile.page_mark.above_text_mm}mm; width: 100%"
        head = ET.SubElement(element, "div", {"style": up})
        for each in section.letterhead:
            _add_paragraph(head, each, setup)
    page = section.first_page
    for block in section.blocks:
        _add_block(element, block, setup, starts_page=block.stands[0].page > page)
        page = block.stands[-1].page
    if section.imprint:
        place = (
            f"position: absolute; top: {section.imprint.stands[0].top_pt:.3f}pt; left: 0; right: 0"
        )
        _add_panel(ET.SubElement(element, "div", {"style": place}), section.imprint.made, setup)


def _add_block(
    parent: ET.Element, block: SetBlock[Content], setup: Setup, *, starts_page: bool
) -> None:
    match block.made:
        case SetParagraph() as made:
            element = _add_paragraph(parent, made, setup, block.stands)
        case SetTable() as made:
            element = _add_table(parent, made, block.stands, setup)
        case SetPanel() as made:
            element = _add_panel(parent, made, setup)
        case SetFigure() as made:
            element = _add_figure(parent, made)
    if starts_page:
        element.set("class", f"{element.get('class')} break")
        element.set("style", f"{element.get('style', '')}; margin-top: 0")


def _add_paragraph(
    parent: ET.Element, made: SetParagraph, setup: Setup, stands: Sequence[Stand] = ()
) -> ET.Element:
    level = made.paragraph.heading_level
    tag = "p" if level is None else f"h{level + 1}"
    element = ET.SubElement(parent, tag, {"class": made.paragraph.style, KEY: made.key})
    if made.paragraph.id:
        element.set("id", made.paragraph.id)
    if level is not None:
        element.set("title", made.text.replace("\n", ""))
    if exceptions := "; ".join(_exceptions(made, setup.looks[made.paragraph.style])):
        element.set("style", exceptions)
    if len(stands) < 2:
        _add_lines(element, made.lines, made)
        return element
    for stand in stands:
        later = {} if stand.first == 0 else {"style": "break-before: page; text-indent: 0"}
        piece = ET.SubElement(element, "span", {"class": "piece", **later})
        _add_lines(piece, made.lines[stand.first : stand.first + stand.count], made)
    return element


def _exceptions(made: SetParagraph, usual: Look) -> Iterator[str]:
    """Yield what sets a paragraph apart from its style."""
    look = made.look
    if look.left_pt != usual.left_pt:
        yield f"margin-left: {look.left_pt:.3f}pt"
    if look.first_pt != usual.first_pt:
        yield f"text-indent: {look.first_pt:.3f}pt"
    if (look.size_pt, look.line_pt) != (usual.size_pt, usual.line_pt):
        yield f"font-size: {look.size_pt}pt; line-height: {look.line_pt}pt"
    if not made.text:
        yield f"min-height: {look.line_pt}pt"


def _add_lines(element: ET.Element, lines: tuple[Line, ...], made: SetParagraph) -> None:
    """Add lines as one text, but for page numbers, which are links."""
    for index, line in enumerate(lines):
        at, end = line.start, line.end
        for link in made.links:
            if at <= link.start < end:
                _add_text(element, made.text[at : link.start])
                anchor = ET.SubElement(element, "a", {"href": f"#{link.target}"})
                anchor.text = made.text[link.start : link.end]
                at = link.end
        _add_text(element, made.text[at:end] + ("\n" if index + 1 < len(lines) else ""))


def _add_text(element: ET.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _add_columns(parent: ET.Element, widths_pt: tuple[float, ...]) -> None:
    columns = ET.SubElement(parent, "colgroup")
    for width in widths_pt:
        ET.SubElement(columns, "col", style=f"width: {width:.3f}pt")


def _add_panel(parent: ET.Element, panel: SetPanel, setup: Setup) -> ET.Element:
    """Add a table that isn't marked as one: its cells only stand side by side."""
    tree = panel.panel
    element = ET.SubElement(parent, "div", {"class": tree.role, KEY: tree.key})
    _add_columns(element, panel.widths_pt)
    for each in panel.rows:
        row = ET.SubElement(element, "div", {"class": "row"})
        for cell in each.cells:
            attributes = {"class": "cell", "colspan": str(cell.columns)}
            if cell.anchor is not Anchor.CENTER:
                attributes["style"] = f"vertical-align: {cell.anchor}"
            box = ET.SubElement(row, "div", attributes)
            for paragraph in cell.paragraphs:
                _add_paragraph(box, paragraph, setup)
    return element


def _add_figure(parent: ET.Element, made: SetFigure) -> ET.Element:
    attributes = {
        "class": made.figure.role,
        KEY: made.figure.key,
        "src": figure_address(made.figure.key),
        "alt": made.figure.alternative,
        "style": f"width: {made.width_pt:.3f}pt; height: {made.height_pt:.3f}pt",
    }
    return ET.SubElement(parent, "img", attributes)


def figure_address(key: str) -> str:
    """Return the address under which the layout engine asks for a picture."""
    return f"figure:{key}"


def _add_table(
    parent: ET.Element, made: SetTable, stands: Sequence[Stand], setup: Setup
) -> ET.Element:
    table = made.table
    element = ET.SubElement(parent, "table", {"class": table.role, KEY: table.key})
    if table.summary:
        element.set("summary", table.summary)
    _add_columns(element, made.widths_pt)
    _add_row(ET.SubElement(element, "thead"), made.head, "th", setup)
    body = ET.SubElement(element, "tbody")
    for number, stand in enumerate(stands):
        for index, row in enumerate(stand.rows):
            written = _add_row(body, row, "td", setup)
            if number and not index:
                written.set("class", "break")
    return element


def _add_row(parent: ET.Element, row: SetRow, tag: str, setup: Setup) -> ET.Element:
    element = ET.SubElement(parent, "tr", {KEY: row.key})
    for cell in row.cells:
        if cell.span:
            _add_cell(element, cell, tag, setup)
    return element


def _add_cell(row: ET.Element, cell: SetCell, tag: str, setup: Setup) -> None:
    attributes = {"rowspan": str(cell.span)} if cell.span > 1 else {}
    if tag == "th":
        attributes["scope"] = "col"
    element = ET.SubElement(row, tag, attributes)
    for each in cell.paragraphs:
        if len(cell.paragraphs) == 1 and _fills_its_cell(each, setup):
            element.set("class", each.paragraph.style)
            element.set(KEY, each.key)
            _add_lines(element, each.lines, each)
        else:
            _add_paragraph(element, each, setup)


def _fills_its_cell(made: SetParagraph, setup: Setup) -> bool:
    """Tell whether a paragraph needs no box of its own in its cell."""
    look = made.look
    around = (look.left_pt, look.right_pt, look.before_pt, look.after_pt, look.rule_pt)
    plain = not any(around) and not made.paragraph.id and bool(made.text)
    return plain and not list(_exceptions(made, setup.looks[made.paragraph.style]))
