"""ONLYOFFICE (PyPI: document-builder) as a fair judge of a DOCX.

It breaks lines as Word does but for one setting: it knows no lists of characters that may not begin
or end a line (noLineBreaksBefore/After) and no joiner. The only glue it has is the no-break space, so
in a copy each joiner becomes one, in a face of its own where it is next to nothing wide. Nor does it
end a line between a Chinese comma and a digit, as Word does: a blank of that face allows it.

It must not run twice at a time with different fonts: it notes those at hand inside its own package.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from lxml import etree

from tests.parity.joiners import AFTER_CLOSING, ANY_JOINER

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SECONDS = 1800  # no limit for a slow machine
_DOCUMENT = "word/document.xml"
_NO_BREAK_SPACE = "\u00a0"
_OPENING = "\u200b"
_MARKS = re.compile(f"({ANY_JOINER.pattern}|{_OPENING})")
_GLUE = "Glue"
_NARROWEST = 1  # thousandths of an em; for a glyph of no width ONLYOFFICE takes another face


def missing() -> str:
    """Say why ONLYOFFICE can't judge; nothing if it can."""
    if _program() is None:
        return "没有装 ONLYOFFICE（pip install -r requirements-parity.lock）"
    return ""


def lay_out(files: Sequence[Path], fonts: Path, folder: Path) -> list[Path]:
    """Return the PDFs that ONLYOFFICE makes of DOCX files."""
    program = _program()
    assert program is not None, missing()
    _add_glue(fonts)
    made, words = [], []
    for docx in files:
        glued, pdf = folder / f"{docx.stem}-glued.docx", folder / f"{docx.stem}-onlyoffice.pdf"
        _glue(docx, glued)
        words += [
            f"builder.OpenFile({json.dumps(str(glued))});\n",
            f'builder.SaveFile("pdf", {json.dumps(str(pdf))});\n',
            "builder.CloseFile();\n",
        ]
        made.append(pdf)
    script = folder / "convert.docbuilder"
    script.write_text("".join(words), encoding="utf-8")
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
    assert not [file.name for file in made if not file.is_file()]
    return made


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
        if len(texts) == 1:
            marked = AFTER_CLOSING.sub(_OPENING, texts[0].text or "")
            first, *others = _MARKS.split(marked)
            for mark, piece in zip(others[::2], ([first, *others[1::2]])[:-1], strict=True):
                run.addprevious(_with_text(run, piece))
                run.addprevious(_blank(" " if mark == _OPENING else _NO_BREAK_SPACE))
            texts[0].text = others[-1] if others else first
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_text(run: etree._Element, text: str) -> etree._Element:
    copy = deepcopy(run)
    copy.tail = None
    copy.find(f"{_W}t").text = text
    return copy


def _blank(character: str) -> etree._Element:
    run = etree.Element(f"{_W}r")
    faces = etree.SubElement(etree.SubElement(run, f"{_W}rPr"), f"{_W}rFonts")
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(f"{_W}{slot}", _GLUE)
    text = etree.SubElement(run, f"{_W}t")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = character
    return run


def _add_glue(fonts: Path) -> None:
    file = fonts / f"{_GLUE}.ttf"
    if file.exists():
        return
    builder = FontBuilder(unitsPerEm=1000)
    glyphs = (".notdef", "glue")
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(" "): "glue", ord(_NO_BREAK_SPACE): "glue"})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (_NARROWEST, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    builder.setupNameTable({"familyName": _GLUE, "styleName": "Regular", "psName": _GLUE})
    builder.save(file)
