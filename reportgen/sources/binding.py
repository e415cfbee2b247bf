"""Bind a document to a record of the model, keeping the document for the places of its values."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place, Problem
from reportgen.sources.expectations import Fault, expected_at, mistyped, whole
from reportgen.sources.field_faults import field_problem, nearest
from reportgen.sources.strict_yaml import Document, Location, in_order

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

    @cached_property
    def records(self) -> tuple[tuple[Location, BaseModel], ...]:
        """Return the record and all below it, in the file's order, each with where it stands."""
        return tuple(_walk(self.record, ()))


def _walk(record: BaseModel, location: Location) -> Iterator[tuple[Location, BaseModel]]:
    yield location, record
    for field, value in vars(record).items():  # half the time of iterating
        for index, below in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(below, BaseModel):
                yield from _walk(below, (*location, field, index))


def bind(model: type[M], document: Document) -> Sourced[M]:
    """Make a record of a document's values; raise DataError with every field that doesn't fit."""
    faults = {fault.location: fault for fault in mistyped(whole(model), document.value)}
    record: M | None = None
    try:
        record = model.model_validate(document.value)
    except ValidationError as error:
        for entry in error.errors(include_url=False):
            # without pydantic's mark for a dictionary's key: the place of its value is near enough
            location = tuple(step for step in entry["loc"] if step != "[key]")
            fault = Fault(entry["type"], location, entry["input"], entry.get("ctx", {}))
            faults.setdefault(location, fault)
    if record is None or faults:
        raise DataError(_field_problems(model, document, faults.values()))
    return Sourced(record, document)


def _field_problems(
    model: type[BaseModel], document: Document, faults: Collection[Fault]
) -> list[Problem]:
    """Translate faults into problems, in the order of the file.

    A field that is missing only because its name is misspelt is told once, at the misspelling.
    """
    meant = {
        fault.location: _meant_field(model, document, fault.location)
        for fault in faults
        if fault.kind == "extra_forbidden"
    }
    misspelt = {(*location[:-1], name) for location, name in meant.items()}
    problems = []
    for fault in faults:
        location = fault.location
        if location in meant:
            problems.append(_unknown(model, document, location, meant[location]))
        elif not (fault.kind == "missing" and location in misspelt) and not _miscounted(fault):
            expectation = expected_at(model, location)
            problems.append(field_problem(expectation, fault, document.place(location)))
    return in_order(problems)


def _miscounted(fault: Fault) -> bool:
    """Tell a list that pydantic finds too short only because it left out its faulty items."""
    least = fault.context.get("min_length")
    return (
        fault.kind == "too_short"
        and isinstance(fault.value, list)
        and isinstance(least, int)
        and len(fault.value) >= least
    )


def _meant_field(model: type[BaseModel], document: Document, location: Location) -> str | None:
    """Guess which field a wrong key means: the one of that title, else a similar one not yet set."""
    *around, key = location
    fields = expected_at(model, tuple(around)).fields
    titles = {name: field.title for name, field in fields.items()}
    if named := next((name for name, title in titles.items() if title == key), None):
        return named
    unset = {
        name: title for name, title in titles.items() if (*around, name) not in document.key_places
    }
    return nearest(str(key), unset, cutoff=0.5)


def _unknown(
    model: type[BaseModel], document: Document, location: Location, meant: str | None
) -> Problem:
    *around, key = location
    above = expected_at(model, tuple(around))
    place = document.key_places.get(location) or document.place(location)
    message = f"{above.words}里没有字段“{key}”" if around else f"没有字段“{key}”"
    if meant is None:
        known = "、".join(f"{name}（{field.title}）" for name, field in above.fields.items())
        remedy = f"删去，或改用这里可填的字段：{known}"
    else:
        title = above.fields[meant].title
        remedy = f"把“{key}”改成 {meant}（{title}）"
        if (*around, meant) in document.key_places:
            remedy = f"已经写了 {meant}（{title}），删去这一行"
        elif key == title:
            message += "：键要用英文名"
    return Code.FIELD_UNKNOWN.problem(message, place, remedy)
