"""The program's entry: one group of commands, one place where errors become exit codes."""

from __future__ import annotations

import gc
import logging
import os
import sys
import traceback
from pathlib import Path

import click

from reportgen import __version__
from reportgen.cli.building import build_command, check_command, watch_command
from reportgen.cli.chinese import ChineseGroup, usage_error
from reportgen.cli.forms import forms_group
from reportgen.cli.importing import import_command
from reportgen.cli.listing import explain_code_command, list_group, schema_command
from reportgen.cli.machine import doctor_command, fonts_group
from reportgen.cli.output import print_json, print_problems
from reportgen.cli.scaffold import new_command
from reportgen.cli.tracing import diff_command, explain_command, freeze_command
from reportgen.codes import Code
from reportgen.errors import ExitCode, ReportgenError


@click.group(cls=ChineseGroup, invoke_without_command=False)
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


for _command in (
    import_command,
    forms_group,
    new_command,
    check_command,
    build_command,
    watch_command,
    list_group,
    explain_command,
    diff_command,
    freeze_command,
    schema_command,
    explain_code_command,
    doctor_command,
    fonts_group,
):
    cli.add_command(_command)


def main() -> None:
    """Run the program and exit with a documented code."""
    gc.disable()  # a short process: collecting takes a sixth of its time (measured)
    code = run(sys.argv[1:])
    gc.freeze()  # nor is there any need to collect on leaving, which takes another tenth
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.IO
    except Exception:
        root = context.params["workspace"] if context else Path()
        return _crash(root / "build" / "reportgen.log", traceback.format_exc())


def _fail(error: ReportgenError, arguments: list[str]) -> int:
    print_problems(error.problems)
    if "--json" in arguments:
        print_json((), error.problems)
    return error.exit_code


def _crash(log: Path, story: str) -> int:
    """Keep the traceback in a log; the user gets one calm sentence."""
    try:
        log.parent.mkdir(exist_ok=True)
        log.write_text(story, encoding="utf-8")
    except OSError:
        click.echo(story, err=True)
    print_problems([Code.INTERNAL.problem(f"程序内部错误：{story.strip().splitlines()[-1]}")])
    return ExitCode.INTERNAL
