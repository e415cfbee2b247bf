"""Go through a document, or change all of one kind in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reportgen.document.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Panel,
    PanelCell,
    Paragraph,
    Row,
    Section,
    Table,
)


def walk_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph in reading order, table cells row by row."""
    for section in document.sections:
        for block in section.all_blocks:
            match block:
                case Paragraph():
                    yield block
                case Panel():
                    yield from (
                        each for row in block.rows for cell in row for each in cell.paragraphs
                    )
                case Table():
                    for row in (block.head, *block.rows):
                        for cell in row.cells:
                            yield from cell.paragraphs


def map_paragraphs(document: Document, change: Callable[[Paragraph], Paragraph]) -> Document:
    """Return the document with every paragraph changed, those of table cells too."""

    def section(old: Section) -> Section:
        imprint = old.imprint
        if imprint:
            imprint = replace(imprint, panel=_changed_panel(imprint.panel, change))
        return replace(
            old,
            letterhead=tuple(change(each) for each in old.letterhead),
            blocks=tuple(_changed(each, change) for each in old.blocks),
            imprint=imprint,
        )

    return replace(document, sections=tuple(section(each) for each in document.sections))


def _changed(block: Block, change: Callable[[Paragraph], Paragraph]) -> Block:
    match block:
        case Paragraph():
            return change(block)
        case Panel():
            return _changed_panel(block, change)
        case Table():
            head, *rows = (_changed_row(row, change) for row in (block.head, *block.rows))
            return replace(block, head=head, rows=tuple(rows))
        case Figure():
            return block


def _changed_row(row: Row, change: Callable[[Paragraph], Paragraph]) -> Row:
    cells = (Cell(tuple(change(each) for each in cell.paragraphs)) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _changed_panel(panel: Panel, change: Callable[[Paragraph], Paragraph]) -> Panel:
    def cell(old: PanelCell) -> PanelCell:
        return replace(old, paragraphs=tuple(change(each) for each in old.paragraphs))

    return replace(panel, rows=tuple(tuple(cell(each) for each in row) for row in panel.rows))


def map_blocks(
    document: Document, change: Callable[[Section, tuple[Block, ...]], tuple[Block, ...]]
) -> Document:
    """Return the document with each section's blocks changed; letterhead and imprint stay."""
    return replace(
        document,
        sections=tuple(
            replace(section, blocks=change(section, section.blocks))
            for section in document.sections
        ),
    )


def walk_tables(document: Document) -> Iterator[Table]:
    """Yield every table in reading order."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def walk_figures(document: Document) -> Iterator[Figure]:
    """Yield every picture in reading order."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
