"""Bind a document to a record of the model, keeping the document for the places of its values.

What doesn't fit is said in Chinese: which field, where, what stands there, what should. Faults are
told apart by pydantic's error *type*; its English sentences are never read.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place, Problem
from reportgen.sources.expectations import Expectation, expected_at, field_title, mistyped
from reportgen.sources.strict_yaml import Document, Location, read_yaml
from reportgen.sources.value_faults import shown, value_problem
from reportgen.sources.yaml_faults import fullwidth_key

_RECORD_WANTED = frozenset({"model_type", "model_attributes_type", "dict_type", "mapping_type"})
_LIST_WANTED = frozenset({"tuple_type", "list_type", "set_type"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint about a document: pydantic's error type, the location, and the value seen."""

    kind: str
    location: Location
    value: object
    context: Mapping[str, object]


def field_problems(
    model: type[BaseModel], document: Document, faults: Sequence[Fault]
) -> list[Problem]:
    """Translate faults into problems, in the order of the file.

    A field that is missing only because its name is misspelt is told once, at the misspelling.
    """
    misspelt = {
        (*fault.location[:-1], meant)
        for fault in faults
        if fault.kind == "extra_forbidden" and (meant := _meant_field(model, document, fault))
    }
    problems = [
        _problem(model, document, fault)
        for fault in faults
        if not (fault.kind == "missing" and fault.location in misspelt) and not _miscounted(fault)
    ]
    return sorted(problems, key=_position)


def _miscounted(fault: Fault) -> bool:
    """Tell a list that pydantic finds too short only because it left out its faulty items."""
    least = fault.context.get("min_length")
    return (
        fault.kind == "too_short"
        and isinstance(fault.value, list)
        and isinstance(least, int)
        and len(fault.value) >= least
    )


def _position(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


def _problem(model: type[BaseModel], document: Document, fault: Fault) -> Problem:
    place = document.place(fault.location)
    expectation = expected_at(model, fault.location)
    if fault.kind == "extra_forbidden":
        return _unknown(model, document, fault)
    if expectation is None:
        return Code.FIELD_VALUE.problem(
            f"这里不符合要求（{fault.kind}），现在是{shown(fault.value)}", place
        )
    if fault.kind == "missing":
        return _missing(expectation, place)
    if document.value is None:
        return Code.FIELD_MISSING.problem("文件是空的", place, f"填写{expectation.title}的内容")
    if fault.value is None:
        return _empty(expectation, fault, place)
    if fault.kind in _RECORD_WANTED:
        return _not_a_record(expectation, fault, place)
    if fault.kind in _LIST_WANTED:
        return _not_a_list(expectation, fault, place)
    return value_problem(fault.kind, expectation, fault.value, fault.context, place)


def _missing(expectation: Expectation, place: Place) -> Problem:
    hint = f"，{expectation.description}" if expectation.description else ""
    return Code.FIELD_MISSING.problem(
        f"缺少{expectation.words}",
        place,
        f"补上 {expectation.name}: …（{expectation.title}{hint}）",
    )


def _empty(expectation: Expectation, fault: Fault, place: Place) -> Problem:
    remedy = "填上内容"
    if not expectation.required:
        remedy = "填上内容；不需要这一项的，删去这一行"
    elif fault.kind in _LIST_WANTED:
        remedy = "每项写一行，行首用“- ”（减号加空格）；没有内容的写 []"
    return Code.FIELD_MISSING.problem(f"{expectation.words}没有填", place, remedy)


def _not_a_record(expectation: Expectation, fault: Fault, place: Place) -> Problem:
    if isinstance(fault.value, str) and (key := fullwidth_key(fault.value)):
        return Code.YAML_FULLWIDTH_COLON.problem(f"键“{key}”后面是全角冒号“：”", place)
    example = _example_fields(expectation)
    return Code.FIELD_TYPE.problem(
        f"{expectation.words}应是一组“键: 值”，现在是{shown(fault.value)}",
        place,
        f"{'在下一行缩进' if fault.location else '逐行'}写各字段{example}",
    )


def _example_fields(expectation: Expectation) -> str:
    record = expectation.record
    if record is None:
        return ""
    names = [name for name, field in record.model_fields.items() if field.is_required()]
    return f"，如 {names[0]}: …" if names else ""


def _not_a_list(expectation: Expectation, fault: Fault, place: Place) -> Problem:
    return Code.FIELD_TYPE.problem(
        f"{expectation.words}应是列表，现在是{shown(fault.value)}",
        place,
        "每项写一行，行首用“- ”（减号加空格）；没有内容的写 []",
    )


def _unknown(model: type[BaseModel], document: Document, fault: Fault) -> Problem:
    key = str(fault.location[-1])
    place = document.key_places.get(fault.location) or document.place(fault.location)
    above = expected_at(model, fault.location[:-1])
    record = above.record if above else None
    if above is None or record is None:
        return Code.FIELD_UNKNOWN.problem(f"没有字段“{key}”", place)
    where = f"{above.words}里没有字段“{key}”" if fault.location[1:] else f"没有字段“{key}”"
    meant = _meant_field(model, document, fault)
    if meant is None:
        known = "、".join(
            f"{name}（{field_title(name, field)}）" for name, field in record.model_fields.items()
        )
        return Code.FIELD_UNKNOWN.problem(where, place, f"删去，或改用这里可填的字段：{known}")
    title = field_title(meant, record.model_fields[meant])
    remedy = f"把“{key}”改成 {meant}（{title}）"
    if (*fault.location[:-1], meant) in document.key_places:
        remedy = f"已经写了 {meant}（{title}），删去这一行"
    elif key == title:
        where += "：键要用英文名"
    return Code.FIELD_UNKNOWN.problem(where, place, remedy)


def _meant_field(model: type[BaseModel], document: Document, fault: Fault) -> str | None:
    """Guess which field a wrong key means: the one of that title, else a similar one not yet set."""
    above = expected_at(model, fault.location[:-1])
    if above is None or above.record is None:
        return None
    key = str(fault.location[-1])
    titles = {field_title(name, field): name for name, field in above.record.model_fields.items()}
    if key in titles:
        return titles[key]
    unset = {
        title: name
        for title, name in titles.items()
        if (*fault.location[:-1], name) not in document.key_places
    }
    names = {name.lower(): name for name in unset.values()}
    if near := difflib.get_close_matches(key.lower().replace("-", "_"), names, n=1):
        return names[near[0]]
    near = difflib.get_close_matches(key, unset, n=1, cutoff=0.5)
    return unset[near[0]] if near else None


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
