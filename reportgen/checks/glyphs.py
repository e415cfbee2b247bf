"""The rule on glyphs; a later stage runs it, because it has to know the fonts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.checks.characters import is_forbidden
from reportgen.checks.walk import documents_of, strings_of
from reportgen.codes import Code
from reportgen.problems import Place, Problem
from reportgen.sources.workspace import Workspace

_MOST_NAMED = 5


def check_glyphs(
    workspace: Workspace, has_glyph: Callable[[str], bool], in_face: Callable[[str], bool]
) -> tuple[Problem, ...]:
    """Find characters that no font has, and those that only a fallback font has.

    ``has_glyph`` tells whether any font can print a character, ``in_face`` whether the text's own
    face can.
    """
    return tuple(
        problem
        for document in documents_of(workspace)
        for location, text in strings_of(document)
        for problem in _lacking(text, document.place(location), has_glyph, in_face)
    )


def _lacking(
    text: str, place: Place, has_glyph: Callable[[str], bool], in_face: Callable[[str], bool]
) -> Iterator[Problem]:
    printed = [
        character
        for character in dict.fromkeys(text)
        if not character.isspace() and not is_forbidden(character)
    ]
    absent = [character for character in printed if not has_glyph(character)]
    if absent:
        message = f"所有字体都没有：{_named(absent)}"
        yield Code.CHARACTER_WITHOUT_GLYPH.problem(message, place)
    fallen_back = [c for c in printed if c not in absent and not in_face(c)]
    if fallen_back:
        message = f"改用后备字体印出：{_named(fallen_back)}"
        yield Code.CHARACTER_FALLBACK.problem(message, place)


def _named(characters: list[str]) -> str:
    named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in characters[:_MOST_NAMED])
    return named if len(characters) <= _MOST_NAMED else f"{named}等{len(characters)}个字"
