"""Read workbooks: each sheet's cells as they are seen, merged ones at every place they cover."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from reportgen.base.numbers import HUNDRED, plain
from reportgen.importing.cells import EMPTY, Block, Cell, Line, Read
from reportgen.sources.stored import stored_sheets

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_Area: TypeAlias = tuple[int, int, int, int]  # top, left, bottom, right, from 0
_DIGITS = 15  # that a workbook's numbers hold
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours and conditions, room, what fills up
_PLACES = re.compile(r"[#0?][#0?,.]*")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([^"\\])')


def read_workbook(content: bytes) -> Read:
    """Read the sheets of a workbook; what is hidden or was never reckoned is told."""
    import openpyxl  # slow to load, and only the child needs it

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    blocks: list[Block] = []
    unread: list[str] = []
    unsure: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            if any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row):
                unread.append(f"隐藏的工作表“{sheet.title}”")
            continue
        merged = (
            (each.min_row - 1, each.min_col - 1, each.max_row - 1, each.max_col - 1)
            for each in sheet.merged_cells.ranges
        )
        cells = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
        blocks.append(_block(sheet.title, cells, merged, alone=len(book.worksheets) == 1))
        unsure += _hidden(sheet)
        unread += _remarks(sheet)
        unsure += _not_reckoned(sheet, formulas)
    return Read(tuple(blocks), tuple(unread), tuple(unsure))


def read_stored(name: str, content: bytes) -> Read:
    """Read a workbook (.xls, .ods) of which only the values are known, not how they are shown."""
    sheets = [each for each in stored_sheets(name, content) if any(map(any, each.rows))]
    hidden = tuple(f"隐藏的工作表“{each.name}”" for each in sheets if each.is_hidden)
    seen = [each for each in sheets if not each.is_hidden]
    parts = [
        f"“{sheet.name}”第{at}行的 {shown(value, '')}"
        for sheet in seen
        for at, row in enumerate(sheet.rows, start=1)
        for value in row
        if isinstance(value, float) and 0 < abs(value) <= 1 and value != int(value)
    ]
    advice = "数按存的值读入，看不出是不是百分数；是的，另存为 .xlsx 再导入"
    blocks = (
        _block(
            each.name,
            [[Cell.of(shown(value, "")) for value in row] for row in each.rows],
            [(*first, *last) for first, last in each.merged or ()],
            alone=len(sheets) == 1,
        )
        for each in seen
    )
    ruled = (
        replace(block, is_ruled=sheet.merged is not None)
        for block, sheet in zip(blocks, seen, strict=True)
    )
    return Read(tuple(ruled), hidden, (f"{'、'.join(parts[:9])}：{advice}",) if parts else ())


def _block(name: str, cells: list[list[Cell]], merged: Iterable[_Area], *, alone: bool) -> Block:
    for top, left, bottom, right in merged:
        for row in cells[top : bottom + 1]:
            row[left : right + 1] = [cells[top][left]] * len(row[left : right + 1])
    where = "" if alone else f"“{name}”"
    return Block(
        tuple(Line(f"{where}第{at}行", tuple(line)) for at, line in enumerate(cells, start=1)), name
    )


def _cell(cell: SheetCell | MergedCell) -> Cell:
    text = "" if cell.data_type == "e" else shown(cell.value, cell.number_format or "")
    return Cell.of(text) if text else EMPTY


def shown(value: object, form: str) -> str:
    """Return a value as its cell shows it, with all of its digits."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() | date():
            return _day(value, form)
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            return _number(Decimal(f"{value:.{_DIGITS}g}"), form)
        case _:
            return str(value)


def _day(value: date, form: str) -> str:
    if not re.search("d", _NOT_SHOWN.sub("", form), re.IGNORECASE) and "y" in form.lower():
        return f"{value.year}年{value.month}月"
    clock = f"{value: %H:%M}" if isinstance(value, datetime) and value.time() != time() else ""
    return f"{value.year}年{value.month}月{value.day}日{clock}"


def _number(value: Decimal, form: str) -> str:
    """Put the words of a number format around a number: ``0"件"``, ``0%``, ``≥0``."""
    section = _NOT_SHOWN.sub("", form.split(";")[0])
    bare = re.sub(r'"[^"]*"|\\.', lambda match: "\0" * len(match[0]), section)
    places = _PLACES.search(bare)
    if places is None or places[0].endswith(",") or re.search(r"[!/@EeGg]", bare):
        return plain(value)  # general, scaled, a fraction: the number itself
    before, after = section[: places.start()], section[places.end() :]
    if "%" in bare:
        value *= HUNDRED
    words = ("".join(map("".join, _LITERAL.findall(part))) for part in (before, after))
    return plain(value).join(words)


def _hidden(sheet: Worksheet) -> Iterator[str]:
    rows = [at for at, row in sheet.row_dimensions.items() if row.hidden and at <= sheet.max_row]
    columns = [at for at, column in sheet.column_dimensions.items() if column.hidden]
    if rows:
        yield f"工作表“{sheet.title}”隐藏的第{'、'.join(map(str, sorted(rows)[:9]))}行也读入了"
    if columns:
        yield f"工作表“{sheet.title}”隐藏的{'、'.join(sorted(columns)[:9])}列也读入了"
    struck = [cell.coordinate for cell in _filled(sheet) if cell.font.strike]
    if struck:
        yield f"工作表“{sheet.title}”有删除线的{'、'.join(struck[:9])}也读入了"


def _remarks(sheet: Worksheet) -> Iterator[str]:
    for cell in _filled(sheet):
        if cell.comment and cell.comment.text.strip():
            words = " ".join(cell.comment.text.split())
            yield f"工作表“{sheet.title}”{cell.coordinate}的批注“{words[:40]}”"


def _filled(sheet: Worksheet) -> Iterator[SheetCell | MergedCell]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def _not_reckoned(sheet: Worksheet, formulas: Workbook) -> Iterator[str]:
    empty = [
        cell.coordinate
        for row in formulas[sheet.title].iter_rows()
        for cell in row
        if (cell.data_type == "f" and sheet[cell.coordinate].value is None)
        or sheet[cell.coordinate].data_type == "e"
    ]
    if empty:
        yield f"工作表“{sheet.title}”{'、'.join(empty[:9])}的公式没有算出的值，按空白读入"
