"""A new kind of document is one template: lists, build, schedule and circulars know it at once."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from reportgen.cli.program import run

ROOT = Path(__file__).parents[2]
KINDS = Path(__file__).parent / "kinds"
UNITS = ("信息处", "电子政务办")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample with two units, a fourth quarter, and two templates dropped in."""
    folder = tmp_path_factory.mktemp("kinds") / "office"
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    for template in KINDS.glob("*.html"):
        shutil.copy(template, folder / "templates")
    targets = folder / "data" / "2012" / "targets.yaml"
    text = targets.read_text(encoding="utf-8")
    units = iter(UNITS * text.count("lead_unit:"))
    targets.write_text(
        re.sub(r"(?m)^( +lead_unit:).*$", lambda m: f"{m[1]} {next(units)}", text), encoding="utf-8"
    )
    progress = folder / "data" / "2012" / "progress"
    third = (progress / "2012Q3.yaml").read_text(encoding="utf-8")
    fourth = third.replace("period: 2012Q3", "period: 2012Q4")
    fourth = re.sub(r"(?m)^ +actual:.*\n|^ +note: .*时序.*\n", "", fourth)
    fourth = re.sub(r"(?m)^date_reported:.*$", "date_reported: 2013-01-10", fourth)
    (progress / "2012Q4.yaml").write_text(fourth, encoding="utf-8")
    return folder


def answer(office: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["-C", str(office), *words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_lists_know_them(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = json.loads(answer(office, capsys, "list", "kinds", "--json"))
    assert {("annual", "年度工作总结", 20), ("reminder", "催办通知", 12)} < {
        (each["kind"], each["title"], each["due"]) for each in kinds
    }
    made = json.loads(answer(office, capsys, "list", "documents", "--json"))
    assert ("annual", "2012", "2012年度工作总结") in {tuple(each.values()) for each in made}
    reminders = {each["subject"] for each in made if each["kind"] == "reminder"}
    assert {f"2012Q3/{unit}" for unit in UNITS} < reminders


def test_a_year_is_summed_up(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(office, capsys, "build", "annual", "--year", "2012", "--json")
    outputs = {Path(each["path"]).name: each["pages"] for each in json.loads(text)["outputs"]}
    assert outputs.keys() == {"2012年度工作总结.docx", "2012年度工作总结.pdf"}
    assert min(outputs.values()) >= 3


def test_each_late_unit_gets_a_circular(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(answer(office, capsys, "build", "reminder", "--period", "2012Q3", "--json"))
    folders = {Path(each["path"]).parent.name for each in made["outputs"]}
    assert folders == {f"2012年前三季度催办通知（{unit}）（待发）" for unit in UNITS}
    assert not any("2012Q4" in each["path"] for each in made["inputs"])
    names = {Path(each["path"]).name for each in made["outputs"]}
    assert "用印位置.json" in names
    assert any("业务工作目标" in name for name in names)


def test_no_circular_of_a_year_is_none_at_all(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(office, capsys, "build", "circular", "--year", "2011") == ""
    assert answer(office, capsys, "build", "circular", "--period", "2012Q2") == ""


def test_one_unit_can_be_named(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("build", "reminder", "--period", "2012Q1", "--unit", UNITS[0], "--json")
    inputs = {each["path"] for each in json.loads(answer(office, capsys, *words))["inputs"]}
    assert "templates/reminder.html" in inputs
    assert "data/2012/targets.yaml" in inputs
    assert "data/2012/progress/2012Q1.yaml" in inputs
    assert not any("2012Q2" in path or "2012-04" in path for path in inputs)


def test_the_schedule_makes_them(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "data" / "schedule.yaml").write_text(
        "tasks:\n  - kind: annual\n  - kind: reminder\n", encoding="utf-8"
    )
    text = answer(office, capsys, "run-due", "--period", "2012Q4", "--json")
    results = {each["kind"]: each for each in json.loads(text)["documents"]}
    assert {kind: (each["result"], each["due"]) for kind, each in results.items()} == {
        "annual": ("published", "2013-01-20"),
        "reminder": ("published", "2013-01-12"),
    }
    again = json.loads(answer(office, capsys, "run-due", "--period", "2012Q4", "--json"))
    assert {each["result"] for each in again["documents"]} == {"unchanged"}


def test_a_circular_carries_one(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = office / "data" / "2012" / "circulars" / "总结.yaml"
    path.write_text(
        "kind: notice\ntitle: 青岛市人民政府办公厅关于印发年度工作总结的通知\n"
        "recipients: [各处室]\nbody:\n  - text: 现将总结印发给你们。\n"
        "attachments:\n  - document: annual\n",
        encoding="utf-8",
    )
    made = json.loads(answer(office, capsys, "build", "circular", "总结", "--json"))
    assert any("年度工作总结" in Path(each["path"]).stem for each in made["outputs"])
    path.unlink()


def test_one_is_started_like_another(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(office, tmp_path / "w")
    words = ("new-template", "half-year", "--like", "quarterly", "--title", "半年报告")
    assert "templates/half-year.html" in answer(tmp_path / "w", capsys, *words)
    made = answer(tmp_path / "w", capsys, "build", "half-year", "--period", "2012Q2", "--to", "pdf")
    assert "2012年上半年目标完成情况考核报告（半年报告）.pdf" in made
    assert run(["-C", str(tmp_path / "w"), *words]) == 73
    template = tmp_path / "w" / "templates" / "half-year.html"
    template.write_text(template.read_text("utf-8").replace("（半年报告）", ""), "utf-8")
    assert run(["-C", str(tmp_path / "w"), "build"]) == 78
    assert "的文件会同名" in capsys.readouterr().err


def test_a_kind_may_have_a_layout_of_its_own(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(office, tmp_path / "w")
    templates = tmp_path / "w" / "templates"
    profile = (templates / "profiles" / "gbt9704-2012.yaml").read_text("utf-8")
    (templates / "profiles" / "wide.yaml").write_text(
        profile.replace("lines: 22, characters: 28", "lines: 20, characters: 27", 1), "utf-8"
    )
    annual = (templates / "annual.html").read_text("utf-8")
    (templates / "annual.html").write_text(annual.replace("due: 20", "profile: wide", 1), "utf-8")
    words = ("build", "annual", "--year", "2012", "--to", "pdf", "--json")
    inputs = [each["path"] for each in json.loads(answer(tmp_path / "w", capsys, *words))["inputs"]]
    assert "templates/profiles/wide.yaml" in inputs
    assert "templates/profiles/gbt9704-2012.yaml" not in inputs


FAULTS = {
    "kind: reminder": ("kind: Reminder!", "2:7"),
    "of: unit": ("of: units", "4:5"),
    "needs: [figures]": ("needs: [figure]", "5:9"),
    "- document: target-table": ("- documents: target-table", "16:7"),
    "due: 12": ("due: 40", "11:6"),
}


@pytest.mark.parametrize("right", FAULTS)
def test_a_faulty_head_is_named_by_line(
    right: str, office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, place = FAULTS[right]
    shutil.copytree(office, tmp_path / "w")
    template = tmp_path / "w" / "templates" / "reminder.html"
    template.write_text(template.read_text(encoding="utf-8").replace(right, wrong), "utf-8")
    assert run(["-C", str(tmp_path / "w"), "list", "kinds"]) == 78
    assert f"templates/reminder.html:{place}" in capsys.readouterr().err
