"""Turn a section's blocks into units to fill pages with: what is set, and where no page may end.

What leads up to something stays with it (headings, the paragraph before a table), what must not
begin a page goes with what is before it (notes, signatures: GB/T 9704-2012 7.3.5.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from reportgen.document.tree import Block, Chart, Figure, Panel, Paragraph, Section, Table
from reportgen.layout.styles import Part, TextStyle
from reportgen.typeset.columns import Place, column_widths
from reportgen.typeset.layout import SetFigure, SetPanel, SetParagraph
from reportgen.typeset.lines import PageNumbers, height_of, set_paragraph
from reportgen.typeset.looks import Look, Setup, points
from reportgen.typeset.pages import Hold, OpenTable, Unit
from reportgen.typeset.panels import set_panel
from reportgen.typeset.rows import merged, set_row

_FEW_LINES = 2  # a paragraph parts between its lines, so that no more than these must follow
_FEW_ROWS = 2
_SHORT = 1 / 2  # of a page: a longer paragraph that leads up to a table may part


Unplaced = SetParagraph | OpenTable | SetPanel | SetFigure


def set_blocks(
    section: Section,
    looks: Mapping[str, Look],
    setup: Setup,
    numbers: PageNumbers,
) -> tuple[Unplaced, ...]:
    """Set all blocks of a section; ``looks`` replaces those of some paragraphs' styles, by key."""
    page = setup.profile.page_of(section)
    width, height = points(page.text_width_mm), points(page.text_height_mm)
    done: list[Unplaced] = []
    down = 0.0
    for index, block in enumerate(section.blocks):
        match block:
            case Paragraph():
                made: Unplaced = set_paragraph(block, width, setup, numbers, looks.get(block.key))
            case Panel():
                made = set_panel(block, setup, numbers)
            case Figure():
                made = _set_figure(block, setup)
            case Table():
                tail = _tail(section.blocks[index + 1 :], width, setup, numbers)
                slack = points(setup.profile.pagination.slack_mm)
                edges = 2 * setup.tables[block.role].edge_pt
                place = Place(width - edges, height - slack - edges, down % height, tail)
                widths = column_widths(block, place, setup, numbers)
                head, *rows = (
                    set_row(row, widths, block, setup, numbers) for row in (block.head, *block.rows)
                )
                made = OpenTable(block, widths, head, tuple(rows))
        down += _height(made, setup)
        done.append(made)
    return tuple(done)


def _set_figure(figure: Figure, setup: Setup) -> SetFigure:
    """Size a picture: its role's width, less where it would be too high; a chart by its rows."""
    if isinstance(figure.content, Chart):
        chart = setup.profile.charts[figure.role]
        height = chart.row_mm * len(figure.content.categories) + chart.legend_mm
        return SetFigure(figure, points(chart.width_mm), points(height), 0, 0.0)
    style = setup.profile.figures[figure.role]
    proportion = figure.content.height / figure.content.width
    high = min(points(style.width_mm) * proportion, points(style.max_height_mm))
    return SetFigure(figure, high / proportion, high, 0, 0.0)


def _tail(following: Sequence[Block], width: float, setup: Setup, numbers: PageNumbers) -> float:
    """Return the height of the notes that stay with a table's last row."""
    tail = 0.0
    for block in following:
        if not isinstance(block, Paragraph) or not _style(block, setup).keep_with_previous:
            break
        tail += set_paragraph(block, width, setup, numbers).height_pt
    return tail


def _height(block: Unplaced, setup: Setup) -> float:
    match block:
        case SetParagraph():
            return height_of([block])
        case OpenTable():
            return block.height_pt(merged(block.rows, block.table, setup), setup)
        case SetPanel():
            return block.height_pt
        case SetFigure():
            frame = setup.profile.frames[block.figure.role]
            return block.height_pt + float(frame.space_before_pt + frame.space_after_pt)


def opening_of(section: Section, setup: Setup) -> Paragraph | None:
    """Return the paragraph with which a circular's body begins."""
    for before, opening in reversed(list(pairwise(section.blocks))):
        if isinstance(before, Paragraph) and _style(before, setup).part is Part.BODY_FOLLOWS:
            return opening if isinstance(opening, Paragraph) else None
    return None


def opening_style(block: Block, setup: Setup) -> TextStyle | None:
    """Return the style that a paragraph or panel begins with, None for other blocks."""
    match block:
        case Paragraph():
            return _style(block, setup)
        case Panel():
            return _style(block.rows[0][-1].paragraphs[-1], setup)
        case _:
            return None


def holds(section: Section, blocks: Sequence[Unplaced], setup: Setup) -> list[Hold | None]:
    """Tell for each block why no page may end between it and the next, None where it may.

    A list of attachments longer than half a page may part: its end goes with the signature. The
    body of a circular begins on the first page (7.3.3), so where its first paragraph has only one
    line, that stays and the signature goes alone.
    """
    half = setup.profile.grid.lines * float(setup.profile.grid.line_pt) / 2
    opening = opening_of(section, setup)
    found: list[Hold | None] = []
    chained = 0.0  # the height of what has to stay with the block after
    for index in range(len(blocks) - 1, -1, -1):
        block, made = section.blocks[index], blocks[index]
        following = section.blocks[index + 1] if index + 1 < len(blocks) else None
        hold = _hold(block, following, setup) if following else None
        height = _height(made, setup)
        style = opening_style(block, setup)
        follows = style is not None and style.keep_with_previous
        if isinstance(made, SetParagraph) and not follows:
            height = min(height, _FEW_LINES * made.look.line_pt)
        next_style = opening_style(following, setup) if following else None
        if hold is Hold.PREVIOUS and next_style:
            listed = follows and next_style.part is Part.LISTED
            if listed and chained + height > half:
                hold = None
            if block is opening and isinstance(made, SetParagraph) and len(made.lines) == 1:
                hold = None
        chained = chained + height if hold else height
        found.append(hold)
    return found[::-1]


def _hold(block: Block, following: Block, setup: Setup) -> Hold | None:
    if isinstance(block, Paragraph) and _style(block, setup).keep_with_next:
        return Hold.NEXT
    style = opening_style(following, setup)
    if style is not None and style.keep_with_previous:
        return Hold.PREVIOUS
    if isinstance(block, Figure):
        return Hold.FIGURE
    return Hold.LEAD if isinstance(following, Table) and isinstance(block, Paragraph) else None


def units(
    section: Section, blocks: Sequence[Unplaced], ends: Sequence[Hold | None], setup: Setup
) -> Iterator[Unit]:
    """Yield what the pages of a section are filled with."""
    opening = opening_of(section, setup)
    page_pt = points(setup.profile.page_of(section).text_height_mm)
    for index, (made, end) in enumerate(zip(blocks, ends, strict=True)):
        match made:
            case SetParagraph():
                least = 1 if made.paragraph is opening else setup.profile.pagination.widow_lines
                whole = made.paragraph.heading_level is not None or (
                    end is Hold.LEAD and made.height_pt < page_pt * _SHORT
                )
                yield from _lines(index, made, end, len(made.lines) if whole else least)
            case OpenTable():
                yield from _rows(index, made, end)
            case SetPanel(panel):
                text = "　".join(each.text for cell in panel.rows[0] for each in cell.paragraphs)
                yield Unit(index, 0, made.height_pt, text, hold=end)
            case SetFigure(figure):
                frame = setup.profile.frames[figure.role]
                before, after = float(frame.space_before_pt), float(frame.space_after_pt)
                text = figure.alternative
                yield Unit(index, 0, made.height_pt, text, before, after, hold=end)


def _lines(index: int, made: SetParagraph, end: Hold | None, least: int) -> Iterator[Unit]:
    count = len(made.lines)
    inside = Hold.HEADING if made.paragraph.heading_level is not None else Hold.LINES
    for number, line in enumerate(made.lines, start=1):
        last = number == count
        held = number < least or count - number < least
        yield Unit(
            index,
            number - 1,
            made.look.line_pt + (made.look.rule_pt if last else 0.0),
            line.text,
            before_pt=made.look.before_pt if number == 1 else 0.0,
            after_pt=made.look.after_pt if last else 0.0,
            hold=end if last else inside if held else None,
        )


def _rows(index: int, made: OpenTable, end: Hold | None) -> Iterator[Unit]:
    count = len(made.rows)
    for number, row in enumerate(made.rows, start=1):
        alone = number in (1, count - 1) and count > _FEW_ROWS
        texts = (each.text.replace("\n", "") for cell in row.cells for each in cell.paragraphs)
        yield Unit(
            index,
            number - 1,
            row.height_pt,
            "　".join(texts),
            hold=end if number == count else Hold.COMPANY if alone else None,
            soft=number != count,
            row=(made, row),
        )


def _style(paragraph: Paragraph, setup: Setup) -> TextStyle:
    return setup.profile.styles[paragraph.style]
