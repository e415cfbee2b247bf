"""What the words of an entry claim without a number: ahead, half, met, more than before, done.

Each claim gives a difference of the indicator's figures a sign. Words that give it another, or say
the opposite of a state, have to be confirmed (``confirmed`` of the entry) or mended.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from reportgen.assessment.figures import share_due
from reportgen.base.numbers import HUNDRED, percentage, plain, rounded
from reportgen.checks.case import Case, Said
from reportgen.model.labels import Comparator, Grade, State
from reportgen.model.progress import title_of
from reportgen.model.targets import Subject
from reportgen.wording.amounts import whole_number
from reportgen.wording.prose import CLAUSE, EXPECTED, MONTH, amounts_in, spans_in

JUDGED = ("note", "lag_reason")
_ENDED = "完成|印发|建成|办结|出台|开工|完工|竣工|结束|投入使用"
_NOT_YET = re.compile(
    f"尚未|尚待|[尚仍]在|未能|没有完成|还没有|还未|未(?:达|{_ENDED})|待(?:印发|审定|验收)|因故|征求意见稿|初稿"
    "|推迟|暂缓|搁置|(?<![比较原])预计[^，。；]{0,8}(?:完成|印发|建成|出台)"
)
_ALREADY = re.compile(
    f"(?<!前期工作)(?<!前期准备)已(?:于[^，。；]{{2,8}})?(?:经|全部|全面|正式|修订|制定)?(?:{_ENDED})"
    "|全部完成|已(?:全面|正式)启动"
)
_RUNNING = re.compile("正在(?:全面|抓紧|有序|加快)?推进|全面推进")
_UNDER_WAY = re.compile(
    "正在(?:征求|起草|建立|建设|制定|编制|修订|筹备|研究|推进|办理|洽谈|审核|招标)"
    "|[拟将][于在]|计划[于在0-9一二三四下年]|草拟"
)
_REACHED = re.compile(f"{_ENDED}|执行|运行|开通|上线|建立")
_ALL_OVER = re.compile(f"(?:全部|圆满|全面|如期|正式)(?:{_ENDED}).{{0,2}}$")
_NOT_BEGUN = re.compile("(?:尚|还)?未(?:启动|开展|实施)$")
_ENDED_IN = re.compile(rf"(?<![0-9])({MONTH})月(?:[0-9]+日|[上中下]旬|底|末)?(?:{_ENDED})")
_OTHERS = re.compile("部分|个别|有的|多数|首|一些|其他|其余|另|除")
MISS: Final = "(?:未按|未能|未办|未达|未完|没有|超期|逾期)"
_MISSED = re.compile(f"[^，。；、]{{0,6}}{MISS}")
_NONE_MISSED = re.compile(
    "(?:(?<!平)均|全部)(?:按期|按时|及时|办结|办复|回复)(?!率)|(?:无|没有)一?(?:超期|逾期)"
)
_OPENING = re.compile("(?:目前|总体|整体|累计|本期|本季度|截至[^，。；]*|[现已均也略])*")
_GENERAL = ("任务", "进度", "完成率", "工作", "工程", "项目", "活动")
_UP = "增加|增多|增长|上升|提高|提升|延长|扩大|翻番|翻一番"
_DOWN = "减少|下降|降低|缩短|缩小|回落|压减|压缩|[减降缩]"
_TURNED = re.compile(f"(?:(?P<up>{_UP})|{_DOWN})[了约达至到为]*$")
# between the two figures of 由80个工作日减至20个工作日，即提速75%, and behind them
_FROM = re.compile("[由从][^，。；]{0,6}$")
_TO = re.compile(f"[^，。；0-9]{{0,6}}(?:(?P<up>{_UP}|[增升])|{_DOWN})了?[至到为]")
_BY = re.compile(f"[^，。；0-9]{{0,4}}[，（]?即?(?:提速|{_UP}|{_DOWN})了?约?")


def _ahead(case: Case, _: str = "") -> Decimal | None:
    target, done = case.indicator, case.number
    if done is None or not target.value or not target.kind.traits.scheduled:
        return None
    return percentage(done, target.value) - share_due(target, case.period)


def _beside(case: Case, _: str = "") -> Decimal | None:
    """Return 0 for what is ahead or behind by less than five points, so about where it should be."""
    ahead = _ahead(case)
    return None if ahead is None else rounded(ahead / 10, 0)


def _above(case: Case, _: str = "") -> Decimal | None:
    """Return how far a figure is above its target; 0 within a range."""
    target, done = case.indicator, case.number
    if done is None:
        return None
    above, below = done - (target.upper or target.value), done - target.value
    return max(above, Decimal(0)) or min(below, Decimal(0))


def _counted_above(case: Case, _: str = "") -> Decimal | None:
    target = case.indicator
    counts = "cumulative" in target.kind.traits.figures and target.least is not None
    return _above(case) if counts else None


def _met(case: Case, _: str = "") -> Decimal | None:
    target, done = case.indicator, case.number
    open_ = target.kind.traits.scheduled or target.comparator is Comparator.APPROXIMATELY
    if done is None or open_:  # what is behind its target may be as far as it should be
        return None
    least, most = target.least, target.most
    missed = (least is not None and done < least) or (most is not None and done > most)
    return Decimal(-1 if missed else 1)


def _past_half(case: Case, _: str = "") -> Decimal | None:
    done = case.entry.cumulative
    return None if done is None else done - case.indicator.value / 2


def _since(case: Case, words: str) -> Decimal | None:
    """Return how much more there is than in, or at the end of, the earlier period that is named."""
    spans, counts = spans_in(words, case.period), "actual" in case.indicator.kind.traits.figures
    last = case.previous
    for past in case.earlier if spans else ():
        own = past.period.start.month, past.period.last_month
        last = past if own in spans or (not counts and (1, own[1]) in spans) else None
        if last:
            break
    then = None if last is None else last.own if counts else last.number
    now = case.own if counts else case.number
    return None if now is None or then is None else now - then


class _Claim(NamedTuple):
    """Words, what they give a sign to, the signs that fit; ``own`` where they name what they mean."""

    words: re.Pattern[str]
    of: Callable[[Case, str], Decimal | None]
    signs: tuple[int, ...]
    own: bool = False


_EARLIER = f"(?:上季度?|上一季度|上期|上月|第?[一二三四]季度|上半年|前.个?季度|(?:{MONTH})月份?)"
_THAN = f"[较比]{_EARLIER}(?:有所|略有|明显|大幅|稍有)?"
_WORDS = "[^，。；]{0,6}"
_GOAL = "(?:全年|年度|控制)?目标"
_CLAIMS = tuple(
    _Claim(re.compile(words), of, signs, own)
    for words, of, signs, own in (
        ("(?<![未没])(?:快于|超过|高于|超)(?:时序|序时)", _ahead, (1,), False),
        ("(?:低于|落后于?|慢于|滞后于?|欠)(?:时序|序时)", _ahead, (-1,), False),
        ("未完成[^，。；]{0,4}(?:季度|上半年|序时)任务", _ahead, (-1,), False),
        ("与(?:时序|序时)进度(?:基本)?(?:持平|同步|一致)", _beside, (0,), False),
        ("控制在(?:时序|序时)进度(?:以|之)?内|未超过?(?:时序|序时)", _ahead, (-1, 0), False),
        (f"(?<!未)(?:已|提前|超额|圆满)完成(?:了)?{_GOAL}", _counted_above, (0, 1), False),
        ("(?:已|提前|超额|圆满)完成(?:了)?(?:全年|年度)任务", _counted_above, (0, 1), False),
        ("(?:全部|均已)(?:办结|完成|建成|开工)", _counted_above, (0, 1), True),
        ("(?<![未不])过半|(?<!不到)(?<!不足)一半以上|超过?一半", _past_half, (0, 1), False),
        (f"(?:不足|不到|未|接?近)(?:{_WORDS}的)?(?:过半|一半|半数?)", _past_half, (-1,), False),
        ("(?:已达|达到)上限|用[完尽](?:全年|年度)?额度", _above, (0, 1), False),
        ("(?:尚未|没有|未)(?:开展|启动|开工|组织|召开)", lambda case, _: case.number, (0,), True),
        (f"(?:高于|超过|超出){_GOAL}", _above, (1,), True),
        (f"(?:低于|少于){_GOAL}", _above, (-1,), True),
        ("(?<!未)(?<!没有)(?:突破|超过|超出)(?:了)?上限(?!的)", _above, (1,), False),
        ("控制在上限(?:以|之)?内|未(?:突破|超过|超出)上限", _above, (-1, 0), False),
        (f"(?<![未没不能])(?:达到|实现|符合)(?:了)?{_GOAL}|(?<![未不能])达标$", _met, (1,), True),
        (f"(?:未|没有|尚未|未能)(?:达到|实现|完成){_GOAL}|未达标$", _met, (-1,), True),
        (f"{_THAN}(?:{_UP})|(?:[高多]于|超过){_EARLIER}", _since, (1,), True),
        (f"{_THAN}(?:{_DOWN})|(?:[低少]于|不[及到如]){_EARLIER}", _since, (-1,), True),
    )
)


def against_figures(case: Case) -> Said:
    """Find words that give a difference another sign than the figures do."""
    for field, clause in case.clauses(*JUDGED):
        for said, words in denied(case, clause):
            yield field, f"{said}，{title_of(field)}却写“{words}”"
    for field, text in case.texts(*JUDGED):
        yield from ((field, f"的{title_of(field)}里“{each}”不对") for each in misturned(text))


def denied(case: Case, clause: str) -> Iterator[tuple[str, str]]:
    """Yield what is so, and the words of a clause on an indicator that claim something else."""
    for claim in _CLAIMS:
        found = claim.words.search(clause)
        before = clause[: found.start()] if found else ""
        if not found or EXPECTED.search(before[-8:]) or _OTHERS.search(before):
            continue
        if claim.own and not is_subject(before, case.subject):
            continue
        difference, done = claim.of(case, found.group()), case.number
        # at the year's end what is done in full may have been ahead all the year
        signs = (*claim.signs, 0) if case.period.elapsed == HUNDRED else claim.signs
        if difference is not None and (difference > 0) - (difference < 0) not in signs:
            figure = "" if done is None else f"完成的是 {plain(rounded(done, 2))}，"
            yield f"{figure}目标值是 {plain(case.indicator.value)}", found.group()


def is_subject(words: str, subject: Subject) -> bool:
    """Tell whether words before a claim mean the indicator itself, or nothing else."""
    bare = _OPENING.sub("", words).rstrip("已均也")
    told = f"{subject.name}{subject.quote}{getattr(subject, 'definition', '')}"
    shared = sum(bare[at : at + 2] in told for at in range(len(bare) - 1))
    return bare.endswith((*_GENERAL, subject.name[-2:])) or not bare or 2 * shared >= len(bare) - 1


def against_state(case: Case) -> Said:
    """Find words that say the opposite of a state or a grade, and ends before or after its time."""
    entry, note = case.entry, case.entry.note or ""
    told = entry.state or entry.grade
    opposite = _OPPOSITES.get(told) if told else None
    found = opposite.search(note) if opposite else None
    if found is None and told is State.DONE:
        about = _UNDER_WAY.search(note)
        found = about if about and not _REACHED.search(note[: about.start()]) else None
    if told is State.DONE:
        open_ = (each for each in case.earlier if each.entry.state not in (None, told))
        first = max((each.period.last_month for each in open_), default=0)
        for _, clause in case.clauses("note"):
            ended = None if EXPECTED.search(clause) else _ENDED_IN.search(clause)
            month = whole_number(ended[1]) if ended else first + 1
            if ended and (month <= first or month == case.period.last_month + 1):
                yield "note", f"在 {case.period} 才填“已完成”，进展说明却写“{ended.group()}”"
    if told is State.UNDER_WAY:
        overs = (
            form.search(each) for each in CLAUSE.split(note) for form in (_ALL_OVER, _NOT_BEGUN)
        )
        of_it = (e for e in overs if e and is_subject(e.string[: e.start()], case.subject))
        found = next(of_it, None)
    # what comes after a thing done may be expected: 已印发，预计9月完成宣讲
    if told and found and not (found.group()[0] in "预仍" and _ALREADY.search(note)):
        yield "note", f"的状态是“{told.label}”，进展说明却写“{found.group()}”"


_OPPOSITES: dict[State | Grade, re.Pattern[str]] = {
    State.DONE: _NOT_YET,
    State.NOT_STARTED: re.compile(f"{_ALREADY.pattern}|{_RUNNING.pattern}|{_ALL_OVER.pattern}"),
    Grade.ACHIEVED: _NOT_YET,
    Grade.NOT_ACHIEVED: _ALL_OVER,
}


def against_rate(case: Case) -> Said:
    """Find words that say the opposite of a rate."""
    entry = case.entry
    if "numerator" not in case.indicator.kind.traits.figures or entry.denominator == 0:
        return
    counted = entry.numerator is not None
    full = entry.numerator == entry.denominator if counted else entry.rate == HUNDRED
    for field, text in case.texts(*JUDGED):
        for amount in amounts_in(text):
            if full and amount.value and _MISSED.match(text[amount.end :]):
                yield field, f"填的是 100%，{title_of(field)}却写“{amount.text}”未达到"
    note = entry.note or ""
    found = None if full else _NONE_MISSED.search(note)
    if found and not _OTHERS.search(note[: found.start()][-4:]):
        yield "note", f"没有达到 100%，进展说明却写“{found.group()}”"


def misturned(text: str) -> Iterator[str]:
    """Yield falls that are called rises, the reverse, and shares that aren't those of a change."""
    stated = list(amounts_in(text))
    for one, other, *by in zip(stated, stated[1:], [*stated[2:], *stated[:1]], strict=False):
        way = _TO.fullmatch(text[one.end : other.at])
        if not way or not _FROM.search(text[: one.at]) or one.percent is not other.percent:
            continue
        if (other.value > one.value) is not bool(way["up"]):
            yield text[one.at : other.end]
        share = percentage(abs(other.value - one.value), one.value) if one.value else HUNDRED
        for each in by:
            shared = _BY.fullmatch(text[other.end : each.at]) and not each.text.endswith("点")
            if each.percent and shared and not each.is_one_of({share}, text):
                yield text[one.at : each.end]


def against_change(case: Case) -> Said:
    """Find a fall that words call a rise, the reverse, and a change that is said to be the value."""
    done, way = case.number, case.indicator.kind.traits.from_base
    if not done or not way:
        return
    base = case.indicator.baseline.value if case.indicator.baseline else Decimal(0)
    shift = base * abs(done) / HUNDRED
    level = base + shift if done * way > 0 else base - shift
    for field, text in case.texts(*JUDGED):
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
