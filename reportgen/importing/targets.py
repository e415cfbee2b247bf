"""Targets as the rows of tables tell them: categories, numbers and names filled in, rows joined."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from reportgen.base.codes import Code
from reportgen.checks.texts import MOST_IN_CATEGORY, MOST_IN_TARGET
from reportgen.importing.cell_texts import BEFORE, NUMBER, UNIT, number_in, units_in
from reportgen.importing.cells import Notes
from reportgen.importing.grid import Grid
from reportgen.importing.headings import measure_in
from reportgen.importing.indicators import shortened
from reportgen.importing.rows import Row
from reportgen.wording.amounts import amounts, flattened, is_known_unit
from reportgen.wording.phrases import LIST_MARKER, comparators

FIELDS = ("category", "seq", "name", "content", "basis", "lead_unit")
LONGEST_NAME = 20
_COUNTED = re.compile(r"(\d{1,3})[.．、]\s*(?=\D)")
_CONTINUED = re.compile(r"[（(]续[)）]$")
_MONTHS = re.compile(r"20\d\d[.．/-]\d{1,2}(?!\d)")
_FIRST_DAY = date(1899, 12, 30)  # from which workbooks count days
_UNNAMED = "目标"
_LED_BY = re.compile(r"(?P<lead>[^：:（(]+?)牵头[、，,；;\s]+(?P<help>.+)", re.DOTALL)
_LED = re.compile(
    r"(?:牵头|主办|责任|主责)(?:单位|部门)?[:：]\s*([^；;。\n]+?)(?=\s+\S{2,4}[:：]|[；;。\n]|$)"
)
_LEADS, _HELPS = (
    re.compile(rf"[（(](?:{words})[)）]") for words in ("牵头|主办|主责", "配合|协办|参与")
)
_BARE = re.compile(rf"{BEFORE}{NUMBER}(?:[至~～—–-]+{NUMBER})?(?:以上|以内|以下|左右)?")


@dataclass(slots=True)
class Told:
    """A target's cells by the keys of their columns; ``seq`` is its number in its category."""

    where: str
    category: str
    seq: int
    name: str
    cells: dict[str, str]


def told_in(grids: Sequence[Grid], notes: Notes) -> list[Told]:
    """Fill categories and numbers down, join a row continued after a page break to its first.

    Where a number stands twice in a category, all are counted anew.
    """
    found: list[Told] = []
    for grid in grids:
        for row in grid.rows:
            if made := _told(row, grid, found[-1] if found else None, notes):
                found.append(made)
    said = [each.cells.get("seq", "") for each in found]
    if odd := [each for each in said if each and number_in(each) is None]:
        words = "、".join(dict.fromkeys(odd))[:40]
        notes.unsure(f"原表的序号“{words}”不是整数，已依次编号")
    counted = Counter((each.category, each.seq) for each in found)
    if counted and max(counted.values()) > 1:
        again: Counter[str] = Counter()
        for each in found:
            again[each.category] += 1
            each.seq = again[each.category]
        notes.unsure("原表的序号在一个类别里有重复，已依次重新编号")
    return found


def _told(row: Row, grid: Grid, last: Told | None, notes: Notes) -> Told | None:
    """Return the target of a row; None where the row goes on with the last one, or has none."""
    cells = _numbered(row)
    if headed := measure_in(grid.headings.get("content", "")):
        cells["measure"] = headed
    cells = _measured(cells, grid.measure, row.where, notes)
    content = cells.get("content") or cells.get("name", "")
    if not content:
        if words := "　".join(cells.values())[:40]:
            message = f"{row.where}没有目标内容，没有读入：{words}"
            notes.tell(Code.IMPORT_ROW_UNREAD, message)
        return None
    text_key = "content" if cells.get("content") else "name"
    cells["content"] = _run_on(content)
    if re.fullmatch(r"[3-6]\d{4}", when := cells.get("deadline", "")):
        day = _FIRST_DAY + timedelta(int(when))
        cells["deadline"] = f"{day.year}年{day.month}月{day.day}日"
        notes.unsure(
            f"{row.where}的完成时限“{when}”是表格里日期的序号，读作{cells['deadline']}",
        )
    if unit := cells.pop("lead_unit", "").strip("-—–/无 "):
        cells["lead_unit"] = _units(unit, grid.headings.get("lead_unit", ""), notes)
    elif grid.lead_unit and "lead_unit" not in grid.headings:
        cells["lead_unit"] = grid.lead_unit
    cells = {key: text if key in FIELDS else _on_one_line(text) for key, text in cells.items()}
    label = "".join(cells.get("category", "").split())
    label = f"{row.category}（{label}）" if row.category and label else label or row.category
    before = last.category if last else _UNNAMED
    category = _fitted(label, MOST_IN_CATEGORY, row, notes) or before
    said = number_in(cells.get("seq", ""))
    seq = said or (last.seq if last and category == before else 0) + 1
    first = re.split(r"[,，;；。:：]", cells["content"], maxsplit=1)[0] or cells["content"]
    name = "".join(cells.get("name", "").splitlines()).rstrip("。；;") or shortened(first)
    name = _fitted(name, MOST_IN_TARGET, row, notes)
    alike = (category, seq, _CONTINUED.sub("", name))
    repeats = last is not None and alike == (last.category, last.seq, last.name)
    # （2） stands below （1）
    marked = last and LIST_MARKER.match(content) and LIST_MARKER.match(last.cells["content"])
    goes_on = marked and number_in(marked[0]) == 1 and not cells.keys() & {"seq", "name"}
    merged = (goes_on and "name" in grid.headings) or (
        text_key in row.carried and (said is None or "seq" in row.carried)
    )
    if last and (merged or (repeats and "seq" not in row.carried)):
        _join(last, cells, row)
        notes.unsure(f"{row.where}与{last.where}是同一项目标，并入该项")
        return None
    return Told(row.where, category, seq, name, cells)


def _fitted(name: str, most: int, row: Row, notes: Notes) -> str:
    """Return a name that tables can print."""
    if len(name) <= most:
        return name
    short = shortened(name)
    message = f"{row.where}的名称有 {len(name)} 个字，多于 {most} 个，缩写作“{short}”"
    notes.unsure(message, "另起名称的，改正写出的文件。")
    return short


def _numbered(row: Row) -> dict[str, str]:
    """Return a row's cells, the number before its name as its own where no column has one."""
    cells = dict(row.cells)
    match = _COUNTED.match(cells.get("name", ""))
    if match and not cells.get("seq"):
        cells["name"] = cells["name"][match.end() :]
        if "name" not in row.carried:
            cells["seq"] = match[1]
    return cells


def _measured(cells: dict[str, str], headed: str, where: str, notes: Notes) -> dict[str, str]:
    """Put what a bare value is counted in behind it: from 计量单位, or brackets in a heading."""
    content, own, name = (cells.get(key, "") for key in ("content", "measure", "name"))
    sign = cells.get("sign", "").strip()
    if content and comparators(sign, "") and content[:1].isdecimal():
        content = cells["content"] = f"{sign}{content}"
        del cells["sign"]
    own = re.sub(r"^1(?=/)", "", own.strip("-—–/无 \n"))  # 9, counted in 1/10万
    if content and _BARE.fullmatch(content.strip()):
        ends = (name[-length:] for length in (3, 2) if len(name) > length)  # 培训人次 counts 人次
        unit = own or headed or measure_in(name) or next(filter(is_known_unit, ends), "")
        scaled_twice = unit[:1] in ("万", "亿") and re.search("[万亿]", content)  # 1.2万, in 万元
        if not scaled_twice and len(_MONTHS.findall(content)) < 2:
            each_or_last = "" if unit in ("%", "％", "‰") else r"(?!.*\d)"  # 2%至3%, 80至100批次
            cells["content"] = content = re.sub(
                f"({NUMBER}){each_or_last}", rf"\g<1>{unit}", content.strip()
            )
        if unit in ("%", "％") and re.fullmatch(rf"{BEFORE}0\.\d+", content.removesuffix(unit)):
            message = (
                f"{where}的值是“{content.removesuffix(unit)}”，单位是“{unit}”，按 {content} 读入"
            )
            remedy = "是按比例写的，在写出的文件里改成百分数。"
            notes.unsure(message, remedy)
    if own in content:
        cells.pop("measure", None)
    return cells


def _units(text: str, title: str, notes: Notes) -> str:
    """Return the units in a cell, without the persons in it where its heading is of both."""
    what, kept, left = "", units_in(text), ""
    parts = kept.split("、")
    helps = [part for part in parts if _HELPS.search(part)]
    names = re.split(r"[\s：:]+", text.strip()) if "人" in title else []
    persons = [each for each in names if not UNIT.fullmatch(each)]
    if led := _LED.search(text):
        kept = units_in(led[1])
        left = (text[: led.start()] + text[led.end() :]).strip(" ；;，,。\n")
    elif by := _LED_BY.fullmatch(text):
        kept, left = units_in(by["lead"]), by["help"]
    elif helps or _LEADS.search(text):
        kept = "、".join(_LEADS.sub("", part) for part in parts if part not in helps)
        left = "、".join(helps)
    elif 0 < len(persons) < len(names):
        kept = "、".join(each for each in names if each not in persons)
        what, left = "人名", "、".join(persons)
    if left:
        notes.unread(f"“{title}”一栏里的{what}“{left[:40]}”")
    return kept


def _join(last: Told, cells: Mapping[str, str], row: Row) -> None:
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
    if all(len(line) <= LONGEST_NAME and UNIT.fullmatch(line) for line in lines):
        return units_in(text)
    return "".join(
        line if line[-1] in "。；;：:，,、" or line is lines[-1] else f"{line}；" for line in lines
    )
