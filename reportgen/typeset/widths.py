"""How wide characters are, by face, from the advance widths of the font files."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.fonts.faces import FontSet
from reportgen.fonts.files import Advances, advances

Widths = Mapping[str, Mapping[str, float]]


class _FaceWidths(dict[str, float]):
    """Widths in em by character, looked up in the face and, where it lacks one, in the fallback."""

    def __init__(self, face: Advances, fallback: Advances) -> None:
        super().__init__()
        self._sources = (face, fallback)

    def __missing__(self, character: str) -> float:
        found = (source.width_em(character) for source in self._sources)
        width = next((each for each in found if each is not None), 1.0)
        self[character] = width
        return width


def widths_of(fonts: FontSet) -> Widths:
    """Return the widths of all faces by the face's key, in em by character."""
    fallback = advances(fonts.fallback)
    return {
        key: _FaceWidths(advances(resolved.file), fallback) for key, resolved in fonts.faces.items()
    }
