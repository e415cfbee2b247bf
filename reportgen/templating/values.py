"""What templates are given: plain values that nothing can be done with but print and compare them.

A record of the model has methods, and pydantic's can run anything; a template gets its fields,
each knowing its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from pydantic import BaseModel

from reportgen.base.numbers import Shown
from reportgen.model.labels import Labelled
from reportgen.templating.named import KINDS, Owner, fields_of, name_for, named, owner_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record: TypeAlias = BaseModel | DataclassInstance

SCALARS = frozenset({type(None), bool, int, str, Decimal, Shown, date}) | KINDS


class Fields(Mapping[str, object]):
    """A record's fields, each made plain and named when it is first asked for.

    A thousand documents of a period share its figures, and each prints few of them.
    """

    __slots__ = ("_made", "_of", "_record")

    def __init__(self, record: Record, of: tuple[Owner, ...]) -> None:
        self._record, self._of = record, of
        self._made: dict[str, object] = {}

    def __getitem__(self, field: str) -> object:
        if field not in self._made:
            if field not in fields_of(type(self._record)):
                raise KeyError(field)
            value = getattr(self._record, field)
            name = name_for(self._record, field, value, self._of)
            self._made[field] = named(plain_values(value, self._of), name)
        return self._made[field]

    def __iter__(self) -> Iterator[str]:
        return iter(fields_of(type(self._record)))

    def __len__(self) -> int:
        return len(fields_of(type(self._record)))

    def __repr__(self) -> str:
        return repr(self._record)  # not of each field made plain, which takes eight times as long


# frozen mappings are made here alone
_PLAIN = SCALARS | {MappingProxyType, Fields}


def plain_values(value: object, of: tuple[Owner, ...] = ()) -> object:
    """Return a value as templates may have it: scalars, words with labels, tuples, frozen mappings.

    Records become mappings of their fields; ``of`` are those that the value is a part of. Raises
    TypeError for anything else, a subclass of text that is marked as safe among it: what a context
    may hold is decided here, of a record's field when it is asked for.
    """
    if type(value) in _PLAIN or isinstance(value, Labelled):
        return value
    if isinstance(value, tuple | list):
        return tuple(plain_values(each, of) for each in value)
    if isinstance(value, Mapping):
        return MappingProxyType(
            {
                key: named(plain_values(each, of), name_for(value, key, each, of))
                for key, each in value.items()
            }
        )
    if isinstance(value, BaseModel) or (is_dataclass(value) and not isinstance(value, type)):
        return Fields(value, of + owner_of(value))
    raise TypeError(f"no value for a template: {type(value).__name__}")


def plain_mapping(record: Mapping[str, object] | Record) -> Mapping[str, object]:
    """Return a record's fields, or a context, with all that is in them made plain and named."""
    plain = plain_values(record)
    assert isinstance(plain, Mapping)
    return plain


def joined(*contexts: Mapping[str, object] | Record) -> Mapping[str, object]:
    """Return contexts as one plain one; of two values of one name the later one counts."""
    return MappingProxyType(
        {name: value for each in contexts for name, value in plain_mapping(each).items()}
    )
