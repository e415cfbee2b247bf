"""What the words of an entry say, held against its figures: amounts, periods, states, comparisons.

A figure of the notes that is no figure of the indicator, words that say the opposite of a state or
of a number: right as they may be, they have to be confirmed (``confirmed`` of the entry) or mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from reportgen.assessment.figures import number_before, number_of, share_due
from reportgen.base.numbers import HUNDRED, percentage, plain
from reportgen.model.labels import Comparator, Grade, State
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

# at which field, what is said after the subject's name
Said: TypeAlias = Iterator[tuple[str, str]]

TOLD = ("note", "evidence", "lag_reason", "next_steps")
_JUDGED = ("note", "lag_reason")
_NOT_YET = re.compile(
    "尚未|尚待|未能|未完成|没有完成|还没有|还未|征求意见稿|初稿"
    "|(?<![比较原])预计[^，。；]{0,8}(?:完成|印发|建成|出台)"
)
_ALREADY = re.compile(
    "(?<!前期工作)已(?:于[^，。；]{2,8})?(?:经|全部|全面|正式|修订|制定)?(?:完成|印发|建成|办结|出台|开工)"
    "|全部完成|已(?:全面|正式)启动"
)
_RUNNING = re.compile("正在(?:全面|抓紧|有序|加快)?推进|全面推进")
_ABOUT_TO = re.compile(f"^(?:目前)?(?:{_RUNNING.pattern}|正在|拟[于在]|将[于在]|待)")
_ALL_OVER = re.compile("(?:全部|圆满|全面|如期)完成$")
CLAUSE = re.compile("[，。；]")
HOPED = re.compile("确保|力争|争取|有望|预计|计划|[可能将拟要应]")
_OTHERS = re.compile("部分|个别|有的|多数|首|一些|其他|其余|另|除")
_MISSED = re.compile("[^，。；、]{0,6}(?:未按|未能|未办|未达|未完|没有|超期|逾期)")
_NONE_MISSED = re.compile(
    "(?:(?<!平)均|全部)(?:按期|按时|及时|办结|办复|回复)(?!率)|无一(?:超期|逾期)"
)
_OPENING = re.compile("(?:目前|总体|整体|累计|本期|本季度|截至[^，。；]*|[现已均也略])*")
_GENERAL = ("任务", "进度", "完成率", "工作", "")
_UP = "增加|增多|增长|上升|提高|提升|延长|扩大|翻番|翻一番"
_DOWN = "减少|下降|降低|缩短|缩小|回落|压减|压缩|[减降缩]"
_TURNED = re.compile(f"(?:(?P<up>{_UP})|{_DOWN})[了约达至到为]*$")
_GOAL = re.compile(
    "目标|任务|全年|计划|力争|确保|争取|要求|应|需|将|拟|余|还|尚|未|共|总数|[上下]限|以[内上下]|不"
)
_DONE = re.compile("已|累计|全部|完成|办结")
SO_FAR = re.compile("累计|前[二两三2-3]个?季度|上半年|1[—–~～至到-][0-9]")
ALONE = re.compile("本季度|当季|本期|本月|当月|(?<!前)[二三四]季度")
COMPARED = re.compile("[比较与同去结]|上年")
_HALVES = re.compile("一半|半数|过半")


def before(series: Series, period: Period) -> list[Period]:
    """Return the periods of a series that ended before another."""
    return [each for each in sorted(series) if each.last_month < period.last_month]


def _texts(series: Series, period: Period, *fields: str) -> Iterator[tuple[str, str]]:
    """Yield those texts of an entry that are given, with their fields."""
    for field in fields:
        if text := getattr(series[period], field):
            yield field, text


# ── how far the indicator has come, as differences that words give a sign to ──


def _number(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    return number_of(subject, series[period])


def _own(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    """Return what was done within a period; None where it isn't known."""
    entry = series[period]
    if entry.actual is not None or entry.cumulative is None:
        return entry.actual
    before = number_before(subject, period, series)
    return None if before is None else entry.cumulative - before


def _ahead(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    done = _number(subject, series, period)
    if done is None or not subject.value or not subject.kind.traits.scheduled:
        return None
    return percentage(done, subject.value) - share_due(subject, period)


def _above(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    """Return how far a figure is above its target; 0 within a range."""
    done = _number(subject, series, period)
    if done is None:
        return None
    return max(done - (subject.upper or subject.value), Decimal(0)) or min(
        done - subject.value, Decimal(0)
    )


def _counted_above(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    counts = "cumulative" in subject.kind.traits.figures and subject.least is not None
    return _above(subject, series, period) if counts else None


def _met(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    done = _number(subject, series, period)
    open_ = subject.kind.traits.scheduled or subject.comparator is Comparator.APPROXIMATELY
    if done is None or open_:  # what is behind its target may be as far as it should be
        return None
    least, most = subject.least, subject.most
    missed = (least is not None and done < least) or (most is not None and done > most)
    return Decimal(-1 if missed else 1)


def _past_half(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    done = series[period].cumulative
    return None if done is None else done - subject.value / 2


def _since_last(subject: Indicator, series: Series, period: Period) -> Decimal | None:
    """Return how much more there is than in, or at the end of, the period before."""
    before = period.previous
    if before is None or before not in series:
        return None
    find = _own if "actual" in subject.kind.traits.figures else _number
    now, then = find(subject, series, period), find(subject, series, before)
    return None if now is None or then is None else now - then


class _Claim(NamedTuple):
    """Words, what they give a sign to, the signs that fit; ``own`` where they name what they mean."""

    words: re.Pattern[str]
    of: Callable[[Indicator, Series, Period], Decimal | None]
    signs: tuple[int, ...]
    own: bool = False


_LAST = "[较比](?:上季度?|上一季度|上期|上月|一季度|第一季度)(?:有所|略有|明显|大幅|稍有)?"
_CLAIMS = tuple(
    _Claim(re.compile(words), of, signs, own)
    for words, of, signs, own in (
        ("(?:快于|超过|高于|超)(?:时序|序时)", _ahead, (1,), False),
        ("(?:低于|落后于?|慢于|滞后于?|欠)(?:时序|序时)", _ahead, (-1,), False),
        ("控制在(?:时序|序时)进度(?:以|之)?内", _ahead, (-1, 0), False),
        (
            "(?:已|提前|超额|圆满)完成(?:了)?(?:全年|年度)(?:目标|任务)",
            _counted_above,
            (0, 1),
            False,
        ),
        ("(?:全部|均已)(?:办结|完成|建成|开工)", _counted_above, (0, 1), True),
        ("(?<![未不])过半|(?<!不到)(?<!不足)一半以上|超过?一半", _past_half, (0, 1), False),
        ("(?:不足|不到|未)(?:[^，。；]{0,6}的)?(?:过半|一半|半数)", _past_half, (-1,), False),
        ("(?:高于|超过|超出)目标", _above, (1,), True),
        ("(?:低于|少于)目标", _above, (-1,), True),
        ("(?<!未)(?<!没有)(?:突破|超过|超出)(?:了)?上限", _above, (1,), False),
        ("控制在上限(?:以|之)?内|未(?:突破|超过|超出)上限", _above, (-1, 0), False),
        (
            "(?<![未没不能])(?:达到|实现|符合)(?:了)?(?:全年|年度)?目标|(?<![未不能])达标$",
            _met,
            (1,),
            True,
        ),
        ("(?:未|没有|尚未|未能)(?:达到|实现)(?:全年|年度)?目标|未达标$", _met, (-1,), True),
        (f"{_LAST}(?:{_UP})", _since_last, (1,), True),
        (f"{_LAST}(?:{_DOWN})", _since_last, (-1,), True),
    )
)


def against_figures(subject: Indicator, series: Series, period: Period) -> Said:
    """Find words that give a difference another sign than the figures do."""
    for field, text in _texts(series, period, *_JUDGED):
        for clause in CLAUSE.split(text):
            for claim in _CLAIMS:
                found = claim.words.search(clause)
                before = clause[: found.start()] if found else ""
                if not found or HOPED.search(before[-8:]) or _OTHERS.search(before):
                    continue
                if claim.own and not _is_subject(before, subject):
                    continue
                difference = claim.of(subject, series, period)
                # at the year's end what is done in full may have been ahead all the year
                signs = (*claim.signs, 0) if period.elapsed == HUNDRED else claim.signs
                if difference is not None and (difference > 0) - (difference < 0) not in signs:
                    yield field, _shown_against(subject, series, period, field, found.group())


def _is_subject(words: str, subject: Subject) -> bool:
    """Tell whether words before a claim mean the indicator itself, or nothing else."""
    bare = _OPENING.sub("", words)
    told = f"{subject.name}{subject.quote}"
    shared = sum(bare[at : at + 2] in told for at in range(len(bare) - 1))
    return bare.endswith((*_GENERAL[:-1], subject.name[-2:])) or not bare or shared > len(bare) / 2


def _shown_against(
    subject: Indicator, series: Series, period: Period, field: str, words: str
) -> str:
    done = _number(subject, series, period)
    figure = "" if done is None else f"完成的是 {plain(done)}，"
    return f"{figure}目标值是 {plain(subject.value)}，{title_of(field)}却写“{words}”"


# ── states and rates ──


def against_state(subject: Subject, series: Series, period: Period) -> Said:
    """Find words that say the opposite of a state or a grade."""
    entry, note = series[period], series[period].note or ""
    told = entry.state or entry.grade
    opposite = _OPPOSITES.get(told) if told else None
    found = opposite.search(note) if opposite else None
    if found is None and told is State.DONE and not _ALREADY.search(note):
        found = _ABOUT_TO.search(note)
    if told is State.UNDER_WAY:
        clauses = (each for each in CLAUSE.split(note) if _is_subject(each, subject))
        found = next((over for each in clauses if (over := _ALL_OVER.search(each))), None)
    # what comes after a thing done may be expected: 已印发，预计9月完成宣讲
    if told and found and not (found.group().startswith("预") and _ALREADY.search(note)):
        yield "note", f"的状态是“{told.label}”，进展说明却写“{found.group()}”"


_OPPOSITES: dict[State | Grade, re.Pattern[str]] = {
    State.DONE: _NOT_YET,
    State.NOT_STARTED: re.compile(f"{_ALREADY.pattern}|{_RUNNING.pattern}"),
    Grade.ACHIEVED: _NOT_YET,
    Grade.NOT_ACHIEVED: _ALL_OVER,
}


def against_rate(subject: Indicator, series: Series, period: Period) -> Said:
    """Find words that say the opposite of a rate."""
    entry = series[period]
    if "numerator" not in subject.kind.traits.figures or entry.denominator == 0:
        return
    counted = entry.numerator is not None
    full = entry.numerator == entry.denominator if counted else entry.rate == HUNDRED
    for field, text in _texts(series, period, *_JUDGED):
        for amount in amounts_in(text):
            if full and amount.value and _MISSED.match(text[amount.end :]):
                yield field, f"填的是 100%，{title_of(field)}却写“{amount.text}”未达到"
    if not full and (found := _NONE_MISSED.search(entry.note or "")):
        yield "note", f"没有达到 100%，进展说明却写“{found.group()}”"


def against_change(subject: Indicator, series: Series, period: Period) -> Said:
    """Find a fall that words call a rise, the reverse, and a change that is said to be the value."""
    done, way = _number(subject, series, period), subject.kind.traits.from_base
    if not done or not way:
        return
    base = subject.baseline.value if subject.baseline else Decimal(0)
    shift = base * abs(done) / HUNDRED
    level = base + shift if done * way > 0 else base - shift
    for field, text in _texts(series, period, *_JUDGED):
        for amount in amounts_in(text):
            turned = _TURNED.search(text[: amount.at])
            if turned is None or amount.value not in (abs(done), shift, level):
                continue
            rises, reaches = bool(turned["up"]), turned.group()[-1] in "至到为"
            if rises is not (done * way > 0) or (reaches and amount.value == shift != level):
                words = f"{turned.group()}{amount.text}"
                yield (
                    field,
                    f"比基期{'多' if done * way > 0 else '少'}，{title_of(field)}却写“{words}”",
                )


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
        for field, text in _texts(series, period, *TOLD)
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
    numbers = _known(_number(subject, series, each) for each in until)
    apart = {goal - each for goal in goals for each in numbers[-1:]}
    apart |= _steps(_known(_number(subject, series, each) for each in alike))
    own = _known(_own(subject, series, each) for each in alike)
    amounts, points = {Decimal(len(subject.items)), *own, *_steps(own)}, set[Decimal]()
    shares = {period.elapsed, share_due(subject, period), HUNDRED}
    if subject.kind.traits.percent:
        shares, points = {*shares, *goals, *numbers}, apart
    else:
        amounts |= {*goals, *numbers, *apart}
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
    """Find the target where words tell of what is done."""
    done = _number(subject, series, period)
    most = subject.kind.traits.scheduled or "items_done" in subject.kind.traits.figures
    for field, text in _texts(series, period, *_JUDGED) if most else ():
        for clause in CLAUSE.split(text):
            told = _values_in(clause, subject)
            goal = subject.value in told and done not in told and done != subject.value
            if goal and done is not None and _DONE.search(clause) and not _GOAL.search(clause):
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
    for field, text in _texts(series, period, *_JUDGED):
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
    now, own = series[period].cumulative, _own(subject, series, period)
    earlier = _known(series[each].cumulative for each in before(series, period))
    if not now or now in earlier:
        return
    for field, text in _texts(series, period, *_JUDGED):
        for clause in CLAUSE.split(text):
            told = _values_in(clause, subject)
            ended = max(last_months_in(clause), default=period.last_month) < period.last_month
            alone = own not in (None, now) and own not in told and ALONE.search(clause)
            in_all = own in told and own not in (now, subject.value, *earlier)
            wrong = now in told and (ended or alone)
            if wrong or (in_all and now not in told and SO_FAR.search(clause) and not ended):
                of = "累计数" if wrong else "本期的数"
                yield field, f"是 {period} 的{of}，{title_of(field)}却说“{clause}”"
