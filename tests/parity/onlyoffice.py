"""ONLYOFFICE (PyPI: document-builder) as a fair judge of a DOCX.

It breaks lines as Word does but for one setting: it knows no lists of characters that may not begin
or end a line (noLineBreaksBefore/After) and no joiner. The only glue it has is the no-break space, so
in a copy each joiner becomes one that is drawn in together to no width.

It must not run twice at a time with different fonts: it notes those at hand inside its own package.
"""

from __future__ import annotations

import json
import subprocess
import zipfile
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from tests.parity.joiners import ANY_JOINER

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SECONDS = 180
_DOCUMENT = "word/document.xml"
_NO_BREAK_SPACE = "\u00a0"
# half an em of a 1 pt face, taken back by the spacing
_SMALLEST_HALF_PT, _TAKEN_BACK_TWIPS = "2", "-10"


def missing() -> str:
    """Say why ONLYOFFICE can't judge; nothing if it can."""
    if _program() is None:
        return "没有装 ONLYOFFICE（pip install -r requirements-parity.lock）"
    return ""


def lay_out(docx: Path, fonts: Path, folder: Path) -> Path:
    """Return the PDF that ONLYOFFICE makes of a DOCX."""
    program = _program()
    assert program is not None, missing()
    glued, pdf = folder / "glued.docx", folder / "onlyoffice.pdf"
    _glue(docx, glued)
    script = folder / "convert.docbuilder"
    script.write_text(
        f"builder.OpenFile({json.dumps(str(glued))});\n"
        f'builder.SaveFile("pdf", {json.dumps(str(pdf))});\n'
        "builder.CloseFile();\n",
        encoding="utf-8",
    )
    subprocess.run(
        [
            program,
            f"--fonts-dir={fonts}",
            "--fonts-system=false",
            "--check-fonts=true",
            str(script),
        ],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    assert pdf.is_file(), "ONLYOFFICE wrote no PDF"
    return pdf


def _program() -> Path | None:
    package = find_spec("docbuilder")
    if package is None or package.origin is None:
        return None
    program = Path(package.origin).parent / "lib" / "docbuilder"
    return program if program.is_file() else None


def _glue(docx: Path, copy: Path) -> None:
    with zipfile.ZipFile(docx) as original, zipfile.ZipFile(copy, "w") as glued:
        for entry in original.infolist():
            content = original.read(entry)
            glued.writestr(entry, _glued(content) if entry.filename == _DOCUMENT else content)


def _glued(document: bytes) -> bytes:
    root = etree.fromstring(document)
    for run in list(root.iter(f"{_W}r")):
        texts = run.findall(f"{_W}t")
        if len(texts) == 1 and ANY_JOINER.search(texts[0].text or ""):
            pieces = ANY_JOINER.split(texts[0].text or "")
            for piece in pieces[:-1]:
                run.addprevious(_with_text(run, piece))
                run.addprevious(_no_break_space())
            texts[0].text = pieces[-1]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_text(run: etree._Element, text: str) -> etree._Element:
    copy = deepcopy(run)
    copy.tail = None
    copy.find(f"{_W}t").text = text
    return copy


def _no_break_space() -> etree._Element:
    run = etree.Element(f"{_W}r")
    looks = etree.SubElement(run, f"{_W}rPr")
    etree.SubElement(looks, f"{_W}rFonts").set(f"{_W}hint", "eastAsia")
    etree.SubElement(looks, f"{_W}spacing").set(f"{_W}val", _TAKEN_BACK_TWIPS)
    for size in ("sz", "szCs"):
        etree.SubElement(looks, f"{_W}{size}").set(f"{_W}val", _SMALLEST_HALF_PT)
    etree.SubElement(run, f"{_W}t").text = _NO_BREAK_SPACE
    return run
