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

    unit: Text | None = Field(None, title="填报单位")
    reporter: Text | None = Field(None, title="填报人")
    reported_on: date | None = Field(None, title="填报日期")
    file: Text | None = Field(None, title="文件")
    sheet: Text | None = Field(None, title="工作表")
    cell: Text | None = Field(None, title="单元格")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, title="文件校验值"
    )


class PointsAdjustment(Questioned):
    """加减分: decided by the assessing office, never computed."""

    target: Identifier = Field(title="目标编号")
    kind: Adjustment = Field(title="种类", description="bonus、penalty 或 veto")
    points: Decimal = Field(Decimal(0), title="分值", description="填正数", ge=0)
    reason: Text = Field(title="事由")


class ProgressEntry(Questioned):
    """进展: one indicator's or milestone's figures; all but ``actual`` count from 1 January."""

    indicator: Identifier = Field(title="指标编号", description="targets.yaml 中的指标或节点编号")
    actual: Decimal | None = Field(None, title="本期完成", description="只在本季度内完成的数", ge=0)
    cumulative: Decimal | None = Field(None, title="累计完成", ge=0)
    numerator: Decimal | None = Field(None, title="累计分子", ge=0)
    denominator: Decimal | None = Field(None, title="累计分母", ge=0)
    rate: Decimal | None = Field(
        None, title="累计比率", description="百分数，如 97.5；有分子分母时不填"
    )
    current: Decimal | None = Field(
        None, title="现值", description="压减、增长类与基期值同口径的现值；已填累计比率时不填"
    )
    items_done: tuple[Identifier, ...] = Field(
        (), title="已办结子项", description="范围类列有子项时填子项编号"
    )
    state: State | None = Field(None, title="节点状态")
    stage: Stage | None = Field(None, title="已到阶段", description="节点写明要求阶段时可填")
    grade: Grade | None = Field(None, title="评定", description="定性要求的评定结论")
    note: Text | None = Field(None, title="进展说明")
    evidence: Text | None = Field(None, title="佐证材料")
    lag_reason: Text | None = Field(None, title="滞后原因")
    next_steps: Text | None = Field(None, title="下一步措施")
    owner: Text | None = Field(None, title="责任人")
    due: date | None = Field(None, title="措施时限")
    origin: Origin | None = Field(None, title="来源")

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

    period: Period = Field(title="期间", description="如 2012Q1 或 2012-08")
    sample: bool = Field(
        title="示例数据", description="true 表示数字是虚构的，文稿每页注明“示例数据”"
    )
    date_reported: date = Field(title="填报日期", description="报告的成文日期，写入文件属性")
    entries: tuple[ProgressEntry, ...] = Field(title="进展")
    adjustments: tuple[PointsAdjustment, ...] = Field((), title="加减分")

    def counted_in(self, sizes: Mapping[str, Decimal]) -> ProgressReport:
        """Return the report with the amounts of some indicators in larger or smaller units."""
        entries = tuple(
            each.counted_in(sizes[each.indicator]) if each.indicator in sizes else each
            for each in self.entries
        )
        return self.model_copy(update={"entries": entries})
