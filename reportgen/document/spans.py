"""How far the cells of tables and panels reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.document.tree import Panel, PanelCell, Table


def row_spans(table: Table) -> tuple[tuple[int, ...], ...]:
    """Return for each row how many rows its cells cover downwards, 0 for covered ones."""
    columns = (merged_spans(table, column) for column in range(len(table.columns)))
    return tuple(zip(*columns, strict=True))


def merged_spans(table: Table, column: int) -> tuple[int, ...]:
    """Count for each row how many rows its cell covers downwards; 0 where one above covers it.

    A span crosses neither a page break, so that each page prints the label again, nor the end of
    a span in a merged column to its left.
    """
    spans = [1] * len(table.rows)
    if not table.columns[column].merged:
        return tuple(spans)
    deciding = [index for index in range(column + 1) if table.columns[index].merged]
    first = 0
    for index in range(1, len(table.rows)):
        row, above = table.rows[index], table.rows[index - 1]
        same = all(row.cells[each].text == above.cells[each].text for each in deciding)
        if same and not row.page_break:
            spans[first] += 1
            spans[index] = 0
        else:
            first = index
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class PanelSpot:
    """One cell's part of one row: the column where it begins; ``covered``: begun in a row above."""

    column: int
    cell: PanelCell
    covered: bool

    def width(self, columns: tuple[Decimal, ...]) -> Decimal:
        """Return the cell's width, given those of the columns."""
        return sum(columns[self.column : self.column + self.cell.columns], Decimal(0))


def panel_spots(panel: Panel) -> Iterator[tuple[PanelSpot, ...]]:
    """Yield what stands in each row of a panel, cells that reach down from above included."""
    reaching: dict[int, PanelCell] = {}
    for row in panel.rows:
        spots = [PanelSpot(column, cell, covered=True) for column, cell in reaching.items()]
        column = 0
        for cell in row:
            while column in reaching:
                column += reaching[column].columns
            spots.append(PanelSpot(column, cell, covered=False))
            column += cell.columns
        spots.sort(key=lambda spot: spot.column)
        yield tuple(spots)
        reaching = {
            spot.column: replace(spot.cell, rows=spot.cell.rows - 1)
            for spot in spots
            if spot.cell.rows > 1
        }
