"""What makes an entry doubtful beside others of its year, or beside what its own words say.

A figure that leaps, a state that goes back: right as it may be, it has to be confirmed
(``confirmed`` of the entry) or mended. What its words say is asked in ``told``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from reportgen.base.codes import Code
from reportgen.base.numbers import HUNDRED, plain, rounded
from reportgen.checks import claims, told
from reportgen.checks.case import Case, Said
from reportgen.model.labels import Stage, State
from reportgen.model.periods import Period
from reportgen.model.progress import Series, title_of
from reportgen.model.targets import Indicator, Milestone, Subject

_ADDING_UP = ("cumulative", "numerator", "denominator")
_ALIKE = (*_ADDING_UP, "rate", "current", "state", "stage", "grade")
_LEAP, _FEW, _FAR = 10, 50, 5
_FEWEST = Decimal(500)  # so many times too much or too little is no achievement but a unit
_SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}
_ORDER = (State.NOT_STARTED, State.UNDER_WAY, State.DONE)
_ONCE_FOR_ALL = re.compile("按期|按时|及时|合格|优良|通过")


def doubts_of(subject: Subject, series: Series, period: Period) -> Iterator[tuple[Code, str, str]]:
    """Yield what is doubtful of a period's entry: the code, the field, what is said of it."""
    case = Case(subject.at(period.end), series, period)
    of_indicators = _OF_INDICATORS if isinstance(subject, Indicator) else {}
    for rule, code in {**_RULES, **of_indicators}.items():
        if code.code not in case.entry.confirmed:
            yield from ((code, field, said) for field, said in rule(case))


def _otherwise_in_same_month(case: Case) -> Said:
    """Find a month's figure that isn't that of the quarter which ends with it."""
    quarter = Period(case.period.year, case.period.last_month, 3)
    if quarter not in case.series:
        return
    entry, other = case.entry, case.series[quarter]
    for field in _ALIKE:
        here, there = getattr(entry, field), getattr(other, field)
        if None not in (here, there) and here != there:
            said = f"的{title_of(field)}是 {_shown(here)}，{quarter} 的是 {_shown(there)}；同一天的数应当相同"
            yield field, said


def _gone_back(case: Case) -> Said:
    """Find a state or stage that goes back, and a thing done that isn't as far as required."""
    entry = case.entry
    for field, order in (("state", _ORDER), ("stage", tuple(Stage))):
        now: State | Stage | None = getattr(entry, field)
        known = [(each.period, was) for each in case.earlier if (was := getattr(each.entry, field))]
        if now is not None and known:
            last, was = known[-1]
            if order.index(now) < order.index(was):
                said = f"{last.name}（{last}）已是“{was.label}”，本期又填“{now.label}”"
                yield field, said
    required = case.subject.required_stage if isinstance(case.subject, Milestone) else None
    stage = entry.stage
    if (
        entry.state is State.DONE
        and required
        and stage
        and list(Stage).index(stage) < list(Stage).index(required)
    ):
        yield "stage", f"填的是“已完成”，只到“{stage.label}”，要求做到“{required.label}”"


def _other_whole(case: Case) -> Said:
    """Find a whole to be covered that isn't the one of the period before."""
    now, known = case.entry.denominator, case.known("denominator")
    if not case.indicator.kind.traits.fixed_whole or now is None or not known:
        return
    last, whole = known[-1]
    if now != whole:
        said = f"的累计分母是 {_shown(now)}，{last.name}（{last}）是 {_shown(whole)}；总数应当不变"
        yield "denominator", said


def _out_of_scale(case: Case, *, sure: bool) -> Said:
    """Find figures hundreds of times too large or too small: most likely in another unit.

    For sure are those as large beside a target in 万 or 亿: 425000 for 42.5万亩.
    """
    if case.indicator.kind.traits.percent:
        return
    for field in ("actual", "cumulative", "current"):
        value: Decimal | None = getattr(case.entry, field)
        if not value or not case.indicator.value:
            continue
        times = max(value / case.indicator.value, case.indicator.value / value)
        small = value < case.indicator.value
        doubtful = times >= _FEWEST and not (small and field == "actual")
        if doubtful and sure is not (small or case.indicator.scale == 1):
            said = (
                f"的{title_of(field)}是 {plain(value)}{case.indicator.unit}，"
                f"目标值是 {plain(case.indicator.value)}{case.indicator.unit}，"
                f"{'小' if small else '大'}了约 {plain(rounded(times, 0))} 倍"
            )
            yield field, said + _likely_unit(value, case.indicator)


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


def _leaping(case: Case) -> Said:
    """Find figures ten times what the year so far lets expect."""
    target = case.indicator.value
    for field in _ADDING_UP:
        value: Decimal | None = getattr(case.entry, field)
        known = case.known(field)
        last, start = known[-1] if known else (None, Decimal(0))
        months = last.last_month if last else 0
        of_the_year = field == "cumulative"
        pace = start / months if start else None
        if pace is None and of_the_year and case.indicator.kind.traits.scheduled:
            pace = target / 12
        if value is None or not pace:
            continue
        own = value - start
        big = own * case.indicator.scale >= _FEW or (of_the_year and value > 2 * target)
        by_its_unit = of_the_year and target and value >= _FEWEST * target  # said better
        if big and not by_its_unit and own / (case.period.last_month - months) >= _LEAP * pace:
            since = (
                f"{last.name}累计 {plain(start)}" if last and start else f"全年目标 {plain(target)}"
            )
            yield (
                field,
                f"的{title_of(field)}是 {plain(value)}，{since}，多出十倍以上，像是多写了一位",
            )


def _caught_up(case: Case) -> Said:
    """Find more done in time since the last case.period than was to be done since."""
    known = [case.known(field) for field in ("numerator", "denominator")]
    done, whole = case.entry.numerator, case.entry.denominator
    if (
        done is None
        or whole is None
        or not all(known)
        or not _ONCE_FOR_ALL.search(case.indicator.name)
    ):
        return
    (last, done_before), (same, whole_before) = known[0][-1], known[1][-1]
    more, due = done - done_before, whole - whole_before
    if last == same and more > due:
        said = (
            f"自{last.name}以来分子多了 {plain(more)}，分母只多了 {plain(due)}；"
            f"本期或{last.name}的数有误"
        )
        yield "numerator", said


def _small_rate(case: Case) -> Said:
    """Find a rate that is a share of 1, a fifth of the rates before, or a fall below nothing."""
    rate, traits = case.entry.rate, case.indicator.kind.traits
    if rate is None or not traits.percent:
        return
    rates = [was for _, was in case.known("rate") if was]
    usual = rates[-1] if rates else case.indicator.value
    like_share = usual / 2 < rate * HUNDRED < usual * 2
    if 0 < rate <= 1 and (case.indicator.value >= _LEAP or like_share):
        yield "rate", f"的累计比率是 {plain(rate)}，像是没有换成百分数；0.95 应填 95"
    elif (
        rate > 0
        and usual >= _LEAP
        and usual >= 5 * rate
        and not (traits.from_base or traits.fixed_whole)
    ):
        said = f"的累计比率是 {plain(rate)}，此前或目标是 {plain(usual)}，像是少写了一位"
        yield "rate", said
    elif rate < 0 and traits.from_base < 0:
        yield "rate", f"的累计比率是 {plain(rate)}，压减成了负数；是压减的不写负号"


def _levels(case: Case) -> Said:
    """Find a value ten times, or a tenth of, the one before; or on the wrong side of the base."""
    now, base = case.entry.current, case.indicator.baseline
    if now is None:
        return
    known = [was for _, was in case.known("current") if was]
    last = known[-1] if known else base.value if base else None
    if last and now and not last / _FAR < now < last * _FAR:
        yield "current", f"的现值是 {plain(now)}，此前是 {plain(last)}，差了 {_FAR} 倍以上"
    elif base and case.indicator.kind.traits.from_base < 0 and now > base.value:
        said = f"的现值是 {plain(now)}，比基期值 {plain(base.value)} 还多，压减成了负数"
        yield "current", said


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    label: str = getattr(value, "label", str(value))
    return label


_RULES: Mapping[Callable[[Case], Said], Code] = {
    _otherwise_in_same_month: Code.PERIODS_DIFFER,
    _gone_back: Code.STATE_CONTRADICTED,
    claims.against_state: Code.STATE_CONTRADICTED,
    told.other_period: Code.PERIOD_DOUBTFUL,
}
_OF_INDICATORS: Mapping[Callable[[Case], Said], Code] = {
    claims.against_figures: Code.STATE_CONTRADICTED,
    claims.against_rate: Code.STATE_CONTRADICTED,
    claims.against_change: Code.STATE_CONTRADICTED,
    _other_whole: Code.WHOLE_CHANGED,
    partial(_out_of_scale, sure=True): Code.SIZE_WRONG,
    partial(_out_of_scale, sure=False): Code.SIZE_DOUBTFUL,
    _leaping: Code.FIGURE_LEAPT,
    _caught_up: Code.FIGURE_LEAPT,
    _small_rate: Code.FIGURE_LEAPT,
    _levels: Code.FIGURE_LEAPT,
    told.unknown_amounts: Code.FIGURE_UNKNOWN,
    told.exchanged_amounts: Code.FIGURE_UNKNOWN,
    told.other_span: Code.PERIOD_DOUBTFUL,
}
