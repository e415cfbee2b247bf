"""Print a document tree as text that a person can review in a diff."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.document.tree import (
    Chart,
    Document,
    Inline,
    Kept,
    LineBreak,
    PageReference,
    Paragraph,
    Row,
    Run,
    Table,
)


def printed(document: Document) -> str:
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"《{document.title}》 {document.author} {document.date} {document.language}"
    for section in document.sections:
        kind = "landscape" if section.landscape else "portrait"
        yield f"section {kind} {section.mark or ''}".rstrip()
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield "  " + _paragraph(block)
            elif isinstance(block, Table):
                yield from _table(block)
            else:
                yield f"  figure {block.role} “{block.alternative}”"
                if isinstance(block.content, Chart):
                    yield f"    {' | '.join(block.content.texts)}"


def _paragraph(paragraph: Paragraph) -> str:
    marks = [paragraph.style]
    if paragraph.page_break:
        marks.append("new-page")
    if paragraph.keep_with_next:
        marks.append("with-next")
    if paragraph.id:
        marks.append(f"#{paragraph.id}")
    return f"[{' '.join(marks)}] {''.join(_inline(inline) for inline in paragraph.inlines)}"


def _inline(inline: Inline) -> str:
    match inline:
        case Run(text):
            return text
        case Kept(text):
            return f"⟨{text}⟩"
        case LineBreak():
            return "⏎"
        case PageReference(target, number):
            return f"→{target}:{number}"


def _table(table: Table) -> Iterator[str]:
    columns = ", ".join(
        column.role
        + "".join(
            f"+{flag}" for flag in ("merged", "repeated", "continued") if getattr(column, flag)
        )
        for column in table.columns
    )
    yield f"  table {table.role} ({columns})"
    for row in (table.head, *table.rows):
        yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    yield "    row" + (" new-page" if row.page_break else "")
    for cell in row.cells:
        yield "      " + " ¶ ".join(_paragraph(paragraph) for paragraph in cell.paragraphs)
