"""The rules of entry: what a progress entry may say of its indicator or milestone.

``check`` asks them of the data files and ``forms in`` of the Excel forms, so that what one refuses
the other refuses, with the same code.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Place, Problem
from reportgen.checks.case import Case, Said
from reportgen.checks.doubts import doubts_of
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, Series, title_of
from reportgen.model.targets import Indicator, Subject

_FIGURES = tuple(dict.fromkeys(field for kind in Kind for field in kind.traits.figures))
# a year is reported by the end of March
_LONGEST_WAIT = timedelta(days=92)
# how the data files call a field
FIELD_NAMES = {name: f"{title_of(name)} {name}" for name in ProgressEntry.model_fields}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the entry of a period, at which of its fields."""

    period: Period
    field: str
    code: Code
    message: str
    remedy: str | None = None

    def problem(self, place: Place) -> Problem:
        """Return the finding as a problem of a place."""
        return self.code.problem(self.message, place, self.remedy)


def given_figures(entry: ProgressEntry) -> tuple[str, ...]:
    """Return the names of the figures that an entry gives; none means it reports nothing yet."""
    return tuple(field for field in _FIGURES if getattr(entry, field) not in (None, ()))


def entry_findings(
    subject: Subject, series: Series, names: Mapping[str, str] = FIELD_NAMES
) -> Iterator[Finding]:
    """Judge a year's entries on one subject, each beside the others.

    ``names`` are the fields that can be filled in, as those who do it know them.
    """
    for period, entry in sorted(series.items()):
        for field in given_figures(entry):
            if field not in subject.kind.traits.figures:
                yield unsuitable(subject, period, field, names)
        case = _Case(subject.at(period.end), series, period, {**FIELD_NAMES, **names})
        for rule, code in _RULES.items():
            for field, said in rule(case):
                yield Finding(period, field, code, f"{subject.id}（{subject.name}）{said}")
        for code, field, said in doubts_of(subject, series, period):
            yield Finding(period, field, code, f"{subject.id}（{subject.name}）{said}")


def date_doubt(period: Period, day: date) -> str | None:
    """Say why a period's figures can hardly have been reported on a day."""
    if day <= period.end:
        return f"在{period.own_name}结束（{period.end}）之前"
    if day > period.end + _LONGEST_WAIT:
        return f"比{period.own_name}结束（{period.end}）晚了 {(day - period.end).days} 天"
    return None


def closed_since(before: ProgressEntry | None) -> tuple[str, ...]:
    """Return the figures not to be filled in any more: a rate keeps to its parts or to per cent."""
    if before is not None and before.numerator is not None:
        return ("rate",)
    return ("numerator", "denominator") if before is not None and before.rate is not None else ()


def unsuitable(
    subject: Subject, period: Period, field: str, names: Mapping[str, str] = FIELD_NAMES
) -> Finding:
    """Say that a subject's kind doesn't use a figure, and which it does."""
    suitable = "、".join(
        dict.fromkeys(names[each] for each in subject.kind.traits.figures if each in names)
    )
    name = names.get(field, FIELD_NAMES[field])
    return Finding(
        period,
        field,
        Code.FIGURE_UNSUITABLE,
        f"{subject.id}（{subject.name}）是{subject.kind.label}类，不填{name}，应填{suitable}",
        f"删去{name}，改填{suitable}。",
    )


@dataclass(frozen=True)
class _Case(Case):
    """An entry, and how those who fill it in know its fields."""

    names: Mapping[str, str]

    @cached_property
    def given(self) -> frozenset[str]:
        return frozenset(given_figures(self.entry))


def _incomplete(case: _Case) -> Said:
    """Find what is missing beside the figures given, and figures one too many."""
    given, entry, names = case.given, case.entry, case.names
    traits = case.subject.kind.traits
    if not (traits.measured or traits.graded or given):
        yield "state", f"是节点，没有填{names['state']}"
    if traits.graded and not given and entry.note is None:
        yield "note", f"是定性要求，没有填{names['note']}"
    if entry.actual is not None and entry.cumulative is None:
        hint = ""
        if case.start is not None:
            total = plain(case.start + entry.actual)
            hint = f"；上期累计 {plain(case.start)}，加本期应为 {total}"
        yield "cumulative", f"只填了{names['actual']}，没有填{names['cumulative']}{hint}"
    for one, other in (("numerator", "denominator"), ("denominator", "numerator")):
        if one in given and other not in given:
            yield other, f"分子、分母要一起填，缺{names[other]}"
    if {"numerator", "rate"} <= given:
        yield "rate", f"已有分子、分母，不再填{names['rate']}"
    base = case.subject.baseline if isinstance(case.subject, Indicator) else None
    if {"current", "rate"} <= given:
        yield "current", f"已有{names['rate']}，不再填{names['current']}"
    elif "current" in given and traits.from_base and (base is None or not base.value):
        why = "基期值 baseline 是 0" if base else "没有基期值 baseline"
        yield "current", f"填了{names['current']}，目标表里{why}，算不出幅度，请填{names['rate']}"


def _otherwise_than_before(case: _Case) -> Said:
    """Find a rate that is now reported with its parts and was without them, or the reverse."""
    previous = case.period.previous
    closed = closed_since(case.series.get(previous) if previous else None)
    if wrong := [field for field in closed if field in case.given]:
        parts, rate = "分子、分母", case.names["rate"]
        was, now = (parts, rate) if "rate" in closed else (rate, parts)
        yield wrong[0], f"上期（{previous}）填的是{was}，本期也要填{was}，不填{now}"


def _not_whole(case: _Case) -> Said:
    subject = case.subject
    if not isinstance(subject, Indicator) or subject.least_part is None:
        return
    for field in ("actual", "cumulative"):
        value: Decimal | None = getattr(case.entry, field)
        if value is not None and value % subject.least_part:
            unit = subject.unit if subject.least_part < 1 else ""
            said = f"的{title_of(field)}是 {plain(value)}{unit}"
            yield field, f"{said}，以“{subject.bare_unit}”计的应为整数"


def _impossible_rates(case: _Case) -> Said:
    entry = case.entry
    numerator, denominator = entry.numerator, entry.denominator
    if denominator == 0 and case.subject.kind.traits.fixed_whole:
        yield "denominator", "的累计分母是 0；要覆盖的总数不能是 0"
    elif numerator is not None and denominator is not None and numerator > denominator:
        yield "numerator", f"的累计分子 {plain(numerator)} 大于累计分母 {plain(denominator)}"
    traits, rate = case.subject.kind.traits, entry.rate
    if rate is None or traits.most is None:
        return
    if rate > traits.most or (rate < 0 and not traits.from_base):  # what should fall may rise
        bounds = "不超过 100" if traits.from_base else "在 0—100 之间"
        yield "rate", f"的累计比率是 {plain(rate)}，应{bounds}"


def _beyond_total(case: _Case) -> Said:
    """Find more done than there is, and other sub-items than are counted."""
    subject, done, items = case.subject, case.entry.cumulative, case.entry.items_done
    if not isinstance(subject, Indicator) or "items_done" not in subject.kind.traits.figures:
        return
    if done is not None and (subject.comparator is Comparator.PLANNED or subject.items):
        most = max(subject.value, Decimal(len(subject.items)))
        if done > most:
            yield "cumulative", f"的累计完成是 {plain(done)}，一共只有 {plain(most)}{subject.unit}"
    if done is not None and items and len(items) != done:
        yield "items_done", f"列出已办结子项 {len(items)} 个，累计完成填的是 {plain(done)}"


def _fallen(case: _Case) -> Said:
    """Find cumulative figures below those of an earlier period of the year."""
    for field in ("cumulative", "numerator", "denominator"):
        value: Decimal | None = getattr(case.entry, field)
        if value is None or (field == "denominator" and case.subject.kind.traits.fixed_whole):
            continue  # that one is asked, not refused
        above = [(period, earlier) for period, earlier in case.known(field) if earlier > value]
        if above:
            period, earlier = above[-1]
            said = (
                f"的{title_of(field)}是 {plain(value)}，少于{period.name}（{period}）的"
                f" {plain(earlier)}；应从1月1日累计"
            )
            yield field, said


def _mismatched(case: _Case) -> Said:
    """Find a figure of the period alone that isn't the difference of two cumulative ones."""
    actual, cumulative, before = case.entry.actual, case.entry.cumulative, case.start
    if actual is None or cumulative is None or before is None or actual == cumulative - before:
        return
    said = (
        f"的本期完成是 {plain(actual)}，累计 {plain(cumulative)} 减上期累计 {plain(before)} "
        f"应为 {plain(cumulative - before)}"
    )
    yield "actual", said


def _due_out_of_year(case: _Case) -> Said:
    year, due = case.period.year, case.entry.due
    if due is not None and not date(year, 1, 1) <= due <= date(year + 1, 1, 31):
        yield "due", f"的措施时限是 {due}，应在 {year} 年内，最迟次年1月31日"


# each yields the fields that are wrong, and what is said of them
_RULES: Mapping[Callable[[_Case], Said], Code] = {
    _incomplete: Code.FIGURE_UNSUITABLE,
    _otherwise_than_before: Code.FIGURE_UNSUITABLE,
    _not_whole: Code.FIGURE_UNSUITABLE,
    _impossible_rates: Code.RATE_OUT_OF_RANGE,
    _beyond_total: Code.BEYOND_TOTAL,
    _fallen: Code.CUMULATIVE_FELL,
    _mismatched: Code.ACTUAL_MISMATCH,
    _due_out_of_year: Code.DATE_OUT_OF_YEAR,
}
