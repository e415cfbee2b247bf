"""What changed between two periods, by meaning: values, statuses, targets, deadlines, corrections."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter
from typing import Annotated, TypeVar

from reportgen.assessment.results import Assessment
from reportgen.base.numbers import after_number, plain, told_apart
from reportgen.model.labels import ChangeKind, Status
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.targets import Indicator, Subject, Target, TargetTable

_FIGURES = ("cumulative", "numerator", "denominator", "rate", "current", "state", "stage", "grade")
_Listed = TypeVar("_Listed")

ChangedValue = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one indicator, milestone or target, from ``before`` to ``after``."""

    kind: Annotated[ChangeKind, "哪一种变动"]
    subject: Annotated[str, "指标、节点或目标的编号"]
    name: Annotated[str, "它的名称"]
    unit: Annotated[str, "计量单位"]
    before: Annotated[ChangedValue, "变动前"]
    after: Annotated[ChangedValue, "变动后"]
    period_name: Annotated[str | None, "更正、补报的是哪一期的数；其他变动没有"] = None


def _change(
    kind: ChangeKind, subject: Subject | Target, before: ChangedValue, after: ChangedValue
) -> Change:
    unit = subject.unit if isinstance(subject, Indicator) else ""
    if unit == "%":
        before, after = _rounded(before, after), _rounded(after, before)
    return Change(kind, subject.id, subject.name, unit, before, after)


def _rounded(value: ChangedValue, other: ChangedValue) -> ChangedValue:
    """Round a percentage for print, so that it is told from the other one: 97.52, not 97.54."""
    if not isinstance(value, Decimal):
        return value
    return told_apart(value, *([other] if isinstance(other, Decimal) else []))[0]


def progress_changes(before: Assessment, after: Assessment) -> Iterator[Change]:
    """Compare the figures and statuses of two periods of a year."""
    for was, now in _in_both(before.results, after.results, "indicator.id"):
        if not (was.figures.due and now.figures.due):
            continue
        old, new = was.figures.cumulative, now.figures.cumulative
        if old != new:
            kind = ChangeKind.VALUE
            if old is None or new is None:
                kind = ChangeKind.MISSED_BEFORE if old is None else ChangeKind.NOT_REPORTED
            elif "cumulative" in now.indicator.kind.traits.figures and new < old:
                kind = ChangeKind.FELL
            yield _change(kind, now.indicator, old, new)
        if (old is None) is not (new is None):
            continue  # that it was reported, or wasn't, says it
        if was.verdict.status is not now.verdict.status:
            labels = was.verdict.status.label, now.verdict.status.label
            yield _change(ChangeKind.STATUS, now.indicator, *labels)
    for then, step in _in_both(before.milestones, after.milestones, "milestone.id"):
        both = then.status, step.status
        if step.status not in (None, then.status) and Status.NOT_DUE not in both:
            label = then.status.label if then.status else None
            yield _change(ChangeKind.STATUS, step.milestone, label, step.status.label)


def corrections(
    before: ProgressReport, after: ProgressReport, table: TargetTable
) -> Iterator[Change]:
    """Find figures and points of a period that were changed after its report went out."""
    entries = [{entry.indicator: entry for entry in each.entries} for each in (before, after)]
    told: list[tuple[Subject | Target, list[ChangedValue]]] = [
        (subject, [_figures(subject, known.get(subject.id)) for known in entries])
        for subject in table.subjects
    ]
    told += [(each, [_points(before, each), _points(after, each)]) for each in table.targets]
    for subject, (was, now) in told:
        if was != now:
            first = was is None and not isinstance(subject, Target)
            kind = ChangeKind.REPORTED if first else ChangeKind.CORRECTED
            yield replace(_change(kind, subject, was, now), period_name=after.period.name)


def _points(report: ProgressReport, target: Target) -> str | None:
    """Return what a report adds to a target's points or takes from them, in words."""
    own = (each for each in report.adjustments if each.target == target.id)
    points = (
        f"{each.kind.label}{f'{plain(each.points)}分' if each.points else ''}（{each.reason}）"
        for each in own
    )
    return "、".join(points) or None


def _figures(subject: Subject, entry: ProgressEntry | None) -> ChangedValue:
    """Return what an entry reports as one value: the only figure, or all of them as text."""
    if entry is None:
        return None
    given = [value for name in _FIGURES if (value := getattr(entry, name)) is not None]
    if isinstance(subject, Indicator):
        if (base := subject.baseline) and given == [entry.current]:
            return f"{plain(given[0])}{after_number(base.unit)}"
        if names := [each.name for each in subject.items if each.id in entry.items_done]:
            given.append("、".join(names))
    if len(given) == 1 and isinstance(given[0], Decimal):
        return given[0]
    return "/".join(str(getattr(value, "label", value)) for value in given) or None


def table_changes(before: TargetTable, after: TargetTable) -> Iterator[Change]:
    """Find targets revised, deadlines moved, indicators added or dropped."""
    for target, revised in _in_both(before.targets, after.targets):
        if target.content != revised.content:
            yield _change(ChangeKind.REWORDED, revised, target.content, revised.content)
        for step, later in _in_both(target.milestones, revised.milestones):
            yield from _renamed(step, later)
    old = {each.id: each for each in before.indicators}
    new = {each.id: each for each in after.indicators}
    for id_ in {**old, **new}:
        match old.get(id_), new.get(id_):
            case None, Indicator() as now:
                yield _change(ChangeKind.ADDED, now, None, _goal(now))
            case Indicator() as was, None:
                yield _change(ChangeKind.REMOVED, was, _goal(was), None)
            case Indicator() as was, Indicator() as now:
                if _promise(was) != _promise(now):
                    yield _change(ChangeKind.REVISED, now, *_promised(was, now))
                yield from _renamed(was, now)


def _in_both(
    before: Iterable[_Listed], after: Iterable[_Listed], key: str = "id"
) -> Iterator[tuple[_Listed, _Listed]]:
    name = attrgetter(key)
    known = {name(each): each for each in before}
    return ((known[name(each)], each) for each in after if name(each) in known)


def _goal(indicator: Indicator) -> str:
    return indicator.comparator.around(indicator.display, indicator.value)


def _promised(was: Indicator, now: Indicator) -> Iterator[str]:
    """Yield what was promised before and after: the target value, or the plan towards it."""
    goals = [_goal(was), _goal(now)]
    if goals[0] != goals[1]:
        yield from goals
        return
    for each in (was, now):
        plan = "、".join(plain(value) for value in each.quarterly_plan or ())
        yield f"各季度末累计{plan}" if plan else "按全年匀速"


def _promise(indicator: Indicator) -> tuple[object, ...]:
    return (
        indicator.value,
        indicator.upper,
        indicator.comparator,
        indicator.unit,
        indicator.quarterly_plan,
    )


def _renamed(before: Subject, after: Subject) -> Iterator[Change]:
    """Yield the changes of what indicators and milestones have in common: names, deadlines, units."""
    if before.name != after.name:
        yield _change(ChangeKind.REWORDED, after, before.name, after.name)
    if before.lead_unit != after.lead_unit:
        yield _change(ChangeKind.HANDED_OVER, after, before.lead_unit, after.lead_unit)
    if before.deadline != after.deadline:
        was, now = (
            f"{day.year}年{day.month}月{day.day}日" if day else None
            for day in (before.deadline, after.deadline)
        )
        yield _change(ChangeKind.DEADLINE, after, was, now)
