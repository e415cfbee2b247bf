"""得分: shares of weights, bonus and penalty, veto, 等次 (rules: ``scores``, ``grades``).

What isn't reported or not yet due has no share: it neither earns nor costs points, and its weight
is shown apart, so that 缺报 lowers nothing silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.assessment.verdicts import Verdict
from reportgen.base.numbers import HUNDRED
from reportgen.model.labels import Adjustment, Comparator, Grade, Light, State, Status
from reportgen.model.progress import PointsAdjustment, ProgressEntry
from reportgen.model.rules import AssessmentRules, ScoreRules
from reportgen.model.targets import Indicator, Milestone

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator's or milestone's weight and the share of it that was earned, 0 to 1."""

    weight: Decimal
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """The points of a target or of the whole table, on the scale of the weights.

    ``assessed_weight`` is the weight of what could be assessed; ``rate`` the points in per cent
    of it, None where nothing could.
    """

    weight: Decimal
    assessed_weight: Decimal
    points: Decimal

    @property
    def rate(self) -> Decimal | None:
        """Return the share of the assessed weight that was earned, in per cent."""
        if not self.assessed_weight:
            return None
        return self.points * HUNDRED / self.assessed_weight


@dataclass(frozen=True, slots=True)
class FinalScore:
    """The score of the whole table out of 100, what changed it, and the year's grade."""

    sum: ScoreSum
    bonus: Decimal
    penalty: Decimal
    light_penalty: Decimal
    vetoed: bool
    score: Decimal | None
    grade: str | None


def indicator_score(
    indicator: Indicator, actual: Decimal | None, verdict: Verdict, rules: ScoreRules
) -> Score:
    """Score an indicator: B/A for what should grow, A/B for what should stay small (§3.3)."""
    weight = indicator.weight or rules.default_weight
    if actual is None or verdict.status is Status.UNDER_WAY:
        return Score(weight, None)
    return Score(weight, min(_ONE, max(Decimal(0), _share(indicator, actual, verdict))))


def _share(indicator: Indicator, actual: Decimal, verdict: Verdict) -> Decimal:
    if verdict.status in (Status.DONE, Status.WITHIN_CAP, Status.RATE_MET):
        return _ONE
    due = indicator.value
    if verdict.schedule_progress is not None:
        due = due * verdict.schedule_progress / HUNDRED
    if indicator.comparator is Comparator.AT_MOST:
        return due / actual
    return actual / due if due > 0 else _ONE


def milestone_score(
    milestone: Milestone, entry: ProgressEntry | None, status: Status | None, rules: ScoreRules
) -> Score:
    """Score a milestone when it is done or due, a qualitative requirement when it is judged."""
    weight = milestone.weight or rules.default_weight
    if not rules.milestones_count:
        return Score(Decimal(0), None)
    if milestone.kind.traits.graded:
        grade = None if entry is None else entry.grade
        return Score(weight, None if grade is None else _grade_share(grade, rules))
    if status is Status.DONE:
        return Score(weight, _ONE)
    if status is not Status.OVERDUE or entry is None or entry.state is None:
        return Score(weight, None)
    under_way = entry.state is State.UNDER_WAY
    return Score(weight, rules.under_way_share if under_way else Decimal(0))


def _grade_share(grade: Grade, rules: ScoreRules) -> Decimal:
    return {
        Grade.ACHIEVED: rules.achieved_share,
        Grade.PARTLY: rules.partly_share,
        Grade.NOT_ACHIEVED: rules.not_achieved_share,
    }[grade]


def score_sum(scores: Sequence[Score]) -> ScoreSum:
    """Add up scores."""
    assessed = [(score.weight, score.share) for score in scores if score.share is not None]
    return ScoreSum(
        weight=sum((score.weight for score in scores), Decimal(0)),
        assessed_weight=sum((weight for weight, _ in assessed), Decimal(0)),
        points=sum((weight * share for weight, share in assessed), Decimal(0)),
    )


def final_score(
    total: ScoreSum,
    adjustments: Sequence[PointsAdjustment],
    lights: Sequence[Light | None],
    rules: AssessmentRules,
) -> FinalScore:
    """Add bonus, take penalties, and find the grade that the score deserves."""
    scores = rules.scores
    bonus = min(_points(adjustments, Adjustment.BONUS), scores.most_bonus)
    penalty = min(_points(adjustments, Adjustment.PENALTY), scores.most_penalty)
    light_penalty = scores.yellow_penalty * lights.count(
        Light.YELLOW
    ) + scores.red_penalty * lights.count(Light.RED)
    vetoed = any(each.kind is Adjustment.VETO for each in adjustments)
    score = (
        None
        if total.rate is None
        else max(Decimal(0), total.rate + bonus - penalty - light_penalty)
    )
    grade = None if score is None else rules.veto_grade if vetoed else _grade(score, rules)
    return FinalScore(total, bonus, penalty, light_penalty, vetoed, score, grade)


def _points(adjustments: Sequence[PointsAdjustment], kind: Adjustment) -> Decimal:
    return sum((each.points for each in adjustments if each.kind is kind), Decimal(0))


def _grade(score: Decimal, rules: AssessmentRules) -> str:
    return next(band.name for band in rules.grades if score >= band.score_from)
