"""What a font file says of itself, read once and remembered until the file changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeVar, cast

from reportgen.fonts.folders import cache_folder

T = TypeVar("T")
_FAMILY_NAME_IDS = (1, 4, 16)


def families(file: Path) -> frozenset[str]:
    """Return the names under which a font file is known; none for a file that is no font."""
    return frozenset(_remembered("families", file, _read_families))


def coverage(file: Path) -> frozenset[int]:
    """Return the code points that a font file has glyphs for."""
    ranges = _remembered("coverage", file, _read_ranges)
    return frozenset(chain.from_iterable(range(first, last + 1) for first, last in ranges))


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


def _ranges(points: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return ranges
