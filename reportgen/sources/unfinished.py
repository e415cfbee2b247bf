"""Where a data file still holds placeholders: in its texts, and in comments that begin with one."""

from __future__ import annotations

from functools import lru_cache

from reportgen.base.problems import Place
from reportgen.model.placeholders import placeholders
from reportgen.model.references import without_references
from reportgen.sources.strict_yaml import Document

_REFERRING = (("body",), ("title",))


@lru_cache(maxsize=64)  # each of a thousand documents asks the same few files
def unfinished_in(document: Document) -> tuple[tuple[str, Place], ...]:
    """Return each placeholder with its place; what is quoted stands in another field as well."""
    found: list[tuple[str, Place]] = []
    for location, text in document.texts:
        if location[-1:] != ("quote",):
            # a circular's text refers to figures in braces too
            bare = without_references(text) if location[:1] in _REFERRING else text
            found += ((mark, document.place(location)) for mark in placeholders(bare))
    for place, comment in document.comments:
        first = placeholders(comment)[:1]
        found += ((mark, place) for mark in first if comment.startswith(mark))
    return tuple(found)
