"""Settings that hold for the whole Word file."""

from __future__ import annotations

from docx.document import Document as WordDocument

from reportgen.typeset.parting import NOT_AT_END, NOT_AT_START
from reportgen.writers.docx.body import JOINER
from reportgen.writers.docx.wml import replace_children, w

_WORD_2013 = "15"


def write_settings(word: WordDocument, language: str) -> None:
    """Replace the template's settings."""
    replace_children(
        word.settings.element,
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="doNotCompress"),
        w("noLineBreaksAfter", lang=language, val=NOT_AT_END + JOINER),
        w("noLineBreaksBefore", lang=language, val=NOT_AT_START + JOINER),
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
