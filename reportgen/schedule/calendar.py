"""Which documents are due at a moment: periods derived from the date, China's time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Problem, ReportgenError
from reportgen.model.kinds import Kind, Of
from reportgen.model.labels import Shift
from reportgen.model.periods import Period
from reportgen.model.schedule import Schedule
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import Heads
from reportgen.sources.names import SCHEDULE_FILE
from reportgen.sources.workspace import CircularKey, Workspace

# Asia/Shanghai has had no summer time since 1991, and a small machine may lack the time zones
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_SATURDAY = 5
_MONTHS = {Of.MONTH: 1, Of.YEAR: 12}  # between one document and the next; of all others 3


@dataclass(frozen=True, slots=True)
class Planned:
    """One task of a schedule with the kind that it names."""

    schedule: Schedule
    kind: Kind
    day: int
    since: Period | None
    strict: bool

    @property
    def months(self) -> int:
        """Return how many months lie between one of its documents and the next."""
        return _MONTHS.get(self.kind.of, 3)

    def fits(self, period: Period) -> bool:
        """Tell whether there can be a document of a period; a year's is that of its last quarter."""
        months = min(self.months, 3)
        return period.months == months and period.last_month % self.months == 0

    def due(self, period: Period) -> Due:
        """Return its document of a period, with the day."""
        return Due(self.kind, period, due_day(self.schedule, self.day, period), self.strict)


@dataclass(frozen=True, slots=True)
class Due:
    """One document that is due: its kind, its period, the day; which one, if a circular."""

    kind: Kind
    period: Period
    day: date
    strict: bool
    circular: CircularKey | None = None

    @property
    def name(self) -> str:
        """Return what tells it from the other documents of its period."""
        return f"{self.kind.kind}/{self.circular[1]}" if self.circular else self.kind.kind

    @property
    def title(self) -> str:
        """Name it as people do."""
        name = f"“{self.circular[1]}”" if self.circular else ""
        return f"{self.kind.title}{name} {self.period}"

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the words of ``reportgen build`` that make it; a name may begin with a dash."""
        year, *name = self.circular or (self.period.year,)
        is_yearly = self.circular or self.kind.of is Of.YEAR
        span = ("--year", str(year)) if is_yearly else ("--period", str(self.period))
        strict = ("--strict",) if self.strict else ()
        return (*span, *strict, "--", self.kind.kind, *map(str, name))


def planned(schedule: Sourced[Schedule], heads: Heads) -> tuple[Planned, ...]:
    """Return the tasks with their kinds; raise DataError for what the templates don't know."""
    tasks: list[Planned] = []
    problems: list[Problem] = []
    for index, task in enumerate(schedule.record.tasks):
        head = heads.kinds.get(task.kind)
        day = task.day or (head.record.due if head else None)
        code, where = Code.FIELD_VALUE, ["kind"]
        if head is None:
            message = f"没有文稿种类“{task.kind}”；可选：{'、'.join(heads.kinds)}"
        elif day is None:
            code, where = Code.FIELD_MISSING, []
            message = f"没有写几日到期（day），模板 {head.document.name} 也没有写（due）"
        else:
            each = Planned(schedule.record, head.record, day, task.since, task.strict)
            tasks.append(each)
            if task.since is None or each.fits(task.since):
                continue
            wanted = {1: "月份，如 2012-04", 3: "季度，如 2012Q1", 12: "第四季度，如 2012Q4"}
            where, message = ["since"], f"{task.kind} 的 since 要写{wanted[each.months]}"
        problems.append(code.problem(message, schedule.place("tasks", index, *where)))
    if problems:
        raise DataError(problems)
    return tuple(tasks)


def each_circular(workspace: Workspace, dues: Iterable[Due]) -> Iterator[Due]:
    """Yield what is due, the circulars about a period one by one."""
    for due in dues:
        if due.kind.of is not Of.CIRCULAR:
            yield due
            continue
        for key in workspace.circulars:
            try:
                is_due = workspace.circulars[key].record.about == due.period
            except ReportgenError:  # making it says why it can't be read
                is_due = key[0] >= due.period.year
            if is_due:
                yield replace(due, circular=key)


def is_told_of(workspace: Workspace, period: Period) -> bool:
    """Tell whether anything is reported of a period: there are months in which nothing is."""
    try:
        table = workspace.tables.get(period.year)
    except ReportgenError:  # making the document says why it can't be read
        return True
    subjects = table.record.at(period.end).subjects if table else ()
    asked = any(each.frequency.asks(period) for each in subjects)
    ends_quarter = period.last_month % 3 == 0  # a brief then tells of the quarter
    return asked or not subjects or ends_quarter or period in workspace.progress


def due_at(tasks: Iterable[Planned], now: datetime) -> tuple[Due, ...]:
    """Return what is due at a moment: of each task the last period, or all since its first."""
    today = now.astimezone(CHINA).date()
    dues = []
    for task in tasks:
        last = _last_due(task, today)
        period = task.since or last
        while period <= last:
            dues.append(task.due(period))
            period = _later(period, task.months)
    return tuple(dues)


def due_of(tasks: Iterable[Planned], period: Period) -> tuple[Due, ...]:
    """Return what the schedule has for a period, due or not."""
    return tuple(task.due(period) for task in tasks if task.fits(period))


def next_due(tasks: Iterable[Planned], now: datetime) -> tuple[Due, ...]:
    """Return of each task the first period that isn't due yet."""
    today = now.astimezone(CHINA).date()
    return tuple(task.due(_later(_last_due(task, today), task.months)) for task in tasks)


def due_day(schedule: Schedule, day: int, period: Period) -> date:
    """Return the day on which a period's document is due, moved off rest days as the data say."""
    due = (period.end + timedelta(days=1)).replace(day=day)
    step = timedelta(days={Shift.EARLIER: -1, Shift.LATER: 1}.get(schedule.shift, 0))
    while step and due not in schedule.workdays:
        if due.weekday() < _SATURDAY and due not in schedule.holidays:
            break
        due += step
    return due


def reporting_day(workspace: Workspace, period: Period) -> date:
    """Return the day on which a period's report is due: by the schedule, else by its template."""
    own, heads = Of.MONTH if period.months == 1 else Of.QUARTER, workspace.heads
    schedule, tasks = Schedule.model_construct(tasks=()), tuple[Planned, ...]()
    if (workspace.root / "data" / SCHEDULE_FILE).exists():
        schedule, tasks = workspace.schedule.record, planned(workspace.schedule, heads)
    days = [task.day for task in tasks if task.kind.of is own]
    days += [
        each.record.due
        for each in heads.kinds.values()
        if each.record.of is own and each.record.due
    ]
    return due_day(schedule, days[0] if days else 1, period)


def _last_due(task: Planned, today: date) -> Period:
    """Return the last period whose day has come."""
    ends = (today.month - 1) // task.months * task.months + task.months
    period = Period(today.year, ends, min(task.months, 3))
    while task.due(period).day > today:
        period = _later(period, -task.months)
    return period


def _later(period: Period, months: int) -> Period:
    """Return the period so many months later, of the same length."""
    years, month = divmod(period.last_month - 1 + months, 12)
    return Period(period.year + years, month + 1, period.months)
