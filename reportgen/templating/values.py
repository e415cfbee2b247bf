"""What templates are given: plain values that nothing can be done with but print and compare them.

A record of the model has methods, and pydantic's can run anything; a template gets its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import BaseModel

from reportgen.base.numbers import Shown
from reportgen.model.labels import Labelled

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCALARS = frozenset({type(None), bool, int, str, Decimal, Shown, date})
# frozen mappings are made here alone: a thousand documents of a period share its figures
_PLAIN = SCALARS | {MappingProxyType}


def plain_values(value: object) -> object:
    """Return a value as templates may have it: scalars, words with labels, tuples, frozen mappings.

    Records become mappings of their fields. Raises TypeError for anything else, a subclass of text
    that is marked as safe among it: what a context may hold is decided here.
    """
    if type(value) in _PLAIN or isinstance(value, Labelled):
        return value
    if isinstance(value, tuple | list):
        return tuple(map(plain_values, value))
    if isinstance(value, Mapping):
        return plain_mapping(value)
    if isinstance(value, BaseModel) or (is_dataclass(value) and not isinstance(value, type)):
        return plain_mapping(fields_of(value))
    raise TypeError(f"no value for a template: {type(value).__name__}")


def fields_of(record: BaseModel | DataclassInstance) -> dict[str, object]:
    """Return a record's fields by name."""
    if isinstance(record, BaseModel):
        return dict(record)
    return {each.name: getattr(record, each.name) for each in fields(record)}


def plain_mapping(entries: Mapping[str, object]) -> Mapping[str, object]:
    """Return a context or a record's fields with all that is in them made plain."""
    if type(entries) is MappingProxyType:
        return entries
    return MappingProxyType({name: plain_values(value) for name, value in entries.items()})


def joined(*contexts: Mapping[str, object]) -> Mapping[str, object]:
    """Return contexts as one plain one; of two values of one name the later one counts."""
    plain = (plain_mapping(each) for each in contexts)
    return MappingProxyType({name: value for each in plain for name, value in each.items()})
