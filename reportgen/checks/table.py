"""Rules on the target table: ids, references, columns, deadlines; kinds and values."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.base.numbers import HUNDRED, plain
from reportgen.base.problems import Place, Problem
from reportgen.checks.slips import NUMBER
from reportgen.checks.walk import (
    Placing,
    in_order,
    nearest,
    records_in,
    records_of,
    repeated,
    subjects_of,
    versions_of,
)
from reportgen.model.indicator_kinds import PERCENT, Kind
from reportgen.model.labels import Comparator, Labelled
from reportgen.model.targets import (
    Benchmark,
    Category,
    Column,
    Indicator,
    Milestone,
    Office,
    Revision,
    ScopeItem,
    Subject,
    Target,
    TargetTable,
)
from reportgen.sources.workspace import Workspace

_Numbered: TypeAlias = Category | Target | Indicator | ScopeItem | Milestone | Benchmark
FIXED_COLUMNS = ("category", "seq", "name", "content", "basis", "lead_unit")
HEADER_FIELDS = ("name", "unit", "head", "contact", "phone")
# of which kind, at which field, what is said after the id, how to mend it
_Fault: TypeAlias = tuple[Code, str, str, str]


def duplicate_ids(workspace: Workspace) -> Iterator[Problem]:
    """Find ids that stand twice among the categories or among all the rest of a table."""
    for table in in_order(workspace.tables):
        numbered: Iterator[tuple[_Numbered, Placing]] = records_in(
            table, Category, Target, Indicator, ScopeItem, Milestone, Benchmark
        )
        ids = (((isinstance(each, Category), each.id), place("id")) for each, place in numbered)
        for (_, id_), first, again in repeated(ids):
            message = f"编号 {id_} 重复，第 {first.line} 行已经用过；编号应当唯一"
            yield Code.DUPLICATE_ID.problem(message, again)


def misnumbered(workspace: Workspace) -> Iterator[Problem]:
    """Find sequence numbers that don't count 1, 2, 3 … within their category, or stand twice.

    A category may begin with 1 or go on from the one before.
    """
    for table in in_order(workspace.tables):
        known: dict[tuple[str, int], Target] = {}
        last: dict[str, int] = {}
        before = 0
        for target, place in records_in(table, Target):
            first = known.setdefault((target.category, target.seq), target)
            expected = last.get(target.category, 0) + 1
            if first is not target:
                message = (
                    f"{target.id} 的序号 {target.seq} 与 {first.id} 重复"
                    f"（类别 {target.category}）；同一类别内序号应当唯一"
                )
                yield Code.DUPLICATE_SEQ.problem(message, place("seq"))
            goes_on = target.category not in last and target.seq == before + 1
            if target.seq not in (expected, expected - 1) and not goes_on:  # equal: duplicates
                message = f"{target.id} 的序号是 {target.seq}，按顺序应为 {expected}"
                yield Code.SEQ_GAP.problem(message, place("seq"))
            last[target.category] = before = target.seq


def unknown_categories(workspace: Workspace) -> Iterator[Problem]:
    """Find targets whose category isn't in the table's list."""
    for table in in_order(workspace.tables):
        known = [category.id for category in table.record.categories]
        for target, place in records_in(table, Target):
            if target.category not in known:
                hint = nearest(target.category, known)
                message = f"{target.id} 的类别 {target.category} 不存在{hint}"
                remedy = f"改成已有的类别（{'、'.join(known)}），或先在 categories 中登记。"
                yield Code.BROKEN_REFERENCE.problem(message, place("category"), remedy)


def unknown_columns(workspace: Workspace) -> Iterator[Problem]:
    """Find columns that are neither built in nor filled by any target."""
    for table in in_order(workspace.tables):
        filled = {key for target in table.record.targets for key in target.extra}
        known = [*FIXED_COLUMNS, *sorted(filled)]
        for column, place in records_in(table, Column):
            if column.key not in known:
                hint = nearest(column.key, known)
                message = f"栏目 {column.key}（{column.title}）没有对应的内容{hint}"
                yield Code.COLUMN_UNKNOWN.problem(message, place("key"))


def empty_header_fields(workspace: Workspace) -> Iterator[Problem]:
    """Find words of the header line that office.yaml doesn't answer."""
    office = workspace.office.record
    remedy = f"表头行可用 {'、'.join(HEADER_FIELDS)}，且要在 office.yaml 中填写。"
    for table, place in records_of(workspace.tables, TargetTable):
        for index, field in enumerate(table.header_line):
            if field not in HEADER_FIELDS:
                message = f"表头行没有“{field}”这一项{nearest(field, HEADER_FIELDS)}"
            elif getattr(office, field) is None:
                title = Office.model_fields[field].title
                message = f"表头行要印“{title}”，office.yaml 中没有填写 {field}"
            else:
                continue
            yield Code.COLUMN_UNKNOWN.problem(message, place("header_line", index), remedy)


def ambiguous_units(workspace: Workspace) -> Iterator[Problem]:
    """Find names that two units of the office have, or one twice."""
    office = workspace.office
    placed: list[tuple[str, Place]] = []
    for index, unit in enumerate(office.record.units):
        placed.append((unit.name, office.place("units", index, "name")))
        aliases = enumerate(unit.aliases)
        placed += ((each, office.place("units", index, "aliases", i)) for i, each in aliases)
    for name, first, again in repeated(placed):
        message = f"单位名称“{name}”写了两次，第 {first.line} 行已经有了"
        yield Code.UNIT_AMBIGUOUS.problem(message, again)


def unknown_annexes(workspace: Workspace) -> Iterator[Problem]:
    """Find annexes that office.yaml chooses and no template has, or chooses twice."""
    office = workspace.office
    for kind, chosen in office.record.annexes.items():
        kinds, annexes = list(workspace.heads.kinds), list(workspace.heads.annexes)
        if kind not in kinds:
            message = f"没有文稿种类“{kind}”{nearest(kind, kinds)}；可选：{'、'.join(kinds)}"
            yield Code.ANNEX_UNKNOWN.problem(message, office.place("annexes", kind))
        for index, name in enumerate(chosen):
            message = f"没有附件“{name}”{nearest(name, annexes)}；可选：{'、'.join(annexes)}"
            if name in chosen[:index]:
                message = f"附件“{name}”写了两次"
            elif name in annexes:
                continue
            yield Code.ANNEX_UNKNOWN.problem(message, office.place("annexes", kind, index))


def deadlines_out_of_year(workspace: Workspace) -> Iterator[Problem]:
    """Find deadlines outside the table's year, and targets that begin or end there or never begin."""
    for table in in_order(workspace.tables):
        year = table.record.year
        for target, place in records_in(table, Target):
            start, end = target.effective_from, target.dropped_from
            for field, day in (("effective_from", start), ("dropped_from", end)):
                if day and (day.year != year or (start and end and end <= start)):
                    message = f"{target.id} 自 {start or '年初'} 起列入、自 {end or '年底'} 起取消"
                    message += f"，应在 {year} 年内，取消晚于列入"
                    yield Code.DATE_OUT_OF_YEAR.problem(message, place(field))
        for subject, place in subjects_of(table):
            dated: list[tuple[Subject | Revision, tuple[str | int, ...]]] = [(subject, ())]
            dated += [(each, ("revisions", i)) for i, each in enumerate(subject.revisions)]
            for each, where in dated:
                if each.deadline is not None and each.deadline.year != year:
                    message = f"{subject.id} 的完成时限是 {each.deadline}，应在 {year} 年内"
                    yield Code.DATE_OUT_OF_YEAR.problem(message, place(*where, "deadline"))


def faulty_revisions(workspace: Workspace) -> Iterator[Problem]:
    """Find revisions out of the year or of order, that change nothing or quote nothing."""
    for table in in_order(workspace.tables):
        for subject, place in subjects_of(table):
            last = date.min
            for index, each in enumerate(subject.revisions):
                day, field, said = each.effective_from, "effective_from", None
                if day.year != table.record.year:
                    said = f"自 {day} 起执行，应在 {table.record.year} 年内"
                elif day <= last:
                    said = f"自 {day} 起执行，应晚于前一次修订（{last}）"
                elif not each.changes.keys() - {"quote"}:
                    said = "没有写改了什么"
                elif "value" in each.changes and each.quote is None:
                    said = "改了目标值，没有引用修订文件的原文（quote）"
                elif late := [
                    n.group() for n in NUMBER.finditer(each.basis or "") if int(n[2]) > day.year
                ]:
                    field, said = "basis", f"自 {day} 起执行，依据却是以后的文件{late[0]}"
                if said:
                    where = place("revisions", index, field)
                    yield Code.REVISION_FAULTY.problem(f"{subject.id} 的修订{said}", where)
                last = day


def units_alike(workspace: Workspace) -> Iterator[Problem]:
    """Find responsible units whose names differ in nothing that a reader sees."""
    for table in in_order(workspace.tables):
        first: dict[str, str] = {}
        placed: list[tuple[Target | Subject, Placing]]
        placed = [*records_in(table, Target), *subjects_of(table)]
        for each, place in placed:
            unit = each.lead_unit or ""
            key = "".join(unicodedata.normalize("NFKC", unit).casefold().split())
            if (other := first.setdefault(key, unit)) != unit:
                message = f"责任单位“{unit}”与“{other}”几乎一样"
                yield Code.UNITS_ALIKE.problem(message, place("lead_unit"))


def contradictory_indicators(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators whose kind, comparator, unit, value and plan exclude each other."""
    for indicator, place in records_of(workspace.tables, Indicator):
        told: list[str] = []
        for version, at in versions_of(indicator, place):
            for find in (_kind_faults, _value_faults, _range_faults, _plan_faults):
                for code, field, message, remedy in find(version):
                    if message not in told:
                        yield code.problem(f"{indicator.id}{message}", at(field), remedy)
                        told.append(message)


def _kind_faults(indicator: Indicator) -> Iterator[_Fault]:
    kind, comparator, traits = indicator.kind, indicator.comparator, indicator.kind.traits
    code = Code.KIND_CONTRADICTION
    if not traits.measured:
        message = f"：类型“{kind.label}”不可计量，不能写在 indicators 里"
        yield code, "kind", message, "移到 milestones，或改正 kind。"
        return
    fits = comparator in traits.comparators
    if comparator is Comparator.EQUAL_FULL and not (fits and indicator.value == HUNDRED):
        message = (
            f"：比较词{comparator.words}只用于目标值为 100 的比率，"
            f"这里是{kind.label}、目标值 {plain(indicator.value)}"
        )
        yield (
            code,
            "comparator",
            message,
            f"改用{Comparator.AT_LEAST.words}或{Comparator.PLANNED.words}，或改正 kind、value。",
        )
    elif not fits:
        message = (
            f"：{kind.label}类的比较词应为{_named(traits.comparators)}，这里是{comparator.words}"
        )
        users = _named(each for each in Kind if comparator in each.traits.comparators)
        yield code, "comparator", message, f"改正 comparator，或把 kind 改为{users}。"
    if traits.percent and indicator.unit not in PERCENT:
        message = f"：{kind.label}类的计量单位应为 %，这里是“{indicator.unit}”"
        yield code, "unit", message, '把 unit 改为 "%"，或改正 kind。'
    if not traits.percent and indicator.unit in PERCENT:
        message = f"：{kind.label}类的计量单位不能是 %"
        users = _named(each for each in Kind if each.traits.percent)
        yield code, "unit", message, f"改正 unit，或把 kind 改为{users}。"


def _value_faults(indicator: Indicator) -> Iterator[_Fault]:
    """Find percentages outside 0–100, and targets of nothing, which no share can be taken of."""
    traits = indicator.kind.traits
    if not traits.allows(indicator.value):
        code, said = Code.KIND_CONTRADICTION, "不能小于 0" if traits.zero else "应大于 0"
        if traits.most is not None:
            code, said = Code.RATE_OUT_OF_RANGE, f"百分数应在 0—{plain(traits.most)} 之间"
        yield code, "value", f" 的目标值是 {plain(indicator.value)}，{said}", "改正 value。"


def _range_faults(indicator: Indicator) -> Iterator[_Fault]:
    """Find ranges with one end or with none between, and upper ends of what is no range."""
    upper, value = indicator.upper, indicator.value
    between = indicator.comparator is Comparator.BETWEEN
    said = None
    if between and upper is None:
        said = "比较词是 between，没有写上限 upper"
    elif upper is not None and not between:
        said = f"比较词不是 between，不写上限 upper（{plain(upper)}）"
    elif upper is not None and upper <= value:
        said = f"上限 {plain(upper)} 应大于下限 {plain(value)}"
    elif upper is not None and (most := indicator.kind.traits.most) is not None and upper > most:
        said = f"上限 {plain(upper)} 应在 0—{plain(most)} 之间"
    if said is not None:
        remedy = "value 写下限，upper 写上限；不是区间的删去 upper。"
        yield Code.RANGE_WRONG, "upper" if upper is not None else "comparator", f" 的{said}", remedy


def _plan_faults(indicator: Indicator) -> Iterator[_Fault]:
    """Find quarterly plans of what has no schedule, and those that fall or miss the target."""
    plan, code, field = indicator.quarterly_plan, Code.KIND_CONTRADICTION, "quarterly_plan"
    if plan and not indicator.kind.traits.scheduled:
        users = _named(each for each in Kind if each.traits.scheduled)
        message = f" 是{indicator.kind.label}类，不按时序，季度计划不起作用"
        yield code, field, message, f"删去 quarterly_plan，或把 kind 改为{users}。"
    elif plan and (list(plan) != sorted(plan) or plan[-1] != indicator.value):
        message = (
            f" 的季度计划是 {'、'.join(map(plain, plan))}，应逐季累计、"
            f"最后一个等于目标值 {plain(indicator.value)}"
        )
        yield code, field, message, "改正 quarterly_plan，四个数都从1月1日累计。"


def _named(words: Iterable[Labelled]) -> str:
    return "、".join(each.words for each in words)
