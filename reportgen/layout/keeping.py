"""What stays on a page with what follows it: signatures with text (GB/T 9704-2012 7.3.3, 7.3.5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import ceil

from reportgen.document.keep import width_em
from reportgen.document.measured import Measured
from reportgen.document.tree import Block, Document, Panel, Paragraph, Section, Table, opening_style
from reportgen.document.walking import map_blocks
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.signing import SIGNATURES

_BEFORE_THE_BODY = ("recipients", "circular-title")
_LISTED = "annex-"
_FEW_LINES = 2  # a paragraph parts between its lines, so that no more than these must follow


def followers(profile: LayoutProfile) -> frozenset[str]:
    """Return the styles of what must not begin a page, such as a signature."""
    return frozenset(role for role, style in profile.styles.items() if style.keep_with_previous)


def with_company(document: Document, profile: LayoutProfile) -> Document:
    """Keep what must not stand alone with what is before it.

    A list of attachments longer than half a page may part: its end goes with the signature.
    The body of a circular begins on the first page (7.3.3), so its first paragraph may part
    between any lines; where it has only one, that stays and the signature goes alone.
    """
    following = followers(profile)

    def kept(section: Section, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        opening = _opening(section)
        done: list[Block] = []
        chained = 0.0
        for block in reversed(blocks):
            lines = _lines(block, profile)
            leads = bool(done) and opening_style(done[-1]) in following
            if opening_style(block) not in following:
                lines = min(lines, _FEW_LINES)
            elif done and opening_style(done[-1]).startswith(_LISTED):
                leads = chained + lines <= profile.grid.lines / 2
            if isinstance(block, Paragraph):
                leads = leads and (block is not opening or lines > 1)
                block = replace(block, keep_with_next=leads, parts_anywhere=block is opening)
                leads = leads or profile.styles[block.style].keep_with_next
            chained = lines + chained if leads else lines
            done.append(block)
        return tuple(reversed(done))

    return map_blocks(document, kept)


def lonely_parts(document: Document, measured: Measured) -> Iterator[str]:
    """Say what stands alone on a page of a circular that has to stand with its body."""
    for section in document.sections:
        opening = _opening(section)
        if opening is not None and measured.page_of(opening.key) > 1:
            yield "首页没有正文（GB/T 9704-2012 7.3.3）"
        for before, block in pairwise(section.blocks):
            signs = opening_style(block) in SIGNATURES
            if signs and _last_page(before, measured) < measured.page_of(block.key):
                yield "署名单独在一页（GB/T 9704-2012 7.3.5.5）"


def _last_page(block: Block, measured: Measured) -> int:
    return measured.boxes[block.rows[-1].key if isinstance(block, Table) else block.key][-1].page


def _opening(section: Section) -> Paragraph | None:
    """Return the paragraph with which a circular's body begins."""
    before = [
        index
        for index, block in enumerate(section.blocks)
        if opening_style(block) in _BEFORE_THE_BODY
    ]
    if not before or before[-1] + 1 == len(section.blocks):
        return None
    opening = section.blocks[before[-1] + 1]
    return opening if isinstance(opening, Paragraph) else None


def _lines(block: Block, profile: LayoutProfile) -> float:
    """Estimate the height of a paragraph or panel in lines of the grid."""
    if isinstance(block, Panel):
        rows = (row[0].paragraphs[0] for row in block.rows)
        return sum(1 + float(profile.styles[each.style].space_before_lines) for each in rows)
    if not isinstance(block, Paragraph):
        return 0
    style = profile.styles[block.style]
    room = profile.grid.characters - float(style.left_indent_chars + style.right_indent_chars)
    around = float(style.space_before_lines + style.space_after_lines)
    return ceil(width_em(block.text) / room) + around
