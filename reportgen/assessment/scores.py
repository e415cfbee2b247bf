"""得分: shares of weights, bonus and penalty, veto, 等次 (rules: ``scores``, ``grades``).

What isn't reported or not yet due has no share: it neither earns nor costs points, and its weight
is shown apart, so that 缺报 lowers nothing silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.assessment.figures import state_of
from reportgen.assessment.verdicts import Verdict
from reportgen.base.numbers import HUNDRED, Shown, rounded, told_apart
from reportgen.model.labels import Adjustment, Grade, Light, State, Status
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
    """The score of the whole table out of 100, what changed it, and the year's grade.

    ``score`` and ``rate``, the share of the assessed weight that was earned, are as they are
    printed: told apart from the bounds of the grades and from 100, and their difference is what
    changed the score.
    """

    sum: ScoreSum
    rate: Decimal | None
    bonus: Decimal
    penalty: Decimal
    light_penalty: Decimal
    score: Decimal | None
    grade: str | None


def indicator_score(
    indicator: Indicator, actual: Decimal | None, verdict: Verdict, rules: ScoreRules
) -> Score:
    """Score an indicator: B/A for what should grow, A/B for what should stay small (§3.3)."""
    weight = indicator.weight or rules.default_weight
    if actual is None or verdict.status in (Status.UNDER_WAY, Status.NOT_DUE):
        return Score(weight, None)
    if verdict.status in (Status.DONE, Status.WITHIN_CAP, Status.RATE_MET):
        return Score(weight, _ONE)
    due = next(each for each in (verdict.due, verdict.goal, indicator.value) if each is not None)
    too_much = indicator.most is not None and (indicator.least is None or actual > indicator.most)
    part, whole = (due, actual) if too_much else (actual, due)
    share = Decimal(0)
    if whole > 0:
        share = part / whole
    elif not too_much and actual >= due:  # nothing is due yet
        share = _ONE
    return Score(weight, min(_ONE, max(Decimal(0), share)))


def milestone_score(
    milestone: Milestone, entry: ProgressEntry | None, status: Status | None, rules: ScoreRules
) -> Score:
    """Score a milestone when it is done or due, a qualitative requirement when it is judged."""
    if not rules.milestones_count:
        return Score(Decimal(0), None)
    share = None
    if status is Status.NOT_DUE:
        pass
    elif milestone.kind.traits.graded:
        earned = {
            Grade.ACHIEVED: rules.achieved_share,
            Grade.PARTLY: rules.partly_share,
            Grade.NOT_ACHIEVED: rules.not_achieved_share,
        }
        share = earned[entry.grade] if entry and entry.grade else None
    elif status is Status.DONE:
        share = _ONE
    elif status is Status.OVERDUE:
        share = {
            None: None,
            State.UNDER_WAY: rules.under_way_share,
            State.NOT_STARTED: Decimal(0),
        }[state_of(milestone, entry)]
    return Score(milestone.weight or rules.default_weight, share)


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
    bonus, penalty = (
        sum((each.points for each in adjustments if each.kind is kind), Decimal(0))
        for kind in (Adjustment.BONUS, Adjustment.PENALTY)
    )
    bonus, penalty = min(bonus, scores.most_bonus), min(penalty, scores.most_penalty)
    yellow, red = lights.count(Light.YELLOW), lights.count(Light.RED)
    light_penalty = scores.yellow_penalty * yellow + scores.red_penalty * red
    vetoed = any(each.kind is Adjustment.VETO for each in adjustments)
    rate = score = grade = None
    if total.rate is not None:
        change = bonus - penalty - light_penalty
        exact = max(Decimal(0), total.rate + change)
        bounds = [band.score_from for band in rules.grades]
        score, *_ = told_apart(exact, HUNDRED, HUNDRED + change, *bounds)
        rate = Shown(score - change if score else rounded(total.rate))
        earned = next(band.name for band in rules.grades if exact >= band.score_from)
        grade = rules.veto_grade if vetoed else earned
    return FinalScore(total, rate, bonus, penalty, light_penalty, score, grade)
