"""Where lines stand on a page, to the hundredth of a point: a profile's measures added up by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.layout.styles import Align
from reportgen.typeset.layout import Layout, SetPanel, SetTable
from reportgen.typeset.typesetter import typeset
from reportgen.workshop import Workshop

Made = Callable[[str], Layout]
MM = 72 / 25.4
LEFT, TOP, WIDTH, LINE = 28 * MM, 37 * MM, 156 * MM, 28.95
# of a target table: half a line, the padding, a row of one line
EDGE, SIDE, ABOVE, ROW = 0.25, 1.3 * MM, 1.0 * MM, 17 + 2 * MM + 0.5
CATEGORY, SEQ = 13 * MM, 11.5 * MM


def near(*values: float) -> object:
    return pytest.approx(values, abs=0.01)


def places(ready: Layout) -> dict[str, tuple[float, float]]:
    return {each.text: (each.left_pt, each.top_pt) for each in ready.lines}


def boxes(ready: Layout, page: int = 0) -> list[tuple[float, float]]:
    return [(each.top_pt, each.height_pt) for each in ready.pages[page].pieces]


def test_a_line_is_spread_from_edge_to_edge_but_the_last(typeset_body: Made) -> None:
    ready = typeset_body(f"<section><p>{'国' * 70}</p></section>")
    assert [each.left_pt for each in ready.lines] == near(LEFT + 2 * 15.75, LEFT, LEFT)
    assert [each.top_pt for each in ready.lines] == near(TOP, TOP + LINE, TOP + 2 * LINE)
    assert [each.line.width_pt for each in ready.lines] == near(26 * 15.75, 28 * 15.75, 16 * 15.75)
    first, second, last = (each.line.spread_pt for each in ready.lines)
    assert (25 * first, 27 * second, last) == near(WIDTH - 28 * 15.75, WIDTH - 28 * 15.75, 0)
    assert boxes(ready) == [near(TOP, 3 * LINE)]


def test_a_row_stands_under_the_head_and_a_label_in_the_middle_of_its_rows(
    typeset_body: Made,
) -> None:
    ready = typeset_body(
        '<section><p>一行。</p><table class="target-table"><colgroup>'
        '<col class="category merged"/><col class="seq"/><col class="content"/></colgroup>'
        "<thead><tr><th>类</th><th>序</th><th>容</th></tr></thead><tbody>"
        "<tr><td>同</td><td>甲</td><td><p>一</p><p>二</p></td></tr>"
        "<tr><td>同</td><td>乙</td><td>三</td></tr></tbody></table><p>下文。</p></section>"
    )
    at = places(ready)
    table, first = TOP + LINE, TOP + LINE + EDGE + ROW
    second, content = first + ROW + 17, LEFT + EDGE + CATEGORY + SEQ
    label = LEFT + EDGE + (CATEGORY - 12) / 2
    number = LEFT + EDGE + CATEGORY + (SEQ - 12) / 2
    text = EDGE + ABOVE
    assert boxes(ready) == [
        near(TOP, LINE),
        near(table + EDGE, ROW),
        near(first, ROW + 17),
        near(second, ROW),
        near(second + ROW + EDGE, LINE),
    ]
    assert at["类"] == near(label, table + EDGE + text)
    assert at["甲"] == near(number, first + text + 17 / 2)
    assert at["一"] == near(content + SIDE, first + text)
    assert at["二"] == near(content + SIDE, first + text + 17)
    assert at["乙"] == near(number, second + text)
    assert at["三"] == near(content + SIDE, second + text)
    assert at["同"] == near(label, first + text + (2 * ROW + 17 - ROW) / 2)
    (made,) = (each.made for each in ready.sections[0].blocks if isinstance(each.made, SetTable))
    assert made.widths_pt == near(CATEGORY, SEQ, WIDTH - 2 * EDGE - CATEGORY - SEQ)


def test_a_label_higher_than_its_rows_makes_the_last_one_grow(typeset_body: Made) -> None:
    ready = typeset_body(
        '<section><table class="target-table"><colgroup><col class="category merged"/>'
        '<col class="seq"/><col class="content"/></colgroup>'
        "<thead><tr><th>类</th><th>序</th><th>容</th></tr></thead><tbody>"
        "<tr><td>一二三四五六</td><td>1</td><td>文</td></tr>"
        "<tr><td>一二三四五六</td><td>2</td><td>文</td></tr>"
        "<tr><td>另</td><td>3</td><td>文</td></tr></tbody></table></section>"
    )
    (block,) = ready.sections[0].blocks
    (stand,) = block.stands
    label = len(stand.rows[0].cells[0].paragraphs[0].lines) * 17 + ROW - 17
    assert label > 2 * ROW
    assert [each.height_pt for each in stand.rows] == near(ROW, label - ROW, ROW)
    assert [each.grown for each in stand.rows] == [False, True, False]
    assert [each.cells[0].span for each in stand.rows] == [2, 0, 1]
    assert stand.end_pt - stand.top_pt == pytest.approx(2 * ROW + label + 2 * EDGE, abs=0.01)


def test_the_lines_of_a_panel_stand_between_its_rules(typeset_body: Made) -> None:
    ready = typeset_body(
        '<section><table class="imprint-panel"><tbody><tr><td class="imprint-copies">抄送</td></tr>'
        '<tr><td class="imprint">甲</td><td class="imprint-date">乙</td></tr></tbody></table></section>'
    )
    (block,) = ready.sections[0].blocks
    assert isinstance(block.made, SetPanel)
    at = places(ready)
    pitch = block.made.rows[1].cells[0].paragraphs[0].look.pitch_pt
    assert at["抄送"] == near(LEFT + pitch, TOP + 1)
    assert at["甲"] == near(LEFT + pitch, TOP + 1 + 26 + 0.75)
    assert at["乙"] == near(LEFT + WIDTH - 2 * pitch, TOP + 1 + 26 + 0.75)
    assert boxes(ready) == [near(TOP, 1 + 26 + 0.75 + 26 + 1)]


def test_room_between_paragraphs_is_the_greater_of_both(typeset_body: Made) -> None:
    """A title leaves a line below it, a number two above it: two lines in all."""
    ready = typeset_body(
        '<section><h1>题</h1><p class="doc-number">号</p><p class="mark-space">空</p></section>'
    )
    first, number, last = ready.lines
    title = ready.sections[0].blocks[0].stands[0]
    assert number.top_pt == pytest.approx(first.top_pt + (title.end_pt - title.top_pt) + 2 * LINE)
    assert last.top_pt == pytest.approx(number.top_pt + LINE)


def test_a_picture_or_chart_takes_its_height_and_the_room_around(
    typeset_body: Made,
) -> None:
    rows = "<tr><td>甲</td><td>50</td><td>40</td></tr><tr><td>乙</td><td>60</td><td>40</td></tr>"
    ready = typeset_body(
        '<section><p>一行。</p><table class="progress-chart" summary="图"><thead><tr><th>项目</th>'
        f"<th>完成率</th><th>时序</th></tr></thead><tbody>{rows}</tbody></table>"
        '<p class="figure-caption">题</p></section>'
    )
    above, chart, caption = boxes(ready)
    assert above == near(TOP, LINE)
    assert chart == near(TOP + LINE + 6, (2 * 6.5 + 9) * MM)
    assert caption == near(TOP + LINE + 6 + (2 * 6.5 + 9) * MM, 20)


def test_a_letters_head_stands_above_the_text(typeset_body: Made) -> None:
    head = '<header><p class="letter-mark">市政府</p><p class="letter-line-thick"></p></header>'
    ready = typeset_body(f"<section>{head}<p>文。</p></section>")
    above = TOP - 8 * MM
    assert boxes(ready) == [near(above, 42), near(above + 42, 11.3 + 2.25), near(TOP, LINE)]
    assert [each.top_pt for each in ready.lines] == near(above, above + 42, TOP)


def test_columns_of_which_none_stretches_fill_the_text_block_too(typeset_body: Made) -> None:
    ready = typeset_body(
        '<section><table class="target-table"><colgroup><col class="category"/><col class="seq"/>'
        "</colgroup><thead><tr><th>类</th><th>序</th></tr></thead>"
        "<tbody><tr><td>甲</td><td>1</td></tr></tbody></table></section>"
    )
    (made,) = (each.made for each in ready.sections[0].blocks if isinstance(each.made, SetTable))
    room = WIDTH - 2 * EDGE
    assert made.widths_pt == near(room * 13 / 24.5, room * 11.5 / 24.5)


def test_a_table_stands_below_the_room_that_a_title_leaves(typeset_body: Made) -> None:
    ready = typeset_body(
        '<section><h1>题</h1><table class="target-table"><colgroup><col class="seq"/></colgroup>'
        "<thead><tr><th>序</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></section>"
    )
    title, head, _ = boxes(ready)
    assert head == near(TOP + ready.sections[0].blocks[0].stands[0].end_pt + LINE + EDGE, ROW)
    assert title == near(TOP, ready.sections[0].blocks[0].stands[0].end_pt)


@pytest.mark.parametrize(("align", "before"), [("left", 0.0), ("center", 28.0), ("right", 56.0)])
def test_a_narrow_panel_stands_where_its_style_has_it(
    align: str, before: float, typeset_body: Made, workshop: Workshop
) -> None:
    ready = typeset_body(
        '<section><table class="brief-panel"><tbody><tr><td class="brief-editor">甲</td>'
        '<td class="brief-editor">乙</td></tr></tbody></table></section>'
    )
    profile = workshop.profile
    style = profile.panels["brief-panel"].model_copy(
        update={"align": Align(align), "columns_mm": (Decimal(40), Decimal(60))}
    )
    panels = {**profile.panels, "brief-panel": style}
    profile = profile.model_copy(update={"panels": panels})
    moved = typeset(ready.document, replace(workshop.setup, profile=profile))
    pitch = workshop.setup.looks["brief-editor"].left_pt
    assert [each.left_pt for each in moved.lines] == near(
        LEFT + before * MM + pitch, LEFT + (before + 40) * MM + pitch
    )


def test_a_rule_is_below_its_line(typeset_body: Made) -> None:
    ready = typeset_body('<section><p class="red-line"></p><p>文。</p></section>')
    assert [each.top_pt for each in ready.lines] == near(TOP, TOP + 5 + 1.5)
