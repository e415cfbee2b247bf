"""What a page says beside a figure must be what the figure is: its word, its owner, its heading.

A template prints values that know their names (``named``). Each is marked on its way into the
markup, and what the template's own words, the head of its column and the names around it say of it
is compared with what it is. ``fixed`` takes a value's name away: then the author answers for it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem
from reportgen.markup.wellformed import AT
from reportgen.templating.named import Name, Owner, fields_of
from reportgen.templating.words import (
    Piece,
    denied,
    divided,
    headed,
    misreckoned,
    parts_of,
    stated,
    worded,
)

# around a printed name that begins or ends with a digit, as long as its neighbours aren't known
OPENING, CLOSING = "\ufdd0", "\ufdd1"
_FROM, _IS, _TO = "\ufdd2", "\ufdd3", "\ufdd4"
_AROUND_NAMES = re.compile(f"[{OPENING}{CLOSING}]")
_MARK = re.compile(f"{_FROM}[0-9]+{_IS}|{_TO}")
_TOKEN = re.compile(
    f"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<said>[^>]*)>"
    f"|{_FROM}(?P<name>[0-9]+){_IS}(?P<value>[^{_TO}]*){_TO}|[^<{_FROM}]+"
)
_TEXTS = frozenset({"p", "td", "th", "li", "h1", "h2", "h3", "h4", "h5"})
_AROUND = {"section": True, "table": True, "tr": False}  # which count where they begin
_AT = re.compile(f'\\b{AT}="([^"]+)"')
_ALTERNATIVE = re.compile(r'\bsummary="([^"]*)"')
_SENTENCE, _CLAUSE = re.compile("。"), re.compile("[；;]")
_SEGMENT = re.compile("[，、（）(),]")
_WHOLE = re.compile("[全总]|平均|合计")
_COMPARED = re.compile("[比较于超与和同]")
_NAMING = frozenset({"id", "name", "label", "heading"})
# one of the year's periods, not the one reported; one of several states or lights
_ALWAYS_NAMED = frozenset({"PeriodPoint", "Count"})
_TARGET = re.compile('<h1[^>]* id="([^"]+)"[^>]*>([^<]*)</h1>')
_HREF = re.compile('\\bhref="#([^"]*)"')
_LABEL = re.compile("附件([0-9]+)")
_LISTED = re.compile(r"(?:附件：)?([0-9]+)\.(.*?)(?:（第页）)?")

_Names = Mapping[str, set[Owner]]


class _Block(NamedTuple):
    tag: str
    at: str
    pieces: list[Piece]


def marked(text: str, number: int) -> str:
    """Return what a value prints, marked with the number of its name."""
    return f"{_FROM}{number}{_IS}{text}{_TO}"


def unmarked(markup: str) -> str:
    """Return markup without the marks of names."""
    return _MARK.sub("", markup)


def contradicted(
    markup: str, names: Sequence[Name], values: Mapping[str, object] = MappingProxyType({})
) -> Iterator[Problem]:
    """Find the figures that aren't what the markup says beside them, one at each place.

    ``values`` hold the counts that what is said of all is held against.
    """
    page, annexes = _Page(values), _Annexes(markup, values)
    told = set[Place | None]()
    for block in _blocks(markup, names):
        file, _, line = block.at.rpartition(":")
        place = Place(file, int(line)) if file else None
        for message in chain(page.contradictions(block), annexes.contradictions(block)):
            if place not in told:
                yield Code.FIGURE_MISNAMED.problem(message, place)
            told.add(place)


class _Annexes:
    """The numbers of a document's annexes by what they are called, and which is being read."""

    def __init__(self, markup: str, values: Mapping[str, object]) -> None:
        given = [*parts_of(values, "annexes")]
        self._titles = {str(each["title"]): int(str(each["number"])) for each in given}
        self._headings = {str(each["heading"]): int(str(each["number"])) for each in given}
        self._at = dict(_TARGET.findall(unmarked(markup))) if given else {}
        self._own = self._label = self._last = 0

    def contradictions(self, block: _Block) -> Iterator[str]:
        """Yield where a label, a list, the page of a reference or a table is of another annex."""
        text = "".join(each.text for each in block.pieces)
        own, label = self._called(text), _LABEL.fullmatch(text)
        match block.tag:
            case "section":
                self._own = self._label = 0
            case "p" if label:
                self._label = int(label[1])
            case "p" if listed := _LISTED.fullmatch(text):
                if self._titles.get(listed[2], int(listed[1])) != int(listed[1]):
                    yield f"“{text}”是附件{own}"
            case "h1":
                if self._titles and self._label and own != self._label:
                    yield f"附件{self._label}的标题印成了“{text}”"
                elif 0 < own < self._last:
                    yield f"附件{own}排在附件{self._last}的后面"
                self._own, self._last = own, max(own, self._last)
            case "table" if own and self._own and own != self._own:
                yield f"附件{self._own}里的表是“{text}”，那是附件{own}"
        yield from self._miscited(block.pieces if self._titles else ())

    def _miscited(self, pieces: Iterable[Piece]) -> Iterator[str]:
        said = ""
        for piece in pieces:
            said += piece.text
            if heading := self._at.get(piece.cites):
                cited = self._called(_SEGMENT.split(said.rstrip("（第"))[-1])
                if cited not in (0, self._called(heading)):
                    yield f"“{said}”后面的页码是“{heading}”的"

    def _called(self, text: str) -> int:
        """Return the number of the annex with the longest title that a text names, or nothing."""
        named = [each for each in self._titles if each in text]
        return self._titles[max(named, key=len)] if named else self._headings.get(text, 0)


class _Page:
    """What the headings above say, by level, and the table that is being read."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._said: dict[int, _Names] = {}
        self._heads: list[list[Piece]] = []
        self._row: list[_Block] = []

    def contradictions(self, block: _Block) -> Iterable[str]:
        """Return what contradicts itself in what comes next on the page."""
        match block.tag:
            case "td" | "th":
                self._row.append(block)
            case "tr":
                return self._of_row()
            case "p" | "li" | "table":
                self._heads = []
                of_all = not any(self._said.values()) and not _naming(block.pieces)
                typed = "".join("\0" if each.name else each.text for each in block.pieces)
                denials = denied(typed, self._values) if of_all else ()
                return chain(denials, _of_block(block.pieces, [*self._said.values()]))
            case heading:
                level = 0 if heading == "section" else int(heading[1])
                self._said = {each: said for each, said in self._said.items() if each < level}
                self._said[level] = _named_in(block.pieces)
        return ()

    def _of_row(self) -> Iterable[str]:
        cells = [each.pieces for each in self._row]
        is_head = all(each.tag == "th" for each in self._row)
        self._row = []
        if is_head:
            self._heads = cells
            return ()
        return _of_row(cells, self._heads, [*self._said.values()])


def _blocks(markup: str, names: Sequence[Name]) -> Iterator[_Block]:
    """Yield paragraphs, headings, cells and rows as they end, sections and tables as they begin."""
    block, at = None, ""
    for token in _TOKEN.finditer(_AROUND_NAMES.sub("", markup)):
        tag, begins, said = token["tag"], not token["end"], token["said"] or ""
        if written := _AT.search(said):
            at = written[1]
        if block is not None:
            if tag == block.tag:
                yield block
                block = None
            else:  # paragraphs of a cell are sentences of their own
                block.pieces.append(Piece("。") if tag in _TEXTS else _piece(token, names))
        elif tag in _AROUND and begins == _AROUND[tag]:
            aloud = _ALTERNATIVE.search(said)
            spoken = _TOKEN.finditer(aloud[1] if aloud else "")
            yield _Block(tag, at, [_piece(each, names) for each in spoken])
        elif tag in _TEXTS and begins and not said.endswith("/"):
            block = _Block(tag, at, [])


def _piece(token: re.Match[str], names: Sequence[Name]) -> Piece:
    """Return what a token says; a tag within a text says nothing."""
    if token["name"]:
        return Piece(token["value"], names[int(token["name"])])
    href = _HREF.search(unmarked(token["said"] or ""))
    return Piece("" if token["tag"] else token.group(), cites=href[1] if href else "")


def _of_block(block: Sequence[Piece], above: Sequence[_Names]) -> Iterator[str]:
    """Yield what contradicts itself in a paragraph, ``above`` which stand these headings."""
    scopes = [*above, _named_in(block)]
    for sentence in _parted(block, _SENTENCE):
        clauses = list(_parted(sentence, _CLAUSE))
        for clause in clauses:
            # an item of a list may be a text that says itself what it is about
            told = [each for each in clause if len(clauses) == 1 or each.is_figure]
            names = [*scopes, _named_in(clause)]
            yield from _owned(told, names, _text(clause))
            yield from stated(clause, _naming(clause))
            yield from misreckoned(clause)
            for segment in _parted(clause, _SEGMENT):
                said = _text(segment)
                if not _COMPARED.search(said):
                    figures = [each for each in segment if each.is_figure]
                    yield from _owned(figures, [*names, _named_in(segment)], said)
                yield from stated(segment, _naming(segment))
                yield from worded(segment)
                yield from divided(segment)
                yield from _outside(segment, [], said)


def _of_row(
    row: Sequence[Sequence[Piece]], heads: Sequence[Sequence[Piece]], above: Sequence[_Names]
) -> Iterator[str]:
    in_row = _named_in(piece for cell in row for piece in cell)
    naming = [name for cell in row if len(shown := _shown(cell)) == 1 for name in _naming(shown)]
    label: Sequence[Piece] = ()
    for index, cell in enumerate(row):
        label = label if _shown(cell) else cell
        head = heads[index] if len(heads) == len(row) else ()
        yield from _of_block(cell, [*above, _named_in(head), in_row])
        yield from _outside(cell, naming, _text(head))
        yield from stated(cell, naming)
        for each in (head, label):
            yield from headed(each, _shown(cell))


def _shown(cell: Iterable[Piece]) -> list[Piece]:
    return [each for each in cell if each.name is not None and each.text]


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(each.text for each in pieces if each.is_said)


def _parted(pieces: Sequence[Piece], mark: re.Pattern[str]) -> Iterator[list[Piece]]:
    """Part pieces at the marks in what the template itself says."""
    part: list[Piece] = []
    for piece in pieces:
        first, *others = mark.split(piece.text) if piece.name is None else [piece.text]
        part.append(Piece(first, piece.name))
        for each in others:
            yield part
            part = [Piece(each)]
    yield part


def _naming(pieces: Iterable[Piece]) -> list[Name]:
    """Return what names a record among pieces."""
    names = (each.name for each in pieces if each.name and each.text)
    return [each for each in names if each.field in _NAMING and each.of]


def _named_in(pieces: Iterable[Piece]) -> _Names:
    """Return the records that are named, by kind."""
    found = defaultdict[str, set[Owner]](set)
    for owner in (each.of[-1] for each in _naming(pieces)):
        found[owner.kind].add(owner)
    return found


def _owned(clause: Sequence[Piece], scopes: Sequence[_Names], said: str) -> Iterator[str]:
    """Yield what is of another record than those that the innermost words name, or say."""
    for piece in clause:
        if piece.name is None or piece.name.field in _NAMING:
            continue
        for owner in piece.name.of:
            known = next((s[owner.kind] for s in reversed(scopes) if s.get(owner.kind)), set())
            unnamed = not known and owner.kind in _ALWAYS_NAMED and owner.called not in said
            if (known and owner not in known) or unnamed:
                called = "、".join(sorted({each.called for each in known}))
                about = f"说的是“{called}”" if known else "没有说是哪一个的"
                yield f"这里{about}，印的“{piece.text}”却是“{owner.called}”的{piece.name.meaning}"


def _outside(pieces: Sequence[Piece], naming: Sequence[Name], said: str) -> Iterator[str]:
    """Yield figures of the whole where a record's own of that name belongs, unless words say so."""
    for piece in pieces:
        name = piece.name
        naming = [*naming, *_naming([piece])]
        if not piece.is_figure or name is None or name.of or _WHOLE.search(said):
            continue
        own = [each.of[-1].called for each in naming if name.field in fields_of(each.record)]
        if own:
            yield f"这里说的是“{own[0]}”，印的“{piece.text}”却是全部的{name.meaning}"
