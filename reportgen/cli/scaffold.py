"""``new``: a workspace with a small example that builds at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

import reportgen
from reportgen.base.codes import Code
from reportgen.base.problems import CannotCreateError, Place
from reportgen.cli.listing import write_schemas
from reportgen.cli.words import FILE, Command

_PACKAGE = Path(reportgen.__file__).parent


@click.command("new", cls=Command)
@click.argument("folder", type=FILE, metavar="文件夹")
def new_command(folder: Path) -> None:
    """新建一个工作区，内有可以直接生成的小例子。"""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            message = "这里已有内容，没有改动"
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(folder)))])
        shutil.copytree(_PACKAGE / "scaffold", folder, dirs_exist_ok=True)
        shutil.copytree(_templates(), folder / "templates", dirs_exist_ok=True)
    except OSError as error:
        message = f"不能建立工作区：{error.strerror}"
        problem = Code.OUTPUT_FAILED.problem(message, Place(str(folder)))
        raise CannotCreateError([problem]) from error
    write_schemas(folder / "data" / ".schema")
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


def _templates() -> Path:
    """Return the sample workspace's templates: in the package, or beside it in a checkout."""
    packaged = _PACKAGE / "templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"
