"""The rows below a table's headings: whose cells are whose, and what each says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.importing.cells import EMPTY, Block, Cell, Line
from reportgen.importing.headings import Meaning
from reportgen.importing.units import UNIT
from reportgen.wording.amounts import chinese_value
from reportgen.wording.phrases import deadline

ORDINAL = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+(?:部分|类|篇)|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+(?=[、.．\s]))[、.．:：\s]*"
)
_INNER = re.compile(r"\s*[（(][一二三四五六七八九十]+[)）]")
_REMARK = re.compile(
    r"[\s　*※]*(?:注|备\s*注|说\s*明|填表|填报|制表|审核|联系人|单位负责人|附注)\w{0,6}[:：].*",
    re.DOTALL,
)
_SUM = re.compile(r"[^\d，。；]{0,6}(?:[总合小共]计|总和)(?:[（(].*[)）])?")
BEFORE = r"(?:[≥≤≧≦＞＜><=约]|不低于|不少于|不超过|不高于|达到|完成|控制在|约)*\s*"
VALUE = rf"{BEFORE}\d[\d.,]*[^\d。；;，、\s]{{0,8}}"  # a value by itself
# is told a code, what it is about, how to mend it
Tell: TypeAlias = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings: its cells by the keys of their columns.

    ``carried`` are the keys of what stands in a cell that is merged with the row above's.
    """

    where: str
    category: str
    cells: Mapping[str, str]
    carried: frozenset[str] = frozenset()


@dataclass(slots=True)
class Head:
    """The rows of headings of a table, as one: the columns' titles, keys and places."""

    titles: list[str]
    meanings: list[Meaning | None]
    keys: dict[str, list[int]] = field(default_factory=dict)

    def title(self, key: str) -> str:
        """Return the title of the column that has a key."""
        return self.titles[self.keys[key][0]]


def rows_of(
    block: Block, head: Head, body: Sequence[Line], label: str, tell: Tell
) -> Iterator[Row]:
    """Yield what each row below the headings says; ``label`` is the category of the first.

    Bands are the categories of those below them. ``tell`` hears what isn't read or was guessed.
    """
    outer, inner = label, ""
    above: Mapping[str, str] = {}
    before: tuple[Cell, ...] = ()
    for line in filter(lambda line: line.filled, body):
        words = "　".join(cell.text for cell in line.filled)[:40]
        if any(_SUM.fullmatch("".join(cell.text.split())) for cell in line.cells[:3]):
            tell(Code.IMPORT_ROW_UNREAD, f"{line.where}是合计，没有读入：{words}")
        elif all(_REMARK.fullmatch(cell.text) for cell in line.filled):
            tell(Code.IMPORT_ROW_UNREAD, f"{line.where}“{words}”没有读入")
        elif band := _band(line, len(head.titles)):
            if _is_remark(band):
                tell(Code.IMPORT_ROW_UNREAD, f"{line.where}“{band[:30]}”没有读入")
            elif _INNER.match(band) and outer:
                inner = ORDINAL.sub("", band, count=1)
            else:
                outer, inner = ORDINAL.sub("", band, count=1), ""
        elif cells := _dealt(line, head, tell, is_ruled=block.is_ruled):
            row = _row(head, cells, before)
            texts = dict(row.cells)
            if not block.is_ruled:
                _carry_down(line, head, texts, above, tell)
            category = f"{outer}（{inner}）" if inner else outer
            yield replace(row, where=line.where, category=category, cells=texts)
            above, before = texts, cells


def _dealt(line: Line, head: Head, tell: Tell, *, is_ruled: bool) -> tuple[Cell, ...] | None:
    """Return a row's cells, one a column; None, and told, where it isn't clear which."""
    width = len(head.titles)
    full = len(line.cells) == width and (is_ruled or line.cells[-1].text)
    cells = line.cells if full else _fitted(line, head, width)
    if cells is None:
        words = "　".join(cell.text for cell in line.filled)[:40]
        message = (
            f"{line.where}有 {len(line.cells)} 格，表头有 {width} 栏，看不出各格在哪一栏，"
            f"没有读入：{words}"
        )
        tell(Code.IMPORT_ROW_UNREAD, message)
    return cells


def _band(line: Line, width: int) -> str | None:
    """Return the text of a row that holds nothing else, where it isn't a target's own."""
    filled = line.filled
    if len(filled) != 1 or width < 2:
        return None
    (cell,) = filled
    first = line.cells.index(cell)
    whole = line.cells.count(cell) == len(line.cells)
    if first and not whole and not ORDINAL.match(cell.text):
        return None
    return None if cell.text.isdecimal() else " ".join(cell.text.split())


def _is_remark(text: str) -> bool:
    counted = re.search(r"\d", text) and not (ORDINAL.match(text) or text[-1] in "）)类")
    return bool(counted or len(text) > 60 or text[-1] == "。")


def _row(head: Head, cells: Sequence[Cell], before: Sequence[Cell]) -> Row:
    texts: dict[str, str] = {}
    carried = set()
    for key, columns in head.keys.items():
        own = list(dict.fromkeys(cells[n] for n in columns if n < len(cells)))
        found = [cell.text for cell in own if cell.text]
        if found:
            texts[key] = _one(key, found)
        olds = {id(before[n]) for n in columns if n < len(before)}
        if found and all(id(cell) in olds for cell in own if cell.text):
            carried.add(key)
    return Row("", "", texts, frozenset(carried))


def _carry_down(
    line: Line, head: Head, texts: dict[str, str], above: Mapping[str, str], tell: Tell
) -> None:
    """Fill what pasted text leaves out of merged cells: the unit, and the time, of the row above."""
    for key in ("lead_unit", "deadline"):
        if key in head.keys and key not in texts and key in above:
            texts[key] = above[key]
            tell(
                Code.IMPORT_UNSURE,
                f"{line.where}的“{head.title(key)}”空着，照上一行取“{above[key][:20]}”",
                "原表这里不是合并的单元格时，改正写出的文件。",
            )


def _fitted(line: Line, head: Head, width: int) -> tuple[Cell, ...] | None:
    """Deal the cells of a row out to the columns that they suit best: as they stand, if need be.

    A row may be short, or blank at its end because the cells that were merged are missing.
    None where two ways are equally good: nothing is guessed.
    """
    given, stands = list(line.cells), len(line.cells) >= width
    while stands and given and not given[-1].text:
        given.pop()
    if len(given) > width:
        return None
    keys = {column: key for key, columns in head.keys.items() for column in columns}
    ways = []
    for columns in combinations(range(width), len(given)):
        fit = sum(
            _fit(keys.get(column, ""), cell.text)
            for column, cell in zip(columns, given, strict=True)
        )
        ways.append((fit, columns))
        if len(ways) > 5000:
            return (*given, *[EMPTY] * (width - len(given))) if stands else None
    (best, columns), *others = sorted(ways, reverse=True)
    if stands and ways[0][0] == best:
        columns = ways[0][1]
    elif others and others[0][0] == best:
        return None
    dealt = dict(zip(columns, given, strict=True))
    return tuple(dealt.get(column, EMPTY) for column in range(width))


def _one(key: str, texts: Sequence[str]) -> str:
    """Join what stands side by side under one heading."""
    if len(texts) == 1:
        return texts[0]
    if key == "name":
        return f"{texts[0]}（{'、'.join(texts[1:])}）"
    return ("、" if key == "lead_unit" else "\n").join(texts)


def _fit(key: str, text: str) -> int:
    """Say how well a text suits a column."""
    unit = bool(UNIT.fullmatch(text)) and not re.search(r"\d", text) and len(text) < 40
    when = len(text) <= 15 and deadline(text, 2000) is not None
    counts = number_in(text) is not None and len(text) <= 5
    match key if text else "":
        case "seq":
            return 4 if counts else -8
        case "lead_unit":
            return 3 if unit else -3
        case "deadline":
            return 3 if when else -3
        case "content" | "basis":
            return -3 if counts or unit or when else 2 if len(text) > 8 or "。" in text else 1
        case "name":
            return -3 if counts or unit or when else 1 if len(text) <= 20 else 0
        case "category":
            return -2 if counts or len(text) > 12 else 1
        case _:
            return 0


def number_in(text: str) -> int | None:
    """Read 3, 3., （三）, 十二 as a sequence number; None for what is none, and for codes."""
    if match := re.fullmatch(r"\D{0,2}(\d{1,9})\D{0,2}", text.strip()):
        return int(match[1])
    bare_text = re.sub(r"[（()）、.．\s第类项]", "", text)
    written = chinese_value(bare_text) if bare_text else None
    return None if written is None else int(written)
