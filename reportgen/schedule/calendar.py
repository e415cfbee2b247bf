"""Which documents are due at a moment: periods derived from the date, China's time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from reportgen.model.labels import Shift
from reportgen.model.periods import Period
from reportgen.model.schedule import MONTHLY, Schedule, Task
from reportgen.reports.kinds import CIRCULAR
from reportgen.sources.needs import (
    CircularKey,
    Needs,
    circulars_about,
    needs_of,
    needs_of_circular,
)

# Asia/Shanghai has had no summer time since 1991, and a small machine may lack the time zones
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """One document that is due: its kind, its period, the day; which one, if a circular."""

    kind: str
    period: Period
    day: date
    strict: bool
    circular: CircularKey | None = None

    @property
    def name(self) -> str:
        """Return what tells it from the other documents of its period."""
        return f"{self.kind}/{self.circular[1]}" if self.circular else self.kind

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the words of ``reportgen build`` that make it; a name may begin with a dash."""
        strict = ("--strict",) if self.strict else ()
        if self.circular:
            year, name = self.circular
            return ("--year", str(year), *strict, "--", self.kind, name)
        return ("--period", str(self.period), *strict, "--", self.kind)

    def needs(self, root: Path) -> Needs:
        """Return the data files that it is made of."""
        if self.circular:
            return needs_of_circular(root, self.circular)
        return needs_of(self.period)


def each_circular(root: Path, dues: Iterable[Due]) -> Iterator[Due]:
    """Yield what is due, the circulars about a period one by one."""
    for due in dues:
        if due.kind != CIRCULAR:
            yield due
            continue
        for key in circulars_about(root, due.period):
            yield replace(due, circular=key)


def due_at(schedule: Schedule, now: datetime) -> tuple[Due, ...]:
    """Return what is due at a moment: of each task the last period, or all since its first."""
    today = now.astimezone(CHINA).date()
    return tuple(due for task in schedule.tasks for due in _of_task(schedule, task, today))


def due_of(schedule: Schedule, period: Period) -> tuple[Due, ...]:
    """Return what the schedule has for a period, due or not."""
    return tuple(
        Due(task.kind, period, due_day(schedule, task, period), task.strict)
        for task in schedule.tasks
        if (task.kind in MONTHLY) is not period.is_quarter
    )


def next_due(schedule: Schedule, now: datetime) -> tuple[Due, ...]:
    """Return of each task the first period that isn't due yet."""
    today = now.astimezone(CHINA).date()
    found = []
    for task in schedule.tasks:
        period = _last_due(schedule, task, today)
        following = _following(period)
        found.append(Due(task.kind, following, due_day(schedule, task, following), task.strict))
    return tuple(found)


def due_day(schedule: Schedule, task: Task, period: Period) -> date:
    """Return the day on which a period's document is due, moved off rest days as the data say."""
    first = period.end + timedelta(days=1)
    day = first.replace(day=task.day)
    step = timedelta(days={Shift.EARLIER: -1, Shift.LATER: 1}.get(schedule.shift, 0))
    while step and not _is_workday(schedule, day):
        day += step
    return day


def _is_workday(schedule: Schedule, day: date) -> bool:
    if day in schedule.workdays:
        return True
    return day.weekday() < _SATURDAY and day not in schedule.holidays


def _of_task(schedule: Schedule, task: Task, today: date) -> Iterator[Due]:
    period = _last_due(schedule, task, today)
    first = task.since or period
    while first <= period:
        yield Due(task.kind, first, due_day(schedule, task, first), task.strict)
        first = _following(first)


def _last_due(schedule: Schedule, task: Task, today: date) -> Period:
    """Return the last period whose day has come."""
    months = 1 if task.kind in MONTHLY else 3
    period = Period(today.year, (today.month - 1) // months * months + months, months)
    while due_day(schedule, task, period) > today:
        period = _before(period)
    return period


def _before(period: Period) -> Period:
    return period.previous or Period(period.year - 1, 12, period.months)


def _following(period: Period) -> Period:
    if period.last_month == 12:
        return Period(period.year + 1, period.months, period.months)
    return Period(period.year, period.last_month + period.months, period.months)
