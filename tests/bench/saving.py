"""What ``watch`` does when a figure is saved: make the page anew in a process that runs already.

Run alone, it prints all runs as JSON.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from reportgen import desk
from reportgen.model.periods import Period
from tests.bench.measuring import ROOT, Figures, Run
from tests.bench.once import cpu_seconds

_FIGURE = r"(indicator: W7\.3\n    actual: )\d+\n    cumulative: \d+"


def saving(root: Path, runs: int) -> Figures:
    """Change a figure of the sample again and again, each time until the report's PDF stands."""
    period = Period.parse("2012Q1")
    file = root / "data/2012/progress/2012Q1.yaml"
    before = file.read_text("utf-8")
    wanted = desk.making.Wanted("quarterly", None, None, period, None)
    figures = Figures()
    for number in range(runs + 1):
        changed = re.sub(
            _FIGURE, rf"\g<1>{15600 + number}\n    cumulative: {15600 + number}", before
        )
        assert number == 0 or changed != before
        file.write_text(changed, "utf-8")
        start, used = time.perf_counter(), cpu_seconds()
        made = desk.making.make(
            root,
            wanted,
            desk.products.manner(["pdf"], root / "build"),
            progress=lambda _: lambda _: None,
        )
        done = Run(time.perf_counter() - start, cpu_seconds() - used, 0.0)
        assert [bool(each.why) for each in made.products] == [True]
        if number:  # the first time everything is loaded
            figures.runs.append(done)
    return figures


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        for name in ("data", "templates"):
            shutil.copytree(ROOT / name, Path(scratch, name))
        print(json.dumps(saving(Path(scratch), runs).record()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
