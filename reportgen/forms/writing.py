"""Make a unit's workbook: official in looks, one page wide, only its inputs open."""

from __future__ import annotations

from typing import Literal, TypeAlias

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.packages import put, put_row, workbook_bytes
from reportgen.checks.entries import closed_since
from reportgen.forms.form import (
    COLUMNS,
    DATE,
    FORM_SHEET,
    FORM_VERSION,
    ID,
    META_SHEET,
    NOTES_SHEET,
    REPORTER,
    Assignment,
    Content,
    FormColumn,
)
from reportgen.model.periods import Period
from reportgen.model.punctuation import normalise

_TITLE, _HEAD, _BODY = (
    Font(name="方正小标宋简体", size=18),
    Font(name="黑体", size=10.5),
    Font(name="仿宋_GB2312", size=10.5),
)
_LINE = Side(style="thin", color="000000")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY = PatternFill("solid", start_color="E7E6E6")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_OPEN = Protection(locked=False)
_HEAD_ROW = 3
# type, operator and bounds of Excel's own check of a cell, and what it says
_Check: TypeAlias = tuple[
    Literal["decimal", "date", "list"],
    Literal["between", "greaterThan", "greaterThanOrEqual"] | None,
    str,
    str | None,
    str,
]
_CHECKS: dict[Content, _Check] = {
    Content.NUMBER: ("decimal", "greaterThanOrEqual", "0", None, "只填数字，不带单位，如 130"),
    Content.RATE: ("decimal", "between", "0", "100", "填百分数，0—100 之间，不带百分号，如 95.2"),
    Content.DATE: ("date", "greaterThan", "36526", None, "填日期，如 2012-09-30"),
}
_A4 = 9


def form_workbook(
    unit: str, lines: tuple[Assignment, ...], period: Period, notes: str, mark: str
) -> bytes:
    """Return the workbook of one unit; ``notes`` fill the 填报说明 sheet, ``mark`` the header."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = FORM_SHEET
    _write_head(sheet, unit, period, mark)
    for number, line in enumerate(lines, start=_HEAD_ROW + 1):
        _write_line(sheet, number, line)
    _validate(sheet, lines)
    _set_up_page(sheet, len(lines))
    _write_notes(book, notes)
    _write_meta(book, unit, period)
    return workbook_bytes(book)


def _write_head(sheet: Worksheet, unit: str, period: Period, mark: str) -> None:
    last = len(COLUMNS)
    title = put(sheet, 1, 2, f"{period.year}年{period.own_name}目标进展填报表")
    sheet.merge_cells(start_row=1, start_column=2, end_row=1, end_column=last)
    title.font, title.alignment = _TITLE, _MIDDLE
    sheet.row_dimensions[1].height = 36
    # label cells and open cells side by side, so that the labels stay
    parts = [("填报单位：", unit, False), (REPORTER, None, True), (DATE, None, True)]
    column = 2
    for label, value, is_open in parts:
        name, cell = put(sheet, 2, column, label), put(sheet, 2, column + 1, value)
        name.font = cell.font = _BODY
        name.alignment = Alignment(horizontal="right", vertical="center")
        cell.alignment = _LEFT
        if is_open:
            cell.protection = _OPEN
            cell.border = Border(bottom=_LINE)
        column += 4
    stamp = put(sheet, 2, last, mark)
    stamp.font, stamp.alignment = _HEAD, Alignment(horizontal="right", vertical="center")
    sheet.row_dimensions[2].height = 24
    for index, form_column in enumerate(COLUMNS, start=1):
        cell = put(sheet, _HEAD_ROW, index, form_column.heading)
        cell.font, cell.alignment, cell.border, cell.fill = _HEAD, _MIDDLE, _FRAME, _GREY
        sheet.column_dimensions[get_column_letter(index)].width = form_column.width
    sheet.row_dimensions[_HEAD_ROW].height = 32
    sheet.column_dimensions["A"].hidden = True


def _write_line(sheet: Worksheet, number: int, line: Assignment) -> None:
    fixed = {
        ID: line.subject.id,
        "target": normalise(line.target.name),
        "name": normalise(line.subject.name),
        "goal": line.goal,
        "unit": line.unit,
        "before": line.before_text,
    }
    for index, column in enumerate(COLUMNS, start=1):
        cell = put(sheet, number, index, fixed.get(column.key))
        cell.font, cell.border = _BODY, _FRAME
        cell.alignment = (
            _LEFT if column.content is Content.TEXT or column.key == "name" else _MIDDLE
        )
        if _is_open(column, line):
            cell.protection = _OPEN
            cell.number_format = {Content.DATE: "yyyy-mm-dd"}.get(column.content, "General")
        else:
            cell.fill = _GREY
    width = next(column.width for column in COLUMNS if column.key == "name")
    wraps = max(len(str(fixed["name"])) * 2 / width, 2)
    sheet.row_dimensions[number].height = 15 * max(2, int(wraps + 0.9))


def _is_open(column: FormColumn, line: Assignment) -> bool:
    """Tell whether a unit may fill in a cell: what suits the kind, and rates one way or the other."""
    fits = column.content is not Content.FIXED and line.suits(column)
    return fits and column.key not in closed_since(line.before)


def _validate(sheet: Worksheet, lines: tuple[Assignment, ...]) -> None:
    """Attach drop-downs and number checks; Excel says in Chinese what it expects."""
    rules: dict[str, DataValidation] = {}
    for number, line in enumerate(lines, start=_HEAD_ROW + 1):
        for index, column in enumerate(COLUMNS, start=1):
            if _is_open(column, line) and (rule := _rule(column, line)):
                known = rules.setdefault(f"{rule.type}{rule.formula1}{rule.formula2}", rule)
                known.add(sheet.cell(number, index).coordinate)
    for rule in rules.values():
        sheet.add_data_validation(rule)


def _rule(column: FormColumn, line: Assignment) -> DataValidation | None:
    if column.content is Content.CHOICE:
        words = [each.label for each in line.choices]
        said = f"请从下拉列表中选：{'、'.join(words)}"
        check: _Check = ("list", None, f'"{",".join(words)}"', None, said)
    elif column.content in _CHECKS and not (
        column.content is Content.RATE and line.subject.kind.traits.most is None
    ):
        check = _CHECKS[column.content]
    else:
        return None
    kind, operator, first, second, said = check
    return DataValidation(
        kind,
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        error=said,
        errorTitle="填写有误",
        showErrorMessage=True,
    )


def _set_up_page(sheet: Worksheet, lines: int) -> None:
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", _A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(COLUMNS))}{_HEAD_ROW + lines}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.35
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    footer.center.text = "第 &P 页，共 &N 页"
    sheet.freeze_panes = sheet.cell(_HEAD_ROW + 1, 4).coordinate
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Lock all but the inputs, without a password: a guard against slips, not against people."""
    sheet.protection.sheet = True
    sheet.protection.sort = False
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False


def _write_notes(book: Workbook, notes: str) -> None:
    sheet = book.create_sheet(NOTES_SHEET)
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(notes.strip().splitlines(), start=1):
        cell = put(sheet, number, 1, line)
        cell.font = _TITLE if number == 1 else _BODY
        cell.alignment = _MIDDLE if number == 1 else _LEFT
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = _A4, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)


def _write_meta(book: Workbook, unit: str, period: Period) -> None:
    """Say on a sheet that users don't see whose form this is, whatever becomes of the file name."""
    sheet = book.create_sheet(META_SHEET)
    rows = (("version", FORM_VERSION), ("period", str(period)), ("unit", unit))
    for number, row in enumerate(rows, start=1):
        put_row(sheet, number, row)
    sheet.sheet_state = "veryHidden"
