"""``import``: a published table becomes a proposed targets.yaml."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import CannotCreateError, Place
from reportgen.cli.output import print_aside
from reportgen.cli.words import DAY, FILE, YEAR, Command
from reportgen.importing.reading import read_table
from reportgen.importing.table import ImportedTable
from reportgen.importing.writing import json_record, table_yaml
from reportgen.locking import workspace_lock
from reportgen.publish import publish

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
    table = read_table(file, year, issued or date.today())
    if as_json:
        click.echo(json.dumps(json_record(table), ensure_ascii=False, indent=2))
    path = out or (None if as_json else root / "data" / str(year) / "targets.yaml")
    if path is not None:
        content = table_yaml(table).encode()
        in_data = path.resolve().is_relative_to((root / "data").resolve())
        with workspace_lock(root, print_aside) if in_data else nullcontext():
            _write_new(path, content)
    _summarise(table, path)


def _write_new(path: Path, content: bytes) -> None:
    if path.exists():
        message = "文件已经存在，没有改动"
        remedy = "用 --out 写到别处，再把要的内容并过来。"
        raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(path)), remedy)])
    publish(path, content)


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
