"""Documents checked, made, listed: ``check`` to ``list``."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import desk
from reportgen.base.problems import ExitCode, Severity
from reportgen.cli import words
from reportgen.cli.output import (
    print_aside,
    print_findings,
    print_grouped,
    print_json,
    print_list,
    print_problems,
    print_table,
    terminal_progress,
)
from reportgen.model.periods import Period

if TYPE_CHECKING:
    from reportgen.desk.products import Product

_USUAL = "docx,pdf"
_SCHEDULER = "tcp://127.0.0.1:8786"
_LISTS = {
    "documents": "可以生成的文稿。",
    "indicators": "各目标的量化指标。",
    "kinds": "文稿的种类：templates 中的每个模板一种。",
    "periods": "有进展数据的期间。",
    "targets": "各年度的目标。",
}


@words.cli.command("check")
@words.strict_option
@words.verbose_option
@words.json_object_option
@click.pass_obj
def check_command(root: Path, strict: bool, verbose: bool, as_json: bool) -> ExitCode:
    """检查工作区的全部数据，一次列出所有问题；警告和说明每种一行，加 --verbose 逐条列出。"""
    problems = desk.making.check(root)
    (print_problems if verbose else print_grouped)(problems)
    found = [each.severity for each in problems]
    counts = [f"{each.label} {found.count(each)} 项" for each in Severity if each in found]
    print_aside("，".join(counts) or "没有问题")
    if as_json:
        print_findings(problems)
    return ExitCode.DATA if desk.making.stopping(problems, strict=strict) else ExitCode.DONE


def _formats(_: click.Context, __: click.Parameter, text: str) -> list[str]:
    named = [part.strip() for part in text.split(",")]
    known = desk.products.FORMATS
    if set(named) - known.keys():
        raise click.BadParameter(f"“{text}”写法不对，可选 {'、'.join(known)}，用逗号分开")
    return list(dict.fromkeys(named))


_formats_option = click.option(
    "--to",
    "formats",
    default=_USUAL,
    callback=_formats,
    metavar="格式",
    help=f"格式，默认 {_USUAL}",
)


_all_option = click.option("--all", "anew", is_flag=True, help="没有变化的也重新做")
_why_option = click.option("--why", is_flag=True, help="逐份说明为什么要做")


def _tell_why(products: Sequence[Product]) -> None:
    for each in products:
        print_aside(f"{each.stem}：{'；'.join(each.why) or '没有变化'}")


@words.cli.command("build")
@click.argument("kind", required=False)
@click.argument("name", required=False)
@words.year_option
@click.option(
    "--period",
    type=words.PERIOD,
    help="期间，如 2012Q1，简报用月份，如 2012-05；公文为说这一期的",
)
@words.unit_option
@_formats_option
@words.out_option
@click.option("--flow", is_flag=True, help="Word 文件不加强制分页，便于继续编辑")
@click.option("--missing-list", is_flag=True, help="季度报告前加一页缺报清单")
@_all_option
@_why_option
@words.strict_option
@words.verbose_option
@words.json_object_option
@click.pass_obj
def build(
    root: Path,
    kind: str | None,
    name: str | None,
    year: int | None,
    period: Period | None,
    unit: str | None,
    formats: list[str],
    out: Path | None,
    flow: bool,
    missing_list: bool,
    anew: bool,
    why: bool,
    strict: bool,
    verbose: bool,
    as_json: bool,
) -> int:
    """生成文稿。

    KIND 是文稿种类，如 target-table（目标表），用 reportgen list kinds 列出；不写则全部生成。
    公文可写 NAME，即 data/年度/circulars 中的文件名，不带 .yaml。
    """
    made = desk.making.make(
        root,
        desk.making.Wanted(kind, name, year, period, unit),
        desk.products.manner(formats, out or root / "build", flowing=flow, anew=anew),
        missing_list=missing_list,
        strict=strict,
        progress=terminal_progress,
    )
    found = [each for each in made.problems if each.severity is not Severity.NOTE]
    (print_problems if verbose else print_grouped)(found)
    notes = sum(each.severity is Severity.NOTE for each in made.problems)
    print_aside(f"另有说明 {notes} 项（标点改动、替代字体等），用 reportgen check --verbose 查看")
    if why:
        _tell_why(made.products)
    if as_json:
        outputs = [each.model_dump(mode="json") for each in made.outputs]
        inputs = [
            {"path": each.path, "sha256": each.sha256} for each in desk.making.inputs_of(made)
        ]
        print_findings(made.problems, outputs, inputs, desk.making.meaning_in(made))
    else:
        for output in made.outputs:
            click.echo(f"{output.path}　{output.pages} 页" if output.pages else output.path)
    if not made.products:
        print_aside("没有要做的文稿")
    return made.exit_code


@words.cli.command("batch")
@click.argument("kinds", nargs=-1, metavar="[KIND ……]")
@click.option(
    "--period", "periods", type=words.PERIOD, multiple=True, help="只做这一期的，可写几个"
)
@click.option("--unit", "units", metavar="单位", multiple=True, help="只做这个单位的，可写几个")
@_formats_option
@words.out_option
@click.option(
    "--jobs", type=click.IntRange(1), metavar="份数", help="同时做几份，默认为处理器的个数"
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    help="由本机做，还是由 Dask 集群做；默认 local",
)
@click.option(
    "--scheduler",
    metavar="地址",
    default=_SCHEDULER,
    help=f"Dask 调度器的地址，默认 {_SCHEDULER}",
)
@_all_option
@_why_option
@words.strict_option
@words.json_object_option
@click.pass_obj
def batch_command(
    root: Path,
    kinds: tuple[str, ...],
    periods: tuple[Period, ...],
    units: tuple[str, ...],
    formats: list[str],
    out: Path | None,
    jobs: int | None,
    engine: str,
    scheduler: str,
    anew: bool,
    why: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """成批生成文稿，只做有变化的；中断了再运行，从没有做的接着做。

    KIND 是文稿种类，可写几个，不写则全部生成。
    """
    address = scheduler if engine == "dask" else None
    made = desk.batch.batch(
        root,
        desk.products.Selection(kinds, periods, units),
        desk.products.manner(
            formats, out or root / "build", workers=jobs, scheduler=address, anew=anew
        ),
        strict=strict,
        progress=terminal_progress,
    )
    print_grouped(each for each in made.problems if each.severity is not Severity.NOTE)
    if why:
        _tell_why(made.products)
    for each in made.products:
        if each.failure:
            print_aside(f"没有做成：{each.stem}")
    if as_json:
        print_json({"documents": [_as_json(each) for each in made.products]})
    else:
        print_table(list(_by_kind(made.products)))
    return made.exit_code


def _by_kind(products: Sequence[Product]) -> Iterator[tuple[object, ...]]:
    """Yield a row for each kind of documents: how many were made, stand, failed; pages, seconds."""
    yield "种类", "做成", "没有变化", "没有做成", "页数", "合计秒数"
    for kind in dict.fromkeys(each.kind for each in products):
        own = [each for each in products if each.kind == kind]
        made = [each.trace for each in own if each.trace and each.why]
        yield (
            kind,
            len(made),
            sum(not each.why for each in own),
            sum(each.failure is not None for each in own),
            sum(max((output.pages for output in each.outputs), default=0) for each in made),
            f"{sum(each.seconds for each in made):.1f}",
        )


def _as_json(product: Product) -> dict[str, object]:
    result = "failed" if product.failure else "made" if product.why else "unchanged"
    trace = product.trace
    return {
        "kind": product.kind,
        "name": product.stem,
        "result": result,
        "why": product.why,
        "seconds": trace.seconds if trace else None,
        "outputs": [each.model_dump(mode="json") for each in trace.outputs] if trace else [],
        "problems": [each.to_json() for each in product.failure.problems]
        if product.failure
        else [],
    }


@words.cli.command("watch")
@_formats_option
@click.pass_obj
def watch_command(root: Path, formats: list[str]) -> None:
    """数据或模板一保存就重新生成有变化的文稿，按 Ctrl+C 结束；--to docx 最快。"""
    from watchfiles import watch

    from reportgen.cli.program import run

    command = ["-C", str(root), "build", "--to", ",".join(formats)]
    run(command)
    print_aside("正在等待改动……")
    for _ in watch(root / "data", root / "templates"):
        run(command)
        gc.collect()
        print_aside("正在等待改动……")


@words.cli.group("list", invoke_without_command=True)
@click.pass_context
def list_group(context: click.Context) -> None:
    """列出工作区里有什么；不写种类时列出可以生成的文稿。"""
    if context.invoked_subcommand is None:
        context.invoke(list_group.commands["documents"])


def _add_list(name: str) -> None:
    @list_group.command(name, help=_LISTS[name])
    @words.json_array_option
    @click.pass_obj
    def command(root: Path, as_json: bool) -> None:
        print_list(desk.listing.LISTS[name](root), as_json=as_json)


for _name in _LISTS:
    _add_list(_name)


@list_group.command("variables")
@click.option("--kind", metavar="种类", help="只列这一种文稿的模板能用的")
@words.json_array_option
@click.pass_obj
def list_variables(root: Path, kind: str | None, as_json: bool) -> None:
    """模板里能用的变量：名称、类型、含义；其中各种记录的字段也逐一列出。"""
    print_list(desk.listing.variables(root, kind), as_json=as_json)
