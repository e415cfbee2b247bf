"""Tell what a model expects at a place in a document: the type, and the field's Chinese title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from reportgen.base.numbers import PLAIN_INTEGER, PLAIN_NUMBER
from reportgen.sources.strict_yaml import Location, Value

# what pydantic would bend: its error, the types of the values that it may read, their writing
_FITTING: dict[object, tuple[str, tuple[type, ...], re.Pattern[str]]] = {
    bool: ("bool_type", (bool,), re.compile("(?!)")),
    date: ("date_type", (), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    int: ("int_type", (int,), PLAIN_INTEGER),
    Decimal: ("decimal_type", (int, Decimal), PLAIN_NUMBER),
}
_CHINESE_START = re.compile(r"[\u4e00-\u9fff][^\s:：,，.。(（]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint about a document: pydantic's error type, the location, and the value seen."""

    kind: str
    location: Location
    value: object
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What belongs at one place: ``annotation`` is the bare type, without None and constraints."""

    annotation: object
    name: str
    title: str
    description: str | None = None
    required: bool = True
    item: int | None = None

    @property
    def words(self) -> str:
        """Name the place as messages do: “联系电话”（phone）."""
        if self.item is not None:
            return f"“{self.title}”的第 {self.item + 1} 项"
        if self.title == self.name:
            return f"“{self.title}”"
        return f"“{self.title}”（{self.name}）"

    @property
    def fields(self) -> Mapping[str, Expectation]:
        """Return what is expected of the fields, if a record belongs here."""
        kind = self.annotation
        return _fields(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def record_title(kind: type) -> str:
    """Return the Chinese word that a class's docstring begins with, or nothing."""
    match = _CHINESE_START.match((kind.__doc__ or "").strip())
    return match[0] if match else ""


def whole(model: type[BaseModel]) -> Expectation:
    """Return what is expected of a whole document."""
    title = record_title(model) or model.__name__
    return Expectation(model, title, title)


def expected_at(model: type[BaseModel], location: Location) -> Expectation:
    """Walk from the whole document along ``location``, as far as the model knows such a place."""
    here = whole(model)
    for step in location:
        here = _expected_below(here, step) or here
    return here


def _expected_below(above: Expectation, step: str | int) -> Expectation | None:
    """Return what is expected one step below: in a field, an item or a free key."""
    if above.fields:
        return above.fields.get(str(step))
    origin, arguments = get_origin(above.annotation), get_args(above.annotation)
    if origin in (tuple, list) and isinstance(step, int):
        return replace(above, annotation=_bare(arguments[0]), item=step)
    if origin is dict and isinstance(step, str):
        return Expectation(_bare(arguments[1]), step, above.title)
    return None


@cache
def _fields(record: type[BaseModel]) -> Mapping[str, Expectation]:
    return {
        name: Expectation(
            _bare(field.annotation),
            name,
            field.title or name,
            field.description,
            field.is_required(),
        )
        for name, field in record.model_fields.items()
    }


def mistyped(here: Expectation, value: Value, location: Location = ()) -> Iterator[Fault]:
    """Yield the values that pydantic would bend into shape, with the type of error they deserve.

    It reads a date from 1325376000, false from ``NO`` and 7 from ``007``: none is what was meant.
    """
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            if below := _expected_below(here, step):
                yield from mistyped(below, inner, (*location, step))
    elif value is not None and (fitting := _FITTING.get(here.annotation)):
        kind, types, writing = fitting
        fits = writing.fullmatch(value) if isinstance(value, str) else type(value) in types
        if not fits:
            yield Fault(kind, location, value, {})


def _bare(annotation: object) -> object:
    """Take off ``Annotated`` and ``| None``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        if len(kinds) == 1:
            return _bare(kinds[0])
    return annotation
