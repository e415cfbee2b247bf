"""Part a row over two pages: between its paragraphs or its lines, labels printed again （续）."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from reportgen.document.tree import Column, Run, Table
from reportgen.typeset.layout import SetCell, SetRow
from reportgen.typeset.lines import SetParagraph, cut, height_of
from reportgen.typeset.looks import Setup
from reportgen.typeset.sizes import plain_height, row_frame, set_paragraph

_ROUNDING_PT = 0.01


class Parting(IntEnum):
    """Where a row may part; the number is how many lines of a paragraph stay on either side."""

    PARAGRAPHS = 0
    LINES = 2
    ANYWHERE = 1


def parted(
    row: SetRow, table: Table, left_pt: float, parting: Parting, setup: Setup
) -> tuple[SetRow, SetRow] | None:
    """Return what of a row fits into ``left_pt`` and the rest, None where it can't part there."""
    room = left_pt - row_frame(table, setup) + _ROUNDING_PT
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
    return _row(row, "", heads, table, setup), _row(row, "+", tails, table, setup)


def _row(row: SetRow, mark: str, cells: list[SetCell], table: Table, setup: Setup) -> SetRow:
    height = plain_height(cells, table, setup)
    return replace(row, key=row.key + mark, cells=tuple(cells), height_pt=height)


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
