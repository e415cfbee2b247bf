"""The year's target table (目标表)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from reportgen.model.targets import Office, Target, TargetTable
from reportgen.reports.views import gathered


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
    """Gather the table's cells in the order of its columns."""
    categories = {category.id: category.name for category in table.categories}
    return gathered(
        Table,
        table,
        author=office.name,
        date=table.date_issued,
        table_title=table.title,
        header_line=tuple(
            gathered(
                HeaderItem, title=Office.model_fields[key].title, value=getattr(office, key) or ""
            )
            for key in table.header_line
        ),
        columns=tuple(gathered(TableColumn, column) for column in table.columns),
        rows=tuple(
            tuple(_cell(target, column.key, categories) for column in table.columns)
            for target in table.targets
        ),
    )


def _cell(target: Target, key: str, categories: Mapping[str, str]) -> tuple[str, ...]:
    match key:
        case "category":
            return (categories[target.category],)
        case "basis":
            return target.basis
        case "seq" | "name" | "content" | "lead_unit":
            return (str(getattr(target, key) or ""),)
        case _:
            return (target.extra.get(key, ""),)
