"""Write an imported table as ``targets.yaml``, with a comment above each doubtful indicator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from reportgen.base.numbers import json_number, plain
from reportgen.importing.importer import ImportedTable, Numbered
from reportgen.importing.rows import ImportedRow, category_letters
from reportgen.model.targets import TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.names import TABLE_FILE
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.yaml_text import comment, plain_yaml

_HEADER_FIELDS = {
    "单位名称": "unit",
    "主要负责人": "head",
    "联系人": "contact",
    "联系电话": "phone",
}
_UNKNOWN_UNIT = "待定"

Plain = dict[str, object]


def table_yaml(table: ImportedTable, issued: date, source: str) -> str:
    """Return the YAML text; what the table doesn't say is marked 待定, 待填, never invented.

    Raises DataError where it isn't what the loader takes back.
    """
    letters = category_letters(list(dict.fromkeys(row.category for row in table.rows)))
    content: Plain = {
        "year": table.year,
        "title": table.title,
        "date_issued": issued,
        "source": source,
    }
    if table.header_line:
        content["header_line"] = [
            field for word, field in _HEADER_FIELDS.items() if word in table.header_line
        ]
    content["columns"] = [{"key": column.key, "title": column.title} for column in table.columns]
    content["categories"] = [{"id": letter, "name": name} for name, letter in letters.items()]
    content["targets"] = [_target(row, letters, table) for row in table.rows]
    head = [
        "yaml-language-server: $schema=../.schema/targets.schema.json",
        f"由 {source} 导入。标“待核”的指标请逐条核对，核对后删去该行；“待定”“待填”的请补上。",
        "原表没有写成文日期的，date_issued 填的是导入当天，请改正。",
    ]
    if table.header_line:
        head.append(f"表头行原文：{table.header_line}")
    text = "\n".join(map(comment, head)) + "\n\n" + _with_reviews(plain_yaml(content), table)
    bind(TargetTable, parse_yaml(text, TABLE_FILE))
    return text


def _target(row: ImportedRow, letters: Mapping[str, str], table: ImportedTable) -> Plain:
    target: Plain = {
        "id": row.id,
        "category": letters[row.category],
        "seq": row.seq,
        "name": row.name,
        "content": row.content,
    }
    if row.basis:
        target["basis"] = list(row.basis)
    if row.lead_unit:
        target["lead_unit"] = row.lead_unit
    if extra := table.extra_of(row):
        target["extra"] = extra
    if own := table.indicators_of(row):
        target["indicators"] = [_indicator(each, row) for each in own]
    return target


def _indicator(numbered: Numbered, row: ImportedRow) -> Plain:
    proposal = numbered.proposal
    indicator: Plain = {
        "id": numbered.id,
        "name": proposal.name,
        "kind": proposal.kind.value,
        "comparator": proposal.comparator.value,
        "value": proposal.value,
        "unit": proposal.unit,
        "display": proposal.display,
        "deadline": proposal.deadline.day,
        "deadline_basis": proposal.deadline.basis.value,
        "definition": "待填：怎样算完成，比率写明分子、分母",
        "lead_unit": row.lead_unit or _UNKNOWN_UNIT,
        "quote": proposal.quote,
    }
    if proposal.baseline is not None:
        indicator["baseline"] = {
            "value": proposal.baseline,
            "unit": proposal.unit,
            "meaning": "原文括号中的上年度数",
            "confirmed": True,
        }
    return indicator


def _with_reviews(text: str, table: ImportedTable) -> str:
    """Put what is to be looked at above each doubtful indicator."""
    reviews = {each.id: each.proposal for each in table.doubtful}

    def commented(match: re.Match[str]) -> str:
        proposal = reviews.get(match[2])
        if proposal is None:
            return match[0]
        sure = plain(proposal.confidence * 100)
        review = comment(f"待核：{proposal.review}（把握{sure}%）")
        return f"{match[1]}{review}\n{match[0]}"

    return re.sub(r"^( *)- id: (\S+)$", commented, text, flags=re.MULTILINE)


def json_record(table: ImportedTable) -> dict[str, object]:
    """Return what ``import --json`` prints."""
    return {
        "table": {
            "title": table.title,
            "header_line": table.header_line,
            "columns": [{"key": each.key, "title": each.title} for each in table.columns],
            "rows": [
                {
                    "id": row.id,
                    "category": row.category,
                    "seq": row.seq,
                    "name": row.name,
                    "content": row.content,
                    "basis": list(row.basis),
                    "lead_unit": row.lead_unit,
                    "deadline": row.deadline,
                    "progress": row.progress,
                    "extra": dict(row.extra),
                }
                for row in table.rows
            ],
        },
        "indicators": [_json_indicator(each) for each in table.indicators],
    }


def _json_indicator(numbered: Numbered) -> dict[str, object]:
    proposal, row = numbered.proposal, numbered.row
    return {
        "id": numbered.id,
        "target": row.id,
        "category": row.category,
        "name": proposal.name,
        "kind": proposal.kind.value,
        "comparator": proposal.comparator.value,
        "value": json_number(proposal.value),
        "unit": proposal.unit,
        "deadline": proposal.deadline.day.isoformat(),
        "quote": proposal.quote,
        "baseline": None if proposal.baseline is None else json_number(proposal.baseline),
        "confidence": float(proposal.confidence),
        "review": proposal.review,
    }
