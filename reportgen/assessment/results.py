"""The assessment of a whole table in one period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from reportgen.assessment.figures import Figures, Reports, Told, by_subject, figures_of, told_of
from reportgen.assessment.scores import (
    FinalScore,
    Score,
    final_score,
    indicator_score,
    milestone_score,
    score_sum,
)
from reportgen.assessment.verdicts import (
    Case,
    Verdict,
    light_of,
    milestone_light,
    milestone_status,
    verdict_on,
)
from reportgen.model.labels import Light, Status
from reportgen.model.periods import Period
from reportgen.model.progress import PointsAdjustment
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Indicator, Milestone, Target, TargetTable

GOOD = (Status.DONE, Status.ON_SCHEDULE, Status.WITHIN_CAP, Status.RATE_MET)
POOR = (
    Status.BEHIND,
    Status.NOT_DONE,
    Status.OVERDUE,
    Status.CAP_WARNING,
    Status.CAP_EXCEEDED,
    Status.RATE_MISSED,
)


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator: its target, its figures, the verdict on them, light and score."""

    target: Target
    indicator: Indicator
    figures: Figures
    verdict: Verdict
    light: Light | None
    score: Score


@dataclass(frozen=True, slots=True)
class MilestoneResult:
    """One milestone or qualitative requirement; no status where only text was reported."""

    target: Target
    milestone: Milestone
    told: Told
    status: Status | None
    light: Light | None
    score: Score


@dataclass(frozen=True, slots=True)
class Assessment:
    """All results of one table in one period, in table order."""

    table: TargetTable
    period: Period
    rules: AssessmentRules
    results: tuple[Result, ...]
    milestones: tuple[MilestoneResult, ...]
    adjustments: tuple[PointsAdjustment, ...]

    @property
    def all(self) -> tuple[Result | MilestoneResult, ...]:
        """Return the results of indicators and milestones."""
        return (*self.results, *self.milestones)

    def with_status(self, *statuses: Status) -> tuple[Result, ...]:
        """Return the results of the given statuses."""
        return tuple(result for result in self.results if result.verdict.status in statuses)

    def by_unit(self, office: str) -> dict[str, Assessment]:
        """Return what each unit answers for, in table order; what names none is the ``office``'s own.

        Units that have only milestones come last.
        """
        results: dict[str, list[Result]] = defaultdict(list)
        milestones: dict[str, list[MilestoneResult]] = defaultdict(list)
        for result in self.results:
            results[result.indicator.lead_unit].append(result)
        for each in self.milestones:
            milestones[each.target.unit_of(each.milestone) or office].append(each)
        own: dict[str, Assessment] = {}
        for unit in [*dict.fromkeys((*results, *milestones))]:
            targets = {each.target.id for each in results[unit] or milestones[unit]}
            own[unit] = replace(
                self,
                results=tuple(results[unit]),
                milestones=tuple(milestones[unit]),
                adjustments=tuple(each for each in self.adjustments if each.target in targets),
            )
        return own

    @property
    def final(self) -> FinalScore:
        """Return the score of the whole table."""
        total = score_sum([result.score for result in self.all])
        return final_score(total, self.adjustments, [each.light for each in self.all], self.rules)


def assess(
    table: TargetTable, period: Period, reports: Reports, rules: AssessmentRules
) -> Assessment:
    """Assess every indicator and milestone of a table, as it is in force at the end of a period."""
    table = table.at(period.end)
    report, entries = reports.get(period), by_subject(reports)
    results: list[Result] = []
    milestones: list[MilestoneResult] = []
    for target in table.targets:
        for indicator in target.indicators:
            figures = figures_of(indicator, period, entries)
            verdict = verdict_on(Case(indicator, figures, period, rules))
            light = light_of(indicator, verdict, rules.lights)
            score = indicator_score(indicator, figures.cumulative, verdict, rules.scores)
            results.append(Result(target, indicator, figures, verdict, light, score))
        for milestone in target.milestones:
            told = told_of(milestone, period, entries)
            status = milestone_status(milestone, told, period)
            light = milestone_light(milestone, status, period.end, rules.lights)
            score = milestone_score(milestone, told.entry, status, rules.scores)
            milestones.append(MilestoneResult(target, milestone, told, status, light, score))
    adjustments = report.adjustments if report else ()
    return Assessment(table, period, rules, tuple(results), tuple(milestones), adjustments)
