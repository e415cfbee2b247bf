"""A layout as PDF: its pages drawn as it has them, the file put together by WeasyPrint.

Uses parts of WeasyPrint that are no public interface; its version is pinned for that.
"""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pydyf

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.fonts.faces import FontSet
from reportgen.typeset.layout import Layout
from reportgen.typeset.looks import Setup
from reportgen.writers.pdf.drawing import drawn_pages
from reportgen.writers.pdf.glyphs import Pens
from reportgen.writers.pdf.structure import add_tags, claim_both
from reportgen.writers.pdf.weasy import (
    DocumentMetadata,
    FatalURLFetchingError,
    font_configuration,
    loaded,
    weasyprint,
)
from reportgen.writers.readback import check_pdf

# it can't be told otherwise
weasyprint.pdf.add_tags = add_tags


class PdfEngine:
    """Writes PDFs in one profile, with its faces' files."""

    def __init__(self, setup: Setup, fonts: FontSet) -> None:
        self._setup, self._fonts = setup, fonts

    def write(self, layout: Layout) -> bytes:
        """Return a tagged PDF/A-3a and PDF/UA-1; the same layout gives the same bytes.

        Raises ConfigurationError for a character without a glyph and for everything that WeasyPrint
        would only log, OutputError where what can be read back isn't the layout.
        """
        with _without_collecting(), _warnings_as_problems():
            pens = Pens(self._setup.profile, self._fonts)
            pages = list(drawn_pages(layout, self._setup, pens))
            document = weasyprint.Document(
                pages, _metadata(layout), None, font_configuration(), {}, None
            )
            document.fonts = loaded(pens.used)
            claim_both(document)
            pdf = document.write_pdf(finisher=_compress, pdf_variant="pdf/a-3a")
        assert isinstance(pdf, bytes)
        check_pdf(pdf, layout)
        return pdf


def _metadata(layout: Layout) -> DocumentMetadata:
    document = layout.document
    stamp = f"{document.date.isoformat()}T00:00:00+08:00"
    return DocumentMetadata(
        title=document.title,
        authors=[document.author],
        generator="reportgen",
        created=stamp,
        modified=stamp,
        lang=document.language,
    )


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
