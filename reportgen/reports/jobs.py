"""One document to be made: its file name, its template, what the template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from reportgen.base.codes import Code
from reportgen.base.problems import MissingInputError
from reportgen.model.labels import Annex
from reportgen.model.periods import Period
from reportgen.reports.quarterly import quarterly_context
from reportgen.reports.summary import summary_context
from reportgen.reports.target_table import target_table_context
from reportgen.sources.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be made. ``subject`` is the year or period that it is about."""

    kind: str
    subject: str
    stem: str
    template: str
    context: Mapping[str, object]

    def with_missing_list(self) -> Job:
        """Return the job with a page in front that lists what isn't reported."""
        return replace(self, context={**self.context, "missing_list": True})


def target_table_job(workspace: Workspace, year: int) -> Job:
    """Make the target table of a year."""
    table = workspace.tables.get(year)
    if table is None:
        known = "、".join(str(known) for known in sorted(workspace.tables)) or "（无）"
        raise _missing(f"没有 {year} 年度的目标表；现有年度：{known}", f"data/{year}/targets.yaml")
    context = target_table_context(workspace.office.record, table.record)
    return Job("target-table", str(year), f"{year}年度目标表", "target-table.html", asdict(context))


def quarterly_job(workspace: Workspace, period: Period) -> Job:
    """Make the assessment report of a quarter, cumulative from 1 January."""
    _require(workspace, period)
    context = quarterly_context(workspace, period)
    stem = f"{context.span}目标完成情况考核报告"
    return Job("quarterly", str(period), stem, "quarterly.html", asdict(context))


def summary_job(workspace: Workspace, period: Period) -> Job:
    """Make the report on all responsible units, ranked by their scores."""
    _require(workspace, period)
    context = summary_context(workspace, period)
    stem = f"{context.span}各单位目标完成情况汇总报告"
    return Job("summary", str(period), stem, "summary.html", asdict(context))


def annex_job(workspace: Workspace, period: Period, annex: Annex) -> Job:
    """Make one annex of a quarter's report as a document of its own."""
    _require(workspace, period)
    context = quarterly_context(workspace, period)
    title = f"{context.span}{annex.label}"
    values = {
        **asdict(context),
        "title": title,
        "part": annex.value,
        "landscape": annex in (Annex.DETAIL, Annex.SOURCES),
    }
    return Job("annex", f"{period}/{annex}", title, "annex.html", values)


def _require(workspace: Workspace, period: Period) -> None:
    table = workspace.tables.get(period.year)
    if table is None:
        raise _missing(f"没有 {period.year} 年度的目标表", f"data/{period.year}/targets.yaml")
    if period not in workspace.progress:
        known = "、".join(str(known) for known in sorted(workspace.progress)) or "（无）"
        where = f"data/{period.year}/progress/{period}.yaml"
        raise _missing(f"没有 {period} 的进展数据；现有期间：{known}", where)


def _missing(message: str, path: str) -> MissingInputError:
    remedy = f"补上 {path}，或改用现有的年度、期间。"
    return MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, remedy)])
