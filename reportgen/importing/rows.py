"""The rows below a table's headings: whose cells are whose, and what each says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from reportgen.base.codes import Code
from reportgen.importing.cell_texts import (
    LED,
    LED_PART,
    ORDINAL,
    UNIT,
    VALUE,
    WORDS,
    is_broken,
    number_in,
    range_of,
)
from reportgen.importing.cells import EMPTY, Block, Cell, Line, Notes
from reportgen.importing.heads import Column, Head
from reportgen.wording.amounts import is_known_unit
from reportgen.wording.phrases import comparators, deadline

_INNER = re.compile(rf"\s*[（(]{WORDS}[)）]")
# how deep a number stands, the least last
_LEVELS = [
    "",
    r"\d+[.．]\d+|[（(]\d+[)）]",
    r"\d+[、.．]?",
    rf"[（(]{WORDS}[)）]",
    rf"{WORDS}[、.．]?",
]
_REMARK = re.compile(
    r"[\s　*※]*(?:注|备\s*注|说\s*明|填表|填报|制表|审核|联系人|单位负责人|附注)\w{0,6}[:：].*",
    re.DOTALL,
)
_SUM = re.compile(r"[^\d，。；]{0,6}(?:[总合小共]计|总和)(?:[（(].*[)）])?")
_DITTO = re.compile("同上|同前|[〃″\"〞]|''")
_NOTE = re.compile("[①-⑳※]")
_COUNT = re.compile(r"[（(](?:共?\s*\d+\s*[项个件条]|续)[)）]$")
_MOST_WAYS = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings: its cells by the keys of their columns.

    ``carried`` are the keys of what stands in a cell that is merged with the row above's.
    """

    where: str
    category: str
    cells: Mapping[str, str]
    carried: frozenset[str] = frozenset()


def rows_of(
    block: Block, head: Head, body: Sequence[Line], label: str, notes: Notes
) -> Iterator[Row]:
    """Yield what each row below the headings says; ``label`` is the category of the first.

    Bands are the categories of those below them, and a unit that one has is theirs where they have
    none. What isn't read or was guessed is told.
    """
    outer, inner, is_parted = label, "", bool(label)
    led: dict[str, str] = {}  # units of bands, by the outer or the inner category
    if UNIT.fullmatch(label) and "lead_unit" not in head.columns:
        led[label] = label
        notes.unsure(f"“{label}”是表名，用作没有写责任单位的各行的责任单位")
    marks = _footnote_marks(body, notes)
    bands: list[tuple[str, str]] = []  # those that have no row yet
    above: Mapping[str, str] = {}
    before: tuple[Cell, ...] = ()
    lines = [line for line in body if line.filled]
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        band, unit = _band(line, head, following)
        if unread := _unread(line, band):
            notes.tell(Code.IMPORT_ROW_UNREAD, f"{line.where}{unread}")
        elif band:
            if unit:
                message = f"{line.where}的“{unit}”，用作下面没有写责任单位的各行的责任单位"
                notes.unsure(message)
            is_inner = _INNER.match(band) is not None and is_parted
            is_parted = is_parted or not _INNER.match(band)
            kept = [each for each in bands if is_inner and not _INNER.match(each[1])]
            _tell_empty([each for each in bands if each not in kept], notes)
            bands = [*kept, (line.where, band)]
            category = _COUNT.sub("", ORDINAL.sub("", band, count=1))
            if LED.fullmatch(band):
                led = {**led, inner or outer: unit}
            else:
                inner, outer = (category, outer) if is_inner else ("", category)
                led = {outer: led.get(outer, "")} if is_inner else {}
                led[category] = unit or led.get(category, "")
        else:
            bands.clear()
            for cells in _dealt(line, head, before, notes, is_ruled=block.is_ruled):
                texts, carried = _said(head, cells, before)
                texts = {key: text.rstrip(marks) for key, text in texts.items()}
                if whose := led.get(inner) or led.get(outer):
                    texts.setdefault("lead_unit", whose)
                _carry_down(line, head, texts, above, notes, is_ruled=block.is_ruled)
                category = f"{outer}（{inner}）" if inner else outer
                yield Row(line.where, category, texts, carried)
                above, before = texts, cells
    _tell_empty(bands, notes)


def _footnote_marks(body: Sequence[Line], notes: Notes) -> str:
    """Return the marks of the footnotes below a table: ①, ②."""
    said = ("".join(cell.text for cell in line.filled) for line in body if len(line.filled) == 1)
    marks = "".join(mark for text in said if _NOTE.match(text) for mark in _NOTE.findall(text))
    if any(cell.text.endswith(tuple(marks)) for line in body for cell in line.filled if marks):
        notes.unsure(f"“{marks}”是脚注的记号，各格末尾的已去掉")
    return marks


def _tell_empty(bands: Sequence[tuple[str, str]], notes: Notes) -> None:
    """Tell of rows that were taken for the categories of what follows, and nothing does."""
    for where, text in bands:
        message = f"{where}“{text[:40]}”下面没有目标，没有读入"
        notes.tell(Code.IMPORT_ROW_UNREAD, message)


def _unread(line: Line, band: str | None) -> str:
    """Say why a row is none of the table's; "" for one that is."""
    words = "　".join(cell.text for cell in line.filled)[:40]
    if any(_SUM.fullmatch("".join(cell.text.split())) for cell in line.cells[:3]):
        return f"是合计，没有读入：{words}"
    if all(_REMARK.fullmatch(cell.text) for cell in line.filled) or (band and _is_remark(band)):
        return f"“{words}”没有读入"
    return ""


def _band(line: Line, head: Head, following: Line | None) -> tuple[str | None, str]:
    """Return the text of a row that holds nothing else but a unit, where it isn't a target's own.

    And that unit: in its own column, in brackets behind the text, or all that the row says. A row
    numbered 一 is none's own, either, if 1 stands below it, nor is 1 over 1.1.
    """
    for at in head.places("seq") if following and len(line.filled) == 2 else ():
        numbers = line.at(at), following.at(at) if following else ""
        own, below = (
            next((n for n, form in enumerate(_LEVELS) if re.fullmatch(form, each)), 0)
            for each in numbers
        )
        if own > below > 0:
            text = "".join(cell.text for cell in line.filled if cell is not line.cells[at])
            return f"{line.at(at) if _INNER.match(line.at(at)) else ''}{text}", ""
    units = [line.cells[at] for at in head.places("lead_unit") if line.at(at)]
    filled, unit = [cell for cell in line.filled if cell not in units], ""
    if units and len(filled) == 1 and _is_over(filled[0], line, head):
        unit = units[0].text
    elif len(line.filled) != 1 or head.width < 2:
        return None, ""
    else:
        filled = list(line.filled)
    (cell,) = filled
    whole = line.cells.count(cell) == len(line.cells)
    if line.cells.index(cell) and not whole and not ORDINAL.match(cell.text):
        return None, ""
    text = " ".join(cell.text.split())
    match = LED.fullmatch(text) or LED_PART.search(text)
    if match and UNIT.fullmatch(match[1]):
        return text.replace(match[0], "") or text, match[1]
    return (None if cell.text.isdecimal() else text), unit


def _is_over(cell: Cell, line: Line, head: Head) -> bool:
    """Tell whether a cell stands over the columns of targets, not in that of what is to be done."""
    places = {at for at, each in enumerate(line.cells) if each is cell}
    own, numbers = head.places("content", "name"), head.places("seq")
    spans = bool(numbers) and own | numbers <= places
    return 0 in places and not places <= own and (spans or bool(ORDINAL.match(cell.text)))


def _is_remark(text: str) -> bool:
    counted = re.search(r"\d", text) and not (ORDINAL.match(text) or text[-1] in "）)类")
    return bool(counted or len(text) > 60 or text[-1] in "。：:" or _NOTE.match(text))


def _dealt(
    line: Line, head: Head, before: Sequence[Cell], notes: Notes, *, is_ruled: bool
) -> list[tuple[Cell, ...]]:
    """Return a row's cells, one a column; none, and told, where it isn't clear which is whose.

    What is pasted a cell a line may hold a unit a line, and a further row of a merged number.
    """
    width, cells = head.width, line.cells
    blank = not any(cell.text for cell in cells[width:])
    if (is_ruled and blank) or (
        len(cells) == width and cells[-1].text and min(_fits(dict(enumerate(cells)), head)) > -8
    ):
        return [(*cells, *[EMPTY] * (width - len(cells)))[:width]]
    given, stands = list(cells), blank and len(cells) >= width
    while stands and given and not given[-1].text:
        given.pop()
    at = 1
    while len(given) > width and at < len(given):
        pair = [cell.text for cell in given[at - 1 : at + 1]]
        if all(map(UNIT.fullmatch, pair)):
            given[at - 1 : at + 1] = [Cell("\n".join(pair))]
            if any(UNIT.fullmatch(cell.text) for cell in given[at:]):
                notes.unsure(f"{line.where}的“{'、'.join(pair)}”读作一格")
        else:
            at += 1
    pairs = enumerate(pairwise(given), start=1)
    broken = [at for at, (one, next_) in pairs if is_broken(one.text, next_.text)]
    if broken and len(given) - width == len(broken):
        for at in reversed(broken):
            given[at - 1 : at + 1] = [Cell(given[at - 1].text + given[at].text)]
    parts = [given[at : at + width] for at in range(0, len(given), width)]
    found = [each for part in parts if (each := _fitted(part, head, line, notes, stands=stands))]
    first = not before and "seq" in head.columns  # not even of a merged number
    if first and any(not each[head.columns["seq"].places[0]].text for each in found[:1]):
        found = []
    fits = [fit for each in found for fit in _fits(dict(enumerate(each)), head)]
    least = min(fits, default=0)
    suits = least >= 0 or (len(cells) <= width and (least > -8 if stands else least > -3))
    if len(found) == len(parts) < 3 and suits:
        return found
    words = "　".join(cell.text for cell in line.filled)[:40]
    message = f"有 {len(cells)} 格，表头有 {width} 栏，看不出各格在哪一栏，没有读入：{words}"
    notes.tell(Code.IMPORT_ROW_UNREAD, f"{line.where}{message}")
    return []


def _fitted(
    given: Sequence[Cell], head: Head, line: Line, notes: Notes, *, stands: bool
) -> tuple[Cell, ...] | None:
    """Deal the cells of a row out to the columns that they suit best: as they stand, if need be.

    A row may be short, or blank at its end because the cells that were merged are missing; what
    is merged down stands to the left. None where ways are equally good that differ in what a
    target is: nothing is guessed.
    """
    ways: list[tuple[int, dict[int, Cell]]] = []
    for columns in combinations(range(head.width), len(given)):
        dealt = dict(zip(columns, given, strict=True))
        ways.append((sum(_fits(dealt, head)), dealt))
        if len(ways) > _MOST_WAYS:
            return (*given, *[EMPTY] * (head.width - len(given))) if stands else None
    most = max(fit for fit, _ in ways)
    best = [dealt for fit, dealt in ways if fit == most]
    of_parts = [key for key in head.columns if key.startswith("column") or key == "category"]
    known = {*range(head.width)} & head.places(*(head.columns.keys() - of_parts))
    chosen = best[0 if stands and ways[0][0] == most else -1]
    if chosen is not ways[0][1] and 2 * len(given) < head.width:
        return None
    if chosen is not best[0]:
        if any(each.get(place) is not chosen.get(place) for each in best for place in known):
            return None
        notes.unsure(f"{line.where}缺的格，按与上一行合并的读入")
    return tuple(chosen.get(place, EMPTY) for place in range(head.width))


def _fits(dealt: Mapping[int, Cell], head: Head) -> list[int]:
    """Say how well texts suit the columns that they stand in."""
    places = ((column, place) for column in head.columns.values() for place in column.places)
    return [_fit(column, dealt[place].text) for column, place in places if place in dealt]


@lru_cache(maxsize=1024)  # each way to deal a row out asks the same again
def _fit(column: Column, text: str) -> int:
    unit = bool(UNIT.fullmatch(text)) and not re.search(r"\d", text) and len(text) < 40
    when = len(text) <= 15 and deadline(text, 2000) is not None
    counts = number_in(text) is not None and len(text) <= 4
    (known, holds_values), odd = _seen_in(column), counts or unit or when
    measured = is_known_unit(text)
    if not text or (text in known and not counts and column.key != "seq"):
        return 3 if text else 0
    if column.key == "content" and holds_values:
        return 3 if re.fullmatch(VALUE, text) else -3 if measured else 1
    fits = {
        "seq": 4 if counts else 0 if re.match(r"[A-Za-z]?\d|[-—]", text) else -8,
        "measure": 3 if measured else -3,
        "sign": 3 if comparators(text, "") or text in "=＝" else -3,
        "lead_unit": 3 if unit or UNIT.fullmatch(text.split()[0]) else -3,
        "deadline": 3 if when else -3,
        "content": -3 if odd else 2 if len(text) > 8 or "。" in text else 1,
        "name": -3 if odd else 1 if len(text) <= 20 else 0,
        "category": -2 if counts or len(text) > 12 else 0,
    }
    return fits.get("content" if column.key == "basis" else column.key, 0)


@lru_cache(maxsize=64)
def _seen_in(column: Column) -> tuple[frozenset[str], bool]:
    return frozenset(column.texts), column.share(VALUE) > 1 / 2


def _said(
    head: Head, cells: Sequence[Cell], before: Sequence[Cell]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return the texts of a row, and the keys of what is merged with the row before."""
    texts: dict[str, str] = {}
    carried = set()
    for key, column in head.columns.items():
        own = [cell for cell in dict.fromkeys(cells[place] for place in column.places) if cell.text]
        if own:
            texts[key] = (
                range_of(*(cells[place].text for place in column.places))
                if column.is_range
                else _one(key, [cell.text for cell in own])
            )
            if before and {*own} <= {before[place] for place in column.places}:
                carried.add(key)
    return texts, frozenset(carried)


def _one(key: str, texts: Sequence[str]) -> str:
    """Join what stands side by side under one heading."""
    if key == "name" and len(texts) > 1:
        return f"{texts[0]}（{'、'.join(texts[1:])}）"
    return ("、" if key == "lead_unit" else "\n").join(texts)


def _carry_down(
    line: Line,
    head: Head,
    texts: dict[str, str],
    above: Mapping[str, str],
    notes: Notes,
    *,
    is_ruled: bool,
) -> None:
    """Fill in what is as in the row above: 同上, 〃.

    Pasted text leaves out merged cells: the unit, and the time, of the row above.
    """
    for key in filter(above.__contains__, head.columns):
        empty = not is_ruled and key not in texts and key in ("lead_unit", "deadline")
        if empty or _DITTO.fullmatch(texts.get(key, "")):
            said = "空着" if empty else f"是“{texts[key]}”"
            texts[key] = above[key]
            notes.unsure(
                f"{line.where}的“{head.columns[key].title}”{said}，照上一行取“{above[key][:20]}”",
                "不是这样的，改正写出的文件。",
            )
