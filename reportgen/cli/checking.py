"""``check``, and what ``build`` shares with it."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.base.problems import ExitCode
from reportgen.cli.output import print_counts, print_json, print_problems
from reportgen.cli.words import Command, json_object_option
from reportgen.desk.checking import check
from reportgen.desk.making import stopping

strict_option = click.option("--strict", is_flag=True, help="有警告（如缺报）也按错误处理")


@click.command("check", cls=Command)
@strict_option
@json_object_option
@click.pass_obj
def check_command(root: Path, strict: bool, as_json: bool) -> int:
    """检查工作区的全部数据，一次列出所有问题。"""
    problems = check(root)
    print_problems(problems)
    print_counts(problems)
    if as_json:
        print_json((), problems)
    return ExitCode.DATA if stopping(problems, strict=strict) else ExitCode.DONE
