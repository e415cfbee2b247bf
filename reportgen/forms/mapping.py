"""One sheet for all units, made elsewhere: a small file says which of its columns is which."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from pydantic import Field, TypeAdapter

from reportgen.base.codes import Code
from reportgen.base.packages import put_row
from reportgen.base.problems import DataError, Place, Problem
from reportgen.forms.form import COLUMNS, ID, Assignments, Content
from reportgen.forms.returned import (
    FormRow,
    ReturnedForm,
    cell_value,
    find_head,
    intact_book,
    plain_value,
)
from reportgen.forms.values import CellValue
from reportgen.model.periods import Period
from reportgen.model.punctuation import normalise
from reportgen.model.records import Record, Text
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.encodings import decoded
from reportgen.sources.foreign import ask, checked, foreign_bytes, shown
from reportgen.sources.stored import MOST_COLUMNS, OLE, stored_sheets
from reportgen.sources.strict_yaml import read_yaml

_NAME = "name"
_FILLED = tuple(each.key for each in COLUMNS if each.content is not Content.FIXED)
_Row: TypeAlias = tuple[CellValue, ...]


class FormMap(Record):
    """对照文件: which column of a sheet holds what of an entry."""

    columns: dict[str, Text] = Field(title="栏目对照", description="填报表的一栏: 文件里的列名")
    sheet: Text | None = Field(None, title="工作表", description="不填就用列名最全的一个")
    period: Period | None = Field(None, title="期间", description="不填用 --period")
    reporter: Text | None = Field(None, title="填报人")
    reported_on: date | None = Field(None, title="填报日期")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its rows of cells."""

    name: str
    rows: tuple[_Row, ...]


def read_map(path: Path) -> Sourced[FormMap]:
    """Read a mapping file; raises DataError for columns that forms don't have."""
    sourced = bind(FormMap, read_yaml(path, path.name))
    known, given = (ID, _NAME, *_FILLED), sourced.record.columns
    problems = [
        Code.FORM_MAP.problem(f"没有“{key}”这一栏", sourced.place("columns", key))
        for key in given
        if key not in known
    ]
    if not {ID, _NAME} & given.keys():
        problems.append(
            Code.FORM_MAP.problem("没有写指标编号或名称在哪一列", sourced.place("columns"))
        )
    if problems:
        raise DataError(problems)
    return sourced


def mapped_forms(
    path: Path, mapping: FormMap, assignments: Assignments, period: Period
) -> tuple[list[ReturnedForm], list[Problem]]:
    """Read a sheet as the forms of the units whose lines it has, and say which rows are nobody's."""
    content, name = foreign_bytes(path), shown(path.name)
    sheets = _SHEETS.validate_json(ask(name, lambda: _sheets(name, content)))
    sheet, head, columns = _found(name, sheets, mapping)
    owners = {line.subject.id: unit for unit, lines in assignments.items() for line in lines}
    names: dict[str, list[str]] = {}
    for line in (line for lines in assignments.values() for line in lines):
        names.setdefault(_bare(line.subject.name), []).append(line.subject.id)
    form = ReturnedForm(
        name,
        content,
        sheet.name,
        {"period": str(period)},
        CellValue(mapping.reporter),
        CellValue(str(mapping.reported_on or "")),
        (),
        opened=_opened,
    )
    rows: dict[str, list[FormRow]] = {}
    problems: list[Problem] = []
    for number, row in enumerate(sheet.rows[head:], start=head + 1):
        cells = {key: row[at - 1] for key, at in columns.items() if at <= len(row)}
        if all(each.empty for each in cells.values()):
            continue
        place, width = Place(name, sheet=sheet.name, cell=f"A{number}"), len(sheet.rows[head - 1])
        if len(row) > width:  # of a text
            said = f"第 {number} 行有 {len(row)} 格，表头有 {width} 格，对不上"
            remedy = "去掉数里的千分位逗号，或者整格加引号，或存为 .xlsx。"
            problems.append(Code.FORM_CELL.problem(said, place, remedy))
            continue
        own_id, own_name = (cells[key].shown if key in cells else "" for key in (ID, _NAME))
        found = [own_id] if own_id else names.get(_bare(own_name), [])
        if len(found) != 1 or found[0] not in owners:
            said = f"第 {number} 行“{f'{own_id}　{own_name}'.strip()[:30]}”"
            said += "的名称有几个指标都用，要写编号" if len(found) > 1 else "在目标表里没有"
            problems.append(
                Code.FORM_ROW_EXTRA.problem(said, place, "改正编号或名称；不是指标的行删去。")
            )
            continue
        id_ = CellValue(found[0], name=f"A{number}")
        filled = {key: each for key, each in cells.items() if key in _FILLED}
        rows.setdefault(owners[found[0]], []).append(FormRow(number, {ID: id_, **filled}))
    if not rows and not problems:
        place = Place(name, sheet=sheet.name)
        raise DataError([Code.FORM_NOT_FOUND.problem("表头下面没有一行", place, "填好后再收。")])
    forms = [
        replace(form, meta={**form.meta, "unit": unit}, rows=tuple(own))
        for unit, own in rows.items()
    ]
    return forms, problems


def _found(
    name: str, sheets: Sequence[Sheet], mapping: FormMap
) -> tuple[Sheet, int, dict[str, int]]:
    """Return the sheet, its heading row, and the columns, from 1; raise DataError for missing ones."""
    keys = {_bare(heading): key for key, heading in mapping.columns.items()}
    asked = (each for each in sheets if mapping.sheet in (None, each.name))
    found = find_head(
        ((each, ([_bare(cell.shown) for cell in row] for row in each.rows)) for each in asked), keys
    )
    known = found[2] if found else {}
    lacking = [heading for key, heading in mapping.columns.items() if key not in known]
    if found is None or lacking:
        message = f"没有一个工作表的一行里有全部列名；缺：{'、'.join(lacking)}"
        raise DataError([Code.FORM_MAP.problem(message, Place(name))])
    return found


def _bare(text: str) -> str:
    return "".join(normalise(text).split())


def _sheets(name: str, content: bytes) -> list[Sheet]:
    """Be the child: return the sheets of a workbook (xlsx, xls, ods) or of a text."""
    suffix = Path(name).suffix.lower()
    if suffix in (".xlsx", ".ods"):
        content = checked(name, content)
    if suffix == ".xlsx":
        return list(_of_xlsx(content))
    if suffix == ".ods" or content.startswith(OLE):
        return [Sheet(each.name, _rows(each.rows)) for each in stored_sheets(name, content)]
    return [Sheet("文本", _rows(_of_text(decoded(name, content))))]


def _opened(name: str, content: bytes) -> Workbook:
    """Be the child: return a workbook to be marked, made of what isn't one that openpyxl writes."""
    if Path(name).suffix.lower() == ".xlsx":
        return intact_book(name, content)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in _sheets(name, content):
        copy = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, start=1):
            put_row(copy, number, [cell.value for cell in row])
    return book


def _of_xlsx(content: bytes) -> Iterator[Sheet]:
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    for sheet, written in zip(values.worksheets, formulas.worksheets, strict=True):
        # no further than its cells, or openpyxl makes them
        rows = zip(sheet.iter_rows(), written.iter_rows(), strict=True)
        yield Sheet(sheet.title, tuple(tuple(map(cell_value, *row)) for row in rows))


def _of_text(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _rows(rows: Iterable[Sequence[object]]) -> tuple[_Row, ...]:
    return tuple(
        tuple(
            CellValue(plain_value(value), name=f"{get_column_letter(column)}{number}")
            for column, value in enumerate(values[:MOST_COLUMNS], start=1)
        )
        for number, values in enumerate(rows, start=1)
    )


_SHEETS = TypeAdapter(tuple[Sheet, ...])
