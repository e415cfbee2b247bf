"""What stands side by side is rounded by one rule: gaps are differences, shares add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.assessment.results import GOOD, POOR
from reportgen.base.numbers import adding_up, decimals, percentage, rounded, told_apart
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Status
from reportgen.reports.standing import counted, share, standing_of, uneven
from reportgen.reports.tables import score_table
from tests.assessment.small import assessed, entry, indicator, table

COUNT = (Kind.COUNT, Comparator.AT_LEAST, 50)
COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=9).filter(any)


@given(COUNTS)
def test_shares_add_up_to_a_hundred_and_none_is_far_off(counts: list[int]) -> None:
    shares = [percentage(Decimal(each), Decimal(sum(counts))) for each in counts]
    shown = adding_up(shares)
    assert sum(shown) == 100
    assert all(abs(a - b) < Decimal("0.1") for a, b in zip(shown, shares, strict=True))


@given(st.lists(st.sampled_from([*GOOD, *POOR]), min_size=1, max_size=60))
def test_each_share_is_its_own_and_it_is_told_where_they_do_not_add_up(
    statuses: list[Status],
) -> None:
    counts = counted(statuses, (*GOOD, *POOR))
    assert all(each.share == rounded(share(each.count, len(statuses))) for each in counts)
    good = [each for each in counts if each.label in {status.label for status in GOOD}]
    total = rounded(share(sum(each.count for each in good), len(statuses)))
    adds_up = (
        sum(each.share for each in counts) == 100 and sum(each.share for each in good) == total
    )
    assert uneven(counts) is not adds_up


@pytest.mark.parametrize(
    ("numbers", "shares", "off"),
    [
        ((1, 8), ["11.1", "88.9"], False),
        ((4, 1, 1), ["66.7", "16.7", "16.7"], True),
        ((1, 1, 1), ["33.3", "33.3", "33.3"], True),
        ((), [], False),
    ],
)
def test_shares_are_what_a_reader_reckons(
    numbers: tuple[int, ...], shares: list[str], off: bool
) -> None:
    found = [status for status, many in zip(POOR, numbers, strict=False) for _ in range(many)]
    counts = counted(found, POOR)
    assert [str(each.share) for each in counts] == shares
    assert uneven(counts) is off


def test_equal_shares_are_printed_alike_where_they_can_be() -> None:
    shares = [percentage(Decimal(each), Decimal(23)) for each in (1, 7, 1, 8, 3, 1, 2)]
    assert list(map(str, adding_up(shares))) == ["4.3", "30.5", "4.3", "34.8", "13.1", "4.3", "8.7"]
    third = percentage(Decimal(1), Decimal(3))
    assert list(map(str, adding_up([third] * 3))) == ["33.4", "33.3", "33.3"]


@given(st.decimals(0, 100), st.decimals(0, 100))
def test_figures_side_by_side_look_equal_only_if_they_are(one: Decimal, other: Decimal) -> None:
    one, other = rounded(one, 9), rounded(other, 9)
    a, b = told_apart(one, other)
    assert (a == b) is (one == other)
    assert (a < b) is (one < other)


def test_what_is_told_apart_has_six_decimals_at_most() -> None:
    nearly = percentage(Decimal(10**13 - 1), Decimal(2 * 10**13))
    assert list(map(str, told_apart(nearly, Decimal(50)))) == ["49.999999", "50"]
    assert list(map(str, told_apart(Decimal("0.0000001"), Decimal(0)))) == ["0.000001", "0"]


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 12))
def test_the_printed_gap_is_the_difference_of_what_is_printed(
    goal: int, figure: int, month: int
) -> None:
    made = indicator(Kind.COUNT, Comparator.AT_LEAST, goal)
    whole = assessed(table(made), f"2012-{month:02}", entry(cumulative=figure))
    (view,) = standing_of(whole, {}).indicators
    assert view.completion_rate is not None
    assert view.schedule_progress is not None
    assert view.completion_rate - view.schedule_progress == view.schedule_gap
    verdict = whole.results[0].verdict
    assert verdict.schedule_gap is not None
    assert view.schedule_gap is not None
    assert (view.schedule_gap < 0) is (verdict.schedule_gap < 0)
    assert (view.completion_rate < 100) is (figure < goal)


@given(
    st.lists(st.tuples(st.integers(1, 7), st.integers(0, 60) | st.none()), min_size=1, max_size=25)
)
@example([(2, 0), (3, 30), (1, None), (3, 15)])  # 33.75: the half is rounded up, no column can tell
def test_points_weights_and_the_score_agree_as_they_are_printed(
    reported: list[tuple[int, int | None]],
) -> None:
    one = table(indicator(*COUNT))
    targets = [
        one.targets[0].model_copy(
            update={
                "id": f"W{at}",
                "indicators": (indicator(*COUNT, id=f"W{at}.1", weight=weight),),
            }
        )
        for at, (weight, _) in enumerate(reported)
    ]
    told = {f"W{at}.1": done for at, (_, done) in enumerate(reported) if done is not None}
    entries = (entry(id_, cumulative=done) for id_, done in told.items())
    made = score_table(
        assessed(one.model_copy(update={"targets": tuple(targets)}), "2012Q4", *entries)
    )
    for column in ("weight", "assessed", "points"):
        assert sum(getattr(row, column) for row in made.rows) == getattr(made, column)
    if made.rate is not None:
        places = max(1, decimals(made.rate))
        assert decimals(made.assessed) <= places + 2
        again = 100 * made.points / made.assessed
        assert rounded(again, places) == made.rate or len(told) < len(reported)
        assert abs(again - made.rate) < Decimal("0.2")


def test_money_is_printed_in_the_unit_in_which_the_target_is_written() -> None:
    more = {"unit": "元", "display": "3000亿元"}
    made = indicator(Kind.COUNT, Comparator.AT_LEAST, 300000000000, **more)
    plain = table(made)
    written, sizes = plain.as_displayed(), plain.sizes
    figures = entry(cumulative=210000000000).counted_in(sizes[made.id])
    whole = assessed(written, "2012-09", figures)
    (view,) = standing_of(whole, {}).indicators
    assert (view.unit, view.value, view.cumulative, view.expected) == ("亿元", 3000, 2100, 2250)
