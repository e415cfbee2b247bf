"""What is measured inside one process: typesetting alone.

Run alone, it prints all runs as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

from reportgen.typeset.looks import make_setup
from reportgen.typeset.typesetter import typeset
from tests.bench.content import job, workshop
from tests.bench.measuring import Figures, Run


def typesetting(runs: int) -> Figures:
    """Set the quarterly report's tree again and again.

    Each run has a setup of its own, so that nothing is remembered of the texts but their words.
    """
    made = workshop()
    composed = made.compose(job("quarterly"))
    made.typeset(composed)
    figures = Figures()
    for _ in range(runs):
        setup = make_setup(made.profile, made.fonts)
        figures.runs.append(_timed(lambda setup=setup: typeset(composed, setup)))
    return figures


def _timed(work: Callable[[], object]) -> Run:
    start, used = time.perf_counter(), time.process_time()
    work()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(time.perf_counter() - start, time.process_time() - used, memory)


def main(runs: int) -> None:
    print(json.dumps(typesetting(runs).record()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
