"""An amount is asked, stored, judged and printed in the unit in which its target is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from reportgen.base.problems import errors_in
from reportgen.checks import check_workspace
from reportgen.desk.forms import send_out, take_in
from reportgen.model.periods import Period
from reportgen.reports.figures import assessment_of
from reportgen.reports.standing import standing_of
from reportgen.sources.workspace import load_workspace
from tests.forms.filling import KEYS, UNIT, filled, row_of, sheet_of, workspace_at

NOW = Period.parse("2012Q2")
TARGETS, FIRST = "data/2012/targets.yaml", "data/2012/progress/2012Q1.yaml"


def _workspace(folder: Path, value: str, unit: str, display: str, reported: str) -> Path:
    root = workspace_at(folder)
    for month in ("2012-04", "2012-05"):
        (root / f"data/2012/progress/{month}.yaml").unlink()
    for name, changes in (
        (TARGETS, {"1200000": value, "unit: 平方米": f"unit: {unit}", "120万平方米": display}),
        (FIRST, {"cumulative: 156000": f"cumulative: {reported}"}),
    ):
        text = (root / name).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("value", "unit", "display", "reported", "asked", "typed", "stored", "wrong"),
    [
        ("425000", "亩", "42.5万亩", "50000", ("42.5", "万亩", "5"), "12.55", "125500", 125500),
        ("42.5", "万亩", "42.5万亩", "5.5", ("42.5", "万亩", "5.5"), 12.55, "12.55", 125500),
        (
            *("300000000000", "元", "3000亿元", "70000000000"),
            *(("3000", "亿元", "700"), "1400.5亿元", "140050000000", 14005000),
        ),
        ("12000", "万元", "1.2亿元", "3000", ("1.2", "亿元", "0.3"), 0.55, "5500", 5500),
        (
            "500",
            "万人次",
            "500万人次",
            "90.1234",
            ("500", "万人次", "90.1234"),
            210,
            "210",
            2100000,
        ),
        ("3.5", "亿千瓦时", "3.5亿千瓦时", "0.8", ("3.5", "亿千瓦时", "0.8"), 1.7, "1.7", 17000),
        ("120000", "㎡", "12万㎡", "20000", ("12", "万㎡", "2"), 5.5, "55000", 55000),
    ],
)
def test_a_quarter_in_its_own_unit(
    tmp_path: Path,
    value: str,
    unit: str,
    display: str,
    reported: str,
    asked: tuple[str, str, str],
    typed: float | str,
    stored: str,
    wrong: float,
) -> None:
    root = _workspace(tmp_path / "office", value, unit, display, reported)
    blank = next(each for each in send_out(root, NOW) if UNIT in each.name)
    sheet = sheet_of(openpyxl.load_workbook(blank))
    row = row_of(sheet, "W8.1")
    shown = (sheet.cell(row, KEYS.index(key) + 1).value for key in ("goal", "unit", "before"))
    assert tuple(shown) == (f"突破{display}", *asked[1:])
    filled(blank, tmp_path / "wrong", {"W8.1": {"cumulative": wrong}})
    refused = take_in(root, tmp_path / "wrong", waiting=print)
    codes = {each.code for each in refused.problems if each.code in ("D442", "D452")}
    assert codes == {"D452"}
    filled(blank, tmp_path / "back", {"W8.1": {"cumulative": typed}})
    taken = take_in(root, tmp_path / "back", waiting=print)
    assert errors_in(taken.problems) == ()
    text = (root / f"data/2012/progress/{NOW}.yaml").read_text(encoding="utf-8")
    assert f"- indicator: W8.1\n    cumulative: {stored}\n" in text
    workspace = load_workspace(root)
    found = [each for each in check_workspace(workspace) if "W8.1" in each.message]
    assert [each.code for each in found if each.code != "D412"] == []
    whole = standing_of(assessment_of(workspace, NOW), {})
    view = next(each for each in whole.indicators if each.id == "W8.1")
    assert (view.unit, view.value) == (asked[1], Decimal(asked[0]))
    assert view.cumulative == Decimal(str(typed).removesuffix(asked[1]))


def test_other_figures_than_stored_are_told_in_the_unit_of_the_form(tmp_path: Path) -> None:
    root = _workspace(tmp_path / "office", "425000", "亩", "42.5万亩", "50000")
    blank = next(each for each in send_out(root, NOW) if UNIT in each.name)
    for figure in (12, 13):
        filled(blank, tmp_path / str(figure), {"W8.1": {"cumulative": figure}})
        taken = take_in(root, tmp_path / str(figure), waiting=print)
    (found,) = errors_in(taken.problems)
    assert found.message.startswith("W8.1 已有累计完成 12（")
    taken = take_in(root, tmp_path / "13", waiting=print, replacing=True)
    assert taken.replaced == ("W8.1：累计完成 12 → 累计完成 13",)


def test_things_are_whole_in_any_unit(tmp_path: Path) -> None:
    root = _workspace(tmp_path / "office", "65000", "户", "6.5万户", "15000")
    blank = next(each for each in send_out(root, NOW) if UNIT in each.name)
    filled(blank, tmp_path / "back", {"W8.1": {"cumulative": 3.12345}})
    (found,) = errors_in(take_in(root, tmp_path / "back", waiting=print).problems)
    assert found.message.endswith("的累计完成是 3.12345万户，以“户”计的应为整数")
