"""Rows part where their text does, no line too early or too late; equal labels are joined."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.typeset.layout import Layout, SetRow, SetTable
from reportgen.typeset.looks import Setup
from reportgen.typeset.rows import Parting, merged, parted, table_height
from reportgen.workshop import Workshop

Made = Callable[[str], Layout]
MM = 72 / 25.4
FRAME = 2 * MM + 0.5
COLUMNS = ("category merged repeated continued", "seq repeated", "content", "remark")


@pytest.fixture(scope="module")
def setup(workshop: Workshop) -> Setup:
    return workshop.setup


def lines(*counts: int) -> str:
    """Return paragraphs of so many lines each."""
    return "".join(f"<p>{'<br/>'.join(['行'] * count)}</p>" for count in counts)


def markup(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    heads = "".join(f"<th>{each}</th>" for each in "甲乙丙丁"[: len(columns)])
    roles = "".join(f'<col class="{each}"/>' for each in columns)
    return (
        f'<table class="target-table"><colgroup>{roles}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def table(typeset_body: Made, *rows: tuple[str, ...]) -> SetTable:
    (block,) = typeset_body(f"<section>{markup(*rows)}</section>").sections[0].blocks
    assert isinstance(block.made, SetTable)
    return block.made


def counted(row: SetRow) -> list[list[int]]:
    """Return for each cell how many lines its paragraphs have."""
    return [[len(each.lines) for each in cell.paragraphs if each.text] for cell in row.cells]


@pytest.mark.parametrize(
    ("parting", "room", "head", "tail"),
    [
        # between paragraphs: as many as fit
        (Parting.PARAGRAPHS, 5, [2, 3], [4]),
        (Parting.PARAGRAPHS, 4.9, [2], [3, 4]),
        (Parting.PARAGRAPHS, 8.9, [2, 3], [4]),
        (Parting.PARAGRAPHS, 1.9, None, None),
        # between lines: two of a paragraph stay on either side
        (Parting.LINES, 4, [2], [3, 4]),
        (Parting.LINES, 7, [2, 3, 2], [2]),
        (Parting.LINES, 6.9, [2, 3], [4]),
        (Parting.LINES, 8, [2, 3, 2], [2]),
        (Parting.LINES, 1.9, None, None),
        (Parting.LINES, 9, None, None),
    ],
)
def test_a_row_parts_where_its_text_does(
    parting: Parting,
    room: float,
    head: list[int] | None,
    tail: list[int] | None,
    setup: Setup,
    typeset_body: Made,
) -> None:
    made = table(typeset_body, ("类", "1", lines(2, 3, 4), ""))
    found = parted(made.rows[0], made.table, room * 17 + FRAME, parting, setup)
    assert (
        (None, None) if found is None else tuple(counted(each)[2] for each in found) == (head, tail)
    )


def test_both_parts_have_the_labels_and_their_own_height(setup: Setup, typeset_body: Made) -> None:
    made = table(typeset_body, ("类", "<p>1</p><p>2</p>", lines(2, 6), lines(1)))
    (row,) = made.rows
    assert row.height_pt == pytest.approx(8 * 17 + FRAME)
    found = parted(row, made.table, 3 * 17 + FRAME, Parting.LINES, setup)
    assert found is not None
    head, tail = found
    assert counted(head) == [[1], [1, 1], [2], [1]]
    assert counted(tail)[1:] == [[1, 1], [6], []]
    assert (head.height_pt, tail.height_pt) == pytest.approx((2 * 17 + FRAME, 6 * 17 + FRAME))
    assert (head.key, tail.key) == (row.key, f"{row.key}+")
    label, number = (cell.paragraphs for cell in tail.cells[:2])
    assert [each.text for each in (*label, *number)] == ["类（续）", "1", "2"]
    assert [each.key for each in label] == [f"{row.cells[0].paragraphs[0].key}+"]
    # where the label and numbers have no room; a third part says 续 once
    assert parted(row, made.table, 1 * 17 + FRAME, Parting.PARAGRAPHS, setup) is None
    again = parted(tail, made.table, 4 * 17 + FRAME, Parting.LINES, setup)
    assert again is not None
    assert [each.cells[0].paragraphs[0].text for each in again] == ["类（续）"] * 2


def test_a_row_parts_only_where_each_of_its_cells_does(setup: Setup, typeset_body: Made) -> None:
    made = table(typeset_body, ("类", "1", lines(1, 1, 1), lines(4)))
    room = 2 * 17 + FRAME
    assert parted(made.rows[0], made.table, room, Parting.PARAGRAPHS, setup) is None
    found = parted(made.rows[0], made.table, room, Parting.LINES, setup)
    assert found is not None
    assert [counted(each)[2:] for each in found] == [[[1, 1], [2]], [[1], [2]]]


def test_labels_are_joined_within_those_before_them(setup: Setup, typeset_body: Made) -> None:
    columns = ("category merged", "name merged", "content", "seq merged")
    rows = [("甲", "一", "文", "同"), ("甲", "一", "文", "同"), ("乙", "一", "文", "同")]
    rows += [("乙", "二", "文", "异"), ("丙", "二", "文", "异")]
    (block,) = (
        typeset_body(f"<section>{markup(*rows, columns=columns)}</section>").sections[0].blocks
    )
    spans = [[cell.span for cell in row.cells] for row in block.stands[0].rows]
    assert list(zip(*spans, strict=True)) == [
        (2, 0, 2, 0, 1),
        (2, 0, 1, 1, 1),
        (1, 1, 1, 1, 1),
        (2, 0, 1, 1, 1),
    ]


def test_a_tables_height_is_its_rows_head_and_outer_lines(setup: Setup, typeset_body: Made) -> None:
    made = table(typeset_body, ("类", "1", lines(2), ""), ("类", "2", lines(3), ""))
    rows = merged(made.rows, made.table, setup)
    assert table_height(made, rows, setup) == pytest.approx(6 * 17 + 3 * FRAME + 0.5)
    assert table_height(made, (), setup) == pytest.approx(17 + FRAME + 0.5)


# 225 mm but 3 mm of slack hold a head and 35 lines in one row; a line of text takes 28.95 pt of it
@pytest.mark.parametrize(
    ("above", "paragraphs", "pages"),
    [
        (0, (35,), [[35]]),
        (0, (36,), [[34], [2]]),
        (0, (37, 3), [[35], [2, 3]]),
        # a row that a page holds goes over whole, but where a third of it would stay empty
        (10, (10, 20), [[10], [20]]),
        (15, (10, 20), [[], [10, 20]]),
        (10, (30,), [[], [30]]),
        (20, (36,), [[], [33], [3]]),
        (5, (50,), [[26], [24]]),
    ],
)
def test_a_row_parts_where_no_page_holds_it_or_a_third_would_stay_empty(
    above: int, paragraphs: tuple[int, ...], pages: list[list[int]], typeset_body: Made
) -> None:
    text = "<p>一行。</p>" * above
    ready = typeset_body(f"<section>{text}{markup(('类', '1', lines(*paragraphs), ''))}</section>")
    block = ready.sections[0].blocks[-1]
    found = {
        stand.page: [n for row in stand.rows for n in counted(row)[2]] for stand in block.stands
    }
    assert [found.get(page, []) for page in range(1, len(ready.pages) + 1)] == pages


def test_a_page_that_ends_inside_a_row_says_by_how_much_it_was_too_high(typeset_body: Made) -> None:
    ready = typeset_body(f"<section>{markup(('类', '1', lines(40), ''))}</section>")
    end = ready.pages[0].end
    room = (225 - 3) * MM
    height = 17 + 0.5 + FRAME
    assert end.unfit.startswith("类　1　行行")
    assert end.over_pt == pytest.approx(height + 40 * 17 + FRAME - room)
    assert end.left_pt == pytest.approx(room - height - 35 * 17 - FRAME)
    assert end.kept == ()
