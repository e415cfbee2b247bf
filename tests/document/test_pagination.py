"""Rows on pages, with an engine that only adds up heights: every row once, none cut, none over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.measured import Box, Line, Measured
from reportgen.document.pagination import Room, Rules, paginate
from reportgen.document.spans import merged_spans
from reportgen.document.tree import Cell, Column, Document, Paragraph, Row, Run, Section, Table

PAGE, LINE, HEAD, TITLE = 100.0, 5.0, 10.0, 15.0
RULES = Rules(
    room_of=lambda _: Room(0.0, PAGE),
    slack_pt=5.0,
    letter_spacing_pt=lambda _: 0.0,
    continued="（续）",
    spaced_styles=frozenset(),
    keeping_styles=frozenset({"title"}),
    following_styles=frozenset(),
)


@dataclass(frozen=True)
class _LaidOut:
    measured: Measured


class _Engine:
    """Set a line a character, rows whole, a page break where one is asked for."""

    def lay_out(self, document: Document) -> _LaidOut:
        return _LaidOut(self._measure(document, PAGE))

    def lay_out_endless(self, document: Document) -> Measured:
        return self._measure(document, float("inf"))

    def _measure(self, document: Document, height: float) -> Measured:
        title, table = document.sections[0].blocks
        boxes = {title.key: (Box(1, 0.0, TITLE),), table.head.key: (Box(1, TITLE, HEAD),)}
        lines: list[Line] = []
        page, top = 1, TITLE + HEAD
        for row in table.rows:
            tall = max(row.min_height_pt, max(_height(cell) for cell in row.cells))
            if row.page_break or top + tall > height:
                page, top = page + 1, HEAD
            boxes[row.key] = (Box(page, top, tall),)
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    boxes[paragraph.key] = (Box(page, top, len(paragraph.text) * LINE),)
                    lines += [
                        Line(paragraph.key, page, character, 0.0, top, 1.0, 50.0)
                        for character in paragraph.text
                    ]
            top += tall
        return Measured(page, tuple(lines), boxes)


def _height(cell: Cell) -> float:
    return 2.0 + sum(len(paragraph.text) for paragraph in cell.paragraphs) * LINE


def _document(rows: list[tuple[int, list[int]]]) -> Document:
    def cell(key: str, *texts: str) -> Cell:
        return Cell(tuple(Paragraph(f"{key}.p{i}", "cell", (Run(t),)) for i, t in enumerate(texts)))

    columns = (Column("label", merged=True, repeated=True), Column("text"))
    head = Row("t.h", (cell("t.h.0", "类"), cell("t.h.1", "文")))
    body = tuple(
        Row(
            f"t.r{n}",
            (cell(f"t.r{n}.c0", str(label)), cell(f"t.r{n}.c1", *("字" * k for k in sizes))),
        )
        for n, (label, sizes) in enumerate(rows)
    )
    title = Paragraph("title", "title", (Run("题"),), heading_level=0)
    blocks = (title, Table("t", "role", columns, head, body))
    return Document("题", "机关", date(2012, 1, 1), (Section(blocks),))


ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.lists(st.integers(1, 30), min_size=1, max_size=4)),
    min_size=1,
    max_size=25,
).map(lambda rows: sorted(rows, key=lambda row: row[0]))


@given(ROWS)
def test_every_row_is_on_one_page_in_order_and_none_runs_over(
    rows: list[tuple[int, list[int]]],
) -> None:
    document = _document(rows)
    paginated, laid_out = paginate(document, _Engine(), RULES)
    table = paginated.sections[0].blocks[1]
    assert isinstance(table, Table)
    pages = [laid_out.measured.page_of(row.key) for row in table.rows]
    assert pages == sorted(pages)
    for row in table.rows:
        (box,) = laid_out.measured.boxes[row.key]
        assert box.top_pt + box.height_pt <= PAGE + 1e-6
    breaks = [row.page_break for row in table.rows[1:]]
    assert breaks == [b > a for a, b in pairwise(pages)]
    assert "".join(row.cells[1].text for row in table.rows).replace("\n", "") == "".join(
        "字" * sum(sizes) for _, sizes in rows
    )


@given(ROWS)
def test_no_label_crosses_a_page(rows: list[tuple[int, list[int]]]) -> None:
    paginated, laid_out = paginate(_document(rows), _Engine(), RULES)
    table = paginated.sections[0].blocks[1]
    assert isinstance(table, Table)
    for index, span in enumerate(merged_spans(table, 0)):
        covered = table.rows[index : index + span]
        assert len({laid_out.measured.page_of(row.key) for row in covered}) <= 1
        assert len({row.cells[0].text for row in covered}) <= 1


@given(ROWS)
def test_no_program_finds_room_for_the_row_that_begins_the_next_page(
    rows: list[tuple[int, list[int]]],
) -> None:
    paginated, laid_out = paginate(_document(rows), _Engine(), RULES)
    table = paginated.sections[0].blocks[1]
    assert isinstance(table, Table)
    for row, following in pairwise(table.rows):
        if following.page_break and not following.apart:
            (box,) = laid_out.measured.boxes[row.key]
            natural = max(_height(cell) for cell in following.cells)
            assert box.top_pt + box.height_pt + natural > PAGE
