"""Lines hold all text in order, inside their box, and no line gapes that needn't."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.tree import Paragraph, Run
from reportgen.typeset.layout import SetParagraph
from reportgen.typeset.lines import cut, set_paragraph
from reportgen.typeset.looks import Setup
from reportgen.typeset.parting import NOT_AT_END, NOT_AT_START
from reportgen.workshop import Workshop

TEXT = st.text(
    st.sampled_from(
        "国家政府办公厅目标完成率2012年第3季度，。；：、（）《》“”%/-ABCxyz 。——……〔〕"
    ),
    min_size=1,
    max_size=160,
)


@pytest.fixture(scope="module")
def setup(workshop: Workshop) -> Setup:
    return workshop.setup


def made(text: str, room_pt: float, setup: Setup, style: str = "body") -> SetParagraph:
    return set_paragraph(Paragraph("p", style, (Run(text),)), room_pt, setup)


def texts(text: str, chars: float, setup: Setup, style: str = "body") -> list[str]:
    return [line.text for line in made(text, chars * 15.75 + 1.2, setup, style).lines]


@given(text=TEXT, room=st.floats(40, 450), style=st.sampled_from(["body", "table-text", "imprint"]))
def test_every_character_once_in_order_and_inside(
    text: str, room: float, style: str, workshop: Workshop
) -> None:
    paragraph = made(text, room, workshop.setup, style)
    assert "".join("".join(line.text.split()) for line in paragraph.lines) == "".join(text.split())
    for line in paragraph.lines:
        assert line.text == paragraph.text[line.start : line.end]
    for before, after in pairwise(paragraph.lines):
        assert before.end <= after.start
    indent = paragraph.look.left_pt
    alone = [line for line in paragraph.lines if len(line.text) > 1]
    assert all(line.left_pt + line.width_pt <= max(room, indent + 30) + 0.5 for line in alone)


@given(text=TEXT)
def test_no_line_begins_or_ends_with_what_may_not(text: str, workshop: Workshop) -> None:
    lines = [line.text for line in made(text, 442.2, workshop.setup).lines]
    assert lines
    for before, after in pairwise(lines):
        if len(before) > 3 and not (before + after).isascii():
            assert after[0] not in NOT_AT_START or before[-1].isascii()
            assert before[-1] not in NOT_AT_END or after[0].isascii()


def test_a_full_line_holds_28_characters(setup: Setup) -> None:
    assert [len(each) for each in texts("国" * 70, 28, setup)] == [26, 28, 16]


def test_a_number_stays_with_its_unit_while_the_line_doesnt_get_loose(setup: Setup) -> None:
    loose = texts("国" * 22 + "120万平方米，国国国国", 28, setup)
    assert loose[0] == "国" * 22 + "120"
    tolerable = texts("国" * 24 + "120万平方米，国国国国", 28, setup)
    assert tolerable[1].startswith("120万平方米")


def test_a_number_never_parts_and_no_id(setup: Setup) -> None:
    for figure in ("30000000", "W12.10", "SZF-2012-01", "12.345"):
        for before in range(20, 28):
            lines = texts("国" * before + figure + "国国", 28, setup)
            assert any(figure in line for line in lines), (figure, lines)


@pytest.mark.parametrize(
    "latin",
    ["name.surname@qingdao.example.gov.cn", "https://www.example.gov.cn/art/2012/index.html"],
)
def test_latin_text_never_makes_the_line_before_it_gape(latin: str, setup: Setup) -> None:
    for before in range(6, 28):
        *full, _ = made("国" * before + latin + "国国国国国国国国", 442.2, setup).lines
        assert full
        assert not [line for line in full if line.spread_pt > 0.35 * 16], before


def test_a_path_parts_behind_its_slash_and_word_is_told(setup: Setup) -> None:
    paragraph = made("国" * 18 + "data/reports/progress/quarter.yaml", 442.2, setup)
    first, second = (line.text for line in paragraph.lines[:2])
    assert first.endswith("/")
    assert second[0].isalpha()
    assert paragraph.openings == (paragraph.lines[0].end,)


def test_other_programs_are_kept_from_filling_a_line_further(setup: Setup) -> None:
    paragraph = made("国" * 24 + "120万平方米，国国国国", 442.2, setup)
    end = paragraph.lines[0].end
    assert paragraph.joints
    assert all(end < joint < end + 6 for joint in paragraph.joints)
    assert not made("国" * 70, 442.2, setup).joints  # as few as possible


def test_narrow_cells_are_ragged_and_wide_ones_spread(setup: Setup) -> None:
    text = "建立公文处理定期通报制度，加强政府系统公文处理工作的指导，提高办文速度"
    narrow, wide = (made(text, chars * 12, setup, "table-text") for chars in (10.4, 20.4))
    assert all(line.spread_pt <= 0 for line in narrow.lines)
    assert any(line.spread_pt > 0 for line in wide.lines)


def test_a_cells_last_line_isnt_one_character(setup: Setup) -> None:
    for count in range(9, 40):
        lines = made("国" * count, 8.5 * 12, setup, "table-text").lines
        assert len(lines) == 1 or len(lines[-1].text) > 2, count


def test_no_paragraph_ends_with_one_character_on_a_line(setup: Setup) -> None:
    for count in range(20, 90):
        last = made("国" * count + "。", 442.2, setup).lines[-1]
        assert len(last.text.rstrip("。")) > 1, count


@given(text=TEXT, room=st.floats(60, 300), data=st.data())
def test_a_cut_loses_nothing(
    text: str, room: float, data: st.DataObject, workshop: Workshop
) -> None:
    whole = made(f"{'国' * 26}{text}", room, workshop.setup, "table-text")
    head, tail = cut(whole, data.draw(st.integers(1, len(whole.lines) - 1)))
    lines = [line.text for line in (*head.lines, *tail.lines)]
    assert lines == [line.text for line in whole.lines]
    for part in (head, tail):
        assert [part.text[line.start : line.end] for line in part.lines] == [
            line.text for line in part.lines
        ]


@pytest.mark.parametrize("piece", ["a", "1", "a1.b", "，", "国、", "（"])
@pytest.mark.parametrize("style", ["body", "title"])
def test_a_hundred_thousand_characters_take_no_time(piece: str, style: str, setup: Setup) -> None:
    text = piece * (100_000 // len(piece))
    started = process_time()
    assert "".join(line.text for line in made(text, 442, setup, style).lines) == text
    assert process_time() - started < 20  # it took minutes
