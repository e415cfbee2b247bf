"""The program's entry: one group of commands, one place where errors become exit codes."""

from __future__ import annotations

import gc
import logging
import os
import sys
import traceback
import warnings
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from reportgen import __version__
from reportgen.cli.chinese import ChineseGroup, usage_error
from reportgen.cli.output import print_json, print_problems
from reportgen.codes import Code
from reportgen.errors import ExitCode, OutputError, ReportgenError
from reportgen.problems import Place
from reportgen.publish import publish

# each command's module is loaded when it is called: those for Excel alone take a tenth of a second
_COMMANDS = {
    "new": "scaffold:new_command",
    "import": "importing:import_command",
    "forms": "forms:forms_group",
    "check": "building:check_command",
    "build": "building:build_command",
    "watch": "building:watch_command",
    "list": "listing:list_group",
    "run-due": "scheduling:run_due_command",
    "schedule": "scheduling:schedule_group",
    "verify": "scheduling:verify_command",
    "reproduce": "scheduling:reproduce_command",
    "explain": "tracing:explain_command",
    "diff": "tracing:diff_command",
    "freeze": "tracing:freeze_command",
    "schema": "listing:schema_command",
    "explain-code": "listing:explain_code_command",
    "doctor": "machine:doctor_command",
    "fonts": "machine:fonts_group",
}


class _Program(ChineseGroup):
    """The group of all commands, in the order of a year's work."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's call
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(f"reportgen.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Program, invoke_without_command=False)
@click.option(
    "-C",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="工作区文件夹，默认为当前文件夹",
)
@click.version_option(__version__, message="reportgen %(version)s", help="显示版本")
@click.pass_context
def cli(context: click.Context, workspace: Path) -> None:
    """把目标表和进展数据变成可以签发的公文（Word 与 PDF）。"""
    context.obj = workspace


def main() -> None:
    """Run the program and exit with a documented code."""
    _speak_utf8()
    gc.disable()  # a short process: collecting takes a sixth of its time (measured)
    code = run(sys.argv[1:])
    gc.freeze()  # nor is there any need to collect on leaving, which takes another tenth
    sys.exit(code)


def _speak_utf8() -> None:
    """Start again in UTF-8 where the locale has another encoding: names of files are Chinese."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # None where it is closed
            stream.reconfigure(errors="backslashreplace")


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="openpyxl")  # what matters is said as a problem
    context = None
    try:
        context = cli.make_context("reportgen", list(arguments))
        return int(cli.invoke(context) or ExitCode.DONE)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except click.UsageError as error:
        return _fail(usage_error(error), arguments)
    except click.Abort:
        return 130
    except ReportgenError as error:
        return _fail(error, arguments)
    except BrokenPipeError:  # what reads our output has seen enough
        _silence_stdout()
        return ExitCode.IO
    except OSError as error:
        if error.filename is None:  # what we print has no room
            _silence_stdout()
        place = Place(str(error.filename)) if error.filename else None
        message = f"读写时出错：{error.strerror or error}"
        return _fail(OutputError([Code.OUTPUT_FAILED.problem(message, place)]), [])
    except Exception:
        root = context.params["workspace"] if context else Path()
        return _crash(root / "build" / "reportgen.log", traceback.format_exc())


def _silence_stdout() -> None:
    """Throw away what is still to be printed, so that leaving doesn't fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(error: ReportgenError, arguments: list[str]) -> int:
    print_problems(error.problems)
    if "--json" in arguments:
        print_json((), error.problems)
    return error.exit_code


def _crash(log: Path, story: str) -> int:
    """Keep the traceback in a log; the user gets one calm sentence."""
    try:
        publish(log, story.encode(errors="backslashreplace"))
    except ReportgenError:
        click.echo(story, err=True)
    print_problems([Code.INTERNAL.problem(f"程序内部错误：{story.strip().splitlines()[-1]}")])
    return ExitCode.INTERNAL
