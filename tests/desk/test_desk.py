"""Every use case is called without a command line, as a web page would, in a workspace of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from reportgen.base.problems import CannotCreateError, DataError, Severity, UsageError
from reportgen.desk import (
    forms,
    listing,
    machine,
    making,
    products,
    publishing,
    tracing,
    workspaces,
)
from reportgen.desk.making import Wanted
from reportgen.forms.intake import Reporting
from reportgen.model.periods import Period
from reportgen.model.schedule import Limits

ROOT = Path(__file__).parents[2]
Q2, Q3 = Period.parse("2012Q2"), Period.parse("2012Q3")
said: list[str] = []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_check_reads_the_text_of_the_last_documents(root: Path) -> None:
    bulletin = root / "data/2012/circulars/前三季度通报.yaml"
    text = bulletin.read_text(encoding="utf-8")
    wrong = "text: 符合要求{{ counts.assessed }}项。根据"
    bulletin.write_text(text.replace("text: 根据", wrong), encoding="utf-8")
    page = root / "templates/passages/overview.html"
    overview = page.read_text(encoding="utf-8")
    page.write_text(overview.replace("met(assessed, good,", "met(good, good,"), encoding="utf-8")
    found = [each for each in making.check(root) if each.severity is Severity.ERROR]
    assert {each.code for each in found} == {"T510"}
    assert {each.place.file for each in found if each.place} == {
        "data/2012/circulars/前三季度通报.yaml",
        "templates/passages/overview.html",
    }


def test_check_and_explain(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {each.severity for each in making.check(root)} == {Severity.WARNING, Severity.NOTE}
    assert "104条次" in tracing.explain(root, "W2.2", Q3)
    page, of = making.explain_page(root, Wanted("target-table", year=2012), 1)
    assert of == 5
    assert page.pieces
    with pytest.raises(UsageError):
        making.explain_page(root, Wanted("target-table", year=2012), 6)
    assert capsys.readouterr() == ("", "")


def test_a_document_takes_no_more_time_than_its_limits(root: Path) -> None:
    passage = root / "templates" / "passages" / "overview.html"
    good = passage.read_text("utf-8")
    passage.write_text(good + "{% for a in indicators %}" * 9 + "{% endfor %}" * 9, "utf-8")
    made = _report_within(root, Limits(seconds=1))
    assert "做了 1 秒还没有做完，已停止" in [each.message for each in made.problems]
    assert not made.outputs
    passage.write_text(good, "utf-8")
    assert _report_within(root, Limits()).outputs


def _report_within(root: Path, limits: Limits) -> products.Made:
    wanted, how = Wanted("quarterly", period=Q2), products.manner(["docx"], root / "out")
    how = replace(how, limits=limits)
    return making.make(root, wanted, how, progress=lambda _: lambda _: None)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted("quarterly"), False),
        (Wanted("circular", name="前三季度通报"), False),
        (Wanted("brief"), True),
    ],
)
def test_warnings_are_of_what_is_built(root: Path, wanted: Wanted, told: bool) -> None:
    april = root / "data" / "2012" / "progress" / "2012-04.yaml"
    text = april.read_text(encoding="utf-8")
    april.write_text(text.replace("note: 一季度展会", "note: 77777处展会"), encoding="utf-8")
    made = making.make(
        root, wanted, products.manner((), root / "out"), progress=lambda _: said.append
    )
    assert any("77777" in each.message for each in made.problems) is told
    assert not any("印发目标表" in str(each.place) for each in made.problems)


def test_freeze_and_compare(root: Path) -> None:
    assert not tracing.compare(root, Q2, Q3).frozen
    assert all(path.is_file() for path in tracing.freeze(root, Q2, waiting=said.append))
    compared = tracing.compare(root, Q2, Q3)
    assert (compared.frozen, compared.fallen) == (True, ())
    assert compared.changes


@pytest.mark.parametrize("link", ["build/forms", "build/forms/2012Q3"])
def test_forms_dont_follow_a_link_out_of_the_workspace(root: Path, link: str) -> None:
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(elsewhere)
    with pytest.raises(DataError, match="链接一律不跟"):
        forms.send_out(root, Q3)
    assert not list(elsewhere.iterdir())


def test_forms_out_and_in(root: Path) -> None:
    sent = forms.send_out(root, Q3, folder=root / "sent")
    assert len(sent) == 1
    taken = forms.take_in(root, root / "sent", waiting=said.append)
    assert taken.period == Q3
    assert {each.status for each in taken.units} == {Reporting.PARTLY}
    assert "市政府办公厅" in taken.chaser
    with pytest.raises(UsageError):
        forms.send_out(root, Q3, ("没有这个单位",))


def test_publish_verify_and_reproduce(root: Path) -> None:
    now = datetime(2012, 5, 10, 9)
    assert publishing.schedule_status(root, now).last is None
    names: list[str] = []
    run = publishing.publish_due(root, now, progress=lambda _: names.append)
    assert (run.failed, run.unsent) == ((), None)
    assert len(names) == len(run.outcomes) > 0
    assert publishing.schedule_status(root, now).last == run.record
    folder = root / "build" / "publish" / "2012-04"
    assert publishing.verify(root, folder).intact
    assert publishing.reproduce(root, folder / "manifest.json", progress=names.append).intact
    for file in folder.glob("*.pdf"):
        file.write_bytes(b"")
    assert not publishing.verify(root, folder).intact
    assert "run-due" in publishing.crontab(root)
    units = publishing.systemd(root)
    assert all(path.is_file() for path in publishing.install_systemd(units, root / "units"))


def test_a_new_workspace_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "县"
    workspaces.new_workspace(folder, name="示例县人民政府办公室", unit="县政府办", year=2030)
    texts = {path: path.read_text(encoding="utf-8") for path in folder.glob("data/**/*.yaml")}
    assert folder / "data" / "2030" / "progress" / "2030Q1.yaml" in texts
    assert not [path for path, text in texts.items() if "2026" in text or "某市" in text]
    assert "title: 县政府办2030年度重点工作目标" in texts[folder / "data/2030/targets.yaml"]
    assert Severity.ERROR not in {each.severity for each in making.check(folder)}
    with pytest.raises(CannotCreateError):
        workspaces.new_workspace(folder)
    with pytest.raises(UsageError):
        workspaces.new_workspace(tmp_path / "b", name="甲: 乙")
    assert not (tmp_path / "b").exists()


def test_lists(root: Path) -> None:
    assert {each["kind"] for each in listing.documents(root)} <= {
        each["kind"] for each in listing.kinds(root)
    }
    assert {each["of"] for each in listing.variables(root, "brief")} < {
        each["of"] for each in listing.variables(root)
    }
    assert [each["period"] for each in listing.periods(root) if each["period"] == "2012Q3"]
    targets, indicators = listing.targets(root), listing.indicators(root)
    counts = {each["id"]: each["indicators"] for each in targets}
    assert counts == {id_: sum(each["target"] == id_ for each in indicators) for id_ in counts}
    assert sum(map(bool, counts.values())) > 0
    assert {each["target"] for each in indicators} <= counts.keys()


def test_a_table_is_imported_once(tmp_path: Path) -> None:
    source = ROOT / "tests" / "data" / "seed-target-table-2012.txt"
    table = workspaces.propose(tmp_path, source, 2013)
    path = workspaces.write_proposal(tmp_path, table, waiting=said.append)
    assert path == tmp_path / "data" / "2013" / "targets.yaml"
    written = path.read_bytes()
    with pytest.raises(CannotCreateError):
        workspaces.write_proposal(tmp_path, table, waiting=said.append)
    assert path.read_bytes() == written
    assert workspaces.json_record(table)


def test_a_machine_is_examined(root: Path) -> None:
    examined = machine.examine(root)
    assert examined.problems == ()
    assert all(examined.libraries.values())
    assert {each.wanted for each in examined.fonts} >= {"仿宋_GB2312"}
    for profile in (root / "templates" / "profiles").glob("*.yaml"):
        profile.write_text("faces: 1")
    broken = machine.examine(root)
    assert broken.packages == examined.packages
    assert broken.fonts == ()
    assert {each.place.file for each in broken.problems if each.place} == {
        "templates/profiles/gbt9704-2012.yaml"
    }


def test_doctor_works_outside_of_a_workspace(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reportgen", "-C", str(tmp_path), "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "仿宋_GB2312" in done.stdout


def test_the_desk_knows_no_command_line() -> None:
    source = "".join(path.read_text() for path in (ROOT / "reportgen" / "desk").glob("*.py"))
    assert "click" not in source
    assert "print(" not in source
    assert "sys.std" not in source
