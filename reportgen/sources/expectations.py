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
from pydantic.fields import FieldInfo

from reportgen.sources.strict_yaml import PLAIN_INTEGER, PLAIN_NUMBER, Location, Value

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CHINESE_START = re.compile(r"[\u4e00-\u9fff][^\s:：,，.。(（]*")


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
    def record(self) -> type[BaseModel] | None:
        """Return the record type that belongs here, if a record does."""
        kind = self.annotation
        return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def record_title(kind: type) -> str:
    """Return the Chinese word that a class's docstring begins with, or nothing."""
    match = _CHINESE_START.match((kind.__doc__ or "").strip())
    return match[0] if match else ""


def field_title(name: str, field: FieldInfo) -> str:
    """Return the field's Chinese title, or its name where it has none."""
    return field.title or name


def whole(model: type[BaseModel]) -> Expectation:
    """Return what is expected of a whole document."""
    title = record_title(model) or model.__name__
    return Expectation(model, title, title)


def expected_at(model: type[BaseModel], location: Location) -> Expectation | None:
    """Walk from the whole document along ``location``; None where the model knows no such place."""
    here: Expectation | None = whole(model)
    for step in location:
        if here is None:
            return None
        here = expected_below(here, step)
    return here


def expected_below(above: Expectation, step: str | int) -> Expectation | None:
    """Return what is expected one step below: in a field, an item or a free key."""
    if above.record is not None:
        return _fields(above.record).get(str(step))
    origin, arguments = get_origin(above.annotation), get_args(above.annotation)
    if origin in (tuple, list) and isinstance(step, int):
        return replace(above, annotation=_bare(arguments[0]), item=step)
    if origin is dict and isinstance(step, str):
        return Expectation(_bare(arguments[1]), step, above.title)
    return None


@cache
def _fields(record: type[BaseModel]) -> Mapping[str, Expectation]:
    """Return what is expected of a record's fields."""
    return {
        name: Expectation(
            _bare(field.annotation),
            name,
            field_title(name, field),
            field.description,
            field.is_required(),
        )
        for name, field in record.model_fields.items()
    }


def mistyped(model: type[BaseModel], value: Value) -> Iterator[tuple[Location, str, Value]]:
    """Yield the values that pydantic would bend into shape, with the type of error they deserve.

    It reads a date from 1325376000, false from ``NO`` and 7 from ``007``: none is what was meant.
    """
    yield from _mistyped_below(whole(model), value, ())


def _mistyped_below(
    here: Expectation, value: Value, location: Location
) -> Iterator[tuple[Location, str, Value]]:
    steps: Iterator[tuple[str | int, Value]]
    if isinstance(value, dict):
        steps = iter(value.items())
    elif isinstance(value, list):
        steps = iter(enumerate(value))
    else:
        if kind := _misfit(here.annotation, value):
            yield location, kind, value
        return
    for step, inner in steps:
        if below := expected_below(here, step):
            yield from _mistyped_below(below, inner, (*location, step))


def _misfit(annotation: object, value: Value) -> str | None:
    if value is None:
        return None  # pydantic knows where nothing is allowed
    text = value if isinstance(value, str) else None
    if annotation is bool:
        return None if isinstance(value, bool) else "bool_type"
    if annotation is date:
        return None if text is not None and _ISO_DATE.fullmatch(text) else "date_type"
    if annotation is int:
        if text is not None:
            return None if PLAIN_INTEGER.fullmatch(text) else "int_parsing"
        return "int_type" if isinstance(value, bool | Decimal) else None
    if annotation is Decimal:
        if text is not None:
            return None if PLAIN_NUMBER.fullmatch(text) else "decimal_parsing"
        return "decimal_type" if isinstance(value, bool) else None
    return None


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
