"""What templates are given: plain values that nothing can be done with but print and compare them.

A record of the model has methods, and pydantic's can run anything; a template gets its fields,
each knowing its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import BaseModel

from reportgen.base.numbers import Shown
from reportgen.model.labels import Labelled
from reportgen.templating.named import KINDS, Name, Owner, named, owner_of, unit_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCALARS = frozenset({type(None), bool, int, str, Decimal, Shown, date}) | KINDS
# frozen mappings are made here alone: a thousand documents of a period share its figures
_PLAIN = SCALARS | {MappingProxyType}


def plain_values(value: object, of: tuple[Owner, ...] = ()) -> object:
    """Return a value as templates may have it: scalars, words with labels, tuples, frozen mappings.

    Records become mappings of their fields; ``of`` are those that the value is a part of. Raises
    TypeError for anything else, a subclass of text that is marked as safe among it: what a context
    may hold is decided here.
    """
    if type(value) in _PLAIN or isinstance(value, Labelled):
        return value
    if isinstance(value, tuple | list):
        return tuple(plain_values(each, of) for each in value)
    if isinstance(value, Mapping | BaseModel) or (
        is_dataclass(value) and not isinstance(value, type)
    ):
        return plain_mapping(value, of + owner_of(value))
    raise TypeError(f"no value for a template: {type(value).__name__}")


def plain_mapping(
    record: Mapping[str, object] | BaseModel | DataclassInstance, of: tuple[Owner, ...] = ()
) -> Mapping[str, object]:
    """Return a record's fields, or a context, with all that is in them made plain and named.

    ``of`` are the records that they are of; a context is none.
    """
    if type(record) is MappingProxyType:
        return record
    entries, kind = _fields_of(record), type(record)
    status = str(entries.get("status") or "")
    return MappingProxyType(
        {
            field: named(
                plain_values(value, of),
                Name(field, of, unit_of(kind, field, entries), kind, status),
            )
            for field, value in entries.items()
        }
    )


def _fields_of(record: Mapping[str, object] | BaseModel | DataclassInstance) -> dict[str, object]:
    if isinstance(record, Mapping | BaseModel):
        return dict(record)
    return {name: getattr(record, name) for name in _names(type(record))}


@lru_cache(maxsize=128)
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def joined(
    *contexts: Mapping[str, object] | BaseModel | DataclassInstance,
) -> Mapping[str, object]:
    """Return contexts as one plain one; of two values of one name the later one counts."""
    plain = (plain_mapping(each) for each in contexts)
    return MappingProxyType({name: value for each in plain for name, value in each.items()})
