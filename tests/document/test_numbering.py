"""Ordinals count as 7.3.3 has them."""

from __future__ import annotations

from datetime import date

from reportgen.document.numbering import chinese_numeral, numbered
from reportgen.document.tree import Document, Paragraph, Run, Section

PATTERNS = ("{chinese}、", "（{chinese}）", "{arabic}.", "（{arabic}）")


def test_chinese_numerals() -> None:
    numerals = [chinese_numeral(number) for number in (1, 9, 10, 11, 20, 21, 99)]
    assert numerals == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]
    numerals = [chinese_numeral(number) for number in (100, 105, 110, 113, 240, 1005, 1010)]
    assert numerals == [
        "一百",
        "一百零五",
        "一百一十",
        "一百一十三",
        "二百四十",
        "一千零五",
        "一千零一十",
    ]


def _ordinals(*levels: int) -> list[str]:
    blocks = tuple(
        Paragraph(str(index), "h", (Run("题"),), heading_level=level)
        for index, level in enumerate(levels)
    )
    document = Document("题", "机关", date(2012, 1, 1), (Section(blocks),))
    read = numbered(document, PATTERNS, {}).sections[0].blocks
    return [block.text.removesuffix("题") for block in read]


def test_deeper_levels_start_again() -> None:
    assert _ordinals(0, 1, 2, 2, 1, 2, 2, 3, 3, 4, 4) == [
        *("", "一、", "（一）", "（二）", "二、", "（一）", "（二）"),
        *("1.", "2.", "（1）", "（2）"),
    ]


def test_what_stands_alone_is_not_counted() -> None:
    assert "/".join(_ordinals(0, 1, 2, 3, 1, 2, 2, 0, 1)) == "/一、///二、/（一）/（二）//"


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
