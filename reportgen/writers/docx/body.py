"""Paragraphs, their runs and fields."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

from reportgen.document.tree import Inline, Kept, LineBreak, PageReference, Paragraph, Run
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import TextStyle
from reportgen.writers.docx.wml import TWIPS_PER_PT, text_element, w


class Bookmarks:
    """Give each block id a bookmark: Word wants whole numbers and names without hyphens."""

    def __init__(self) -> None:
        self._given = 0

    def around(self, block_id: str, runs: list[_Element]) -> list[_Element]:
        """Put a bookmark around runs."""
        self._given += 1
        start = w("bookmarkStart", id=self._given, name=bookmark_name(block_id))
        return [start, *runs, w("bookmarkEnd", id=self._given)]


def bookmark_name(block_id: str) -> str:
    """Return the bookmark of a block id."""
    return "_" + block_id.replace("-", "_")


def paragraph_element(
    paragraph: Paragraph, profile: LayoutProfile, bookmarks: Bookmarks
) -> _Element:
    """Write one paragraph; its looks come from its style, but for its own place and scale."""
    style = profile.styles[paragraph.style]
    runs = [run for inline in paragraph.inlines for run in inline_elements(inline)]
    if paragraph.scale != 1:
        half_points = int(style.scaled_size_pt(paragraph.scale) * 2)
        for run in (each for element in runs for each in element.iter(qn("w:rPr"))):
            run.extend([w("sz", val=half_points), w("szCs", val=half_points)])
    if paragraph.id:
        runs = bookmarks.around(paragraph.id, runs)
    return w("p", w("pPr", *_properties(paragraph, style)), *runs)


def _properties(paragraph: Paragraph, style: TextStyle) -> Iterator[_Element]:
    """Yield what sets a paragraph apart from its style, in the schema's order."""
    yield w("pStyle", val=paragraph.style)
    if paragraph.keep_with_next:
        yield w("keepNext")
    if paragraph.page_break:
        yield w("pageBreakBefore")
    if paragraph.parts_anywhere:
        yield w("widowControl", val=0)
    spacing: dict[str, int | str] = {}
    if paragraph.page_top and paragraph.page_break:
        spacing["before"] = 0  # Word drops the room above only where a page breaks by itself
    if paragraph.scale != 1:
        spacing["line"] = int(float(style.line_pt) * paragraph.scale * TWIPS_PER_PT)
        spacing["lineRule"] = "exact"
    if spacing:
        yield w("spacing", **spacing)
    if paragraph.left_chars is not None:
        left = int(paragraph.left_chars * float(style.pitch_pt) * TWIPS_PER_PT)
        yield w("ind", left=left, firstLine=0)


def tiny_paragraph() -> _Element:
    """Return a paragraph that takes hardly any room, such as Word demands after a table.

    A page of 22 lines leaves 0.9 pt, Word takes no line below 0.7 pt.
    """
    spacing = w("spacing", before=0, after=0, line=14, lineRule="exact")
    mark = w("rPr", w("sz", val=2), w("szCs", val=2))
    return w("p", w("pPr", spacing, mark))


def inline_elements(inline: Inline) -> list[_Element]:
    """Write text, a line break or a page number that Word can bring up to date."""
    match inline:
        case Run(text) | Kept(text):
            return [text_run(text)]
        case LineBreak():
            return [w("r", w("br"))]
        case PageReference(target, number):
            shown = "" if number is None else str(number)
            return [field(f"PAGEREF {bookmark_name(target)} \\h", shown)]


def text_run(text: str) -> _Element:
    """Write a run; the hint keeps “ ” — … in the Chinese face."""
    return w("r", w("rPr", w("rFonts", hint="eastAsia")), text_element("t", text))


def field(instruction: str, shown: str) -> _Element:
    """Write a field with the text it shows until Word computes it."""
    return w("fldSimple", text_run(shown), instr=instruction)
