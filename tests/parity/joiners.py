"""Characters of no width: those that join, and all that no comparison counts."""

from __future__ import annotations

import re

WORD_JOINER, NO_WIDTH_NON_BREAK = "\u2060", "\u200d"
ANY_JOINER = re.compile(f"[{WORD_JOINER}{NO_WIDTH_NON_BREAK}]")
UNCOUNTED = frozenset({WORD_JOINER, NO_WIDTH_NON_BREAK, "\u200b", "\u200c"})
# an old rule (UAX 14, LB30 before Unicode 5.2) parts nothing here, where Word and our layout do
AFTER_CLOSING = re.compile("(?<=[，、。）》”’…〕】」』〉；：！？])(?=[0-9A-Za-z])")
