"""Bind a document to a record of the model, keeping the document for the places of its values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from reportgen.base.problems import DataError, Place
from reportgen.sources.expectations import mistyped
from reportgen.sources.field_faults import Fault, field_problems
from reportgen.sources.strict_yaml import Document, Location, read_yaml

M = TypeVar("M", bound=BaseModel)
M_co = TypeVar("M_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True)
class Sourced(Generic[M_co]):
    """A record and the document that it was read from."""

    record: M_co
    document: Document

    def place(self, *location: str | int) -> Place:
        """Return where the value at ``location`` stands, or the nearest value around it."""
        return self.document.place(location)


def read_record(model: type[M], path: Path, root: Path) -> Sourced[M]:
    """Read a data file below ``root`` into a record; raises DataError or OutputError."""
    return bind(model, read_yaml(path, path.relative_to(root).as_posix()))


def bind(model: type[M], document: Document) -> Sourced[M]:
    """Make a record of a document's values; raise DataError with every field that doesn't fit."""
    faults = {
        location: Fault(kind, location, value, {})
        for location, kind, value in mistyped(model, document.value)
    }
    try:
        record = model.model_validate(document.value)
    except ValidationError as error:
        for fault in _faults(error):
            faults.setdefault(fault.location, fault)
        raise DataError(field_problems(model, document, list(faults.values()))) from error
    if faults:
        raise DataError(field_problems(model, document, list(faults.values())))
    return Sourced(record, document)


def _faults(error: ValidationError) -> list[Fault]:
    return [
        Fault(entry["type"], _location(entry["loc"]), entry["input"], entry.get("ctx", {}))
        for entry in error.errors(include_url=False)
    ]


def _location(loc: tuple[str | int, ...]) -> Location:
    """Drop pydantic's mark for a dictionary's key; the place of its value is near enough."""
    return tuple(step for step in loc if step != "[key]")
