"""``python -m tests.bench.readme``: put what ``make bench`` found last into README, with its picture."""

from __future__ import annotations

import re
import shutil

from tests.bench.measuring import ROOT

FOLDER = ROOT / "build" / "bench"
_MARKED = re.compile(r"(?<=<!-- bench -->\n).*(?=<!-- /bench -->)", re.DOTALL)


def main() -> None:
    readme = ROOT / "README.md"
    table = (FOLDER / "readme.md").read_text(encoding="utf-8")
    shutil.copy(FOLDER / "speed.svg", ROOT / ".readme")
    text = _MARKED.sub(lambda _: table, readme.read_text(encoding="utf-8"))
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
