"""What a font file says of itself, read once and remembered until the file changes."""

from __future__ import annotations

import hashlib
import json
from array import array
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reportgen.fonts.folders import cache_folder
from reportgen.publish import publish

_FAMILY_NAME_IDS = (1, 4, 16)
_POINT: Final = "I"
_WIDTH: Final = "d"
_RUN_BYTES = 2 * array(_POINT).itemsize + array(_WIDTH).itemsize


@dataclass(frozen=True, slots=True)
class Advances:
    """How wide a font's characters are: ``widths`` in em for the runs of code points they hold for."""

    firsts: array[int]
    lasts: array[int]
    widths: array[float]

    def width_em(self, character: str) -> float | None:
        """Return a character's advance width, None where the font has no glyph for it."""
        point = ord(character)
        at = bisect(self.firsts, point) - 1
        return self.widths[at] if at >= 0 and point <= self.lasts[at] else None


def families(file: Path) -> frozenset[str]:
    """Return the names under which a font file is known; none for a file that is no font."""
    key, memory = _key(file), cache_folder() / "families.json"
    known = _families_known(memory)
    if key not in known:
        known[key] = _read_families(file)
        publish(memory, json.dumps(known).encode())
    return frozenset(known[key])


def advances(file: Path) -> Advances:
    """Return how wide the characters of a font file are."""
    return _advances(file, _key(file))


def _key(file: Path) -> str:
    """Know a file by its path, size and time."""
    status = file.stat()
    return f"{file}|{status.st_size}|{status.st_mtime_ns}"


@cache
def _families_known(memory: Path) -> dict[str, list[str]]:
    try:
        known: dict[str, list[str]] = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known


@cache
def _advances(file: Path, key: str) -> Advances:
    memory = cache_folder() / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.advances"
    if memory.is_file() and (known := _unpacked(memory.read_bytes())):
        return known
    read = _read_advances(file)
    publish(memory, read.firsts.tobytes() + read.lasts.tobytes() + read.widths.tobytes())
    return read


def _unpacked(content: bytes) -> Advances | None:
    """Read what ``_advances`` wrote; None where it isn't whole."""
    runs, rest = divmod(len(content), _RUN_BYTES)
    if rest or not runs:
        return None
    end = runs * array(_POINT).itemsize
    firsts, lasts = array(_POINT, content[:end]), array(_POINT, content[end : 2 * end])
    return Advances(firsts, lasts, array(_WIDTH, content[2 * end :]))


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


def _read_advances(file: Path) -> Advances:
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    firsts, lasts, widths = array(_POINT), array(_POINT), array(_WIDTH)
    for point, glyph in sorted(font.getBestCmap().items()):
        width = metrics[glyph][0] / em
        if lasts and point == lasts[-1] + 1 and width == widths[-1]:
            lasts[-1] = point
        else:
            firsts.append(point)
            lasts.append(point)
            widths.append(width)
    return Advances(firsts, lasts, widths)
