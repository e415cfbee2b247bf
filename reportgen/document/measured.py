"""What a layout engine says of a document: where its lines, rows and blocks came to stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph: its page (from 1), its text and its box in pt from the page's top.

    ``spare_pt`` is how much room the text left before it was spread.
    """

    key: str
    page: int
    text: str
    left_pt: float
    top_pt: float
    width_pt: float
    spare_pt: float


@dataclass(frozen=True, slots=True)
class Box:
    """One piece of a block or row on a page, in pt from the page's top."""

    page: int
    top_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured layout; ``boxes`` holds blocks and rows by key, a piece a page."""

    page_count: int
    lines: tuple[Line, ...]
    boxes: Mapping[str, tuple[Box, ...]]

    def page_of(self, key: str) -> int:
        """Return the page on which a block or row begins."""
        return self.boxes[key][0].page

    def height_of(self, key: str) -> float:
        """Return the height of a block or row, all pieces together, in pt."""
        return sum(box.height_pt for box in self.boxes[key])
