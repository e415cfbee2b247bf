"""Derive stand-ins that are as wide as the official faces, as Liberation is for Arial.

The official faces were made for code page 936: a character of one byte is half an em wide, one of
two bytes a whole em. Fandol's Latin, and some of its symbols, have widths of their own, so that
lines would break elsewhere than in Word. 方正小标宋简体 is known to be as wide only in the
characters of two bytes.

Imported where there is a font to make: fontTools takes long to load.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import TypeAlias

from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from reportgen.fonts.install import RECIPE_VERSION, StandIn

Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = list[tuple[str, tuple[Point, ...]]]

_FULL = 1000
_DATE = "2026-11-26"
_BEARING = 20
# a letter made narrow gets back half of what its stems lose: all of it, and W is a blot
_STEM_KEPT = 0.5
_ASCII = range(0x20, 0x7F)
# without glyphs of their own they may print a box, a whole em wide
_WITHOUT_WIDTH = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)


def derive(source: bytes, stand_in: StandIn) -> bytes:
    """Return an OpenType font, keyed by CID, with the official face's widths and its own names."""
    font = TTFont(io.BytesIO(source), recalcBBoxes=False, recalcTimestamp=False)
    _key_by_glyph(font)
    _add_blanks(font)
    for _, glyph, advance in _differing(font, stand_in):
        _fit(font, glyph, advance)
    for table in ("GPOS", "GSUB", "kern"):
        if table in font:
            del font[table]
    _rename(font, stand_in)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def differing_advances(content: bytes, stand_in: StandIn) -> str:
    """Return the characters that aren't as wide in a font as in the official face."""
    font = TTFont(io.BytesIO(content), lazy=True)
    return "".join(chr(point) for point, _, _ in _differing(font, stand_in))


def _differing(font: TTFont, stand_in: StandIn) -> Iterator[tuple[int, str, int]]:
    """Yield each character whose width differs, its glyph and the width it should have."""
    metrics = font["hmtx"]
    for point, glyph in font.getBestCmap().items():
        advance = _official_advance(point, stand_in)
        if advance is not None and advance != metrics[glyph][0]:
            yield point, glyph, advance


def _official_advance(point: int, stand_in: StandIn) -> int | None:
    """Return how wide the official face's character is, None where that isn't known."""
    if point in _ASCII:
        return stand_in.ascii_advance
    if point in _WITHOUT_WIDTH:
        return 0
    code = chr(point).encode("gbk", "ignore")
    in_gb2312 = len(code) == 2 and 0xA1 <= code[0] <= 0xF7 and code[1] >= 0xA1
    return _FULL if in_gb2312 else None


def _key_by_glyph(font: TTFont) -> None:
    """Give each glyph its own number as its CID; to be done before other tables are read.

    WeasyPrint writes numbers of glyphs where a PDF means CIDs. In Fandol the two differ from
    Adobe-GB1's first gap on: – ¥ € ▼ and some eighty others would print blank.
    """
    top = font["CFF "].cff.topDictIndex[0]
    order = [f"cid{at:05}" if at else name for at, name in enumerate(font.getGlyphOrder())]
    top.CharStrings.charStrings = {name: at for at, name in enumerate(order)}
    top.charset, top.CIDCount, top.ROS = order, len(order), ("Adobe", "Identity", 0)
    font.setGlyphOrder(order)


def _add_blanks(font: TTFont) -> None:
    top = font["CFF "].cff.topDictIndex[0]
    private = top.FDArray[0].Private
    order = font.getGlyphOrder()
    known = font.getBestCmap()
    for point in (each for each in _WITHOUT_WIDTH if each not in known):
        name = f"cid{top.CIDCount:05}"
        top.CIDCount += 1
        blank = T2CharStringPen(-private.nominalWidthX, None).getCharString(private)
        top.CharStrings.charStrings[name] = len(top.CharStrings.charStringsIndex)
        top.CharStrings.charStringsIndex.append(blank)
        top.FDSelect.gidArray.append(0)
        order.append(name)
        font["hmtx"][name] = (0, 0)
        font["vmtx"][name] = (_FULL, 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name
    top.charset = order
    font.setGlyphOrder(order)


def _fit(font: TTFont, glyph: str, advance: int) -> None:
    """Centre a glyph that is narrower than its advance, condense one that is wider."""
    top = font["CFF "].cff.topDictIndex[0]
    private = top.FDArray[0].Private
    outline = RecordingPen()
    font.getGlyphSet()[glyph].draw(outline)
    outline.value = _fitted(outline.value, advance, private.StdVW)
    pen = T2CharStringPen(
        None if advance == private.defaultWidthX else advance - private.nominalWidthX, None
    )
    outline.replay(pen)
    drawn = top.CharStrings[glyph] = pen.getCharString(private)
    left, *_ = drawn.calcBounds(None) or (0,)
    font["hmtx"][glyph] = (advance, round(left))


def _fitted(outline: Outline, advance: int, stem: float) -> Outline:
    across = [x for _, points in outline for x, _ in points]
    if not across:
        return outline
    ink, room = max(across) - min(across), advance - 2 * _BEARING
    kept = _STEM_KEPT * stem
    # what is given back to the stems needs room too
    scale = 1.0 if ink <= room else (room - kept) / (ink - kept)
    middle = (max(across) + min(across)) / 2
    condensed = [
        (operator, tuple((advance / 2 + (x - middle) * scale, y) for x, y in points))
        for operator, points in outline
    ]
    contours = accumulate(operator == "moveTo" for operator, _ in outline)
    numbered = zip(contours, condensed, strict=True)
    fitted: Outline = []
    for _, group in groupby(numbered, key=lambda each: each[0]):
        contour = [command for _, command in group]
        corners = [point for _, points in contour for point in points]
        moved = _emboldened(corners, kept * (1 - scale) / 2)
        fitted += [(operator, tuple(next(moved) for _ in points)) for operator, points in contour]
    return fitted


def _emboldened(corners: Sequence[Point], distance: float) -> Iterator[Point]:
    """Make upright strokes thicker: each edge moves out as far as it is upright."""
    for index, here in enumerate(corners):
        # the next corners, on either side, that lie elsewhere
        others = [each for each in (*corners[index:], *corners[:index]) if each != here] or [here]
        behind, ahead = _uprightness(others[-1], here), _uprightness(here, others[0])
        both = max(behind, ahead, key=abs) if behind * ahead >= 0 else behind + ahead
        yield here[0] + distance * both, here[1]


def _uprightness(start: Point, end: Point) -> float:
    """Return 1 for an edge straight up, which has its ink on the left, -1 for one straight down."""
    across, up = end[0] - start[0], end[1] - start[1]
    length: float = (across**2 + up**2) ** 0.5
    return up / length if length else 0.0


def _rename(font: TTFont, stand_in: StandIn) -> None:
    """Take the old names away and say what was changed; copyright and licence stay."""
    names = font["name"]
    notice = (
        f"Modified on {_DATE} by reportgen (recipe {RECIPE_VERSION}) from {names.getDebugName(6)}: "
        "advance widths of the official faces, CIDs by glyph, blank joiners, other names. "
        "Not the original font; same licence."
    )
    new = {
        **dict.fromkeys((1, 4), stand_in.family),
        3: f"reportgen;{stand_in.file_name}",
        6: stand_in.postscript_name,
    }
    for record in list(names.names):
        where = (record.platformID, record.platEncID, record.langID)
        if record.nameID == 10:
            names.setName(f"{record.toUnicode()} {notice}", 10, *where)
        elif record.nameID in new:
            names.setName(new[record.nameID], record.nameID, *where)
        elif record.nameID in (16, 17):
            names.removeNames(record.nameID, *where)
    compact = font["CFF "].cff
    compact.fontNames[0] = stand_in.postscript_name
    top = compact.topDictIndex[0]
    top.FullName = top.FamilyName = stand_in.family
    top.Notice = f"{top.rawDict.get('Notice', '')} {notice}".strip()
    for dictionary in top.FDArray:
        dictionary.FontName = stand_in.postscript_name
