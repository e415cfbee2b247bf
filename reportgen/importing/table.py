"""Targets out of the tables that were found, with doubts about what is proposed for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from reportgen.base.codes import Code
from reportgen.base.numbers import MOST_DIGITS, is_ordinary
from reportgen.base.problems import DataError, Place, Problem
from reportgen.checks.texts import forbidden_named, is_forbidden
from reportgen.importing.grid import HEADER_FIELDS, Found, Grid
from reportgen.importing.headings import measure_in
from reportgen.importing.indicators import (
    UNKNOWN_UNIT,
    Proposal,
    Proposals,
    Source,
    propose,
    shortened,
)
from reportgen.importing.rows import BEFORE, VALUE, Row, number_in
from reportgen.importing.units import UNIT, units_in
from reportgen.model.targets import Category, Column, Indicator, Target, TargetTable
from reportgen.wording.amounts import amounts, flattened, is_known_unit
from reportgen.wording.doubts import Doubt
from reportgen.wording.phrases import LIST_MARKER
from reportgen.wording.prose import years_in

_MARKER = re.compile(r"(?<![\d.〔（(第])(?=\d{1,2}[.．、](?:\D|\d{4}年))")
_HEADING = re.compile(r"(?<=情况)[\s　]+(?=\S)")
_SECTION = re.compile(r"(?<=[。；;：:\s])(?=[一二三四五六七八九十]、)")
_COUNTED = re.compile(r"(\d{1,3})[.．、]\s*(?=\D)")
_CONTINUED = re.compile(r"[（(]续[)）]$")
_LETTERS = {"工作": "W", "奋斗": "S", "重点": "K", "创优": "E", "业务": "B", "职能": "B"}
_OTHER_LETTERS = "ACDFGHIJLMNOPQRTUVXYZ"
_UNNAMED = "目标"
_NAME_LENGTH = 20
_LONGEST_CELL, _LONGEST_CLAUSE, _LONGEST_NUMBER = 5_000, 1_000, 25
_FIELDS = ("category", "seq", "name", "content", "basis", "lead_unit")
_BARE = re.compile(rf"{BEFORE}\d[\d.,]*(?:以上|以内|以下|左右)?")
_BLANK = re.compile(r"[-—–/无\s]*")


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A target table as it could be, and beside it the doubt about each indicator, by its id.

    ``left`` are the numbers that became no indicator, by their target's id; ``problems`` tell what
    of the file isn't in it, or was read by a guess.
    """

    record: TargetTable
    header_line: str | None
    doubts: dict[str, Doubt]
    left: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()

    @property
    def doubtful(self) -> list[tuple[Indicator, Doubt]]:
        """Return the indicators to be looked at, the most doubtful first."""
        pairs = ((each, self.doubts[each.id]) for each in self.record.indicators)
        marked = (pair for pair in pairs if pair[1].review)
        return sorted(marked, key=lambda pair: pair[1].confidence)


@dataclass(slots=True)
class _Row:
    """A target's cells by the keys of their columns; ``seq`` is its number in its category."""

    where: str
    category: str
    seq: int
    name: str
    cells: dict[str, str]


@dataclass(slots=True)
class _Notes:
    """What is to be told of the file."""

    place: Place
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: Code, message: str) -> None:
        self.problems.append(code.problem(message, self.place))


def imported_table(
    found: Found, file: str, year: int, issued: date, answered: Iterable[str] = ()
) -> ImportedTable:
    """Make targets of tables and propose indicators for each.

    ``answered`` are the fields of a header line that the office's data have. The title is made of
    the year where the file names none. Raises DataError where there are no targets, and for cells
    that no data file takes.
    """
    notes = _Notes(Place(file), list(found.problems))
    grids = [_with_measures(grid) for grid in found.grids]
    headings, grids = _one_set_of_columns(grids)
    _refuse_odd_cells(grids, notes.place)
    rows = _rows(grids, notes)
    if not rows:
        message = "表头下面没有一行目标"
        raise DataError([Code.IMPORT_NO_TABLE.problem(message, notes.place), *notes.problems])
    letters = category_letters(row.category for row in rows)
    proposals: list[Proposal] = []
    targets: list[Target] = []
    odd: list[Problem] = []
    left: dict[str, tuple[str, ...]] = {}
    for row in rows:
        cells, id_ = row.cells, f"{letters[row.category]}{row.seq}"
        unit, due = cells.get("lead_unit", ""), cells.get("deadline", "")
        proposed = _proposed(row, Source(id_, year, due, unit or UNKNOWN_UNIT))
        own, left[id_] = proposed.made, proposed.left
        odd += _out_of_size(notes.place, f"{id_}（{row.name}）", own)
        proposals += own
        said = {
            "id": id_,
            "category": letters[row.category],
            "seq": row.seq,
            "name": row.name,
            "content": cells["content"],
            "basis": split_basis(cells.get("basis", "")),
            "lead_unit": unit,
            "extra": {key: text for key, text in cells.items() if text and key not in _FIELDS},
            "indicators": tuple(each.indicator for each in own),
        }
        targets.append(Target.model_validate({key: each for key, each in said.items() if each}))
    if odd:
        raise DataError(odd)
    first = next((grid for grid in grids if grid.preface), grids[0])
    fields = tuple(_header_fields(first.header_line or "", set(answered), notes))
    table = {
        "year": year,
        "title": _title(first.title, year, notes),
        "date_issued": issued,
        "source": file,
        "header_line": fields,
        "columns": tuple(_columns(headings, targets)),
        "categories": tuple(Category(id=each, name=name) for name, each in letters.items()),
        "targets": tuple(targets),
    }
    record = TargetTable.model_validate({key: each for key, each in table.items() if each})
    doubts = {each.indicator.id: each.doubt for each in proposals}
    return ImportedTable(record, first.header_line, doubts, left, tuple(notes.problems))


def _title(text: str | None, year: int, notes: _Notes) -> str:
    """Return the title over a table, unless it is none, or that of another year."""
    made = f"{year}年度目标表"
    if text and years_in(text) - {year}:
        notes.tell(Code.IMPORT_UNSURE, f"表的标题“{text}”不是 {year} 年的，写作“{made}”")
        return made
    return text or made


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


def _header_fields(line: str, answered: set[str], notes: _Notes) -> Iterator[str]:
    """Yield the fields of the line above the table that can be printed; tell of the others."""
    there = {word: key for word, key in HEADER_FIELDS.items() if word in line}
    yield from (key for key in there.values() if key in answered)
    if lacking := [word for word, key in there.items() if key not in answered]:
        message = f"表上方“{line[:60]}”里的{'、'.join(lacking)}没有读入，office.yaml 里也没有填"
        notes.tell(Code.IMPORT_PART_UNREAD, message)


# ── columns ──


def _one_set_of_columns(grids: Iterable[Grid]) -> tuple[dict[str, str], list[Grid]]:
    """Give columns of one title in several tables one key; return the titles of all by their keys."""
    headings: dict[str, str] = {}
    made: list[Grid] = []
    for grid in grids:
        keys: dict[str, str] = {}
        for key, title in grid.headings.items():
            known = (old for old, said in headings.items() if said == title and _is_own(old))
            if _is_own(key):
                new = next((old for old in known if old not in keys.values()), None) or key
                while new in headings and headings[new] != title:
                    new = f"column{int(new.removeprefix('column')) + 1}"
                keys[key] = new
            headings.setdefault(keys.get(key, key), title)
        rows = (
            replace(
                row,
                cells={keys.get(key, key): text for key, text in row.cells.items()},
                carried=frozenset(keys.get(key, key) for key in row.carried),
            )
            for row in grid.rows
        )
        made.append(replace(grid, rows=tuple(rows)))
    return headings, made


def _is_own(key: str) -> bool:
    return key.startswith("column")


def _columns(headings: Mapping[str, str], targets: Iterable[Target]) -> Iterator[Column]:
    filled = {key for target in targets for key in target.extra}
    for key, heading in headings.items():
        # a name without a content is the only text that there is
        only = key == "name" and "content" not in headings
        if key in filled or key in _FIELDS:
            yield Column(key="content" if only else key, title=heading)


def _with_measures(grid: Grid) -> Grid:
    """Put what bare values are counted in behind them: from 计量单位, or brackets in a heading."""
    if "content" not in grid.headings:
        return grid
    rows, used = [], True
    headed = measure_in(grid.headings["content"])
    for row in grid.rows:
        cells = dict(row.cells)
        own, name = cells.get("measure", ""), cells.get("name", "")
        content = cells.get("content", "")
        if _BARE.fullmatch(content.strip()):
            unit = own or headed or measure_in(name) or _counted(name)
            cells["content"] = re.sub(r"(\d[\d.,]*)", rf"\g<1>{unit}", content.strip(), count=1)
            used = used and (not own or unit == own)
        elif own and not _BLANK.fullmatch(own):
            used = used and own in content
        rows.append(replace(row, cells=cells))
    if used:
        rows = [
            replace(row, cells={k: v for k, v in row.cells.items() if k != "measure"})
            for row in rows
        ]
    return replace(grid, rows=tuple(rows))


def _counted(name: str) -> str:
    """Return the unit that a name ends with: 培训人次 counts 人次."""
    ends = (name[-length:] for length in (3, 2) if len(name) > length)
    return next(filter(is_known_unit, ends), "")


# ── rows ──


def _refuse_odd_cells(grids: Iterable[Grid], place: Place) -> None:
    """Raise DataError for cells that no data file takes, before anything costly looks at them."""
    problems: list[Problem] = []
    titles = ("".join(grid.preface) for grid in grids)
    cells = (
        (row.where, text) for grid in grids for row in grid.rows for text in row.cells.values()
    )
    heads = (text for grid in grids for text in grid.headings.values())
    categories = ((row.where, row.category) for grid in grids for row in grid.rows)
    for where, text in (*cells, *categories, *(("表头", text) for text in (*titles, *heads))):
        fault = ""
        if len(text) > _LONGEST_CELL:
            fault = f"有 {len(text)} 个字，一格最多 {_LONGEST_CELL} 个字"
        elif clause := re.search(rf"[^。；;，,！!\n]{{{_LONGEST_CLAUSE},}}", text):
            fault = f"有一句 {len(clause[0])} 个字没有标点，一句不能到 {_LONGEST_CLAUSE} 个字"
        elif long := re.search(rf"\d{{{_LONGEST_NUMBER},}}", text):
            fault = f"数“{long[0][:20]}…”有 {len(long[0])} 位，位数太多"
        elif named := forbidden_named(text):
            fault = f"有不能印刷的字符：{named}"
        if fault:
            seen = "".join("?" if is_forbidden(each) else each for each in text[:12])
            message = f"{where}“{seen}”{fault}"
            problems.append(Code.IMPORT_CELL.problem(message, place))
    if problems:
        raise DataError(problems)


def _rows(grids: Iterable[Grid], notes: _Notes) -> list[_Row]:
    """Fill categories and numbers down, join a row continued after a page break to its first.

    Where a number stands twice in a category, all are counted anew.
    """
    rows: list[_Row] = []
    category, running = _UNNAMED, 0
    for grid in grids:
        for row in grid.rows:
            cells = _numbered(row)
            content = cells.get("content") or cells.get("name", "")
            if not content:
                words = "　".join(cells.values())[:40]
                if words:
                    message = f"{row.where}没有目标内容，没有读入：{words}"
                    notes.tell(Code.IMPORT_ROW_UNREAD, message)
                continue
            text_key = "content" if cells.get("content") else "name"
            cells["content"] = _run_on(content)
            if unit := cells.get("lead_unit"):
                cells["lead_unit"] = units_in(unit)
            cells = {
                key: text if key in _FIELDS else _on_one_line(text) for key, text in cells.items()
            }
            label = "".join(cells.get("category", "").split())
            label = label if not row.category or not label else f"{row.category}（{label}）"
            if (label := label or row.category) and label != category:
                category, running = label, 0
            said = number_in(cells.get("seq", ""))
            running = said or running + 1
            name = "".join(cells.get("name", "").splitlines()) or _named_by(cells["content"])
            last = rows[-1] if rows else None
            repeats = last is not None and (category, running, _CONTINUED.sub("", name)) == (
                last.category,
                last.seq,
                last.name,
            )
            merged = text_key in row.carried and (said is None or "seq" in row.carried)
            if last and (merged or (repeats and "seq" not in row.carried)):
                _join(last, cells, row)
                notes.tell(Code.IMPORT_UNSURE, f"{row.where}与{last.where}是同一项目标，并入该项")
            else:
                rows.append(_Row(row.where, category, running, name, cells))
    counted = Counter((row.category, row.seq) for row in rows)
    if counted and max(counted.values()) > 1:
        again = dict.fromkeys((row.category for row in rows), 0)
        for each in rows:
            again[each.category] += 1
            each.seq = again[each.category]
        notes.tell(Code.IMPORT_UNSURE, "原表的序号在一个类别里有重复，已依次重新编号")
    return rows


def _numbered(row: Row) -> dict[str, str]:
    """Return a row's cells, the number before its name as its own where no column has one."""
    cells = dict(row.cells)
    match = _COUNTED.match(cells.get("name", ""))
    if match and not cells.get("seq"):
        cells["name"] = cells["name"][match.end() :]
        if "name" not in row.carried:
            cells["seq"] = match[1]
    return cells


def _join(last: _Row, cells: Mapping[str, str], row: Row) -> None:
    """Add to a target what a further row says of it."""
    for key, text in cells.items():
        old = last.cells.get(key, "")
        if key in ("category", "seq", "name") or key in row.carried or text == old or not text:
            continue
        if key == "content":
            last.cells[key] = _run_on(f"{old}\n{text}")
        else:
            mark = "\n" if key == "basis" else "、" if key == "lead_unit" else "；"
            last.cells[key] = mark.join(filter(None, (old, text)))


def _run_on(text: str) -> str:
    """Make one text of lines; items that no mark parts get a 、 of sentences, the semicolon."""
    made, *lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    for before, line in pairwise((made, *lines)):
        open_ended = before[-1:] not in "。；;：:，,、！!？?（(“《" and bool(before)
        items = LIST_MARKER.match(line) or re.match(
            r"[（(①-⑳一二三四五六七八九十]+[)）、是]|[①-⑳]", line
        )
        both = all(any(each.unit for each in amounts(flattened(text))) for text in (before, line))
        made += ("；" if open_ended and (items or both) else "") + line
    return made


def _on_one_line(text: str) -> str:
    """Part what stands on lines by 、 where it is names of units, else by ；."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return "".join(lines)
    if all(len(line) <= _NAME_LENGTH and UNIT.fullmatch(line) for line in lines):
        return units_in(text)
    return "".join(
        line if line[-1] in "。；;：:，,、" or line is lines[-1] else f"{line}；" for line in lines
    )


def _named_by(content: str) -> str:
    """Name a target by the beginning of its content."""
    return shortened(re.split(r"[,，;；。:：]", content, maxsplit=1)[0] or content)


# ── what is measured ──


def _proposed(row: _Row, source: Source) -> Proposals:
    """Propose the indicators of a row; a value by itself is read with the name before it."""
    content, name = row.cells["content"], row.name
    bare_name = name.replace(f"（{measure_in(name)}）", "").replace(f"({measure_in(name)})", "")
    alone = len(content) <= _NAME_LENGTH and bool(re.fullmatch(VALUE, content)) and name != content
    found = propose(f"{bare_name}{content}" if alone else content, source)
    if alone and not all(_value_is_in(each, content) for each in found.made):
        found = propose(content, source)
    made = []
    for each in found.made:
        changed = {} if each.indicator.quote in content else {"quote": content}
        if alone:
            changed["name"] = bare_name
        made.append(replace(each, indicator=each.indicator.model_copy(update=changed)))
    return replace(found, made=tuple(made))


def _value_is_in(proposal: Proposal, content: str) -> bool:
    return proposal.indicator.display.strip("≥≤<>=") in content


def _out_of_size(place: Place, target: str, proposals: Iterable[Proposal]) -> Iterator[Problem]:
    for indicator in (each.indicator for each in proposals):
        baseline = indicator.baseline
        numbers = (indicator.value, baseline.value if baseline else indicator.value)
        if not all(map(is_ordinary, numbers)):
            message = f"{target}里的数“{indicator.display[:20]}”位数太多（{MOST_DIGITS}）"
            yield Code.FIELD_VALUE.problem(message, place, "核对原文，改正这个数再导入。")
