"""Rules on dates: deadlines lie in the table's year, measures end soon after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.checks.walk import subjects_of
from reportgen.codes import Code
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace


def deadlines_out_of_year(workspace: Workspace) -> Iterator[Problem]:
    """Find deadlines of indicators and milestones outside the table's year."""
    for table in workspace.tables.values():
        year = table.record.year
        for location, subject in subjects_of(table.record):
            if subject.deadline is not None and subject.deadline.year != year:
                yield Code.DATE_OUT_OF_YEAR.problem(
                    f"{subject.id} 的完成时限是 {subject.deadline}，应在 {year} 年内",
                    table.place(*location, "deadline"),
                )


def dates_of_progress(workspace: Workspace) -> Iterator[Problem]:
    """Find measures and report dates that can't belong to the period's year."""
    for period, report in sorted(workspace.progress.items()):
        year = period.year
        reported_on = report.record.date_reported
        if not period.start <= reported_on <= period.last_reporting_day:
            yield Code.DATE_OUT_OF_YEAR.problem(
                f"填报日期是 {reported_on}，应在 {period.start} 至 {period.last_reporting_day} 之间",
                report.place("date_reported"),
            )
        last_due = date(year + 1, 1, 31)
        for index, entry in enumerate(report.record.entries):
            if entry.due is not None and not date(year, 1, 1) <= entry.due <= last_due:
                yield Code.DATE_OUT_OF_YEAR.problem(
                    f"{entry.indicator} 的措施时限是 {entry.due}，"
                    f"应在 {year} 年内，最迟次年1月31日",
                    report.place("entries", index, "due"),
                )
