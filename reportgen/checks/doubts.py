"""What makes an entry doubtful beside others of its year, or beside what its own words say.

A figure of the notes that is no figure of the indicator, one that leaps, a state that goes back:
right as it may be, it has to be confirmed (``confirmed`` of the entry) or mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.base.numbers import HUNDRED, percentage, plain, rounded
from reportgen.model.labels import Stage, State
from reportgen.model.periods import Period
from reportgen.model.progress import Series, title_of
from reportgen.model.targets import Indicator, Milestone, Subject
from reportgen.wording.phrases import last_day_in
from reportgen.wording.prose import (
    amounts_in,
    closing_months_in,
    counted_months_in,
    last_months_in,
    misnamed,
    years_in,
)

# at which field, what is said after the subject's name
Said: TypeAlias = Iterator[tuple[str, str]]

_ADDING_UP = ("cumulative", "numerator", "denominator")
_ALIKE = (*_ADDING_UP, "rate", "current", "state", "stage", "grade")
TOLD = ("note", "evidence", "lag_reason", "next_steps")
_LEAP, _FEW = 10, 50
_FEWEST = Decimal(500)  # so many times too much or too little is no achievement but a unit
_SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}
_ORDER = (State.NOT_STARTED, State.UNDER_WAY, State.DONE)
_NOT_YET = re.compile(
    "尚未|尚待|未能|未完成|没有完成|还没有|还未|征求意见稿|初稿"
    "|(?<![比较原])预计[^，。；]{0,8}(?:完成|印发|建成|出台)"
)
_ALREADY = re.compile(
    "(?<!前期工作)已(?:经|全部|全面|正式|修订|制定)?(?:完成|印发|建成|办结|出台|开工)|全部完成|已(?:全面|正式)启动"
)
_CLAUSE = re.compile("[，。；]")
_HOPED = re.compile("确保|力争|争取|有望|预计|计划|[可能]")
_WHOLE_YEAR = re.compile("(?:已|提前|超额|圆满)完成(?:了)?(?:全年|年度)(?:目标|任务)")
# of the completion rate beside the year's elapsed part: words, the signs that they fit
_PACE = (
    (re.compile("(?:快于|超过|高于|超)(?:时序|序时)"), (1,)),
    (re.compile("(?:低于|落后于?|慢于|滞后于?|欠)(?:时序|序时)"), (-1,)),
    (re.compile("控制在(?:时序|序时)进度(?:以|之)?内"), (-1, 0)),
)
_MISSED = re.compile("[^，。；、]{0,6}(?:未按|未能|未办|未达|未完|没有|超期|逾期)")
_NONE_MISSED = re.compile("(?:均|全部)(?:按期|按时|及时|办结|办复|回复)|无一(?:超期|逾期)")
_ONCE_FOR_ALL = re.compile("按期|按时|及时|合格|优良|通过")


def doubts_of(subject: Subject, series: Series, period: Period) -> Iterator[tuple[Code, str, str]]:
    """Yield what is doubtful of a period's entry: the code, the field, what is said of it."""
    found = [(code, rule(subject, series, period)) for rule, code in _RULES.items()]
    if isinstance(subject, Indicator):
        found += [(code, rule(subject, series, period)) for rule, code in _OF_INDICATORS.items()]
    for code, findings in found:
        if code.code not in series[period].confirmed:
            yield from ((code, field, said) for field, said in findings)


def _before(series: Series, period: Period) -> list[Period]:
    return [each for each in sorted(series) if each.last_month < period.last_month]


def _earlier(series: Series, period: Period, field: str) -> list[tuple[Period, Decimal]]:
    """Return the figures of a field that the year's earlier periods give."""
    known = [(each, getattr(series[each], field)) for each in _before(series, period)]
    return [(each, value) for each, value in known if value is not None]


def _otherwise_in_same_month(_: Subject, series: Series, period: Period) -> Said:
    """Find a month's figure that isn't that of the quarter which ends with it."""
    quarter = Period(period.year, period.last_month, 3)
    if quarter not in series:
        return
    entry, other = series[period], series[quarter]
    for field in _ALIKE:
        here, there = getattr(entry, field), getattr(other, field)
        if None not in (here, there) and here != there:
            said = f"的{title_of(field)}是 {_shown(here)}，{quarter} 的是 {_shown(there)}；同一天的数应当相同"
            yield field, said


def _against_state(subject: Subject, series: Series, period: Period) -> Said:
    """Find a state or stage that goes back, and words that say the opposite of a state."""
    entry, note = series[period], series[period].note or ""
    for field, order in (("state", _ORDER), ("stage", tuple(Stage))):
        now: State | Stage | None = getattr(entry, field)
        known = [
            (each, was) for each in _before(series, period) if (was := getattr(series[each], field))
        ]
        if now is not None and known:
            last, was = known[-1]
            if order.index(now) < order.index(was):
                said = f"{last.name}（{last}）已是“{was.label}”，本期又填“{now.label}”"
                yield field, said
    required = subject.required_stage if isinstance(subject, Milestone) else None
    stage = entry.stage
    if (
        entry.state is State.DONE
        and required
        and stage
        and list(Stage).index(stage) < list(Stage).index(required)
    ):
        yield "stage", f"填的是“已完成”，只到“{stage.label}”，要求做到“{required.label}”"
    for state, opposite in ((State.DONE, _NOT_YET), (State.NOT_STARTED, _ALREADY)):
        found = opposite.search(note) if entry.state is state else None
        # what comes after a thing done may be expected: 已印发，预计9月完成宣讲
        if found and not (found.group().startswith("预") and _ALREADY.search(note)):
            yield "note", f"的状态是“{state.label}”，进展说明却写“{found.group()}”"


def _against_rate(subject: Indicator, series: Series, period: Period) -> Said:
    """Find words that say the opposite of a rate."""
    entry = series[period]
    if "numerator" not in subject.kind.traits.figures:
        return
    counted = entry.numerator is not None
    full = entry.numerator == entry.denominator if counted else entry.rate == HUNDRED
    for field in ("note", "lag_reason"):
        text: str = getattr(entry, field) or ""
        for amount in amounts_in(text):
            after = text[text.find(amount.text) + len(amount.text) :]
            if full and amount.value and _MISSED.match(after):
                yield field, f"填的是 100%，{title_of(field)}却写“{amount.text}”未达到"
    if not full and (found := _NONE_MISSED.search(entry.note or "")):
        yield "note", f"没有达到 100%，进展说明却写“{found.group()}”"


def _against_pace(subject: Indicator, series: Series, period: Period) -> Said:
    """Find words on a year's count that its completion rate belies."""
    note, done = series[period].note or "", series[period].cumulative
    if done is None or not subject.value or not subject.kind.traits.scheduled:
        return
    found = _WHOLE_YEAR.search(note)
    if found and done < subject.value and not _HOPED.search(note[: found.start()][-8:]):
        yield "note", f"的累计完成是 {plain(done)}，进展说明却写“{found.group()}”"
    gap = percentage(done, subject.value) - period.elapsed
    for words, signs in _PACE if not subject.quarterly_plan else ():
        found = words.search(note)
        # at the year's end what is done in full may have been ahead all the year
        if found and (gap > 0) - (gap < 0) not in {
            *signs,
            0 if period.elapsed == HUNDRED else signs[0],
        }:
            yield "note", f"的完成率与时序进度不是“{found.group()}”的关系"


def _other_whole(subject: Indicator, series: Series, period: Period) -> Said:
    """Find a whole to be covered that isn't the one of the period before."""
    now, known = series[period].denominator, _earlier(series, period, "denominator")
    if not subject.kind.traits.fixed_whole or now is None or not known:
        return
    last, whole = known[-1]
    if now != whole:
        said = f"的累计分母是 {_shown(now)}，{last.name}（{last}）是 {_shown(whole)}；总数应当不变"
        yield "denominator", said


def _out_of_scale(subject: Indicator, series: Series, period: Period, *, sure: bool) -> Said:
    """Find figures hundreds of times too large or too small: most likely in another unit.

    For sure are those as large beside a target in 万 or 亿: 425000 for 42.5万亩.
    """
    if subject.kind.traits.percent:
        return
    for field in ("actual", "cumulative", "current"):
        value: Decimal | None = getattr(series[period], field)
        if not value or not subject.value:
            continue
        times = max(value / subject.value, subject.value / value)
        small = value < subject.value
        doubtful = times >= _FEWEST and not (small and field == "actual")
        if doubtful and sure is not (small or subject.scale == 1):
            said = (
                f"的{title_of(field)}是 {plain(value)}{subject.unit}，"
                f"目标值是 {plain(subject.value)}{subject.unit}，"
                f"{'小' if small else '大'}了约 {plain(rounded(times, 0))} 倍"
            )
            yield field, said + _likely_unit(value, subject)


def _likely_unit(value: Decimal, subject: Indicator) -> str:
    """Name the unit in which a figure would be of the target's size."""
    bare = subject.unit.lstrip("千百万亿")
    own = _SCALES.get(subject.unit.removesuffix(bare))
    if not bare or own is None:
        return ""
    near = {
        f"{scale}{bare}": meant
        for scale, size in _SCALES.items()
        if Decimal("0.02") < (meant := value * size / own) / subject.value < 5
    }
    if not near:
        return ""
    unit = min(near, key=lambda each: abs((near[each] / subject.value).ln()))
    return f"；像是以{unit}填的，合 {plain(near[unit])}{subject.unit}"


def _leaping(subject: Indicator, series: Series, period: Period) -> Said:
    """Find figures ten times what the year so far lets expect."""
    target = subject.value
    for field in _ADDING_UP:
        value: Decimal | None = getattr(series[period], field)
        known = _earlier(series, period, field)
        last, start = known[-1] if known else (None, Decimal(0))
        months = last.last_month if last else 0
        of_the_year = field == "cumulative"
        pace = start / months if start else None
        if pace is None and of_the_year and subject.kind.traits.scheduled:
            pace = target / 12
        if value is None or not pace:
            continue
        own = value - start
        big = own * subject.scale >= _FEW or (of_the_year and value > 2 * target)
        by_its_unit = of_the_year and target and value >= _FEWEST * target  # said better
        if big and not by_its_unit and own / (period.last_month - months) >= _LEAP * pace:
            since = (
                f"{last.name}累计 {plain(start)}" if last and start else f"全年目标 {plain(target)}"
            )
            yield (
                field,
                f"的{title_of(field)}是 {plain(value)}，{since}，多出十倍以上，像是多写了一位",
            )


def _caught_up(subject: Indicator, series: Series, period: Period) -> Said:
    """Find more done in time since the last period than was to be done since."""
    known = [_earlier(series, period, field) for field in ("numerator", "denominator")]
    done, whole = series[period].numerator, series[period].denominator
    if done is None or whole is None or not all(known) or not _ONCE_FOR_ALL.search(subject.name):
        return
    (last, done_before), (same, whole_before) = known[0][-1], known[1][-1]
    more, due = done - done_before, whole - whole_before
    if last == same and more > due:
        said = (
            f"自{last.name}以来分子多了 {plain(more)}，分母只多了 {plain(due)}；"
            f"本期或{last.name}的数有误"
        )
        yield "numerator", said


def _small_rate(subject: Indicator, series: Series, period: Period) -> Said:
    """Find a rate that is a share of 1, or a fifth of the rates before."""
    rate, traits = series[period].rate, subject.kind.traits
    if rate is None or not traits.percent:
        return
    rates = [was for _, was in _earlier(series, period, "rate") if was]
    usual = rates[-1] if rates else subject.value
    if 0 < rate <= 1 and subject.value >= _LEAP:
        yield "rate", f"的累计比率是 {plain(rate)}，像是没有换成百分数；0.95 应填 95"
    elif (
        rate
        and usual >= _LEAP
        and usual >= 5 * rate
        and not (traits.from_base or traits.fixed_whole)
    ):
        said = f"的累计比率是 {plain(rate)}，此前或目标是 {plain(usual)}，像是少写了一位"
        yield "rate", said


def _levels(subject: Indicator, series: Series, period: Period) -> Said:
    """Find a value ten times, or a tenth of, the one before; or on the wrong side of the base."""
    now, base = series[period].current, subject.baseline
    if now is None:
        return
    known = [was for _, was in _earlier(series, period, "current") if was]
    last = known[-1] if known else base.value if base else None
    if last and now and not last / _LEAP < now < last * _LEAP:
        yield "current", f"的现值是 {plain(now)}，此前是 {plain(last)}，差了十倍以上"
    elif base and subject.kind.traits.from_base < 0 and now > base.value:
        said = f"的现值是 {plain(now)}，比基期值 {plain(base.value)} 还多，压减成了负数"
        yield "current", said


def _unknown_amounts(subject: Indicator, series: Series, period: Period) -> Said:
    """Find figures of the words that are none of the indicator; a milestone has none to go by."""
    told = [
        (field, amount)
        for field in TOLD
        for amount in amounts_in(getattr(series[period], field) or "")
        # what is to be done besides has units of its own
        if field != "next_steps" or amount.percent or amount.text.endswith(subject.unit)
    ]
    known = figures_of(subject, series, period) if told else frozenset()
    for field, amount in told:
        if not amount.is_one_of(known):
            said = f"的{title_of(field)}里有“{amount.text}”，不是这项指标的目标值、完成数或由它们得出的数"
            yield field, said


def figures_of(subject: Indicator, series: Series, period: Period) -> frozenset[Decimal]:
    """Return all that words may say of an indicator at the end of a period."""
    texts = (subject.name, subject.quote, subject.display, subject.definition, subject.unit)
    found = {amount.value for text in texts for amount in amounts_in(text)}
    target, base = subject.value, subject.baseline.value if subject.baseline else None
    goals = {target, *(subject.quarterly_plan or ()), target * period.elapsed / HUNDRED}
    until = [each for each in sorted(series) if each.last_month <= period.last_month]
    for field in (*_ADDING_UP, "actual", "rate", "current"):
        values = [value for each in until if (value := getattr(series[each], field)) is not None]
        found |= {*values, *(later - earlier for earlier, later in pairwise(values))}
        if field in ("cumulative", "rate", "current"):
            found |= {abs(goal - value) for goal in goals for value in values}
        if field == "cumulative" and target:
            rates = {percentage(value, target) for value in values}
            found |= rates | {abs(rate - period.elapsed) for rate in rates}
    for each in until:
        entry = series[each]
        if entry.numerator is not None and entry.denominator:
            rate = percentage(entry.numerator, entry.denominator)
            found |= {entry.denominator - entry.numerator, rate, abs(rate - target)}
        if base:
            rates = {target, *((entry.rate,) if entry.rate is not None else ())}
            found |= {base * (1 - rate / HUNDRED) for rate in rates}
            found |= {base * (1 + rate / HUNDRED) for rate in rates}
            now = entry.current
            found |= {now - base, percentage(now - base, base)} if now is not None else set()
        found.add(Decimal(len(entry.items_done)))
    found |= {base} if base else set()
    found |= {period.elapsed, HUNDRED, Decimal(len(subject.items)), *goals}
    # 2100亿元 is read as so many 元
    return frozenset(abs(each) * scale for each in found for scale in {Decimal(1), subject.scale})


def _other_period(subject: Subject, series: Series, period: Period) -> Said:
    """Find words on another quarter, year or phase than the entry's, and days after its due date."""
    entry = series[period]
    evidence = entry.evidence or ""
    months = last_months_in(evidence) | closing_months_in(evidence)
    years = years_in(evidence)
    wrong_month = period.is_quarter and months and period.last_month not in months
    if wrong_month or (years and period.year not in years):
        yield "evidence", f"是 {period} 的，佐证材料却是“{evidence}”"
    for field in ("note", "lag_reason"):
        text: str = getattr(entry, field) or ""
        until = counted_months_in(text, period.last_month)
        if until - {period.last_month}:
            yield field, f"是 {period} 的，{title_of(field)}说的却是另一段时间：“{text}”"
        for said, own in misnamed(text, subject.quote):
            yield field, f"的{title_of(field)}里是“{said}”，原文是“{own}”"
    if (
        entry.due
        and (late := last_day_in(entry.next_steps or "", period.year))
        and late > entry.due
    ):
        yield "next_steps", f"的措施写到 {late}，时限是 {entry.due}"


def _counted_before(subject: Indicator, series: Series, period: Period) -> Said:
    """Find the period's figure where words count to the end of an earlier one."""
    now, last = series[period].cumulative, period.last_month
    if not now or now in [was for _, was in _earlier(series, period, "cumulative")]:
        return
    for field in ("note", "lag_reason"):
        for clause in _CLAUSE.split(getattr(series[period], field) or ""):
            ended = max(last_months_in(clause), default=last) < last
            counted = {each.value for each in amounts_in(clause) if "累计" in clause}
            if ended and counted & {now, now * subject.scale}:
                yield field, f"是 {period} 的数，{title_of(field)}却说“{clause}”"


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    label: str = getattr(value, "label", str(value))
    return label


_RULES: Mapping[Callable[[Subject, Series, Period], Said], Code] = {
    _otherwise_in_same_month: Code.PERIODS_DIFFER,
    _against_state: Code.STATE_CONTRADICTED,
    _other_period: Code.PERIOD_DOUBTFUL,
}
_OF_INDICATORS: Mapping[Callable[[Indicator, Series, Period], Said], Code] = {
    _against_pace: Code.STATE_CONTRADICTED,
    _against_rate: Code.STATE_CONTRADICTED,
    _other_whole: Code.WHOLE_CHANGED,
    partial(_out_of_scale, sure=True): Code.SIZE_WRONG,
    partial(_out_of_scale, sure=False): Code.SIZE_DOUBTFUL,
    _leaping: Code.FIGURE_LEAPT,
    _caught_up: Code.FIGURE_LEAPT,
    _small_rate: Code.FIGURE_LEAPT,
    _levels: Code.FIGURE_LEAPT,
    _unknown_amounts: Code.FIGURE_UNKNOWN,
    _counted_before: Code.PERIOD_DOUBTFUL,
}
