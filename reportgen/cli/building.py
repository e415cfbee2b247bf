"""``build`` and ``watch``."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, ExitCode, Severity, UsageError, errors_in
from reportgen.build import Outcome, build
from reportgen.checks import check_workspace
from reportgen.cli.checking import font_problems, stopping, strict_option
from reportgen.cli.output import (
    print_json,
    print_problems,
    terminal_progress,
)
from reportgen.cli.words import FOLDER, PERIOD, YEAR, Command, Word, json_object_option
from reportgen.layout.loading import load_profile
from reportgen.model.periods import Period
from reportgen.reports.briefs import brief_job
from reportgen.reports.circulars import Dispatch, dispatch_of
from reportgen.reports.jobs import Job, quarterly_job, summary_job, target_table_job
from reportgen.reports.kinds import BRIEF, CIRCULAR, KINDS, SUMMARY, TARGET_TABLE, Kind, find_kind
from reportgen.sources.needs import (
    Needs,
    circulars_named,
    needs_of,
    needs_of_circular,
    needs_of_table,
)
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.typesetting import Format
from reportgen.workshop import FLOWING, PAGED, Workshop


def _formats(text: str) -> tuple[Format, ...]:
    return tuple(dict.fromkeys(Format(part.strip()) for part in text.split(",")))


_FORMATS = Word("格式", _formats, "可选 docx、pdf，用逗号分开")


@click.command("build", cls=Command)
@click.argument("kind", required=False)
@click.argument("name", required=False)
@click.option("--year", type=YEAR, help="年度，用于 target-table、circular")
@click.option(
    "--period",
    type=PERIOD,
    help="期间，如 2012Q1，简报用月份，如 2012-05；公文为说这一期的",
)
@click.option("--to", "formats", default="docx,pdf", type=_FORMATS, help="格式，默认 docx,pdf")
@click.option("--out", type=FOLDER, help="输出文件夹，默认为工作区的 build")
@click.option("--flow", is_flag=True, help="Word 文件不加强制分页，便于继续编辑")
@click.option("--missing-list", is_flag=True, help="季度报告前加一页缺报清单")
@strict_option
@json_object_option
@click.pass_obj
def build_command(
    root: Path,
    kind: str | None,
    name: str | None,
    year: int | None,
    period: Period | None,
    formats: tuple[Format, ...],
    out: Path | None,
    flow: bool,
    missing_list: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """生成文稿。

    KIND 为 target-table（目标表）、quarterly（季度考核报告）、summary（各单位汇总报告）、
    brief（月度简报）或 circular（公文），不写则全部生成。公文可写 NAME，即 data/年度/circulars 中的文件名，不带 .yaml。
    """
    workspace = load_workspace(root, needs_named(root, kind, name, year, period))
    problems = list(check_workspace(workspace))
    if stopping(problems, strict):
        raise DataError([each for each in problems if each.severity is not Severity.NOTE])
    jobs = jobs_named(workspace, kind, name, year, period)
    if missing_list:
        jobs = tuple(job.with_missing_list() if isinstance(job, Job) else job for job in jobs)
    workshop = Workshop(root, load_profile(root, workspace.office.record.profile))
    problems += font_problems(workspace, workshop.fonts)
    if stopping(problems, strict):
        raise DataError(errors_in(problems))
    outcome = build(
        workshop,
        jobs,
        formats,
        out or root / "build",
        FLOWING if flow else PAGED,
        terminal_progress(len(jobs)),
    )
    problems += outcome.problems
    print_problems([each for each in problems if each.severity is not Severity.NOTE])
    notes = sum(each.severity is Severity.NOTE for each in problems)
    click.echo(f"另有说明 {notes} 项（标点改动、替代字体等），用 reportgen check 查看", err=True)
    if as_json:
        print_json(outcome.outputs, problems)
    else:
        for output in outcome.outputs:
            click.echo(f"{output.path}　{output.pages} 页" if output.pages else output.path)
    return _exit_code(outcome)


@click.command("watch", cls=Command)
@click.pass_context
def watch_command(context: click.Context) -> int:
    """数据或模板一保存就重新生成全部文稿，按 Ctrl+C 结束。"""
    from watchfiles import watch

    from reportgen.cli.program import run

    root: Path = context.obj
    folders = [root / "data", root / "templates"]
    command = ["-C", str(root), "build"]
    run(command)
    click.echo("正在等待改动……", err=True)
    for _ in watch(*folders):
        run(command)
        gc.collect()
        click.echo("正在等待改动……", err=True)
    return ExitCode.DONE


def needs_named(
    root: Path, kind: str | None, name: str | None, year: int | None, period: Period | None
) -> Needs | None:
    """Return what one document is made of, None for several: then all data must be right."""
    if kind == CIRCULAR:
        keys = circulars_named(root, name, year) if name else []
        return needs_of_circular(root, keys[0]) if len(keys) == 1 else None
    if kind == TARGET_TABLE and year is not None:
        return needs_of_table(root, year)
    return needs_of(period) if period else None


def jobs_named(
    workspace: Workspace,
    kind: str | None,
    name: str | None,
    year: int | None,
    period: Period | None,
) -> tuple[Job | Dispatch, ...]:
    """Return the documents that a command line names; all where it names none."""
    if kind is None:
        if year is not None or period is not None:
            message = "--year 和 --period 要与文稿种类一起用"
            raise UsageError([Code.USAGE.problem(message)])
        return tuple(job for known in KINDS for job in known.jobs(workspace))
    found = find_kind(kind)
    if found.name == CIRCULAR:
        return _dispatches(workspace, name, year, period)
    given = {"--year": year, "--period": period}
    wrong = [name for name, value in given.items() if value is not None and name != found.option]
    if wrong:
        message = f"{found.name}（{found.title}）用 {found.option}，不用 {'、'.join(wrong)}"
        raise UsageError([Code.USAGE.problem(message)])
    if name is not None:
        message = f"{found.title}没有名称，不能写“{name}”"
        raise UsageError([Code.USAGE.problem(message)])
    if year is not None:
        return (target_table_job(workspace, year),)
    if period is not None:
        return (_of_period(workspace, found, period),)
    return found.jobs(workspace)


def _of_period(workspace: Workspace, kind: Kind, period: Period) -> Job:
    monthly = kind.name == BRIEF
    if period.is_quarter is monthly:
        wanted = "月份，如 2012-05" if monthly else "季度，如 2012Q1"
        message = f"{kind.title}要用{wanted}，不能用 {period}"
        raise UsageError([Code.USAGE.problem(message)])
    if monthly:
        return brief_job(workspace, period)
    return (summary_job if kind.name == SUMMARY else quarterly_job)(workspace, period)


def _dispatches(
    workspace: Workspace, name: str | None, year: int | None, about: Period | None
) -> tuple[Dispatch, ...]:
    """Return the circulars of a name, of a year, about a period; all where nothing is given."""
    chosen = [
        (known_year, known)
        for (known_year, known), sourced in sorted(workspace.circulars.items())
        if name in (None, known)
        and year in (None, known_year)
        and about in (None, sourced.record.about)
    ]
    return tuple(dispatch_of(workspace, *each) for each in chosen)


def _exit_code(outcome: Outcome) -> int:
    if not outcome.failures:
        return ExitCode.DONE
    if outcome.outputs:
        return ExitCode.SOME_FAILED
    return max(failure.exit_code for failure in outcome.failures)
