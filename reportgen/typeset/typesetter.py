"""Typeset a document: tree + profile + widths → ``Layout``, in one pass and always to an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, DataError, Problem
from reportgen.document.tree import (
    Chart,
    Document,
    Imprint,
    PageReference,
    Section,
    walk_figures,
    walk_paragraphs,
)
from reportgen.typeset.flow import holds, opening_of, opening_style, set_blocks, units
from reportgen.typeset.layout import (
    FlowParagraph,
    Layout,
    Page,
    PageEnd,
    Piece,
    SetBlock,
    SetSection,
    pages_of,
    walk_set,
)
from reportgen.typeset.lines import PageNumbers, set_paragraph
from reportgen.typeset.looks import DIFFERENCE_PT, Setup, points
from reportgen.typeset.pages import Filled, fill
from reportgen.typeset.panels import set_panel
from reportgen.typeset.placing import pieces, placed
from reportgen.typeset.signing import SIGNATURES, continued, signing_looks

_ABOVE_FOOT_PT = 0.2  # so that the imprint surely stands on its page
_GUESS = "00"
_EVENED = (
    "首页：缩短标题，主送机关多的写 recipients_at_end: true 移到版记，"
    "联合行文可写 mark 只用主办机关的标志；署名页：正文增减一两句。"
)
_SHORTER = "主送、抄送机关写统称，如“各区、市人民政府”。"


def typeset(document: Document, setup: Setup) -> Layout:
    """Decide every line and page of a document.

    Page references are set once the pages are known; only where that changes how many lines they
    take are the pages decided again, and then they keep that room, so that there is always an end.
    Raises ConfigurationError where text would run out of its box, DataError where a circular's
    first page or the page with its signature would show nothing of its body.
    """
    _refuse_long_categories(document, setup)
    numbers: PageNumbers = dict.fromkeys(_referred(document), _GUESS)
    flow = _flow(document, setup, numbers)
    if numbers:
        numbered = _with_numbers(flow, _page_numbers(flow, setup), setup)
        if numbered is None:
            flow = _flow(document, setup, _page_numbers(flow, setup))
            numbered = _with_numbers(flow, _page_numbers(flow, setup), setup) or flow
        flow = numbered
    layout = _layout(flow, setup)
    _refuse_overflow(flow, layout)
    if lonely := list(_lonely_parts(layout, setup)):
        messages = (f"《{document.title}》{each}" for each in lonely)
        raise DataError([Code.CIRCULAR_ELEMENT.problem(each, None, _EVENED) for each in messages])
    return layout


def typeset_endless(document: Document, setup: Setup) -> Layout:
    """Decide every line, with each section on one endless page."""
    numbers = dict.fromkeys(_referred(document), "")
    return _layout(_flow(document, setup, numbers, inf), setup)


@dataclass(frozen=True, slots=True)
class _Flow:
    """The sections with their places, and for each page why it ends; None for a blank page."""

    document: Document
    sections: tuple[SetSection, ...]
    ends: tuple[Filled | None, ...]


def _flow(
    document: Document, setup: Setup, numbers: PageNumbers, height_pt: float | None = None
) -> _Flow:
    sections: list[SetSection] = []
    ends: list[Filled | None] = []
    for section in (continued(each, setup) for each in document.sections):
        page = setup.profile.page_of(section)
        blocks = set_blocks(section, signing_looks(section, setup), setup, numbers)
        held = holds(section, blocks, setup)
        room = height_pt or points(page.text_height_mm)
        filled = list(fill(list(units(section, blocks, held, setup)), room, setup))
        first = len(ends) + 1
        ends += filled
        width = points(page.text_width_mm)
        made = SetSection(
            section,
            placed(section, blocks, held, filled, first, setup),
            first,
            tuple(set_paragraph(each, width, setup, numbers) for each in section.letterhead),
            numbered=section.numbered,
        )
        if section.imprint is None:
            sections.append(made)
        elif height_pt is None:
            sections += _with_imprint(made, section.imprint, ends, document, setup)
        else:
            panel = set_panel(section.imprint.panel, setup, {})
            sections.append(replace(made, imprint=replace(panel, page=len(ends))))
    return _Flow(document, tuple(sections), tuple(ends))


def _with_imprint(
    made: SetSection,
    imprint: Imprint,
    ends: list[Filled | None],
    document: Document,
    setup: Setup,
) -> Iterator[SetSection]:
    """Bring the imprint (版记) to the foot of the last page (GB/T 9704-2012 7.4.1).

    It stays on the page where the text ends if that page will do: an even one, where it must be
    even, with the profile's gap to spare. Otherwise it gets a page of its own, which has no number
    (7.5), nor has the empty page that may come before. Raises DataError for one higher than a page.
    """
    panel = set_panel(imprint.panel, setup, {})
    height = panel.height_pt + _ABOVE_FOOT_PT
    last, gap = ends[-1], setup.profile.pagination.imprint_gap_lines * setup.profile.grid.line_pt
    assert last is not None
    upright = points(setup.profile.upright.text_height_mm)
    if height > upright:
        raise DataError([Code.CIRCULAR_ELEMENT.problem("版记比一页还高", None, _SHORTER)])
    odd = (len(ends) + document.first_page - 1) % 2
    free = upright - last.height_pt - height
    at = replace(panel, page=len(ends), top_pt=upright - height)
    if not made.section.landscape and free >= float(gap) and not (imprint.even_page and odd):
        yield replace(made, imprint=at)
        return
    yield made
    if imprint.even_page and not odd:
        ends.append(None)
    ends.append(Filled((), PageEnd(), height, upright))
    own = Section((), mark=made.section.mark)
    at = replace(at, page=len(ends))
    yield SetSection(own, (), len(ends), (), at, even_page=imprint.even_page, numbered=False)


def _referred(document: Document) -> Iterator[str]:
    for paragraph in walk_paragraphs(document):
        for inline in paragraph.inlines:
            if isinstance(inline, PageReference):
                yield inline.target


def _page_numbers(flow: _Flow, setup: Setup) -> dict[str, str]:
    """Return the number of the page on which each block with an id begins."""
    layout, before = _layout(flow, setup), flow.document.first_page - 1
    paragraphs = (each for each in walk_paragraphs(flow.document) if each.id)
    return {str(each.id): str(layout.page_of(each.key) + before) for each in paragraphs}


def _with_numbers(flow: _Flow, numbers: PageNumbers, setup: Setup) -> _Flow | None:
    """Set the paragraphs that print page numbers again; None where one takes another room now."""
    sections = []
    for section in flow.sections:
        blocks: list[SetBlock] = []
        for block in section.blocks:
            if isinstance(block, FlowParagraph) and block.set.links:
                old = block.set
                made = set_paragraph(old.paragraph, old.room_pt, setup, numbers, old.look)
                if len(made.lines) != len(old.lines):
                    return None
                block = replace(block, set=made)
            blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(flow, sections=tuple(sections))


def _layout(flow: _Flow, setup: Setup) -> Layout:
    found: list[list[Piece]] = [[] for _ in flow.ends]
    for made in flow.sections:
        for page, piece in pieces(made, setup):
            found[page - 1].append(piece)
    numbered = enumerate(zip(found, flow.ends, strict=True), start=flow.document.first_page)
    pages = (
        Page(number, tuple(of_page), end.end if end else PageEnd())
        for number, (of_page, end) in numbered
    )
    return Layout(flow.document, flow.sections, tuple(pages))


def _refuse_overflow(flow: _Flow, layout: Layout) -> None:
    problems: list[Problem] = []
    for made in walk_set(layout):
        room = made.room_pt - made.look.left_pt - made.look.right_pt
        for line in made.lines:
            if made.text[line.end - 1 : line.end + 1].isdigit() and 0 < line.end < len(made.text):
                message = f"有一个数一行放不下：“{line.text[-30:]}……”"
                problems.append(Code.LAYOUT_OVERFLOW.problem(message, made.paragraph.place))
            indent = made.look.first_pt if line.start == 0 else 0.0
            if line.width_pt > room - indent + DIFFERENCE_PT:
                message = f"有一行超出版面：“{line.text[:30]}”"
                problems.append(Code.LAYOUT_OVERFLOW.problem(message, made.paragraph.place))
    for number, end in enumerate(flow.ends, start=1):
        if end and end.height_pt > end.room_pt + DIFFERENCE_PT:
            message = f"第 {number} 页放不下“{end.last[:30]}”"
            problems.append(Code.LAYOUT_OVERFLOW.problem(message))
    if problems:
        raise ConfigurationError(problems)


def _refuse_long_categories(document: Document, setup: Setup) -> None:
    """Refuse charts whose categories don't fit before their bars; a drawing can't wrap them."""
    problems = []
    for figure in walk_figures(document):
        if isinstance(figure.content, Chart):
            style = setup.profile.charts[figure.role]
            look = setup.looks[style.style]
            problems += [
                Code.LAYOUT_OVERFLOW.problem(f"图表的类别名太长：“{category}”", figure.place)
                for category in figure.content.categories
                if setup.width_pt(category, look) > points(style.label_mm)
            ]
    if problems:
        raise ConfigurationError(problems)


def _lonely_parts(layout: Layout, setup: Setup) -> Iterator[str]:
    """Say what stands alone on a page of a circular that has to stand with its body."""
    for made in layout.sections:
        opening, last_before = opening_of(made.section, setup), inf
        for block, tree in zip(made.blocks, made.section.blocks, strict=True):
            first, last = pages_of(block)
            style = opening_style(tree, setup)
            if tree is opening and first > 1:
                yield "首页没有正文（GB/T 9704-2012 7.3.3）"
            signs = style is not None and style.part in SIGNATURES and style.keep_with_previous
            if signs and last_before < first:
                yield "署名单独在一页（GB/T 9704-2012 7.3.5.5）"
            last_before = last
