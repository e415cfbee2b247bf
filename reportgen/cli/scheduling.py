"""``run-due``, ``schedule``, ``verify`` and ``reproduce``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode, UsageError
from reportgen.cli.output import print_problems, print_table, terminal_progress
from reportgen.cli.words import FILE, FOLDER, MOMENT, PERIOD, Command, Group, json_object_option
from reportgen.desk import publishing
from reportgen.model.periods import Period

_now_option = click.option("--now", type=MOMENT, help="当作这个时刻，如 2012-05-03T06:00:00+08:00")


@click.command("run-due", cls=Command)
@_now_option
@click.option("--period", type=PERIOD, help="做这一期的，不看日期，如 2012-04、2012Q1")
@json_object_option
@click.pass_obj
def run_due_command(root: Path, now: datetime | None, period: Period | None, as_json: bool) -> int:
    """按日程（data/schedule.yaml）生成并发布到期的文稿；没有问题就不作声。"""
    run = publishing.publish_due(root, now, period, progress=terminal_progress)
    for line in run.words:
        click.echo(line, err=True)
    if as_json:
        click.echo(json.dumps(run.record, ensure_ascii=False, indent=2))
    if run.failed and len(run.failed) == len(run.outcomes):
        return run.failed[0].exit_code
    return ExitCode.SOME_FAILED if run.failed or run.unsent else ExitCode.DONE


@click.group("schedule", cls=Group)
def schedule_group() -> None:
    """日程：安装定时任务，查看下次何时到期。"""


@schedule_group.command("install", cls=Command)
@click.option("--cron", "way", flag_value="cron", help="crontab 的一行")
@click.option("--systemd", "way", flag_value="systemd", help="systemd 的 service 和 timer")
@click.option("--apply", is_flag=True, help="装上，不只是打印")
@click.option(
    "--to",
    type=FOLDER,
    default=Path("/etc/systemd/system"),
    help="systemd 单元放在哪里，默认 /etc/systemd/system",
)
@click.pass_obj
def install_command(root: Path, way: str | None, apply: bool, to: Path) -> int:
    """打印定时任务；加 --apply 就装上。"""
    if way is None:
        raise UsageError([Code.USAGE.problem("要写 --cron 或 --systemd")])
    if way == "cron":
        line = publishing.crontab(root)
        if apply:
            publishing.install_crontab(line)
        click.echo(line)
        return ExitCode.DONE
    units = publishing.systemd(root)
    if not apply:
        click.echo("\n".join(f"# {name}\n{text}" for name, text in units.items()))
        return ExitCode.DONE
    for path in publishing.install_systemd(units, to):
        click.echo(path)
    click.echo(
        "再运行：systemctl daemon-reload && systemctl enable --now reportgen.timer", err=True
    )
    return ExitCode.DONE


@schedule_group.command("status", cls=Command)
@_now_option
@click.pass_obj
def status_command(root: Path, now: datetime | None) -> int:
    """上次运行的结果、下次检查的时刻和下次到期的文稿。"""
    status = publishing.schedule_status(root, now)
    if status.last is None:
        click.echo("还没有运行过")
    else:
        words = {"failed": "没有做成", "published": "已发布", "unchanged": "没有变化"}
        click.echo(f"上次运行：{status.last['now']}")
        rows: list[tuple[str, ...]] = [
            (each["name"], words[each["result"]]) for each in status.last["documents"]
        ]
        print_table(rows or [("（没有到期的文稿）",)])
    moment = status.next_check.isoformat(timespec="minutes")
    click.echo(f"下次检查：{moment}（装了定时任务才有）")
    click.echo("下次到期：")
    print_table([(title, str(period), day.isoformat()) for title, period, day in status.next_due])
    return ExitCode.DONE


@click.command("verify", cls=Command)
@click.argument("folder", type=FILE, metavar="文件夹")
@click.pass_obj
def verify_command(root: Path, folder: Path) -> int:
    """核对发布的文件夹：文件是否还是发布时的样子，数据、模板、字体、程序后来变了没有。"""
    verified = publishing.verify(root, folder)
    print_problems(verified.problems)
    words = "都与发布时相同" if verified.intact else "有不符"
    click.echo(f"核对了 {verified.files} 个文件：{words}")
    return ExitCode.DONE if verified.intact else ExitCode.DATA


@click.command("reproduce", cls=Command)
@click.argument("manifest", type=FILE, metavar="清单")
@click.pass_obj
def reproduce_command(root: Path, manifest: Path) -> int:
    """照发布清单（manifest.json）再做一遍，逐字节比较。"""
    verified = publishing.reproduce(root, manifest, progress=click.echo)
    print_problems(verified.problems)
    click.echo("逐字节相同" if verified.intact else "有不同")
    return ExitCode.DONE if verified.intact else ExitCode.DATA
