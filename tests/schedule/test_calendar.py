"""Due days and periods follow from the moment, whatever the clock's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.labels import Shift
from reportgen.model.periods import Period
from reportgen.model.schedule import Schedule, Task
from reportgen.schedule.calendar import CHINA, due_at, due_day, due_of, next_due

BRIEF, QUARTERLY = Task(kind="brief", day=5), Task(kind="quarterly", day=10)
SCHEDULE = Schedule(tasks=(BRIEF, QUARTERLY))


def periods(moment: str, schedule: Schedule = SCHEDULE) -> list[str]:
    return [str(due.period) for due in due_at(schedule, datetime.fromisoformat(moment))]


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
    dues = due_at(SCHEDULE, utc)
    assert dues == due_at(SCHEDULE, elsewhere)
    today = utc.astimezone(CHINA).date()
    for due, following in zip(dues, next_due(SCHEDULE, utc), strict=True):
        assert due.day <= today < following.day
        assert due.period.end < due.day
        assert following.period.start == due.period.end + timedelta(days=1)


def test_rest_days_move_the_due_day() -> None:
    period = Period.parse("2012-04")  # 5 May 2012 is a Saturday
    moved = {
        shift: due_day(Schedule(tasks=(BRIEF,), shift=shift), BRIEF, period) for shift in Shift
    }
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
    assert due_day(with_days, BRIEF, period) == date(2012, 5, 6)


def test_missed_periods_are_made_up_for_since_the_first() -> None:
    schedule = Schedule(tasks=(Task(kind="brief", day=5, since="2011-11"),))
    assert periods("2012-03-05T00:00:00+08:00", schedule) == [
        "2011-11",
        "2011-12",
        "2012-01",
        "2012-02",
    ]
    assert periods("2011-11-01T00:00:00+08:00", schedule) == []


def test_a_period_can_be_given() -> None:
    assert [due.kind for due in due_of(SCHEDULE, Period.parse("2012-04"))] == ["brief"]
    assert [due.kind for due in due_of(SCHEDULE, Period.parse("2012Q2"))] == ["quarterly"]
