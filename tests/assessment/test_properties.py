"""What holds for all figures: monotone, scale-free, totals that add up, order without effect."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.assessment.results import GOOD, POOR
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Status
from reportgen.model.progress import ProgressEntry
from tests.assessment.small import assessed, entry, indicator, result, table

FIGURE = st.integers(0, 10**7)
GOAL = st.integers(1, 10**7)
PERIOD = st.sampled_from(["2012Q1", "2012Q2", "2012Q3", "2012Q4", "2012-05", "2012-11"])
MORE = st.sampled_from([Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.PLANNED])


@given(MORE, GOAL, PERIOD, FIGURE, FIGURE)
def test_more_is_never_worse_for_a_count(
    comparator: Comparator, goal: int, period: str, one: int, other: int
) -> None:
    made = indicator(Kind.COUNT, comparator, goal)
    less, more = (result(made, period, cumulative=each) for each in sorted((one, other)))
    assert less.verdict.schedule_gap <= more.verdict.schedule_gap  # type: ignore[operator]
    assert less.score.share <= more.score.share  # type: ignore[operator]
    assert not (less.verdict.status in GOOD and more.verdict.status in POOR)


@given(GOAL, PERIOD, FIGURE, FIGURE)
def test_fewer_is_never_worse_for_a_cap(goal: int, period: str, one: int, other: int) -> None:
    made = indicator(Kind.CAP, Comparator.AT_MOST, goal)
    less, more = (result(made, period, cumulative=each) for each in sorted((one, other)))
    assert less.score.share >= more.score.share  # type: ignore[operator]
    assert not (less.verdict.status in POOR and more.verdict.status in GOOD)


@given(MORE, GOAL, PERIOD, FIGURE, st.integers(1, 1000))
def test_the_unit_of_counting_has_no_effect(
    comparator: Comparator, goal: int, period: str, figure: int, scale: int
) -> None:
    one = result(indicator(Kind.COUNT, comparator, goal), period, cumulative=figure)
    many = indicator(Kind.COUNT, comparator, goal * scale)
    other = result(many, period, cumulative=figure * scale)
    assert one.verdict.status is other.verdict.status
    assert one.light is other.light
    assert abs(one.verdict.completion_rate - other.verdict.completion_rate) < Decimal("1e-18")  # type: ignore[operator]


@given(st.lists(st.none() | FIGURE, min_size=1, max_size=8), PERIOD, st.randoms())
def test_counts_add_up_and_order_has_no_effect(
    figures: list[int | None], period: str, random: st.random.Random
) -> None:
    indicators = [
        indicator(Kind.COUNT, Comparator.AT_LEAST, 1000, id=f"W1.{number}")
        for number in range(len(figures))
    ]
    entries: list[ProgressEntry] = [
        entry(f"W1.{number}", cumulative=figure)
        for number, figure in enumerate(figures)
        if figure is not None
    ]
    made = assessed(table(*indicators), period, *entries)
    by_status = [len(made.with_status(status)) for status in Status]
    assert sum(by_status) == len(figures)
    assert len(made.with_status(*GOOD, *POOR)) + figures.count(None) == len(figures)
    random.shuffle(entries)
    again = assessed(table(*indicators), period, *entries)
    assert [each.verdict for each in again.results] == [each.verdict for each in made.results]
    assert again.final == made.final
