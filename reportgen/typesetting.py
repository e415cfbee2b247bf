"""From a job to a paginated document tree, and from the tree to the bytes of each format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.assets import ImageLoader
from reportgen.codes import Code
from reportgen.document.figures import numbers_of_text, unaccounted
from reportgen.document.imprint import with_placed_imprint
from reportgen.document.keep import kept, width_em, with_joiners
from reportgen.document.markup import parse_markup
from reportgen.document.measured import Measured
from reportgen.document.numbering import numbered
from reportgen.document.pagination import Room, Rules, paginate
from reportgen.document.spans import panel_spots
from reportgen.document.subset import Vocabulary
from reportgen.document.tree import (
    Chart,
    Document,
    LineBreak,
    Panel,
    Paragraph,
    Run,
    Section,
    Table,
)
from reportgen.document.walking import map_paragraphs, walk_figures, walk_paragraphs
from reportgen.errors import ConfigurationError, DataError
from reportgen.layout.keeping import followers, lonely_parts, with_company
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.signing import signed
from reportgen.layout.styles import POINTS_PER_MM
from reportgen.readback import check_docx, check_pdf
from reportgen.templating import Environment, render
from reportgen.typeset.titles import title_lines
from reportgen.writers.docx.package import write_docx

if TYPE_CHECKING:
    from reportgen.writers.pdf.engine import LaidOut, PdfEngine


_ROUNDING_PT = 0.5
_EVENED = (
    "首页：缩短标题，主送机关多的写 recipients_at_end: true 移到版记，"
    "联合行文可写 mark 只用主办机关的标志；署名页：正文增减一两句。"
)


class Format(StrEnum):
    """An output format."""

    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document ready to be written: as composed, as paginated, as laid out."""

    composed: Document
    paginated: Document
    laid_out: LaidOut


def compose(
    environment: Environment,
    template: str,
    context: Mapping[str, object],
    profile: LayoutProfile,
    load_image: ImageLoader,
) -> Document:
    """Render a template and read its markup into a tree.

    Raises ConfigurationError for a number that no expression of the template printed.
    """
    markup = render(environment, template, context)
    composed = compose_markup(markup, profile, load_image)
    printed = "\n".join(environment.printed.texts)
    ledger = frozenset(numbers_of_text(printed))
    if problems := list(unaccounted(composed, ledger, _most_ordinals(composed, markup))):
        raise ConfigurationError(problems)
    return composed


def _most_ordinals(document: Document, markup: str) -> int:
    """Return the highest number that headings and lists may carry on their own."""
    headings = sum(each.heading_level is not None for each in walk_paragraphs(document))
    return max(markup.count("<li"), headings)


def compose_markup(markup: str, profile: LayoutProfile, load_image: ImageLoader) -> Document:
    """Read markup into a tree: headings numbered, what belongs together kept together."""
    parsed = parse_markup(markup, _vocabulary(profile), load_image)
    document = numbered(parsed, profile.numbering.headings)
    rooms = _rooms_em(document, profile)
    document = _fitted(signed(document, profile), rooms, profile)
    return kept(with_company(document, profile), lambda paragraph: rooms[paragraph.key])


def _fitted(document: Document, rooms: Mapping[str, float], profile: LayoutProfile) -> Document:
    """Shrink paragraphs that must stand on one line, such as an organ's mark, where too long.

    Those side by side or one over the other in a panel are shrunk alike, and further where the
    panel would be too high. Titles are broken into lines.
    """
    scales: dict[str, float] = {}
    for group, most in _groups_to_fit(document, profile):
        shared = min(rooms[each.key] / max(width_em(each.text), 1.0) for each in group)
        scales.update({each.key: min(shared, most) for each in group})

    def fitted(paragraph: Paragraph) -> Paragraph:
        if profile.styles[paragraph.style].even_lines and "\n" not in paragraph.text:
            lines = title_lines(paragraph.text, rooms[paragraph.key], width_em)
            broken = [inline for line in lines for inline in (LineBreak(), Run(line))][1:]
            return replace(paragraph, inlines=tuple(broken))
        return replace(paragraph, scale=scales.get(paragraph.key, 1.0))

    return map_paragraphs(document, fitted)


def _groups_to_fit(
    document: Document, profile: LayoutProfile
) -> Iterator[tuple[list[Paragraph], float]]:
    """Yield what is shrunk together, and the most that its height allows."""
    for section in document.sections:
        for block in section.all_blocks:
            if isinstance(block, Paragraph) and profile.styles[block.style].fit:
                yield [block], 1.0
            elif isinstance(block, Panel):
                inner = [each for row in block.rows for cell in row for each in cell.paragraphs]
                for style in dict.fromkeys(each.style for each in inner):
                    if profile.styles[style].fit:
                        group = [each for each in inner if each.style == style]
                        yield group, _height_allows(block, profile)


def _height_allows(panel: Panel, profile: LayoutProfile) -> float:
    highest = profile.panels[panel.role].max_height_mm
    if highest is None:
        return 1.0
    lines = (profile.styles[row[0].paragraphs[0].style].line_pt for row in panel.rows)
    return min(float(highest * POINTS_PER_MM / sum(lines)), 1.0)


def typeset(composed: Document, profile: LayoutProfile, engine: PdfEngine) -> Typeset:
    """Decide all page breaks.

    Raises ConfigurationError where text would run out of its box, DataError where a circular's
    first page or the page with its signature would show nothing of its body.
    """
    _refuse_long_categories(composed, profile)
    rules = _rules(profile)
    paginated, laid_out = paginate(composed, engine, rules)
    gap = float(profile.pagination.imprint_gap_lines * profile.grid.line_pt)
    placed = with_placed_imprint(paginated, laid_out.measured, rules.room_of, gap)
    if placed != paginated:
        paginated, laid_out = placed, engine.lay_out(placed)
    _refuse_overflow(laid_out.measured)
    if lonely := list(lonely_parts(paginated, laid_out.measured)):
        title = composed.title
        raise DataError(
            [Code.CIRCULAR_ELEMENT.problem(f"《{title}》{each}", None, _EVENED) for each in lonely]
        )
    return Typeset(composed, paginated, laid_out)


def _refuse_overflow(measured: Measured) -> None:
    problems = [
        Code.LAYOUT_OVERFLOW.problem(f"第 {line.page} 页有一行超出版面：“{line.text[:30]}”")
        for line in measured.lines
        if line.spare_pt < -_ROUNDING_PT
    ]
    if problems:
        raise ConfigurationError(problems)


def _refuse_long_categories(document: Document, profile: LayoutProfile) -> None:
    """Refuse charts whose categories don't fit before their bars; a drawing can't wrap them."""
    problems = []
    for figure in walk_figures(document):
        if isinstance(figure.content, Chart):
            style = profile.charts[figure.role]
            room = style.label_mm * POINTS_PER_MM / profile.styles[style.style].size_pt
            problems += [
                Code.LAYOUT_OVERFLOW.problem(f"图表的类别名太长：“{category}”", figure.place)
                for category in figure.content.categories
                if width_em(category) > room
            ]
    if problems:
        raise ConfigurationError(problems)


def write_pdf(ready: Typeset, engine: PdfEngine) -> bytes:
    """Return the PDF; raise OutputError if its numbers aren't those of the document."""
    content = engine.write(ready.laid_out)
    check_pdf(content, ready.paginated)
    return content


def write_paged_docx(ready: Typeset, profile: LayoutProfile) -> bytes:
    """Return a DOCX whose tables break where the PDF's do."""
    content = write_docx(with_joiners(ready.paginated, ready.laid_out.measured), profile)
    check_docx(content, ready.paginated)
    return content


def write_flowing_docx(ready: Typeset, profile: LayoutProfile) -> bytes:
    """Return a DOCX without forced page breaks, for text that will still be edited."""
    content = write_docx(ready.composed, profile)
    check_docx(content, ready.composed)
    return content


def _vocabulary(profile: LayoutProfile) -> Vocabulary:
    return Vocabulary(
        styles=frozenset(profile.styles),
        tables=frozenset(profile.tables),
        panels=frozenset(profile.panels),
        figures=frozenset(profile.figures),
        charts=frozenset(profile.charts),
        head_styles={role: table.head for role, table in profile.tables.items()},
        column_styles={
            (role, column): style.style
            for role, table in profile.tables.items()
            for column, style in table.columns.items()
        },
        other_styles={role: table.other_column.style for role, table in profile.tables.items()},
        list_pattern=profile.numbering.list,
    )


def _rooms_em(document: Document, profile: LayoutProfile) -> dict[str, float]:
    """Return the width of each paragraph's lines, in its own characters."""
    rooms: dict[str, float] = {}

    def note(paragraph: Paragraph, width_mm: Decimal) -> None:
        style = profile.styles[paragraph.style]
        rooms[paragraph.key] = float(width_mm * POINTS_PER_MM / style.pitch_pt)

    for section in document.sections:
        text_width = profile.page_of(section).text_width_mm
        for block in section.all_blocks:
            if isinstance(block, Paragraph):
                note(block, text_width)
            if isinstance(block, Panel):
                _note_panel(block, profile.panel_widths_mm(block), note)
            if not isinstance(block, Table):
                continue
            padding = 2 * profile.tables[block.role].padding_mm.side
            widths = profile.column_widths_mm(block, section)
            for row in (block.head, *block.rows):
                for cell, width in zip(row.cells, widths, strict=True):
                    for paragraph in cell.paragraphs:
                        note(paragraph, width - padding)
    return rooms


def _note_panel(
    panel: Panel, widths: tuple[Decimal, ...], note: Callable[[Paragraph, Decimal], None]
) -> None:
    for spot in (each for row in panel_spots(panel) for each in row if not each.covered):
        width = spot.width(widths)
        for paragraph in spot.cell.paragraphs:
            note(paragraph, width)


def _rules(profile: LayoutProfile) -> Rules:
    def room_of(section: Section) -> Room:
        page = profile.page_of(section)
        return Room(
            float(page.margins.top_mm * POINTS_PER_MM), float(page.text_height_mm * POINTS_PER_MM)
        )

    return Rules(
        room_of=room_of,
        slack_pt=float(profile.pagination.slack_mm * POINTS_PER_MM),
        letter_spacing_pt=lambda role: float(profile.styles[role].letter_spacing_pt),
        continued=profile.pagination.continued,
        spaced_styles=frozenset(
            role for role, style in profile.styles.items() if style.space_before_lines
        ),
        keeping_styles=frozenset(
            role for role, style in profile.styles.items() if style.keep_with_next
        ),
        following_styles=followers(profile),
    )
