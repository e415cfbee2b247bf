"""From rows of texts to a proposed target table: the headings found, cells filled down, ids given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.base.codes import Code
from reportgen.base.numbers import is_ordinary
from reportgen.base.problems import DataError, Place, Problem
from reportgen.importing.indicators import UNKNOWN_UNIT, Doubt, Proposal, Source, propose
from reportgen.importing.phrases import chinese_value
from reportgen.model.targets import Category, Column, Indicator, Target, TargetTable

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
_MARKER = re.compile(r"(?<![\d.〔（(第])(?=\d{1,2}[.．、](?:\D|\d{4}年))")
_HEADING = re.compile(r"(?<=情况)[\s　]+(?=\S)")
_SECTION = re.compile(r"(?<=[。；;：:\s])(?=[一二三四五六七八九十]、)")
_CONTINUED = re.compile(r"[（(]续[)）]$")
_LONGEST_SEQ = 9
_LETTERS = {"工作": "W", "奋斗": "S", "重点": "K", "创优": "E", "业务": "B", "职能": "B"}
_OTHER_LETTERS = "ACDFGHIJLMNOPQRTUVXYZ"
_UNNAMED = "目标"
_NAME_LENGTH = 20
_HEADER_FIELDS = {
    "单位名称": "unit",
    "主要负责人": "head",
    "联系人": "contact",
    "联系电话": "phone",
}
_FIELDS = ("category", "seq", "name", "content", "basis", "lead_unit")


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
        found = [line for line in self.preface if any(word in line for word in _HEADER_FIELDS)]
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
    headings = [" ".join(cell.split()) for cell in lines[at]]
    while headings and not headings[-1]:
        headings.pop()
    width, bare_headings = len(headings), ["".join(heading.split()) for heading in headings]
    keys: list[str] = []
    for number, heading in enumerate(headings, start=1):
        key = _meaning(heading)
        keys.append(key if key and key not in keys else f"column{number}")
    rows = []
    for line in lines[at + 1 :]:
        cells = [cell.strip() for cell in line]
        while cells and not cells[-1] and (len(cells) > width or not any(cells)):
            cells.pop()
        if cells and ["".join(cell.split()) for cell in cells] != bare_headings:
            rows.append(tuple([""] * (width - len(cells)) + cells)[:width])
    preface = ("　".join(filter(None, map(str.strip, line))) for line in lines[:at])
    return Grid(file, tuple(filter(None, preface)), tuple(headings), tuple(keys), tuple(rows))


def _meaning(heading: str) -> str | None:
    """Return what a heading stands for; None for a column of the office's own."""
    bare = _IGNORED.sub("", heading) or "".join(heading.split())
    return next((key for key, form in _HEADINGS.items() if re.fullmatch(form, bare)), None)


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A target table as it could be, and beside it the doubt about each indicator, by its id."""

    record: TargetTable
    header_line: str | None
    doubts: dict[str, Doubt]

    @property
    def doubtful(self) -> list[tuple[Indicator, Doubt]]:
        """Return the indicators to be looked at, the most doubtful first."""
        pairs = ((each, self.doubts[each.id]) for each in self.record.indicators)
        marked = (pair for pair in pairs if pair[1].review)
        return sorted(marked, key=lambda pair: pair[1].confidence)


def imported_table(grid: Grid, year: int, issued: date) -> ImportedTable:
    """Make targets of a grid and propose indicators for each.

    The title is made of the year where the file names none. Raises DataError where there are no
    targets, and for numbers that no data file takes.
    """
    rows = list(_rows(grid))
    if not rows:
        message = "表头下面没有一行目标"
        raise DataError([Code.IMPORT_NO_TABLE.problem(message, Place(grid.file))])
    letters = category_letters(row.category for row in rows)
    proposals: list[Proposal] = []
    targets: list[Target] = []
    problems: list[Problem] = []
    for row in rows:
        cells, id_ = row.cells, f"{letters[row.category]}{row.seq}"
        content = "".join(line.strip() for line in cells["content"].splitlines())
        unit, due = cells.get("lead_unit", ""), cells.get("deadline", "")
        own = propose(content, Source(id_, year, due, unit or UNKNOWN_UNIT))
        problems += _out_of_size(Place(grid.file), f"{id_}（{row.name}）", own)
        proposals += own
        found = {
            "id": id_,
            "category": letters[row.category],
            "seq": row.seq,
            "name": row.name,
            "content": content,
            "basis": split_basis(cells.get("basis", "")),
            "lead_unit": unit,
            "extra": {key: text for key, text in cells.items() if text and key not in _FIELDS},
            "indicators": tuple(each.indicator for each in own),
        }
        targets.append(Target.model_validate({key: said for key, said in found.items() if said}))
    if problems:
        raise DataError(problems)
    header = grid.header_line
    found = {
        "year": year,
        "title": grid.title or f"{year}年度目标表",
        "date_issued": issued,
        "source": grid.file,
        "header_line": tuple(field for word, field in _HEADER_FIELDS.items() if word in header)
        if header
        else (),
        "columns": tuple(_columns(grid)),
        "categories": tuple(Category(id=each, name=name) for name, each in letters.items()),
        "targets": tuple(targets),
    }
    record = TargetTable.model_validate({key: said for key, said in found.items() if said})
    return ImportedTable(record, header, {each.indicator.id: each.doubt for each in proposals})


def category_letters(names: Iterable[str]) -> dict[str, str]:
    """Give each category a letter for its targets' ids: W for 工作目标, S for 奋斗目标."""
    letters: dict[str, str] = {}
    spare = (f"{letter}{more}" for more in ("", *_OTHER_LETTERS) for letter in _OTHER_LETTERS)
    for name in dict.fromkeys(names):
        known = next((letter for word, letter in _LETTERS.items() if word in name), None)
        letters[name] = known if known and known not in letters.values() else next(spare)
    return letters


def split_basis(text: str) -> tuple[str, ...]:
    """Split a basis at its markers 1. 2. and 一、 二、; ``1.2012年`` is item 1 of the year 2012."""
    items = text.splitlines()
    for mark in (_SECTION, _HEADING, _MARKER):
        items = [part for item in items for part in mark.split(item)]
    return tuple(item.strip() for item in items if item.strip())


def _columns(grid: Grid) -> Iterator[Column]:
    for key, heading in zip(grid.keys, grid.headings, strict=True):
        if heading:
            # a name without a content is the only text that there is
            only = key == "name" and "content" not in grid.keys
            yield Column(key="content" if only else key, title=heading)


@dataclass(slots=True)
class _Row:
    """A target's cells by the keys of their columns, those left empty in the table filled in."""

    category: str
    seq: int
    name: str
    cells: dict[str, str]


def _rows(grid: Grid) -> list[_Row]:
    """Fill categories and numbers down, join a row continued after a page break to its first.

    Where a number stands twice in a category, all are counted anew.
    """
    rows: list[_Row] = []
    category, running = _UNNAMED, 0
    for row in grid.rows:
        cells = dict(zip(grid.keys, row, strict=True))
        cells["content"] = content = cells.get("content") or cells.get("name", "")
        if not content:
            continue
        label = "".join(cells.get("category", "").split())
        if label and label != category:
            category, running = label, 0
        running = _number(cells.get("seq", "")) or running + 1
        short = re.split(r"[,，;；。:：]", content, maxsplit=1)[0] or content
        name = "".join(cells.get("name", "").splitlines()) or short[:_NAME_LENGTH]
        same = (category, running, _CONTINUED.sub("", name))
        if rows and same == (rows[-1].category, rows[-1].seq, rows[-1].name):
            known = rows[-1].cells
            for key in ("content", "basis"):
                known[key] = "\n".join([known.get(key, ""), cells.get(key, "")])
        else:
            rows.append(_Row(category, running, name, cells))
    if len({(row.category, row.seq) for row in rows}) < len(rows):
        counts = dict.fromkeys((row.category for row in rows), 0)
        for each in rows:
            counts[each.category] += 1
            each.seq = counts[each.category]
    return rows


def _number(text: str) -> int | None:
    """Read 3, 3., （三）, 十二 as a sequence number; None for what is none, and for codes."""
    if match := re.search(r"\d+", text):
        return int(match[0]) if len(match[0]) <= _LONGEST_SEQ else None
    written = chinese_value("".join(re.findall("[一二三四五六七八九十]", text)))
    return None if written is None else int(written)


def _out_of_size(place: Place, target: str, proposals: Iterable[Proposal]) -> Iterator[Problem]:
    for indicator in (each.indicator for each in proposals):
        baseline = indicator.baseline
        numbers = (indicator.value, baseline.value if baseline else indicator.value)
        if not all(map(is_ordinary, numbers)):
            message = f"{target}里的数“{indicator.display[:20]}”位数太多"
            yield Code.FIELD_VALUE.problem(message, place, "核对原文，改正这个数再导入。")
