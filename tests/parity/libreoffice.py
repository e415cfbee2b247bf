"""LibreOffice 7.4 as a fair judge of a DOCX.

LibreOffice 7.4 drops three settings on import that Word honours: no space between Han and Latin
(autoSpaceDE/DN), no hanging punctuation (overflowPunct) and the lists of characters that may not
begin or end a line (noLineBreaksBefore/After). So the DOCX is converted to FODT, the settings are
put back there, and that is converted to PDF.

Its Latin line breaker also follows an old rule (UAX 14, LB30 before Unicode 5.2: CL × AL, CL × NU),
so it never breaks between a Chinese comma, full stop or closing mark and a digit or Latin letter,
where Word and Pango do. A zero-width space in the FODT allows it.

To it U+200D, Word's "No-Width Non Break", is a letter: it parts 〔 from 2012 there. So it is given
U+2060, which it understands, in the text and in the lists.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from tests.parity.joiners import AFTER_CLOSING, NO_WIDTH_NON_BREAK, WORD_JOINER

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SECONDS = 1800  # it hangs at times; no limit for a slow machine
_WITH_BLANK_PAGES = ':writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_SETTINGS = '<config:config-item-set config:name="ooo:configuration-settings">'


def missing() -> str:
    """Say why LibreOffice can't judge; nothing if it can."""
    return "" if shutil.which("soffice") else "没有装 LibreOffice（make test 会装）"


def lay_out(files: Sequence[Path], fonts: Path, folder: Path) -> list[Path]:
    """Return the PDFs that LibreOffice makes of DOCX files with the fonts of a folder."""
    fontconfig = _fontconfig(fonts, folder)
    flat = _converted(files, "fodt", folder, fontconfig)
    for docx, fodt in zip(files, flat, strict=True):
        _repair(docx, fodt)
    return _converted(flat, "pdf" + _WITH_BLANK_PAGES, folder, fontconfig)


def _repair(docx: Path, fodt: Path) -> None:
    text = fodt.read_text(encoding="utf-8")
    for setting in (b'autoSpaceDE w:val="0"', b'overflowPunct w:val="0"'):
        assert setting in _part(docx, "word/styles.xml"), "the DOCX itself must ask for it"
    text = re.sub('style:text-autospace="[a-z-]*"', 'style:text-autospace="none"', text)
    text = re.sub('style:punctuation-wrap="[a-z-]*"', 'style:punctuation-wrap="simple"', text)
    text = AFTER_CLOSING.sub("\u200b", text)
    text = text.replace(_SETTINGS, _SETTINGS + _forbidden_characters(docx), 1)
    fodt.write_text(text.replace(NO_WIDTH_NON_BREAK, WORD_JOINER), encoding="utf-8")


def _fontconfig(fonts: Path, folder: Path) -> Path:
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder / 'fonts'}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return file


def _forbidden_characters(docx: Path) -> str:
    settings = etree.fromstring(_part(docx, "word/settings.xml"))
    items = {"Language": "zh", "Country": "CN", "Variant": ""}
    for name, tag in (("BeginLine", "noLineBreaksBefore"), ("EndLine", "noLineBreaksAfter")):
        element = settings.find(f"{_W}{tag}")
        assert element is not None
        items[name] = element.get(f"{_W}val", "")
    written = "".join(
        f'<config:config-item config:name="{name}" config:type="string">'
        f"{_escaped(value)}</config:config-item>"
        for name, value in items.items()
    )
    return (
        '<config:config-item-map-indexed config:name="ForbiddenCharacters">'
        f"<config:config-item-map-entry>{written}</config:config-item-map-entry>"
        "</config:config-item-map-indexed>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _part(docx: Path, name: str) -> bytes:
    with zipfile.ZipFile(docx) as package:
        return package.read(name)


def _converted(files: Sequence[Path], to: str, folder: Path, fontconfig: Path) -> list[Path]:
    """Convert all files at once: LibreOffice takes a second to start, and next to none for a file."""
    program = shutil.which("soffice")
    assert program is not None, missing()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(fontconfig)},
    )
    made = [folder / f"{file.stem}.{to.partition(':')[0]}" for file in files]
    assert not [file.name for file in made if not file.is_file()]
    return made
