"""Charts made to fit: long names in lines, what is higher than a page in several charts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from math import ceil, isinf

from reportgen.document.tree import Chart, Figure
from reportgen.typeset.looks import Setup, points
from reportgen.typeset.parting import Bond, bonds
from reportgen.typeset.titles import title_lines

_MOST_LINES = 6  # of a name; the text and the words that stand for the chart have it in full
_MORE = "……"
_CONTINUED = "接上图"


def chart_parts(figure: Figure, chart: Chart, room_pt: float, setup: Setup) -> Iterator[Figure]:
    """Yield a chart's figure in parts that are alike and no higher than ``room_pt``.

    All have the scale of the whole, so that their bars can be compared.
    """
    style = setup.profile.charts[figure.role]
    chart = Chart(
        tuple(
            _in_lines(each, points(style.label_mm), style.style, setup) for each in chart.categories
        ),
        chart.series,
        style.scale_end(chart),
    )
    row = setup.profile.chart_row_mm(figure.role, chart)
    frame = float(style.space_before_pt + style.space_after_pt)
    count = len(chart.categories)
    size = count
    if not isinf(room_pt):
        most = max(1, int((room_pt - frame - points(style.legend_mm)) / points(row)))
        size = ceil(count / ceil(count / most))
    for start in range(0, count, size):
        part = slice(start, start + size)
        content = Chart(
            chart.categories[part],
            tuple(replace(each, values=each.values[part]) for each in chart.series),
            chart.reach,
        )
        if start:
            yield replace(
                figure, key=f"{figure.key}+{start}", content=content, alternative=_CONTINUED
            )
        else:
            yield replace(figure, content=content)


def _in_lines(name: str, room_pt: float, role: str, setup: Setup) -> str:
    look = setup.looks[role]
    size = look.size_pt
    lines = title_lines(name, room_pt / size, lambda part: setup.width_pt(part, look) / size)
    found, ends = bonds(name), accumulate(map(len, lines))
    whole = next((at for at, end in enumerate(ends) if found[end] is Bond.NUMBER), _MOST_LINES)
    shown = lines[: min(whole, _MOST_LINES)]
    return "\n".join((*shown, *([_MORE] if len(shown) < len(lines) else [])))
