"""One sheet for all units, of any kind that offices have, comes in by a small mapping file."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from reportgen import desk
from reportgen.base.problems import DataError, ExitCode, Problem, errors_in
from reportgen.cli.program import run
from reportgen.forms.form import assignments_of
from reportgen.forms.mapping import FormMap, mapped_forms, read_map
from reportgen.forms.returned import ReturnedForm, marked_copy
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import read_yaml
from tests.checks.small_workspace import build, with_fault
from tests.forms.filling import workspace_at
from tests.sources.test_foreign import changed

MAP = """period: 2012Q2
reporter: 王某
columns:
  {key}: {head}
  cumulative: 累计数
  rate: 比率
  note: 进展
"""
ROWS: Sequence[Sequence[object]] = (
    ("全办汇总", "", "", "", ""),
    ("序", "编号", "累计数", "比率", "进展"),
    (1, "W1.3", 25, "", "甲，乙"),
    (2, "W5.3", "", 91.8, ""),
    (3, "W1.2", "约五十", "", ""),
    (4, "X9.9", 3, "", ""),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office")


def _stored(root: Path) -> dict[str, ProgressEntry]:
    path = root / "data" / "2012" / "progress" / "2012Q2.yaml"
    report = bind(ProgressReport, read_yaml(path, path.name)).record
    return {each.indicator: each for each in report.entries}


def _sheet(folder: Path, suffix: str) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(list(row))  # type: ignore[union-attr]
    path = folder / "汇总.xlsx"
    book.save(path)
    if suffix == ".csv":
        lines = (",".join(f'"{cell}"' for cell in row) for row in ROWS)
        path = path.with_suffix(suffix)
        path.write_bytes("\r\n".join(lines).encode("gb18030"))
    elif suffix != ".xlsx":
        command = ["soffice", "--headless", "--convert-to", suffix[1:], "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=90)
        path = path.with_suffix(suffix)
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".xls", ".ods"])
def test_one_sheet_comes_in_by_its_map(
    root: Path, tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(MAP.format(key="indicator", head="编号"), encoding="utf-8")
    sheet = _sheet(tmp_path, suffix)
    command = ["-C", str(root), "forms", "in", "--map", str(mapping), str(sheet)]
    assert run(command) == ExitCode.SOME_FAILED
    said = capsys.readouterr().err
    assert "X9.9" in said
    assert "约五十" in said
    stored = _stored(root)
    assert set(stored) == {"W1.3", "W5.3"}
    assert (stored["W1.3"].cumulative, stored["W1.3"].note) == (25, "甲，乙")
    origin = stored["W1.3"].origin
    assert origin is not None
    assert (origin.cell, origin.reporter) == ("C3", "王某")
    name = sheet.name if suffix == ".xlsx" else f"{sheet.name}.xlsx"
    copy = openpyxl.load_workbook(root / "build" / "forms" / "2012Q2" / "退回" / name).worksheets[0]
    marked = {cell.coordinate for row in copy for cell in row if cell.comment}
    assert marked == {"C5", "A6"}
    wrong = errors_in(desk.making.check(root))
    assert not [each for each in wrong if each.place and "progress" in each.place.file]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("indicator: 编号, cumulated: 累计", "map.yaml:1:37 没有“cumulated”这一栏"),
        ("note: 编号", "map.yaml:1:10 没有写指标编号或名称在哪一列"),
        ("target: 名称", "map.yaml:1:19 没有“target”这一栏"),
    ],
)
def test_a_map_names_the_columns_of_forms(tmp_path: Path, columns: str, said: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(f"columns: {{{columns}}}\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_map(path)
    first = raised.value.problems[0]
    assert f"{first.place} {first.message}" == said


Q2 = Period.parse("2012Q2")
# two indicators of one name, and a milestone of another unit
TABLE = with_fault("targets", "name: 回复率\n", "name: 检测\n")
TABLE = with_fault(
    "targets", "name: 健全机制\n", "name: 健全机制\n        lead_unit: 督查室\n", TABLE
)
HEAD = "编号,名称,累计,进展\n"
FULL_MAP = {"indicator": "编号", "name": "名称", "cumulative": "累计", "note": "进展"}


def _mapped(path: Path, **more: object) -> tuple[list[ReturnedForm], list[Problem]]:
    mapping = FormMap.model_validate({"columns": FULL_MAP, **more})
    return mapped_forms(path, mapping, assignments_of(build(TABLE), Q2), Q2)


def _text(folder: Path, text: str) -> Path:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _told(forms: list[ReturnedForm], problems: list[Problem]) -> list[str]:
    """Return each row that is a unit's, with its cells, and what is said of the others."""
    rows = [
        f"{form.meta['unit']} {row.number}: "
        + " ".join(f"{cell.name}={cell.shown}" for cell in row.cells.values() if not cell.empty)
        for form in forms
        for row in form.rows
    ]
    return [*rows, *(f"{each.place} {each.message}" for each in problems)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}W1.2,,25\nW1.3,,31000", ["办公厅 2: A2=W1.2 C2=25", "办公厅 3: A3=W1.3 C3=31000"]),
        ("编号;名称;累计;进展\nW1.2;甲,乙;25", ["办公厅 2: A2=W1.2 C2=25"]),
        ("编号\t名称\t累计\t进展\nW1.2\t\t25", ["办公厅 2: A2=W1.2 C2=25"]),
        # the first of two alike, in the row that has most, the first of those
        ("表,\n编号,累计\n累 计,编号,名称,进展,累计\n25,W1.2", ["办公厅 4: A4=W1.2 A4=25"]),
        (f"{HEAD}{HEAD}", ["a.csv 文本!A2 第 2 行“编号　名称”在目标表里没有"]),
        (f"{HEAD},,,\nW1.2,,25", ["办公厅 3: A3=W1.2 C3=25"]),
        (f"{HEAD},会 议,25\n,健全机制,,略", ["办公厅 2: A2=W1.2 C2=25", "督查室 3: A3=S1.M1 D3=略"]),
        (f"{HEAD},检测,25\nW1.2,,25", ["办公厅 3: A3=W1.2 C3=25", "a.csv 文本!A2 第 2 行“检测”的名称有几个指标都用，要写编号"]),
        (f"{HEAD}W1.3,检测,25", ["办公厅 2: A2=W1.3 C2=25"]),
        (f"{HEAD},{'甲' * 31},25", [f"a.csv 文本!A2 第 2 行“{'甲' * 30}”在目标表里没有"]),
        (f"{HEAD}W1.2,会议,1,058,略", ["a.csv 文本!A2 第 2 行有 5 格，表头有 4 格，对不上"]),
        (f"{HEAD},,25", ["a.csv 文本!A2 第 2 行“”在目标表里没有"]),
    ],
)  # fmt: skip
def test_a_row_is_the_line_whose_number_or_name_it_has(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    assert _told(*_mapped(_text(tmp_path, text))) == told


def test_a_sheet_without_rows_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="表头下面没有一行"):
        _mapped(_text(tmp_path, HEAD))


@pytest.mark.parametrize(
    ("text", "lacking"),
    [("", "编号、名称、累计、进展"), ("甲,乙", "编号、名称、累计、进展"), ("编号,累计,进展", "名称")],
)  # fmt: skip
def test_headings_that_are_not_there_are_named(tmp_path: Path, text: str, lacking: str) -> None:
    with pytest.raises(DataError, match=f"^a.csv: .*全部列名；缺：{lacking}"):
        _mapped(_text(tmp_path, text))


def test_cells_of_a_workbook_are_read_as_they_are_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("表二")):
        sheet.append(HEAD.strip().split(","))
        sheet.append(["W1.2", None, "=1+1", "略"])
        sheet.append(["S1.1", None, 0.5])
        sheet["C3"].number_format = "0%"
        sheet.row_dimensions[3].hidden = True
    path = tmp_path / "a.xlsx"
    book.save(path)
    changed(path, "xl/worksheets/sheet2.xml", "<v></v>", "<v>25</v>")
    assert _told(*_mapped(path))[0] == "办公厅 2: A2=W1.2 C2==1+1 D2=略"
    (form,), problems = _mapped(path, sheet="表二")
    assert [row.cells["cumulative"].unseen for row in form.rows] == [False, True]
    assert _told([form], problems)[0] == "办公厅 2: A2=W1.2 C2=25 D2=略"
    assert [row.cells["cumulative"].number_format for row in form.rows] == ["General", "0%"]


def test_the_map_says_who_reported_and_when_and_a_text_goes_back_as_a_workbook(
    tmp_path: Path,
) -> None:
    path = _text(tmp_path, f"{HEAD}W1.2,,25\n")
    for day in ("", "2012-07-05"):
        (form,), _ = _mapped(path, reporter="王某", reported_on=day or None)
        assert form.reporter is not None
        assert form.reported_on is not None
        assert (form.reporter.shown, form.reported_on.shown) == ("王某", day)
    (copy,) = openpyxl.load_workbook(BytesIO(marked_copy(form, []))).worksheets
    assert [*copy.values] == [(*FULL_MAP.values(),), ("W1.2", None, "25", None)]


def test_a_map_that_names_what_is_not_there_is_refused(root: Path, tmp_path: Path) -> None:
    mapping, sheet = tmp_path / "map.yaml", _sheet(tmp_path, ".csv")
    command = ["-C", str(root), "forms", "in", "--map", str(mapping), str(sheet)]
    for wrong in ("没有的列", "编号\n  cumulated: 累计数"):
        mapping.write_text(MAP.format(key="indicator", head=wrong), encoding="utf-8")
        assert run(command) == ExitCode.DATA
    mapping.write_text(MAP.format(key="note", head="编号"), encoding="utf-8")
    assert run(command) == ExitCode.DATA
