"""Sections: paper, margins, page numbers on the outer side, the mark of sample data."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from docx.document import Document as WordDocument
from docx.section import _BaseHeaderFooter
from lxml.etree import _Element

from reportgen.layout.profile import LayoutProfile, Margins
from reportgen.layout.styles import POINTS_PER_MM
from reportgen.typeset.layout import SetSection
from reportgen.typeset.looks import Setup
from reportgen.writers.docx import wml
from reportgen.writers.docx.paragraphs import paragraph_element
from reportgen.writers.docx.wml import mm_twips, text_run, twips, w


def section_properties(
    made: SetSection, profile: LayoutProfile, first_page: int | None
) -> _Element:
    """Return ``sectPr`` with paper, margins and the line grid that Word's ruler shows.

    ``first_page`` is the number that the section's first page bears, None to count on.
    """
    section = made.section
    page = profile.page_of(section)
    orientation = "landscape" if section.landscape else None
    width, height = mm_twips(page.paper.width_mm), mm_twips(page.paper.height_mm)
    return w(
        "sectPr",
        w("type", val="nextPage"),
        w("pgSz", w=width, h=height, orient=orientation),
        _margins(page.margins, profile),
        w("pgNumType", start=first_page) if first_page not in (None, 1) else None,
        wml.flag("titlePg", section.letterhead),
        w("docGrid", type="lines", linePitch=twips(profile.grid.line_pt)),
    )


def _margins(margins: Margins, profile: LayoutProfile) -> _Element:
    roles = profile.roles
    number, mark = profile.styles[roles.page_number], profile.styles[roles.page_mark]
    # Word measures a footer from the paper's edge to its lower end; the dash is mid-line.
    below = mm_twips(margins.bottom_mm - profile.page_number.below_text_mm)
    footer = below - twips(number.line_pt) // 2
    header = mm_twips(margins.top_mm - profile.page_mark.above_text_mm) - twips(mark.line_pt)
    return w(
        "pgMar",
        top=mm_twips(margins.top_mm),
        right=mm_twips(margins.right_mm),
        bottom=mm_twips(margins.bottom_mm),
        left=mm_twips(margins.left_mm),
        header=max(header, 0),
        footer=max(footer, 0),
        gutter=0,
    )


def write_headers(word: WordDocument, sections: tuple[SetSection, ...], setup: Setup) -> None:
    """Write each section's headers and footers, for odd and even pages."""
    profile = setup.profile
    nothing = partial(wml.empty_paragraph, profile.roles.page_number)
    for made, written in zip(sections, word.sections, strict=True):
        sides = (
            ("right", written.header, written.footer),
            ("left", written.even_page_header, written.even_page_footer),
        )
        for align, header, footer in sides:
            number = _number(align, profile)
            if made.section.landscape:
                _fill(header, _turned_number(number, profile), _mark(made, profile))
                _fill(footer, nothing())
            else:
                _fill(header, _mark(made, profile))
                _fill(footer, number)
        if made.section.letterhead:
            _fill(written.first_page_header, _mark(made, profile), *_letterhead(made, setup))
            _fill(written.first_page_footer, *_letter_rule(profile), nothing())


def _mark(made: SetSection, profile: LayoutProfile) -> _Element:
    mark = wml.empty_paragraph(profile.roles.page_mark)
    if made.section.mark:
        mark.append(text_run(made.section.mark))
    return mark


def _letterhead(made: SetSection, setup: Setup) -> Iterator[_Element]:
    """Yield the letterhead's paragraphs where they stand on the page: they take no text room.

    LibreOffice makes room for text in a header, and for tables wider than the text block.
    """
    profile = setup.profile
    left, width = mm_twips(profile.margins.left_mm), mm_twips(profile.text_width_mm)
    down = (profile.margins.top_mm - profile.page_mark.above_text_mm) * POINTS_PER_MM
    for each in made.letterhead:
        style = profile.styles[each.paragraph.style]
        height = Decimal(each.look.line_pt)
        if style.rule_below_pt:
            edges = {"top": style.rule_below_pt}
            across = profile.text_width_mm + 2 * style.outdent_mm
            yield from _rules(across, down + height, height, edges, style.colour, profile)
        else:
            yield _floating(left, twips(down), width, twips(height), paragraph_element(each, setup))
            yield wml.tiny_paragraph()
        down += height + style.rule_below_pt


def _letter_rule(profile: LayoutProfile) -> Iterator[_Element]:
    """Yield the two lines near the end of a letter's first page (10.1)."""
    if rule := profile.letter_rule:
        upper, lower = rule.lines_pt
        end = (profile.paper.height_mm - rule.above_page_end_mm) * POINTS_PER_MM
        edges = {"top": upper, "bottom": lower}
        down = end - rule.gap_pt - lower
        yield from _rules(rule.width_mm, down, rule.gap_pt, edges, rule.colour, profile)


def _rules(
    width_mm: Decimal,
    down_pt: Decimal,
    height_pt: Decimal,
    edges_pt: dict[str, Decimal],
    colour: str,
    profile: LayoutProfile,
) -> Iterator[_Element]:
    """Yield lines across the page as the edges of empty tables, each half as wide."""
    half = width_mm / 2
    for left in (profile.paper.width_mm / 2 - half, profile.paper.width_mm / 2):
        box = (mm_twips(left), twips(down_pt), mm_twips(half), twips(height_pt))
        yield _floating(*box, wml.tiny_paragraph(), lines=wml.borders(edges_pt, colour))
        yield wml.tiny_paragraph()


def _fill(part: _BaseHeaderFooter, *elements: _Element) -> None:
    part.is_linked_to_previous = False
    part._element[:] = elements


def _number(align: str, profile: LayoutProfile) -> _Element:
    """Return the page number's paragraph, on the outer side with one character's room (7.5)."""
    role, number = profile.roles.page_number, profile.page_number
    style = profile.styles[role]
    indent = {align: twips(number.inset_chars * style.size_pt), "firstLine": 0}
    return w(
        "p",
        w("pPr", w("pStyle", val=role), w("ind", **indent), w("jc", val=align)),
        text_run(f"{number.dash} "),
        wml.field("PAGE", "1"),
        text_run(f" {number.dash}"),
    )


def _turned_number(number: _Element, profile: LayoutProfile) -> _Element:
    """Put the page number where the upright sheet has it (clause 8).

    That is the left margin of the landscape page, turned clockwise: a floating one-cell table
    with vertical text, which Word, WPS and LibreOffice all know.
    """
    style, margins = profile.styles[profile.roles.page_number], profile.margins
    line = twips(style.line_pt)
    left = mm_twips(margins.bottom_mm - profile.page_number.below_text_mm) - line // 2
    height = mm_twips(profile.text_width_mm)
    turned = w("textDirection", val="tbRl")
    return _floating(left, mm_twips(margins.left_mm), line, height, number, direction=turned)


def _floating(
    left: int,
    down: int,
    width: int,
    height: int,
    content: _Element,
    lines: _Element | None = None,
    direction: _Element | None = None,
) -> _Element:
    """Return a one-cell table that stands on the page by its left upper corner, in twips."""
    position = wml.page_position(vertAnchor="page", horzAnchor="page", tblpX=left, tblpY=down)
    cell = w("tcPr", w("tcW", w=width, type="dxa"), direction)
    row = w("tr", w("trPr", w("trHeight", val=height, hRule="exact")), w("tc", cell, content))
    return wml.table_element([width], [row], position=position, lines=lines)
