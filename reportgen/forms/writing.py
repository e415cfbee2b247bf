"""Make a unit's workbook: official in looks, one page wide, only its inputs open."""

from functools import partial
from unicodedata import east_asian_width

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.packages import put, put_row, workbook_bytes
from reportgen.checks.entries import closed_since
from reportgen.forms.form import (
    COLUMNS,
    DATE,
    FORM_SHEET,
    FORM_VERSION,
    META_SHEET,
    NOTES_SHEET,
    REPORTER,
    STATE,
    Assignment,
    Content,
    FormColumn,
)
from reportgen.model.periods import Period

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
_validation = partial(
    DataValidation, allow_blank=True, errorTitle="填写有误", showErrorMessage=True
)
_A4 = 9
_SCALE = 86  # figures on one page, words on the next, at about the size of the text of a document
_LINE_HEIGHT = 15
_KEYS = [column.key for column in COLUMNS]
_LAST_FIGURE = _KEYS.index(STATE) + 1


def form_workbook(
    unit: str, lines: tuple[Assignment, ...], period: Period, notes: str, mark: str
) -> bytes:
    """Return the workbook of one unit; ``notes`` fill the 填报说明 sheet, ``mark`` the header."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = FORM_SHEET
    _write_head(sheet, unit, period, mark)
    checks: dict[str | None, DataValidation] = {}
    for number, line in enumerate(lines, start=_HEAD_ROW + 1):
        _write_line(sheet, number, line, checks)
    for check in checks.values():
        sheet.add_data_validation(check)
    _set_up_page(sheet, len(lines))
    _write_notes(book, notes)
    # whose form this is, whatever becomes of the file name, on a sheet that users don't see
    meta = book.create_sheet(META_SHEET)
    meta.sheet_state = "veryHidden"
    for number, row in enumerate(
        (("version", FORM_VERSION), ("period", str(period)), ("unit", unit)), start=1
    ):
        put_row(meta, number, row)
    return workbook_bytes(book)


def _write_head(sheet: Worksheet, unit: str, period: Period, mark: str) -> None:
    last = _LAST_FIGURE
    title = put(sheet, 1, 2, f"{period.year}年{period.own_name}目标进展填报表")
    sheet.merge_cells(start_row=1, start_column=2, end_row=1, end_column=last)
    title.font, title.alignment = _TITLE, _MIDDLE
    sheet.row_dimensions[1].height = 36
    # label cells and open cells side by side, so that the labels stay
    parts = (("填报单位：", unit), (REPORTER, None), (DATE, None))
    for column, (label, value) in zip((2, 6, 10), parts, strict=True):
        name, cell = put(sheet, 2, column, label), put(sheet, 2, column + 1, value)
        name.font = cell.font = _BODY
        name.alignment = Alignment(horizontal="right", vertical="center")
        cell.alignment = _LEFT
        if value is None:
            cell.protection = _OPEN
            cell.border = Border(bottom=_LINE)
    stamp = put(sheet, 2, last, mark)
    stamp.font, stamp.alignment = _HEAD, Alignment(horizontal="right", vertical="center")
    # also on the page of words, where the next cells aren't printed
    wide = COLUMNS[_KEYS.index("name")].width
    sheet.row_dimensions[2].height = max(24, _LINE_HEIGHT * _lines(unit, wide))
    for index, form_column in enumerate(COLUMNS, start=1):
        cell = put(sheet, _HEAD_ROW, index, form_column.heading)
        cell.font, cell.alignment, cell.border, cell.fill = _HEAD, _MIDDLE, _FRAME, _GREY
        sheet.column_dimensions[get_column_letter(index)].width = form_column.width
    sheet.row_dimensions[_HEAD_ROW].height = 32
    sheet.column_dimensions["A"].hidden = True


def _write_line(
    sheet: Worksheet, number: int, line: Assignment, checks: dict[str | None, DataValidation]
) -> None:
    """Write a row; open are the cells that suit its kind, and rates one way or the other."""
    fixed, closed = line.fixed, closed_since(line.before)
    for index, column in enumerate(COLUMNS, start=1):
        cell = put(sheet, number, index, fixed.get(column.key))
        cell.font, cell.border = _BODY, _FRAME
        left = column.content is Content.TEXT or column.key == "name"
        cell.alignment = _LEFT if left else _MIDDLE
        if column.key in closed or not line.suits(column):
            cell.fill = _GREY
            continue
        cell.protection = _OPEN
        cell.number_format = "yyyy-mm-dd" if column.content is Content.DATE else "General"
        if check := _check(column, line):
            checks.setdefault(check.error, check).add(cell.coordinate)
    lines = (_lines(fixed[column.key], column.width) for column in COLUMNS if column.key in fixed)
    sheet.row_dimensions[number].height = _LINE_HEIGHT * max(2, *lines)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width, a Chinese character being two."""
    return sum(
        -(-sum(2 if east_asian_width(each) in "WFA" else 1 for each in line) // int(width - 1)) or 1
        for line in text.splitlines()
    )


def _check(column: FormColumn, line: Assignment) -> DataValidation | None:
    """Return Excel's own check of a cell, which says in Chinese what it expects."""
    match column.content:
        case Content.CHOICE:
            words = [each.label for each in line.choices]
            said = f"请从下拉列表中选：{'、'.join(words)}"
            return _validation("list", formula1=f'"{",".join(words)}"', error=said)
        case Content.NUMBER:
            said = "只填数字，不带单位，如 130"
            return _validation("decimal", operator="greaterThanOrEqual", formula1="0", error=said)
        case Content.RATE if not line.subject.kind.traits.from_base:
            said = "填百分数，0—100 之间，如 95.2；不到 1 的连百分号填，如 0.8%"
            return _validation(
                "decimal", operator="between", formula1="0", formula2="100", error=said
            )
        case Content.DATE:
            said = "填日期，如 2012-09-30"
            return _validation("date", operator="greaterThan", formula1="36526", error=said)
        case _:
            return None


def _set_up_page(sheet: Worksheet, lines: int) -> None:
    page = sheet.page_setup
    page.orientation, page.paperSize, page.scale = "landscape", _A4, _SCALE
    sheet.col_breaks.append(Break(id=_LAST_FIGURE))
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_title_cols = f"A:{get_column_letter(_KEYS.index('name') + 1)}"
    sheet.print_area = f"A1:{get_column_letter(len(COLUMNS))}{_HEAD_ROW + lines}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.35
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    footer.center.text = "第 &P 页，共 &N 页"
    sheet.freeze_panes = f"D{_HEAD_ROW + 1}"
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Lock all but the inputs, without a password: a guard against slips, not against people."""
    lock = sheet.protection
    lock.sheet, lock.sort, lock.formatRows, lock.formatColumns = True, False, False, False


def _write_notes(book: Workbook, notes: str) -> None:
    sheet = book.create_sheet(NOTES_SHEET)
    width = 70  # within the margins, whatever face the program has
    sheet.column_dimensions["A"].width = width
    for number, line in enumerate(notes.strip().splitlines(), start=1):
        cell = put(sheet, number, 1, line)
        cell.font = _TITLE if number == 1 else _BODY
        high = 2 if number == 1 else _lines(line, width)
        sheet.row_dimensions[number].height = _LINE_HEIGHT * high + 3
        cell.alignment = _MIDDLE if number == 1 else _LEFT
    page = sheet.page_setup
    page.paperSize, page.fitToWidth, page.fitToHeight = _A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)
