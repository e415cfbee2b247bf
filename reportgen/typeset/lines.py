"""Break a paragraph into lines, so that every program that obeys the same rules breaks it alike.

A line takes what fits. What belongs together (a number and its unit) stays together only as long
as the line before doesn't get loose by it; numbers never part. A line that is full to within a
rounding error ends one character earlier, since programs add up widths differently: LibreOffice,
for one, leaves the letter spacing off the last character before each change of script.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from reportgen.document.tree import Inline, PageReference, Paragraph, inline_text
from reportgen.layout.styles import Align
from reportgen.typeset.layout import Line, Link, SetParagraph
from reportgen.typeset.looks import DIFFERENCE_PT, Look, Setup
from reportgen.typeset.parting import Bond, may_tempt
from reportgen.typeset.titles import title_lines
from reportgen.typeset.words import words

_TEMPTING_PT = 0.3  # what is over by less may fit in another program
_FEW = 2  # a last line of so many characters is avoided where the one before can give
_SHORT_EM = 20  # longer lines of text may be followed by so short a one, but for a single character
_HOLE = 1 / 3  # of a line that isn't spread, before what doesn't fit on it and may part
_LITTLE = 1 / 3  # of a line, less than which doesn't stand alone so that an item of a list is whole
_BEFORE_A_HOLE = (Bond.DATE, Bond.PATH)


def set_paragraph(
    paragraph: Paragraph,
    room_pt: float,
    setup: Setup,
    look: Look | None = None,
) -> SetParagraph:
    """Set a paragraph in a box ``room_pt`` wide; ``look`` replaces its style's."""
    text = text_of(paragraph.inlines, setup.numbers)
    look = look or fitted_look(paragraph.style, text, room_pt, setup)
    if setup.profile.styles[paragraph.style].even_lines:
        room_em = (room_pt - look.left_pt - look.right_pt) / look.size_pt
        text = "\n".join(
            line
            for piece in text.split("\n")  # by its author
            for line in title_lines(
                piece, room_em, lambda part: setup.width_pt(part, look) / look.size_pt
            )
        )
    breaker = _Breaker(text, look, room_pt, setup)
    return SetParagraph(
        paragraph,
        paragraph.key,
        text,
        look,
        tuple(breaker.line(*each) for each in breaker.ends()),
        room_pt,
        tuple(breaker.joints),
        tuple(breaker.openings),
        tuple(_links(paragraph, setup.numbers)),
    )


def count_lines(text: str, look: Look, room_pt: float, setup: Setup) -> int:
    """Count the lines that a text takes."""
    return len(_Breaker(text, look, room_pt, setup).ends())


def text_of(inlines: Sequence[Inline], numbers: Mapping[str, str]) -> str:
    """Return a paragraph's text with its page numbers; a forced break is a newline."""
    return "".join(
        numbers[each.target] if isinstance(each, PageReference) else inline_text(each)
        for each in inlines
    )


def _links(paragraph: Paragraph, numbers: Mapping[str, str]) -> Iterator[Link]:
    end = 0
    for inline in paragraph.inlines:
        start, end = end, end + len(text_of((inline,), numbers))
        if isinstance(inline, PageReference):
            yield Link(start, end, inline.target)


def fitted_look(role: str, text: str, room_pt: float, setup: Setup) -> Look:
    """Return a style's look in a box: ragged where that is narrow, smaller where the text must fit."""
    look = setup.looks[role]
    if role in setup.ragged:
        narrow = float(setup.profile.breaking.ragged_below_chars) * look.pitch_pt
        return setup.ragged[role] if room_pt < narrow else look
    if setup.profile.styles[role].fit:
        return shrunk(look, room_pt / max(setup.width_pt(text, look), 1.0))
    return look


def shrunk(look: Look, scale: float) -> Look:
    """Return a look with smaller characters, in half points, as Word counts."""
    if scale >= 1:
        return look
    size = int(look.size_pt * scale * 2) / 2
    return replace(look, size_pt=size, line_pt=round(look.line_pt * scale, 2))


class _Breaker:
    """One text on its way into lines."""

    def __init__(self, text: str, look: Look, room_pt: float, setup: Setup) -> None:
        self._text, self._look = text, look
        self._room = room_pt - look.left_pt - look.right_pt
        self._justified = look.align is Align.JUSTIFY
        self._loosest = float(setup.profile.breaking.loose_em) * look.size_pt
        shape = setup.shape(text, look)
        self._sums, self._changes = shape.widths, shape.changes
        self._gaps, self._bonds = shape.gaps, shape.bonds
        self.joints: list[int] = []
        self.openings: list[int] = []

    def ends(self) -> list[tuple[int, int, int]]:
        """Return for each line its start, its end and where the next one starts."""
        found: list[tuple[int, int, int]] = []
        start = 0
        for piece in self._text.split("\n"):
            stop = start + len(piece)
            first = start
            while True:
                end = self._end(start, stop)
                following = self._after_blanks(end, stop)
                if end >= stop and start > first:
                    start = self._with_company(found, start, stop)
                found.append((start, end, following if following < stop else stop + 1))
                start = following
                if following >= stop:
                    break
            start = stop + 1
        return found

    def line(self, start: int, end: int, following: int) -> Line:
        """Return a line with its place and what it is spread by."""
        look, text = self._look, self._text[start:end].rstrip(" ")
        last = end >= len(self._text) or "\n" in self._text[end:following]
        forced = last and end < len(self._text)
        end = start + len(text)
        left = look.left_pt + self._indent(start)
        spare = self._spare(start, end, self._room - self._indent(start))
        spread, places = 0.0, _inside(self._gaps, start, end)
        match look.align:
            case Align.CENTER:
                left += spare / 2
            case Align.RIGHT:
                left += spare
            case Align.JUSTIFY | Align.DISTRIBUTE if look.align is Align.DISTRIBUTE or not last:
                spread = max(spare, 0.0) / max(places, 1)
        tolerance = self._tolerance(start, end)
        if spare < tolerance and places:
            spread = (spare - tolerance) / places  # so that it surely fits
        return Line(text, start, end, left, self._sums[end] - self._sums[start], spread, forced)

    def _indent(self, start: int) -> float:
        return self._look.first_pt if start == 0 else 0.0

    def _spare(self, start: int, end: int, room: float) -> float:
        return room - (self._sums[end] - self._sums[start])

    def _end(self, start: int, stop: int) -> int:
        """Return where the line from ``start`` ends, blanks behind it not counted."""
        room = self._room - self._indent(start)
        fit = bisect_right(self._sums, self._sums[start] + room, start, stop + 1) - 1
        if fit >= stop:
            return stop
        end = self._best(start, self._after_blanks(fit, stop), room)  # blanks may hang over
        if self._look.align is Align.CENTER:
            end = self._before_item(start, end, stop)
        if end < stop:
            self._note(start, end, stop, room)
        return end

    def _before_item(self, start: int, end: int, stop: int) -> int:
        """Return where the item of a list begins that the line would part and the next can hold."""
        item = self._text.rfind("、", start, end) + 1
        if item == end or self._sums[item] - self._sums[start] < self._room * _LITTLE:
            return end
        following = self._text.find("、", end, stop) + 1 or stop
        return item if self._sums[following] - self._sums[item] <= self._room else end

    def _after_blanks(self, offset: int, stop: int) -> int:
        while offset < stop and self._text[offset] == " ":
            offset += 1
        return offset

    def _best(self, start: int, fit: int, room: float) -> int:
        end = self._last(start, fit, room, Bond.NONE)
        for bond in (Bond.DATE, Bond.GROUP, Bond.UNIT, Bond.PATH, Bond.WORD):
            if end > start and self._good(start, end, room):
                return end
            other = self._last(start, fit, room, bond)
            if end > start and not self._justified and self._bonds[other] not in _BEFORE_A_HOLE:
                continue
            if bond is not Bond.WORD or end <= start or self._good(start, other, room):
                end = other
        return end if end > start else self._anywhere(start, fit)

    def _anywhere(self, start: int, fit: int) -> int:
        """Return where to part what can't be kept: outside of numbers, if need be inside."""
        for end in range(fit, start, -1):
            if self._bonds[end] < Bond.NUMBER:
                return end
        return max(fit, start + 1)

    def _last(self, start: int, fit: int, room: float, most: Bond) -> int:
        """Return the last offset up to ``fit`` at which a line may end, ``start`` where none is."""
        tight = start
        for at in range(fit, start, -1):
            if self._bonds[at] <= most:
                end = start + len(self._text[start:at].rstrip(" "))
                if self._spare(start, end, room) >= self._tolerance(start, end):
                    return end
                tight = tight if tight > start else end
        return tight

    def _good(self, start: int, end: int, room: float) -> bool:
        """Tell whether a line doesn't get loose, or has no hole at its end."""
        spare = self._spare(start, end, room)
        if self._justified:
            return spare / max(_inside(self._gaps, start, end), 1) <= self._loosest
        return spare <= room * _HOLE

    def _tolerance(self, start: int, end: int) -> float:
        """Return how far programs may differ in a line's width."""
        changes = _inside(self._changes, start, end)
        return (changes + 1) * abs(self._look.letter_spacing_pt) + DIFFERENCE_PT

    def _note(self, start: int, end: int, stop: int, room: float) -> None:
        """Note what another program must be told to end the line here too."""
        following = self._after_blanks(end, stop)
        reach = bisect_right(self._sums, self._sums[start] + room + _TEMPTING_PT, start, stop)
        for offset in range(following + 1, reach):
            if may_tempt(self._text[offset - 1], self._text[offset]):
                self.joints.append(offset)
        if self._bonds[end] >= Bond.PATH:
            self.openings.append(end)

    def _with_company(self, found: list[tuple[int, int, int]], start: int, stop: int) -> int:
        """Let the line before give, where the last one would hold no more than two characters."""
        few = 1 if self._room >= _SHORT_EM * self._look.size_pt else _FEW
        if self._letters(start, stop) > few:
            return start
        before, end, _ = found[-1]
        room = self._room - self._indent(before)
        best, whole = start, _word_ends(self._text)
        for other in range(end - 1, before, -1):
            if self._letters(other, stop) > self._letters(before, other):
                break
            if self._sums[stop] - self._sums[other] > self._room:
                break
            if self._bonds[other] is not Bond.NONE or (other not in whole and best != start):
                continue
            if self._justified and not self._good(before, other, room):
                break
            best = other
            if other in whole and self._letters(other, stop) > few:
                break
        if best != start:
            found[-1] = (before, best, best)
            self._note(before, best, stop, room)
        return best

    def _letters(self, start: int, end: int) -> int:
        return sum(map(str.isalnum, self._text[start:end]))


def _inside(counts: Sequence[int], start: int, end: int) -> int:
    """Return how many of what is counted at each offset are between a line's characters."""
    return counts[end - 1] - counts[start] if end > start else 0


@lru_cache(maxsize=1024)
def _word_ends(text: str) -> frozenset[int]:
    return frozenset(accumulate(map(len, words(text))))


def cut(whole: SetParagraph, count: int) -> tuple[SetParagraph, SetParagraph]:
    """Part a paragraph after some of its lines."""
    offset = whole.lines[count].start
    head = _between(whole, whole.lines[:count], 0, offset)
    tail = replace(
        _between(whole, whole.lines[count:], offset, len(whole.text)),
        paragraph=replace(whole.paragraph, id=None),
        key=f"{whole.key}+{count}",
        look=replace(whole.look, first_pt=0.0),
    )
    return replace(head, text=head.text.rstrip()), tail


def _between(whole: SetParagraph, lines: Sequence[Line], start: int, end: int) -> SetParagraph:
    """Return some lines of a paragraph, with what is known of its text from one offset to another."""
    return replace(
        whole,
        text=whole.text[start:end],
        lines=tuple(
            replace(each, start=each.start - start, end=each.end - start) for each in lines
        ),
        joints=tuple(each - start for each in whole.joints if start < each < end),
        openings=tuple(each - start for each in whole.openings if start < each < end),
        links=tuple(
            Link(each.start - start, each.end - start, each.target)
            for each in whole.links
            if start <= each.start < end
        ),
    )


def height_of(paragraphs: Sequence[SetParagraph]) -> float:
    """Return the height of paragraphs one under the other, the room around each included."""
    height, above = 0.0, 0.0
    for each in paragraphs:
        height += max(above, each.look.before_pt) + each.height_pt
        above = each.look.after_pt
    return height + above
