"""What a target table, its progress and the office say of themselves, on both sides of each limit."""

from dataclasses import replace

import pytest

from reportgen.checks.progress import (
    changed_tables,
    corrected_figures,
    dates_of_reports,
    missing_progress,
    unknown_subjects,
)
from reportgen.checks.table import (
    ambiguous_units,
    contradictory_indicators,
    deadlines_out_of_year,
    duplicate_ids,
    empty_header_fields,
    faulty_revisions,
    misnumbered,
    units_alike,
    unknown_annexes,
    unknown_columns,
)
from reportgen.model.periods import Period
from reportgen.sources.workspace import Frozen
from tests.checks.small_workspace import FILES, assert_said, build, line_of, with_fault

MEETINGS, REMARK = "quote: 会议不超过55次\n", "  - key: remark\n"
COUNT = "kind: count\n        comparator: at_least\n        value: 60000\n"
RATE = "kind: rate\n        comparator: at_least\n        value: 95\n"
TESTS, RATED, UNIT = "quote: 检测6万批次以上\n", "quote: 办结率达95%以上\n", "unit: 市政府办公厅\n"


def table(*pairs):
    return [("targets", old, new) for old, new in pairs]


def revised(*revisions):
    """Revise the meetings, with what each revision says after its day and basis."""
    said = "".join(
        f"          - {{effective_from: {day}, basis: 青政办字〔2012〕80号{more}}}\n"
        for day, more in revisions
    )
    return table((MEETINGS, f"{MEETINGS}        revisions:\n{said}"))


def between(kind, value, upper=None):
    known = {"count": COUNT, "rate": RATE}[kind]
    new = f"kind: {kind}\n        comparator: between\n        value: {value}\n"
    return table((known, new if upper is None else f"{new}        upper: {upper}\n"))


def plan(quote, *numbers):
    return table((quote, f"{quote}        quarterly_plan: [{', '.join(map(str, numbers))}]\n"))


def office(text):
    return [("office", UNIT, UNIT + text)]


UNIT_OF_MEETINGS = "definition: 会议次数\n        lead_unit: 办公厅\n"
VALUE_OF_MEETINGS = "value: 55\n        unit: 次\n        display: 55次\n"

CASES = [
    # ids are unique, numbers count on
    (duplicate_ids, [], []),
    (duplicate_ids, table(("id: S1.M1", "id: W1.B1")), ["D401 - id: W1.B1|第 "]),
    (misnumbered, [], []),
    (misnumbered, table(("category: S\n    seq: 1", "category: W\n    seq: 2")), []),
    (misnumbered, table(("category: S\n    seq: 1", "category: W\n    seq: 3")), ["D403 seq: 3|应为 2"]),
    # a category begins with 1, or goes on from the one before
    (misnumbered, table(("category: S\n    seq: 1", "category: S\n    seq: 2")), []),
    (misnumbered, table(("category: S\n    seq: 1", "category: S\n    seq: 3")), ["D403 seq: 3|应为 1"]),
    (misnumbered, table(("category: S\n    seq: 1", "category: W\n    seq: 1")), ["D402 seq: 1"]),
    # columns and words of the header are answered
    (unknown_columns, table((REMARK, "  - key: seq\n")), []),
    (empty_header_fields, table(("[unit]", "[units, head, unit, nam]")), ["D420 header_line:|没有“units”这一项，最接近的是 unit", "D420 header_line:|“主要负责人”", "D420 header_line:|“nam”"]),
    (empty_header_fields, table(("[unit]", "[unxy]")), ["D420 header_line:|“unxy”这一项，最接近的是 unit"]),
    (empty_header_fields, table(("[unit]", "[uxyz]")), ["D420 header_line:|“uxyz”这一项表头行可用"]),
    # a name is one unit's
    (ambiguous_units, office("units:\n  - {name: 甲局, aliases: [乙局, 丙局]}\n"), []),
    (ambiguous_units, office("units:\n  - name: 甲局\n    aliases:\n      - 乙局\n      - 乙局\n  - aliases: []\n    name: 甲局\n"), ["D462 - 乙局|第 6 行", "D462 name: 甲局|第 4 行"]),
    # annexes are chosen once, of kinds and annexes that there are
    (unknown_annexes, office("annexes:\n  quarterly:\n    - behind\n    - detail\n"), []),
    (unknown_annexes, office("annexes:\n  quarterly:\n    - behind\n    - details\n    - behind\n"), ["D451 - details|没有附件“details”，最接近的是 detail；可选：", "D451 - behind|写了两次"]),
    (unknown_annexes, office("annexes:\n  quaterly:\n    - behind\n"), ["D451 - behind|没有文稿种类“quaterly”，最接近的是 quarterly"]),
    # what is due or revised is so within the year
    (deadlines_out_of_year, revised(("2012-07-01", ", deadline: 2012-12-31")), []),
    (deadlines_out_of_year, revised(("2012-07-01", ", deadline: 2013-01-31")), ["D413 - {effective_from: 2012-07-01|2013-01-31"]),
    (faulty_revisions, revised(("2012-01-01", ", deadline: 2012-12-01"), ("2012-01-02", ", value: 50, quote: 50次")), []),
    (faulty_revisions, revised(("2011-12-31", ", deadline: 2012-12-01")), ["D461 - {effective_from|应在 2012 年内"]),
    (faulty_revisions, revised(("2012-07-01", ", deadline: 2012-12-01"), ("2012-07-01", ", deadline: 2012-12-02")), ["D461 - {effective_from|应晚于前一次修订（2012-07-01）"]),
    (faulty_revisions, revised(("2012-07-01", ", quote: 略")), ["D461 - {effective_from|没有写改了什么"]),
    (faulty_revisions, revised(("2012-07-01", ", value: 50")), ["D461 - {effective_from|没有引用修订文件的原文"]),
    (faulty_revisions, table((MEETINGS, f"{MEETINGS}        revisions:\n          - basis: 略\n            deadline: 2012-12-01\n            effective_from: 2013-01-01\n")), ["D461 effective_from: 2013-01-01"]),
    # units differ to the eye
    (units_alike, table(("category: S\n", "category: S\n    lead_unit: 督查 室\n")), []),
    (units_alike, table(("lead_unit: 办公厅\n        quote: 回复率100%", "lead_unit: 办 公厅\n        quote: 回复率100%")), ["D471 lead_unit: 办 公厅|“办 公厅”与“办公厅”几乎一样"]),
    # an indicator's kind, comparator, unit and value fit
    (contradictory_indicators, table((RATE, RATE.replace("at_least", "equal_full").replace("95", "100"))), []),
    (contradictory_indicators, table((COUNT, COUNT.replace("at_least", "equal_full").replace("60000", "100"))), ["D407 comparator:|这里是数量、目标值 100"]),
    (contradictory_indicators, table((COUNT, COUNT.replace("at_least", "at_most"))), ["D407 comparator:|这里是“不超过”（at_most）改正 comparator，或把 kind 改为“比率”（rate）、“水平”（level）、"]),
    (contradictory_indicators, [*revised(("2012-07-01", ", value: 50, quote: 50次")), *table(("value: 55\n", "value: -1\n"))], ["D407 value:|目标值是 -1，不能小于 0"]),
    (contradictory_indicators, revised(("2012-07-01", ", value: -1, quote: 50次")), ["D407 - {effective_from|目标值是 -1"]),
    (contradictory_indicators, [*revised(("2012-07-01", ", deadline: 2012-12-01")), *table(("value: 55\n", "value: -1\n"))], ["D407 value:|目标值是 -1"]),
    # a range has two ends, nothing else has
    (contradictory_indicators, between("count", 60000, 60001), []),
    (contradictory_indicators, between("count", 60000, 60000), ["D440 upper:|上限 60000 应大于下限 60000"]),
    (contradictory_indicators, between("count", 60000), ["D440 comparator:|没有写上限 upper"]),
    (contradictory_indicators, table((COUNT, f"{COUNT}        upper: 60001\n")), ["D440 upper:|比较词不是 between"]),
    (contradictory_indicators, between("rate", 95, 100), []),
    (contradictory_indicators, between("rate", 95, "100.1"), ["D440 upper:|上限 100.1 应在 0—100 之间"]),
    # a plan adds up to the target of what is scheduled
    (contradictory_indicators, plan(TESTS, 10000, 30000, 30000, 60000), []),
    (contradictory_indicators, plan(TESTS, 10000, 30000, 29999, 60000), ["D407 quarterly_plan:|10000、30000、29999、60000，应逐季累计"]),
    (contradictory_indicators, plan(TESTS, 10000, 20000, 30000, 59999), ["D407 quarterly_plan:|等于目标值 60000"]),
    (contradictory_indicators, plan(TESTS, 60000, 30000, 20000, 60001), ["D407 quarterly_plan:"]),
    (contradictory_indicators, plan(RATED, 95, 95, 95, 95), ["D407 quarterly_plan:|是比率类，不按时序"]),
    # progress is of what the table has
    (unknown_subjects, [], []),
    (unknown_subjects, [("2012Q1", "cumulative: 15000", "items_done: [a]")], ["D404 items_done:|W1.3 没有子项 a"]),
    (unknown_subjects, [("2012Q1", "W1.3\n    cumulative: 15000", "W1.9\n    items_done: [a]")], ["D404 - indicator: W1.9|指标编号 W1.9 不存在"]),
    (unknown_subjects, [("2012Q1", "note: 正在健全", "note: 正在健全\nadjustments:\n  - kind: veto\n    target: W9\n    reason: 略")], ["D404 target: W9|目标编号 W9 不存在"]),
    # it is asked for as often as is told, and reported after its period
    (missing_progress, [("2012Q1", "cumulative: 15000", "note: 略")], ["D412 - indicator: W1.3|只有文字，没有数字"]),
    (missing_progress, [("2012Q1", "W1.3\n    cumulative: 15000", "W1.M1\n    note: 略")], ["D412 - indicator: W1.1|2012Q1 没有填报"]),
    (missing_progress, [*table((RATED, f"{RATED}        frequency: half_yearly\n")), ("2012Q1", "W1.1\n    numerator: 96\n    denominator: 100", "W1.M1\n    note: 略"), ("2012Q1", "cumulative: 15000", "note: 略")], ["D412 - indicator: W1.3"]),
    (dates_of_reports, [("2012Q2", "date_reported: 2012-07-10", "date_reported: 2012-07-01")], []),
    (dates_of_reports, [("2012Q2", "date_reported: 2012-07-10", "date_reported: 2012-04-01")], ["D460 date_reported:"]),
    (dates_of_reports, [("2012Q2", "date_reported: 2012-07-10", "date_reported: 2012-03-31")], ["D413 date_reported:"]),
    (dates_of_reports, [("2012Q2", "date_reported: 2012-07-10", "date_reported: 2013-12-31")], ["D460 date_reported:"]),
    (dates_of_reports, [("2012Q2", "date_reported: 2012-07-10", "date_reported: 2014-01-01")], ["D413 date_reported:"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edits", "said"), CASES)
def test_each_limit_from_both_sides(rule, edits, said):
    assert_said(rule, edits, said)


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("W1.3\n    cumulative: 15000", "W1.3\n    cumulative: 15000", []),
        ("W1.3\n    cumulative: 14000", "W1.3\n    cumulative: 15000", ["定稿时是 14000，现在是 15000"]),
        ("W1.3\n    note: 略", "W1.3\n    cumulative: 15000", ["定稿时是 空，现在是 15000"]),
        ("W1.3\n    cumulative: 15000", "W1.3\n    note: 略", ["定稿时是 15000，现在是 空"]),
        ("W1.M1\n    state: done", "W1.M1\n    state: under_way", ["定稿时是 已完成，现在是 正在推进"]),
    ],
)  # fmt: skip
def test_what_went_out_otherwise_is_told(then, now, said):
    """What is frozen is passed over where there is no table or no report any more."""
    old = {"W1.3": "W1.3\n    cumulative: 15000", "W1.M1": "W1.M1\n    state: under_way"}[
        then.partition("\n")[0]
    ]
    files = with_fault("2012Q1", old, now)
    files["2011Q4"] = FILES["2012Q1"].replace("2012Q1", "2011Q4")
    frozen = build(with_fault("2012Q1", old, then))
    told = Frozen(frozen.tables[2012], frozen.progress[Period.parse("2012Q1")])
    periods = map(Period.parse, ("2011Q4", "2012-01", "2012Q1"))
    found = list(corrected_figures(replace(build(files), frozen=dict.fromkeys(periods, told))))
    assert [each.message.partition("2012Q1 ")[2] for each in found] == said
    assert all(line_of(files, each).startswith("- indicator: W1.") for each in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: 会议\n", "name: 开会\n", []),
        (UNIT_OF_MEETINGS, UNIT_OF_MEETINGS.replace("办公厅", "督查室"), ["定稿以后责任单位调整：办公厅 → 督查室"]),
        (UNIT_OF_MEETINGS, f"{UNIT_OF_MEETINGS}        revisions: [{{effective_from: 2012-05-01, lead_unit: 督查室, basis: 纪要}}]\n", []),
        (VALUE_OF_MEETINGS, VALUE_OF_MEETINGS.replace("55", "54"), ["定稿以后目标值修订：不超过55次 → 不超过54次"]),
    ],
)  # fmt: skip
def test_a_table_changed_after_a_report_went_out_is_told_unless_from_a_day(old, new, said):
    frozen, first = build(FILES), Period.parse("2012Q1")
    told = {first: Frozen(frozen.tables[2012], frozen.progress[first])}
    files = with_fault("targets", old, new)
    found = list(changed_tables(replace(build(files), frozen=told)))
    assert [each.message.partition("2012Q1 ")[2] for each in found] == said
    assert all(line_of(files, each) == "- id: W1.2" for each in found)


def test_an_entry_that_went_out_and_is_gone_is_told_of_the_file():
    files = with_fault("2012Q1", "  - indicator: W1.3\n    cumulative: 15000\n", "")
    frozen, first = build(FILES), Period.parse("2012Q1")
    told = {first: Frozen(frozen.tables[2012], frozen.progress[first])}
    (found,) = corrected_figures(replace(build(files), frozen=told))
    assert line_of(files, found) == "- indicator: W1.1"
