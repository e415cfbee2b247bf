"""Progress: what was achieved up to the end of a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, TypeAlias

from pydantic import Field, StringConstraints

from reportgen.model.labels import Adjustment, Grade, Stage, State
from reportgen.model.periods import Period
from reportgen.model.records import Identifier, Questioned, Record, Text


class Origin(Record):
    """来源: where a figure came from and who stands by it."""

    unit_field: ClassVar[str] = "unit"

    unit: Text | None = None
    reporter: Text | None = None
    reported_on: date | None = None
    file: Text | None = None
    sheet: Text | None = None
    cell: Text | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class PointsAdjustment(Questioned):
    """加减分: decided by the assessing office, never computed."""

    target: Identifier
    kind: Adjustment
    points: Decimal = Field(Decimal(0), ge=0)
    reason: Text


class ProgressEntry(Questioned):
    """进展: one indicator's or milestone's figures; all but ``actual`` count from 1 January."""

    indicator: Identifier
    actual: Decimal | None = Field(None, ge=0)
    cumulative: Decimal | None = Field(None, ge=0)
    numerator: Decimal | None = Field(None, ge=0)
    denominator: Decimal | None = Field(None, ge=0)
    rate: Decimal | None = None
    current: Decimal | None = None
    items_done: tuple[Identifier, ...] = ()
    state: State | None = None
    stage: Stage | None = None
    grade: Grade | None = None
    note: Text | None = None
    evidence: Text | None = None
    lag_reason: Text | None = None
    next_steps: Text | None = None
    owner: Text | None = None
    due: date | None = None
    origin: Origin | None = None

    def counted_in(self, size: Decimal) -> ProgressEntry:
        """Return the entry with its amounts in a unit of which one is so many of its own."""
        return self.divided(size, "actual", "cumulative", "current")


# a year's entries on one subject
Series: TypeAlias = Mapping[Period, ProgressEntry]


def title_of(field: str) -> str:
    """Return what a field of an entry is called."""
    return ProgressEntry.model_fields[field].title or field


class ProgressReport(Questioned):
    """进展数据: one period's entries (``data/<year>/progress/*.yaml``)."""

    period: Period
    sample: bool
    date_reported: date
    entries: tuple[ProgressEntry, ...]
    adjustments: tuple[PointsAdjustment, ...] = ()

    def counted_in(self, sizes: Mapping[str, Decimal]) -> ProgressReport:
        """Return the report with the amounts of some indicators in larger or smaller units."""
        entries = tuple(
            each.counted_in(sizes[each.indicator]) if each.indicator in sizes else each
            for each in self.entries
        )
        return self.model_copy(update={"entries": entries})
