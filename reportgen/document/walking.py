"""Go through a document, or change all of one kind in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reportgen.document.tree import (
    Block,
    Document,
    Figure,
    Panel,
    Paragraph,
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


def walk_figures(document: Document) -> Iterator[Figure]:
    """Yield every picture in reading order."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
