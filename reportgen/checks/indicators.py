"""Rules on an indicator itself: its kind, comparator, unit and value must go together."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.base.codes import Code
from reportgen.base.numbers import HUNDRED, plain
from reportgen.base.problems import Problem
from reportgen.checks.walk import records_in
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.targets import Indicator
from reportgen.sources.workspace import Workspace

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
    kind, comparator, traits = indicator.kind, indicator.comparator, indicator.kind.traits
    if not traits.measured:
        message = f"类型“{kind.label}”不可计量，不能写在 indicators 里"
        yield "kind", message, "移到 milestones，或改正 kind。"
        return
    if comparator is Comparator.EQUAL_FULL and (
        comparator not in traits.comparators or indicator.value != HUNDRED
    ):
        message = (
            "比较词 equal_full 只用于目标值为 100 的比率，"
            f"这里是{kind.label}、目标值 {plain(indicator.value)}"
        )
        yield "comparator", message, "改用 at_least 或 planned，或改正 kind、value。"
    elif comparator not in traits.comparators:
        suitable = "、".join(f"{each}（{each.label}）" for each in traits.comparators)
        message = (
            f"{kind.label}类的比较词应为 {suitable}，这里是 {comparator}（{comparator.label}）"
        )
        using = [each for each in Kind if comparator in each.traits.comparators]
        users = "、".join(f"{each}（{each.label}）" for each in using)
        yield "comparator", message, f"改正 comparator，或把 kind 改为 {users}。"
    if traits.percent and indicator.unit not in _PERCENT:
        message = f"{kind.label}类的计量单位应为 %，这里是“{indicator.unit}”"
        yield "unit", message, '把 unit 改为 "%"，或改正 kind。'
    if not traits.percent and indicator.unit in _PERCENT:
        message = f"{kind.label}类的计量单位不能是 %"
        users = "、".join(f"{each}（{each.label}）" for each in Kind if each.traits.percent)
        yield "unit", message, f"改正 unit，或把 kind 改为 {users}。"


def impossible_plans(workspace: Workspace) -> Iterator[Problem]:
    """Find quarterly plans of what has no schedule, and those that fall or miss the target."""
    for table in workspace.tables.values():
        for location, indicator in records_in(table.record, Indicator):
            plan = indicator.quarterly_plan
            if plan is None:
                continue
            place = table.place(*location, "quarterly_plan")
            if not indicator.kind.traits.scheduled:
                users = "、".join(
                    f"{each}（{each.label}）" for each in Kind if each.traits.scheduled
                )
                message = f"{indicator.id} 是{indicator.kind.label}类，不按时序，季度计划不起作用"
                remedy = f"删去 quarterly_plan，或把 kind 改为 {users}。"
                yield Code.KIND_CONTRADICTION.problem(message, place, remedy)
                continue
            written = "、".join(map(plain, plan))
            if list(plan) != sorted(plan) or plan[-1] != indicator.value:
                yield Code.KIND_CONTRADICTION.problem(
                    f"{indicator.id} 的季度计划是 {written}，应逐季累计、"
                    f"最后一个等于目标值 {plain(indicator.value)}",
                    place,
                    "改正 quarterly_plan，四个数都从1月1日累计。",
                )


def impossible_values(workspace: Workspace) -> Iterator[Problem]:
    """Find percentages outside 0–100, and targets of nothing, which no share can be taken of."""
    for table in workspace.tables.values():
        for location, indicator in records_in(table.record, Indicator):
            place = table.place(*location, "value")
            stands = f"{indicator.id} 的目标值是 {plain(indicator.value)}"
            traits = indicator.kind.traits
            if traits.allows(indicator.value):
                continue
            if traits.most is not None:
                said = f"{stands}，百分数应在 0—{plain(traits.most)} 之间"
                yield Code.RATE_OUT_OF_RANGE.problem(said, place, "改正 value。")
            else:
                said = f"{stands}，{'不能小于 0' if traits.zero else '应大于 0'}"
                yield Code.KIND_CONTRADICTION.problem(said, place, "改正 value。")
