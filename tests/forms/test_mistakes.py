"""What clerks get wrong is named by its cell, marked in a copy that goes back, and not stored.

Many mistakes share a form, as far as each has lines of its own: reading one takes a process.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.problems import ExitCode
from reportgen.cli.program import run
from reportgen.forms.form import FORM_SHEET
from reportgen.model.progress import ProgressReport
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import read_yaml
from tests.forms.filling import GOOD, KEYS, blank_in, filled, row_of, sheet_of

Writes = Mapping[str, object]

# mistake → what is written where, the place that is named first; words of the message
MISTAKES: dict[str, tuple[Writes, str]] = {
    "words for a number": ({"W1.2 cumulative": "五十八"}, "应为数"),
    "about": ({"W2.1 cumulative": "约58"}, "填的是“约58”"),
    "and more": ({"W2.2 cumulative": "58余"}, "应为数"),
    "another unit": ({"W3.2 cumulative": "58次"}, "应为数"),
    "a slash": ({"W2.3 cumulative": "/"}, "应为数"),
    "none in words": ({"W2.4 cumulative": "无"}, "应为数"),
    "less than nothing": ({"W3.1 cumulative": -1}, "不小于 0"),
    "half a document": ({"W4.1 cumulative": 58.5}, "应为整数"),
    "a formula without result": ({"W5.1 cumulative": "=G5+27"}, "公式没有计算结果"),
    "a broken formula": ({"W5.2 cumulative": "#REF!"}, "公式出错"),
    "a date for a number": ({"W7.1 cumulative": "2012-07-05"}, "应为数"),
    "a share or per cent": ({"W5.3 rate": 0.918}, "是 0.918% 还是 91.8%"),
    "one": ({"W5.4 rate": 1}, "是 1% 还是 100%"),
    "per cent in words": ({"S1.1 rate": "九成五"}, "应为百分数"),
    "more than all": ({"S1.2 rate": 191.8}, "应不超过 100"),
    "more done than due": ({"W1.1 numerator": 2500}, "大于累计分母"),
    "no denominator": ({"W3.3 denominator": None, "W3.3 numerator": 400}, "要一起填"),
    "a denominator of nothing": ({"W3.4 numerator": 1, "W3.4 denominator": 0}, "大于累计分母 0"),
    "only the quarter's cases": (
        {"W1.1 numerator": 100, "W1.1 denominator": 110},
        "累计分子是 100，少于1—5月（2012-05）的",
    ),
    "only the quarter's number": ({"W1.2 cumulative": None}, "上期累计 27，加本期应为 58"),
    "not from 1 January": (
        {"W1.2 cumulative": 20, "W1.2 actual": None},
        "少于1—5月（2012-05）的 47；应从1月1日累计",
    ),
    "sums that don't add up": ({"W1.2 actual": 30}, "减上期累计 27 应为 31"),
    "a rate where a fraction is wanted": ({"W1.1 rate": 96.7}, "已有分子、分母，不再填累计比率"),
    "a count where a rate is wanted": (
        {"S1.1 cumulative": 5},
        "是压减类，不填累计完成，应填累计比率（%）",
    ),
    "a state of one's own": ({"W1.M1 state": "差不多了"}, "应从下拉列表中选"),
    "a day that isn't": ({"S1.1 due": "2012-09-31"}, "没有这一天"),
    "a date in words": ({"S1.1 due": "九月底"}, "应为日期"),
    "a day before days began": ({"S1.1 due": -5}, "1899"),
    "a day of another year": ({"S1.1 due": "1999-01-01"}, "1999-01-01"),
    "a milestone in words alone": ({"W1.M1 state": None}, "没有填节点状态"),
    "text that runs backwards": ({"W2.2 note": "甲\u202e乙"}, "U+202E"),
    "nothing to be seen": ({"W2.2 evidence": "登记\u200b簿"}, "U+200B"),
    "a character of one's own": ({"W2.2 owner": "\ue000"}, "U+E000"),
    "no font has it": ({"W5.3 note": "完成😀"}, "所有字体都没有"),
}


def shared() -> Sequence[frozenset[str]]:
    """Deal the mistakes out to as few forms as there can be: in each a line has one mistake."""
    forms: list[dict[str, str]] = []  # each: line → mistake
    for name, (writes, _) in MISTAKES.items():
        own = dict.fromkeys((where.split()[0] for where in writes), name)
        form = next((each for each in forms if not each.keys() & own), None)
        if form is None:
            forms.append(own)
        else:
            form |= own
    return [frozenset(form.values()) for form in forms]


FORMS = shared()


@dataclass(frozen=True)
class Returned:
    """What became of a form: what was said of it, what is stored, the copy that goes back."""

    file: str
    problems: Sequence[Mapping[str, str]]
    stored: frozenset[str]
    marked: Worksheet
    root: Path


Take = Callable[[frozenset[str]], Returned]


@pytest.fixture(scope="module")
def take(sent_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Take:
    """Return the form with these mistakes and take it in, once."""

    @cache
    def taken(names: frozenset[str]) -> Returned:
        def spoil(book: Workbook) -> None:
            sheet = sheet_of(book)
            for where, value in (each for name in names for each in MISTAKES[name][0].items()):
                id_, key = where.split()
                cell = sheet.cell(row_of(sheet, id_), KEYS.index(key) + 1)
                cell.value = value  # type: ignore[assignment]
                cell.number_format = "yyyy-mm-dd" if key == "due" else "General"

        return take_in(sent_out, tmp_path_factory.mktemp("form"), spoil)

    return taken


def take_in(sent_out: Path, folder: Path, spoil: Callable[[Workbook], None]) -> Returned:
    root = shutil.copytree(sent_out, folder / "office")
    path = filled(blank_in(root), folder / "back", change=spoil)
    with redirect_stdout(StringIO()) as said:
        code = run(
            ["-C", str(root), "forms", "in", str(path.parent), "--json", "--period", "2012Q2"]
        )
    assert code == ExitCode.SOME_FAILED
    progress = root / "data" / "2012" / "progress" / "2012Q2.yaml"
    report = bind(ProgressReport, read_yaml(progress, progress.name)).record
    return Returned(
        path.name,
        json.loads(said.getvalue())["problems"],
        frozenset(entry.indicator for entry in report.entries),
        sheet_of(openpyxl.load_workbook(root / "build/forms/2012Q2/退回" / path.name)),
        root,
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_by_its_cell_and_marked_and_not_stored(name: str, take: Take) -> None:
    writes, words = MISTAKES[name]
    returned = take(next(form for form in FORMS if name in form))
    id_, key = next(iter(writes)).split()
    cell = f"{get_column_letter(KEYS.index(key) + 1)}{row_of(returned.marked, id_)}"
    found = next(
        each for each in returned.problems if words in each["message"] and each["cell"] == cell
    )
    assert (found["file"], found["sheet"]) == (returned.file, FORM_SHEET)
    assert found["remedy"]
    marked = returned.marked[cell]
    assert marked.fill.start_color.rgb.endswith("FF9999")
    assert words in marked.comment.text
    assert id_ not in returned.stored


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_lines_without_a_mistake_are_stored_and_checked_without_error(
    form: frozenset[str], take: Take, capsys: pytest.CaptureFixture[str]
) -> None:
    returned = take(form)
    spoilt = {where.split()[0] for name in form for where in MISTAKES[name][0]}
    assert returned.stored == GOOD.keys() - spoilt
    run(["-C", str(returned.root), "check", "--json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    about = [each for each in problems if each["file"] == "data/2012/progress/2012Q2.yaml"]
    assert about
    assert not [each for each in about if each["severity"] == "error"]


def test_lines_that_were_merged_or_added_are_named(sent_out: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        sheet = sheet_of(book)
        column, first = KEYS.index("cumulative") + 1, row_of(sheet, "W1.2")
        sheet.merge_cells(
            start_row=first, end_row=first + 1, start_column=column, end_column=column
        )
        sheet.append([None, "新目标", "另加的指标"])
        sheet.append(["W1.1", "公文会议工作", "两类公文"])
        sheet.append(["W77.1", "甲", "乙"])

    returned = take_in(sent_out, tmp_path, spoil)
    for words, cell in (
        ("合并过", "H5"),
        ("另加的", None),
        ("已经填过", None),
        ("没有编号 W77.1", None),
    ):
        found = next(each for each in returned.problems if words in each["message"])
        assert found["remedy"]
        assert cell is None or (found["sheet"], found["cell"]) == (FORM_SHEET, cell)
        marked = returned.marked[found["cell"]]
        assert marked.fill.start_color.rgb.endswith("FF9999")
        assert words in marked.comment.text
