"""Text that is hard to place wraps inside its box and never runs off the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.typesetting import Typeset
from reportgen.workshop import Workshop

MM = 72 / 25.4
HARD = {
    "a long Latin word": f"<p>{'A' * 400}</p>",
    "a long number": f"<p>共{'1234567890' * 30}件</p>",
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
    "one long number": "1234567890" * 60,
}


def _assert_inside(ready: Typeset, workshop: Workshop) -> None:
    margins = workshop.profile.margins
    left = float(margins.left_mm) * MM
    right = (210 - float(margins.right_mm)) * MM
    bottom = (297 - float(margins.bottom_mm)) * MM
    for line in ready.laid_out.measured.lines:
        assert line.left_pt >= left - 0.5, line
        assert line.left_pt + line.width_pt <= right + 0.5, line
        assert line.top_pt <= bottom, line
        assert line.spare_pt >= -0.5, line


@pytest.mark.parametrize("name", HARD)
def test_hard_paragraphs_stay_inside(
    name: str, typeset_body: Callable[[str], Typeset], workshop: Workshop
) -> None:
    _assert_inside(typeset_body(f"<section>{HARD[name]}</section>"), workshop)


@pytest.mark.parametrize("name", HARD_CELLS)
def test_hard_cells_stay_inside_and_lose_nothing(
    name: str, typeset_body: Callable[[str], Typeset], workshop: Workshop
) -> None:
    text = HARD_CELLS[name]
    ready = typeset_body(f"<section>{TABLE.format(text)}</section>")
    _assert_inside(ready, workshop)
    (table,) = ready.paginated.sections[0].blocks
    assert "".join(row.cells[2].text for row in table.rows).replace("\n", "") == text


def test_a_row_taller_than_a_page_repeats_its_label_on_each_page(
    typeset_body: Callable[[str], Typeset],
) -> None:
    ready = typeset_body(f"<section>{TABLE.format(HARD_CELLS['2,000 characters'])}</section>")
    (table,) = ready.paginated.sections[0].blocks
    pages = [ready.laid_out.measured.page_of(row.key) for row in table.rows]
    assert len(pages) > 1
    assert pages == sorted(set(pages))
    assert all(row.cells[0].text == "工作目标" for row in table.rows)
    assert all(row.cells[1].text == "1" for row in table.rows)
