"""Whether every tool printed the same: characters and pages. Differences stop the bench."""

from __future__ import annotations

import json
import re
import sys
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


def check(who: str, file: Path, content: Content) -> None:
    """Hold a file against the content, character by character, and its number of pages.

    Page numbers may stand around it, and what else is printed on each page.
    """
    text, pages = _pdf(file) if file.suffix == ".pdf" else _docx(file)
    found, wanted = _counted(text), _counted("".join(_texts(content)))
    whole = content.get("whole", False)
    around = set(_PAGE_NUMBERS + content["besides"]) if pages or whole else set()
    assert not wanted - found, _differences(who, found, wanted)
    assert set(found - wanted) <= around, _differences(who, found, wanted)
    if pages and not whole:
        assert pages == content["pages"], f"{who}: {pages} pages, not {content['pages']}"


def _docx(file: Path) -> tuple[str, int]:
    with zipfile.ZipFile(file) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return "".join(each.text or "" for each in body.iter(f"{_W}t")), 0


def _pdf(file: Path) -> tuple[str, int]:
    pdf = pypdfium2.PdfDocument(file)
    return "".join(page.get_textpage().get_text_range() for page in pdf), len(pdf)


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


if __name__ == "__main__":
    tool, given, *files = sys.argv[1:]
    content = json.loads(Path(given, "content.json").read_text("utf-8"))
    for each in map(Path, files):
        if each.suffix in (".docx", ".pdf"):
            check(tool, each, content)
