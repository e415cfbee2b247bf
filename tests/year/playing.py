"""Play a year of the invented commission by script: what its clerk would type and fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml

from tests.forms.filling import KEYS, sheet_of
from tests.running import Ran, ran
from tests.year import office

Entry = Mapping[str, object]
Fields = Mapping[str, Mapping[str, object]]
CHASED = "以下单位尚未报送2025年{}目标进展，请尽快报送：妇幼科。"
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
STATES = ("正在推进", "尚未启动", "已完成", "部分达成", "达成")
CURRENT = {"K12.1", "K13.1", "K14.1", "K15.1", "K16.1", "K17.1", "K20.1", "A18.1"}
RATES = {"K18.1", "K19.1", "A12.1"}
COVERAGE = {"K9.1", "A3.1", "A20.1"}


class Play:
    """A workspace, and all that was said while its year was played."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[Ran] = []

    def type(self, *arguments: object, expected: int = 0) -> Ran:
        done = ran("-C", str(self.root), *map(str, arguments))
        self.said.append(done)
        assert done.returncode == expected, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done

    def at(self, name: str) -> Path:
        return self.root / "data" / str(office.YEAR) / name

    def published(self, pattern: str) -> list[Path]:
        return sorted((self.root / "build" / "publish").rglob(pattern))

    def edit(self, path: Path, change: Callable[[str], str]) -> None:
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, path
        path.write_text(after, encoding="utf-8")


def begun(root: Path) -> Play:
    """Make the workspace: `new`, the table imported from Word, then settled by the clerk."""
    begin = ran(
        *("new", str(root), "--name", office.OFFICE, "--unit", office.UNIT),
        *("--year", str(office.YEAR)),
    )
    assert begin.returncode == 0, begin.stderr
    play = Play(root)
    for example in (play.at("targets.yaml"), play.at("progress") / f"{office.YEAR}Q1.yaml"):
        example.unlink()
    word_table(root / "目标.docx")
    play.type("import", root / "目标.docx", "--year", office.YEAR, "--date", "2025-02-20")
    settle(play.at("targets.yaml"))
    play.edit(root / "data" / "office.yaml", lambda text: text.replace("某政办字", "云卫字"))
    (root / "data" / "schedule.yaml").write_text(office.SCHEDULE, encoding="utf-8")
    play.edit(
        play.at("brief.yaml"),
        lambda text: text.replace("editor: 州卫生健康委", "editor: 州卫生健康委办公室").replace(
            "待填", "委领导"
        ),
    )
    return play


def word_table(path: Path) -> None:
    """Write the commission's own table as it came out of its Word."""
    document = docx.Document()
    document.add_paragraph(f"{office.UNIT}{office.YEAR}年度工作目标")
    rows = document.add_table(rows=1, cols=5)
    headings = ("类别", "序号", "目标名称", "主要目标", "责任科室")
    cells = [headings]
    for category, text in office.ROWS.items():
        lines = text.splitlines()
        cells += [(category, str(i), *line.split("|")) for i, line in enumerate(lines, 1)]
    for row, values in enumerate(cells):
        line = rows.rows[0] if row == 0 else rows.add_row()
        for cell, value in zip(line.cells, values, strict=True):
            cell.text = value
    document.save(str(path))


def settle(path: Path) -> None:
    """Fill in what the import leaves to the clerk, and add what it doesn't propose."""
    with _table(path) as targets:
        for target in targets:
            known = {each["id"]: each for each in target.get("indicators", ())}
            for id_, fields in _under(target, office.SETTLED):
                known.setdefault(id_, {"id": id_}).update(fields)
            for each in known.values():
                each["definition"] = f"{each['name']}，以业务报表为准"
            target["indicators"] = list(known.values())
            milestones = _under(target, office.MILESTONES)
            target["milestones"] = [{"id": id_, **fields} for id_, fields in milestones]


@contextmanager
def _table(path: Path) -> Iterator[list[Any]]:
    """Let the targets of a table be edited."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    yield table["targets"]
    path.write_text(yaml.safe_dump(table, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _under(target: Any, fields: Fields) -> list[tuple[str, Mapping[str, object]]]:
    return [each for each in fields.items() if each[0].split(".")[0] == target["id"]]


def entries(period: str) -> dict[str, Entry]:
    """Return what the units report of a period, by subject."""
    quarter, month = _place(period)
    found: dict[str, Entry] = {}
    for line in office.READINGS.splitlines():
        id_, text = line.split("|")
        readings = text.split()
        if readings[quarter - 1] != "-":
            before = readings[quarter - 2] if quarter > 1 else "-"
            said = office.SAID.get(f"{id_} {quarter}", {}) if month % 3 == 0 else {}
            found[id_] = _figures(id_, before, readings[quarter - 1], month) | said
    return found


def _place(period: str) -> tuple[int, int]:
    """Return the quarter (1 to 4) and the month that a period ends with."""
    if "Q" in period:
        return int(period[-1]), int(period[-1]) * 3
    month = int(period[-2:])
    return (month + 2) // 3, month


def _figures(id_: str, before: str, reading: str, month: int) -> dict[str, object]:
    """Return what is filled in at a month's end, on the way from one quarter's end to the next."""
    if reading in STATES:
        # what is done at the end of a quarter isn't yet in its first months
        return {"state": reading if month % 3 == 0 or before == "-" else before}
    if "/" in reading:
        whole = reading.split("/")[1]
        start = f"0/{whole if id_ in COVERAGE else 0}" if before == "-" else before
        parts = zip(start.split("/"), reading.split("/"), strict=True)
        done, of = (_between(*each, month) for each in parts)
        return {"numerator": done, "denominator": of}
    field = "rate" if id_ in RATES else "current" if id_ in CURRENT else "cumulative"
    start = reading if field != "cumulative" else "0" if before == "-" else before
    return {field: _between(start, reading, month)}


def _between(before: str, after: str, month: int) -> float | int:
    first, last = Decimal(before), Decimal(after)
    step = Decimal("0.01") if "." in after else Decimal(1)
    value = (first + (last - first) * ((month - 1) % 3 + 1) / 3).quantize(step, ROUND_DOWN)
    return float(value) if "." in after else int(value)


def returned(play: Play, period: str, reported: str, *units: str) -> Path:
    """Fill in the forms of some units (of all, if none is named), as their clerks would."""
    folder = play.root / "收回" / f"{period}-{reported}"
    folder.mkdir(parents=True)
    figures = entries(period)
    for path in sorted((play.root / "build" / "forms" / period).glob("*.xlsx")):
        if units and not any(path.name.startswith(unit) for unit in units):
            continue
        book = openpyxl.load_workbook(path)
        sheet = sheet_of(book)
        for row in range(1, sheet.max_row + 1):
            for key, value in figures.get(str(sheet.cell(row, 1).value), {}).items():
                sheet.cell(row, KEYS.index(key) + 1).value = value  # type: ignore[assignment]
        sheet["G2"], sheet["K2"] = "王某", reported
        book.save(folder / path.name)
    return folder


def month(play: Play, number: int) -> None:
    """Play a month that isn't the last of its quarter: forms, then what is due is published."""
    period, later = f"{office.YEAR}-{number:02}", f"{office.YEAR}-{number + 1:02}"
    play.type("forms", "out", "--period", period)
    play.type("forms", "in", returned(play, period, f"{later}-03"))
    play.type("run-due", "--now", f"{later}-25")


def _send_back(play: Play) -> None:
    """Take in a form with words in a cell of numbers: it is said where, and the rest is stored."""
    period = f"{office.YEAR}-02"
    play.type("forms", "out", "--period", period)
    folder = returned(play, period, f"{office.YEAR}-03-02", office.DISEASES)
    (path,) = folder.iterdir()
    book = openpyxl.load_workbook(path)
    sheet = sheet_of(book)
    row = next(row for row in range(1, 99) if sheet.cell(row, 1).value == "A7.1")
    sheet.cell(row, KEYS.index("cumulative") + 1).value = "约26场"
    book.save(path)
    said = play.type("forms", "in", folder, expected=1).stderr
    assert re.search(rf"{path.name} 填报表!H{row}: 错误 E\d+：.*约26场", said), said


def quarter(play: Play, number: int) -> None:
    """Play the end of a quarter: forms, what is due is published, and the figures are frozen.

    One unit is late each time.
    """
    period = f"{office.YEAR}Q{number}"
    later = f"{office.YEAR}-{number * 3 + 1:02}" if number < 4 else f"{office.YEAR + 1}-01"
    play.type("forms", "out", "--period", period)
    planning = office.PLANNING if number < 3 else office.RENAMED
    in_time = (office.HOSPITALS, office.DISEASES, planning)
    early = play.type("forms", "in", returned(play, period, f"{later}-03", *in_time))
    assert CHASED.format(QUARTERS[number - 1]) in early.stdout
    late = play.type("forms", "in", returned(play, period, f"{later}-09", office.FAMILIES))
    assert "未报" not in late.stdout
    play.type("run-due", "--now", f"{later}-25")
    play.type("freeze", "--period", period)


def year(root: Path) -> Play:
    """Play the whole year, with what happens in one."""
    play = begun(root)
    play.type("check")
    for number in range(1, 5):
        for each in (number * 3 - 2, number * 3 - 1):
            if each == 2:
                _send_back(play)
            month(play, each)
        BEFORE.get(number, lambda _: None)(play)
        quarter(play, number)
    return play


def _revise(play: Play) -> None:
    """Revise a target in June, after the first quarter was reported."""
    with _table(play.at("targets.yaml")) as targets:
        (beds,) = (i for each in targets for i in each["indicators"] if i["id"] == "K3.1")
        beds["revisions"] = [office.REVISION]


def _rename_and_correct(play: Play) -> None:
    """Rename a unit and correct a figure of the first quarter, after the second was frozen."""
    units = f"units:\n  - {{name: {office.RENAMED}, aliases: [{office.PLANNING}]}}\n"
    play.edit(play.root / "data" / "office.yaml", lambda text: f"{text}{units}")
    first = play.at("progress") / f"{office.YEAR}Q1.yaml"
    play.edit(first, lambda text: text.replace("cumulative: 9.5", "cumulative: 9.2", 1))
    bulletin = play.at("circulars") / "前三季度通报.yaml"
    bulletin.write_text(office.BULLETIN, encoding="utf-8")


def _adjust(play: Play) -> None:
    """Decide on bonus and penalty, which stand in the progress file before its forms come."""
    last = play.at("progress") / f"{office.YEAR}Q4.yaml"
    last.write_text(office.ADJUSTMENTS, encoding="utf-8")


BEFORE: Mapping[int, Callable[[Play], None]] = {2: _revise, 3: _rename_and_correct, 4: _adjust}
