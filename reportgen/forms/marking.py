"""Make the copy that goes back: wrong cells red, each with a comment that says what is wrong."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.packages import cell_text
from reportgen.base.problems import Problem
from reportgen.forms.reading import ReturnedForm
from reportgen.sources.foreign import answer, ask, checked

_RED = PatternFill("solid", start_color="FF9999")
_COMMENT_WIDTH, _COMMENT_HEIGHT = 300, 120


def marked_copy(form: ReturnedForm, problems: Sequence[Problem]) -> bytes:
    """Return the returned workbook with its problems marked; several in one cell share a comment.

    A child process does it; raises DataError for a workbook that can't be written again.
    """
    notes: dict[str, str] = {}
    for problem in problems:
        place = problem.place
        if place is not None and place.cell is not None and place.cell.isascii():
            text = f"{problem.message}\n改法：{problem.remedy}"
            before = notes.get(place.cell)
            notes[place.cell] = f"{before}\n{text}" if before else text
    request = {"sheet": form.sheet, "notes": notes}
    written: str = json.loads(ask("reportgen.forms.marking", form.file, form.content, request))
    return b64decode(written)


def _marked(name: str, content: bytes, request: dict[str, Any]) -> str:
    book = openpyxl.load_workbook(BytesIO(checked(name, content)))
    sheet = book[request["sheet"]]
    assert isinstance(sheet, Worksheet)
    for cell_name, text in request["notes"].items():
        cell = _writable(sheet, cell_name)
        cell.fill = _RED
        cell.comment = Comment(
            cell_text(text), "reportgen", height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH
        )
    copy = BytesIO()
    book.save(copy)
    return b64encode(copy.getvalue()).decode()


def _writable(sheet: Worksheet, name: str) -> Cell:
    """Return a cell, or the visible one of the merged area that it lies in."""
    for area in sheet.merged_cells.ranges:
        if name in area:
            name = area.start_cell.coordinate
    cell = sheet[name]
    assert isinstance(cell, Cell)
    return cell


if __name__ == "__main__":
    answer(_marked)
