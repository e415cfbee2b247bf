"""Each command loads what it needs and no more; help, completion and Ctrl+C are quick."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import openpyxl
import pytest

from reportgen.base.problems import ExitCode
from reportgen.cli.program import cli, run
from tests.faults.machine import children_of, until
from tests.running import PROGRAM, ROOT, ran, sample_at

COMMANDS = cli.list_commands(click.Context(cli))
PDF = {"weasyprint", "pydyf", "pypdfium2", "pikepdf", "cffi", "fontTools.subset"}
WORD = {"docx"}
EXCEL = {"openpyxl"}
DATA = {"pydantic", "yaml", "jinja2", "lxml", "PIL", "fontTools"}
_RUN = """
import sys
from reportgen.cli.program import run
code = run(sys.argv[2:])
print("loaded:", *(name for name in sys.argv[1].split() if name in sys.modules))
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("--version", PDF | WORD | EXCEL | DATA),
        ("--help", PDF | WORD | EXCEL | DATA),
        ("build --help", PDF | WORD | EXCEL | DATA),
        ("explain-code D412", PDF | WORD | EXCEL | DATA),
        ("check", PDF | WORD | EXCEL),
        ("list documents", PDF | WORD | EXCEL),
        ("list indicators", PDF | WORD | EXCEL | {"jinja2", "lxml"}),
        ("explain W2.2 --period 2012Q3", PDF | WORD | EXCEL),
        ("diff 2012Q1 2012Q2", PDF | WORD | EXCEL),
        ("schema", PDF | WORD | EXCEL),
        ("schedule status", PDF | WORD | EXCEL),
        ("run-due --now 2012-01-02T06:00:00+08:00", PDF | WORD | EXCEL),
        ("doctor", PDF | WORD | EXCEL),
        ("new out", PDF | WORD | EXCEL),
        ("forms out --period 2012Q2", PDF | WORD),
        ("import table.txt --year 2012 --json", PDF | WORD | EXCEL),
        ("build brief --period 2012-05 --to pdf", EXCEL | {"fontTools.subset", "cffi"}),
        ("build brief --period 2012-05 --to docx", PDF | EXCEL | {"cffi", "fontTools.subset"}),
    ],
)
def test_a_command_loads_what_it_needs(command: str, unneeded: set[str], tmp_path: Path) -> None:
    sample_at(tmp_path)
    shutil.copy(ROOT / "tests" / "data" / "seed-target-table-2012.txt", tmp_path / "table.txt")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, " ".join(sorted(unneeded)), *shlex.split(command)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_help_lists_the_commands_in_the_order_of_a_years_work() -> None:
    assert [
        *("new", "new-template", "import", "forms", "check", "build", "batch", "watch", "list"),
        *("run-due", "schedule", "verify", "reproduce", "explain", "diff", "freeze"),
        *("schema", "explain-code", "explain-page", "doctor", "fonts"),
    ] == COMMANDS


@pytest.mark.parametrize("words", [[], ["forms"], ["schedule"], ["fonts"]])
def test_a_group_alone_prints_its_help(words: list[str]) -> None:
    alone = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout == ran(*words, "--help").stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("reportgen ex", ["explain", "explain-code", "explain-page"]),
        ("reportgen build --per", ["--period"]),
        ("reportgen list in", ["indicators"]),
        ("reportgen -C data list pe", ["periods"]),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes(shell: str, words: str, offered: list[str]) -> None:
    at = words.split()[-1] if shell == "fish" else str(words.count(" "))
    place = {"COMP_WORDS": words, "COMP_CWORD": at, "_REPORTGEN_COMPLETE": f"{shell}_complete"}
    done = subprocess.run(
        PROGRAM, env={**os.environ, **place}, capture_output=True, text=True, check=True
    )
    found = re.findall(r"^(?:plain[,\n])?([a-z-]+)", done.stdout, flags=re.MULTILINE)
    assert [each for each in found if each in offered] == offered
    assert done.stderr == ""


@pytest.mark.parametrize(("words", "offered"), [("fre", "freeze"), ("check --st", "--strict")])
def test_bash_itself_completes(words: str, offered: str, tmp_path: Path) -> None:
    """As the README has it: the script is sourced, bash calls its function at a tab."""
    program = tmp_path / "reportgen"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    script = f"""
        {_completion_line("bash")}
        COMP_WORDS=(reportgen {words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        _reportgen_completion reportgen
        echo "${{COMPREPLY[@]}}"
    """
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", script],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [offered]


def _completion_line(shell: str) -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"`(eval [^`]*_REPORTGEN_COMPLETE={shell}_source[^`]*)`", readme)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("buidl", "没有命令“buidl”，是否指 build"),
        ("list perids", "没有命令“perids”，是否指 periods"),
        ("forms xyz", "没有命令“xyz”"),
        ("check --stric", "没有选项 --stric，是否指 --strict"),
        ("check --json=1", "选项 --json 不带值"),
        ("freeze --period", "选项 --period 后面缺少值"),
        ("freeze", "缺少选项 --period"),
        ("new", "缺少参数 文件夹"),
        ("new a b c", "多写了“b c”"),
        ("freeze --period 2012Q5", "选项 --period：“2012Q5”写法不对，季度写 2012Q1"),
        ("import x --year 1000", "选项 --year：“1000”写法不对，写 1949—2999"),
        ("import x --year 2012 --date 5", "选项 --date：“5”写法不对，如 2012-03-01"),
        ("-C README.md check", "选项 -C、--workspace：不是文件夹"),
        ("explain-page quarterly --page x", "选项 --page：“x”写法不对，写整数"),
    ],
)
def test_wrong_words_are_told_in_chinese(
    words: str, answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(words.split()) == ExitCode.USAGE
    complaint, remedy = capsys.readouterr().err.splitlines()
    assert complaint.startswith(f"错误 U801：{answer}")
    assert re.fullmatch(r"    改法：用 reportgen( [a-z-]+)* --help 查看用法。", remedy)


@pytest.mark.parametrize(
    "words", [[], *([name] for name in COMMANDS), ["forms", "in"], ["schedule", "install"]]
)
def test_no_word_of_help_is_english(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    said = capsys.readouterr().out
    for word in ("Usage", "OPTIONS", "ARGS", "TEXT", "INTEGER", "PATH", "required", "Show"):
        assert word not in said


INTERRUPTED = (130, "已中断\n")


def _started(root: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "-C", str(root), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_ends_in_one_word(tmp_path: Path) -> None:
    pipe = tmp_path / "表.txt"
    os.mkfifo(pipe)
    with (
        _started(tmp_path, "import", str(pipe), "--year", "2012") as program,
        pipe.open("w"),
    ):  # goes on once the program reads
        program.send_signal(signal.SIGINT)
        said, complained = program.communicate()
    assert said == ""
    assert (program.returncode, complained) == INTERRUPTED


@pytest.mark.parametrize(
    "words", [("run-due", "--now", "2012-10-30T09:00"), ("forms", "in", "returned")]
)
def test_ctrl_c_ends_the_child_that_works_too(words: tuple[str, ...], tmp_path: Path) -> None:
    sample_at(tmp_path)
    (tmp_path / "returned").mkdir()
    for number in range(20):  # each takes a child long enough
        book = openpyxl.Workbook()
        book.save(tmp_path / "returned" / f"{number}.xlsx")
    words = tuple(str(tmp_path / each) if each == "returned" else each for each in words)
    with _started(tmp_path, *words) as program:
        children = until(lambda: children_of(program.pid), program)
        program.send_signal(signal.SIGINT)
        assert program.communicate()[0] == ""
    assert not any(Path(f"/proc/{each}").exists() for each in children)
    assert program.returncode == INTERRUPTED[0]


def test_ctrl_c_ends_watching(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "templates").mkdir()
    with _started(tmp_path, "watch") as program:
        assert program.stderr is not None
        for line in program.stderr:
            if "正在等待改动" in line:
                break
        program.send_signal(signal.SIGINT)
        _, complained = program.communicate()
    assert (program.returncode, complained) == INTERRUPTED


@pytest.mark.parametrize("later", [0.05, 0.3])
def test_ctrl_c_while_documents_are_made(later: float, tmp_path: Path) -> None:
    """At some moments that no test can choose: WeasyPrint swallows interrupts while it draws."""
    sample_at(tmp_path)
    with _started(tmp_path, "build") as program:
        until(lambda: any((tmp_path / "build").glob("*.pdf")), program)
        time.sleep(later)
        program.send_signal(signal.SIGINT)
        _, complained = program.communicate()
    assert (program.returncode, complained) == INTERRUPTED
