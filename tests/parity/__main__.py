"""``make parity``: how alike PDF and DOCX are, for each sample document, judge and set of fonts.

``python -m tests.parity CASE…`` takes only some sets of fonts. Pango reads its fonts once a process,
so each set has a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from reportgen.fonts.folders import font_folder
from tests.parity.fontsets import CASES, FontCase, copies
from tests.parity.judges import JUDGES


def main(names: list[str]) -> None:
    """Print a table for each set of fonts named, for all where none is."""
    for judge in JUDGES:
        if reason := judge.missing():
            print(f"跳过：{judge.name}，{reason}")
    for case in CASES:
        if not names or case.name in names:
            print(f"\n{case.name}", flush=True)
            _judge(case)


def _judge(case: FontCase) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copies(font_folder(), case.prints, Path(folder))
        subprocess.run(
            [sys.executable, "-m", "tests.parity.samples", case.name],
            check=True,
            env={**os.environ, "REPORTGEN_FONTS": folder, "XDG_CACHE_HOME": folder},
        )


main(sys.argv[1:])
