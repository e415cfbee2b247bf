"""Propose indicators: what in a target's content can be measured, and how sure that is.

Nothing is guessed silently: whatever the words leave open lowers the ``confidence`` and says in
``review`` what a person should look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from reportgen.base.numbers import HUNDRED, plain, scaled
from reportgen.importing import phrases
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, DeadlineBasis
from reportgen.model.targets import Baseline, Indicator

UNKNOWN_UNIT = "待定"


@dataclass(frozen=True, slots=True)
class Doubt:
    """How sure a proposal is, and what a person should look at, if anything."""

    confidence: Decimal
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An indicator as it could be, and the doubt about it."""

    indicator: Indicator
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Source:
    """What a target's indicators take from it; ``due`` is what a 完成时限 column says."""

    target: str
    year: int
    due: str = ""
    lead_unit: str = UNKNOWN_UNIT


def propose(content: str, source: Source) -> tuple[Proposal, ...]:
    """Propose the indicators of a target's content."""
    # the numbers of titles, nicknames and list markers count nothing
    masked = phrases.MASKED.sub(lambda match: "□" * len(match.group()), content)
    masked = phrases.LIST_MARKER.sub(lambda match: "；" * len(match.group()), masked)
    proposals: list[Proposal] = []
    for start, end in _clauses(masked):
        for each in _of_clause(_Clause(content[start:end], masked[start:end], source)):
            named, doubt = {"id": f"{source.target}.{len(proposals) + 1}"}, each.doubt
            if phrases.NAMELESS.fullmatch(each.indicator.name):
                before = proposals[-1].indicator.name if proposals else each.indicator.quote
                named["name"] = before
                omitted = Doubt(Decimal("0.6"), "原文这里省略了主语，名称请核对")
                doubt = _together([omitted, doubt])
            proposals.append(Proposal(each.indicator.model_copy(update=named), doubt))
    return tuple(proposals)


def _together(doubts: Iterable[Doubt]) -> Doubt:
    doubts = [Doubt(Decimal("0.95")), *doubts]
    reviews = [each.review for each in doubts if each.review]
    return Doubt(min(each.confidence for each in doubts), "；".join(reviews) or None)


def _clauses(masked: str) -> Iterator[tuple[int, int]]:
    """Yield the clauses' ends; a comma inside brackets or a number ends none."""
    start = depth = 0
    for index, character in enumerate(masked):
        depth += (character in "（(") - (character in "）)")
        inside_number = (
            character in ",，"
            and masked[:index][-1:].isdecimal()
            and re.match(r"\d{3}(?!\d)", masked[index + 1 :])
        )
        if character in ",，;；。!！" and depth <= 0 and not inside_number:
            yield start, index
            start, depth = index + 1, 0
    yield start, len(masked)


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number with the words around it, and what they make of it."""

    value: Decimal
    unit: str
    display: str
    before: str
    after: str
    found: Comparator | None
    kind: Kind
    comparator: Comparator


def _measure(number: re.Match[str], before: str, after: str, verb: str = "") -> _Measure:
    """Read a number's kind off the words around it; ``verb`` is one that stands further ahead."""
    said = number.groupdict()
    unit = said["unit"].replace("％", "%")
    value = (
        Decimal(plain(scaled(said["number"], said["scale"])))
        if "scale" in said
        else phrases.chinese_value(said["number"]) or Decimal(0)
    )
    found = phrases.comparator(before, after)
    kind, comparator = Kind.COUNT, found or Comparator.PLANNED
    if unit in ("%", "个百分点"):
        changes = (each for each, form in phrases.CHANGES if form.search(before))
        kind = next(changes, Kind.RATE)
        full = value == HUNDRED and found in (None, Comparator.AT_LEAST)
        if kind is Kind.RATE and full and "以上" not in after[:2]:
            comparator = Comparator.EQUAL_FULL
    elif found is Comparator.AT_MOST:
        kind = Kind.CAP
    elif (
        found is None
        and unit in ("项", "件")
        and phrases.SCOPE_VERB.search(verb + before)
        and phrases.SCOPE_NOUN.search(after)
    ):
        kind = Kind.SCOPE
    return _Measure(value, unit, number.group(), before, after, found, kind, comparator)


_BASE = "与什么基数比、基数是多少，请核实后填基期值"
# when a number is doubtful, how sure one still is, and what to look at
_DOUBTS: tuple[tuple[Callable[[_Measure], object], str, str | None], ...] = (
    (lambda m: m.kind is Kind.REDUCTION and phrases.SINCE.search(m.before), "0.8", _BASE),
    (lambda m: m.kind is Kind.REDUCTION and not phrases.SINCE.search(m.before), "0.5", _BASE),
    (lambda m: m.kind is Kind.GROWTH, "0.7", "请填上年基数（基期值）"),
    (lambda m: m.unit == "个百分点", "0.5", "“百分点”是两个比率之差，请核实基数和算法"),
    (
        lambda m: m.kind is Kind.SCOPE,
        "0.7",
        "这是任务的范围（共几项），按办结几项考核；如指要完成的数，请改为 count",
    ),
    (
        lambda m: m.comparator is Comparator.APPROXIMATELY,
        "0.6",
        "“左右”“约”允许偏差多少，请填 tolerance",
    ),
    (lambda m: m.kind is Kind.COUNT and m.found is None, "0.8", None),
    (
        lambda m: m.kind is Kind.CAP and m.unit in phrases.DURATIONS,
        "0.6",
        "这是办理时限，不是全年累计数，请确认怎样统计",
    ),
    (
        lambda m: m.unit == "名" and m.before.endswith("前"),
        "0.3",
        "这是名次，不是数量，请确认怎样考核",
    ),
)


def _doubts(measure: _Measure) -> Iterator[Doubt]:
    for is_doubtful, confidence, review in _DOUBTS:
        if is_doubtful(measure):
            yield Doubt(Decimal(confidence), review)
    if match := phrases.EACH.search(measure.before):
        yield Doubt(Decimal("0.5"), f"原文是“{match.group()}”，这个数是每期的，请确认全年数")


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of a content: as written, and with what counts nothing blotted out."""

    text: str
    masked: str
    source: Source

    def around(self, match: re.Match[str]) -> tuple[str, str]:
        """Return what stands before a match and after it."""
        return self.masked[: match.start()], self.masked[match.end() :]

    def proposal(
        self, name: str, measure: _Measure, *doubts: Doubt, quote: str = "", base: str | None = None
    ) -> Proposal:
        """Make an indicator of a measure; ``base`` is a number of the same unit."""
        quote, year = quote or self.text.strip(), self.source.year
        stated = phrases.deadline(self.masked, year) or phrases.deadline(self.source.due, year)
        baseline = base and phrases.NUMBER.search(base)
        indicator = Indicator(
            id=self.source.target,
            name=name or quote[:20],
            kind=measure.kind,
            comparator=measure.comparator,
            value=measure.value,
            unit=measure.unit,
            display=measure.display,
            deadline=stated or date(year, 12, 31),
            deadline_basis=DeadlineBasis.STATED if stated else DeadlineBasis.IMPLIED,
            definition="待填：怎样算完成，比率写明分子、分母",
            lead_unit=self.source.lead_unit,
            quote=quote,
            baseline=Baseline(
                value=_measure(baseline, "", "").value,
                unit=measure.unit,
                meaning="原文括号中的上年度数",
                confirmed=True,
            )
            if baseline
            else None,
        )
        if phrases.HOPED.search(self.masked):
            doubts = (*doubts, Doubt(Decimal("0.5"), "原文是“力争”，请确认是不是硬指标"))
        return Proposal(indicator, _together(doubts))


def _of_clause(clause: _Clause) -> Iterator[Proposal]:
    """Yield a clause's indicators: the first form that its words have decides how it is read."""
    for form, reader in _FORMS:
        if match := form.search(clause.masked):
            return reader(clause, match)
    numbers = []
    for number in phrases.NUMBER.finditer(clause.masked):
        before, after = clause.around(number)
        months = number["unit"] == "个" and after.startswith("月")
        if not before.endswith(("第", ".", "-")) and not months:  # 第4次 counts nothing
            numbers.append(number)
    return _numbers(clause, numbers) if numbers else _chinese_numerals(clause)


def _numbers(clause: _Clause, numbers: list[re.Match[str]]) -> Iterator[Proposal]:
    """Propose for each number the piece of the clause around it, cut at 、 between numbers."""
    cuts = [0]
    for left, right in pairwise(numbers):
        between = clause.masked[left.end() : right.start()]
        mark = max(between.rfind(each) for each in "、和及")
        cuts.append(left.end() + mark + 1 if mark >= 0 else right.start())
    ends = [cut - 1 for cut in cuts[1:]] + [len(clause.masked)]
    verb = clause.masked[: numbers[0].start()]
    for number, start, end in zip(numbers, cuts, ends, strict=True):
        before, after = clause.masked[start : number.start()], clause.masked[number.end() : end]
        measure = _measure(number, before, after, verb if start else "")
        piece = clause.text[start:end]
        name = _name(piece, number.start() - start, number.end() - start)
        yield clause.proposal(name, measure, *_doubts(measure), quote=piece.strip())


def _chinese_numerals(clause: _Clause) -> Iterator[Proposal]:
    for match in phrases.CHINESE.finditer(clause.masked):
        before, after = clause.around(match)
        measure = _measure(match, before, after)
        # 一次、一个 are rarely counts, and two things are 两个, never 二个
        sole = match["number"] in ("一", "二") and measure.found is None
        counts = measure.value and not before.endswith("第") and phrases.ACTION.search(before)
        if counts and not sole:
            review = f"“{match.group()}”是中文数字，请确认是不是考核指标"
            name = _name(clause.text, match.start(), match.end())
            yield clause.proposal(name, measure, Doubt(Decimal("0.5"), review))


def _shared_out(clause: _Clause, match: re.Match[str]) -> Iterator[Proposal]:
    """Deal out values to names: 甲、乙、丙分别达到98%、97%和95%."""
    names = re.split(r"、|和|及|与|以及", clause.text[: match.end("names")])
    numbers = list(phrases.NUMBER.finditer(match["values"]))
    doubt = Doubt(Decimal("0.8"))
    if len(names) != len(numbers):
        review = f"并列的名称有 {len(names)} 个、数有 {len(numbers)} 个，请核对各对各的数"
        doubt = Doubt(Decimal("0.4"), review)
        names = [f"{match['names']}（{index}）" for index in range(1, len(numbers) + 1)]
    before = match["names"] + (match["word"] or "")
    for name, number in zip(names, numbers, strict=True):
        yield clause.proposal(
            phrases.subject(name), _measure(number, before, match["after"] or ""), doubt
        )


def _alike(clause: _Clause, match: re.Match[str]) -> Iterator[Proposal]:
    """Give one value to several names: 甲、乙均达到100%."""
    for name in clause.text[: match.end("names")].split("、"):
        whole = name + match["value"]
        for each in _of_clause(_Clause(whole, whole, clause.source)):
            indicator = each.indicator.model_copy(update={"quote": clause.text.strip()})
            yield Proposal(indicator, replace(each.doubt, confidence=Decimal("0.8")))


def _no_more(clause: _Clause, match: re.Match[str]) -> Iterator[Proposal]:
    """Read 较上年度（28件）只减不增: last year's own value is the cap."""
    name = phrases.subject(clause.text[: match.start()])
    cap = _limit(match["value"], Kind.CAP)
    yield clause.proposal(name, cap, Doubt(Decimal("0.8")), base=match["value"])


def _from_to(clause: _Clause, match: re.Match[str]) -> Iterator[Proposal]:
    """Read 由20个工作日压缩至10个工作日: the first is the base, the second the limit."""
    name = phrases.subject(clause.text[: match.start()]) or clause.text.strip()
    kind = Kind.CAP if phrases.REDUCTION.search(match["verb"]) else Kind.COUNT
    goal = _limit(match["goal"], kind)
    doubt = Doubt(Decimal("0.5"), "原文是“由……到……”，请确认考核的是终值还是幅度")
    yield clause.proposal(name, goal, doubt, base=match["base"])


def _limit(text: str, kind: Kind) -> _Measure:
    """Read a value whose words are known: a cap is kept, a count reached."""
    number = phrases.NUMBER.search(text)
    assert number is not None
    comparator = Comparator.AT_MOST if kind is Kind.CAP else Comparator.AT_LEAST
    return replace(_measure(number, "", ""), kind=kind, comparator=comparator)


def _range(clause: _Clause, match: re.Match[str]) -> Iterator[Proposal]:
    """Read 10～15个: the lower end is what must be reached."""
    measure = _measure(match, *clause.around(match))
    kind = Kind.COUNT if measure.kind is Kind.CAP else measure.kind
    high = scaled(match["high"], match["scale"])
    review = f"原文是区间 {match.group()}，暂取下限；上限 {plain(high)} 是否也要考核"
    yield clause.proposal(
        _name(clause.text, match.start(), match.end()),
        replace(measure, kind=kind, comparator=Comparator.AT_LEAST),
        Doubt(Decimal("0.4"), review),
    )


_FORMS = (
    (phrases.SHARED_OUT, _shared_out),
    (phrases.ALIKE, _alike),
    (phrases.NO_MORE, _no_more),
    (phrases.FROM_TO, _from_to),
    (phrases.RANGE, _range),
)


def _name(text: str, start: int, end: int) -> str:
    """Name an indicator by what stands before its number, or after it: 组织4次接话活动."""
    before = phrases.subject(text[:start])
    after = phrases.subject(re.sub(r"^(?:以上|以内|以下|左右)的?", "", text[end:]))
    verb_only = len(before) <= 4 or not re.search(r"[率数量额次积]$|.{5,}", before)
    return after if after and (verb_only or len(after) > len(before)) else before or after
