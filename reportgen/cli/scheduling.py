"""``run-due``, ``schedule``, ``verify`` and ``reproduce``."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode, OutputError, ReportgenError, UsageError
from reportgen.cli.output import print_problems, print_table, terminal_progress
from reportgen.cli.words import FILE, FOLDER, PERIOD, Command, Group, json_object_option
from reportgen.model.periods import Period, is_usual
from reportgen.publish import publish
from reportgen.schedule.calendar import CHINA, due_at, due_of, each_circular, next_due, planned
from reportgen.schedule.installing import (
    crontab_line,
    next_run,
    systemd_units,
    with_crontab_line,
)
from reportgen.schedule.journal import few_words, named, open_log, summary_of, write_outcome
from reportgen.schedule.manifests import MANIFEST, changed_inputs, damaged, read_manifest
from reportgen.schedule.notices import notify
from reportgen.schedule.running import PUBLISHED, differing, run
from reportgen.sources.workspace import first_year, open_workspace

_LAST = "last-run.json"


def _moment(_: click.Context, __: click.Parameter, text: str | None) -> datetime:
    if text is None:
        return datetime.now(CHINA)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if not is_usual(moment.year):
        message = f"时刻“{text}”写法不对，如 2012-05-03T06:00:00+08:00"
        raise UsageError([Code.USAGE.problem(message)])
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


_now_option = click.option(
    "--now", callback=_moment, metavar="时刻", help="当作这个时刻，如 2012-05-03T06:00:00+08:00"
)


@click.command("run-due", cls=Command)
@_now_option
@click.option("--period", type=PERIOD, help="做这一期的，不看日期，如 2012-04、2012Q1")
@json_object_option
@click.pass_obj
def run_due_command(root: Path, now: datetime, period: Period | None, as_json: bool) -> int:
    """按日程（data/schedule.yaml）生成并发布到期的文稿；没有问题就不作声。"""
    log = open_log(root / PUBLISHED)
    workspace = open_workspace(root)
    schedule, tasks = workspace.schedule.record, planned(workspace.schedule, workspace.heads)
    first = first_year(root)
    due = due_of(schedule, tasks, period) if period else due_at(schedule, tasks, now)
    dues = list(each_circular(workspace, (each for each in due if each.period.year >= first)))
    log.info("开始：%s，到期 %d 份", now.isoformat(timespec="seconds"), len(dues))
    progress = terminal_progress(len(dues))
    outcomes = []
    try:
        for outcome in run(root, schedule, dues, now, lambda each: progress(named(each)), log.info):
            outcomes.append(outcome)
            write_outcome(log, outcome)
    except ReportgenError as error:
        log.error("%s", error)
        raise
    summary = summary_of(now, outcomes)
    worth_telling = any(each.files or each.failed for each in outcomes)
    unsent = notify(schedule.notify, summary) if worth_telling else None
    if unsent:
        log.warning("%s", unsent)
    failed = [each for each in outcomes if each.failed]
    log.info("结束：%d 份，失败 %d 份", len(outcomes), len(failed))
    for line in few_words(outcomes, unsent, root / PUBLISHED):
        click.echo(line, err=True)
    written = json.dumps(summary, ensure_ascii=False, indent=2)
    publish(root / PUBLISHED / _LAST, written.encode())
    if as_json:
        click.echo(written)
    if failed and len(failed) == len(outcomes):
        return failed[0].exit_code
    return ExitCode.SOME_FAILED if failed or unsent else ExitCode.DONE


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
    schedule = open_workspace(root).schedule.record
    if way is None:
        raise UsageError([Code.USAGE.problem("要写 --cron 或 --systemd")])
    if way == "cron":
        line = crontab_line(root, schedule.at)
        return _install_cron(line) if apply else _print(line)
    (root / "build").mkdir(exist_ok=True)  # systemd starts no unit whose folders are missing
    units = systemd_units(root, schedule)
    if not apply:
        return _print("\n".join(f"# {name}\n{text}" for name, text in units.items()))
    for name, text in units.items():
        publish(to / name, text.encode())
        click.echo(to / name)
    click.echo(
        "再运行：systemctl daemon-reload && systemctl enable --now reportgen.timer", err=True
    )
    return ExitCode.DONE


def _print(text: str) -> int:
    click.echo(text)
    return ExitCode.DONE


def _install_cron(line: str) -> int:
    crontab = shutil.which("crontab")
    if crontab is None:
        message = "本机没有 crontab 命令"
        raise OutputError(
            [Code.OUTPUT_FAILED.problem(message, None, "装上 cron，或用 --systemd。")]
        )
    listed = subprocess.run([crontab, "-l"], capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    text = with_crontab_line(listed.stdout if listed.returncode == 0 else "", line)
    subprocess.run([crontab, "-"], input=text, encoding="utf-8", check=True)  # noqa: S603
    return _print(line)


@schedule_group.command("status", cls=Command)
@_now_option
@click.pass_obj
def status_command(root: Path, now: datetime) -> int:
    """上次运行的结果、下次检查的时刻和下次到期的文稿。"""
    workspace = open_workspace(root)
    schedule, tasks = workspace.schedule.record, planned(workspace.schedule, workspace.heads)
    last = root / PUBLISHED / _LAST
    if last.is_file():
        summary = json.loads(last.read_bytes())
        words = {"failed": "没有做成", "published": "已发布", "unchanged": "没有变化"}
        click.echo(f"上次运行：{summary['now']}")
        rows: list[tuple[str, ...]] = [
            (each["name"], words[each["result"]]) for each in summary["documents"]
        ]
        print_table(rows or [("（没有到期的文稿）",)])
    else:
        click.echo("还没有运行过")
    click.echo(
        f"下次检查：{next_run(schedule.at, now).isoformat(timespec='minutes')}（装了定时任务才有）"
    )
    click.echo("下次到期：")
    print_table(
        [
            (due.kind.title, str(due.period), due.day.isoformat())
            for due in next_due(schedule, tasks, now)
        ]
    )
    return ExitCode.DONE


@click.command("verify", cls=Command)
@click.argument("folder", type=FILE)
@click.pass_obj
def verify_command(root: Path, folder: Path) -> int:
    """核对发布的文件夹：文件是否还是发布时的样子，数据、模板、字体、程序后来变了没有。"""
    manifest = read_manifest(folder / MANIFEST)
    problems = [*damaged(folder, manifest), *changed_inputs(root, manifest)]
    print_problems(problems)
    files = sum(len(each.outputs) + len(each.earlier) for each in manifest.documents.values())
    bad = any(each.code == Code.PUBLISHED_DIFFERS.code for each in problems)
    click.echo(f"核对了 {files} 个文件：{'有不符' if bad else '都与发布时相同'}")
    return ExitCode.DATA if bad else ExitCode.DONE


@click.command("reproduce", cls=Command)
@click.argument("manifest", type=FILE)
@click.pass_obj
def reproduce_command(root: Path, manifest: Path) -> int:
    """照发布清单（manifest.json）再做一遍，逐字节比较。"""
    record = read_manifest(manifest)
    problems = list(changed_inputs(root, record))
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, document) in enumerate(record.documents.items()):
            problems += differing(root, document, Path(folder) / str(number))
            click.echo(f"{record.period} {name}：再做了 {len(document.outputs)} 个文件")
    print_problems(problems)
    bad = any(each.code != Code.INPUT_CHANGED.code for each in problems)
    click.echo("有不同" if bad else "逐字节相同")
    return ExitCode.DATA if bad else ExitCode.DONE
