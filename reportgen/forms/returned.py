"""A file that came back: the form in it, whatever was renamed, moved or sorted, and its copy.

In the copy, wrong cells are red, with a comment that says what is wrong.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import TypeAdapter

from reportgen.base.codes import Code
from reportgen.base.packages import cell_text
from reportgen.base.problems import DataError, Place, Problem
from reportgen.forms.form import COLUMNS, DATE, ID, META_SHEET, REPORTER, Content
from reportgen.forms.sheets import Sheet, book_of, returned_bytes, sheets_in
from reportgen.forms.values import CellValue
from reportgen.model.punctuation import normalise
from reportgen.sources.foreign import ask, shown

_INPUTS = tuple(each.key for each in COLUMNS if each.content is not Content.FIXED)
_FEWEST_HEADINGS = 6
_HEAD_ROWS = 30
_COLON = re.compile("[：:]")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its cells by column key."""

    number: int
    cells: Mapping[str, CellValue]

    @property
    def id(self) -> str:
        """Return the hidden id, empty where the row has none."""
        return self.cells[ID].shown if ID in self.cells else ""

    def holds(self, keys: Iterable[str]) -> bool:
        """Tell whether one of these cells is filled in."""
        return any(key in self.cells and not self.cells[key].empty for key in keys)


@dataclass(frozen=True, slots=True)
class Head:
    """The row of headings in a sheet, from 1, and the columns of those that are known, by key."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def rows(self) -> Iterator[FormRow]:
        """Yield the rows below that hold something."""
        for number, row in enumerate(self.sheet.rows[self.row :], start=self.row + 1):
            cells = {key: row[at - 1] for key, at in self.columns.items() if at <= len(row)}
            if not all(cell.empty for cell in cells.values()):
                yield FormRow(number, cells)


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A file that came back: whose, of which period, its sheet and its rows.

    ``lacking`` are the keys of the columns that aren't there.
    """

    file: str
    content: bytes
    sheet: str
    meta: Mapping[str, str]
    reporter: CellValue | None
    reported_on: CellValue | None
    rows: tuple[FormRow, ...]
    lacking: tuple[str, ...] = ()

    def place(self, row: FormRow, key: str) -> Place:
        """Return where a cell stands."""
        name = row.cells[key].name if key in row.cells else f"A{row.number}"
        return Place(self.file, sheet=self.sheet, cell=name)

    def header_place(self, cell: CellValue | None, title: str) -> Place:
        """Return where a cell above the table stands; by its title where there is none."""
        name = cell.name if cell and cell.name else title
        return Place(self.file, sheet=self.sheet, cell=name)


def read_form(path: Path) -> ReturnedForm:
    """Read a file; raise DataError where it can't be opened or holds no form."""
    content, name = returned_bytes(path), shown(path.name)
    found = json.loads(ask(name, lambda: _found(name, sheets_in(name, content))))
    return _FORM.validate_python({"file": name, "content": content, **found})


def marked_copy(form: ReturnedForm, problems: Sequence[Problem]) -> bytes:
    """Return what came back as a workbook with its problems marked; those of a cell share a comment.

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
    book = book_of(form.file, form.content)
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


def _found(name: str, sheets: Sequence[Sheet]) -> dict[str, object]:
    """Return what a file holds of a form, all but its bytes."""
    heads = [
        head for each in sheets if len((head := find_head(each, _KEYS)).columns) >= _FEWEST_HEADINGS
    ]
    if not heads:
        message = "没有找到填报表：没有一个工作表有表头（指标编号、累计完成、进展说明等栏）"
        remedy = "请在发出的填报表上填，不要另建表格；不是填报表的移走。"
        raise DataError([Code.FORM_NOT_FOUND.problem(message, Place(name), remedy)])
    filled = [head for head in heads if any(row.holds(_INPUTS) for row in head.rows())]
    if len(filled) > 1:
        titles = "”“".join(head.sheet.name for head in filled)
        message = f"有几张填报表都填了（工作表“{titles}”），不知道哪张为准"
        remedy = "只留一张，删去别的工作表。"
        raise DataError([Code.FORM_DUPLICATE.problem(message, Place(name), remedy)])
    (head, *_) = filled or heads
    own = (row[:2] for each in sheets if each.name == META_SHEET for row in each.rows)
    return {
        "sheet": head.sheet.name,
        "meta": {key.shown: value.shown for key, value in own},
        "reporter": _beside(head, REPORTER),
        "reported_on": _beside(head, DATE),
        "rows": list(head.rows()),
        "lacking": [each.key for each in COLUMNS if each.key not in head.columns],
    }


def find_head(sheet: Sheet, keys: Mapping[str, str]) -> Head:
    """Return the row of a sheet with the most known headings; ``keys`` are ``bare``."""
    rows = enumerate(islice(sheet.rows, _HEAD_ROWS), start=1)
    heads = (Head(sheet, number, _columns(row, keys)) for number, row in rows)
    return max(heads, key=lambda head: len(head.columns), default=Head(sheet, 0, {}))


def _columns(row: Sequence[CellValue], keys: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(row, start=1):
        if (heading := bare(cell.shown)) in keys:
            columns.setdefault(keys[heading], column)
    return columns


def _beside(head: Head, label: str) -> CellValue | None:
    """Return what stands to the right of a label above the table."""
    for row in head.sheet.rows[: head.row]:
        for cell, following in pairwise(row):
            name, *inside = _COLON.split(cell.shown, maxsplit=1)
            if name.strip() == label.rstrip("："):
                own = CellValue(
                    "".join(inside), name=cell.name
                )  # written behind the label, in the same cell
                return following if own.empty else own
    return None


def bare(text: str) -> str:
    """Return a heading or a name without blanks, its marks in one form."""
    return "".join(normalise(text).split())


_KEYS = {bare(column.heading): column.key for column in COLUMNS}
_FORM = TypeAdapter(ReturnedForm)
