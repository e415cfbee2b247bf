"""How the time for a table grows with its rows."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from reportgen.layout.loading import load_profile
from reportgen.reports.jobs import Job
from reportgen.typesetting import write_paged_docx, write_pdf
from reportgen.workshop import Workshop
from tests.bench.content import ROOT, job

_RUNS = 3


def growth(copies: tuple[int, ...]) -> dict[int, float]:
    """Return the seconds for DOCX and PDF, warm, by the number of rows."""
    workshop = Workshop(ROOT, load_profile(ROOT, "gbt9704-2012"))
    return dict(_seconds(workshop, _repeated(job("target-table"), each)) for each in copies)


def _repeated(made: Job, copies: int) -> Job:
    """Repeat the rows, numbered on: the second column is the number."""
    rows = list(made.context["rows"]) * copies  # type: ignore[call-overload]
    numbered = [(row[0], (str(number),), *row[2:]) for number, row in enumerate(rows, start=1)]
    return replace(made, context={**made.context, "rows": numbered})


def _seconds(workshop: Workshop, made: Job) -> tuple[int, float]:
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        ready = workshop.make(made)
        write_pdf(ready, workshop.engine)
        write_paged_docx(ready, workshop.setup)
        times.append(time.perf_counter() - start)
    return len(made.context["rows"]), statistics.median(times)  # type: ignore[arg-type]
