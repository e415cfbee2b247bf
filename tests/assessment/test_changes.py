"""What changed between periods is told by meaning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.assessment.changes import corrections, progress_changes, table_changes
from reportgen.assessment.results import assess
from reportgen.base.numbers import Shown
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Adjustment, ChangeKind, Comparator, State, Status
from reportgen.model.periods import Period
from reportgen.model.progress import PointsAdjustment, ProgressEntry
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Indicator, Milestone
from tests.assessment.small import assessed, entry, indicator, report, table

COUNT = indicator(Kind.COUNT, Comparator.AT_LEAST, 100)
TABLE = table(COUNT)
ITEMS = ({"id": "a", "name": "甲"}, {"id": "b", "name": "乙"})
BASE = {"value": 8000, "unit": "吨", "meaning": "上年", "confirmed": True}
BONUS = PointsAdjustment(
    target=TABLE.targets[0].id, kind=Adjustment.BONUS, points=Decimal(2), reason="获省级表彰"
)


def _kinds(before: tuple[ProgressEntry, ...], after: tuple[ProgressEntry, ...]) -> list[ChangeKind]:
    earlier, later = assessed(TABLE, "2012Q1", *before), assessed(TABLE, "2012Q2", *after)
    return [each.kind for each in progress_changes(earlier, later)]


def test_values_and_statuses() -> None:
    some, more, less = entry(cumulative=30), entry(cumulative=40), entry(cumulative=20)
    assert _kinds((some,), (some,)) == [ChangeKind.STATUS]
    assert _kinds((some,), (more,)) == [ChangeKind.VALUE, ChangeKind.STATUS]
    assert _kinds((some,), (less,)) == [ChangeKind.FELL, ChangeKind.STATUS]
    assert _kinds((), (more,)) == [ChangeKind.MISSED_BEFORE]
    assert _kinds((some,), ()) == [ChangeKind.NOT_REPORTED]
    rate = table(
        indicator(Kind.RATE, Comparator.AT_LEAST, 95), COUNT.model_copy(update={"id": "W1.2"})
    )
    earlier = assessed(table(rate.indicators[0]), "2012Q1", entry(rate=97))
    later = assessed(rate, "2012Q2", entry(rate=96), entry("W1.2", cumulative=60))
    (change,) = progress_changes(earlier, later)  # rates may fall; what is new has not changed
    assert (change.kind, change.before, change.after) == (ChangeKind.VALUE, 97, 96)


@pytest.mark.parametrize("periods", [("2012Q2", "2012Q3"), ("2012Q3", "2012Q4")])
def test_what_is_not_asked_for_in_both_periods_did_not_change(periods: tuple[str, str]) -> None:
    half = indicator(Kind.COUNT, Comparator.AT_LEAST, 100, frequency="half_yearly")
    both = table(half, indicator(Kind.RATE, Comparator.AT_LEAST, 95, id="W1.2"))
    told = (
        report("2012Q2", entry(cumulative=10), entry("W1.2", rate=96)),
        report("2012Q3", entry("W1.2", rate=97)),
        report("2012Q4", entry(cumulative=80), entry("W1.2", rate=98)),
    )
    reports = {each.period: each for each in told}
    before, after = (
        assess(both, Period.parse(each), reports, AssessmentRules()) for each in periods
    )
    assert [each.subject for each in progress_changes(before, after)] == ["W1.2"]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ({"state": "under_way"}, {"state": "done"}, [(Status.UNDER_WAY.label, Status.DONE.label)]),
        ({"state": "under_way"}, {"state": "under_way"}, []),
        ({"state": "done"}, {"note": "略"}, []),  # what was done stays done
        ({"note": "略"}, {"state": "done"}, [(None, State.DONE.label)]),
        (None, {"state": "done"}, []),  # a new one is no change of status
    ],
)
def test_milestones_that_got_on(
    was: dict[str, object] | None, now: dict[str, object], told: list[tuple[object, object]]
) -> None:
    step = Milestone(id="W1.M1", name="印发办法", quote="印发", deadline=date(2012, 12, 31))
    after = table(milestones=(step,))
    first = report("2012Q1", *(() if was is None else (entry("W1.M1", **was),)))
    second = report("2012Q2", entry("W1.M1", **now))
    reports, rules = {each.period: each for each in (first, second)}, AssessmentRules()
    earlier = assess(after if was else TABLE, first.period, reports, rules)
    later = assess(after, second.period, reports, rules)
    found = [each for each in progress_changes(earlier, later) if each.subject == "W1.M1"]
    assert [(each.before, each.after) for each in found] == told
    assert {each.kind for each in found} <= {ChangeKind.STATUS}


def test_figures_of_a_reported_quarter_that_were_changed_later() -> None:
    before, after = report("2012Q1", entry(cumulative=30)), report("2012Q1", entry(cumulative=31))
    (change,) = corrections(before, after, TABLE)
    assert (change.kind, change.before, change.after) == (ChangeKind.CORRECTED, 30, 31)
    assert not list(corrections(before, before, TABLE))
    praised = before.model_copy(update={"adjustments": (BONUS,)})
    (change,) = corrections(before, praised, TABLE)
    assert (change.before, change.after) == (None, "加分2分（获省级表彰）")
    noted = report("2012Q1", entry(cumulative=30, note="另有说明"))
    assert not list(corrections(before, noted, TABLE))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"cumulative": 0}, {"cumulative": 3}, (ChangeKind.CORRECTED, 0, 3)),
        ({"numerator": 9, "denominator": 10}, {"rate": 95}, (ChangeKind.CORRECTED, "9/10", 95)),
        (
            {"state": "under_way"},
            {"state": "done"},
            (ChangeKind.CORRECTED, State.UNDER_WAY.label, State.DONE.label),
        ),
        ({"cumulative": 3}, None, (ChangeKind.CORRECTED, 3, None)),
        (None, {"cumulative": 3}, (ChangeKind.REPORTED, None, 3)),
        ({"note": "正在统计"}, {"cumulative": 3}, (ChangeKind.REPORTED, None, 3)),
    ],
)
def test_a_correction_tells_all_that_was_reported(
    before: dict[str, object] | None, after: dict[str, object] | None, told: tuple[object, ...]
) -> None:
    was, now = (
        report("2012Q1", *(() if figures is None else (entry(**figures),)))
        for figures in (before, after)
    )
    (change,) = corrections(was, now, TABLE)
    assert (change.kind, change.before, change.after) == told
    assert (change.period_name, change.unit) == ("第一季度", "件")


def test_targets_revised_and_deadlines_moved() -> None:
    revised = COUNT.model_copy(update={"value": Decimal(90), "display": "90件"})
    moved = COUNT.model_copy(update={"deadline": date(2012, 11, 30)})
    other = COUNT.model_copy(update={"id": "W1.2"})
    assert [each.kind for each in table_changes(TABLE, table(revised))] == [ChangeKind.REVISED]
    assert [each.kind for each in table_changes(TABLE, table(moved))] == [ChangeKind.DEADLINE]
    kinds = [each.kind for each in table_changes(TABLE, table(other))]
    assert kinds == [ChangeKind.REMOVED, ChangeKind.ADDED]


@pytest.mark.parametrize(
    ("made", "before", "after", "told"),
    [
        (
            indicator(Kind.SCOPE, Comparator.PLANNED, 2, items=ITEMS),
            {"items_done": ("a",)},
            {"items_done": ("a", "b")},
            ("甲", "甲、乙"),
        ),
        (
            indicator(Kind.REDUCTION, Comparator.PLANNED, 2, baseline=BASE),
            {"current": 8100},
            {"current": 8050},
            ("8100吨", "8050吨"),  # not per cent, as the target is
        ),
        (
            indicator(Kind.RATE, Comparator.AT_LEAST, 95),
            {"rate": "97.52"},
            {"rate": "97.54"},
            (Decimal("97.52"), Decimal("97.54")),  # printed apart
        ),
    ],
)
def test_a_correction_tells_figures_as_people_do(
    made: Indicator,
    before: dict[str, object],
    after: dict[str, object],
    told: tuple[object, object],
) -> None:
    was, now = (report("2012Q2", entry(**each)) for each in (before, after))
    (change,) = corrections(was, now, table(made))
    assert (change.before, change.after) == told
    assert all(isinstance(each, str | Shown) for each in (change.before, change.after))
