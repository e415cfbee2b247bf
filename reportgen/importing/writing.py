"""Write an imported table as ``targets.yaml``, with a comment above each doubtful indicator."""

import re

from reportgen.base.numbers import json_number, plain
from reportgen.importing.table import ImportedTable
from reportgen.model.targets import TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.names import TABLE_FILE
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.yaml_text import comment, plain_yaml

_OWN_FIELDS = ("deadline", "progress")
_ROW = {"id", "category", "seq", "name", "content", "basis", "lead_unit"}
_INDICATOR = {"name", "kind", "comparator", "value", "unit", "deadline", "quote", "baseline"}


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

    def reviewed(match: re.Match[str]) -> str:
        doubt, left = table.doubts.get(match[2]), table.left.get(match[2])
        if doubt and doubt.review:
            review = f"{doubt.review}（把握{plain(doubt.confidence * 100)}%）"
        elif left:
            review = f"原文中的{'、'.join(left)}没有提出指标"
        else:
            return match[0]
        return f"{match[1]}{comment(f'待核：{review}')}\n{match[0]}"

    # not exclude_defaults: that a deadline is implied is to be seen
    record = table.record.model_dump(exclude_unset=True, exclude_none=True)
    body = re.sub(r"^( *)- id: (\S+)$", reviewed, plain_yaml(record), flags=re.MULTILINE)
    text = "\n".join(map(comment, head)) + "\n\n" + body
    bind(TargetTable, parse_yaml(text, TABLE_FILE))
    return text


def json_record(table: ImportedTable) -> dict[str, object]:
    """Return what ``import --json`` prints."""
    record = table.record
    titles = {column.key: column.title for column in record.columns}
    categories = {category.id: category.name for category in record.categories}
    rows: list[dict[str, object]] = []
    indicators: list[dict[str, object]] = []
    for target in record.targets:
        category, extra = categories[target.category], target.extra
        row = target.model_dump(include=_ROW) | {"category": category}
        own = {titles.get(key, ""): extra[key] for key in extra if key not in _OWN_FIELDS}
        fields = {key: extra.get(key) for key in _OWN_FIELDS}
        rows.append({**row, **fields, "extra": own, "without_indicator": table.left[target.id]})
        for each in target.indicators:
            doubt, baseline = table.doubts[each.id], each.baseline
            indicators.append(
                {
                    "id": each.id,
                    "target": target.id,
                    "category": category,
                    **each.model_dump(mode="json", include=_INDICATOR),
                    "value": json_number(each.value),
                    "baseline": None if baseline is None else json_number(baseline.value),
                    "confidence": float(doubt.confidence),
                    "review": doubt.review,
                }
            )
    columns = [column.model_dump() for column in record.columns]
    found = {"title": record.title, "header_line": table.header_line, "columns": columns}
    problems = [problem.to_json() for problem in table.problems]
    return {"table": {**found, "rows": rows}, "indicators": indicators, "problems": problems}
