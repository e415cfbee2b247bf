"""What titles, names, dates and units say must agree with each other, and with what they stand over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Place, Problem
from reportgen.checks.walk import Placing, in_order, records_in, records_of
from reportgen.model.circulars import Circular
from reportgen.model.labels import Adjustment, Comparator
from reportgen.model.periods import Period
from reportgen.model.progress import PointsAdjustment, ProgressEntry
from reportgen.model.records import Questioned
from reportgen.model.references import (
    COUNTS,
    FIELDS,
    TOTALS,
    Reference,
    parsed,
    references_in,
    without_references,
)
from reportgen.model.targets import (
    Category,
    Indicator,
    Milestone,
    Target,
    TargetTable,
)
from reportgen.sources.workspace import Workspace
from reportgen.wording.prose import amounts_in, last_months_in, years_in

_OWN_WORDS = {
    "category": "类别",
    "seq": "序号",
    "name": "名称",
    "content": "内容",
    "basis": "依据",
    "lead_unit": "单位",
}
_BETWEEN_UNITS = re.compile("[，、；,;]")
# what tells units apart that are called alike: no slip of the pen
_SISTERS = frozenset("东西南北中上下前后新老大小一二三四五六七八九十甲乙丙丁戊市县区协府委")
_SHORTEST = 5
_ANNEX = re.compile("附件 ?([0-9]+|[一二三四五六七八九十])?")
_PAGE = re.compile("第 ?[0-9]+ ?页")
_ORDINALS = "一二三四五六七八九十"
_LATEST = timedelta(days=366)
_CODE_ENDS = "字发函报通令"


def _asked(record: Questioned, code: Code, message: str, place: Place) -> Iterator[Problem]:
    """Yield a problem unless the record says that it is right as it is."""
    if code.code not in record.confirmed:
        yield code.problem(message, place)


def past_measures(workspace: Workspace) -> Iterator[Problem]:
    """Find measures whose time was over when they were reported."""
    for report in in_order(workspace.progress):
        reported, year = report.record.date_reported, report.record.period.year
        for entry, place in records_in(report, ProgressEntry):
            due = entry.due
            # that of an earlier year is told with the entry
            if due is not None and due < reported and due.year >= year:
                message = f"{entry.indicator} 的措施时限是 {due}，填报日期是 {reported}"
                yield from _asked(entry, Code.MEASURE_PAST, message, place("due"))


def contradicted_points(workspace: Workspace) -> Iterator[Problem]:
    """Find bonus and penalty points whose reason says other ones."""
    for adjustment, place in records_of(workspace.progress, PointsAdjustment):
        reason, said = adjustment.reason, []
        points = [each.value for each in amounts_in(reason) if each.text.endswith("分")]
        if points and adjustment.points not in (*points, sum(points, Decimal(0))):
            said.append(f"分值是 {plain(adjustment.points)}，事由里是 {plain(points[0])}")
        opposite = {Adjustment.BONUS: "扣|减分", Adjustment.PENALTY: "加分|奖励|加[0-9.]+分"}
        if found := re.search(opposite.get(adjustment.kind, "$^"), reason):
            said.append(f"种类是{adjustment.kind.label}，事由里是“{found.group()}”")
        for each in said:
            message = f"{adjustment.target} 的{each}"
            yield from _asked(adjustment, Code.POINTS_CONTRADICTED, message, place("reason"))


def names_and_titles(workspace: Workspace) -> Iterator[Problem]:
    """Find years, quarters and figures in a table's titles and names that aren't its own."""
    for table in in_order(workspace.tables):
        yield from _table_titles(table.record, table.place)
        for category, place in records_in(table, Category):
            for field, text, code in (
                ("name", category.name, Code.PERIOD_DOUBTFUL),
                ("report_heading", category.report_heading, Code.PERIOD_CONTRADICTED),
            ):
                own = {table.record.year}
                yield from _other_year(category, text or "", own, place(field), code)
        for target, place in records_in(table, Target):
            whole = "\n".join((target.content, *target.basis))
            yield from _named(target, whole, table.record.year, place("name"))
            for field in ("indicators", "milestones"):
                parts: tuple[Indicator | Milestone, ...] = getattr(target, field)
                for index, part in enumerate(parts):
                    where = place(field, index, "name")
                    yield from _named(part, whole, table.record.year, where)


def _table_titles(table: TargetTable, place: Placing) -> Iterator[Problem]:
    yield from _other_year(table, table.title, {table.year}, place("title"))
    if not table.year - 1 <= table.date_issued.year <= table.year:
        message = f"{table.year} 年度的目标表，成文日期是 {table.date_issued}"
        yield from _asked(table, Code.PERIOD_DOUBTFUL, message, place("date_issued"))
    titles = {column.key: column.title for column in table.columns}
    for index, column in enumerate(table.columns):
        own = _OWN_WORDS.get(column.key, "")
        others = [  # no table without a 名称 has taken its title for another's
            word
            for key, word in _OWN_WORDS.items()
            if word in column.title and any(each in titles.get(key, "") for each in (word, own))
        ]
        if own and own not in column.title and others:
            message = f"栏目 {column.key} 的名称是“{column.title}”，说的是{others[0]}"
            where = place("columns", index, "title")
            yield from _asked(table, Code.COLUMN_MISNAMED, message, where)


def _other_year(
    record: Questioned,
    text: str,
    own: set[int],
    place: Place,
    code: Code = Code.PERIOD_CONTRADICTED,
) -> Iterator[Problem]:
    if wrong := years_in(text) - own:
        said = "、".join(map(str, sorted(wrong)))
        message = f"“{text}”里是 {said} 年，这里是 {'、'.join(map(str, sorted(own)))} 年"
        yield from _asked(record, code, message, place)
    if isinstance(record, Category) and last_months_in(text):
        message = f"“{text}”里有季度，各期都这样印"
        yield from _asked(record, code, message, place)


def _named(
    record: Target | Indicator | Milestone, whole: str, year: int, place: Place
) -> Iterator[Problem]:
    """Find what a name states that stands nowhere in its target."""
    years = {
        year,
        *years_in(whole),
    }  # 2011年结转项目 is an ordinary name, so it is only asked about
    yield from _other_year(record, record.name, years, place, Code.PERIOD_DOUBTFUL)
    known = {each.value for each in amounts_in(whole)}
    if isinstance(record, Indicator):
        known.add(record.value)
    for amount in amounts_in(record.name):
        if amount.value not in known:
            message = f"{record.id} 的名称里有“{amount.text}”，目标内容里没有"
            yield from _asked(record, Code.FIGURE_UNKNOWN, message, place)


def exchanged_names(workspace: Workspace) -> Iterator[Problem]:
    """Find two targets each of whose names fits the content of the other and not its own."""
    for table in in_order(workspace.tables):
        placed = list(records_in(table, Target))
        for index, (one, place) in enumerate(placed):
            for other, _ in placed[index + 1 :]:
                own = _likeness(one, one) + _likeness(other, other)
                crossed = (_likeness(one, other), _likeness(other, one))
                if not own and all(crossed):
                    message = f"{one.id}“{one.name}”与 {other.id}“{other.name}”的名称像是写反了"
                    yield from _asked(one, Code.NAME_MISPLACED, message, place("name"))


def _likeness(name: Target, content: Target) -> int:
    pairs = {name.name[at : at + 2] for at in range(len(name.name) - 1)} - {"工作"}
    return sum(pair in content.content for pair in pairs)


def miscounted_items(workspace: Workspace) -> Iterator[Problem]:
    """Find scopes that list other sub-items than their value says."""
    for indicator, place in records_of(workspace.tables, Indicator):
        counted = (
            "items_done" in indicator.kind.traits.figures
            and indicator.comparator is Comparator.PLANNED
        )
        if counted and indicator.items and len(indicator.items) != indicator.value:
            message = (
                f"{indicator.id} 的目标值是 {plain(indicator.value)}{indicator.unit}，"
                f"列出的子项是 {len(indicator.items)} 个"
            )
            yield Code.BEYOND_TOTAL.problem(message, place("items"))


def unusual_units(workspace: Workspace) -> Iterator[Problem]:
    """Find names of units that differ by one character from one that is known better."""
    office = workspace.office.record
    addressed = _BETWEEN_UNITS.split("，".join((*office.recipients, *office.copies)))
    known = Counter({office.unit: 2, office.name: 2})
    known.update(each for each in addressed if each)
    named: list[tuple[Questioned, str, Place]] = []
    found: Iterator[tuple[Target | Indicator | Milestone, Placing]] = records_of(
        workspace.tables, Target, Indicator, Milestone
    )
    for record, place in found:
        if record.lead_unit:
            named.append((record, record.lead_unit, place("lead_unit")))
            known.update(_BETWEEN_UNITS.split(record.lead_unit))
    for circular, place in records_of(workspace.circulars, Circular):
        for field in ("recipients", "copies"):
            named += [(circular, each, place(field)) for each in getattr(circular, field)]
    for owner, text, where in named:
        for unit in _BETWEEN_UNITS.split(text):
            better = [each for each in known if known[each] > max(1, known[unit])]
            for each in better if len(unit) >= _SHORTEST else ():
                if _slip(unit, each):
                    message = f"“{unit}”与“{each}”只差一个字"
                    yield from _asked(owner, Code.UNIT_UNUSUAL, message, where)


def _slip(one: str, other: str) -> bool:
    """Tell whether two names differ by one character written for another, left out or added."""
    if len(one) == len(other):
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return len(pairs) == 1 and not set(pairs[0]) <= _SISTERS
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:at] + longer[at + 1 :] == shorter and longer[at] not in _SISTERS
        for at in range(len(longer))
    )


def briefs_in_order(workspace: Workspace) -> Iterator[Problem]:
    """Find issued briefs whose numbers, months or dates don't follow each other."""
    for year, sourced in sorted(workspace.issued_briefs.items()):
        head = workspace.briefs.get(year)
        expected = head.record.first_number if head else 1
        before = None
        for index, issued in enumerate(sourced.record.issued):
            said = []
            if issued.number != expected:
                said.append(("number", f"期号是 {issued.number}，按次序应为 {expected}"))
            if issued.period.year != year or issued.period.is_quarter:
                said.append(("period", f"期间是 {issued.period}，应是 {year} 年的一个月"))
            elif before and issued.period <= before.period:
                said.append(("period", f"期间是 {issued.period}，上一期已是 {before.period}"))
            if before and issued.date < before.date:
                said.append(("date", f"编印日期是 {issued.date}，早于上一期的 {before.date}"))
            elif issued.date < issued.period.end:
                said.append(("date", f"编印日期是 {issued.date}，{issued.period} 还没有结束"))
            for field, message in said:
                place = sourced.place("issued", index, field)
                yield from _asked(issued, Code.BRIEF_MISNUMBERED, message, place)
            expected, before = issued.number + 1, issued


def circulars_agree(workspace: Workspace) -> Iterator[Problem]:
    """Find circulars whose title, number, date, annexes or recipients don't fit the period or the organ."""
    for (year, _), sourced in sorted(workspace.circulars.items()):
        circular, place = sourced.record, sourced.place
        about = circular.about
        years = {about.year if about else year}
        if circular.date and not about:
            years.add(circular.date.year)
        titles = [(circular.plain_title, place("title"))]
        titles += [
            (each.title, place("attachments", index, "title"))
            for index, each in enumerate(circular.attachments)
            if each.title
        ]
        titles += [
            (part.heading, place("body", index, "heading"))
            for index, part in enumerate(circular.body)
            if part.heading
        ]
        for title, where in titles:
            yield from _other_year(circular, title, years, where)
            months = last_months_in(title)
            if about and about.is_quarter and months and about.last_month not in months:
                message = f"“{title}”说的不是 {about}（{about.name}）"
                yield from _asked(circular, Code.PERIOD_CONTRADICTED, message, where)
        for index, part in enumerate(circular.body):
            if part.text:
                where = place("body", index, "text")
                yield from _other_year(circular, part.text, years, where)
                yield from _mentions(circular, part.text, where)
            yield from _references(
                workspace, circular, part.text or part.heading or "", place, index
            )
        for message, where in _doubts(workspace, circular, year, place):
            yield from _asked(circular, Code.CIRCULAR_DOUBTFUL, message, where)
        yield from _to_itself(workspace, circular, place)


def _mentions(circular: Circular, text: str, place: Place) -> Iterator[Problem]:
    """Find annexes that a text names and that aren't attached, and pages by number."""
    attached = len(circular.attachments)
    for match in _ANNEX.finditer(text):
        number = match[1] or ""
        n = int(number) if number.isdigit() else _ORDINALS.find(number) + 1 if number else None
        if attached == 0 or (n or 0) > attached or (n is not None and attached == 1):
            there = f"附件有 {attached} 个" if attached > 1 else "只有一个附件，不编号"
            message = f"正文里有“{match.group()}”，{there if attached else '这份公文没有附件'}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)
    for match in _PAGE.finditer(text):
        message = f"正文里有“{match.group()}”，页码在成文时才定，不写在数据里"
        yield Code.CIRCULAR_ELEMENT.problem(message, place)


def _references(
    workspace: Workspace, circular: Circular, text: str, place: Placing, index: int
) -> Iterator[Problem]:
    """Find figures that are typed into a text, and references that name nothing."""
    where = place("body", index, "heading" if circular.body[index].heading else "text")
    for inside in references_in(text):
        if fault := _fault_of(workspace, circular.about, inside):
            yield Code.FIGURE_TYPED.problem(f"“{{{{{inside}}}}}”{fault}", where)
    bare = without_references(text)
    if bare.count("{{") != bare.count("}}"):
        yield Code.FIGURE_TYPED.problem("正文里的 {{ 和 }} 没有成对", where)
    for amount in amounts_in(bare):
        yield Code.FIGURE_TYPED.problem(f"正文里直接写了“{amount.text}”", where)


def _fault_of(workspace: Workspace, about: Period | None, inside: str) -> str | None:
    """Say what is wrong with a reference."""
    try:
        found = parsed(inside)
    except ValueError:
        return "读不懂，应为编号.字段、counts.字段或 文字 | fixed"
    if not isinstance(found, Reference):
        return None
    if about is None:
        return "要有 about，才知道是哪一期的数"
    known = TOTALS if found.of == COUNTS else FIELDS
    if found.field not in known:
        return f"里没有“{found.field}”这个数，可用 {'、'.join(known)}"
    table = workspace.tables.get(about.year)
    ids = [each.id for each in table.record.indicators] if table else []
    if found.of not in (COUNTS, *ids):
        return f"里的 {found.of} 不是 {about.year} 年目标表里的指标"
    return None


def _doubts(
    workspace: Workspace, circular: Circular, year: int, place: Placing
) -> Iterator[tuple[str, Place]]:
    office, about, day = workspace.office.record, circular.about, circular.date
    own = office.doc_code if circular.organs[:1] in ((), (office.name,)) else None
    if circular.number and own:
        code = circular.number.organ_code
        if code.rstrip(_CODE_ENDS) != own.rstrip(_CODE_ENDS):
            yield f"发文字号的机关代字是“{code}”，本机关的是“{own}”", place("number")
    if day and about and day > about.end + _LATEST:
        yield f"成文日期 {day} 离所说期间 {about} 一年以上", place("date")
    elif day and not about and not year - 1 <= day.year <= year + 1:
        yield f"成文日期是 {day}，公文放在 {year} 年的文件夹里", place("date")
    for index, each in enumerate(circular.attachments):
        if each.period and about and each.period != about:
            where = place("attachments", index, "period")
            yield f"公文说的是 {about}，附件是 {each.period} 的", where


def _to_itself(workspace: Workspace, circular: Circular, place: Placing) -> Iterator[Problem]:
    office = workspace.office.record
    own = {office.name, office.unit, *circular.organs}
    for field, title in (("recipients", "主送机关"), ("copies", "抄送机关")):
        units = _BETWEEN_UNITS.split("，".join(getattr(circular, field)))
        for unit in sorted(own & set(units)):
            message = f"{title}里有发文机关自己：{unit}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place(field))
