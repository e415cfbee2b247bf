"""Where a line ends, from both sides of each limit, and what other programs are told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.document.tree import PageReference, Paragraph, Run
from reportgen.layout.styles import Align
from reportgen.typeset.layout import Line, Link, SetParagraph
from reportgen.typeset.lines import cut, fitted_look, height_of, set_paragraph, text_of
from reportgen.typeset.looks import Setup
from reportgen.workshop import Workshop

PITCH = 15.75  # of body text
CELL = 12.0  # of a table's


@pytest.fixture(scope="module")
def setup(workshop: Workshop) -> Setup:
    return workshop.setup


def made(text: str, style: str, room_pt: float, setup: Setup) -> SetParagraph:
    return set_paragraph(Paragraph("p", style, (Run(text),)), room_pt, setup)


def broken(text: str, style: str, room_pt: float, setup: Setup) -> str:
    return "|".join(line.text for line in made(text.replace("|", ""), style, room_pt, setup).lines)


@pytest.mark.parametrize(
    ("over", "lines"),
    [
        # half a point, and a quarter for the letter spacing, that other programs reckon otherwise
        (0.74, "国国国国|国国国国|国国国国"),
        (0.76, "国国国国国|国国国国国|国国国"),
    ],
)
def test_a_line_full_to_within_a_rounding_error_ends_one_character_earlier(
    over: float, lines: str, setup: Setup
) -> None:
    assert broken(lines, "letter-number", 5 * PITCH + over, setup) == lines


@pytest.mark.parametrize(("over", "lines"), [(1.24, "国国AB|国国国"), (1.26, "国国AB国|国国")])
def test_each_change_of_script_adds_to_the_error(over: float, lines: str, setup: Setup) -> None:
    letters = setup.width_pt("AB", setup.looks["recipients"])
    room = 3 * PITCH + letters + over
    text = lines.replace("|", "")
    assert made(text + "国国国", "recipients", room, setup).lines[0].text == lines.split("|")[0]


def test_a_last_line_that_just_fits_is_drawn_closer(setup: Setup) -> None:
    (line,) = made("国国国国国", "signer", 5 * PITCH + 0.25, setup).lines
    assert line.left_pt == pytest.approx(0.25)
    assert line.spread_pt == pytest.approx(-0.5 / 4)
    (line,) = made("国国国国国", "signer", 5 * PITCH + 0.75, setup).lines
    assert line.spread_pt == 0


@pytest.mark.parametrize(
    "lines",
    [
        # as long as no gap before it is wider than 0.15 em, what belongs together stays so
        f"{'国' * 23}|120万平方米国国国",
        f"{'国' * 22}120|万平方米国国国",
        # a day of a date goes before a unit does, a year before a day
        f"{'国' * 23}|2012年12月31日国国国",
        f"{'国' * 22}2012年|12月31日国国国",
        f"{'国' * 20}2012年|12月31日国国国",
        f"{'国' * 19}2012年12月31|日国国国",
        f"{'国' * 21}2.5个|百分点国国国",
        # where it would get loose all the same, the least loose
        f"{'国' * 18}“国国国国国国国|国”国国",
    ],
)
def test_what_belongs_together_stays_so_while_the_line_isnt_loose(lines: str, setup: Setup) -> None:
    assert broken(lines, "body", 28 * PITCH + 1.2, setup) == lines


@pytest.mark.parametrize(
    ("chars", "lines"),
    [
        # dates and paths part where more than a third of a line would stay empty before them
        (9.0, "国国国国国国|2012年12月31日国国"),
        (9.1, "国国国国国国2012年|12月31日国国"),
        (9.0, "国国国国国国|ab/cdefghijk国国"),
        (9.02, "国国国国国国ab/|cdefghijk国国"),
        # nothing else does
        (9.1, "国国国国国国|120平方米国国"),
        (8.3, "国国国国|abcdefghijklmnop|国国"),
        # what no line holds parts anywhere, numbers last
        (9.1, "国国国|abcdefghijklmnopqr|stuv国国"),
        (3.6, "120|平方米|国"),
        (4.2, "ABC|123456"),
        (1.7, "国|123|456|7国"),
        (1.05, "（|国|国"),
        (3.1, "1.2345|6789"),
    ],
)
def test_a_line_that_isnt_spread_has_a_hole_of_a_third_at_most(
    chars: float, lines: str, setup: Setup
) -> None:
    assert broken(lines, "table-center", chars * CELL, setup) == lines


@pytest.mark.parametrize(
    "lines",
    [
        "某某某局、|某局、某某局",
        "某某某局、|某某某某某某局",
        "某某某局、某某|某某某某|某某某局",  # too long for a line of its own
        "某某某局、某某|某某某某局、|某某局",
        "某某某局，某某|某某某某局",
        "某某某某某某某|局、某某某某某|局、某局",  # nor where the line would hold next to nothing
    ],
)
def test_an_item_of_a_list_goes_over_whole_where_the_next_line_holds_it(
    lines: str, setup: Setup
) -> None:
    assert broken(lines, "table-center", 7.1 * CELL, setup) == lines


@pytest.mark.parametrize(
    ("chars", "lines"),
    [
        (8.6, "国国国国国国|国国国"),
        (8.6, "国国国国国国国国|国国国"),
        (7.4, "国家机关|公文国家"),  # between words
        (15.6, "国家机关公文处理工作通报|国家机关"),
        (12.4, "，国，国，国，国国国|国家，"),  # marks don't count
        (3.6, "国国|国国"),  # never longer than what is before it
        (20.05, f"{'国' * 20}|国国"),  # a long line may be followed by so short a one
        (19.95, f"{'国' * 18}|国国国"),
    ],
)
def test_a_last_line_has_more_than_two_characters_where_the_line_before_can_give(
    chars: float, lines: str, setup: Setup
) -> None:
    assert broken(lines, "table-center", chars * CELL, setup) == lines


def test_other_programs_are_told_of_ends_that_they_would_not_choose(setup: Setup) -> None:
    kept = made("国国国国国国国2012年12月31日国国", "table-center", 10.3 * CELL, setup)
    assert [line.start for line in kept.lines] == [0, 7]
    assert kept.joints == (11, 12)  # behind 年 and 1: there they would fit
    opened = made(f"{'国' * 6}ab/cdefghijk国国", "table-center", 9.1 * CELL, setup)
    assert opened.openings == (9,)
    for over, tempted in ((-0.31, False), (-0.29, True)):  # what hardly doesn't fit
        joints = made("国" * 12, "signer", 5 * PITCH + over, setup).joints
        assert (5 in joints) is tempted


@pytest.mark.parametrize(
    ("style", "left", "spread"),
    [
        ("signer", 200 - 4 * PITCH, 0.0),
        ("doc-number", (200 - 4 * PITCH) / 2, 0.0),
        ("doc-number-left", PITCH, 0.0),
        ("imprint-date", 200 - 4 * 14 - 14, 0.0),
        ("joint-mark", 0.0, (200 - 4 * 36) / 3),
    ],
)
def test_a_line_stands_where_its_style_has_it(
    style: str, left: float, spread: float, setup: Setup
) -> None:
    (line,) = made("国家标准", style, 200, setup).lines
    assert (line.left_pt, line.spread_pt) == pytest.approx((left, spread), abs=0.01)


def test_a_forced_break_ends_a_line_that_isnt_spread(setup: Setup) -> None:
    first, blank, last = made(f"一行  \n\n{'国' * 20}", "body", 442.2, setup).lines
    assert first == Line("一行", 0, 2, 31.5, 31.5, 0.0, forced=True)
    assert (blank.text, blank.start, blank.forced, blank.left_pt) == ("", 5, True, 0.0)
    assert (last.start, last.forced, last.left_pt) == (6, False, 0.0)


def test_links_span_the_numbers_that_they_print(setup: Setup) -> None:
    inlines = (Run("见第"), PageReference("x"), Run("页，第"), PageReference("y"), Run("页。"))
    numbers = {"x": "12", "y": "3"}
    assert text_of(inlines, numbers) == "见第12页，第3页。"
    whole = set_paragraph(Paragraph("p", "body", inlines), 442, replace(setup, numbers=numbers))
    assert whole.links == (Link(2, 4, "x"), Link(7, 8, "y"))


def test_text_that_must_fit_gets_smaller_in_half_points(setup: Setup) -> None:
    def sizes(room_pt: float) -> tuple[float, float]:
        look = fitted_look("mark", "国" * 10, room_pt, setup)
        return look.size_pt, look.line_pt

    assert sizes(420) == (42.0, 42.0)
    assert sizes(419.9) == (41.5, 41.99)
    assert sizes(333) == (33.0, 33.3)
    assert fitted_look("mark", "", 1.0, setup) == setup.looks["mark"]


def test_cells_narrower_than_16_characters_are_ragged(setup: Setup) -> None:
    assert fitted_look("table-text", "国", 16 * CELL - 0.01, setup).align is Align.LEFT
    assert fitted_look("table-text", "国", 16 * CELL, setup).align is Align.JUSTIFY


def test_a_name_is_broken_by_sense_but_where_it_is_by_command(setup: Setup) -> None:
    assert broken("目标完成|情况表", "table-head", 4.6 * CELL, setup) == "目标完成|情况表"
    indented = replace(setup.looks["table-head"], left_pt=9.0, right_pt=3.0)
    paragraph = Paragraph("p", "table-head", (Run("目标完成情况表"),))
    lines = [
        [line.text for line in set_paragraph(paragraph, room * CELL, setup, indented).lines]
        for room in (7.99, 8.01)
    ]
    assert lines == [["目标", "完成情况表"], ["目标完成情况表"]]
    forced = made("目标\n完成情况表", "table-head", 5.2 * CELL, setup)
    assert [line.text for line in forced.lines] == ["目标", "完成情况表"]
    forced = made("某局\n关于重点工作目标的通知", "table-head", 7.2 * CELL, setup)
    assert [line.text for line in forced.lines] == ["某局", "关于重点工作", "目标的通知"]


def test_a_paragraph_is_cut_with_what_it_knows_of_its_lines(setup: Setup) -> None:
    inlines = (Run("国国国国国国国2012年12月31日见第"), PageReference("x"), Run("页ab/cdefghijk国"))
    paragraph = Paragraph("p", "annex-note", inlines, id="id")
    look = setup.looks["annex-note"]
    room = look.left_pt + 10 * PITCH
    whole = set_paragraph(paragraph, room, replace(setup, numbers={"x": "7"}))
    for count in range(1, len(whole.lines)):
        head, tail = cut(whole, count)
        at = whole.lines[count].start
        assert head.text + tail.text == whole.text
        assert (head.key, tail.key) == ("p", f"p+{count}")
        assert (head.paragraph.id, tail.paragraph.id) == ("id", None)
        assert (head.look, tail.look.first_pt) == (look, 0.0)
        assert (*head.lines, *tail.lines) == (
            *whole.lines[:count],
            *(
                Line(
                    each.text,
                    each.start - at,
                    each.end - at,
                    each.left_pt,
                    each.width_pt,
                    each.spread_pt,
                )
                for each in whole.lines[count:]
            ),
        )
        for of_head, of_tail, all_ in (
            (head.joints, tail.joints, whole.joints),
            (head.openings, tail.openings, whole.openings),
        ):
            # at the cut nothing is to be told: the part ends there
            kept = [*of_head, *(each + at for each in of_tail)]
            assert kept == [each for each in all_ if each != at]
        links = [*head.links, *(Link(e.start + at, e.end + at, e.target) for e in tail.links)]
        assert links == list(whole.links)
        assert all(
            part.text[each.start : each.end] == "7" for part in (head, tail) for each in part.links
        )


def test_the_room_between_paragraphs_is_the_greater(setup: Setup) -> None:
    title, number = (made("国", style, 442, setup) for style in ("title", "doc-number"))
    assert title.look.after_pt == 28.95
    assert number.look.before_pt == 2 * 28.95
    assert height_of([title, number]) == title.look.line_pt + 2 * 28.95 + 28.95
    assert height_of([number, title]) == 2 * 28.95 + 28.95 + title.look.line_pt + 28.95
    assert height_of([]) == 0
