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

from reportgen.importing.deadlines import Deadline, deadline_in
from reportgen.model.labels import Comparator, Kind
from reportgen.model.numbers import HUNDRED, plain, scaled

_PERCENT = ("%", "％")
# compound units before their beginnings: 条次 is not 条
_UNITS = (
    "个百分点|平方公里|平方米|立方米|标准箱|工作日|人次|条次|场次|批次|件次|户次|家次|公里|小时|分钟|"
    "万元|亿元|公顷|美元|期|篇|处|个|项|件|次|家|场|条|座|所|名|人|户|类|套|辆|台|吨|亩|米|天|元|批|部|份"
)
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+(?:\.\d+)?)(?P<scale>[万亿]*)余?"
    rf"(?:个(?=工作日|小时))?(?P<unit>[%％]|{_UNITS})"
)
_CHINESE = re.compile(
    r"(?P<number>[一二两三四五六七八九十百]+)(?P<unit>批次|场次|个|处|项|件|次|场|篇|家|条|座|所|名)"
)
_RANGE = re.compile(
    rf"(?P<low>\d+(?:\.\d+)?)[%％]?\s*(?:[～~—–－]|至|-)\s*"
    rf"(?P<high>\d+(?:\.\d+)?)(?P<scale>[万亿]*)(?P<unit>[%％]|{_UNITS})"
)
_UNIT = rf"(?:[%％]|{_UNITS})"
_VALUE = rf"\d+(?:\.\d+)?[万亿]*{_UNIT}"
_SHARED_OUT = re.compile(
    rf"(?P<names>[^,，;；。]+?)分别(?P<word>达到|不低于|不少于|不超过|控制在|达|为|完成|增长|下降)?"
    rf"(?P<values>{_VALUE}(?:(?:、|和|及|与|以及){_VALUE})+)(?P<after>以上|以内|左右)?"
)
_ALIKE = re.compile(
    rf"(?P<names>[^,，;；。]+?、[^,，;；。]+?)(?:均|都)(?P<word>达到|不低于|不少于|不超过|达|为)?"
    rf"(?P<value>{_VALUE})(?P<after>以上|以内)?"
)
_FROM_TO = re.compile(
    rf"(?:由|从)[^,，;；。]{{0,6}}?(?P<base>\d+(?:\.\d+)?个?{_UNIT})"
    rf"(?P<verb>[^,，;；。\d]*?)(?:至|到|为)(?P<goal>\d+(?:\.\d+)?个?{_UNIT})"
)
_NO_MORE = re.compile(
    rf"(?:较|比|与)?(?:上年度?|去年|上一年度?)(?:实际)?[（(](?P<value>{_VALUE})[)）](?:相比)?(?:只减不增|不增长?|零增长)"
)
_MASKED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕|「[^」]*」")
_ORDINAL = re.compile(r"第$")
_LIST_MARKER = re.compile(r"(?:^|(?<=[。；;,，\s]))\d{1,2}[.．](?=\D|\d{4}年)")

_BEFORE = (
    (
        Comparator.AT_MOST,
        re.compile(r"(?:不超过|不多于|不高于|不突破|控制在|低于|少于|压缩到|降到|降至)$"),
    ),
    (
        Comparator.AT_LEAST,
        re.compile(r"(?:不少于|不低于|不小于|至少|力争达到|达到|达|完成|超额完成)$"),
    ),
    (Comparator.MORE_THAN, re.compile(r"(?:突破|超过|高于|大于)$")),
)
_EARLIER = re.compile(r"至少|不少于|不低于")
_DURATIONS = ("工作日", "天", "小时", "分钟")
_NOT_LESS = re.compile(r"不(?:低于|少于)$")
_AFTER = (
    (Comparator.AT_MOST, re.compile(r"^(?:以内|以下|之内)")),
    (Comparator.AT_LEAST, re.compile(r"^(?:以上|及以上)")),
    (Comparator.APPROXIMATELY, re.compile(r"^左右")),
)
_ABOUT = re.compile(r"(?:约|大约|大概)$")
_REDUCTION = re.compile(r"下降|降低|减少|压减|压缩|缩短|提速|降幅|节约|削减")
_GROWTH = re.compile(r"增长|增幅|增速|增加|提升|提高")
_SCOPE_VERB = re.compile(r"推进|办好|落实|督办|实施|办理|办结|完成")
_SCOPE_NOUN = re.compile(r"事项|项目|实事|任务|工程|提案|建议")
_ACTION = re.compile(
    r"(?:建成|新建|新增|建设|举办|组织|召开|开展|培育|引进|完成|编发|打造|创建|推出|出台|制定|培训|"
    r"不少于|不低于|至少|不超过|达到|突破|力争)[^,，;；。]{0,6}$"
)
# a clause that leaves out its subject names nothing but a span, a comparator or the value itself
_NAMELESS = re.compile(
    rf"(?:全年|年内|今年|达到?|不少于|不低于|不超过|每个?季度|每月|召开)*(?:[\d.]+[万亿]*{_UNIT})?|由.*"
)
_EACH = re.compile(r"每(?:个?季度|个?月|周|半年|天|日)")
_SINCE = re.compile(r"同比|(?:较|比)(?:上年|去年|上一年|20\d\d年)")
_STRIPPED = re.compile(
    r"^(?:全年|年内|年底前|今年|确保|力争|实现|完成|(?:\d{4}年)?(?:年底前|\d{1,2}月底前)|\d{4}年度?)+"
)
_TRAILING = re.compile(
    r"(?:分别|达到|达|不少于|不低于|不超过|不多于|不高于|控制在|突破|超过|至少|为|约|力争|比|较|同比|在|稳定|保持|缩短至|压缩至|进入)+$"
)


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
            nameless = _NAMELESS.fullmatch(proposal.name)
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
    hidden = _MASKED.sub(lambda match: "□" * len(match.group()), text)
    return _LIST_MARKER.sub(lambda match: "；" * len(match.group()), hidden)


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
        if match := _SHARED_OUT.search(self.masked):
            yield from self._shared_out(match)
        elif match := _ALIKE.search(self.masked):
            yield from self._alike(match)
        elif match := _NO_MORE.search(self.masked):
            yield from self._no_more(match)
        elif match := _FROM_TO.search(self.masked):
            yield from self._from_to(match)
        elif match := _RANGE.search(self.masked):
            yield self._range(match)
        elif numbers := [each for each in _NUMBER.finditer(self.masked) if self._counts(each)]:
            yield from self._numbers(numbers)
        else:
            yield from self._chinese_numerals()

    def _counts(self, number: re.Match[str]) -> bool:
        before, after = self.masked[: number.start()], self.masked[number.end() :]
        if _ORDINAL.search(before) or (before and before[-1] in ".-"):
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
        unit = "%" if number["unit"] in _PERCENT else number["unit"]
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
        unit = "%" if match["unit"] in _PERCENT else match["unit"]
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
        numbers = list(_NUMBER.finditer(match["values"]))
        word = (match["word"] or "", match["after"] or "")
        even = len(names) == len(numbers)
        for index, number in enumerate(numbers):
            unit = "%" if number["unit"] in _PERCENT else number["unit"]
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
        number = _NUMBER.search(match["value"])
        assert number is not None
        names = self.text[: match.end("names")].split("、")
        for name in names:
            whole = f"{name}{match['word'] or ''}{match['value']}{match['after'] or ''}"
            (single,) = _Clause(whole, whole, self.year, self.due).proposals()
            yield replace(single, quote=self.text.strip(), confidence=Decimal("0.8"))

    def _from_to(self, match: re.Match[str]) -> Iterator[Proposal]:
        """Read 由20个工作日压缩至10个工作日: the first is the base, the second the limit."""
        base, goal = _NUMBER.search(match["base"]), _NUMBER.search(match["goal"])
        assert base is not None
        assert goal is not None
        down = bool(_REDUCTION.search(match["verb"]))
        proposal = self._proposal(
            name=_cleaned(self.text[: match.start()]) or self.text.strip(),
            kind=Kind.CAP if down else Kind.COUNT,
            comparator=Comparator.AT_MOST if down else Comparator.AT_LEAST,
            value=_value(goal["number"], goal["scale"]),
            unit="%" if goal["unit"] in _PERCENT else goal["unit"],
            display=goal.group(),
            quote=self.text.strip(),
            doubts=[(Decimal("0.5"), "原文是“由……到……”，请确认考核的是终值还是幅度")],
        )
        yield replace(proposal, baseline=_value(base["number"], base["scale"]))

    def _no_more(self, match: re.Match[str]) -> Iterator[Proposal]:
        """Read 较上年度（28件）只减不增: last year's own value is the cap."""
        number = _NUMBER.search(match["value"])
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
        for match in _CHINESE.finditer(self.masked):
            before, after = self.masked[: match.start()], self.masked[match.end() :]
            value = _chinese_value(match["number"])
            found = _comparator(before, after)
            # 一次、一个 are rarely counts, and two things are 两个, never 二个
            sole = match["number"] in ("一", "二") and found is None
            if value is None or sole or _ORDINAL.search(before) or not _ACTION.search(before):
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
    for comparator, form in _AFTER:
        if form.search(after):
            return comparator
    if _ABOUT.search(bare):
        return Comparator.APPROXIMATELY
    if _NOT_LESS.search(bare):
        return Comparator.AT_LEAST
    adjacent = next((comparator for comparator, form in _BEFORE if form.search(bare)), None)
    return adjacent or (Comparator.AT_LEAST if _EARLIER.search(bare) else None)


def _kind(
    found: Comparator | None, unit: str, value: Decimal, before: str, after: str, verb: str
) -> tuple[Kind, Comparator]:
    planned = found or Comparator.PLANNED
    if unit in ("%", "个百分点"):
        if _REDUCTION.search(before):
            return Kind.REDUCTION, planned
        if _GROWTH.search(before):
            return Kind.GROWTH, planned
        if value == HUNDRED and found in (None, Comparator.AT_LEAST) and "以上" not in after[:2]:
            return Kind.RATE, Comparator.EQUAL_FULL
        return Kind.RATE, planned
    if found is Comparator.AT_MOST:
        return Kind.CAP, found
    scope = _SCOPE_VERB.search(verb + before) and _SCOPE_NOUN.search(after)
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
        clear = "0.8" if _SINCE.search(before) else "0.5"
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
    if kind is Kind.CAP and unit in _DURATIONS:
        yield Decimal("0.6"), "这是办理时限，不是全年累计数，请确认怎样统计"
    if unit == "名" and before.endswith("前"):
        yield Decimal("0.3"), "这是名次，不是数量，请确认怎样考核"
    if match := _EACH.search(before):
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
    while (shorter := _TRAILING.sub("", bare)) != bare:
        bare = shorter
    return _STRIPPED.sub("", bare).strip(" 　、的") or bare


def _chinese_value(text: str) -> Decimal | None:
    digits = {
        "一": 1,
        "二": 2,
        "两": 2,
        "三": 3,
        "四": 4,
        "五": 5,
        "六": 6,
        "七": 7,
        "八": 8,
        "九": 9,
    }
    if text in digits:
        return Decimal(digits[text])
    if match := re.fullmatch(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", text):
        tens = digits[match[1]] if match[1] else 1
        return Decimal(tens * 10 + (digits[match[2]] if match[2] else 0))
    if match := re.fullmatch(r"([一二两三四五六七八九])百", text):
        return Decimal(digits[match[1]] * 100)
    return None
