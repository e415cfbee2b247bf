"""Make documents of jobs and put them into the output folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.paths import below
from reportgen.base.problems import Problem, ReportgenError
from reportgen.publish import MadeFile, publish
from reportgen.reports.circulars import Dispatch
from reportgen.reports.jobs import Job
from reportgen.typesetting import Format
from reportgen.workshop import DocxWriter, Workshop


@dataclass(frozen=True, slots=True)
class Output:
    """One file that was made; ``pages`` is 0 for a list or a record."""

    kind: str
    format: str
    path: Path
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run: the files made, the errors that stopped documents."""

    outputs: tuple[Output, ...]
    failures: tuple[ReportgenError, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what stopped documents, problem by problem."""
        return tuple(problem for failure in self.failures for problem in failure.problems)


def build(
    workshop: Workshop,
    jobs: Iterable[Job | Dispatch],
    formats: Sequence[Format],
    folder: Path,
    write_docx: DocxWriter,
    progress: Callable[[str], None],
) -> Outcome:
    """Make every job's files in the folder; a document that fails doesn't stop the others."""
    outputs: list[Output] = []
    failures: list[ReportgenError] = []
    for job in jobs:
        progress(job.stem)
        try:
            made = made_files(workshop, job, formats, write_docx)
            outputs += [_put(folder, job.kind, file) for file in made]
        except ReportgenError as error:
            failures.append(error)
    return Outcome(tuple(outputs), tuple(failures))


def made_files(
    workshop: Workshop, job: Job | Dispatch, formats: Sequence[Format], write_docx: DocxWriter
) -> list[MadeFile]:
    """Make all files of a job; nothing is written, so that a job is put out whole or not at all."""
    if isinstance(job, Dispatch):
        from reportgen.dispatch.packing import packed  # slow to load, for its PDF library

        return packed(workshop, job, formats, write_docx)
    layout = workshop.make(job)
    return [
        MadeFile(
            (f"{job.stem}.{wanted}",),
            workshop.written(layout, wanted, write_docx),
            len(layout.pages),
        )
        for wanted in formats
    ]


def _put(folder: Path, kind: str, file: MadeFile) -> Output:
    path = below(folder, *file.names)
    publish(path, file.content)
    digest = hashlib.sha256(file.content).hexdigest()
    return Output(kind, path.suffix[1:], path, file.pages, digest)
