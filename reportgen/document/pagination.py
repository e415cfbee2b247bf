"""Decide where tables break, so that every writer prints the same rows on the same pages.

A table's rows are measured once on an endless page, packed into pages, laid out for real, and
packed again until nothing moves. No row is cut and no merged label crosses a page, so each page
prints its label again; a row taller than a page is split between its paragraphs, and only a
paragraph that is itself too tall between its lines. Page references get their numbers here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from reportgen.codes import Code
from reportgen.document.measured import Measured
from reportgen.document.splitting import RowMeasures, split_fresh, split_started
from reportgen.document.tightness import Joints, tight_joints, with_joints
from reportgen.document.tree import (
    Block,
    Document,
    PageReference,
    Paragraph,
    Row,
    Section,
    Table,
    opening_style,
)
from reportgen.document.walking import map_blocks, walk_paragraphs
from reportgen.errors import ConfigurationError

_MOST_ROUNDS = 12
_SETTLING_ROUNDS = 5  # each joint moves the lines after it, in a paragraph of a page without end
_SURELY_PT = 3.0
_MOST_STRETCH_PT = 8.0
_COMPANY = 3  # a row leaves a page for company's sake only where it leaves company behind


class LaidOut(Protocol):
    """A laid-out document."""

    @property
    def measured(self) -> Measured:
        """Say where everything stands."""


LaidOutT = TypeVar("LaidOutT", bound=LaidOut, covariant=True)


class Engine(Protocol[LaidOutT]):
    """What lays documents out."""

    def lay_out(self, document: Document) -> LaidOutT:
        """Lay a document out on its pages."""

    def lay_out_endless(self, document: Document) -> Measured:
        """Lay each section out on one endless page."""


@dataclass(frozen=True, slots=True)
class Room:
    """The text block of a section's pages in pt: its top edge and its height."""

    top_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Rules:
    """How tables are packed: see ``pagination`` in the layout profile."""

    room_of: Callable[[Section], Room]
    slack_pt: float
    letter_spacing_pt: Callable[[str], float]
    continued: str
    spaced_styles: frozenset[str]
    keeping_styles: frozenset[str]
    following_styles: frozenset[str]


def paginate(
    document: Document, engine: Engine[LaidOutT], rules: Rules
) -> tuple[Document, LaidOutT]:
    """Return the document with its page breaks and references set, and its final layout.

    Raises ConfigurationError when the breaks don't settle.
    """
    endless = engine.lay_out_endless(document)
    tails = _tails(document, endless, rules)
    packing = _Packing(document, rules, RowMeasures.of(document, endless), tails)
    packing.join(tight_joints(document, endless, rules.letter_spacing_pt))
    current = packing.packed(_starts_in_first_pages(document, endless, rules))
    for done in range(_MOST_ROUNDS):
        laid_out = engine.lay_out(current)
        measured = laid_out.measured
        if done < _SETTLING_ROUNDS:
            packing.join(tight_joints(current, measured, rules.letter_spacing_pt))
        packing.measures = packing.measures.corrected(current, measured)
        packing.note_tops(_page_tops(current, measured, rules.spaced_styles))
        packed = packing.packed(_starts(current, measured, rules))
        following = _with_references(packed, measured)
        if following == current:
            return current, laid_out
        current = following
    raise ConfigurationError([Code.LAYOUT_UNSTABLE.problem(f"《{document.title}》分页没有收敛")])


def _page_tops(
    document: Document, measured: Measured, spaced_styles: frozenset[str]
) -> Iterator[str]:
    """Yield the paragraphs with room above them that the flow has brought to a page's top."""
    tops: dict[int, float] = {}
    for boxes in measured.boxes.values():
        for box in boxes:
            tops[box.page] = min(box.top_pt, tops.get(box.page, box.top_pt))
    for section in document.sections:
        for block in section.blocks[1:]:
            if isinstance(block, Paragraph) and block.style in spaced_styles:
                first = measured.boxes[block.key][0]
                if not block.page_break and first.top_pt <= tops[first.page]:
                    yield block.key


def _starts(document: Document, measured: Measured, rules: Rules) -> dict[str, float]:
    """Return how far down its page each table starts."""
    return {
        block.key: measured.boxes[block.head.key][0].top_pt - rules.room_of(section).top_pt
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


def _starts_in_first_pages(document: Document, endless: Measured, rules: Rules) -> dict[str, float]:
    """Return the starts that show without page ends: first tables on their section's first page."""
    starts = _starts(document, endless, rules)
    sure: dict[str, float] = {}
    for section in document.sections:
        first = next((block for block in section.blocks if isinstance(block, Table)), None)
        if first is not None and starts[first.key] < rules.room_of(section).height_pt:
            sure[first.key] = starts[first.key]
    return sure


def _tails(document: Document, endless: Measured, rules: Rules) -> dict[str, float]:
    """Return by table key the height of what stays with its last row, such as its notes."""
    tails: dict[str, float] = {}
    for section in document.sections:
        table: str | None = None
        for before, block in zip((None, *section.blocks), section.blocks, strict=False):
            if isinstance(block, Table):
                table = block.key
            elif table and _stays_with(before, block, rules):
                tails[table] = tails.get(table, 0.0) + endless.height_of(block.key)
            else:
                table = None
    return tails


def _stays_with(before: Block | None, block: Block, rules: Rules) -> bool:
    if isinstance(before, Paragraph):
        return before.keep_with_next or before.style in rules.keeping_styles
    return opening_style(block) in rules.following_styles


def _with_references(document: Document, measured: Measured) -> Document:
    """Fill in the pages that references name."""
    pages = {
        paragraph.id: measured.page_of(paragraph.key) + document.first_page - 1
        for paragraph in walk_paragraphs(document)
        if paragraph.id is not None and paragraph.key in measured.boxes
    }

    def filled(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        inlines = tuple(
            replace(inline, number=pages.get(inline.target))
            if isinstance(inline, PageReference)
            else inline
            for inline in block.inlines
        )
        return replace(block, inlines=inlines) if inlines != block.inlines else block

    return map_blocks(document, lambda _, blocks: tuple(filled(block) for block in blocks))


class _Packing:
    """One document's way to settled breaks: what is known of its rows, what had to move."""

    def __init__(
        self,
        document: Document,
        rules: Rules,
        measures: RowMeasures,
        tails: Mapping[str, float],
    ) -> None:
        self.measures = measures
        self._tails = tails
        self._document = document
        self._rules = rules
        self._moved: set[str] = set()
        self._tops: frozenset[str] = frozenset()
        self._fallen: frozenset[str] = frozenset()
        self._held: frozenset[str] = frozenset()

    def join(self, joints: Joints) -> None:
        """Keep characters together from now on."""
        self._document = with_joints(self._document, joints)

    def note_tops(self, found: Iterable[str]) -> None:
        """Note what has come to a page's top; the room above it is dropped there.

        What falls back once that room is dropped, and comes up again, is held by a page break.
        """
        tops = frozenset(found)
        self._held |= tops & self._fallen
        self._fallen |= self._tops - tops
        self._tops = tops

    def packed(self, starts: Mapping[str, float]) -> Document:
        """Pack the rows of the unbroken document; ``starts`` tells what stands above a table."""
        return map_blocks(
            self._document, lambda section, blocks: self._pack_section(section, blocks, starts)
        )

    def _pack_section(
        self, section: Section, blocks: tuple[Block, ...], starts: Mapping[str, float]
    ) -> tuple[Block, ...]:
        page_pt = self._rules.room_of(section).height_pt - self._rules.slack_pt
        packed: list[Block] = []
        for block in blocks:
            if isinstance(block, Table) and block.key in starts:
                lead = _lead(packed, self._rules.keeping_styles)
                rows = self._pack(block, starts[block.key], page_pt, movable=lead is not None)
                if lead is not None and block.key in self._moved:
                    leading = packed[lead]
                    assert isinstance(leading, Paragraph)
                    packed[lead] = replace(leading, page_break=True)
                packed.append(replace(block, rows=rows))
            elif isinstance(block, Paragraph) and block.key in self._tops | self._held:
                held = block.key in self._held
                packed.append(replace(block, page_top=True, page_break=held or block.page_break))
            else:
                packed.append(block)
        return tuple(packed)

    def _pack(
        self, table: Table, start_pt: float, page_pt: float, *, movable: bool
    ) -> tuple[Row, ...]:
        """Return a table's rows with their page breaks, those split that no page can hold.

        A table that isn't ``movable`` starts as high up as it ever can.
        """
        page_pt -= self.measures.heights[table.head.key]
        left, fresh, breaks = page_pt - start_pt, start_pt <= 0 or not movable, False
        behind = 0.0  # what was left of the page before
        packed: list[Row] = []
        lefts: list[float] = []
        pending = list(table.rows)
        while pending:
            row = pending.pop(0)
            height = self.measures.heights[row.key]
            needed = height if pending else height + self._tails.get(table.key, 0.0)
            if needed > left:
                tall = height > (left if fresh else page_pt)
                parts = self._split(table, row, left, fresh) if tall else None
                if parts is not None:
                    row, rest = parts
                    pending.insert(0, rest)
                elif not fresh:
                    pending.insert(0, row)
                    behind, left, fresh, breaks = left, page_pt, True, True
                    continue
            if breaks and packed:
                packed, row = self._parted(packed, behind, row)
            elif breaks:
                self._moved.add(table.key)
            packed.append(row)
            lefts.append(left)
            left -= self.measures.heights[row.key]
            fresh = breaks = False
        return self._with_company(packed, lefts, page_pt - self._tails.get(table.key, 0.0))

    def _with_company(self, rows: list[Row], lefts: list[float], page_pt: float) -> tuple[Row, ...]:
        """Let the row before go over too where a single one would stand on the last page.

        ``lefts`` tells how much room each row found on its page.
        """
        if len(rows) < _COMPANY:
            return tuple(rows)
        third, second, last = rows[-_COMPANY:]
        if not last.page_break or second.page_break or third.page_break:
            return tuple(rows)
        if sum(self.measures.heights[row.key] for row in (second, last)) > page_pt:
            return tuple(rows)
        staying, first = self._parted(rows[:-2], lefts[-2], second)
        return (*staying, first, replace(last, page_break=False, apart=False))

    def _parted(self, rows: list[Row], left_pt: float, following: Row) -> tuple[list[Row], Row]:
        """Break the page before a row: stretch the rows before so that there is no room for it.

        LibreOffice heeds no page break inside a table, so the break has to come by itself. Where
        that would stretch them much, the row begins a table of its own in Word.
        """
        first = max((at for at, row in enumerate(rows) if row.page_break), default=0)
        surely = left_pt + self._rules.slack_pt + _SURELY_PT
        share = max(surely - self.measures.heights[following.key], 0.0) / len(rows[first:])
        apart = share > _MOST_STRETCH_PT
        stretched = share > 0 and not apart
        page = [
            replace(row, min_height_pt=self.measures.heights[row.key] + share if stretched else 0.0)
            for row in rows[first:]
        ]
        broken = replace(following, page_break=True, apart=apart, min_height_pt=0.0)
        return [*rows[:first], *page], broken

    def _split(self, table: Table, row: Row, left_pt: float, fresh: bool) -> tuple[Row, Row] | None:
        split = split_fresh if fresh else split_started
        parts = split(row, table.columns, self.measures, left_pt, self._rules.continued)
        if parts is not None:
            self.measures = self.measures.with_parts(row, parts)
        return parts


def _lead(blocks: list[Block], keeping_styles: frozenset[str]) -> int | None:
    """Find the block at which a page can start so that what follows the blocks moves with it.

    These are the paragraph before it and the headings that lead up to them. None where they begin
    the section, since there is no higher place to move to.
    """
    first = _first_leading(blocks, len(blocks), keeping_styles)
    if first == len(blocks) and blocks and isinstance(blocks[-1], Paragraph):
        first = _first_leading(blocks, first - 1, keeping_styles)
    return first if 0 < first < len(blocks) else None


def _first_leading(blocks: list[Block], end: int, keeping_styles: frozenset[str]) -> int:
    while end and _leads(blocks[end - 1], keeping_styles):
        end -= 1
    return end


def _leads(block: Block, keeping_styles: frozenset[str]) -> bool:
    return isinstance(block, Paragraph) and block.style in keeping_styles
