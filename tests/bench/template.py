"""The Word template that docxtpl fills: body text and cells of the sizes that reportgen prints."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.bench.peers import BODY_PT, CELL_PT, MARGINS_MM, Content


def write_template(path: Path, content: Content) -> None:
    """Write one table for each number of columns that the content has, chosen while filling."""
    word = docx.Document()
    top, right, bottom, left = (Mm(each) for each in MARGINS_MM)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    _style(word, "Normal", *BODY_PT, content["family"])
    _style(word, "Cell", *CELL_PT, content["family"])
    word.add_paragraph("{%p for block in blocks %}")
    word.add_paragraph("{%p if block.text is defined %}")
    word.add_paragraph("{{ block.text }}")
    for width in sorted({len(each[0]) for each in content["blocks"] if isinstance(each, list)}):
        word.add_paragraph(f"{{%p elif block.rows[0]|length == {width} %}}")
        _add_table(word, width)
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")
    word.save(str(path))


def _style(word: WordDocument, name: str, size: float, line: float, family: str) -> None:
    known = name in {style.name for style in word.styles}
    style = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size = family, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), family)
    style.paragraph_format.line_spacing = Pt(line)
    style.paragraph_format.space_after = Pt(0)


def _add_table(word: WordDocument, width: int) -> None:
    table = word.add_table(rows=3, cols=width)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    for column in range(width):
        cell = table.cell(1, column)
        cell.text = f"{{{{ row[{column}] }}}}"
        cell.paragraphs[0].style = word.styles["Cell"]
    table.cell(2, 0).text = "{%tr endfor %}"
