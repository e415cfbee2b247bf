"""The Word template that docxtpl fills: sections, styles and tables measured as reportgen's."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section as WordSection
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from tests.bench.peers import (
    Content,
    Section,
    Style,
    TableBlock,
    is_picture,
    is_table,
    shape,
)

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "distribute": WD_ALIGN_PARAGRAPH.DISTRIBUTE,
}
_TINY_PT = 1
_SLACK_MM = 20


def write_template(path: Path, content: Content) -> None:
    """Write a loop over each section's blocks with one branch for each style and shape of table."""
    word = docx.Document()
    for role, style in content["styles"].items():
        _write_style(word.styles.add_style(role, WD_STYLE_TYPE.PARAGRAPH), style)
    for index, section in enumerate(content["sections"]):
        _set_page(word.sections[-1], section)
        _add_loop(word, index, section)
        if index + 1 < len(content["sections"]):
            word.add_section(WD_SECTION.NEW_PAGE)
    _add_page_number(word)
    word.save(str(path))


def _set_page(written: WordSection, section: Section) -> None:
    width, height = map(Mm, section["paper_mm"])
    written.page_width, written.page_height = width, height
    written.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    top, right, bottom, left = map(Mm, section["margins_mm"])
    written.top_margin = top
    written.left_margin, written.right_margin = left, right
    # LibreOffice sets digits wider apart and lines a little higher: this holds what is left over
    written.bottom_margin, written.footer_distance = bottom - Mm(_SLACK_MM), Mm(2)


def _add_loop(word: WordDocument, index: int, section: Section) -> None:
    shapes: dict[str, TableBlock] = {}
    roles: dict[str, None] = {}
    for block in section["blocks"]:
        if is_table(block):
            shapes[shape(block)] = block
        elif not is_picture(block):
            roles[block["role"]] = None
    word.add_paragraph(f"{{%p for block in sections[{index}].blocks %}}")
    word.add_paragraph("{%p if block.starts_page %}")
    word.add_paragraph().paragraph_format.page_break_before = True
    word.paragraphs[-1].paragraph_format.line_spacing = Pt(_TINY_PT)
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.picture is defined %}")
    word.add_paragraph("{{ block.picture }}")
    for role in roles:
        word.add_paragraph(f"{{%p elif block.kind == '{role}' %}}")
        word.add_paragraph("{{ block.text }}", role)
    for name, block in shapes.items():
        word.add_paragraph(f"{{%p elif block.kind == '{name}' %}}")
        _add_table(word, block)
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")


def _write_style(written: ParagraphStyle, style: Style) -> None:
    written.font.name, written.font.size = style["family"], Pt(style["size_pt"])
    written.element.rPr.rFonts.set(qn("w:eastAsia"), style["family"])
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(round(style["spacing_pt"] * 20)))
    written.element.rPr.append(spacing)
    layout = written.paragraph_format
    layout.line_spacing, layout.alignment = Pt(style["line_pt"]), _ALIGN[style["align"]]
    layout.space_before, layout.space_after = Pt(style["before_pt"]), Pt(style["after_pt"])
    layout.left_indent, layout.right_indent = Pt(style["left_pt"]), Pt(style["right_pt"])
    layout.first_line_indent = Pt(style["first_pt"])
    layout.widow_control = False


def _add_table(word: WordDocument, block: TableBlock) -> None:
    table = word.add_table(rows=4, cols=len(block["widths_pt"]))
    table.style, table.autofit = "Table Grid", False
    table._tbl.tblPr.append(_cell_margins(*block["padding_mm"]))
    for column, width in zip(table.columns, block["widths_pt"], strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, block["widths_pt"], strict=True):
            cell.width = Pt(width)
    heads, loop, cells, end = table.rows
    heads._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    loop.cells[0].text = "{%tr for row in block.rows %}"
    end.cells[0].text = "{%tr endfor %}"
    for row, name, roles in ((heads, "block.head", "head_roles"), (cells, "row", "roles")):
        for column, (cell, role) in enumerate(zip(row.cells, block[roles], strict=True)):
            cell.text = f"{{{{ {name}[{column}] }}}}"
            cell.paragraphs[0].style = word.styles[role]


def _cell_margins(top_mm: float, side_mm: float, bottom_mm: float) -> BaseOxmlElement:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (
        ("top", top_mm),
        ("left", side_mm),
        ("bottom", bottom_mm),
        ("right", side_mm),
    ):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(Mm(width).twips)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def _add_page_number(word: WordDocument) -> None:
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    word.sections[0].footer.paragraphs[0]._p.append(number)
