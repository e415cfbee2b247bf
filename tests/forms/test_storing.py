"""A progress file gets what forms say, and keeps all else of its text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from reportgen.base.problems import Place
from reportgen.forms.storing import Storing, merged, new_report_text, redated, stored
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Document

PERIOD = Period.parse("2012Q2")
HEAD = "# 进展\nperiod: 2012Q2\nsample: false\ndate_reported: 2012-07-10  # 周二\n"
FIRST = (
    "  - indicator: W1.1\n    cumulative: 5  # 见简报\n    note: 略\n\n    # 里面\n    owner: 甲\n"
)
SECOND = "  - indicator: W1.2\n    rate: 95\n    origin:\n      unit: 督查室\n"
TEXT = f"{HEAD}entries:\n  # 公文\n{FIRST}    # 尾注\n\n  # 会议\n{SECOND}"


def _entry(id_: str, **fields: object) -> ProgressEntry:
    return ProgressEntry.model_validate({"indicator": id_, **fields})


def _stored(
    *entries: ProgressEntry,
    text: str = TEXT,
    sizes: Mapping[str, Decimal] | None = None,
    replacing: bool = False,
) -> Storing:
    placed = [
        Sourced(each, Document("表.xlsx", {}, {(): Place("表.xlsx", cell="H7")}, {}))
        for each in entries
    ]
    return stored(text, PERIOD, placed, sizes or {}, replacing=replacing)


SAME = _entry("W1.2", rate=95)
OTHER = "  - indicator: W1.2\n    rate: 96\n"
NEW = "  - indicator: W1.3\n    cumulative: 3\n"


def test_what_stands_there_already_is_kept_as_it_is() -> None:
    done = _stored(SAME)
    assert (done.text, done.kept, done.written, done.problems) == (TEXT, ["W1.2"], [], [])


@pytest.mark.parametrize(
    ("text", "entry", "then"),
    [
        (TEXT, _entry("W1.3", cumulative=3), TEXT + NEW),
        (TEXT.removesuffix("\n"), _entry("W1.3", cumulative=3), TEXT + NEW),
        (f"{HEAD}entries: []\n", _entry("W1.3", cumulative=3), f"{HEAD}entries:\n{NEW}"),
        (f"{HEAD}entries:\n- indicator: W1.2\n  rate: 95\nadjustments: []\n", _entry("W1.3", cumulative=3), f"{HEAD}entries:\n- indicator: W1.2\n  rate: 95\n- indicator: W1.3\n  cumulative: 3\nadjustments: []\n"),
        (f"{HEAD}entries:\n  - {{indicator: W1.1, cumulative: 5}}\n  - {{indicator: W1.2, rate: 95}}\n", _entry("W1.1", cumulative=5, note="略"), f"{HEAD}entries:\n  - indicator: W1.1\n    cumulative: 5\n    note: 略\n  - {{indicator: W1.2, rate: 95}}\n"),
        (f"{TEXT}# 完\n", _entry("W1.3", cumulative=3), f"{TEXT}{NEW}# 完\n"),
        (TEXT, _entry("W1.2", rate=95, note="略"), TEXT.replace(SECOND, "  - indicator: W1.2\n    rate: 95\n    note: 略\n")),
        (TEXT, _entry("W1.1", cumulative=5, note="略略"), TEXT.replace(FIRST, "  - indicator: W1.1\n    cumulative: 5\n    note: 略略\n")),
    ],
)  # fmt: skip
def test_an_entry_takes_its_own_lines(text: str, entry: ProgressEntry, then: str) -> None:
    done = _stored(entry, text=text)
    assert done.text == then
    assert done.written == done.kept == [entry.indicator]
    assert (done.replaced, done.problems) == ([], [])


def test_another_figure_is_refused_and_the_next_entry_stored() -> None:
    done = _stored(_entry("W1.2", rate=96), SAME, _entry("W1.3", cumulative=3))
    assert done.text == TEXT + NEW
    assert (done.kept, done.written) == (["W1.2", "W1.3"], ["W1.3"])
    (problem,) = done.problems
    assert problem.message == (
        "W1.2 已有累计比率 95（data/2012/progress/2012Q2.yaml:17:11），填报表是累计比率 96"
    )
    assert problem.place is not None
    assert problem.place.cell == "H7"


def test_another_figure_replaces_the_first_where_that_is_asked() -> None:
    done = _stored(_entry("W1.2", rate=96), _entry("W1.3", cumulative=3), replacing=True)
    assert done.text == TEXT.replace(SECOND, OTHER) + NEW
    assert done.replaced == ["W1.2：累计比率 95 → 累计比率 96"]
    assert done.written == ["W1.2", "W1.3"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cumulative: 0", {"note": "略"}, "累计完成 0 → 累计完成 空"),
        ("cumulative: 5\n    actual: 5", {"cumulative": 0}, "本期完成 5、累计完成 5 → 本期完成 空、累计完成 0"),
        ("items_done: [a, b]", {"items_done": ("a",)}, "已办结子项 a、b → 已办结子项 a"),
        ("items_done: [a, b]", {"cumulative": 2}, "已办结子项 a、b → 已办结子项 空"),
        ("state: done", {"state": "under_way"}, "节点状态 已完成 → 节点状态 正在推进"),
        ("grade: partly", {"state": "done"}, "评定 部分达成 → 评定 空"),
    ],
)  # fmt: skip
def test_what_was_and_what_is_are_said_in_the_forms_words(
    old: str, new: dict[str, object], said: str
) -> None:
    text = f"{HEAD}entries:\n  - indicator: W1.1\n    {old}\n"
    assert _stored(_entry("W1.1", **new), text=text, replacing=True).replaced == [f"W1.1：{said}"]


def test_figures_are_compared_and_written_in_the_files_own_unit() -> None:
    size = {"W1.1": Decimal(10000)}
    text = f"{HEAD}entries:\n  - indicator: W1.1\n    cumulative: 50000\n"
    assert _stored(_entry("W1.1", cumulative=5), text=text, sizes=size).written == []
    done = _stored(_entry("W1.1", cumulative=6), text=text, sizes=size, replacing=True)
    assert done.text == text.replace("50000", "60000")
    assert done.replaced == ["W1.1：累计完成 5 → 累计完成 6"]


def test_a_file_is_begun_and_dated_anew() -> None:
    text = new_report_text(PERIOD, date(2012, 7, 10))
    assert text == (
        "# 进展数据：2012年第二季度，由填报表收入\n\n"
        "period: 2012Q2\nsample: false\ndate_reported: 2012-07-10\n\nentries: []\n"
    )
    twice = TEXT.replace("# 周二", "# 原 date_reported: 2012-07-09")
    assert redated(twice, PERIOD, date(2012, 8, 1)) == twice.replace("2012-07-10", "2012-08-01")


def test_figures_given_take_back_the_others_and_words_take_back_nothing() -> None:
    old, form = _entry("W1.1", rate=95, note="略", owner="甲"), _entry("W1.1", numerator=5)
    assert merged(None, form) == form
    assert merged(old, form) == _entry("W1.1", numerator=5, note="略", owner="甲")
    assert merged(old, _entry("W1.1", note="好")) == _entry("W1.1", rate=95, note="好", owner="甲")
    assert merged(old, _entry("W1.1", grade="partly")).rate is None
