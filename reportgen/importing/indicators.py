"""Propose indicators: what in a target's content can be measured, and how sure that is.

Nothing is guessed silently: whatever the words leave open lowers ``confidence`` and says in
``review`` what a person should look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from reportgen.base.numbers import HUNDRED, plain, scaled
from reportgen.importing import phrases
from reportgen.importing.deadlines import Deadline, deadline_in
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator

# how sure one still is, and what to look at
Doubt = tuple[Decimal, str | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An indicator as it could be; ``review`` says what a person should look at, if anything."""

    name: str
    kind: Kind
    comparator: Comparator
    value: Decimal
    unit: str
    display: str
    deadline: Deadline
    quote: str
    confidence: Decimal
    review: str | None
    baseline: Decimal | None = None


def propose(content: str, year: int, due: str | None = None) -> tuple[Proposal, ...]:
    """Propose the indicators of a target's content; ``due`` is what a 完成时限 column says."""
    masked = _masked(content)
    proposals: list[Proposal] = []
    for start, end in _clauses(masked):
        clause = _Clause(content[start:end], masked[start:end], year, due)
        for proposal in clause.proposals():
            nameless = phrases.NAMELESS.fullmatch(proposal.name)
            proposals.append(_named_after(proposal, proposals) if nameless else proposal)
    return tuple(proposals)


def _named_after(proposal: Proposal, earlier: list[Proposal]) -> Proposal:
    """Name an indicator whose clause leaves its subject out by the one before it."""
    name = earlier[-1].name if earlier else proposal.quote
    review = "；".join(filter(None, ("原文这里省略了主语，名称请核对", proposal.review)))
    confidence = min(proposal.confidence, Decimal("0.6"))
    return replace(proposal, name=name, review=review, confidence=confidence)


def _masked(text: str) -> str:
    """Blot out titles, nicknames and list markers, whose numbers count nothing."""
    hidden = phrases.MASKED.sub(lambda match: "□" * len(match.group()), text)
    return phrases.LIST_MARKER.sub(lambda match: "；" * len(match.group()), hidden)


def _clauses(masked: str) -> Iterator[tuple[int, int]]:
    """Yield the clauses' ends; a comma inside brackets or a number ends none."""
    start = depth = 0
    for index, character in enumerate(masked):
        depth += (character in "（(") - (character in "）)")
        inside_number = (
            character in ",，"
            and bool(re.search(r"\d$", masked[:index]))
            and bool(re.match(r"\d{3}(?!\d)", masked[index + 1 :]))
        )
        if character in ",，;；。!！" and depth <= 0 and not inside_number:
            yield start, index
            start, depth = index + 1, 0
    yield start, len(masked)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of a content: as written, and with what counts nothing blotted out."""

    text: str
    masked: str
    year: int
    due: str | None

    def proposals(self) -> Iterator[Proposal]:
        if match := phrases.SHARED_OUT.search(self.masked):
            yield from self._shared_out(match)
        elif match := phrases.ALIKE.search(self.masked):
            yield from self._alike(match)
        elif match := phrases.NO_MORE.search(self.masked):
            yield from self._no_more(match)
        elif match := phrases.FROM_TO.search(self.masked):
            yield from self._from_to(match)
        elif match := phrases.RANGE.search(self.masked):
            yield self._range(match)
        elif numbers := [
            each for each in phrases.NUMBER.finditer(self.masked) if self._counts(each)
        ]:
            yield from self._numbers(numbers)
        else:
            yield from self._chinese_numerals()

    def _counts(self, number: re.Match[str]) -> bool:
        before, after = self.masked[: number.start()], self.masked[number.end() :]
        if phrases.ORDINAL.search(before) or (before and before[-1] in ".-"):
            return False
        return not (number["unit"] == "个" and after.startswith("月"))

    def _numbers(self, numbers: list[re.Match[str]]) -> Iterator[Proposal]:
        """Propose for each number the piece of the clause around it, cut at 、 between numbers."""
        cuts = [0]
        for left, right in pairwise(numbers):
            between = self.masked[left.end() : right.start()]
            mark = max(between.rfind("、"), between.rfind("和"), between.rfind("及"))
            cuts.append(left.end() + mark + 1 if mark >= 0 else right.start())
        ends = [cut - 1 for cut in cuts[1:]] + [len(self.masked)]
        verb = self.masked[: numbers[0].start()]
        for number, start, end in zip(numbers, cuts, ends, strict=True):
            yield self._single(number, start, end, verb if start else "")

    def _single(self, number: re.Match[str], start: int, end: int, verb: str) -> Proposal:
        before = self.masked[start : number.start()]
        after = self.masked[number.end() : end]
        unit = "%" if number["unit"] in phrases.PERCENT else number["unit"]
        value = _value(number["number"], number["scale"])
        found = _comparator(before, after)
        kind, comparator = _kind(found, unit, value, before, after, verb)
        doubts = list(_doubts(kind, comparator, found, before, unit))
        return self._proposal(
            name=_name(self.text[start:end], number.start() - start, number.end() - start),
            kind=kind,
            comparator=comparator,
            value=value,
            unit=unit,
            display=number.group(),
            quote=self.text[start:end].strip(),
            doubts=doubts,
        )

    def _range(self, match: re.Match[str]) -> Proposal:
        unit = "%" if match["unit"] in phrases.PERCENT else match["unit"]
        before, after = self.masked[: match.start()], self.masked[match.end() :]
        low, high = _value(match["low"], match["scale"]), _value(match["high"], match["scale"])
        found = _comparator(before, after)
        kind, _ = _kind(found, unit, low, before, after, "")
        return self._proposal(
            name=_name(self.text, match.start(), match.end()),
            kind=Kind.COUNT if kind is Kind.CAP else kind,
            comparator=Comparator.AT_LEAST,
            value=low,
            unit=unit,
            display=match.group(),
            quote=self.text.strip(),
            doubts=[
                (
                    Decimal("0.4"),
                    f"原文是区间 {match.group()}，暂取下限；上限 {high:f} 是否也要考核",
                )
            ],
        )

    def _shared_out(self, match: re.Match[str]) -> Iterator[Proposal]:
        """Deal out values to names: 甲、乙、丙分别达到98%、97%和95%."""
        names = re.split(r"、|和|及|与|以及", self.text[: match.end("names")])
        numbers = list(phrases.NUMBER.finditer(match["values"]))
        word = (match["word"] or "", match["after"] or "")
        even = len(names) == len(numbers)
        for index, number in enumerate(numbers):
            unit = "%" if number["unit"] in phrases.PERCENT else number["unit"]
            value = _value(number["number"], number["scale"])
            found = _comparator(*word)
            kind, comparator = _kind(found, unit, value, match["names"] + word[0], word[1], "")
            doubt = f"并列的名称有 {len(names)} 个、数有 {len(numbers)} 个，请核对各对各的数"
            doubts: list[Doubt] = [(Decimal("0.8"), None) if even else (Decimal("0.4"), doubt)]
            name = names[index] if even else f"{match['names']}（{index + 1}）"
            yield self._proposal(
                name=_cleaned(name),
                kind=kind,
                comparator=comparator,
                value=value,
                unit=unit,
                display=number.group(),
                quote=self.text.strip(),
                doubts=doubts,
            )

    def _alike(self, match: re.Match[str]) -> Iterator[Proposal]:
        """Give one value to several names: 甲、乙均达到100%."""
        number = phrases.NUMBER.search(match["value"])
        assert number is not None
        names = self.text[: match.end("names")].split("、")
        for name in names:
            whole = f"{name}{match['word'] or ''}{match['value']}{match['after'] or ''}"
            for each in _Clause(whole, whole, self.year, self.due).proposals():
                yield replace(each, quote=self.text.strip(), confidence=Decimal("0.8"))

    def _from_to(self, match: re.Match[str]) -> Iterator[Proposal]:
        """Read 由20个工作日压缩至10个工作日: the first is the base, the second the limit."""
        base, goal = phrases.NUMBER.search(match["base"]), phrases.NUMBER.search(match["goal"])
        assert base is not None
        assert goal is not None
        down = bool(phrases.REDUCTION.search(match["verb"]))
        proposal = self._proposal(
            name=_cleaned(self.text[: match.start()]) or self.text.strip(),
            kind=Kind.CAP if down else Kind.COUNT,
            comparator=Comparator.AT_MOST if down else Comparator.AT_LEAST,
            value=_value(goal["number"], goal["scale"]),
            unit="%" if goal["unit"] in phrases.PERCENT else goal["unit"],
            display=goal.group(),
            quote=self.text.strip(),
            doubts=[(Decimal("0.5"), "原文是“由……到……”，请确认考核的是终值还是幅度")],
        )
        yield replace(proposal, baseline=_value(base["number"], base["scale"]))

    def _no_more(self, match: re.Match[str]) -> Iterator[Proposal]:
        """Read 较上年度（28件）只减不增: last year's own value is the cap."""
        number = phrases.NUMBER.search(match["value"])
        assert number is not None
        value = _value(number["number"], number["scale"])
        yield replace(
            self._proposal(
                name=_cleaned(self.text[: match.start()]),
                kind=Kind.CAP,
                comparator=Comparator.AT_MOST,
                value=value,
                unit=number["unit"],
                display=number.group(),
                quote=self.text.strip(),
                doubts=[(Decimal("0.8"), None)],
            ),
            baseline=value,
        )

    def _chinese_numerals(self) -> Iterator[Proposal]:
        for match in phrases.CHINESE.finditer(self.masked):
            before, after = self.masked[: match.start()], self.masked[match.end() :]
            value = phrases.chinese_value(match["number"])
            found = _comparator(before, after)
            # 一次、一个 are rarely counts, and two things are 两个, never 二个
            sole = match["number"] in ("一", "二") and found is None
            if (
                value is None
                or sole
                or phrases.ORDINAL.search(before)
                or not phrases.ACTION.search(before)
            ):
                continue
            kind, comparator = _kind(found, match["unit"], value, before, after, "")
            yield self._proposal(
                name=_name(self.text, match.start(), match.end()),
                kind=kind,
                comparator=comparator,
                value=value,
                unit=match["unit"],
                display=match.group(),
                quote=self.text.strip(),
                doubts=[(Decimal("0.5"), f"“{match.group()}”是中文数字，请确认是不是考核指标")],
            )

    def _proposal(
        self,
        *,
        name: str,
        kind: Kind,
        comparator: Comparator,
        value: Decimal,
        unit: str,
        display: str,
        quote: str,
        doubts: list[Doubt],
    ) -> Proposal:
        deadline = deadline_in(self.masked, self.year) or deadline_in(self.due or "", self.year)
        if re.search(r"力争|争取", self.masked):
            doubts = [*doubts, (Decimal("0.5"), "原文是“力争”，请确认是不是硬指标")]
        reviews = [text for _, text in doubts if text]
        return Proposal(
            name=name or quote[:20],
            kind=kind,
            comparator=comparator,
            value=value,
            unit=unit,
            display=display,
            deadline=deadline or Deadline.end_of(self.year),
            quote=quote,
            confidence=min((confidence for confidence, _ in doubts), default=Decimal("0.95")),
            review="；".join(reviews) or None,
        )


def _value(number: str, scale: str) -> Decimal:
    return Decimal(plain(scaled(number, scale)))


def _comparator(before: str, after: str) -> Comparator | None:
    """Read the word before or after a number; 达到95%以上 is one comparator, not two."""
    bare = before.rstrip()
    for comparator, form in phrases.AFTER:
        if form.search(after):
            return comparator
    if phrases.ABOUT.search(bare):
        return Comparator.APPROXIMATELY
    if phrases.NOT_LESS.search(bare):
        return Comparator.AT_LEAST
    adjacent = next((comparator for comparator, form in phrases.BEFORE if form.search(bare)), None)
    return adjacent or (Comparator.AT_LEAST if phrases.EARLIER.search(bare) else None)


def _kind(
    found: Comparator | None, unit: str, value: Decimal, before: str, after: str, verb: str
) -> tuple[Kind, Comparator]:
    planned = found or Comparator.PLANNED
    if unit in ("%", "个百分点"):
        if phrases.REDUCTION.search(before):
            return Kind.REDUCTION, planned
        if phrases.GROWTH.search(before):
            return Kind.GROWTH, planned
        if value == HUNDRED and found in (None, Comparator.AT_LEAST) and "以上" not in after[:2]:
            return Kind.RATE, Comparator.EQUAL_FULL
        return Kind.RATE, planned
    if found is Comparator.AT_MOST:
        return Kind.CAP, found
    scope = phrases.SCOPE_VERB.search(verb + before) and phrases.SCOPE_NOUN.search(after)
    if found is None and unit in ("项", "件") and scope:
        return Kind.SCOPE, planned
    return Kind.COUNT, planned


def _doubts(
    kind: Kind,
    comparator: Comparator,
    found: Comparator | None,
    before: str,
    unit: str,
) -> Iterator[Doubt]:
    """Yield how far each doubt lowers the confidence, and what to look at."""
    if kind is Kind.REDUCTION:
        clear = "0.8" if phrases.SINCE.search(before) else "0.5"
        yield Decimal(clear), "与什么基数比、基数是多少，请核实后填基期值"
    if kind is Kind.GROWTH:
        yield Decimal("0.7"), "请填上年基数（基期值）"
    if unit == "个百分点":
        yield Decimal("0.5"), "“百分点”是两个比率之差，请核实基数和算法"
    if kind is Kind.SCOPE:
        yield (
            Decimal("0.7"),
            "这是任务的范围（共几项），按办结几项考核；如指要完成的数，请改为 count",
        )
    if comparator is Comparator.APPROXIMATELY:
        yield Decimal("0.6"), "“左右”“约”允许偏差多少，请填 tolerance"
    if found is None and kind is Kind.COUNT:
        yield Decimal("0.8"), None
    if kind is Kind.CAP and unit in phrases.DURATIONS:
        yield Decimal("0.6"), "这是办理时限，不是全年累计数，请确认怎样统计"
    if unit == "名" and before.endswith("前"):
        yield Decimal("0.3"), "这是名次，不是数量，请确认怎样考核"
    if match := phrases.EACH.search(before):
        yield Decimal("0.5"), f"原文是“{match.group()}”，这个数是每期的，请确认全年数"


def _name(text: str, start: int, end: int) -> str:
    """Name an indicator by what stands before its number, or after it: 组织4次接话活动."""
    before, after = (
        _cleaned(text[:start]),
        _cleaned(re.sub(r"^(?:以上|以内|以下|左右)的?", "", text[end:])),
    )
    verb_only = len(before) <= 4 or not re.search(r"[率数量额次积]$|.{5,}", before)
    if after and (verb_only or len(after) > len(before)):
        return after
    return before or after


def _cleaned(text: str) -> str:
    bare = text.strip(" 　、和及的")
    while (shorter := phrases.TRAILING.sub("", bare)) != bare:
        bare = shorter
    return phrases.STRIPPED.sub("", bare).strip(" 　、的") or bare
