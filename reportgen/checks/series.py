"""Rules across periods: cumulative figures never fall, and what a period adds is their difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks.walk import Reported, reported
from reportgen.codes import Code
from reportgen.model.numbers import plain
from reportgen.model.periods import Period
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace

_CUMULATIVE = {"cumulative": "累计完成", "numerator": "累计分子", "denominator": "累计分母"}


def fallen_cumulatives(workspace: Workspace) -> Iterator[Problem]:
    """Find cumulative figures below those of an earlier period of the year."""
    for items in _by_subject(workspace):
        for field, title in _CUMULATIVE.items():
            known: list[tuple[Period, Decimal]] = []
            for item in items:
                value: Decimal | None = getattr(item.entry, field)
                if value is None:
                    continue
                above = [
                    (period, earlier)
                    for period, earlier in known
                    if earlier > value and period.last_month < item.period.last_month
                ]
                if above:
                    period, earlier = above[-1]
                    yield Code.CUMULATIVE_FELL.problem(
                        f"{item.subject.id}（{item.subject.name}）的{title}是 {plain(value)}，"
                        f"少于 {period} 的 {plain(earlier)}",
                        item.report.place(*item.location, field),
                    )
                known.append((item.period, value))


def mismatched_actuals(workspace: Workspace) -> Iterator[Problem]:
    """Find figures of a single period that aren't the difference of two cumulative ones."""
    for items in _by_subject(workspace):
        known = {0: Decimal(0)}  # by the month that each counts up to
        for item in items:
            actual, cumulative = item.entry.actual, item.entry.cumulative
            if cumulative is None:
                continue
            known[item.period.last_month] = cumulative
            before = known.get(item.period.last_month - item.period.months)
            if actual is None or before is None or actual == cumulative - before:
                continue
            yield Code.ACTUAL_MISMATCH.problem(
                f"{item.subject.id}（{item.subject.name}）的本期完成是 {plain(actual)}，"
                f"累计 {plain(cumulative)} 减上期累计 {plain(before)} "
                f"应为 {plain(cumulative - before)}",
                item.report.place(*item.location, "actual"),
            )


def _by_subject(workspace: Workspace) -> Iterator[list[Reported]]:
    """Yield for each indicator its entries of a year in order of time."""
    series: defaultdict[tuple[int, str], list[Reported]] = defaultdict(list)
    for item in reported(workspace):
        series[item.period.year, item.subject.id].append(item)
    yield from series.values()
