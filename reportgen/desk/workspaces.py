"""A new workspace, with what the office is called and a small example that builds at once."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import reportgen
from reportgen.base.codes import Code
from reportgen.base.problems import CannotCreateError, Place, UsageError
from reportgen.publish import publish
from reportgen.sources.schema import json_schemas

__all__ = ["json_schemas", "new_workspace", "packaged_templates", "write_schemas"]

_PACKAGE = Path(reportgen.__file__).parent
# what the example calls the office, its everyday name and the year; its files hold them as text
_NAME, _UNIT, _YEAR = "某市人民政府办公厅", "市政府办公厅", "2026"
_NO_NAME = re.compile(r"""[:#"'{}\[\],&*!|>%@`\\\x00-\x1f]""")


def new_workspace(
    folder: Path, *, name: str | None = None, unit: str | None = None, year: int | None = None
) -> None:
    """Make a workspace of an office, by its full and its everyday name, for a year.

    The everyday name is the full one where only that is given; the year is the present one.
    Raises CannotCreateError where the folder isn't empty, UsageError for names YAML can't take.
    """
    words = {_NAME: name or _NAME, _UNIT: unit or name or _UNIT}
    words[_YEAR] = str(year or date.today().year)
    if wrong := next((each for each in words.values() if _NO_NAME.search(each)), None):
        message = f"名称“{wrong}”里有数据文件不能直接写的符号"
        raise UsageError([Code.USAGE.problem(message, None, "去掉冒号、引号、括号一类的符号。")])
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            message = "这里已有内容，没有改动"
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(folder)))])
        for file in (_PACKAGE / "scaffold").rglob("*.yaml"):
            path = str(file.relative_to(_PACKAGE / "scaffold")).replace(_YEAR, words[_YEAR])
            text = re.sub("|".join(words), lambda found: words[found[0]], file.read_text("utf-8"))
            publish(folder / path, text.encode())
        shutil.copytree(packaged_templates(), folder / "templates", dirs_exist_ok=True)
    except OSError as error:
        message = f"不能建立工作区：{error.strerror}"
        problem = Code.OUTPUT_FAILED.problem(message, Place(str(folder)))
        raise CannotCreateError([problem]) from error
    write_schemas(folder / "data" / ".schema")


def packaged_templates() -> Path:
    """Return the sample workspace's templates: in the package, or beside it in a checkout."""
    packaged = _PACKAGE / "templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of each data file into a folder."""
    paths = []
    for name, schema in json_schemas().items():
        path = folder / f"{name}.schema.json"
        publish(path, (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode())
        paths.append(path)
    return paths
