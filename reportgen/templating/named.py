"""Values that know what they are: which field of which record, and in what unit.

Templates are given these. They compare and print like what they are made of; what a template says
beside them (``beside``) and reckons with them (``filtering``) is held against their names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final, NamedTuple, get_args, get_type_hints

from pydantic import BaseModel

from reportgen.base.numbers import Shown
from reportgen.model.labels import Light, Status

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
    """A record that a value is of: its kind, by what it is told from others, what it is called."""

    kind: str
    key: str
    called: str


class Name(NamedTuple):
    """What a value is: a field, of these records (outermost first), in a unit, of a kind of record.

    ``unit`` is None for a text, and empty for a number whose unit isn't known.
    """

    field: str
    of: tuple[Owner, ...] = ()
    unit: str | None = None
    record: type = dict
    status: str = ""  # of the record, where it is judged
    sign: int = 0

    @property
    def is_data(self) -> bool:
        """Tell whether it is a text of the data: its words aren't the template's."""
        return self.unit is None and bool(self.of)

    @property
    def meaning(self) -> str:
        """Return what it is in words, and its field."""
        parts = self.field.split("-")
        said = [fields_of(self.record).get(each, "").partition("；")[0] for each in parts]
        words = "与".join(filter(None, said)) + ("之差" if len(said) > 1 else "")
        return f"{words}（{self.field}）"

    def is_beside(self, fields: Iterable[str]) -> bool:
        """Tell whether its record has one of these fields; what is a mere part may be any."""
        part = self.of and self.of[-1].kind != self.record.__name__
        return bool(part) or not fields_of(self.record).keys().isdisjoint(fields)


class _Named:
    _called: Name


class _Word(_Named, str):
    label: object


class _Day(_Named, date):
    pass


_NAMED: Final[Mapping[type, type]] = {
    kind: type(f"_{kind.__name__}", (_Named, kind), {})
    for kind in (int, Decimal, Shown, str, tuple)
}
KINDS = frozenset({*_NAMED.values(), _Word, _Day})


def named(value: object, name: Name | None) -> object:
    """Return a value that knows its name; what can't know one, or knows it, is returned as it is."""
    if name is None:
        return value
    made: _Named
    if isinstance(value, Status | Light):
        made = _Word(value.value)
        made.label = named(value.label, name)
    elif type(value) is date:
        made = _Day(value.year, value.month, value.day)
    elif kind := _NAMED.get(type(value)):
        made = kind(value)
    else:
        return value
    made._called = name
    return made


def name_of(value: object) -> Name | None:
    """Return the name that a value knows."""
    return value._called if isinstance(value, _Named) else None


def owner_of(record: object) -> tuple[Owner, ...]:
    """Return by what a record is told from others of its kind; nothing of one that is a mere part."""
    keys = [str(getattr(record, each)) for each in _KEYS if hasattr(record, each)]
    return (
        (Owner(type(record).__name__, keys[0], keys[1] if keys[1:] else keys[0]),) if keys else ()
    )


def name_for(record: object, field: str, value: object, of: tuple[Owner, ...]) -> Name:
    """Return what a field of a record, or an entry of a context, is; ``of`` are what it's a part of."""
    told = record.get if isinstance(record, Mapping) else partial(getattr, record)
    kind, status = type(record), str(told("status", None) or "")
    sign = (value > 0) - (value < 0) if isinstance(value, int | Decimal) else 0
    return Name(field, of, _unit_of(kind, field, value, told("unit", None)), kind, status, sign)


def _unit_of(kind: type, field: str, value: object, own: object) -> str | None:
    """Return the unit of a field of a kind of records, as its meaning says it, or its ``own``."""
    if isinstance(value, tuple):
        return "项"
    if not isinstance(value, int | Decimal):
        return "" if field == "display" else None
    unit = _unit_said(kind, field)
    if unit is None:  # in that of the record
        return "" if isinstance(value, int) else str(own or "")
    return unit


@lru_cache(maxsize=1024)
def _unit_said(kind: type, field: str) -> str | None:
    """Return the unit that a field's meaning says, None where it says none; no field has none."""
    meaning = fields_of(kind).get(field)
    if meaning is None:
        return ""
    return next((unit for said, unit in _SAYING if said.search(meaning)), None)


@lru_cache(maxsize=128)
def fields_of(kind: type) -> Mapping[str, str]:
    """Return what each field of a kind of records means."""
    if issubclass(kind, BaseModel):
        return {name: field.title or "" for name, field in kind.model_fields.items()}
    hints = get_type_hints(kind, include_extras=True) if is_dataclass(kind) else {}
    return {name: "".join(map(str, get_args(hint)[1:])) for name, hint in hints.items()}
