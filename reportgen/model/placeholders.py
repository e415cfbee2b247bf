"""What people write where something is still to be filled in: 待填, ××, ``{{ … }}``, TODO."""

from __future__ import annotations

import re

# a longer word that only begins like a mark, such as 待核查 or 待定价, is none
_MARK = re.compile(
    r"""
    \{\{.*?\}\}|\$\{.*?\}|\{[{%]
    | 待填(?![平补埋]) | (?<![有亟])待定(?![期点向位岗价性]) | 待核(?![准查实销验对心算])
    | [（(【〔［\[] (?: 请填|此处|待[补填核确明] ) [^）)】〕］\]]* [）)】〕］\]]
    | ^待[补填核确明]\w{,2}$ | ^暂缺$
    | (?<![A-Za-z0-9])(?: [Xx]{2,} | TODO | todo | TBD | FIXME )(?![A-Za-z0-9])
    | [Ｘｘ×✕╳]{2,} | [×Ｘ](?=[年月日号]) | ○{2,} | _{3,} | ＿{2,} | [?？]{2,}
    """,
    re.VERBOSE | re.DOTALL,
)


def placeholders(text: str) -> tuple[str, ...]:
    """Return the marks in a text that stand for what isn't known yet, in its order."""
    return tuple(match.group() for match in _MARK.finditer(text))
