"""Targets out of the tables that were found, with doubts about what is proposed for each."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportgen.base.codes import Code
from reportgen.base.numbers import MOST_DIGITS, is_ordinary
from reportgen.base.problems import DataError, Place, Problem
from reportgen.checks.texts import forbidden_named, is_forbidden
from reportgen.importing.cell_texts import VALUE
from reportgen.importing.cells import Notes
from reportgen.importing.grid import HEADER_FIELDS, Grid
from reportgen.importing.headings import measure_in
from reportgen.importing.indicators import UNKNOWN_UNIT, Proposal, Proposals, Source, propose
from reportgen.importing.targets import FIELDS, LONGEST_NAME, Told, told_in
from reportgen.model.targets import Category, Column, Indicator, Target, TargetTable
from reportgen.wording.doubts import Doubt
from reportgen.wording.prose import years_in

_MARKER = re.compile(r"(?<![\d.〔（(第])(?=\d{1,2}[.．、](?:\D|\d{4}年))")
_HEADING = re.compile(r"(?<=情况)[\s　]+(?=\S)")
_SECTION = re.compile(r"(?<=[。；;：:\s])(?=[一二三四五六七八九十]、)")
_LETTERS = {"工作": "W", "奋斗": "S", "重点": "K", "创优": "E", "业务": "B", "职能": "B"}
_OTHER_LETTERS = "ACDFGHIJLMNOPQRTUVXYZ"
_TRADITIONAL = re.compile("[達於過標數個萬億項辦務實設]")  # in the words around numbers
_LONGEST_CELL, _LONGEST_CLAUSE, _LONGEST_NUMBER = 5_000, 1_000, 25


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


def imported_table(
    grids: Sequence[Grid], notes: Notes, year: int, issued: date, answered: Iterable[str] = ()
) -> ImportedTable:
    """Make targets of tables and propose indicators for each.

    ``answered`` are the fields of a header line that the office's data have. The title is made of
    the year where the file names none. Raises DataError where there are no targets.
    """
    rows = told_in(grids, notes)
    if not rows:
        message = "表头下面没有一行目标"
        raise DataError([Code.IMPORT_NO_TABLE.problem(message, notes.place), *notes.problems])
    odd_words = "、".join(
        dict.fromkeys(_TRADITIONAL.findall("".join(r.cells["content"] for r in rows)))
    )
    if odd_words:
        message = f"目标内容里有繁体字（{odd_words}），指标的措辞认不准"
        notes.unsure(message, "先在 WPS 或 Word 里繁转简，再导入。")
    headings: dict[str, str] = {}
    for key, title in (pair for grid in grids if grid.rows for pair in grid.headings.items()):
        headings.setdefault(key, title)
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
            "extra": {key: text for key, text in cells.items() if text and key not in FIELDS},
            "indicators": tuple(each.indicator for each in own),
        }
        targets.append(Target.model_validate({key: each for key, each in said.items() if each}))
    if odd:
        raise DataError(odd)
    first = next((grid for grid in grids if grid.preface), grids[0])
    for grid in grids:
        if unsaid := "　".join(grid.unsaid):
            notes.unread(f"表上方的文字“{unsaid[:40]}”")
    fields = tuple(_header_fields(first.header_line or "", set(answered), notes))
    table = {
        "year": year,
        "title": _title(first.title, year, notes),
        "date_issued": issued,
        "source": notes.place.file,
        "header_line": fields,
        "columns": tuple(_columns(headings, targets)),
        "categories": tuple(Category(id=each, name=name) for name, each in letters.items()),
        "targets": tuple(targets),
    }
    record = TargetTable.model_validate({key: each for key, each in table.items() if each})
    doubts = {each.indicator.id: each.doubt for each in proposals}
    return ImportedTable(record, first.header_line, doubts, left, tuple(notes.problems))


def _title(text: str | None, year: int, notes: Notes) -> str:
    """Return the title over a table, unless it is none, or that of another year."""
    made = f"{year}年度目标表"
    if text and years_in(text) - {year}:
        notes.unsure(f"表的标题“{text}”不是 {year} 年的，写作“{made}”")
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


def _header_fields(line: str, answered: set[str], notes: Notes) -> Iterator[str]:
    """Yield the fields of the line above the table that can be printed; tell of the others."""
    there = {word: key for word, key in HEADER_FIELDS.items() if word in line}
    yield from (key for key in there.values() if key in answered)
    if lacking := [word for word, key in there.items() if key not in answered]:
        message = f"表上方“{line[:60]}”里的{'、'.join(lacking)}没有读入，office.yaml 里也没有填"
        notes.tell(Code.IMPORT_PART_UNREAD, message)


def _columns(headings: Mapping[str, str], targets: Iterable[Target]) -> Iterator[Column]:
    filled = {key for target in targets for key in target.extra}
    for key, heading in headings.items():
        # a name without a content is the only text that there is
        only = key == "name" and "content" not in headings
        if key in filled or key in FIELDS:
            yield Column(key="content" if only else key, title=heading)


def refuse_odd_cells(
    grids: Iterable[Grid], place: Place, has_glyph: Callable[[str], bool] | None
) -> None:
    """Raise DataError for cells that no data file takes, before anything costly looks at them."""
    texts: list[tuple[str, str]] = []
    for grid in grids:
        texts += (("表头", text) for text in ("".join(grid.preface), *grid.headings.values()))
        for row in grid.rows:
            texts += ((row.where, text) for text in (row.category, *row.cells.values()))
    problems: list[Problem] = []
    for where, text in texts:
        if fault := _fault(text) or _without_glyph(text, has_glyph):
            seen = "".join("?" if is_forbidden(each) else each for each in text[:12])
            problems.append(Code.IMPORT_CELL.problem(f"{where}“{seen}”{fault}", place))
    if problems:
        raise DataError(problems)


def _without_glyph(text: str, has_glyph: Callable[[str], bool] | None) -> str:
    lacking = [each for each in dict.fromkeys(text) if has_glyph and not has_glyph(each)]
    named = "、".join(f"“{each}”（U+{ord(each):04X}）" for each in lacking if not each.isspace())
    return f"有所有字体都没有的字符：{named}" if named else ""


def _fault(text: str) -> str:
    if len(text) > _LONGEST_CELL:
        return f"有 {len(text)} 个字，一格最多 {_LONGEST_CELL} 个字"
    if clause := re.search(rf"[^。；;，,！!\n]{{{_LONGEST_CLAUSE},}}", text):
        return f"有一句 {len(clause[0])} 个字没有标点，一句不能到 {_LONGEST_CLAUSE} 个字"
    if long := re.search(rf"\d{{{_LONGEST_NUMBER},}}", text):
        return f"数“{long[0][:20]}…”有 {len(long[0])} 位，位数太多"
    named = forbidden_named(text)
    return f"有不能印刷的字符：{named}" if named else ""


def _proposed(row: Told, source: Source) -> Proposals:
    """Propose the indicators of a row; a value by itself is read with the name before it."""
    content, name = row.cells["content"], row.name
    bare_name = name.replace(f"（{measure_in(name)}）", "").replace(f"({measure_in(name)})", "")
    found = propose(content, source)
    bare = re.fullmatch(VALUE, content) or any(
        each.indicator.name == each.indicator.quote for each in found.made
    )
    alone = len(content) <= LONGEST_NAME and not content.startswith(name) and bare
    mark = "：" if bare_name[-1:].isascii() else ""  # PM2.5, and 35微克
    if alone:
        named = propose(f"{bare_name}{mark}{content}", source)
        if named.made and all(
            each.indicator.display.strip("≥≤<>=") in content for each in named.made
        ):
            found = named
    made = []
    for each in found.made:
        changed = {} if each.indicator.quote in content else {"quote": content}
        if alone:
            changed["name"] = bare_name
        made.append(replace(each, indicator=each.indicator.model_copy(update=changed)))
    return replace(found, made=tuple(made))


def _out_of_size(place: Place, target: str, proposals: Iterable[Proposal]) -> Iterator[Problem]:
    for indicator in (each.indicator for each in proposals):
        baseline = indicator.baseline
        numbers = (indicator.value, baseline.value if baseline else indicator.value)
        if not all(map(is_ordinary, numbers)):
            message = f"{target}里的数“{indicator.display[:20]}”位数太多（{MOST_DIGITS}）"
            yield Code.FIELD_VALUE.problem(message, place, "核对原文，改正这个数再导入。")
