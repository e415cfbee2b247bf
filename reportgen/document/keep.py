"""Keep together what may not be parted at a line's end: numbers with units, dates, 文号.

``kept`` marks the groups once for both formats. The PDF's HTML puts each into a span that doesn't
wrap; Word has no such span, so ``with_joiners`` puts word joiners where a group would part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from reportgen.document.measured import Measured
from reportgen.document.tree import Document, Inline, Kept, Paragraph, Run, inline_text
from reportgen.document.walking import map_paragraphs

WORD_JOINER = "\u2060"

# no program parts digits from digits, so joiners stand only where one could part a group
_JOINTS = re.compile(r"(?<=[^\x00-\x7f])(?=.)|(?<=.)(?=[^\x00-\x7f])|(?<=[/-])(?=.)")

_NUMBER = r"[-+±≥≤＞＜＝]?\d+(?:[.,:/～-]\d+)*"
_UNIT = (
    r"(?:[％%‰℃]|[万亿]?(?:个百分点|平方米|工作日|批次|条次|场次|"
    r"[年月日号件次期篇项处个家场条批元人倍台套字行天时])|[万亿])"
)
# the widest form first; where it is too wide for its cell, the next one is tried inside it
_FORMS = (
    re.compile(
        rf"〔\d{{4}}〕\d+号?|第{_NUMBER}{_UNIT}?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}月\d{{1,2}}日|"
        rf"{_NUMBER}{_UNIT}?|〔未报〕|（[^（）]{{1,4}}）|——|……|[A-Za-z][A-Za-z0-9.+#/-]*"
    ),
    re.compile(rf"{_NUMBER}{_UNIT}?"),
    re.compile(_NUMBER),
)


def kept(document: Document, room_em: Callable[[Paragraph], float]) -> Document:
    """Mark the groups of all paragraphs; ``room_em`` tells a paragraph's width in characters.

    A group wider than its line could not be printed, so it is narrowed or left alone.
    """

    def marked(paragraph: Paragraph) -> Paragraph:
        room = room_em(paragraph)
        inlines: list[Inline] = []
        for inline in paragraph.inlines:
            inlines += _groups(inline.text, room, _FORMS) if isinstance(inline, Run) else [inline]
        return replace(paragraph, inlines=tuple(inlines))

    return map_paragraphs(document, marked)


def _groups(text: str, room: float, forms: tuple[re.Pattern[str], ...]) -> Iterator[Run | Kept]:
    if not forms:
        yield Run(text)
        return
    end = 0
    for match in forms[0].finditer(text):
        if match.end() - match.start() < 2:
            continue
        if match.start() > end:
            yield Run(text[end : match.start()])
        if width_em(match.group()) <= room:
            yield Kept(match.group())
        else:
            yield from _groups(match.group(), room, forms[1:])
        end = match.end()
    if end < len(text):
        yield Run(text[end:])


def width_em(text: str) -> float:
    """Estimate a width in characters: digits are half as wide, Latin letters at most 0.9."""
    return sum(0.5 if c.isdigit() or c in ".,:-" else 0.9 if c.isascii() else 1.0 for c in text)


def with_joiners(document: Document, measured: Measured) -> Document:
    """Put word joiners into the groups that begin a line, for Word.

    The others can't part, and a clerk who searches the Word file for 130条次 would not find it
    with joiners inside.
    """
    starts = _line_starts(measured)

    def joined(paragraph: Paragraph) -> Paragraph:
        begins = starts.get(paragraph.key, frozenset())
        offset, inlines = 0, list[Inline]()
        for inline in paragraph.inlines:
            if isinstance(inline, Kept) and (inline.settled or offset in begins):
                inlines.append(Run(_JOINTS.sub(WORD_JOINER, inline.text)))
            else:
                inlines.append(inline)
            offset += _length(inline_text(inline))
        return replace(paragraph, inlines=tuple(inlines))

    return map_paragraphs(document, joined)


def _line_starts(measured: Measured) -> dict[str, frozenset[int]]:
    """Return for each paragraph the offsets, blanks not counted, at which its lines begin."""
    starts: dict[str, set[int]] = {}
    lengths: dict[str, int] = {}
    for line in measured.lines:
        length = lengths.get(line.key, 0)
        if length:
            starts.setdefault(line.key, set()).add(length)
        lengths[line.key] = length + _length(line.text)
    return {key: frozenset(offsets) for key, offsets in starts.items()}


def _length(text: str) -> int:
    return len("".join(text.split()))
