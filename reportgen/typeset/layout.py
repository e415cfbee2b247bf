"""The layout of a document: every line, row and page, decided once, for any writer to print.

The flow (sections, their blocks, a table's parts page by page) is what a writer of flowing formats
walks through; ``Layout.pages`` has the same by page, each piece with its place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from reportgen.document.tree import Document, Figure, Panel, Paragraph, Section, Table
from reportgen.layout.styles import Anchor
from reportgen.typeset.looks import Look


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``start`` and ``end`` in its paragraph's text, blanks at its end left out.

    ``left_pt`` counts from the paragraph's box; ``spread_pt`` is added between its characters,
    but not inside Latin words and numbers. ``forced``: what follows begins a line by command.
    """

    text: str
    start: int
    end: int
    left_pt: float
    width_pt: float
    spread_pt: float = 0.0
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A page number in a text, from ``start`` to ``end``, that leads to the block with an id."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """A paragraph in lines; ``text`` has its page numbers filled in.

    ``look`` is its style's but for what sets it apart. At the offsets ``joints`` a program that
    fills lines greedily must not end one; at ``openings`` it must be allowed to.
    """

    paragraph: Paragraph
    key: str
    text: str
    look: Look
    lines: tuple[Line, ...]
    room_pt: float
    joints: tuple[int, ...] = ()
    openings: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def height_pt(self) -> float:
        """Return the height of its lines and the rule below them, without the room around."""
        return len(self.lines) * self.look.line_pt + self.look.rule_pt


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell of a row: its paragraphs, how many rows and columns it covers (0 rows: it is covered)."""

    paragraphs: tuple[SetParagraph, ...]
    width_pt: float
    span: int = 1
    columns: int = 1
    anchor: Anchor = Anchor.CENTER


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row, or the part of a tall one that stands on a page; ``grown``: higher than its text."""

    key: str
    cells: tuple[SetCell, ...]
    height_pt: float
    grown: bool = False


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table: its columns' widths in pt, its head, its rows before they are dealt out to pages."""

    table: Table
    widths_pt: tuple[float, ...]
    head: SetRow
    rows: tuple[SetRow, ...]


@dataclass(frozen=True, slots=True)
class SetPanel:
    """A panel as its text is dealt out, its columns' widths and its height with its rules in pt."""

    panel: Panel
    widths_pt: tuple[float, ...]
    rows: tuple[SetRow, ...]
    height_pt: float


@dataclass(frozen=True, slots=True)
class SetFigure:
    """A picture or chart and its size in pt."""

    figure: Figure
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Stand:
    """What of a block stands on a page (from 1): from which line or row on, how many.

    In pt from the text block's upper edge; ``rows`` are a table's as they are printed there.
    """

    page: int
    first: int
    count: int
    top_pt: float
    end_pt: float
    rows: tuple[SetRow, ...] = ()


Content = SetParagraph | SetTable | SetPanel | SetFigure
Made = TypeVar("Made", bound=Content, covariant=True)


@dataclass(frozen=True, slots=True)
class SetBlock(Generic[Made]):
    """A block of the flow and where it stands, page by page.

    ``keeps_next``: no page ends between it and what follows; ``parts_anywhere``: a page may end
    after a paragraph's first line or begin with its last; ``starts_page``: by command, its page
    begins with it; ``parts_by_command``: its last page begins so with what of it stands there.
    """

    made: Made
    stands: tuple[Stand, ...]
    keeps_next: bool = False
    parts_anywhere: bool = False
    starts_page: bool = False
    parts_by_command: bool = False

    @property
    def paragraphs(self) -> Iterator[SetParagraph]:
        """Yield its paragraphs, row by row, as often as they are printed."""
        match self.made:
            case SetParagraph():
                yield self.made
            case SetTable(head=head):
                for stand in self.stands:
                    yield from _paragraphs((head, *stand.rows))
            case SetPanel(rows=rows):
                yield from _paragraphs(rows)


def _paragraphs(rows: Iterable[SetRow]) -> Iterator[SetParagraph]:
    cells = (cell for row in rows for cell in row.cells if cell.span)
    return (each for cell in cells for each in cell.paragraphs)


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section in flow; its imprint stands at the foot of its last page."""

    section: Section
    blocks: tuple[SetBlock[Content], ...]
    first_page: int
    letterhead: tuple[SetParagraph, ...] = ()
    imprint: SetBlock[SetPanel] | None = None

    @property
    def all_blocks(self) -> Iterator[SetBlock[Content]]:
        """Yield what stands in the text block: blocks and imprint."""
        yield from self.blocks
        if self.imprint:
            yield self.imprint


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a paragraph where it stands on its page (from 1), in pt from its upper left corner."""

    made: SetParagraph
    line: Line
    page: int
    left_pt: float
    top_pt: float

    @property
    def key(self) -> str:
        """Return the paragraph's key."""
        return self.made.key

    @property
    def text(self) -> str:
        """Return its text."""
        return self.line.text

    @property
    def right_pt(self) -> float:
        """Return where its text ends."""
        return self.left_pt + self.line.width_pt


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a ``row`` of a table, or what of it stands on a page; where, and its lines."""

    made: Content
    left_pt: float
    top_pt: float
    height_pt: float
    lines: tuple[PlacedLine, ...] = ()
    row: SetRow | None = None


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Why a page ends where it does.

    ``unfit`` is the text of what didn't fit, by ``over_pt``; ``kept`` says what had to go over with
    it. All empty where a section ends. ``overflowing`` is the text of what no page can hold.
    ``close``: but for the slack that is left for other programs it would have fitted.
    """

    unfit: str = ""
    over_pt: float = 0.0
    left_pt: float = 0.0
    kept: tuple[str, ...] = ()
    overflowing: str = ""
    close: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the number it bears and its pieces in reading order; a blank one has none."""

    number: int
    pieces: tuple[Piece, ...]
    end: PageEnd


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's layout."""

    document: Document
    sections: tuple[SetSection, ...]
    pages: tuple[Page, ...]

    @property
    def lines(self) -> tuple[PlacedLine, ...]:
        """Return all lines in the order in which they are drawn."""
        pieces = (piece for page in self.pages for piece in page.pieces)
        return tuple(line for piece in pieces for line in piece.lines)

    def page_of(self, key: str) -> int:
        """Return the page (from 1) on which a paragraph begins."""
        return next(line.page for line in self.lines if line.key == key)


def walk_set(layout: Layout) -> Iterator[SetParagraph]:
    """Yield every paragraph of the text block in reading order, as often as it is printed."""
    for section in layout.sections:
        for block in section.all_blocks:
            yield from block.paragraphs
