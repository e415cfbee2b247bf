"""Charts as vector drawings: horizontal bars in grey, readable in black and white."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from reportgen.document.tree import Chart
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import POINTS_PER_MM, ChartKind

_BAR = Decimal("0.62")  # of a row's height
_GAP_PT = Decimal(3)
_STROKE = {"stroke": "#000000", "stroke-width": "0.5"}
_BASELINE = Decimal("0.36")  # of the size, from the middle of a line to its baseline


def chart_svg(chart: Chart, role: str, profile: LayoutProfile) -> bytes:
    """Draw a chart; it has no axis, every bar carries its value."""
    return ET.tostring(_Drawing(chart, role, profile).root)


class _Drawing:
    """One chart on its way to SVG; all lengths are in pt."""

    def __init__(self, chart: Chart, role: str, profile: LayoutProfile) -> None:
        self._chart, self._style = chart, profile.charts[role]
        style = self._style
        text = profile.styles[style.style]
        self._size = text.size_pt
        self._face = profile.faces[text.face].official
        self._line = text.line_pt
        self._row = profile.chart_row_mm(role, chart) * POINTS_PER_MM
        self._left = style.label_mm * POINTS_PER_MM
        width = style.width_mm * POINTS_PER_MM
        self._room = width - self._left - style.value_mm * POINTS_PER_MM
        height = self._row * len(chart.categories) + style.legend_mm * POINTS_PER_MM
        self._end = style.scale_end(chart)
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": f"{width}pt",
                "height": f"{height}pt",
                "viewBox": f"0 0 {width} {height}",
            },
        )
        for index, category in enumerate(chart.categories):
            middle = self._row * index + self._row / 2
            lines = category.split("\n")
            first = middle - self._line * (len(lines) - 1) / 2
            for number, line in enumerate(lines):
                self._text(line, self._left - _GAP_PT, first + self._line * number, "end")
            self._bars(index, middle)
        bottom = self._row * len(chart.categories)
        self._add("line", _STROKE, x1=self._left, y1=Decimal(0), x2=self._left, y2=bottom)
        self._legend(bottom + (height - bottom) / 2)

    def _bars(self, index: int, middle: Decimal) -> None:
        thick = self._row * _BAR
        top, left = middle - thick / 2, self._left
        values = [each.values[index] for each in self._chart.series]
        # as in Word, whose axis begins with 0, a negative number has no bar, but its label
        lengths = [self._room * max(value.number, Decimal(0)) / self._end for value in values]
        share = thick / len(values)
        for number, (value, length) in enumerate(zip(values, lengths, strict=True)):
            match self._style.kind:
                case ChartKind.STACKED:
                    self._bar(number, left, top, length, thick)
                    if value.number:
                        colour = "#ffffff" if self._style.is_dark(number) else "#000000"
                        self._text(value.label, left + length / 2, middle, "middle", colour)
                    left += length
                case ChartKind.CLUSTERED:
                    at = top + share * number
                    self._bar(number, left, at, length, share)
                    self._text(value.label, left + length + _GAP_PT, at + share / 2, "start")
                case ChartKind.OVERLAID:
                    self._bar(number, left, top, length, thick)
        if self._style.kind is ChartKind.OVERLAID:
            self._text(values[0].label, left + max(lengths) + _GAP_PT, middle, "start")

    def _legend(self, middle: Decimal) -> None:
        box = self._size * _BAR
        at = self._left
        for number, each in enumerate(self._chart.series):
            self._bar(number, at, middle - box / 2, box * 2, box)
            self._text(each.name, at + box * 2 + _GAP_PT, middle, "start")
            at += box * 2 + _GAP_PT * 4 + self._size * len(each.name)

    def _bar(
        self, number: int, left: Decimal, top: Decimal, width: Decimal, height: Decimal
    ) -> None:
        fill = self._style.fills[number % len(self._style.fills)]
        look = {"fill": "none" if fill == "none" else f"#{fill}", **_STROKE}
        self._add("rect", look, x=left, y=top, width=width, height=height)

    def _text(
        self, text: str, x: Decimal, middle: Decimal, anchor: str, colour: str = "#000000"
    ) -> None:
        look = {"font-family": self._face, "font-size": f"{self._size}"}
        look |= {"text-anchor": anchor, "fill": colour}
        self._add("text", look, x=x, y=middle + self._size * _BASELINE).text = text

    def _add(self, tag: str, look: dict[str, str], **lengths: Decimal) -> ET.Element:
        measures = {name: f"{length:.2f}" for name, length in lengths.items()}
        return ET.SubElement(self.root, tag, measures | look)
