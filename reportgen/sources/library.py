"""Read data files when they are asked for, and note what was asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from reportgen.base.problems import DataError, Problem, ReportgenError
from reportgen.sources.binding import M, Sourced, bind
from reportgen.sources.heads import Heads, read_heads
from reportgen.sources.strict_yaml import read_yaml

K = TypeVar("K")
V = TypeVar("V")


class Library:
    """The files of one workspace, each read once; ``asked`` are the data that were wanted.

    A file that was wanted and isn't there is noted too: if it came, the answer would be another.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked: set[Path] = set()
        self._kept: dict[tuple[Path, type[BaseModel]], Sourced[BaseModel]] = {}

    @cached_property
    def heads(self) -> Heads:
        """Return what the templates say of themselves; raises ConfigurationError for faulty ones."""
        return read_heads(self.root)

    def there(self, path: Path) -> bool:
        """Tell whether a file is there."""
        self.asked.add(path)
        return path.exists()

    def read(self, model: type[M], path: Path) -> Sourced[M]:
        """Read a file into a record; raises DataError, MissingInputError or OutputError."""
        self.asked.add(path)
        kept = self._kept.get((path, model))
        if kept is None:
            document = read_yaml(path, path.relative_to(self.root).as_posix())
            kept = self._kept[path, model] = bind(model, document)
        return cast(Sourced[M], kept)


@dataclass(frozen=True, eq=False)
class Shelf(Mapping[K, V]):
    """Records of one kind by year, period or name, each read when it is taken."""

    library: Library
    path_of: Callable[[K], Path]
    read: Callable[[Path], V]
    keys_there: Callable[[], Iterable[K]]
    taken: dict[K, V] = field(default_factory=dict)

    def __getitem__(self, key: K) -> V:
        if key not in self.taken:
            if key not in self:
                raise KeyError(key)
            self.taken[key] = self.read(self.path_of(key))
        return self.taken[key]

    def __contains__(self, key: object) -> bool:
        return self.library.there(self.path_of(cast(K, key)))

    def __iter__(self) -> Iterator[K]:
        return iter(self.keys_there())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def read_all(reads: Iterable[Callable[[], object]], others: Iterable[Problem] = ()) -> None:
    """Read file after file; a broken one doesn't hide the faults of the others.

    Raises MissingInputError or OutputError where files are all that is wrong, otherwise one
    DataError with everything.
    """
    failures: list[ReportgenError] = []
    for read in reads:
        try:
            read()
        except ReportgenError as error:
            failures.append(error)
    alone = not (rest := list(others))
    problems = [problem for error in failures for problem in error.problems] + rest
    if not problems:
        return
    kinds = {type(error) for error in failures}
    raise (kinds.pop() if alone and len(kinds) == 1 else DataError)(problems)
