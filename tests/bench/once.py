"""One measured child: cold is the whole process, warm the median of repeats inside it."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from tests.bench.peers import TOOLS


def main(tool: str, folder: Path, repeats: int) -> None:
    content = json.loads((folder / "content.json").read_text(encoding="utf-8"))
    times = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        TOOLS[tool](content, folder)
        times.append(time.perf_counter() - start)
    warm = statistics.median(times[1:]) if repeats else None
    sys.stderr.write("\n" + json.dumps({"warm": warm}) + "\n")


main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
