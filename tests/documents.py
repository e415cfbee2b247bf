"""The jobs of a workspace's documents, by kind and by what they are about."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.periods import Period
from reportgen.reports.circulars import Dispatch
from reportgen.reports.jobs import Job, Subject, annex_job, open_templates
from reportgen.reports.kinds import document_of, documents_of, find_kind
from reportgen.sources.workspace import Workspace


def job(workspace: Workspace, kind: str, about: str | int) -> Job:
    """Return the job of a document that goes out alone, about a year or a period."""
    made = _document(workspace, kind, _subject(about))
    assert not isinstance(made, Dispatch)
    return made


def dispatch(workspace: Workspace, name: str, year: int = 2012) -> Dispatch:
    """Return a circular with all that goes out with it."""
    made = _document(workspace, "circular", Subject(year, name=name))
    assert isinstance(made, Dispatch)
    return made


def annex(workspace: Workspace, name: str, period: str) -> Job:
    """Return the job of an annex that goes out alone."""
    return annex_job(open_templates(workspace), name, Period.parse(period))


def every_document(workspace: Workspace, kind: str | None = None) -> Iterator[Job]:
    """Yield the jobs of all documents that there can be, or of those of a kind."""
    templates = open_templates(workspace)
    for name, head in templates.heads.kinds.items():
        if kind in (None, name):
            yield from documents_of(templates, head)


def _document(workspace: Workspace, kind: str, subject: Subject) -> Job:
    templates = open_templates(workspace)
    return document_of(templates, find_kind(templates.heads, kind), subject)


def _subject(about: str | int) -> Subject:
    if isinstance(about, int):
        return Subject(about)
    period = Period.parse(about)
    return Subject(period.year, period)
