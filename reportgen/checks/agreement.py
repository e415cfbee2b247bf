"""What titles, names, dates and units say must agree with each other, and with what they stand over."""

import re
from collections.abc import Iterator, Set
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Place, Problem
from reportgen.checks.entries import date_doubt
from reportgen.checks.slips import miswritten
from reportgen.checks.walk import Placing, asked, in_order, records_in, records_of
from reportgen.model.labels import Adjustment, Comparator
from reportgen.model.progress import PointsAdjustment, ProgressEntry
from reportgen.model.records import Questioned
from reportgen.model.targets import Category, Indicator, Milestone, Target, TargetTable
from reportgen.sources.workspace import Workspace
from reportgen.wording.amounts import whole_number
from reportgen.wording.phrases import last_day_in
from reportgen.wording.prose import MONTH, amounts_in, last_months_in, misnamed, months_in, years_in

_OWN_WORDS = {
    "category": "类别",
    "seq": "序号",
    "name": "名称",
    "content": "内容",
    "basis": "依据",
    "lead_unit": "单位",
}
_HALF_A_YEAR = timedelta(days=180)
_ISSUE = re.compile("第?[0-9一二三四五六七八九十]+[期月]")
_SINCE = re.compile(
    f"[从自](?:([12][0-9]{{3}})年)?(?:({MONTH})月)?[^，。；]{{0,8}}(?:累计|统计|起算)"
)
_RESTATED = re.compile("共|等于|突破")
_OPPOSITE = {
    Adjustment.BONUS: "扣|减分|批评|问责",
    Adjustment.PENALTY: "加分|奖励|加[0-9.]+分|表彰|表扬",
    Adjustment.VETO: "加分|奖励|加[0-9.]+分",
}


def past_measures(workspace: Workspace) -> Iterator[Problem]:
    """Find measures whose time was over when they were reported."""
    for report in in_order(workspace.progress):
        reported, year = report.record.date_reported, report.record.period.year
        for entry, place in records_in(report, ProgressEntry):
            steps = entry.next_steps or ""
            said = last_day_in(steps, reported.year)
            # 3月底前, written in autumn, is of the year to come
            far = said is not None and not years_in(steps) and reported - said > _HALF_A_YEAR
            for field, due in (("due", entry.due), ("next_steps", None if far else said)):
                # that of an earlier year is told with the entry
                if due and due < reported and (field != "due" or due.year >= year):
                    message = f"{entry.indicator} 的措施时限是 {due}，填报日期是 {reported}"
                    yield from asked(entry, Code.MEASURE_PAST, message, place(field))


def misdated_origins(workspace: Workspace) -> Iterator[Problem]:
    """Find entries reported before their period began, or long after it was over."""
    for report in in_order(workspace.progress):
        period = report.record.period
        for entry, place in records_in(report, ProgressEntry):
            day = entry.origin.reported_on if entry.origin else None
            # a form may be filled in before its period is over
            if day and not period.start <= day <= period.end and (doubt := date_doubt(period, day)):
                message = f"{entry.indicator} 的填报日期是 {day}，{doubt}"
                yield from asked(entry, Code.PERIOD_DOUBTFUL, message, place("origin"))


def contradicted_points(workspace: Workspace) -> Iterator[Problem]:
    """Find bonus and penalty points whose reason says other ones, or is of another time."""
    for report in in_order(workspace.progress):
        period = report.record.period
        year, table = period.year, workspace.tables.get(period.year)
        names = {each.name: each.id for each in table.record.targets} if table else {}
        for adjustment, place in records_in(report, PointsAdjustment):
            reason, said = adjustment.reason, []
            if years_in(reason) <= {year} and max(months_in(reason), default=0) > period.last_month:
                said.append(f"事由“{reason}”在 {period} 以后")
            named = {id_ for name, id_ in names.items() if name in reason}
            if named and adjustment.target not in named:
                said.append(f"事由说的是 {'、'.join(sorted(named))}")
            points = [each.value for each in amounts_in(reason) if each.text.endswith("分")]
            if points and adjustment.points not in (*points, sum(points, Decimal(0))):
                said.append(f"分值是 {plain(adjustment.points)}，事由里是 {plain(points[0])}")
            if found := re.search(_OPPOSITE[adjustment.kind], reason):
                said.append(f"种类是{adjustment.kind.label}，事由里是“{found.group()}”")
            for each in said:
                message = f"{adjustment.target} 的{each}"
                yield from asked(adjustment, Code.POINTS_CONTRADICTED, message, place("reason"))
            yield from titled(adjustment, reason, place("reason"), {year - 1, year})


def names_and_titles(workspace: Workspace) -> Iterator[Problem]:
    """Find years, quarters and figures in titles and names that aren't those of what they name."""
    for table in in_order(workspace.tables):
        record, own = table.record, {table.record.year}
        yield from _table_titles(record, table.place)
        for category, place in records_in(table, Category):
            targets = record.of_category(category)
            counts = {len(targets), sum(len(each.indicators) for each in targets)}
            for field in ("name", "report_heading"):
                text: str = getattr(category, field) or ""
                code = Code.PERIOD_DOUBTFUL if field == "name" else Code.PERIOD_CONTRADICTED
                yield from titled(category, text, place(field), own, set(), counts, code)
            heading = category.report_heading or category.name
            yield from miswritten(category, category.name, heading, place("name"))
            others = {each.name for each in record.categories if each.name in heading}
            if others and category.name not in heading:
                message = f"“{heading}”是类别“{category.name}”的标题，说的是{others.pop()}"
                yield from asked(category, Code.NAME_MISPLACED, message, place("report_heading"))
        whole = ""
        parts: Iterator[tuple[Target | Indicator | Milestone, Placing]]
        parts = records_in(table, Target, Indicator, Milestone)
        for part, place in parts:  # a target comes before its own
            if isinstance(part, Target):
                whole = "\n".join((part.content, *part.basis))
            yield from _named(part, whole, record.year, place)
    for year, brief in sorted(workspace.briefs.items()):
        name, where = brief.record.name, brief.place("name")
        yield from titled(brief.record, name, where, {year}, set(), set())
        if number := _ISSUE.search(name):
            message = f"“{name}”里有“{number.group()}”，期号、月份由程序编"
            yield from asked(brief.record, Code.PERIOD_CONTRADICTED, message, where)


def _table_titles(table: TargetTable, place: Placing) -> Iterator[Problem]:
    counts = {len(table.targets), len(table.indicators)}
    yield from titled(table, table.title, place("title"), {table.year}, set(), counts)
    if not table.year - 1 <= table.date_issued.year <= table.year:
        message = f"{table.year} 年度的目标表，成文日期是 {table.date_issued}"
        yield from asked(table, Code.PERIOD_DOUBTFUL, message, place("date_issued"))
    named = years_in(table.source or "")
    if named and table.year not in named:
        message = f"{table.year} 年度的目标表，来源写的是“{table.source}”"
        yield from asked(table, Code.PERIOD_DOUBTFUL, message, place("source"))
    titles = {column.key: column.title for column in table.columns}
    for index, column in enumerate(table.columns):
        own = _OWN_WORDS.get(column.key, "")
        others = [  # no table without a 名称 has taken its title for another's
            word
            for key, word in _OWN_WORDS.items()
            if word in column.title
            and (column.key == "basis" or any(each in titles.get(key, "") for each in (word, own)))
        ]
        if own not in column.title and others:
            message = f"栏目 {column.key} 的名称是“{column.title}”，说的是{others[0]}"
            where = place("columns", index, "title")
            yield from asked(table, Code.COLUMN_MISNAMED, message, where)


def titled(
    record: Questioned,
    text: str,
    place: Place,
    years: Set[int],
    months: Set[int] | None = None,
    figures: Set[Decimal | int] | None = None,
    code: Code = Code.PERIOD_CONTRADICTED,
) -> Iterator[Problem]:
    """Find the years, spans and figures of a text that are none of some; None are not looked for."""
    if wrong := years_in(text) - years:
        said, own = ("、".join(map(str, sorted(each))) for each in (wrong, years))
        message = f"“{text}”里是 {said} 年，这里是 {own} 年"
        yield from asked(record, code, message, place)
    # 全年 is no period where none is looked for
    said_months = last_months_in(text if months else text.replace("全年", ""))
    if months is not None and said_months and not said_months & months:
        message = f"“{text}”里有季度，{'说的不是这一期' if months else '各期都这样印'}"
        yield from asked(record, code, message, place)
    for amount in amounts_in(text):
        if figures is not None and amount.value not in figures:
            message = f"“{text}”里有“{amount.text}”，与它说的不符"
            yield from asked(record, Code.FIGURE_UNKNOWN, message, place)


def _named(
    record: Target | Indicator | Milestone, whole: str, year: int, place: Placing
) -> Iterator[Problem]:
    """Find what a name or a definition states that stands nowhere in its target."""
    known: set[Decimal | int] = {each.value for each in amounts_in(whole)}
    if isinstance(record, Indicator):
        known.add(record.value)
        for since, month in _SINCE.findall(record.definition):
            if int(since or year) != year or whole_number(month or "1") != 1:
                said = f"{since and f'{since}年'}{month and f'{month}月'}"
                message = f"{record.id} 的口径从{said}累计，目标表从 {year} 年1月累计"
                yield from asked(record, Code.PERIOD_DOUBTFUL, message, place("definition"))
        for piece in _RESTATED.split(record.definition)[1:]:
            amount = next(amounts_in(piece), None)
            if amount and piece.startswith(amount.text) and amount.value not in known:
                message = f"{record.id} 的口径里有“{amount.text}”，目标内容里没有"
                yield from asked(record, Code.FIGURE_UNKNOWN, message, place("definition"))
    years, months = {year, *years_in(whole)}, set(last_months_in(whole))
    # 2011年结转项目 is an ordinary name, so it is only asked about
    code = Code.PERIOD_DOUBTFUL
    yield from titled(record, record.name, place("name"), years, months, known, code)
    if not isinstance(record, Target):
        yield from miswritten(record, record.name, record.quote, place("name"))
        for said, own in misnamed(record.name, record.quote):
            message = f"{record.id} 的名称里是“{said}”，原文是“{own}”"
            yield from asked(record, Code.FIGURE_UNKNOWN, message, place("name"))


def exchanged_names(workspace: Workspace) -> Iterator[Problem]:
    """Find two targets each of whose names fits the content of the other and not its own."""
    for table in in_order(workspace.tables):
        # few names share nothing with their own content, so few are held against each other
        astray = [each for each in records_in(table, Target) if not _alike(each[0], each[0])]
        for (one, place), (other, _) in combinations(astray, 2):
            if _alike(one, other) and _alike(other, one):
                message = f"{one.id}“{one.name}”与 {other.id}“{other.name}”的名称像是写反了"
                yield from asked(one, Code.NAME_MISPLACED, message, place("name"))


def _alike(name: Target, content: Target) -> bool:
    pairs = {name.name[at : at + 2] for at in range(len(name.name) - 1)} - {"工作"}
    return any(pair in content.content for pair in pairs)


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
            elif issued.date != issued.period.end and (
                doubt := date_doubt(issued.period, issued.date)
            ):
                said.append(("date", f"编印日期是 {issued.date}，{doubt}"))
            for field, message in said:
                place = sourced.place("issued", index, field)
                yield from asked(issued, Code.BRIEF_MISNUMBERED, message, place)
            expected, before = issued.number + 1, issued
