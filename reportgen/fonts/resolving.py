"""Find the file that prints each face."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.fonts.catalogue import FALLBACK, FALLBACK_FAMILY, printing_file
from reportgen.fonts.faces import Face, FontSet, ResolvedFace
from reportgen.fonts.files import families
from reportgen.fonts.folders import FONT_SUFFIXES, font_folder, system_folders


def resolve_fonts(faces: Sequence[Face]) -> FontSet:
    """Choose for each face the official font if it is installed, else the free stand-in.

    Raises ConfigurationError naming every face that has neither.
    """
    installed = installed_files()
    found = [(face, find_face(face, installed)) for face in faces]
    missing = [face for face, resolved in found if resolved is None]
    fallback = font_folder() / FALLBACK.name
    if missing or not fallback.is_file():
        names = [f"{face.official}（替代 {printing_file(face.stand_in)}）" for face in missing]
        if not fallback.is_file():
            names.append(f"后备字体 {FALLBACK.name}")
        raise ConfigurationError([Code.FONTS_MISSING.problem(f"缺少字体：{'、'.join(names)}")])
    return FontSet(
        faces={face.key: resolved for face, resolved in found if resolved is not None},
        fallback=fallback,
        fallback_family=FALLBACK_FAMILY,
    )


def find_face(face: Face, installed: Sequence[Path]) -> ResolvedFace | None:
    """Return the file of one face, or None where it has none."""
    wanted = {face.official, *face.aliases}
    for file in installed:
        if wanted & families(file):
            return ResolvedFace(face, file, substituted=False)
    stand_in = font_folder() / printing_file(face.stand_in)
    return ResolvedFace(face, stand_in, substituted=True) if stand_in.is_file() else None


def installed_files() -> tuple[Path, ...]:
    """Return all font files of the machine."""
    return tuple(sorted(file for folder in system_folders() for file in _font_files(folder)))


def _font_files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            if os.path.splitext(name)[1].lower() in FONT_SUFFIXES:  # noqa: PTH122 a hot loop
                yield Path(parent, name)
