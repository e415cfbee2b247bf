"""Where a data file still holds placeholders: 待填, ××, ``{{ … }}``, TODO.

They stand in its texts, and in comments that begin with one.
"""

import re
from functools import lru_cache

from reportgen.base.problems import Place
from reportgen.model.references import without_references
from reportgen.sources.strict_yaml import Document

_REFERRING = (("body",), ("title",))
# a longer word that only begins like a mark, such as 待核查 or 待定价, is none
_MARK = re.compile(
    r"""
    \{\{.*?\}\}|\$\{.*?\}|\{[{%]
    | 待填(?![平补埋]) | (?<![有亟])待定(?![期点向位岗价性]) | 待核(?![准查实销验对心算])
    | [（(【〔［\[] (?: 请填|此处|待[补填核确明] ) [^）)】〕］\]]* [）)】〕］\]]
    | ^待[补填核确明]\w{,2}$ | ^暂缺$
    | (?<![A-Za-z0-9])(?: [Xx]{2,} | TODO | todo | TBD | FIXME )(?![A-Za-z0-9])
    | [Ｘｘ×✕╳]{2,} | (?<![A-Za-z0-9+])[×ＸX](?=[年月日号%％]) | [○□]{2,} | [_＿]{2,} | [?？]{2,}
    | \*{2,} | [（(][\s_]*[）)]
    """,
    re.VERBOSE | re.DOTALL,
)


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


def placeholders(text: str) -> tuple[str, ...]:
    """Return the marks in a text that stand for what isn't known yet, in its order."""
    return tuple(match.group() for match in _MARK.finditer(text))
