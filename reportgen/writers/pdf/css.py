"""The style sheet that a layout profile stands for; no measure is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.layout.profile import LayoutProfile, SecondRule, Sheet
from reportgen.layout.styles import POINTS_PER_MM, Align, PanelStyle, TableStyle, TextStyle
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
    texts = {role: _text(profile, style, fallback) for role, style in profile.styles.items()}
    rules = [_GENERAL, f"@page :first {{ counter-reset: page {layout.document.first_page} }}"]
    heads = (each for section in layout.sections for each in section.letterhead)
    for role in sorted({each.paragraph.style for each in (*heads, *walk_set(layout))}):
        rules.append(f".{role} {{ {texts[role]}; {_flow(profile.styles[role])} }}")
    rules += [_table(role, table) for role, table in profile.tables.items()]
    rules += [_panel(role, panel) for role, panel in profile.panels.items()]
    for role, frame in profile.frames.items():
        before, after = f"{frame.space_before_pt}pt", f"{frame.space_after_pt}pt"
        rules.append(f"img.{role} {{ {_aligned(frame.align, before, after)} }}")
    for index, section in enumerate(layout.sections):
        rules += _page(section_page(index), section, profile, texts)
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


def _panel(role: str, style: PanelStyle) -> str:
    return (
        f"div.{role} {{ display: table; table-layout: fixed; border-collapse: collapse; {_aligned(style.align, '0', '0')}; "
        f"border-top: {style.rule_top_pt}pt solid black; "
        f"border-bottom: {style.rule_bottom_pt}pt solid black }}\n"
        f"div.{role} > .row + .row > .cell {{ border-top: {style.rule_inner_pt}pt solid black }}"
    )


def _aligned(align: Align, above: str, below: str) -> str:
    """Return the margins that put a box where it is aligned."""
    left = "0" if align is Align.LEFT else "auto"
    right = "0" if align is Align.RIGHT else "auto"
    return f"margin: {above} {right} {below} {left}"


def _page(
    name: str, made: SetSection, profile: LayoutProfile, texts: Mapping[str, str]
) -> Iterator[str]:
    section = made.section
    page = profile.page_of(section)
    size = f"{page.paper.width_mm}mm {page.paper.height_mm}mm"
    out = page.margins
    sides = f"{out.top_mm}mm {out.right_mm}mm {out.bottom_mm}mm {out.left_mm}mm"
    yield f".{name} {{ page: {name} }}"
    yield f"@page {name} {{ size: {size}; margin: {sides} }}"
    if section.mark:
        role, below = profile.roles.page_mark, profile.page_mark.above_text_mm
        quoted = section.mark.replace("\\", "\\\\").replace('"', '\\"')
        yield (
            f'@page {name} {{ @top-right {{ content: "{quoted}"; {texts[role]}; text-align: '
            f"{profile.styles[role].align}; vertical-align: bottom; padding-bottom: {below}mm }} }}"
        )
    for side in ("right", "left"):
        number = _number(side, profile, texts, landscape=section.landscape)
        yield f"@page {name}:{side} {{ {number} }}"
    if section.letterhead:
        number = "@bottom-left { content: none } @bottom-right { content: none }"  # 10.1
        rule = _letter_rule(profile.letter_rule, page) if profile.letter_rule else ""
        yield f"@page {name}:first {{ {number} {rule} }}"


def _letter_rule(rule: SecondRule, page: Sheet) -> str:
    """Return the two lines near the end of a letter's first page (10.1)."""
    out = (rule.width_mm - page.text_width_mm) / 2
    upper, lower = rule.lines_pt
    height = upper + rule.gap_pt + lower
    down = (page.margins.bottom_mm - rule.above_page_end_mm) * POINTS_PER_MM - height
    return (
        f'@bottom-center {{ content: ""; width: {rule.width_mm}mm; height: {rule.gap_pt}pt; '
        f"margin: {down}pt -{out}mm auto -{out}mm; "
        f"border-top: {upper}pt solid #{rule.colour}; "
        f"border-bottom: {lower}pt solid #{rule.colour} }}"
    )


def _number(
    align: str, profile: LayoutProfile, texts: Mapping[str, str], *, landscape: bool
) -> str:
    """Return the margin box of the page number, on the outer side of the sheet.

    GB/T 9704-2012 7.5 and 8: on a landscape page the number keeps its place on the upright
    sheet, so it stands in the left margin, turned clockwise.
    """
    role, number = profile.roles.page_number, profile.page_number
    style = profile.styles[role]
    inset = number.inset_chars * style.size_pt
    below = number.below_text_mm * POINTS_PER_MM  # to the dash, which runs mid-line
    half = style.line_pt / 2
    if not landscape:
        box = f"bottom-{align}"
        place = f"vertical-align: top; padding: {below - half}pt {inset}pt 0"
    elif align == "right":
        box = "left-bottom"
        place = (
            f"vertical-align: bottom; transform-origin: 100% 100%; {_turn(-below - half, -inset)}"
        )
    else:
        box = "left-top"
        across = profile.margins.bottom_mm * POINTS_PER_MM - below + half
        place = f"vertical-align: top; transform-origin: 0 0; {_turn(across, inset)}"
    return (
        f'@{box} {{ content: "{number.dash} " counter(page) " {number.dash}"; white-space: nowrap; '
        f"{texts[role]}; text-align: {align}; padding: 0; {place} }}"
    )


def _turn(across_pt: Decimal, down_pt: Decimal) -> str:
    return f"transform: translate({across_pt}pt, {down_pt}pt) rotate(90deg)"
