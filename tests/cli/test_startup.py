"""Each command loads what it needs and no more; help, completion and Ctrl+C are quick."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from reportgen.cli.main import cli

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "reportgen"]
PDF = {"weasyprint", "pydyf", "pypdfium2", "pikepdf", "cffi", "fontTools.subset"}
WORD = {"docx"}
EXCEL = {"openpyxl"}
DATA = {"pydantic", "yaml", "jinja2", "lxml", "PIL", "fontTools"}
_RUN = """
import sys
from reportgen.cli.main import run
code = run(sys.argv[2:])
print("loaded:", *(name for name in sys.argv[1].split() if name in sys.modules))
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("--version", PDF | WORD | EXCEL | DATA),
        ("--help", PDF | WORD | EXCEL | DATA),
        ("explain-code D412", PDF | WORD | EXCEL | DATA),
        ("check", PDF | WORD | EXCEL),
        ("list documents", PDF | WORD | EXCEL | {"jinja2", "lxml"}),
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
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
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


def test_help_says_of_each_command_what_the_command_says() -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        listed = cli.get_command(context, name)
        _, command, _ = cli.resolve_command(context, [name])
        assert listed is not None
        assert command is not None
        assert command.name == name
        assert listed.get_short_help_str(1000) == command.get_short_help_str(1000)


def test_the_table_of_commands_names_every_command_there_is() -> None:
    context = click.Context(cli)
    known = {cli.resolve_command(context, [name])[1] for name in cli.list_commands(context)}
    written = {
        each
        for file in (ROOT / "reportgen" / "cli").glob("*.py")
        for each in vars(import_module(f"reportgen.cli.{file.stem}")).values()
        if isinstance(each, click.Command)
    }
    below = {
        sub for group in known if isinstance(group, click.Group) for sub in group.commands.values()
    }
    assert written == known | below | {cli}


@pytest.mark.parametrize("words", [[], ["forms"], ["schedule"], ["fonts"]])
def test_a_group_alone_prints_its_help(words: list[str]) -> None:
    alone = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False)
    asked = subprocess.run([*PROGRAM, *words, "--help"], capture_output=True, text=True, check=True)
    assert alone.returncode == 0
    assert alone.stderr == ""
    assert alone.stdout == asked.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("reportgen ex", ["plain,explain", "plain,explain-code", "plain,explain-page"]),
        ("reportgen build --per", ["plain,--period"]),
        ("reportgen list in", ["plain,indicators"]),
        ("reportgen -C data list pe", ["plain,periods"]),
    ],
)
def test_the_shell_completes(words: str, offered: list[str]) -> None:
    place = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    asked = {**os.environ, **place, "_REPORTGEN_COMPLETE": "bash_complete"}
    done = subprocess.run(PROGRAM, env=asked, capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered


def test_ctrl_c_ends_in_one_word(tmp_path: Path) -> None:
    pipe = tmp_path / "表.txt"
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            [*PROGRAM, "-C", str(tmp_path), "import", str(pipe), "--year", "2012"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as program,
        pipe.open("w"),
    ):  # goes on once the program reads
        program.send_signal(signal.SIGINT)
        said, complained = program.communicate(timeout=60)
    assert (program.returncode, said, complained) == (130, "", "已中断\n")
