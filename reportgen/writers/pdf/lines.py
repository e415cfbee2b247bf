"""Draw lines as the layout has them and Word draws them, where WeasyPrint 70 does otherwise.

It takes a text's height and baseline from Pango, which makes a line higher where the fallback lends
a character; the layout knows only the style's height. It widens only blanks, and Chinese text has
none. And half of its time would go into finding where lines end, which is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from reportgen.typeset.looks import opens
from reportgen.writers.pdf.weasy import (
    TO_UNITS,
    Layout,
    block,
    boxes,
    ffi,
    inline,
    line_size,
    pango,
)

_Skip = dict[int, dict[int, None]]  # WeasyPrint's: the child, and the byte in it, to go on from


@contextmanager
def decided_lines() -> Iterator[None]:
    """Let lines end where texts say so, and be as high as their style's own face, for a while."""
    split, flow = inline.split_first_line, block.iter_line_boxes

    def level(text: str, style: object, *rest: object, **named: object) -> tuple[object, ...]:
        *found, _, _ = split(text, style, *rest, **named)
        return (*found, *inline.strut(style))

    def lines(
        context: object,
        line: boxes.LineBox,
        top: float,
        bottom: float,
        skip: _Skip | None,
        around: boxes.Box,
        *rest: object,
    ) -> Iterator[tuple[boxes.LineBox, _Skip | None]]:
        if _is_plain(line):
            return _lines(context, line, top, skip, around)
        found: Iterator[tuple[boxes.LineBox, _Skip | None]]
        found = flow(context, line, top, bottom, skip, around, *rest)
        return found

    inline.split_first_line, block.iter_line_boxes = level, lines
    try:
        yield
    finally:
        inline.split_first_line, block.iter_line_boxes = split, flow


def _is_plain(line: boxes.LineBox) -> bool:
    """Tell whether a paragraph is one text with its line ends in it and no line empty."""
    match line.children:
        case [boxes.TextBox() as text] if text.style["white_space"] == "pre":
            lines = text.text.split("\n")
            return all(map(str.strip, lines)) and text.text.splitlines() == lines
    return False


def _lines(
    context: object, line: boxes.LineBox, top: float, skip: _Skip | None, around: boxes.Box
) -> Iterator[tuple[boxes.LineBox, _Skip | None]]:
    """Yield the lines of a plain paragraph, and where each next one begins.

    Sums are WeasyPrint's own (``get_next_linebox``): not even a rounding is to differ.
    """
    (text,) = line.children
    at = next(iter(skip[0])) if skip else 0
    rest = text.text.encode()[at:].decode()
    for each in (line, text):
        inline.resolve_percentages(each, around)
    inline.resolve_one_percentage(line, "text_indent", around.width)
    line.position_y, line.width, line.height = top, 0, 0
    line.position_x, _, room = inline.avoid_collisions(context, line, around, outer=False)
    text.height, text.baseline = inline.strut(text.style)
    text.margin_top = text.margin_bottom = 0.0
    inline._adjust_line_height(line)
    upper = max(text.baseline, line.baseline)
    line.height = max(each.margin_height() - each.baseline for each in (text, line)) + upper
    line.baseline = upper
    line.margin_top = line.margin_bottom = 0
    shared = Layout(text.style)
    for piece in rest.split("\n"):
        own = text.copy_with_text(piece)
        own.pango_layout = _Line(piece, shared)
        own.width = own.pango_layout.width_px()
        own.position_x = line.position_x + (0 if at else line.text_indent)
        own.position_y = -text.baseline + (top + upper)
        made = line.copy_with_children([own])
        made.width = own.position_x + own.margin_width() - made.position_x
        aside = inline.text_align(context, made, room, last=True)
        made.position_x += aside
        own.position_x += aside
        made.position_y = top
        at += len(piece.encode()) + 1
        yield made, {0: {at: None}} if at <= len(text.text.encode()) else None
        top += made.height


class _Line(Layout):
    """A line's text, in the one Pango layout that its paragraph's lines are set in by turns."""

    def __init__(self, text: str, shared: Layout) -> None:
        self.justification_spacing = 0
        self.max_width = None
        self.text = text
        self.shared = shared

    def width_px(self) -> float:
        """Return how wide the line is."""
        self.shared.set_text(self.text)
        line, _ = self.shared.get_first_line()
        width: float
        width, _ = line_size(line, self.shared.style)
        return width

    def reactivate(self, style: object) -> None:
        self.layout, self.style = self.shared.layout, style
        self.set_text(self.text, justify=True)

    def deactivate(self) -> None:
        del self.layout, self.style


def spread(texts: list[boxes.TextBox], gap_px: float) -> None:
    """Draw the texts of one line apart by a gap between characters (see ``looks.opens``)."""
    shift = 0.0
    for box, following in pairwise([*texts, None]):
        box.position_x += shift
        after = following.text[:1] if following else ""
        drawn = box.pango_layout
        shared = drawn.shared if isinstance(drawn, _Line) else Layout(box.style)
        layout = _Spread(box.text, after, gap_px, shared)
        box.pango_layout = layout
        box.width += layout.added_px
        shift += layout.added_px


class _Spread(_Line):
    """A line that is drawn apart: with wider glyphs.

    WeasyPrint shapes each line once more when it draws it, so that spreading costs nothing.
    """

    def __init__(self, text: str, after: str, gap_px: float, shared: Layout) -> None:
        super().__init__(text, shared)
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
