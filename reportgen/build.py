"""Make documents of jobs and put them into the output folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.assets import image_loader
from reportgen.errors import ReportgenError
from reportgen.fonts.fontconfig import activate
from reportgen.fonts.resolving import resolve_fonts
from reportgen.layout.profile import LayoutProfile
from reportgen.problems import Problem
from reportgen.publish import publish
from reportgen.reports.filters import FILTERS
from reportgen.reports.jobs import Job
from reportgen.templating import make_environment
from reportgen.typesetting import (
    Format,
    Typeset,
    compose,
    typeset,
    write_flowing_docx,
    write_paged_docx,
    write_pdf,
)

if TYPE_CHECKING:
    from reportgen.writers.pdf.engine import PdfEngine

DocxWriter = Callable[[Typeset, LayoutProfile], bytes]
PAGED: DocxWriter = write_paged_docx
FLOWING: DocxWriter = write_flowing_docx


@dataclass(frozen=True, slots=True)
class Output:
    """One file that was made."""

    kind: str
    format: Format
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


class Workshop:
    """The means of production, made once for many jobs: profile, templates, fonts, engine."""

    def __init__(self, root: Path, profile: LayoutProfile) -> None:
        self.profile = profile
        self.fonts = resolve_fonts(profile.font_faces())
        self.environment = make_environment(root / "templates", FILTERS)
        self.load_image = image_loader(root / "templates")
        activate(self.fonts)
        # Pango reads the font configuration when it is loaded, so it must not be loaded before
        from reportgen.writers.pdf.engine import PdfEngine

        self.engine: PdfEngine = PdfEngine(profile, self.fonts.fallback_family)

    def make(self, job: Job) -> Typeset:
        """Compose and typeset one document."""
        composed = compose(
            self.environment, job.template, job.context, self.profile, self.load_image
        )
        return typeset(composed, self.profile, self.engine)


def build(
    workshop: Workshop,
    jobs: Iterable[Job],
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
            outputs += _make_files(workshop, job, formats, folder, write_docx)
        except ReportgenError as error:
            failures.append(error)
    return Outcome(tuple(outputs), tuple(failures))


def _make_files(
    workshop: Workshop,
    job: Job,
    formats: Sequence[Format],
    folder: Path,
    write_docx: DocxWriter,
) -> list[Output]:
    ready = workshop.make(job)
    contents: dict[Format, bytes] = {}
    for wanted in formats:
        if wanted is Format.PDF:
            contents[wanted] = write_pdf(ready, workshop.engine)
        else:
            contents[wanted] = write_docx(ready, workshop.profile)
    outputs = []
    for wanted, content in contents.items():
        path = folder / f"{job.stem}.{wanted}"
        publish(path, content)
        digest = hashlib.sha256(content).hexdigest()
        outputs.append(Output(job.kind, wanted, path, ready.laid_out.measured.page_count, digest))
    return outputs
