"""Write an imported table as ``targets.yaml``, with a comment above each doubtful indicator."""

from __future__ import annotations

import re

from reportgen.base.numbers import json_number, plain
from reportgen.importing.table import ImportedTable
from reportgen.model.targets import TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.names import TABLE_FILE
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.yaml_text import comment, plain_yaml

_OWN_FIELDS = ("deadline", "progress")


def table_yaml(table: ImportedTable) -> str:
    """Return the YAML text; what the table doesn't say is marked 待定, 待填, never invented.

    Raises DataError where it isn't what the loader takes back.
    """
    head = [
        "yaml-language-server: $schema=../.schema/targets.schema.json",
        f"由 {table.record.source} 导入。标“待核”的指标请逐条核对，核对后删去该行；“待定”“待填”的请补上。",
        "原表没有写成文日期的，date_issued 填的是导入当天，请改正。",
    ]
    if table.header_line:
        head.append(f"表头行原文：{table.header_line}")
    # not exclude_defaults: that a deadline is implied is to be seen
    record = table.record.model_dump(exclude_unset=True, exclude_none=True)
    text = "\n".join(map(comment, head)) + "\n\n" + _with_reviews(plain_yaml(record), table)
    bind(TargetTable, parse_yaml(text, TABLE_FILE))
    return text


def _with_reviews(text: str, table: ImportedTable) -> str:
    """Put what is to be looked at above each doubtful indicator."""

    def commented(match: re.Match[str]) -> str:
        doubt = table.doubts.get(match[2])
        if doubt is None or not doubt.review:
            return match[0]
        review = comment(f"待核：{doubt.review}（把握{plain(doubt.confidence * 100)}%）")
        return f"{match[1]}{review}\n{match[0]}"

    return re.sub(r"^( *)- id: (\S+)$", commented, text, flags=re.MULTILINE)


def json_record(table: ImportedTable) -> dict[str, object]:
    """Return what ``import --json`` prints."""
    record = table.record
    titles = {column.key: column.title for column in record.columns}
    categories = {category.id: category.name for category in record.categories}
    rows: list[dict[str, object]] = []
    indicators: list[dict[str, object]] = []
    for target in record.targets:
        category, extra = categories[target.category], target.extra
        rows.append(
            {
                "id": target.id,
                "category": category,
                "seq": target.seq,
                "name": target.name,
                "content": target.content,
                "basis": list(target.basis),
                "lead_unit": target.lead_unit,
                **{key: extra.get(key) for key in _OWN_FIELDS},
                "extra": {
                    titles.get(key, ""): text
                    for key, text in extra.items()
                    if key not in _OWN_FIELDS
                },
            }
        )
        for each in target.indicators:
            doubt, baseline = table.doubts[each.id], each.baseline
            indicators.append(
                {
                    "id": each.id,
                    "target": target.id,
                    "category": category,
                    "name": each.name,
                    "kind": each.kind.value,
                    "comparator": each.comparator.value,
                    "value": json_number(each.value),
                    "unit": each.unit,
                    "deadline": each.deadline.isoformat(),
                    "quote": each.quote,
                    "baseline": None if baseline is None else json_number(baseline.value),
                    "confidence": float(doubt.confidence),
                    "review": doubt.review,
                }
            )
    columns = [column.model_dump() for column in record.columns]
    found = {"title": record.title, "header_line": table.header_line, "columns": columns}
    return {"table": {**found, "rows": rows}, "indicators": indicators}
