"""WeasyPrint draws the decided pages, once, and what it drew is held against the layout.

Reads WeasyPrint's boxes, which are no public interface; its version is pinned for that.
"""

from __future__ import annotations

import gc
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import cssselect2  # type: ignore[import-untyped]
import pydyf

from reportgen.base.codes import Code
from reportgen.base.limits import give_memory_back
from reportgen.base.problems import ConfigurationError, OutputError, Problem
from reportgen.document.tree import Chart, Image, ImageKind, walk_figures
from reportgen.layout.profile import LayoutProfile
from reportgen.typeset.layout import Layout, PlacedLine
from reportgen.typeset.looks import Setup
from reportgen.writers.pdf.charts import chart_svg
from reportgen.writers.pdf.css import style_sheet
from reportgen.writers.pdf.html import KEY, figure_address, html_tree
from reportgen.writers.pdf.lines import level_lines, spread
from reportgen.writers.pdf.parts import DrawnPage, drawn, has_figures, parts_of
from reportgen.writers.pdf.structure import add_tags, claim_both
from reportgen.writers.pdf.weasy import (
    FatalURLFetchingError,
    Font,
    FontConfiguration,
    URLFetcherResponse,
    boxes,
    weasyprint,
)
from reportgen.writers.readback import check_pdf

# it can't be told otherwise
weasyprint.pdf.add_tags = add_tags
PAGES_A_PART = 40
_PT_PER_PX = 0.75
_ROUNDING_PT = 0.05


class PdfEngine:
    """One profile's drawing engine; keeps its font configuration from document to document.

    A part has so many pages, whatever the document and the machine.
    """

    def __init__(self, setup: Setup, fallback: str | None, part: int = PAGES_A_PART) -> None:
        self._part = part
        self._setup = setup
        self._fallback = fallback
        self._fonts = FontConfiguration()
        # documents of one kind mostly have the same sheet, and parsing it takes as long as drawing
        self._parsed = lru_cache(maxsize=8)(self._parse)

    def write(self, layout: Layout) -> bytes:
        """Return a tagged PDF/A-3a and PDF/UA-1; the same layout gives the same bytes.

        Raises ConfigurationError for everything that WeasyPrint would only log, OutputError where
        what it drew or what can be read back isn't the layout.
        """
        with _without_collecting(), _warnings_as_problems(), level_lines():
            pages = self._drawn(layout)
            claim_both(pages)
            pdf = pages.write_pdf(finisher=_compress, pdf_variant="pdf/a-3a")
        assert isinstance(pdf, bytes)
        check_pdf(pdf, layout)
        return pdf

    def _drawn(self, layout: Layout) -> weasyprint.Document:
        """Draw the pages, part by part; a part with figures keeps its boxes until the end."""
        fonts: dict[int, Font] = {}
        pages: list[weasyprint.Page | DrawnPage] = []
        parts = list(parts_of(layout, self._part))
        for number, part in enumerate(_one_after_the_other(parts), start=1):
            document = self._laid_out(part)
            document.fonts = fonts
            pages += document.pages if has_figures(part) else drawn(document, number)
            document.pages = []
        document.pages = pages
        return document

    def _laid_out(self, layout: Layout) -> weasyprint.Document:
        """Let WeasyPrint lay out pages, and hold them against the layout."""
        style = style_sheet(layout, self._setup.profile, self._fallback)
        html = _Source(layout, self._setup)
        pages = html.render(font_config=self._fonts, stylesheets=[self._parsed(style)])
        _finish(pages, layout)
        return pages

    def _parse(self, style: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=style, font_config=self._fonts)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage alone for a while: a third of the time would go into looking for it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _one_after_the_other(parts: Sequence[Layout]) -> Iterator[Layout]:
    """Yield parts; what one has left is let go before the next."""
    if len(parts) == 1:
        yield from parts
        return
    give_memory_back()
    gc.freeze()  # what is there now needn't be looked through again and again
    try:
        for part in parts:
            yield part
            gc.collect()
    finally:
        gc.unfreeze()


class _Compressed(pydyf.Stream):
    """A stream as it is written: pydyf would compress it once more for the file's identifier."""

    data = b""

    def __init__(self, stream: pydyf.Stream) -> None:
        super().__init__()
        self.number, self.data = stream.number, stream.data


def _compress(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
    pdf.objects = [
        _Compressed(each) if isinstance(each, pydyf.Stream) else each for each in pdf.objects
    ]


class _Source(weasyprint.HTML):
    """A tree that need not be parsed, styled by our own sheet alone."""

    def __init__(self, layout: Layout, setup: Setup) -> None:
        root = html_tree(layout, setup)
        self.base_url = None
        self.url_fetcher = _figures(layout, setup.profile)
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002
        return []


def _figures(layout: Layout, profile: LayoutProfile) -> Callable[[str], URLFetcherResponse]:
    """Hand out the document's own pictures and nothing else: no file, no network."""
    figures = {figure_address(each.key): each for each in walk_figures(layout.document)}

    def fetch(url: str) -> URLFetcherResponse:
        if (figure := figures.get(url)) is None:
            raise FatalURLFetchingError(url)
        match figure.content:
            case Image(kind, content):
                pass
            case Chart() as chart:
                content, kind = chart_svg(chart, figure.role, profile), ImageKind.SVG
        return URLFetcherResponse(url, content, {"Content-Type": kind.value})

    return fetch


@contextmanager
def _warnings_as_problems() -> Iterator[None]:
    messages: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        messages.append(record.getMessage())
        return False

    logger = logging.getLogger("weasyprint")
    logger.addFilter(keep)
    try:
        yield
    except FatalURLFetchingError as error:
        messages.append(f"不允许读取 {error}")
    finally:
        logger.removeFilter(keep)
    if messages:
        raise ConfigurationError(
            [Code.LAYOUT_WARNING.problem(f"排版引擎：{each}") for each in messages]
        )


def _finish(pages: weasyprint.Document, layout: Layout) -> None:
    """Hold what was drawn against the layout, line by line, and spread what is to be spread."""
    if len(pages.pages) != len(layout.pages):
        first = layout.document.first_page
        message = f"从页码 {first} 起排版定为 {len(layout.pages)} 页，画出来 {len(pages.pages)} 页"
        raise OutputError([Code.LAYOUT_DIFFERS.problem(message)])
    problems: list[Problem] = []
    for found, page in zip(pages.pages, layout.pages, strict=True):
        expected: dict[str, deque[PlacedLine]] = {}
        for line in (line for piece in page.pieces for line in piece.lines if line.text):
            expected.setdefault(line.key, deque()).append(line)
        for key, box in _lines(found._page_box, None):
            placed = expected[key].popleft() if expected.get(key) else None
            if placed is None or not _draws(box, placed):
                problems.append(_differs(page.number, placed.text if placed else _text(box)))
            elif placed.spread_pt:
                spread(_texts(box), placed.spread_pt / _PT_PER_PX)
        problems += [
            _differs(page.number, line.text) for left in expected.values() for line in left
        ]
    if problems:
        raise OutputError(problems[:10])


def _differs(page: int, text: str) -> Problem:
    return Code.LAYOUT_DIFFERS.problem(f"页码 {page} 上画出来的与排版不同：“{text[:30]}”")


def _draws(box: boxes.LineBox, line: PlacedLine) -> bool:
    """Tell whether a drawn line is the one of the layout, where the layout has it."""
    texts = _texts(box)
    left = min((each.position_x for each in texts), default=0.0) * _PT_PER_PX
    right = max((each.position_x + each.width for each in texts), default=0.0) * _PT_PER_PX
    found = (left, box.position_y * _PT_PER_PX, right - left)
    places = zip(found, (line.left_pt, line.top_pt, line.width_pt), strict=True)
    return _text(box) == line.text and all(abs(one - two) < _ROUNDING_PT for one, two in places)


def _texts(box: boxes.LineBox) -> list[boxes.TextBox]:
    return [each for each in box.descendants() if isinstance(each, boxes.TextBox) and each.text]


def _text(box: boxes.LineBox) -> str:
    return "".join(each.text for each in _texts(box)).rstrip(" ")


def _lines(box: boxes.Box, outer: str | None) -> Iterator[tuple[str, boxes.LineBox]]:
    """Yield the lines of the document's paragraphs with their keys."""
    key = box.element.get(KEY, outer) if box.element is not None else outer
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.LineBox) and key is not None:
            yield key, child
        else:
            yield from _lines(child, key)
