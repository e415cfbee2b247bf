"""Text that is hard to place wraps inside its box and never runs off the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.typeset.layout import Layout, SetRow
from reportgen.workshop import Workshop

MM = 72 / 25.4
HARD = {
    "a long Latin word": f"<p>{'A' * 400}</p>",
    "a heading of 60 characters": f"<h2>{'标题' * 30}</h2><p>正文。</p>",
    "a title of 60 characters": f"<h1>{'标题' * 30}</h1><p>正文。</p>",
    "digits and units": "<p>" + "6万批次120万平方米2012年12月31日" * 40 + "</p>",
}
TABLE = """<table class="target-table"><colgroup><col class="category merged repeated"/>
<col class="seq repeated"/><col class="content"/></colgroup>
<thead><tr><th>类别</th><th>序号</th><th>目标内容</th></tr></thead>
<tbody><tr><td>工作目标</td><td>1</td><td>{}</td></tr></tbody></table>"""
HARD_CELLS = {
    "2,000 characters": "某项工作的目标内容很长，" * 170,
    "a long Latin word in a cell": "ABCDEFGHIJ" * 60,
}


def _assert_inside(ready: Layout, workshop: Workshop) -> None:
    margins = workshop.profile.margins
    left = float(margins.left_mm) * MM
    right = (210 - float(margins.right_mm)) * MM
    bottom = (297 - float(margins.bottom_mm)) * MM
    assert ready.lines
    for line in ready.lines:
        assert line.left_pt >= left - 0.5, line
        assert line.right_pt <= right + 0.5, line
        assert line.top_pt <= bottom, line


@pytest.mark.parametrize("name", HARD)
def test_hard_paragraphs_stay_inside(
    name: str, typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    _assert_inside(typeset_body(f"<section>{HARD[name]}</section>"), workshop)


def test_a_number_that_no_line_can_hold_is_named(
    typeset_body: Callable[[str], Layout],
) -> None:
    with pytest.raises(ConfigurationError, match="一行放不下"):
        typeset_body(f"<section><p>共{'1234567890' * 30}件</p></section>")


def _rows(ready: Layout) -> list[tuple[int, SetRow]]:
    (table,) = ready.sections[0].blocks
    return [(stand.page, row) for stand in table.stands for row in stand.rows]


def _text(row: SetRow, column: int) -> str:
    return "".join(each.text for each in row.cells[column].paragraphs)


@pytest.mark.parametrize("name", HARD_CELLS)
def test_hard_cells_stay_inside_and_lose_nothing(
    name: str, typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    text = HARD_CELLS[name]
    ready = typeset_body(f"<section>{TABLE.format(text)}</section>")
    _assert_inside(ready, workshop)
    assert "".join(_text(row, 2) for _, row in _rows(ready)) == text


def test_a_number_that_no_column_can_hold_is_named(
    typeset_body: Callable[[str], Layout],
) -> None:
    with pytest.raises(ConfigurationError, match="1234567890"):
        typeset_body(f"<section>{TABLE.format('1234567890' * 60)}</section>")


@pytest.mark.parametrize("figure", ["30000000", "W12.10", "SZF-2012-01", "123456789012345"])
def test_a_column_gets_the_width_of_its_longest_number(
    figure: str, typeset_body: Callable[[str], Layout]
) -> None:
    markup = TABLE.format("内容").replace("<td>1</td>", f"<td>{figure}</td>")
    ready = typeset_body(f"<section>{markup}</section>")
    assert figure in [line.text for line in ready.lines]


def test_a_row_taller_than_a_page_repeats_its_label_on_each_page(
    typeset_body: Callable[[str], Layout],
) -> None:
    ready = typeset_body(f"<section>{TABLE.format(HARD_CELLS['2,000 characters'])}</section>")
    rows = _rows(ready)
    pages = [page for page, _ in rows]
    assert len(pages) > 1
    assert pages == sorted(set(pages))
    assert all(_text(row, 0) == "工作目标" for _, row in rows)
    assert all(_text(row, 1) == "1" for _, row in rows)


def test_a_label_that_is_too_high_for_a_page_gets_the_width_that_it_needs(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    markup = TABLE.format(HARD_CELLS["2,000 characters"])
    ready = typeset_body(f"<section>{markup.replace('工作目标', '某类工作目标' * 50)}</section>")
    _assert_inside(ready, workshop)
    assert {_text(row, 0) for _, row in _rows(ready)} == {"某类工作目标" * 50}
