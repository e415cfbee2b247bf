"""The program's entry, and the one place where errors become exit codes."""

import gc
import logging
import os
import sys
import traceback
import warnings
from io import TextIOWrapper
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode, OutputError, Place, ReportgenError, reason
from reportgen.cli import entering, making, publishing, telling  # noqa: F401 each adds its commands, in this order
from reportgen.cli.output import print_aside, print_findings, print_problems
from reportgen.cli.words import cli, usage_error

_COMPLETION = "_REPORTGEN_COMPLETE"  # click's name for it


def run_program() -> int:
    """Run what the command line or a shell that completes it asks for; return the exit code."""
    _speak_utf8()
    gc.disable()  # a short process: collecting takes a sixth of its time (measured)
    if asked := os.environ.get(_COMPLETION):
        from click.shell_completion import shell_complete  # slow to load, and seldom asked for

        code: int = shell_complete(cli, {}, "reportgen", _COMPLETION, asked)
    else:
        code = run(sys.argv[1:])
    gc.freeze()  # nor is there any need to collect on leaving, which takes another tenth
    return code


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
    except ReportgenError as error:
        return _fail(error, arguments)
    except BrokenPipeError:  # what reads our output has seen enough
        _silence_stdout()
        return ExitCode.IO
    except OSError as error:
        if error.filename is None:  # what we print has no room
            _silence_stdout()
        place = Place(str(error.filename)) if error.filename else None
        message = f"读写时出错：{reason(error)}"
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
        print_findings(error.problems)
    return error.exit_code


def _crash(log: Path, story: str) -> int:
    """Keep the traceback in a log; the user gets one calm sentence."""
    from reportgen.publish import publish  # slow to load

    try:
        publish(log, story.encode(errors="backslashreplace"))
    except ReportgenError:
        print_aside(story)
    print_problems([Code.INTERNAL.problem(f"程序内部错误：{story.strip().splitlines()[-1]}")])
    return ExitCode.INTERNAL
