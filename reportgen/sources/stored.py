"""Workbooks of old and open programs (.xls, .ods), as calamine reads them: values, without formats.

To be called in the child alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place

OLE = b"\xd0\xcf\x11\xe0"
MOST_ROWS, MOST_COLUMNS = 5_000, 200
Corner: TypeAlias = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet: its rows of values, and the merged areas by two of their corners.

    ``merged`` is None where the file's form doesn't let them be told.
    """

    name: str
    rows: tuple[tuple[object, ...], ...]
    merged: tuple[tuple[Corner, Corner], ...] | None
    is_hidden: bool


def stored_sheets(name: str, content: bytes) -> Iterator[StoredSheet]:
    """Yield the sheets of a workbook; raise DataError for one that is out of all proportion."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # only the child needs it

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for about in book.sheets_metadata:
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height >= MOST_ROWS or sheet.total_width >= MOST_COLUMNS:
            message = f"工作表“{about.name}”超出了 {MOST_ROWS} 行、{MOST_COLUMNS} 列的范围"
            raise DataError([Code.OFFICE_FILE.problem(message, Place(name))])
        yield StoredSheet(
            about.name,
            tuple(map(tuple, sheet.to_python(skip_empty_area=False))),
            None if sheet.merged_cell_ranges is None else tuple(sheet.merged_cell_ranges),
            about.visible is not SheetVisibleEnum.Visible,
        )
