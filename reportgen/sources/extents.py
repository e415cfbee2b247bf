"""How far a sheet's cells reach, and its merged ranges cut to that before anything walks them.

openpyxl fills every cell of a merged range: a whole column has a million, a slip of the mouse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

MOST_ROWS, MOST_COLUMNS = 5_000, 200
_MOST_MERGED = MOST_ROWS * MOST_COLUMNS
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")


class ExtentError(ValueError):
    """A sheet that isn't one of ordinary size: what is wrong with it."""


@dataclass(slots=True)
class Extent:
    """What a sheet's rows and cells say of where they stand, counted as openpyxl counts them."""

    last_row: int = 0
    last_column: int = 0
    merged: list[str] = field(default_factory=list)
    _row: int = 0
    _column: int = 0

    def see(self, element: etree._Element, tag: str) -> None:
        """Take note of an element's beginning; raise ExtentError where it stands too far out."""
        reference = str(element.get("r") or "")
        if tag == "row":
            self._row, self._column = _row_number(reference) or self._row + 1, 0
        elif tag == "c":
            self._row, self._column = _position(reference) or (self._row, self._column + 1)
            self.last_column = max(self.last_column, self._column)
        elif tag == "mergeCell":
            self.merged.append(str(element.get("ref")))
        else:
            return
        self.last_row = max(self.last_row, self._row)
        if self.last_row > MOST_ROWS or self.last_column > MOST_COLUMNS:
            where = reference or f"第 {self._row} 行"
            limits = f"{MOST_ROWS} 行、{MOST_COLUMNS} 列"
            raise ExtentError(f"{where} 超出了 {limits}的范围，多半是误碰了远处的单元格")

    def clipped(self, sheet: bytes) -> bytes | None:
        """Return the sheet with its merged ranges cut to its cells, None where none goes beyond."""
        cut = {reference: self._cut(reference) for reference in self.merged}
        if all(reference == new for reference, new in cut.items()):
            return None
        root = etree.fromstring(sheet, etree.XMLParser(resolve_entities=False, no_network=True))
        for element in list(root.iter("{*}mergeCell")):
            new = cut[str(element.get("ref"))]
            parent = element.getparent()
            if new is not None:
                element.set("ref", new)
            elif parent is not None:
                parent.remove(element)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _cut(self, reference: str) -> str | None:
        """Return what of a range lies among the cells; None for nothing, or a single cell."""
        match = _RANGE.fullmatch(reference.replace("$", ""))
        if match is None:
            raise ExtentError(f"合并区域“{reference[:30]}”写法不对")
        left, top, right, bottom = match.groups()
        columns = sorted((_column_number(left), _column_number(right or left)))
        rows = sorted((int(top), int(bottom or top)))
        columns[1], rows[1] = min(columns[1], self.last_column), min(rows[1], self.last_row)
        size = (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1)
        if columns[0] > columns[1] or rows[0] > rows[1] or size == 1:
            return None
        return ":".join(f"{_letters(c)}{r}" for c, r in zip(columns, rows, strict=True))


def _row_number(reference: str) -> int | None:
    if not reference:
        return None
    if not _ROW.fullmatch(reference):
        raise ExtentError(f"行号“{reference[:30]}”写法不对")
    return int(reference)


def _position(reference: str) -> tuple[int, int] | None:
    if not reference:
        return None
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ExtentError(f"单元格“{reference[:30]}”写法不对")
    return int(match[2]), _column_number(match[1])


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
