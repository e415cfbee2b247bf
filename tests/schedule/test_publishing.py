"""run-due, verify and reproduce, from the command line."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from reportgen.base.problems import ConfigurationError, ExitCode
from reportgen.base.workers import Crew, shared_out
from reportgen.desk import publishing
from reportgen.model.schedule import Schedule
from reportgen.schedule.calendar import Due
from reportgen.schedule.installing import MARK, crontab_line, systemd_units, with_crontab_line
from reportgen.schedule.manifests import checksum
from tests.faults.machine import PUBLISH, bare, two_documents_at, workspace_at
from tests.running import PROGRAM, Run, ran, replace_once

BRIEFS = "tasks:\n  - {kind: brief, day: 5}\n"
APRIL, MAY = "--now=2012-05-10", "--now=2012-06-10"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office", BRIEFS)


def test_a_brief_is_numbered_by_what_was_issued(root: Path, program: Run) -> None:
    for moment in (APRIL, MAY):
        done = program("run-due", moment)
        assert (done.returncode, done.stderr) == (0, "")
    ledger = (root / "data" / "2012" / "issued-briefs.yaml").read_text(encoding="utf-8")
    assert ledger.count("number:") == 2
    assert "number: 2" in ledger
    again = program("run-due", MAY, "--json")
    assert [each["result"] for each in json.loads(again.stdout)["documents"]] == ["unchanged"]
    assert (root / "data" / "2012" / "issued-briefs.yaml").read_text(encoding="utf-8") == ledger


def test_all_but_what_is_numbered_is_made_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = two_documents_at(tmp_path / "office")
    overview = (root / "templates" / "witness.html").read_text(encoding="utf-8")
    other = overview.replace("kind: witness", "kind: other").replace("旁证", "又一份")
    (root / "templates" / "other.html").write_text(other, encoding="utf-8")
    tasks = f"{BRIEFS}  - {{kind: witness, day: 5}}\n  - {{kind: other, day: 5}}\n"
    (root / "data" / "schedule.yaml").write_text(tasks, encoding="utf-8")
    together: list[list[str]] = []

    def noted(work: object, tasks: Sequence[tuple[Due, Path]], crew: Crew) -> object:
        together.append([due.name for due, _ in tasks])
        return shared_out(work, tasks, crew)

    monkeypatch.setattr(publishing, "shared_out", noted)
    done = ran("-C", str(root), "run-due", "--now=2012-04-20", "--json")
    names = [each["kind"] for each in json.loads(done.stdout)["documents"]]
    assert (done.returncode, sorted(names)) == (0, ["brief", "other", "witness"])
    assert sorted(map(sorted, together)) == [["brief"], ["other", "witness"]]
    assert ran("-C", str(root), "verify").returncode == 0


def test_verify_and_reproduce(root: Path, program: Run, april: Path) -> None:
    assert program("verify", str(april)).returncode == 0
    same = program("reproduce", str(april / "manifest.json"))
    assert (same.returncode, "逐字节相同" in same.stdout) == (0, True)
    progress = root / "data" / "2012" / "progress" / "2012-04.yaml"
    text = progress.read_text(encoding="utf-8")
    progress.write_text(text.replace("cumulative: 1", "cumulative: 2", 1), encoding="utf-8")
    changed = program("verify", str(april))
    assert changed.returncode == 0
    assert "data/2012/progress/2012-04.yaml" in changed.stderr
    other = program("reproduce", str(april / "manifest.json"))
    assert (other.returncode, "O309" in other.stderr) == (ExitCode.DATA, True)
    pdf = next(april.glob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b" ")
    spoilt = program("verify", str(april))
    assert (spoilt.returncode, pdf.name in spoilt.stderr) == (ExitCode.DATA, True)
    missing = program("verify", str(root))
    assert missing.returncode == ExitCode.NO_INPUT


@pytest.mark.parametrize("rule", ["revise", "refuse"])
def test_published_files_are_never_overwritten(
    root: Path, program: Run, april: Path, rule: str
) -> None:
    schedule = root / "data" / "schedule.yaml"
    schedule.write_text(f"{BRIEFS}republishing: {rule}\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in april.glob("2012*")}
    template = root / "templates" / "brief.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(
        text.replace("没有滞后事项", "无滞后事项").replace("截至", "到"), encoding="utf-8"
    )
    assert program("run-due", APRIL).returncode == 0
    assert {path.name: path.read_bytes() for path in april.glob("2012*")} == before
    done = program("run-due", APRIL, "--republish")
    after = {path.name: path.read_bytes() for path in april.glob("2012*")}
    assert before.items() <= after.items()
    if rule == "refuse":
        assert (done.returncode, after) == (ExitCode.CANNOT_CREATE, before)
        assert "已经发布过" in done.stderr
    else:
        assert done.returncode == 0
        assert sum("_修订2" in name for name in after) == 2
        assert program("verify", str(april)).returncode == 0
        assert program("run-due", APRIL, "--republish").returncode == 0
        assert {path.name for path in april.glob("2012*")} == after.keys()


def test_the_offices_own_command_gets_the_summary(root: Path, program: Run) -> None:
    schedule = root / "data" / "schedule.yaml"
    told = root / "told.json"
    schedule.write_text(f"{BRIEFS}notify: [tee, {told}]\n", encoding="utf-8")
    assert program("run-due", APRIL).returncode == 0
    assert json.loads(told.read_text(encoding="utf-8"))["documents"][0]["result"] == "published"
    schedule.write_text(f"{BRIEFS}notify: [/no/such/command]\n", encoding="utf-8")
    failed = program("run-due", MAY)
    assert failed.returncode == ExitCode.SOME_FAILED
    assert "通知命令" in failed.stderr


def test_a_period_whatever_the_date(root: Path, program: Run) -> None:
    assert program("run-due", "--period", "2012-05", "--now", "2013-01-01").returncode == 0
    assert list((root / PUBLISH / "2012-05").glob("*.pdf"))


def test_without_a_schedule_it_says_so(root: Path, program: Run) -> None:
    (root / "data" / "schedule.yaml").unlink()
    done = program("run-due")
    assert (done.returncode, "schedule.yaml" in done.stderr) == (ExitCode.NO_INPUT, True)


def test_status_names_last_and_next(program: Run) -> None:
    assert "还没有运行过" in program("schedule", "status", MAY).stdout
    assert "下次检查：2012-06-10T06:00+08:00" in program("schedule", "status", MAY).stdout
    assert program("run-due", APRIL).returncode == 0
    said = program("schedule", "status", APRIL).stdout
    assert "已发布" in said
    assert "2012-05" in said
    assert "2012-06-05" in said


def test_odd_paths_are_installed_as_they_are_or_refused(tmp_path: Path) -> None:
    schedule = Schedule.model_validate({"at": "06:30", "tasks": [{"kind": "brief", "day": 5}]})
    odd = tmp_path / '1%2 "三" $四'
    odd.mkdir()
    assert "/1\\%2 " in crontab_line(odd, "06:30")
    service = systemd_units(odd, schedule)["reportgen.service"]
    assert f'"{tmp_path}/1%%2 \\"三\\" $$四"' in service
    assert f'"{tmp_path}/1%%2 \\"三\\" $四/build"' in service
    broken = tmp_path / "一\n* * * * * 二"
    broken.mkdir()
    for made in (lambda: crontab_line(broken, "06:30"), lambda: systemd_units(broken, schedule)):
        with pytest.raises(ConfigurationError, match="换行"):
            made()


def test_what_is_installed(root: Path, program: Run, tmp_path: Path) -> None:
    line = crontab_line(root, "06:30")
    twice = with_crontab_line(with_crontab_line("5 4 * * * other\n", line), line)
    assert twice.splitlines() == ["5 4 * * * other", line]
    assert twice.count(MARK) == 1
    schedule = Schedule.model_validate({"at": "06:30", "tasks": [{"kind": "brief", "day": 5}]})
    units = systemd_units(root, schedule)
    for word in (
        "PrivateNetwork=yes",
        "ProtectSystem=strict",
        f'ReadWritePaths="{root}/build"',
        f"User={root.owner()}",
    ):
        assert word in units["reportgen.service"]
    assert "Persistent=true" in units["reportgen.timer"]
    mailing = schedule.model_copy(update={"notify": ("curl",)})
    assert "PrivateNetwork" not in systemd_units(root, mailing)["reportgen.service"]
    assert program("schedule", "install", "--cron").stdout.strip().endswith(MARK)
    folder = tmp_path / "units"
    assert (
        program("schedule", "install", "--systemd", "--apply", "--to", str(folder)).returncode == 0
    )
    assert {path.name for path in folder.iterdir()} == set(units)
    assert (root / "build").is_dir()
    assert program("schedule", "install").returncode == ExitCode.USAGE


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", 22), ("Asia/Shanghai", 6), ("Pacific/Kiritimati", 12)]
)
def test_cron_is_told_chinas_time_by_the_machines_clock(root: Path, zone: str, hour: int) -> None:
    command = [*PROGRAM, "-C", str(root), "schedule", "install", "--cron"]
    done = subprocess.run(command, env=bare({"TZ": zone}), capture_output=True, encoding="utf-8")
    assert done.stdout.startswith(f"0 {hour} * * * ")


def test_one_circular_doesnt_take_another_along(root: Path, program: Run) -> None:
    (root / "data" / "schedule.yaml").write_text("tasks: [{kind: circular, day: 20}]\n")
    folder = root / "data" / "2012" / "circulars"
    good = (folder / "前三季度通报.yaml").read_text(encoding="utf-8")
    (folder / "坏的.yaml").write_text("kind: bulletin\ntitle: [", encoding="utf-8")
    (folder / "缺件.yaml").write_text(good + "  - x\n", encoding="utf-8")
    (root / "data" / "2012" / "progress" / "2012-10.yaml").write_text("period: [")
    done = program("run-due", "--now=2012-10-30")
    assert done.returncode == ExitCode.SOME_FAILED
    assert "公文“坏的” 2012Q3：data/2012/circulars/坏的.yaml:2:8" in done.stderr
    assert "公文“缺件” 2012Q3：data/2012/circulars/缺件.yaml:" in done.stderr
    assert list((root / PUBLISH / "2012Q3" / "前三季度通报").glob("*.pdf"))
    assert program("build", "circular", "前三季度通报").returncode == 0


def test_a_changed_circular_is_a_revision_as_a_whole(root: Path, program: Run) -> None:
    (root / "data" / "schedule.yaml").write_text("tasks: [{kind: circular, day: 20}]\n")
    assert program("run-due", "--now=2012-10-30").returncode == 0
    path = root / "data" / "2012" / "circulars" / "前三季度通报.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("情况通报如下", "情况予以通报"), encoding="utf-8"
    )
    assert program("run-due", "--now=2012-10-30").returncode == 0
    folder = root / PUBLISH / "2012Q3"
    first, second = (
        {file.name for file in (folder / name).iterdir()}
        for name in ("前三季度通报", "前三季度通报_修订2")
    )
    assert first == second
    listed = json.loads((folder / "前三季度通报_修订2" / "发文清单.json").read_bytes())
    for each in listed:
        assert checksum(folder / "前三季度通报_修订2" / each["file"]) == each["sha256"]
    assert program("verify", str(folder)).returncode == 0


def test_a_comment_in_the_data_publishes_nothing_anew(
    root: Path, program: Run, april: Path
) -> None:
    with (root / "data" / "2012" / "progress" / "2012-04.yaml").open("a") as file:
        file.write("# 已核对\n")
    again = program("run-due", APRIL, "--json")
    assert [each["result"] for each in json.loads(again.stdout)["documents"]] == ["unchanged"]
    assert "2012-04" not in program("verify", str(april)).stderr


def test_only_what_the_data_say_otherwise_is_published_anew(
    root: Path, program: Run, april: Path
) -> None:
    template, data = root / "templates" / "brief.html", root / "data"
    template.write_text(template.read_text(encoding="utf-8").replace("滞后事项", "滞后的事项"))
    line = "      - id: W2.1\n"
    revision = (
        "        revisions:\n          - effective_from: 2012-05-01\n            value: 500\n"
        "            display: 500期\n            quote: 500期\n            basis: 某文件\n"
    )
    replace_once(data / "2012" / "targets.yaml", line, line + revision)
    replace_once(data / "office.yaml", "unit: 市政府办公厅", "unit: 市政府办公室")
    with (data / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("\nunits:\n  - {name: 市政府办公室, aliases: [市政府办公厅]}\n")

    def results() -> list[str]:
        run = program("run-due", APRIL, "--json")
        return [each["result"] for each in json.loads(run.stdout)["documents"]]

    assert results() == ["unchanged"]
    assert "targets.yaml" not in program("verify", str(april)).stderr
    assert "brief.html" in program("verify", str(april)).stderr
    replace_once(data / "2012" / "progress" / "2012-04.yaml", "cumulative: 37", "cumulative: 38")
    assert results() == ["published"]
    assert sum("_修订2" in path.name for path in april.iterdir()) == 2
    replace_once(data / "2012" / "targets.yaml", "2012-05-01", "2012-04-01")
    assert results() == ["published"]


def test_missing_figures_are_told_of_once(root: Path, program: Run) -> None:
    (root / "data" / "schedule.yaml").write_text("tasks: [{kind: quarterly, day: 10}]\n")
    first, second = (program("run-due", APRIL) for _ in range(2))
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, "")
    assert "季度考核报告 2012Q1：data/2012/progress/2012Q1.yaml:" in first.stderr
    assert "（等 2 处）" in first.stderr


def test_what_is_corrected_after_it_was_published_is_told(root: Path, program: Run) -> None:
    first = root / "data" / "2012" / "progress" / "2012Q1.yaml"
    kept = root / "data" / "2012" / "reported" / "2012Q1" / "progress.yaml"
    program("run-due", "--now=2012-04-06")  # the brief of March, before all have reported
    assert not kept.exists()
    (root / "data" / "schedule.yaml").write_text("tasks: [{kind: quarterly, day: 10}]\n")
    program("run-due", APRIL)
    assert program("verify").stderr == ""
    replace_once(first, "cumulative: 12\n", "cumulative: 11\n")
    program("run-due", APRIL)
    assert "cumulative: 12\n" in kept.read_text(encoding="utf-8")
    assert "第一季度已报数更正" in program("diff", "2012Q1", "2012Q2").stdout
    (root / "data" / "schedule.yaml").write_text(BRIEFS)
    program("run-due", APRIL)
    assert [each.name for each in kept.parents[1].iterdir()] == ["2012Q1"]


def test_what_a_killed_run_left_is_removed(root: Path, program: Run) -> None:
    left = root / PUBLISH / "2012-04" / ".abc.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    assert program("run-due", APRIL).returncode == 0
    assert not left.exists()


def test_a_brief_sent_by_hand_counts_once_its_month_is_frozen(root: Path, program: Run) -> None:
    assert program("freeze", "--period", "2012-04").returncode == 0
    ledger = root / "data" / "2012" / "issued-briefs.yaml"
    assert ledger.read_text(encoding="utf-8").count("number: 1") == 1
    assert program("freeze", "--period", "2012-04").returncode == 0
    assert ledger.read_text(encoding="utf-8").count("number:") == 1
    assert program("run-due", MAY).returncode == 0
    assert "number: 2" in ledger.read_text(encoding="utf-8")


@pytest.mark.parametrize("thing", ["pipe", "folder", "link", "linked folder"])
def test_what_stands_in_the_way_stops_one_document_only(tmp_path: Path, thing: str) -> None:
    root = two_documents_at(tmp_path / "two")
    secret, folder = tmp_path / "secret", root / PUBLISH / "2012-04"
    secret.write_text("secret")
    published = folder / "2012年4月目标督查专报.pdf"
    if thing == "linked folder":
        folder.parent.mkdir(parents=True)
        folder.symlink_to(tmp_path)
    else:
        folder.mkdir(parents=True)
        make = {"pipe": os.mkfifo, "folder": Path.mkdir, "link": lambda at: at.symlink_to(secret)}
        make[thing](published)
    before = sorted(tmp_path.glob("*"))
    done = ran("-C", str(root), "run-due", APRIL)
    assert done.returncode == ExitCode.SOME_FAILED
    assert "月度简报 2012-04：" in done.stderr
    assert "链接" in done.stderr
    assert list((root / PUBLISH / "2012Q1").glob("*.pdf"))
    assert sorted(tmp_path.glob("*")) == before
    assert secret.read_text() == "secret"


@pytest.mark.parametrize(
    "name", ["../.lock", "run-due.log", ".staging", "last-run.json", "register.jsonl"]
)
def test_what_a_run_writes_for_itself_follows_no_link(
    root: Path, program: Run, tmp_path: Path, name: str
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "file").write_text("secret")
    (root / PUBLISH).mkdir(parents=True)
    (root / PUBLISH / name).resolve().symlink_to(victim if name == ".staging" else victim / "file")
    done = program("run-due", APRIL)
    assert done.returncode in (ExitCode.DATA, ExitCode.CANNOT_CREATE)
    assert name.removeprefix("../") in done.stderr
    assert [(each.name, each.read_text()) for each in victim.iterdir()] == [("file", "secret")]


def test_a_manifest_leads_nowhere_else(program: Run, april: Path, tmp_path: Path) -> None:
    evil = tmp_path / "evil"
    record = json.loads((april / "manifest.json").read_bytes())
    brief = record["documents"].pop("brief")
    record["documents"][str(evil / "brief")] = brief
    record["documents"]["../../evil"] = brief | {
        "arguments": ["--out", str(evil), *brief["arguments"]]
    }
    (tmp_path / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    done = program("reproduce", str(tmp_path / "manifest.json"))
    assert (done.returncode, "再做了" in done.stdout) == (ExitCode.DATA, True)
    assert "再做一遍得到的与发布的不同" not in done.stderr
    assert not evil.exists()
    brief["outputs"][0]["path"] = "../../../../../etc/passwd"
    (april / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    checked = program("verify", str(april))
    assert (checked.returncode, "清单里的路径不能用" in checked.stderr) == (ExitCode.DATA, True)


def test_stray_files_and_odd_names_stop_nothing(root: Path, program: Run) -> None:
    (root / "data" / "schedule.yaml").write_text("tasks: [{kind: circular, day: 20}]\n")
    folder = root / "data" / "2012" / "circulars"
    bulletin = folder / "前三季度通报.yaml"
    good = bulletin.read_bytes().replace(
        b"\nattachments:\n  - annex: detail\n  - annex: behind", b""
    )
    bulletin.write_bytes(good)
    names = (b"--help.yaml", b"-x.yaml", b"\xff.yaml", b"a\nb.yaml", b".#x.yaml")
    for number, name in enumerate(names, 66):
        numbered = good.replace("65号".encode(), f"{number}号".encode())
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(numbered)
    (root / "templates" / ".#quarterly.html").symlink_to("user@host.123")
    Path(os.fsdecode(os.fsencode(root / "templates") + b"/\xff.html")).write_bytes(b"\xff")
    done = program("run-due", "--now=2012-10-30")
    assert done.returncode == 0
    published = root / PUBLISH / "2012Q3"
    assert {each.name for each in published.iterdir() if each.is_dir()} == {
        "--help",
        "-x",
        "前三季度通报",
    }
    checked = program("check", "--verbose")
    assert checked.returncode == 0
    assert checked.stderr.count("O315") == 2
    assert checked.stderr.count("T507") == 1
    assert program("verify", str(published)).returncode == 0
    assert program("reproduce", str(published / "manifest.json")).returncode == 0
