"""Draw every line as high as its style says, whatever face its characters are taken from.

WeasyPrint 70 takes a text's height and baseline from Pango, which makes a line higher where the
fallback lends a character. The layout knows only the style's height, as Word does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.writers.pdf.weasy import inline


@contextmanager
def level_lines() -> Iterator[None]:
    """Let texts have the height and the baseline of their style's own face for a while."""
    split = inline.split_first_line

    def level(text: str, style: object, *rest: object, **named: object) -> tuple[object, ...]:
        *found, _, _ = split(text, style, *rest, **named)
        return (*found, *inline.strut(style))

    inline.split_first_line = level
    try:
        yield
    finally:
        inline.split_first_line = split
