"""Derive stand-ins that are as wide as the official faces, as Liberation is for Arial.

The official faces were made for code page 936: a character of one byte is half an em wide, one of
two bytes a whole em. Fandol's Latin, and some of its symbols, have widths of their own, so that
lines would break elsewhere than in Word. 方正小标宋简体 is known to be as wide only in the
characters of two bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fontTools.misc.psCharStrings import T2CharString
    from fontTools.ttLib import TTFont

Point: TypeAlias = tuple[float, float]
Contour: TypeAlias = list[tuple[str, tuple[Point, ...]]]

HALF, FULL = 500, 1000

_VERSION, _DATE = 1, "2026-11-26"
_BEARING = 20
# a letter made narrow gets back half of what its stems lose: all of it, and W is a blot
_STEM_KEPT = 0.5
_ASCII = range(0x20, 0x7F)
# without glyphs of their own they may print a box, a whole em wide
_WITHOUT_WIDTH = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
_POSITIONING = ("GPOS", "GSUB", "kern")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is made of a free font: a family, and how wide ASCII is in it (None: as it was)."""

    family: str
    ascii_advance: int | None

    @property
    def postscript_name(self) -> str:
        """The family's name in PDF files."""
        return self.family.replace(" ", "")

    @property
    def file_name(self) -> str:
        """The name of the file, another one whenever the way to make it changes."""
        return f"{self.postscript_name}-{_VERSION}.otf"

    def advance(self, point: int) -> int | None:
        """Return how wide the official face's character is, None where that isn't known."""
        if point in _ASCII:
            return self.ascii_advance
        if point in _WITHOUT_WIDTH:
            return 0
        return FULL if _in_gb2312(point) else None


def derive(source: bytes, recipe: Recipe) -> bytes:
    """Return an OpenType font, keyed by CID, with the recipe's widths and names."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(source), recalcBBoxes=False, recalcTimestamp=False)
    _add_blanks(font)
    for point, glyph in font.getBestCmap().items():
        advance = recipe.advance(point)
        if advance is not None and advance != font["hmtx"][glyph][0]:
            _fit(font, glyph, advance)
    for table in _POSITIONING:
        if table in font:
            del font[table]
    _rename(font, recipe)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def differing_advances(content: bytes, recipe: Recipe) -> str:
    """Return the characters that aren't as wide in a font as its recipe says."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(content), lazy=True)
    metrics = font["hmtx"]
    return "".join(
        chr(point)
        for point, glyph in font.getBestCmap().items()
        if recipe.advance(point) not in (None, metrics[glyph][0])
    )


def _in_gb2312(point: int) -> bool:
    code = chr(point).encode("gbk", "ignore")
    return len(code) == 2 and 0xA1 <= code[0] <= 0xF7 and code[1] >= 0xA1


def _add_blanks(font: TTFont) -> None:
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    top = font["CFF "].cff.topDictIndex[0]
    private = top.FDArray[0].Private
    order = font.getGlyphOrder()
    for point in _WITHOUT_WIDTH:
        if point in font.getBestCmap():
            continue
        name = f"cid{top.CIDCount:05}"
        top.CIDCount += 1
        blank = T2CharStringPen(-private.nominalWidthX, None).getCharString(private)
        top.CharStrings.charStrings[name] = len(top.CharStrings.charStringsIndex)
        top.CharStrings.charStringsIndex.append(blank)
        top.FDSelect.gidArray.append(0)
        order.append(name)
        font["hmtx"][name] = (0, 0)
        font["vmtx"][name] = (FULL, 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name
    top.charset = order
    font.setGlyphOrder(order)


def _fit(font: TTFont, glyph: str, advance: int) -> None:
    top = font["CFF "].cff.topDictIndex[0]
    private = top.FDArray[0].Private
    contours = _fitted(_contours(font, glyph), advance, private.StdVW)
    width = None if advance == private.defaultWidthX else advance - private.nominalWidthX
    drawn = _drawn(contours, width, private)
    top.CharStrings[glyph] = drawn
    left, *_ = drawn.calcBounds(None) or (0,)
    font["hmtx"][glyph] = (advance, round(left))


def _fitted(contours: list[Contour], advance: int, stem: float) -> list[Contour]:
    """Centre an outline that is narrower than its advance, condense one that is wider."""
    across = [x for contour in contours for _, points in contour for x, _ in points]
    if not across:
        return contours
    ink, room = max(across) - min(across), advance - 2 * _BEARING
    kept = _STEM_KEPT * stem
    # what is given back to the stems needs room too
    scale = 1.0 if ink <= room else (room - kept) / (ink - kept)
    middle = (max(across) + min(across)) / 2
    return [
        _embolden(_condense(contour, scale, middle, advance / 2), kept * (1 - scale))
        for contour in contours
    ]


def _contours(font: TTFont, glyph: str) -> list[Contour]:
    from fontTools.pens.recordingPen import RecordingPen

    pen = RecordingPen()
    font.getGlyphSet()[glyph].draw(pen)
    contours: list[Contour] = []
    for operator, points in pen.value:
        if operator == "moveTo":
            contours.append([])
        contours[-1].append((operator, points))
    return contours


def _drawn(contours: Sequence[Contour], width: int | None, private: object) -> T2CharString:
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    recorded = RecordingPen()
    recorded.value = [command for contour in contours for command in contour]
    pen = T2CharStringPen(width, None)
    recorded.replay(pen)
    return pen.getCharString(private)


def _condense(contour: Contour, scale: float, middle: float, centre: float) -> Contour:
    return [
        (operator, tuple((centre + (x - middle) * scale, y) for x, y in points))
        for operator, points in contour
    ]


def _embolden(contour: Contour, added: float) -> Contour:
    """Make upright strokes thicker: each edge moves out as far as it is upright."""
    outline = [point for _, points in contour for point in points]
    moved = iter(_moved_out(outline, added / 2))
    return [(operator, tuple(next(moved) for _ in points)) for operator, points in contour]


def _moved_out(outline: Sequence[Point], distance: float) -> Iterator[Point]:
    for index, (x, y) in enumerate(outline):
        behind = _uprightness(_next_other(outline, index, -1), (x, y))
        ahead = _uprightness((x, y), _next_other(outline, index, 1))
        both = max(behind, ahead, key=abs) if behind * ahead >= 0 else behind + ahead
        yield x + distance * both, y


def _next_other(outline: Sequence[Point], index: int, step: int) -> Point:
    """Return the next point of an outline that lies elsewhere."""
    here = outline[index]
    places = (outline[(index + step * far) % len(outline)] for far in range(1, len(outline)))
    return next((place for place in places if place != here), here)


def _uprightness(start: Point, end: Point) -> float:
    """Return 1 for an edge straight up, which has its ink on the left, -1 for one straight down."""
    across, up = end[0] - start[0], end[1] - start[1]
    length: float = (across**2 + up**2) ** 0.5
    return up / length if length else 0.0


def _rename(font: TTFont, recipe: Recipe) -> None:
    """Take the old names away and say what was changed; copyright and licence stay."""
    names = font["name"]
    source = names.getDebugName(6)
    notice = (
        f"Modified on {_DATE} by reportgen (recipe {_VERSION}) from {source}: advance widths of "
        "the official faces, blank joiners, other names. Not the original font; same licence."
    )
    for record in list(names.names):
        where = (record.platformID, record.platEncID, record.langID)
        if record.nameID == 10:
            names.setName(f"{record.toUnicode()} {notice}", 10, *where)
        elif record.nameID in (1, 4):
            names.setName(recipe.family, record.nameID, *where)
        elif record.nameID == 3:
            names.setName(f"reportgen;{recipe.file_name}", 3, *where)
        elif record.nameID == 6:
            names.setName(recipe.postscript_name, 6, *where)
        elif record.nameID in (16, 17):
            names.removeNames(record.nameID, *where)
    compact = font["CFF "].cff
    compact.fontNames[0] = recipe.postscript_name
    top = compact.topDictIndex[0]
    top.FullName = top.FamilyName = recipe.family
    top.Notice = f"{top.rawDict.get('Notice', '')} {notice}".strip()
    for dictionary in top.FDArray:
        dictionary.FontName = recipe.postscript_name
