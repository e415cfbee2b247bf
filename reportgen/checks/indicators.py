"""Rules on an indicator itself: its kind, comparator, unit and value must go together."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.base.codes import Code
from reportgen.base.numbers import HUNDRED, plain
from reportgen.base.problems import Problem
from reportgen.checks.walk import records_in
from reportgen.model.labels import Comparator, Kind
from reportgen.model.targets import Indicator
from reportgen.sources.workspace import Workspace

_PERCENT_KINDS = (Kind.RATE, Kind.REDUCTION, Kind.GROWTH)
_PERCENT = ("%", "％")


def kind_contradictions(workspace: Workspace) -> Iterator[Problem]:
    """Find kinds, comparators and units that exclude each other."""
    for table in workspace.tables.values():
        for location, indicator in records_in(table.record, Indicator):
            for field, message, remedy in _contradictions(indicator):
                yield Code.KIND_CONTRADICTION.problem(
                    f"{indicator.id}：{message}", table.place(*location, field), remedy
                )


def _contradictions(indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """Yield the field at fault, what is wrong with it, and how to mend it."""
    kind, comparator = indicator.kind, indicator.comparator
    if kind in (Kind.MILESTONE, Kind.QUALITATIVE):
        message = f"类型“{kind.label}”不可计量，不能写在 indicators 里"
        yield "kind", message, "移到 milestones，或改正 kind。"
        return
    if kind is Kind.CAP and comparator is not Comparator.AT_MOST:
        message = f"上限类的比较词应为 at_most（不超过），这里是 {comparator}（{comparator.label}）"
        yield "comparator", message, "把 comparator 改为 at_most，或改正 kind。"
    if comparator is Comparator.AT_MOST and kind not in (Kind.CAP, Kind.RATE):
        message = f"比较词 at_most（不超过）只用于上限类和比率类，这里是 {kind}（{kind.label}）"
        yield "comparator", message, "把 kind 改为 cap，或改正 comparator。"
    if comparator is Comparator.EQUAL_FULL and (
        kind is not Kind.RATE or indicator.value != HUNDRED
    ):
        message = (
            "比较词 equal_full 只用于目标值为 100 的比率，"
            f"这里是{kind.label}、目标值 {plain(indicator.value)}"
        )
        yield "comparator", message, "改用 at_least 或 planned，或改正 kind、value。"
    if kind in _PERCENT_KINDS and indicator.unit not in _PERCENT:
        message = f"{kind.label}类的计量单位应为 %，这里是“{indicator.unit}”"
        yield "unit", message, '把 unit 改为 "%"，或改正 kind。'
    if kind not in _PERCENT_KINDS and indicator.unit in _PERCENT:
        message = f"{kind.label}类的计量单位不能是 %"
        yield "unit", message, "改正 unit，或把 kind 改为 rate（压减幅度用 reduction）。"


def impossible_plans(workspace: Workspace) -> Iterator[Problem]:
    """Find quarterly plans that fall or don't end at the target value."""
    for table in workspace.tables.values():
        for location, indicator in records_in(table.record, Indicator):
            plan = indicator.quarterly_plan
            if plan is None:
                continue
            written = "、".join(map(plain, plan))
            if list(plan) != sorted(plan) or plan[-1] != indicator.value:
                yield Code.KIND_CONTRADICTION.problem(
                    f"{indicator.id} 的季度计划是 {written}，应逐季累计、"
                    f"最后一个等于目标值 {plain(indicator.value)}",
                    table.place(*location, "quarterly_plan"),
                    "改正 quarterly_plan，四个数都从1月1日累计。",
                )


def impossible_values(workspace: Workspace) -> Iterator[Problem]:
    """Find percentages outside 0–100, and targets of nothing, which no share can be taken of."""
    for table in workspace.tables.values():
        for location, indicator in records_in(table.record, Indicator):
            place = table.place(*location, "value")
            stands = f"{indicator.id} 的目标值是 {plain(indicator.value)}"
            if indicator.kind is Kind.GROWTH:
                continue
            if indicator.kind in _PERCENT_KINDS and not 0 <= indicator.value <= HUNDRED:
                yield Code.RATE_OUT_OF_RANGE.problem(
                    f"{stands}，百分数应在 0—100 之间", place, "改正 value。"
                )
            elif indicator.value < 0 or (indicator.value == 0 and indicator.kind is not Kind.CAP):
                yield Code.KIND_CONTRADICTION.problem(f"{stands}，应大于 0", place, "改正 value。")
