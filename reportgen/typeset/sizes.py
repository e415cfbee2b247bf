"""Set paragraphs, the rows of tables and figures: lines and heights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reportgen.document.tree import (
    Cell,
    Chart,
    Figure,
    Inline,
    LineBreak,
    PageReference,
    Paragraph,
    Row,
    Run,
    Table,
)
from reportgen.typeset.layout import SetCell, SetFigure, SetRow
from reportgen.typeset.lines import Link, SetParagraph, height_of, set_lines
from reportgen.typeset.looks import Look, Setup, points
from reportgen.typeset.titles import title_lines

PageNumbers = Mapping[str, str]

_ROUNDING_PT = 0.01


def text_of(inlines: Sequence[Inline], numbers: PageNumbers) -> str:
    """Return a paragraph's text with its page numbers; a forced break is a newline."""
    return "".join(_inline_text(each, numbers) for each in inlines)


def _inline_text(inline: Inline, numbers: PageNumbers) -> str:
    match inline:
        case Run(text):
            return text
        case LineBreak():
            return "\n"
        case PageReference(target):
            return numbers[target]


def set_paragraph(
    paragraph: Paragraph,
    room_pt: float,
    setup: Setup,
    numbers: PageNumbers,
    look: Look | None = None,
) -> SetParagraph:
    """Set a paragraph in a box; ``look`` replaces its style's."""
    text = text_of(paragraph.inlines, numbers)
    look = look or fitted_look(paragraph.style, text, room_pt, setup)
    if setup.profile.styles[paragraph.style].even_lines and "\n" not in text:
        text = "\n".join(_even_lines(text, look, room_pt, setup))
    made = set_lines(paragraph, text, look, room_pt, setup)
    if any(isinstance(each, PageReference) for each in paragraph.inlines):
        return replace(made, links=tuple(_links(paragraph, numbers)))
    return made


def fitted_look(role: str, text: str, room_pt: float, setup: Setup) -> Look:
    """Return a style's look in a box: ragged where that is narrow, smaller where the text must fit."""
    look = setup.looks[role]
    if role in setup.ragged:
        narrow = float(setup.profile.breaking.ragged_below_chars) * look.pitch_pt
        return setup.ragged[role] if room_pt < narrow else look
    if setup.profile.styles[role].fit:
        return shrunk(look, room_pt / max(setup.width_pt(text, look), 1.0))
    return look


def _links(paragraph: Paragraph, numbers: PageNumbers) -> Iterator[Link]:
    end = 0
    for inline in paragraph.inlines:
        start, end = end, end + len(_inline_text(inline, numbers))
        if isinstance(inline, PageReference):
            yield Link(start, end, inline.target)


def _even_lines(text: str, look: Look, room_pt: float, setup: Setup) -> tuple[str, ...]:
    return title_lines(
        text,
        (room_pt - look.left_pt - look.right_pt) / look.size_pt,
        lambda part: setup.width_pt(part, look) / look.size_pt,
    )


def shrunk(look: Look, scale: float) -> Look:
    """Return a look with smaller characters, in half points, as Word counts."""
    if scale >= 1:
        return look
    size = int(look.size_pt * scale * 2) / 2
    return replace(look, size_pt=size, line_pt=round(look.line_pt * scale, 2))


def set_row(
    row: Row, widths_pt: Sequence[float], table: Table, setup: Setup, numbers: PageNumbers
) -> SetRow:
    """Set a table's row in columns of some widths; merged cells are left to ``merged``."""
    style = setup.profile.tables[table.role]
    padding = 2 * points(style.padding_mm.side)
    cells = tuple(
        _set_cell(cell, width - padding, setup, numbers)
        for cell, width in zip(row.cells, widths_pt, strict=True)
    )
    return SetRow(row, row.key, cells, plain_height(cells, table, setup))


def _set_cell(cell: Cell, room_pt: float, setup: Setup, numbers: PageNumbers) -> SetCell:
    return SetCell(tuple(set_paragraph(each, room_pt, setup, numbers) for each in cell.paragraphs))


def plain_height(cells: Sequence[SetCell], table: Table, setup: Setup) -> float:
    """Return a row's height as its cells ask for it, those of merged columns left out."""
    plain = [index for index, column in enumerate(table.columns) if not column.merged]
    return _row_height(cells, plain, table, setup)


def _row_height(
    cells: Sequence[SetCell], counting: Sequence[int], table: Table, setup: Setup
) -> float:
    content = max((height_of(cells[column].paragraphs) for column in counting), default=0.0)
    return content + row_frame(table, setup)


def row_frame(table: Table, setup: Setup) -> float:
    """Return what a row is higher than its text by."""
    style = setup.profile.tables[table.role]
    return points(style.padding_mm.top + style.padding_mm.bottom) + float(style.border_pt)


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
                needed = _row_height(rows[index].cells, [column], table, setup)
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
            grown=heights[index] > row.height_pt + _ROUNDING_PT,
        )
        for index, row in enumerate(rows)
    )


def _spans(rows: Sequence[SetRow], deciding: Sequence[int]) -> list[int]:
    """Count for each row how many its cell covers downwards; 0 where one above covers it."""
    spans = [1] * len(rows)
    first = 0
    for index, (above, row) in enumerate(pairwise(rows), start=1):
        if all(_same(above.cells[each], row.cells[each]) for each in deciding):
            spans[first] += 1
            spans[index] = 0
        else:
            first = index
    return spans


def _same(one: SetCell, two: SetCell) -> bool:
    return [each.text for each in one.paragraphs] == [each.text for each in two.paragraphs]


def set_figure(figure: Figure, setup: Setup) -> SetFigure:
    """Size a picture: its role's width, less where it would be too high; a chart by its rows."""
    if isinstance(figure.content, Chart):
        chart = setup.profile.charts[figure.role]
        height = chart.row_mm * len(figure.content.categories) + chart.legend_mm
        return SetFigure(figure, points(chart.width_mm), points(height), 0, 0.0)
    style = setup.profile.figures[figure.role]
    proportion = figure.content.height / figure.content.width
    high = min(points(style.width_mm) * proportion, points(style.max_height_mm))
    return SetFigure(figure, high / proportion, high, 0, 0.0)
