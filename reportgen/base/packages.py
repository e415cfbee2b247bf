"""Packages and workbooks whose bytes depend on their content alone, not on the time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# how workbooks write what XML forbids; a text that looks so is written so too
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DAY = datetime(2000, 1, 1)


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of some files, each with its path in it, with all times fixed."""
    fixed = BytesIO()
    with zipfile.ZipFile(fixed, "w") as target:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return fixed.getvalue()


def with_fixed_times(raw: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with all times of its zip fixed, and some parts replaced."""
    parts = replaced or {}
    with zipfile.ZipFile(BytesIO(raw)) as source:
        names = source.namelist()
        return zipped((name, parts.get(name) or source.read(name)) for name in names)


def cell_text(text: str) -> str:
    """Return a text as a workbook can hold it: what XML forbids is replaced by a mark."""
    return _ESCAPED.sub(r"_x005F_x\1_", _NOT_IN_XML.sub("\ufffd", text))


def text_of_cell(value: str) -> str:
    """Return the text that a workbook's program shows for what is written: ``_x0007_`` is a bell."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)


def put(sheet: Worksheet, row: int, column: int, value: str | float | Decimal | None) -> Cell:
    """Write a cell; text is always text, also where it looks like a formula (``=1+1``)."""
    cell = sheet.cell(row, column)
    cell.value = cell_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cast("Cell", cell)


def put_row(sheet: Worksheet, row: int, values: Iterable[str | float | Decimal | None]) -> None:
    """Write the cells of a row from its first column on."""
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value)


def workbook_bytes(book: Workbook) -> bytes:
    """Save a workbook whose bytes depend on its content alone; saving sets it to the moment."""
    from openpyxl.xml.functions import tostring  # slow to load, and documents seldom need it

    raw = BytesIO()
    book.save(raw)
    book.properties.creator = "reportgen"
    book.properties.created = book.properties.modified = _DAY
    core: bytes = tostring(book.properties.to_tree())
    return with_fixed_times(raw.getvalue(), {"docProps/core.xml": core})
