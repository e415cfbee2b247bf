"""JSON Schemas of the data files, for editors that complete and check YAML while it is written."""

from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from reportgen.model.briefs import Brief, IssuedBriefs
from reportgen.model.circulars import Circular
from reportgen.model.labels import Labelled
from reportgen.model.progress import ProgressReport
from reportgen.model.rules import AssessmentRules
from reportgen.model.schedule import Schedule
from reportgen.model.targets import Office, TargetTable
from reportgen.sources.expectations import record_title

_MODELS: Final[dict[str, type[BaseModel]]] = {
    "office": Office,
    "targets": TargetTable,
    "progress": ProgressReport,
    "assessment-rules": AssessmentRules,
    "circular": Circular,
    "schedule": Schedule,
    "brief": Brief,
    "issued-briefs": IssuedBriefs,
}


def json_schemas() -> dict[str, dict[str, object]]:
    """Make the schema (draft 2020-12) of each kind of data file."""
    return {name: _schema(model) for name, model in _MODELS.items()}


def _schema(model: type[BaseModel]) -> dict[str, object]:
    schema = model.model_json_schema(schema_generator=_ChineseSchema)
    definitions = schema.get("$defs", {})
    for kind in Labelled.__subclasses__():
        if definition := definitions.get(kind.__name__):
            definition.pop("title", None)
            if title := record_title(kind):
                definition["title"] = title
            definition["description"] = "；".join(f"{each.value} {each.label}" for each in kind)
    return {"$schema": _ChineseSchema.schema_dialect, **schema}


class _ChineseSchema(GenerateJsonSchema):
    """Takes titles from the model's Chinese words, and numbers as YAML writes them."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("description", None)  # the docstring is for programmers
        made.pop("title", None)
        title = record_title(schema["cls"])
        return {"title": title, **made} if title else made

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        number: JsonSchemaValue = super().decimal_schema(schema)["anyOf"][0]
        return number
