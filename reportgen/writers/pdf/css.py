"""The style sheet that a layout profile stands for; no measure is written here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.layout.profile import LayoutProfile, Margins, Page, SecondRule
from reportgen.layout.styles import POINTS_PER_MM, Align, Frame, PanelStyle, TableStyle, TextStyle
from reportgen.typeset.layout import Layout, SetSection, walk_set
from reportgen.writers.pdf.html import section_page

# WeasyPrint's own sheet for HTML isn't used: it gives every element six pseudo-elements
_GENERAL = """\
html, body, section, div, p, h1, h2, h3, h4, h5, img, .piece { display: block }
html { font-kerning: none; font-variant-ligatures: none }
head { display: none }
p, h1, h2, h3, h4, h5, td, th { white-space: pre; orphans: 1; widows: 1 }
h1, h2, h3, h4, h5 { bookmark-label: attr(title) }
img { image-rendering: crisp-edges }
h1 { bookmark-level: 1 }
h2 { bookmark-level: 2 }
h3 { bookmark-level: 3 }
h4 { bookmark-level: 4 }
h5 { bookmark-level: 5 }
a { display: inline }
section + section, .break { break-before: page }
table { display: table; table-layout: fixed; border-collapse: collapse; width: 100%;
  box-sizing: border-box; text-indent: initial }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group }
tbody { display: table-row-group }
tr, .row { display: table-row; break-inside: avoid }
td, th, .cell { display: table-cell; vertical-align: middle }
@page :blank { @bottom-left { content: none } @bottom-right { content: none } }"""


def style_sheet(layout: Layout, profile: LayoutProfile, fallback: str | None) -> str:
    """Return the CSS of a profile for a document.

    ``fallback`` is the family for characters that a face lacks.
    """
    rules = [_GENERAL, f"@page :first {{ counter-reset: page {layout.document.first_page} }}"]
    heads = (each for section in layout.sections for each in section.letterhead)
    for role in sorted({each.paragraph.style for each in (*heads, *walk_set(layout))}):
        style = profile.styles[role]
        rules.append(f".{role} {{ {_text(profile, style, fallback)}; {_flow(style)} }}")
    for role, table in profile.tables.items():
        rules.append(_table(role, table))
    for role, panel in profile.panels.items():
        rules += _panel(role, panel)
    for role, frame in profile.frames.items():
        rules.append(f"img.{role} {{ {_frame(frame)} }}")
    for index, section in enumerate(layout.sections):
        rules += _page(section_page(index), section, profile, fallback)
    return "\n".join(rules)


def _text(profile: LayoutProfile, style: TextStyle, fallback: str | None) -> str:
    families = [profile.faces[style.face].official, *([fallback] if fallback else [])]
    names = ", ".join(f'"{family}"' for family in families)
    return (
        f"font: {style.size_pt}pt/{style.line_pt}pt {names}; "
        f"letter-spacing: {style.letter_spacing_pt}pt; color: #{style.colour}"
    )


def _flow(style: TextStyle) -> str:
    # WeasyPrint widens only blanks, and Chinese text has none: lines are spread when drawn
    align = style.align if style.align in (Align.CENTER, Align.RIGHT) else Align.LEFT
    before, after = style.space_before_pt, style.space_after_pt
    rule = f"{style.rule_below_pt}pt solid #{style.colour}" if style.rule_below_pt else "none"
    return (
        f"text-align: {align}; text-indent: {style.indent_pt}pt; "
        f"margin: {before}pt {style.right_indent_pt}pt {after}pt {style.left_indent_pt}pt; "
        f"border-bottom: {rule}"
    )


def _table(role: str, style: TableStyle) -> str:
    # Collapsed borders take half their width from either side of a cell's text; Word's take
    # none of it, but make the row taller.
    padding = style.padding_mm
    side = padding.side * POINTS_PER_MM - style.border_pt / 2
    return (
        f"table.{role} td, table.{role} th {{ border: {style.border_pt}pt solid black; "
        f"padding: {padding.top}mm {side}pt {padding.bottom}mm }}"
    )


def _panel(role: str, style: PanelStyle) -> Iterator[str]:
    width = sum(style.columns_mm)
    left, right = _outer_margins(style.align)
    yield (
        f"div.{role} {{ display: table; table-layout: fixed; border-collapse: collapse; "
        f"width: {width}mm; margin: 0 {right} 0 {left}; "
        f"border-top: {style.rule_top_pt}pt solid black; "
        f"border-bottom: {style.rule_bottom_pt}pt solid black }}"
    )
    yield f"div.{role} > .row + .row > .cell {{ border-top: {style.rule_inner_pt}pt solid black }}"


def _outer_margins(align: Align) -> tuple[str, str]:
    """Return the left and right margin that put a box where it is aligned."""
    return ("0" if align is Align.LEFT else "auto", "0" if align is Align.RIGHT else "auto")


def _frame(style: Frame) -> str:
    left, right = _outer_margins(style.align)
    return f"margin: {style.space_before_pt}pt {right} {style.space_after_pt}pt {left}"


def _page(
    name: str, made: SetSection, profile: LayoutProfile, fallback: str | None
) -> Iterator[str]:
    section = made.section
    page = profile.page_of(section)
    size = f"{page.paper.width_mm}mm {page.paper.height_mm}mm"
    yield f".{name} {{ page: {name} }}"
    mark = _mark(section.mark, profile, fallback) if section.mark else ""
    yield f"@page {name} {{ size: {size}; margin: {_sides(page.margins)}; {mark} }}"
    if made.numbered:
        for side in ("right", "left"):
            yield f"@page {name}:{side} {{ {_number(side, made, profile, fallback)} }}"
    if section.letterhead:
        number = "@bottom-left { content: none } @bottom-right { content: none }"  # 10.1
        yield f"@page {name}:first {{ {number} }}"
    if section.letterhead and profile.letter_rule:
        yield _letter_rule(name, profile.letter_rule, page)


def _letter_rule(name: str, rule: SecondRule, page: Page) -> str:
    """Return the two lines near the end of a letter's first page (10.1)."""
    out = (rule.width_mm - page.text_width_mm) / 2
    upper, lower = rule.lines_pt
    height = upper + rule.gap_pt + lower
    down = (page.margins.bottom_mm - rule.above_page_end_mm) * POINTS_PER_MM - height
    return (
        f'@page {name}:first {{ @bottom-center {{ content: ""; width: {rule.width_mm}mm; height: {rule.gap_pt}pt; '
        f"margin: {down}pt -{out}mm auto -{out}mm; "
        f"border-top: {upper}pt solid #{rule.colour}; "
        f"border-bottom: {lower}pt solid #{rule.colour} }} }}"
    )


def _sides(margins: Margins) -> str:
    return f"{margins.top_mm}mm {margins.right_mm}mm {margins.bottom_mm}mm {margins.left_mm}mm"


def _mark(text: str, profile: LayoutProfile, fallback: str | None) -> str:
    style = profile.styles[profile.roles.page_mark]
    below = profile.page_mark.above_text_mm
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'@top-right {{ content: "{quoted}"; {_text(profile, style, fallback)}; '
        f"text-align: {style.align}; vertical-align: bottom; padding-bottom: {below}mm }}"
    )


def _number(align: str, made: SetSection, profile: LayoutProfile, fallback: str | None) -> str:
    """Return the margin box of the page number, on the outer side of the sheet.

    GB/T 9704-2012 7.5 and 8: on a landscape page the number keeps its place on the upright
    sheet, so it stands in the left margin, turned clockwise.
    """
    style, number = profile.styles[profile.roles.page_number], profile.page_number
    inset = number.inset_chars * style.size_pt
    below = number.below_text_mm * POINTS_PER_MM  # to the dash, which runs mid-line
    half = style.line_pt / 2
    common = (
        f'content: "{number.dash} " counter(page) " {number.dash}"; white-space: nowrap; '
        f"{_text(profile, style, fallback)}; text-align: {align}; padding: 0; "
    )
    if not made.section.landscape:
        place = f"vertical-align: top; padding: {below - half}pt {inset}pt 0"
        return f"@bottom-{align} {{ {common}{place} }}"
    if align == "right":
        place = "vertical-align: bottom; transform-origin: 100% 100%"
        return f"@left-bottom {{ {common}{place}; transform: {_turn(-below - half, -inset)} }}"
    across = profile.margins.bottom_mm * POINTS_PER_MM - below + half
    place = "vertical-align: top; transform-origin: 0 0"
    return f"@left-top {{ {common}{place}; transform: {_turn(across, inset)} }}"


def _turn(across_pt: Decimal, down_pt: Decimal) -> str:
    return f"translate({across_pt}pt, {down_pt}pt) rotate(90deg)"
