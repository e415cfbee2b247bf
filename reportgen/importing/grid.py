"""The table as found in a file: texts in rows, before anything is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.importing.columns import ColumnKey, column_key, known_headings

_FEWEST_HEADINGS = 2
# word joiners, zero-width and soft marks that Word files carry, and the no-break space
_INVISIBLE = {**dict.fromkeys(map(ord, "\u2060\u200b\u200c\u200d\ufeff\u00ad")), 0xA0: " "}
_HEADER_WORDS = ("单位名称", "主要负责人", "联系人", "联系电话")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's headings and rows of cells; ``preface`` is what stands above it in the file."""

    file: str
    preface: tuple[str, ...]
    headings: tuple[str, ...]
    keys: tuple[ColumnKey, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str | None:
        """Return the line above the table that names it: the longest that speaks of targets."""
        lines = [line for line in self.preface if line != self.header_line and len(line) > 4]
        about = [line for line in lines if any(word in line for word in ("目标", "任务", "工作"))]
        return max(about or lines, key=len, default=None)

    @property
    def header_line(self) -> str | None:
        """Return the line with 单位名称, 主要负责人 and so on."""
        found = [line for line in self.preface if any(word in line for word in _HEADER_WORDS)]
        return "　".join(found) or None


def find_grid(lines: list[list[str]], file: str) -> Grid:
    """Find the heading row among rows of cells; what is above it is preface, below it the table.

    A row shorter than the headings lacks its leading cells: those are merged with the row above.
    Raises DataError where no row looks like headings.
    """
    lines = [[cell.translate(_INVISIBLE) for cell in line] for line in lines]
    at = next((i for i, line in enumerate(lines) if known_headings(line) >= _FEWEST_HEADINGS), None)
    if at is None:
        message = "没有找到表头：应有一行写着序号、目标名称、目标内容等栏目"
        remedy = "检查文件里是不是目标表；表头要在一行里。"
        raise DataError([Code.IMPORT_NO_TABLE.problem(message, Place(file), remedy)])
    headings = _trimmed(lines[at])
    preface = tuple("　".join(filter(None, map(str.strip, line))) for line in lines[:at])
    rows = []
    for line in lines[at + 1 :]:
        cells = [cell.strip() for cell in line]
        if not any(cells) or _bare(cells) == _bare(headings):
            continue
        while len(cells) > len(headings) and not cells[-1]:
            cells.pop()
        missing = len(headings) - len(cells)
        rows.append(tuple([""] * missing + cells) if missing > 0 else tuple(cells[: len(headings)]))
    return Grid(
        file,
        tuple(line for line in preface if line),
        tuple(headings),
        tuple(column_key(heading) for heading in headings),
        tuple(rows),
    )


def _trimmed(line: list[str]) -> list[str]:
    cells = [" ".join(cell.split()) for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _bare(cells: list[str]) -> list[str]:
    bare = ["".join(cell.split()) for cell in cells]
    while bare and not bare[-1]:
        bare.pop()
    return bare
