"""Typeset a document: tree + profile + widths → ``Layout``, in one pass and always to an end."""

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, DataError, Problem
from reportgen.document.tree import (
    Document,
    PageReference,
    Section,
    walk_paragraphs,
)
from reportgen.typeset.flow import opening_of, opening_style, set_section
from reportgen.typeset.layout import Layout, Page, PageEnd, Piece, SetSection, walk_set
from reportgen.typeset.looks import DIFFERENCE_PT, Setup, points
from reportgen.typeset.pages import Hold
from reportgen.typeset.parting import Bond, bonds
from reportgen.typeset.placing import pieces
from reportgen.typeset.signing import SIGNATURES, continued, tightened

_GUESS = "00"
_MOST_PASSES = 9
_EVENED = (
    "首页：缩短标题，主送机关多的写 recipients_at_end: true 移到版记，"
    "联合行文可写 mark 只用主办机关的标志；署名页：正文增减一两句；"
    "版记：主送、抄送机关写统称，如“各区、市人民政府”。"
)


def typeset(document: Document, setup: Setup) -> Layout:
    """Decide every line and page of a document.

    Page references are set once the pages are known, then again where that moved a page, so that
    each prints the page on which its target stands. Raises ConfigurationError where text would run out of its box,
    DataError where a circular's first page, the page with its signature or that with its imprint
    would show nothing of its body.
    """
    layout = _settled(document, setup)
    pushed = any(Hold.IMPRINT in page.end.kept for page in layout.pages)
    if pushed or any(_lonely_parts(layout, setup)):
        tight = _settled(document, tightened(setup))
        layout = tight if len(tight.pages) < len(layout.pages) else layout
    if lonely := list(_lonely_parts(layout, setup)):
        messages = (f"《{document.title}》{each}" for each in lonely)
        raise DataError([Code.CIRCULAR_ELEMENT.problem(each, None, _EVENED) for each in messages])
    _refuse_overflow(layout)
    return layout


def _settled(document: Document, setup: Setup) -> Layout:
    numbers = dict.fromkeys(_referred(document), _GUESS)
    ids = {str(each.id): each.key for each in walk_paragraphs(document) if each.id in numbers}
    for _ in range(_MOST_PASSES):
        layout = _layout(document, replace(setup, numbers=numbers))
        before = document.first_page - 1
        found = {name: str(layout.page_of(key) + before) for name, key in ids.items()}
        if found == numbers:
            return layout
        numbers = found
    message = "“见第几页”定不下来：页码一改，所指的内容又到了别的页"
    raise ConfigurationError([Code.LAYOUT_OVERFLOW.problem(message)])


def typeset_endless(document: Document, setup: Setup) -> Layout:
    """Decide every line, with each section on one endless page."""
    numbers = dict.fromkeys(_referred(document), "")
    return _layout(document, replace(setup, numbers=numbers), inf)


def _referred(document: Document) -> Iterator[str]:
    inlines = (each for paragraph in walk_paragraphs(document) for each in paragraph.inlines)
    return (each.target for each in inlines if isinstance(each, PageReference))


def _layout(document: Document, setup: Setup, height_pt: float | None = None) -> Layout:
    sections: list[SetSection] = []
    ends: list[PageEnd] = []
    for each in document.sections:
        made, ended = _set(continued(each, setup), len(ends) + 1, height_pt, setup)
        sections.append(made)
        ends += ended
    found: list[list[Piece]] = [[] for _ in ends]
    for made in sections:
        for number, piece in pieces(made, setup):
            found[number - 1].append(piece)
    pages = (
        Page(number, tuple(of_page), end)
        for number, (of_page, end) in enumerate(zip(found, ends, strict=True), document.first_page)
    )
    return Layout(document, tuple(sections), tuple(pages))


def _set(
    section: Section, first: int, height_pt: float | None, setup: Setup
) -> tuple[SetSection, list[PageEnd]]:
    """Set a section; one with a table that is too wide for an upright page is turned."""
    height = height_pt or points(setup.profile.page_of(section).text_height_mm)
    try:
        return set_section(section, first, height, setup)
    except ConfigurationError:
        if section.landscape or section.letterhead:
            raise
        return _set(replace(section, landscape=True), first, height_pt, setup)


def _refuse_overflow(layout: Layout) -> None:
    problems: list[Problem] = []
    for made in walk_set(layout):
        room = made.room_pt - made.look.left_pt - made.look.right_pt
        for line in made.lines:
            if bonds(made.text)[line.end] is Bond.NUMBER:
                message = f"有一个数一行放不下：“{line.text[-30:]}……”"
                problems.append(Code.LAYOUT_OVERFLOW.problem(message, made.paragraph.place))
            indent = made.look.first_pt if line.start == 0 else 0.0
            if line.width_pt > room - indent + DIFFERENCE_PT:
                message = f"有一行超出版面：“{line.text[:30]}”"
                problems.append(Code.LAYOUT_OVERFLOW.problem(message, made.paragraph.place))
    for number, page in enumerate(layout.pages, start=1):
        if text := page.end.overflowing:
            message = f"《{layout.document.title}》第 {number} 页放不下“{text[:30]}”"
            problems.append(Code.LAYOUT_OVERFLOW.problem(message))
    if problems:
        raise ConfigurationError(problems)


def _lonely_parts(layout: Layout, setup: Setup) -> Iterator[str]:
    """Say what stands alone on a page that has to stand with a circular's body or attachment."""
    for made in layout.sections:
        opening, last_before = opening_of(made.section, setup), inf
        for block, tree in zip(made.blocks, made.section.blocks, strict=True):
            first, last = block.stands[0].page, block.stands[-1].page
            style = opening_style(tree, setup)
            if tree is opening and first > 1:
                yield "首页没有正文（GB/T 9704-2012 7.3.3）"
            signs = style is not None and style.part in SIGNATURES and style.keep_with_previous
            if signs and last_before < first:
                yield "署名单独在一页（GB/T 9704-2012 7.3.5.5）"
            last_before = last
        if made.imprint and made.imprint.stands[0].page > last_before:
            yield "版记单独在一页"
