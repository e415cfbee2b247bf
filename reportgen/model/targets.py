"""The target table: what an office has promised for the year, and the office itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Self, TypeAlias, TypeVar

from pydantic import Field, model_validator

from reportgen.base.numbers import scaled
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, DeadlineBasis, Frequency, Stage
from reportgen.model.periods import FIRST_YEAR, LAST_YEAR
from reportgen.model.records import Identifier, Questioned, Record, Text


class Unit(Record):
    """责任单位 that was renamed: its name today, and those that data of other times have."""

    name: Text
    aliases: tuple[Text, ...] = ()


# money, time and what is weighed or measured; 6.5万户 is a number of households
_DIVISIBLE = re.compile(
    r"^$|(?<!单)元|[%％‰米里亩吨克升倍度㎡㎥㎢㎞㎝㎜㎏㎎㎖镑瓦]|[A-Za-z][²³23]?$|公顷|平方$|[百千]分点|时$|天|日|分$|分钟|年$|月$"
)


class Office(Record):
    """发文机关及其联系信息 (``data/office.yaml``)."""

    name: Text
    unit: Text
    signature: Text | None = None
    head: Text | None = None
    contact: Text | None = None
    phone: Text | None = None
    doc_code: Text | None = None
    units: tuple[Unit, ...] = ()
    recipients: tuple[Text, ...] = ()
    copies: tuple[Text, ...] = ()
    headings: dict[Identifier, tuple[Text, ...]] = Field(default_factory=dict)
    annexes: dict[str, tuple[Identifier, ...]] = Field(default_factory=dict)
    profile: Identifier = "gbt9704-2012"

    @property
    def unit_names(self) -> dict[str, str]:
        """Return what units are called today, by the names that they had."""
        return {alias: each.name for each in self.units for alias in each.aliases}


class Column(Record):
    """目标表的一栏: which field it prints, under which heading."""

    key: Identifier
    title: Text


class Category(Questioned):
    """类别, in the order of the table."""

    id: Identifier
    name: Text
    report_heading: Text | None = None


class Baseline(Record):
    """基期值: what a reduction is measured against."""

    value: Decimal
    unit: Text
    meaning: Text
    confirmed: bool


class Revision(Record):
    """修订: what an indicator or a milestone says otherwise from a day on, and by which document."""

    effective_from: date
    basis: Text
    name: Text | None = None
    deadline: date | None = None
    lead_unit: Text | None = None
    quote: Text | None = None

    @property
    def changes(self) -> dict[str, object]:
        """Return the fields that it changes, with what they are from then on."""
        given = {name: value for name, value in self if value is not None}
        return {name: given[name] for name in given.keys() - {"effective_from", "basis"}}


class IndicatorRevision(Revision):
    """指标修订: its target value may change too."""

    value: Decimal | None = None
    upper: Decimal | None = None
    display: Text | None = None
    quarterly_plan: tuple[Decimal, ...] | None = Field(None, min_length=4, max_length=4)


class ScopeItem(Record):
    """子项: one of the things that a scope indicator counts."""

    id: Identifier
    name: Text
    deadline: date | None = None


class Indicator(Questioned):
    """指标: one measurable statement of a target."""

    id: Identifier
    name: Text
    kind: Kind
    comparator: Comparator
    value: Decimal
    upper: Decimal | None = None
    unit: Text
    display: Text
    deadline: date
    deadline_basis: DeadlineBasis = DeadlineBasis.IMPLIED
    definition: Text
    frequency: Frequency = Frequency.MONTHLY
    lead_unit: Text
    owner: Text | None = None
    quote: Text
    baseline: Baseline | None = None
    tolerance: Decimal | None = Field(None, ge=0)
    weight: Decimal | None = Field(None, gt=0)
    quarterly_plan: tuple[Decimal, ...] | None = Field(None, min_length=4, max_length=4)
    items: tuple[ScopeItem, ...] = ()
    revisions: tuple[IndicatorRevision, ...] = ()

    @property
    def least(self) -> Decimal | None:
        """Return the value below which the target is missed, None where less is better."""
        return None if self.comparator is Comparator.AT_MOST else self.value

    @property
    def most(self) -> Decimal | None:
        """Return the value above which the target is missed, if there is one."""
        return self.value if self.comparator is Comparator.AT_MOST else self.upper

    @property
    def bare_unit(self) -> str:
        """Return its unit without 万 and 亿."""
        return self.unit.lstrip("万亿")

    @property
    def scale(self) -> Decimal:
        """Return how many of the bare unit its unit is."""
        return scaled("1", self.unit.removesuffix(self.bare_unit))

    @property
    def least_part(self) -> Decimal | None:
        """Return one of the things that it counts, in its unit; None where they have parts."""
        counted = "cumulative" in self.kind.traits.figures
        return 1 / self.scale if counted and not _DIVISIBLE.search(self.bare_unit) else None

    def as_displayed(self) -> tuple[Indicator, Decimal]:
        """Return it in the unit of its display, and how many of the data's unit that is.

        42.5万亩 may stand in the data as 425000 with the unit 亩.
        """
        bare = self.bare_unit
        number = rf"[0-9一二三四五六七八九十百千]\s?(?:([万亿]+)|(?={re.escape(bare)}))"
        written = re.search(number, self.display) if bare else None
        unit = f"{(written[1] or '')[-1:]}{bare}" if written else self.unit
        if unit == self.unit:
            return self, Decimal(1)
        shown = self.model_copy(update={"unit": unit})
        if (size := shown.scale / self.scale) == 1:
            return self, size
        revisions = tuple(each.divided(size, *_AMOUNTS) for each in self.revisions)
        return shown.divided(size, *_AMOUNTS).model_copy(update={"revisions": revisions}), size

    def at(self, day: date) -> Indicator:
        """Return the indicator as it is in force on a day."""
        return _in_force(self, day)


_AMOUNTS = ("value", "upper", "tolerance", "quarterly_plan")


class Milestone(Questioned):
    """节点: something a target promises that is checked, not counted."""

    id: Identifier
    name: Text
    kind: Kind = Kind.MILESTONE
    deadline: date | None = None
    quote: Text
    required_stage: Stage | None = None
    frequency: Frequency = Frequency.MONTHLY
    lead_unit: Text | None = None
    weight: Decimal | None = Field(None, gt=0)
    revisions: tuple[Revision, ...] = ()

    def at(self, day: date) -> Milestone:
        """Return the milestone as it is in force on a day."""
        return _in_force(self, day)

    @model_validator(mode="after")
    def _without_number(self) -> Self:
        if self.kind.traits.measured:
            raise ValueError("节点类型只能是 milestone 或 qualitative；可计量的请写入 indicators")
        return self


Subject: TypeAlias = Indicator | Milestone
S = TypeVar("S", Indicator, Milestone)


def _in_force(subject: S, day: date) -> S:
    """Return a subject as it is on a day; of later revisions nothing is known."""
    if not subject.revisions:
        return subject
    made = [each for each in subject.revisions if each.effective_from <= day]
    changes: dict[str, object] = {"revisions": tuple(made)}
    for each in made:
        changes |= each.changes
    return subject.model_copy(update=changes)


class Benchmark(Record):
    """对标事实: a fact from the basis, never a target."""

    id: Identifier
    name: Text
    quote: Text
    peer_city: Text | None = None
    peer_value: Decimal | None = None
    own_value: Decimal | None = None
    previous_value: Decimal | None = None
    unit: Text | None = None
    peer_text: Text | None = None
    own_text: Text | None = None


class Target(Questioned):
    """目标: one row of the table."""

    id: Identifier
    category: Identifier
    seq: int = Field(ge=1)
    name: Text
    content: Text
    basis: tuple[Text, ...] = ()
    lead_unit: Text | None = None
    effective_from: date | None = None
    dropped_from: date | None = None
    extra: dict[str, Text] = Field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Return what can be reported on: the indicators, then the milestones."""
        return (*self.indicators, *self.milestones)

    def at(self, day: date) -> Target:
        """Return the target as it is in force on a day."""
        changes = {
            "indicators": tuple(each.at(day) for each in self.indicators),
            "milestones": tuple(each.at(day) for each in self.milestones),
        }
        return self.model_copy(update=changes)

    def unit_of(self, subject: Subject) -> str | None:
        """Return the unit responsible for one of the target's indicators or milestones."""
        first = self.indicators[0].lead_unit if self.indicators else None
        return subject.lead_unit or self.lead_unit or first


class TargetTable(Questioned):
    """目标表: the year's approved list of one office (``data/<year>/targets.yaml``)."""

    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    title: Text
    date_issued: date
    source: Text | None = None
    header_line: tuple[Text, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = Field(min_length=1)
    targets: tuple[Target, ...] = Field(min_length=1)

    def at(self, day: date) -> TargetTable:
        """Return the table as it is in force on a day, without what is added later or dropped."""
        targets = tuple(
            each.at(day)
            for each in self.targets
            if (each.effective_from or day) <= day < (each.dropped_from or date.max)
        )
        return self.model_copy(update={"targets": targets})

    def as_displayed(self) -> TargetTable:
        """Return the table in the units of its displays."""
        return self._changed(lambda _, each: each.as_displayed()[0])

    @property
    def sizes(self) -> dict[str, Decimal]:
        """Return by id how many of the data's unit the unit of a display is, unless they are one."""
        found = {each.id: each.as_displayed()[1] for each in self.indicators}
        return {id_: size for id_, size in found.items() if size != 1}

    def with_distinct_names(self) -> TargetTable:
        """Return the table with the target's name behind an indicator's that another target has too."""
        bearers = {(each.name, target.id) for target in self.targets for each in target.indicators}
        many = Counter(name for name, _ in bearers)

        def named(target: Target, each: Indicator) -> Indicator:
            if many[each.name] == 1 or each.name == target.name:
                return each
            return each.model_copy(update={"name": f"{each.name}（{target.name}）"})

        return self if max(many.values(), default=1) == 1 else self._changed(named)

    def _changed(self, change: Callable[[Target, Indicator], Indicator]) -> TargetTable:
        """Return the table with its indicators changed."""
        targets = tuple(
            target.model_copy(
                update={"indicators": tuple(change(target, each) for each in target.indicators)}
            )
            for target in self.targets
        )
        return self.model_copy(update={"targets": targets})

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Return what can be reported on, target by target."""
        return tuple(each for target in self.targets for each in target.subjects)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators of all targets in table order."""
        return tuple(indicator for target in self.targets for indicator in target.indicators)

    def of_category(self, category: Category) -> tuple[Target, ...]:
        """Return a category's targets in table order."""
        return tuple(target for target in self.targets if target.category == category.id)
