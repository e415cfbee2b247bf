"""What came back, as sheets of cells, whatever program saved it: xlsx, xls, ods, or a text.

A child process opens it, and nothing else does.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.packages import put_row, text_of_cell
from reportgen.forms.values import CellValue
from reportgen.sources.encodings import decoded
from reportgen.sources.foreign import ZIP, checked, foreign_bytes, office_bytes
from reportgen.sources.stored import MOST_COLUMNS, OLE, stored_sheets

_PACKAGES = (".xlsx", ".xlsm", ".ods")
_Parts: TypeAlias = tuple[int, ...]
_WHITE: _Parts = (255,) * 3
_BLACK: _Parts = (0,) * 3
_TOLD_APART = 40
_HEX = re.compile("[0-9A-Fa-f]{6,8}")
_THEME = {0: 1.0, 1: 0.0, 2: 0.92, 3: 0.25}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its rows of cells."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]


def returned_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises MissingInputError, or DataError for what can't be one."""
    return (office_bytes if path.suffix.lower() in _PACKAGES else foreign_bytes)(path)


def sheets_in(name: str, content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook, or the one of a text. To be called in the child alone."""
    if content.startswith(OLE) or name.lower().endswith(".ods"):
        content = content if content.startswith(OLE) else checked(name, content)
        return [Sheet(each.name, _plain(each.rows)) for each in stored_sheets(name, content)]
    if not content.startswith(ZIP):
        return [Sheet("文本", _plain(_of_text(decoded(name, content))))]
    content = checked(name, content)
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    both = zip(values.worksheets, formulas.worksheets, strict=True)
    return [Sheet(sheet.title, tuple(_rows(sheet, written))) for sheet, written in both]


def book_of(name: str, content: bytes) -> Workbook:
    """Return a workbook to be marked, made of what isn't one that openpyxl writes.

    To be called in the child alone.
    """
    if content.startswith(ZIP) and not name.lower().endswith(".ods"):
        return openpyxl.load_workbook(io.BytesIO(checked(name, content)))
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets_in(name, content):
        copy = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, start=1):
            put_row(copy, number, [cell.value for cell in row])
    return book


def _of_text(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _plain(rows: Iterable[Sequence[object]]) -> tuple[tuple[CellValue, ...], ...]:
    return tuple(
        tuple(
            CellValue(_plain_value(value), name=f"{get_column_letter(column)}{number}")
            for column, value in enumerate(values[:MOST_COLUMNS], start=1)
        )
        for number, values in enumerate(rows, start=1)
    )


def _rows(sheet: Worksheet, formulas: Worksheet) -> Iterator[tuple[CellValue, ...]]:
    merged = {position for area in sheet.merged_cells.ranges for position in area.cells}
    hidden = set(_hidden_columns(sheet))
    # no further than its cells, or openpyxl makes them
    both = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    for number, (row, written) in enumerate(both, start=1):
        gone = sheet.sheet_state != "visible" or _is_hidden(sheet, number)
        yield tuple(
            CellValue(
                _plain_value(cell.value),
                cell.number_format,
                _formula(cell, source),
                cell.coordinate,
                (number, at) in merged,
                gone or at in hidden or _is_blank_to_see(cell),
            )
            for at, (cell, source) in enumerate(zip(row, written, strict=True), start=1)
        )


def _formula(cell: Cell | MergedCell, written: Cell | MergedCell) -> str | None:
    """Return the formula of a cell that it came to nothing."""
    source = written.value
    if cell.value is not None or source is None:
        return None
    return str(source.text if isinstance(source, ArrayFormula) else source)


def _plain_value(value: object) -> bool | int | float | str | None:
    """Return a cell's value as JSON can carry it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return text_of_cell(value)
    if value is None or isinstance(value, bool | int):
        return value
    return str(value.date() if isinstance(value, datetime) else value)


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for each in sheet.column_dimensions.values():
        if each.hidden:
            assert each.min is not None
            assert each.max is not None
            yield from range(each.min, each.max + 1)


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
