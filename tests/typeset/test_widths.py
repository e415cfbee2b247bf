"""How wide columns are, reckoned by hand: their wish, what their numbers need, what others give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.document.tree import Table
from reportgen.typeset.columns import Place, column_widths
from reportgen.typeset.layout import Layout
from reportgen.typeset.looks import Setup
from reportgen.workshop import Workshop

Made = Callable[[str], Layout]
MM = 72 / 25.4
FRAME = 2 * 1.3 * MM + 0.6  # beside a text: the padding, and room so that its line isn't full
CATEGORY = 13 * MM


@pytest.fixture(scope="module")
def setup(workshop: Workshop) -> Setup:
    return workshop.setup


def table(typeset_body: Made, columns: str, head: str, *rows: str) -> Table:
    """Return a table of columns, heads and rows, all parted by blanks."""
    roles = "".join(f'<col class="{each}"/>' for each in columns.split())
    heads = "".join(f"<th>{each}</th>" for each in head.split())
    body = "".join(
        f"<tr>{''.join(f'<td>{each}</td>' for each in row.split())}</tr>" for row in rows
    )
    ready = typeset_body(
        f'<section><table class="target-table"><colgroup>{roles}</colgroup><thead><tr>{heads}</tr>'
        f"</thead><tbody>{body}</tbody></table></section>"
    )
    (block,) = ready.document.sections[0].blocks
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("甲", CATEGORY),
        ("12345678", 8 * 6 + FRAME),  # a number stands whole
        ("12月5日", 2 * 12 + 3 * 6 + FRAME),  # with its unit, while that isn't much wider
        ("2012年5月", 12 + 4 * 6 + FRAME),  # a year apart from its month
        ("123456万平方米", 6 * 6 + FRAME),
        ("W12.10A", 7 * 6 + FRAME),
    ],
)
def test_a_column_has_room_for_its_numbers(
    text: str, width: float, setup: Setup, typeset_body: Made
) -> None:
    made = table(typeset_body, "category content", "类 容", f"{text} 文")
    found = column_widths(made, Place(400.0, 600.0, 0.0), setup)
    assert found == pytest.approx((width, 400 - width), abs=0.01)


def test_no_word_of_a_head_parts(setup: Setup, typeset_body: Made) -> None:
    made = table(typeset_body, "category content", "完成时限 容", "甲 文")
    found = column_widths(made, Place(400.0, 600.0, 0.0), setup)
    assert found[0] == pytest.approx(max(2 * 12 + FRAME, CATEGORY), abs=0.01)


def test_columns_that_stretch_share_what_is_over_by_their_wishes(
    setup: Setup, typeset_body: Made
) -> None:
    made = table(typeset_body, "category content basis", "类 容 据", "甲 文 文")
    found = column_widths(made, Place(500.0, 600.0, 0.0), setup)
    left = 500 - CATEGORY
    share = left * 66.5 / (66.5 + 42)
    assert found == pytest.approx((CATEGORY, share, left - share), abs=0.01)
