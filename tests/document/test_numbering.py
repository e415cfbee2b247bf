"""Ordinals count as 7.3.3 has them."""

from __future__ import annotations

from datetime import date

from reportgen.document.numbering import chinese_numeral, numbered
from reportgen.document.tree import Document, Paragraph, Run, Section

PATTERNS = ("{chinese}、", "（{chinese}）", "{arabic}.", "（{arabic}）")


def test_chinese_numerals() -> None:
    numerals = [chinese_numeral(number) for number in (1, 9, 10, 11, 20, 21, 99)]
    assert numerals == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]


def test_deeper_levels_start_again() -> None:
    levels = (0, 1, 2, 2, 1, 2, 3, 4, 0, 1)
    blocks = tuple(
        Paragraph(str(index), "h", (Run("题"),), heading_level=level)
        for index, level in enumerate(levels)
    )
    document = Document("题", "机关", date(2012, 1, 1), (Section(blocks),))
    texts = [block.text for block in numbered(document, PATTERNS, {}).sections[0].blocks]
    assert texts == [
        "题",
        "一、题",
        "（一）题",
        "（二）题",
        "二、题",
        "（一）题",
        "1.题",
        "（1）题",
        "题",
        "一、题",
    ]


def test_captions_are_counted_through_the_document() -> None:
    def section(*texts: str) -> Section:
        return Section(
            (
                *tuple(Paragraph(each, "caption", (Run(each),)) for each in texts),
                Paragraph("p" + texts[0], "body", (Run("文"),)),
            )
        )

    document = Document("题", "机关", date(2012, 1, 1), (section("甲", "乙"), section("丙")))
    read = numbered(document, PATTERNS, {"caption": "图{arabic}　"})
    texts = [block.text for each in read.sections for block in each.blocks]
    assert texts == ["图1　甲", "图2　乙", "文", "图3　丙", "文"]
