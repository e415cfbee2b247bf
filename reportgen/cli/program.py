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
from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode, OutputError, Place, ReportgenError
from reportgen.cli.output import print_json, print_problems
from reportgen.cli.words import FOLDER, Command, Group, usage_error
from reportgen.publish import publish

# where each command stands and what it does: its module is loaded only when it is called
_COMMANDS = {
    "new": ("scaffold:new_command", "新建一个工作区，内有可以直接生成的小例子。"),
    "new-template": (
        "scaffold:new_template_command",
        "新建一种文稿的模板，从另一种照抄，再改内容。",
    ),
    "import": (
        "importing:import_command",
        "导入已有的目标表（网页复制的文本、xlsx、docx），提出指标，写成 targets.yaml。",
    ),
    "forms": ("forms:forms_group", "给责任单位的 Excel 填报表：发出和收回。"),
    "check": ("checking:check_command", "检查工作区的全部数据，一次列出所有问题。"),
    "build": ("building:build_command", "生成文稿。"),
    "watch": ("building:watch_command", "数据或模板一保存就重新生成全部文稿，按 Ctrl+C 结束。"),
    "list": ("listing:list_group", "列出工作区里有什么；不写种类时列出可以生成的文稿。"),
    "run-due": (
        "scheduling:run_due_command",
        "按日程（data/schedule.yaml）生成并发布到期的文稿；没有问题就不作声。",
    ),
    "schedule": ("scheduling:schedule_group", "日程：安装定时任务，查看下次何时到期。"),
    "verify": (
        "scheduling:verify_command",
        "核对发布的文件夹：文件是否还是发布时的样子，数据、模板、字体、程序后来变了没有。",
    ),
    "reproduce": (
        "scheduling:reproduce_command",
        "照发布清单（manifest.json）再做一遍，逐字节比较。",
    ),
    "explain": ("tracing:explain_command", "说明一个指标或节点：数值、来源、规则、算式、结论。"),
    "diff": (
        "tracing:diff_command",
        "按含义比较同一年度的两个期间：数值、状态、已报数更正、目标修订、时限变动。",
    ),
    "freeze": (
        "tracing:freeze_command",
        "报告发出时定稿：留存该期间的目标表和数据，供以后比较更正和修订；月份的，也记下简报的期号。",
    ),
    "schema": ("listing:schema_command", "打印数据文件的 JSON Schema，供编辑器补全和检查。"),
    "explain-code": (
        "explaining:explain_code_command",
        "说明一个问题代码；不写代码则列出全部。",
    ),
    "explain-page": (
        "explaining:explain_page_command",
        "说明一页上有什么、为何到此为止：什么放不下、差多少、什么须与它同页。",
    ),
    "doctor": ("machine:doctor_command", "检查本机：字体、排版库、版本，以及缺什么、怎么补。"),
    "fonts": ("machine:fonts_group", "自由字体。"),
}


class _Program(Group):
    """The group of all commands, in the order of a year's work."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's call
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command itself, which is about to be called."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None:
            module, _, attribute = _COMMANDS[name][0].partition(":")
            command = getattr(import_module(f"reportgen.cli.{module}"), attribute)
        return name, command, rest


_COMPLETION = "_REPORTGEN_COMPLETE"  # click's name for it


@click.group(
    cls=_Program,
    commands=[Command(name, help=purpose) for name, (_, purpose) in _COMMANDS.items()],
)
@click.option(
    "-C",
    "--workspace",
    type=FOLDER,
    default=Path(),
    help="工作区文件夹，默认为当前文件夹",
)
@click.version_option(__version__, message="reportgen %(version)s", help="显示版本")
@click.pass_context
def cli(context: click.Context, workspace: Path) -> None:
    """把目标表和进展数据变成可以签发的公文（Word 与 PDF）。"""
    context.obj = workspace


def run_program() -> int:
    """Run what the command line or a shell that completes it asks for; return the exit code."""
    _speak_utf8()
    gc.disable()  # a short process: collecting takes a sixth of its time (measured)
    asked = os.environ.get(_COMPLETION)
    code = _complete(asked) if asked else run(sys.argv[1:])
    gc.freeze()  # nor is there any need to collect on leaving, which takes another tenth
    return code


def _complete(asked: str) -> int:
    from click.shell_completion import shell_complete  # slow to load, and seldom asked for

    return shell_complete(cli, {}, "reportgen", _COMPLETION, asked)


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
