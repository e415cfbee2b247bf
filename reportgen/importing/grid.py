"""Find the tables in blocks of cells: their headings, and below those rows that say a thing each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place, Problem
from reportgen.importing.cells import EMPTY, Block, Cell, Line, Read
from reportgen.importing.headings import LONGEST_HEADING, Meaning, Vocabulary, bare
from reportgen.importing.rows import ORDINAL, VALUE, Head, Row, number_in, rows_of
from reportgen.importing.units import UNIT

FEWEST_HEADINGS = 2
_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_TABLE = re.compile(r"第\d+张表")
_LONGEST_TITLE = 60  # characters; a longer line above a table is a paragraph
_FIELDS = frozenset(Meaning) - {Meaning.OTHER, Meaning.MEASURE}
HEADER_FIELDS = {
    "单位名称": "unit",
    "主要负责人": "head",
    "联系人": "contact",
    "联系电话": "phone",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's headings by the keys of their columns, its rows, and what stands above it.

    A key is what the heading means, or ``column5`` for one of the office's own and for a second
    one of a meaning.
    """

    preface: tuple[str, ...]
    headings: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def title(self) -> str | None:
        """Return the line above the table that names it: the longest that speaks of targets."""
        lines = [line for line in self.preface if line != self.header_line]
        lines = [line for line in lines if 4 < len(line) <= _LONGEST_TITLE]
        about = [line for line in lines if any(word in line for word in ("目标", "任务", "工作"))]
        return max(about or lines, key=len, default=None)

    @property
    def header_line(self) -> str | None:
        """Return the line with 单位名称, 主要负责人 and so on."""
        found = [line for line in self.preface if any(word in line for word in HEADER_FIELDS)]
        return "　".join(found) or None


@dataclass(frozen=True, slots=True)
class Found:
    """The tables of targets in a file, and what of it isn't read or was read by a guess."""

    grids: tuple[Grid, ...]
    problems: tuple[Problem, ...]


def find_grids(read: Read, file: str, vocabulary: Vocabulary) -> Found:
    """Find every table of targets in a file; raise DataError where there is none.

    Whatever is passed over is told: a table without targets, a row that can't be dealt out.
    """
    search = _Search(Place(file), vocabulary)
    grids = tuple(search.grids(read.blocks))
    for words in read.unread:
        search.tell(Code.IMPORT_PART_UNREAD, f"{words}没有读入")
    for words in read.unsure:
        search.tell(Code.IMPORT_UNSURE, words)
    if not grids:
        raise DataError([search.no_table(read.blocks)])
    return Found(grids, tuple(search.problems))


@dataclass(slots=True)
class _Search:
    """The search through one file, and what it came upon."""

    place: Place
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: Code, message: str, remedy: str | None = None) -> None:
        self.problems.append(code.problem(message, self.place, remedy))

    # ── where tables begin and end ──

    def grids(self, blocks: Sequence[Block]) -> Iterator[Grid]:
        head: Head | None = None
        several = sum(1 for block in blocks if any(map(self._is_head, block.lines))) > 1
        for block in map(self._spread, blocks):
            heads = dict(self._heads(block))
            starts = list(heads)
            if not starts:
                if head is not None and block.is_ruled and self._goes_on(block, head):
                    yield self._grid(block, head, (), block.lines, "")
                elif any(len(line.filled) > 1 for line in block.lines):
                    label = "工作表" if not _TABLE.fullmatch(block.name) else ""
                    named = f"{label}“{block.name}”" if block.name else "表头以外的内容"
                    self.tell(Code.IMPORT_PART_UNREAD, f"{named}里没有认得的表头，没有读入")
                continue
            preface = block.lines[: starts[0]]
            known: list[str] | None = None
            for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
                titles = [bare(cell.text) for cell in block.lines[start].cells]
                depth = heads[start]
                body = block.lines[start + depth : end]
                if titles == known and head is not None:
                    yield self._grid(block, head, (), body, "")
                    continue
                new = self._head(block.lines[start : start + depth], body, block.is_ruled)
                known = titles
                if new.keys.keys() & {"content", "name"}:
                    head = new
                    label = self._label(block, preface) if several else ""
                    yield self._grid(block, head, preface, body, label)
                    preface = ()
                elif any(line.filled for line in body):
                    words = "、".join(filter(None, (t.replace("\n", "") for t in new.titles)))
                    self.tell(
                        Code.IMPORT_PART_UNREAD,
                        f"{block.lines[start].where}起的表（{words[:60]}）不是目标表，没有读入",
                    )
                else:
                    preface = (*preface, *block.lines[start:end])

    def _is_head(self, line: Line) -> bool:
        """Tell a row of headings: two that mean different things, or most of it, and all short."""
        if any(re.fullmatch(r"[\d.,%]+", cell.text) for cell in line.filled):
            return False
        cells = [cell for cell in line.filled if len(bare(cell.text)) <= LONGEST_HEADING]
        known = {self.vocabulary.meaning(cell.text): cell for cell in cells}
        known.pop(None, None)
        others = sum(self.vocabulary.meaning(cell.text) is not None for cell in cells)
        told = len(known) >= FEWEST_HEADINGS or others >= 3
        return (told and 2 * others >= len(line.filled)) or others == len(line.filled) > 1

    def _spread(self, block: Block) -> Block:
        """Move the parts of a heading below it, where web pages paste them as a row of their own.

        The rows below tell how many columns there are; that one heading could have the parts.
        """
        lines = list(block.lines)
        at = next((at for at, line in enumerate(lines[:-2]) if self._is_head(line)), None)
        if block.is_ruled or at is None:
            return block
        first, parts, after = lines[at].cells, lines[at + 1].cells, lines[at + 2 :]
        (width, _), *_ = Counter(len(line.cells) for line in after).most_common(1)
        plain = all(cell.text and number_in(cell.text) is None for cell in parts)
        known = any(self.vocabulary.meaning(cell.text) for cell in parts)
        if not (plain and known and len(parts) > 1 and width == len(first) + len(parts) - 1):
            return block
        meanings = {n: self.vocabulary.meaning(cell.text) for n, cell in enumerate(first)}
        wide = [
            n for n, each in meanings.items() if each in (Meaning.CONTENT, Meaning.PROGRESS, None)
        ]
        if len(wide) == 1:
            (n,) = wide
            more = len(parts) - 1
            wider = (*first[: n + 1], *[EMPTY] * more, *first[n + 1 :])
            lower = (*[EMPTY] * n, *parts, *[EMPTY] * (len(first) - n - 1))
            lines[at : at + 2] = [
                replace(lines[at], cells=wider),
                replace(lines[at + 1], cells=lower),
            ]
        return replace(block, lines=tuple(lines))

    def _heads(self, block: Block) -> Iterator[tuple[int, int]]:
        """Yield where headings begin, and how many rows they have."""
        after = 0
        for at, line in enumerate(block.lines):
            if at >= after and self._is_head(line):
                after = at + self._depth(block, at)
                yield at, after - at

    def _depth(self, block: Block, start: int) -> int:
        """Count the rows of headings: those merged with the first, or that name its parts."""
        depth = 1
        while start + depth < len(block.lines):
            first, line = block.lines[start], block.lines[start + depth]
            merged = {cell for cell in line.cells if cell.text} & set(first.cells)
            if merged == set(line.filled) and merged:
                depth += 1  # all of it merged: no more than height
                continue
            names = [cell for cell in line.filled if cell not in merged]
            short = all(len(bare(cell.text)) <= LONGEST_HEADING for cell in names)
            under = [at for at, cell in enumerate(line.cells) if cell in names]
            fresh = all(_is_open(first.cells, at) for at in under)
            counts = any(
                self.vocabulary.meaning(head.text) is Meaning.SEQ and number_in(cell.text)
                for head, cell in zip(first.cells, line.cells, strict=False)
            )
            if not (names and short and not counts and (merged or (fresh and under))):
                break
            depth += 1
        return depth

    def _goes_on(self, block: Block, head: Head) -> bool:
        widths = {len(line.cells) for line in block.lines if len(line.filled) > 1}
        return bool(widths) and widths <= {len(head.titles)}

    def _label(self, block: Block, preface: Sequence[Line]) -> str:
        """Name a table among several: by its sheet, or by 一、…… above it."""
        if not _TABLE.fullmatch(block.name) and not _SHEET.fullmatch(block.name):
            return block.name
        last = "".join(cell.text for line in preface[-1:] for cell in line.filled)
        return ORDINAL.sub("", last, count=1) if ORDINAL.match(last) else ""

    def no_table(self, blocks: Sequence[Block]) -> Problem:
        """Say why there is no table of targets: what looks like headings and isn't known."""
        rows = (
            (len([c for c in line.filled if self.vocabulary.meaning(c.text)]), line)
            for block in blocks
            for line in block.lines
            if len(line.filled) > 1
        )
        known, line = max(rows, key=lambda pair: pair[0], default=(0, None))
        if not known or line is None:
            message = "没有找到表头：应有一行写着序号、目标名称、目标内容等栏目"
            return Code.IMPORT_NO_TABLE.problem(message, self.place)
        words = [" ".join(cell.text.split())[:20] for cell in line.filled]
        odd = [word for word in words if self.vocabulary.meaning(word) is None]
        named = f"，其中不认得“{'”“'.join(odd[:9])}”" if odd else ""
        message = f"{line.where}像是表头（{'、'.join(words[:12])}），但没有目标内容一栏{named}"
        return Code.IMPORT_HEADINGS.problem(message, self.place)

    # ── headings ──

    def _head(self, lines: Sequence[Line], body: Sequence[Line], is_ruled: bool) -> Head:
        """Join the rows of headings: a column is named by the lowest, with those above as needed."""
        width = max(len(line.cells) for line in lines)
        rows = [[*line.cells, *[EMPTY] * (width - len(line.cells))] for line in lines]
        for depth, row in enumerate(rows if not is_ruled else ()):
            for column in range(1, width):
                # pasted text doesn't say what is merged: a blank is, where parts stand below it
                left, above = row[column - 1], rows[max(depth - 1, 0)]
                over = any(below[column].text for below in rows[depth + 1 :])
                named = depth == 0 and self.vocabulary.meaning(left.text) is Meaning.NAME
                alike = depth == 0 or above[column] is above[column - 1]
                if not row[column].text and alike and (over or named):
                    row[column] = left
        stacks = [
            [cell for cell in dict.fromkeys(column) if cell.text]
            for column in zip(*rows, strict=True)
        ]
        while stacks and not stacks[-1] and not any(_at(line, len(stacks) - 1) for line in body):
            stacks.pop()
        lowest = [stack[-1].text if stack else "" for stack in stacks]
        titles = [
            self._joined(stack, alone=lowest.count(name) == 1)
            for stack, name in zip(stacks, lowest, strict=True)
        ]
        parts = [stack[-1] if stack else None for stack in stacks]
        head = Head(titles, [self._meaning(stack, n, body) for n, stack in enumerate(stacks)])
        self._name_columns(head, parts, body)
        return head

    def _joined(self, stack: Sequence[Cell], *, alone: bool) -> str:
        texts = [" ".join(cell.text.split()) for cell in stack]
        if len(texts) < 2 or (alone and self.vocabulary.meaning(texts[-1])):
            return texts[-1] if texts else ""
        return f"{texts[0]}（{'·'.join(texts[1:])}）"

    def _meaning(self, stack: Sequence[Cell], column: int, body: Sequence[Line]) -> Meaning | None:
        found = (self.vocabulary.meaning(cell.text) for cell in reversed(stack))
        meaning = next((each for each in found if each), None)
        if meaning is Meaning.LEAD_UNIT and bare(stack[-1].text) == "单位":
            texts = _texts(body, column)
            measures = sum(len(text) <= 5 and not UNIT.fullmatch(text) for text in texts)
            return Meaning.MEASURE if 2 * measures > len(texts) else meaning
        return meaning

    def _name_columns(self, head: Head, parts: Sequence[Cell | None], body: Sequence[Line]) -> None:
        """Give each column its key; neighbours under one heading have one."""
        groups: list[list[int]] = []
        for column, part in enumerate(parts):
            if groups and part is not None and parts[groups[-1][-1]] is part:
                groups[-1].append(column)
            else:
                groups.append([column])
        columns: dict[Meaning, list[int]] = {}
        for group in groups:
            if meaning := head.meanings[group[0]]:
                columns.setdefault(meaning, []).append(group[0])
        columns.pop(Meaning.OTHER, None)
        unknown = [g[0] for g in groups if head.meanings[g[0]] is None and _texts(body, g[0])]
        own = [part.text if part else "" for part in parts]
        for alike in columns.values():  # the column meant first
            alike.sort(key=lambda n: self.vocabulary.rank(own[n]))
        for taken, meaning in _share_out(columns, unknown, body):
            head.meanings[taken] = meaning
            words = "目标内容" if meaning is Meaning.CONTENT else "目标名称"
            message = f"栏目“{head.titles[taken]}”不认得，看各行的写法按{words}读入"
            self.tell(Code.IMPORT_UNSURE, message, "不是的，用 --map 栏目名=含义 指明后重新导入。")
        if Meaning.CATEGORY not in columns and not head.titles[0] and _texts(body, 0):
            columns[Meaning.CATEGORY] = [0]
            head.titles[0] = "类别"
        keys = {alike[0]: meaning.value for meaning, alike in columns.items() if alike}
        for group in groups:
            head.keys[keys.get(group[0], f"column{group[0] + 1}")] = group

    # ── the whole ──

    def _grid(
        self, block: Block, head: Head, preface: Sequence[Line], body: Sequence[Line], label: str
    ) -> Grid:
        lines = ("　".join(cell.text for cell in line.filled) for line in preface)
        rows = tuple(rows_of(block, head, body, label, self.tell))
        titles = {key: head.title(key) for key in head.keys}
        odd = [
            title
            for key, title in titles.items()
            if title and head.meanings[head.keys[key][0]] is None
        ]
        if odd:
            self.tell(Code.IMPORT_COLUMN_UNKNOWN, f"栏目“{'”“'.join(odd)}”不认得，照原样保留")
        named = {
            key: title or f"第{head.keys[key][0] + 1}栏"
            for key, title in titles.items()
            if title or any(key in row.cells for row in rows)
        }
        return Grid(tuple(filter(None, lines)), named, rows)


def _is_open(first: Sequence[Cell], at: int) -> bool:
    """Tell whether a heading has room for parts below: it, or its neighbour, is over blank ones."""
    return at < len(first) and (
        not first[at].text
        or (at + 1 < len(first) and (first[at + 1] is first[at] or not first[at + 1].text))
        or (at > 0 and first[at - 1] is first[at])
    )


def _at(line: Line, column: int) -> str:
    return line.cells[column].text if column < len(line.cells) else ""


def _texts(body: Sequence[Line], column: int) -> list[str]:
    return [text for line in body if (text := _at(line, column))]


def _share_out(
    columns: dict[Meaning, list[int]], unknown: Sequence[int], body: Sequence[Line]
) -> Iterator[tuple[int, Meaning]]:
    """See to it that there is a content, and a name beside it where two columns could be it.

    Yields columns whose headings aren't known, with what the texts below make of them.
    """
    names, contents, values = (
        columns.setdefault(each, []) for each in (Meaning.NAME, Meaning.CONTENT, Meaning.VALUE)
    )
    if names and contents and _share(VALUE, names[0], body) == 1 > _share(VALUE, contents[0], body):
        names[0], contents[0] = contents[0], names[0]
    elif not contents:
        counting = [n for n in unknown if _share(r"\D*\d.*", n, body) > 1 / 2]
        if names and unknown and _share(VALUE, names[0], body) == 1:
            values[:], names[:] = names, []
        if not names and values and unknown:
            names.append(unknown[0])
            yield unknown[0], Meaning.NAME
        if names and values:
            contents[:], values[:] = values, []
        elif len(names) > 1:
            contents.append(max(names))
            names.remove(max(names))
        elif names and counting and _share(r"\D*\d.*", names[0], body) < 1 / 2:
            contents.append(counting[0])
            yield counting[0], Meaning.CONTENT
    elif not names:
        names += [n for n in contents[1:] if n < contents[0]][:1]
        if not names and values and not _share(r"\D*\d.*", contents[0], body):
            names[:], contents[:], values[:] = contents, values, []


def _share(form: str | re.Pattern[str], column: int, body: Sequence[Line]) -> float:
    """Return how much of a column's texts have a form."""
    texts = _texts(body, column)
    return sum(bool(re.fullmatch(form, text, re.DOTALL)) for text in texts) / max(len(texts), 1)
