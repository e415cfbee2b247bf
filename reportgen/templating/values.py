"""What templates are given: plain values that nothing can be done with but print and compare them.

A record of the model has methods, and pydantic's can run anything; a template gets its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pydantic import BaseModel

from reportgen.model.labels import Labelled

SCALARS = frozenset({type(None), bool, int, str, Decimal, date})


def plain_values(value: object) -> object:
    """Return a value as templates may have it: scalars, words with labels, tuples, frozen mappings.

    Records become mappings of their fields. Raises TypeError for anything else, a subclass of text
    that is marked as safe among it: what a context may hold is decided here.
    """
    if type(value) in SCALARS or isinstance(value, Labelled):
        return value
    if isinstance(value, tuple | list):
        return tuple(map(plain_values, value))
    if isinstance(value, Mapping):
        entries = value
    elif isinstance(value, BaseModel):
        entries = {name: getattr(value, name) for name in type(value).model_fields}
    elif is_dataclass(value):
        entries = {field.name: getattr(value, field.name) for field in fields(value)}
    else:
        raise TypeError(f"no value for a template: {type(value).__name__}")
    return plain_mapping(entries)


def plain_mapping(entries: Mapping[str, object]) -> Mapping[str, object]:
    """Return a context or a record's fields with all that is in them made plain."""
    return MappingProxyType({name: plain_values(value) for name, value in entries.items()})
