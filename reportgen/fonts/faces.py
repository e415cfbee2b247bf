"""Faces as the layout profile names them, and the files found for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import Problem
from reportgen.fonts.files import Advances, advances


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

    def substitutions(self) -> tuple[Problem, ...]:
        """Report each face that a stand-in prints."""
        return tuple(
            Code.FONT_SUBSTITUTED.problem(
                f"本机没有{resolved.face.official}，PDF 中以 {resolved.file.name} 代替"
            )
            for resolved in self.faces.values()
            if resolved.substituted
        )

    def in_every_face(self, character: str) -> bool:
        """Tell whether no face needs the fallback for a character."""
        return all(each.width_em(character) is not None for each in self._advances)

    def has_glyph(self, character: str) -> bool:
        """Tell whether a character can be printed in every face, by the fallback if need be."""
        fallback = advances(self.fallback)
        return fallback.width_em(character) is not None or self.in_every_face(character)

    @cached_property
    def _advances(self) -> tuple[Advances, ...]:
        files = {resolved.file for resolved in self.faces.values()}
        return tuple(advances(file) for file in sorted(files))
