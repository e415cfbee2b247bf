"""What a font file says of itself, read once and remembered until the file changes."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reportgen.fonts.folders import cache_folder
from reportgen.publish import publish

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_FAMILY_NAME_IDS = (1, 4, 16)
_USE_TYPOGRAPHIC = 1 << 7
_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class Advances:
    """How wide a font's characters are: ``widths`` in em for the runs of code points they hold for."""

    firsts: list[int]
    lasts: list[int]
    widths: list[float]

    def width_em(self, character: str) -> float | None:
        """Return a character's advance width, None where the font has no glyph for it."""
        point = ord(character)
        at = bisect(self.firsts, point) - 1
        return self.widths[at] if at >= 0 and point <= self.lasts[at] else None


def _until_changed(read: Callable[[Path], _Known]) -> Callable[[Path], _Known]:
    """Let a function of a font file be called once for as long as the file keeps size and time."""

    @cache
    def read_once(file: Path, *_: int) -> _Known:
        return read(file)

    def known(file: Path) -> _Known:
        status = file.stat()
        return read_once(file, status.st_size, status.st_mtime_ns)

    return known


def _remembered(read: Callable[[Path], _Known]) -> Callable[[Path], _Known]:
    """Let a function of a font file answer from the disk; the file is known by path, size and time."""

    @_until_changed
    def recalled(file: Path) -> _Known:
        status = file.stat()
        key = f"{file}|{status.st_size}|{status.st_mtime_ns}"
        name = f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.{read.__name__}"
        memory = cache_folder() / name
        found: _Known
        with suppress(OSError, ValueError):
            found = json.loads(memory.read_bytes())
            return found
        found = read(file)
        publish(memory, json.dumps(found).encode())
        return found

    return recalled


@_remembered
def families(file: Path) -> list[str]:
    """Return the names under which a font file is known; none for a file that is no font."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        fonts = (
            TTCollection(file, lazy=True).fonts
            if file.suffix.lower() == ".ttc"
            else [TTFont(file, lazy=True)]
        )
        names = {
            str(record)
            for font in fonts
            for record in font["name"].names
            if record.nameID in _FAMILY_NAME_IDS
        }
    except (TTLibError, OSError, KeyError, UnicodeDecodeError, AssertionError):
        return []
    return sorted(names)


def _opened(file: Path) -> TTFont:
    from fontTools.ttLib import TTFont  # takes long to load

    return TTFont(file, lazy=True, fontNumber=0)


@_remembered
def is_keyed_by_glyph(file: Path) -> bool:
    """Tell whether a font's CIDs are its glyphs' numbers, as WeasyPrint takes them to be."""
    font = _opened(file)
    if "CFF " not in font:
        return True
    top = font["CFF "].cff.topDictIndex[0]
    numbers = enumerate(top.charset) if hasattr(top, "ROS") else ()
    return all(glyph == f"cid{at:05}" for at, glyph in numbers if at)


@_remembered
def glyphs(file: Path) -> dict[str, int]:
    """Return the numbers of a font file's glyphs by character."""
    font = _opened(file)
    return {chr(point): font.getGlyphID(name) for point, name in font.getBestCmap().items()}


@_until_changed
def glyph_table(file: Path) -> bytes:
    """Return the table by which a font file's glyphs are found, as it stands in the file."""
    table: bytes = _opened(file).reader["cmap"]
    return table


@_remembered
def heights(file: Path) -> tuple[float, float]:
    """Return how far a line in a font reaches above and below its baseline, in em.

    HarfBuzz reads the same; some fonts give the descent without its sign.
    """
    font = _opened(file)
    own, typographic = font["hhea"], font["OS/2"]
    found = (own.ascent, own.descent)
    if typographic.fsSelection & _USE_TYPOGRAPHIC or not any(found):
        found = (typographic.sTypoAscender, typographic.sTypoDescender)
    above, below = (abs(each) / font["head"].unitsPerEm for each in found)
    return above, below


def advances(file: Path) -> Advances:
    """Return how wide the characters of a font file are."""
    return Advances(*_advances(file))


@_remembered
def _advances(file: Path) -> tuple[list[int], list[int], list[float]]:
    font = _opened(file)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    firsts: list[int] = []
    lasts: list[int] = []
    widths: list[float] = []
    for point, glyph in sorted(font.getBestCmap().items()):
        width = metrics[glyph][0] / em
        if lasts and point == lasts[-1] + 1 and width == widths[-1]:
            lasts[-1] = point
        else:
            firsts.append(point)
            lasts.append(point)
            widths.append(width)
    return firsts, lasts, widths
