"""From a grid to a proposed target table: categories filled down, basis lists split, ids given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.base.codes import Code
from reportgen.base.numbers import is_ordinary
from reportgen.base.problems import DataError, Place, Problem
from reportgen.importing.grid import Grid
from reportgen.importing.indicators import UNKNOWN_UNIT, Doubt, Proposal, Source, propose
from reportgen.importing.phrases import chinese_value
from reportgen.model.targets import Category, Column, Indicator, Target, TargetTable

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
        cells, name = row.cells, row.name
        content = "".join(line.strip() for line in cells["content"].splitlines())
        unit, due = cells.get("lead_unit", ""), cells.get("deadline", "")
        source = Source(f"{letters[row.category]}{row.seq}", year, due, unit or UNKNOWN_UNIT)
        own = propose(content, source)
        problems += _out_of_size(Place(grid.file), f"{source.target}（{name}）", own)
        proposals += own
        found = {
            "id": source.target,
            "category": letters[row.category],
            "seq": row.seq,
            "name": name,
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
    items: list[str] = []
    for line in text.splitlines():
        for section in _SECTION.split(line):
            for part in _HEADING.split(section):
                items += _MARKER.split(part)
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
        before = rows[-1] if rows else None
        if before and (category, running, _CONTINUED.sub("", name)) == (
            before.category,
            before.seq,
            before.name,
        ):
            for key in ("content", "basis"):
                before.cells[key] = "\n".join([before.cells.get(key, ""), cells.get(key, "")])
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
