"""From a grid to targets: categories filled down, numbers restored, basis lists split."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.importing.columns import ColumnKey
from reportgen.importing.grid import Grid
from reportgen.importing.phrases import chinese_value

_MARKER = re.compile(r"(?<![\d.〔（(第])(?=\d{1,2}[.．、](?:\D|\d{4}年))")
_HEADING = re.compile(r"(?<=情况)[\s　]+(?=\S)")
_SECTION = re.compile(r"(?<=[。；;：:\s])(?=[一二三四五六七八九十]、)")
_CONTINUED = re.compile(r"[（(]续[)）]$")
_LONGEST_SEQ = 9
_LETTERS = {"工作": "W", "奋斗": "S", "重点": "K", "创优": "E", "业务": "B", "职能": "B"}
_OTHER_LETTERS = "ACDFGHIJLMNOPQRTUVXYZ"
_UNNAMED = "目标"
_NAME_LENGTH = 20


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One target as published; ``extra`` holds the office's own columns by heading."""

    id: str
    category: str
    seq: int
    name: str
    content: str
    basis: tuple[str, ...]
    lead_unit: str | None
    deadline: str | None
    progress: str | None
    extra: tuple[tuple[str, str], ...]


def imported_rows(grid: Grid) -> tuple[ImportedRow, ...]:
    """Make targets of a grid's rows; a row continued after a page break is joined to its first."""
    rows: list[ImportedRow] = []
    for row in _raw_rows(grid):
        before = rows[-1] if rows else None
        if before and _continues(row, before):
            rows[-1] = replace(
                before, content=before.content + row.content, basis=before.basis + row.basis
            )
        else:
            rows.append(row)
    return _with_ids(rows)


def category_letters(names: list[str]) -> dict[str, str]:
    """Give each category a letter for its targets' ids: W for 工作目标, S for 奋斗目标."""
    letters: dict[str, str] = {}
    spare = (f"{letter}{more}" for more in ("", *_OTHER_LETTERS) for letter in _OTHER_LETTERS)
    for name in names:
        known = next((letter for word, letter in _LETTERS.items() if word in name), None)
        letters[name] = known if known and known not in letters.values() else next(spare)
    return letters


def _raw_rows(grid: Grid) -> Iterator[ImportedRow]:
    category, running = _UNNAMED, 0
    for cells in grid.rows:
        by_key: dict[ColumnKey, str] = {}
        extra: list[tuple[str, str]] = []
        for heading, key, cell in zip(grid.headings, grid.keys, cells, strict=True):
            if key is ColumnKey.OTHER or key in by_key:
                if cell:
                    extra.append((heading, cell))
            else:
                by_key[key] = cell
        content = by_key.get(ColumnKey.CONTENT) or by_key.get(ColumnKey.NAME, "")
        if not content:
            continue
        label = "".join(by_key.get(ColumnKey.CATEGORY, "").split())
        if label and label != category:
            category, running = label, 0
        running = _number(by_key.get(ColumnKey.SEQ, "")) or running + 1
        name = "".join(by_key.get(ColumnKey.NAME, "").splitlines()) or _short(content)
        yield ImportedRow(
            id="",
            category=category,
            seq=running,
            name=name,
            content="".join(line.strip() for line in content.splitlines()),
            basis=split_basis(by_key.get(ColumnKey.BASIS, "")),
            lead_unit=by_key.get(ColumnKey.LEAD_UNIT) or None,
            deadline=by_key.get(ColumnKey.DEADLINE) or None,
            progress=by_key.get(ColumnKey.PROGRESS) or None,
            extra=tuple(extra),
        )


def split_basis(text: str) -> tuple[str, ...]:
    """Split a basis at its markers 1. 2. and 一、 二、; ``1.2012年`` is item 1 of the year 2012."""
    items: list[str] = []
    for line in text.splitlines():
        for section in _SECTION.split(line):
            for part in _HEADING.split(section):
                items += _MARKER.split(part)
    return tuple(item.strip() for item in items if item.strip())


def _continues(row: ImportedRow, before: ImportedRow) -> bool:
    same = (row.category, row.seq) == (before.category, before.seq)
    return same and _CONTINUED.sub("", row.name) == before.name


def _short(content: str) -> str:
    first = re.split(r"[,，;；。:：]", content, maxsplit=1)[0]
    return (first or content)[:_NAME_LENGTH]


def _number(text: str) -> int | None:
    """Read 3, 3., （三）, 十二 as a sequence number; None for what is none, and for codes."""
    if match := re.search(r"\d+", text):
        return int(match[0]) if len(match[0]) <= _LONGEST_SEQ else None
    written = chinese_value("".join(re.findall("[一二三四五六七八九十]", text)))
    return None if written is None else int(written)


def _with_ids(rows: list[ImportedRow]) -> tuple[ImportedRow, ...]:
    """Give the targets ids; where a number stands twice in a category, all are counted anew."""
    letters = category_letters(list(dict.fromkeys(row.category for row in rows)))
    pairs = [(row.category, row.seq) for row in rows]
    if len(set(pairs)) < len(pairs):
        counts = dict.fromkeys(letters, 0)
        counted = []
        for row in rows:
            counts[row.category] += 1
            counted.append(replace(row, seq=counts[row.category]))
        rows = counted
    return tuple(replace(row, id=f"{letters[row.category]}{row.seq}") for row in rows)
