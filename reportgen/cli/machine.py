"""``doctor`` and ``fonts``: what this machine has and lacks."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.base.problems import ExitCode
from reportgen.cli.output import print_aside, print_problems, print_table
from reportgen.cli.words import Command, Group
from reportgen.desk.machine import StyleFont, examine, install_fonts


@click.command("doctor", cls=Command)
@click.option("--fix", is_flag=True, help="缺少自由字体时下载")
@click.pass_obj
def doctor_command(root: Path, fix: bool) -> int:
    """检查本机：字体、排版库、版本，以及缺什么、怎么补。"""
    if fix:
        install_fonts(print_aside)
    machine = examine(root)
    click.echo(machine.system)
    print_table(list(machine.packages.items()))
    print_table([(name, found or "缺少") for name, found in machine.libraries.items()])
    print_table([("文字样式", "应为", "现为", "文件"), *map(_font_row, machine.fonts)])
    problems = list(machine.problems)
    print_problems(problems)
    click.echo("有缺少的东西，见上" if problems else "一切齐备")
    return ExitCode.CONFIGURATION if problems else ExitCode.DONE


def _font_row(font: StyleFont) -> tuple[str, str, str, str]:
    if font.found is None:
        return (font.style, font.wanted, "没有", "")
    kind = "替代" if font.found.substituted else "公文字体"
    return (font.style, font.wanted, kind, str(font.found.file))


@click.group("fonts", cls=Group)
def fonts_group() -> None:
    """自由字体。"""


@fonts_group.command("install")
def install_command() -> None:
    """下载自由字体，按公文字体的字宽改制；已有的不再下载。"""
    install_fonts(print_aside)
