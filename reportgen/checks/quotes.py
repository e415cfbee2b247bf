"""Rules on quotations: they stand in the original, and say what the record says.

``wording`` reads the original as it does for an import; a record that says otherwise is an error
where the words leave no choice, else a question; ``confirmed`` answers either with a reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Problem
from reportgen.checks.claims import misturned
from reportgen.checks.walk import Placing, asked, in_order, records_in, records_of, versions_of
from reportgen.model.labels import Comparator, DeadlineBasis, Stage
from reportgen.model.targets import Benchmark, Indicator, Milestone, Target
from reportgen.sources.workspace import Workspace
from reportgen.wording import phrases
from reportgen.wording.amounts import Amount, amounts, flattened, is_known_unit, same_unit
from reportgen.wording.statements import Statement, read

_ALONE = 20
_CLAUSE = re.compile(r"[,，。;；()（）]|(?=[降减缩压提增升](?:低|少|短|高|加)?[至到为])")
_MUCH_LIKER = 4
_FIRST_WORDS = 4
_ORDER = list(Stage).index
# what is to be done at least, as a quotation says it
_STAGES = {
    Stage.STARTED: re.compile("启动"),
    Stage.DRAFTED: re.compile("制定|编制|起草"),
    Stage.ISSUED: re.compile("印发|出台|发布(?!会)"),
    Stage.BUILT: re.compile("建成|投入使用|上线"),
}
_Quoting: TypeAlias = Indicator | Milestone | Benchmark
# of which kind, at which field, what is said of it
_Fault: TypeAlias = tuple[Code, str, str]
# a field, what it says, what the original says, whether the words leave no choice
_Contradiction: TypeAlias = tuple[str, str, str, bool]


def missing_quotes(workspace: Workspace) -> Iterator[Problem]:
    """Find quotations that don't stand in their target's content (benchmarks: its basis)."""
    for target, place in records_of(workspace.tables, Target):
        content, basis = ("目标内容", (target.content,)), ("制定依据", target.basis)
        of = {"indicators": content, "milestones": content, "benchmarks": basis}
        for field, (where, texts) in of.items():
            parts: tuple[_Quoting, ...] = getattr(target, field)
            for index, part in enumerate(parts):
                if not any(part.quote in text for text in texts):
                    message = (
                        f"{part.id} 的原文引用“{part.quote}”不在 {target.id} 的{where}中"
                        f"{_nearest_passage(part.quote, texts)}"
                    )
                    yield Code.QUOTE_NOT_FOUND.problem(message, place(field, index, "quote"))


def _nearest_passage(quote: str, texts: Sequence[str]) -> str:
    """Return a hint with the passage that shares the longest run of characters with the quote."""
    longest, best = 1, ""
    for text in texts:
        match = SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
        if match.size > longest:
            start = max(0, match.a - match.b)
            longest, best = match.size, text[start : start + len(quote)]
    return f"；最接近的原文是“{best}”" if best else ""


def contradicted_indicators(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators that say something else than their quotation, or than their own display."""
    for table in in_order(workspace.tables):
        year = table.record.year
        for target, place in records_in(table, Target):
            dues = phrases.deadlines(target.extra.get("deadline", ""), year)
            column = dues[-1] if dues else None
            for index, indicator in enumerate(target.indicators):
                at = partial(place, "indicators", index)
                for version, placing in versions_of(indicator, at):
                    text = version.quote if version.revisions else target.content
                    if version.quote not in text:
                        continue  # and that is told
                    readings = list(_readings(target.name, text, year))
                    said = _quoted(version.quote, text, readings)
                    told = [each.quote for each in said]
                    for code, field, message in (
                        *_value_faults(version, said),
                        *_faults(version, said, column),
                        *_named_otherwise(
                            version.name, target.name, told, [each.quote for each in readings]
                        ),
                    ):
                        message = f"{indicator.id} 的{message}"
                        yield from asked(indicator, code, message, placing(field))


def _value_faults(indicator: Indicator, said: Sequence[Statement]) -> Iterator[_Fault]:
    """Find a value that is not in the quotation or in the display, or displayed otherwise."""
    shown = list(amounts(flattened(indicator.display)))
    for field, title, found in (
        ("quote", "原文引用", [each.amount for each in said]),
        ("display", "目标值写法", shown),
    ):
        if field == "quote" and not _quotes_value(indicator):
            continue
        text = getattr(indicator, field)
        if not any(_same_value(indicator, each) for each in found):
            seen = "、".join(dict.fromkeys(map(_figure, found))) or "没有数字"
            message = f"目标值是 {plain(indicator.value)}，{title}“{text}”中的数是：{seen}"
            yield Code.VALUE_CONTRADICTS_QUOTE, field, message
        elif field == "display" and _misshown(indicator, shown):
            unit = indicator.unit
            message = f"计量单位是“{unit}”，目标值写法“{text}”应是一个数和这个单位"
            yield Code.QUOTE_CONTRADICTED, field, message


def _quotes_value(indicator: Indicator) -> bool:
    """Tell whether the quote is that of the value: a revision quotes the document that made it."""
    revisions = indicator.revisions
    return not revisions or {"quote", "value"} <= revisions[-1].changes.keys()


def _faults(
    indicator: Indicator, said: Sequence[Statement], column: phrases.Due | None
) -> Iterator[_Fault]:
    """Compare a record with the statement that has its value and is most like it."""
    if not _quotes_value(indicator):
        return
    matching = (each for each in said if _same_value(indicator, each.amount))
    compared = [list(_contradictions(indicator, each, column)) for each in matching]
    for field, recorded, original, sure in min(compared, key=len, default=[]):
        code = Code.QUOTE_CONTRADICTED if sure else Code.QUOTE_DOUBTFUL
        message = f"{recorded}，原文“{indicator.quote}”说的是{original}"
        yield code, field, message


def _named_otherwise(
    name: str, of: str, own: Sequence[str], others: Iterable[str]
) -> Iterator[_Fault]:
    """Find a name that is much more like another's words than like those quoted.

    Words of the target's name tell nothing: a later clause leaves its subject out.
    """
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    pairs -= {pair for pair in pairs if pair in of}
    enough = max((_likeness(pairs, each) for each in own), default=len(name)) + _MUCH_LIKER
    other = next((each for each in others if _likeness(pairs, each) >= enough), None)
    if other:
        message = f"名称“{name}”像是原文“{other}”的，不像引用的那一句"
        yield Code.QUOTE_DOUBTFUL, "name", message


def _likeness(pairs: Iterable[str], text: str) -> int:
    return sum(pair in text for pair in pairs)


def contradicted_milestones(workspace: Workspace) -> Iterator[Problem]:
    """Find milestones that are due on another day, need less or are called otherwise than quoted."""
    for table in in_order(workspace.tables):
        for target, place in records_in(table, Target):
            for index, milestone in enumerate(target.milestones):
                faults = _milestone_faults(milestone, target, table.record.year)
                for code, field, message in faults:
                    where = place("milestones", index, field)
                    yield from asked(milestone, code, f"{milestone.id} 的{message}", where)


def _milestone_faults(milestone: Milestone, target: Target, year: int) -> Iterator[_Fault]:
    quote, stage = milestone.quote, milestone.required_stage
    said = phrases.deadline(quote, year)
    if said and said.firm and milestone.deadline not in (None, said.day):
        message = f"完成时限是 {milestone.deadline}，原文说的是 {said.day}"
        yield Code.QUOTE_CONTRADICTED, "deadline", message
    least = max((each for each in Stage if _STAGES[each].search(quote)), key=_ORDER, default=None)
    if stage and least and _ORDER(stage) < _ORDER(least):
        message = f"要求阶段是“{stage.label}”，原文“{quote}”要做到“{least.label}”"
        yield Code.QUOTE_CONTRADICTED, "required_stage", message
    others = [each.quote for each in target.milestones]
    yield from _named_otherwise(milestone.name, target.name, [quote], others)


def contradicted_baselines(workspace: Workspace) -> Iterator[Problem]:
    """Find base values that their own explanation contradicts."""
    for indicator, place in records_of(workspace.tables, Indicator):
        base = indicator.baseline
        if base is None:
            continue
        for each in misturned(base.meaning):
            message = f"{indicator.id} 的基期含义里“{each}”不对"
            yield Code.QUOTE_CONTRADICTED.problem(message, place("baseline", "meaning"))
        unit = same_unit(base.unit)[1]
        told = list(amounts(phrases.DATES.sub("□", flattened(base.meaning))))
        own = [each for each in told if same_unit(each.unit)[1] == unit]
        # its value counts something else there
        if not own and any(each.unit and each.value == base.value for each in told):
            own = told
        if own and not any(
            _equal(base.value, base.unit, each.value, each.unit) and same_unit(each.unit)[1] == unit
            for each in own
        ):
            message = (
                f"{indicator.id} 的基期值是 {plain(base.value)}{base.unit}，"
                f"基期含义里写的是{'、'.join(map(_written, own))}"
            )
            yield Code.QUOTE_CONTRADICTED.problem(message, place("baseline", "value"))


def contradicted_benchmarks(workspace: Workspace) -> Iterator[Problem]:
    """Find benchmark values and texts with numbers that their quotation doesn't have."""
    for benchmark, place in records_of(workspace.tables, Benchmark):
        quoted = list(amounts(flattened(benchmark.quote)))
        yield from _misplaced(benchmark, place)
        seen = "、".join(map(_written, quoted)) or "没有数字"
        for field in ("peer_value", "own_value", "previous_value"):
            value, unit = getattr(benchmark, field), benchmark.unit or ""
            if value is None or any(
                _equal(value, unit if each.unit else "", each.value, each.unit)
                and (not unit or not each.unit or same_unit(unit)[1] == same_unit(each.unit)[1])
                for each in quoted
            ):
                continue
            title = Benchmark.model_fields[field].title
            message = f"{benchmark.id} 的{title}是 {plain(value)}{unit}，原文引用中的数是：{seen}"
            yield Code.QUOTE_CONTRADICTED.problem(message, place(field))
        for field in ("name", "peer_text", "own_text"):
            for each in amounts(flattened(getattr(benchmark, field) or "")):
                told = [n for n in quoted if same_unit(n.unit) == same_unit(each.unit)]
                if told and each.value not in [n.value for n in told]:
                    title = Benchmark.model_fields[field].title
                    message = (
                        f"{benchmark.id} 的{title}里写的是 {_written(each)}，"
                        f"原文引用中是{'、'.join(map(_written, told))}"
                    )
                    yield Code.QUOTE_CONTRADICTED.problem(message, place(field))


def _misplaced(benchmark: Benchmark, place: Placing) -> Iterator[Problem]:
    """Find a city that the quotation doesn't name, and values that are another's there."""
    city = (benchmark.peer_city or "").removesuffix("市") or "□"
    if benchmark.peer_city and city not in benchmark.quote:
        message = f"{benchmark.id} 的对标城市是{benchmark.peer_city}，原文引用里没有"
        yield Code.QUOTE_CONTRADICTED.problem(message, place("peer_city"))
    others = {
        "peer_value": r"我市|本市|此前",
        "own_value": rf"{city}|此前|[由从]",
        "previous_value": rf"{city}|[降减缩压提增升](?:低|少|短|高|加)?[至到为]",
    }
    said = _CLAUSE.split(flattened(benchmark.quote))
    for field, other in others.items():
        value, words = getattr(benchmark, field), field.replace("value", "text")
        text = flattened(getattr(benchmark, words, None) or "")[:_FIRST_WORDS]
        clauses = [
            clause
            for clause in said
            if (text and text in clause) or value in [each.value for each in amounts(clause)]
        ]
        if clauses and all(re.search(other, clause) for clause in clauses):
            where = words if value is None else field
            title = Benchmark.model_fields[where].title
            message = f"{benchmark.id} 的{title}在原文“{clauses[0].strip()}”里说的是另一个"
            yield Code.QUOTE_CONTRADICTED.problem(message, place(where))


def _readings(name: str, text: str, year: int) -> Iterator[Statement]:
    """Read a text; a value by itself also with the target's name before it, as an import does."""
    yield from read(text, year)
    if len(text) <= _ALONE:
        for each in read(f"{name}{text}", year):
            amount = replace(
                each.amount, start=each.amount.start - len(name), end=each.amount.end - len(name)
            )
            yield replace(each, amount=amount)


def _quoted(quote: str, content: str, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements whose number stands in a quotation, wherever the content has it."""
    spans = [match.span() for match in re.finditer(re.escape(quote), content)]
    return [
        each
        for each in statements
        if any(start <= each.amount.start and each.amount.end <= end for start, end in spans)
    ]


def _contradictions(
    indicator: Indicator, said: Statement, column: phrases.Due | None
) -> Iterator[_Contradiction]:
    """Compare a record with what the original says, field by field."""
    unit, amount, sure = indicator.unit, said.amount, said.sure
    due = said.due or column
    if due and due.day.year == indicator.deadline.year and due.day != indicator.deadline:
        yield "deadline", f"完成时限是 {indicator.deadline}", f"{due.day}", due.firm
    basis, own = indicator.deadline_basis, said.due
    if basis is DeadlineBasis.IMPLIED and own and own.firm and own.day == indicator.deadline:
        yield "deadline_basis", f"时限来源是{basis.words}", f"{own.day}", True
    # revisions needn't say by when
    open_ = not due and not indicator.revisions
    if basis is DeadlineBasis.IMPLIED and open_ and f"{indicator.deadline:%m%d}" != "1231":
        yield "deadline", f"完成时限是 {indicator.deadline}", "全年", False
    base = indicator.baseline
    if base and said.base and not _equal(base.value, base.unit, said.base, amount.unit):
        yield "baseline", f"基期值是 {plain(base.value)}", plain(said.base), sure
    if not indicator.kind.traits.holds(indicator.comparator, indicator.value, unit):
        return  # a record that contradicts itself is told so
    verbatim = _has_own_unit(indicator, indicator.quote)
    if same_unit(unit)[1] != same_unit(amount.unit)[1] and not verbatim:
        yield "unit", f"计量单位是“{unit}”", f"“{amount.unit}”", amount.known
    # “调整为7万批次” says nothing of comparator and kind, which no revision changes
    unsaid = bool(indicator.revisions)
    if indicator.comparator not in said.comparators and not unsaid:
        words = "或".join(each.words for each in said.comparators)
        yield "comparator", f"比较词是{indicator.comparator.words}", words, sure
    upper, said_upper = indicator.upper, amount.upper
    if upper and said_upper and not _equal(upper, unit, said_upper, amount.unit):
        yield "upper", f"上限值是 {plain(upper)}", plain(said_upper), sure
    if indicator.kind not in said.kinds and not unsaid:
        words = "或".join(each.words for each in said.kinds)
        yield "kind", f"类型是{indicator.kind.words}", words, sure


def _misshown(indicator: Indicator, shown: Sequence[Amount]) -> bool:
    """Tell whether a display has another unit than the record, or something besides."""
    text, first = flattened(indicator.display), shown[0]
    rest = text[: first.start] + text[first.end :]
    holds = indicator.kind.traits.holds(indicator.comparator, indicator.value, indicator.unit)
    if _has_own_unit(indicator, text):
        return len(text) != len(plain(indicator.value) + flattened(indicator.unit))
    units = same_unit(first.unit)[1], same_unit(indicator.unit)[1]
    other = holds and first.unit != "" and units[0] != units[1]
    compared = phrases.comparators(text[: first.start], text[first.end :])  # printed beside it
    return bool(other or compared or len(shown) > 1 or not phrases.says_nothing(rest))


def _has_own_unit(indicator: Indicator, text: str) -> bool:
    """Tell whether a text has the value with a unit that no list of units knows: 5GB, 9户（次）."""
    unit = flattened(indicator.unit)
    return not is_known_unit(unit) and plain(indicator.value) + unit in flattened(text)


def _same_value(indicator: Indicator, amount: Amount) -> bool:
    upper = amount.upper if indicator.comparator is Comparator.AT_MOST else None
    end = amount.value if upper is None else upper
    return _equal(indicator.value, indicator.unit, end, amount.unit)


def _equal(value: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Compare two amounts; 3.5亿元 is 350000000元."""
    return value * same_unit(unit)[0] == other * same_unit(other_unit)[0]


def _figure(amount: Amount) -> str:
    return plain(amount.value) + ("" if amount.upper is None else f"至{plain(amount.upper)}")


def _written(amount: Amount) -> str:
    return f"{_figure(amount)}{amount.unit}"
