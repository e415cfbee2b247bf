"""Settings that hold for the whole Word file."""

from __future__ import annotations

from docx.document import Document as WordDocument

from reportgen.document.keep import WORD_JOINER
from reportgen.writers.docx.wml import replace_children, w

# What may not end or begin a line (避头尾): Word's own lists for Chinese, with the word joiner added,
# so that every program that follows these lists keeps joined groups together.
_NOT_AT_END = "$([{£¥·‘“〈《「『【〔〖〝﹗﹙﹛＄（．［｛￡￥" + WORD_JOINER
_NOT_AT_START = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
    + WORD_JOINER
)
_WORD_2013 = "15"


def write_settings(word: WordDocument, language: str) -> None:
    """Replace the template's settings."""
    replace_children(
        word.settings.element,
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="doNotCompress"),
        w("noLineBreaksAfter", lang=language, val=_NOT_AT_END),
        w("noLineBreaksBefore", lang=language, val=_NOT_AT_START),
        w(
            "compat",
            w(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=_WORD_2013,
            ),
        ),
        w("themeFontLang", val="en-US", eastAsia=language),
    )
