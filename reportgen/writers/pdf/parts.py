"""Large documents part by part: pages are drawn and forgotten, only what goes into the PDF is kept.

WeasyPrint's boxes take half a megabyte a page. A ``DrawnPage`` stands for a page of WeasyPrint's when
the PDF is written: the same bytes come of it, into whatever parts the pages went, and in whatever
processes they were drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pydyf

from reportgen.typeset.layout import Layout, Made, SetBlock, SetFigure, SetSection
from reportgen.writers.pdf.structure import Link, Tagged, Tagger
from reportgen.writers.pdf.weasy import Stream, UsedFont, weasyprint

_PT_PER_PX = 0.75
_FLATE = "/FlateDecode"


def parts_of(layout: Layout, size: int) -> Iterator[Layout]:
    """Yield the layouts of so many pages each, as if they were documents."""
    for before in range(0, len(layout.pages), size):
        pages = layout.pages[before : before + size]
        document = replace(layout.document, first_page=layout.document.first_page + before)
        first, last = before + 1, before + len(pages)
        sections = tuple(
            _section_of(each, first, last)
            for each, end in zip(layout.sections, _ends(layout), strict=True)
            if first <= end and each.first_page <= last
        )
        yield Layout(document, sections, pages)


def has_figures(part: Layout) -> bool:
    """Tell whether pictures or charts stand on the pages of a part."""
    blocks = (block for section in part.sections for block in section.blocks)
    return any(isinstance(block.made, SetFigure) for block in blocks)


def _ends(layout: Layout) -> Iterator[int]:
    """Yield the last page of each section."""
    yield from (each.first_page - 1 for each in layout.sections[1:])
    yield len(layout.pages)


def _section_of(made: SetSection, first: int, last: int) -> SetSection:
    blocks = tuple(_standing(made.blocks, first, last))
    imprint = next(_standing((made.imprint,) if made.imprint else (), first, last), None)
    if made.first_page >= first:
        return replace(made, blocks=blocks, imprint=imprint)
    # what it begins with isn't the section's beginning
    return replace(made, blocks=blocks, imprint=imprint, first_page=first - 1, letterhead=())


def _standing(blocks: Iterable[SetBlock[Made]], first: int, last: int) -> Iterator[SetBlock[Made]]:
    """Yield what of some blocks stands on some pages."""
    for block in blocks:
        if stands := tuple(each for each in block.stands if first <= each.page <= last):
            yield replace(block, stands=stands)


@dataclass(slots=True)
class DrawnPage:
    """What of a page goes into the PDF, under the names by which WeasyPrint asks for it.

    ``content`` is compressed; ``states`` are the degrees of opacity that it uses.
    """

    width: float
    height: float
    bleed: dict[str, float]
    bookmarks: list[object]
    links: list[tuple[str, str, object, Link]]
    anchors: dict[str, object]
    content: bytes
    states: dict[str, pydyf.Dictionary]
    tags: Tagged
    forms: dict[None, list[object]] = field(default_factory=lambda: {None: []})

    def paint(self, stream: Stream, scale: float) -> None:
        """Put what was drawn into the PDF's stream for this page."""
        assert scale == _PT_PER_PX
        stream.stream, stream.compress = [self.content], False
        stream.extra["Filter"] = _FLATE
        stream._resources["ExtGState"].update(self.states)


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """The pages of a part and the fonts that they need."""

    pages: tuple[DrawnPage, ...]
    fonts: tuple[UsedFont, ...]


def drawn(document: weasyprint.Document, part: int) -> DrawnPart:
    """Draw a part that has no figures, whose drawing would need more of the PDF."""
    pages = tuple(_pages(document, Tagger(part)))
    return DrawnPart(pages, tuple(each.used for each in document.fonts.values()))


def _pages(document: weasyprint.Document, tagger: Tagger) -> Iterator[DrawnPage]:
    for page in document.pages:
        kinds = ("ExtGState", "XObject", "Pattern", "Shading")
        resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
        stream = Stream(
            document.fonts,
            (0, 0, page.width, page.height),
            resources,
            {},
            {},
            document.color_profiles,
            document.output_intent,
            compress=True,
        )
        stream.transform(d=-1, f=page.height * _PT_PER_PX)
        page.paint(stream, _PT_PER_PX)
        states = dict(resources.pop("ExtGState"))
        assert not any(resources.values())
        links = {box: Link(box.element.text) for *_, box in page.links}
        tags = tagger.tags(page, stream, links)
        _, _, data = stream.data.partition(b"\nstream\n")
        yield DrawnPage(
            page.width,
            page.height,
            page.bleed,
            page.bookmarks,
            [(kind, target, place, links[box]) for kind, target, place, box in page.links],
            page.anchors,
            data.removesuffix(b"\nendstream"),
            states,
            tags,
        )
