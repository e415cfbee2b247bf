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
from reportgen.checks.case import Case, Said
from reportgen.checks.claims import JUDGED
from reportgen.model.periods import Period
from reportgen.model.progress import title_of
from reportgen.model.targets import Indicator
from reportgen.wording.phrases import last_day_in
from reportgen.wording.prose import (
    CLAUSE,
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


def unknown_amounts(case: Case) -> Said:
    """Find figures of the words that are none of the indicator; a milestone has none to go by."""
    told = [
        (field, text, amount)
        for field, text in case.texts(*TOLD)
        for amount in amounts_in(text)
        # what is to be done besides has units of its own
        if field != "next_steps" or amount.percent or amount.text.endswith(case.indicator.unit)
    ]
    if not told:
        return
    figures = figures_of(case)
    words = (
        case.indicator.name,
        case.indicator.quote,
        case.indicator.display,
        case.indicator.definition,
        case.indicator.unit,
    )
    quoted = {each.value for text in words for each in amounts_in(text)}
    for field, text, amount in told:
        # with a unit a figure is written out: 3800元 is none of so many 万元
        scales = {case.indicator.scale}
        if amount.percent or amount.text[-1].isdigit():
            scales.add(Decimal(1))
        known = {each * scale for each in figures.like(amount) for scale in scales} | quoted
        # of a half the claims tell
        if not amount.is_one_of(known, text) and not _HALVES.fullmatch(amount.text):
            said = "不是这项指标的目标值、完成数或由它们得出的数"
            if amount.percent and amount.is_one_of(figures.points, text):
                said = "是两个百分数之差，应写几个百分点"
            yield field, f"的{title_of(field)}里有“{amount.text}”，{said}"


def figures_of(case: Case) -> _Figures:
    """Return all that words may say of an indicator at the end of a period."""
    indicator, period = case.indicator, case.period
    alike = [each for each in case.until if each.period.months == period.months]
    target, base = indicator.value, indicator.baseline.value if indicator.baseline else None
    goals = {target, *(indicator.quarterly_plan or ()), target * period.elapsed / HUNDRED}
    goals |= {indicator.upper} if indicator.upper else set()
    numbers = _known(each.number for each in case.until)
    apart = {goal - each for goal in goals for each in numbers[-1:]}
    apart |= _steps(_known(each.number for each in alike))
    own = _known(each.own for each in alike)
    amounts, points = {Decimal(len(indicator.items)), *own, *_steps(own)}, set[Decimal]()
    shares = {period.elapsed, share_due(indicator, period), HUNDRED}
    if indicator.kind.traits.percent:
        shares, points = {*shares, *goals, *numbers}, apart
    else:
        amounts |= {*goals, *numbers, *apart, *(each / period.last_month for each in numbers[-1:])}
        reached = {percentage(each, target) for each in numbers} if target else set()
        points = {rate - due for rate in reached for due in shares}
        shares |= reached
    for field in ("cumulative", "numerator", "denominator", "actual", "current"):
        amounts.update(_known(getattr(each.entry, field) for each in case.until))
        amounts |= _steps(_known(getattr(each.entry, field) for each in alike))
    for entry in (each.entry for each in case.until):
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


def exchanged_amounts(case: Case) -> Said:
    """Find the target where words tell of what is done, or that are on the wrong side of it."""
    target, done = case.indicator, case.number
    if done is None or done == target.value:
        return
    for field, clause in case.clauses(*JUDGED):
        for amount in () if _GOAL.search(clause) else amounts_in(clause):
            alike = amount.percent is target.kind.traits.percent
            if not alike or target.value not in (amount.value, amount.value / target.scale):
                continue
            around = f"{clause[: amount.at]}\0{clause[amount.end - 1 :]}"
            wanted = next((side for side, words in _SIDES if words.search(around)), 0)
            alone = done not in _values_in(clause, target)
            told = alone and (_DONE.search(clause) or clause.endswith(amount.text))
            if (done - target.value) * wanted < 0 or (not wanted and told):
                yield field, f"完成的是 {plain(done)}，{title_of(field)}却说“{clause}”"


def _values_in(clause: str, subject: Indicator) -> set[Decimal]:
    """Return the amounts of a clause as they would stand in the unit of an indicator."""
    values = {each.value for each in amounts_in(clause)}
    return values | {each / subject.scale for each in values}


def other_period(case: Case) -> Said:
    """Find words on another quarter, year or phase than the entry's, and days after its due date."""
    entry = case.entry
    evidence = entry.evidence or ""
    months = closing_months_in(evidence)
    if case.period.is_quarter:
        months |= last_months_in(evidence)
    years = years_in(evidence)
    if (months and case.period.last_month not in months) or (
        years and case.period.year not in years
    ):
        yield "evidence", f"是 {case.period} 的，佐证材料却是“{evidence}”"
    for field, text in case.texts(*JUDGED):
        until = counted_months_in(text, case.period.last_month)
        clauses = CLAUSE.split(text)
        if until - {case.period.last_month} or any(
            _of_other_year(each, case.period) for each in clauses
        ):
            yield field, f"是 {case.period} 的，{title_of(field)}说的却是另一段时间：“{text}”"
        for said, own in misnamed(text, case.subject.quote):
            yield field, f"的{title_of(field)}里是“{said}”，原文是“{own}”"
    if (
        entry.due
        and (late := last_day_in(entry.next_steps or "", case.period.year))
        and late > entry.due
    ):
        yield "next_steps", f"的措施写到 {late}，时限是 {entry.due}"


def _of_other_year(clause: str, period: Period) -> bool:
    """Tell whether a clause counts something of another year, and doesn't compare it with this one."""
    years = years_in(clause)
    other = bool(years) and period.year not in years and not COMPARED.search(clause)
    return other and next(amounts_in(clause), None) is not None


def other_span(case: Case) -> Said:
    """Find the period's own figure where words count from January, the reverse, and an earlier span."""
    now, own, period = case.entry.cumulative, case.own, case.period
    earlier = [value for _, value in case.known("cumulative")]
    for field, clause in () if not now or now in earlier else case.clauses(*JUDGED):
        told = _values_in(clause, case.indicator)
        ended = max(last_months_in(clause), default=period.last_month) < period.last_month
        ended = ended or _LAST_YEAR.search(clause) is not None
        alone = own not in (None, now) and own not in told and ALONE.search(clause)
        in_all = own in told and own not in (now, case.indicator.value, *earlier)
        wrong = now in told and (ended or alone)
        if wrong or (in_all and now not in told and SO_FAR.search(clause) and not ended):
            of = "累计数" if wrong else "本期的数"
            yield field, f"是 {period} 的{of}，{title_of(field)}却说“{clause}”"
