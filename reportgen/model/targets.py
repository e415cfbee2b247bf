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

    name: Text = Field(title="现名")
    aliases: tuple[Text, ...] = Field((), title="曾用名", description="先后用过的名称，早的在前")


# money, time and what is weighed or measured; 6.5万户 is a number of households
_DIVISIBLE = re.compile(
    r"^$|(?<!单)元|[%％‰米里亩吨克升倍度㎡㎥㎢㎞㎝㎜㎏㎎㎖镑瓦]|[A-Za-z][²³23]?$|公顷|平方$|[百千]分点|时$|天|日|分$|分钟|年$|月$"
)


class Office(Record):
    """发文机关及其联系信息 (``data/office.yaml``)."""

    name: Text = Field(
        title="发文机关", description="机关全称或规范化简称，如“青岛市人民政府办公厅”"
    )
    unit: Text = Field(title="单位名称", description="承担目标的单位，如“市政府办公厅”")
    signature: Text | None = Field(None, title="署名", description="报告的署名；不填同发文机关")
    head: Text | None = Field(None, title="主要负责人")
    contact: Text | None = Field(None, title="联系人")
    phone: Text | None = Field(None, title="联系电话")
    doc_code: Text | None = Field(None, title="机关代字", description="发文字号用，如“青政办字”")
    units: tuple[Unit, ...] = Field(
        (), title="更名的单位", description="数据里写曾用名的，文稿都印现名"
    )
    recipients: tuple[Text, ...] = Field((), title="主送机关")
    copies: tuple[Text, ...] = Field((), title="抄送机关")
    headings: dict[Identifier, tuple[Text, ...]] = Field(
        default_factory=dict,
        title="表头用词",
        description="导入目标表时，自带的以外，还有哪些栏目名各指什么，如 content: [民生要事]",
    )
    annexes: dict[str, tuple[Identifier, ...]] = Field(
        default_factory=dict,
        title="附件",
        description="按文稿种类写附哪几个、按什么先后，如 quarterly: [detail, behind]；不写的同模板",
    )
    profile: Identifier = Field(
        "gbt9704-2012", title="版式", description="templates/profiles 下的版式文件名，不带 .yaml"
    )

    @property
    def unit_names(self) -> dict[str, str]:
        """Return what units are called today, by the names that they had."""
        return {alias: each.name for each in self.units for alias in each.aliases}


class Column(Record):
    """目标表的一栏: which field it prints, under which heading."""

    key: Identifier = Field(
        title="栏目",
        description="category、seq、name、content、basis、lead_unit，或目标 extra 中的自定义栏目",
    )
    title: Text = Field(title="栏目名称")


class Category(Questioned):
    """类别, in the order of the table."""

    id: Identifier = Field(title="类别编号", description="目标编号的前缀，如 W")
    name: Text = Field(title="类别名称", description="如“工作目标”")
    report_heading: Text | None = Field(
        None, title="报告标题", description="季度报告中该类别的一级标题；不填用“类别名称＋完成情况”"
    )


class Baseline(Record):
    """基期值: what a reduction is measured against."""

    value: Decimal = Field(title="基期值")
    unit: Text = Field(title="计量单位")
    meaning: Text = Field(title="基期含义")
    confirmed: bool = Field(title="已确认", description="false 表示推定，文稿中注明“推定”")


class Revision(Record):
    """修订: what an indicator or a milestone says otherwise from a day on, and by which document."""

    effective_from: date = Field(title="自何日起执行")
    basis: Text = Field(title="修订依据", description="修订它的文件，如“青政办字〔2012〕80号”")
    name: Text | None = Field(None, title="名称")
    deadline: date | None = Field(None, title="完成时限")
    lead_unit: Text | None = Field(None, title="责任单位")
    quote: Text | None = Field(None, title="原文引用", description="修订文件中的原文片段")

    @property
    def changes(self) -> dict[str, object]:
        """Return the fields that it changes, with what they are from then on."""
        given = {name: value for name, value in self if value is not None}
        return {name: given[name] for name in given.keys() - {"effective_from", "basis"}}


class IndicatorRevision(Revision):
    """指标修订: its target value may change too."""

    value: Decimal | None = Field(None, title="目标值")
    upper: Decimal | None = Field(None, title="上限值")
    display: Text | None = Field(None, title="目标值写法")
    quarterly_plan: tuple[Decimal, ...] | None = Field(
        None, title="季度计划", min_length=4, max_length=4
    )


class ScopeItem(Record):
    """子项: one of the things that a scope indicator counts."""

    id: Identifier = Field(title="子项编号", description="全表唯一，如 W3.1.a")
    name: Text = Field(title="子项名称")
    deadline: date | None = Field(None, title="完成时限")


class Indicator(Questioned):
    """指标: one measurable statement of a target."""

    id: Identifier = Field(title="指标编号", description="全表唯一，如 W1.2")
    name: Text = Field(title="指标名称")
    kind: Kind = Field(title="指标类型")
    comparator: Comparator = Field(title="比较词")
    value: Decimal = Field(
        title="目标值",
        description="6万批次填 60000，单位批次；或填 6，单位万批次；between 填下限",
    )
    upper: Decimal | None = Field(None, title="上限值", description="between 的上限")
    unit: Text = Field(title="计量单位")
    display: Text = Field(
        title="目标值写法", description="原文写法，如“6万批次”；文稿和填报表的数都用这里的单位"
    )
    deadline: date = Field(title="完成时限")
    deadline_basis: DeadlineBasis = Field(DeadlineBasis.IMPLIED, title="时限来源")
    definition: Text = Field(title="口径", description="怎样算完成；比率写明分子、分母")
    frequency: Frequency = Field(
        Frequency.MONTHLY, title="报送频次", description="不该报的各期不催报，也不算缺报"
    )
    lead_unit: Text = Field(title="责任单位")
    owner: Text | None = Field(None, title="责任人")
    quote: Text = Field(title="原文引用", description="目标内容中的原文片段，一字不差")
    baseline: Baseline | None = Field(None, title="基期值")
    tolerance: Decimal | None = Field(
        None, title="允许偏差", description="“左右”允许上下偏离目标值多少，单位同目标值", ge=0
    )
    weight: Decimal | None = Field(None, title="权重", description="考核得分用", gt=0)
    quarterly_plan: tuple[Decimal, ...] | None = Field(
        None,
        title="季度计划",
        description="到各季度末累计应完成的数，四个，最后一个等于目标值；不填按全年匀速",
        min_length=4,
        max_length=4,
    )
    items: tuple[ScopeItem, ...] = Field((), title="子项", description="范围类逐项列出时填")
    revisions: tuple[IndicatorRevision, ...] = Field(
        (), title="修订", description="年内的调整，按执行的先后；以上各栏不改"
    )

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

    id: Identifier = Field(title="节点编号", description="全表唯一，如 W1.M1")
    name: Text = Field(title="节点名称")
    kind: Kind = Field(Kind.MILESTONE, title="节点类型", description="milestone 或 qualitative")
    deadline: date | None = Field(None, title="完成时限")
    quote: Text = Field(title="原文引用", description="目标内容中的原文片段，一字不差")
    required_stage: Stage | None = Field(
        None, title="要求阶段", description="原文的动词要求做到哪一步，如“印发”填 issued"
    )
    frequency: Frequency = Field(
        Frequency.MONTHLY, title="报送频次", description="不该报的各期不催报，也不算缺报"
    )
    lead_unit: Text | None = Field(None, title="责任单位", description="不填同所属目标")
    weight: Decimal | None = Field(None, title="权重", description="考核得分用", gt=0)
    revisions: tuple[Revision, ...] = Field(
        (), title="修订", description="年内的调整，按执行的先后；以上各栏不改"
    )

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

    id: Identifier = Field(title="对标编号", description="全表唯一，如 S1.B1")
    name: Text = Field(title="对标事项")
    quote: Text = Field(title="原文引用", description="制定依据中的原文片段，一字不差")
    peer_city: Text | None = Field(None, title="对标城市")
    peer_value: Decimal | None = Field(None, title="对标值")
    own_value: Decimal | None = Field(None, title="我市值")
    previous_value: Decimal | None = Field(None, title="此前值")
    unit: Text | None = Field(None, title="计量单位")
    peer_text: Text | None = Field(None, title="对标情况（文字）")
    own_text: Text | None = Field(None, title="我市情况（文字）")


class Target(Questioned):
    """目标: one row of the table."""

    id: Identifier = Field(title="目标编号", description="全表唯一且不随年度内修订改变，如 W1")
    category: Identifier = Field(title="类别编号")
    seq: int = Field(title="序号", ge=1, description="在每个类别内从 1 起")
    name: Text = Field(title="目标名称")
    content: Text = Field(title="目标内容")
    basis: tuple[Text, ...] = Field((), title="制定依据", description="每条一段")
    lead_unit: Text | None = Field(None, title="责任单位")
    extra: dict[str, Text] = Field(default_factory=dict, title="自定义栏目")
    indicators: tuple[Indicator, ...] = Field((), title="指标")
    milestones: tuple[Milestone, ...] = Field((), title="节点")
    benchmarks: tuple[Benchmark, ...] = Field((), title="对标事实")

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

    year: int = Field(title="年度", ge=FIRST_YEAR, le=LAST_YEAR)
    title: Text = Field(title="标题")
    date_issued: date = Field(title="成文日期", description="写入文件属性")
    source: Text | None = Field(None, title="来源", description="表的出处，供核对")
    header_line: tuple[Text, ...] = Field(
        (), title="表头行", description="表上方的一行，如 [unit, head, contact, phone]；没有就不填"
    )
    columns: tuple[Column, ...] = Field(title="栏目", min_length=1)
    categories: tuple[Category, ...] = Field(title="类别", min_length=1)
    targets: tuple[Target, ...] = Field(title="目标", min_length=1)

    def at(self, day: date) -> TargetTable:
        """Return the table as it is in force on a day."""
        return self.model_copy(update={"targets": tuple(each.at(day) for each in self.targets)})

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
