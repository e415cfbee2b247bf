"""Paragraphs, their runs and fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from math import floor

from lxml.etree import _Element

from reportgen.typeset.layout import FlowParagraph
from reportgen.typeset.lines import SetParagraph
from reportgen.typeset.looks import Look, Setup
from reportgen.writers.docx.styles import JUSTIFICATION
from reportgen.writers.docx.wml import TWIPS_PER_PT, text_element, w

JOINER = "\u200d"  # Word's “No-Width Non Break”
OPENING = "\u200b"


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
    made: SetParagraph, setup: Setup, bookmarks: Bookmarks, flow: FlowParagraph | None = None
) -> _Element:
    """Write one paragraph; its looks come from its style, but for what sets it apart."""
    usual = setup.looks[made.paragraph.style]
    runs = list(_runs(made, usual))
    if made.paragraph.id:
        runs = bookmarks.around(made.paragraph.id, runs)
    return w("p", w("pPr", *_properties(made, usual, flow)), *runs)


def _properties(made: SetParagraph, usual: Look, flow: FlowParagraph | None) -> Iterator[_Element]:
    """Yield what sets a paragraph apart from its style, in the schema's order."""
    look = made.look
    yield w("pStyle", val=made.paragraph.style)
    if flow and flow.keeps_next:
        yield w("keepNext")
    if flow and flow.starts_page:
        yield w("pageBreakBefore")
    if flow and flow.parts_anywhere:
        yield w("widowControl", val=0)
    spacing: dict[str, int | str] = {}
    if flow and flow.starts_page and look.before_pt:
        spacing["before"] = 0  # Word drops the room above only where a page breaks by itself
    if look.line_pt != usual.line_pt:
        spacing["line"] = int(look.line_pt * TWIPS_PER_PT)
        spacing["lineRule"] = "exact"
    if spacing:
        yield w("spacing", **spacing)
    if (look.left_pt, look.first_pt) != (usual.left_pt, usual.first_pt):
        first = int(look.first_pt * TWIPS_PER_PT)
        yield w("ind", left=int(look.left_pt * TWIPS_PER_PT), firstLine=first)
    if look.align is not usual.align:
        yield w("jc", val=JUSTIFICATION[look.align])


def _runs(made: SetParagraph, usual: Look) -> Iterator[_Element]:
    """Yield a paragraph's text: as few runs as its breaks, fields and tight lines allow."""
    marks = {**dict.fromkeys(made.joints, JOINER), **dict.fromkeys(made.openings, OPENING)}
    size = made.look.size_pt if made.look.size_pt != usual.size_pt else None
    links = {link.start: link for link in made.links}
    cuts = {0, len(made.text), *(at for each in made.links for at in (each.start, each.end))}
    tight = [line for line in made.lines if line.spread_pt < 0]
    cuts |= {at for line in tight for at in (line.start, line.end)}
    for start, end in pairwise(sorted(cuts)):
        spread = next((each.spread_pt for each in tight if each.start <= start < each.end), 0.0)
        spacing = made.look.letter_spacing_pt + spread if spread else None
        properties = _run_properties(size, spacing)
        if start in links:
            instruction = f"PAGEREF {bookmark_name(links[start].target)} \\h"
            yield field(instruction, made.text[start:end], properties)
            continue
        marked = "".join(marks.get(at, "") + made.text[at] for at in range(start, end))
        for index, piece in enumerate(marked.split("\n")):
            breaks = [w("br")] if index else []
            texts = [text_element("t", piece)] if piece else []
            if breaks or texts:
                yield w("r", *_copied(properties), *breaks, *texts)


def _run_properties(size_pt: float | None, spacing_pt: float | None) -> list[_Element]:
    """Return the ``rPr`` of text that differs from its style, nothing where it doesn't."""
    found = []
    if spacing_pt is not None:
        found.append(w("spacing", val=floor(spacing_pt * TWIPS_PER_PT)))
    if size_pt is not None:
        half_points = int(size_pt * 2)
        found += [w("sz", val=half_points), w("szCs", val=half_points)]
    return [w("rPr", *found)] if found else []


def _copied(elements: list[_Element]) -> list[_Element]:
    return [deepcopy(each) for each in elements]


def tiny_paragraph(*properties: _Element) -> _Element:
    """Return a paragraph that takes hardly any room, such as Word demands after a table.

    A page of 22 lines leaves 0.9 pt, Word takes no line below 0.7 pt.
    """
    spacing = w("spacing", before=0, after=0, line=14, lineRule="exact")
    mark = w("rPr", w("sz", val=2), w("szCs", val=2))
    return w("p", w("pPr", *properties, spacing, mark))


def text_run(text: str) -> _Element:
    """Write a run."""
    return w("r", text_element("t", text))


def field(instruction: str, shown: str, properties: Sequence[_Element] = ()) -> _Element:
    """Write a field with the text it shows until Word computes it."""
    run = w("r", *properties, text_element("t", shown))
    return w("fldSimple", run, instr=instruction)
