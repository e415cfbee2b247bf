"""Records as the YAML text that a person would write and the strict reader takes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import yaml
from pydantic import BaseModel

from reportgen.model.numbers import plain


class _Dumper(yaml.SafeDumper):
    """Writes numbers as they are meant and lists indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = plain(value)
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(
    date,
    lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(value)),
)


def yaml_text(record: BaseModel) -> str:
    """Write a record; fields that hold their default are left out, words stay on one line."""
    return plain_yaml(record.model_dump(exclude_defaults=True))


def plain_yaml(value: object) -> str:
    """Write plain values: dictionaries, lists, texts, numbers, dates."""
    return yaml.dump(
        _plain(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def _plain(value: object) -> object:
    """Turn tuples into lists and words of an enumeration into plain words."""
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    if isinstance(value, str):
        return str(value)
    return value
