"""The rule on characters that can't be printed, or that make text look other than it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from reportgen.checks.walk import documents_of, strings_of
from reportgen.codes import Code
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace

_MOST_NAMED = 5
# control, invisible (bidi, zero-width, soft hyphen), lone surrogate, private use, unassigned
# (noncharacters are among them), line and paragraph separator
_FORBIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_ALLOWED = frozenset("\n\t")
_DAMAGED = "\ufffd"


def forbidden_characters(workspace: Workspace) -> Iterator[Problem]:
    """Find characters that no document may hold, in any string of any data file."""
    for document in documents_of(workspace):
        for location, text in strings_of(document):
            if named := name_characters(text, is_forbidden):
                yield Code.CHARACTER_FORBIDDEN.problem(
                    f"文字中有不能印刷的字符：{named}", document.place(location)
                )
        for location, place in document.key_places.items():
            if named := name_characters(str(location[-1]), is_forbidden):
                yield Code.CHARACTER_FORBIDDEN.problem(f"键里有不能印刷的字符：{named}", place)


@lru_cache(maxsize=16384)
def is_forbidden(character: str) -> bool:
    """Tell whether a character can't go into a document."""
    if character in _ALLOWED:
        return False
    return character == _DAMAGED or unicodedata.category(character) in _FORBIDDEN_CATEGORIES


def name_characters(text: str, applies: Callable[[str], bool]) -> str:
    """Name the characters of a text that ``applies`` holds for, with their offsets from 1."""
    found = [
        f"U+{ord(character):04X}（第{offset}个字）"
        for offset, character in enumerate(text, start=1)
        if applies(character)
    ]
    more = f"等{len(found)}处" if len(found) > _MOST_NAMED else ""
    return "、".join(found[:_MOST_NAMED]) + more
