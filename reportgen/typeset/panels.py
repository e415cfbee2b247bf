"""Set panels, text side by side: their cells in lines, the heights of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.document.tree import Panel, PanelCell, Paragraph
from reportgen.typeset.layout import SetPanel, SetPanelCell
from reportgen.typeset.lines import height_of
from reportgen.typeset.looks import Look, Setup, points
from reportgen.typeset.sizes import PageNumbers, set_paragraph, shrunk


def set_panel(panel: Panel, setup: Setup, numbers: PageNumbers) -> SetPanel:
    """Set a panel; text that must fit is shrunk alike where it stands in one style."""
    widths = _widths(panel, setup)
    looks = _shrunk_alike(panel, widths, setup)
    rows = []
    for placed in _placed(panel):
        cells = []
        for column, cell in placed:
            width = sum(widths[column : column + cell.columns])
            made = tuple(
                set_paragraph(each, width, setup, numbers, looks.get(each.style))
                for each in cell.paragraphs
            )
            cells.append(SetPanelCell(column, cell.columns, cell.rows, width, made))
        rows.append(tuple(cells))
    heights = [
        max((height_of(cell.paragraphs) for cell in row if cell.rows == 1), default=0.0)
        for row in rows
    ]
    for index, row in enumerate(rows):
        for each in row:
            missing = height_of(each.paragraphs) - sum(heights[index : index + each.rows])
            heights[index + each.rows - 1] += max(missing, 0.0)
    return SetPanel(panel, widths, tuple(heights), tuple(rows), 0, 0.0)


def panel_height(panel: SetPanel, setup: Setup) -> float:
    """Return a panel's height with its rules."""
    style = setup.profile.panels[panel.panel.role]
    inner = (len(panel.heights_pt) - 1) * style.rule_inner_pt
    return sum(panel.heights_pt) + float(style.rule_top_pt + inner + style.rule_bottom_pt)


def _widths(panel: Panel, setup: Setup) -> tuple[float, ...]:
    """Return the widths of a panel's columns in pt."""
    style = setup.profile.panels[panel.role]
    widths = tuple(points(each) for each in style.columns_mm)
    if style.hug_chars is None:
        return widths
    first, *between, last = widths
    hugged = max(
        _hugged(row[-1].paragraphs[0], float(style.hug_chars), setup) for row in panel.rows
    )
    return (first + last - hugged, *between, hugged)


def _hugged(paragraph: Paragraph, chars: float, setup: Setup) -> float:
    look = setup.looks[paragraph.style]
    width = setup.width_pt(paragraph.text, look)
    return width + chars * (look.size_pt + look.letter_spacing_pt)


def _shrunk_alike(panel: Panel, widths: Sequence[float], setup: Setup) -> dict[str, Look]:
    """Return smaller looks for styles whose text is too long, or makes the panel too high."""
    styles = setup.profile.styles
    scales: dict[str, float] = {}
    for column, cell in (each for row in _placed(panel) for each in row):
        room = sum(widths[column : column + cell.columns])
        for each in cell.paragraphs:
            if styles[each.style].fit:
                width = setup.width_pt(each.text, setup.looks[each.style])
                scale = min(room / max(width, 1.0), scales.get(each.style, 1.0))
                scales[each.style] = min(scale, _height_allows(panel, setup))
    return {role: shrunk(setup.looks[role], scale) for role, scale in scales.items()}


def _height_allows(panel: Panel, setup: Setup) -> float:
    highest = setup.profile.panels[panel.role].max_height_mm
    if highest is None:
        return 1.0
    lines = sum(setup.looks[row[0].paragraphs[0].style].line_pt for row in panel.rows)
    return min(points(highest) / lines, 1.0)


def _placed(panel: Panel) -> Iterator[list[tuple[int, PanelCell]]]:
    """Yield each row's cells with the columns where they begin, past what reaches down into it."""
    reaching: dict[int, int] = {}  # by column, how many rows the cell there still covers
    for row in panel.rows:
        column, cells = 0, []
        for cell in row:
            while reaching.get(column):
                column += 1
            cells.append((column, cell))
            end = column + cell.columns
            reaching |= dict.fromkeys(range(column, end), cell.rows)
            column = end
        yield cells
        reaching = {at: rows - 1 for at, rows in reaching.items()}
