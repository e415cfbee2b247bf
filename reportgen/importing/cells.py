"""What a file holds before anyone knows what it means: sheets and tables of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem

# word joiners, zero-width and soft marks, no-break spaces, and line ends that Office files carry
_INVISIBLE = dict.fromkeys(map(ord, "\u2060\u200b\u200c\u200d\ufeff\u00ad"), "")
_INVISIBLE |= {0xA0: " ", 0x0D: "\n"}


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell: one that is merged is the same object at each place it covers."""

    text: str

    @classmethod
    def of(cls, text: str) -> Cell:
        """Make a cell of a text as the file has it."""
        return cls(text.replace("\r\n", "\n").translate(_INVISIBLE).strip())


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

    def at(self, column: int) -> str:
        """Return the text in a column, where the row has it."""
        return self.cells[column].text if column < len(self.cells) else ""


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


@dataclass(slots=True)
class Notes:
    """What is to be told of a file: what isn't read, and what was read by a guess."""

    place: Place
    problems: list[Problem] = field(default_factory=list)

    def unread(self, what: str, remedy: str | None = None) -> None:
        """Take note of what isn't read."""
        self.tell(Code.IMPORT_PART_UNREAD, f"{what}没有读入", remedy)

    def unsure(self, message: str, remedy: str | None = None) -> None:
        """Take note of what was read by a guess."""
        self.tell(Code.IMPORT_UNSURE, message, remedy)

    def tell(self, code: Code, message: str, remedy: str | None = None) -> None:
        """Take note of something, once."""
        problem = code.problem(message, self.place, remedy)
        if problem not in self.problems:
            self.problems.append(problem)


def document(
    parts: Iterable[str | Iterable[tuple[Cell, ...]]],
    unread: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
) -> Read:
    """Make a block of each table of a text, with the paragraphs above it."""
    blocks: list[Block] = []
    above: list[Line] = []
    for part in parts:
        if isinstance(part, str):
            above += [Line("正文", (Cell.of(part),))] if part.strip() else []
        else:
            name = f"第{len(blocks) + 1}张表"
            lines = (Line(f"{name}第{at}行", cells) for at, cells in enumerate(part, start=1))
            blocks.append(Block((*above, *lines), name))
            above = []
    if blocks and above:
        words = "　".join(cell.text for line in above for cell in line.cells)
        unread = (f"表后的文字“{words[:40]}”", *unread)
    if len(blocks) == 1:
        (only,) = blocks
        lines = (Line(each.where.removeprefix(only.name), each.cells) for each in only.lines)
        blocks = [Block(tuple(lines), only.name)]
    return Read(tuple(blocks), unread, unsure)
