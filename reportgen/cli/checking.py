"""``check``, and what ``build`` shares with it."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.base.problems import ExitCode
from reportgen.checks import check_workspace
from reportgen.cli.output import print_counts, print_json, print_problems
from reportgen.cli.words import Command, json_object_option
from reportgen.desk.making import font_problems, stopping
from reportgen.fonts.resolving import resolve_fonts
from reportgen.layout.loading import read_profile, unused_names
from reportgen.reports.jobs import open_templates
from reportgen.sources.names import stray_files
from reportgen.sources.workspace import load_workspace
from reportgen.template_lint import bare_numbers, names_in

strict_option = click.option("--strict", is_flag=True, help="有警告（如缺报）也按错误处理")


@click.command("check", cls=Command)
@strict_option
@json_object_option
@click.pass_obj
def check_command(root: Path, strict: bool, as_json: bool) -> int:
    """检查工作区的全部数据，一次列出所有问题。"""
    workspace = load_workspace(root)
    profile = read_profile(root, workspace.office.record.profile)
    fonts = resolve_fonts(profile.record.font_faces())
    environment = open_templates(workspace).environment
    problems = [
        *check_workspace(workspace),
        *stray_files(root),
        *font_problems(workspace, fonts),
        *bare_numbers(environment),
        *unused_names(profile, names_in(environment)),
    ]
    print_problems(problems)
    print_counts(problems)
    if as_json:
        print_json((), problems)
    return ExitCode.DATA if stopping(problems, strict=strict) else ExitCode.DONE
