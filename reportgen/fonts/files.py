"""What a font file says of itself, read once and remembered until the file changes."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from reportgen.fonts.folders import cache_folder
from reportgen.publish import publish

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


def families(file: Path) -> frozenset[str]:
    """Return the names under which a font file is known; none for a file that is no font."""
    return frozenset(_remembered("families", file, _read_families))


def advances(file: Path) -> Advances:
    """Return how wide the characters of a font file are."""
    return Advances(*_remembered("advances", file, _read_advances))


def glyphs(file: Path) -> Mapping[str, int]:
    """Return the numbers of a font file's glyphs by character."""
    return _remembered("glyphs", file, _read_glyphs)


def heights(file: Path) -> tuple[float, float]:
    """Return how far a line in a font reaches above and below its baseline, in em."""
    above, below = _remembered("heights", file, _read_heights)
    return above, below


def is_keyed_by_glyph(file: Path) -> bool:
    """Tell whether a font's CIDs are its glyphs' numbers, as WeasyPrint takes them to be."""
    return _remembered("keyed", file, _read_keyed)


def _remembered(what: str, file: Path, read: Callable[[Path], _Known]) -> _Known:
    """Know a file by its path, size and time."""
    status = file.stat()
    key = f"{file}|{status.st_size}|{status.st_mtime_ns}"
    memory = f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.{what}"
    known: _Known = _recalled(cache_folder() / memory, file, read)
    return known


@cache
def _recalled(memory: Path, file: Path, read: Callable[[Path], _Known]) -> _Known:
    found: _Known
    with suppress(OSError, ValueError):
        found = json.loads(memory.read_bytes())
        return found
    found = read(file)
    publish(memory, json.dumps(found).encode())
    return found


def _read_families(file: Path) -> list[str]:
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


def _read_keyed(file: Path) -> bool:
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
    if "CFF " not in font:
        return True
    top = font["CFF "].cff.topDictIndex[0]
    numbers = enumerate(top.charset) if hasattr(top, "ROS") else ()
    return all(glyph == f"cid{at:05}" for at, glyph in numbers if at)


def _read_glyphs(file: Path) -> dict[str, int]:
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
    return {chr(point): font.getGlyphID(name) for point, name in font.getBestCmap().items()}


def _read_heights(file: Path) -> tuple[float, float]:
    """Read what HarfBuzz reads; some fonts give the descent without its sign."""
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
    own, typographic = font["hhea"], font["OS/2"]
    found = (own.ascent, own.descent)
    if typographic.fsSelection & _USE_TYPOGRAPHIC or not any(found):
        found = (typographic.sTypoAscender, typographic.sTypoDescender)
    above, below = (abs(each) / font["head"].unitsPerEm for each in found)
    return above, below


def _read_advances(file: Path) -> tuple[list[int], list[int], list[float]]:
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
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
