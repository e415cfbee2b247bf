"""LibreOffice as a fair judge of a DOCX.

LibreOffice 7.4 drops three settings on import that Word honours: no space between Han and Latin
(autoSpaceDE/DN), no hanging punctuation (overflowPunct) and the lists of characters that may not
begin or end a line (noLineBreaksBefore/After). So the DOCX is converted to FODT, the settings are
put back there, and that is converted to PDF.

Its Latin line breaker also follows an old rule (UAX 14, LB30 before Unicode 5.2: CL × AL, CL × NU),
so it never breaks between a Chinese comma, full stop or closing mark and a digit or Latin letter,
where Word and Pango do. A zero-width space in the FODT allows it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SECONDS = 180
_AFTER_CLOSING = re.compile("(?<=[，、。）》”’…〕】」』〉])(?=[0-9A-Za-z])")
_WITH_BLANK_PAGES = ':writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_SETTINGS = '<config:config-item-set config:name="ooo:configuration-settings">'


def lay_out(docx: Path, folder: Path) -> Path:
    """Return the PDF that LibreOffice makes of a DOCX; files go into ``folder``."""
    _convert(docx, "fodt", folder)
    fodt = folder / f"{docx.stem}.fodt"
    text = fodt.read_text(encoding="utf-8")
    for setting in (b'autoSpaceDE w:val="0"', b'overflowPunct w:val="0"'):
        assert setting in _part(docx, "word/styles.xml"), "the DOCX itself must ask for it"
    text = re.sub('style:text-autospace="[a-z-]*"', 'style:text-autospace="none"', text)
    text = re.sub('style:punctuation-wrap="[a-z-]*"', 'style:punctuation-wrap="simple"', text)
    text = _AFTER_CLOSING.sub("\u200b", text)
    text = text.replace(_SETTINGS, _SETTINGS + _forbidden_characters(docx), 1)
    fodt.write_text(text, encoding="utf-8")
    _convert(fodt, "pdf", folder, _WITH_BLANK_PAGES)
    return folder / f"{docx.stem}.pdf"


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


def _convert(file: Path, to: str, folder: Path, options: str = "") -> None:
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice is needed: make test installs it"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to + options,
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    made = folder / f"{file.stem}.{to}"
    assert made.is_file(), f"LibreOffice wrote no {made.name}"
