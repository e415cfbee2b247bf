"""A form that came back is found and read in whatever workbook it is, and marked in a copy."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.forms.form import META_SHEET
from reportgen.forms.returned import FormRow, ReturnedForm, marked_copy, read_form
from reportgen.forms.values import CellValue
from tests.sources.test_foreign import changed

# as few as there may be
HEADINGS = ["指标编号", "指标或节点", "累计\n完成", "进展说明", "佐证 材料", "责任人"]
ROW = ["W1.2", "会议", 25, "略"]
READ = "3 C3=25 D3=略"


def _book() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["填报人：", "王某", "填报日期：", "7月5日"], HEADINGS, ROW):
        sheet.append(row)
    return book, sheet


def _read(folder: Path, book: Workbook) -> ReturnedForm:
    path = folder / "a.xlsx"
    book.save(path)
    return read_form(path)


def _rows(form: ReturnedForm) -> list[str]:
    """Return each row's number and what was filled in; merged cells have a mark."""
    return [
        f"{row.number} "
        + " ".join(
            f"{cell.name}={cell.shown}{'*' if cell.merged else ''}"
            for key, cell in row.cells.items()
            if key not in ("indicator", "name") and (cell.merged or not cell.empty)
        )
        for row in form.rows
    ]


def _more(*cells: str) -> Callable[[Worksheet], None]:
    """Write into cells: ``E3=甲``."""

    def change(sheet: Worksheet) -> None:
        for each in cells:
            name, _, value = each.partition("=")
            sheet[name] = value or None

    return change


def _second(headings: list[str], *cells: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        _more(*cells)(sheet)
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("表二")
        other.append(headings)
        other.append([*ROW, "二"])

    return change


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        (_more(), [READ]),
        (_more("C4=9", "A5=W1.3", "A6= ", "D7=另加"), [READ, "4 C4=9", "5 ", "7 D7=另加"]),
        (lambda sheet: sheet.insert_rows(1, 28), ["31 C31=25 D31=略"]),
        (lambda sheet: sheet.insert_rows(1, 29), None),
        (_more("F2=填表人"), None),
        (lambda sheet: sheet.delete_rows(1, 3), None),
        # the first of two alike, also where a title has the words of a heading
        (_more("G2=责任人", "F3=甲", "G3=乙"), [f"{READ} F3=甲"]),
        (_more("E1=责任人"), [READ]),
        (_second(HEADINGS), None),
        (_second([*HEADINGS, "措施时限"], "C3=", "D3="), ["2 C2=25 D2=略 E2=二"]),
        (_second(HEADINGS[1:]), [READ]),
        (lambda sheet: sheet.merge_cells("C3:D4"), ["3 C3=25* D3=*"]),
        (lambda sheet: sheet.merge_cells("E3:G3"), [f"{READ} E3=* F3=*"]),
        (lambda sheet: sheet.merge_cells("A1:B1"), [READ]),
        (_more("E3==1+1"), [f"{READ} E3==1+1"]),
        (_more("E3==nan"), [f"{READ} E3==nan"]),
    ],
)  # fmt: skip
def test_the_table_is_where_its_headings_are(
    tmp_path: Path, change: Callable[[Worksheet], None], rows: list[str] | None
) -> None:
    book, sheet = _book()
    change(sheet)
    if rows is not None:
        assert _rows(_read(tmp_path, book)) == rows
        return
    with pytest.raises(DataError) as raised:
        _read(tmp_path, book)
    (problem,) = raised.value.problems
    code = Code.FORM_DUPLICATE if len(book.worksheets) > 1 else Code.FORM_NOT_FOUND
    assert (problem.code, problem.place) == (code.value, Place("a.xlsx"))


@pytest.mark.parametrize(
    ("cells", "reporter", "day"),
    [
        ([], "王某", "7月5日"),
        (["A1= 填报人:", "C1=填报日期"], "王某", "7月5日"),
        (["A1=填报人：李某:张某", "C1=填报日期:7月6日"], "李某:张某", "7月6日"),
        (["B1="], "", "7月5日"),
        (["A1=填表", "A4=填报人：", "B4=李某"], None, "7月5日"),
    ],
)
def test_who_reported_and_when_stands_above_the_table(
    tmp_path: Path, cells: list[str], reporter: str | None, day: str
) -> None:
    book, sheet = _book()
    _more(*cells)(sheet)
    form = _read(tmp_path, book)
    told = [None if each is None else each.shown for each in (form.reporter, form.reported_on)]
    assert told == [reporter, day]


def test_whose_it_is_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    book, sheet = _book()
    assert _read(tmp_path, book).meta == {}
    meta = book.create_sheet(META_SHEET)
    for row in (["unit", "办公厅", "略"], [], ["period", "2012Q2"]):
        meta.append(row)
    sheet.title = "表"
    form = _read(tmp_path, book)
    assert (form.sheet, form.meta["unit"], form.meta["period"]) == ("表", "办公厅", "2012Q2")


def test_a_row_has_the_number_in_its_cell() -> None:
    assert FormRow(3, {"indicator": CellValue(" W1.2 ")}).id == "W1.2"
    assert FormRow(3, {"indicator": CellValue(None)}).id == FormRow(3, {}).id == ""


def test_formulas_are_read_as_what_they_came_to(tmp_path: Path) -> None:
    book, sheet = _book()
    sheet["C3"], sheet["C3"].number_format = "=20+5", "0%"
    sheet["D3"], sheet["E3"] = 0.5, ArrayFormula("E3", "=D3")
    sheet["F3"] = 0.25
    path = tmp_path / "a.xlsx"
    book.save(path)
    changed(path, "xl/worksheets/sheet1.xml", "<v></v>", "<v>25</v>")
    changed(path, "xl/worksheets/sheet1.xml", "<v>0.25</v>", "<v>1E999</v>")
    (row,) = read_form(path).rows
    assert row.cells["cumulative"] == CellValue(25, "0%", None, "C3")
    assert [row.cells[key].value for key in ("note", "owner")] == [0.5, "inf"]
    assert row.cells["evidence"] == CellValue(None, "General", "=D3", "E3")


# ── what nobody sees ──

GREY, DARK = "FF808080", PatternFill("solid", start_color="FF272727")
# a font's colour, the ground, whether it is seen
LOOKS: list[tuple[Color | str | None, PatternFill | None, bool]] = [
    (None, None, True),
    ("FFD8D8D8", None, False),
    ("FFD7D7D7", None, True),
    ("FFFFFFD7", None, True),
    (None, DARK, False),
    (None, PatternFill("solid", start_color="FF282828"), True),
    ("FFFFFFFF", DARK, True),
    ("FFFFFFFF", PatternFill("gray125", start_color="FF000000"), False),
    ("00C00000", PatternFill("solid", start_color="FFC00000"), False),
    (Color(theme=0), None, False),
    (Color(theme=0, tint=-0.1), None, False),
    (Color(theme=0, tint=-0.157), None, True),
    (Color(theme=0, tint=-0.5), PatternFill("solid", start_color=GREY), False),
    (Color(theme=1), DARK, False),
    (Color(theme=1, tint=0.5), PatternFill("solid", start_color=GREY), False),
    (Color(theme=2, tint=0.5), None, False),
    (Color(theme=2, tint=-0.1), None, True),
    ("FF404040", PatternFill("solid", start_color=Color(theme=3)), False),
    (Color(theme=4), PatternFill("solid", start_color=GREY), False),
    (Color(indexed=9), None, False),
    (Color(indexed=64), None, True),
    (Color(auto=True), None, True),
    ("FF000000", PatternFill("solid", start_color=Color(indexed=65)), True),
]


def _unseen(row: FormRow) -> tuple[str, ...]:
    return tuple(key for key, cell in row.cells.items() if cell.unseen)


def test_letters_like_their_ground_are_not_seen(tmp_path: Path) -> None:
    book, sheet = _book()
    for number, (letters, ground, _) in enumerate(LOOKS, start=4):
        cell = sheet.cell(number, 4, "略")
        cell.font = Font(color=letters)
        if ground:
            cell.fill = ground
    sheet["D3"].number_format = ";;;@"
    form = _read(tmp_path, book)
    found = [
        (*look[:2], not row.cells["note"].unseen)
        for look, row in zip(LOOKS, form.rows[1:], strict=True)
    ]
    assert found == LOOKS
    assert _unseen(form.rows[0]) == ()


def test_what_stands_in_hidden_rows_and_columns_is_not_seen(tmp_path: Path) -> None:
    book, sheet = _book()
    for number in range(4, 8):
        sheet.cell(number, 3, 25)
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[5].height, sheet.row_dimensions[6].height = 0.9, 1
    sheet.column_dimensions.group("D", "E", hidden=True)
    sheet["C7"].number_format = ";; ;"
    every = ("indicator", "name", "cumulative", "note", "evidence", "owner")
    some = ("note", "evidence")
    form = _read(tmp_path, book)
    assert [*map(_unseen, form.rows)] == [some, every, every, some, ("cumulative", *some)]
    book.create_sheet("另")
    sheet.sheet_state = "hidden"
    assert all(_unseen(row) == every for row in _read(tmp_path, book).rows)


# ── the copy that goes back ──


def test_problems_of_a_cell_share_a_comment(tmp_path: Path) -> None:
    book, sheet = _book()
    sheet.merge_cells("D3:E4")
    sheet["A3"].comment = Comment("原有", "甲")
    form = _read(tmp_path, book)
    row = form.rows[0]
    assert form.place(row, "note") == Place("a.xlsx", sheet="Sheet", cell="D3")
    places = [form.place(row, key) for key in ("cumulative", "cumulative", "evidence", "due")]
    places += [Place("a.xlsx", sheet="表", cell="填报人"), Place("a.xlsx")]
    problems = [Code.FORM_CELL.problem(f"错{at}", each, "改") for at, each in enumerate(places)]
    copy = marked_copy(form, [*problems, Code.FORM_CELL.problem("错", None, "改")])
    marked = openpyxl.load_workbook(BytesIO(copy)).worksheets[0]
    told = {each.coordinate: each for row in marked for each in row if each.comment}
    assert {name: each.comment.text for name, each in told.items()} == {
        "A3": "错3\n改法：改",
        "C3": "错0\n改法：改\n错1\n改法：改",
        "D3": "错2\n改法：改",
    }
    assert all(each.fill.start_color.rgb == "00FF9999" for each in told.values())
    with zipfile.ZipFile(BytesIO(copy)) as package:
        assert b"width:300px;height:120px" in package.read("xl/drawings/commentsDrawing1.vml")
