"""The JSON Schemas speak Chinese and agree with the models."""

import json
import re
from decimal import Decimal
from importlib import import_module

import pytest

from reportgen.base.tables import rows_beside
from reportgen.model.indicator_kinds import Kind
from reportgen.model.records import Record
from reportgen.sources.schema import json_schemas
from tests.running import ROOT

SCHEMAS = json_schemas()


def nodes(schema):
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from nodes(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from nodes(inner)


@pytest.mark.parametrize("name", ["office", "targets", "progress"])
def test_every_schema_is_json_with_chinese_titles(name):
    schema = SCHEMAS[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema, ensure_ascii=False)) == schema
    for node in nodes(schema):
        if isinstance(node.get("title"), str):
            assert re.match(r"[\u4e00-\u9fff]", node["title"])
        for field in node.get("properties", {}).values():
            assert field["title"]


TABLES = [
    path for path in ROOT.glob("reportgen/*/*.csv") if path.read_text("utf-8").startswith("record,")
]


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.stem)
def test_every_field_of_a_record_has_its_word_and_every_word_its_field(table):
    module = import_module(f"reportgen.{table.parent.name}.{table.stem}")
    records = {
        each.__name__: each
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, Record)
        and each.__module__ == module.__name__
    }
    fields = [field for each in records.values() for field in each.model_fields.values()]
    assert fields
    assert not [field for field in fields if not field.title]
    rows = rows_beside(str(table))
    assert not [row for row in rows if row["field"] not in records[row["record"]].model_fields]


def test_numbers_are_numbers():
    indicator = SCHEMAS["targets"]["$defs"]["Indicator"]
    assert indicator["properties"]["value"] == {
        "description": "6万批次填 60000，单位批次；或填 6，单位万批次；between 填下限",
        "title": "目标值",
        "type": "number",
    }
    actual = SCHEMAS["progress"]["$defs"]["ProgressEntry"]["properties"]["actual"]
    assert {"type": "number", "minimum": 0} in actual["anyOf"]
    assert not any(isinstance(v, Decimal) for node in nodes(SCHEMAS) for v in node.values())


def test_choices_list_their_labels():
    kind = SCHEMAS["targets"]["$defs"]["Kind"]
    assert kind["title"] == "指标类型"
    assert kind["enum"] == [member.value for member in Kind]
    assert all(f"{member.value} {member.label}" in kind["description"] for member in Kind)


def test_unknown_fields_are_refused_and_titles_come_from_docstrings():
    assert SCHEMAS["office"]["additionalProperties"] is False
    assert SCHEMAS["targets"]["title"] == "目标表"
    assert SCHEMAS["progress"]["title"] == "进展数据"
    assert "description" not in SCHEMAS["targets"]["$defs"]["Target"]
