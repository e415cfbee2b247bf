"""Walk over a workspace's records and documents, together with where each thing stands."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from typing import TypeAlias, TypeVar

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem
from reportgen.model.periods import Period
from reportgen.model.records import Questioned, Record
from reportgen.model.targets import Indicator, Milestone, Subject, TargetTable
from reportgen.sources.binding import Sourced
from reportgen.sources.workspace import CircularKey, Workspace

K = TypeVar("K", int, Period, CircularKey)
H = TypeVar("H", bound=Hashable)
R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Record)
# from a record's field, and what stands in it, to the place
Placing: TypeAlias = Callable[..., Place]


def in_order(shelf: Mapping[K, Sourced[S]]) -> list[Sourced[S]]:
    """Return the files of one sort by year, period or name."""
    return [sourced for _, sourced in sorted(shelf.items())]


def records_of(shelf: Mapping[K, Sourced[Record]], *kinds: type[R]) -> Iterator[tuple[R, Placing]]:
    """Yield the records of some kinds in all files of one sort."""
    for sourced in in_order(shelf):
        yield from records_in(sourced, *kinds)


def records_in(sourced: Sourced[Record], *kinds: type[R]) -> Iterator[tuple[R, Placing]]:
    """Yield the records of some kinds in a file, in its order, each with what places its fields."""
    for location, record in sourced.records:
        if isinstance(record, kinds):
            yield record, partial(sourced.place, *location)


def subjects_of(table: Sourced[TargetTable]) -> Iterator[tuple[Subject, Placing]]:
    """Yield what a progress entry can report on: the indicators and milestones of a table."""
    return records_in(table, Indicator, Milestone)


def repeated(placed: Iterable[tuple[H, Place]]) -> Iterator[tuple[H, Place, Place]]:
    """Yield what stands again, with where it stood first and where it does now."""
    first: dict[H, Place] = {}
    for thing, place in placed:
        if first.setdefault(thing, place) is not place:
            yield thing, first[thing], place


def files_of(workspace: Workspace) -> Iterator[Sourced[Record]]:
    """Yield every data file."""
    yield workspace.office
    yield from (*in_order(workspace.tables), *in_order(workspace.progress))
    yield from (*in_order(workspace.circulars), *in_order(workspace.briefs))
    yield from in_order(workspace.rules)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the most similar known word, or nothing."""
    close = get_close_matches(word, [*known], n=1, cutoff=0.5)
    return f"，最接近的是 {close[0]}" if close else ""


def versions_of(indicator: Indicator, place: Placing) -> Iterator[tuple[Indicator, Placing]]:
    """Yield an indicator as it was at first and as each revision left it."""
    yield indicator.model_copy(update={"revisions": ()}), place
    for index, each in enumerate(indicator.revisions):
        yield indicator.at(each.effective_from), partial(place, "revisions", index)


def asked(record: Questioned | None, code: Code, message: str, place: Place) -> Iterator[Problem]:
    """Yield a problem unless the record says that it is right as it is."""
    if record is None or code.code not in record.confirmed:
        yield code.problem(message, place)
