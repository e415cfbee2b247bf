"""``build`` and ``watch``."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from reportgen.base.problems import ExitCode, Severity
from reportgen.cli.checking import strict_option
from reportgen.cli.output import print_json, print_problems, terminal_progress
from reportgen.cli.words import FOLDER, PERIOD, YEAR, Command, Word, json_object_option
from reportgen.desk.making import (
    DOCX,
    FLOWING_DOCX,
    FORMATS,
    USUAL,
    Format,
    Made,
    Wanted,
    make,
)
from reportgen.model.periods import Period


def _formats(text: str) -> tuple[Format, ...]:
    named = [part.strip() for part in text.split(",")]
    if unknown := set(named) - FORMATS.keys():
        raise ValueError(unknown)
    return tuple(dict.fromkeys(FORMATS[each] for each in named))


_FORMATS = Word("格式", _formats, f"可选 {'、'.join(FORMATS)}，用逗号分开")
_USUAL = ",".join(each.ending for each in USUAL)


@click.command("build", cls=Command)
@click.argument("kind", required=False)
@click.argument("name", required=False)
@click.option("--year", type=YEAR, help="年度，用于 target-table、circular")
@click.option(
    "--period",
    type=PERIOD,
    help="期间，如 2012Q1，简报用月份，如 2012-05；公文为说这一期的",
)
@click.option("--unit", metavar="单位", help="责任单位，用于一个单位一份的文稿")
@click.option("--to", "formats", default=_USUAL, type=_FORMATS, help=f"格式，默认 {_USUAL}")
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
    unit: str | None,
    formats: tuple[Format, ...],
    out: Path | None,
    flow: bool,
    missing_list: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """生成文稿。

    KIND 是文稿种类，如 target-table（目标表），用 reportgen list kinds 列出；不写则全部生成。
    公文可写 NAME，即 data/年度/circulars 中的文件名，不带 .yaml。
    """
    made = make(
        root,
        Wanted(kind, name, year, period, unit),
        tuple(FLOWING_DOCX if flow and each is DOCX else each for each in formats),
        out or root / "build",
        missing_list=missing_list,
        strict=strict,
        progress=terminal_progress,
    )
    print_problems([each for each in made.problems if each.severity is not Severity.NOTE])
    notes = sum(each.severity is Severity.NOTE for each in made.problems)
    click.echo(f"另有说明 {notes} 项（标点改动、替代字体等），用 reportgen check 查看", err=True)
    if as_json:
        print_json(made.outputs, made.problems, made.inputs)
    else:
        for output in made.outputs:
            click.echo(f"{output.path}　{output.pages} 页" if output.pages else output.path)
    if not made.outputs and not made.failures:
        click.echo("没有要做的文稿", err=True)
    return _exit_code(made)


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


def _exit_code(made: Made) -> int:
    if not made.failures:
        return ExitCode.DONE
    if made.outputs:
        return ExitCode.SOME_FAILED
    return max(failure.exit_code for failure in made.failures)
