"""Which glyphs of which files print a text, and what the PDF is to know of them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.fonts.faces import FontSet
from reportgen.fonts.files import Advances, advances, glyphs, heights
from reportgen.layout.profile import LayoutProfile


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font file under the name that it prints for, with what a document draws with it.

    ``ascent_em`` and ``descent_em`` are its line's; ``widths`` (in thousandths of an em) and
    ``texts`` are of the glyphs that were drawn.
    """

    family: str
    file: Path
    numbers: Mapping[str, int]
    advances: Advances
    ascent_em: float
    descent_em: float
    widths: dict[int, float] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        """Return the name by which pages call it."""
        return tag_of(self.family)

    def code(self, character: str) -> str | None:
        """Return how a page calls for a character's glyph; None where the file has none."""
        number = self.numbers.get(character)
        if number is None:
            return None
        self.texts.setdefault(number, character)
        self.widths[number] = round((self.advances.width_em(character) or 0) * 1000, 2)
        return f"{number:04x}"


class Pen(dict[str, str]):
    """How a page calls for characters in a face at a size; the fallback lends those that it lacks."""

    def __init__(self, face: Typeface, fallback: Typeface, size_pt: float) -> None:
        self.face, self.size_pt = face, size_pt
        self._fallback = fallback

    def __missing__(self, character: str) -> str:
        code = self.face.code(character)
        if code is None:
            if (lent := self._fallback.code(character)) is None:
                message = f"没有字形：“{character}”（U+{ord(character):04X}）"
                raise ConfigurationError([Code.LAYOUT_WARNING.problem(message)])
            code = f"> Tj {self._font(self._fallback)} <{lent}> Tj {self.font} <"
        self[character] = code
        return code

    def shown(self, text: str) -> str:
        """Return the operators that print a text."""
        return f"<{''.join(map(self.__getitem__, text))}> Tj".replace("<> Tj", "")

    @property
    def font(self) -> str:
        """Return the operator that takes this pen up."""
        return self._font(self.face)

    def baseline_pt(self, line_pt: float) -> float:
        """Return how far below a line's upper edge its baseline is."""
        return (line_pt + (self.face.ascent_em - self.face.descent_em) * self.size_pt) / 2

    def _font(self, face: Typeface) -> str:
        return f"/{face.tag} {self.size_pt:g} Tf"


class Pens:
    """The pens of one document."""

    def __init__(self, profile: LayoutProfile, fonts: FontSet) -> None:
        self._faces = {
            each.face.official: _typeface(each.face.official, each.file)
            for each in fonts.faces.values()
        }
        self._families = {key: names.official for key, names in profile.faces.items()}
        self._fallback = _typeface(fonts.fallback_family, fonts.fallback)
        self._pens: dict[tuple[str, float], Pen] = {}

    def pen(self, face: str, size_pt: float) -> Pen:
        """Return the pen of a face, by its key, at a size."""
        key = (face, size_pt)
        if key not in self._pens:
            own = self._faces[self._families[face]]
            self._pens[key] = Pen(own, self._fallback, size_pt)
        return self._pens[key]

    @property
    def used(self) -> Iterator[Typeface]:
        """Yield what was drawn with."""
        yield from (each for each in (*self._faces.values(), self._fallback) if each.texts)


@cache
def tag_of(family: str) -> str:
    """Return six capital letters for a family, always the same (ISO 32000-1, 9.6.4)."""
    digest = hashlib.md5(family.encode(), usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _typeface(family: str, file: Path) -> Typeface:
    return Typeface(family, file, glyphs(file), advances(file), *heights(file))
