"""``new``: a workspace with a small example that builds at once."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.words import FILE, YEAR, Command
from reportgen.desk.workspaces import new_workspace


@click.command("new", cls=Command)
@click.argument("folder", type=FILE, metavar="文件夹")
@click.option("--name", metavar="全称", help="发文机关全称，如 某市人民政府办公厅")
@click.option("--unit", metavar="简称", help="文中的简称，如 市政府办公厅；默认与全称相同")
@click.option("--year", type=YEAR, help="年度，默认为今年")
def new_command(folder: Path, name: str | None, unit: str | None, year: int | None) -> None:
    """新建一个工作区，内有可以直接生成的小例子。"""
    new_workspace(folder, name=name, unit=unit, year=year)
    click.echo(f"已建立 {folder}。下一步：reportgen -C {folder} build")


@click.command("new-template", cls=Command)
@click.argument("name", metavar="种类")
@click.option("--like", default="quarterly", metavar="种类", help="照哪一种的模板，默认 quarterly")
@click.option("--title", metavar="名称", help="种类名称，如 年度工作总结")
@click.pass_obj
def new_template_command(root: Path, name: str, like: str, title: str | None) -> None:
    """新建一种文稿的模板，从另一种照抄，再改内容。"""
    from reportgen.desk.templates import new_template  # slow to load

    path = new_template(root, name, like, title)
    click.echo(f"已建立 {path}。改好开头的说明和内容后：reportgen list documents")
