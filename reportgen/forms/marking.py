"""Make the copy that goes back: wrong cells red, each with a comment that says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms.reading import ReturnedForm
from reportgen.problems import Problem

_RED = PatternFill("solid", start_color="FF9999")
_COMMENT_WIDTH, _COMMENT_HEIGHT = 300, 120


def marked_copy(form: ReturnedForm, problems: Sequence[Problem]) -> bytes:
    """Return the returned workbook with its problems marked; several in one cell share a comment."""
    book = openpyxl.load_workbook(BytesIO(form.content))
    sheet = book[form.sheet]
    assert isinstance(sheet, Worksheet)
    by_cell: dict[str, list[Problem]] = {}
    for problem in problems:
        place = problem.place
        if place is not None and place.cell is not None and place.cell.isascii():
            by_cell.setdefault(place.cell, []).append(problem)
    for name, found in by_cell.items():
        cell = _writable(sheet, name)
        cell.fill = _RED
        text = "\n".join(f"{each.message}\n改法：{each.remedy}" for each in found)
        cell.comment = Comment(text, "reportgen", height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
    copy = BytesIO()
    book.save(copy)
    return copy.getvalue()


def _writable(sheet: Worksheet, name: str) -> Cell:
    """Return a cell, or the visible one of the merged area that it lies in."""
    for area in sheet.merged_cells.ranges:
        if name in area:
            name = area.start_cell.coordinate
    cell = sheet[name]
    assert isinstance(cell, Cell)
    return cell
