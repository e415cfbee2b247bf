"""The year's target table (目标表)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportgen.model.punctuation import normalise
from reportgen.model.targets import Column, Office, Target, TargetTable


@dataclass(frozen=True, slots=True)
class HeaderItem:
    """One item of the line above the table, such as 单位名称."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its role in the layout profile and its heading."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class TargetTableContext:
    """What ``target-table.html`` is given; a cell is a tuple of paragraphs."""

    title: str
    author: str
    date: date
    header_line: tuple[HeaderItem, ...]
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


def target_table_context(office: Office, table: TargetTable) -> TargetTableContext:
    """Gather the table's cells in the order of its columns, punctuation made full-width."""
    categories = {category.id: category.name for category in table.categories}
    return TargetTableContext(
        title=normalise(table.title),
        author=office.name,
        date=table.date_issued,
        header_line=tuple(_header_item(office, key) for key in table.header_line),
        columns=tuple(TableColumn(column.key, normalise(column.title)) for column in table.columns),
        rows=tuple(
            tuple(_cell(target, column, categories) for column in table.columns)
            for target in table.targets
        ),
    )


def _header_item(office: Office, key: str) -> HeaderItem:
    title = Office.model_fields[key].title or key
    return HeaderItem(title, normalise(getattr(office, key) or ""))


def _cell(target: Target, column: Column, categories: dict[str, str]) -> tuple[str, ...]:
    match column.key:
        case "category":
            return (normalise(categories[target.category]),)
        case "basis":
            return tuple(normalise(item) for item in target.basis)
        case "seq":
            return (str(target.seq),)
        case "name" | "content" | "lead_unit":
            return (normalise(getattr(target, column.key) or ""),)
        case key:
            return (normalise(target.extra.get(key, "")),)
