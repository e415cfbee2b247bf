"""References to figures in the text of circulars.

``{{ W2.2.cumulative }}`` is a figure of an indicator, ``{{ counts.good }}`` one of the whole period;
``{{ 5 | fixed }}`` is text whose number the author answers for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reportgen.base.tables import rows_beside

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
_FIXED = re.compile(r"""\s*(["'“”]?)([^|"'“”]+?)\1\s*\|\s*fixed\s*""")
_FIGURE = re.compile(r"\s*(?P<of>[A-Za-z][A-Za-z0-9._-]*)\.(?P<field>[a-z_]+)\s*")

COUNTS: Final = "counts"
_TABLE = rows_beside(__file__)
# figures as templates know them, and in words: of an indicator, of the whole period
FIELDS, TOTALS = (
    {row["field"]: row["words"] for row in _TABLE if row["of"] == of}
    for of in ("indicator", COUNTS)
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure by its name: of an indicator's id or of ``counts``."""

    of: str
    field: str

    def __str__(self) -> str:
        return f"{self.of}.{self.field}"


def replaced(text: str, printed: Callable[[Reference, str], str]) -> str:
    """Return a text with its references replaced by what ``printed`` makes of them.

    It is told what follows a reference in the text too. Raises ValueError for one that can't be read.
    """

    def one(match: re.Match[str]) -> str:
        found = parsed(match[1])
        after = text[match.end() :]
        return found if isinstance(found, str) else printed(found, after)

    return _REFERENCE.sub(one, text)


def parsed(inside: str) -> Reference | str:
    """Read what stands between the braces: a reference, or text that is fixed."""
    if fixed := _FIXED.fullmatch(inside):
        return fixed[2]
    if figure := _FIGURE.fullmatch(inside):
        return Reference(figure["of"], figure["field"])
    raise ValueError(inside)


def references_in(text: str) -> list[str]:
    """Return what stands between the braces of a text."""
    return _REFERENCE.findall(text)


def without_references(text: str) -> str:
    """Return a text with nothing where its references are; what can't be read as one stays."""

    def nothing(match: re.Match[str]) -> str:
        readable = _FIXED.fullmatch(match[1]) or _FIGURE.fullmatch(match[1])
        return "\n" if readable else match.group()

    return _REFERENCE.sub(nothing, text)
