"""Figures in another unit than the target's, and wholes that change, are asked about."""

from __future__ import annotations

import pytest

from reportgen.checks.entries import entry_findings
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.periods import Period
from tests.assessment.small import entry, indicator

MONEY = indicator(Kind.COUNT, Comparator.AT_LEAST, 3000, unit="亿元")
TESTS = indicator(Kind.COUNT, Comparator.AT_LEAST, 60000, unit="批次")
DAYS = indicator(Kind.LEVEL, Comparator.AT_MOST, 2, unit="工作日")


def _found(made: object, **periods: dict[str, object]) -> list[tuple[str, str]]:
    series = {Period.parse(f"2012{name}"): entry(**each) for name, each in periods.items()}
    return [(each.code.code, each.message) for each in entry_findings(made, series)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (2100, None),
        (21000000, "像是以万元填的，合 2100亿元"),
        (210000000000, "像是以元填的，合 2100亿元"),
        ("0.21", "小了约"),
        (4000, None),
    ],
)
def test_money_is_asked_about_in_its_own_unit(figure: object, said: str | None) -> None:
    found = _found(MONEY, Q3={"cumulative": figure})
    wrong = "D442" if said and said.startswith("小") else "D452"
    assert [code for code, _ in found] == ([wrong] if said else [])
    assert said is None or said in found[0][1]


def test_counts_and_levels_are_asked_about_too() -> None:
    assert "像是以万批次填的，合 40000批次" in _found(TESTS, Q3={"cumulative": 4})[0][1]
    assert _found(TESTS, Q3={"cumulative": 45000}) == []
    assert _found(DAYS, Q3={"current": 1400})[0][0] == "D442"
    assert _found(DAYS, Q2={"current": 3}, Q3={"current": "1.4"}) == []  # levels may fall


def test_what_is_done_in_full_at_the_years_end_may_have_been_ahead() -> None:
    ahead = "全年各月超过时序进度"
    assert _found(TESTS, Q4={"cumulative": 60000, "note": ahead}) == []
    told = _found(TESTS, Q4={"cumulative": 59000, "note": ahead})
    assert [code for code, _ in told] == ["D492"]


def test_a_figure_is_not_counted_to_an_earlier_months_end() -> None:
    note = {"note": "1—3月累计检测30600批次，进度正常"}
    first = {"cumulative": 15600}
    told = _found(TESTS, Q1=first, Q2={"cumulative": 30600, **note})
    assert [code for code, _ in told] == ["D434"]
    money = {"cumulative": "1530", "note": "1—3月累计投资1530亿元"}
    assert [code for code, _ in _found(MONEY, Q2=money)] == ["D434"]
    true = {"note": "1—3月累计检测15600批次，1—6月累计30600批次"}
    assert _found(TESTS, Q1=first, Q2={"cumulative": 30600, **true}) == []


def test_a_confirmed_figure_is_meant() -> None:
    assert _found(TESTS, Q1={"cumulative": 4, "confirmed": {"D442": "全市停检"}}) == []


def test_the_whole_to_be_covered_stays_and_what_is_covered_doesnt_fall() -> None:
    made = indicator(Kind.COVERAGE, Comparator.EQUAL_FULL, 100, unit="%")
    first = {"numerator": 60, "denominator": 240}
    assert _found(made, Q1=first, Q2={"numerator": 80, "denominator": 240}) == []
    assert [code for code, _ in _found(made, Q1=first, Q2={**first, "denominator": 200})] == [
        "D441"
    ]
    assert [code for code, _ in _found(made, Q1=first, Q2={**first, "numerator": 50})] == ["D408"]
