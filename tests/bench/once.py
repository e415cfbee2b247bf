"""One measured child: cold is the whole process, warm the median of repeats inside it."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from pathlib import Path

from tests.bench import listener
from tests.bench.peers import TOOLS


def main(tool: str, name: str, folder: Path, repeats: int) -> None:
    content = json.loads((folder / "content.json").read_text(encoding="utf-8"))
    make = TOOLS[tool]
    make(name, content, folder)
    seconds, cpu = [], []
    for _ in range(repeats):
        start, used = time.perf_counter(), cpu_seconds()
        make(name, content, folder)
        seconds.append(time.perf_counter() - start)
        cpu.append(cpu_seconds() - used)
    if repeats:
        warm = {"seconds": statistics.median(seconds), "cpu": statistics.median(cpu)}
        sys.stderr.write(f"\nwarm: {json.dumps(warm)}\n")


def cpu_seconds() -> float:
    """Return the processor time of this process, of the programs that it has run or calls."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in usages) + listener.cpu_seconds()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
