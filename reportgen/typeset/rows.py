"""The rows of a table: set, merged downwards on a page, parted over two (labels printed again)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import pairwise

from reportgen.document.tree import Column, Row, Run, Table
from reportgen.typeset.layout import SetCell, SetParagraph, SetRow, SetTable
from reportgen.typeset.lines import cut, height_of, set_paragraph
from reportgen.typeset.looks import ROUNDING_PT, Setup


def set_table(table: Table, widths_pt: tuple[float, ...], setup: Setup) -> SetTable:
    """Set a table's rows in columns of some widths; merged cells are left to ``merged``."""
    padding = 2 * setup.tables[table.role].side_pt

    def set_row(row: Row) -> SetRow:
        cells = [
            SetCell(
                tuple(set_paragraph(each, width - padding, setup) for each in paragraphs),
                width,
            )
            for paragraphs, width in zip(
                (cell.paragraphs for cell in row.cells), widths_pt, strict=True
            )
        ]
        return _row(row.key, cells, table, setup)

    (head,) = merged((set_row(table.head),), table, setup)
    return SetTable(table, widths_pt, head, tuple(map(set_row, table.rows)))


def _row(key: str, cells: Sequence[SetCell], table: Table, setup: Setup) -> SetRow:
    """Return a row as high as its cells ask for, those of merged columns left out."""
    plain = (cell for cell, column in zip(cells, table.columns, strict=True) if not column.merged)
    content = max((height_of(cell.paragraphs) for cell in plain), default=0.0)
    return SetRow(key, tuple(cells), content + setup.tables[table.role].frame_pt)


def table_height(made: SetTable, rows: Sequence[SetRow], setup: Setup) -> float:
    """Return the height of some of a table's rows under its head, with the lines around them."""
    edges = 2 * setup.tables[made.table.role].edge_pt
    return made.head.height_pt + sum(row.height_pt for row in rows) + edges


def merged(rows: Sequence[SetRow], table: Table, setup: Setup) -> tuple[SetRow, ...]:
    """Join equal neighbours in merged columns of the rows on one page; a high label needs room."""
    columns = [index for index, column in enumerate(table.columns) if column.merged]
    if not columns:
        return tuple(rows)
    cells = [list(row.cells) for row in rows]
    heights = [row.height_pt for row in rows]
    labels = [[[each.text for each in row.cells[at].paragraphs] for row in rows] for at in columns]
    for column, ends in zip(columns, joined(labels), strict=True):
        for start, end in pairwise(ends):
            for at in range(start, end):
                cells[at][column] = replace(
                    cells[at][column], span=end - start if at == start else 0
                )
            label = height_of(rows[start].cells[column].paragraphs)
            missing = label + setup.tables[table.role].frame_pt - sum(heights[start:end])
            heights[end - 1] += max(missing, 0.0)
    return tuple(
        replace(
            row,
            cells=tuple(of_row),
            height_pt=height,
            grown=height > row.height_pt,
        )
        for row, of_row, height in zip(rows, cells, heights, strict=True)
    )


def joined(labels: Sequence[Sequence[object]]) -> Iterator[list[int]]:
    """Yield for each merged column the rows with which its labels begin, and the number of rows.

    A label is joined with equal neighbours, but only within those of the columns before.
    """
    ends: set[int] = set()
    for column in labels:
        ends |= {0, len(column)}
        ends |= {at for at, (one, two) in enumerate(pairwise(column), start=1) if one != two}
        yield sorted(ends)


class Parting(IntEnum):
    """Where a row may part; the number is how many lines of a paragraph stay on either side."""

    PARAGRAPHS = 0
    LINES = 2


def parted(
    row: SetRow, table: Table, left_pt: float, parting: Parting, setup: Setup
) -> tuple[SetRow, SetRow] | None:
    """Return what of a row fits into ``left_pt`` and the rest, None where it can't part there."""
    room = left_pt - setup.tables[table.role].frame_pt + ROUNDING_PT
    heads, tails = [], []
    remains = False
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.repeated:
            head, tail = cell.paragraphs, _again(cell.paragraphs, column, setup)
            fits = height_of(head) <= room
        else:
            head, tail = _parted_cell(cell.paragraphs, room, parting)
            fits = bool(head) or not any(each.text for each in tail)
            remains = remains or bool(tail)
        if not fits:
            return None
        heads.append(replace(cell, paragraphs=head))
        tails.append(replace(cell, paragraphs=tail))
    if not remains:
        return None
    return _row(row.key, heads, table, setup), _row(f"{row.key}+", tails, table, setup)


def _parted_cell(
    paragraphs: tuple[SetParagraph, ...], room: float, parting: Parting
) -> tuple[tuple[SetParagraph, ...], tuple[SetParagraph, ...]]:
    upto = (height_of(paragraphs[:at]) for at in range(1, len(paragraphs) + 1))
    count = sum(height <= room for height in upto)
    whole, rest = paragraphs[:count], paragraphs[count:]
    if not rest or parting is Parting.PARAGRAPHS:
        return whole, rest
    first, *others = rest
    lines = int((room - height_of(whole) - first.look.before_pt) / first.look.line_pt)
    lines = min(lines, len(first.lines) - parting)
    if lines < parting:
        return whole, rest
    head, tail = cut(first, lines)
    return (*whole, head), (tail, *others)


def _again(
    paragraphs: tuple[SetParagraph, ...], column: Column, setup: Setup
) -> tuple[SetParagraph, ...]:
    """Return a label as the next page prints it, with the profile's mark where it asks for one."""
    *before, last = paragraphs
    mark = setup.profile.pagination.continued
    if column.continued and not last.text.endswith(mark):
        paragraph = replace(last.paragraph, inlines=(*last.paragraph.inlines, Run(mark)), id=None)
        last = set_paragraph(paragraph, last.room_pt, setup, last.look)
    return tuple(replace(each, key=f"{each.key}+") for each in (*before, last))
