"""Due days and periods follow from the moment, whatever the clock's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.problems import DataError
from reportgen.model.labels import Shift
from reportgen.model.periods import Period
from reportgen.model.schedule import Schedule, Task
from reportgen.schedule.calendar import CHINA, Planned, due_at, due_day, due_of, next_due
from reportgen.schedule.calendar import planned as plan
from reportgen.sources.binding import bind
from reportgen.sources.heads import read_heads
from reportgen.sources.strict_yaml import parse_yaml

BRIEF, QUARTERLY = Task(kind="brief", day=5), Task(kind="quarterly", day=10)
SCHEDULE = Schedule(tasks=(BRIEF, QUARTERLY))
ROOT = Path(__file__).parents[2]
KINDS = read_heads(ROOT).kinds


def planned(schedule: Schedule) -> list[Planned]:
    return [
        Planned(schedule, KINDS[task.kind].record, task.day or 1, task.since, task.strict)
        for task in schedule.tasks
    ]


TASKS = planned(SCHEDULE)


def periods(moment: str, schedule: Schedule = SCHEDULE) -> list[str]:
    dues = due_at(planned(schedule), datetime.fromisoformat(moment))
    return [str(due.period) for due in dues]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2012-05-04T23:59:59+08:00", ["2012-03", "2012Q1"]),
        ("2012-05-05T00:00:00+08:00", ["2012-04", "2012Q1"]),
        ("2012-05-04T16:00:00+00:00", ["2012-04", "2012Q1"]),
        ("2012-07-09T12:00:00+08:00", ["2012-06", "2012Q1"]),
        ("2012-07-10T00:00:00+08:00", ["2012-06", "2012Q2"]),
        ("2013-01-05T06:00:00+08:00", ["2012-12", "2012Q3"]),
        ("2013-01-10T06:00:00+08:00", ["2012-12", "2012Q4"]),
    ],
)
def test_the_last_period_whose_day_has_come(moment: str, expected: list[str]) -> None:
    assert periods(moment) == expected


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_the_zone_of_the_clock_doesnt_matter(moment: datetime, minutes: int) -> None:
    utc = moment.replace(tzinfo=UTC)
    elsewhere = utc.astimezone(timezone(timedelta(minutes=minutes)))
    dues = due_at(TASKS, utc)
    assert dues == due_at(TASKS, elsewhere)
    today = utc.astimezone(CHINA).date()
    for due, following in zip(dues, next_due(TASKS, utc), strict=True):
        assert due.day <= today < following.day
        assert due.period.end < due.day
        assert following.period.start == due.period.end + timedelta(days=1)


def test_rest_days_move_the_due_day() -> None:
    period = Period.parse("2012-04")  # 5 May 2012 is a Saturday
    moved = {shift: due_day(Schedule(tasks=(BRIEF,), shift=shift), 5, period) for shift in Shift}
    assert moved == {
        Shift.NONE: date(2012, 5, 5),
        Shift.EARLIER: date(2012, 5, 4),
        Shift.LATER: date(2012, 5, 7),
    }
    with_days = Schedule(
        tasks=(BRIEF,),
        shift=Shift.LATER,
        holidays=(date(2012, 5, 7),),
        workdays=(date(2012, 5, 6),),
    )
    assert due_day(with_days, 5, period) == date(2012, 5, 6)


def test_missed_periods_are_made_up_for_since_the_first() -> None:
    schedule = Schedule(tasks=(Task(kind="brief", day=5, since=Period.parse("2011-11")),))
    assert periods("2012-03-05T00:00:00+08:00", schedule) == [
        "2011-11",
        "2011-12",
        "2012-01",
        "2012-02",
    ]
    assert periods("2011-11-01T00:00:00+08:00", schedule) == []


def test_a_period_can_be_given() -> None:
    assert [due.kind.kind for due in due_of(TASKS, Period.parse("2012-04"))] == ["brief"]
    assert [due.kind.kind for due in due_of(TASKS, Period.parse("2012Q2"))] == ["quarterly"]


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("{kind: brief, since: 2012Q1}", "brief 的 since 要写月份，如 2012-04"),
        ("{kind: quarterly, since: 2012-04}", "quarterly 的 since 要写季度，如 2012Q1"),
        ("{kind: brieff, day: 5}", "没有文稿种类“brieff”"),
        ("{kind: target-table}", "没有写几日到期"),
    ],
)
def test_a_task_that_no_template_fits_is_named_by_line(task: str, said: str) -> None:
    sourced = bind(Schedule, parse_yaml(f"tasks:\n  - {task}\n", "s.yaml"))
    with pytest.raises(DataError, match=said) as caught:
        plan(sourced, read_heads(ROOT))
    assert str(caught.value.problems[0].place).startswith("s.yaml:2:")
