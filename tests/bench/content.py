"""The same content for every tool: the texts, measures and faces that reportgen decided to print."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import resvg_py

from reportgen.document.tree import Chart, Image, Paragraph, walk_figures
from reportgen.fonts.files import families
from reportgen.layout.loading import load_profile
from reportgen.reports.jobs import Job, open_templates
from reportgen.sources.workspace import load_workspace
from reportgen.typeset.layout import (
    Layout,
    SetBlock,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetSection,
    SetTable,
    Stand,
)
from reportgen.workshop import Workshop
from reportgen.writers.pdf.charts import chart_svg
from tests import documents
from tests.bench.measuring import ROOT, YEAR
from tests.bench.peers import Block, Content, Section, Style, TableBlock, TextBlock, is_table
from tests.bench.template import write_template

_PIXELS_PER_PT = 2
_WHOLE = "whole-table"
_workspace = ROOT


@cache
def workshop() -> Workshop:
    environment = open_templates(load_workspace(_workspace)).environment
    return Workshop(_workspace, load_profile(_workspace, "gbt9704-2012"), environment)


def job(name: str) -> Job:
    workspace = load_workspace(_workspace)
    match name:
        case "target-table":
            return documents.job(workspace, name, 2012)
        case "quarterly":
            return documents.job(workspace, name, "2012Q1")
        case "unit-report":
            return next(iter(documents.every_document(workspace, name)))
    assert name == _WHOLE
    return documents.job(workspace, "target-table", YEAR)


def prepare(name: str, folder: Path) -> None:
    """Write what the other tools start from, so that no part of reportgen runs in their time."""
    content = _content(workshop().make(job(name)), folder)
    if name == _WHOLE:
        content = _joined(content)
    (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
    write_template(folder / "template.docx", content)
    _write_fontconfig(folder / "fonts.conf", Path(content["fonts"]))


def _content(layout: Layout, folder: Path) -> Content:
    sections = [_section(made, folder) for made in layout.sections]
    styles = {role: _style(role) for role in workshop().setup.looks}
    (home,) = {each.file.parent for each in workshop().fonts.faces.values()}
    return {
        "pages": len(layout.pages),
        "sections": sections,
        "styles": styles,
        "fonts": str(home),
        "besides": "".join(_besides(layout)),
    }


def _joined(content: Content) -> Content:
    """Make one table of those of all pages; its head may be printed any number of times."""
    (section,) = content["sections"]
    tables = list(filter(is_table, section["blocks"]))
    rows = [row for each in tables for row in each["rows"]]
    before = [each for each in section["blocks"] if not is_table(each)]
    blocks: list[Block] = [*before, {**tables[0], "rows": rows, "starts_page": False}]
    besides = content["besides"] + "".join(tables[0]["head"])
    return {
        **content,
        "sections": [{**section, "blocks": blocks}],
        "besides": besides,
        "whole": True,
    }


def _besides(layout: Layout) -> Iterator[str]:
    for section in layout.document.sections:
        yield section.mark or ""
    for figure in walk_figures(layout.document):
        if isinstance(figure.content, Chart):
            yield from figure.content.texts


def _section(made: SetSection, folder: Path) -> Section:
    page = workshop().profile.page_of(made.section)
    margins = page.margins
    sides = (margins.top_mm, margins.right_mm, margins.bottom_mm, margins.left_mm)
    return {
        "paper_mm": [float(page.paper.width_mm), float(page.paper.height_mm)],
        "margins_mm": list(map(float, sides)),
        "blocks": list(_blocks(made, folder)),
    }


def _blocks(made: SetSection, folder: Path) -> Iterator[Block]:
    """Yield what the section prints, with a page break wherever reportgen decided on one."""
    page = made.first_page
    for block in made.blocks:
        for first, last, each in _printed(block, folder):
            yield {**each, "starts_page": first > page}
            page = last


def _printed(
    block: SetBlock[SetParagraph | SetTable | SetPanel | SetFigure], folder: Path
) -> Iterator[tuple[int, int, Block]]:
    """Yield texts, tables page by page, charts as pictures; on which page each begins and ends."""
    page = block.stands[0].page
    match block.made:
        case SetParagraph() as made:
            text: TextBlock = {"role": made.paragraph.style, "text": made.text}
            yield page, block.stands[-1].page, text
        case SetTable() as made:
            for stand in block.stands:
                yield stand.page, stand.page, _table(made, stand)
        case SetFigure(figure, width, height):
            file = folder / f"{figure.key.replace('/', '-')}.png"
            file.write_bytes(_picture(figure.content, figure.role, width))
            yield page, page, {"file": file.name, "width_pt": width, "height_pt": height}
        case SetPanel():
            for each in block.paragraphs:
                yield page, page, {"role": each.paragraph.style, "text": each.text}


def _table(block: SetTable, stand: Stand) -> TableBlock:
    table = block.table
    padding = workshop().profile.tables[table.role].padding_mm
    return {
        "padding_mm": [float(padding.top), float(padding.side), float(padding.bottom)],
        "widths_pt": list(block.widths_pt),
        "head_roles": [_role(cell.paragraphs) for cell in table.head.cells],
        "roles": [_role(cell.paragraphs) for cell in table.rows[0].cells],
        "head": _texts(block.head),
        "rows": [_texts(row) for row in stand.rows],
    }


def _texts(row: SetRow) -> list[str]:
    return [
        "\n".join(each.text for each in cell.paragraphs) if cell.span else "" for cell in row.cells
    ]


def _role(paragraphs: tuple[Paragraph, ...]) -> str:
    return paragraphs[0].style


def _picture(content: Chart | Image, role: str, width_pt: float) -> bytes:
    if isinstance(content, Image):
        return content.content
    made = workshop()
    drawing = chart_svg(content, role, made.profile).decode()
    files = [str(each.file) for each in made.fonts.faces.values()]
    family = _family(made.setup.looks[made.profile.charts[role].style].face)
    pixels = round(width_pt * _PIXELS_PER_PT)
    return bytes(
        resvg_py.svg_to_bytes(
            re.sub('font-family="[^"]*"', f'font-family="{family}"', drawing),
            width=pixels,
            dpi=72,  # else it can't tell how long a pt is
            skip_system_fonts=True,
            font_files=files,
        )
    )


def _style(role: str) -> Style:
    look = workshop().setup.looks[role]
    return {
        "family": _family(look.face),
        "size_pt": look.size_pt,
        "line_pt": look.line_pt,
        "spacing_pt": look.letter_spacing_pt,
        "align": look.align.value,
        "left_pt": look.left_pt,
        "right_pt": look.right_pt,
        "first_pt": look.first_pt,
        "before_pt": look.before_pt,
        "after_pt": look.after_pt,
    }


def _family(face: str) -> str:
    return min(sorted(families(workshop().fonts.faces[face].file)), key=len)


def _write_fontconfig(file: Path, fonts: Path) -> None:
    """Let LibreOffice find reportgen's fonts besides the machine's own."""
    file.write_text(
        "<fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
        f"<dir>{fonts}</dir></fontconfig>"
    )


if __name__ == "__main__":
    _workspace = Path(sys.argv[3])
    prepare(sys.argv[1], Path(sys.argv[2]))
