"""The tools side by side. Each function makes one document in the given folder."""

from __future__ import annotations

import gc
import html
import subprocess
from pathlib import Path

from tests.bench.content import ROOT, Block, blocks, job


def reportgen(name: str, folder: Path) -> None:
    """Make DOCX and PDF as the command line does."""
    gc.disable()
    from reportgen.cli.main import run

    option = ["--year", "2012"] if name == "target-table" else ["--period", "2012Q1"]
    assert run(["-C", str(ROOT), "build", name, *option, "--out", str(folder)]) == 0


def reportgen_pdf(name: str, folder: Path) -> None:
    """Make the PDF only, from the job on: what a warm process repeats."""
    from reportgen.build import PAGED, Workshop, build
    from reportgen.layout.loading import load_profile
    from reportgen.typesetting import Format

    if not _workshops:
        _workshops.append(Workshop(ROOT, load_profile(ROOT, "gbt9704-2012")))
    made = build(_workshops[0], [_job(name)], [Format.PDF], folder, PAGED, lambda _: None)
    assert not made.failures


def docxtpl_libreoffice(name: str, folder: Path) -> None:
    """Fill a Word template, have LibreOffice print it."""
    import docx
    from docxtpl import DocxTemplate

    template = folder / "template.docx"
    if not template.is_file():
        word = docx.Document()
        word.add_paragraph("{%p for block in blocks %}")
        word.add_paragraph("{%p if block.rows is defined %}")
        width = max(len(block[0]) for block in blocks(name) if isinstance(block, list))
        table = word.add_table(rows=3, cols=width)
        table.style = "Table Grid"
        table.cell(0, 0).text = "{%tr for row in block.rows %}"
        for column in range(width):
            table.cell(1, column).text = f"{{{{ row[{column}] }}}}"
        table.cell(2, 0).text = "{%tr endfor %}"
        word.add_paragraph("{%p else %}")
        word.add_paragraph("{{ block.text }}")
        word.add_paragraph("{%p endif %}")
        word.add_paragraph("{%p endfor %}")
        word.save(template)
    filled = DocxTemplate(template)
    context = [
        {"rows": block} if isinstance(block, list) else {"text": block[1]} for block in blocks(name)
    ]
    filled.render({"blocks": context}, autoescape=True)
    filled.save(folder / "out.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, folder, folder / "out.docx"], check=True, capture_output=True)
    assert (folder / "out.pdf").is_file()


def plain_weasyprint(name: str, folder: Path) -> None:
    """Lay plain HTML out with the system's fonts and automatic tables."""
    import weasyprint

    body = "".join(_html(block) for block in blocks(name))
    style = "<style>@page{size:A4;margin:37mm 26mm 35mm 28mm} td{border:1px solid}</style>"
    weasyprint.HTML(string=style + body).write_pdf(folder / "out.pdf")


def typst(name: str, folder: Path) -> None:
    """Compile Typst's own markup."""
    import typst as compiler

    source = folder / "in.typ"
    page = '#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))\n'
    font = '#set text(font: "FandolFang R", size: 12pt, lang: "zh")\n'
    source.write_text(page + font + "\n\n".join(_typst(block) for block in blocks(name)))
    fonts = [str(ROOT / ".venv/share/reportgen/fonts")]
    compiler.compile(str(source), output=str(folder / "out.pdf"), font_paths=fonts)


_workshops: list = []  # type: ignore[type-arg]
_jobs: dict = {}  # type: ignore[type-arg]


def _job(name: str) -> object:
    return _jobs.setdefault(name, job(name))


def _html(block: Block) -> str:
    if isinstance(block, tuple):
        return f"<p>{html.escape(block[1])}</p>"
    rows = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in block)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _typst(block: Block) -> str:
    if isinstance(block, tuple):
        return f"#par[{_content(block[1])}]"
    cells = ", ".join(f"[{_content(text)}]" for row in block for text in row)
    return f"#table(columns: {len(block[0])}, {cells})"


def _content(text: str) -> str:
    escaped = "".join("\\" + c if c in "\\[]#*_`$<>@=-+/~" else c for c in text)
    return escaped.replace("\n", " \\ ")


TOOLS = {
    "reportgen DOCX+PDF": reportgen,
    "reportgen PDF": reportgen_pdf,
    "docxtpl+LibreOffice": docxtpl_libreoffice,
    "plain WeasyPrint": plain_weasyprint,
    "Typst": typst,
}
