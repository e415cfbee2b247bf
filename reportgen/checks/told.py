"""Amounts and periods that the words of an entry name, held against its figures.

A figure that is no figure of the indicator, or that is said of another time: right as it may be, it
has to be confirmed (``confirmed`` of the entry) or mended.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from reportgen.assessment.figures import share_due
from reportgen.base.numbers import HUNDRED, percentage, plain, rounded
from reportgen.checks.case import Case, Said
from reportgen.checks.claims import JUDGED, MISS, is_subject
from reportgen.model.periods import Period
from reportgen.model.progress import title_of
from reportgen.model.targets import Indicator
from reportgen.wording.amounts import UNITS, flattened, same_unit
from reportgen.wording.phrases import last_day_in
from reportgen.wording.prose import (
    CLAUSE,
    EXPECTED,
    Stated,
    amounts_in,
    closing_months_in,
    counted_months_in,
    last_months_in,
    misnamed,
    spans_in,
    years_in,
)

TOLD = ("note", "evidence", "lag_reason", "next_steps")
_GOAL = re.compile(
    "目标|任务|全年|计划|力争|确保|争取|要求|应|需|将|拟|余|还|尚|差|共|[上下]限|控制"
)
_DONE = re.compile("已|累计|全部|完成|办结")
# on which sides of an amount, that stands at the zero, words put what is done
_SIDES = (
    ((-1,), re.compile("(?:不足|不到|[低少]于|未达到?)\0|\0.?以下")),
    ((-1, 0), re.compile("(?:未突破|[未不]超过)\0|\0.?(?:以内|之内)")),
    ((1,), re.compile("(?:超过?|突破|[高多]于)\0")),
    ((0, 1), re.compile("达到?\0|\0.?以上")),
)
# what an amount, that stands at the zero, is a part of
_PARTS = (
    ("left", re.compile(f"{MISS}[^，。；、0-9]{{0,6}}\0|\0.?[^，。；、0-9]{{0,6}}{MISS}")),
    ("denominator", re.compile("(?:应|到期|受理|收到)[^，。；、0-9]{0,5}\0")),
    ("numerator", re.compile("(?:已|[按如]期|按时|及时)[^，。；、0-9]{0,5}\0")),
    ("left", re.compile("(?:[余剩差]|[尚还]有)(?:下的?)?\0")),
)
# what counts the same things: 场 are 次, but 期 are no 篇
_ALIKE = "次 场 场次；个 家 所 处 座 项 件 户 条 宗 次 场 台 辆 张；篇 份 本 件；人 名 位；天 日"
_NUMERAL = re.compile("[0-9.,万亿〇零一二两三四五六七八九十百千余多]+")
_UNIT = re.compile(rf"(?:{UNITS})(?:/(?:{UNITS}))?")
_SHARE_OF = re.compile("(?:约|大?多)?占(?:比|的?比例)?(?:约|近|达|超过?)*$")
COMPARED = re.compile("[比较与同去结]|上年|[由从].+[至到为]")
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
    fields = ("name", "quote", "display", "definition", "unit")
    quotes = [e for each in fields for e in amounts_in(getattr(case.indicator, each))]
    for field, text, amount in told:
        # with a unit a figure is written out: 3800元 is none of so many 万元
        scales = {case.indicator.scale}
        if amount.percent or amount.text[-1].isdigit():
            scales.add(Decimal(1))
        known = {each * scale for each in figures.like(amount) for scale in scales}
        part = _part(case, text, amount)
        before = re.split("[，。；、]", text[: amount.at])[-1].rstrip("为达到是")
        if amount.percent and before and case.subject.name.endswith(before):
            known -= {HUNDRED} - {case.number, case.indicator.value}
        if _counts_other(case.indicator, text, amount):
            known = {each.value for each in quotes if each.text[-1] == amount.text[-1]}
        elif part is not None and part != amount.value and amount.value in known:
            known = {part}
        else:
            known |= {each.value for each in quotes}
        # of a half the claims tell
        let_be = _HALVES.fullmatch(amount.text) or _is_of_others(case, text, amount)
        if not amount.is_one_of(known, text) and not let_be:
            said = "不是这项指标的目标值、完成数或由它们得出的数"
            if amount.percent and amount.is_one_of(figures.points, text):
                said = "是两个百分数之差，应写几个百分点"
            yield field, f"的{title_of(field)}里有“{amount.text}”，{said}"


def _counts_other(indicator: Indicator, text: str, amount: Stated) -> bool:
    """Tell whether an amount counts other things than the indicator does: 篇 are no 期."""
    rest = flattened(text[amount.at :])
    number = _NUMERAL.match(rest)
    unit = _UNIT.match(rest, number.end()) if number else None
    if amount.percent or indicator.kind.traits.percent or unit is None:
        return False
    forms = {same_unit(each)[1] for each in (unit.group(), indicator.unit)}
    return len(forms) > 1 and not any(forms <= {*each.split()} for each in _ALIKE.split("；"))


def _part(case: Case, text: str, amount: Stated) -> Decimal | None:
    """Return the part of a whole that an amount is by the words around it; None if they don't say."""
    entry, around = case.entry, f"{text[: amount.at]}\0{text[amount.end - 1 :]}"
    done, whole = entry.numerator, entry.denominator
    left = None if done is None or whole is None else whole - done or None
    if entry.cumulative is not None and case.indicator.least is not None:
        left = max(case.indicator.value - entry.cumulative, Decimal(0))
    parts = {"numerator": done, "denominator": whole, "left": left}
    part = next((parts[of] for of, words in _PARTS if words.search(around)), None)
    return None if part is None or amount.percent else part * case.indicator.scale


def _is_of_others(case: Case, text: str, amount: Stated) -> bool:
    """Tell whether a share is that of some among others: 涉及多个部门的来信占三成."""
    before = re.split("[，。；、]", text[: amount.at])[-1]
    share = _SHARE_OF.search(before)
    of = before[: share.start()] if share and amount.percent else ""
    return bool(of) and not re.search(MISS, of) and not is_subject(of, case.subject)


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
    if done is None:
        return
    off = (done > target.value) - (done < target.value)
    for field, clause in case.clauses(*JUDGED):
        for amount in () if _GOAL.search(clause) else amounts_in(clause):
            alike = amount.percent is target.kind.traits.percent
            if not alike or target.value not in (amount.value, amount.value / target.scale):
                continue
            around = f"{clause[: amount.at]}\0{clause[amount.end - 1 :]}"
            sides = next((sides for sides, words in _SIDES if words.search(around)), None)
            alone = done not in _values_in(clause, target)
            told = alone and (_DONE.search(clause) or clause.endswith(amount.text))
            if off not in sides if sides else off and told:
                yield field, f"完成的是 {plain(rounded(done, 2))}，{title_of(field)}却说“{clause}”"


def _values_in(clause: str, subject: Indicator) -> set[Decimal]:
    """Return the amounts of a clause as they would stand in the unit of an indicator."""
    values = {each.value for each in amounts_in(clause)}
    return values | {each / subject.scale for each in values}


def other_period(case: Case) -> Said:
    """Find words on another quarter, year or phase than the entry's, and days after its due date."""
    entry = case.entry
    evidence, last = entry.evidence or "", case.period.last_month
    spans = last_months_in(evidence) if case.period.is_quarter else frozenset[int]()
    months, years = closing_months_in(evidence) | spans, years_in(evidence)
    if (months and last not in months) or (years and case.period.year not in years):
        yield "evidence", f"是 {case.period} 的，佐证材料却是“{evidence}”"
    for field, text in case.texts(*JUDGED):
        of_other_year = (_of_other_year(each, case.period) for each in CLAUSE.split(text))
        if counted_months_in(text, last) or any(of_other_year):
            yield field, f"是 {case.period} 的，{title_of(field)}说的却是另一段时间：“{text}”"
        for said, own in misnamed(text, case.subject.quote):
            yield field, f"的{title_of(field)}里是“{said}”，原文是“{own}”"
    late = last_day_in(entry.next_steps or "", case.period.year)
    if entry.due and late and late > entry.due:
        yield "next_steps", f"的措施写到 {late}，时限是 {entry.due}"


def _of_other_year(clause: str, period: Period) -> bool:
    """Tell whether a clause counts something of another year, and doesn't compare it with this one."""
    years = years_in(clause)
    other = bool(years) and period.year not in years and not COMPARED.search(clause)
    return other and next(amounts_in(clause), None) is not None


def other_span(case: Case) -> Said:
    """Find what is done since January, or in the period alone, said of another span."""
    now, own, period = case.entry.cumulative, case.own, case.period
    others = {each for past in case.earlier for each in (past.own, past.entry.cumulative)}
    firsts = {own: period.start.month, now: 1}
    for field, clause in case.clauses(*JUDGED):
        spans, told = spans_in(clause, period), _values_in(clause, case.indicator)
        told -= {None, Decimal(0), case.indicator.value, *others}
        for figure in firsts.keys() & told if spans and not EXPECTED.search(clause) else ():
            compared = figure != now and COMPARED.search(clause)
            wanted = {
                (firsts[figure], period.last_month),
                (1, period.last_month if now in told else 0),
            }
            if not spans & wanted and not compared:
                of = "累计数" if figure == now else "本期的数"
                yield field, f"是 {period} 的{of}，{title_of(field)}却说“{clause}”"
