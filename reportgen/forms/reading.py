"""Find the form in a workbook that came back, whatever was renamed, moved or sorted."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import TypeAdapter

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.forms.form import COLUMNS, DATE, ID, META_SHEET, REPORTER
from reportgen.forms.values import CellValue
from reportgen.sources.foreign import answer, ask, checked, office_bytes, shown

_HEADINGS = {"".join(column.heading.split()): column.key for column in COLUMNS}
_FEWEST_HEADINGS = 6
_HEAD_ROWS = 30


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its cells by column key, and their names such as E7."""

    number: int
    cells: Mapping[str, CellValue]
    names: Mapping[str, str]
    merged: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the hidden id, empty where the row has none."""
        return str(self.cells[ID].value or "").strip() if ID in self.cells else ""


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A workbook that came back: whose, of which period, its sheet and its rows."""

    file: str
    content: bytes
    sheet: str
    meta: Mapping[str, str]
    reporter: CellValue | None
    reported_on: CellValue | None
    rows: tuple[FormRow, ...]

    def place(self, row: FormRow, key: str) -> Place:
        """Return where a cell stands."""
        return Place(self.file, sheet=self.sheet, cell=row.names.get(key, f"A{row.number}"))


def read_form(path: Path) -> ReturnedForm:
    """Read a workbook in a child process; raise DataError where it can't be opened or holds no form."""
    content, name = office_bytes(path), shown(path.name)
    found = json.loads(ask("reportgen.forms.reading", name, content))
    return _FORM.validate_python({"file": name, "content": content, **found})


def _found(name: str, content: bytes, _: object) -> dict[str, object]:
    """Return what a workbook holds of a form, all but its bytes."""
    content = checked(name, content)
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(content))
    found = _find(values)
    if found is None:
        message = "没有找到填报表：没有一个工作表有表头（指标编号、累计完成、进展说明等栏）"
        remedy = "请在发出的填报表上填，不要另建表格。"
        raise DataError([Code.FORM_NOT_FOUND.problem(message, Place(name), remedy)])
    sheet, head, columns = found
    return {
        "sheet": sheet.title,
        "meta": _meta(values),
        "reporter": _beside(sheet, head, REPORTER),
        "reported_on": _beside(sheet, head, DATE),
        "rows": _rows(sheet, formulas[sheet.title], head, columns),
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


def _meta(book: Workbook) -> dict[str, str]:
    if META_SHEET not in book.sheetnames:
        return {}
    rows = book[META_SHEET].iter_rows(max_col=2, max_row=10, values_only=True)
    return {str(key): str(value) for key, value in rows if key}


def _beside(sheet: Worksheet, head: int, label: str) -> CellValue | None:
    """Return what stands to the right of a label above the table."""
    wanted = label.rstrip("：:")
    for row in sheet.iter_rows(min_row=1, max_row=max(head - 1, 1)):
        for cell, following in pairwise(row):
            text = str(cell.value or "").strip()
            if text.rstrip("：:") == wanted:
                return CellValue(_plain(following.value), following.number_format or "", None)
            if text.startswith(label):  # written behind the label, in the same cell
                return CellValue(text.removeprefix(label), "", None)
    return None


def _rows(
    sheet: Worksheet, formulas: Worksheet, head: int, columns: Mapping[str, int]
) -> tuple[FormRow, ...]:
    merged = {
        (row, column)
        for area in sheet.merged_cells.ranges
        if area.min_row > head
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    rows = []
    for number in range(head + 1, sheet.max_row + 1):
        cells: dict[str, CellValue] = {}
        for key, column in columns.items():
            cell, source = sheet.cell(number, column), formulas.cell(number, column).value
            source = source.text if isinstance(source, ArrayFormula) else source
            formula = source if isinstance(source, str) and source.startswith("=") else None
            cells[key] = CellValue(_plain(cell.value), cell.number_format or "", formula)
        if all(cell.empty for cell in cells.values()):
            continue
        names = {key: sheet.cell(number, column).coordinate for key, column in columns.items()}
        joined = tuple(key for key, column in columns.items() if (number, column) in merged)
        rows.append(FormRow(number, cells, names, joined))
    return tuple(rows)


def _plain(value: object) -> bool | int | float | str | None:
    """Return a cell's value as JSON can carry it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value.date() if isinstance(value, datetime) else value)


_FORM = TypeAdapter(ReturnedForm)

if __name__ == "__main__":
    answer(_found)
