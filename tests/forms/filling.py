"""Fill in a form by script, as a clerk would, and bring it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms.form import COLUMNS, FORM_SHEET
from tests.running import sample_at

KEYS = [column.key for column in COLUMNS]
Cells = Mapping[str, object]
UNIT = "市政府办公厅"

# what a careful clerk of the sample office reports for the second quarter
GOOD: dict[str, Cells] = {
    "W1.1": {"numerator": 2391, "denominator": 2473, "note": "按季度通报"},
    "W1.2": {"actual": 31, "cumulative": 58},
    "W1.3": {"cumulative": 25},
    "W2.2": {"actual": 36, "cumulative": 71, "evidence": "批示登记簿"},
    "W5.3": {"rate": 91.8},
    "W1.M1": {"state": "已完成", "note": "已通报两次"},
    "S1.1": {"rate": 55, "lag_reason": "空间有限", "owner": "李某", "due": "2012-09-30"},
}


def workspace_at(folder: Path) -> Path:
    """Make a workspace of the sample in which the second quarter isn't reported yet."""
    sample_at(folder)
    for late in ("2012Q2", "2012Q3"):
        (folder / "data" / "2012" / "progress" / f"{late}.yaml").unlink()
    return folder


def blank_in(root: Path) -> Path:
    """Return the form of the sample's office, once it went out."""
    return root / "build" / "forms" / "2012Q2" / f"{UNIT}-2012Q2.xlsx"


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book[FORM_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def row_of(sheet: Worksheet, id_: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == id_)


def fill(sheet: Worksheet, rows: Mapping[str, Cells]) -> None:
    for id_, cells in rows.items():
        for key, value in cells.items():
            sheet.cell(row_of(sheet, id_), KEYS.index(key) + 1).value = value  # type: ignore[assignment]
    sheet["G2"] = "王某"
    sheet["K2"] = "2012-07-05"


def filled(
    blank: Path,
    folder: Path,
    rows: Mapping[str, Cells] = GOOD,
    change: Callable[[openpyxl.Workbook], None] = lambda _: None,
    name: str | None = None,
) -> Path:
    """Fill a blank form into a folder of returned ones; ``change`` spoils it."""
    folder.mkdir(exist_ok=True)
    book = openpyxl.load_workbook(blank)
    fill(sheet_of(book), rows)
    change(book)
    path = folder / (name or blank.name)
    book.save(path)
    return path
