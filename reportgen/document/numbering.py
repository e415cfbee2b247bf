"""Count the headings and captions of a document and print their ordinals as the profile says (7.3.3)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportgen.document.tree import Block, Document, Paragraph, Run

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Write 1–9999 in Chinese numerals: 十, 二十一, 一百零五, 一百一十."""
    written = ""
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            written += unit if (digit, unit, written) == (1, "十", "") else _DIGITS[digit] + unit
        elif written and number and written[-1] != "零":
            written += "零"
    return written


def ordinal(pattern: str, number: int) -> str:
    """Fill a pattern such as ``（{chinese}）`` or ``{arabic}.``."""
    return pattern.format(chinese=chinese_numeral(number), arabic=number)


def numbered(
    document: Document, patterns: tuple[str, ...], by_style: Mapping[str, str]
) -> Document:
    """Return the document with ordinals before its headings of level 1 and deeper.

    Paragraphs of the styles of ``by_style``, such as captions, are counted through the document.

    A heading that stands alone under the one above it isn't counted. Ordinals are ordinary text,
    not Word's automatic numbers: those change or vanish when a clerk copies a paragraph into
    another document or an OA form.
    """
    places = list(_heading_places(document))
    siblings = Counter(place[:-1] for place in places)
    following = iter(places)
    seen: Counter[str] = Counter()

    def with_ordinal(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        number, level = "", block.heading_level
        place = () if level is None else next(following)
        if pattern := by_style.get(block.style):
            seen[block.style] += 1
            number = ordinal(pattern, seen[block.style])
        elif level and siblings[place[:-1]] > 1:
            number = ordinal(patterns[level - 1], place[-1])
        return replace(block, inlines=(Run(number), *block.inlines)) if number else block

    sections = (
        replace(section, blocks=tuple(map(with_ordinal, section.blocks)))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _heading_places(document: Document) -> Iterator[tuple[int, ...]]:
    """Yield for each heading the ordinals of those above it, and its own."""
    counts: list[int] = []
    for block in (each for section in document.sections for each in section.blocks):
        if isinstance(block, Paragraph) and block.heading_level is not None:
            level = block.heading_level
            counts = [*counts, *[0] * (level + 1)][: level + 1]
            counts[level] += 1
            yield tuple(counts)
