"""Faces as the layout profile names them, and the files that print them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, Problem
from reportgen.fonts.files import Advances, advances, families, is_keyed_by_glyph
from reportgen.fonts.folders import font_folder
from reportgen.fonts.install import FALLBACK, FALLBACK_FAMILY, printing_file

FONT_SUFFIXES = (".otf", ".ttf", ".ttc")


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its official family, other names of the same font, the free file that stands in."""

    key: str
    official: str
    aliases: tuple[str, ...]
    stand_in: str


@dataclass(frozen=True, slots=True)
class ResolvedFace:
    """A face and the file that prints it."""

    face: Face
    file: Path
    substituted: bool


@dataclass(frozen=True)
class FontSet:
    """The files of all faces, and one for the characters that they lack."""

    faces: Mapping[str, ResolvedFace]
    fallback: Path
    fallback_family: str

    @property
    def files(self) -> frozenset[Path]:
        """Return all files that print."""
        return frozenset((self.fallback, *(each.file for each in self.faces.values())))

    def substitutions(self) -> tuple[Problem, ...]:
        """Report each face that a stand-in prints."""
        return tuple(
            Code.FONT_SUBSTITUTED.problem(
                f"本机没有能用的{resolved.face.official}，PDF 中以 {resolved.file.name} 代替"
            )
            for resolved in self.faces.values()
            if resolved.substituted
        )

    def in_every_face(self, character: str) -> bool:
        """Tell whether no face needs the fallback for a character."""
        return all(each.width_em(character) is not None for each in self._advances)

    def has_glyph(self, character: str) -> bool:
        """Tell whether a character can be printed in every face, by the fallback if need be."""
        return self._spare.width_em(character) is not None or self.in_every_face(character)

    @cached_property
    def _spare(self) -> Advances:
        return advances(self.fallback)

    @cached_property
    def _advances(self) -> tuple[Advances, ...]:
        files = {resolved.file for resolved in self.faces.values()}
        return tuple(advances(file) for file in sorted(files))


def resolve_fonts(faces: Sequence[Face]) -> FontSet:
    """Choose for each face the official font if it is installed, else the free stand-in.

    Raises ConfigurationError naming every face that has neither.
    """
    installed = installed_files()
    found: dict[str, ResolvedFace] = {}
    missing = []
    for face in faces:
        if resolved := find_face(face, installed):
            found[face.key] = resolved
        else:
            missing.append(f"{face.official}（替代 {printing_file(face.stand_in)}）")
    fallback = font_folder() / FALLBACK.name
    if not fallback.is_file():
        missing.append(f"后备字体 {FALLBACK.name}")
    if missing:
        raise ConfigurationError([Code.FONTS_MISSING.problem(f"缺少字体：{'、'.join(missing)}")])
    return FontSet(found, fallback, FALLBACK_FAMILY)


def find_face(face: Face, installed: Sequence[Path]) -> ResolvedFace | None:
    """Return the file of one face, or None where it has none."""
    wanted = {face.official, *face.aliases}
    for file in installed:
        if wanted.intersection(families(file)) and is_keyed_by_glyph(file):
            return ResolvedFace(face, file, substituted=False)
    stand_in = font_folder() / printing_file(face.stand_in)
    return ResolvedFace(face, stand_in, substituted=True) if stand_in.is_file() else None


def installed_files() -> list[Path]:
    """Return all font files of the machine."""
    home = Path.home()
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", home / ".fonts")
    return sorted(
        Path(parent, name)
        for folder in (*folders, home / ".local" / "share" / "fonts")
        for parent, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(FONT_SUFFIXES)
    )
