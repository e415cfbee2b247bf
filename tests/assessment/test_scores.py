"""Scores: shares of weights, what 缺报 does, bonus, penalty, veto and 等次."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Milestone
from tests.assessment.small import assessed, entry, indicator, result, table

COUNT = indicator(Kind.COUNT, Comparator.AT_LEAST, 100)
CAP = indicator(Kind.CAP, Comparator.AT_MOST, 100)


@pytest.mark.parametrize(
    ("done", "bonus", "score", "rate", "grade"),
    [
        ("89.94", 0, "89.9", "89.9", "良好"),
        ("89.96", 0, "89.96", "89.96", "良好"),  # not the 90 that earns more
        ("87.97", 2, "89.97", "87.97", "良好"),
        ("99.97", 0, "99.97", "99.97", "优秀"),
        ("99.97", 2, "101.97", "99.97", "优秀"),  # and isn't all
        ("88.04", 2, "90.04", "88.04", "优秀"),
    ],
)
def test_a_printed_score_agrees_with_its_grade_and_its_parts(
    done: str, bonus: int, score: str, rate: str, grade: str
) -> None:
    earned = {"target": "W1", "kind": "bonus", "points": bonus, "reason": "获省表彰"}
    final = assessed(table(COUNT), "2012Q4", entry(cumulative=done), adjustments=(earned,)).final
    assert (final.score, final.rate, final.grade) == (Decimal(score), Decimal(rate), grade)


@pytest.mark.parametrize(
    ("made", "period", "cumulative", "share"),
    [
        (COUNT, "2012Q4", 80, "0.8"),
        (COUNT, "2012Q2", 40, "0.8"),  # against the schedule while the year runs
        (COUNT, "2012Q4", 300, "1"),  # more than the target earns no more than the weight
        (CAP, "2012Q4", 50, "1"),
        (CAP, "2012Q4", 125, "0.8"),  # A/B
        (CAP, "2012Q2", 80, "0.625"),
    ],
)
def test_shares(made: object, period: str, cumulative: int, share: str) -> None:
    assert result(made, period, cumulative=cumulative).score.share == Decimal(share)  # type: ignore[arg-type]


def _two(weight: int, *entries: object, **more: object) -> object:
    second = indicator(Kind.COUNT, Comparator.AT_LEAST, 100, id="W1.2", weight=weight)
    return assessed(table(COUNT, second), "2012Q4", *entries, **more).final  # type: ignore[arg-type]


def test_weights_count() -> None:
    final = _two(3, entry(cumulative=100), entry("W1.2", cumulative=50))
    assert final.score == Decimal("62.5")  # type: ignore[attr-defined]
    assert final.grade == "合格"  # type: ignore[attr-defined]


def test_missing_figures_neither_earn_nor_cost() -> None:
    final = _two(3, entry(cumulative=100))
    assert (final.score, final.sum.assessed_weight, final.sum.weight) == (100, 1, 4)  # type: ignore[attr-defined]


def test_nothing_reported_has_no_score() -> None:
    final = _two(1)
    assert (final.score, final.grade) == (None, None)  # type: ignore[attr-defined]


def test_bonus_penalty_and_their_limits() -> None:
    extra = (
        {"target": "W1", "kind": "bonus", "points": 30, "reason": "获省表彰"},
        {"target": "W1", "kind": "penalty", "points": 2, "reason": "通报批评"},
    )
    final = _two(1, entry(cumulative=80), entry("W1.2", cumulative=80), adjustments=extra)
    assert (final.bonus, final.penalty, final.score) == (10, 2, 88)  # type: ignore[attr-defined]
    many = tuple({**extra[1], "points": each} for each in (7, 8))
    final = _two(1, entry(cumulative=80), entry("W1.2", cumulative=80), adjustments=many)
    assert (final.bonus, final.penalty, final.score) == (0, 10, 70)  # type: ignore[attr-defined]
    final = _two(1, entry(cumulative=8), entry("W1.2", cumulative=0), adjustments=many)
    assert (final.score, final.grade) == (0, "不合格")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("period", "figures", "share"),
    [
        ("2012Q1", {"state": "under_way"}, None),  # not due yet
        ("2012Q1", {"state": "done"}, 1),
        ("2012Q2", {"state": "under_way"}, "0.4"),
        ("2012Q2", {"stage": "drafted"}, "0.4"),  # which is under way too
        ("2012Q2", {"state": "not_started"}, 0),
        ("2012Q2", {"note": "略"}, None),  # 缺报 neither earns nor costs
    ],
)
def test_milestones_earn_when_done_or_due(
    period: str, figures: dict[str, str], share: str | None
) -> None:
    due = Milestone.model_validate(
        {"id": "W1.M1", "name": "印发", "quote": "印发", "deadline": "2012-06-30", "weight": 3}
    )
    rules = AssessmentRules.model_validate(
        {"scores": {"under_way_share": "0.4", "default_weight": 2}}
    )
    for made, weight in ((due, 3), (due.model_copy(update={"weight": None}), 2)):
        of = assessed(table(milestones=(made,)), period, entry("W1.M1", **figures), rules=rules)
        (score,) = (each.score for each in of.milestones)
        assert (score.weight, score.share) == (weight, share if share is None else Decimal(share))
    without = AssessmentRules.model_validate({"scores": {"milestones_count": False}})
    of = assessed(table(milestones=(due,)), period, entry("W1.M1", **figures), rules=without)
    assert (of.final.sum.weight, of.final.score) == (0, None)


def test_no_growth_at_all_earns_nothing_below_a_target_of_zero() -> None:
    made = indicator(Kind.GROWTH, Comparator.AT_LEAST, 0)
    assert result(made, "2012Q2", rate=-3).score.share == 0
    assert result(made, "2012Q2", rate=0).score.share == 1
    falling = indicator(Kind.GROWTH, Comparator.AT_MOST, -5)
    assert result(falling, "2012Q2", rate=-3).score.share == 0
    assert result(falling, "2012Q2", rate=-6).score.share == 1


def test_a_veto_decides_the_grade() -> None:
    veto = ({"target": "W1", "kind": "veto", "reason": "发生重大事故"},)
    final = _two(1, entry(cumulative=100), entry("W1.2", cumulative=100), adjustments=veto)
    assert (final.score, final.grade) == (100, "不合格")  # type: ignore[attr-defined]


def test_lights_may_cost_points() -> None:
    rules = AssessmentRules.model_validate({"scores": {"yellow_penalty": 1, "red_penalty": 2}})
    made = assessed(table(COUNT), "2012Q4", entry(cumulative=50), rules=rules).final
    assert (made.light_penalty, made.score) == (2, 48)


@pytest.mark.parametrize(
    "rules",
    [
        {"grades": [{"name": "好", "score_from": 60}]},
        {"grades": [{"name": "差", "score_from": 0}, {"name": "好", "score_from": 60}]},
        {"veto_grade": "没有这一等"},
        {"lights": {"green_from": -40}},
    ],
)
def test_rules_that_contradict_themselves_are_refused(rules: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AssessmentRules.model_validate(rules)
