"""Read the text of a paragraph: runs, line breaks, page references."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from reportgen.document.subset import Reader
from reportgen.document.tree import Inline, LineBreak, PageReference, Run

_BLANK_LINES = re.compile(r"(?P<before>\S?)\s*\n\s*(?P<after>\S?)")


def read_inlines(reader: Reader, element: etree._Element) -> tuple[Inline, ...]:
    """Return what a paragraph holds, without the template's line ends and indents."""
    inlines: list[Inline] = [Run(element.text or "")]
    for child in element:
        if child.tag == "br":
            inlines.append(LineBreak())
        elif child.tag == "a" and child.get("class") == "page":
            inlines.append(PageReference(child.get("href", "").removeprefix("#")))
        else:
            reader.refuse(child, f"<{element.tag}> 里不能有 <{child.tag}>")
        inlines.append(Run(child.tail or ""))
    return _without_layout_blanks(inlines)


def _without_layout_blanks(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Drop the line ends and indents of the template, no blanks of the text.

    A tab is a blank, and a letter with its accent one character, as wide as the font has it.
    """
    cleaned: list[Inline] = []
    for index, inline in enumerate(inlines):
        if isinstance(inline, Run):
            text = _BLANK_LINES.sub(_join_lines, inline.text).replace("\t", " ")
            text = unicodedata.normalize("NFC", text)
            text = text.lstrip() if index == 0 else text
            text = text.rstrip() if index == len(inlines) - 1 else text
            if text:
                cleaned.append(Run(text))
        else:
            cleaned.append(inline)
    return tuple(cleaned)


def _join_lines(match: re.Match[str]) -> str:
    before, after = match["before"], match["after"]
    blank = " " if before.isascii() and after.isascii() and before and after else ""
    return before + blank + after
