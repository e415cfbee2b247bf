"""A workbook that came back: the form in it, whatever was renamed, moved or sorted, and its copy.

A child process opens it. In the copy, wrong cells are red, with a comment that says what is wrong.
"""

from __future__ import annotations

import json
import math
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import TypeAdapter

from reportgen.base.codes import Code
from reportgen.base.packages import cell_text, text_of_cell
from reportgen.base.problems import DataError, Place, Problem
from reportgen.forms.form import COLUMNS, DATE, ID, META_SHEET, REPORTER
from reportgen.forms.values import CellValue
from reportgen.sources.foreign import ask, checked, office_bytes, shown

_HEADINGS = {"".join(column.heading.split()): column.key for column in COLUMNS}
_FEWEST_HEADINGS = 6
_HEAD_ROWS = 30
_Parts: TypeAlias = tuple[int, ...]
_WHITE: _Parts = (255,) * 3
_BLACK: _Parts = (0,) * 3
_TOLD_APART = 40
_HEX = re.compile("[0-9A-Fa-f]{6,8}")
_THEME = {0: 1.0, 1: 0.0, 2: 0.92, 3: 0.25}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its cells by column key, and the keys of those that nobody sees."""

    number: int
    cells: Mapping[str, CellValue]
    unseen: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the hidden id, empty where the row has none."""
        return str(self.cells[ID].value or "").strip() if ID in self.cells else ""


def intact_book(name: str, content: bytes) -> Workbook:
    """Return a workbook that is safe to open. To be called in the child alone."""
    return openpyxl.load_workbook(BytesIO(checked(name, content)))


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A workbook that came back: whose, of which period, its sheet and its rows.

    ``opened`` makes of its bytes, in the child, the workbook in which problems are marked.
    """

    file: str
    content: bytes
    sheet: str
    meta: Mapping[str, str]
    reporter: CellValue | None
    reported_on: CellValue | None
    rows: tuple[FormRow, ...]
    opened: Callable[[str, bytes], Workbook] = intact_book

    def place(self, row: FormRow, key: str) -> Place:
        """Return where a cell stands."""
        name = row.cells[key].name if key in row.cells else f"A{row.number}"
        return Place(self.file, sheet=self.sheet, cell=name)


def read_form(path: Path) -> ReturnedForm:
    """Read a workbook; raise DataError where it can't be opened or holds no form."""
    content, name = office_bytes(path), shown(path.name)
    found = json.loads(ask(name, lambda: _found(name, checked(name, content))))
    return _FORM.validate_python({"file": name, "content": content, **found})


def marked_copy(form: ReturnedForm, problems: Sequence[Problem]) -> bytes:
    """Return the returned workbook with its problems marked; several in one cell share a comment.

    Raises DataError for a workbook that can't be written again.
    """
    notes: dict[str, list[str]] = {}
    for problem in problems:
        cell = problem.place.cell if problem.place else None
        if cell is not None and cell.isascii():
            notes.setdefault(cell, []).append(f"{problem.message}\n改法：{problem.remedy}")
    texts = {cell: "\n".join(said) for cell, said in notes.items()}
    return b64decode(json.loads(ask(form.file, lambda: _marked(form, texts))))


def _marked(form: ReturnedForm, notes: Mapping[str, str]) -> str:
    book = form.opened(form.file, form.content)
    marked = book[form.sheet]
    assert isinstance(marked, Worksheet)
    for name, text in notes.items():
        # of a merged area, the one cell that is to be seen
        areas = (area for area in marked.merged_cells.ranges if name in area)
        cell = marked[next((area.start_cell.coordinate for area in areas), name)]
        assert isinstance(cell, Cell)
        cell.fill = PatternFill("solid", start_color="FF9999")
        cell.comment = Comment(cell_text(text), "reportgen", height=120, width=300)
    copy = BytesIO()
    book.save(copy)
    return b64encode(copy.getvalue()).decode()


def _found(name: str, content: bytes) -> dict[str, object]:
    """Return what a workbook holds of a form, all but its bytes."""
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(content))
    found = _find(values)
    if found is None:
        message = "没有找到填报表：没有一个工作表有表头（指标编号、累计完成、进展说明等栏）"
        remedy = "请在发出的填报表上填，不要另建表格。"
        raise DataError([Code.FORM_NOT_FOUND.problem(message, Place(name), remedy)])
    sheet, head, columns = found
    meta: dict[str, str] = {}
    if META_SHEET in values.sheetnames:
        rows = values[META_SHEET].iter_rows(max_col=2, max_row=10, values_only=True)
        meta = {str(key): str(value) for key, value in rows if key}
    return {
        "sheet": sheet.title,
        "meta": meta,
        "reporter": _beside(sheet, head, REPORTER),
        "reported_on": _beside(sheet, head, DATE),
        "rows": list(_rows(sheet, formulas[sheet.title], head, columns)),
    }


def _find(book: Workbook) -> tuple[Worksheet, int, dict[str, int]] | None:
    """Return the sheet with the most known headings, its heading row, and the columns by key."""
    best: tuple[Worksheet, int, dict[str, int]] | None = None
    for sheet in book.worksheets:
        assert isinstance(sheet, Worksheet)
        rows = sheet.iter_rows(max_row=min(sheet.max_row, _HEAD_ROWS), values_only=True)
        for number, row in enumerate(rows, start=1):
            columns: dict[str, int] = {}
            for position, value in enumerate(row, start=1):
                if key := _HEADINGS.get("".join(str(value or "").split())):
                    columns.setdefault(key, position)
            if len(columns) >= max(_FEWEST_HEADINGS, len(best[2]) + 1 if best else 0):
                best = (sheet, number, columns)
    return best


def _beside(sheet: Worksheet, head: int, label: str) -> CellValue | None:
    """Return what stands to the right of a label above the table."""
    wanted = label.rstrip("：:")
    for row in sheet.iter_rows(min_row=1, max_row=max(head - 1, 1)):
        for cell, following in pairwise(row):
            text = str(cell.value or "").strip()
            if text.rstrip("：:") == wanted:
                return CellValue(plain_value(following.value), following.number_format or "", None)
            if text.startswith(label):  # written behind the label, in the same cell
                return CellValue(text.removeprefix(label), "", None)
    return None


def _rows(
    sheet: Worksheet, formulas: Worksheet, head: int, columns: Mapping[str, int]
) -> Iterator[FormRow]:
    areas = (area for area in sheet.merged_cells.ranges if area.min_row > head)
    merged = {position for area in areas for position in area.cells}
    hidden = _hidden_columns(sheet)
    for number in range(head + 1, sheet.max_row + 1):
        cells: dict[str, CellValue] = {}
        for key, column in columns.items():
            cell, source = sheet.cell(number, column), formulas.cell(number, column).value
            source = source.text if isinstance(source, ArrayFormula) else source
            cells[key] = CellValue(
                plain_value(cell.value),
                cell.number_format or "",
                source if isinstance(source, str) and source.startswith("=") else None,
                cell.coordinate,
                (number, column) in merged,
            )
        if not all(cell.empty for cell in cells.values()):
            gone = sheet.sheet_state != "visible" or _is_hidden(sheet, number)
            unseen = (
                key
                for key, column in columns.items()
                if gone or column in hidden or _is_blank_to_see(sheet.cell(number, column))
            )
            yield FormRow(number, cells, tuple(unseen))


def _hidden_columns(sheet: Worksheet) -> set[int]:
    widths = sheet.column_dimensions.values()
    return {
        column
        for each in widths
        if each.hidden and each.min and each.max
        for column in range(each.min, each.max + 1)
    }


def _is_hidden(sheet: Worksheet, row: int) -> bool:
    look = sheet.row_dimensions[row]
    return bool(look.hidden) or (look.height is not None and look.height < 1)


def _is_blank_to_see(cell: Cell | MergedCell) -> bool:
    """Tell whether a cell shows nothing of what it holds: letters like their ground, or hidden."""
    ground = _WHITE
    if cell.fill and cell.fill.fill_type == "solid":
        ground = _parts(cell.fill.fgColor, _WHITE)
    letters = _parts(cell.font.color if cell.font else None, _BLACK)
    alike = max(abs(one - other) for one, other in zip(letters, ground, strict=True)) < _TOLD_APART
    return alike or (cell.number_format or "").replace(" ", "") == ";;;"


def _parts(colour: Color | None, otherwise: _Parts) -> _Parts:
    """Return red, green and blue; of a theme's colours, which are in another part, the usual ones."""
    if colour is None or colour.type == "theme":
        light = _THEME.get(colour.theme, 0.5) if colour else otherwise[0] / 255
        tint = colour.tint if colour else 0.0
        light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
        return (round(255 * light),) * 3
    code = str(colour.rgb)
    if colour.type == "indexed":
        code = COLOR_INDEX[colour.indexed] if colour.indexed < len(COLOR_INDEX) else ""
    return tuple(bytes.fromhex(code[-6:])) if _HEX.fullmatch(code) else otherwise


def plain_value(value: object) -> bool | int | float | str | None:
    """Return a cell's value as JSON can carry it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return text_of_cell(value)
    if value is None or isinstance(value, bool | int):
        return value
    return str(value.date() if isinstance(value, datetime) else value)


_FORM = TypeAdapter(ReturnedForm)
