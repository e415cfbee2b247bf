"""Read a file of any supported form into a grid of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.codes import Code
from reportgen.errors import DataError, MissingInputError
from reportgen.importing.columns import known_headings
from reportgen.importing.grid import Grid, find_grid
from reportgen.problems import Place
from reportgen.sources.office_files import checked_office_file

if TYPE_CHECKING:
    from docx.table import Table
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_TEXT = 4 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_grid(path: Path) -> Grid:
    """Read the target table in a file; raise DataError where there is none."""
    reader = _READERS.get(path.suffix.lower(), _text)
    try:
        lines = reader(path)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        message = f"文件的内容不合规范，读不下去（{type(error).__name__}）"
        remedy = "用 WPS 或 Office 打开另存一份，或把表格复制到文本文件再导入。"
        raise DataError([Code.OFFICE_FILE.problem(message, Place(path.name), remedy)]) from error
    return find_grid(lines, path.name)


def _text(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = Code.FILE_NOT_FOUND.problem(f"文件读不出来：{error.strerror}", Place(str(path)))
        raise MissingInputError([problem]) from error
    if len(content) > _MOST_TEXT or b"\0" in content:
        message = "不是文本文件，或者太大"
        raise DataError([Code.OFFICE_FILE.problem(message, Place(path.name))])
    text = _decoded(content, path.name)
    if "\t" in text:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter="\t")]
    lines = text.splitlines()
    if any(
        line.strip().startswith("|") and line.strip().endswith("|") and line.count("|") > 2
        for line in lines
        if set(line.strip()) - set("| ")
    ):
        return list(_piped(lines))
    return list(_cell_by_line(lines))


def _decoded(content: bytes, name: str) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError([Code.YAML_ENCODING.problem("文件的编码认不出来", Place(name))])


def _piped(lines: list[str]) -> Iterator[list[str]]:
    """Read ``| a | b |`` lines; a rule such as ``|---|---|`` isn't a row."""
    for line in lines:
        bare = line.strip()
        if "|" not in bare:
            yield [bare]
        elif set(bare) - set("|-: "):
            yield [cell.strip() for cell in bare.strip("|").split("|")]


def _cell_by_line(lines: list[str]) -> Iterator[list[str]]:
    """Read the form that web pages paste as: ``|`` opens a row, each cell ends with ``|``."""
    row: list[str] | None = None
    cell = ""
    for line in (each.strip() for each in lines):
        if line == "|":
            if row:
                yield row
            row, cell = [], ""
        elif row is None:
            yield [line]
        elif line and set(line) <= {"|", " "}:
            continue  # the empty cells at the end of a row
        elif line.endswith("|"):
            row.append(cell + line.rstrip("| "))
            cell = ""
        else:
            cell += line
    if row:
        yield row


def _xlsx(path: Path) -> list[list[str]]:
    import openpyxl  # slow to load, as is python-docx below

    book = openpyxl.load_workbook(io.BytesIO(checked_office_file(path)), data_only=True)
    sheets = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return max(sheets, key=_headings_in, default=[])


def _headings_in(lines: list[list[str]]) -> int:
    return max((known_headings(line) for line in lines), default=0)


def _sheet(sheet: Worksheet) -> list[list[str]]:
    """Return a sheet's texts; a cell merged downwards stands in each of its rows."""
    lines = [[_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        column = merged.min_col - 1
        for row in range(merged.min_row, merged.max_row):
            lines[row][column] = lines[merged.min_row - 1][column]
    return lines


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _docx(path: Path) -> list[list[str]]:
    """Read the tables that have the first one's width as one: page breaks may have cut it."""
    from docx import Document
    from docx.text.paragraph import Paragraph

    word = Document(io.BytesIO(checked_office_file(path)))
    preface: list[list[str]] = []
    lines: list[list[str]] = []
    for block in word.iter_inner_content():
        if isinstance(block, Paragraph):
            if not lines and block.text.strip():
                preface.append([block.text.strip()])
        elif not lines and _headings_in(rows := _table_rows(block)) < 2:
            preface += rows
        else:
            lines += _table_rows(block)
    return preface + lines


def _table_rows(table: Table) -> list[list[str]]:
    """Return a table's texts; a cell merged sideways counts once, one merged down in each row."""
    rows = []
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:
            if cell._tc is not before:
                cells.append("\n".join(each.text for each in cell.paragraphs).strip())
            before = cell._tc
        rows.append(cells)
    return rows


_READERS: dict[str, Callable[[Path], list[list[str]]]] = {
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".xls": _xlsx,
    ".docx": _docx,
    ".doc": _docx,
}
