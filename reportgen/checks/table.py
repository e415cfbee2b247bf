"""Rules on the target table: ids, sequence numbers, references, columns, deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.base.problems import Problem
from reportgen.checks.walk import nearest, records_in, repeated, subjects_of
from reportgen.model.targets import (
    Benchmark,
    Category,
    Indicator,
    Milestone,
    Office,
    ScopeItem,
    Target,
)
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

_Numbered: TypeAlias = Category | Target | Indicator | ScopeItem | Milestone | Benchmark
FIXED_COLUMNS = ("category", "seq", "name", "content", "basis", "lead_unit")
HEADER_FIELDS = ("name", "unit", "head", "contact", "phone")
# within each of these an id stands for one thing
_NUMBERED = ((Category,), (Target, Indicator, ScopeItem, Milestone, Benchmark))


def duplicate_ids(workspace: Workspace) -> Iterator[Problem]:
    """Find ids that stand twice among the categories or among all the rest of a table."""
    for table in workspace.tables.values():
        for kinds in _NUMBERED:
            numbered: Iterator[tuple[Location, _Numbered]] = records_in(table.record, *kinds)
            ids = ((location, record.id) for location, record in numbered)
            for id_, first, again in repeated(ids):
                line = table.place(*first, "id").line
                message = f"编号 {id_} 重复，第 {line} 行已经用过；编号应当唯一"
                yield Code.DUPLICATE_ID.problem(message, table.place(*again, "id"))


def duplicate_seqs(workspace: Workspace) -> Iterator[Problem]:
    """Find sequence numbers that stand twice in a category."""
    for table in workspace.tables.values():
        first: dict[tuple[str, int], str] = {}
        for location, target in records_in(table.record, Target):
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
        for location, target in records_in(table.record, Target):
            expected = last.get(target.category, 0) + 1
            if target.seq not in (expected, expected - 1):  # equal ones are duplicates
                message = f"{target.id} 的序号是 {target.seq}，按顺序应为 {expected}"
                yield Code.SEQ_GAP.problem(message, table.place(*location, "seq"))
            last[target.category] = target.seq


def unknown_categories(workspace: Workspace) -> Iterator[Problem]:
    """Find targets whose category isn't in the table's list."""
    for table in workspace.tables.values():
        known = [category.id for category in table.record.categories]
        for location, target in records_in(table.record, Target):
            if target.category not in known:
                hint = nearest(target.category, known)
                message = f"{target.id} 的类别 {target.category} 不存在{hint}"
                yield Code.BROKEN_REFERENCE.problem(
                    message,
                    table.place(*location, "category"),
                    f"改成已有的类别（{'、'.join(known)}），或先在 categories 中登记。",
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
            if field not in HEADER_FIELDS:
                message = f"表头行没有“{field}”这一项{nearest(field, HEADER_FIELDS)}"
            elif getattr(office, field) is None:
                title = Office.model_fields[field].title
                message = f"表头行要印“{title}”，office.yaml 中没有填写 {field}"
            else:
                continue
            yield Code.COLUMN_UNKNOWN.problem(
                message,
                table.place("header_line", index),
                f"表头行可用 {'、'.join(HEADER_FIELDS)}，且要在 office.yaml 中填写。",
            )


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
