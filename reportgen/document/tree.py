"""The blocks of a document, frozen, and ways through them; writers are functions over them.

Every paragraph and row has a ``key``, unique in the document, by which a layout speaks of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reportgen.base.problems import Place


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class PageReference:
    """The page number of the block with this id."""

    target: str


Inline = Run | LineBreak | PageReference


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text in one style; a heading when ``heading_level`` is set (0 is the document's title)."""

    key: str
    style: str
    inlines: tuple[Inline, ...]
    heading_level: int | None = None
    id: str | None = None
    place: Place | None = None

    @property
    def text(self) -> str:
        """Return the text without its page numbers; a break is a newline."""
        return "".join(inline_text(inline) for inline in self.inlines)


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; ``merged`` joins equal neighbours downwards, page by page.

    When a row taller than a page is continued, a ``repeated`` column prints its cell again and a
    ``continued`` one adds the profile's mark （续） to it.
    """

    role: str
    merged: bool = False
    repeated: bool = False
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its paragraphs."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """Return the cell's text, a line a paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a role of the layout profile; ``head`` is repeated on each page."""

    key: str
    role: str
    columns: tuple[Column, ...]
    head: Row
    rows: tuple[Row, ...]
    summary: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Text side by side in a role of the layout profile: no table, it has no head and no data.

    A row's last cell reaches to the panel's edge.
    """

    key: str
    role: str
    rows: tuple[tuple[Cell, ...], ...]
    place: Place | None = None


class ImageKind(StrEnum):
    """A picture file's format, by its media type."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    SVG = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file and its size; only the proportion of width and height counts."""

    kind: ImageKind
    content: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ChartValue:
    """One value of a chart: the text printed at it and the number that it stands for."""

    label: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: its name in the legend and a value for each category."""

    name: str
    values: tuple[ChartValue, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as its data: what is compared, category by category.

    Its scale goes to ``reach`` at least. A category's name may have several lines.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    reach: Decimal = Decimal(1)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts that the chart prints."""
        labels = (value.label for series in self.series for value in series.values)
        return (*self.categories, *(series.name for series in self.series), *labels)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or chart in a role of the layout profile, with the words that stand for it."""

    key: str
    role: str
    content: Image | Chart
    alternative: str
    place: Place | None = None


Block = Paragraph | Table | Panel | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation that carry the same mark; a section starts on a new page.

    A ``letterhead`` stands above the text block of the first page, which then has no number, an
    ``imprint`` (版记) at the foot of the last one.
    """

    blocks: tuple[Block, ...]
    landscape: bool = False
    mark: str | None = None
    letterhead: tuple[Paragraph, ...] = ()
    imprint: Panel | None = None

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """Return letterhead, blocks and imprint in reading order."""
        return (*self.letterhead, *self.body)

    @property
    def body(self) -> tuple[Block, ...]:
        """Return what stands in the text block: blocks and imprint."""
        return (*self.blocks, self.imprint) if self.imprint else self.blocks


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document and its properties; its first page bears the number ``first_page``."""

    title: str
    author: str
    date: date
    sections: tuple[Section, ...]
    language: str = "zh-CN"
    first_page: int = 1


def inline_text(inline: Inline) -> str:
    """Return what an inline prints."""
    match inline:
        case Run(text):
            return text
        case LineBreak():
            return "\n"
        case PageReference():
            return ""


def walk_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph in reading order, table cells row by row."""
    for section in document.sections:
        for block in section.all_blocks:
            match block:
                case Paragraph():
                    yield block
                case Panel():
                    yield from (
                        each for row in block.rows for cell in row for each in cell.paragraphs
                    )
                case Table():
                    for row in (block.head, *block.rows):
                        for cell in row.cells:
                            yield from cell.paragraphs


def walk_figures(document: Document) -> Iterator[Figure]:
    """Yield every picture in reading order."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
