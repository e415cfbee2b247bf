"""Where a data file still holds placeholders: in its texts, and in comments that begin with one."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.base.problems import Place
from reportgen.model.placeholders import placeholders
from reportgen.model.references import without_references
from reportgen.sources.strict_yaml import Document

_REFERRING = (("body",), ("title",))


def unfinished_in(document: Document) -> Iterator[tuple[str, Place]]:
    """Yield each placeholder with its place; what is quoted stands in another field as well."""
    for location, text in document.texts():
        if location[-1:] != ("quote",):
            # a circular's text refers to figures in braces too
            bare = without_references(text) if location[:1] in _REFERRING else text
            yield from ((mark, document.place(location)) for mark in placeholders(bare))
    for place, comment in document.comments:
        first = placeholders(comment)[:1]
        yield from ((mark, place) for mark in first if comment.startswith(mark))
