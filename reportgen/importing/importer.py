"""A whole published table as imported: its columns, its rows, the indicators proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.base.codes import Code
from reportgen.base.numbers import is_ordinary
from reportgen.base.problems import DataError, Place, Problem
from reportgen.importing.columns import ColumnKey
from reportgen.importing.grid import Grid
from reportgen.importing.indicators import Proposal, propose
from reportgen.importing.rows import ImportedRow, imported_rows


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of the table to be: its key and its heading."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A proposal with the id that it gets in its row."""

    id: str
    row: ImportedRow
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """What was found; ``title`` is made of the year where the file names none."""

    year: int
    title: str
    header_line: str | None
    columns: tuple[TableColumn, ...]
    rows: tuple[ImportedRow, ...]
    indicators: tuple[Numbered, ...]

    def indicators_of(self, row: ImportedRow) -> tuple[Numbered, ...]:
        """Return a row's proposals."""
        return tuple(each for each in self.indicators if each.row.id == row.id)

    def extra_of(self, row: ImportedRow) -> dict[str, str]:
        """Return a row's texts of the office's own columns, by their keys."""
        titles = {column.title: column.key for column in self.columns}
        extra = {titles[heading]: text for heading, text in row.extra if heading in titles}
        if row.deadline:
            extra["deadline"] = row.deadline
        if row.progress:
            extra["progress"] = row.progress
        return extra

    @property
    def doubtful(self) -> tuple[Numbered, ...]:
        """Return the proposals to be looked at, the most doubtful first."""
        marked = (each for each in self.indicators if each.proposal.review)
        return tuple(sorted(marked, key=lambda each: each.proposal.confidence))


def imported_table(grid: Grid, year: int) -> ImportedTable:
    """Make targets of a grid and propose indicators for each.

    Raises DataError where there are none, and for numbers that no data file takes.
    """
    rows = imported_rows(grid)
    if not rows:
        message = "表头下面没有一行目标"
        raise DataError([Code.IMPORT_NO_TABLE.problem(message, Place(grid.file))])
    numbered = tuple(
        Numbered(f"{row.id}.{index}", row, proposal)
        for row in rows
        for index, proposal in enumerate(propose(row.content, year, row.deadline), start=1)
    )
    if problems := [*_out_of_size(grid.file, numbered)]:
        raise DataError(problems)
    return ImportedTable(
        year=year,
        title=grid.title or f"{year}年度目标表",
        header_line=grid.header_line,
        columns=_columns(grid),
        rows=rows,
        indicators=numbered,
    )


def _out_of_size(file: str, indicators: Sequence[Numbered]) -> Iterator[Problem]:
    for each in indicators:
        proposal = each.proposal
        if not all(map(is_ordinary, filter(None, (proposal.value, proposal.baseline)))):
            message = f"{each.row.id}（{each.row.name}）里的数“{proposal.display[:20]}”位数太多"
            remedy = "核对原文，改正这个数再导入。"
            yield Code.FIELD_VALUE.problem(message, Place(file), remedy)


def _columns(grid: Grid) -> tuple[TableColumn, ...]:
    columns: list[TableColumn] = []
    has_content = ColumnKey.CONTENT in grid.keys
    for number, (heading, key) in enumerate(zip(grid.headings, grid.keys, strict=True), start=1):
        used = {column.key for column in columns}
        name: str = key.value
        if key is ColumnKey.NAME and not has_content:
            name = ColumnKey.CONTENT.value  # the only text there is
        if key is ColumnKey.OTHER or name in used:
            name = f"column{number}"
        if heading:
            columns.append(TableColumn(name, heading))
    return tuple(columns)
