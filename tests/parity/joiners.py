"""Characters of no width: those that join, and all that no comparison counts."""

from __future__ import annotations

import re

WORD_JOINER, NO_WIDTH_NON_BREAK = "\u2060", "\u200d"
ANY_JOINER = re.compile(f"[{WORD_JOINER}{NO_WIDTH_NON_BREAK}]")
UNCOUNTED = frozenset({WORD_JOINER, NO_WIDTH_NON_BREAK, "\u200b", "\u200c"})
