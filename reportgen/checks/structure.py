"""Rules on the table's skeleton: ids, sequence numbers, references and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.checks.walk import (
    nearest,
    parts_of,
    reported,
    reports_of,
    subjects_of,
    targets_of,
)
from reportgen.codes import Code
from reportgen.model.targets import Indicator, Office, TargetTable
from reportgen.problems import Problem
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

FIXED_COLUMNS = ("category", "seq", "name", "content", "basis", "lead_unit")
HEADER_FIELDS = ("name", "unit", "head", "contact", "phone")


def duplicate_ids(workspace: Workspace) -> Iterator[Problem]:
    """Find ids that stand twice among the categories or among all the rest of a table."""
    for table in workspace.tables.values():
        yield from _repeated(table, _category_ids(table.record))
        yield from _repeated(table, _row_ids(table.record))


def _category_ids(table: TargetTable) -> Iterator[tuple[Location, str]]:
    for index, category in enumerate(table.categories):
        yield ("categories", index, "id"), category.id


def _row_ids(table: TargetTable) -> Iterator[tuple[Location, str]]:
    for location, target in targets_of(table):
        yield (*location, "id"), target.id
    for location, _, part in parts_of(table):
        yield (*location, "id"), part.id
        for index, item in enumerate(part.items if isinstance(part, Indicator) else ()):
            yield (*location, "items", index, "id"), item.id


def _repeated(
    table: Sourced[TargetTable], ids: Iterable[tuple[Location, str]]
) -> Iterator[Problem]:
    first: dict[str, Location] = {}
    for location, id_ in ids:
        if id_ in first:
            line = table.place(*first[id_]).line
            message = f"编号 {id_} 重复，第 {line} 行已经用过；编号应当唯一"
            yield Code.DUPLICATE_ID.problem(message, table.place(*location))
        first.setdefault(id_, location)


def duplicate_entries(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators that one progress file reports twice."""
    for _, report in sorted(workspace.progress.items()):
        first: dict[str, Location] = {}
        for index, entry in enumerate(report.record.entries):
            location: Location = ("entries", index, "indicator")
            if entry.indicator in first:
                line = report.place(*first[entry.indicator]).line
                message = f"{entry.indicator} 在本期填报了两次，第 {line} 行已经填过；应当只填一次"
                yield Code.DUPLICATE_ID.problem(
                    message, report.place(*location), "合并成一条，删去另一条。"
                )
            first.setdefault(entry.indicator, location)


def duplicate_seqs(workspace: Workspace) -> Iterator[Problem]:
    """Find sequence numbers that stand twice in a category."""
    for table in workspace.tables.values():
        first: dict[tuple[str, int], str] = {}
        for location, target in targets_of(table.record):
            key = (target.category, target.seq)
            if key in first:
                message = (
                    f"{target.id} 的序号 {target.seq} 与 {first[key]} 重复"
                    f"（类别 {target.category}）；同一类别内序号应当唯一"
                )
                yield Code.DUPLICATE_SEQ.problem(message, table.place(*location, "seq"))
            first.setdefault(key, target.id)


def seq_gaps(workspace: Workspace) -> Iterator[Problem]:
    """Find sequence numbers that don't count 1, 2, 3 … within their category."""
    for table in workspace.tables.values():
        last: dict[str, int] = {}
        for location, target in targets_of(table.record):
            expected = last.get(target.category, 0) + 1
            if target.seq not in (expected, expected - 1):  # equal ones are duplicates
                message = f"{target.id} 的序号是 {target.seq}，按顺序应为 {expected}"
                yield Code.SEQ_GAP.problem(message, table.place(*location, "seq"))
            last[target.category] = target.seq


def unknown_categories(workspace: Workspace) -> Iterator[Problem]:
    """Find targets whose category isn't in the table's list."""
    for table in workspace.tables.values():
        known = [category.id for category in table.record.categories]
        for location, target in targets_of(table.record):
            if target.category not in known:
                message = (
                    f"{target.id} 的类别 {target.category} 不存在{nearest(target.category, known)}"
                )
                yield Code.BROKEN_REFERENCE.problem(
                    message,
                    table.place(*location, "category"),
                    f"改成已有的类别（{'、'.join(known)}），或先在 categories 中登记。",
                )


def unknown_indicators(workspace: Workspace) -> Iterator[Problem]:
    """Find progress entries that report on nothing in the year's table."""
    for year, table in workspace.tables.items():
        known = [subject.id for _, subject in subjects_of(table.record)]
        for _, report in reports_of(workspace, year):
            for index, entry in enumerate(report.record.entries):
                if entry.indicator not in known:
                    message = f"指标编号 {entry.indicator} 不存在{nearest(entry.indicator, known)}"
                    yield Code.BROKEN_REFERENCE.problem(
                        message, report.place("entries", index, "indicator")
                    )


def unknown_items(workspace: Workspace) -> Iterator[Problem]:
    """Find sub-items reported as done, and adjustments of targets, that the table doesn't have."""
    for item in reported(workspace):
        items = item.subject.items if isinstance(item.subject, Indicator) else ()
        known = [each.id for each in items]
        for index, done in enumerate(item.entry.items_done):
            if done not in known:
                message = f"{item.subject.id} 没有子项 {done}{nearest(done, known)}"
                place = item.report.place(*item.location, "items_done", index)
                yield Code.BROKEN_REFERENCE.problem(message, place)
    for period, report in workspace.progress.items():
        table = workspace.tables.get(period.year)
        known = [target.id for target in table.record.targets] if table else []
        for index, adjustment in enumerate(report.record.adjustments):
            if adjustment.target not in known:
                message = f"目标编号 {adjustment.target} 不存在{nearest(adjustment.target, known)}"
                place = report.place("adjustments", index, "target")
                yield Code.BROKEN_REFERENCE.problem(message, place)


def progress_without_table(workspace: Workspace) -> Iterator[Problem]:
    """Find progress of a year that has no target table."""
    for period, report in sorted(workspace.progress.items()):
        if period.year not in workspace.tables:
            yield Code.BROKEN_REFERENCE.problem(
                f"{period} 的进展没有对应的 {period.year} 年目标表",
                report.place("period"),
                f"先填写 data/{period.year}/targets.yaml，或改正期间。",
            )


def unknown_columns(workspace: Workspace) -> Iterator[Problem]:
    """Find columns that are neither built in nor filled by any target."""
    for table in workspace.tables.values():
        filled = {key for target in table.record.targets for key in target.extra}
        known = [*FIXED_COLUMNS, *sorted(filled)]
        for index, column in enumerate(table.record.columns):
            if column.key not in known:
                message = (
                    f"栏目 {column.key}（{column.title}）没有对应的内容{nearest(column.key, known)}"
                )
                yield Code.COLUMN_UNKNOWN.problem(message, table.place("columns", index, "key"))


def empty_header_fields(workspace: Workspace) -> Iterator[Problem]:
    """Find words of the header line that office.yaml doesn't answer."""
    office = workspace.office.record
    for table in workspace.tables.values():
        for index, field in enumerate(table.record.header_line):
            if message := _header_fault(office, field):
                yield Code.COLUMN_UNKNOWN.problem(
                    message,
                    table.place("header_line", index),
                    f"表头行可用 {'、'.join(HEADER_FIELDS)}，且要在 office.yaml 中填写。",
                )


def _header_fault(office: Office, field: str) -> str | None:
    if field not in HEADER_FIELDS:
        return f"表头行没有“{field}”这一项{nearest(field, HEADER_FIELDS)}"
    if getattr(office, field) is None:
        title = Office.model_fields[field].title
        return f"表头行要印“{title}”，office.yaml 中没有填写 {field}"
    return None
