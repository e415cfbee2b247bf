"""The free fonts that stand in: where they come from, how they are recognised, their licences."""

from __future__ import annotations

from dataclasses import dataclass

_FANDOL = "texlive-lang-chinese"
_GPL_FONT = "GPL-2.0，附字体例外"


@dataclass(frozen=True, slots=True)
class FreeFont:
    """A font file in a Debian package; ``sha256`` is None where versions may differ."""

    name: str
    family: str
    package: str
    licence: str
    sha256: str | None


def _fandol(style: str, sha256: str) -> FreeFont:
    family = f"Fandol{style.partition('-')[0]}"
    return FreeFont(f"Fandol{style}.otf", family, _FANDOL, _GPL_FONT, sha256)


FALLBACK = FreeFont(
    "LXGWWenKai-Regular.ttf", "LXGW WenKai", "fonts-lxgw-wenkai", "SIL OFL 1.1", None
)
FREE_FONTS: tuple[FreeFont, ...] = (
    _fandol("Fang-Regular", "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9"),
    _fandol("Kai-Regular", "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827"),
    _fandol("Hei-Regular", "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28"),
    _fandol("Song-Regular", "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0"),
    _fandol("Song-Bold", "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9"),
    FALLBACK,
)
