"""Read a file of any supported form: its rows of texts, and the target table in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.importing.table import ImportedTable, find_grid, headings_in, imported_table
from reportgen.sources.foreign import answer, ask, checked, foreign_bytes, office_bytes, shown

if TYPE_CHECKING:
    from docx.table import Table
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_TEXT = 4 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_table(path: Path, year: int, issued: date) -> ImportedTable:
    """Read the target table in a file, in a child process; raise DataError where there is none."""
    suffix, name = path.suffix.lower(), shown(path.name)
    content = office_bytes(path) if suffix in _READERS else foreign_bytes(path, _MOST_TEXT)
    request = [suffix, year, issued.isoformat()]
    return _TABLE.validate_json(ask("reportgen.importing.reading", name, content, request))


def _table(name: str, content: bytes, request: tuple[str, int, str]) -> object:
    suffix, year, issued = request
    reader = _READERS.get(suffix)
    lines = _text(name, content) if reader is None else reader(checked(name, content))
    table = imported_table(find_grid(lines, name), year, date.fromisoformat(issued))
    return _TABLE.dump_python(table, mode="json", exclude_unset=True)


def _text(name: str, content: bytes) -> list[list[str]]:
    if b"\0" in content:
        raise DataError([Code.OFFICE_FILE.problem("不是文本文件", Place(name))])
    text = _decoded(content, name)
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


def _xlsx(content: bytes) -> list[list[str]]:
    import openpyxl  # slow to load, and only the child needs it

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return max(sheets, key=headings_in, default=[])


def _sheet(sheet: Worksheet) -> list[list[str]]:
    """Return a sheet's texts; a cell merged downwards stands in each of its rows."""

    def text(value: object) -> str:
        whole = isinstance(value, float) and value.is_integer()
        return "" if value is None else f"{value:.0f}" if whole else str(value).strip()

    lines = [[text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        column = merged.min_col - 1
        for row in range(merged.min_row, merged.max_row):
            lines[row][column] = lines[merged.min_row - 1][column]
    return lines


def _docx(content: bytes) -> list[list[str]]:
    """Read the tables that have the first one's width as one: page breaks may have cut it."""
    from docx import Document
    from docx.text.paragraph import Paragraph

    word = Document(io.BytesIO(content))
    preface: list[list[str]] = []
    lines: list[list[str]] = []
    for block in word.iter_inner_content():
        if isinstance(block, Paragraph):
            if not lines and block.text.strip():
                preface.append([block.text.strip()])
        elif not lines and headings_in(rows := _table_rows(block)) < 2:
            preface += rows
        else:
            lines += _table_rows(block)
    return preface + lines


def _table_rows(table: Table) -> list[list[str]]:
    """Return a table's texts; a cell merged sideways counts once, one merged down in each row."""
    return [
        [next(same).text.strip() for _, same in groupby(row.cells, key=lambda each: each._tc)]
        for row in table.rows
    ]


_READERS: dict[str, Callable[[bytes], list[list[str]]]] = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), _xlsx),
    **dict.fromkeys((".docx", ".doc"), _docx),
}
_TABLE = TypeAdapter(ImportedTable)

if __name__ == "__main__":
    answer(_table)
