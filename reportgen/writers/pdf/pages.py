"""A page as the PDF takes it: what is drawn, and what the page says of itself.

Measures are in pt from the page's upper left corner, y downwards; only here do they become PDF's,
and px where WeasyPrint asks.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from reportgen.document.tree import Chart, Figure, Image, ImageKind
from reportgen.typeset.layout import Line, PlacedLine, SetFigure, SetParagraph
from reportgen.typeset.looks import Look, Setup, opens
from reportgen.writers.pdf.charts import chart_svg
from reportgen.writers.pdf.glyphs import Pen, Pens
from reportgen.writers.pdf.structure import Link, Tagged, said_of_figure
from reportgen.writers.pdf.weasy import DrawnImage, Stream, image_of

UPRIGHT, CLOCKWISE = "1 0 0 1", "0 -1 1 0"
_PX_PER_PT = 4 / 3
_FLATE = "/FlateDecode"
# PDF/UA-1, 7.8: what stands on each page alike is no part of the text
_AGAIN = "/Artifact <</Type /Pagination>> BDC"
Piece = tuple[str, Link | None]  # operators that print some of a line, as a link or not
Edges = tuple[float, float, float, float]


class DrawnPage:
    """One page; WeasyPrint finds the attributes that its own pages have."""

    def __init__(
        self, size_pt: tuple[float, float], section: Tagged, setup: Setup, pens: Pens
    ) -> None:
        width, self._height = size_pt
        self.width, self.height = width * _PX_PER_PT, self._height * _PX_PER_PT
        self.bleed = dict.fromkeys(("left", "top", "right", "bottom"), 0)
        self.bookmarks: list[tuple[int, str, tuple[float, float], str]] = []
        self.links: list[tuple[str, str, Edges, Link]] = []
        self.anchors: dict[str, Edges] = {}
        self.forms: dict[None, list[object]] = {None: []}
        self.section = section
        self.setup, self._pens = setup, pens
        self._operators: list[str] = []
        self._figures: list[tuple[int, SetFigure, float, float]] = []
        self._numbered = 0
        self._content = b""

    def print_paragraph(self, lines: Sequence[PlacedLine], element: Tagged | None) -> None:
        """Print lines of a paragraph as an element's, or as what is printed again on each page."""
        first, last = lines[0], lines[-1]
        made, look = first.made, first.made.look
        colour = self.setup.profile.styles[made.paragraph.style].colour
        pieces = (piece for each in lines for piece in self._pieces(each))
        for link, group in groupby(pieces, key=lambda piece: piece[1]):
            marked = element.within("Link") if element and link else element
            operators = "\n".join(each for each, _ in group)
            self._print(operators, look, colour, marked)
            if marked and link:
                marked.kids.append(link)
        if first.line is made.lines[0] and element:
            left, top = first.left_pt - first.line.left_pt + look.left_pt, first.top_pt
            level, name = made.paragraph.heading_level, made.paragraph.id
            if level is not None:
                place = left * _PX_PER_PT, top * _PX_PER_PT
                self.bookmarks.append((level + 1, made.text.replace("\n", ""), place, "open"))
            if name:
                self.anchors[name] = self._edges(left, top, left, top)
        if look.rule_pt and last.line is made.lines[-1]:
            box = last.left_pt - last.line.left_pt
            left, right = box + look.left_pt, box + made.room_pt - look.right_pt
            y = last.top_pt + look.line_pt + look.rule_pt / 2
            self.draw_rules([(left, y, right, y)], look.rule_pt, colour)

    def print_again(
        self, text: str, role: str, left: float, base: float, turn: str = UPRIGHT
    ) -> None:
        """Print what each page bears, from a point of its baseline on."""
        look = self.setup.looks[role]
        shown = f"{self._at(left, base, turn)} {_shown(text, '', self._pen(look), look, 0.0)}"
        self._print(shown, look, self.setup.profile.styles[role].colour, None)

    def draw_rules(self, rules: Iterable[Edges], width_pt: float, colour: str = "000000") -> None:
        """Draw lines from point to point."""
        drawn = [
            f"{x1:.3f} {self._height - y1:.3f} m {x2:.3f} {self._height - y2:.3f} l"
            for x1, y1, x2, y2 in rules
        ]
        if drawn and width_pt:
            begun = f"/Artifact BMC {_rgb(colour)} RG {width_pt:g} w"
            self._operators += (begun, *drawn, "S EMC")

    def place_figure(self, made: SetFigure, left: float, top: float) -> None:
        """Keep a figure: it is drawn when the PDF is written, which takes its pictures."""
        bottom = self._height - top - made.height_pt
        place = left, bottom, left + made.width_pt, bottom + made.height_pt
        said = said_of_figure(made.figure.alternative, place)
        element = self.section.within("Figure", said=said)
        self._figures.append((self._number(element), made, left, top))

    def baseline_pt(self, look: Look) -> float:
        """Return how far below a line's upper edge its baseline is."""
        return self._pen(look).baseline_pt(look.line_pt)

    def close(self) -> None:
        """Keep what was drawn in little room."""
        self._content = zlib.compress("\n".join(self._operators).encode())
        self._operators.clear()

    def paint(self, stream: Stream, scale: float) -> None:
        """Put what was drawn into the PDF's stream for this page."""
        if not self._figures:
            stream.stream, stream.compress = [self._content], False
            stream.extra["Filter"] = _FLATE
            return
        stream.stream.insert(0, zlib.decompress(self._content))
        for number, made, left, top in self._figures:
            stream.stream.append(f"/Figure <</MCID {number}>> BDC".encode())
            with stream.stacked():
                stream.transform(scale, 0, 0, scale, left, top)
                size = made.width_pt * _PX_PER_PT, made.height_pt * _PX_PER_PT
                self._image(made.figure).draw(stream, *size, {"image_rendering": "crisp-edges"})
            stream.stream.append(b"EMC")

    def _image(self, figure: Figure) -> DrawnImage:
        match figure.content:
            case Image(kind, content):
                pass
            case Chart() as chart:
                content = chart_svg(chart, figure.role, self.setup.profile)
                kind = ImageKind.SVG
        return image_of(f"figure:{figure.key}", kind.value, content)

    def _print(self, operators: str, look: Look, colour: str, element: Tagged | None) -> None:
        mark = _AGAIN
        if element:
            mark = f"/{element.kind} <</MCID {self._number(element)}>> BDC"
        font = self._pen(look).font
        self._operators.append(f"{mark}\nBT {font} {_rgb(colour)} rg\n{operators}\nET EMC")

    def _number(self, element: Tagged) -> int:
        """Count what is drawn here, in reading order."""
        number = self._numbered
        element.kids.append(number)
        self._numbered += 1
        return number

    def _pieces(self, placed: PlacedLine) -> Iterator[Piece]:
        """Yield a line in pieces, its page numbers apart."""
        look, text, spread = placed.made.look, placed.text, placed.line.spread_pt
        base = placed.top_pt + self.baseline_pt(look)
        for start, end, target in _parted(placed.made, placed.line):
            left = placed.left_pt
            if start:
                left += self._width(text[:start], text[start:], look, spread)
            shown = _shown(text[start:end], text[end : end + 1], self._pen(look), look, spread)
            link = None
            if target:
                right = left + self._width(text[start:end], text[end:], look, spread)
                edges = self._edges(left, placed.top_pt, right, placed.top_pt + look.line_pt)
                link = Link(text[start:end])
                self.links.append(("internal", target, edges, link))
            yield f"{self._at(left, base)} {shown}", link

    def _width(self, text: str, after: str, look: Look, spread_pt: float) -> float:
        gaps = sum(opens(*pair) for pair in pairwise(text + after[:1])) if spread_pt else 0
        return self.setup.width_pt(text, look) + gaps * spread_pt

    def _at(self, left: float, base: float, turn: str = UPRIGHT) -> str:
        return f"{turn} {left:.3f} {self._height - base:.3f} Tm"

    def _edges(self, left: float, top: float, right: float, bottom: float) -> Edges:
        return tuple(each * _PX_PER_PT for each in (left, top, right, bottom))  # type: ignore[return-value]

    def _pen(self, look: Look) -> Pen:
        return self._pens.pen(look.face, look.size_pt)


def _parted(made: SetParagraph, line: Line) -> Iterator[tuple[int, int, str | None]]:
    """Yield where in a line's text pieces begin and end, and what those that are links lead to."""
    at, length = 0, len(line.text)
    for link in made.links:
        start, end = link.start - line.start, link.end - line.start
        if at <= start < length:
            if at < start:
                yield at, start, None
            yield start, end, link.target
            at = end
    if at < length:
        yield at, length, None


def _shown(text: str, after: str, pen: Pen, look: Look, spread_pt: float) -> str:
    """Return the operators that print a text, drawn apart where a spread line is."""
    if not spread_pt:
        return f"{look.letter_spacing_pt:g} Tc {pen.shown(text)}"
    apart = [*(opens(*pair) for pair in pairwise(text + after)), False]
    return " ".join(
        f"{look.letter_spacing_pt + spread_pt * is_open:.4f} Tc "
        + pen.shown("".join(character for character, _ in group))
        for is_open, group in groupby(zip(text, apart, strict=False), key=lambda pair: pair[1])
    )


@cache
def _rgb(colour: str) -> str:
    """Return six hexadecimal digits as three parts of one."""
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.3g}" for at in (0, 2, 4))
