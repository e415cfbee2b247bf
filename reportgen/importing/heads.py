"""The headings of tables: which rows they are, and what each column below them holds."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportgen.base.codes import Code
from reportgen.importing.cell_texts import UNIT, VALUE, number_in
from reportgen.importing.cells import EMPTY, Block, Cell, Line, Notes
from reportgen.importing.headings import LAST_RANK, LONGEST_HEADING, Meaning, Vocabulary, bare
from reportgen.wording.phrases import DATES, deadline

_FEWEST_HEADINGS, _FEWEST_MONTHS = 2, 3
_END = {
    "下限": re.compile(r"(?:下限|最低|最小)[值数量]?[)）]?$"),
    "上限": re.compile(r"(?:上限|最高|最大)[值数量]?[)）]?$"),
}
_COUNTING = r"\D*\d.*"


@dataclass(slots=True, eq=False)
class Column:
    """A column, or neighbours under one heading: what it means, and the texts below it.

    That of a range has two places: 下限, 上限.
    """

    title: str
    meaning: Meaning | None
    rank: int
    places: list[int]
    texts: list[str]
    key: str = ""
    is_range: bool = False

    def share(self, form: str) -> float:
        """Return how much of the texts has a form."""
        fit = sum(bool(re.fullmatch(form, text, re.DOTALL)) for text in self.texts)
        return fit / max(len(self.texts), 1)


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table, by the keys of what they hold.

    A key is what the heading means, or ``column5`` for one of the office's own and for a second
    one of a meaning. ``width`` counts also the columns that aren't read.
    """

    columns: dict[str, Column]
    width: int

    def places(self, *keys: str) -> set[int]:
        """Return where the columns of some keys stand."""
        return {place for key in keys if key in self.columns for place in self.columns[key].places}

    @property
    def holds_targets(self) -> bool:
        """Tell whether a column says what is to be done."""
        return bool(self.columns.keys() & {"content", "name"})


@dataclass(slots=True)
class Heads:
    """What is known of headings in one file; ``own`` are the titles of its own columns, by key."""

    vocabulary: Vocabulary
    notes: Notes
    own: dict[str, str] = field(default_factory=dict)

    def is_head(self, line: Line) -> bool:
        """Tell a row of headings: two that mean different things, or most of it, and all short."""
        if any(re.fullmatch(r"[\d.,%]+", cell.text) for cell in line.filled):
            return False
        texts = [cell.text for cell in line.filled if len(bare(cell.text)) <= LONGEST_HEADING]
        dates = [text for text in texts if len(text) <= 5 and deadline(text, 2000)]
        if len(dates) < _FEWEST_MONTHS:  # of a row below the headings
            texts = [text for text in texts if text not in dates]
        meanings = [meaning for text in texts if (meaning := self.vocabulary.meaning(text))]
        twice = [text for text, many in Counter(texts).items() if many > 1]
        if {self.vocabulary.meaning(text) for text in twice} - {None, Meaning.OTHER}:
            return False  # 目标 进度 目标 进度: a matrix
        many = len(meanings)
        told = len({*meanings}) >= _FEWEST_HEADINGS or many >= 3
        return (told and 2 * many >= len(line.filled)) or many == len(line.filled) > 1

    def in_block(self, block: Block) -> Iterator[tuple[int, int]]:
        """Yield where headings begin, and how many rows they have."""
        after = 0
        for at, line in enumerate(block.lines):
            if at >= after and self.is_head(line):
                after = at + self._depth(block, at)
                yield at, after - at

    def _depth(self, block: Block, start: int) -> int:
        """Count the rows of headings: those merged with the first, or that name its parts."""
        first = block.lines[start].cells
        numbered = [at for at, cell in enumerate(first) if self._means(cell, Meaning.SEQ)]
        depth = 1
        for line in block.lines[start + 1 :]:
            merged = {cell for cell in line.cells if cell.text} & set(first)
            names = [cell for cell in line.filled if cell not in merged]
            if names or not merged:  # else it is all merged: no more than height
                short = all(len(bare(cell.text)) <= LONGEST_HEADING for cell in names)
                under = [at for at, cell in enumerate(line.cells) if cell in names]
                fresh = under and all(_is_open(first, at) for at in under)
                counts = any(number_in(line.at(at)) for at in numbered) or any(
                    re.fullmatch(VALUE, each.text) and not DATES.match(each.text) for each in names
                )
                if not (names and short and not counts and (merged or fresh)):
                    break
            depth += 1
        return depth

    def _means(self, cell: Cell, *meanings: Meaning | None) -> bool:
        return self.vocabulary.meaning(cell.text) in meanings

    def spread(self, block: Block) -> Block:
        """Move the parts of a heading below it, where web pages paste them as a row of their own.

        The rows below tell how many columns there are; that one heading could have the parts.
        """
        lines = list(block.lines)
        at = next((at for at, line in enumerate(lines[:-2]) if self.is_head(line)), None)
        if block.is_ruled or at is None:
            return block
        first, parts, after = lines[at].cells, lines[at + 1].cells, lines[at + 2 :]
        (width, _), *_ = Counter(len(line.cells) for line in after).most_common(1)
        plain = all(cell.text and number_in(cell.text) is None for cell in parts)
        known = any(self.vocabulary.meaning(cell.text) for cell in parts)
        could = (Meaning.CONTENT, Meaning.PROGRESS, None)
        wide = [n for n, cell in enumerate(first) if self._means(cell, *could)]
        more = len(parts) - 1
        if plain and known and more > 0 and width == len(first) + more and len(wide) == 1:
            (n,) = wide
            wider = (*first[: n + 1], *[EMPTY] * more, *first[n + 1 :])
            lower = (*[EMPTY] * n, *parts, *[EMPTY] * (len(first) - n - 1))
            lines[at] = replace(lines[at], cells=wider)
            lines[at + 1] = replace(lines[at + 1], cells=lower)
        return replace(block, lines=tuple(lines))

    def read(self, lines: Sequence[Line], body: Sequence[Line], *, is_ruled: bool) -> Head:
        """Join the rows of headings: a column is named by the lowest, with those above as needed."""
        width = max(len(line.cells) for line in lines)
        rows = [[*line.cells, *[EMPTY] * (width - len(line.cells))] for line in lines]
        if not is_ruled:
            self._merge(rows)
        stacks = [
            [cell for cell in dict.fromkeys(column) if cell.text]
            for column in zip(*rows, strict=True)
        ]
        while stacks and not stacks[-1] and not any(line.at(len(stacks) - 1) for line in body):
            stacks.pop()
        lowest = Counter(stack[-1].text for stack in stacks if stack)
        most = 0 if is_ruled else max((len(line.filled) for line in body), default=0)
        full = [line for line in body if len(line.filled) >= most]  # what is short stands elsewhere
        columns: list[Column] = []
        parts: list[Cell] = []
        for place, stack in enumerate(stacks):
            if stack and parts and parts[-1] is stack[-1]:
                columns[-1].places.append(place)
            else:
                texts = [text for line in full if (text := line.at(place))]
                alone = bool(stack) and lowest[stack[-1].text] == 1
                columns.append(self._column(stack, place, texts, alone=alone))
            parts.append(stack[-1] if stack else EMPTY)
        self._name(columns)
        return Head({each.key: each for each in columns if each.key}, len(stacks))

    def _merge(self, rows: list[list[Cell]]) -> None:
        """Merge blanks with the heading to their left, where parts stand below them.

        Pasted text doesn't say what was merged.
        """
        for depth, row in enumerate(rows):
            for column in range(1, len(row)):
                above, left = rows[max(depth - 1, 0)], row[column - 1]
                over = any(below[column].text for below in rows[depth + 1 :])
                named = depth == 0 and self._means(left, Meaning.NAME)
                alike = depth == 0 or above[column] is above[column - 1]
                if not row[column].text and alike and (over or named):
                    row[column] = left

    def _column(
        self, stack: Sequence[Cell], place: int, texts: list[str], *, alone: bool
    ) -> Column:
        found = (self.vocabulary.found(cell.text) for cell in reversed(stack))
        meaning, rank = next((each for each in found if each[0]), (None, 0))
        if meaning is Meaning.PROGRESS and self._means(stack[0], Meaning.DEADLINE):
            meaning = Meaning.DEADLINE  # 完成 below 时限
        if meaning is Meaning.LEAD_UNIT and bare(stack[-1].text) == "单位":
            measures = sum(len(text) <= 5 and not UNIT.fullmatch(text) for text in texts)
            meaning = Meaning.MEASURE if 2 * measures > len(texts) else meaning
        title, *lower = [" ".join(cell.text.split()) for cell in stack] or [""]
        if lower and alone and self.vocabulary.meaning(lower[-1]):
            title = lower[-1]
        elif lower:
            title = f"{title}（{'·'.join(lower)}）"
        return Column(title, meaning, rank, [place], texts)

    def _name(self, columns: list[Column]) -> None:
        """Give each column its key, and tell what was guessed and what isn't read."""
        columns += _parted(columns)
        _join_bounds(columns)
        months = [each for each in columns if each.meaning is Meaning.MONTH]
        if months:
            words = "”“".join(each.title for each in months)
            remedy = "各月完成的数，用填报表（forms）报。"
            self.notes.unread(f"栏目“{words}”是各月的数，不是目标，", remedy)
        chosen = _chosen(columns)
        for meaning, column in chosen.items():
            if column.meaning is None and column.title:
                words = "目标内容" if meaning is Meaning.CONTENT else "目标名称"
                message = f"栏目“{column.title}”不认得，看各行的写法按{words}读入"
                remedy = "不是的，用 --map 栏目名=含义 指明后重新导入。"
                self.notes.unsure(message, remedy)
            column.key, column.meaning = meaning.value, column.meaning or meaning
        taken: set[str] = set()
        for column in columns:
            if not column.key and column not in months:
                column.key = self._own_key(column, taken)
                taken.add(column.key)
        of_others = [
            each.title
            for each in columns
            if self.vocabulary.is_of_other_year(each.title)
            and re.search("目标|任务|计划|年$", each.title)
        ]
        if of_others:
            words = "”“".join(of_others)
            message = f"栏目“{words}”不是 {self.vocabulary.year} 年的，不当作目标，照原样保留"
            self.notes.unsure(message, "年度不对的，用 --year 指明后重新导入。")
        told = {Meaning.NAME, Meaning.CONTENT, Meaning.VALUE}
        spare = [c for c in columns if c.meaning in told and c.key not in ("name", "content")]
        if words := "”“".join(each.title for each in spare if each.share(_COUNTING) > 1 / 2):
            message = f"栏目“{words}”里的数没有提出指标，照原样保留"
            self.notes.unsure(message, "要当作目标的，用 --map 栏目名=content 指明。")
        odd = [each.title for each in columns if each.title and each.meaning is None]
        if odd:
            message = f"栏目“{'”“'.join(odd)}”不认得，照原样保留"
            self.notes.tell(Code.IMPORT_COLUMN_UNKNOWN, message)

    def _own_key(self, column: Column, taken: set[str]) -> str:
        """Return the key of an office's own column; those of one title in several tables share it."""
        title, number = column.title or f"第{column.places[0] + 1}栏", column.places[0] + 1
        alike = [key for key, said in self.own.items() if said == title and key not in taken]
        while not alike and f"column{number}" in self.own:
            number += 1
        key = alike[0] if alike else f"column{number}"
        self.own[key] = title
        return key


def _is_open(first: Sequence[Cell], at: int) -> bool:
    """Tell whether a heading has room for parts below: it, or its neighbour, is over blank ones."""
    return at < len(first) and (
        not first[at].text
        or (at + 1 < len(first) and (first[at + 1] is first[at] or not first[at + 1].text))
        or (at > 0 and first[at - 1] is first[at])
    )


def _chosen(columns: Sequence[Column]) -> dict[Meaning, Column]:
    """Choose the column meant for each meaning: the first in rank, but for name and content.

    There is to be a content, and a name beside it where two columns could be it; what the texts
    below make of them decides, also for columns whose headings aren't known.
    """
    of: dict[Meaning, list[Column]] = {each: [] for each in Meaning}
    first = next((each for each in columns if each.texts), None)
    if first and not first.title and Meaning.CATEGORY not in {each.meaning for each in columns}:
        first.title, first.meaning = "类别", Meaning.CATEGORY
    for column in sorted(columns, key=lambda each: (each.rank, -len({*each.texts}))):
        if column.meaning:
            of[column.meaning].append(column)
    names, contents, values = (of[each] for each in (Meaning.NAME, Meaning.CONTENT, Meaning.VALUE))
    unknown = [each for each in columns if each.meaning is None and each.texts]
    names += [] if names else _shorter_before(contents)
    measured = bool(values) and values[0].share(VALUE) > 1 / 2 and values[0].rank < LAST_RANK
    if contents and measured:
        merged = bool(names) and len({*contents[0].texts}) < len({*names[0].texts})
        if merged or contents[0].share(_COUNTING) <= 1 / 2:  # a goal over the values of many
            names[:], contents[:], values[:] = names or contents, values, []
    elif names and contents:
        values_named = names[0].share(VALUE) == 1 and "名称" not in names[0].title
        shorter = len("".join(contents[0].texts)) < len("".join(names[0].texts))
        counted_named = names[0].share(_COUNTING) > 1 / 2 > contents[0].share(_COUNTING)
        if (values_named and contents[0].share(VALUE) < 1) or (shorter and counted_named):
            names[0], contents[0] = contents[0], names[0]
    elif not contents:
        _find_content(names, contents, values, unknown)
    unread = (Meaning.OTHER, Meaning.MONTH)
    return {meaning: found[0] for meaning, found in of.items() if found and meaning not in unread}


def _parted(columns: Sequence[Column]) -> list[Column]:
    """Part a heading over two columns, where no other says what is to be done: name and content."""
    of = {each.meaning for each in columns}
    wide = [each for each in columns if each.meaning is Meaning.NAME and len(each.places) == 2]
    if len(wide) != 1 or of & {Meaning.CONTENT, Meaning.VALUE} or None in of:
        return []
    (name,) = wide
    (name.places, rest) = (name.places[:1], name.places[1:])
    return [Column("内容", Meaning.CONTENT, name.rank, rest, name.texts)]


def _join_bounds(columns: list[Column]) -> None:
    """Make one column of values of the two that say between what they lie."""
    ends = [[each for each in columns if _END[end].search(each.title)] for end in ("下限", "上限")]
    if [len(each) for each in ends] != [1, 1]:
        return
    (least,), (most,) = ends
    title = re.split("[（(]", _END["下限"].sub("", least.title))[0] or "目标值"
    texts, places = [*least.texts, *most.texts], [*least.places, *most.places]
    columns[columns.index(least)] = Column(title, Meaning.VALUE, 0, places, texts, is_range=True)
    columns.remove(most)


def _shorter_before(contents: list[Column]) -> list[Column]:
    """Take out of two contents the one that names the other: it stands before, in fewer words."""
    if len(contents) < 2:
        return []
    before, after = sorted(contents[:2], key=lambda each: each.places)
    shorter = len("".join(before.texts)) < len("".join(after.texts))
    counted = after.share(_COUNTING) > 1 / 2 > before.share(_COUNTING)
    if contents[0] is after or (shorter and (before.rank == after.rank or counted)):
        contents.remove(before)
        return [before]
    return []


def _find_content(
    names: list[Column], contents: list[Column], values: list[Column], unknown: list[Column]
) -> None:
    counting = [each for each in unknown if each.share(_COUNTING) > 1 / 2]
    if names and unknown and names[0].share(VALUE) == 1:
        values[:], names[:] = names, []
    if not names and values and unknown:
        names.append(unknown[0])
    if names and values:
        contents[:], values[:] = values, []
    elif len(names) > 1:
        told = [each for each in names[1:] if each.share(_COUNTING) > 1 / 2]
        last = max(names, key=lambda each: each.places)
        contents.append(max(told, key=lambda each: len(each.texts), default=last))
        names.remove(contents[0])
    elif names and counting and names[0].share(_COUNTING) < 1 / 2:
        contents.append(counting[0])
