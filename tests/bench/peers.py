"""The tools side by side. Each function makes one document in the given folder.

Only reportgen reads the workspace; the others start from content that was prepared for them.
"""

from __future__ import annotations

import html
import subprocess
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from reportgen.reports.jobs import Job
    from reportgen.workshop import Workshop

Block = str | list[list[str]]
BODY_PT, CELL_PT = (16, 28.95), (12, 17)  # size and line
MARGINS_MM = (37, 26, 35, 28)  # top, right, bottom, left


class Content(TypedDict):
    """One document for tools other than reportgen; ``folder`` is for fonts to be told of."""

    name: str
    blocks: list[Block]
    family: str
    folder: str | None


def reportgen(content: Content, folder: Path) -> None:
    """Make DOCX and PDF: the command line as it is, checks of the whole workspace included."""
    import sys

    from reportgen.cli import main

    name = content["name"]
    option = ["--year", "2012"] if name == "target-table" else ["--period", "2012Q1"]
    sys.argv = ["reportgen", "build", name, *option, "--out", str(folder)]
    with suppress(SystemExit):
        main()
    assert len([*folder.glob("*.pdf"), *folder.glob("20*.docx")]) == 2


def reportgen_pdf(content: Content, folder: Path) -> None:
    """Make the PDF only, from the job on: what a warm process repeats."""
    from reportgen.build import build
    from reportgen.typesetting import Format
    from reportgen.workshop import PAGED

    workshop, job = _ready(content["name"])
    made = build(workshop, [job], [Format.PDF], folder, PAGED, lambda _: None)
    assert not made.failures


@cache
def _ready(name: str) -> tuple[Workshop, Job]:
    from reportgen.layout.loading import load_profile
    from reportgen.workshop import Workshop
    from tests.bench.content import ROOT, job

    return Workshop(ROOT, load_profile(ROOT, "gbt9704-2012")), job(name)


def docxtpl_libreoffice(content: Content, folder: Path) -> None:
    """Fill a Word template, have LibreOffice print it; LibreOffice starts anew each time."""
    from docxtpl import DocxTemplate

    filled = DocxTemplate(folder / "template.docx")
    blocks = [
        {"rows": each} if isinstance(each, list) else {"text": each} for each in content["blocks"]
    ]
    filled.render({"blocks": blocks}, autoescape=True)
    filled.save(folder / "out.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, folder, folder / "out.docx"], check=True, capture_output=True)


def plain_weasyprint(content: Content, folder: Path) -> None:
    """Lay plain HTML out with the system's fonts and automatic tables."""
    import weasyprint

    top, right, bottom, left = MARGINS_MM
    style = (
        f"<style>@page {{ size: A4; margin: {top}mm {right}mm {bottom}mm {left}mm }}"
        f"p {{ font: {BODY_PT[0]}pt/{BODY_PT[1]}pt '{content['family']}'; margin: 0;"
        "text-align: justify } table { border-collapse: collapse }"
        f"td {{ font: {CELL_PT[0]}pt/{CELL_PT[1]}pt '{content['family']}';"
        "border: .5pt solid }</style>"
    )
    body = "".join(_html(block) for block in content["blocks"])
    weasyprint.HTML(string=style + body).write_pdf(folder / "out.pdf")


def typst(content: Content, folder: Path) -> None:
    """Compile Typst's own markup."""
    import typst as compiler

    top, right, bottom, left = MARGINS_MM
    head = (
        f'#set page("a4", margin: (top: {top}mm, bottom: {bottom}mm, left: {left}mm, '
        f"right: {right}mm))\n"
        f'#set text(font: "{content["family"]}", {BODY_PT[0]}pt, lang: "zh", '
        "top-edge: 0.8em, bottom-edge: -0.2em)\n"
        f"#set par(justify: true, leading: {BODY_PT[1] - BODY_PT[0]}pt, "
        f"spacing: {BODY_PT[1] - BODY_PT[0]}pt)\n"
        f"#show table: set text({CELL_PT[0]}pt)\n"
        f"#show table: set par(leading: {CELL_PT[1] - CELL_PT[0]}pt)\n"
    )
    source = folder / "in.typ"
    body = "\n\n".join(_typst(block) for block in content["blocks"])
    source.write_text(head + body, encoding="utf-8")
    fonts = [content["folder"]] if content["folder"] else []
    compiler.compile(str(source), output=str(folder / "out.pdf"), font_paths=fonts)


def _html(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    rows = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in block)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _typst(block: Block) -> str:
    if isinstance(block, str):
        return _content(block)
    cells = ", ".join(f"[{_content(text)}]" for row in block for text in row)
    return f"#table(columns: {len(block[0])}, {cells})"


def _content(text: str) -> str:
    escaped = "".join("\\" + c if c in "\\[]#*_`$<>@=-+/~" else c for c in text)
    return escaped.replace("\n", " \\ ")


OURS, OURS_PDF = "reportgen DOCX+PDF", "reportgen PDF"
OFFICE, TYPST = "docxtpl+LibreOffice", "Typst PDF"
TOOLS: dict[str, Callable[[Content, Path], None]] = {
    OURS: reportgen,
    OURS_PDF: reportgen_pdf,
    OFFICE: docxtpl_libreoffice,
    "plain WeasyPrint PDF": plain_weasyprint,
    TYPST: typst,
}
