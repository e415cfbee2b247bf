"""The output formats: what each is called and what writes it, from a layout and nothing else.

A new one is a room beside this module and an entry in ``FORMATS``; command line, circulars and
records know it from there. Writers are loaded when one is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.fonts.faces import FontSet
    from reportgen.typeset.layout import Layout
    from reportgen.typeset.looks import Setup

Writer = Callable[["Layout"], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """An output format by the ending of its files; ``writer`` is made once for many documents.

    ``module`` is what it loads. A writer raises OutputError if what it wrote isn't what the layout
    holds.
    """

    ending: str
    module: str
    writer: Callable[[Setup, FontSet], Writer]


def _pdf(setup: Setup, fonts: FontSet) -> Writer:
    from reportgen.fonts.fontconfig import activate

    activate(fonts)
    # Pango reads the font configuration when it is loaded, so it must not be loaded before
    from reportgen.writers.pdf.engine import PdfEngine

    return PdfEngine(setup, fonts).write


def _docx(setup: Setup, _: FontSet) -> Writer:
    from reportgen.writers.docx.package import DocxEngine

    return DocxEngine(setup).write


def _flowing_docx(setup: Setup, fonts: FontSet) -> Writer:
    from reportgen.typeset.typesetter import typeset_endless

    write = _docx(setup, fonts)
    return lambda layout: write(typeset_endless(layout.document, setup))


DOCX = Format("docx", "reportgen.writers.docx.package", _docx)
PDF = Format("pdf", "reportgen.writers.pdf.engine", _pdf)
FORMATS = {"docx": DOCX, "pdf": PDF}
FLOWING_DOCX = replace(
    DOCX, writer=_flowing_docx
)  # without forced page breaks, to be edited further
