"""Find the tables in blocks of cells: what stands above them, and the rows that say a thing each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Problem
from reportgen.importing.cell_texts import LED, ORDINAL, UNIT
from reportgen.importing.cells import Block, Line, Notes, Read
from reportgen.importing.headings import Vocabulary, bare
from reportgen.importing.heads import Head, Heads
from reportgen.importing.rows import Row, rows_of
from reportgen.wording.amounts import is_known_unit
from reportgen.wording.phrases import DATES, LIST_MARKER

_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_TABLE = re.compile(r"第\d+张表")
_APPENDED = re.compile(r"附\s*件\s*\d*\s*[:：.、]?\s*")
_UNSAID = re.compile(rf"[（(]?(?:(?:{DATES.pattern})[\s年月日]*)+[)）]?|.*[（(]续[)）]")
_MEASURE = re.compile(r"[（(]?(?:计量|金额)?单位[:：]\s*([^\s\d（）()]{1,8})[)）]?")
_LONGEST_TITLE = 60  # characters; a longer line above a table is a paragraph
HEADER_FIELDS = {
    "单位名称": "unit",
    "主要负责人": "head",
    "联系人": "contact",
    "联系电话": "phone",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's headings by the keys of their columns, its rows, and what stands above it."""

    preface: tuple[str, ...]
    headings: dict[str, str]
    rows: tuple[Row, ...]

    @property
    def title(self) -> str | None:
        """Return the line above the table that names it: the longest that speaks of targets."""
        lines = [line for line in self.preface if line != self.header_line]
        lines = [_bare(line) for line in lines]
        lines = [line for line in lines if 4 < len(line) <= _LONGEST_TITLE]
        lines = [
            line for line in lines if not LIST_MARKER.match(line) and line[-1] not in "。；：:"
        ]
        about = [line for line in lines if any(word in line for word in ("目标", "任务", "工作"))]
        return max(about or lines, key=len, default=None)

    @property
    def measure(self) -> str:
        """Return what the line above the table says its values are counted in: 单位：万元."""
        found = (each[1] for line in self.preface for each in _MEASURE.finditer(line))
        return next(filter(is_known_unit, found), "")

    @property
    def lead_unit(self) -> str:
        """Return the unit that the line above the table says all of it is for: 责任单位：教育局."""
        found = (match[1] for line in self.preface if (match := LED.fullmatch(line.strip())))
        return next(filter(UNIT.fullmatch, found), "")

    @property
    def unsaid(self) -> list[str]:
        """Return the lines above the table of which nothing is used."""
        used = {self.title, self.header_line}
        lines = map(_bare, self.preface)
        return [
            line
            for line in filter(None, lines)
            if line not in used
            and not (LED.fullmatch(line) or _UNSAID.fullmatch(line) or ORDINAL.match(line))
        ]

    @property
    def header_line(self) -> str | None:
        """Return the line with 单位名称, 主要负责人 and so on."""
        lines = (line for line in self.preface if len(line) < 2 * _LONGEST_TITLE)
        found = [line for line in lines if any(word in line for word in HEADER_FIELDS)]
        return "　".join(found) or None


def _bare(line: str) -> str:
    """Return a line above a table without 附件1 and 单位：万元."""
    measured = _MEASURE.search(line)
    if measured and is_known_unit(measured[1]):
        line = line.replace(measured[0], "")
    return _APPENDED.sub("", line).strip()


def find_grids(read: Read, vocabulary: Vocabulary, notes: Notes) -> list[Grid]:
    """Find every table of targets in a file; raise DataError where there is none.

    Whatever is passed over is told: a table without targets, a row that can't be dealt out.
    """
    heads = Heads(vocabulary, notes)
    dated = any(f"{vocabulary.year}年" in each.name for each in read.blocks)
    others = [each for each in read.blocks if dated and vocabulary.is_of_other_year(each.name)]
    for each in others:
        notes.unread(f"工作表“{each.name}”不是 {vocabulary.year} 年的，")
    grids = list(_grids([each for each in read.blocks if each not in others], heads, notes))
    if not grids:
        missing = _no_table(read.blocks, vocabulary, notes)
        notes.problems.clear()
        notes.problems.append(missing)
    for words in read.unread:
        notes.unread(words)
    for words in read.unsure:
        notes.unsure(words)
    if not grids:
        raise DataError(notes.problems)
    return grids


def _grids(blocks: Sequence[Block], heads: Heads, notes: Notes) -> Iterator[Grid]:
    head: Head | None = None
    several = sum(1 for block in blocks if any(map(heads.is_head, block.lines))) > 1
    for block in map(heads.spread, blocks):
        depths = dict(heads.in_block(block))
        starts = list(depths)
        if not starts:
            if head is not None and block.is_ruled and _goes_on(block, head):
                yield _grid(block, head, (), block.lines, "", notes)
            elif any(len(line.filled) > 1 for line in block.lines):
                label = "工作表" if not _TABLE.fullmatch(block.name) else ""
                named = f"{label}“{block.name}”" if block.name else "表头以外的内容"
                notes.unread(f"{named}里没有认得的表头，")
            continue
        preface = block.lines[: starts[0]]
        known: list[str] | None = None
        labels: tuple[Line, ...] = ()  # between two parts of a table: they name the later one
        for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
            titles = [bare(cell.text) for cell in block.lines[start].cells]
            last = end
            while end < len(block.lines) and _is_label(block.lines[last - 1]):
                last -= 1
            body = block.lines[start + depths[start] : last]
            above, labels = labels, block.lines[last:end]
            if titles == known and head is not None:
                body = (*above, *body)
                yield _grid(block, head, (), body, "", notes)
                continue
            rows = block.lines[start : start + depths[start]]
            known, new = titles, heads.read(rows, body, is_ruled=block.is_ruled)
            if new.holds_targets:
                head = new
                preface = (*preface, *above)
                label = _label(block, preface) if several else ""
                yield _grid(block, head, preface, body, label, notes)
                preface = ()
            elif any(line.filled for line in body):
                words = "、".join(filter(None, (t.replace("\n", "") for t in titles)))[:60]
                notes.unread(f"{rows[0].where}起的表（{words}）不是目标表，")
            else:
                preface = (*preface, *block.lines[start:end])


def _goes_on(block: Block, head: Head) -> bool:
    widths = {len(line.cells) for line in block.lines if len(line.filled) > 1}
    return bool(widths) and widths <= {head.width}


def _is_label(line: Line) -> bool:
    texts = {cell.text.strip() for cell in line.filled}
    return len(texts) == 1 and all(LED.fullmatch(each) or ORDINAL.match(each) for each in texts)


def _label(block: Block, preface: Sequence[Line]) -> str:
    """Name a table among several: by its sheet, or by 一、…… above it."""
    if not _TABLE.fullmatch(block.name) and not _SHEET.fullmatch(block.name):
        return block.name
    lines = ("".join(cell.text for cell in line.filled) for line in preface)
    last = [each for each in lines if not LED.fullmatch(each)][-1:]
    return "".join(ORDINAL.sub("", each, count=1) for each in last if ORDINAL.match(each))


def _grid(
    block: Block,
    head: Head,
    preface: Sequence[Line],
    body: Sequence[Line],
    label: str,
    notes: Notes,
) -> Grid:
    lines = ("　".join(cell.text for cell in line.filled) for line in preface)
    rows = tuple(rows_of(block, head, body, label, notes))
    named = {
        key: column.title or f"第{column.places[0] + 1}栏"
        for key, column in head.columns.items()
        if column.title or any(key in row.cells for row in rows)
    }
    return Grid(tuple(filter(None, lines)), named, rows)


def _no_table(blocks: Sequence[Block], vocabulary: Vocabulary, notes: Notes) -> Problem:
    """Say why there is no table of targets: what looks like headings and isn't known."""
    lines = [line for block in blocks for line in block.lines]

    def known_in(line: Line) -> int:
        return sum(vocabulary.meaning(cell.text) is not None for cell in line.filled)

    line = max((each for each in lines if len(each.filled) > 1), key=known_in, default=None)
    known = known_in(line) if line else 0
    alone = (each.filled[0].text.strip(" |") for each in lines if len(each.filled) == 1)
    stacked = list(filter(vocabulary.meaning, alone))
    if known < 2 < len(stacked):
        message = f"像是一格一行复制的表（{'、'.join(stacked[:4])}），看不出各格在哪一栏"
        return Code.IMPORT_NO_TABLE.problem(message, notes.place)
    if line is None or (not known and len(line.filled) < 3):
        message = "没有找到表头：应有一行写着序号、目标名称、目标内容等栏目"
        return Code.IMPORT_NO_TABLE.problem(message, notes.place)
    first = {vocabulary.meaning(each.at(0)) for each in lines} - {None}
    if known < 2 and len(first) > 1:
        message = f"{line.where}起的表像是行列颠倒的：栏目写在第一列"
        remedy = "在 WPS 或 Excel 里复制，“选择性粘贴”勾“转置”，再导入。"
        return Code.IMPORT_HEADINGS.problem(message, notes.place, remedy)
    words = [" ".join(cell.text.split())[:20] for cell in line.filled]
    odd = [word for word in words if vocabulary.meaning(word) is None]
    named = f"，其中不认得“{'”“'.join(odd[:9])}”" if odd else ""
    if others := [word for word in words if vocabulary.is_of_other_year(word)]:
        named += f"，“{'”“'.join(others)}”不是 {vocabulary.year} 年的"
    if len({*words}) <= len(words) / 2:
        message = f"{line.where}的栏目都出现了两次（{'、'.join(words[:12])}），像是并排的两张表"
        remedy = "把右边的表剪切、粘贴到左边的下面，再导入。"
        return Code.IMPORT_HEADINGS.problem(message, notes.place, remedy)
    message = f"{line.where}像是表头（{'、'.join(words[:12])}），但没有目标内容一栏{named}"
    return Code.IMPORT_HEADINGS.problem(message, notes.place)
