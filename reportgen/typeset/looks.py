"""What a typesetter works with: the profile, its text styles in points, the widths of its faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import POINTS_PER_MM, Align, TextStyle
from reportgen.typeset.widths import Widths


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


@dataclass(frozen=True, slots=True)
class Setup:
    """A profile ready for typesetting; ``memory`` keeps what was reckoned of texts already.

    ``ragged`` are the looks of justified text in narrow cells.
    """

    profile: LayoutProfile
    looks: Mapping[str, Look]
    ragged: Mapping[str, Look]
    widths: Widths
    loose_em: float
    ragged_below_chars: float
    memory: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def width_pt(self, text: str, look: Look) -> float:
        """Return the width of a text on one line."""
        widths = self.widths[look.face]
        em = sum(map(widths.__getitem__, text))
        return em * look.size_pt + len(text) * look.letter_spacing_pt


def make_setup(profile: LayoutProfile, widths: Widths) -> Setup:
    """Reckon the looks of a profile's text styles."""
    looks = {role: look_of(style) for role, style in profile.styles.items()}
    ragged = {
        role: replace(look, align=Align.LEFT)
        for role, look in looks.items()
        if look.align is Align.JUSTIFY
    }
    rules = profile.breaking
    return Setup(
        profile, looks, ragged, widths, float(rules.loose_em), float(rules.ragged_below_chars)
    )


def look_of(style: TextStyle) -> Look:
    """Return a text style's measures in pt."""
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


def points(millimetres: object) -> float:
    """Convert mm to pt."""
    return float(millimetres) * float(POINTS_PER_MM)  # type: ignore[arg-type]
