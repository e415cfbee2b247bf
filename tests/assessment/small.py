"""A table of one indicator, made to measure, and its progress."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportgen.assessment.results import Assessment, Result, assess
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Category, Column, Indicator, Milestone, Target, TargetTable

YEAR_END = date(2012, 12, 31)


def indicator(kind: Kind, comparator: Comparator, value: int, **more: object) -> Indicator:
    fields: dict[str, object] = {
        "id": "W1.1",
        "name": "指标",
        "kind": kind,
        "comparator": comparator,
        "value": Decimal(value),
        "unit": "%" if kind in (Kind.RATE, Kind.REDUCTION, Kind.GROWTH) else "件",
        "display": str(value),
        "deadline": YEAR_END,
        "definition": "口径",
        "lead_unit": "办公厅",
        "quote": str(value),
        **more,
    }
    return Indicator.model_validate(fields)


def table(*indicators: Indicator, milestones: tuple[Milestone, ...] = ()) -> TargetTable:
    target = Target(
        id="W1",
        category="W",
        seq=1,
        name="目标",
        content="内容",
        indicators=indicators,
        milestones=milestones,
    )
    return TargetTable(
        year=2012,
        title="目标表",
        date_issued=date(2012, 3, 1),
        columns=(Column(key="name", title="目标名称"),),
        categories=(Category(id="W", name="工作目标"),),
        targets=(target,),
    )


def report(period: str, *entries: ProgressEntry, **more: object) -> ProgressReport:
    return ProgressReport(
        period=period, sample=True, date_reported=YEAR_END, entries=entries, **more
    )


def entry(subject: str = "W1.1", **figures: object) -> ProgressEntry:
    return ProgressEntry.model_validate({"indicator": subject, **figures})


def assessed(
    made: TargetTable,
    period: str,
    *entries: ProgressEntry,
    rules: AssessmentRules | None = None,
    **more: object,
) -> Assessment:
    when = Period.parse(period)
    return assess(made, when, {when: report(period, *entries, **more)}, rules or AssessmentRules())


def result(made: Indicator, period: str, **figures: object) -> Result:
    return assessed(table(made), period, entry(**figures)).results[0]
