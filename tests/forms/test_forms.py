"""Forms go out, are filled in with and without care, and come back."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reportgen.base.problems import ExitCode
from reportgen.cli.program import run
from reportgen.forms.form import FORM_SHEET, META_SHEET, NOTES_SHEET
from reportgen.locking import workspace_lock
from reportgen.model.indicator_kinds import Kind
from reportgen.model.progress import ProgressReport
from reportgen.model.targets import TargetTable
from reportgen.reports.filters import FILTERS
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import read_yaml
from reportgen.templating.rendering import render_text
from reportgen.templating.sandbox import make_environment
from tests.faults.machine import HANGING
from tests.forms.filling import (
    GOOD,
    KEYS,
    UNIT,
    Cells,
    blank_in,
    fill,
    filled,
    row_of,
    sheet_of,
    workspace_at,
)
from tests.sources.test_foreign import changed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office")


@pytest.fixture
def blank(root: Path, sent_out: Path) -> Path:
    """Return the form that went out, in a workspace of the test's own."""
    shutil.copytree(sent_out / "build", root / "build")
    return blank_in(root)


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
    assert texts == ["不超过120件", "件", "27"]
    opened = {key for key in KEYS if not sheet.cell(cap, KEYS.index(key) + 1).protection.locked}
    assert {"actual", "cumulative", "note", "due"} <= opened
    assert not {"numerator", "rate", "state", "goal", "indicator"} & opened
    assert not sheet.cell(rate, KEYS.index("numerator") + 1).protection.locked
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"list", "decimal", "date"}
    assert sheet.page_setup.orientation == "landscape"
    smallest = min(cell.font.size for row in sheet.iter_rows() for cell in row if cell.value)
    assert smallest * sheet.page_setup.scale / 100 >= 9  # on paper, in points
    assert [each.id for each in sheet.col_breaks.brk] == [KEYS.index("state") + 1]


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
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_file_saved_by_libreoffice_comes_home(
    root: Path, blank: Path, tmp_path: Path, suffix: str
) -> None:
    path = filled(blank, tmp_path / "sent")
    soffice = shutil.which("soffice")
    assert soffice is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir"]
    subprocess.run([*command, tmp_path / "back", path], check=True, capture_output=True)
    assert _in(root, tmp_path / "back") == 0
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD)


def test_a_form_saved_as_a_text_comes_home_and_goes_back_as_a_workbook(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    path = filled(blank, tmp_path / "sent", change=_set("W1.3", "cumulative", "甲"))
    text = tmp_path / "back" / "表.csv"
    text.parent.mkdir()
    with text.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows(sheet_of(openpyxl.load_workbook(path)).values)
    assert _in(root, text.parent, "--period", "2012Q2") == ExitCode.SOME_FAILED
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD) - {"W1.3"}
    assert (root / "build" / "forms" / "2012Q2" / "退回" / "表.csv.xlsx").is_file()


def test_numbers_as_clerks_write_them(root: Path, blank: Path, tmp_path: Path) -> None:
    rows: dict[str, Cells] = {
        "W1.2": {"cumulative": "５８"},
        "W1.3": {"cumulative": " 25次 "},
        "W1.1": {"numerator": "2,300", "denominator": 2400},
        "W7.3": {"cumulative": "3.06 万批次"},
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


def test_the_report_is_dated_as_the_forms_are_as_asked_or_when_it_is_due(
    root: Path, blank: Path, tmp_path: Path
) -> None:
    progress = root / "data" / "2012" / "progress" / "2012Q2.yaml"
    filled(blank, tmp_path / "back")
    assert _in(root, tmp_path / "back") == 0
    assert str(_report(root).date_reported) == "2012-07-05"
    assert _in(root, tmp_path / "back", "--date", "2012-07-12") == 0
    assert str(_report(root).date_reported) == "2012-07-12"
    for written in (None, "2012-06-30", "2102-07-05"):
        progress.unlink()
        filled(blank, tmp_path / "back", change=partial(_dated, day=written))
        assert _in(root, tmp_path / "back") == 0
        assert str(_report(root).date_reported) == "2012-07-10"
    (root / "data" / "schedule.yaml").unlink()
    progress.unlink()
    assert _in(root, tmp_path / "back") == 0
    assert str(_report(root).date_reported) == "2012-07-10"


def _dated(book: Workbook, day: str | None) -> None:
    sheet_of(book)["K2"] = day


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


def _delete(id_: str) -> Callable[[Workbook], None]:
    return lambda book: sheet_of(book).delete_rows(row_of(sheet_of(book), id_))


def _meta(key: str, value: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for row in book[META_SHEET].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return change


def test_all_mistakes_are_told_at_once_and_the_good_rows_are_kept(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = _both(
        _set("W1.2", "cumulative", "五十八"), _set("W1.1", "numerator", 2500), _delete("W2.4")
    )
    filled(blank, tmp_path / "back", change=spoilt)
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    said = capsys.readouterr()
    for words in ("五十八", "大于累计分母", "少了W2.4", "退回"):
        assert words in said.err + said.out
    assert {entry.indicator for entry in _report(root).entries} == set(GOOD) - {"W1.1", "W1.2"}


def _archive() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("表.xlsx", b"")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
        ("表.xlsx", b"PK\x03\x04 cut", "损坏"),
        ("表.csv", "编号,累计完成\nW1.2,58\n".encode(), "没有找到填报表"),
        ("表.zip", _archive(), "是压缩包，不是表格或文稿"),
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
    assert [each["cell"] for each in errors] == ["G2"]
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
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def drop(book: Workbook) -> None:
        sheet_of(book).delete_cols(KEYS.index("note") + 1)

    filled(blank, tmp_path / "back", {"W2.2": {"evidence": "登记簿"}}, change=drop)
    assert _in(root, tmp_path / "back") == 0
    (entry,) = _report(root).entries
    assert entry.origin is not None
    assert (entry.evidence, entry.origin.cell) == ("登记簿", "A13")
    assert "没有“进展说明”一栏" in capsys.readouterr().err


@pytest.mark.parametrize(("key", "written"), [("indicator", 0), ("actual", 1)])
def test_a_form_whose_numbers_or_figures_have_no_column_goes_back(
    key: str,
    written: int,
    root: Path,
    blank: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def drop(book: Workbook) -> None:
        sheet_of(book).cell(3, KEYS.index(key) + 1).value = "另改的表头"

    filled(blank, tmp_path / "back", {"W1.3": {"cumulative": 25}}, change=drop)
    capsys.readouterr()
    assert _in(root, tmp_path / "back", "--json") != 0
    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["problems"]] == ["E914"]
    assert len(told["written"]) == written


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


def test_last_quarters_form_is_refused_whole(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(blank, tmp_path / "back", change=_meta("period", "2012Q1"))
    capsys.readouterr()
    assert _in(root, tmp_path / "back", "--json", "--period", "2012Q2") == ExitCode.DATA
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert "2012Q1 的填报表" in found["message"]
    assert (found["file"], found["cell"]) == (path.name, None)
    assert found["remedy"]


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
    waiting.communicate(timeout=HANGING)
    assert waiting.returncode == 0
    assert {entry.indicator for entry in _report(root).entries} == {"W1.2", "W1.3"}


def test_units_that_differ_by_a_blank_get_a_file_each_whichever_are_asked_for(root: Path) -> None:
    table = root / "data" / "2012" / "targets.yaml"
    text = table.read_text(encoding="utf-8")
    own = "lead_unit: 市政府办公厅"
    for unit in ('"甲局"', '"甲 局"', '"甲/局"', '"..."'):
        text = text.replace(own, f"lead_unit: {unit}", 1)
    table.write_text(text, encoding="utf-8")
    command = ["-C", str(root), "forms", "out", "--period", "2012Q2"]
    assert run(command) == ExitCode.DONE
    folder = root / "build" / "forms" / "2012Q2"
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    names = ["单位", "市政府办公厅", "甲局", "甲局（2）", "甲局（3）"]
    assert sorted(made) == sorted(f"{name}-2012Q2.xlsx" for name in names)
    assert run([*command, "--unit", "甲 局"]) == ExitCode.DONE
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made


def test_a_late_form_leaves_those_before_it_reported_and_the_last_ends_the_reminders(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = root / "data" / "2012" / "targets.yaml"
    text = table.read_text(encoding="utf-8")
    text = text.replace("lead_unit: 市政府办公厅", "lead_unit: 甲局", 6)
    table.write_text(text, encoding="utf-8")
    run(["-C", str(root), "forms", "out", "--period", "2012Q2"])
    sent = root / "build" / "forms" / "2012Q2"
    first, late = tmp_path / "first", tmp_path / "late"
    filled(sent / f"{UNIT}-2012Q2.xlsx", first, {"W5.3": {"rate": 91.8}})
    filled(sent / "甲局-2012Q2.xlsx", late, {"W1.2": {"actual": 31, "cumulative": 58}})
    assert _in(root, first) == ExitCode.DONE
    assert "以下单位尚未报送2012年第二季度目标进展，请尽快报送：甲局。" in capsys.readouterr().out
    assert _in(root, late) == ExitCode.DONE
    said = capsys.readouterr().out
    assert "尚未报送" not in said
    assert {each.indicator for each in _report(root).entries} == {"W5.3", "W1.2"}


def test_when_all_have_reported_nothing_is_written_about_reminders(root: Path) -> None:
    environment = make_environment(root / "templates", FILTERS)
    nobody: dict[str, object] = {"late": [], "partial": [], "returned": []}
    names: dict[str, object] = {"year": 2012, "period_name": "第二季度"}
    assert not render_text(environment, "chaser.txt", {**names, **nobody}).strip()


def test_what_is_hidden_or_white_is_taken_and_said(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def hide(book: Workbook) -> None:
        sheet = sheet_of(book)
        sheet.row_dimensions[row_of(sheet, "W1.2")].hidden = True
        cell = sheet.cell(row_of(sheet, "W5.3"), KEYS.index("rate") + 1)
        cell.font = Font(color="FFFFFFFF")
        sheet.column_dimensions[get_column_letter(KEYS.index("evidence") + 1)].hidden = True

    filled(blank, tmp_path / "back", change=hide)
    assert _in(root, tmp_path / "back") == ExitCode.DONE
    said = [line for line in capsys.readouterr().err.splitlines() if "E912" in line]
    assert sum("W1.2" in line for line in said) == 2
    assert sum("W5.3" in line for line in said) == 1
    assert sum("W2.2" in line for line in said) == 1
    assert len(said) == 4
    assert {"W1.2", "W5.3", "W2.2"} <= {each.indicator for each in _report(root).entries}


def test_a_control_character_as_workbooks_write_it_is_one(
    root: Path, blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = {
        "W1.2": "甲_x0007_乙",
        "W1.3": "甲_x000D_\n乙",
        "W2.2": "甲_x202E_乙",
        "W5.3": "长" * 9000,
    }
    rows = {id_: {**GOOD[id_], "note": note} for id_, note in notes.items()}
    filled(blank, tmp_path / "back", rows)
    assert _in(root, tmp_path / "back") == ExitCode.SOME_FAILED
    said = capsys.readouterr().err
    assert "U+0007" in said
    assert "U+202E" in said
    assert "D470" in said
    assert [(each.indicator, each.note) for each in _report(root).entries] == [("W1.3", "甲乙")]


def test_a_percent_as_told_a_present_value_and_sub_items_come_home(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = root / "data" / "2012" / "targets.yaml"
    text = table.read_text(encoding="utf-8")
    assert text.count("kind: scope") > 1
    assert text.count("kind: reduction") > 1
    record = bind(TargetTable, read_yaml(table, table.name)).record
    scopes = [each for each in record.indicators if each.kind is Kind.SCOPE and not each.items]
    falls = [each for each in record.indicators if each.kind is Kind.REDUCTION]
    scope, other = scopes[0], scopes[1]
    items = "".join(f"          - {{id: {scope.id}.{x}, name: 第{x}件}}\n" for x in "abc")
    head = f"- id: {scope.id}\n"
    text = text.replace(head, f"{head}        items:\n{items}", 1)
    table.write_text(text, encoding="utf-8")
    assert run(["-C", str(root), "forms", "out", "--period", "2012Q2"]) == ExitCode.DONE
    blank = blank_in(root)
    notes = [str(row[0].value) for row in openpyxl.load_workbook(blank)[NOTES_SHEET].iter_rows()]
    assert any(f"{scope.id}.a 第a件" in note for note in notes)
    rows: dict[str, Cells] = {
        scope.id: {"items_done": f"{scope.id}.a、第c件"},
        other.id: {"cumulative": int(other.value) + 7},
        falls[0].id: {"rate": 1},
    }
    based = next((each for each in falls if each.baseline and each is not falls[0]), None)
    if based:
        assert based.baseline is not None
        rows[based.id] = {"current": float(based.baseline.value)}
    filled(blank, tmp_path / "back", rows)
    _in(root, tmp_path / "back")
    stored = {each.indicator: each for each in _report(root).entries}
    assert stored[scope.id].items_done == (f"{scope.id}.a", f"{scope.id}.c")
    assert stored[falls[0].id].rate == 1
    assert other.id not in stored
    assert "D496" in capsys.readouterr().err
    if based:
        assert based.baseline is not None
        assert stored[based.id].current == based.baseline.value
