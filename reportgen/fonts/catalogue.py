"""The free fonts that stand in: where they come from, how they are known, what is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.fonts.derived import HALF, Recipe


@dataclass(frozen=True, slots=True)
class FreeFont:
    """A font file in a Debian package, and the checksums of its known versions."""

    name: str
    package: str
    sha256: frozenset[str]


@dataclass(frozen=True, slots=True)
class StandIn:
    """A free font, which a profile names, and the recipe for what prints in its place."""

    source: FreeFont
    recipe: Recipe


def _fandol(style: str, sha256: str, recipe: Recipe) -> StandIn:
    source = FreeFont(f"Fandol{style}.otf", "texlive-lang-chinese", frozenset({sha256}))
    return StandIn(source, recipe)


FALLBACK_FAMILY = "LXGW WenKai"
FALLBACK = FreeFont(
    "LXGWWenKai-Regular.ttf",
    "fonts-lxgw-wenkai",
    frozenset(
        {
            # Debian 12: 1.250; Debian 13: 1.511. Fandol is the same in both
            "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
            "be1d5ee371b25f23ca613c3142d6293328db6253ef0b0c09857e9f30657514a8",
        }
    ),
)
STAND_INS = (
    _fandol(
        "Fang-Regular",
        "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
        Recipe("RG Fangsong", HALF),
    ),
    _fandol(
        "Kai-Regular",
        "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
        Recipe("RG Kaiti", HALF),
    ),
    _fandol(
        "Hei-Regular",
        "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
        Recipe("RG Heiti", HALF),
    ),
    _fandol(
        "Song-Regular",
        "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
        Recipe("RG Songti", HALF),
    ),
    _fandol(  # for 方正小标宋简体, of which the widths of Latin aren't known
        "Song-Bold",
        "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
        Recipe("RG Biaosong", None),
    ),
)


def printing_file(stand_in: str) -> str:
    """Return the name of the file that prints for a free font: what is made of it, or itself."""
    made = {each.source.name: each.recipe.file_name for each in STAND_INS}
    return made.get(stand_in, stand_in)
