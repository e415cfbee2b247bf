"""Sections: paper, margins, page numbers on the outer side, the mark of sample data."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.section import Section as WordSection
from docx.section import _BaseHeaderFooter
from lxml.etree import _Element

from reportgen.document.tree import Section
from reportgen.layout.profile import LayoutProfile, Margins
from reportgen.writers.docx.body import field, text_run
from reportgen.writers.docx.wml import mm_twips, replace_children, twips, w

_NUMBER, _MARK = "page-number", "page-mark"


def section_properties(section: Section, profile: LayoutProfile) -> _Element:
    """Return ``sectPr`` with paper, margins and the line grid that Word's ruler shows."""
    page = profile.page_of(section)
    orientation = {"orient": "landscape"} if section.landscape else {}
    paper = page.paper
    size = w("pgSz", w=mm_twips(paper.width_mm), h=mm_twips(paper.height_mm), **orientation)
    return w(
        "sectPr",
        w("type", val="nextPage"),
        size,
        _margins(page.margins, profile),
        w("docGrid", type="lines", linePitch=twips(profile.grid.line_pt)),
    )


def _margins(margins: Margins, profile: LayoutProfile) -> _Element:
    number, mark = profile.styles[_NUMBER], profile.styles[_MARK]
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


def write_headers(
    word: WordDocument, sections: tuple[Section, ...], profile: LayoutProfile
) -> None:
    """Write each section's headers and footers, for odd and even pages."""
    word.settings.odd_and_even_pages_header_footer = True
    for section, written in zip(sections, word.sections, strict=True):
        _write_section(section, written, profile)


def _write_section(section: Section, written: WordSection, profile: LayoutProfile) -> None:
    sides = (
        ("right", written.header, written.footer),
        ("left", written.even_page_header, written.even_page_footer),
    )
    for align, header, footer in sides:
        number = _number(align, profile)
        mark = w("p", w("pPr", w("pStyle", val=_MARK)))
        if section.mark:
            mark.append(text_run(section.mark))
        if section.landscape:
            _fill(header, _turned_number(number, profile), mark)
            _fill(footer, w("p", w("pPr", w("pStyle", val=_NUMBER))))
        else:
            _fill(header, mark)
            _fill(footer, number)


def _fill(part: _BaseHeaderFooter, *elements: _Element) -> None:
    part.is_linked_to_previous = False
    replace_children(part._element, *elements)


def _number(align: str, profile: LayoutProfile) -> _Element:
    """Return the page number's paragraph, on the outer side with one character's room (7.5)."""
    style, number = profile.styles[_NUMBER], profile.page_number
    inset = twips(number.inset_chars * style.size_pt)
    return w(
        "p",
        w(
            "pPr",
            w("pStyle", val=_NUMBER),
            w("ind", **{align: inset, "firstLine": 0}),
            w("jc", val=align),
        ),
        text_run(f"{number.dash} "),
        field("PAGE", "1"),
        text_run(f" {number.dash}"),
    )


def _turned_number(number: _Element, profile: LayoutProfile) -> _Element:
    """Put the page number where the upright sheet has it (clause 8).

    That is the left margin of the landscape page, turned clockwise: a floating one-cell table
    with vertical text, which Word, WPS and LibreOffice all know.
    """
    style, margins = profile.styles[_NUMBER], profile.margins
    line = twips(style.line_pt)
    left = mm_twips(margins.bottom_mm - profile.page_number.below_text_mm) - line // 2
    height = mm_twips(profile.upright.text_width_mm)
    position = w(
        "tblpPr",
        vertAnchor="page",
        horzAnchor="page",
        tblpX=left,
        tblpY=mm_twips(margins.left_mm),
        leftFromText=0,
        rightFromText=0,
        topFromText=0,
        bottomFromText=0,
    )
    zero = [w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")]
    cell = w("tcPr", w("tcW", w=line, type="dxa"), w("textDirection", val="tbRl"))
    return w(
        "tbl",
        w(
            "tblPr",
            position,
            w("tblW", w=line, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *zero),
        ),
        w("tblGrid", w("gridCol", w=line)),
        w("tr", w("trPr", w("trHeight", val=height, hRule="exact")), w("tc", cell, number)),
    )
