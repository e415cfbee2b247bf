"""The rows of a table: set, merged downwards on a page, parted over two (labels printed again)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import pairwise

from reportgen.document.tree import Column, Row, Run, Table
from reportgen.typeset.layout import SetCell, SetParagraph, SetRow
from reportgen.typeset.lines import PageNumbers, cut, height_of, set_paragraph
from reportgen.typeset.looks import ROUNDING_PT, Setup


def set_row(
    row: Row, widths_pt: Sequence[float], table: Table, setup: Setup, numbers: PageNumbers
) -> SetRow:
    """Set a table's row in columns of some widths; merged cells are left to ``merged``."""
    padding = 2 * setup.tables[table.role].side_pt
    cells = tuple(
        SetCell(
            tuple(set_paragraph(each, width - padding, setup, numbers) for each in cell.paragraphs)
        )
        for cell, width in zip(row.cells, widths_pt, strict=True)
    )
    return SetRow(row, row.key, cells, _plain_height(cells, table, setup))


def _plain_height(cells: Sequence[SetCell], table: Table, setup: Setup) -> float:
    """Return a row's height as its cells ask for it, those of merged columns left out."""
    plain = (cell for cell, column in zip(cells, table.columns, strict=True) if not column.merged)
    content = max((height_of(cell.paragraphs) for cell in plain), default=0.0)
    return content + setup.tables[table.role].frame_pt


def merged(rows: Sequence[SetRow], table: Table, setup: Setup) -> tuple[SetRow, ...]:
    """Join equal neighbours in merged columns of the rows on one page; a high label needs room."""
    columns = [index for index, column in enumerate(table.columns) if column.merged]
    if not columns:
        return tuple(rows)
    spans = [_spans(rows, columns[: index + 1]) for index in range(len(columns))]
    heights = [row.height_pt for row in rows]
    for column, of_column in zip(columns, spans, strict=True):
        for index, span in enumerate(of_column):
            if span:
                label = height_of(rows[index].cells[column].paragraphs)
                needed = label + setup.tables[table.role].frame_pt
                missing = needed - sum(heights[index : index + span])
                heights[index + span - 1] += max(missing, 0.0)
    return tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, span=spans[columns.index(at)][index]) if at in columns else cell
                for at, cell in enumerate(row.cells)
            ),
            height_pt=heights[index],
            grown=heights[index] > row.height_pt + ROUNDING_PT,
        )
        for index, row in enumerate(rows)
    )


def _spans(rows: Sequence[SetRow], deciding: Sequence[int]) -> list[int]:
    """Count for each row how many its cell covers downwards; 0 where one above covers it."""
    spans = [1] * len(rows)
    first = 0
    for index, (above, row) in enumerate(pairwise(rows), start=1):
        if all(_texts(above, each) == _texts(row, each) for each in deciding):
            spans[first] += 1
            spans[index] = 0
        else:
            first = index
    return spans


def _texts(row: SetRow, column: int) -> list[str]:
    return [each.text for each in row.cells[column].paragraphs]


class Parting(IntEnum):
    """Where a row may part; the number is how many lines of a paragraph stay on either side."""

    PARAGRAPHS = 0
    LINES = 2
    ANYWHERE = 1


def parted(
    row: SetRow, table: Table, left_pt: float, parting: Parting, setup: Setup
) -> tuple[SetRow, SetRow] | None:
    """Return what of a row fits into ``left_pt`` and the rest, None where it can't part there."""
    room = left_pt - setup.tables[table.role].frame_pt + ROUNDING_PT
    heads, tails = [], []
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.repeated:
            if height_of(cell.paragraphs) > room:
                return None
            heads.append(cell)
            tails.append(_again(cell, column, setup))
            continue
        head, tail = _parted_cell(cell.paragraphs, room, parting)
        if not head and any(each.text for each in cell.paragraphs):
            return None
        heads.append(SetCell(head))
        tails.append(SetCell(tail))
    own = [index for index, column in enumerate(table.columns) if not column.repeated]
    if not any(tails[index].paragraphs for index in own):
        return None
    before, after = (
        replace(row, cells=tuple(cells), height_pt=_plain_height(cells, table, setup))
        for cells in (heads, tails)
    )
    return before, replace(after, key=f"{row.key}+")


def _parted_cell(
    paragraphs: tuple[SetParagraph, ...], room: float, parting: Parting
) -> tuple[tuple[SetParagraph, ...], tuple[SetParagraph, ...]]:
    for count in range(len(paragraphs), -1, -1):
        used = height_of(paragraphs[:count])
        if used > room and count:
            continue
        rest = paragraphs[count:]
        if not rest or parting is Parting.PARAGRAPHS:
            return paragraphs[:count], rest
        lines = int((room - used - rest[0].look.before_pt) / rest[0].look.line_pt)
        lines = min(lines, len(rest[0].lines) - parting)
        if lines < parting:
            return paragraphs[:count], rest
        head, tail = cut(rest[0], lines)
        return (*paragraphs[:count], head), (tail, *rest[1:])
    return (), paragraphs


def _again(cell: SetCell, column: Column, setup: Setup) -> SetCell:
    """Print a label again on the next page, with the profile's mark where it asks for one."""
    *before, last = cell.paragraphs
    mark = setup.profile.pagination.continued
    if column.continued and not last.text.endswith(mark):
        paragraph = replace(last.paragraph, inlines=(*last.paragraph.inlines, Run(mark)), id=None)
        last = set_paragraph(paragraph, last.room_pt, setup, {}, last.look)
    return SetCell(tuple(replace(each, key=f"{each.key}+") for each in (*before, last)))
