"""WeasyPrint: lay a document out, say where everything stands, write the PDF.

Reads WeasyPrint's boxes, which are no public interface; its version is pinned for that.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import cssselect2  # type: ignore[import-untyped]
import pydyf

from reportgen.codes import Code
from reportgen.document.measured import Box, Line, Measured
from reportgen.document.tree import Document, Figure, Image, ImageKind
from reportgen.document.walking import walk_figures, walk_paragraphs
from reportgen.errors import ConfigurationError
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import Align
from reportgen.problems import Problem
from reportgen.writers.pdf.charts import chart_svg
from reportgen.writers.pdf.conformance import claim_both
from reportgen.writers.pdf.css import style_sheet
from reportgen.writers.pdf.html import KEY, figure_address, html_tree
from reportgen.writers.pdf.justification import justify
from reportgen.writers.pdf.weasy import (
    FatalURLFetchingError,
    FontConfiguration,
    URLFetcher,
    URLFetcherResponse,
    boxes,
    weasyprint,
)

_PT_PER_PX = 0.75
_ENDLESS_MM = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A laid-out document: where everything stands, and the pages to be written."""

    measured: Measured
    pages: weasyprint.Document


class PdfEngine:
    """One profile's layout engine; keeps its font configuration from document to document."""

    def __init__(self, profile: LayoutProfile, fallback: str | None) -> None:
        self._profile = profile
        self._fallback = fallback
        self._fonts = FontConfiguration()

    def lay_out(self, document: Document) -> LaidOut:
        """Lay a document out on its pages.

        Raises ConfigurationError for everything that WeasyPrint would only log.
        """
        return self._lay_out(document, None)

    def lay_out_endless(self, document: Document) -> Measured:
        """Measure rows and paragraphs without page ends, one endless page a section."""
        return self._lay_out(document, _ENDLESS_MM).measured

    def write(self, laid_out: LaidOut) -> bytes:
        """Return a tagged PDF/A-3a and PDF/UA-1; the same pages give the same bytes."""
        claim_both(laid_out.pages)
        with _warnings_as_problems():
            pdf = laid_out.pages.write_pdf(finisher=_scope_table_heads, pdf_variant="pdf/a-3a")
        assert isinstance(pdf, bytes)
        return pdf

    def _lay_out(self, document: Document, page_height_mm: Decimal | None) -> LaidOut:
        style = style_sheet(document, self._profile, self._fallback, page_height_mm)
        with _warnings_as_problems():
            html = _Source(document, self._profile)
            sheet = weasyprint.CSS(string=style, font_config=self._fonts)
            pages = html.render(font_config=self._fonts, stylesheets=[sheet])
        return LaidOut(_measure(pages, self._distributed(document)), pages)

    def _distributed(self, document: Document) -> frozenset[str]:
        styles = self._profile.styles
        return frozenset(
            paragraph.key
            for paragraph in walk_paragraphs(document)
            if styles[paragraph.style].align is Align.DISTRIBUTE
        )


def _scope_table_heads(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Say that each head cell heads its column (PDF/UA-1 7.5).

    WeasyPrint 70 lists head cells by id instead, and miscounts columns under merged cells.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("S") in ("/TH", "/TD"):
            item["A"].pop("Headers", None)
            if item["S"] == "/TH":
                item["A"]["Scope"] = "/Column"


class _Source(weasyprint.HTML):
    """A tree that need not be parsed, styled by our own sheet alone."""

    def __init__(self, document: Document, profile: LayoutProfile) -> None:
        root = html_tree(document, profile)
        self.base_url = None
        self.url_fetcher = _FigureFetcher(document, profile)
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002
        return []


class _FigureFetcher(URLFetcher):
    """Hand out the document's own pictures and nothing else: no file, no network."""

    def __init__(self, document: Document, profile: LayoutProfile) -> None:
        super().__init__(allowed_protocols=())
        self._profile = profile
        self._figures = {figure_address(figure): figure for figure in walk_figures(document)}

    def fetch(
        self,
        url: str,
        headers: object = None,  # noqa: ARG002 WeasyPrint's call
    ) -> URLFetcherResponse:
        if url not in self._figures:
            raise FatalURLFetchingError(url)
        content, kind = self._drawn(self._figures[url])
        return URLFetcherResponse(url, content, {"Content-Type": kind.value})

    def _drawn(self, figure: Figure) -> tuple[bytes, ImageKind]:
        if isinstance(figure.content, Image):
            return figure.content.content, figure.content.kind
        return chart_svg(figure.content, figure.role, self._profile), ImageKind.SVG


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_as_problems() -> Iterator[None]:
    collector = _Collector()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield
    except FatalURLFetchingError as error:
        collector.messages.append(f"不允许读取 {error}")
    finally:
        logger.removeHandler(collector)
    if collector.messages:
        raise ConfigurationError([_problem(message) for message in collector.messages])


def _problem(message: str) -> Problem:
    return Code.LAYOUT_WARNING.problem(f"排版引擎：{message}")


def _measure(pages: weasyprint.Document, distributed: frozenset[str]) -> Measured:
    found = [
        (number, key, box)
        for number, page in enumerate(pages.pages, start=1)
        for key, box in _keyed(page._page_box, None)
    ]
    boxes_of: dict[str, list[Box]] = {}
    lines: list[tuple[int, str, boxes.BlockBox, boxes.LineBox]] = []
    for number, key, box in found:
        piece = Box(number, box.position_y * _PT_PER_PX, box.margin_height() * _PT_PER_PX)
        boxes_of.setdefault(key, []).append(piece)
        for child in getattr(box, "children", ()):
            if isinstance(child, boxes.LineBox):
                lines.append((number, key, box, child))
    measured_lines = tuple(_line(number, key, block, line) for number, key, block, line in lines)
    justify(_full_lines(lines, distributed))
    return Measured(
        page_count=len(pages.pages),
        lines=measured_lines,
        boxes={key: tuple(pieces) for key, pieces in boxes_of.items()},
    )


def _keyed(box: boxes.Box, outer: str | None) -> Iterator[tuple[str, boxes.Box]]:
    """Yield the boxes of the document's blocks and rows, each once a page, with their keys."""
    key = None if box.element is None else box.element.get(KEY)
    if key is not None and key != outer and not isinstance(box, boxes.TableBox):
        yield key, box
    for child in getattr(box, "children", ()):
        yield from _keyed(child, key or outer)


def _full_lines(
    lines: list[tuple[int, str, boxes.BlockBox, boxes.LineBox]], distributed: frozenset[str]
) -> Iterator[tuple[boxes.BlockBox, boxes.LineBox]]:
    """Yield the lines of justified paragraphs but each paragraph's last, all of distributed ones."""
    for (_, key, block, line), (_, next_key, _, _) in pairwise((*lines, (0, "", None, None))):
        full = key == next_key and block.style["text_align_all"] == "justify"
        if full or key in distributed:
            yield block, line


def _line(page: int, key: str, block: boxes.BlockBox, box: boxes.LineBox) -> Line:
    texts = [child for child in box.descendants() if isinstance(child, boxes.TextBox)]
    left = min((text.position_x for text in texts), default=box.position_x)
    right = max((text.position_x + text.width for text in texts), default=box.position_x)
    return Line(
        key=key,
        page=page,
        text="".join(text.text for text in texts).replace("\u200b", ""),
        left_pt=left * _PT_PER_PX,
        top_pt=box.position_y * _PT_PER_PX,
        width_pt=(right - left) * _PT_PER_PX,
        spare_pt=(block.content_box_x() + block.width - right) * _PT_PER_PX,
    )
