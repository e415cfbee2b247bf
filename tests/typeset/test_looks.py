"""A profile's measures in points, and what is known of a text before it is broken."""

from __future__ import annotations

import pytest

from reportgen.layout.styles import Align
from reportgen.typeset.looks import Look, Setup, TableLook, make_setup, opens, points
from reportgen.workshop import Workshop

MM = 72 / 25.4


@pytest.fixture
def setup(workshop: Workshop) -> Setup:
    return make_setup(workshop.profile, workshop.fonts)


def test_a_style_is_told_in_points(setup: Setup) -> None:
    assert setup.looks["annex-note"] == Look(
        face="fangsong",
        size_pt=16.0,
        line_pt=28.95,
        letter_spacing_pt=-0.25,
        align=Align.JUSTIFY,
        left_pt=6 * 15.75,
        right_pt=0.0,
        first_pt=-4 * 15.75,
        before_pt=28.95,
        after_pt=0.0,
        rule_pt=0.0,
    )
    copies, line, title = (setup.looks[each] for each in ("imprint-copies", "red-line", "title"))
    assert copies.right_pt == copies.pitch_pt == copies.size_pt + copies.letter_spacing_pt
    assert (line.rule_pt, title.after_pt) == (1.5, 28.95)


def test_only_justified_text_is_ragged_in_narrow_cells(setup: Setup) -> None:
    assert setup.ragged["table-text"].align is Align.LEFT
    assert "table-center" not in setup.ragged


def test_a_rows_frame_is_its_padding_and_a_line(setup: Setup) -> None:
    assert setup.tables["detail-table"] == TableLook(
        0.25, pytest.approx(1.0 * MM), pytest.approx(0.8 * MM), pytest.approx(0.8 * MM)
    )
    assert TableLook(0.25, 9.0, 3.0, 4.0).frame_pt == 7.5
    assert points(25.4) == pytest.approx(72)


@pytest.mark.parametrize(
    ("pair", "open_"),
    [
        *(("国家", True), ("国a", True), ("1国", True), ("ab", False), ("a ", True), (" 1", True)),
        *(("fé", False), ("éж", False), ("2×", True), ("é国", True)),
    ],
)
def test_a_spread_line_opens_everywhere_but_in_words_and_numbers(pair: str, open_: bool) -> None:
    assert opens(*pair) is open_


def test_the_shape_of_a_text(setup: Setup) -> None:
    look = setup.looks["body"]
    shape = setup.shape("国\n国12家", look)
    digit = setup.width_pt("1", look)
    assert setup.width_pt("国国", look) == 31.5
    assert shape.widths == pytest.approx(
        [0, 15.75, 15.75, 31.5, 31.5 + digit, 31.5 + 2 * digit, 47.25 + 2 * digit]
    )
    assert shape.changes == [0, 1, 2, 3, 3, 4]  # a newline is no Han
    assert shape.gaps == [0, 1, 2, 3, 3, 4]
    assert len(shape.bonds) == 7
    assert setup.shape("国\n国12家", look) is shape


def test_what_no_face_has_is_as_wide_as_a_han_character(setup: Setup) -> None:
    assert setup.widths["fangsong"]["\U0010fffd"] == 1.0
    assert setup.widths["fangsong"]["国"] == 1.0
    assert 0.4 < setup.widths["songti"]["1"] < 0.6
