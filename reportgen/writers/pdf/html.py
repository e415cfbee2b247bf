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
from reportgen.typeset.looks import Setup

KEY = "data-key"
ELEMENT = "data-element"  # tells an element that goes over pages from all others of the document
AGAIN = "data-again"  # a table's head, where the table began before the first page


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
    body.extend(_section(each, index, setup) for index, each in enumerate(layout.sections))
    return root


def section_page(index: int) -> str:
    """Name the CSS page of a section, on which its orientation and mark hang."""
    return f"section-{index}"


def figure_address(key: str) -> str:
    """Return the address under which the layout engine asks for a picture."""
    return f"figure:{key}"


def _section(section: SetSection, index: int, setup: Setup) -> ET.Element:
    named = f"{section.section.body[0].key} section" if section.section.body else ""
    element = ET.Element("section", {"class": section_page(index), ELEMENT: named})
    if section.letterhead:
        up = f"position: absolute; top: -{setup.profile.page_mark.above_text_mm}mm; width: 100%"
        head = ET.SubElement(element, "div", style=up)
        head.extend(_paragraph(each, setup) for each in section.letterhead)
    page = section.first_page
    for block in section.blocks:
        made = _block(block, setup)
        if block.stands[0].page > page:
            made.set("class", f"{made.get('class')} break")
            made.set("style", f"{made.get('style', '')}; margin-top: 0")
        element.append(made)
        page = block.stands[-1].page
    if imprint := section.imprint:
        place = f"position: absolute; top: {imprint.stands[0].top_pt:.3f}pt; left: 0; right: 0"
        ET.SubElement(element, "div", style=place).append(_panel(imprint.made, setup))
    return element


def _block(block: SetBlock[Content], setup: Setup) -> ET.Element:
    match block.made:
        case SetParagraph() as made:
            return _paragraph(made, setup, block.stands)
        case SetTable() as made:
            return _table(made, block.stands, setup)
        case SetPanel() as made:
            return _panel(made, setup)
        case SetFigure(figure, width_pt, height_pt):
            size = f"width: {width_pt:.3f}pt; height: {height_pt:.3f}pt"
            shown = {"src": figure_address(figure.key), "alt": figure.alternative, "style": size}
            return ET.Element("img", {"class": figure.role, KEY: figure.key, **shown})


def _paragraph(made: SetParagraph, setup: Setup, stands: Sequence[Stand] = ()) -> ET.Element:
    level = made.paragraph.heading_level
    tag = "p" if level is None else f"h{level + 1}"
    begins = not stands or stands[0].first == 0
    own = {
        "id": made.paragraph.id,
        "title": made.text.replace("\n", "") if begins and level is not None else None,
        "style": "; ".join(_exceptions(made, setup)),
    }
    attributes = {"class": made.paragraph.style, KEY: made.key}
    attributes |= {name: value for name, value in own.items() if value}
    if not stands or stands[0].count == len(made.lines):
        return _lined(tag, attributes, made.lines, made)
    element = ET.Element(tag, {**attributes, ELEMENT: made.key})
    for stand in stands:
        later = {} if stand.first == 0 else {"style": "break-before: page; text-indent: 0"}
        lines = made.lines[stand.first : stand.first + stand.count]
        element.append(_lined("span", {"class": "piece", **later}, lines, made))
    return element


def _exceptions(made: SetParagraph, setup: Setup) -> Iterator[str]:
    """Yield what sets a paragraph apart from its style."""
    look, usual = made.look, setup.looks[made.paragraph.style]
    if look.left_pt != usual.left_pt:
        yield f"margin-left: {look.left_pt:.3f}pt"
    if look.first_pt != usual.first_pt:
        yield f"text-indent: {look.first_pt:.3f}pt"
    if (look.size_pt, look.line_pt) != (usual.size_pt, usual.line_pt):
        yield f"font-size: {look.size_pt}pt; line-height: {look.line_pt}pt"
    if look.before_pt != usual.before_pt:
        yield f"margin-top: {look.before_pt:.3f}pt"
    if not made.text:
        yield f"min-height: {look.line_pt}pt"


def _lined(
    tag: str, attributes: dict[str, str], lines: Sequence[Line], made: SetParagraph
) -> ET.Element:
    """Make an element of lines as one text, but for page numbers, which are links."""
    builder = ET.TreeBuilder()
    builder.start(tag, attributes)
    for index, line in enumerate(lines):
        at = line.start
        for link in made.links:
            if at <= link.start < line.end:
                builder.data(made.text[at : link.start])
                builder.start("a", {"href": f"#{link.target}"})
                builder.data(made.text[link.start : link.end])
                builder.end("a")
                at = link.end
        builder.data(made.text[at : line.end] + ("\n" if index + 1 < len(lines) else ""))
    builder.end(tag)
    return builder.close()


def _columns(widths_pt: Sequence[float]) -> ET.Element:
    group = ET.Element("colgroup")
    group.extend(ET.Element("col", style=f"width: {width:.3f}pt") for width in widths_pt)
    return group


def _panel(panel: SetPanel, setup: Setup) -> ET.Element:
    """Make a table that isn't marked as one: its cells only stand side by side."""
    width = f"width: {sum(panel.widths_pt):.3f}pt"
    element = ET.Element("div", {"class": panel.panel.role, KEY: panel.panel.key, "style": width})
    element.append(_columns(panel.widths_pt))
    for each in panel.rows:
        row = ET.SubElement(element, "div", {"class": "row"})
        for cell in each.cells:
            box = ET.SubElement(row, "div", {"class": "cell", "colspan": str(cell.columns)})
            if cell.anchor is not Anchor.CENTER:
                box.set("style", f"vertical-align: {cell.anchor}")
            box.extend(_paragraph(made, setup) for made in cell.paragraphs)
    return element


def _table(made: SetTable, stands: Sequence[Stand], setup: Setup) -> ET.Element:
    table = made.table
    element = ET.Element("table", {"class": table.role, KEY: table.key})
    if table.summary:
        element.set("summary", table.summary)
    element.append(_columns(made.widths_pt))
    element.set(ELEMENT, table.key)
    head = ET.SubElement(element, "thead", {ELEMENT: f"{table.key} head"})
    head.append(_row(made.head, "th", setup))
    if stands[0].rows[0].key != made.rows[0].key:
        head.set(AGAIN, "")
    body = ET.SubElement(element, "tbody", {ELEMENT: f"{table.key} body"})
    for number, stand in enumerate(stands):
        rows = [_row(row, "td", setup) for row in stand.rows]
        if number:
            rows[0].set("class", "break")
        body.extend(rows)
    return element


def _row(row: SetRow, tag: str, setup: Setup) -> ET.Element:
    element = ET.Element("tr", {KEY: row.key})
    element.extend(_cell(cell, tag, setup) for cell in row.cells if cell.span)
    return element


def _cell(cell: SetCell, tag: str, setup: Setup) -> ET.Element:
    attributes = {"rowspan": str(cell.span)} if cell.span > 1 else {}
    if tag == "th":
        attributes["scope"] = "col"
    match cell.paragraphs:
        case (only,) if _fills_its_cell(only, setup):
            attributes |= {"class": only.paragraph.style, KEY: only.key}
            return _lined(tag, attributes, only.lines, only)
    element = ET.Element(tag, attributes)
    element.extend(_paragraph(each, setup) for each in cell.paragraphs)
    return element


def _fills_its_cell(made: SetParagraph, setup: Setup) -> bool:
    """Tell whether a paragraph needs no box of its own in its cell."""
    look = made.look
    around = (look.left_pt, look.right_pt, look.before_pt, look.after_pt, look.rule_pt)
    plain = not any(around) and not made.paragraph.id and bool(made.text)
    return plain and not list(_exceptions(made, setup))
