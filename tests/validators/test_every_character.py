"""Every character that ``check`` lets through, in every face, as the validators see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest

from reportgen.checks.texts import is_forbidden
from reportgen.fonts.files import advances
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
from tests.validators.tools import vera

pytestmark = pytest.mark.slow
STYLES = {
    "fangsong": "body",
    "heiti": "annex-label",
    "kaiti": "signer-name",
    "songti": "page-number",
    "xiaobiaosong": "brief-title",
}
A_LINE = 12
A_DOCUMENT = 1000  # of some 1,500 of the fallback face HarfBuzz makes no subset


def accepted(workshop: Workshop) -> dict[str, list[str]]:
    """Return by style what may stand in a text: what a face has, then what the fallback prints."""
    characters = [
        each
        for each in map(chr, range(0x21, sys.maxunicode + 1))
        if not is_forbidden(each) and not each.isspace() and workshop.fonts.has_glyph(each)
    ]
    files = {key: advances(face.file) for key, face in workshop.fonts.faces.items()}
    in_a_face = {each for each in characters if any(file.width_em(each) for file in files.values())}
    found = {
        style: [each for each in characters if key == "fangsong" or each in in_a_face]
        for key, style in STYLES.items()
    }
    assert files.keys() == STYLES.keys()
    return found


def lines(style: str, characters: list[str]) -> Iterator[str]:
    """Yield paragraphs in which no mark meets another."""
    for start in range(0, len(characters), A_LINE):
        text = escape("一".join(characters[start : start + A_LINE]))
        yield f'<p class="{style}">{text}</p>'


def test_every_accepted_character_is_embedded(
    workshop: Workshop, typeset_body: Callable[[str], Layout], tmp_path: Path
) -> None:
    files = []
    for style, characters in accepted(workshop).items():
        for start in range(0, len(characters), A_DOCUMENT):
            body = "".join(lines(style, characters[start : start + A_DOCUMENT]))
            layout = typeset_body(f"<section><h1>字符</h1>{body}</section>")
            file = tmp_path / f"{style}-{start}.pdf"
            file.write_bytes(workshop.written(layout, PDF))
            files.append(file)
    # PDF/UA asks of fonts what PDF/A does
    verdicts = vera([("3a", file) for file in files])
    assert [each for each in verdicts if not each.passed] == []
