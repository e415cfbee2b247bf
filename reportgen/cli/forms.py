"""``forms out`` and ``forms in``: Excel forms to the units and back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen.base.problems import ExitCode
from reportgen.cli.output import print_aside, print_problems, print_table
from reportgen.cli.words import FILE, PERIOD, Command, Group, json_object_option, period_option
from reportgen.desk.forms import TakenIn, send_out, take_in
from reportgen.model.periods import Period


@click.group("forms", cls=Group)
def forms_group() -> None:
    """给责任单位的 Excel 填报表：发出和收回。"""


@forms_group.command("out", cls=Command)
@period_option
@click.option(
    "--unit", "units", multiple=True, metavar="单位", help="只发给这个单位，可以重复；默认全部"
)
@click.option("--out", type=FILE, help="放到哪里，默认 build/forms/期间")
@click.option("--replace", is_flag=True, help="已有的填报表不同也换掉")
@click.pass_obj
def out_command(
    root: Path, period: Period, units: tuple[str, ...], out: Path | None, replace: bool
) -> None:
    """发出填报表：每个责任单位一个工作簿。"""
    for path in send_out(root, period, units, folder=out, replacing=replace):
        click.echo(str(path))


@forms_group.command("in", cls=Command)
@click.argument("folder", type=FILE, metavar="文件夹")
@click.option("--period", type=PERIOD, help="期间；默认从填报表里看")
@click.option("--replace", is_flag=True, help="与已有的数不同时换成填报表的数，并列出改了什么")
@json_object_option
@click.pass_obj
def in_command(
    root: Path, folder: Path, period: Period | None, replace: bool, as_json: bool
) -> int:
    """收回填报表：一次列出全部问题，好的行写入进展数据，有误的做一份标红的副本。"""
    taken = take_in(root, folder, period, replacing=replace, waiting=print_aside)
    print_problems(taken.problems)
    if as_json:
        _print_json(taken)
    else:
        _print_result(taken)
    if taken.complete:
        return ExitCode.DONE
    return ExitCode.SOME_FAILED if taken.any_accepted else ExitCode.DATA


def _print_result(taken: TakenIn) -> None:
    rows = [("单位", "状态", "已填", "应填", "文件")]
    rows += [
        (each.unit, each.status.label, str(each.filled), str(each.expected), each.file or "—")
        for each in taken.units
    ]
    print_table(rows)
    for line in taken.replaced:
        click.echo(f"已换：{line}")
    click.echo(
        f"写入 {len(taken.written)} 项" + (f"；退回的副本在 {taken.back}" if taken.back else "")
    )
    click.echo(f"\n{taken.chaser}", nl=False)


def _print_json(taken: TakenIn) -> None:
    record = {
        "period": str(taken.period),
        "written": taken.written,
        "replaced": taken.replaced,
        "units": [
            {
                "unit": each.unit,
                "status": each.status.label,
                "file": each.file,
                "filled": each.filled,
                "expected": each.expected,
            }
            for each in taken.units
        ],
        "problems": [problem.to_json() for problem in taken.problems],
    }
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))
