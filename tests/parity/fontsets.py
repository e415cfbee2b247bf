"""Fonts for the judges: copies of the faces under their official names, changed where a case asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from reportgen.fonts.faces import FONT_SUFFIXES, FontSet
from reportgen.fonts.install import STAND_INS

Change = Callable[[TTFont], None]

_JOINERS = (0x200B, 0x200C, 0x200D, 0x2060)
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


def itself(file: Path) -> Path:
    """Take a font file as it is."""
    return file


def proportional(file: Path) -> Path:
    """Take the free font whose Latin has its own widths in place of what was made of it."""
    made_of = {each.file_name: each.source.name for each in STAND_INS}
    return file.with_name(made_of.get(file.name, file.name))


@dataclass(frozen=True)
class FontCase:
    """A question to the judges: which font prints in a file's place, what Word's fonts lack."""

    name: str
    prints: Callable[[Path], Path]
    in_word: Change


CASES = (
    FontCase("所用字体（半角西文）", itself, unchanged),
    FontCase("没有连接符的字体", itself, without_joiners),
    FontCase("西文不等宽的字体", proportional, unchanged),
)


def copies(files: Path, prints: Callable[[Path], Path], folder: Path) -> None:
    """Copy a folder's fonts, each under its name with the content of what prints in its place."""
    for file in sorted(files.iterdir()):
        if file.suffix.lower() in FONT_SUFFIXES:
            shutil.copy(prints(file), folder / file.name)


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
