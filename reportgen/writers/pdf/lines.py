"""Draw lines as the layout has them and Word draws them, where WeasyPrint 70 does otherwise.

It takes a text's height and baseline from Pango, which makes a line higher where the fallback lends
a character; the layout knows only the style's height. It widens only blanks, and Chinese text has
none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from reportgen.typeset.looks import opens
from reportgen.writers.pdf.weasy import TO_UNITS, Layout, boxes, ffi, inline, pango


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


def spread(texts: list[boxes.TextBox], gap_px: float) -> None:
    """Draw the texts of one line apart by a gap between characters (see ``lines.opens``)."""
    shift = 0.0
    for box, following in pairwise([*texts, None]):
        box.position_x += shift
        after = following.text[:1] if following else ""
        layout = _Spread(box.text, after, gap_px)
        box.pango_layout = layout
        box.width += layout.added_px
        shift += layout.added_px


class _Spread(Layout):
    """A line's text that is drawn apart: WeasyPrint's own layout with wider glyphs.

    WeasyPrint shapes each line once more when it draws it, so that spreading costs nothing.
    """

    def __init__(self, text: str, after: str, gap_px: float) -> None:
        self.justification_spacing = 0
        self.max_width = None
        self.text = text
        self._gap = int(gap_px * TO_UNITS)
        whole = text + after
        offsets = (len(whole[:index].encode()) for index in range(len(text)))
        self._open = frozenset(
            offset
            for offset, (one, two) in zip(offsets, pairwise(whole), strict=False)
            if opens(one, two)
        )
        self.added_px = gap_px * len(self._open)

    def reactivate(self, style: object) -> None:
        super().reactivate(style)
        # set here already, for it makes Pango forget the line
        pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        line, _ = self.get_first_line()
        run = line.runs[0]
        while run != ffi.NULL:
            item = run.data
            string, start = item.glyphs, item.item.offset
            for index in range(string.num_glyphs):
                if start + string.log_clusters[index] in self._open:
                    string.glyphs[index].geometry.width += self._gap
            run = run.next
