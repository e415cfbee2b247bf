"""Rules on progress: it reports once on what the table has, as the rules of entry want it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from reportgen.assessment.changes import ChangedValue, corrections
from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Problem
from reportgen.checks.entries import entry_findings, given_figures
from reportgen.checks.walk import nearest, records_in, repeated, subjects_of
from reportgen.model.periods import Period
from reportgen.model.progress import PointsAdjustment, ProgressEntry, ProgressReport
from reportgen.model.targets import ScopeItem, Target
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

_Placed: TypeAlias = tuple[Sourced[ProgressReport], Location, ProgressEntry]


def progress_without_table(workspace: Workspace) -> Iterator[Problem]:
    """Find progress of a year that has no target table."""
    for period, report in sorted(workspace.progress.items()):
        if period.year not in workspace.tables:
            yield Code.BROKEN_REFERENCE.problem(
                f"{period} 的进展没有对应的 {period.year} 年目标表",
                report.place("period"),
                f"先填写 data/{period.year}/targets.yaml，或改正期间。",
            )


def duplicate_entries(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators that one progress file reports twice."""
    for _, report in sorted(workspace.progress.items()):
        entries = records_in(report.record, ProgressEntry)
        for id_, first, again in repeated((where, entry.indicator) for where, entry in entries):
            line = report.place(*first, "indicator").line
            message = f"{id_} 在本期填报了两次，第 {line} 行已经填过；应当只填一次"
            place = report.place(*again, "indicator")
            yield Code.DUPLICATE_ID.problem(message, place, "合并成一条，删去另一条。")


def unknown_subjects(workspace: Workspace) -> Iterator[Problem]:
    """Find progress on indicators, sub-items and targets that the year's table doesn't have."""
    for period, report in _reports(workspace):
        table = workspace.tables[period.year].record
        items = {
            subject.id: [item.id for _, item in records_in(subject, ScopeItem)]
            for _, subject in subjects_of(table)
        }
        targets = [target.id for _, target in records_in(table, Target)]
        named: list[tuple[str, list[str], str, Location]] = []
        for where, entry in records_in(report.record, ProgressEntry):
            id_ = entry.indicator
            named.append((id_, [*items], f"指标编号 {id_} 不存在", (*where, "indicator")))
            for index, done in enumerate(entry.items_done if id_ in items else ()):
                said = f"{id_} 没有子项 {done}"
                named.append((done, items[id_], said, (*where, "items_done", index)))
        for where, adjustment in records_in(report.record, PointsAdjustment):
            id_ = adjustment.target
            named.append((id_, targets, f"目标编号 {id_} 不存在", (*where, "target")))
        for id_, known, said, where in named:
            if id_ not in known:
                place = report.place(*where)
                yield Code.BROKEN_REFERENCE.problem(f"{said}{nearest(id_, known)}", place)


def faulty_entries(workspace: Workspace) -> Iterator[Problem]:
    """Find what the rules of entry refuse, the periods of a year side by side."""
    found: defaultdict[tuple[int, str], dict[Period, _Placed]] = defaultdict(dict)
    for period, report in _reports(workspace):
        for location, entry in records_in(report.record, ProgressEntry):
            found[period.year, entry.indicator][period] = (report, location, entry)
    for year, table in workspace.tables.items():
        for _, subject in subjects_of(table.record):
            entries = found[year, subject.id]
            series = {period: entry for period, (_, _, entry) in entries.items()}
            for finding in entry_findings(subject, series):
                report, location, _ = entries[finding.period]
                yield finding.problem(report.place(*location, finding.field))


def missing_progress(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators without an entry, or with an entry that holds no figure."""
    for period, report in _reports(workspace):
        entries = {entry.indicator: index for index, entry in enumerate(report.record.entries)}
        for indicator in workspace.tables[period.year].record.indicators:
            index = entries.get(indicator.id)
            stands = f"{indicator.id}（{indicator.name}）{period}"
            if index is None:
                place = report.place("entries")
                yield Code.PROGRESS_MISSING.problem(f"{stands} 没有填报", place)
            elif not given_figures(report.record.entries[index]):
                place = report.place("entries", index)
                yield Code.PROGRESS_MISSING.problem(f"{stands} 只有文字，没有数字", place)


def dates_of_reports(workspace: Workspace) -> Iterator[Problem]:
    """Find dates of reports that can't belong to their period."""
    for period, report in sorted(workspace.progress.items()):
        day, first, last = report.record.date_reported, period.start, period.last_reporting_day
        if not first <= day <= last:
            message = f"填报日期是 {day}，应在 {first} 至 {last} 之间"
            yield Code.DATE_OUT_OF_YEAR.problem(message, report.place("date_reported"))


def corrected_figures(workspace: Workspace) -> Iterator[Problem]:
    """Tell which figures were changed after their report went out (定稿)."""
    for period, frozen in sorted(workspace.frozen.items()):
        table, report = workspace.tables.get(period.year), workspace.progress.get(period)
        if table is None or report is None:
            continue
        places = {entry.indicator: i for i, entry in enumerate(report.record.entries)}
        for change in corrections(frozen.report.record, report.record, table.record):
            where = places.get(change.subject)
            place = report.place("entries") if where is None else report.place("entries", where)
            yield Code.FIGURE_CORRECTED.problem(
                f"{change.subject}（{change.name}）{period} 定稿时是 {_shown(change.before)}，"
                f"现在是 {_shown(change.after)}",
                place,
            )


def _shown(value: ChangedValue) -> str:
    if value is None:
        return "空"
    return plain(value) if isinstance(value, Decimal) else value


def sample_data(workspace: Workspace) -> Iterator[Problem]:
    """Tell which periods hold invented figures."""
    for period, report in sorted(workspace.progress.items()):
        if report.record.sample:
            yield Code.SAMPLE_DATA.problem(f"{period} 的数据是虚构的示例", report.place("sample"))


def _reports(workspace: Workspace) -> Iterator[tuple[Period, Sourced[ProgressReport]]]:
    """Yield the reports of years that have a table, in order of time."""
    for period, report in sorted(workspace.progress.items()):
        if period.year in workspace.tables:
            yield period, report
