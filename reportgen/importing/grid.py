"""The table as found in a file: where it begins, and what its columns hold by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place

# the first that matches the heading without its blanks and brackets decides what a column holds
_HEADINGS = {
    "seq": r"序号|编号|项次",
    "progress": r".*(进展|完成情况|落实情况|执行情况).*",
    "basis": r".*(依据|对标|创标).*",
    "deadline": r".*(时限|期限|完成时间|时间节点).*",
    "lead_unit": r"(责任|牵头|承办|承担|主办|负责)(单位|部门|处室|科室)",
    "category": r".*(类别|类型|分类)",
    "content": (
        r".*(目标内容|工作内容|主要内容|任务内容|目标和任务|目标任务|工作任务|具体目标|"
        r"年度目标|具体任务|目标要求|工作要求|指标内容|工作措施|工作目标|考核目标|主要目标)|内容|目标值"
    ),
    "name": (
        r".*名称|(工作|重点|目标|督查)?事项|重点工作|工作项目|项目|任务|目标|(考核|工作)?指标"
    ),
}
_IGNORED = re.compile(r"[\s　]|[（(].*?[)）]")
_FEWEST_HEADINGS, _LONGEST_HEADING = 2, 20
# word joiners, zero-width and soft marks that Word files carry, and the no-break space
_INVISIBLE = {**dict.fromkeys(map(ord, "\u2060\u200b\u200c\u200d\ufeff\u00ad")), 0xA0: " "}
_HEADER_WORDS = ("单位名称", "主要负责人", "联系人", "联系电话")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's headings and rows of cells; ``preface`` is what stands above it in the file.

    ``keys`` tell the columns apart: what the heading stands for, or ``column5`` for one of the
    office's own and for a second one of a kind.
    """

    file: str
    preface: tuple[str, ...]
    headings: tuple[str, ...]
    keys: tuple[str, ...]
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


def headings_in(lines: Iterable[list[str]]) -> int:
    """Count the different headings in the row of cells that holds most."""
    short = (
        [cell for cell in line if len("".join(cell.split())) <= _LONGEST_HEADING] for line in lines
    )
    return max((len({*map(_meaning, line)} - {None}) for line in short), default=0)


def find_grid(lines: list[list[str]], file: str) -> Grid:
    """Find the heading row among rows of cells; what is above it is preface, below it the table.

    A row shorter than the headings lacks its leading cells: those are merged with the row above.
    Raises DataError where no row looks like headings.
    """
    lines = [[cell.translate(_INVISIBLE) for cell in line] for line in lines]
    at = next((i for i, line in enumerate(lines) if headings_in([line]) >= _FEWEST_HEADINGS), None)
    if at is None:
        message = "没有找到表头：应有一行写着序号、目标名称、目标内容等栏目"
        remedy = "检查文件里是不是目标表；表头要在一行里。"
        raise DataError([Code.IMPORT_NO_TABLE.problem(message, Place(file), remedy)])
    headings = _without_empty_end([" ".join(cell.split()) for cell in lines[at]])
    bare_headings = ["".join(heading.split()) for heading in headings]
    keys: list[str] = []
    for number, heading in enumerate(headings, start=1):
        key = _meaning(heading)
        keys.append(key if key and key not in keys else f"column{number}")
    rows = []
    for line in lines[at + 1 :]:
        cells = [cell.strip() for cell in line]
        bare = _without_empty_end(["".join(cell.split()) for cell in cells])
        if not bare or bare == bare_headings:
            continue
        while len(cells) > len(headings) and not cells[-1]:
            cells.pop()
        missing = [""] * (len(headings) - len(cells))
        rows.append(tuple(missing + cells)[: len(headings)])
    preface = ("　".join(filter(None, map(str.strip, line))) for line in lines[:at])
    return Grid(file, tuple(filter(None, preface)), tuple(headings), tuple(keys), tuple(rows))


def _meaning(heading: str) -> str | None:
    """Return what a heading stands for; None for a column of the office's own."""
    bare = _IGNORED.sub("", heading) or "".join(heading.split())
    return next((key for key, form in _HEADINGS.items() if re.fullmatch(form, bare)), None)


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
