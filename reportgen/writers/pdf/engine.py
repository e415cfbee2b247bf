"""WeasyPrint draws the decided pages, once, and what it drew is held against the layout.

Reads WeasyPrint's boxes, which are no public interface; its version is pinned for that.
"""

from __future__ import annotations

import gc
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

import cssselect2  # type: ignore[import-untyped]
import pydyf

from reportgen.base.codes import Code
from reportgen.base.limits import give_memory_back
from reportgen.base.problems import ConfigurationError, OutputError, Problem, ReportgenError
from reportgen.base.workers import Crew, HelperLostError, Lost, shared_out
from reportgen.document.tree import Chart, Image, ImageKind
from reportgen.layout.profile import LayoutProfile
from reportgen.typeset.layout import Layout, PlacedLine, SetFigure
from reportgen.typeset.looks import Setup
from reportgen.writers.pdf.charts import chart_svg
from reportgen.writers.pdf.css import style_sheet
from reportgen.writers.pdf.html import KEY, figure_address, html_tree
from reportgen.writers.pdf.lines import decided_lines, spread
from reportgen.writers.pdf.parts import DrawnPage, DrawnPart, drawn, has_figures, parts_of
from reportgen.writers.pdf.structure import add_tags, claim_both
from reportgen.writers.pdf.weasy import (
    DocumentMetadata,
    FatalURLFetchingError,
    URLFetcherResponse,
    boxes,
    can_fork,
    font_configuration,
    get_html_metadata,
    joined_fonts,
    weasyprint,
)
from reportgen.writers.readback import check_pdf

# it can't be told otherwise
weasyprint.pdf.add_tags = add_tags
PAGES_A_PART = 40
_PT_PER_PX = 0.75
_ROUNDING_PT = 0.05
_Part = tuple[int, Layout]


class PdfEngine:
    """One profile's drawing engine; keeps its style sheets from document to document.

    A part has so many pages, whatever the document and the machine. Several are drawn by a ``crew``
    where there is one and nothing has been drawn in this process before.
    """

    def __init__(
        self,
        setup: Setup,
        fallback: str | None,
        part: int = PAGES_A_PART,
        crew: Crew | None = None,
    ) -> None:
        self._part, self._crew = part, crew
        self._setup = setup
        self._fallback = fallback
        # documents of one kind mostly have the same sheet, and parsing it takes as long as drawing
        self._parsed = lru_cache(maxsize=8)(self._parse)

    def write(self, layout: Layout) -> bytes:
        """Return a tagged PDF/A-3a and PDF/UA-1; the same layout gives the same bytes.

        Raises ConfigurationError for everything that WeasyPrint would only log, OutputError where
        what it drew or what can be read back isn't the layout.
        """
        parts = list(enumerate(parts_of(layout, self._part), start=1))
        plain = [each for each in parts if not has_figures(each[1])]
        made = dict(zip((number for number, _ in plain), self._drawn(plain), strict=True))
        with _drawing():
            pages: list[weasyprint.Page | DrawnPage] = []
            for number, part in parts:
                pages += made[number].pages if number in made else self._laid_out(part).pages
            document = self._document(layout, pages)
            document.fonts = joined_fonts(font for part in made.values() for font in part.fonts)
            claim_both(document)
            pdf = document.write_pdf(finisher=_compress, pdf_variant="pdf/a-3a")
        assert isinstance(pdf, bytes)
        check_pdf(pdf, layout)
        return pdf

    def _drawn(self, parts: Sequence[_Part]) -> Iterator[DrawnPart]:
        """Draw parts without figures: side by side, or one after the other."""
        if len(parts) == 1:
            yield from map(self._draw, parts)
        elif self._crew and can_fork():
            give_memory_back()
            found = dict(shared_out(self._draw_alone, parts, self._crew))
            yield from (_brought(found[number]) for number in range(len(parts)))
        elif parts:
            give_memory_back()
            gc.freeze()  # what is there now needn't be looked through again and again
            try:
                yield from map(self._draw_next, parts)
            finally:
                gc.unfreeze()

    def _draw_alone(self, part: _Part) -> DrawnPart | ReportgenError:
        try:
            return self._draw_next(part)
        except ReportgenError as error:
            return error.alone()

    def _draw_next(self, part: _Part) -> DrawnPart:
        gc.collect()  # what the part before has left
        return self._draw(part)

    def _draw(self, part: _Part) -> DrawnPart:
        number, layout = part
        with _drawing():
            return drawn(self._laid_out(layout), number)

    def _laid_out(self, layout: Layout) -> weasyprint.Document:
        """Let WeasyPrint lay out pages, and hold them against the layout."""
        style = style_sheet(layout, self._setup.profile, self._fallback)
        html = _Source(layout, self._setup)
        pages = html.render(font_config=font_configuration(), stylesheets=[self._parsed(style)])
        _finish(pages, layout)
        return pages

    def _document(
        self, layout: Layout, pages: Sequence[weasyprint.Page | DrawnPage]
    ) -> weasyprint.Document:
        """Return some pages as one document that says what the layout's says of itself."""
        html = _Source(replace(layout, sections=()), self._setup)
        said = DocumentMetadata(**get_html_metadata(html))
        return weasyprint.Document(pages, said, html.url_fetcher, font_configuration(), {}, None)

    def _parse(self, style: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=style, font_config=font_configuration())


def _brought(made: DrawnPart | ReportgenError | Lost) -> DrawnPart:
    """Return what another process has drawn; raise what stopped it."""
    match made:
        case DrawnPart():
            return made
        case ReportgenError():
            raise made
        case Lost():
            raise HelperLostError(made)


@contextmanager
def _drawing() -> Iterator[None]:
    with _without_collecting(), _warnings_as_problems(), decided_lines():
        yield


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
    made = (block.made for section in layout.sections for block in section.blocks)
    figures = {
        figure_address(each.figure.key): each.figure for each in made if isinstance(each, SetFigure)
    }

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
            inner = (each for each in box.descendants() if isinstance(each, boxes.TextBox))
            texts = [each for each in inner if each.text]
            if placed is None or not _draws(box.position_y, texts, placed):
                problems.append(_differs(page.number, placed.text if placed else _text(texts)))
            elif placed.spread_pt:
                spread(texts, placed.spread_pt / _PT_PER_PX)
        problems += [
            _differs(page.number, line.text) for left in expected.values() for line in left
        ]
    if problems:
        raise OutputError(problems[:10])


def _differs(page: int, text: str) -> Problem:
    return Code.LAYOUT_DIFFERS.problem(f"页码 {page} 上画出来的与排版不同：“{text[:30]}”")


def _draws(top_px: float, texts: Sequence[boxes.TextBox], line: PlacedLine) -> bool:
    """Tell whether a drawn line is the one of the layout, where the layout has it."""
    left = min((each.position_x for each in texts), default=0.0) * _PT_PER_PX
    right = max((each.position_x + each.width for each in texts), default=0.0) * _PT_PER_PX
    found = (left, top_px * _PT_PER_PX, right - left)
    places = zip(found, (line.left_pt, line.top_pt, line.width_pt), strict=True)
    return _text(texts) == line.text and all(abs(one - two) < _ROUNDING_PT for one, two in places)


def _text(texts: Sequence[boxes.TextBox]) -> str:
    return "".join(each.text for each in texts).rstrip(" ")


def _lines(box: boxes.Box, outer: str | None) -> Iterator[tuple[str, boxes.LineBox]]:
    """Yield the lines of the document's paragraphs with their keys."""
    key = box.element.get(KEY, outer) if box.element is not None else outer
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.LineBox) and key is not None:
            yield key, child
        else:
            yield from _lines(child, key)
