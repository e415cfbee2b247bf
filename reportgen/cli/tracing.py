"""``explain``, ``diff`` and ``freeze``: where a figure comes from, and what became of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import click

from reportgen.base.numbers import plain, rounded
from reportgen.base.problems import ExitCode
from reportgen.cli.output import print_aside, print_table
from reportgen.cli.words import PERIOD, Command, json_array_option, period_option
from reportgen.desk.tracing import Change, ChangedValue, compare, explain, freeze
from reportgen.model.labels import ChangeKind
from reportgen.model.periods import Period


@click.command("explain", cls=Command)
@click.argument("subject", metavar="编号")
@period_option
@click.pass_obj
def explain_command(root: Path, subject: str, period: Period) -> None:
    """说明一个指标或节点：数值、来源、规则、算式、结论。"""
    click.echo(explain(root, subject, period), nl=False)


@click.command("diff", cls=Command)
@click.argument("earlier", type=PERIOD, metavar="期间")
@click.argument("later", type=PERIOD, metavar="期间")
@json_array_option
@click.pass_obj
def diff_command(root: Path, earlier: Period, later: Period, as_json: bool) -> int:
    """按含义比较同一年度的两个期间：数值、状态、已报数更正、目标修订、时限变动。"""
    compared = compare(root, earlier, later)
    changes = compared.changes
    if as_json:
        click.echo(json.dumps([_record(each) for each in changes], ensure_ascii=False, indent=2))
    elif changes:
        print_table([("编号", "事项", "变动", str(earlier), str(later)), *map(_row, changes)])
    else:
        click.echo("没有变动")
    if not compared.frozen:
        message = f"{earlier} 没有定稿记录（reportgen freeze），已报数更正和目标修订无从比较"
        click.echo(message, err=True)
    for each in compared.fallen:
        click.secho(f"错误：{each.subject}（{each.name}）的累计数下降", fg="red", err=True)
    return ExitCode.DATA if compared.fallen else ExitCode.DONE


def _record(change: Change) -> dict[str, str | float | None]:
    return {
        "kind": change.kind.value,
        "label": change.kind.label,
        "severity": "error" if change.kind is ChangeKind.FELL else "note",
        "subject": change.subject,
        "name": change.name,
        "unit": change.unit,
        "before": _json_value(change.before),
        "after": _json_value(change.after),
    }


def _json_value(value: ChangedValue) -> str | float | None:
    return float(value) if isinstance(value, Decimal) else value


def _row(change: Change) -> tuple[str, ...]:
    values = (_shown(change.before, change.unit), _shown(change.after, change.unit))
    return (change.subject, change.name, change.kind.label, *values)


def _shown(value: ChangedValue, unit: str) -> str:
    if value is None:
        return "—"
    if isinstance(value, Decimal):
        return f"{plain(rounded(value) if unit == '%' else value)}{unit}"
    return value


@click.command("freeze", cls=Command)
@period_option
@click.option("--replace", is_flag=True, help="重新定稿，换掉原来的记录")
@click.pass_obj
def freeze_command(root: Path, period: Period, replace: bool) -> None:
    """报告发出时定稿：留存该期间的目标表和数据，供以后比较更正和修订；月份的，也记下简报的期号。"""
    for path in freeze(root, period, replacing=replace, waiting=print_aside):
        click.echo(str(path))
