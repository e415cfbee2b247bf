"""The year's target table (目标表)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from reportgen.model.punctuation import normalise
from reportgen.model.targets import Column, Office, Target, TargetTable


@dataclass(frozen=True, slots=True)
class HeaderItem:
    """One item of the line above the table, such as 单位名称."""

    title: Annotated[str, "项目名称，如 单位名称"]
    value: Annotated[str, "内容"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its role in the layout profile and its heading."""

    key: Annotated[str, "栏目，也是版式文件里的栏名"]
    title: Annotated[str, "栏目名称"]


@dataclass(frozen=True, slots=True)
class Table:
    """What a template that needs ``table`` is given; a cell is a tuple of paragraphs."""

    author: Annotated[str, "机关名称，写入文件属性"]
    date: Annotated[date, "印发日期"]
    year: Annotated[int, "年度"]
    table_title: Annotated[str, "目标表的标题"]
    header_line: Annotated[tuple[HeaderItem, ...], "表上方一行的各项"]
    columns: Annotated[tuple[TableColumn, ...], "各栏"]
    rows: Annotated[tuple[tuple[tuple[str, ...], ...], ...], "各行；每格是若干段文字"]


def table_of(office: Office, table: TargetTable) -> Table:
    """Gather the table's cells in the order of its columns, punctuation made full-width."""
    categories = {category.id: category.name for category in table.categories}
    return Table(
        author=office.name,
        date=table.date_issued,
        year=table.year,
        table_title=normalise(table.title),
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
