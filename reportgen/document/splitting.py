"""Split a row that is taller than a page into one that fits and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.document.measured import Line, Measured
from reportgen.document.tree import (
    Cell,
    Column,
    Document,
    Inline,
    Kept,
    Paragraph,
    Row,
    Run,
    inline_text,
)
from reportgen.document.walking import walk_tables

_ROUNDING_PT = 0.1


@dataclass(frozen=True, slots=True)
class RowMeasures:
    """What is known of rows and their paragraphs, by key: heights in pt, lines."""

    heights: Mapping[str, float]
    frames: Mapping[str, float]
    paragraphs: Mapping[str, float]
    lines: Mapping[str, tuple[Line, ...]]

    @classmethod
    def of(cls, document: Document, endless: Measured) -> RowMeasures:
        """Collect the measures of all tables from a layout without page ends."""
        lines: dict[str, list[Line]] = {}
        for line in endless.lines:
            lines.setdefault(line.key, []).append(line)
        heights, frames, paragraphs = {}, {}, {}
        for table in walk_tables(document):
            for row in (table.head, *table.rows):
                for cell in row.cells:
                    for paragraph in cell.paragraphs:
                        if paragraph.key in endless.boxes:
                            paragraphs[paragraph.key] = endless.height_of(paragraph.key)
                heights[row.key] = endless.height_of(row.key)
                frames[row.key] = heights[row.key] - _content_height(row, paragraphs)
        return cls(heights, frames, paragraphs, {key: tuple(of) for key, of in lines.items()})

    def corrected(self, document: Document, measured: Measured) -> RowMeasures:
        """Return the measures with rows that turned out taller on real pages."""
        heights = dict(self.heights)
        for table in walk_tables(document):
            for row in table.rows:
                height = measured.height_of(row.key)
                if height > row.min_height_pt + _ROUNDING_PT:
                    heights[row.key] = max(heights[row.key], height)
        return replace(self, heights=heights)

    def with_parts(self, row: Row, parts: tuple[Row, Row]) -> RowMeasures:
        """Return the measures with those of a row's two parts."""
        heights, frames = dict(self.heights), dict(self.frames)
        paragraphs, lines = dict(self.paragraphs), dict(self.lines)
        for part in parts:
            for cell in part.cells:
                for paragraph in cell.paragraphs:
                    _measure_part(paragraph, paragraphs, lines)
            frames[part.key] = frames[row.key]
            height = frames[row.key] + _content_height(part, paragraphs)
            heights.setdefault(part.key, height)
        return RowMeasures(heights, frames, paragraphs, lines)


def split_started(
    row: Row, columns: tuple[Column, ...], measures: RowMeasures, left_pt: float, continued: str
) -> tuple[Row, Row] | None:
    """Split a row on a page already begun: each cell gives whole paragraphs, or None is returned."""
    room = left_pt - measures.frames[row.key]
    counts = []
    for column, cell in zip(columns, row.cells, strict=True):
        count = len(cell.paragraphs) if column.repeated else _fitting(cell, measures, room)
        if count == 0 and cell.text:
            return None
        counts.append(count)
    return _parts(row, columns, counts, continued)


def split_fresh(
    row: Row, columns: tuple[Column, ...], measures: RowMeasures, left_pt: float, continued: str
) -> tuple[Row, Row] | None:
    """Split a row at the top of a page, between lines where a paragraph alone is too tall."""
    room = left_pt - measures.frames[row.key]
    cells = []
    for column, cell in zip(columns, row.cells, strict=True):
        too_tall = not column.repeated and cell.text and not _fitting(cell, measures, room)
        cells.append(_first_paragraph_cut(cell, measures, room) if too_tall else cell)
    cut = replace(row, cells=tuple(cells))
    counts = [
        len(cell.paragraphs)
        if column.repeated
        else max(_fitting(cell, measures, room), int(cell is not whole))
        for column, cell, whole in zip(columns, cut.cells, row.cells, strict=True)
    ]
    if all(count == len(cell.paragraphs) for count, cell in zip(counts, cut.cells, strict=True)):
        return None
    return _parts(cut, columns, counts, continued)


def _content_height(row: Row, paragraphs: Mapping[str, float]) -> float:
    return max(
        sum(paragraphs.get(paragraph.key, 0.0) for paragraph in cell.paragraphs)
        for cell in row.cells
    )


def _fitting(cell: Cell, measures: RowMeasures, room_pt: float) -> int:
    """Count the paragraphs that fit."""
    used = 0.0
    for count, paragraph in enumerate(cell.paragraphs):
        used += measures.paragraphs.get(paragraph.key, room_pt + 1)
        if used > room_pt:
            return count
    return len(cell.paragraphs)


def _parts(
    row: Row, columns: tuple[Column, ...], counts: list[int], continued: str
) -> tuple[Row, Row]:
    first, rest = [], []
    for column, cell, count in zip(columns, row.cells, counts, strict=True):
        first.append(Cell(cell.paragraphs[:count]))
        if column.repeated:
            mark = continued if column.continued else ""
            rest.append(Cell(tuple(_again(paragraph, mark) for paragraph in cell.paragraphs)))
        else:
            rest.append(Cell(cell.paragraphs[count:]))
    return (
        replace(row, key=f"{row.key}a", cells=tuple(first)),
        replace(row, key=f"{row.key}b", cells=tuple(rest)),
    )


def _again(paragraph: Paragraph, mark: str) -> Paragraph:
    inlines = paragraph.inlines
    if mark and not paragraph.text.endswith(mark):
        inlines = (*inlines, Run(mark))
    return replace(paragraph, key=f"{paragraph.key}+", inlines=inlines, id=None)


def _first_paragraph_cut(cell: Cell, measures: RowMeasures, room_pt: float) -> Cell:
    """Cut a cell's first paragraph between the lines that fit and those that don't."""
    paragraph, *others = cell.paragraphs
    lines = measures.lines[paragraph.key]
    line_pt = measures.paragraphs[paragraph.key] / len(lines)
    count = max(1, min(int(room_pt / line_pt), len(lines) - 1))
    head, tail = _cut(paragraph.inlines, sum(len(line.text) for line in lines[:count]))
    return Cell(
        (
            replace(paragraph, key=f"{paragraph.key}a", inlines=head),
            replace(paragraph, key=f"{paragraph.key}b", inlines=tail, id=None),
            *others,
        )
    )


def _cut(inlines: tuple[Inline, ...], offset: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    head: list[Inline] = []
    for index, inline in enumerate(inlines):
        text = inline_text(inline)
        if offset < len(text) and isinstance(inline, Run | Kept):
            return (
                (*head, *([Run(text[:offset])] if offset else [])),
                (Run(text[offset:].lstrip()), *inlines[index + 1 :]),
            )
        head.append(inline)
        offset -= len(text)
    return tuple(head), ()


def _measure_part(
    paragraph: Paragraph, paragraphs: dict[str, float], lines: dict[str, tuple[Line, ...]]
) -> None:
    """Derive the height of a paragraph made by a split from the one it came from."""
    if paragraph.key in paragraphs or paragraph.key[-1] not in "ab":
        return
    whole_key = paragraph.key[:-1]
    if whole_key not in lines:
        return
    whole = lines[whole_key]
    taken, length = 0, len(paragraph.text)
    line_pt = paragraphs[whole_key] / len(whole)
    part = whole if paragraph.key[-1] == "a" else tuple(reversed(whole))
    count = 0
    while count < len(part) and taken < length:
        taken += len(part[count].text)
        count += 1
    paragraphs[paragraph.key] = count * line_pt
    lines[paragraph.key] = whole[:count] if paragraph.key[-1] == "a" else whole[-count:]
