"""What is refused or asked of an entry, on both sides of each limit, without a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from reportgen.base.codes import Code
from reportgen.checks.entries import date_doubt, entry_findings
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.periods import Period
from reportgen.model.targets import Indicator
from tests.assessment.small import entry, indicator

Entries = Mapping[str, Mapping[str, object]]
AT_LEAST, AT_MOST, PLANNED = Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.PLANNED
COUNT = indicator(Kind.COUNT, AT_LEAST, 1200, name="走访")
CAP = indicator(Kind.CAP, AT_MOST, 120, name="会议")
RATE = indicator(Kind.RATE, AT_LEAST, 95, name="办结率")
IN_TIME = indicator(Kind.RATE, AT_LEAST, 95, name="按期办结率")
COVERED = indicator(Kind.COVERAGE, AT_LEAST, 90, name="覆盖率", unit="%")
SCOPE = indicator(Kind.SCOPE, PLANNED, 2, name="事项", items=({"id": "a", "name": "甲"}, {"id": "b", "name": "乙"}))  # fmt: skip
ANY_SCOPE = indicator(Kind.SCOPE, AT_LEAST, 2, name="事项")
WHOLE_SCOPE = indicator(Kind.SCOPE, PLANNED, 2, name="事项")
LISTED = indicator(Kind.SCOPE, AT_LEAST, 1, name="事项", items=SCOPE.items)
PLAN = indicator(Kind.COUNT, PLANNED, 1200, name="走访")
BASE = {"value": 200, "unit": "工作日", "meaning": "上年", "confirmed": True}
FALL = indicator(Kind.REDUCTION, AT_LEAST, 20, name="压减", baseline=BASE)
BASELESS = indicator(Kind.REDUCTION, AT_LEAST, 20, name="压减")
FROM_NOTHING = indicator(Kind.GROWTH, AT_LEAST, 20, name="增长", baseline={**BASE, "value": 0})
LEVEL = indicator(Kind.LEVEL, AT_MOST, 40, name="浓度", unit="微克/立方米")

Q1, Q2, Q3, Q4, JUNE = "2012Q1", "2012Q2", "2012Q3", "2012Q4", "2012-06"
LEAP, SIZE, TOTAL = Code.FIGURE_LEAPT, Code.SIZE_DOUBTFUL, Code.BEYOND_TOTAL
UNFIT, RANGE = Code.FIGURE_UNSUITABLE, Code.RATE_OUT_OF_RANGE
FELL, MISMATCH, YEAR = Code.CUMULATIVE_FELL, Code.ACTUAL_MISMATCH, Code.DATE_OUT_OF_YEAR
PERIODS, WHOLE, UNKNOWN = Code.PERIODS_DIFFER, Code.WHOLE_CHANGED, Code.FIGURE_UNKNOWN


def _parts(numerator: int, denominator: int) -> dict[str, object]:
    return {"numerator": numerator, "denominator": denominator}


# of an indicator: what was told in each period, and what is found in it
CASES: list[tuple[Indicator, Entries, set[tuple[str, Code, str]]]] = [
    (COUNT, {Q1: {"cumulative": 300}, Q2: {"cumulative": 300}}, set()),
    (COUNT, {Q1: {"cumulative": 300}, Q2: {"cumulative": 299}}, {(Q2, FELL, "cumulative")}),
    (COUNT, {Q2: {"cumulative": 600}, "2012-05": {"cumulative": 601}}, {(Q2, FELL, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 300}, Q2: {"cumulative": 600, "actual": 300}}, set()),
    (COUNT, {Q1: {"cumulative": 300}, Q2: {"cumulative": 600, "actual": 301}}, {(Q2, MISMATCH, "actual")}),
    (COUNT, {Q1: {"cumulative": 300, "actual": 299}}, {(Q1, MISMATCH, "actual")}),
    (COUNT, {Q2: {"cumulative": 600, "actual": 299}}, set()),  # what was before isn't known
    (COUNT, {"2012-05": {"cumulative": 500}, JUNE: {"cumulative": 600, "actual": 99}}, {(JUNE, MISMATCH, "actual")}),
    (COUNT, {JUNE: {"cumulative": 600}, Q2: {"note": "略"}, Q3: {"cumulative": 900, "actual": 299}}, {(Q3, MISMATCH, "actual")}),
    (COUNT, {Q1: {"actual": 300}}, {(Q1, UNFIT, "cumulative")}),
    (COUNT, {Q1: {"evidence": "统计表"}}, set()),
    (COUNT, {Q1: {"cumulative": "300.5"}}, {(Q1, UNFIT, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 300, "due": date(2012, 1, 1)}}, set()),
    (COUNT, {Q1: {"cumulative": 300, "due": date(2013, 1, 31)}}, set()),
    (COUNT, {Q1: {"cumulative": 300, "due": date(2013, 2, 1)}}, {(Q1, YEAR, "due")}),
    (COUNT, {Q1: {"cumulative": 300, "due": date(2011, 12, 31)}}, {(Q1, YEAR, "due")}),
    (COUNT, {JUNE: {"cumulative": 600}, Q2: {"cumulative": 600}}, set()),
    (COUNT, {JUNE: {"cumulative": 600}, Q2: {"cumulative": 601}}, {(JUNE, PERIODS, "cumulative")}),
    (COUNT, {"2012-05": {"cumulative": 599}, Q2: {"cumulative": 600}}, set()),
    # ten times what the year lets expect, and fifty at least
    (COUNT, {Q1: {"cumulative": 2999}}, set()),
    (COUNT, {Q1: {"cumulative": 3000}}, {(Q1, LEAP, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 100}, Q2: {"cumulative": 1099}}, set()),
    (COUNT, {Q1: {"cumulative": 100}, Q2: {"cumulative": 1100}}, {(Q2, LEAP, "cumulative")}),
    (CAP, {Q1: {"cumulative": 4}, Q2: {"cumulative": 49}}, set()),
    (CAP, {Q1: {"cumulative": 4}, Q2: {"cumulative": 53}}, set()),
    (CAP, {Q1: {"cumulative": 4}, Q2: {"cumulative": 54}}, {(Q2, LEAP, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 300}, "2012-03": {"cumulative": 300}, Q2: {"cumulative": 600}}, set()),
    # hundreds of times too much or too little: most likely in another unit
    (COUNT, {Q1: {"cumulative": 3}}, set()),
    (COUNT, {Q1: {"cumulative": 2}}, {(Q1, SIZE, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 0}}, set()),
    (COUNT, {Q1: {"cumulative": 599999}}, {(Q1, LEAP, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 2, "actual": 2}}, {(Q1, SIZE, "cumulative")}),
    (COUNT, {Q1: {"cumulative": 600000}}, {(Q1, SIZE, "cumulative")}),
    (RATE, {Q1: _parts(0, 5), Q2: _parts(5, 5)}, set()),
    (RATE, {Q1: _parts(6, 5)}, {(Q1, RANGE, "numerator")}),
    (RATE, {Q1: _parts(0, 0), Q2: _parts(1, 1)}, set()),  # nothing had come up yet
    (RATE, {Q1: _parts(1, 0)}, {(Q1, RANGE, "numerator")}),
    (COVERED, {Q1: _parts(0, 0)}, {(Q1, RANGE, "denominator")}),
    (RATE, {Q1: _parts(5, 5), Q2: _parts(5, 4)}, {(Q2, RANGE, "numerator"), (Q2, FELL, "denominator")}),
    (RATE, {Q1: {"rate": 0}, Q2: {"rate": 100}}, set()),
    (RATE, {Q1: {"rate": "100.1"}}, {(Q1, RANGE, "rate")}),
    (RATE, {Q1: {"rate": 1}}, {(Q1, LEAP, "rate")}),
    (RATE, {Q1: {"rate": "1.1"}}, {(Q1, LEAP, "rate")}),
    (RATE, {Q1: {"numerator": 5}}, {(Q1, UNFIT, "denominator")}),
    (RATE, {Q1: {"denominator": 5}}, {(Q1, UNFIT, "numerator")}),
    (RATE, {Q1: {**_parts(5, 5), "rate": 100}}, {(Q1, UNFIT, "rate")}),
    (RATE, {Q1: {"numerator": 5, "rate": 100}}, {(Q1, UNFIT, "denominator"), (Q1, UNFIT, "rate")}),
    (RATE, {Q1: {"note": "略"}, Q2: _parts(5, 5)}, set()),
    (RATE, {Q1: {"rate": 96}, Q2: _parts(5, 5)}, {(Q2, UNFIT, "numerator")}),
    (RATE, {Q1: _parts(5, 5), Q2: {"rate": 96}}, {(Q2, UNFIT, "rate")}),
    # in time or not is decided once: no more can get done than became due
    (IN_TIME, {Q1: _parts(8, 10), Q2: _parts(18, 20)}, set()),
    (IN_TIME, {Q1: _parts(8, 10), Q2: _parts(19, 20)}, {(Q2, LEAP, "numerator")}),
    (RATE, {Q1: _parts(8, 10), Q2: _parts(19, 20)}, set()),
    (COVERED, {Q1: _parts(60, 240), Q2: _parts(120, 240)}, set()),
    (COVERED, {Q1: _parts(60, 240), Q2: _parts(120, 239)}, {(Q2, WHOLE, "denominator")}),
    (SCOPE, {Q1: {"items_done": ("a",)}, Q2: {"cumulative": 2, "items_done": ("a", "b")}}, set()),
    (SCOPE, {Q1: {"cumulative": 2, "items_done": ("a",)}}, {(Q1, TOTAL, "items_done")}),
    (SCOPE, {Q1: {"cumulative": 3}}, {(Q1, TOTAL, "cumulative")}),
    (WHOLE_SCOPE, {Q1: {"cumulative": 3}}, {(Q1, TOTAL, "cumulative")}),
    (ANY_SCOPE, {Q1: {"cumulative": 3}}, set()),
    (LISTED, {Q1: {"cumulative": 2}}, set()),
    (LISTED, {Q1: {"cumulative": 3}}, {(Q1, TOTAL, "cumulative")}),
    (PLAN, {Q4: {"cumulative": 1201}}, set()),
    (BASELESS, {Q1: {"current": 180}}, {(Q1, UNFIT, "current")}),
    (FROM_NOTHING, {Q1: {"current": 180}}, {(Q1, UNFIT, "current")}),
    (FALL, {Q1: {"current": 200}, Q2: {"current": 180}}, set()),
    (FALL, {Q1: {"current": 201}}, {(Q1, LEAP, "current")}),
    (FALL, {Q1: {"rate": -3}}, {(Q1, LEAP, "rate")}),  # what should fall may rise, which is asked
    (FALL, {Q1: {"rate": 101}}, {(Q1, RANGE, "rate")}),
    (RATE, {Q1: {"rate": -3}}, {(Q1, RANGE, "rate")}),
    (FALL, {Q1: {"current": 180, "rate": 10}}, {(Q1, UNFIT, "current")}),
    (LEVEL, {Q1: {"current": 45}, Q2: {"current": 224}}, set()),
    (LEVEL, {Q1: {"current": 45}, Q2: {"current": 225}}, {(Q2, LEAP, "current")}),
    (LEVEL, {Q1: {"current": 45}, Q2: {"current": 9}}, {(Q2, LEAP, "current")}),
    # words may say the target, what was done, and what follows from them
    (COUNT, {Q1: {"cumulative": 300, "note": "走访300件，还差900件"}}, set()),
    (COUNT, {Q1: {"cumulative": 300, "note": "走访301件"}}, {(Q1, UNKNOWN, "note")}),
    (COUNT, {Q1: {"cumulative": 300}, Q2: {"cumulative": 700, "note": "本季度走访400件"}}, set()),
    (COUNT, {Q1: {"cumulative": 300, "note": "完成率25%"}}, set()),
    (COUNT, {Q1: {"cumulative": 330, "note": "超过时序2.5个百分点"}}, set()),
    (RATE, {Q1: {**_parts(90, 100), "note": "10件没有办结，低于目标5个百分点"}}, set()),
    (RATE, {Q1: {**_parts(90, 100), "note": "11件没有办结"}}, {(Q1, UNKNOWN, "note")}),
    (FALL, {Q1: {"current": 180, "note": "比上年少20件，下降10%"}}, set()),
    (FALL, {Q1: {"rate": 10, "note": "从200件降到180件"}}, set()),
    (FALL, {Q1: {"current": 180, "note": "比上年少21件"}}, {(Q1, UNKNOWN, "note")}),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "entries", "found"), CASES)
def test_each_limit_from_both_sides(
    subject: Indicator, entries: Entries, found: set[tuple[str, Code, str]]
) -> None:
    series = {Period.parse(name): entry(**figures) for name, figures in entries.items()}
    findings = {
        (str(each.period), each.code, each.field) for each in entry_findings(subject, series)
    }
    assert findings == found


@pytest.mark.parametrize(
    ("subject", "words"),
    [(BASELESS, "没有基期值 baseline"), (FROM_NOTHING, "基期值 baseline 是 0")],
)
def test_why_a_present_value_makes_no_rate_is_said(subject: Indicator, words: str) -> None:
    (found,) = entry_findings(subject, {Period.parse(Q1): entry(current=180)})
    assert words in found.message
    assert "请填" in found.message


def test_what_is_confirmed_is_not_asked_again() -> None:
    told = entry(cumulative=3000, confirmed={LEAP.code: "一次大型活动"})
    assert not list(entry_findings(COUNT, {Period.parse(Q1): told}))


@pytest.mark.parametrize(
    ("day", "doubtful"),
    [
        (date(2012, 3, 31), True),  # the day itself isn't over
        (date(2012, 4, 1), False),
        (date(2012, 7, 1), False),
        (date(2012, 7, 2), True),
    ],
)
def test_figures_are_reported_after_their_period_and_soon(day: date, doubtful: bool) -> None:
    assert (date_doubt(Period.parse(Q1), day) is not None) is doubtful
