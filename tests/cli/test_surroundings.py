"""Whatever the locale, the clock and the bytes of arguments are, the program works or says why not."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from reportgen.base.problems import ExitCode
from tests.faults.machine import PUBLISH, bare, measured, workspace_at
from tests.running import PROGRAM, Run, ran

SCHEDULE = "tasks: [{kind: circular, day: 20}]\n"
BRIEFS = "tasks: [{kind: brief, day: 5}]\n"
# without UTF-8 mode, which Python would choose by itself in the C locale
LOCALES = [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "办公室", SCHEDULE)


@pytest.fixture
def run(root: Path) -> Run:
    return lambda *arguments: ran("-C", str(root), *arguments)


def _run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, "-C", str(root), *arguments]
    return subprocess.run(
        command, env=bare({**measured(), **environment}), capture_output=True, check=False
    )


@pytest.mark.parametrize("locale", LOCALES, ids=["C", "ascii"])
def test_chinese_names_are_written_in_any_locale(root: Path, locale: dict[str, str]) -> None:
    (root / "data" / "schedule.yaml").write_text(BRIEFS, encoding="utf-8")
    due = _run(root, "run-due", "--now=2012-05-10", "--json", **locale)
    assert due.returncode == ExitCode.DONE, due.stderr.decode()
    (document,) = json.loads(due.stdout)["documents"]
    assert document["result"] == "published"
    for file in document["files"]:
        assert (root / PUBLISH / "2012-04" / file).is_file()
    built = _run(root, "build", "target-table", "--to", "docx", **locale)
    assert built.returncode == ExitCode.DONE, built.stderr.decode()
    assert (root / "build" / "2012年度目标表.docx").is_file()
    assert "2012年度目标表.docx".encode() in built.stdout


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-16"])
def test_what_cannot_be_printed_is_escaped(root: Path, encoding: str) -> None:
    assert _run(root, "check", PYTHONIOENCODING=encoding).returncode == ExitCode.DONE


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "circular", b"\xff"),
        ("build", b"\xff"),
        ("build", "brief", "--period", b"\xff"),
        ("explain", b"\xff\xfe", "--period", "2012Q1"),
        ("verify", b"\xff"),
        ("list", "indicators", "--json", b"\xff"),
        ("-C", b"\xff", "check"),
        ("-C", b"\xff", "check", "--json"),
    ],
)
def test_arguments_of_any_bytes_are_answered(run: Run, arguments: tuple[str | bytes, ...]) -> None:
    done = run(*map(os.fsdecode, arguments))
    assert done.returncode in (ExitCode.USAGE, ExitCode.NO_INPUT)
    assert "O399" not in done.stderr
    if "--json" in arguments and done.stdout:
        json.loads(done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run-due", "--now=9999-12-31T23:59:59+00:00"),
        ("run-due", "--now=0001-01-01T00:00:00+14:00"),
        ("schedule", "status", "--now=9999-12-31T23:59:59+08:00"),
        ("run-due", "--period=9999-12"),
        ("run-due", "--period=0000Q1"),
        ("build", "brief", "--period=0001-01"),
        ("build", "quarterly", "--period=２０１２Q1"),
    ],
)
def test_years_without_end_are_refused(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, "U801" in done.stderr) == (ExitCode.USAGE, True)


@pytest.mark.parametrize("name", ["0000", "0001", "9999"])
def test_a_folder_of_such_a_year_is_named(root: Path, run: Run, name: str) -> None:
    (root / "data" / "2012").rename(root / "data" / name)
    done = run("build")
    assert done.returncode == ExitCode.DATA
    assert f"data/{name}: 错误 O305" in done.stderr


@pytest.mark.parametrize(
    ("kind", "since"), [("brief", "2012"), ("brief", "2012Q1"), ("quarterly", "9999Q1")]
)
def test_a_schedule_that_begins_nowhere_is_refused(
    root: Path, run: Run, kind: str, since: str
) -> None:
    text = f'tasks: [{{kind: {kind}, day: 5, since: "{since}"}}]\n'
    (root / "data" / "schedule.yaml").write_text(text, encoding="utf-8")
    done = run("run-due", "--now=2012-05-10")
    assert done.returncode == ExitCode.DATA
    assert "data/schedule.yaml:1:" in done.stderr


@pytest.mark.parametrize("command", [r'["a\0b"]', '["printf", "\\\\377"]', r'["true", "x\0"]'])
def test_the_offices_command_cannot_break_a_run(root: Path, run: Run, command: str) -> None:
    (root / "data" / "2012" / "circulars" / "前三季度通报.yaml").write_text("kind: [")
    schedule = root / "data" / "schedule.yaml"
    schedule.write_text(f"{SCHEDULE}notify: {command}\n", encoding="utf-8")
    done = run("run-due", "--now=2012-10-30")
    assert done.returncode in (ExitCode.DATA, ExitCode.SOME_FAILED)
    assert "O399" not in done.stderr
    assert (b"\\0" in command.encode()) == ("通知命令里有 NUL" in done.stderr)


def test_no_quotient_is_explained_upside_down(root: Path, run: Run) -> None:
    wording = root / "templates" / "_wording.html"
    right, wrong = "{{ i.numerator | number }}÷{{ i.den", "{{ i.denominator | number }}÷{{ i.num"
    text = wording.read_text(encoding="utf-8").replace(f"{right}ominator", f"{wrong}erator")
    wording.write_text(text, encoding="utf-8")
    said = run("explain", "W1.1", "--period", "2012Q1")
    assert said.returncode == ExitCode.CONFIGURATION
    assert "1226÷1180＝96.2%”算得不对" in said.stderr


@pytest.mark.parametrize("character", [r"\ud800", r"\x00", r"\x1b", r"\uffff", r"\udcff"])
def test_a_template_prints_no_such_character(root: Path, run: Run, character: str) -> None:
    template = root / "templates" / "passages" / "overview.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(f'{text}\n<p>{{{{ "{character}" }}}}</p>', encoding="utf-8")
    line = text.count("\n") + 2
    done = run("build", "quarterly", "--period", "2012Q1", "--to", "pdf")
    assert done.returncode == ExitCode.CONFIGURATION
    assert f"templates/passages/overview.html:{line}: 错误 T504" in done.stderr
    notes = root / "templates" / "explain.txt"
    notes.write_text(f'{{{{ "{character}" }}}}', encoding="utf-8")
    said = run("explain", "W1.1", "--period", "2012Q1")
    assert said.returncode == ExitCode.CONFIGURATION
    assert "templates/explain.txt: 错误 T504" in said.stderr
    assert not (root / "build").exists()
