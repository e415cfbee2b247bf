"""Set panels, text side by side: names dealt out, cells in lines, the heights of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from reportgen.document.tree import Cell, Panel, Paragraph, Run
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import PanelStyle
from reportgen.typeset.layout import SetCell, SetPanel, SetRow
from reportgen.typeset.lines import height_of, set_paragraph, shrunk
from reportgen.typeset.looks import Look, Setup, points

_BETWEEN_NAMES = "　"
Rows = Sequence[Sequence[Cell]]
Box = tuple[int, float, Cell]  # how many columns a cell covers, its width


def set_panel(panel: Panel, room_pt: float, setup: Setup) -> SetPanel:
    """Set a panel; text that must fit is shrunk alike where it stands in one style.

    Its columns, measured for an upright page, grow with the room on a turned one.
    """
    style = setup.profile.panels[panel.role]
    dealt = _dealt(panel, style, setup.profile)
    upright = points(setup.profile.text_width_mm)
    widths = tuple(each * room_pt / upright for each in _widths(dealt, style, setup))
    boxes = [list(_boxes(row, widths)) for row in dealt]
    looks = _shrunk_alike(boxes, style, setup)
    rows: list[SetRow] = []
    for boxes_of_row in boxes:
        cells = tuple(
            SetCell(
                tuple(
                    set_paragraph(each, width, setup, looks.get(each.style))
                    for each in cell.paragraphs
                ),
                width,
                columns=columns,
                anchor=style.anchor(at),
            )
            for at, (columns, width, cell) in enumerate(boxes_of_row)
        )
        height = max(height_of(cell.paragraphs) for cell in cells)
        rows.append(SetRow(f"{panel.key}.{len(rows)}", cells, height))
    rules = style.rule_top_pt + (len(rows) - 1) * style.rule_inner_pt + style.rule_bottom_pt
    height = sum(row.height_pt for row in rows) + float(rules)
    return SetPanel(panel, widths, tuple(rows), height)


def _dealt(panel: Panel, style: PanelStyle, profile: LayoutProfile) -> Rows:
    """Deal out the names in the last cell of the first row, so many a line.

    In a panel with columns of its own they stay in their cell; else each has one, those of the
    last line on the right, where the rows that follow have their text too.
    """
    if style.names_a_line is None:
        return panel.rows
    (*before, last), *others = panel.rows
    fits = all(len(each.text) <= (style.name_chars or len(each.text)) for each in last.paragraphs)
    count = style.names_a_line if fits else max(style.names_a_line - 1, 1)
    lines = [last.paragraphs[at : at + count] for at in range(0, len(last.paragraphs), count)]
    if style.columns_mm:
        return [(*before, Cell(tuple(map(_joined, lines)))), *others]
    later = profile.styles[last.paragraphs[0].style].then or last.paragraphs[0].style
    rows = [[Cell((each,)) for each in lines[0]]]
    rows += [[Cell((replace(each, style=later),)) for each in line] for line in lines[1:]]
    rows += map(list, others)
    blank = replace(rows[-1][-1].paragraphs[-1], inlines=())
    for at, row in enumerate(rows):
        keys = (f"{panel.key}.{at}.{gap}" for gap in range(count - len(row)))
        row[:0] = [Cell((replace(blank, key=key),)) for key in keys]
    return rows


def _joined(names: Sequence[Paragraph]) -> Paragraph:
    """Return names as one paragraph, a character's room between them."""
    between = (Run(_BETWEEN_NAMES),)
    parts = (names[0].inlines, *(part for each in names[1:] for part in (between, each.inlines)))
    return replace(names[0], inlines=tuple(inline for part in parts for inline in part))


def _widths(rows: Rows, style: PanelStyle, setup: Setup) -> tuple[float, ...]:
    """Return the widths of a panel's columns in pt."""
    if not style.columns_mm:
        return (points(setup.profile.text_width_mm / len(rows[0])),) * len(rows[0])
    widths = tuple(points(each) for each in style.columns_mm)
    if style.hug_chars is None:
        return widths
    hugged = 0.0
    for each in (each for row in rows for each in row[-1].paragraphs):
        look = setup.looks[each.style]
        around = float(style.hug_chars) * look.pitch_pt
        hugged = max(hugged, setup.width_pt(each.text, look) + around)
    first, *between, last = widths
    return (first + last - hugged, *between, hugged)


def _boxes(row: Sequence[Cell], widths: Sequence[float]) -> Iterator[Box]:
    for column, cell in enumerate(row):
        end = column + 1 if cell is not row[-1] else len(widths)
        yield end - column, sum(widths[column:end]), cell


def _shrunk_alike(
    boxes: Sequence[Sequence[Box]], style: PanelStyle, setup: Setup
) -> dict[str, Look]:
    """Return smaller looks for styles whose text is too long, or makes the panel too high."""
    lines = [each for (_, _, cell), *_ in boxes for each in cell.paragraphs]
    height = sum(setup.looks[each.style].line_pt for each in lines)
    highest = points(style.max_height_mm) if style.max_height_mm else height
    scales: dict[str, float] = {}
    for _, room, cell in chain.from_iterable(boxes):
        for each in cell.paragraphs:
            if setup.profile.styles[each.style].fit:
                width = max(setup.width_pt(each.text, setup.looks[each.style]), 1.0)
                scale = min(room / width, highest / height, 1.0)
                scales[each.style] = min(scale, scales.get(each.style, 1.0))
    return {role: shrunk(setup.looks[role], scale) for role, scale in scales.items()}
