"""Pages are filled to the last point, and end where they may: tried with units made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import pytest

from reportgen.typeset.layout import PageEnd, Stand
from reportgen.typeset.looks import DIFFERENCE_PT, ROUNDING_PT, Setup
from reportgen.typeset.pages import Hold, Unit, fill
from reportgen.workshop import Workshop


@pytest.fixture(scope="module")
def setup(workshop: Workshop) -> Setup:
    return workshop.setup


def units(kinds: str, height_pt: float = 10.0) -> list[Unit]:
    """Return blocks of one unit each: free, h held, s held but soft."""
    return [
        Unit(at, 0, height_pt, f"{at}", hold=Hold.NEXT if kind in "hs" else None, soft=kind == "s")
        for at, kind in enumerate(kinds)
    ]


def counts(pending: Sequence[Unit], room_pt: float, setup: Setup) -> list[int]:
    return [
        sum(stand.count for stand in on_page.values())
        for on_page, _ in fill(pending, 1, room_pt, setup)
    ]


@pytest.mark.parametrize(
    ("kinds", "room", "expected"),
    [
        (".......", 30, [3, 3, 1]),
        ("...", 30, [3]),
        ("...", 30 - ROUNDING_PT / 2, [3]),
        ("...", 30 - ROUNDING_PT * 2, [2, 1]),
        # a page ends at the last place where it may
        ("..hh..", 40, [2, 4]),
        ("...h..", 40, [3, 3]),
        (".hhh.", 30, [1, 3, 1]),
        # but no page stays empty for more than two thirds where it could end at a soft place
        (".ss...", 30, [1, 3, 2]),
        (".sss..", 40, [4, 2]),
        ("..ssssss.", 60, [2, 6, 1]),
        (".ssssss..", 60, [6, 3]),
        (".hs.h..", 40, [4, 3]),
        (".hhh.h.", 40, [1, 4, 2]),
        # held together higher than a page: full pages, for want of better
        ("hhhhhh", 30, [3, 3]),
        ("hshhhh", 30, [2, 3, 1]),
    ],
)
def test_a_page_ends_at_the_last_place_where_it_may(
    kinds: str, room: float, expected: list[int], setup: Setup
) -> None:
    assert counts(units(kinds), room, setup) == expected


def test_units_stand_one_under_the_other_with_the_greater_room_between(setup: Setup) -> None:
    pending = [
        Unit(0, 0, 10.0, "题", before_pt=5.0, after_pt=3.0),
        Unit(1, 0, 10.0, "一", before_pt=2.0),
        Unit(1, 1, 10.0, "二", after_pt=4.0),
        Unit(2, 0, 10.0, "图", before_pt=6.0),
        Unit(3, 0, 10.0, "下", before_pt=7.0),
        Unit(4, 0, 10.0, "末", before_pt=8.0),
    ]
    pages = list(fill(pending, 3, 54.0, setup))
    assert pages == [
        (
            {
                0: Stand(3, 0, 1, 5.0, 15.0),
                1: Stand(3, 0, 2, 18.0, 38.0),
                2: Stand(3, 0, 1, 44.0, 54.0),
            },
            PageEnd("下", 17.0, 0.0),
        ),
        ({3: Stand(4, 0, 1, 0.0, 10.0), 4: Stand(4, 0, 1, 18.0, 28.0)}, PageEnd(left_pt=26.0)),
    ]
    parted = list(fill(pending, 1, 33.0, setup))
    assert [stand for on_page, _ in parted for stand in on_page.items()][1:3] == [
        (1, Stand(1, 0, 1, 18.0, 28.0)),
        (1, Stand(2, 1, 1, 0.0, 10.0)),
    ]


def test_a_page_says_what_didnt_fit_and_what_went_with_it(setup: Setup) -> None:
    pending = units("..h..")
    pending[3] = Unit(3, 0, 10.0, "三", hold=Hold.PREVIOUS)
    pending[1] = Unit(1, 0, 10.0, "一", hold=None)
    (_, first), (_, last) = fill(pending, 1, 42.0, setup)
    kept = (Hold.NEXT.value, Hold.PREVIOUS.value)
    assert first == PageEnd("4", pytest.approx(8.0), pytest.approx(22.0), kept)
    assert last == PageEnd(left_pt=pytest.approx(12.0))
    (_, full), _ = fill(units("...h."), 1, 30.0, setup)
    assert full.kept == ()
    (_, forced), _ = fill(units("hhhh"), 1, 30.0, setup)
    assert forced == PageEnd("3", pytest.approx(10.0), pytest.approx(0.0))


@pytest.mark.parametrize(("over", "named"), [(DIFFERENCE_PT - 0.1, ""), (DIFFERENCE_PT + 0.1, "0")])
def test_what_no_page_holds_is_named(over: float, named: str, setup: Setup) -> None:
    (_, first), (_, second) = fill(units("..", 30.0 + over), 1, 30.0, setup)
    assert first.overflowing == second.overflowing.replace("1", "0") == named


def test_an_endless_page_holds_all(setup: Setup) -> None:
    ((on_page, end),) = fill(units("h" * 9), 1, inf, setup)
    assert len(on_page) == 9
    assert end == PageEnd(left_pt=inf)
    assert list(fill([], 1, 30.0, setup)) == [({}, PageEnd(left_pt=30.0))]
