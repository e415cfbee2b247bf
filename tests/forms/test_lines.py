"""A line of a form, and what becomes of a row that came back, without a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from reportgen.base.problems import MissingInputError
from reportgen.checks.texts import forbidden_in
from reportgen.forms.form import COLUMNS, FIGURES, NAMES, Assignment, assignments_of
from reportgen.forms.intake import Intake, Reporting, take_in, unit_statuses
from reportgen.forms.returned import FormRow, ReturnedForm
from reportgen.forms.values import CellValue
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Frequency
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.model.targets import Milestone, Subject, Target
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Document
from tests.assessment.small import entry, indicator
from tests.checks.small_workspace import FILES, build, with_fault

Q2, UNIT = Period.parse("2012Q2"), "办公厅"
AT_LEAST, PLANNED = Comparator.AT_LEAST, Comparator.PLANNED
BASE = {"value": 200, "unit": "件", "meaning": "上年", "confirmed": True}
COUNT = indicator(Kind.COUNT, AT_LEAST, 130, display="130条次", unit="条次", name="领导批示(件)")
NOTHING = indicator(Kind.CAP, Comparator.AT_MOST, 0, display="0起", unit="起", name="事故(起)")
HALF = indicator(Kind.COUNT, AT_LEAST, 130, frequency="half_yearly")
ITEMS = ({"id": "a", "name": "甲"}, {"id": "b", "name": "乙"})
SCOPE, LISTED = indicator(Kind.SCOPE, PLANNED, 2), indicator(Kind.SCOPE, PLANNED, 2, items=ITEMS)
FALL = indicator(Kind.REDUCTION, AT_LEAST, 20, baseline=BASE)
BASELESS, LEVEL = indicator(Kind.REDUCTION, AT_LEAST, 20), indicator(Kind.LEVEL, AT_LEAST, 20)
STEP = Milestone.model_validate(
    {"id": "W1.M1", "name": "印发", "quote": "印发", "kind": "milestone"}
)
DUE = STEP.model_copy(update={"deadline": date(2012, 6, 30)})
GRADED = Milestone.model_validate(
    {"id": "S1.M1", "name": "健全", "quote": "健全", "kind": "qualitative"}
)
WORDS = {"note", "evidence", "lag_reason", "next_steps", "owner", "due"}


def line(subject: Subject, period: str = "2012Q2", **told: ProgressEntry) -> Assignment:
    target = Target(id="W1", category="W", seq=1, name="目标(甲)", content="内容")
    series = {Period.parse(name.replace("_", "-").lstrip("p")): each for name, each in told.items()}
    return Assignment(target, subject, Period.parse(period), series)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (None, "—"),
        (entry(numerator=5, denominator=8), "5/8"),
        (entry(numerator=0, denominator=0), "0/0"),
        (entry(numerator=5), "—"),
        (entry(denominator=5), "—"),
        (entry(rate=0), "0%"),
        (entry(rate="95.20"), "95.2%"),
        (entry(cumulative=0), "0"),
        (entry(cumulative=5, current=3), "3"),
        (entry(items_done=("a", "b")), "a、b"),
        (entry(cumulative=2, items_done=("a", "b")), "2"),
        (entry(state="done"), "已完成"),
        (entry(grade="partly"), "部分达成"),
        (entry(note="略"), "—"),
    ],
)  # fmt: skip
def test_what_was_reported_before_is_shown(told: ProgressEntry | None, shown: str) -> None:
    series = {} if told is None else {"p2012Q1": told}
    assert line(COUNT, **series).fixed["before"] == shown


def test_before_is_the_period_that_was_asked_for() -> None:
    first, second = entry(cumulative=1), entry(cumulative=2)
    assert line(COUNT, p2012Q1=first).before == first
    assert line(COUNT, "2012Q3", p2012Q1=first, p2012Q2=second).before == second
    assert line(COUNT, "2012Q3", p2012Q1=first).before is None
    assert line(HALF, "2012Q4", p2012Q2=second, p2012Q3=first).before == second
    assert line(HALF, "2012Q2", p2012Q1=first).before is None
    assert line(COUNT, "2012Q1", p2012Q1=first).before is None
    assert line(COUNT, "2012-04", p2012Q1=first).before == first
    assert line(COUNT, "2012Q2", **{"p2012-03": first}).before == first
    assert line(COUNT, "2012-04", **{"p2012Q1": first, "p2012-03": second}).before == second
    assert line(COUNT, "2012-05", p2012Q1=first).before is None


def test_it_is_due_when_its_frequency_asks_and_stored_with_a_figure() -> None:
    assert not line(HALF, "2012Q1").due
    assert line(HALF, "2012Q2").due
    assert not line(COUNT).stored
    assert not line(COUNT, p2012Q2=entry(note="略")).stored
    assert line(COUNT, p2012Q2=entry(cumulative=0)).stored
    assert not line(COUNT, p2012Q1=entry(cumulative=0)).stored


@pytest.mark.parametrize(
    ("subject", "goal", "unit"),
    [(COUNT, "不少于130条次", "条次"), (NOTHING, "0起", "起"), (STEP, "节点", "—"), (DUE, "2012-06-30前完成", "—"), (GRADED, "定性", "—")],
)  # fmt: skip
def test_the_locked_texts_say_what_is_asked(subject: Subject, goal: str, unit: str) -> None:
    fixed = line(subject).fixed
    assert (fixed["goal"], fixed["unit"]) == (goal, unit)
    assert fixed["indicator"] == subject.id
    assert fixed["target"] == "目标（甲）"
    assert "(" not in fixed["name"]


@pytest.mark.parametrize(
    ("subject", "figures"),
    [
        (COUNT, {"actual", "cumulative"}),
        (SCOPE, {"actual", "cumulative"}),
        (LISTED, {"actual", "cumulative", "items_done"}),
        (FALL, {"rate", "current"}),
        (BASELESS, {"rate"}),
        (LEVEL, {"current"}),
        (STEP, {"state"}),
        (GRADED, {"state"}),
    ],
)
def test_a_line_is_open_for_the_figures_of_its_kind(subject: Subject, figures: set[str]) -> None:
    assert {each.key for each in COLUMNS if line(subject).suits(each)} == figures | WORDS


def test_a_form_is_known_by_its_columns() -> None:
    assert [f"{each.key} {each.heading}" for each in COLUMNS] == [
        "indicator 指标编号", "target 目标名称", "name 指标或节点", "goal 目标值", "unit 计量单位",
        "before 上期累计", "actual 本期完成", "cumulative 累计完成", "numerator 累计分子",
        "denominator 累计分母", "rate 累计比率（%）", "current 现值", "items_done 已办结子项",
        "state 节点状态或评定", "note 进展说明", "evidence 佐证材料", "lag_reason 滞后原因",
        "next_steps 下一步措施", "owner 责任人", "due 措施时限",
    ]  # fmt: skip
    assert tuple(each.key for each in COLUMNS[6:14]) == FIGURES
    assert [*NAMES] == [*(each.key for each in COLUMNS[6:]), "grade"]


def test_each_unit_has_its_lines_in_table_order() -> None:
    files = with_fault("targets", "category: S\n", "category: S\n    lead_unit: 督查室\n")
    later = FILES["2012Q1"].replace("2012Q1", "2013Q1")
    found = assignments_of(build({**files, "2013Q1": later}), Q2)
    assert {unit: [each.subject.id for each in lines] for unit, lines in found.items()} == {
        "办公厅": ["W1.1", "W1.2", "W1.3", "W1.M1", "S1.1", "S1.2"],
        "督查室": ["S1.M1"],
    }
    assert list(map(str, found["办公厅"][0].series)) == ["2012Q1", "2012Q2"]
    nobodys = (
        "  - {id: S2, category: S, seq: 2, name: 制度, content: 建立制度。, "
        "milestones: [{id: S2.M1, name: 制度, quote: 建立制度}]}\n"
    )
    found = assignments_of(build({**FILES, "targets": FILES["targets"] + nobodys}), Q2)
    assert [*found] == ["办公厅", "市政府办公厅"]
    with pytest.raises(MissingInputError) as raised:
        assignments_of(build(FILES), Period.parse("2013Q1"))
    assert str(raised.value.problems[0].place) == "data/2013/targets.yaml"


@pytest.mark.parametrize(
    ("subject", "key", "unit"),
    [(FALL, "current", "件"), (LEVEL, "current", "件"), (COUNT, "cumulative", "条次")],
)
def test_what_is_measured_against_a_base_is_counted_as_the_base(
    subject: Subject, key: str, unit: str
) -> None:
    (column,) = (each for each in COLUMNS if each.key == key)
    assert line(subject).unit_in(column) == unit


def _row(number: int, id_: str | None, **cells: object) -> FormRow:
    """Return a row: what is in its cells; ``unseen`` names those that nobody sees."""
    unseen = str(cells.pop("unseen", "")).split()
    held = {
        key: replace(_cell(value, f"{key}{number}"), unseen=key in unseen)
        for key, value in cells.items()
    }
    return FormRow(number, {"indicator": _cell(id_, f"A{number}"), **held})


def _cell(value: object, name: str) -> CellValue:
    return value if isinstance(value, CellValue) else CellValue(value, "General", None, name)  # type: ignore[arg-type]


META = {"unit": UNIT, "period": "2012Q2"}
FULL = {"W1.1": {"numerator": 196, "denominator": 200}, "W1.2": {"cumulative": 25}, "W1.3": {"cumulative": 31000},
        "W1.M1": {"state": "已完成"}, "S1.1": {"rate": 40}, "S1.2": {"numerator": 18, "denominator": 18}, "S1.M1": {"note": "略"}}  # fmt: skip


def _taken(*rows: FormRow, meta: Mapping[str, str] = META, **head: object) -> Intake:
    heads = {"reporter": "王某", "reported_on": "2012-07-05", **head}
    cells = [None if each is None else CellValue(each, "", None) for each in heads.values()]  # type: ignore[arg-type]
    given = {row.id for row in rows}
    rest = [_row(20, id_, **cells) for id_, cells in FULL.items() if id_ not in given]
    form = ReturnedForm("表.xlsx", b"", "填报表", meta, *cells, (*rows, *rest))
    files = {key: FILES[key] for key in ("office", "targets", "2012Q1")}
    files["targets"] = files["targets"].replace(
        "name: 检测", "name: 检测\n        frequency: yearly"
    )
    return take_in(form, assignments_of(build(files), Q2), Q2, forbidden_in)


def _said(intake: Intake) -> list[str]:
    return [
        f"{each.code} {each.place and (each.place.cell or '表')} {each.message}"
        for each in intake.problems
    ]


LONG = "甲" * 31
ROWS: list[tuple[list[FormRow], list[str]]] = [
    ([], []),
    ([_row(7, "W1.2", cumulative="约25次")], ["E908 cumulative7 W1.2 的累计完成填的是“约25次”，"]),
    ([_row(7, "W1.2", cumulative=LONG)], [f"E908 cumulative7 W1.2 的累计完成填的是“{LONG[:30]}”，"]),
    ([_row(7, "W1.2", cumulative=25, rate="甲")], ["D411 rate7 W1.2（会议）是上限类，不填累计比率"]),
    ([_row(7, "W1.2", cumulative=25, note="。")], []),
    ([_row(7, "W1.2", cumulative=CellValue(25, "General", None, "H7", merged=True))], ["E908 H7 累计完成的格子合并过"]),
    ([_row(7, "W1.2", cumulative=25, unseen="cumulative note")], ["E912 cumulative7 W1.2 的累计完成填在隐藏的行列里"]),
    ([_row(7, "W1.2", cumulative="25次", due="2012-09-30")], []),
    ([_row(7, "W1.1", numerator="196%", denominator=200)], ["E908 numerator7 W1.1 的累计分子填的是“196%”，"]),
    ([_row(7, "W1.2", actual=5, cumulative="甲")], ["E908 cumulative7 "]),
    ([_row(7, "W1.2", cumulative=-5)], ["S204 cumulative7 "]),
    ([_row(7, "W1.M1")], []),
    ([_row(7, "W1.2", cumulative=11)], ["D408 cumulative7 W1.2（会议）"]),
    ([_row(7, "W1.2", cumulative=25, note="甲\u200b")], ["D414 note7 "]),
    ([_row(7, "W1.2", cumulative=25, name="会 议", goal="不超过55次", unit="次")], []),
    ([_row(7, "W1.2", cumulative=25, name="会", goal=LONG, unit="件")], ["E909 name7 W1.2 的固定文字“会议”被改成“会”", f"E909 goal7 W1.2 的固定文字“不超过55次”被改成“{LONG[:30]}”，", "E908 unit7 W1.2 的计量单位在填报表上是“件”，目标表里是“次”"]),
    ([_row(7, "W1.2", note="略", unit="件")], ["E909 unit7 "]),
    ([_row(7, None, note="甲" * 21)], [f"E906 A7 第 7 行是另加的（“{'甲' * 20}”）"]),
    ([_row(7, "W1.2", cumulative=25), _row(8, "W1.2", cumulative=25)], ["E906 A8 W1.2 在第 7 行已经填过，第 8 行又有一次"]),
    ([_row(7, "W9", cumulative=25)], ["E906 A7 目标表里没有编号 W9"]),
    ([_row(7, "W9", cumulative=25), _row(8, "W1.2", cumulative="甲")], ["E906 A7 ", "E908 cumulative8 "]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), ROWS)
def test_a_row_is_taken_or_told_at_its_cells(rows: list[FormRow], said: list[str]) -> None:
    found = _said(_taken(*rows))
    assert len(found) == len(said), found
    assert all(map(str.startswith, found, said)), found


def test_of_a_line_that_comes_twice_neither_is_taken() -> None:
    rows = [_row(7, "W1.2", cumulative=25), _row(8, "W1.2", cumulative=26)]
    assert "W1.2" not in {each.record.indicator for each in _taken(*rows).accepted}


def test_what_is_accepted_stands_at_its_cells() -> None:
    taken = _taken(
        _row(7, "W1.2", note="略", cumulative=25, due="9月30日"), _row(8, "W1.3", note="略")
    )
    by_id = {each.record.indicator: each for each in taken.accepted}
    assert list(by_id) == ["W1.2", "W1.3", "W1.1", "W1.M1", "S1.1", "S1.2", "S1.M1"]
    assert by_id["W1.2"].record.cumulative == 25
    assert by_id["W1.2"].record.due == date(2012, 9, 30)
    assert by_id["W1.2"].place().cell == "cumulative7"
    assert by_id["W1.3"].place().cell == "note8"
    assert by_id["W1.3"].place("grade").cell == "A8"
    origin = by_id["W1.2"].record.origin
    assert origin is not None
    assert (origin.unit, origin.reporter, origin.cell) == (UNIT, "王某", "cumulative7")
    assert (origin.reported_on, origin.sheet) == (date(2012, 7, 5), "填报表")
    assert not taken.refused


def test_a_row_with_an_error_is_left_out_and_one_with_a_doubt_is_taken() -> None:
    rows = (_row(6, "W1.1"), _row(7, "W1.2", cumulative=11), _row(8, "W1.3", cumulative=310000))
    taken = _taken(*rows)
    accepted = {each.record.indicator for each in taken.accepted}
    assert {"W1.1", "W1.2", "W1.3"} & accepted == {"W1.3"}
    assert [each.code for each in taken.problems] == ["D408", "D494"]
    assert taken.refused


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"reporter": None}, ["E905 填报人 没有写填报人"]),
        ({"reporter": " "}, ["E905 填报人 没有写填报人"]),
        ({"reported_on": None}, []),
        ({"reported_on": " "}, []),
        ({"reported_on": "七月初"}, ["E905 填报日期 填报日期写的是“七月初”，"]),
        ({"reported_on": "2012-06-30"}, ["E905 填报日期 填报日期写的是“2012-06-30”，在第二季度结束"]),
        ({"meta": {"unit": UNIT, "period": "2012Q1"}}, ["E904 表 这是 2012Q1 的填报表，现在收的是 2012Q2"]),
        ({"meta": {"unit": "别处", "period": "2012Q1"}}, ["E904 表 这是 2012Q1 的填报表，"]),
        ({"meta": {"unit": "别处"}}, []),
        ({"meta": {}}, []),
    ],
)  # fmt: skip
def test_whose_form_it_is_and_of_when(head: dict[str, object], said: list[str]) -> None:
    taken = _taken(**head)  # type: ignore[arg-type]
    found = _said(taken)
    assert len(found) == len(said), found
    assert all(map(str.startswith, found, said)), found
    assert bool(taken.accepted) is (not any("表 " in each[:7] for each in said))
    assert taken.file == "表.xlsx"
    assert taken.unit == UNIT or not taken.accepted
    sheets = {each.place.sheet for each in taken.problems if each.place and each.place.cell}
    assert sheets <= {"填报表"}


def test_a_form_without_a_name_or_ids_is_nobodys_and_rows_are_missed() -> None:
    files = {key: FILES[key] for key in ("office", "targets", "2012Q1")}
    lines = assignments_of(
        build(with_fault("targets", "name: 检测", "name: 检测\n        frequency: yearly", files)),
        Q2,
    )
    form = ReturnedForm("表.xlsx", b"", "填报表", {}, None, None, (_row(7, "W9", note="略"),))
    (problem,) = take_in(form, lines, Q2, forbidden_in).problems
    assert problem.code == "E904"
    assert "看不出是哪个单位的" in problem.message
    assert take_in(form, {}, Q2, forbidden_in).unit == "表.xlsx"
    two = with_fault("targets", "category: S\n", "category: S\n    lead_unit: 督查室\n")
    rows = (_row(7, "W1.2", cumulative=25), _row(8, "W1.3", note="略"), _row(9, "S1.M1", note="略"))
    form = ReturnedForm("表.xlsx", b"", "填报表", {}, None, None, rows)
    taken = take_in(form, assignments_of(build(two), Q2), Q2, forbidden_in)
    assert taken.unit == UNIT
    assert "S1.M1 是督查室的指标" in [each.message for each in taken.problems]
    form = ReturnedForm("表.xlsx", b"", "填报表", META, None, None, ())
    missed = [each.message for each in take_in(form, lines, Q2, forbidden_in).problems]
    assert missed[0] == "没有写填报人"
    assert re.findall(r"[WS][\w.]+", missed[1]) == ["W1.1", "W1.2", "W1.M1", "S1.1", "S1.2"]
    assert missed[1].endswith("等 6 行")


@pytest.mark.parametrize(
    ("accepted", "problems", "told", "found"),
    [
        (None, False, {}, (Reporting.MISSING, None, 0, ("领导批示(件)", "指标"))),
        ((), False, {}, (Reporting.PARTLY, "表.xlsx", 0, ("领导批示(件)", "指标"))),
        (("A",), False, {}, (Reporting.PARTLY, "表.xlsx", 1, ("指标",))),
        (("A", "B"), False, {}, (Reporting.REPORTED, "表.xlsx", 2, ())),
        (("A", "B"), True, {}, (Reporting.RETURNED, "表.xlsx", 2, ())),
        (("B",), False, {"p2012Q2": entry(cumulative=1)}, (Reporting.REPORTED, "表.xlsx", 2, ())),
        (None, False, {"p2012Q2": entry(cumulative=1)}, (Reporting.PARTLY, None, 1, ("指标",))),
    ],
)
def test_how_far_a_unit_has_come(
    accepted: tuple[str, ...] | None,
    problems: bool,
    told: dict[str, ProgressEntry],
    found: tuple[Reporting, str | None, int, tuple[str, ...]],
) -> None:
    """Milestones and what isn't due don't count; a unit that nothing is asked of is left out."""
    first = line(COUNT.model_copy(update={"id": "A"}), **told)
    second = line(SCOPE.model_copy(update={"id": "B"}))
    yearly = line(SCOPE.model_copy(update={"id": "C", "frequency": Frequency.YEARLY}))
    document = Document("表.xlsx", {}, {}, {})
    intake = Intake(
        "表.xlsx",
        UNIT,
        [Sourced(entry(id_, cumulative=1), document) for id_ in accepted or ()],
        _taken(meta={"period": "2012Q1"}).problems if problems else [],
    )
    lines = {"别处": (yearly,), UNIT: (first, second, yearly, line(STEP))}
    (status,) = unit_statuses(lines, [] if accepted is None else [intake])
    assert (status.status, status.file, status.filled, status.lacking) == found
    assert (status.unit, status.expected) == (UNIT, 2)
