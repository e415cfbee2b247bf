"""What is measured inside one process: typesetting alone, and how time grows with a table's rows.

Run alone, it prints all runs as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from reportgen.reports.jobs import Job
from reportgen.typeset.looks import make_setup
from reportgen.typeset.typesetter import typeset
from reportgen.writers.formats import DOCX, PDF
from tests.bench.content import job, workshop
from tests.bench.measuring import Figures, Run

_COPIES = (1, 5, 10)


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


def growth(runs: int) -> dict[int, Figures]:
    """Make DOCX and PDF of target tables, warm, by the number of rows."""
    found: dict[int, Figures] = defaultdict(Figures)
    jobs = [_repeated(job("target-table"), each) for each in _COPIES]
    for _ in range(runs):
        for each in jobs:
            rows = len(each.context["rows"])  # type: ignore[arg-type]
            found[rows].runs.append(_timed(lambda each=each: _write(each)))
    return found


def _write(made: Job) -> None:
    layout = workshop().make(made)
    workshop().written(layout, PDF)
    workshop().written(layout, DOCX)


def _timed(work: Callable[[], object]) -> Run:
    start, used = time.perf_counter(), time.process_time()
    work()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(time.perf_counter() - start, time.process_time() - used, memory)


def _repeated(made: Job, copies: int) -> Job:
    """Repeat the rows, numbered on: the second column is the number."""
    rows = list(made.context["rows"]) * copies  # type: ignore[call-overload]
    numbered = [(row[0], (str(number),), *row[2:]) for number, row in enumerate(rows, start=1)]
    return replace(made, context={**made.context, "rows": numbered})


def main(runs: int) -> None:
    grown = {rows: figures.record() for rows, figures in growth(runs).items()}
    print(json.dumps({"typesetting": typesetting(runs).record(), "growth": grown}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
