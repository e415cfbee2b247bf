"""Rules on what a circular's title, headings and text say: spans, annexes, figures, days.

A figure of the text is a reference to the data; what stands beside it is held against it where it
is printed (``reports/references.py``).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from reportgen.assessment.figures import by_subject
from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem
from reportgen.checks.agreement import titled
from reportgen.checks.case import Case
from reportgen.checks.claims import denied
from reportgen.checks.slips import NUMBER
from reportgen.checks.told import COMPARED
from reportgen.checks.walk import asked
from reportgen.model.circulars import Attachment, Circular
from reportgen.model.kinds import Of
from reportgen.model.periods import Period
from reportgen.model.references import (
    COUNTS,
    FIELDS,
    TOTALS,
    Reference,
    parsed,
    references_in,
    without_references,
)
from reportgen.sources.workspace import Workspace
from reportgen.wording.amounts import chinese_value, flattened, whole_number
from reportgen.wording.phrases import deadline
from reportgen.wording.prose import CLAUSE, amounts_in, closing_months_in, spans_in

_BESIDE = re.compile(r"([^{}]*)\{\{\s*([^{}|]*?)\s*\}\}")  # a reference, and what precedes it
_ANNEX = re.compile("附件 ?([0-9]+|[一二三四五六七八九十])?")
# titles of what goes out with a circular, and what stands around them
_ENCLOSED = re.compile(
    "(?:附件|所附|附[:：]).{0,2}《([^《》]+)》|《([^《》]+)》(?:(?:一并|随文)印发|印发给)"
)
_ENTITLED = re.compile("附件 ?([0-9]+|[一二三四五六七八九十])[为是:：（(]?《?([^，。；《》（）]+)")
_PAGE = re.compile("第 ?[0-9一二三四五六七八九十]+ ?页")
_SPAN_REPORTED = re.compile("[^，。；、]{0,12}(?:(?:标|作|务)(?:完成|进展)情况|(?:考核|评价)结果)")
_ORDINALS = "〇一二三四五六七八九十"
_COUNTED_OFF = re.compile(r"(?:^|(?<=[。；：，\s]))([一二三四五六七八九十]{1,3})是")
_BY_HAND = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]+[.．、]")
_RANK = re.compile(
    "(?:第[0-9一二三四五六七八九十]+[名位]|[名位]?列第[一二三四五六七八九十0-9]+|[居列][^，。；]{0,6}首位|榜首)"
)
_DUE = re.compile("(?:请|务必|要|应|须)[于在]([^，。；]{2,14}?)(?:之?前|以前)")
_HELD = re.compile("(?:经|根据|按照|已[于在])([^，。；]{2,14}?日)")
_LONGEST_DUE = timedelta(days=180)  # what is past for longer is of the year to come


def circulars_agree(workspace: Workspace) -> Iterator[Problem]:
    """Find circulars whose title, headings and text don't fit the period that they are about."""
    for (year, _), sourced in sorted(workspace.circulars.items()):
        circular, place = sourced.record, sourced.place
        about = circular.about
        years = {about.year if about else year}
        if circular.date and not about:
            years.add(circular.date.year)
        own = {about.last_month} if about and about.is_quarter else None
        table = workspace.tables.get(about.year if about else year)
        titles = [_title_of(workspace, each, year) for each in circular.attachments]
        counts = {len(table.record.targets), len(table.record.indicators)} if table else set()
        counts.add(len(circular.organs))  # 某局等九部门关于……的通知
        yield from titled(circular, circular.plain_title, place("title"), years, own, counts)
        for index, each in enumerate(circular.attachments):
            where = place("attachments", index, "title")
            yield from titled(circular, each.title or "", where, years, own, counts)
            yield from _mentions(circular, titles, each.title or "", where)
        yield from titled(circular, circular.note or "", place("note"), years)
        for index, part in enumerate(circular.body):
            text, field = part.text or part.heading or "", "text" if part.text else "heading"
            where = place("body", index, field)
            yield from titled(circular, text, where, years, own if part.heading else None)
            if part.heading and (number := _BY_HAND.match(part.heading)):
                message = f"标题“{part.heading}”里写了序号“{number.group()}”，序号由程序编"
                yield Code.CIRCULAR_ELEMENT.problem(message, where)
            for span in _SPAN_REPORTED.findall(text) if own else ():
                yield from titled(circular, span, where, years, own)
            for message in _of_another_span(text, circular.about):
                yield from asked(circular, Code.PERIOD_CONTRADICTED, message, where)
            for message in _denied(workspace, text, about):
                yield from asked(circular, Code.STATE_CONTRADICTED, message, where)
            for message in _out_of_time(circular, text, year):
                yield from asked(circular, Code.CIRCULAR_DOUBTFUL, message, where)
            yield from _mentions(circular, titles, text, where)
            yield from _references(workspace, circular, text, where)


def _title_of(workspace: Workspace, attached: Attachment, year: int) -> str:
    """Return what an attachment is called, without what its template only knows when it is made."""
    heads, table = workspace.heads, workspace.tables.get(attached.year or year)
    head = heads.annexes.get(attached.annex or "") or heads.kinds.get(attached.document or "")
    if head and table and getattr(head.record, "of", None) is Of.YEAR:
        return table.record.title
    return attached.title or (head.record.title if head else "")


def _of_another_span(text: str, about: Period | None) -> Iterator[str]:
    """Find words beside a reference, or up to a month's end, that name another span than it counts."""
    if about is None or not about.is_quarter:
        return
    for month in closing_months_in(text) - {about.last_month}:
        yield f"正文里说“截至{month}月底”，公文说的是 {about}"
    for clause in CLAUSE.split(text):
        if COMPARED.search(clause):
            continue
        for before, inside in _BESIDE.findall(clause):
            spans, field = spans_in(before, about), inside.rpartition(".")[2]
            firsts = {"period_actual": {about.start.month}, "cumulative": {1}}
            wanted = firsts.get(field, {1, about.start.month})
            if spans and not spans & {(first, about.last_month) for first in wanted}:
                yield f"“{before}”说的不是 {inside} 的那段时间"


def _denied(workspace: Workspace, text: str, about: Period | None) -> Iterator[str]:
    """Find what a text says of an indicator by its name, and the figures deny."""
    table = workspace.tables.get(about.year) if about else None
    if about is None or table is None:
        return
    reports = by_subject(workspace.reports_until(about))
    for clause in CLAUSE.split(without_references(text)):
        for indicator in (each for each in table.record.indicators if each.name in clause):
            found = ((each, entries.get(indicator.id)) for each, entries in reports.items())
            series = {period: entry for period, entry in found if entry}
            case = Case(indicator.at(about.end), series, about)
            for said, words in denied(case, clause) if about in series else ():
                yield f"{indicator.id}（{indicator.name}）{said}，正文却写“{words}”"


def _out_of_time(circular: Circular, text: str, year: int) -> Iterator[str]:
    """Find days that are past, documents of years to come, and points that aren't counted off."""
    day = circular.date
    for match in _DUE.finditer(text):
        due = deadline(match[1], day.year) if day else None
        if day and due and due.day < day:
            named = str(due.day.year) in match[1]
            if named or day - due.day < _LONGEST_DUE:
                yield f"要求“{match.group()}”，成文日期却是 {day}"
    for match in _HELD.finditer(text):
        held = deadline(match[1], day.year) if day else None
        if day and held and held.day > day:
            yield f"“{match.group()}”在成文日期 {day} 以后"
    for number in NUMBER.finditer(text):
        if int(number[2]) > (day.year if day else year):
            yield f"“{number.group()}”是以后的文件"
    points = [int(chinese_value(each) or 0) for each in _COUNTED_OFF.findall(text)]
    if any(after not in (before + 1, 1) for before, after in pairwise(points)):
        yield f"各点的次序是{'、'.join(map(str, points))}"


def _mentions(
    circular: Circular, titles: Sequence[str], text: str, place: Place
) -> Iterator[Problem]:
    """Find annexes that a text names and that aren't attached, and pages by number."""
    attached = len(circular.attachments)
    for match in _ANNEX.finditer(flattened(text)):
        number = match[1] or ""
        n = int(number) if number.isdigit() else _ORDINALS.find(number)
        if not attached or n > attached or (number and attached == 1):
            there = f"附件有 {attached} 个" if attached > 1 else "只有一个附件，不编号"
            message = f"正文里有“{match.group()}”，{there if attached else '这份公文没有附件'}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)
    for match in _ENTITLED.finditer(flattened(text)):
        number = whole_number(match[1])
        if match[2] in titles and titles[number - 1 : number] != [match[2]]:
            message = f"“{match[2]}”是附件{titles.index(match[2]) + 1}，正文里是附件{number}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)
    for match in _ENCLOSED.finditer(text):
        title = match[1] or match[2]
        if not any(each in title or title in each for each in titles):
            message = f"正文里有“{match.group()}”，附件是：{'、'.join(titles) or '没有'}"
            yield from asked(circular, Code.CIRCULAR_DOUBTFUL, message, place)
    for match in _PAGE.finditer(flattened(text)):
        message = f"正文里有“{match.group()}”，页码在成文时才定，不写在数据里"
        yield Code.CIRCULAR_ELEMENT.problem(message, place)


def _references(
    workspace: Workspace, circular: Circular, text: str, where: Place
) -> Iterator[Problem]:
    """Find figures that are typed into a text, and references that name nothing."""
    for inside in references_in(text):
        if fault := _fault_of(workspace, circular.about, inside):
            yield Code.FIGURE_TYPED.problem(f"“{{{{{inside}}}}}”{fault}", where)
    bare = without_references(text)
    if bare.count("{{") != bare.count("}}"):
        yield Code.FIGURE_TYPED.problem("正文里的 {{ 和 }} 没有成对", where)
    for typed in (*(each.text for each in amounts_in(bare)), *_RANK.findall(bare)):
        yield Code.FIGURE_TYPED.problem(f"正文里直接写了“{typed}”", where)


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
