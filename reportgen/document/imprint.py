"""Bring the imprint (版记) to the foot of the last page (GB/T 9704-2012 7.4.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.codes import Code
from reportgen.document.measured import Measured
from reportgen.document.pagination import Room
from reportgen.document.tree import Document, Section
from reportgen.errors import DataError

_ROUNDING_PT = 0.2
_SHORTER = "主送、抄送机关写统称，如“各区、市人民政府”。"


def with_placed_imprint(
    document: Document, measured: Measured, room_of: Callable[[Section], Room], gap_pt: float
) -> Document:
    """Give the imprint the room above it that brings it to the foot of its page.

    It stays on the page where the text ends if that page will do: an even one, where it must be
    even, with ``gap_pt`` to spare. Otherwise it gets a page of its own, which has no number (7.5),
    nor has the empty page that may come before. Raises DataError for one higher than a page.
    """
    last = document.sections[-1]
    imprint = last.imprint
    if imprint is None:
        return document
    key, room = imprint.panel.key, room_of(last)
    height = measured.height_of(key)
    page, end = _end_of_text(measured, key)
    number = page + document.first_page - 1
    space = room.top_pt + room.height_pt - end - height - _ROUNDING_PT
    if not last.landscape and space >= gap_pt and not (imprint.even_page and number % 2):
        stays = replace(last, imprint=replace(imprint, space_pt=space))
        return replace(document, sections=(*document.sections[:-1], stays))
    own = Section((), mark=last.mark, imprint=imprint, even_page=imprint.even_page, numbered=False)
    space = room_of(own).height_pt - height - _ROUNDING_PT
    if space < 0:
        raise DataError([Code.CIRCULAR_ELEMENT.problem("版记比一页还高", None, _SHORTER)])
    own = replace(own, imprint=replace(imprint, space_pt=space))
    return replace(document, sections=(*document.sections[:-1], replace(last, imprint=None), own))


def _end_of_text(measured: Measured, imprint: str) -> tuple[int, float]:
    """Return the page and the lower edge in pt of what stands last before the imprint."""
    pieces = [
        piece
        for key, boxes in measured.boxes.items()
        if key.partition(".")[0] != imprint
        for piece in boxes
    ]
    page = max(piece.page for piece in pieces)
    return page, max(piece.top_pt + piece.height_pt for piece in pieces if piece.page == page)
