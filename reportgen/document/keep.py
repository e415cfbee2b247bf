"""Find what may not be parted at a line's end: numbers with units, dates, document numbers.

Both formats take the groups from here, so that they break lines alike: the PDF's HTML puts each
group into a span that doesn't wrap, Word gets word joiners.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.document.measured import Measured
from reportgen.document.tree import Block, Cell, Document, Inline, Paragraph, Row, Run, Table

WORD_JOINER = "\u2060"

# A run without a place to break would run out of a narrow cell, so a group is never longer.
LONGEST_GROUP = 16

_NUMBER = r"[-+±≥≤＞＜＝]?\d+(?:[.,:/—～-]\d+)*"
_UNIT = (
    r"(?:[％%‰℃]|[万亿]?(?:个百分点|平方米|工作日|批次|条次|场次|"
    r"[年月日号件次期篇项处个家场条批元人倍台套字行天时])|[万亿])"
)
_GROUPS = re.compile(
    "|".join(
        (
            r"〔\d{4}〕\d+号?",  # 发文字号 after its letters
            rf"[第]{_NUMBER}{_UNIT}?",
            r"\d{4}年\d{1,2}月\d{1,2}日",
            r"\d{1,2}月\d{1,2}日",
            rf"{_NUMBER}{_UNIT}?",
            r"〔未报〕",
            r"[A-Za-z][A-Za-z0-9.+#/-]*",
        )
    )
)


def keep_groups(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans (start, end) of ``text`` that stay on one line."""
    return tuple(
        match.span()
        for match in _GROUPS.finditer(text)
        if 1 < match.end() - match.start() <= LONGEST_GROUP
    )


def with_joiners(document: Document, measured: Measured) -> Document:
    """Join the groups that would part at a line's end in Word, which has no such span.

    Only groups that begin a line get joiners: the others can't part, and a clerk who searches
    the Word file for 130条次 would not find it with joiners inside.
    """
    starts = _line_starts(measured)

    def joined_paragraph(paragraph: Paragraph) -> Paragraph:
        begins = starts.get(paragraph.key, frozenset())
        if not begins:
            return paragraph
        offset, inlines = 0, list[Inline]()
        for inline in paragraph.inlines:
            if isinstance(inline, Run):
                inlines.append(Run(_joined(inline.text, offset, begins)))
                offset += len("".join(inline.text.split()))
            else:
                inlines.append(inline)
        return replace(paragraph, inlines=tuple(inlines))

    def joined_row(row: Row) -> Row:
        cells = tuple(
            Cell(tuple(joined_paragraph(paragraph) for paragraph in cell.paragraphs))
            for cell in row.cells
        )
        return replace(row, cells=cells)

    def joined_block(block: Block) -> Block:
        if isinstance(block, Table):
            rows = tuple(joined_row(row) for row in block.rows)
            return replace(block, head=joined_row(block.head), rows=rows)
        return joined_paragraph(block)

    sections = tuple(
        replace(section, blocks=tuple(joined_block(block) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _line_starts(measured: Measured) -> dict[str, frozenset[int]]:
    """Return for each paragraph the offsets, blanks not counted, at which its lines begin."""
    starts: dict[str, set[int]] = {}
    lengths: dict[str, int] = {}
    for line in measured.lines:
        length = lengths.get(line.key, 0)
        if length:
            starts.setdefault(line.key, set()).add(length)
        lengths[line.key] = length + len("".join(line.text.split()))
    return {key: frozenset(offsets) for key, offsets in starts.items()}


def _joined(text: str, offset: int, begins: frozenset[int]) -> str:
    pieces, end = [], 0
    for start, stop in keep_groups(text):
        if offset + len("".join(text[:start].split())) in begins:
            pieces += [text[end:start], WORD_JOINER.join(text[start:stop])]
            end = stop
    return "".join((*pieces, text[end:]))
