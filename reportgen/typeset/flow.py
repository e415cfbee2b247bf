"""Set a section's blocks and deal them out to pages; say where no page may end.

What leads up to something stays with it (headings, the paragraph before a table), what must not
begin a page goes with what is before it (notes, signatures: GB/T 9704-2012 7.3.5.5). The imprint
(版记) goes down to the foot of the last page (7.4.1), where there is text above it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from reportgen.document.tree import Block, Chart, Figure, Panel, Paragraph, Section, Table
from reportgen.layout.styles import Part, TextStyle
from reportgen.typeset.charts import chart_parts
from reportgen.typeset.columns import Place, column_widths
from reportgen.typeset.layout import (
    Content,
    PageEnd,
    SetBlock,
    SetFigure,
    SetPanel,
    SetParagraph,
    SetSection,
    SetTable,
    Stand,
)
from reportgen.typeset.lines import height_of, set_paragraph
from reportgen.typeset.looks import Setup, points
from reportgen.typeset.pages import Hold, Unit, fill
from reportgen.typeset.panels import set_panel
from reportgen.typeset.rows import set_table
from reportgen.typeset.signing import signing_looks

_FEW_LINES = 2  # a paragraph parts between its lines, so that no more than these must follow
_SHORT = 1 / 2  # of a page: a longer paragraph that leads up to a table may part
_ABOVE_FOOT_PT = 0.2  # so that the imprint surely stands on its page


def set_section(
    section: Section, first_page: int, height_pt: float, setup: Setup
) -> tuple[SetSection, list[PageEnd]]:
    """Set a section's blocks and place them, in pt from the text block's upper edge.

    Pages are ``height_pt`` high and count from ``first_page``; return also why each of them ends.
    """
    width = points(setup.profile.page_of(section).text_width_mm)
    section = replace(section, blocks=tuple(_fitting(section, width, height_pt, setup)))
    blocks = list(_set(section, setup))
    holds = _holds(section, blocks, setup)
    pages = list(fill(_units(section, blocks, holds, setup), first_page, height_pt, setup))
    ends = [end for _, end in pages]
    commanded = [
        at for at, end in enumerate(ends, start=1) if end.close or Hold.IMPRINT in end.kept
    ]
    opening = opening_of(section, setup)
    placed: list[SetBlock[Content]] = []
    for index, made in enumerate(blocks):
        stands = tuple(on_page[index] for on_page, _ in pages if index in on_page)
        page, last = stands[0].page - first_page, stands[-1].page - first_page
        opens = page > 0 and index == min(pages[page][0])
        block = SetBlock(
            made,
            stands,
            keeps_next=holds[index] in (Hold.NEXT, Hold.PREVIOUS),
            parts_anywhere=section.body[index] is opening,
            starts_page=opens and (page in commanded or _by_command(index, blocks, holds)),
            parts_by_command=page < last
            and (
                last in commanded
                # LibreOffice takes the whole of a paragraph over to what it is kept with
                or holds[index] is Hold.PREVIOUS
                or bool(ends[last - 1].kept and _leads_up(index, blocks, holds))
            ),
        )
        placed.append(block)
    letterhead = tuple(set_paragraph(each, width, setup) for each in section.letterhead)
    imprint = _at_foot(placed.pop(), height_pt) if section.imprint else None
    return SetSection(section, tuple(placed), first_page, letterhead, imprint), ends


def _at_foot(block: SetBlock[Content], height_pt: float) -> SetBlock[SetPanel]:
    assert isinstance(block.made, SetPanel)
    (stand,) = block.stands
    down = height_pt - _ABOVE_FOOT_PT - stand.end_pt
    return SetBlock(
        block.made, (Stand(stand.page, 0, 1, stand.top_pt + down, stand.end_pt + down),)
    )


def _fitting(section: Section, width: float, height: float, setup: Setup) -> Iterator[Block]:
    """Yield a section's blocks, charts in parts that have room on a page with what follows them."""
    for index, block in enumerate(section.blocks):
        if isinstance(block, Figure) and isinstance(block.content, Chart):
            tail = _tail(section.blocks[index + 1 :], width, setup)
            yield from chart_parts(block, block.content, height - tail, setup)
        else:
            yield block


def _set(section: Section, setup: Setup) -> Iterator[Content]:
    page = setup.profile.page_of(section)
    width, height = points(page.text_width_mm), points(page.text_height_mm)
    looks = signing_looks(section, setup)
    for block in section.body:
        match block:
            case Paragraph():
                look = looks.get(block.key)
                yield set_paragraph(block, width, setup, look)
            case Panel():
                yield set_panel(block, width, setup)
            case Figure():
                yield _set_figure(block, setup)
            case Table():
                slack = points(setup.profile.pagination.slack_mm)
                edges = 2 * setup.tables[block.role].edge_pt
                turns = not (section.landscape or section.letterhead)
                place = Place(width - edges, height - slack - edges, turns)
                widths = column_widths(block, place, setup)
                yield set_table(block, widths, setup)


def _set_figure(figure: Figure, setup: Setup) -> SetFigure:
    """Size a picture: its role's width, less where it would be too high; a chart by its rows."""
    if isinstance(figure.content, Chart):
        chart = setup.profile.charts[figure.role]
        row = setup.profile.chart_row_mm(figure.role, figure.content)
        height = row * len(figure.content.categories) + chart.legend_mm
        return SetFigure(figure, points(chart.width_mm), points(height))
    style = setup.profile.figures[figure.role]
    proportion = figure.content.height / figure.content.width
    high = min(points(style.width_mm) * proportion, points(style.max_height_mm))
    return SetFigure(figure, high / proportion, high)


def _tail(following: Sequence[Block], width: float, setup: Setup) -> float:
    """Return the height of the notes that stay with a table's last row, or with a chart."""
    tail = 0.0
    for block in following:
        if not isinstance(block, Paragraph) or not _style(block, setup).keep_with_previous:
            break
        tail += set_paragraph(block, width, setup).height_pt
    return tail


def opening_of(section: Section, setup: Setup) -> Paragraph | None:
    """Return the paragraph with which a circular's body begins."""
    for before, opening in reversed(list(pairwise(section.blocks))):
        if isinstance(before, Paragraph) and _style(before, setup).part is Part.BODY_FOLLOWS:
            return opening if isinstance(opening, Paragraph) else None
    return None


def opening_style(block: Block | None, setup: Setup) -> TextStyle | None:
    """Return the style that a paragraph or panel begins with, None for other blocks."""
    match block:
        case Paragraph():
            return _style(block, setup)
        case Panel():
            return _style(block.rows[0][-1].paragraphs[-1], setup)
        case _:
            return None


def _holds(section: Section, blocks: Sequence[Content], setup: Setup) -> list[Hold | None]:
    """Tell for each block why no page may end between it and the next, None where it may.

    A list of attachments longer than half a page may part: its end goes with the signature. The
    body of a circular begins on the first page (7.3.3), so where its first paragraph has only one
    line, that stays and the signature goes alone.
    """
    half = setup.profile.grid.lines * float(setup.profile.grid.line_pt) / 2
    opening = opening_of(section, setup)
    found: list[Hold | None] = []
    chained = 0.0  # the height of what has to stay with the block after
    following, next_style = None, None
    for block, made in zip(reversed(section.body), reversed(blocks), strict=True):
        hold = _hold(block, following, section, setup)
        style = opening_style(block, setup)
        follows = style is not None and style.keep_with_previous
        height = 0.0  # of tables and figures, which don't end a circular
        if isinstance(made, SetPanel):
            height = made.height_pt
        elif isinstance(made, SetParagraph):
            height = height_of([made])
            if not follows:
                height = min(height, _FEW_LINES * made.look.line_pt)
        if hold is Hold.PREVIOUS and next_style:
            listed = follows and next_style.part is Part.LISTED
            if listed and chained + height > half:
                hold = None
            if block is opening and isinstance(made, SetParagraph) and len(made.lines) == 1:
                hold = None
        chained = chained + height if hold else height
        found.append(hold)
        following, next_style = block, style
    return found[::-1]


def _hold(block: Block, following: Block | None, section: Section, setup: Setup) -> Hold | None:
    if following is None:
        return None
    if following is section.imprint:
        return Hold.IMPRINT
    if isinstance(block, Paragraph) and _style(block, setup).keep_with_next:
        return Hold.NEXT
    style = opening_style(following, setup)
    if style is not None and style.keep_with_previous:
        return Hold.PREVIOUS
    if isinstance(block, Figure) and not isinstance(following, Figure):
        return Hold.FIGURE
    return Hold.LEAD if isinstance(following, Table) and isinstance(block, Paragraph) else None


def _units(
    section: Section, blocks: Sequence[Content], holds: Sequence[Hold | None], setup: Setup
) -> Iterator[Unit]:
    """Yield what the pages of a section are filled with."""
    opening = opening_of(section, setup)
    page_pt = points(setup.profile.page_of(section).text_height_mm)
    gap = float(setup.profile.pagination.imprint_gap_lines * setup.profile.grid.line_pt)
    for index, (made, hold) in enumerate(zip(blocks, holds, strict=True)):
        match made:
            case SetParagraph(paragraph):
                least = 1 if paragraph is opening else setup.profile.pagination.widow_lines
                if paragraph.heading_level is not None or (
                    hold is Hold.LEAD and made.height_pt < page_pt * _SHORT
                ):
                    least = len(made.lines)
                yield from _lines(index, made, hold, least)
            case SetTable():
                yield from _rows(index, made, hold)
            case SetPanel(panel):
                text = "　".join(each.text for cell in panel.rows[0] for each in cell.paragraphs)
                above = gap if panel is section.imprint else 0.0
                yield Unit(index, 0, made.height_pt, text, above, hold=hold)
            case SetFigure(figure):
                frame = setup.profile.frames[figure.role]
                before, after = float(frame.space_before_pt), float(frame.space_after_pt)
                text = figure.alternative
                yield Unit(index, 0, made.height_pt, text, before, after, hold, is_figure=True)


def _lines(index: int, made: SetParagraph, hold: Hold | None, least: int) -> Iterator[Unit]:
    look, last = made.look, len(made.lines) - 1
    inside = Hold.HEADING if made.paragraph.heading_level is not None else Hold.LINES
    for at, line in enumerate(made.lines):
        held = at + 1 < least or last - at < least
        yield Unit(
            index,
            at,
            look.line_pt + (look.rule_pt if at == last else 0.0),
            line.text,
            before_pt=look.before_pt if at == 0 else 0.0,
            after_pt=look.after_pt if at == last else 0.0,
            hold=hold if at == last else inside if held else None,
        )


def _rows(index: int, made: SetTable, hold: Hold | None) -> Iterator[Unit]:
    last = len(made.rows) - 1
    for at, row in enumerate(made.rows):
        alone = at in (0, last - 1)
        texts = (each.text.replace("\n", "") for cell in row.cells for each in cell.paragraphs)
        yield Unit(
            index,
            at,
            0.0,
            "　".join(texts),
            hold=hold if at == last else Hold.COMPANY if alone else None,
            soft=at != last,
            row=(made, row),
        )


def _by_command(index: int, blocks: Sequence[Content], holds: Sequence[Hold | None]) -> bool:
    """Tell whether a page that begins with a paragraph has to be told so to other programs.

    That is where it leads up to a table, or has room above it, which is dropped there.
    """
    made = blocks[index]
    room_above = isinstance(made, SetParagraph) and made.look.before_pt > 0
    return room_above or _leads_up(index, blocks, holds)


def _leads_up(index: int, blocks: Sequence[Content], holds: Sequence[Hold | None]) -> bool:
    """Tell whether a block has to stand with a table: LibreOffice doesn't keep text with one."""
    led_up = takewhile(lambda at: holds[at - 1], range(index + 1, len(blocks)))
    return any(isinstance(blocks[at], SetTable) for at in led_up)


def _style(paragraph: Paragraph, setup: Setup) -> TextStyle:
    return setup.profile.styles[paragraph.style]
