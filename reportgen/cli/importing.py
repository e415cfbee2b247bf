"""``import``: a published table becomes a proposed targets.yaml."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from reportgen.cli.output import print_aside
from reportgen.cli.words import DAY, FILE, YEAR, Command
from reportgen.desk.importing import ImportedTable, json_record, propose, write_proposal

_MOST_SHOWN = 10


@click.command("import", cls=Command)
@click.argument("file", type=FILE, metavar="文件")
@click.option("--year", type=YEAR, required=True, help="年度")
@click.option("--date", "issued", type=DAY, help="目标表的成文日期")
@click.option("--out", type=FILE, help="写到这个文件，默认为 data/年度/targets.yaml")
@click.option("--json", "as_json", is_flag=True, help="打印一个 JSON 对象；不写 --out 就不写文件")
@click.pass_obj
def import_command(
    root: Path,
    file: Path,
    year: int,
    issued: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """导入已有的目标表（网页复制的文本、xlsx、docx），提出指标，写成 targets.yaml。"""
    table = propose(file, year, issued)
    path = None
    if out or not as_json:
        path = write_proposal(root, table, out, waiting=print_aside)
    if as_json:
        click.echo(json.dumps(json_record(table), ensure_ascii=False, indent=2))
    _summarise(table, path)


def _summarise(table: ImportedTable, path: Path | None) -> None:
    """Say on one screen what was found and what to look at first."""
    record, doubtful = table.record, table.doubtful
    columns = "、".join("".join(column.title.split()) for column in record.columns)
    click.echo(f"《{record.title}》：{len(record.targets)} 行；栏目：{columns}", err=True)
    if table.header_line:
        click.echo(f"表头行：{table.header_line}", err=True)
    click.echo(f"提出指标 {len(record.indicators)} 项，其中 {len(doubtful)} 项要核对", err=True)
    for each, doubt in doubtful[:_MOST_SHOWN]:
        click.echo(f"  {each.id} {each.quote}：{doubt.review}", err=True)
    if len(doubtful) > _MOST_SHOWN:
        click.echo(f"  另有 {len(doubtful) - _MOST_SHOWN} 项，见文件中的“待核”", err=True)
    without = [target.name for target in record.targets if not target.indicators]
    if without:
        click.echo(f"没有提出指标的目标：{'、'.join(without)}", err=True)
    if path is not None:
        click.echo(f"已写入 {path}；口径、责任单位标“待填”“待定”的请补上", err=True)
