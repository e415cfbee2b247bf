"""What templates are given: every variable with its type and its meaning, for those who write them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from pydantic import BaseModel

from reportgen.model.kinds import Kind, Need, Of
from reportgen.model.labels import Labelled
from reportgen.reports.briefs import BriefContext
from reportgen.reports.circulars import CircularContext
from reportgen.reports.figures import Figures
from reportgen.reports.jobs import Common, UnitContext
from reportgen.reports.tables import Table
from reportgen.templating.named import fields_of

_BY_NEED = {Need.TABLE: Table, Need.FIGURES: Figures, Need.BRIEF: BriefContext}
_WORDS = {str: "文字", int: "整数", Decimal: "数", date: "日期", bool: "是或否", object: "值"}


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable, or one item of a record: its name, its type in words, its meaning."""

    name: str
    type: str
    meaning: str


def variables_and_records(kinds: Iterable[Kind]) -> dict[str, tuple[Variable, ...]]:
    """Return the variables of kinds by kind, then the fields of each record that these hold."""
    contexts = {kind.kind: _contexts(kind) for kind in kinds}
    variables = {
        name: tuple({each.name: each for record in records for each in _items(record)}.values())
        for name, records in contexts.items()
    }
    held = _held_in(each for records in contexts.values() for each in records)
    return variables | {name: _items(record) for name, record in held.items()}


def meanings_of(kind: Kind | None) -> dict[str, str]:
    """Return what each variable of a kind means; of None, those of an annex on its own."""
    contexts = _contexts(kind) if kind else [Common, Figures]
    return {each.name: each.meaning for record in contexts for each in _items(record)}


def _contexts(kind: Kind) -> list[type]:
    """Return what a kind's template is given; of two variables of one name the later one counts."""
    own: dict[Of, list[type]] = {Of.UNIT: [UnitContext], Of.CIRCULAR: [Figures, CircularContext]}
    needed = [_BY_NEED[need] for need in kind.needs]
    circular = [CircularContext] if kind.circular else []
    return [Common, *needed, *own.get(kind.of, []), *circular]


def _held_in(contexts: Iterable[type]) -> dict[str, type]:
    """Return the records that variables hold, and those that these hold, by name."""
    found: dict[str, type] = {}
    waiting = list(contexts)
    while waiting:
        for hint in get_type_hints(waiting.pop(0)).values():
            for inner in _inside(hint):
                if inner.__name__ not in found:
                    found[inner.__name__] = inner
                    waiting.append(inner)
    return found


def _items(record: type) -> tuple[Variable, ...]:
    """Return the fields of a context or a record: views say what they mean, the model has titles."""
    hints, meanings = get_type_hints(record), fields_of(record)
    return tuple(Variable(name, _words(hints[name]), said) for name, said in meanings.items())


def _inside(hint: object) -> Iterator[type]:
    """Yield the records that a type speaks of."""
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, BaseModel)):
        assert isinstance(hint, type)
        yield hint
    for each in get_args(hint):
        yield from _inside(each)


def _words(hint: object) -> str:
    inner = [each for each in get_args(hint) if each not in (NoneType, Ellipsis)]
    if NoneType in get_args(hint):
        return f"{'或'.join(map(_words, inner))}，可无"
    if get_origin(hint) is tuple:
        return f"{_words(inner[0])}的列表"
    if inner:
        return f"{'、'.join(map(_words, inner))}的对照"
    assert isinstance(hint, type)
    if issubclass(hint, Labelled):
        return "词：" + "、".join(f"{each.value} {each.label}" for each in hint)
    return _WORDS.get(hint, hint.__name__)
