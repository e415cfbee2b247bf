"""Paragraphs, their runs and fields."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import floor

from lxml.etree import _Element

from reportgen.layout.styles import Align
from reportgen.typeset.layout import Content, Line, SetBlock, SetParagraph
from reportgen.typeset.looks import Look, Setup, opens
from reportgen.writers.docx.wml import TWIPS_PER_PT, field, flag, sizes, text_run, w

JUSTIFICATION = {each: each.value for each in Align} | {Align.JUSTIFY: "both"}
JOINER = "\u200d"  # Word's “No-Width Non Break”
OPENING = "\u200b"


def paragraph_element(
    made: SetParagraph, setup: Setup, flow: SetBlock[Content] | None = None
) -> _Element:
    """Write one paragraph; its looks come from its style, but for what sets it apart."""
    usual = setup.looks[made.paragraph.style]
    named = made.paragraph.id
    return w(
        "p",
        w("pPr", *_properties(made, usual, flow)),
        w("bookmarkStart", id=0, name=_bookmark(named)) if named else None,
        *_runs(made, usual),
        w("bookmarkEnd", id=0) if named else None,
    )


def _bookmark(block_id: str) -> str:
    """Name the bookmark of a block: Word takes no hyphens."""
    return "_" + block_id.replace("-", "_")


def _properties(
    made: SetParagraph, usual: Look, flow: SetBlock[Content] | None
) -> Iterator[_Element | None]:
    """Yield what sets a paragraph apart from its style, in the schema's order."""
    look = made.look
    yield w("pStyle", val=made.paragraph.style)
    spacing: dict[str, int | str] = {}
    if look.before_pt != usual.before_pt:
        spacing["before"] = int(look.before_pt * TWIPS_PER_PT)
    if flow:
        yield flag("keepNext", flow.keeps_next)
        yield flag("pageBreakBefore", flow.starts_page)
        yield w("widowControl", val=0) if flow.parts_anywhere else None
        if flow.starts_page and look.before_pt:
            spacing["before"] = 0  # Word drops the room above only where a page breaks by itself
    if look.line_pt != usual.line_pt:
        spacing |= {"line": int(look.line_pt * TWIPS_PER_PT), "lineRule": "exact"}
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
    spreads = {line: _own_spread(line, made) for line in made.lines}
    cuts |= {at for line, own in spreads.items() if own for at in (line.start, line.end)}
    for start, end in pairwise(sorted(cuts)):
        spread = next((own for line, own in spreads.items() if line.start <= start < line.end), 0.0)
        spacing = made.look.letter_spacing_pt + spread if spread else None
        if start in links:
            instruction = f"PAGEREF {_bookmark(links[start].target)} \\h"
            yield field(instruction, made.text[start:end], _differing(size, spacing))
            continue
        marked = "".join(marks.get(at, "") + made.text[at] for at in range(start, end))
        for piece in filter(None, re.split("(?=\n)", marked)):
            yield text_run(piece, _differing(size, spacing))


def _own_spread(line: Line, made: SetParagraph) -> float:
    """Return what a line's letter spacing differs by: a tight one's, or a full one's that is cut off."""
    last = line is made.lines[-1] and made.look.align is Align.JUSTIFY
    if line.spread_pt <= 0 or not last:
        return min(line.spread_pt, 0.0)
    gaps = sum(opens(*pair) for pair in pairwise(line.text))
    # a twip less: programs add up differently, and what doesn't fit would get a line of its own
    return line.spread_pt * gaps / len(line.text) - 1 / TWIPS_PER_PT


def _differing(size_pt: float | None, spacing_pt: float | None) -> _Element | None:
    """Return the ``rPr`` of text that differs from its style, None where it doesn't."""
    if size_pt is None and spacing_pt is None:
        return None
    spacing = None if spacing_pt is None else w("spacing", val=floor(spacing_pt * TWIPS_PER_PT))
    return w("rPr", spacing, *(sizes(size_pt) if size_pt is not None else ()))
