"""What a font file says of itself, read once and remembered until the file changes."""

from __future__ import annotations

import json
import os
from bisect import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeVar, cast

from reportgen.fonts.folders import cache_folder

T = TypeVar("T")
_FAMILY_NAME_IDS = (1, 4, 16)


@dataclass(frozen=True, slots=True)
class Advances:
    """How wide a font's characters are: ``widths`` in em for the runs of code points they hold for."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    widths: tuple[float, ...]

    def width_em(self, character: str) -> float | None:
        """Return a character's advance width, None where the font has no glyph for it."""
        point = ord(character)
        at = bisect(self.firsts, point) - 1
        return self.widths[at] if at >= 0 and point <= self.lasts[at] else None


def families(file: Path) -> frozenset[str]:
    """Return the names under which a font file is known; none for a file that is no font."""
    return frozenset(_remembered("families", file, _read_families))


def coverage(file: Path) -> frozenset[int]:
    """Return the code points that a font file has glyphs for."""
    ranges = _remembered("coverage", file, _read_ranges)
    return frozenset(chain.from_iterable(range(first, last + 1) for first, last in ranges))


@cache
def advances(file: Path) -> Advances:
    """Return how wide the characters of a font file are."""
    runs = _remembered("advances", file, _read_advances)
    firsts, lasts, widths = zip(*runs, strict=True)
    return Advances(firsts, lasts, widths)


def _remembered(what: str, file: Path, read: Callable[[Path], list[T]]) -> list[T]:
    """Answer from the memory of earlier runs, where a file goes by its path, size and time."""
    status = file.stat()
    key = f"{file}|{status.st_size}|{status.st_mtime_ns}"
    memory = cache_folder() / f"{what}.json"
    known = _memory(memory)
    if key not in known:
        known[key] = read(file)
        temporary = memory.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(known))
        temporary.replace(memory)
    return cast("list[T]", known[key])


@cache
def _memory(file: Path) -> dict[str, object]:
    try:
        known: dict[str, object] = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return known


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


def _read_ranges(file: Path) -> list[tuple[int, int]]:
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
    return _ranges(sorted(font.getBestCmap()))


def _read_advances(file: Path) -> list[tuple[int, int, float]]:
    from fontTools.ttLib import TTFont

    font = TTFont(file, lazy=True, fontNumber=0)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    runs: list[tuple[int, int, float]] = []
    for point, glyph in sorted(font.getBestCmap().items()):
        width = metrics[glyph][0] / em
        if runs and point == runs[-1][1] + 1 and width == runs[-1][2]:
            runs[-1] = (runs[-1][0], point, width)
        else:
            runs.append((point, point, width))
    return runs


def _ranges(points: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return ranges
