"""The rule on glyphs; a later stage runs it, because it has to know the fonts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from reportgen.checks.characters import is_forbidden
from reportgen.checks.walk import documents_of, strings_of
from reportgen.codes import Code
from reportgen.problems import Problem
from reportgen.sources.strict_yaml import Document, Location
from reportgen.sources.workspace import Workspace

_MOST_NAMED = 5
_WORDS = {
    Code.CHARACTER_WITHOUT_GLYPH: "所有字体都没有",
    Code.CHARACTER_FALLBACK: "改用后备字体印出",
}


def check_glyphs(
    workspace: Workspace, has_glyph: Callable[[str], bool], in_face: Callable[[str], bool]
) -> tuple[Problem, ...]:
    """Find characters that no font has, and those that only a fallback font has.

    ``has_glyph`` tells whether any font can print a character, ``in_face`` whether the text's own
    face can.
    """

    @cache
    def lack(character: str) -> Code | None:
        if character.isspace() or is_forbidden(character):
            return None
        if not has_glyph(character):
            return Code.CHARACTER_WITHOUT_GLYPH
        return None if in_face(character) else Code.CHARACTER_FALLBACK

    return tuple(
        problem
        for document in documents_of(workspace)
        for location, text in strings_of(document)
        for problem in _lacking(document, location, text, lack)
    )


def _lacking(
    document: Document, location: Location, text: str, lack: Callable[[str], Code | None]
) -> Iterator[Problem]:
    found = {character: code for character in dict.fromkeys(text) if (code := lack(character))}
    for code, words in _WORDS.items():
        if named := [character for character, lacking in found.items() if lacking is code]:
            yield code.problem(f"{words}：{_named(named)}", document.place(location))


def _named(characters: list[str]) -> str:
    named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in characters[:_MOST_NAMED])
    return named if len(characters) <= _MOST_NAMED else f"{named}等{len(characters)}个字"
