"""Spread justified lines of Chinese text over their full width, as Word does.

WeasyPrint 70 widens only blanks, and Chinese text has none. So after layout, when lines are
broken and nothing can move any more, each line's characters are drawn apart; groups that stay
together (numbers with their units) are not.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.writers.pdf.weasy import boxes, create_layout

_KEPT = "keep"


def justify(lines: Iterable[tuple[boxes.BlockBox, boxes.LineBox]]) -> None:
    """Draw the characters of lines apart until each fills its paragraph's box."""
    for block, line in lines:
        texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox) and box.text]
        gaps = sum(_gaps(box) for box in texts) - 1
        if gaps < 1:
            continue
        end = texts[-1].position_x + texts[-1].width
        gap = (block.content_box_x() + block.width - end) / gaps
        if gap > 0:
            _spread(texts, gap)


def _spread(texts: list[boxes.TextBox], gap: float) -> None:
    shift = 0.0
    for box in texts:
        box.position_x += shift
        if not _is_kept(box):
            style = box.style.copy()
            spacing = style["letter_spacing"]
            style["letter_spacing"] = (0 if spacing == "normal" else spacing) + gap
            box.style = style
            box.pango_layout = create_layout(
                box.text, style, None, max_width=None, justification_spacing=0
            )
            box.pango_layout.deactivate()
            box.width += gap * len(box.text)
        shift += gap * _gaps(box)


def _gaps(box: boxes.TextBox) -> int:
    return 1 if _is_kept(box) else len(box.text)


def _is_kept(box: boxes.TextBox) -> bool:
    return box.element is not None and box.element.get("class") == _KEPT
