"""Which units have reported: 已报, 部分, 未报, 退回."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.forms.assignments import Assignments
from reportgen.forms.intake import Intake
from reportgen.model.labels import Labelled
from reportgen.model.targets import Indicator


class Reporting(Labelled):
    """How far a unit's form has come."""

    REPORTED = "reported", "已报"
    PARTLY = "partly", "部分"
    MISSING = "missing", "未报"
    RETURNED = "returned", "退回"


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: its file, how many indicators it reported, which are lacking."""

    unit: str
    status: Reporting
    file: str | None
    filled: int
    expected: int
    lacking: tuple[str, ...]


def unit_statuses(assignments: Assignments, intakes: Sequence[Intake]) -> tuple[UnitStatus, ...]:
    """Return every unit's status; only indicators count, since words are free to stay away."""
    by_unit = {intake.unit: intake for intake in intakes}
    statuses = []
    for unit, lines in assignments.items():
        expected = {
            line.subject.id: line.subject.name
            for line in lines
            if isinstance(line.subject, Indicator)
        }
        intake = by_unit.get(unit)
        done = {each.entry.indicator for each in intake.accepted} if intake else set()
        lacking = tuple(name for id_, name in expected.items() if id_ not in done)
        if intake is None:
            status = Reporting.MISSING
        elif intake.refused:
            status = Reporting.RETURNED
        else:
            status = Reporting.PARTLY if lacking else Reporting.REPORTED
        filled = len(expected) - len(lacking)
        file = intake.file if intake else None
        statuses.append(UnitStatus(unit, status, file, filled, len(expected), lacking))
    return tuple(statuses)
