"""``explain``, ``diff`` and ``freeze``: where a figure comes from, and what became of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import click

from reportgen.assessment.changes import Change, ChangedValue
from reportgen.base.codes import Code
from reportgen.base.numbers import plain, rounded
from reportgen.base.problems import (
    DataError,
    ExitCode,
    MissingInputError,
    Place,
    UsageError,
    errors_in,
)
from reportgen.checks import check_workspace
from reportgen.cli.output import print_aside, print_table
from reportgen.cli.words import PERIOD, Command, json_array_option, period_option
from reportgen.locking import workspace_lock
from reportgen.model.labels import ChangeKind
from reportgen.model.periods import Period
from reportgen.publish import publish, refuse_differing
from reportgen.reports.briefs import issued_with
from reportgen.reports.figures import changes_since
from reportgen.reports.filters import FILTERS
from reportgen.reports.tracing import explanation_context
from reportgen.sources.names import FROZEN_PROGRESS, REPORTED_FOLDER, TABLE_FILE
from reportgen.sources.workspace import Workspace, load_workspace, write_issued
from reportgen.templating import make_environment, render_text

_GRAVE = (ChangeKind.FELL,)


@click.command("explain", cls=Command)
@click.argument("subject", metavar="编号")
@period_option
@click.pass_obj
def explain_command(root: Path, subject: str, period: Period) -> None:
    """说明一个指标或节点：数值、来源、规则、算式、结论。"""
    workspace = load_workspace(root)
    context = explanation_context(workspace, subject, period)
    environment = make_environment(root / "templates", FILTERS)
    click.echo(render_text(environment, "explain.txt", context), nl=False)


@click.command("diff", cls=Command)
@click.argument("earlier", type=PERIOD, metavar="期间")
@click.argument("later", type=PERIOD, metavar="期间")
@json_array_option
@click.pass_obj
def diff_command(root: Path, earlier: Period, later: Period, as_json: bool) -> int:
    """按含义比较同一年度的两个期间：数值、状态、已报数更正、目标修订、时限变动。"""
    workspace = load_workspace(root)
    _require(workspace, earlier, later)
    changes = changes_since(workspace, earlier, later)
    if as_json:
        click.echo(json.dumps([_record(each) for each in changes], ensure_ascii=False, indent=2))
    elif changes:
        print_table([("编号", "事项", "变动", str(earlier), str(later)), *map(_row, changes)])
    else:
        click.echo("没有变动")
    if earlier not in workspace.frozen:
        message = f"{earlier} 没有定稿记录（reportgen freeze），已报数更正和目标修订无从比较"
        click.echo(message, err=True)
    fallen = [each for each in changes if each.kind in _GRAVE]
    for each in fallen:
        click.secho(f"错误：{each.subject}（{each.name}）的累计数下降", fg="red", err=True)
    return ExitCode.DATA if fallen else ExitCode.DONE


def _require(workspace: Workspace, *periods: Period) -> None:
    if len({period.year for period in periods}) > 1:
        raise UsageError([Code.USAGE.problem("两个期间要在同一年度")])
    if periods[0].last_month >= periods[-1].last_month:
        raise UsageError([Code.USAGE.problem("前一个期间要早于后一个")])
    for period in periods:
        if period not in workspace.progress or period.year not in workspace.tables:
            place = Place(f"data/{period.year}/progress/{period}.yaml")
            raise MissingInputError([Code.FILE_NOT_FOUND.problem(f"没有 {period} 的数据", place)])


def _record(change: Change) -> dict[str, str | float | None]:
    return {
        "kind": change.kind.value,
        "label": change.kind.label,
        "severity": "error" if change.kind in _GRAVE else "note",
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
    with workspace_lock(root, print_aside):
        _freeze(root, period, replacing=replace)


def _freeze(root: Path, period: Period, *, replacing: bool) -> None:
    workspace = load_workspace(root)
    if period not in workspace.progress or period.year not in workspace.tables:
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(f"没有 {period} 的数据")])
    if problems := errors_in(check_workspace(workspace)):
        raise DataError(problems)
    year = root / "data" / str(period.year)
    folder = year / REPORTED_FOLDER / str(period)
    copies = {
        folder / TABLE_FILE: (year / TABLE_FILE).read_bytes(),
        folder / FROZEN_PROGRESS: (year / "progress" / f"{period}.yaml").read_bytes(),
    }
    if not replacing:
        message = "已经定稿，现在的数据与它不同；没有改动"
        remedy = "用 reportgen diff 看更正了什么；确要重新定稿，加 --replace。"
        refuse_differing(copies, message, remedy)
    for path, content in copies.items():
        publish(path, content)
        click.echo(str(path))
    monthly = not period.is_quarter and period.year in workspace.briefs
    if monthly and (issued := issued_with(workspace, period)):
        click.echo(str(write_issued(root, period.year, issued)))
