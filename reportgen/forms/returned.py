"""A workbook that came back: the form in it, whatever was renamed, moved or sorted, and its copy.

A child process opens it. In the copy, wrong cells are red, with a comment that says what is wrong.
"""

from __future__ import annotations

import json
import math
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeAlias, TypeVar

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
from reportgen.forms.form import COLUMNS, DATE, ID, META_SHEET, REPORTER, Content
from reportgen.forms.values import CellValue
from reportgen.sources.foreign import ask, checked, office_bytes, shown

_KEYS = {"".join(column.heading.split()): column.key for column in COLUMNS}
_BOOKS = (".xlsx", ".xlsm")
_FEWEST_HEADINGS = 6
_INPUTS = tuple(each.key for each in COLUMNS if each.content is not Content.FIXED)
_HEAD_ROWS = 30
_Named = TypeVar("_Named")
_Parts: TypeAlias = tuple[int, ...]
_WHITE: _Parts = (255,) * 3
_BLACK: _Parts = (0,) * 3
_TOLD_APART = 40
_HEX = re.compile("[0-9A-Fa-f]{6,8}")
_COLON = re.compile("[：:]")
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
        return self.cells[ID].shown if ID in self.cells else ""

    def holds(self, keys: Iterable[str]) -> bool:
        """Tell whether one of these cells is filled in."""
        return any(key in self.cells and not self.cells[key].empty for key in keys)


def intact_book(name: str, content: bytes) -> Workbook:
    """Return a workbook that is safe to open. To be called in the child alone."""
    return openpyxl.load_workbook(BytesIO(checked(name, content)))


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A workbook that came back: whose, of which period, its sheet and its rows.

    ``lacking`` are the keys of the columns that aren't there. ``opened`` makes of its bytes, in the child, the workbook in which problems are marked.
    """

    file: str
    content: bytes
    sheet: str
    meta: Mapping[str, str]
    reporter: CellValue | None
    reported_on: CellValue | None
    rows: tuple[FormRow, ...]
    lacking: tuple[str, ...] = ()
    opened: Callable[[str, bytes], Workbook] = intact_book

    def place(self, row: FormRow, key: str) -> Place:
        """Return where a cell stands."""
        name = row.cells[key].name if key in row.cells else f"A{row.number}"
        return Place(self.file, sheet=self.sheet, cell=name)


def read_form(path: Path) -> ReturnedForm:
    """Read a workbook; raise DataError where it can't be opened or holds no form."""
    name = shown(path.name)
    if path.suffix.lower() not in _BOOKS:
        message = f"填报表应是 .xlsx 文件，这是 {path.suffix or '没有扩展名的文件'}"
        remedy = "用 WPS 或 Excel 打开，另存为 .xlsx 再交；压缩包先解开；不是填报表的移走。"
        raise DataError([Code.FORM_NOT_FOUND.problem(message, Place(name), remedy)])
    content = office_bytes(path)
    found = json.loads(ask(name, lambda: _found(name, checked(name, content))))
    return _FORM.validate_python({"file": name, "content": content, **found})


def marked_copy(form: ReturnedForm, problems: Sequence[Problem]) -> bytes:
    """Return the returned workbook with its problems marked; several in one cell share a comment.

    Raises DataError for a workbook that can't be written again.
    """
    notes: dict[str, list[str]] = {}
    for problem in problems:
        cell = problem.place.cell if problem.place else None
        if cell and cell.isascii():
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
    sheets = {sheet.title: sheet for sheet in values.worksheets}
    heads = (
        find_head([(each, map(_words, sheet.values))], _KEYS) for each, sheet in sheets.items()
    )
    forms = [head for head in heads if head and len(head[2]) >= _FEWEST_HEADINGS]
    if not forms:
        message = "没有找到填报表：没有一个工作表有表头（指标编号、累计完成、进展说明等栏）"
        remedy = "请在发出的填报表上填，不要另建表格。"
        raise DataError([Code.FORM_NOT_FOUND.problem(message, Place(name), remedy)])
    rows = {
        title: list(_rows(sheets[title], formulas[title], head, columns))
        for title, head, columns in forms
    }
    filled = [title for title, own in rows.items() if any(row.holds(_INPUTS) for row in own)]
    if len(filled) > 1:
        message = f"有几张填报表都填了（工作表“{'”“'.join(filled)}”），不知道哪张为准"
        remedy = "只留一张，删去别的工作表。"
        raise DataError([Code.FORM_DUPLICATE.problem(message, Place(name), remedy)])
    title, head, columns = next((each for each in forms if each[0] in filled), forms[0])
    sheet, meta = sheets[title], sheets.get(META_SHEET)
    own = meta.iter_rows(max_col=2, values_only=True) if meta else ()
    return {
        "sheet": title,
        "meta": {str(key): str(value) for key, value in own},
        "reporter": _beside(sheet, head, REPORTER),
        "reported_on": _beside(sheet, head, DATE),
        "rows": rows[title],
        "lacking": [each.key for each in COLUMNS if each.key not in columns],
    }


def find_head(
    sheets: Iterable[tuple[_Named, Iterable[Sequence[str]]]], keys: Mapping[str, str]
) -> tuple[_Named, int, dict[str, int]] | None:
    """Return the sheet with the most known headings, their row, and their columns by key, from 1."""
    heads = (
        (sheet, number, _columns(row, keys))
        for sheet, rows in sheets
        for number, row in enumerate(islice(rows, _HEAD_ROWS), start=1)
    )
    return max(heads, key=lambda head: len(head[2]), default=None)


def _words(row: Iterable[object]) -> list[str]:
    return ["".join(str(value).split()) for value in row]


def _columns(row: Sequence[str], keys: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, heading in enumerate(row, start=1):
        if heading in keys:
            columns.setdefault(keys[heading], column)
    return columns


def _beside(sheet: Worksheet, head: int, label: str) -> CellValue | None:
    """Return what stands to the right of a label above the table."""
    for row in sheet.iter_rows(max_row=head):
        for cell, following in pairwise(row):
            name, *inside = _COLON.split(str(cell.value), maxsplit=1)
            if name.strip() == label.rstrip("："):
                own = CellValue("".join(inside))  # written behind the label, in the same cell
                beside = CellValue(plain_value(following.value), following.number_format)
                return beside if own.empty else own
    return None


def _rows(
    sheet: Worksheet, formulas: Worksheet, head: int, columns: Mapping[str, int]
) -> Iterator[FormRow]:
    merged = {position for area in sheet.merged_cells.ranges for position in area.cells}
    hidden = _hidden_columns(sheet)
    both = zip(sheet.iter_rows(min_row=head + 1), formulas.iter_rows(min_row=head + 1), strict=True)
    for number, (row, written) in enumerate(both, start=head + 1):
        cells = {
            key: cell_value(row[at - 1], written[at - 1], (number, at) in merged)
            for key, at in columns.items()
        }
        if not all(cell.empty for cell in cells.values()):
            gone = sheet.sheet_state != "visible" or _is_hidden(sheet, number)
            unseen = (
                key
                for key, at in columns.items()
                if gone or at in hidden or _is_blank_to_see(row[at - 1])
            )
            yield FormRow(number, cells, tuple(unseen))


def _hidden_columns(sheet: Worksheet) -> set[int]:
    hidden: set[int] = set()
    for each in sheet.column_dimensions.values():
        if each.hidden:
            assert each.min is not None
            assert each.max is not None
            hidden.update(range(each.min, each.max + 1))
    return hidden


def _is_hidden(sheet: Worksheet, row: int) -> bool:
    look = sheet.row_dimensions[row]
    return look.hidden or (look.height is not None and look.height < 1)


def _is_blank_to_see(cell: Cell | MergedCell) -> bool:
    """Tell whether a cell shows nothing of what it holds: letters like their ground, or hidden."""
    ground = _WHITE
    if cell.fill.fill_type == "solid":
        ground = _parts(cell.fill.fgColor, _WHITE)
    letters = _parts(cell.font.color, _BLACK)
    alike = max(abs(one - other) for one, other in zip(letters, ground, strict=True)) < _TOLD_APART
    return alike or cell.number_format.replace(" ", "") == ";;;"


def _parts(colour: Color | None, otherwise: _Parts) -> _Parts:
    """Return red, green and blue; of a theme's colours, which are in another part, the usual ones."""
    if colour is None:
        return otherwise
    if colour.type == "theme":
        light, tint = _THEME.get(colour.theme, 0.5), colour.tint
        light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
        return (round(255 * light),) * 3
    code = str(colour.rgb)
    if colour.type == "indexed":
        code = COLOR_INDEX[colour.indexed] if colour.indexed < len(COLOR_INDEX) else ""
    return tuple(bytes.fromhex(code[-6:])) if _HEX.fullmatch(code) else otherwise


def cell_value(
    cell: Cell | MergedCell, written: Cell | MergedCell, merged: bool = False
) -> CellValue:
    """Return what stands in a cell of a workbook's values; ``written`` is it with its formula."""
    formula = None
    if cell.value is None and written.value is not None:
        source = written.value
        formula = str(source.text if isinstance(source, ArrayFormula) else source)
    return CellValue(plain_value(cell.value), cell.number_format, formula, cell.coordinate, merged)


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
