"""How far the cells of panels reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.document.tree import Panel, PanelCell


@dataclass(frozen=True, slots=True)
class PanelSpot:
    """One cell's part of one row: the column where it begins; ``covered``: begun in a row above."""

    column: int
    cell: PanelCell
    covered: bool


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
