"""Where organs sign and where their seals go (GB/T 9704-2012 7.3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from reportgen.document.keep import width_em
from reportgen.document.measured import Line, Measured
from reportgen.document.tree import Block, Document, Paragraph
from reportgen.document.walking import map_blocks, walk_paragraphs
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import POINTS_PER_MM

_SEALED = ("signature", "signature-date")
_UNSEALED = ("unsealed-signature", "unsealed-cosignature", "unsealed-date")
_SEALED_NAMES = (_SEALED[0], "joint-signature", "joint-cosignature")
SIGNATURES = frozenset({_SEALED[0], "joint-signature", _UNSEALED[0]})
_SEALED_DATES = (_SEALED[1], "joint-date")


@dataclass(frozen=True, slots=True)
class SealPlace:
    """The rectangle kept free for an organ's seal, in mm from the page's upper left corner.

    ``text_mm`` is the text that the seal presses: left, top, width, height.
    """

    organ: str
    page: int
    centre_mm: tuple[float, float]
    diameter_mm: float
    text_mm: tuple[float, float, float, float]


def signed(document: Document, profile: LayoutProfile) -> Document:
    """Move signatures and dates to where the standard has them, which depends on their lengths."""

    def placed(blocks: tuple[Block, ...]) -> Iterator[Block]:
        for styles, group in groupby(blocks, _signing_styles):
            found = list(group)
            if styles is None:
                yield from found
            else:
                yield from _placed([each for each in found if isinstance(each, Paragraph)], profile)

    return map_blocks(document, lambda _, blocks: tuple(placed(blocks)))


def _signing_styles(block: Block) -> tuple[str, ...] | None:
    pairs = (_SEALED, _UNSEALED)
    style = block.style if isinstance(block, Paragraph) else ""
    return next((pair for pair in pairs if style in pair), None)


def _placed(paragraphs: list[Paragraph], profile: LayoutProfile) -> Iterator[Paragraph]:
    """Yield the signatures and the date (the last), moved in from the left."""
    room, signing = profile.grid.characters, profile.signing
    assert signing is not None
    *names, last = (width_em(paragraph.text) for paragraph in paragraphs)
    longest = max(names, default=0.0)
    if paragraphs[-1].style in _SEALED:
        # 7.3.5.1: both in the middle of one box, so that the one stands centred over the other
        left = room - max(2 * float(signing.right_chars) + last, longest)
        insets = [left] * len(paragraphs)
    else:
        # 7.3.5.2: the date begins further right than the name; the longer one sets the distance
        right, shift = float(signing.unsealed_right_chars), float(signing.unsealed_shift_chars)
        left = room - right - max(longest, last + shift)
        insets = [left] * len(names) + [left + shift]
    for paragraph, inset in zip(paragraphs, insets, strict=True):
        yield replace(paragraph, left_chars=max(inset, 0.0))


def seal_places(
    document: Document, measured: Measured, profile: LayoutProfile
) -> tuple[SealPlace, ...]:
    """Tell where the seals of a laid-out document go; none where nothing is to be sealed."""
    lines: dict[str, list[Line]] = {}
    for line in measured.lines:
        lines.setdefault(line.key, []).append(line)
    found: list[tuple[Paragraph, list[Line]]] = []
    for paragraph in walk_paragraphs(document):
        if paragraph.style in _SEALED_NAMES:
            found.append((paragraph, [*lines.get(paragraph.key, [])]))
        elif paragraph.style in _SEALED_DATES and found:
            found[-1][1].extend(lines.get(paragraph.key, []))
    return tuple(_place(paragraph.text, pressed, profile) for paragraph, pressed in found)


def _place(organ: str, lines: list[Line], profile: LayoutProfile) -> SealPlace:
    assert profile.signing is not None
    line_pt = float(profile.styles[_SEALED[0]].line_pt)
    left, top = min(line.left_pt for line in lines), min(line.top_pt for line in lines)
    right = max(line.left_pt + line.width_pt for line in lines)
    bottom = max(line.top_pt for line in lines) + line_pt
    edges = (left, top, right - left, bottom - top)
    return SealPlace(
        organ,
        lines[0].page,
        (_mm((left + right) / 2), _mm((top + bottom) / 2)),
        float(profile.signing.seal_mm),
        (_mm(edges[0]), _mm(edges[1]), _mm(edges[2]), _mm(edges[3])),
    )


def _mm(points: float) -> float:
    return round(float(Decimal(points) / POINTS_PER_MM), 1)
