"""Print a layout as text that a person can review in a diff."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.document.tree import Chart, Image
from reportgen.typeset.layout import (
    Content,
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
    yield f"pages {' '.join(str(page.number) for page in layout.pages)}"
    for section in layout.sections:
        kind = "landscape" if section.section.landscape else "portrait"
        words = ("section", kind, f"p{section.first_page}", section.section.mark)
        yield " ".join(word for word in words if word)
        if section.letterhead:
            yield "  header"
            for each in section.letterhead:
                yield f"    {_paragraph(each)}"
        for block in section.blocks:
            yield from _block(block)
        if section.imprint:
            yield "  footer"
            yield from _block(section.imprint)


def _block(block: SetBlock[Content]) -> Iterator[str]:
    page = block.stands[0].page
    match block.made:
        case SetParagraph() as made:
            pages = ",".join(f"p{each.page}" for each in block.stands)
            yield f"  {pages} {_paragraph(made)}"
        case SetTable() as made:
            yield f"  table {made.table.role} {_widths(made)} “{made.table.summary or ''}”"
            yield from _row(made.head)
            for part in block.stands:
                yield f"    p{part.page}"
                for row in part.rows:
                    yield from _row(row)
        case SetPanel() as made:
            yield f"  p{page} panel {made.panel.role} {_widths(made)}"
            for panel_row in made.rows:
                yield "    row"
                for column, cell in enumerate(panel_row.cells):
                    covered = f"{column}–{column + cell.columns - 1} {cell.anchor}"
                    yield f"      {covered} {' ¶ '.join(map(_paragraph, cell.paragraphs))}"
        case SetFigure() as made:
            size = f"({made.width_pt:.0f} × {made.height_pt:.0f} pt)"
            yield f"  p{page} figure {made.figure.role} {size} “{made.figure.alternative}”"
            yield from _content(made.figure.content)


def _content(content: Image | Chart) -> Iterator[str]:
    match content:
        case Image():
            yield f"    {content.kind} {content.width:g} × {content.height:g}"
        case Chart():
            yield f"    {' | '.join(content.categories)}"
            for series in content.series:
                values = (f"{value.label} ({value.number})" for value in series.values)
                yield f"    [{series.name}] {' | '.join(values)}"


def _widths(block: SetTable | SetPanel) -> str:
    return f"({' '.join(f'{width:.0f}' for width in block.widths_pt)} pt)"


def _paragraph(made: SetParagraph) -> str:
    name = f"{made.paragraph.style} #{made.paragraph.id}" if made.paragraph.id else ""
    return f"[{name or made.paragraph.style}] {'⏎'.join(line.text for line in made.lines)}".rstrip()


def _row(row: SetRow) -> Iterator[str]:
    yield "    row"
    for cell in row.cells:
        if cell.span:
            rows = f"×{cell.span} " if cell.span > 1 else ""
            yield f"      {rows}{' ¶ '.join(map(_paragraph, cell.paragraphs))}"
