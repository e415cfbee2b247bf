"""How the time for a table grows with its rows."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from reportgen.build import Workshop
from reportgen.layout.loading import load_profile
from reportgen.typesetting import write_paged_docx, write_pdf
from tests.bench.content import ROOT, job


def growth() -> float:
    """Return the time a row at 110 rows over that at 11 rows."""
    workshop = Workshop(ROOT, load_profile(ROOT, "gbt9704-2012"))
    return _seconds_a_row(workshop, 10) / _seconds_a_row(workshop, 1)


def _seconds_a_row(workshop: Workshop, copies: int) -> float:
    made = job("target-table")
    rows = list(made.context["rows"]) * copies  # type: ignore[call-overload]
    larger = replace(made, context={**made.context, "rows": rows})
    times = []
    for _ in range(3):
        start = time.perf_counter()
        ready = workshop.make(larger)
        write_pdf(ready, workshop.engine)
        write_paged_docx(ready, workshop.profile)
        times.append(time.perf_counter() - start)
    return statistics.median(times) / len(rows)
