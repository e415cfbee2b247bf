"""The monthly brief (月度工作简报、督查专报, assessment-practice §3.6 iv)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from reportgen.assessment.figures import by_subject, number_before
from reportgen.base.codes import Code
from reportgen.base.numbers import Shown, decimals, rounded
from reportgen.base.problems import MissingInputError
from reportgen.model.briefs import IssuedBrief, IssuedBriefs
from reportgen.model.labels import Status
from reportgen.model.periods import Period
from reportgen.reports.figures import Figures
from reportgen.reports.views import IndicatorView, MilestoneView, gathered
from reportgen.sources.workspace import Workspace

# so many fit on three pages; where there are more, the table lists the poor ones
_MOST_ROWS = 30
_MOST_ITEMS = 10
_REACHED = (Status.DONE, Status.ACHIEVED, Status.RATE_MET, Status.WITHIN_CAP)


@dataclass(frozen=True, slots=True)
class BriefContext:
    """What a template that needs ``brief`` is given beside the figures of the period."""

    name: Annotated[str, "简报名称"]
    number: Annotated[int, "期号"]
    editor: Annotated[str, "编印单位"]
    month: Annotated[int, "月份"]
    rows: Annotated[tuple[IndicatorView, ...], "表里列出的指标"]
    most_items: Annotated[int, "每节最多列几项"]
    due_soon: Annotated[tuple[MilestoneView, ...], "下月到期、还没有完成的节点"]
    due_indicators: Annotated[tuple[IndicatorView, ...], "下月到期、还没有完成的指标"]
    report_to: Annotated[tuple[str, ...], "报"]
    send_to: Annotated[tuple[str, ...], "送"]
    issue_to: Annotated[tuple[str, ...], "发"]
    copies_printed: Annotated[int | None, "印数"]


def brief_context(workspace: Workspace, month: Period, figures: Figures) -> BriefContext:
    """Gather the head, the foot and the chosen items of a month's brief.

    Raises MissingInputError where the year's briefs have no head.
    """
    sourced = workspace.briefs.get(month.year)
    if sourced is None:
        path = f"data/{month.year}/brief.yaml"
        remedy = f"在 {path} 中写上简报名称（name）和编印单位（editor）。"
        message = f"没有 {month.year} 年的简报报头"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, remedy)])
    following = (month.year + month.last_month // 12, month.last_month % 12 + 1)

    def due(view: IndicatorView | MilestoneView) -> bool:
        day = None if view.status in _REACHED else view.deadline
        return day is not None and (day.year, day.month) == following

    every = figures.indicators
    if month not in workspace.progress:
        every = tuple(_in_month(workspace, month, every))
    poor = {each.id for each in figures.poor}
    return gathered(
        BriefContext,
        sourced.record,
        number=_issued(workspace, month.year).number_of(month, sourced.record.first_number),
        month=month.last_month,
        rows=every
        if len(every) <= _MOST_ROWS
        else tuple(each for each in every if each.id in poor)[:_MOST_ROWS],
        most_items=_MOST_ITEMS,
        due_soon=tuple(filter(due, figures.milestones)),
        due_indicators=tuple(filter(due, figures.indicators)),
    )


def _in_month(
    workspace: Workspace, month: Period, views: Iterable[IndicatorView]
) -> Iterator[IndicatorView]:
    """Yield indicators with the month's own numbers, where a quarter's report is told of."""
    table = workspace.tables[month.year].record.at(month.end)
    indicators = {each.id: each for each in table.indicators}
    entries = by_subject(workspace.reports_until(month))
    for view in views:
        if view.period_actual is None or view.cumulative is None:
            yield view
            continue
        before = number_before(indicators[view.id], month, entries)
        actual = None if before is None else view.cumulative - before
        if actual is not None and isinstance(view.period_actual, Shown):
            actual = Shown(rounded(actual, decimals(view.value) + 2))
        yield replace(view, period_actual=actual)


def issued_with(workspace: Workspace, month: Period) -> IssuedBriefs | None:
    """Return the briefs issued with a month's added to them; None if it is among them already."""
    ledger = _issued(workspace, month.year)
    if any(each.period == month for each in ledger.issued):
        return None
    number = ledger.number_of(month, workspace.briefs[month.year].record.first_number)
    day = workspace.progress[reported_period(workspace, month)].record.date_reported
    added = IssuedBrief(period=month, number=number, date=day)
    return IssuedBriefs(issued=(*ledger.issued, added))


def reported_period(workspace: Workspace, month: Period) -> Period:
    """Return the period whose figures a month's brief tells: the quarter's that ends with it if need be."""
    quarter = Period(month.year, month.last_month, 3)
    if month not in workspace.progress and month.last_month % 3 == 0:
        return quarter if quarter in workspace.progress else month
    return month


def _issued(workspace: Workspace, year: int) -> IssuedBriefs:
    sourced = workspace.issued_briefs.get(year)
    return sourced.record if sourced else IssuedBriefs()
