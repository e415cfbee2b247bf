"""The monthly brief (月度工作简报、督查专报, assessment-practice §3.6 iv)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from reportgen.base.codes import Code
from reportgen.base.problems import MissingInputError
from reportgen.model.briefs import IssuedBrief, IssuedBriefs
from reportgen.model.labels import Status
from reportgen.model.periods import Period
from reportgen.reports.jobs import Job
from reportgen.reports.quarterly import QuarterlyContext, quarterly_context
from reportgen.reports.views import IndicatorView, MilestoneView
from reportgen.sources.workspace import Workspace

BRIEF = "brief"

# so many fit on three pages
_MOST_ROWS = 30
_MOST_ITEMS = 10


@dataclass(frozen=True, slots=True)
class BriefContext:
    """What ``brief.html`` is given beside the figures of the period."""

    title: str
    name: str
    number: int
    editor: str
    date: date
    month: int
    rows: tuple[IndicatorView, ...]
    most_items: int
    due_soon: tuple[MilestoneView, ...]
    due_indicators: tuple[IndicatorView, ...]
    report_to: tuple[str, ...]
    send_to: tuple[str, ...]
    issue_to: tuple[str, ...]
    copies_printed: int | None


def brief_job(workspace: Workspace, month: Period) -> Job:
    """Make the brief of a month; where only the quarter that ends with it is reported, of that."""
    sourced = workspace.briefs.get(month.year)
    if sourced is None:
        path = f"data/{month.year}/brief.yaml"
        remedy = f"在 {path} 中写上简报名称（name）和编印单位（editor）。"
        message = f"没有 {month.year} 年的简报报头"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, remedy)])
    figures = quarterly_context(workspace, _reported(workspace, month))
    brief = sourced.record
    issued = workspace.issued_briefs.get(month.year)
    ledger = issued.record if issued else IssuedBriefs()
    due_soon, due_indicators = _due_next(figures, month)
    context = BriefContext(
        title=f"{month.year}年{month.last_month}月目标进展情况",
        name=brief.name,
        number=ledger.number_of(month, brief.first_number),
        editor=brief.editor,
        date=figures.date,
        month=month.last_month,
        rows=_rows(figures),
        most_items=_MOST_ITEMS,
        due_soon=due_soon,
        due_indicators=due_indicators,
        report_to=brief.report_to,
        send_to=brief.send_to,
        issue_to=brief.issue_to,
        copies_printed=brief.copies_printed,
    )
    stem = f"{month.year}年{month.last_month}月{brief.name}"
    return Job(BRIEF, str(month), stem, "brief.html", {**asdict(figures), **asdict(context)})


def issued_with(workspace: Workspace, month: Period) -> IssuedBriefs | None:
    """Return the briefs issued with a month's added to them; None if it is among them already."""
    sourced = workspace.issued_briefs.get(month.year)
    issued = sourced.record.issued if sourced else ()
    if any(each.period == month for each in issued):
        return None
    context = brief_job(workspace, month).context
    added = {"period": month, "number": context["number"], "date": context["date"]}
    return IssuedBriefs(issued=(*issued, IssuedBrief.model_validate(added)))


def _reported(workspace: Workspace, month: Period) -> Period:
    quarter = Period(month.year, month.last_month, 3)
    if month not in workspace.progress and month.last_month % 3 == 0:
        month = quarter if quarter in workspace.progress else month
    if month not in workspace.progress:
        where = f"data/{month.year}/progress/{month}.yaml"
        message = f"没有 {month} 的进展数据"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, f"补上 {where}。")])
    return month


def _rows(figures: QuarterlyContext) -> tuple[IndicatorView, ...]:
    """Choose the rows of the table: all that are reported on, or the doubtful ones where too many."""
    if len(figures.indicators) <= _MOST_ROWS:
        return figures.indicators
    return figures.poor[:_MOST_ROWS]


def _due_next(
    figures: QuarterlyContext, month: Period
) -> tuple[tuple[MilestoneView, ...], tuple[IndicatorView, ...]]:
    """Find the open milestones and indicators that are due in the following month."""
    following = (month.year + month.last_month // 12, month.last_month % 12 + 1)

    def due(deadline: date | None) -> bool:
        return deadline is not None and (deadline.year, deadline.month) == following

    return (
        tuple(m for m in figures.milestones if due(m.deadline) and m.status is not Status.DONE),
        tuple(i for i in figures.indicators if due(i.deadline) and i.status is not Status.DONE),
    )
