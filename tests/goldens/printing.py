"""Print a layout as text that a person can review in a diff."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.document.tree import Chart
from reportgen.typeset.layout import (
    FlowParagraph,
    Layout,
    SetBlock,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetRow,
    SetTable,
)


def printed(layout: Layout) -> str:
    return "\n".join(_lines(layout)) + "\n"


def _lines(layout: Layout) -> Iterator[str]:
    document = layout.document
    yield f"《{document.title}》 {document.author} {document.date} {document.language}"
    for section in layout.sections:
        kind = "landscape" if section.section.landscape else "portrait"
        yield f"section {kind} p{section.first_page} {section.section.mark or ''}".rstrip()
        for each in section.letterhead:
            yield f"  {_paragraph(each)}"
        for block in section.blocks:
            yield from _block(block)
        if section.imprint:
            yield "  imprint"
            yield from _block(section.imprint)


def _block(block: SetBlock) -> Iterator[str]:
    match block:
        case FlowParagraph():
            pages = ",".join(f"p{each.page}" for each in block.extents)
            yield f"  {pages} {_paragraph(block.set)}"
        case SetTable():
            widths = " ".join(f"{width:.0f}" for width in block.widths_pt)
            yield f"  table {block.table.role} ({widths} pt)"
            yield from _row(block.head)
            for part in block.parts:
                yield f"    p{part.page}"
                for row in part.rows:
                    yield from _row(row)
        case SetPanel():
            yield f"  p{block.page} panel {block.panel.role}"
            for cells in block.rows:
                texts = (" ¶ ".join(map(_paragraph, cell.paragraphs)) for cell in cells)
                yield f"    {' | '.join(texts)}"
        case SetFigure():
            yield f"  p{block.page} figure {block.figure.role} “{block.figure.alternative}”"
            if isinstance(block.figure.content, Chart):
                yield f"    {' | '.join(block.figure.content.texts)}"


def _paragraph(made: SetParagraph) -> str:
    name = f"{made.paragraph.style} #{made.paragraph.id}" if made.paragraph.id else ""
    return f"[{name or made.paragraph.style}] {'⏎'.join(line.text for line in made.lines)}"


def _row(row: SetRow) -> Iterator[str]:
    yield "    row"
    for cell in row.cells:
        if cell.span:
            yield "      " + " ¶ ".join(map(_paragraph, cell.paragraphs))
