"""Rules on one entry's figures: they suit the indicator's kind, and rates are possible ones."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.walk import Reported, reported
from reportgen.codes import Code
from reportgen.model.labels import Kind
from reportgen.model.numbers import HUNDRED, plain
from reportgen.model.progress import ProgressEntry
from reportgen.model.targets import Indicator
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace

FIGURES = (
    "actual",
    "cumulative",
    "numerator",
    "denominator",
    "rate",
    "current",
    "items_done",
    "state",
    "stage",
    "grade",
)
_SUITABLE = {
    Kind.COUNT: ("actual", "cumulative"),
    Kind.CAP: ("actual", "cumulative"),
    Kind.SCOPE: ("actual", "cumulative", "items_done"),
    Kind.RATE: ("numerator", "denominator", "rate"),
    Kind.REDUCTION: ("rate", "current"),
    Kind.GROWTH: ("rate", "current"),
    Kind.MILESTONE: ("state", "stage"),
    Kind.QUALITATIVE: ("state", "grade"),
}


def given_figures(entry: ProgressEntry) -> tuple[str, ...]:
    """Return the names of the figures that an entry gives; none means it reports nothing yet."""
    return tuple(field for field in FIGURES if getattr(entry, field) not in (None, ()))


def unsuitable_figures(workspace: Workspace) -> Iterator[Problem]:
    """Find figures that the kind doesn't use, and halves of pairs."""
    for item in reported(workspace):
        given = given_figures(item.entry)
        for field in given:
            if field not in _SUITABLE[item.kind]:
                yield _unsuitable(item, field)
        if fault := _incomplete(item, set(given)):
            yield Code.FIGURE_UNSUITABLE.problem(
                f"{item.subject.id}（{item.subject.name}）{fault}",
                item.report.place(*item.location, "indicator"),
            )


def _unsuitable(item: Reported, field: str) -> Problem:
    suitable = "、".join(f"{_title(name)} {name}" for name in _SUITABLE[item.kind])
    return Code.FIGURE_UNSUITABLE.problem(
        f"{item.subject.id}（{item.subject.name}）是{item.kind.label}类，"
        f"不填{_title(field)} {field}，应填{suitable}",
        item.report.place(*item.location, field),
        f"删去 {field}，改填{suitable}。",
    )


def _incomplete(item: Reported, given: set[str]) -> str | None:
    """Say which part of an entry's figures is missing or one too many."""
    if item.kind is Kind.MILESTONE and not given:
        return "是节点，没有填节点状态 state（或已到阶段 stage）"
    if item.kind is Kind.QUALITATIVE and not given and item.entry.note is None:
        return "是定性要求，没有填进展说明 note"
    if "actual" in given and "cumulative" not in given:
        return "只填了本期完成 actual，没有填累计完成 cumulative"
    if ("numerator" in given) != ("denominator" in given):
        missing = "denominator" if "numerator" in given else "numerator"
        return f"分子、分母要一起填，缺{_title(missing)} {missing}"
    if {"numerator", "rate"} <= given:
        return "已有分子、分母，不再填累计比率 rate"
    if {"current", "rate"} <= given:
        return "已有累计比率 rate，不再填现值 current"
    base = item.subject.baseline if isinstance(item.subject, Indicator) else None
    if "current" in given and (base is None or not base.value):
        return "填了现值 current，目标表里没有基期值 baseline，算不出幅度"
    return None


def _title(field: str) -> str:
    return ProgressEntry.model_fields[field].title or field


def impossible_rates(workspace: Workspace) -> Iterator[Problem]:
    """Find rates outside 0–100, numerators above denominators and denominators of zero."""
    for item in reported(workspace):
        for field, fault in _rate_faults(item):
            yield Code.RATE_OUT_OF_RANGE.problem(
                f"{item.subject.id}（{item.subject.name}）{fault}",
                item.report.place(*item.location, field),
            )


def _rate_faults(item: Reported) -> Iterator[tuple[str, str]]:
    entry = item.entry
    numerator, denominator = entry.numerator, entry.denominator
    if denominator == 0:
        yield "denominator", "的累计分母是 0；尚无应办事项的，整条不填"
    elif numerator is not None and denominator is not None and numerator > denominator:
        yield "numerator", f"的累计分子 {plain(numerator)} 大于分母 {plain(denominator)}"
    growth = item.kind is Kind.GROWTH
    if entry.rate is not None and not growth and not 0 <= entry.rate <= HUNDRED:
        yield "rate", f"的累计比率是 {plain(entry.rate)}，应在 0—100 之间"
