"""run-due, verify and reproduce, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import ExitCode
from reportgen.schedule.installing import MARK, crontab_line, systemd_units, with_crontab_line
from tests.faults.machine import PUBLISH, bare, workspace_at

BRIEFS = "tasks:\n  - {kind: brief, day: 5}\n"
APRIL, MAY = "--now=2012-05-10", "--now=2012-06-10"
Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office", BRIEFS)


@pytest.fixture
def program(root: Path) -> Program:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "reportgen", "-C", str(root), *arguments],
            env=bare(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_a_brief_is_numbered_by_what_was_issued(root: Path, program: Program) -> None:
    for moment in (APRIL, MAY):
        done = program("run-due", moment)
        assert (done.returncode, done.stderr) == (0, "")
    ledger = (root / "data" / "2012" / "issued-briefs.yaml").read_text(encoding="utf-8")
    assert ledger.count("number:") == 2
    assert "number: 2" in ledger
    again = program("run-due", MAY, "--json")
    assert [each["result"] for each in json.loads(again.stdout)["documents"]] == ["unchanged"]
    assert (root / "data" / "2012" / "issued-briefs.yaml").read_text(encoding="utf-8") == ledger


def test_verify_and_reproduce(root: Path, program: Program) -> None:
    assert program("run-due", APRIL).returncode == 0
    folder = root / PUBLISH / "2012-04"
    assert program("verify", str(folder)).returncode == 0
    same = program("reproduce", str(folder / "manifest.json"))
    assert (same.returncode, "逐字节相同" in same.stdout) == (0, True)
    progress = root / "data" / "2012" / "progress" / "2012-04.yaml"
    text = progress.read_text(encoding="utf-8")
    progress.write_text(text.replace("cumulative: 1", "cumulative: 2", 1), encoding="utf-8")
    changed = program("verify", str(folder))
    assert changed.returncode == 0
    assert "data/2012/progress/2012-04.yaml" in changed.stderr
    other = program("reproduce", str(folder / "manifest.json"))
    assert (other.returncode, "O309" in other.stderr) == (ExitCode.DATA, True)
    pdf = next(folder.glob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b" ")
    spoilt = program("verify", str(folder))
    assert (spoilt.returncode, pdf.name in spoilt.stderr) == (ExitCode.DATA, True)
    missing = program("verify", str(root))
    assert missing.returncode == ExitCode.NO_INPUT


@pytest.mark.parametrize("rule", ["revise", "refuse"])
def test_published_files_are_never_overwritten(root: Path, program: Program, rule: str) -> None:
    schedule = root / "data" / "schedule.yaml"
    schedule.write_text(f"{BRIEFS}republishing: {rule}\n", encoding="utf-8")
    assert program("run-due", APRIL).returncode == 0
    folder = root / PUBLISH / "2012-04"
    before = {path.name: path.read_bytes() for path in folder.glob("2012*")}
    template = root / "templates" / "brief.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(
        text.replace("没有滞后事项", "无滞后事项").replace("截至", "到"), encoding="utf-8"
    )
    done = program("run-due", APRIL)
    after = {path.name: path.read_bytes() for path in folder.glob("2012*")}
    assert before.items() <= after.items()
    if rule == "refuse":
        assert (done.returncode, after) == (ExitCode.CANNOT_CREATE, before)
        assert "已经发布过" in done.stderr
    else:
        assert done.returncode == 0
        assert sum("_修订2" in name for name in after) == 2
        assert program("verify", str(folder)).returncode == 0
        assert program("run-due", APRIL).returncode == 0
        assert {path.name for path in folder.glob("2012*")} == after.keys()


def test_the_offices_own_command_gets_the_summary(root: Path, program: Program) -> None:
    schedule = root / "data" / "schedule.yaml"
    told = root / "told.json"
    schedule.write_text(f"{BRIEFS}notify: [tee, {told}]\n", encoding="utf-8")
    assert program("run-due", APRIL).returncode == 0
    assert json.loads(told.read_text(encoding="utf-8"))["documents"][0]["result"] == "published"
    schedule.write_text(f"{BRIEFS}notify: [/no/such/command]\n", encoding="utf-8")
    failed = program("run-due", MAY)
    assert failed.returncode == ExitCode.SOME_FAILED
    assert "通知命令" in failed.stderr


def test_a_period_whatever_the_date(root: Path, program: Program) -> None:
    assert program("run-due", "--period", "2012-05", "--now", "2013-01-01").returncode == 0
    assert list((root / PUBLISH / "2012-05").glob("*.pdf"))


def test_without_a_schedule_it_says_so(root: Path, program: Program) -> None:
    (root / "data" / "schedule.yaml").unlink()
    done = program("run-due")
    assert (done.returncode, "schedule.yaml" in done.stderr) == (ExitCode.NO_INPUT, True)


def test_status_names_last_and_next(program: Program) -> None:
    assert "还没有运行过" in program("schedule", "status", MAY).stdout
    assert program("run-due", APRIL).returncode == 0
    said = program("schedule", "status", APRIL).stdout
    assert "已发布" in said
    assert "2012-05" in said
    assert "2012-06-05" in said


def test_what_is_installed(root: Path, program: Program, tmp_path: Path) -> None:
    line = crontab_line(root, "06:30")
    assert line.startswith("30 6 * * * ")
    twice = with_crontab_line(with_crontab_line("5 4 * * * other\n", line), line)
    assert twice.splitlines() == ["5 4 * * * other", line]
    assert twice.count(MARK) == 1
    units = systemd_units(root, "06:30")
    for word in ("PrivateNetwork=yes", "ProtectSystem=strict", f'ReadWritePaths="{root}/build"'):
        assert word in units["reportgen.service"]
    assert "Persistent=true" in units["reportgen.timer"]
    assert program("schedule", "install", "--cron").stdout.strip().endswith(MARK)
    folder = tmp_path / "units"
    assert (
        program("schedule", "install", "--systemd", "--apply", "--to", str(folder)).returncode == 0
    )
    assert {path.name for path in folder.iterdir()} == set(units)
    assert program("schedule", "install").returncode == ExitCode.USAGE
