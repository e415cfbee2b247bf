"""Check the data against itself: numbers, references, quotations, dates and characters.

In: a workspace whose files have been read into the model. Out: every problem that was found, each
at its place. A rule is one function from the workspace to problems; none depends on another.
"""

from __future__ import annotations

from reportgen.checks.glyphs import check_glyphs
from reportgen.checks.rules import check_workspace

__all__ = ["check_glyphs", "check_workspace"]
