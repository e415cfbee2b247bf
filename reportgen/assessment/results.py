"""The assessment of a whole table in one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.assessment.figures import Figures, figures_of
from reportgen.assessment.verdicts import Verdict, verdict_on
from reportgen.model.labels import Status
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressReport
from reportgen.model.targets import Indicator, Target, TargetTable

GOOD = (Status.DONE, Status.ON_SCHEDULE, Status.WITHIN_CAP, Status.RATE_MET)
POOR = (Status.BEHIND, Status.CAP_WARNING, Status.CAP_EXCEEDED, Status.RATE_MISSED)


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator: its target, its figures and the verdict on them."""

    target: Target
    indicator: Indicator
    figures: Figures
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Assessment:
    """All results of one table in one period, in table order."""

    table: TargetTable
    period: Period
    results: tuple[Result, ...]

    def of_target(self, target: Target) -> tuple[Result, ...]:
        """Return a target's results."""
        return tuple(result for result in self.results if result.target is target)

    def with_status(self, *statuses: Status) -> tuple[Result, ...]:
        """Return the results of the given statuses."""
        return tuple(result for result in self.results if result.verdict.status in statuses)


def assess(
    table: TargetTable, period: Period, reports: Mapping[Period, ProgressReport]
) -> Assessment:
    """Assess every indicator of a table at the end of a period."""
    results = []
    for target in table.targets:
        for indicator in target.indicators:
            figures = figures_of(indicator.id, period, reports)
            verdict = verdict_on(indicator, figures, period)
            results.append(Result(target, indicator, figures, verdict))
    return Assessment(table, period, tuple(results))
