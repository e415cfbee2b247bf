"""Fonts for the judges: copies of the faces under their official names, changed where a case asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from reportgen.fonts.faces import FontSet
from reportgen.fonts.folders import FONT_SUFFIXES

Change = Callable[[TTFont], None]

_JOINERS = (0x200B, 0x200C, 0x200D, 0x2060)
_ASCII = range(0x20, 0x7F)
_NAMES = (1, 4, 16)  # family, full name, typographic family
_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x409
_REGULAR = 400
_BOLD_OR_ITALIC, _MARKED_REGULAR = 0x21, 0x40


def unchanged(font: TTFont) -> None:
    """Leave a font as it is."""


def without_joiners(font: TTFont) -> None:
    """Take the glyphs of all zero-width characters away."""
    for table in font["cmap"].tables:
        for point in _JOINERS:
            table.cmap.pop(point, None)


def half_width(font: TTFont) -> None:
    """Make all of ASCII half an em wide, as in the official faces."""
    half = font["head"].unitsPerEm // 2
    glyphs = font.getBestCmap()
    advances = font["hmtx"].metrics
    for point in _ASCII:
        if name := glyphs.get(point):
            advances[name] = (half, advances[name][1])


@dataclass(frozen=True)
class FontCase:
    """A question to the judges: what is changed of all fonts, and what only of Word's."""

    name: str
    everywhere: Change
    in_word: Change


CASES = (
    FontCase("所用字体", unchanged, unchanged),
    FontCase("没有连接符的字体", unchanged, without_joiners),
    FontCase("半角西文的字体", half_width, unchanged),
)


def changed_copies(files: Path, change: Change, folder: Path) -> None:
    """Write changed copies of a folder's fonts, under their own names, into another folder."""
    for file in sorted(files.iterdir()):
        if file.suffix.lower() in FONT_SUFFIXES:
            _write(file, change, folder / file.name)


def official_copies(fonts: FontSet, change: Change, folder: Path) -> Path:
    """Write each face under its official name, as Word would find it; the fallback keeps its own."""
    for key, resolved in fonts.faces.items():

        def official(font: TTFont, name: str = resolved.face.official, key: str = key) -> None:
            change(font)
            _rename(font, name, key)

        _write(resolved.file, official, folder / f"{key}{resolved.file.suffix}")
    shutil.copy(fonts.fallback, folder)
    return folder


def _rename(font: TTFont, family: str, key: str) -> None:
    names = font["name"]
    names.names = []
    for number in _NAMES:
        names.setName(family, number, _WINDOWS, _UNICODE, _ENGLISH)
    names.setName("Regular", 2, _WINDOWS, _UNICODE, _ENGLISH)
    names.setName(key, 6, _WINDOWS, _UNICODE, _ENGLISH)
    font["OS/2"].usWeightClass = _REGULAR
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~_BOLD_OR_ITALIC | _MARKED_REGULAR
    font["head"].macStyle = 0


def _write(file: Path, change: Change, to: Path) -> None:
    if change is unchanged:
        shutil.copy(file, to)
        return
    font = TTFont(file, fontNumber=0, recalcBBoxes=False)
    change(font)
    # fontTools would take half a minute to write a Chinese CFF anew, and nothing in it has changed
    outlines = font.tables.pop("CFF ", None)
    if outlines is not None:
        raw = DefaultTable("CFF ")
        raw.data = font.reader["CFF "]
        font["CFF "] = raw
    font.save(to)
