"""Compare a layout with a PDF of the same text, character by character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pypdfium2

from reportgen.document.tree import Section
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import POINTS_PER_MM
from reportgen.typeset.layout import Layout, PlacedLine, SetParagraph
from tests.parity.joiners import UNCOUNTED

_SAME_LINE_PT = 5.9  # a comma stands low where a PDF tells no font height; lines are 12 pt apart


@dataclass(frozen=True)
class Glyph:
    """A printed character and where it stands: page from 1, pt from the page's lower left."""

    character: str
    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Parity:
    """How two layouts of one document agree."""

    pages: tuple[int, int]
    rows: int
    rows_alike: int
    headings: int
    headings_alike: int
    lines: int
    lines_alike: int
    differing: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.lines_alike / self.lines if self.lines else 1.0


def glyphs(pdf: Path, profile: LayoutProfile) -> list[Glyph]:
    """Read the characters in the text block of a PDF's pages, in the order they were written."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        landscape = width > height
        margins = profile.page_of(Section((), landscape=landscape)).margins
        left, right = _pt(margins.left_mm), width - _pt(margins.right_mm)
        top, bottom = height - _pt(margins.top_mm), _pt(margins.bottom_mm)
        text = page.get_textpage()
        for index in range(text.count_chars()):
            character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
            # pdfium says U+FFFE for a hyphen that it takes for one at a line's end
            character = "-" if character == "\ufffe" else character
            if not character.strip() or character in UNCOUNTED:
                continue
            box = text.get_charbox(index, loose=True)
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1:
                found.append(Glyph(character, number, x, y))
    return found


def compare(layout: Layout, pdf: Path, profile: LayoutProfile) -> Parity:
    """Hold each decided line, row and heading against the PDF."""
    letterhead = {each.key for section in layout.sections for each in section.letterhead}
    lines = [line for line in layout.lines if line.text and line.key not in letterhead]
    expected = list(_expected(lines))
    judged = glyphs(pdf, profile)
    partner = _aligned("".join(c for c, _ in expected), "".join(g.character for g in judged))
    broken: set[int] = set()
    first_page: dict[str, int] = {}
    for (here, (_, line)), (there, (_, next_line)) in pairwise(enumerate(expected)):
        one, two = partner.get(here), partner.get(there)
        if one is None or two is None:
            broken.add(line)
            continue
        if judged[one].page != lines[line].page:
            broken.add(line)
        if lines[line].key != lines[next_line].key:
            continue
        parted = _parted(judged[one], judged[two])
        if parted != (line != next_line):
            broken |= {line, next_line}
    for index, (_, line) in enumerate(expected):
        if index in partner:
            first_page.setdefault(lines[line].key, judged[partner[index]].page)
    rows = list(_row_pages(layout, first_page))
    headings = list(_heading_pages(layout, first_page))
    return Parity(
        pages=(len(layout.pages), max((glyph.page for glyph in judged), default=0)),
        rows=len(rows),
        rows_alike=sum(ours == theirs for ours, theirs in rows),
        headings=len(headings),
        headings_alike=sum(ours == theirs for ours, theirs in headings),
        lines=len(lines),
        lines_alike=len(lines) - len(broken),
        differing=tuple(f"第{lines[i].page}页 {lines[i].text}" for i in sorted(broken)),
    )


def _pt(millimetres: object) -> float:
    return float(millimetres * POINTS_PER_MM)  # type: ignore[operator]


def _expected(lines: list[PlacedLine]) -> Iterator[tuple[str, int]]:
    for index, line in enumerate(lines):
        for character in "".join(line.text.split()):
            yield character, index


def _aligned(ours: str, theirs: str) -> dict[int, int]:
    if ours == theirs:
        return {index: index for index in range(len(ours))}
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return {
        block.a + offset: block.b + offset
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }


def _parted(one: Glyph, two: Glyph) -> bool:
    return one.page != two.page or abs(one.y - two.y) > _SAME_LINE_PT


def _row_pages(layout: Layout, first_page: dict[str, int]) -> Iterator[tuple[int, int | None]]:
    for section in layout.sections:
        for block in section.blocks:
            for stand in block.stands:
                for row in stand.rows:
                    keys = [each.key for cell in row.cells for each in cell.paragraphs]
                    pages = [first_page[key] for key in keys if key in first_page]
                    yield stand.page, pages[-1] if len(set(pages)) == 1 else None


def _heading_pages(layout: Layout, first_page: dict[str, int]) -> Iterator[tuple[int, int | None]]:
    for section in layout.sections:
        for block in section.blocks:
            made = block.made
            if isinstance(made, SetParagraph) and made.paragraph.heading_level is not None:
                yield block.stands[0].page, first_page.get(made.key)
