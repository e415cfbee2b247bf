"""Break lines that are full to within a rounding error one character earlier, in every program.

Programs add up widths differently: LibreOffice, for one, leaves the letter spacing off the last
character before each change of script. On a line that is all but full that decides whether one
more character fits. Joining the last character to the next line's first settles it for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby, pairwise

from reportgen.document.measured import Measured
from reportgen.document.tree import Document, Inline, Kept, Paragraph, Run, inline_text
from reportgen.document.walking import map_paragraphs, walk_paragraphs

Joints = Mapping[str, frozenset[int]]

_ROUNDING_PT = 0.5
_LONGEST = 16


def tight_joints(
    document: Document, measured: Measured, letter_spacing_pt: Callable[[str], float]
) -> Joints:
    """Return by paragraph key the offsets at which lines end that are too full to be sure of.

    ``letter_spacing_pt`` tells the letter spacing of a style.
    """
    spacings = {
        paragraph.key: letter_spacing_pt(paragraph.style) for paragraph in walk_paragraphs(document)
    }
    joints: dict[str, set[int]] = {}
    offset = 0
    for line, following in pairwise(measured.lines):
        offset += len(line.text)
        if line.key != following.key:
            offset = 0
        elif line.spare_pt < _tolerance_pt(line.text, spacings[line.key]):
            joints.setdefault(line.key, set()).add(offset)
    return {key: frozenset(offsets) for key, offsets in joints.items()}


def with_joints(document: Document, joints: Joints) -> Document:
    """Return the document with the characters on both sides of each offset kept together."""

    def joined(paragraph: Paragraph) -> Paragraph:
        inlines = paragraph.inlines
        if any(character.isspace() for character in paragraph.text):
            return paragraph  # a line drops its last blank, so offsets would not be sure
        for offset in sorted(joints.get(paragraph.key, ())):
            inlines = _join(inlines, offset)
        return replace(paragraph, inlines=inlines)

    return map_paragraphs(document, joined)


def _tolerance_pt(text: str, letter_spacing_pt: float) -> float:
    pieces = sum(1 for _ in groupby(text, key=str.isascii))
    return pieces * abs(letter_spacing_pt) + _ROUNDING_PT


def _join(inlines: tuple[Inline, ...], offset: int) -> tuple[Inline, ...]:
    """Put the piece before and the piece behind an offset into one kept piece."""
    done: list[Inline] = []
    position = 0
    for index, inline in enumerate(inlines):
        text = inline_text(inline)
        end = position + len(text)
        if position < offset < end:
            cut = offset - position
            if isinstance(inline, Run) and not text[cut - 1 : cut + 1].isascii():
                pieces = (
                    Run(text[: cut - 1]),
                    Kept(text[cut - 1 : cut + 1], settled=True),
                    Run(text[cut + 1 :]),
                )
                done += [piece for piece in pieces if piece.text]
            else:
                done.append(inline)
            return (*done, *inlines[index + 1 :])
        if end == offset and index + 1 < len(inlines):
            return (*done, *_bridge(inline, inlines[index + 1]), *inlines[index + 2 :])
        done.append(inline)
        position = end
    return inlines


def _bridge(left: Inline, right: Inline) -> tuple[Inline, ...]:
    """Join the end of one inline and the beginning of the next, unless that gets too long."""
    if not isinstance(left, Run | Kept) or not isinstance(right, Run | Kept):
        return (left, right)
    tail = left.text if isinstance(left, Kept) else left.text[-1]
    head = right.text if isinstance(right, Kept) else right.text[0]
    if len(tail + head) > _LONGEST or (tail + head).isascii():
        return (left, right)
    pieces = (
        Run(left.text[: -len(tail)]),
        Kept(tail + head, settled=True),
        Run(right.text[len(head) :]),
    )
    return tuple(piece for piece in pieces if piece.text)
