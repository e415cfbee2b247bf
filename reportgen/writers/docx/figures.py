"""Pictures, each in a paragraph of its own."""

from __future__ import annotations

import io

import resvg_py
from docx.document import Document as WordDocument
from docx.shared import Mm
from lxml.etree import _Element

from reportgen.document.tree import Figure, ImageKind
from reportgen.layout.profile import LayoutProfile
from reportgen.writers.docx.wml import w

_DOTS_PER_MM = 300 / 25.4


def figure_element(word: WordDocument, figure: Figure, profile: LayoutProfile) -> _Element:
    """Put a picture into the Word file and return its paragraph; Word shows SVG as 300 dpi PNG."""
    width, height = profile.figure_size_mm(figure)
    content = figure.image.content
    if figure.image.kind is ImageKind.SVG:
        pixels = round(float(width) * _DOTS_PER_MM), round(float(height) * _DOTS_PER_MM)
        content = bytes(resvg_py.svg_to_bytes(content.decode(), width=pixels[0], height=pixels[1]))
    inline = word.part.new_pic_inline(io.BytesIO(content), Mm(float(width)), Mm(float(height)))
    inline.docPr.set("descr", figure.alternative)
    return w("p", w("pPr", w("pStyle", val=figure.role)), w("r", w("drawing", inline)))
