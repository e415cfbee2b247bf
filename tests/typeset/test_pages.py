"""Random documents: every line and row once, in order, inside; what belongs together together."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.problems import ConfigurationError
from reportgen.typeset.layout import Content, Layout, SetBlock, SetParagraph, SetTable, walk_set
from reportgen.typeset.typesetter import typeset, typeset_endless
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
from tests.running import examples

MM = 72 / 25.4
SENTENCE = "建立公文处理定期通报制度，全年公文按期办结率达到95%以上，"
PARAGRAPH = st.builds(lambda n: f"<p>{SENTENCE * n}</p>", st.integers(1, 9))
HEADING = st.builds(lambda n: f"<h2>{'标题' * n}</h2><p>{SENTENCE}</p>", st.integers(1, 20))
CELL = st.builds(lambda n: SENTENCE * n, st.integers(0, 6))
ROWS = st.lists(st.tuples(st.integers(1, 3), CELL, CELL), min_size=1, max_size=14)


def table(rows: list[tuple[int, str, str]]) -> str:
    body = "".join(
        f"<tr><td>第{label}类</td><td>{number}</td><td><p>{one}</p><p>{two}</p></td></tr>"
        for number, (label, one, two) in enumerate(sorted(rows), 1)
    )
    columns = (
        '<col class="category merged repeated"/><col class="seq repeated"/><col class="content"/>'
    )
    return (
        f'<table class="target-table"><colgroup>{columns}</colgroup><thead><tr><th>类别</th>'
        f"<th>序号</th><th>目标内容</th></tr></thead><tbody>{body}</tbody></table>"
        '<p class="table-note">注：表下的注随表。</p>'
    )


BLOCKS = st.lists(st.one_of(PARAGRAPH, HEADING, st.builds(table, ROWS)), min_size=1, max_size=12)


@examples(40)
@given(blocks=BLOCKS)
def test_every_line_stands_once_in_order_and_inside(
    blocks: list[str], typeset_body: Callable[[str], Layout]
) -> None:
    ready = typeset_body(f"<section>{''.join(blocks)}</section>")
    printed = Counter((line.key, line.text) for line in ready.lines if line.text)
    lines = ((made.key, line.text) for made in walk_set(ready) for line in made.lines)
    assert printed == Counter(each for each in lines if each[1])
    bottom = (297 - 35) * MM
    for line in ready.lines:
        assert line.left_pt >= 28 * MM - 0.5
        assert line.right_pt <= (210 - 26) * MM + 0.5
        assert 37 * MM - 0.1 <= line.top_pt < bottom
    for page in ready.pages:
        for one, two in pairwise(page.pieces):
            assert one.top_pt + one.height_pt <= two.top_pt + 0.01
        if page.pieces:
            assert page.pieces[-1].top_pt + page.pieces[-1].height_pt <= bottom + 0.01


@examples(40)
@given(blocks=BLOCKS)
def test_nothing_is_left_alone(blocks: list[str], typeset_body: Callable[[str], Layout]) -> None:
    ready = typeset_body(f"<section>{''.join(blocks)}</section>")
    section = ready.sections[0]
    assert len(section.blocks) >= len(blocks)
    for block in section.blocks:
        if isinstance(block.made, SetParagraph):
            counts = [stand.count for stand in block.stands]
            assert len(counts) == 1 or (counts[0] > 1 and counts[-1] > 1)
            if is_heading(block):
                assert len(counts) == 1
        if isinstance(block.made, SetTable):
            assert all(stand.rows for stand in block.stands)
    for before, block in pairwise(section.blocks):
        made = block.made
        note = isinstance(made, SetParagraph) and made.paragraph.style == "table-note"
        if is_heading(before) or (note and isinstance(before.made, SetTable)):
            assert before.stands[-1].page == block.stands[0].page


def is_heading(block: SetBlock[Content]) -> bool:
    made = block.made
    return isinstance(made, SetParagraph) and made.paragraph.heading_level is not None


@examples(40)
@given(rows=ROWS)
def test_no_label_crosses_a_page_and_each_page_prints_it(
    rows: list[tuple[int, str, str]], typeset_body: Callable[[str], Layout]
) -> None:
    ready = typeset_body(f"<section>{table(rows)}</section>")
    made = next(block for block in ready.sections[0].blocks if isinstance(block.made, SetTable))
    for part in made.stands:
        labels = [row.cells[0].paragraphs[0].text for row in part.rows]
        groups = [len(list(group)) for _, group in groupby(labels)]
        spans = [row.cells[0].span for row in part.rows if row.cells[0].span]
        assert spans == groups
    texts = "".join(
        each.text for part in made.stands for row in part.rows for each in row.cells[2].paragraphs
    )
    assert texts == "".join(one + two for _, one, two in sorted(rows))


def test_a_row_parts_between_its_paragraphs_rather_than_leave_a_third_of_the_page_empty(
    typeset_body: Callable[[str], Layout],
) -> None:
    rows = [(1, SENTENCE * 12, SENTENCE * 4), (2, SENTENCE * 8, SENTENCE * 22)]
    ready = typeset_body(f"<section>{table(rows)}</section>")
    made = next(block for block in ready.sections[0].blocks if isinstance(block.made, SetTable))
    assert [len(part.rows) for part in made.stands] == [2, 1]
    assert made.stands[1].rows[0].cells[0].paragraphs[0].text == "第2类"
    assert ready.pages[0].pieces[-1].height_pt > 60


@pytest.mark.parametrize("beside", ["短", "", SENTENCE * 3])
def test_a_row_higher_than_a_page_fills_pages_and_loses_nothing(
    beside: str, typeset_body: Callable[[str], Layout]
) -> None:
    """Whatever stands beside the long cell, nothing at all or less than a page, goes in once."""
    roles = ("seq", "indicator", "next_steps", "owner", "due")
    columns = "".join(f'<col class="{role}"/>' for role in roles)
    head = "".join(f"<th>{title}</th>" for title in ("序号", "事项", "措施", "责任人", "时限"))
    row = f"<td>1</td><td>{SENTENCE * 60}</td><td>{beside}</td><td></td><td>2012年12月31日</td>"
    ready = typeset_body(
        f'<section><table class="measure-table" summary="措施"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table></section>"
    )
    *full, last = ready.sections[0].blocks[0].stands
    assert len(full) > 1
    assert all(each.end_pt > (297 - 37 - 35) * MM * 0.9 for each in full)
    rows = [each for stand in (*full, last) for each in stand.rows]
    texts = [
        "".join(each.text for row in rows for each in row.cells[at].paragraphs) for at in range(5)
    ]
    assert texts == ["1", SENTENCE * 60, beside, "", "2012年12月31日"]


def test_the_room_below_a_title_counts_where_a_row_parts(
    typeset_body: Callable[[str], Layout],
) -> None:
    for lines in range(30, 36):
        rows = [(1, "<br/>".join(["行"] * lines), "<br/>".join(["行"] * 20))]
        ready = typeset_body(f"<section><h1>题</h1>{table(rows)}</section>")
        last = ready.pages[0].pieces[-1]
        assert last.top_pt + last.height_pt < 262 * MM


def test_what_is_higher_than_a_page_is_named(typeset_body: Callable[[str], Layout]) -> None:
    label = table([(1, "文", "文")]).replace("第1类", "很长的类别" * 1000)
    with pytest.raises(ConfigurationError, match="《试验》第 1 页放不下“很长的类别"):
        typeset_body(f"<section>{label}</section>")


@pytest.mark.slow
@examples(12)
@given(blocks=BLOCKS)
def test_what_is_drawn_is_the_layout(
    blocks: list[str], typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    # the engine holds every line against the layout, to 0.05 pt, and refuses what differs
    written = workshop.written(typeset_body(f"<section>{''.join(blocks)}</section>"), PDF)
    assert written.startswith(b"%PDF")


def test_a_page_says_why_it_ends(typeset_body: Callable[[str], Layout]) -> None:
    ready = typeset_body(f"<section>{'<p>一行。</p>' * 21}<h2>题</h2><p>文</p></section>")
    end = ready.pages[0].end
    assert end.unfit == "文"
    assert end.over_pt == pytest.approx(23 * 28.95 - 225 * MM, abs=0.1)
    assert end.left_pt == pytest.approx(225 * MM - 21 * 28.95, abs=0.1)
    assert end.kept == ("上一段须与下文同页",)


def test_the_head_of_a_merged_column_has_room(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    narrow = table([(1, "文", "")]).replace("<th>类别</th>", "<th>一级指标的名称</th>")
    ready = typeset_body(f"<section>{narrow}</section>")
    assert workshop.written(ready, PDF)  # drawn as it was laid out


def test_an_endless_page_takes_everything_at_once(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    # measuring anew for each row took minutes for a long table
    ready = typeset_body(f"<section>{table([(1, '文', '文')] * 300)}</section>")
    tried: list[str] = []

    def counted(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == "merged":
            tried.append(frame.f_code.co_name)

    sys.setprofile(counted)
    try:
        endless = typeset_endless(ready.document, workshop.setup)
    finally:
        sys.setprofile(None)
    assert len(endless.pages) == 1
    assert len(tried) < 10


@examples(40)
@given(blocks=BLOCKS, lines=st.integers(150, 210), least=st.integers(0, 27))
def test_a_reference_prints_the_page_on_which_its_target_stands(
    blocks: list[str], lines: int, least: int, typeset_body: Callable[[str], Layout]
) -> None:
    referring = f"<p>{'字' * least}见第<a class='page' href='#there'/>页，</p>" * 9
    filler = f"<p>{'字' * 28 * lines}</p>"
    target = "<h2 id='there'>所指</h2><p>内容。</p>"
    ready = typeset_body(f"<section>{referring}{filler}{''.join(blocks)}{target}</section>")
    printed = {made.text[each.start : each.end] for made in walk_set(ready) for each in made.links}
    key = next(made.key for made in walk_set(ready) if made.paragraph.id == "there")
    assert printed == {str(ready.page_of(key))}


def test_a_reference_counts_from_the_documents_first_page(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    referring = "<p>见第<a class='page' href='#there'/>页。</p>"
    body = f"{referring}{'<p>一行。</p>' * 30}<p id='there'>所指。</p>"
    document = replace(typeset_body(f"<section>{body}</section>").document, first_page=5)
    ready = typeset(document, workshop.setup)
    assert [page.number for page in ready.pages] == [5, 6]
    assert ready.lines[0].text == "见第6页。"
    assert typeset_endless(document, workshop.setup).lines[0].text == "见第页。"
