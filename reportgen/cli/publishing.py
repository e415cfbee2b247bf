"""Documents published: ``run-due``, ``schedule``, ``verify``, ``reproduce``."""

from datetime import datetime
from pathlib import Path

import click

from reportgen import desk
from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode, UsageError
from reportgen.cli import words
from reportgen.cli.output import (
    print_aside,
    print_json,
    print_problems,
    print_table,
    terminal_progress,
)
from reportgen.model.periods import Period


@words.cli.command("run-due")
@words.now_option
@click.option("--period", type=words.PERIOD, help="做这一期的，不看日期，如 2012-04、2012Q1")
@click.option("--republish", is_flag=True, help="数据没变，模板、字体或程序变了的也重新发布")
@words.json_object_option
@click.pass_obj
def run_due(
    root: Path, now: datetime | None, period: Period | None, republish: bool, as_json: bool
) -> int:
    """按日程（data/schedule.yaml）生成并发布到期的文稿；没有问题就不作声。"""
    run = desk.publishing.publish_due(root, now, period, anew=republish, progress=terminal_progress)
    for line in run.words:
        print_aside(line)
    if as_json:
        print_json(run.record)
    if run.failed and len(run.failed) == len(run.outcomes):
        return run.failed[0].exit_code
    return ExitCode.SOME_FAILED if run.failed or run.unsent else ExitCode.DONE


@words.cli.group("schedule")
def schedule_group() -> None:
    """日程：安装定时任务，查看下次何时到期。"""


@schedule_group.command("install")
@click.option("--cron", "way", flag_value="cron", help="crontab 的一行")
@click.option("--systemd", "way", flag_value="systemd", help="systemd 的 service 和 timer")
@click.option("--apply", is_flag=True, help="装上，不只是打印")
@click.option(
    "--to",
    type=words.FOLDER,
    default=Path("/etc/systemd/system"),
    help="systemd 单元放在哪里，默认 /etc/systemd/system",
)
@click.pass_obj
def schedule_install(root: Path, way: str | None, apply: bool, to: Path) -> None:
    """打印定时任务；加 --apply 就装上。"""
    if way is None:
        raise UsageError([Code.USAGE.problem("要写 --cron 或 --systemd")])
    if way == "cron":
        line = desk.publishing.crontab(root)
        if apply:
            desk.publishing.install_crontab(line)
        click.echo(line)
        return
    units = desk.publishing.systemd(root)
    if not apply:
        click.echo("\n".join(f"# {name}\n{text}" for name, text in units.items()))
        return
    for path in desk.publishing.install_systemd(units, to):
        click.echo(path)
    print_aside("再运行：systemctl daemon-reload && systemctl enable --now reportgen.timer")


@schedule_group.command("status")
@words.now_option
@click.pass_obj
def schedule_status(root: Path, now: datetime | None) -> None:
    """上次运行的结果、下次检查的时刻和下次到期的文稿。"""
    status = desk.publishing.schedule_status(root, now)
    if status.last is None:
        click.echo("还没有运行过")
    else:
        words = {"failed": "没有做成", "published": "已发布", "unchanged": "没有变化"}
        click.echo(f"上次运行：{status.last['now']}")
        documents = status.last["documents"]
        print_table([(each["name"], words[each["result"]]) for each in documents])
        if not documents:
            click.echo("（没有到期的文稿）")
    moment = status.next_check.isoformat(timespec="minutes")
    click.echo(f"下次检查：{moment}（装了定时任务才有）")
    click.echo("下次到期：")
    print_table(status.next_due)


@words.cli.command("verify")
@click.argument("folder", type=words.FILE, metavar="文件夹", required=False)
@words.key_option
@click.pass_obj
def verify_command(root: Path, folder: Path | None, key: Path | None) -> ExitCode:
    """核对发布的文件夹（不写就核对全部）：与清单、发布登记是否相符，数据、模板、字体、程序后来变了没有。"""
    verified = desk.publishing.verify(root, folder, key)
    print_problems(verified.problems)
    click.echo(
        f"核对了 {verified.files} 个文件：{'都与发布时相同' if verified.intact else '有不符'}"
    )
    signed = f"（第 {verified.signed_from} 行起有签名）" if verified.signed_from else ""
    click.echo(f"发布登记 {verified.lines} 行{signed}，末行校验值 {verified.last}")
    return ExitCode.DONE if verified.intact else ExitCode.DATA


@words.cli.command("reproduce")
@click.argument("manifest", type=words.FILE, metavar="清单")
@words.key_option
@click.pass_obj
def reproduce_command(root: Path, manifest: Path, key: Path | None) -> ExitCode:
    """核对发布清单（manifest.json）所在的文件夹，照清单再做一遍，逐字节比较。"""
    verified = desk.publishing.reproduce(root, manifest, key, progress=click.echo)
    print_problems(verified.problems)
    click.echo("逐字节相同" if verified.intact else "有不同")
    return ExitCode.DONE if verified.intact else ExitCode.DATA
