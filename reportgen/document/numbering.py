"""Count the headings and captions of a document and print their ordinals as the profile says (7.3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from reportgen.document.tree import Block, Document, Paragraph, Run, map_blocks

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Write 1–99 in Chinese numerals: 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def ordinal(pattern: str, number: int) -> str:
    """Fill a pattern such as ``（{chinese}）`` or ``{arabic}.``."""
    return pattern.format(chinese=chinese_numeral(number), arabic=number)


def numbered(
    document: Document, patterns: tuple[str, ...], by_style: Mapping[str, str]
) -> Document:
    """Return the document with ordinals before its headings of level 1 and deeper.

    Paragraphs of the styles of ``by_style``, such as captions, are counted through the document.

    They are ordinary text, not Word's automatic numbers: those change or vanish when a clerk
    copies a paragraph into another document or an OA form.
    """
    counts = [0] * (len(patterns) + 1)
    seen: Counter[str] = Counter()

    def with_ordinal(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        level = block.heading_level
        if pattern := by_style.get(block.style):
            seen[block.style] += 1
            number = ordinal(pattern, seen[block.style])
        elif level is None:
            return block
        else:
            counts[level] += 1
            counts[level + 1 :] = [0] * (len(counts) - level - 1)
            number = ordinal(patterns[level - 1], counts[level]) if level else ""
        return replace(block, inlines=(Run(number), *block.inlines)) if number else block

    return map_blocks(document, lambda _, blocks: tuple(with_ordinal(each) for each in blocks))
