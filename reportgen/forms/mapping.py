"""One sheet for all units, made elsewhere: a small file says which of its columns is which."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place, Problem
from reportgen.forms.form import COLUMNS, ID, Assignments, Content
from reportgen.forms.returned import FormRow, Head, ReturnedForm, bare, find_head
from reportgen.forms.sheets import Sheet, returned_bytes, sheets_in
from reportgen.forms.values import CellValue
from reportgen.model.periods import Period
from reportgen.model.records import Record, Text
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.foreign import ask, shown
from reportgen.sources.strict_yaml import read_yaml

_NAME = "name"
_FILLED = tuple(each.key for each in COLUMNS if each.content is not Content.FIXED)


class FormMap(Record):
    """对照文件: which column of a sheet holds what of an entry."""

    columns: dict[str, Text]
    sheet: Text | None = None
    period: Period | None = None
    reporter: Text | None = None
    reported_on: date | None = None


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
    content, name = returned_bytes(path), shown(path.name)
    sheets = _SHEETS.validate_json(ask(name, lambda: sheets_in(name, content)))
    head = _head_in(name, sheets, mapping)
    owners = {line.subject.id: unit for unit, lines in assignments.items() for line in lines}
    names: dict[str, list[str]] = {}
    for line in (line for lines in assignments.values() for line in lines):
        names.setdefault(bare(line.subject.name), []).append(line.subject.id)
    form = ReturnedForm(
        name,
        content,
        head.sheet.name,
        {"period": str(period)},
        CellValue(mapping.reporter),
        CellValue(str(mapping.reported_on or "")),
        (),
    )
    rows: dict[str, list[FormRow]] = {}
    problems: list[Problem] = []
    width = len(head.sheet.rows[head.row - 1])
    for row in head.rows():
        place = form.place(row, "")
        if (many := len(head.sheet.rows[row.number - 1])) > width:  # of a text
            said = f"第 {row.number} 行有 {many} 格，表头有 {width} 格，对不上"
            remedy = "去掉数里的千分位逗号，或者整格加引号，或存为 .xlsx。"
            problems.append(Code.FORM_CELL.problem(said, place, remedy))
            continue
        own_name = row.cells[_NAME].shown if _NAME in row.cells else ""
        found = [row.id] if row.id else names.get(bare(own_name), [])
        if len(found) != 1 or found[0] not in owners:
            said = f"第 {row.number} 行“{f'{row.id}　{own_name}'.strip()[:30]}”"
            said += "的名称有几个指标都用，要写编号" if len(found) > 1 else "在目标表里没有"
            problems.append(
                Code.FORM_ROW_EXTRA.problem(said, place, "改正编号或名称；不是指标的行删去。")
            )
            continue
        filled = {key: each for key, each in row.cells.items() if key in _FILLED}
        own = FormRow(row.number, {ID: CellValue(found[0], name=f"A{row.number}"), **filled})
        rows.setdefault(owners[found[0]], []).append(own)
    if not rows and not problems:
        place = Place(name, sheet=head.sheet.name)
        raise DataError([Code.FORM_NOT_FOUND.problem("表头下面没有一行", place, "填好后再收。")])
    forms = [
        replace(form, meta={**form.meta, "unit": unit}, rows=tuple(own))
        for unit, own in rows.items()
    ]
    return forms, problems


def _head_in(name: str, sheets: Sequence[Sheet], mapping: FormMap) -> Head:
    """Return the row that has all headings; raise DataError for missing ones."""
    keys = {bare(heading): key for key, heading in mapping.columns.items()}
    asked = (find_head(each, keys) for each in sheets if mapping.sheet in (None, each.name))
    head = max(asked, key=lambda each: len(each.columns), default=None)
    known = head.columns if head else {}
    lacking = [heading for key, heading in mapping.columns.items() if key not in known]
    if head is None or lacking:
        message = f"没有一个工作表的一行里有全部列名；缺：{'、'.join(lacking)}"
        raise DataError([Code.FORM_MAP.problem(message, Place(name))])
    return head


_SHEETS = TypeAdapter(tuple[Sheet, ...])
