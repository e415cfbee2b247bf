"""What is asked of an entry beside its year and its own words, on both sides of each limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reportgen.checks.doubts import doubts_of
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.periods import Period
from reportgen.model.targets import Indicator, Milestone, Subject
from tests.assessment.small import entry, indicator

AT_LEAST, AT_MOST, PLANNED = Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.PLANNED


def _count(value: int, unit: str = "件", **more: object) -> Indicator:
    return indicator(Kind.COUNT, AT_LEAST, value, unit=unit, **more)


COUNT, FEW = _count(1200), _count(12)
PLAN = _count(1200, quarterly_plan=(200, 500, 900, 1200))
CAP, NO_MORE = (indicator(Kind.CAP, AT_MOST, value) for value in (1200, 0))
MONEY, TENS = _count(3000, "亿元"), _count(6, "万批次")
RATE, LOW, LOWER = (indicator(Kind.RATE, AT_LEAST, value) for value in (95, 10, 9))
IN_TIME = indicator(Kind.RATE, AT_LEAST, 95, name="按期办结率")
COVERED = indicator(Kind.COVERAGE, AT_LEAST, 90, unit="%")
SCOPE = indicator(Kind.SCOPE, PLANNED, 60)
BASE = {"value": 250, "unit": "件", "meaning": "上年", "confirmed": True}
FALL = indicator(Kind.REDUCTION, AT_LEAST, 20, baseline=BASE)
RISE = indicator(Kind.GROWTH, AT_LEAST, 20, baseline=BASE)
LEVEL = indicator(Kind.LEVEL, AT_MOST, 40)
BASED = indicator(Kind.LEVEL, AT_MOST, 40, baseline={**BASE, "value": 40})
STEP = Milestone.model_validate({"id": "W1.M1", "name": "甲", "quote": "印发二期工程办法"})
ISSUED = Milestone.model_validate({**STEP.model_dump(), "required_stage": "issued"})

Q1, Q2, Q3, Q4, MAY, JUNE = "2012Q1", "2012Q2", "2012Q3", "2012Q4", "2012-05", "2012-06"
Entries = Mapping[str, Mapping[str, object]]


def _parts(numerator: int, denominator: int, **more: object) -> dict[str, object]:
    return {"numerator": numerator, "denominator": denominator, **more}


def _done(cumulative: object, note: str = "略", **more: object) -> dict[str, object]:
    return {"cumulative": cumulative, "note": note, **more}


# of what is reported: the year's entries, and of the last what is asked: code, field, words
CASES: list[tuple[Subject, Entries, list[str]]] = [
    # a quarter and its last month end on one day
    (COUNT, {JUNE: _done(600), Q2: {"note": "略"}}, []),
    (COUNT, {Q2: _done(601), JUNE: _done(600)}, ["D495 cumulative|累计完成是 600，2012Q2 的是 601"]),
    (STEP, {Q2: {"state": "done"}, JUNE: {"state": "under_way"}}, ["D495 state|正在推进，2012Q2 的是 已完成"]),
    # states and stages don't go back, and a thing done is done as far as was required
    (STEP, {Q1: {"state": "done"}, Q2: {"note": "略"}}, []),
    (STEP, {Q1: {"state": "under_way"}, Q2: {"state": "under_way"}}, []),
    (STEP, {Q1: {"state": "under_way"}, Q2: {"state": "not_started"}}, ["D492 state|已是“正在推进”"]),
    (STEP, {Q1: {"state": "done", "stage": "drafted"}}, []),
    (ISSUED, {Q1: {"state": "done"}}, []),
    (ISSUED, {Q1: {"state": "done", "stage": "issued"}}, []),
    (ISSUED, {Q1: {"state": "done", "stage": "drafted"}}, ["D492 stage|要求做到"]),
    (ISSUED, {Q1: {"state": "under_way", "stage": "drafted"}}, []),
    # words don't say the opposite of a state; what comes after may be expected
    (STEP, {Q1: {"state": "done", "note": "已印发"}}, []),
    (STEP, {Q1: {"state": "done", "note": "尚未印发"}}, ["D492 note|状态是“已完成”，进展说明却写“尚未”"]),
    (STEP, {Q1: {"state": "done", "note": "已印发，尚未宣讲"}}, ["D492 note"]),
    (STEP, {Q1: {"state": "done", "note": "预计9月完成宣讲"}}, ["D492 note|“预计"]),
    (STEP, {Q1: {"state": "done", "note": "已印发，预计9月完成宣讲"}}, []),
    (STEP, {Q1: {"state": "under_way", "note": "已印发，尚未宣讲"}}, []),
    (STEP, {Q1: {"state": "not_started", "note": "前期工作已完成"}}, []),
    (STEP, {Q1: {"state": "not_started", "note": "已完成"}}, ["D492 note|“尚未启动”"]),
    # nor of a rate
    (RATE, {Q1: {"rate": 100, "note": "全部按期办结，0件未按期办结"}}, []),
    (RATE, {Q1: {"rate": 100, "note": "办结5件，1件未按期办结"}}, ["D492 note|“1件”未达到", "D490 note|“5件”", "D490 note|“1件”"]),
    (RATE, {Q1: {"rate": 100, "note": "一件件办，1件未按期办结"}}, ["D492 note|“1件”未达到", "D490 note"]),
    (RATE, {Q1: _parts(5, 5, lag_reason="5件未按期办结")}, ["D492 lag_reason|滞后原因却写“5件”未达到"]),
    (RATE, {Q1: {"rate": 100, "note": "12345678件未按期办结"}}, ["D492 note", "D490 note"]),
    (RATE, {Q1: _parts(4, 5, note="1件未按期办结")}, []),
    (RATE, {Q1: _parts(4, 5, note="全部按期办结")}, ["D492 note|没有达到 100%"]),
    (RATE, {Q1: {"rate": 99, "note": "全部按期办结"}}, ["D492 note"]),
    (RATE, {Q1: {"note": "达标"}}, []),
    (COUNT, {Q1: _done(300, "全部按期办结")}, []),
    # nor of a year's count: 25% of the year is over, then all of it
    (COUNT, {Q1: _done(1199, "圆满完成全年目标")}, ["D492 note|完成的是 1199"]),
    (COUNT, {Q1: _done(1200, "圆满完成全年目标")}, []),
    (COUNT, {Q1: _done(300, "力争以更大的力度提前完成全年目标")}, []),
    (COUNT, {Q1: _done(300, "力争以更加大的力度提前完成全年目标")}, ["D492 note"]),
    *((COUNT, {Q1: _done(done, f"{words}时序进度")}, ["D492 note|却写"] if wrong else []) for words, done, wrong in (
        ("快于", 301, False), ("快于", 300, True), ("快于", 299, True),
        ("落后", 301, True), ("落后", 300, True), ("落后", 299, False),
    )),
    *((CAP, {Q1: _done(done, "控制在时序进度以内")}, said) for done, said in ((301, ["D492 note"]), (300, []), (299, []))),
    *((COUNT, {Q4: _done(done, "快于时序进度")}, said) for done, said in ((1200, []), (1199, ["D492 note"]))),
    (PLAN, {Q1: _done(300, "快于时序进度")}, []),
    (NO_MORE, {Q1: _done(0, "控制在时序进度以内")}, []),
    (SCOPE, {Q1: _done(6, "快于时序进度")}, []),
    # a whole stays
    (COVERED, {Q1: _parts(60, 240), Q2: {"note": "略"}}, []),
    (COVERED, {Q1: {"note": "略"}, Q2: _parts(60, 240)}, []),
    (COVERED, {Q1: _parts(60, 240), Q2: {"note": "略"}, Q3: _parts(60, 241)}, ["D441 denominator|241，第一季度（2012Q1）是 240"]),
    (RATE, {Q1: _parts(60, 60), Q2: _parts(90, 90)}, []),
    # five hundred times too much or too little is another unit, which is named where one fits
    (NO_MORE, {Q1: _done(5)}, []),
    (COUNT, {Q1: _done(2, actual=2)}, ["D442 cumulative|小了约 600 倍"]),
    (COUNT, {Q1: _done(600000, actual=600000)}, ["D442 actual|大了约 500 倍", "D442 cumulative"]),
    (COUNT, {Q1: _done(600000, actual=1)}, ["D442 cumulative"]),
    (RISE, {Q1: {"current": 250000}, Q2: {"current": 250000}}, []),
    (MONEY, {Q1: _done(3000 * 499)}, ["D494 cumulative"]),
    *((MONEY, {Q3: _done(value)}, [f"D452 cumulative|{said}"]) for value, said in (
        (210_000_000, "倍；像是以千元填的，合 2100亿元"), (120_000_000, "倍；像是以千元填的，合 1200亿元"),
        (6_100_000_000, "倍；像是以元填的，合 61亿元"), (21_000_000, "倍；像是以万元填的，合 2100亿元"),
    )),
    (_count(3_000_000, "元"), {Q3: _done("2.1")}, ["D442 cumulative|像是以百万元填的，合 2100000元"]),
    # ten times what the year lets expect is a slip, if it is fifty at least or more than two years'
    (FEW, {"2012-01": _done(24)}, []),
    (FEW, {"2012-01": _done(25)}, ["D494 cumulative|全年目标 12"]),
    (TENS, {Q1: _done("0.1"), Q2: _done("1.1")}, ["D494 cumulative|第一季度累计 0.1"]),
    (COUNT, {Q1: _done(0), Q2: _done(6000)}, ["D494 cumulative|6000，全年目标 1200"]),
    (COUNT, {MAY: _done(5), Q3: {"note": "略"}, Q4: _done(75)}, ["D494 cumulative|5月累计 5"]),
    (LOW, {Q1: _parts(1, 1), Q2: _parts(31, 31)}, []),
    (RATE, {Q1: _parts(90000, 100000), Q2: _parts(1000000, 1000000)}, ["D494 numerator"]),
    (COVERED, {"2012-01": _parts(100, 300)}, []),
    (SCOPE, {"2012-01": _done(60)}, []),
    (NO_MORE, {Q1: _done(4), Q2: _done(54)}, ["D494 cumulative"]),
    # in time or not is decided once
    (IN_TIME, {Q1: _parts(8, 10), Q2: _parts(18, 20)}, []),
    (IN_TIME, {Q1: _parts(8, 10), Q2: _parts(19, 20)}, ["D494 numerator|分子多了 11，分母只多了 10"]),
    (IN_TIME, {Q1: _parts(8, 10), Q2: {"numerator": 19}}, []),
    (IN_TIME, {Q1: _parts(8, 10), Q2: {"denominator": 9}}, []),
    (IN_TIME, {Q1: {"numerator": 8}, Q2: _parts(19, 20)}, []),
    (IN_TIME, {Q1: _parts(8, 10), Q2: {"numerator": 8}, Q3: _parts(19, 20)}, []),
    (RATE, {Q1: _parts(8, 10), Q2: _parts(19, 20)}, []),
    # a rate is in per cent, and a fifth of the usual lacks a digit
    (RATE, {Q1: {"rate": 0}}, []),
    (RATE, {Q1: {"rate": 1}}, ["D494 rate|没有换成百分数"]),
    (RATE, {Q1: {"rate": "1.1"}}, ["D494 rate|1.1，此前或目标是 95，像是少写了一位"]),
    (LOW, {Q1: {"rate": 1}}, ["D494 rate|没有换成百分数"]),
    (LOW, {Q1: {"rate": 2}}, ["D494 rate|少写了一位"]),
    (LOW, {Q1: {"rate": "2.1"}}, []),
    (LOWER, {Q1: {"rate": 1}}, []),
    (RATE, {Q1: {"rate": 9}, Q2: {"rate": "1.1"}}, []),
    (RATE, {Q1: {"rate": 95}, Q2: {"rate": 0}, Q3: {"rate": 19}}, ["D494 rate|此前或目标是 95"]),
    (FALL, {Q1: {"rate": 3}}, []),
    (COVERED, {Q1: {"rate": 3}}, []),
    (COUNT, {Q1: {"rate": 50}}, []),
    # a level keeps its size, a reduction stays below its base
    (LEVEL, {Q1: {"current": 45}, Q2: {"current": 0}}, []),
    (LEVEL, {Q1: {"current": 0}, Q2: {"current": 45}}, []),
    (LEVEL, {Q1: {"current": 45}, Q2: {"current": 224}}, []),
    (LEVEL, {Q1: {"current": 45}, Q2: {"current": 225}}, ["D494 current|差了 5 倍以上"]),
    (BASED, {Q1: {"current": 41}}, []),
    (FALL, {Q1: {"current": 250}}, []),
    (FALL, {Q1: {"current": 251}}, ["D494 current|压减成了负数"]),
    (RISE, {Q1: {"current": 251}}, []),
    # words have the figures of the indicator and what follows from them
    (COUNT, {Q1: _done(300, "完成300件，25%，还差900件，另召开2次会议")}, ["D490 note|“2次”"]),
    (COUNT, {Q1: _done(310, "按时序应完成300件，多完成10件")}, []),
    (COUNT, {Q1: _done(300, next_steps="再走访5件")}, ["D490 next_steps|“5件”"]),
    (COUNT, {Q1: _done(300, next_steps="达到26%")}, ["D490 next_steps|“26%”"]),
    (COUNT, {Q1: _done(300, next_steps="每月召开2次调度会")}, []),
    (COUNT, {Q1: _done(300), Q2: _done(700, "本季度400件，是目标的33.3%", actual=400)}, ["D490 note|“33.3%”"]),
    (PLAN, {Q1: _done(200, "计划200件，上半年500件")}, []),
    (NO_MORE, {Q1: _done(5, "召开5件")}, []),
    (MONEY, {Q3: _done(2100, "完成投资2100亿元，占70%")}, []),
    (RATE, {Q1: {"numerator": 5, "note": "办结5件"}}, []),
    (RATE, {Q1: {"denominator": 5, "note": "应办5件"}}, []),
    (RATE, {Q1: _parts(0, 0, note="应办0件")}, []),
    (RATE, {Q1: _parts(90, 100, note="10件没有办结，90%，差5个百分点")}, []),
    (RISE, {Q1: {"rate": 10, "note": "增至275件"}}, []),
    (FALL, {Q1: {"rate": 10, "note": "减至225件"}}, []),
    (FALL, {Q1: {"current": 180, "note": "少70件，降28%"}}, []),
    (FALL, {Q1: {"current": 180, "note": "少71件"}}, ["D490 note"]),
    (SCOPE, {Q1: {"items_done": ("a", "b", "c"), "note": "办结3件"}}, []),
    (STEP, {Q1: {"state": "under_way", "note": "召开3次会议"}}, []),
    # and are of its period, its year, its phase
    (COUNT, {Q2: _done(600, evidence="2012年上半年统计表、截至6月底的名册")}, []),
    (COUNT, {Q2: _done(600, evidence="一季度统计表")}, ["D434 evidence|是 2012Q2 的"]),
    (COUNT, {Q2: _done(600, evidence="5月份统计表")}, ["D434 evidence"]),
    (COUNT, {JUNE: _done(600, evidence="一季度统计表")}, []),
    (COUNT, {Q2: _done(600, evidence="2011年统计表")}, ["D434 evidence"]),
    (COUNT, {Q2: _done(600, evidence="2011年、2012年统计表")}, []),
    (COUNT, {Q2: _done(600, "截至6月底")}, []),
    (COUNT, {Q2: _done(600, lag_reason="截至5月底")}, ["D434 lag_reason|另一段时间"]),
    (COUNT, {Q2: _done(600, "一季度累计600件")}, ["D434 note|却说“一季度累计600件”"]),
    (COUNT, {Q2: _done(600, lag_reason="一季度累计600件")}, ["D434 lag_reason"]),
    (COUNT, {Q2: _done(600, "一季度、上半年累计600件")}, []),
    (COUNT, {Q2: _done(600, "累计600件")}, []),
    (COUNT, {Q2: {"note": "一季度累计600件"}}, []),
    (COUNT, {Q1: _done(600), Q2: _done(600, "一季度累计600件")}, []),
    (STEP, {Q1: {"note": "二期工程开工"}}, []),
    (STEP, {Q1: {"lag_reason": "三期工程开工"}}, ["D434 lag_reason|滞后原因里是“三期工程”，原文是“二期工程”"]),
    (COUNT, {Q2: _done(600, next_steps="9月底前完成")}, []),
    (COUNT, {Q2: _done(600, due="2012-09-30")}, []),
    (COUNT, {Q2: _done(600, next_steps="9月底前完成", due="2012-09-30")}, []),
    (COUNT, {Q2: _done(600, next_steps="9月底前完成", due="2012-09-29")}, ["D434 next_steps|写到 2012-09-30，时限是 2012-09-29"]),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "entries", "asked"), CASES)
def test_each_limit_from_both_sides(subject: Subject, entries: Entries, asked: list[str]) -> None:
    series = {Period.parse(name): entry(**figures) for name, figures in entries.items()}
    found = list(doubts_of(subject, series, Period.parse([*entries][-1])))
    assert len(found) == len(asked), found
    for (code, field, said), expected in zip(found, asked, strict=True):
        where, _, words = expected.partition("|")
        assert f"{code.code} {field}" == where
        assert words in said


@pytest.mark.parametrize(("unit", "value"), [("亿", 21_000_000), ("千万元", "2.1")])
def test_no_unit_is_named_where_none_is_known(unit: str, value: object) -> None:
    series = {Period.parse(Q3): entry(cumulative=value)}
    ((_, _, said),) = doubts_of(_count(3000, unit), series, Period.parse(Q3))
    assert said.endswith(" 倍")


@pytest.mark.parametrize("value", [150_000_000, 1_500_000_000, 6_000_000_000])
def test_a_unit_is_named_that_makes_a_fiftieth_to_five_times_the_target(value: int) -> None:
    found: Any = doubts_of(MONEY, {Period.parse(Q3): entry(cumulative=value)}, Period.parse(Q3))
    ((_, _, said),) = found
    assert ("像是以" in said) is (value == 150_000_000)
