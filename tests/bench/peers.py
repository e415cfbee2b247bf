"""The tools side by side. Each function makes one document in the given folder.

Only reportgen reads the workspace; the others start from content that was prepared for them.
"""

from __future__ import annotations

import html
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NotRequired, TypedDict, TypeGuard

from tests.bench import listener


class Style(TypedDict):
    family: str
    size_pt: float
    line_pt: float
    spacing_pt: float
    align: str
    left_pt: float
    right_pt: float
    first_pt: float
    before_pt: float
    after_pt: float


class _Placed(TypedDict):
    starts_page: NotRequired[bool]


class TextBlock(_Placed):
    role: str
    text: str


class TableBlock(_Placed):
    padding_mm: list[float]  # top, side, bottom
    widths_pt: list[float]
    head_roles: list[str]
    roles: list[str]
    head: list[str]
    rows: list[list[str]]


class PictureBlock(_Placed):
    file: str
    width_pt: float
    height_pt: float


Block = TextBlock | TableBlock | PictureBlock


class Section(TypedDict):
    paper_mm: list[float]  # width, height
    margins_mm: list[float]  # top, right, bottom, left
    blocks: list[Block]


class Content(TypedDict):
    """One document for tools other than reportgen.

    ``fonts`` is the folder of what prints it; ``besides`` is text that reportgen alone prints as
    such: in the others' pages charts are pictures. A ``whole`` table is parted into pages by each
    tool itself, and the head on each is ``besides``.
    """

    pages: int
    sections: list[Section]
    styles: dict[str, Style]
    fonts: str
    besides: str
    whole: NotRequired[bool]


def is_table(block: Block) -> TypeGuard[TableBlock]:
    return "rows" in block


def is_picture(block: Block) -> TypeGuard[PictureBlock]:
    return "file" in block


def shape(block: TableBlock) -> str:
    """Name a table by what its branch of docxtpl's template depends on."""
    return "|".join(map(str, (*block["widths_pt"], *block["roles"])))


def reportgen_arguments(name: str, formats: str, folder: Path) -> list[str]:
    option = ["--year", "2012"] if name == "target-table" else ["--period", "2012Q1"]
    return ["build", name, *option, "--to", formats, "--out", str(folder)]


def reportgen(name: str, _: Content, folder: Path) -> None:
    """Make DOCX and PDF: the command line as it is, checks of the whole workspace included.

    In a folder of its own each time: what stands already isn't made again.
    """
    from reportgen.cli import main

    anew = folder / str(time.monotonic_ns())
    sys.argv = ["reportgen", *reportgen_arguments(name, "docx,pdf", anew)]
    with suppress(SystemExit):
        main()


def docxtpl(_: str, content: Content, folder: Path) -> None:
    """Fill a Word template."""
    from docx.shared import Pt
    from docxtpl import DocxTemplate, InlineImage

    filled = DocxTemplate(folder / "template.docx")

    def given(block: Block) -> dict[str, object]:
        if is_picture(block):
            file = str(folder / block["file"])
            return {**block, "picture": InlineImage(filled, file, width=Pt(block["width_pt"]))}
        return {**block, "kind": shape(block) if is_table(block) else block["role"]}

    sections = [{"blocks": list(map(given, each["blocks"]))} for each in content["sections"]]
    filled.render({"sections": sections}, autoescape=True)
    filled.save(folder / "out.docx")


def docxtpl_libreoffice(name: str, content: Content, folder: Path) -> None:
    """Fill a Word template, have LibreOffice print it; LibreOffice starts anew each time."""
    docxtpl(name, content, folder)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, folder, folder / "out.docx"], check=True, capture_output=True)


def docxtpl_unoserver(name: str, content: Content, folder: Path) -> None:
    """Fill a Word template, have a LibreOffice print it that runs already."""
    docxtpl(name, content, folder)
    listener.convert(folder / "out.docx", folder / "out.pdf")


def python_docx(_: str, content: Content, folder: Path) -> None:
    """Write a Word file cell by cell, as its guide shows."""
    import docx

    word = docx.Document()
    for block in (block for section in content["sections"] for block in section["blocks"]):
        if is_table(block):
            table = word.add_table(rows=1, cols=len(block["head"]), style="Table Grid")
            for cell, text in zip(table.rows[0].cells, block["head"], strict=True):
                cell.text = text
            for row in block["rows"]:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif not is_picture(block):
            word.add_paragraph(block["text"])
    word.save(str(folder / "out.docx"))


def weasyprint(_: str, content: Content, folder: Path) -> None:
    """Print a plain table with a few lines of CSS."""
    import weasyprint as printer

    made = []
    for block in (block for section in content["sections"] for block in section["blocks"]):
        if is_table(block):
            widths = "".join(f'<col style="width: {each}pt">' for each in block["widths_pt"])
            head = _html_row(block["head"], "th")
            rows = "\n".join(_html_row(each, "td") for each in block["rows"])
            made.append(f"<table>{widths}<thead>{head}</thead><tbody>{rows}</tbody></table>")
        elif not is_picture(block):
            made.append(f"<p>{html.escape(block['text'])}</p>")
    width, height = content["sections"][0]["paper_mm"]
    top, right, bottom, left = content["sections"][0]["margins_mm"]
    style = content["styles"][next(filter(is_table, content["sections"][0]["blocks"]))["roles"][0]]
    sheet = (
        f"@page {{ size: {width}mm {height}mm; margin: {top}mm {right}mm {bottom}mm {left}mm }}\n"
        f'body {{ font: {style["size_pt"]}pt/{style["line_pt"]}pt "{style["family"]}" }}\n'
        "table { border-collapse: collapse; table-layout: fixed; width: 100% }\n"
        "td, th { border: 0.5pt solid; padding: 1mm }"
    )
    text = f"<style>{sheet}</style>" + "\n".join(made)
    printer.HTML(string=text).write_pdf(folder / "out.pdf")


def _html_row(texts: Sequence[str], tag: str) -> str:
    cells = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in texts)
    return f"<tr>{cells}</tr>"


def typst(_: str, content: Content, folder: Path) -> None:
    """Compile Typst's own markup, the machine's fonts at hand as always."""
    import typst as compiler

    source = folder / "in.typ"
    source.write_text("\n".join(_typst_lines(content)), encoding="utf-8")
    compiler.compile(str(source), output=str(folder / "out.pdf"), font_paths=[content["fonts"]])


def _typst_lines(content: Content) -> list[str]:
    lines = []
    for role, style in content["styles"].items():
        leading = style["line_pt"] - style["size_pt"]
        align = "left" if style["align"] in ("justify", "distribute") else style["align"]
        # as in Word, the line's room above its text is above the first line too
        lines.append(
            f"#let {role}(body) = {{\n"
            f'set text(font: "{style["family"]}", size: {style["size_pt"]}pt, lang: "zh", '
            f'region: "cn", tracking: {style["spacing_pt"]}pt, top-edge: 0.8em + {leading / 2}pt, '
            f"bottom-edge: -0.2em - {leading / 2}pt)\n"
            f"set par(justify: {str(style['align'] == 'justify').lower()}, leading: 0pt, "
            f"spacing: 0pt, first-line-indent: (amount: {style['first_pt']}pt, all: true))\n"
            f"set align({align})\n"
            f"block(above: {style['before_pt']}pt, below: {style['after_pt']}pt, inset: "
            f"(left: {style['left_pt']}pt, right: {style['right_pt']}pt), body)\n}}"
        )
    lines.append("#set text(cjk-latin-spacing: none)")
    lines.append('#set table(stroke: 0.5pt)\n#set page(numbering: "— 1 —")')
    for section in content["sections"]:
        width, height = section["paper_mm"]
        top, right, bottom, left = section["margins_mm"]
        lines.append(
            f"#set page(width: {width}mm, height: {height}mm, margin: (top: {top}mm, "
            f"right: {right}mm, bottom: {bottom}mm, left: {left}mm))"
        )
        lines += map(_typst_block, section["blocks"])
    return lines


def _typst_block(block: Block) -> str:
    ended = "#pagebreak()\n" if block["starts_page"] else ""
    return ended + _typst_content(block)


def _typst_content(block: Block) -> str:
    if is_picture(block):
        return f'#align(center, image("{block["file"]}", width: {block["width_pt"]}pt))'
    if is_table(block):
        columns = ", ".join(f"{each}pt" for each in block["widths_pt"])
        top, side, bottom = block["padding_mm"]
        head = _typst_cells(block["head"], block["head_roles"])
        rows = (_typst_cells(each, block["roles"]) for each in block["rows"])
        inset = f"(x: {side}mm, top: {top}mm, bottom: {bottom}mm)"
        return (
            f"#table(columns: ({columns}), align: horizon, inset: {inset}, "
            f"table.header({head}),\n" + ",\n".join(rows) + ")"
        )
    return f"#{block['role']}[{_typst_text(block['text'])}]"


def _typst_cells(texts: Sequence[str], roles: Sequence[str]) -> str:
    cells = zip(roles, texts, strict=True)
    return ", ".join(f"{role}[{_typst_text(text)}]" for role, text in cells)


def _typst_text(text: str) -> str:
    escaped = "".join("\\" + c if c in "\\[]#*_`$<>@=-+/~\"'." else c for c in text)
    return escaped.replace("\n", " \\ ")


TOOLS: dict[str, Callable[[str, Content, Path], None]] = {
    each.__name__: each
    for each in (
        reportgen,
        docxtpl,
        docxtpl_libreoffice,
        docxtpl_unoserver,
        python_docx,
        weasyprint,
        typst,
    )
}
