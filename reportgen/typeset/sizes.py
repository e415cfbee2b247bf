"""Set paragraphs, the rows of tables and figures: lines and heights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.document.tree import (
    Inline,
    LineBreak,
    PageReference,
    Paragraph,
    Run,
)
from reportgen.typeset.lines import Link, SetParagraph, set_lines
from reportgen.typeset.looks import Look, Setup
from reportgen.typeset.titles import title_lines

PageNumbers = Mapping[str, str]

_ROUNDING_PT = 0.01


def text_of(inlines: Sequence[Inline], numbers: PageNumbers) -> str:
    """Return a paragraph's text with its page numbers; a forced break is a newline."""
    return "".join(_inline_text(each, numbers) for each in inlines)


def _inline_text(inline: Inline, numbers: PageNumbers) -> str:
    match inline:
        case Run(text):
            return text
        case LineBreak():
            return "\n"
        case PageReference(target):
            return numbers[target]


def set_paragraph(
    paragraph: Paragraph,
    room_pt: float,
    setup: Setup,
    numbers: PageNumbers,
    look: Look | None = None,
) -> SetParagraph:
    """Set a paragraph in a box; ``look`` replaces its style's."""
    text = text_of(paragraph.inlines, numbers)
    look = look or fitted_look(paragraph.style, text, room_pt, setup)
    if setup.profile.styles[paragraph.style].even_lines and "\n" not in text:
        text = "\n".join(_even_lines(text, look, room_pt, setup))
    made = set_lines(paragraph, text, look, room_pt, setup)
    if any(isinstance(each, PageReference) for each in paragraph.inlines):
        return replace(made, links=tuple(_links(paragraph, numbers)))
    return made


def fitted_look(role: str, text: str, room_pt: float, setup: Setup) -> Look:
    """Return a style's look in a box: ragged where that is narrow, smaller where the text must fit."""
    look = setup.looks[role]
    if role in setup.ragged:
        narrow = float(setup.profile.breaking.ragged_below_chars) * look.pitch_pt
        return setup.ragged[role] if room_pt < narrow else look
    if setup.profile.styles[role].fit:
        return shrunk(look, room_pt / max(setup.width_pt(text, look), 1.0))
    return look


def _links(paragraph: Paragraph, numbers: PageNumbers) -> Iterator[Link]:
    end = 0
    for inline in paragraph.inlines:
        start, end = end, end + len(_inline_text(inline, numbers))
        if isinstance(inline, PageReference):
            yield Link(start, end, inline.target)


def _even_lines(text: str, look: Look, room_pt: float, setup: Setup) -> tuple[str, ...]:
    return title_lines(
        text,
        (room_pt - look.left_pt - look.right_pt) / look.size_pt,
        lambda part: setup.width_pt(part, look) / look.size_pt,
    )


def shrunk(look: Look, scale: float) -> Look:
    """Return a look with smaller characters, in half points, as Word counts."""
    if scale >= 1:
        return look
    size = int(look.size_pt * scale * 2) / 2
    return replace(look, size_pt=size, line_pt=round(look.line_pt * scale, 2))
