"""Forms go out, are filled in with and without care, and come back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from reportgen.base.problems import ExitCode
from reportgen.cli.program import run
from reportgen.forms.form import FORM_SHEET, META_SHEET
from reportgen.locking import workspace_lock
from reportgen.model.progress import ProgressReport
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import read_yaml
from tests.forms.filling import GOOD, KEYS, Cells, fill, filled, row_of, sheet_of, workspace_at
from tests.sources.test_foreign import changed

UNIT = "市政府办公厅"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office")


@pytest.fixture
def blank(root: Path) -> Path:
    assert run(["-C", str(root), "forms", "out", "--period", "2012Q2"]) == 0
    return root / "build" / "forms" / "2012Q2" / f"{UNIT}-2012Q2.xlsx"


def _in(root: Path, folder: Path, *more: str) -> int:
    return run(["-C", str(root), "forms", "in", str(folder), *more])


def _report(root: Path) -> ProgressReport:
    path = root / "data" / "2012" / "progress" / "2012Q2.yaml"
    return bind(ProgressReport, read_yaml(path, path.name)).record


# ── out ──


def test_a_form_holds_the_units_lines_and_opens_only_what_it_may_fill(blank: Path) -> None:
    book = openpyxl.load_workbook(blank)
    sheet = sheet_of(book)
    assert sheet.protection.sheet
    assert book[META_SHEET].sheet_state == "veryHidden"
    assert sheet.column_dimensions["A"].hidden
    cap, rate = row_of(sheet, "W1.2"), row_of(sheet, "W1.1")
    texts = [sheet.cell(cap, KEYS.index(key) + 1).value for key in ("goal", "unit", "before")]
    assert texts == ["≤120", "件", "27"]
    opened = {key for key in KEYS if not sheet.cell(cap, KEYS.index(key) + 1).protection.locked}
    assert {"actual", "cumulative", "note", "due"} <= opened
    assert not {"numerator", "rate", "state", "goal", "indicator"} & opened
    assert not sheet.cell(rate, KEYS.index("numerator") + 1).protection.locked
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"list", "decimal", "date"}
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_the_same_data_give_the_same_bytes_and_a_filled_form_is_not_overwritten(
    root: Path, blank: Path
) -> None:
    before = blank.read_bytes()
    command = ["-C", str(root), "forms", "out", "--period", "2012Q2"]
    assert run(command) == 0
    assert blank.read_bytes() == before
    book = openpyxl.load_workbook(blank)
    fill(sheet_of(book), GOOD)
    book.save(blank)
    assert run(command) == ExitCode.CANNOT_CREATE
    assert run([*command, "--replace"]) == 0
    assert blank.read_bytes() == before


def test_each_unit_gets_its_own(root: Path) -> None:
    table = root / "data" / "2012" / "targets.yaml"
    text = table.read_text(encoding="utf-8")
    head, tail = text.split("      - id: W4.1\n", 1)
    table.write_text(
        head + "      - id: W4.1\n" + tail.replace(f"lead_unit: {UNIT}", "lead_unit: 热线办", 1),
        encoding="utf-8",
    )
    command = ["-C", str(root), "forms", "out", "--period", "2012Q2"]
    assert run(command) == 0
    folder = root / "build" / "forms" / "2012Q2"
    assert {path.name for path in folder.iterdir()} == {
        f"{UNIT}-2012Q2.xlsx",
        "热线办-2012Q2.xlsx",
    }
    other = sheet_of(openpyxl.load_workbook(folder / "热线办-2012Q2.xlsx"))
    assert [cell.value for cell in other["A"][3:]] == ["W4.1"]
    assert run([*command, "--unit", "没有这个单位"]) == ExitCode.USAGE


# ── in ──


def test_what_was_filled_in_comes_home(root: Path, blank: Path, tmp_path: Path) -> None:
    path = filled(blank, tmp_path / "back")
    assert _in(root, tmp_path / "back") == 0
    entries = {entry.indicator: entry for entry in _report(root).entries}
    assert set(entries) == set(GOOD)
    assert (entries["W1.1"].numerator, entries["W1.1"].denominator) == (2391, 2473)
    assert entries["W1.M1"].state is not None
    assert str(entries["S1.1"].due) == "2012-09-30"
    origin = entries["W2.2"].origin
    assert origin is not None
    assert (origin.unit, origin.reporter, str(origin.reported_on)) == (UNIT, "王某", "2012-07-05")
    assert (origin.file, origin.sheet, origin.cell) == (path.name, FORM_SHEET, "G13")
    assert origin.sha256


def test_sorting_renaming_and_moving_do_no_harm(root: Path, blank: Path, tmp_path: Path) -> None:
    def shuffle(book: Workbook) -> None:
        sheet = sheet_of(book)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        for number, values in enumerate(reversed(rows), start=4):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value  # type: ignore[assignment]
        sheet.title = "Sheet1 (2)"
        book.move_sheet(sheet, 1)

    filled(blank, tmp_path / "back", change=shuffle, name="副本 填报表(1).xlsx")
    assert _in(root, tmp_path / "back") == 0
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD)


def test_dates_of_excel_come_home(root: Path, blank: Path, tmp_path: Path) -> None:
    day = datetime(2012, 9, 30)
    change = _both(
        _set("S1.1", "due", day, "yyyy-mm-dd"), _set("S1.1", "next_steps", day, "yyyy-mm-dd")
    )
    filled(blank, tmp_path / "back", change=change)
    assert _in(root, tmp_path / "back") == 0
    entry = next(each for each in _report(root).entries if each.indicator == "S1.1")
    assert (entry.due, entry.next_steps) == (day.date(), "2012-09-30")


@pytest.mark.slow
def test_a_file_saved_by_libreoffice_comes_home(root: Path, blank: Path, tmp_path: Path) -> None:
    path = filled(blank, tmp_path / "sent")
    soffice = shutil.which("soffice")
    assert soffice is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path / "back", path], check=True, capture_output=True)
    assert _in(root, tmp_path / "back") == 0
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD)


def test_numbers_as_clerks_write_them(root: Path, blank: Path, tmp_path: Path) -> None:
    rows: dict[str, Cells] = {
        "W1.2": {"cumulative": "５８"},
        "W1.3": {"cumulative": " 25次 "},
        "W7.3": {"cumulative": "30,600"},
        "W5.3": {"rate": "91.8%"},
        "W5.4": {"rate": "９５．９％"},
    }

    def as_percent(book: Workbook) -> None:
        sheet = sheet_of(book)
        cell = sheet.cell(row_of(sheet, "S1.1"), KEYS.index("rate") + 1)
        cell.value, cell.number_format = 0.55, "0%"

    filled(blank, tmp_path / "back", rows, as_percent)
    assert _in(root, tmp_path / "back") == 0
    entries = {entry.indicator: entry for entry in _report(root).entries}
    counted = {id_: entries[id_].cumulative for id_ in ("W1.2", "W1.3", "W7.3")}
    assert counted == {"W1.2": 58, "W1.3": 25, "W7.3": 30600}
    assert [str(entries[id_].rate) for id_ in ("W5.3", "W5.4", "S1.1")] == ["91.8", "95.9", "55"]


def test_figures_already_there_are_replaced_only_when_asked(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = root / "data" / "2012" / "progress" / "2012Q2.yaml"
    progress.write_text(
        "# 手工填的\nperiod: 2012Q2\nsample: false\ndate_reported: 2012-07-10\n\nentries:\n"
        "  # 公文\n  - indicator: W1.2\n    cumulative: 57\n    note: 手工\n\n"
        "  - indicator: W1.3 # 会议\n    cumulative: 25\n",
        encoding="utf-8",
    )
    filled(blank, tmp_path / "back")
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    said = capsys.readouterr()
    assert "W1.2 已有累计完成 57" in said.err
    assert "累计完成 58" in said.err
    assert "cumulative: 57" in progress.read_text(encoding="utf-8")
    assert _in(root, tmp_path / "back", "--replace") == 0
    text = progress.read_text(encoding="utf-8")
    assert "W1.2：累计完成 57 → 累计完成 58" in capsys.readouterr().out
    assert "cumulative: 57" not in text
    assert text.startswith("# 手工填的\n")
    assert "  # 公文\n" in text
    assert "note: 手工" in text
    before = progress.read_bytes()
    assert _in(root, tmp_path / "back") == 0
    assert progress.read_bytes() == before


def test_status_and_the_text_for_the_late(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(blank, tmp_path / "back")
    capsys.readouterr()
    assert _in(root, tmp_path / "back", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["period"] == "2012Q2"
    (unit,) = record["units"]
    assert (unit["status"], unit["filled"], unit["expected"]) == ("部分", 6, 27)
    chaser = (root / "build/forms/2012Q2/催报.txt").read_text(encoding="utf-8")
    assert "尚有21项没有填报" in chaser


def test_an_empty_folder_and_none_at_all(root: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert _in(root, tmp_path / "empty") == ExitCode.NO_INPUT
    assert _in(root, tmp_path / "none") == ExitCode.NO_INPUT


# ── careless ──


def _set(
    id_: str, key: str, value: object, number_format: str = "General"
) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book)
        cell = sheet.cell(row_of(sheet, id_), KEYS.index(key) + 1)
        cell.value, cell.number_format = value, number_format  # type: ignore[assignment]

    return change


def _both(*changes: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change


def _extra_row(*values: object) -> Callable[[Workbook], None]:
    return lambda book: sheet_of(book).append(list(values))


def _delete(id_: str) -> Callable[[Workbook], None]:
    return lambda book: sheet_of(book).delete_rows(row_of(sheet_of(book), id_))


def _merge(book: Workbook) -> None:
    sheet = sheet_of(book)
    column = KEYS.index("cumulative") + 1
    first = row_of(sheet, "W1.2")
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)


def _meta(key: str, value: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for row in book[META_SHEET].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return change


# mistake → (what spoils the form, words of the message, the cell named)
CARELESS: dict[str, tuple[Callable[[Workbook], None], str, str | None]] = {
    "words for a number": (_set("W1.2", "cumulative", "五十八"), "应为数", "H5"),
    "about": (_set("W1.2", "cumulative", "约58"), "填的是“约58”", "H5"),
    "and more": (_set("W1.2", "cumulative", "58余"), "应为数", "H5"),
    "another unit": (_set("W1.2", "cumulative", "58次"), "应为数", "H5"),
    "a slash": (_set("W1.2", "cumulative", "/"), "应为数", "H5"),
    "none in words": (_set("W1.2", "cumulative", "无"), "应为数", "H5"),
    "less than nothing": (_set("W1.2", "cumulative", -1), "不小于 0", "H5"),
    "half a document": (_set("W1.2", "cumulative", 58.5), "应为整数", "H5"),
    "a share or per cent": (_set("W5.3", "rate", 0.918), "是 0.918% 还是 91.8%", "K44"),
    "one": (_set("W5.3", "rate", 1), "是 1% 还是 100%", "K44"),
    "per cent in words": (_set("W5.3", "rate", "九成五"), "应为百分数", "K44"),
    "more than all": (_set("W5.3", "rate", 191.8), "0—100", "K44"),
    "more done than due": (_set("W1.1", "numerator", 2500), "大于累计分母", "I4"),
    "no denominator": (_set("W1.1", "denominator", None), "要一起填", "J4"),
    "a denominator of nothing": (
        _both(_set("W1.1", "denominator", 0), _set("W1.1", "numerator", 0)),
        "累计分母是 0",
        "J4",
    ),
    "only the quarter's cases": (
        _both(_set("W1.1", "numerator", 100), _set("W1.1", "denominator", 110)),
        "累计分子是 100，少于1—5月（2012-05）的",
        "I4",
    ),
    "only the quarter's number": (
        _set("W1.2", "cumulative", None),
        "上期累计 27，加本期应为 58",
        "H5",
    ),
    "not from 1 January": (
        _both(_set("W1.2", "cumulative", 20), _set("W1.2", "actual", None)),
        "少于1—5月（2012-05）的 47；应从1月1日累计",
        "H5",
    ),
    "sums that don't add up": (_set("W1.2", "actual", 30), "减上期累计 27 应为 31", "G5"),
    "a rate where a fraction is wanted": (
        _set("W1.1", "rate", 96.7),
        "已有分子、分母，不再填累计比率",
        "K4",
    ),
    "a count where a rate is wanted": (
        _set("S1.1", "cumulative", 5),
        "是压减类，不填累计完成，应填累计比率（%）",
        "H70",
    ),
    "a formula without result": (_set("W1.2", "cumulative", "=G5+27"), "公式没有计算结果", "H5"),
    "a broken formula": (_set("W1.2", "cumulative", "#REF!"), "公式出错", "H5"),
    "a state of one's own": (_set("W1.M1", "state", "差不多了"), "应从下拉列表中选", "L7"),
    "a day that isn't": (_set("S1.1", "due", "2012-09-31"), "没有这一天", "R70"),
    "a date in words": (_set("S1.1", "due", "九月底"), "应为日期", "R70"),
    "a date for a number": (_set("W1.2", "cumulative", "2012-07-05"), "应为数", "H5"),
    "merged cells": (_merge, "合并过", "H5"),
    "a line of one's own": (_extra_row(None, "新目标", "另加的指标"), "另加的", None),
    "a line twice": (_extra_row("W1.2", "公文会议工作", "两类公文"), "已经填过", None),
    "an unknown id": (_extra_row("W77.1", "甲", "乙"), "没有编号 W77.1", None),
    "last quarter's form": (_meta("period", "2012Q1"), "2012Q1 的填报表", None),
}


@pytest.mark.parametrize("name", CARELESS)
def test_careless_mistakes_are_named_by_cell(
    name: str,
    root: Path,
    blank: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change, words, cell = CARELESS[name]
    path = filled(blank, tmp_path / "back", change=change)
    capsys.readouterr()
    code = _in(root, tmp_path / "back", "--json", "--period", "2012Q2")
    assert code in (ExitCode.SOME_FAILED, ExitCode.DATA)
    problems = json.loads(capsys.readouterr().out)["problems"]
    found = next(problem for problem in problems if words in problem["message"])
    assert found["file"] == path.name
    assert cell is None or (found["sheet"], found["cell"]) == (FORM_SHEET, cell)
    assert found["remedy"]
    if found["cell"]:
        back = openpyxl.load_workbook(root / "build/forms/2012Q2/退回" / path.name)
        marked = sheet_of(back)[found["cell"]]
        assert marked.fill.start_color.rgb.endswith("FF9999")
        assert words in marked.comment.text


def test_all_mistakes_are_told_at_once_and_the_good_rows_are_kept(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = _both(
        _set("W1.2", "cumulative", "五十八"), _set("W1.1", "numerator", 2500), _delete("W2.4")
    )
    filled(blank, tmp_path / "back", change=spoilt)
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    said = capsys.readouterr()
    for words in ("五十八", "大于累计分母", "少了一行：W2.4", "退回"):
        assert words in said.err + said.out
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD) - {"W1.1", "W1.2"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
        ("表.xlsx", b"PK\x03\x04 cut", "损坏"),
        ("表.csv", "编号,累计完成\nW1.2,58\n".encode(), "不是 Office 文件"),
    ],
)
def test_other_files_are_named_and_the_forms_beside_them_taken(
    name: str,
    content: bytes,
    words: str,
    root: Path,
    blank: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    filled(blank, tmp_path / "back")
    (tmp_path / "back" / name).write_bytes(content)
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    assert words in capsys.readouterr().err
    assert _report(root).entries


def test_two_files_of_one_unit_are_both_refused(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(blank, tmp_path / "back", name="甲.xlsx")
    filled(blank, tmp_path / "back", name="乙.xlsx")
    assert _in(root, tmp_path / "back") == ExitCode.DATA
    assert "还交回了" in capsys.readouterr().err


# ── what check would refuse ──


REFUSED: dict[str, tuple[str, str, object, str]] = {
    "text that runs backwards": ("W2.2", "note", "甲\u202e乙", "U+202E"),
    "nothing to be seen": ("W2.2", "evidence", "登记\u200b簿", "U+200B"),
    "a character of one's own": ("W2.2", "owner", "\ue000", "U+E000"),
    "no font has it": ("W2.2", "note", "完成😀", "所有字体都没有"),
    "a day before days began": ("S1.1", "due", -5, "1899"),
    "a day of another year": ("S1.1", "due", "1999-01-01", "1999-01-01"),
    "a milestone in words alone": ("W1.M1", "state", None, "没有填节点状态"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_check_refuses_is_a_problem_of_its_cell_and_not_stored(
    name: str, root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    id_, key, value, words = REFUSED[name]
    number_format = "yyyy-mm-dd" if key == "due" else "General"
    filled(blank, tmp_path / "back", change=_set(id_, key, value, number_format))
    capsys.readouterr()
    assert _in(root, tmp_path / "back", "--json") == ExitCode.SOME_FAILED
    problems = json.loads(capsys.readouterr().out)["problems"]
    (found,) = [problem for problem in problems if words in problem["message"]]
    column = "L" if value is None else get_column_letter(KEYS.index(key) + 1)
    assert found["sheet"] == FORM_SHEET
    assert found["cell"].rstrip("0123456789") == column
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD) - {id_}
    run(["-C", str(root), "check", "--json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    about = [each for each in problems if each["file"] == "data/2012/progress/2012Q2.yaml"]
    assert about
    assert not [each for each in about if each["severity"] == "error"]


def test_a_figure_that_contradicts_a_later_period_is_not_stored(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    later = root / "data" / "2012" / "progress" / "2012Q3.yaml"
    later.write_text(
        "period: 2012Q3\nsample: false\ndate_reported: 2012-10-10\n\nentries:\n"
        "  - indicator: W1.3\n    cumulative: 20\n",
        encoding="utf-8",
    )
    filled(blank, tmp_path / "back")
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD) - {"W1.3"}
    assert run(["-C", str(root), "check"]) == 0


def test_a_reporter_who_is_not_what_it_seems_stops_the_whole_form(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def hide(book: Workbook) -> None:
        sheet_of(book)["G2"] = "王\u202e某"

    filled(blank, tmp_path / "back", change=hide)
    capsys.readouterr()
    assert _in(root, tmp_path / "back", "--json") == ExitCode.DATA
    errors = [
        each
        for each in json.loads(capsys.readouterr().out)["problems"]
        if each["severity"] == "error"
    ]
    assert [each["cell"] for each in errors] == ["填报人"]
    assert not (root / "data" / "2012" / "progress" / "2012Q2.yaml").exists()


def test_a_full_stop_says_nothing(root: Path, blank: Path, tmp_path: Path) -> None:
    filled(blank, tmp_path / "back", change=_set("W1.1", "note", "。"))
    assert _in(root, tmp_path / "back") == 0
    assert next(each for each in _report(root).entries if each.indicator == "W1.1").note is None


def test_faults_that_were_there_before_stop_no_form(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    first = root / "data" / "2012" / "progress" / "2012Q1.yaml"
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("date_reported: 2012", "date_reported: 2002"), encoding="utf-8")
    filled(blank, tmp_path / "back")
    assert _in(root, tmp_path / "back") == 0
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD)


def test_a_form_whose_column_of_notes_is_gone_is_taken(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    def drop(book: Workbook) -> None:
        sheet_of(book).delete_cols(KEYS.index("note") + 1)

    filled(blank, tmp_path / "back", {"W2.2": {"evidence": "登记簿"}}, change=drop)
    assert _in(root, tmp_path / "back") == 0
    (entry,) = _report(root).entries
    assert entry.origin is not None
    assert (entry.evidence, entry.origin.cell) == ("登记簿", "A13")


# ── nothing half done ──


def test_figures_are_stored_last_of_all(root: Path, blank: Path, tmp_path: Path) -> None:
    filled(blank, tmp_path / "back", change=_set("W1.2", "cumulative", "五十八"))
    (root / "build" / "forms" / "2012Q2" / "退回").write_text("a file in the way")
    assert _in(root, tmp_path / "back") not in (0, ExitCode.SOME_FAILED, ExitCode.INTERNAL)
    assert not (root / "data" / "2012" / "progress" / "2012Q2.yaml").exists()


def test_a_workbook_that_cannot_be_written_again_is_a_problem_of_its_own(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(blank, tmp_path / "back", change=_set("W1.2", "cumulative", "五十八"))
    changed(
        path, "xl/worksheets/sheet1.xml", "</sheetData>", '<row><c t="d" s="1"/></row></sheetData>'
    )
    assert _in(root, tmp_path / "back", "--period", "2012Q2") == ExitCode.SOME_FAILED
    assert "做不出标红的副本" in capsys.readouterr().err
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD) - {"W1.2"}


def test_a_period_that_was_tampered_with_is_asked_for(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    filled(blank, tmp_path / "back", change=_meta("period", "2012Q9"))
    assert _in(root, tmp_path / "back") == ExitCode.USAGE


# ── text is text ──


def test_no_text_of_the_table_becomes_a_formula(root: Path, tmp_path: Path) -> None:
    table = root / "data" / "2012" / "targets.yaml"
    text = table.read_text(encoding="utf-8").replace(f"lead_unit: {UNIT}", 'lead_unit: "=1+1"')
    table.write_text(text.replace("    name: ", "    name: =", 1), encoding="utf-8")
    assert run(["-C", str(root), "forms", "out", "--period", "2012Q2"]) == 0
    for path in (root / "build" / "forms" / "2012Q2").iterdir():
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert any(str(cell.value).startswith("=1+1") for cell in cells)


def test_a_marked_copy_keeps_text_text(root: Path, blank: Path, tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        cell = sheet_of(book).cell(row_of(sheet_of(book), "W1.2"), KEYS.index("cumulative") + 1)
        cell.value, cell.data_type = '=HYPERLINK("http://example.org")', "s"

    path = filled(blank, tmp_path / "back", change=write)
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    back = openpyxl.load_workbook(root / "build/forms/2012Q2/退回" / path.name)
    assert sheet_of(back)["H5"].data_type == "s"


# ── others at work ──


def test_a_second_writer_waits_for_the_first_and_loses_nothing(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    filled(blank, tmp_path / "back", {"W1.2": {"cumulative": 58}})
    command = [sys.executable, "-m", "reportgen", "-C", str(root)]
    progress = root / "data" / "2012" / "progress" / "2012Q2.yaml"
    with workspace_lock(root, pytest.fail):
        waiting = subprocess.Popen(
            [*command, "forms", "in", str(tmp_path / "back")],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert waiting.stderr is not None
        assert str(os.getpid()) in waiting.stderr.readline()
        progress.write_text(
            "period: 2012Q2\nsample: false\ndate_reported: 2012-07-10\n\nentries:\n"
            "  - indicator: W1.3\n    cumulative: 25\n",
            encoding="utf-8",
        )
    waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert {entry.indicator for entry in _report(root).entries} == {"W1.2", "W1.3"}
