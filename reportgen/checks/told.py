"""Amounts and periods that the words of an entry name, held against its figures.

A figure that is no figure of the indicator, or that is said of another time: right as it may be, it
has to be confirmed (``confirmed`` of the entry) or mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from reportgen.assessment.figures import share_due
from reportgen.base.numbers import HUNDRED, percentage, plain
from reportgen.checks.claims import CLAUSE, JUDGED, Said, before, number, own_of, texts
from reportgen.model.periods import Period
from reportgen.model.progress import Series, title_of
from reportgen.model.targets import Indicator, Subject
from reportgen.wording.phrases import last_day_in
from reportgen.wording.prose import (
    Stated,
    amounts_in,
    closing_months_in,
    counted_months_in,
    last_months_in,
    misnamed,
    years_in,
)

TOLD = ("note", "evidence", "lag_reason", "next_steps")
_GOAL = re.compile(
    "目标|任务|全年|计划|力争|确保|争取|要求|应|需|将|拟|余|还|尚|差|共|[上下]限|控制"
)
_DONE = re.compile("已|累计|全部|完成|办结")
# on which side of an amount, that stands at the zero, words put what is done
_SIDES = (
    (-1, re.compile("(?:不足|不到|[低少]于|未达到?|未突破|不超过)\0|\0.?(?:以下|以内|之内)")),
    (1, re.compile("(?:超过?|突破|[高多]于|达到?)\0|\0.?以上")),
)
SO_FAR = re.compile("累计|前[二两三2-9]个?[季月]|上半年|(?<![0-9])1[—–~～至到-][0-9]|以来|截至目前")
ALONE = re.compile("本季度|当季|本期|本月|当月|(?<!前)[二三四]季度|(?<![0-9])(?:4.6|7.9|10.12)月")
_LAST_YEAR = re.compile("去年|上年(?!结转)")
COMPARED = re.compile("[比较与同去结]|上年")
_HALVES = re.compile("一半|半数|过半")


# ── amounts ──


class _Figures(NamedTuple):
    """What words may say of an indicator: amounts, shares in per cent, percentage points."""

    amounts: set[Decimal]
    shares: set[Decimal]
    points: set[Decimal]

    def like(self, amount: Stated) -> set[Decimal]:
        """Return those that an amount may be."""
        if amount.text.endswith("百分点"):
            return self.shares | self.points
        if amount.percent:
            return self.shares
        bare = amount.text[-1].isdigit()
        return self.amounts | self.shares if bare else self.amounts


def unknown_amounts(subject: Indicator, series: Series, period: Period) -> Said:
    """Find figures of the words that are none of the indicator; a milestone has none to go by."""
    told = [
        (field, text, amount)
        for field, text in texts(series, period, *TOLD)
        for amount in amounts_in(text)
        # what is to be done besides has units of its own
        if field != "next_steps" or amount.percent or amount.text.endswith(subject.unit)
    ]
    if not told:
        return
    figures = figures_of(subject, series, period)
    words = (subject.name, subject.quote, subject.display, subject.definition, subject.unit)
    quoted = {each.value for text in words for each in amounts_in(text)}
    for field, text, amount in told:
        # with a unit a figure is written out: 3800元 is none of so many 万元
        scales = {subject.scale}
        if amount.percent or amount.text[-1].isdigit():
            scales.add(Decimal(1))
        known = {each * scale for each in figures.like(amount) for scale in scales} | quoted
        # of a half the claims tell
        if not amount.is_one_of(known, text) and not _HALVES.fullmatch(amount.text):
            said = "不是这项指标的目标值、完成数或由它们得出的数"
            if amount.percent and amount.is_one_of(figures.points, text):
                said = "是两个百分数之差，应写几个百分点"
            yield field, f"的{title_of(field)}里有“{amount.text}”，{said}"


def figures_of(subject: Indicator, series: Series, period: Period) -> _Figures:
    """Return all that words may say of an indicator at the end of a period."""
    until = [each for each in sorted(series) if each.last_month <= period.last_month]
    alike = [each for each in until if each.months == period.months]
    target, base = subject.value, subject.baseline.value if subject.baseline else None
    goals = {target, *(subject.quarterly_plan or ()), target * period.elapsed / HUNDRED}
    goals |= {subject.upper} if subject.upper else set()
    numbers = _known(number(subject, series, each) for each in until)
    apart = {goal - each for goal in goals for each in numbers[-1:]}
    apart |= _steps(_known(number(subject, series, each) for each in alike))
    its_own = _known(own_of(subject, series, each) for each in alike)
    amounts, points = {Decimal(len(subject.items)), *its_own, *_steps(its_own)}, set[Decimal]()
    shares = {period.elapsed, share_due(subject, period), HUNDRED}
    if subject.kind.traits.percent:
        shares, points = {*shares, *goals, *numbers}, apart
    else:
        amounts |= {*goals, *numbers, *apart, *(each / period.last_month for each in numbers[-1:])}
        reached = {percentage(each, target) for each in numbers} if target else set()
        points = {rate - due for rate in reached for due in shares}
        shares |= reached
    for field in ("cumulative", "numerator", "denominator", "actual", "current"):
        amounts.update(_known(getattr(series[each], field) for each in until))
        amounts |= _steps(_known(getattr(series[each], field) for each in alike))
    for entry in (series[each] for each in until):
        if entry.numerator is not None and entry.denominator:
            missed = entry.denominator - entry.numerator
            amounts.add(missed)
            shares.add(percentage(missed, entry.denominator))
        if base:
            changes = {base * rate / HUNDRED for rate in {target, *_known([entry.rate])}}
            changes |= {now - base for now in _known([entry.current])}
            amounts |= {base, *changes, *(base + each for each in changes)}
            amounts |= {base - each for each in changes}
            shares |= {percentage(each, base) for each in changes}
        amounts.add(Decimal(len(entry.items_done)))
    return _Figures(*({abs(each) for each in found} for found in (amounts, shares, points)))


def _known(values: Iterable[Decimal | None]) -> list[Decimal]:
    return [each for each in values if each is not None]


def _steps(values: Sequence[Decimal]) -> set[Decimal]:
    return {later - earlier for earlier, later in pairwise(values)}


def exchanged_amounts(subject: Indicator, series: Series, period: Period) -> Said:
    """Find the target where words tell of what is done, or that are on the wrong side of it."""
    done = number(subject, series, period)
    if done is None or done == subject.value:
        return
    for field, text in texts(series, period, *JUDGED):
        for clause in CLAUSE.split(text):
            for amount in () if _GOAL.search(clause) else amounts_in(clause):
                alike = amount.percent is subject.kind.traits.percent
                if not alike or subject.value not in (amount.value, amount.value / subject.scale):
                    continue
                around = f"{clause[: amount.at]}\0{clause[amount.end - 1 :]}"
                wanted = next((side for side, words in _SIDES if words.search(around)), 0)
                alone = done not in _values_in(clause, subject)
                told = alone and (_DONE.search(clause) or clause.endswith(amount.text))
                if (done - subject.value) * wanted < 0 or (not wanted and told):
                    yield field, f"完成的是 {plain(done)}，{title_of(field)}却说“{clause}”"


def _values_in(clause: str, subject: Indicator) -> set[Decimal]:
    """Return the amounts of a clause as they would stand in the unit of an indicator."""
    values = {each.value for each in amounts_in(clause)}
    return values | {each / subject.scale for each in values}


# ── periods ──


def other_period(subject: Subject, series: Series, period: Period) -> Said:
    """Find words on another quarter, year or phase than the entry's, and days after its due date."""
    entry = series[period]
    evidence = entry.evidence or ""
    months = closing_months_in(evidence)
    if period.is_quarter:
        months |= last_months_in(evidence)
    years = years_in(evidence)
    if (months and period.last_month not in months) or (years and period.year not in years):
        yield "evidence", f"是 {period} 的，佐证材料却是“{evidence}”"
    for field, text in texts(series, period, *JUDGED):
        until = counted_months_in(text, period.last_month)
        clauses = CLAUSE.split(text)
        if until - {period.last_month} or any(_of_other_year(each, period) for each in clauses):
            yield field, f"是 {period} 的，{title_of(field)}说的却是另一段时间：“{text}”"
        for said, own in misnamed(text, subject.quote):
            yield field, f"的{title_of(field)}里是“{said}”，原文是“{own}”"
    if (
        entry.due
        and (late := last_day_in(entry.next_steps or "", period.year))
        and late > entry.due
    ):
        yield "next_steps", f"的措施写到 {late}，时限是 {entry.due}"


def _of_other_year(clause: str, period: Period) -> bool:
    """Tell whether a clause counts something of another year, and doesn't compare it with this one."""
    years = years_in(clause)
    other = bool(years) and period.year not in years and not COMPARED.search(clause)
    return other and next(amounts_in(clause), None) is not None


def other_span(subject: Indicator, series: Series, period: Period) -> Said:
    """Find the period's own figure where words count from January, the reverse, and an earlier span."""
    now, own = series[period].cumulative, own_of(subject, series, period)
    earlier = _known(series[each].cumulative for each in before(series, period))
    if not now or now in earlier:
        return
    for field, text in texts(series, period, *JUDGED):
        for clause in CLAUSE.split(text):
            told = _values_in(clause, subject)
            ended = max(last_months_in(clause), default=period.last_month) < period.last_month
            ended = ended or _LAST_YEAR.search(clause) is not None
            alone = own not in (None, now) and own not in told and ALONE.search(clause)
            in_all = own in told and own not in (now, subject.value, *earlier)
            wrong = now in told and (ended or alone)
            if wrong or (in_all and now not in told and SO_FAR.search(clause) and not ended):
                of = "累计数" if wrong else "本期的数"
                yield field, f"是 {period} 的{of}，{title_of(field)}却说“{clause}”"
