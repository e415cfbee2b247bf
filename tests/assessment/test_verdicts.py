"""Each kind of indicator is judged by its own rule (assessment-practice §3.5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.assessment.figures import by_subject, figures_of
from reportgen.assessment.results import assess
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Light, Stage, Status
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressReport
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Milestone
from tests.assessment.small import YEAR_END, assessed, entry, indicator, report, result, table

AT_LEAST, MORE_THAN, AT_MOST = Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.AT_MOST
PLANNED, FULL, ABOUT = Comparator.PLANNED, Comparator.EQUAL_FULL, Comparator.APPROXIMATELY
BASE = {"value": 200, "unit": "工作日", "meaning": "上年", "confirmed": True}


@pytest.mark.parametrize(
    ("comparator", "period", "cumulative", "status", "light"),
    [
        (AT_LEAST, "2012Q1", 25, Status.ON_SCHEDULE, Light.GREEN),
        (AT_LEAST, "2012Q1", 24, Status.BEHIND, Light.YELLOW),
        (AT_LEAST, "2012Q3", 45, Status.BEHIND, Light.YELLOW),  # 30 behind is still yellow
        (AT_LEAST, "2012Q3", 44, Status.BEHIND, Light.RED),
        (AT_LEAST, "2012Q1", 100, Status.DONE, Light.GREEN),
        (AT_LEAST, "2012Q4", 99, Status.NOT_DONE, Light.YELLOW),
        (PLANNED, "2012Q4", 100, Status.DONE, Light.GREEN),
        (MORE_THAN, "2012Q4", 100, Status.NOT_DONE, Light.YELLOW),  # equal isn't done
        (MORE_THAN, "2012Q4", 101, Status.DONE, Light.GREEN),
        (AT_LEAST, "2012Q1", 0, Status.BEHIND, Light.YELLOW),
        (ABOUT, "2012Q4", 95, Status.DONE, Light.GREEN),  # 5 % of the target by default
        (ABOUT, "2012Q4", 94, Status.NOT_DONE, Light.YELLOW),
        (AT_LEAST, "2012-11", 91, Status.BEHIND, Light.YELLOW),
        (AT_LEAST, "2012-11", 92, Status.ON_SCHEDULE, Light.GREEN),
    ],
)
def test_counts(
    comparator: Comparator, period: str, cumulative: int, status: Status, light: Light
) -> None:
    made = result(indicator(Kind.COUNT, comparator, 100), period, cumulative=cumulative)
    assert (made.verdict.status, made.light) == (status, light)


@pytest.mark.parametrize(
    ("period", "more", "due"),
    [
        ("2012Q1", {"quarterly_plan": (12, 30, 60, 100)}, 12),
        ("2012-01", {"quarterly_plan": (12, 30, 60, 100)}, 4),
        ("2012-05", {"quarterly_plan": (12, 30, 60, 100)}, 24),
        ("2012Q2", {"quarterly_plan": (12, 30, 60, 100)}, 30),
        ("2012Q4", {"quarterly_plan": (12, 30, 60, 100)}, 100),
        ("2012Q3", {"quarterly_plan": (12, 30, 60, 100), "deadline": date(2012, 9, 30)}, 100),
        ("2012Q2", {}, 50),
        ("2012Q1", {"deadline": date(2012, 6, 30)}, 50),  # even steps lead to the deadline
        ("2012-02", {"deadline": date(2012, 5, 10)}, 40),
        ("2012Q2", {"deadline": date(2012, 6, 30)}, 100),  # due on the day itself
        ("2012Q2", {"deadline": date(2012, 3, 31)}, 100),
    ],
)
def test_what_is_due_follows_the_plan_or_leads_evenly_to_the_deadline(
    period: str, more: dict[str, object], due: int
) -> None:
    made = indicator(Kind.COUNT, AT_LEAST, 100, **more)
    on_time, short = (result(made, period, cumulative=each) for each in (due, due - 1))
    assert (on_time.verdict.schedule_progress, on_time.verdict.schedule_gap) == (due, 0)
    assert on_time.verdict.status is (Status.DONE if due == 100 else Status.ON_SCHEDULE)
    at_end = made.deadline <= Period.parse(period).end
    assert short.verdict.status is (Status.NOT_DONE if at_end else Status.BEHIND)


def test_the_periods_own_figure_is_the_cumulative_one_less_the_one_before() -> None:
    made = indicator(Kind.COUNT, AT_LEAST, 100)
    first, second = Period.parse("2012Q1"), Period.parse("2012Q2")

    def own(period: Period, *reports: ProgressReport) -> Decimal | None:
        known = {each.period: each for each in reports}
        return figures_of(made, period, by_subject(known)).period_actual

    before, now = report("2012Q1", entry(cumulative=10)), report("2012Q2", entry(cumulative=25))
    assert own(first, before) == 10
    assert own(second, before, now) == 15
    assert own(second, now) is None  # not known, which isn't all of it
    assert own(second, report("2012Q1", entry(note="略")), now) is None
    assert own(second, before, report("2012Q2", entry(cumulative=25, actual=14))) == 14
    rate = {Period.parse("2012Q1"): report("2012Q1", entry(rate=90))}
    assert (
        figures_of(indicator(Kind.RATE, AT_LEAST, 95), first, by_subject(rate)).period_actual
        is None
    )


@pytest.mark.parametrize(
    ("cap", "period", "cumulative", "status", "unreachable"),
    [
        (120, "2012Q1", 30, Status.WITHIN_CAP, False),
        (120, "2012Q1", 31, Status.CAP_WARNING, False),
        (120, "2012Q1", 121, Status.CAP_EXCEEDED, True),
        (120, "2012Q4", 120, Status.WITHIN_CAP, False),
        (0, "2012Q4", 0, Status.WITHIN_CAP, False),
        (0, "2012Q1", 1, Status.CAP_EXCEEDED, True),
    ],
)
def test_caps(cap: int, period: str, cumulative: int, status: Status, unreachable: bool) -> None:
    verdict = result(indicator(Kind.CAP, AT_MOST, cap), period, cumulative=cumulative).verdict
    assert (verdict.status, verdict.unreachable) == (status, unreachable)
    if cap:
        used, due = verdict.completion_rate, verdict.schedule_progress
        assert used is not None
        assert due is not None
        assert (used * cap, verdict.schedule_gap) == (cumulative * 100, used - due)


def test_a_cap_of_the_first_half_is_judged_by_the_first_half() -> None:
    """What is counted from 1 January goes on, and says nothing of what was to be kept by June."""
    made = indicator(Kind.CAP, AT_MOST, 100, deadline=date(2012, 6, 30))
    told = {"2012Q1": 40, "2012Q2": 90, "2012Q3": 130}
    reports = {Period.parse(p): report(p, entry(cumulative=n)) for p, n in told.items()}
    autumn = assess(table(made), Period.parse("2012Q3"), reports, AssessmentRules()).results[0]
    assert autumn.verdict.status is Status.WITHIN_CAP
    figures = autumn.figures
    assert (figures.cumulative, figures.period_actual) == (90, None)
    assert (figures.due, str(figures.as_of)) == (True, "2012Q2")
    del reports[Period.parse("2012Q1")], reports[Period.parse("2012Q2")]  # nothing else is known
    autumn = assess(table(made), Period.parse("2012Q3"), reports, AssessmentRules()).results[0]
    assert autumn.verdict.status is Status.CAP_EXCEEDED


@pytest.mark.parametrize(
    ("comparator", "value", "figures", "status", "unreachable"),
    [
        (AT_LEAST, 95, {"numerator": 95, "denominator": 100}, Status.RATE_MET, False),
        (AT_LEAST, 95, {"numerator": 949, "denominator": 1000}, Status.RATE_MISSED, False),
        (FULL, 100, {"numerator": 8, "denominator": 8}, Status.RATE_MET, False),
        (FULL, 100, {"numerator": 999, "denominator": 1000}, Status.RATE_MISSED, True),
        (AT_MOST, 5, {"rate": 5}, Status.RATE_MET, False),
        (AT_MOST, 5, {"rate": 6}, Status.RATE_MISSED, False),
    ],
)
def test_rates_have_no_schedule(
    comparator: Comparator, value: int, figures: dict[str, int], status: Status, unreachable: bool
) -> None:
    verdict = result(indicator(Kind.RATE, comparator, value), "2012Q1", **figures).verdict
    assert (verdict.status, verdict.unreachable) == (status, unreachable)
    assert verdict.schedule_progress is None


def test_quarterly_rates_are_never_averaged() -> None:
    """91 of 100 and 9 of 10 are 100 of 110, not the mean of 91 % and 90 %."""
    made = result(indicator(Kind.RATE, AT_LEAST, 91), "2012Q2", numerator=100, denominator=110)
    assert made.figures.cumulative == Decimal(10000) / Decimal(110)


def test_reductions_count_from_their_base_and_are_judged_when_due() -> None:
    made = indicator(Kind.REDUCTION, PLANNED, 60, baseline=BASE)
    early = result(made, "2012Q2", current=100)
    assert (early.figures.cumulative, early.verdict.status) == (50, Status.UNDER_WAY)
    assert early.light is None
    assert result(made, "2012Q2", current=80).verdict.status is Status.RATE_MET
    assert result(made, "2012Q4", current=100).verdict.status is Status.RATE_MISSED


def test_growth_counts_from_its_base_with_the_stated_tolerance() -> None:
    made = indicator(Kind.GROWTH, ABOUT, 8, baseline=BASE, tolerance="0.5")
    assert result(made, "2012Q2", current=216).verdict.status is Status.RATE_MET
    assert result(made, "2012Q2", current=215).verdict.status is Status.RATE_MET  # 7.5
    assert result(made, "2012Q2", rate="7.4").verdict.status is Status.RATE_MISSED


def test_a_scope_counts_its_sub_items_and_looks_at_their_dates() -> None:
    items = ({"id": "a", "name": "甲", "deadline": "2012-06-30"}, {"id": "b", "name": "乙"})
    made = indicator(Kind.SCOPE, PLANNED, 2, items=items)
    assert result(made, "2012Q1", items_done=("b",)).verdict.status is Status.UNDER_WAY
    late = result(made, "2012Q2", items_done=("b",))
    assert (late.verdict.status, late.figures.cumulative) == (Status.BEHIND, 1)
    # what is done early makes up for none of those that are due
    assert (late.verdict.due, late.verdict.overdue_items) == (2, ("甲",))
    assert late.score.share == Decimal("0.5")
    assert result(made, "2012Q2", items_done=("a", "b")).verdict.status is Status.DONE
    assert result(made, "2012Q4", items_done=("a",)).verdict.status is Status.NOT_DONE


@pytest.mark.parametrize(
    ("period", "figures", "status", "light"),
    [
        ("2012Q1", {"state": "under_way"}, Status.UNDER_WAY, None),
        ("2012Q2", {"state": "under_way"}, Status.OVERDUE, Light.YELLOW),
        ("2012Q3", {"state": "not_started"}, Status.OVERDUE, Light.RED),
        ("2012Q1", {"state": "done"}, Status.DONE, Light.GREEN),
        ("2012Q3", {"stage": "drafted"}, Status.OVERDUE, Light.RED),  # 制定 isn't 印发
        ("2012Q3", {"stage": "issued"}, Status.DONE, Light.GREEN),
        ("2012Q3", {"stage": "built"}, Status.DONE, Light.GREEN),
        ("2012Q3", None, Status.OVERDUE, Light.RED),
    ],
)
def test_milestones(
    period: str, figures: dict[str, str] | None, status: Status, light: Light | None
) -> None:
    due = Milestone.model_validate(
        {"id": "W1.M1", "name": "印发办法", "quote": "印发", "deadline": "2012-06-30"}
        | {"required_stage": "issued"}
    )
    entries = () if figures is None else (entry("W1.M1", **figures),)
    made = assessed(table(milestones=(due,)), period, *entries).milestones[0]
    assert (made.status, made.light) == (status, light)


def test_without_a_stage_required_a_milestone_is_done_at_the_last_one() -> None:
    due = Milestone(id="W1.M1", name="建成平台", deadline=YEAR_END, quote="建成平台")
    stages = {
        each: assessed(table(milestones=(due,)), "2012Q1", entry("W1.M1", stage=each))
        for each in Stage
    }
    statuses = [made.milestones[0].status for made in stages.values()]
    assert statuses == [Status.UNDER_WAY] * (len(Stage) - 1) + [Status.DONE]


def test_nothing_is_said_of_what_a_period_does_not_ask_for() -> None:
    """Reported by half-years: in September the figure of June still stands, but isn't judged."""
    half = indicator(Kind.COUNT, AT_LEAST, 100, frequency="half_yearly")
    june, september = (Period.parse(each) for each in ("2012Q2", "2012Q3"))
    reports = {
        Period.parse("2012Q1"): report("2012Q1", entry(cumulative=10)),
        june: report("2012Q2", entry(cumulative=20)),
        september: report("2012Q3", entry(note="仍在办")),
    }
    (made,) = assess(table(half), september, reports, AssessmentRules()).results
    assert (made.verdict.status, made.light, made.score.share) == (Status.NOT_DUE, None, None)
    told = made.figures
    assert (told.cumulative, told.period_actual, told.due, told.as_of) == (20, None, False, june)
    early = {september: report("2012Q3", entry(cumulative=60))}
    (made,) = assess(table(half), september, early, AssessmentRules()).results
    assert made.verdict.status is Status.BEHIND  # told without being asked for


def test_qualitative_requirements_are_judged_by_people() -> None:
    made = Milestone.model_validate(
        {"id": "W1.M1", "name": "提高质量", "quote": "提高", "kind": "qualitative"}
    )
    words = assessed(table(milestones=(made,)), "2012Q4", entry("W1.M1", note="有所提高"))
    assert words.milestones[0].status is None
    for grade, status, light, share in (
        ("achieved", Status.ACHIEVED, Light.GREEN, 1),
        ("partly", Status.PARTLY, None, Decimal("0.8")),
        ("not_achieved", Status.NOT_ACHIEVED, Light.RED, 0),
    ):
        (judged,) = assessed(
            table(milestones=(made,)), "2012Q4", entry("W1.M1", grade=grade)
        ).milestones
        assert (judged.status, judged.light, judged.score.share) == (status, light, share)


def test_what_is_not_reported_is_not_zero() -> None:
    missing = assessed(table(indicator(Kind.COUNT, AT_LEAST, 100)), "2012Q3").results[0]
    zero = result(indicator(Kind.COUNT, AT_LEAST, 100), "2012Q3", cumulative=0)
    assert missing.verdict.status is Status.MISSING
    assert missing.light is None
    assert missing.score.share is None
    assert (zero.verdict.status, zero.light) == (Status.BEHIND, Light.RED)
    assert zero.score.share == 0
    march = report("2012Q1", entry(cumulative=30))
    for june in (report("2012Q2", entry(note="略")), report("2012Q2")):
        reports = {each.period: each for each in (march, june)}
        made = table(indicator(Kind.COUNT, AT_LEAST, 100))
        (silent,) = assess(made, june.period, reports, AssessmentRules()).results
        assert (silent.verdict.status, silent.figures.cumulative) == (Status.MISSING, None)


def test_thresholds_come_from_the_rules() -> None:
    rules = AssessmentRules.model_validate(
        {"behind_below": -10, "lights": {"green_from": -10, "yellow_from": -20}}
    )
    made = table(indicator(Kind.COUNT, AT_LEAST, 100))
    first = assessed(made, "2012Q2", entry(cumulative=40), rules=rules).results[0]
    assert (first.verdict.status, first.light) == (Status.ON_SCHEDULE, Light.GREEN)
    second = assessed(made, "2012Q2", entry(cumulative=29), rules=rules).results[0]
    assert second.light is Light.RED


def test_a_milestone_that_was_reached_stays_reached() -> None:
    """Nobody reports again in June what was issued in March; it isn't overdue for that."""
    due = Milestone(id="W1.M1", name="印发方案", deadline=date(2012, 3, 31), quote="印发方案")
    first, second = Period.parse("2012Q1"), Period.parse("2012Q2")
    for told, status in (("done", Status.DONE), ("under_way", Status.OVERDUE)):
        reports = {
            first: report("2012Q1", entry("W1.M1", state=told)),
            second: report("2012Q2", entry("W1.1", cumulative=1)),
        }
        made = assess(table(milestones=(due,)), second, reports, AssessmentRules())
        assert made.milestones[0].status is status
