"""Rules on progress: it reports once on what the table has, as the rules of entry want it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import partial

from reportgen.assessment.changes import ChangedValue, corrections, table_changes
from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Place, Problem
from reportgen.checks.entries import date_doubt, entry_findings, given_figures
from reportgen.checks.walk import (
    Placing,
    in_order,
    nearest,
    records_in,
    records_of,
    repeated,
    subjects_of,
)
from reportgen.model.labels import ChangeKind
from reportgen.model.periods import Period
from reportgen.model.progress import PointsAdjustment, ProgressEntry, ProgressReport
from reportgen.model.targets import Indicator
from reportgen.sources.binding import Sourced
from reportgen.sources.workspace import Workspace


def progress_without_table(workspace: Workspace) -> Iterator[Problem]:
    """Find progress of a year that has no target table."""
    for report, place in records_of(workspace.progress, ProgressReport):
        period, year = report.period, report.period.year
        if year not in workspace.tables:
            message = f"{period} 的进展没有对应的 {year} 年目标表"
            remedy = f"先填写 data/{year}/targets.yaml，或改正期间。"
            yield Code.BROKEN_REFERENCE.problem(message, place("period"), remedy)


def duplicate_entries(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators that one progress file reports twice."""
    for report in in_order(workspace.progress):
        entries = records_in(report, ProgressEntry)
        placed = ((entry.indicator, place("indicator")) for entry, place in entries)
        for id_, first, again in repeated(placed):
            message = f"{id_} 在本期填报了两次，第 {first.line} 行已经填过；应当只填一次"
            yield Code.DUPLICATE_ID.problem(message, again, "合并成一条，删去另一条。")


def unknown_subjects(workspace: Workspace) -> Iterator[Problem]:
    """Find progress on indicators, sub-items and targets that the year's table doesn't have."""
    for report in _reports(workspace):
        table = workspace.tables[report.record.period.year]
        items = {
            subject.id: [each.id for each in subject.items]
            if isinstance(subject, Indicator)
            else []
            for subject, _ in subjects_of(table)
        }
        targets = [target.id for target in table.record.targets]
        named: list[tuple[str, Collection[str], str, Place]] = []
        for entry, place in records_in(report, ProgressEntry):
            id_ = entry.indicator
            named.append((id_, items, f"指标编号 {id_} 不存在", place("indicator")))
            for index, done in enumerate(entry.items_done if id_ in items else ()):
                said = f"{id_} 没有子项 {done}"
                named.append((done, items[id_], said, place("items_done", index)))
        for adjustment, place in records_in(report, PointsAdjustment):
            id_ = adjustment.target
            named.append((id_, targets, f"目标编号 {id_} 不存在", place("target")))
        for id_, known, said, where in named:
            if id_ not in known:
                yield Code.BROKEN_REFERENCE.problem(f"{said}{nearest(id_, known)}", where)


def faulty_entries(workspace: Workspace) -> Iterator[Problem]:
    """Find what the rules of entry refuse, the periods of a year side by side."""
    found: defaultdict[tuple[int, str], dict[Period, tuple[ProgressEntry, Placing]]]
    found = defaultdict(dict)
    for report in _reports(workspace):
        period = report.record.period
        for entry, place in records_in(report, ProgressEntry):
            found[period.year, entry.indicator][period] = entry, place
    for table in in_order(workspace.tables):
        for subject, _ in subjects_of(table):
            entries = found[table.record.year, subject.id]
            series = {period: entry for period, (entry, _) in entries.items()}
            for finding in entry_findings(subject, series):
                _, place = entries[finding.period]
                yield finding.problem(place(finding.field))


def missing_progress(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators without an entry, or with an entry that holds no figure."""
    for report in _reports(workspace):
        period = report.record.period
        entries = {
            each.indicator: (each, place) for each, place in records_in(report, ProgressEntry)
        }
        for indicator in workspace.tables[period.year].record.at(period.end).indicators:
            if not indicator.frequency.asks(period):
                continue
            entry, place = entries.get(indicator.id, (None, partial(report.place, "entries")))
            if entry is None or not given_figures(entry):
                lacking = "没有填报" if entry is None else "只有文字，没有数字"
                message = f"{indicator.id}（{indicator.name}）{period} {lacking}"
                yield Code.PROGRESS_MISSING.problem(message, place())


def dates_of_reports(workspace: Workspace) -> Iterator[Problem]:
    """Find dates of reports that can't belong to their period."""
    for report, place in records_of(workspace.progress, ProgressReport):
        day, period = report.date_reported, report.period
        first, last = period.start, period.last_reporting_day
        if not first <= day <= last:
            message = f"填报日期是 {day}，应在 {first} 至 {last} 之间"
            yield Code.DATE_OUT_OF_YEAR.problem(message, place("date_reported"))
        elif doubt := date_doubt(period, day):
            message = f"{period} 的填报日期是 {day}，{doubt}"
            yield Code.DATE_DOUBTFUL.problem(message, place("date_reported"))


def corrected_figures(workspace: Workspace) -> Iterator[Problem]:
    """Tell which figures were changed after their report went out (定稿)."""
    for period, frozen in sorted(workspace.frozen.items()):
        table, report = workspace.tables.get(period.year), workspace.progress.get(period)
        if table is None or report is None:
            continue
        places = {each.indicator: place for each, place in records_in(report, ProgressEntry)}
        for change in corrections(frozen.report.record, report.record, table.record):
            place = places.get(change.subject, partial(report.place, "entries"))
            before, after = _shown(change.before), _shown(change.after)
            message = f"{change.subject}（{change.name}）{period} 定稿时是 {before}，现在是 {after}"
            yield Code.FIGURE_CORRECTED.problem(message, place())


def changed_tables(workspace: Workspace) -> Iterator[Problem]:
    """Tell what of a target was changed otherwise than by a revision, since the last report."""
    last = {period.year: period for period in sorted(workspace.frozen)}
    for year, period in last.items():
        if (table := workspace.tables.get(year)) is None:
            continue
        places = {each.id: place for each, place in subjects_of(table)}
        before = workspace.frozen[period].table.record.at(period.end)
        for change in table_changes(before, table.record.at(period.end)):
            if change.kind is not ChangeKind.REWORDED:
                place = places.get(change.subject, table.place)
                was, now = _shown(change.before), _shown(change.after)
                message = f"{change.subject}（{change.name}）{period} 定稿以后{change.kind.label}"
                yield Code.TABLE_CHANGED.problem(f"{message}：{was} → {now}", place())


def _shown(value: ChangedValue) -> str:
    return plain(value) if isinstance(value, Decimal) else value or "空"


def sample_data(workspace: Workspace) -> Iterator[Problem]:
    """Tell which periods hold invented figures."""
    for report, place in records_of(workspace.progress, ProgressReport):
        if report.sample:
            yield Code.SAMPLE_DATA.problem(f"{report.period} 的数据是虚构的示例", place("sample"))


def _reports(workspace: Workspace) -> Iterator[Sourced[ProgressReport]]:
    """Yield the reports of years that have a table, in order of time."""
    for report in in_order(workspace.progress):
        if report.record.period.year in workspace.tables:
            yield report
