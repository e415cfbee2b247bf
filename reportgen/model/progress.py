"""Progress: what was achieved up to the end of a period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from reportgen.model.labels import State
from reportgen.model.targets import Identifier, Record, Text


class ProgressEntry(Record):
    """进展: one indicator's or milestone's figures; all but ``actual`` count from 1 January."""

    indicator: Identifier = Field(title="指标编号", description="targets.yaml 中的指标或节点编号")
    actual: Decimal | None = Field(None, title="本期完成", description="只在本季度内完成的数", ge=0)
    cumulative: Decimal | None = Field(None, title="累计完成", ge=0)
    numerator: Decimal | None = Field(None, title="累计分子", ge=0)
    denominator: Decimal | None = Field(None, title="累计分母", ge=0)
    rate: Decimal | None = Field(
        None, title="累计比率", description="百分数，如 97.5；有分子分母时不填"
    )
    state: State | None = Field(None, title="节点状态")
    note: Text | None = Field(None, title="进展说明")
    evidence: Text | None = Field(None, title="佐证材料")
    lag_reason: Text | None = Field(None, title="滞后原因")
    next_steps: Text | None = Field(None, title="下一步措施")
    owner: Text | None = Field(None, title="责任人")
    due: date | None = Field(None, title="措施时限")


class ProgressReport(Record):
    """进展数据: one period's entries (``data/<year>/progress/*.yaml``)."""

    period: Text = Field(title="期间", description="如 2012Q1 或 2012-08")
    sample: bool = Field(
        title="示例数据", description="true 表示数字是虚构的，文稿每页注明“示例数据”"
    )
    date_reported: date = Field(title="填报日期", description="报告的成文日期，写入文件属性")
    entries: tuple[ProgressEntry, ...] = Field(title="进展")
