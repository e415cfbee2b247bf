"""Where organs sign and where their seals go (GB/T 9704-2012 7.3.5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise

from reportgen.document.tree import Block, Paragraph, Section
from reportgen.layout.styles import POINTS_PER_MM, Part
from reportgen.typeset.layout import Layout, PlacedLine
from reportgen.typeset.looks import Look, Setup

_SEALED = (Part.SIGNATURE, Part.DATE)
_UNSEALED = (Part.UNSEALED_SIGNATURE, Part.UNSEALED_DATE)
_SEALED_NAMES = (Part.SIGNATURE, Part.JOINT_SIGNATURE)
_SEALED_DATES = (Part.DATE, Part.JOINT_DATE)
SIGNATURES = (*_SEALED_NAMES, Part.UNSEALED_SIGNATURE)


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


def continued(section: Section, setup: Setup) -> Section:
    """Give each paragraph that follows one of its own style the style that comes then."""
    blocks = list(section.blocks)
    for at, (before, block) in enumerate(pairwise(section.blocks), start=1):
        if isinstance(before, Paragraph) and isinstance(block, Paragraph):
            then = setup.profile.styles[block.style].then
            if then and before.style == block.style:
                blocks[at] = replace(block, style=then)
    return replace(section, blocks=tuple(blocks))


def tightened(setup: Setup) -> Setup:
    """Leave no more room above signatures than their seals need, and none above the imprint.

    By such means all may stand on one page (7.3.5.5).
    """
    profile = setup.profile
    pagination = profile.pagination.model_copy(update={"imprint_gap_lines": Decimal()})
    looks = dict(setup.looks)
    for role, style in profile.styles.items():
        if profile.signing and style.part in _SEALED_NAMES and style.keep_with_previous:
            seal = float(profile.signing.seal_mm * POINTS_PER_MM)
            least = (seal - 2 * looks[role].line_pt) / 2
            looks[role] = replace(looks[role], before_pt=min(least, looks[role].before_pt))
    profile = profile.model_copy(update={"pagination": pagination})
    return replace(setup, profile=profile, looks=looks)


def signing_looks(section: Section, setup: Setup) -> Mapping[str, Look]:
    """Return by key how signatures and dates stand, which depends on their lengths."""
    looks: dict[str, Look] = {}
    for parts, group in groupby(section.blocks, lambda block: _signing(block, setup)):
        if parts:
            paragraphs = [each for each in group if isinstance(each, Paragraph)]
            looks.update(_placed(paragraphs, parts, setup))
    return looks


def _signing(block: Block, setup: Setup) -> tuple[Part, ...]:
    part = setup.profile.styles[block.style].part if isinstance(block, Paragraph) else None
    return next((parts for parts in (_SEALED, _UNSEALED) if part in parts), ())


def _placed(
    paragraphs: list[Paragraph], parts: tuple[Part, ...], setup: Setup
) -> Iterator[tuple[str, Look]]:
    """Yield the looks of the signatures and of the date (the last), moved in from the left."""
    signing = setup.profile.signing
    assert signing is not None
    looks = [setup.looks[each.style] for each in paragraphs]
    pitch = looks[0].pitch_pt
    room = setup.profile.grid.characters * pitch
    *names, last = (
        setup.width_pt(each.text, look) for each, look in zip(paragraphs, looks, strict=True)
    )
    longest = max(names, default=0.0)
    if parts == _SEALED:
        # 7.3.5.1: both in the middle of one box, so that the one stands centred over the other
        left = room - max(2 * float(signing.right_chars) * pitch + last, longest)
        insets = [left] * len(paragraphs)
    else:
        # 7.3.5.2: the date begins further right than the name; the longer one sets the distance
        right = float(signing.unsealed_right_chars) * pitch
        shift = float(signing.unsealed_shift_chars) * pitch
        left = room - right - max(longest, last + shift)
        insets = [left] * len(names) + [left + shift]
    for paragraph, look, inset in zip(paragraphs, looks, insets, strict=True):
        yield paragraph.key, replace(look, left_pt=max(inset, 0.0), first_pt=0.0)


def seal_places(layout: Layout, setup: Setup) -> tuple[SealPlace, ...]:
    """Tell where the seals of a document go; none where nothing is to be sealed."""
    found: list[tuple[str, list[PlacedLine]]] = []
    printed = (each for each in layout.lines if each.text)
    for made, lines in groupby(printed, lambda line: line.made):
        part = setup.profile.styles[made.paragraph.style].part
        if part in _SEALED_NAMES:
            found.append((made.paragraph.text, [*lines]))
        elif part in _SEALED_DATES and found:
            found[-1][1].extend(lines)
    return tuple(_place(organ, pressed, setup) for organ, pressed in found)


def _place(organ: str, lines: list[PlacedLine], setup: Setup) -> SealPlace:
    assert setup.profile.signing is not None
    line_pt = float(setup.profile.grid.line_pt)
    left, top = min(line.left_pt for line in lines), min(line.top_pt for line in lines)
    right = max(line.right_pt for line in lines)
    bottom = max(line.top_pt for line in lines) + line_pt
    return SealPlace(
        organ,
        lines[0].page,
        (_mm((left + right) / 2), _mm((top + bottom) / 2)),
        float(setup.profile.signing.seal_mm),
        (_mm(left), _mm(top), _mm(right - left), _mm(bottom - top)),
    )


def _mm(points: float) -> float:
    return round(points / float(POINTS_PER_MM), 1)
