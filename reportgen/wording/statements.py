"""Sentences → statements: what each number in a target's content demands, and how sure that is.

Nothing is guessed silently: whatever the words leave open is a doubt, and a number that demands
nothing is a statement with ``aside``, which says why.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from reportgen.base.numbers import HUNDRED
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.wording import phrases
from reportgen.wording.amounts import Amount, amounts, flattened, same_unit
from reportgen.wording.counting import weighed
from reportgen.wording.doubts import Doubt, Measure, doubts_about

_NEAR, _SHORT = 30, 3
# 新建农田5000亩，10月底前完成: when all that the sentence said before is due
_WHEN = re.compile(
    r"\s*(?:确保|力争|并|须|要)?(?:在|于)?□+前?(?:全部|全面|如期)?(?:完成|建成|竣工|完工)\s*"
)
_UPWARDS = (Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.PLANNED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a number demands, at its place in the content.

    ``kinds`` and ``comparators`` are all that the words allow, the likeliest first.
    """

    name: str
    quote: str
    amount: Amount
    kinds: tuple[Kind, ...]
    comparators: tuple[Comparator, ...]
    due: phrases.Due | None = None
    base: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()
    aside: str = ""

    @property
    def form(self) -> tuple[Kind, Comparator] | None:
        """Return the likeliest kind and comparator that a record may have, if there are any."""
        return next(
            (
                (kind, comparator)
                for comparator in self.comparators
                for kind in self.kinds
                if self._fits(kind, comparator)
            ),
            None,
        )

    def _fits(self, kind: Kind, comparator: Comparator) -> bool:
        upper = self.amount.upper if comparator is Comparator.BETWEEN else None
        ends = [self.amount.value] if upper is None else [self.amount.value, upper]
        return all(kind.traits.holds(comparator, each, self.amount.unit) for each in ends)

    @property
    def sure(self) -> bool:
        """Tell whether there is no other way to read the words."""
        return not self.aside and not any(each.open for each in self.doubts)


def read(content: str, year: int) -> tuple[Statement, ...]:
    """Read a target's content: a statement for each number in it that isn't a date or a name.

    ``aside`` statements demand nothing. The amounts' places are those in the content.
    """
    flat = flattened(content)
    masked = phrases.MASKED.sub(lambda match: "□" * len(match.group()), flat)
    masked = phrases.LIST_MARKER.sub(lambda match: "；" * len(match.group()), masked)
    undated = phrases.DATES.sub(lambda match: "□" * len(match.group()), masked)
    statements: list[Statement] = []
    sentence = 0
    for start, end in _clauses(undated):
        if undated[start - 1 : start] not in (",", "，"):
            sentence = len(statements)
        clause = _Clause(start, content[start:end], undated[start:end], masked[start:end], year)
        if _WHEN.fullmatch(clause.undated) and (due := phrases.deadline(clause.dated, year)):
            told = (replace(each, due=each.due or due) for each in statements[sentence:])
            statements[sentence:] = [*told]
        for said in _of_clause(clause):
            earlier = [known for known in statements if not known.aside]
            statements.append(said if said.aside else _named(said, earlier))
    return tuple(statements)


def _named(said: Statement, earlier: Sequence[Statement]) -> Statement:
    """Name a statement that leaves out its subject after the one before it, and doubt that."""
    if phrases.says_little(said.name) and not phrases.says_nothing(said.name):
        unclear = Doubt(Decimal("0.6"), f"名称“{said.name}”没有说是什么，请补全")
        return replace(said, doubts=(unclear, *said.doubts))
    if not phrases.says_nothing(said.name):
        return said
    doubts = (Doubt(Decimal("0.6"), "原文这里省略了主语，名称请核对"), *said.doubts)
    last = earlier[-1] if earlier else None
    if last is None:
        return replace(said, name=said.quote, doubts=doubts)
    if (
        said.amount.unit == "%"
        and last.kinds[0].traits.from_base
        and phrases.HOPED.search(said.quote)
    ):
        return replace(said, name=f"{last.name}（力争）", kinds=last.kinds, doubts=doubts)
    change = said.name if phrases.change(said.name) else ""
    level = Kind.LEVEL in said.kinds and phrases.is_level(said.amount.unit, last.name, down=False)
    kinds = (Kind.LEVEL, *said.kinds) if level else said.kinds
    name = f"{phrases.unchanged(last.name)}{change}"
    return replace(said, name=name, kinds=kinds, doubts=doubts)


def _clauses(masked: str) -> Iterator[tuple[int, int]]:
    """Yield the clauses' ends; a comma inside brackets or a number ends none."""
    start = depth = 0
    for index, character in enumerate(masked):
        depth = max(0, depth + (character in "（(") - (character in "）)"))
        if character not in ",，;；。!！\n" or (depth > 0 and character != "。"):
            continue
        before, after = masked[index - 1 : index], masked[index + 1 : index + 5]
        if character in ",，" and before.isdecimal() and re.match(r"\d{3}(?!\d)", after):
            continue
        yield start, index
        start, depth = index + 1, 0
    yield start, len(masked)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause: as written, with names blotted out (``dated``), with dates blotted out as well."""

    start: int
    text: str
    undated: str
    dated: str
    year: int

    def statement(
        self,
        amount: Amount,
        around: tuple[int, int],
        *doubts: Doubt,
        verb: str = "",
        name: str = "",
        words: tuple[str, str] | None = None,
    ) -> Statement:
        """Read an amount by the words around it; ``verb`` is one that stands further ahead."""
        start, end = around
        ahead, after = words or (self.undated[start : amount.start], self.undated[amount.end : end])
        kinds, comparators, own = _meaning(amount, ahead, after, verb)
        if "其中" in self.undated[: amount.start]:
            doubts += (Doubt(Decimal("0.7"), "原文是“其中”，是前一项的一部分，请确认是否单独考核"),)
        if phrases.HOPED.search(self.dated):
            own += (Doubt(Decimal("0.5"), "原文是“力争”或“争取”，请确认是不是硬指标"),)
        due = phrases.deadline(name or self.dated[start:end], self.year)
        return Statement(
            name=name
            or phrases.name_around(self.text[start : amount.start], self.text[amount.end : end]),
            quote=self.text[start:end].strip(),
            amount=replace(amount, start=self.start + amount.start, end=self.start + amount.end),
            kinds=kinds,
            comparators=comparators,
            due=due or phrases.deadline(self.dated, self.year),
            doubts=(*doubts, *own),
        )

    def aside(self, amount: Amount, why: str) -> Statement:
        """Keep an amount that demands nothing."""
        near = max(0, amount.start - _NEAR), amount.end + _NEAR
        return replace(self.statement(amount, near), aside=why)


def _meaning(
    amount: Amount, before: str, after: str, verb: str
) -> tuple[tuple[Kind, ...], tuple[Comparator, ...], tuple[Doubt, ...]]:
    """Return the kinds and comparators that the words allow, and what is doubtful about them."""
    found = phrases.comparators(before, after)
    # 事故0起: of nothing there can't be less
    unwanted = not found and (not amount.value or phrases.UNWANTED.search(before.rstrip()))
    said = found or (
        (Comparator.AT_MOST, Comparator.PLANNED) if unwanted else (Comparator.PLANNED,)
    )
    capped = said[0] is Comparator.AT_MOST
    if amount.upper is not None:
        said = (Comparator.BETWEEN, said[0] if capped else Comparator.AT_LEAST)
    unit = same_unit(amount.unit)[1]
    if unit == "%":
        kinds, said = _share(amount, before, after, said)
    elif phrases.is_level(unit, before, down=said[0] is Comparator.AT_MOST):
        kinds = (Kind.LEVEL, *_added_up(said[0]))
    elif not found and phrases.is_scope(unit, f"{verb}{before}", after):
        kinds = (Kind.SCOPE, Kind.COUNT, Kind.LEVEL)
    else:
        kinds = tuple(dict.fromkeys((*_added_up(said[0]), Kind.LEVEL, *_added_up(said[-1]))))
    measure = Measure(amount, unit, before, after, found, kinds[0], said[0])
    return kinds, said, tuple(doubts_about(measure))


def _added_up(comparator: Comparator) -> tuple[Kind, ...]:
    """Return the kinds of what is counted over the year."""
    return (Kind.CAP,) if comparator is Comparator.AT_MOST else (Kind.COUNT, Kind.SCOPE)


def _share(
    amount: Amount, before: str, after: str, said: tuple[Comparator, ...]
) -> tuple[tuple[Kind, ...], tuple[Comparator, ...]]:
    """Return what a percentage can be: a rise or fall by the words before it, or a share."""
    if change := phrases.change(before):
        return (change,), said
    kinds = (Kind.RATE, Kind.COVERAGE)
    full = amount.value == HUNDRED and said[0] in _UPWARDS
    if full and not after.startswith(("以上", "及以上")):
        said = (Comparator.EQUAL_FULL, Comparator.AT_LEAST, Comparator.PLANNED)
    return (kinds[::-1] if phrases.COVERED.search(before) else kinds), said


def _of_clause(clause: _Clause) -> Iterator[Statement]:
    """Yield a clause's statements: the first form that its words have decides how it is read."""
    found = list(amounts(clause.undated))
    base = _last_years(clause, found)
    for words, value, unit in phrases.UNNUMBERED:
        for match in words.finditer(clause.undated) if base is None else ():
            yield clause.aside(Amount(*match.span(), Decimal(value), unit), "没有写成数字")
    if base is not None:
        yield from _no_more(clause, found, base)
        return
    counted: list[Amount] = []
    for amount, why in weighed(clause.undated, found):
        if why is None:
            counted.append(amount)
        elif why:
            yield clause.aside(amount, why)
    if not counted:
        return
    for form in (_from_to, _per_name):
        if statements := form(clause, counted):
            yield from statements
            return
    yield from _each_alone(clause, counted)


_TO = re.compile(r"(?:至|到|为)(?:每\D{1,6})?$")
_LISTED = re.compile(r"、|(?<=..)(?:和|及|与|以及)(?=..)")


def _last_years(clause: _Clause, found: list[Amount]) -> Amount | None:
    """Find the number of 较上年度（28件）只减不增."""
    for amount in found:
        before, after = clause.undated[: amount.start], clause.undated[amount.end :]
        opened = before.endswith(("（", "("))
        if opened and phrases.NO_MORE.search(before[:-1]) and phrases.NO_MORE_AFTER.match(after):
            return amount
    return None


def _no_more(clause: _Clause, found: list[Amount], base: Amount) -> Iterator[Statement]:
    """Read 较上年度（28件）只减不增: last year's own value is the cap."""
    name = phrases.subject(phrases.THAN_LAST_YEAR.sub("", clause.text[: base.start]))
    for amount in found:
        if amount is not base:
            yield clause.aside(amount, "与“只减不增”在一句里")
    read_as = clause.statement(base, (0, len(clause.text)), Doubt(Decimal("0.8")), name=name)
    yield replace(
        read_as,
        kinds=(Kind.CAP,),
        comparators=(Comparator.AT_MOST,),
        base=base.value,
        doubts=read_as.doubts[:1],
    )


def _from_to(clause: _Clause, counted: list[Amount]) -> list[Statement]:
    """Read 由20个工作日压缩至10个工作日: the first is the base, the second the limit.

    甲、乙分别从5元、6元提高到7元、8元 has as many bases as goals.
    """
    for at, goal in enumerate(counted):
        between = clause.undated[counted[at - 1].end : goal.start] if at else ""
        cut = max(clause.undated.rfind(each, 0, goal.start) for each in "由从")
        bases = [each for each in counted[:at] if cut < each.start]
        goals = counted[at : at + len(bases)]
        if not bases or cut < 0 or not _TO.search(between) or len(goals) < len(bases):
            continue
        if not re.fullmatch(r"\D{0,8}", clause.undated[cut + 1 : bases[0].start]):
            continue
        if any(same_unit(each.unit) != same_unit(goal.unit) for each in (*bases, *goals)):
            continue
        down = phrases.REDUCTION.search(between)
        comparator = Comparator.AT_MOST if down else Comparator.AT_LEAST
        kinds = (Kind.LEVEL, *_added_up(comparator))
        doubt = Doubt(Decimal("0.5"), "原文是“由……到……”，请确认考核的是终值还是幅度", open=True)
        read_as = [
            replace(
                clause.statement(each, (0, len(clause.text)), doubt, name=name),
                comparators=(comparator,),
                base=base.value,
            )
            for name, base, each in zip(
                _subjects(clause, cut, len(bases)), bases, goals, strict=True
            )
        ]
        others = [each for each in counted if each not in (*bases, *goals)]
        return [
            *(clause.aside(each, "与“由……到……”在一句里") for each in others),
            *(each if goal.unit == "%" else replace(each, kinds=kinds) for each in read_as),
        ]
    return []


def _subjects(clause: _Clause, cut: int, many: int) -> list[str]:
    """Return the names of what changes from one value to another, as many as have changed."""
    ahead = clause.text[:cut].removesuffix("分别")
    names = _LISTED.split(ahead) if many > 1 else []
    if len(names) == many:
        return [phrases.subject(_completed(name, names[-1])) for name in names]
    name = phrases.subject(ahead) or clause.text.strip()
    return [name] if many == 1 else [f"{name}（{n}）" for n in range(1, many + 1)]


def _per_name(clause: _Clause, counted: list[Amount]) -> list[Statement]:
    """Deal out values to names: 甲、乙分别达到98%、97%; 甲、乙均达到95%以上."""
    names, cut, dealt = _names(clause, counted[0].start)
    alone = len(counted) == 1
    if (len(names) < 2 and (alone or not dealt)) or not (alone or dealt):
        return []
    names = [_completed(name, names[-1]) for name in names]
    doubt, values = Doubt(Decimal("0.8")), counted
    if any(len(name) <= _SHORT for name in names):
        doubt = Doubt(Decimal("0.6"), "名称取自并列的几项，请核对")
    if alone:
        values = counted * len(names)
        if dealt:
            review = f"原文几项共用“{clause.text[cut:].strip()}”一个要求，请核对"
            doubt = Doubt(Decimal("0.6"), review)
    elif len(names) != len(values):
        review = f"并列的名称有 {len(names)} 个、数有 {len(values)} 个，请核对各对各的数"
        doubt = Doubt(Decimal("0.4"), review, open=True)
        names = [f"{clause.text[:cut].strip()}（{n}）" for n in range(1, len(values) + 1)]
    ahead, whole = clause.undated[cut : counted[0].start], (0, len(clause.text))
    last = clause.undated[values[-1].end :]  # 以上 after the last of them holds for all
    shared = phrases.PER_NAME.sub("", ahead, count=1)
    shared = "" if phrases.CHANGES_BY.search(shared) else shared
    return [
        clause.statement(
            amount,
            whole,
            doubt,
            name=phrases.subject(f"{name}{shared}"),
            words=(f"{name}{ahead}", last),
        )
        for name, amount in zip(names, values, strict=True)
    ]


def _completed(name: str, last: str) -> str:
    """Give a name the end that the last of a list has for all: 省级、市级示范村 begins 省级示范村."""
    shared = (
        last[at + length :]
        for length in range(len(name), 0, -1)
        if (at := last.find(name[-length:])) > 0
    )
    return name + next(shared, "")


def _names(clause: _Clause, first: int) -> tuple[list[str], int, bool]:
    """Find names that share what follows: where they end, and whether values are dealt out."""
    words = [m for m in phrases.PER_NAME.finditer(clause.undated[:first]) if m.start() > 0]
    if words:
        cut, dealt = words[-1].start(), words[-1].group() == "分别"
        return _LISTED.split(clause.text[:cut]), cut, dealt
    ahead = re.sub(r"(?:达到?|不低于|不少于|≥)$", "", clause.undated[:first].rstrip())
    rates = clause.text[: len(ahead)].split("、")
    # 办结率、满意率达到95%
    shared = all(re.search("[率度]$", rate) for rate in rates)
    return (rates if shared else []), len(ahead), False


def _each_alone(clause: _Clause, counted: list[Amount]) -> Iterator[Statement]:
    """Read for each number the piece of the clause around it, cut at 、 between numbers."""
    cuts = [0]
    for left, right in pairwise(counted):
        between = clause.undated[left.end : right.start]
        mark = max(between.rfind(each) for each in "、和及")
        cuts.append(left.end + mark + 1 if mark >= 0 else right.start)
    ends = [cut - (clause.undated[cut - 1] in "、和及") for cut in cuts[1:]]
    verb = clause.undated[: counted[0].start]
    for number, start, end in zip(counted, cuts, [*ends, len(clause.text)], strict=True):
        yield clause.statement(number, (start, end), verb=verb if start else "")
