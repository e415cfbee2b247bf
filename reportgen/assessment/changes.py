"""What changed between two periods, by meaning: values, statuses, targets, deadlines, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from reportgen.assessment.results import Assessment, MilestoneResult, Result
from reportgen.model.labels import ChangeKind
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.targets import Indicator, Milestone, Target, TargetTable

_FIGURES = ("cumulative", "numerator", "denominator", "rate", "current", "state", "stage", "grade")

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


def progress_changes(before: Assessment, after: Assessment) -> Iterator[Change]:
    """Compare the figures and statuses of two periods of a year."""
    earlier = {result.indicator.id: result for result in before.results}
    for result in after.results:
        if known := earlier.get(result.indicator.id):
            yield from _figure_changes(known, result)
    steps = {result.milestone.id: result for result in before.milestones}
    for step in after.milestones:
        if known_step := steps.get(step.milestone.id):
            yield from _milestone_changes(known_step, step)


def _figure_changes(before: Result, after: Result) -> Iterator[Change]:
    indicator = after.indicator
    old, new = before.figures.cumulative, after.figures.cumulative
    if old != new:
        kind = ChangeKind.VALUE
        if old is None or new is None:
            kind = ChangeKind.REPORTED if old is None else ChangeKind.NOT_REPORTED
        elif "cumulative" in indicator.kind.traits.figures and new < old:
            kind = ChangeKind.FELL
        yield _change(kind, indicator, old, new, indicator.unit)
    if before.verdict.status is not after.verdict.status:
        statuses = before.verdict.status.label, after.verdict.status.label
        yield _change(ChangeKind.STATUS, indicator, *statuses)


def _milestone_changes(before: MilestoneResult, after: MilestoneResult) -> Iterator[Change]:
    old, new = (each.status.label if each.status else None for each in (before, after))
    if old != new and new is not None:
        yield _change(ChangeKind.STATUS, after.milestone, old, new)


def corrections(
    before: ProgressReport, after: ProgressReport, table: TargetTable
) -> Iterator[Change]:
    """Find figures of a period that were changed after its report went out."""
    subjects: dict[str, Indicator | Milestone] = {each.id: each for each in table.indicators}
    subjects |= {each.id: each for target in table.targets for each in target.milestones}
    old_entries = {entry.indicator: entry for entry in before.entries}
    new_entries = {entry.indicator: entry for entry in after.entries}
    for id_ in dict.fromkeys((*old_entries, *new_entries)):
        subject = subjects.get(id_)
        old, new = _figures(old_entries.get(id_)), _figures(new_entries.get(id_))
        if subject is not None and old != new:
            unit = subject.unit if isinstance(subject, Indicator) else ""
            yield _change(ChangeKind.CORRECTED, subject, old, new, unit)


def _figures(entry: ProgressEntry | None) -> ChangedValue:
    """Return what an entry reports as one value: the only figure, or all of them as text."""
    if entry is None:
        return None
    given = [value for name in _FIGURES if (value := getattr(entry, name)) is not None]
    if entry.items_done:
        given.append("、".join(entry.items_done))
    if len(given) == 1 and isinstance(given[0], Decimal):
        return given[0]
    return "/".join(str(getattr(value, "label", value)) for value in given) or None


def table_changes(before: TargetTable, after: TargetTable) -> Iterator[Change]:
    """Find targets revised, deadlines moved, indicators added or dropped."""
    old_targets = {target.id: target for target in before.targets}
    for target in after.targets:
        if known := old_targets.get(target.id):
            yield from _target_changes(known, target)
    old = {each.id: each for each in before.indicators}
    new = {each.id: each for each in after.indicators}
    for id_ in dict.fromkeys((*old, *new)):
        match old.get(id_), new.get(id_):
            case Indicator() as was, Indicator() as now:
                yield from _indicator_changes(was, now)
            case None, Indicator() as added:
                yield _change(ChangeKind.ADDED, added, None, added.display)
            case Indicator() as gone, _:
                yield _change(ChangeKind.REMOVED, gone, gone.display, None)


def _target_changes(before: Target, after: Target) -> Iterator[Change]:
    if before.content != after.content:
        yield Change(ChangeKind.REWORDED, after.id, after.name, "", before.content, after.content)
    old = {each.id: each for each in before.milestones}
    for milestone in after.milestones:
        was = old.get(milestone.id)
        if was is not None and was.deadline != milestone.deadline:
            yield _moved(was, milestone)


def _indicator_changes(before: Indicator, after: Indicator) -> Iterator[Change]:
    old, new = (
        (each.value, each.comparator, each.unit, each.quarterly_plan) for each in (before, after)
    )
    if old != new:
        was, now = (f"{each.comparator.sign}{each.display}" for each in (before, after))
        yield _change(ChangeKind.REVISED, after, was, now)
    if before.deadline != after.deadline:
        yield _moved(before, after)


def _moved(before: Indicator | Milestone, after: Indicator | Milestone) -> Change:
    was, now = (str(each.deadline) if each.deadline else None for each in (before, after))
    return _change(ChangeKind.DEADLINE, after, was, now)


def _change(
    kind: ChangeKind,
    subject: Indicator | Milestone,
    before: ChangedValue,
    after: ChangedValue,
    unit: str = "",
) -> Change:
    return Change(kind, subject.id, subject.name, unit, before, after)
