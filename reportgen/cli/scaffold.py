"""``new``: a workspace with a small example that builds at once."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

from reportgen.cli.chinese import ChineseCommand
from reportgen.codes import Code
from reportgen.errors import CannotCreateError
from reportgen.problems import Place


@click.command("new", cls=ChineseCommand)
@click.argument("folder", type=click.Path(path_type=Path))
def new_command(folder: Path) -> None:
    """新建一个工作区，内有可以直接生成的小例子。"""
    if folder.exists() and any(folder.iterdir()):
        message = "文件夹里已有内容，没有改动"
        raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(folder)))])
    with as_file(files("reportgen") / "scaffold") as scaffold:
        shutil.copytree(scaffold, folder, dirs_exist_ok=True)
    click.echo(f"已建立 {folder}。下一步：reportgen -C {folder} build")
