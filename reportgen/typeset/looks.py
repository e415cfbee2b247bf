"""What a typesetter works with: the profile, its text styles in points, the widths of its faces."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import accumulate, pairwise

from reportgen.fonts.faces import FontSet
from reportgen.fonts.files import Advances, advances
from reportgen.layout import styles
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import POINTS_PER_MM, Align, TextStyle
from reportgen.typeset.parting import LAST_LETTER, Bond, bonds

# two errors are reckoned with: our own in sums of measures, and other programs' in a line's width
ROUNDING_PT, DIFFERENCE_PT = 0.01, float(styles.DIFFERENCE_PT)
_REMEMBERED = 20_000  # texts, for whoever makes a thousand documents in one process


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks, in pt; ``first_pt`` is the first line's indent beyond the left one."""

    face: str
    size_pt: float
    line_pt: float
    letter_spacing_pt: float
    align: Align
    left_pt: float
    right_pt: float
    first_pt: float
    before_pt: float
    after_pt: float
    rule_pt: float

    @property
    def pitch_pt(self) -> float:
        """Return how far one character's left edge is from the next one's."""
        return self.size_pt + self.letter_spacing_pt


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table looks, in pt: half its line's width, the room around a cell's text."""

    edge_pt: float
    side_pt: float
    above_pt: float
    below_pt: float

    @property
    def frame_pt(self) -> float:
        """Return what a row is higher than its text by."""
        return self.above_pt + self.below_pt + 2 * self.edge_pt


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a text in a look, up to each offset and at it.

    ``widths`` are in pt, ``changes`` counts those between Han and Latin, ``gaps`` the places that
    are drawn apart in a spread line.
    """

    widths: list[float]
    changes: list[int]
    gaps: list[int]
    bonds: tuple[Bond, ...]


@dataclass(frozen=True, slots=True)
class Setup:
    """A profile ready for typesetting; ``memory`` keeps what was reckoned of texts already.

    ``ragged`` are the looks of justified text in narrow cells; ``widths`` are by face, in em;
    ``numbers`` are the pages, by the ids of what stands on them, that a text refers to.
    """

    profile: LayoutProfile
    looks: Mapping[str, Look]
    ragged: Mapping[str, Look]
    tables: Mapping[str, TableLook]
    widths: Mapping[str, Mapping[str, float]]
    numbers: Mapping[str, str] = field(default_factory=dict)
    memory: dict[tuple[str, str, float, float], Shape] = field(
        default_factory=dict, compare=False, repr=False
    )

    def width_pt(self, text: str, look: Look) -> float:
        """Return the width of a text on one line."""
        em = sum(map(self.widths[look.face].__getitem__, text))
        return em * look.size_pt + len(text) * look.letter_spacing_pt

    def shape(self, text: str, look: Look) -> Shape:
        """Reckon what breaking a text needs to know; a newline has no width."""
        key = (text, look.face, look.size_pt, look.letter_spacing_pt)
        if key not in self.memory:
            widths, size, spacing = self.widths[look.face], look.size_pt, look.letter_spacing_pt
            wide = (0.0 if each == "\n" else widths[each] * size + spacing for each in text)
            latin = map(str.isascii, text)
            found = Shape(
                list(accumulate(wide, initial=0.0)),
                list(accumulate((one is not two for one, two in pairwise(latin)), initial=0)),
                list(accumulate((opens(*pair) for pair in pairwise(text)), initial=0)),
                bonds(text),
            )
            if len(self.memory) >= _REMEMBERED:
                self.memory.clear()
            self.memory[key] = found
        return self.memory[key]


def opens(one: str, two: str) -> bool:
    """Tell whether a spread line is drawn apart between two characters: not in words and numbers."""
    return not (_is_latin(one) and _is_latin(two)) or " " in (one, two)


def _is_latin(character: str) -> bool:
    return character.isascii() or (character <= LAST_LETTER and character.isalpha())


def make_setup(profile: LayoutProfile, fonts: FontSet) -> Setup:
    """Reckon the looks of a profile's text styles and the widths of its faces."""
    looks = {role: _look(style) for role, style in profile.styles.items()}
    ragged = {
        role: replace(look, align=Align.LEFT)
        for role, look in looks.items()
        if look.align is Align.JUSTIFY
    }
    fallback = advances(fonts.fallback)
    widths = {key: _Widths(advances(each.file), fallback) for key, each in fonts.faces.items()}
    tables = {
        role: TableLook(
            float(table.border_pt) / 2,
            points(table.padding_mm.side),
            points(table.padding_mm.top),
            points(table.padding_mm.bottom),
        )
        for role, table in profile.tables.items()
    }
    return Setup(profile, looks, ragged, tables, widths)


def _look(style: TextStyle) -> Look:
    return Look(
        face=style.face,
        size_pt=float(style.size_pt),
        line_pt=float(style.line_pt),
        letter_spacing_pt=float(style.letter_spacing_pt),
        align=style.align,
        left_pt=float(style.left_indent_pt),
        right_pt=float(style.right_indent_pt),
        first_pt=float(style.indent_pt),
        before_pt=float(style.space_before_pt),
        after_pt=float(style.space_after_pt),
        rule_pt=float(style.rule_below_pt),
    )


class _Widths(dict[str, float]):
    """Widths in em by character, looked up in the face and, where it lacks one, in the fallback."""

    def __init__(self, face: Advances, fallback: Advances) -> None:
        self._sources = (face, fallback)

    def __missing__(self, character: str) -> float:
        found = (source.width_em(character) for source in self._sources)
        width = self[character] = next((each for each in found if each is not None), 1.0)
        return width


def points(millimetres: Decimal | float) -> float:
    """Convert mm to pt."""
    return float(millimetres) * float(POINTS_PER_MM)
