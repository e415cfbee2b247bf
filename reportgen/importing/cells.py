"""What a file holds before anyone knows what it means: sheets and tables of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# word joiners, zero-width and soft marks that Word files carry, and the no-break space
_INVISIBLE = {**dict.fromkeys(map(ord, "\u2060\u200b\u200c\u200d\ufeff\u00ad")), 0xA0: " "}


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell: one that is merged is the same object at each place it covers."""

    text: str

    @classmethod
    def of(cls, text: str) -> Cell:
        """Make a cell of a text as the file has it."""
        return cls(text.translate(_INVISIBLE).strip())


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells, with where it stands, as users count."""

    where: str
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[Cell]:
        """Return the cells that hold something, a merged one once."""
        return [each for each in dict.fromkeys(self.cells) if each.text]


@dataclass(frozen=True, slots=True)
class Block:
    """One sheet of a workbook, one table of a text with what stands above it.

    ``is_ruled`` where the file itself says which cell stands in which column; elsewhere a row may
    be short of the cells that were merged.
    """

    lines: tuple[Line, ...]
    name: str = ""
    is_ruled: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """All blocks of a file, and in words what else is in it: ``unread`` isn't read, ``unsure`` is."""

    blocks: tuple[Block, ...]
    unread: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def typed(rows: Iterable[Iterable[str]], *, unit: str = "行") -> Block:
    """Make a block of rows of texts whose columns nothing rules."""
    lines = (
        Line(f"第{number}{unit}", tuple(Cell.of(text) for text in row))
        for number, row in enumerate(rows, start=1)
    )
    return Block(tuple(lines), is_ruled=False)
