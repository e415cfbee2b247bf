"""How documents are asked for, and what became of them; light, for where nothing has to be made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, ExitCode, Problem, ReportgenError
from reportgen.base.workers import Crew, Stopped
from reportgen.model.periods import Period
from reportgen.model.schedule import Limits
from reportgen.store import Output, Trace
from reportgen.writers.formats import DOCX, FLOWING_DOCX, FORMATS, Format

if TYPE_CHECKING:
    from reportgen.desk.production import Order

__all__ = ["FORMATS", "Made", "Manner", "Product", "Selection", "manner"]

# each document's number as it is done, and how it was made, though not yet of what
Results = Iterator[tuple[int, Trace | Stopped]]
# has documents made, on this machine or on others
Engine = Callable[["Order", "Manner"], Results]


@dataclass(frozen=True, slots=True)
class Manner:
    """How documents are made: in which formats, where, by how many processes with which limits.

    ``anew`` makes those too of which nothing has changed; without an ``engine`` forked processes make
    them.
    """

    formats: tuple[Format, ...]
    folder: Path
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    limits: Limits = field(default_factory=Limits)
    anew: bool = False
    engine: Engine | None = None

    @property
    def crew(self) -> Crew:
        """Return the processes that share the work out."""
        return Crew(self.workers, self.limits.seconds, self.limits.megabytes)

    @property
    def words(self) -> str:
        """Name the formats."""
        return ",".join(each.writer.__name__.strip("_") for each in self.formats)

    def name_of(self, stem: str) -> str:
        """Return the name under which it is kept how a document was made."""
        return f"{self.folder.absolute()}/{stem} {self.words}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of many documents: of these kinds, periods and units, of all where none are named."""

    kinds: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """What became of one document: how it was made, or what stopped it.

    ``why`` it was made is empty where nothing has changed.
    """

    kind: str
    stem: str
    why: tuple[str, ...] = ()
    trace: Trace | None = None
    failure: ReportgenError | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a request: of each document, the findings.

    ``order`` is of what they were made; none where that didn't have to be read.
    """

    products: tuple[Product, ...]
    found: tuple[Problem, ...]
    order: Order | None = None

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Return the files of all documents that there are."""
        return tuple(
            output for each in self.products if each.trace for output in each.trace.outputs
        )

    @property
    def failures(self) -> tuple[ReportgenError, ...]:
        """Return what stopped documents."""
        return tuple(each.failure for each in self.products if each.failure)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what was found, and then what stopped documents."""
        return (*self.found, *(each for error in self.failures for each in error.problems))

    @property
    def exit_code(self) -> int:
        """Return 0, what stopped all documents, or that some are there and some not."""
        if not self.failures:
            return ExitCode.DONE
        some = len(self.failures) < len(self.products)
        return ExitCode.SOME_FAILED if some else max(each.exit_code for each in self.failures)


def manner(
    formats: Sequence[str],
    folder: Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    flowing: bool = False,
    anew: bool = False,
) -> Manner:
    """Say how documents are made; by as many processes as there are processors if none is said.

    With a Dask ``scheduler`` by its workers. ``flowing`` Word files have no forced page breaks;
    ``anew`` makes those too of which nothing has changed. Raises ConfigurationError where Dask is
    asked for and isn't installed.
    """
    chosen = (
        FLOWING_DOCX if flowing and each == DOCX.ending else FORMATS[each] for each in formats
    )
    made = Manner(tuple(chosen), folder, anew=anew)
    if scheduler:
        try:
            from reportgen.desk.cluster import on_cluster  # an extra
        except ImportError as error:
            problem = Code.CLUSTER_UNUSABLE.problem(f"本机没有装 Dask（{error.name}）")
            raise ConfigurationError([problem]) from error
        return replace(made, engine=on_cluster(scheduler))
    return replace(made, workers=workers) if workers else made
