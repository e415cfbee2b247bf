"""One sheet for all units, of any kind that offices have, comes in by a small mapping file."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from reportgen import desk
from reportgen.base.problems import ExitCode, errors_in
from reportgen.cli.program import run
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import read_yaml
from tests.forms.filling import workspace_at

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


def test_a_map_that_names_what_is_not_there_is_refused(root: Path, tmp_path: Path) -> None:
    mapping, sheet = tmp_path / "map.yaml", _sheet(tmp_path, ".csv")
    command = ["-C", str(root), "forms", "in", "--map", str(mapping), str(sheet)]
    for wrong in ("没有的列", "编号\n  cumulated: 累计数"):
        mapping.write_text(MAP.format(key="indicator", head=wrong), encoding="utf-8")
        assert run(command) == ExitCode.DATA
    mapping.write_text(MAP.format(key="note", head="编号"), encoding="utf-8")
    assert run(command) == ExitCode.DATA
