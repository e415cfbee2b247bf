"""A form as it goes out: what it looks like, what it lets in, and how it prints."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook

from reportgen.forms.form import META_SHEET, NOTES_SHEET, Assignment
from reportgen.forms.writing import form_workbook
from reportgen.model.indicator_kinds import Kind
from tests.assessment.small import entry, indicator
from tests.forms.filling import sheet_of
from tests.forms.test_lines import AT_LEAST, COUNT, FALL, GRADED, LISTED, Q2, STEP, line

PARTS = line(indicator(Kind.RATE, AT_LEAST, 95), p2012Q1=entry(numerator=5, denominator=8))
LINES = (line(COUNT), PARTS, line(LISTED), line(FALL), line(STEP), line(GRADED))
WIDE = "乙" * 34  # as many as a line of the notes takes


def _form(*lines: Assignment, unit: str = "办公厅") -> Workbook:
    notes = f"\n填报说明\n{WIDE}\n{WIDE}乙\n"
    content = form_workbook(unit, lines or LINES, Q2, notes, "示例")
    return openpyxl.load_workbook(BytesIO(content))


def _look(cell: Cell) -> str:
    side, at, ground = cell.border, cell.alignment, cell.fill
    drawn = [each for each in (side.left, side.right, side.top, side.bottom) if each and each.style]
    assert all(each.style == "thin" and each.color.rgb == "00000000" for each in drawn)
    grey = ground.fill_type == "solid" and ground.start_color.rgb == "00E7E6E6"
    locked = "锁" if cell.protection.locked else "开"
    return (
        f"{cell.font.name} {cell.font.size} {at.horizontal} {at.vertical} {at.wrap_text or '不'}折行 "
        f"{len(drawn)}边 {'灰' if grey else '白'} {locked} {cell.number_format}"
    )


LOOKS = {
    "B1": "方正小标宋简体 18.0 center center True折行 0边 白 锁 General",
    "B2 F2 J2": "仿宋_GB2312 10.5 right center 不折行 0边 白 锁 General",
    "C2": "仿宋_GB2312 10.5 left center True折行 0边 白 锁 General",
    "G2 K2": "仿宋_GB2312 10.5 left center True折行 1边 白 开 General",
    "N2": "黑体 10.5 right center 不折行 0边 白 锁 General",
    "A3 T3": "黑体 10.5 center center True折行 4边 灰 锁 General",
    "B4 I4 K5 M4": "仿宋_GB2312 10.5 center center True折行 4边 灰 锁 General",
    "C4": "仿宋_GB2312 10.5 left center True折行 4边 灰 锁 General",
    "G4 J5 M6 N8": "仿宋_GB2312 10.5 center center True折行 4边 白 开 General",
    "O4 S9": "仿宋_GB2312 10.5 left center True折行 4边 白 开 General",
    "T4": "仿宋_GB2312 10.5 center center True折行 4边 白 开 yyyy-mm-dd",
}
NOTES = {
    "A1": "方正小标宋简体 18.0 center center True折行 0边 白 锁 General",
    "A2 A3": "仿宋_GB2312 10.5 left center True折行 0边 白 锁 General",
}


def test_cells_look_as_office_forms_do() -> None:
    book = _form()
    sheet = sheet_of(book)
    for page, looks in ((sheet, LOOKS), (book[NOTES_SHEET], NOTES)):
        for names, look in looks.items():
            assert {name: _look(page[name]) for name in names.split()} == dict.fromkeys(
                names.split(), look
            )
    head = {cell.coordinate: cell.value for row in sheet["A1:T2"] for cell in row if cell.value}
    assert head == {
        "B1": "2012年第二季度目标进展填报表",
        "B2": "填报单位：",
        "C2": "办公厅",
        "F2": "填报人：",
        "J2": "填报日期：",
        "N2": "示例",
    }
    assert [str(each) for each in sheet.merged_cells.ranges] == ["B1:N1"]
    assert [sheet.row_dimensions[row].height for row in (1, 3)] == [36, 32]
    assert sheet.column_dimensions["A"].hidden
    assert [*book[META_SHEET].values] == [
        ("version", "1"),
        ("period", "2012Q2"),
        ("unit", "办公厅"),
    ]


def test_excel_itself_refuses_what_cannot_be() -> None:
    rate = line(indicator(Kind.RATE, AT_LEAST, 95))
    rules = sheet_of(_form(*LINES, rate)).data_validations.dataValidation
    assert {
        f"{each.sqref} {each.type} {each.operator} {each.formula1} {each.formula2}": each.error
        for each in rules
    } == {
        "G4 G6 H4 H6 I5 I10 J5 J10 L7 decimal greaterThanOrEqual 0 None": "只填数字，不带单位，如 130",
        "K10 decimal between 0 100": "填百分数，0—100 之间，如 95.2；不到 1 的连百分号填，如 0.8%",
        'N8 list None "已完成,正在推进,尚未启动" None': "请从下拉列表中选：已完成、正在推进、尚未启动",
        'N9 list None "达成,部分达成,未达成" None': "请从下拉列表中选：达成、部分达成、未达成",
        "T4 T5 T6 T7 T8 T9 T10 date greaterThan 36526 None": "填日期，如 2012-09-30",
    }
    shown = {(each.allow_blank, each.showErrorMessage, each.errorTitle) for each in rules}
    assert shown == {(True, True, "填写有误")}


@pytest.mark.parametrize(
    ("name", "lines"),
    [("a", 2), ("甲" * 19, 2), ("甲" * 28, 3), ("甲" * 29, 4), ("a" * 57, 3), ("a" * 58, 4)],
)
def test_a_row_is_as_high_as_its_longest_text(name: str, lines: int) -> None:
    form = sheet_of(_form(line(COUNT.model_copy(update={"name": name}))))
    assert form.row_dimensions[4].height == 15 * lines


@pytest.mark.parametrize(("unit", "height"), [("甲" * 9, 24), ("甲" * 10, 30), ("甲\n\n乙", 45)])
def test_the_head_is_as_high_as_the_units_name(unit: str, height: int) -> None:
    assert sheet_of(_form(unit=unit)).row_dimensions[2].height == height


def test_figures_print_on_one_page_and_words_on_the_next() -> None:
    book = _form()
    sheet, notes = sheet_of(book), book[NOTES_SHEET]
    page, margins = sheet.page_setup, sheet.page_margins
    assert (page.orientation, page.paperSize, page.scale) == ("landscape", 9, 86)
    assert [each.id for each in sheet.col_breaks.brk] == [14]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$3", "$A:$C")
    assert (sheet.print_area, sheet.freeze_panes) == ("'填报表'!$A$1:$T$9", "D4")
    assert (margins.left, margins.right, margins.header, margins.footer) == (0.4, 0.4, 0.3, 0.35)
    assert (margins.top, margins.bottom) == (0.6, 0.7)
    page = notes.page_setup
    assert (page.paperSize, page.fitToWidth, page.fitToHeight) == (9, 1, 0)
    assert notes.sheet_properties.pageSetUpPr.fitToPage
    assert [notes.row_dimensions[row].height for row in (1, 2, 3)] == [33, 18, 33]
    for each in (sheet, notes):
        lock = each.protection
        assert (lock.sheet, lock.sort) == (True, False)
        assert (lock.formatRows, lock.formatColumns) == (False, False)
