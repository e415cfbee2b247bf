"""Pictures and charts, each in a paragraph of its own."""

from __future__ import annotations

import io

import resvg_py
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt
from lxml.etree import _Element

from reportgen.document.tree import Chart, Image, ImageKind
from reportgen.layout.profile import LayoutProfile
from reportgen.typeset.layout import SetFigure
from reportgen.writers.docx.wml import w

_DOTS_PER_MM = 300 / 25.4
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def figure_element(word: WordDocument, made: SetFigure, profile: LayoutProfile) -> _Element:
    """Put a picture or chart into the Word file and return its paragraph."""
    figure = made.figure
    width, height = Pt(made.width_pt), Pt(made.height_pt)
    if isinstance(figure.content, Chart):
        from reportgen.writers.docx.charts import add_chart  # few documents need it

        relation = add_chart(word, figure.content, figure.role, profile)
        inline = _chart_frame(relation, width, height)
    else:
        content = io.BytesIO(_shown(figure.content, width, height))
        inline = word.part.new_pic_inline(content, width, height)
    number = figure.key.removeprefix("b")  # unique, as Word wants it to be
    described = next(inline.iter(qn("wp:docPr")))
    described.set("id", number)
    described.set("name", f"Figure {number}")
    described.set("descr", figure.alternative)
    return w("p", w("pPr", w("pStyle", val=figure.role)), w("r", w("drawing", inline)))


def _shown(image: Image, width: Length, height: Length) -> bytes:
    """Return a picture as Word can show it: SVG as PNG of 300 dpi."""
    if image.kind is not ImageKind.SVG:
        return image.content
    across, down = (round(side.mm * _DOTS_PER_MM) for side in (width, height))
    return bytes(resvg_py.svg_to_bytes(image.content.decode(), width=across, height=down))


def _chart_frame(relation: str, width: Length, height: Length) -> _Element:
    return parse_xml(
        f"<wp:inline {nsdecls('wp', 'a', 'r')}>"
        f'<wp:extent cx="{int(width)}" cy="{int(height)}"/>'
        f'<wp:docPr id="1" name=""/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
        f"</a:graphicData></a:graphic></wp:inline>"
    )
