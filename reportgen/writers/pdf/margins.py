"""What pages bear outside their text: numbers, marks, the double line of letters."""

from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import Align
from reportgen.typeset.layout import SetSection
from reportgen.typeset.looks import Setup, points
from reportgen.writers.pdf.pages import CLOCKWISE, DrawnPage


def print_margins(
    page: DrawnPage, number: int, made: SetSection, setup: Setup, *, first: bool
) -> None:
    """Print the mark and the number of a page; a letter's ``first`` has a double line instead."""
    if made.section.mark:
        _mark(page, made, setup)
    if not (first and made.letterhead):
        _number(page, number, made, setup)
    elif setup.profile.letter_rule:
        _letter_rule(page, made, setup.profile)


def _mark(page: DrawnPage, made: SetSection, setup: Setup) -> None:
    profile, role = setup.profile, setup.profile.roles.page_mark
    sheet, look, text = profile.page_of(made.section), setup.looks[role], made.section.mark or ""
    spare = points(sheet.text_width_mm) - setup.width_pt(text, look)
    share = {Align.RIGHT: 1.0, Align.CENTER: 0.5}.get(look.align, 0.0)
    above = points(sheet.margins.top_mm - profile.page_mark.above_text_mm)
    base = above - look.line_pt + page.baseline_pt(look)
    page.print_again(text, role, points(sheet.margins.left_mm) + spare * share, base)


def _number(page: DrawnPage, number: int, made: SetSection, setup: Setup) -> None:
    """Print the number on the outer side of the sheet.

    GB/T 9704-2012 7.5 and 8: on a landscape page it keeps its place on the upright sheet, so it
    stands in the left margin, turned clockwise.
    """
    profile, role = setup.profile, setup.profile.roles.page_number
    sheet, look = profile.page_of(made.section), setup.looks[role]
    text = f"{profile.page_number.dash} {number} {profile.page_number.dash}"
    inset = float(profile.page_number.inset_chars) * look.size_pt
    width = setup.width_pt(text, look)
    below = points(profile.page_number.below_text_mm)  # to the dash, which runs mid-line
    down = below - look.line_pt / 2 + page.baseline_pt(look)
    paper, out = sheet.paper, sheet.margins
    on_the_right = number % 2 == 1
    if made.section.landscape:
        begin, end = points(out.top_mm), points(paper.height_mm - out.bottom_mm)
        at = end - inset - width if on_the_right else begin + inset
        page.print_again(text, role, points(out.left_mm) - down, at, CLOCKWISE)
    else:
        begin, end = points(out.left_mm), points(paper.width_mm - out.right_mm)
        at = end - inset - width if on_the_right else begin + inset
        page.print_again(text, role, at, points(paper.height_mm - out.bottom_mm) + down)


def _letter_rule(page: DrawnPage, made: SetSection, profile: LayoutProfile) -> None:
    """Draw the two lines near the end of a letter's first page (10.1)."""
    rule, sheet = profile.letter_rule, profile.page_of(made.section)
    assert rule
    left = points(sheet.margins.left_mm) - points(rule.width_mm - sheet.text_width_mm) / 2
    right = left + points(rule.width_mm)
    upper, lower = map(float, rule.lines_pt)
    end = points(sheet.paper.height_mm - rule.above_page_end_mm)
    for width, y in (
        (upper, end - lower - float(rule.gap_pt) - upper / 2),
        (lower, end - lower / 2),
    ):
        page.draw_rules([(left, y, right, y)], width, rule.colour)
