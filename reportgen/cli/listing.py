"""``list`` and ``schema``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from reportgen.cli.output import print_table
from reportgen.cli.words import FILE, Command, Group, json_array_option
from reportgen.desk import listing, workspaces


@click.group("list", cls=Group, invoke_without_command=True)
@click.pass_context
def list_group(context: click.Context) -> None:
    """列出工作区里有什么；不写种类时列出可以生成的文稿。"""
    if context.invoked_subcommand is None:
        _print(listing.documents(context.obj), as_json=False)


def _list_command(name: str, purpose: str, entries: Callable[[Path], Sequence[NamedTuple]]) -> None:
    @list_group.command(name, help=purpose)
    @json_array_option
    @click.pass_obj
    def command(root: Path, as_json: bool) -> None:
        _print(entries(root), as_json)


_list_command("documents", "可以生成的文稿。", listing.documents)
_list_command("kinds", "文稿的种类：templates 中的每个模板一种。", listing.kinds)


@list_group.command("variables")
@click.option("--kind", metavar="种类", help="只列这一种文稿的模板能用的")
@json_array_option
@click.pass_obj
def list_variables(root: Path, kind: str | None, as_json: bool) -> None:
    """模板里能用的变量：名称、类型、含义；其中各种记录的字段也逐一列出。"""
    _print(listing.variables(root, kind), as_json)


_list_command("periods", "有进展数据的期间。", listing.periods)
_list_command("targets", "各年度的目标。", listing.targets)
_list_command("indicators", "各目标的量化指标。", listing.indicators)


@click.command("schema", cls=Command)
@click.option("--out", type=FILE, help="写入该文件夹，每种数据一个文件")
def schema_command(out: Path | None) -> None:
    """打印数据文件的 JSON Schema，供编辑器补全和检查。"""
    if out is None:
        click.echo(json.dumps(workspaces.json_schemas(), ensure_ascii=False, indent=2))
        return
    for path in workspaces.write_schemas(out):
        click.echo(str(path))


def _print(entries: Sequence[NamedTuple], as_json: bool) -> None:
    if as_json:
        records = [each._asdict() for each in entries]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif entries:
        print_table([["" if value is None else str(value) for value in each] for each in entries])
