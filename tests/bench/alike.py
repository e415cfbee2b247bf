"""Whether every tool printed the same: characters and pages. Differences stop the bench."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from lxml import etree

from tests.bench.peers import Content, is_picture, is_table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNSEEN = re.compile(r"[\s\u200b\u200d\u2060\ufffe]")
_PAGE_NUMBERS = "0123456789—"


def check_docx(who: str, file: Path, content: Content) -> None:
    """Hold a DOCX's body against the content, character by character."""
    with zipfile.ZipFile(file) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found = _counted("".join(each.text or "" for each in body.iter(f"{_W}t")))
    wanted = _counted("".join(_texts(content)))
    assert found == wanted, _differences(who, found, wanted)


def check_pdf(who: str, file: Path, content: Content) -> None:
    """Hold a PDF against the content and the number of pages."""
    pdf = pypdfium2.PdfDocument(file)
    assert len(pdf) == content["pages"], f"{who}: {len(pdf)} pages, not {content['pages']}"
    found = _counted("".join(page.get_textpage().get_text_range() for page in pdf))
    wanted = _counted("".join(_texts(content)))
    assert not wanted - found, _differences(who, found, wanted)
    around = set(_PAGE_NUMBERS + content["besides"])
    assert set(found - wanted) <= around, _differences(who, found, wanted)


def _texts(content: Content) -> Iterator[str]:
    for block in (block for section in content["sections"] for block in section["blocks"]):
        if is_table(block):
            yield from (text for row in (block["head"], *block["rows"]) for text in row)
        elif not is_picture(block):
            yield block["text"]


def _counted(text: str) -> Counter[str]:
    return Counter(_UNSEEN.sub("", text))


def _differences(who: str, found: Counter[str], wanted: Counter[str]) -> str:
    return f"{who}: too many {dict(found - wanted)}, missing {dict(wanted - found)}"
