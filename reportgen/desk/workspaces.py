"""What goes into a workspace: a new one with a small example, a new template, an imported table."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import reportgen
from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import CannotCreateError, Place, ReportgenError, UsageError
from reportgen.fonts.faces import FontSet, resolve_fonts
from reportgen.importing.table import ImportedTable
from reportgen.importing.writing import json_record, table_yaml
from reportgen.layout.loading import load_profile
from reportgen.locking import workspace_lock
from reportgen.model.kinds import KIND_NAME
from reportgen.model.targets import Office
from reportgen.publish import publish
from reportgen.sources.heads import read_heads
from reportgen.sources.names import OFFICE_FILE, packaged_templates
from reportgen.sources.schema import json_schemas
from reportgen.sources.strict_yaml import read_text
from reportgen.sources.workspace import open_workspace

__all__ = [
    "json_record",
    "json_schemas",
    "new_template",
    "new_workspace",
    "propose",
    "write_proposal",
]

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
    if wrong := next(filter(_NO_NAME.search, words.values()), None):
        message = f"名称“{wrong}”里有数据文件不能直接写的符号"
        raise UsageError([Code.USAGE.problem(message, None, "去掉冒号、引号、括号一类的符号。")])
    with Code.OUTPUT_FAILED.refused(CannotCreateError, "不能建立工作区", folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            message = "这里已有内容，没有改动"
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(folder)))])
        for file in (_PACKAGE / "scaffold").rglob("*.yaml"):
            path = str(file.relative_to(_PACKAGE / "scaffold")).replace(_YEAR, words[_YEAR])
            text = re.sub("|".join(words), lambda found: words[found[0]], file.read_text("utf-8"))
            publish(folder / path, text.encode())
        shutil.copytree(packaged_templates(), folder / "templates", dirs_exist_ok=True)
    write_schemas(folder / "data" / ".schema")


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of each data file into a folder."""
    paths = []
    for name, schema in json_schemas().items():
        path = folder / f"{name}.schema.json"
        publish(path, (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode())
        paths.append(path)
    return paths


def new_template(root: Path, name: str, like: str, title: str | None = None) -> Path:
    """Start the template of a new kind as a copy of another kind's, and return where it stands.

    Raises UsageError for a name that no kind can have, CannotCreateError where one has it.
    """
    from reportgen.reports.kinds import find_kind  # slow to load

    if not re.fullmatch(KIND_NAME, name):
        message = f"“{name}”不能作文稿种类的名称"
        remedy = "用小写英文字母、数字和短横，如 annual-report。"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])
    heads = read_heads(root)
    head = find_kind(heads, like)
    path = below(root / "templates", f"{name}.html")
    if name in heads.kinds or path.exists():
        place = Place(path.relative_to(root).as_posix())
        raise CannotCreateError([Code.OUTPUT_EXISTS.problem("已有这个模板，没有改动", place)])
    title = title or name
    # no document of the other kind has a file of this name
    file = f'"{head.record.file or head.record.heading}（{title}）"'
    own = {"kind": name, "title": title, "file": file}
    lines = read_text(root / head.document.name, head.document.name).splitlines()
    for index, line in enumerate(lines):
        if (key := line.partition(":")[0]) in own:
            lines[index] = f"{key}: {own.pop(key)}"
    publish(path, "\n".join([*lines, ""]).encode())
    return path


def propose(
    root: Path,
    file: Path,
    year: int,
    issued: date | None = None,
    headings: Mapping[str, str] | None = None,
) -> ImportedTable:
    """Read a table (copied text, web page, workbook, docx) and propose its record, with doubts.

    The table is issued today unless a date is given. ``headings`` say what a heading means, beside
    what the office's own data say. Raises ReportgenError for a file that can't be read or holds no
    table.
    """
    from reportgen.importing.headings import OWN_MEANINGS
    from reportgen.importing.reading import Wish, read_table  # slow to load

    office = None
    if (root / "data" / OFFICE_FILE).exists():
        office = open_workspace(root).office.record
    said = {
        word: key for key, words in (office.headings if office else {}).items() for word in words
    }
    said |= headings or {}
    if odd := next((key for key in said.values() if key not in OWN_MEANINGS), None):
        message = f"栏目不能读作“{odd}”"
        remedy = f"可用 {'、'.join(OWN_MEANINGS)}。"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])
    answered = office.model_dump(exclude_none=True).keys() if office else ()
    meanings = {"".join(word.split()): OWN_MEANINGS[key] for word, key in said.items()}
    day, fonts = issued or date.today(), fonts_there(root, office)
    has_glyph = fonts.has_glyph if fonts else None
    return read_table(file, Wish(year, day, meanings, tuple(answered), has_glyph))


def fonts_there(root: Path, office: Office | None) -> FontSet | None:
    """Return what an office prints with; None where that is wanting, as ``check`` tells."""
    try:
        return resolve_fonts(load_profile(root, office.profile).font_faces()) if office else None
    except ReportgenError:
        return None


def write_proposal(
    root: Path, table: ImportedTable, path: Path | None = None, *, waiting: Callable[[str], None]
) -> Path:
    """Write a proposal to a new file, its place in the workspace unless another is named.

    ``waiting`` is told when another run is at work. Raises CannotCreateError where a file stands.
    """
    path = path or root / "data" / str(table.record.year) / "targets.yaml"
    content = table_yaml(table).encode()
    in_data = path.resolve().is_relative_to((root / "data").resolve())
    with workspace_lock(root, waiting) if in_data else nullcontext():
        if path.exists():
            message = "文件已经存在，没有改动"
            remedy = "样例或不要了的，先移走或删去；要留的，用 --out 写到别处，再把要的内容并过来。"
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(path)), remedy)])
        publish(path, content)
    return path
