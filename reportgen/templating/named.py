"""Values that know what they are: which field of which record, and in what unit.

Templates are given these. They compare and print like what they are made of; what a template says
beside them (``beside``) and reckons with them (``filtering``) is held against their names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple, get_args, get_type_hints

from pydantic import BaseModel

from reportgen.base.numbers import Shown

PERCENT = "%"
_KEYS = ("id", "name", "label")
_SAYING = (
    (re.compile("与 goal 之差"), ""),  # in per cent, or in the unit of the record
    (re.compile("项数|(?:指标|节点)数$"), "项"),
    (re.compile("%|百分[点比之]"), PERCENT),
    (re.compile("得分|分值|总分|[加减扣]分"), "分"),
    (re.compile("分子|分母|现值|权重"), ""),  # not in the unit of the record
)


class Owner(NamedTuple):
    """A record that a value is of: its kind, by what it is told from others, what fields it has."""

    kind: str
    key: str
    fields: frozenset[str]


class Name(NamedTuple):
    """What a value is: a field, of these records (outermost first), in a unit.

    ``unit`` is None for a text, and empty for a number whose unit isn't known.
    """

    field: str
    of: tuple[Owner, ...] = ()
    unit: str | None = None


class _Named:
    _called: Name


class _Whole(_Named, int):
    pass


class _Number(_Named, Decimal):
    pass


class _ShownNumber(_Named, Shown):
    pass


class _Text(_Named, str):
    pass


class _List(_Named, tuple[object, ...]):
    pass


_NAMED: Final[Mapping[type, type]] = {
    int: _Whole,
    Decimal: _Number,
    Shown: _ShownNumber,
    str: _Text,
    tuple: _List,
}
KINDS = frozenset(_NAMED.values())


def named(value: object, name: Name | None) -> object:
    """Return a value that knows its name; what can't know one, or knows it, is returned as it is."""
    kind = _NAMED.get(type(value))
    if kind is None or name is None:
        return value
    made = kind(value)
    made._called = name
    return made


def name_of(value: object) -> Name | None:
    """Return the name that a value knows."""
    return value._called if isinstance(value, _Named) else None


def owner_of(kind: type, fields: Mapping[str, object]) -> Owner | None:
    """Return by what a record is told from others of its kind; None for one that is part of another."""
    key = next((fields[each] for each in _KEYS if each in fields), None)
    return None if key is None else Owner(kind.__name__, str(key), frozenset(fields))


def unit_of(kind: type, field: str, fields: Mapping[str, object]) -> str | None:
    """Return the unit of a field of a kind of records, as its meaning says it."""
    value = fields[field]
    if isinstance(value, tuple):
        return "项"
    if not isinstance(value, int | Decimal):
        return "" if field == "display" else None
    unit = _units(kind).get(field, "")
    if unit is None:  # in that of the record
        return "" if isinstance(value, int) else str(fields.get("unit") or "")
    return unit


@lru_cache(maxsize=128)
def _units(kind: type) -> Mapping[str, str | None]:
    """Return the units that the meanings of a record's fields say."""
    return {
        name: next((unit for said, unit in _SAYING if said.search(meaning)), None)
        for name, meaning in _meanings(kind).items()
    }


def _meanings(kind: type) -> Mapping[str, str]:
    if issubclass(kind, BaseModel):
        return {name: field.title or "" for name, field in kind.model_fields.items()}
    hints = get_type_hints(kind, include_extras=True) if is_dataclass(kind) else {}
    return {name: "".join(map(str, get_args(hint)[1:])) for name, hint in hints.items()}
