"""Circulars (公文): what their template is given, and which attachments they carry."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import DataError, Place
from reportgen.model.circulars import Attachment, BodyPart, CircularElements
from reportgen.model.kinds import Kind, Of
from reportgen.model.labels import Binding
from reportgen.model.periods import Period
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Office
from reportgen.reports.filters import chinese_date
from reportgen.reports.jobs import (
    Job,
    Subject,
    Templates,
    annex_job,
    fields_of,
    figures_of_period,
    job_of,
)
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import template_of
from reportgen.sources.workspace import Workspace
from reportgen.templating.sandbox import phrase


@dataclass(frozen=True, slots=True)
class CircularContext:
    """What the template of a circular is given, beside the figures of the period that it is about."""

    title: Annotated[str, "标题，一行"]
    title_lines: Annotated[tuple[str, ...], "标题的各行"]
    author: Annotated[str, "发文机关，写入文件属性"]
    date: Annotated[datetime.date, "成文日期，写入文件属性；没有的为年初"]
    date_text: Annotated[str, "印出的成文日期，没有的留空"]
    draft: Annotated[bool, "是否待发"]
    letter: Annotated[bool, "是否信函格式"]
    organs: Annotated[tuple[str, ...], "发文机关"]
    mark_text: Annotated[str, "发文机关标志"]
    mark_word: Annotated[str, "标志后的“文件”二字，没有的为空"]
    copy_number: Annotated[str | None, "份号"]
    secrecy: Annotated[str | None, "密级和保密期限"]
    urgency: Annotated[str | None, "紧急程度"]
    number: Annotated[str, "发文字号，没有的留空"]
    signers: Annotated[tuple[str, ...], "签发人"]
    recipients: Annotated[str, "主送机关"]
    recipients_at_end: Annotated[bool, "主送机关是否移到版记"]
    body: Annotated[tuple[Mapping[str, object], ...], "正文各段：heading、level、text 或 passage"]
    attached: Annotated[tuple[str, ...], "附件说明中的各附件名称"]
    sealed: Annotated[bool, "是否加盖印章"]
    note: Annotated[str | None, "附注"]
    copies: Annotated[str, "抄送机关"]
    printed_by: Annotated[str, "印发机关"]
    printed_on: Annotated[str, "印出的印发日期，没有的留空"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment as it goes out: its label, its title and where it comes from."""

    label: str
    title: str
    source: Job | Path


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A circular with all that goes out with it (一次发文)."""

    kind: str
    subject: Subject
    stem: str
    circular: Job
    enclosures: tuple[Enclosure, ...]
    bound: bool
    draft: bool
    day: datetime.date
    data_files: tuple[Path, ...]


@dataclass(frozen=True)
class _Source:
    """A circular as it is written: by an office in ``data/<year>/circulars``, or by a template."""

    elements: CircularElements
    title_lines: tuple[str, ...]
    number: str
    date: datetime.date | None
    printed_on: datetime.date | None
    draft: bool
    body: tuple[BodyPart, ...]
    file: str
    folder: Path
    about: Period | None
    place: Callable[..., Place]
    values: Mapping[str, object]


def dispatch_of(
    workspace: Workspace, templates: Templates, head: Sourced[Kind], subject: Subject
) -> Dispatch:
    """Gather a circular and its attachments, titles taken from these themselves."""
    if head.record.of is Of.CIRCULAR:
        source = _written(workspace, templates, subject)
    else:
        source = _generated(workspace, templates, head, subject)
    enclosures = tuple(_enclosures(workspace, templates, source, subject.year))
    attached = tuple(each.title for each in enclosures)
    context = _context(workspace.office.record, subject.year, source, attached)
    values = {"sample": False, "incomplete": False, **source.values, **fields_of(context)}
    kind, title = head.record, context.title
    job = Job(kind.kind, subject, title, title, template_of(head), values, kind.profile)
    data = []
    if source.elements.embed_data and subject.year in workspace.tables:
        data.append(workspace.tables[subject.year].document.name)
    if source.elements.embed_data and source.about is not None:
        data.append(workspace.progress[source.about].document.name)
    return Dispatch(
        kind.kind,
        subject,
        source.file + ("（待发）" if source.draft else ""),
        job,
        enclosures,
        source.elements.binding is Binding.BOUND,
        source.draft,
        context.date,
        tuple(workspace.root / each for each in data),
    )


def _written(workspace: Workspace, templates: Templates, subject: Subject) -> _Source:
    assert subject.name is not None
    sourced = workspace.circulars[subject.year, subject.name]
    circular, about = sourced.record, sourced.record.about
    return _Source(
        elements=circular,
        title_lines=circular.title_lines,
        number=str(circular.number or _no_number(workspace, subject)),
        date=circular.date,
        printed_on=circular.printed_on or circular.date,
        draft=circular.is_draft,
        body=circular.body,
        file=subject.name,
        folder=(workspace.root / sourced.document.name).parent,
        about=about,
        place=sourced.place,
        values=fields_of(figures_of_period(workspace, templates, about))
        if about is not None
        else {},
    )


def _generated(
    workspace: Workspace, templates: Templates, head: Sourced[Kind], subject: Subject
) -> _Source:
    """Return a circular of which a template writes the text and its head the elements."""
    plain, elements = job_of(workspace, templates, head, subject), head.record.circular
    assert elements is not None

    def filled(name: str, value: object) -> object:
        if type(value) is str:
            return phrase(templates.environment, value, plain.context, head.place("circular", name))
        return tuple(filled(name, each) for each in value) if isinstance(value, tuple) else value

    texts = {name: filled(name, getattr(elements, name)) for name in type(elements).model_fields}
    return _Source(
        elements=elements.model_copy(update=texts),
        title_lines=tuple(plain.title.splitlines()),
        number=_no_number(workspace, subject),
        date=None,
        printed_on=None,
        draft=True,
        body=(),
        file=plain.stem,
        folder=workspace.root / "templates",
        about=subject.period,
        place=lambda *location: head.place("circular", *location),
        values=plain.context,
    )


def _no_number(workspace: Workspace, subject: Subject) -> str:
    """Return 发文字号 with a blank where none has been given out yet: none is ever invented."""
    return f"{workspace.office.record.doc_code or ''}〔{subject.year}〕　　号"


def _context(
    office: Office, year: int, source: _Source, attached: tuple[str, ...]
) -> CircularContext:
    elements = source.elements
    organs = elements.organs or (office.name,)
    blank_date = f"{year}年　月　日"
    return CircularContext(
        title="".join(source.title_lines),
        title_lines=source.title_lines,
        author=organs[0],
        date=source.date or datetime.date(year, 1, 1),
        date_text=chinese_date(source.date) if source.date else blank_date,
        draft=source.draft,
        letter=elements.is_letter,
        organs=organs,
        mark_text=elements.mark or organs[0],
        mark_word="" if elements.is_letter or elements.mark else "文件",
        copy_number=elements.copy_number,
        secrecy=elements.secrecy,
        urgency=elements.urgency,
        number=source.number,
        signers=tuple(map(_spaced, elements.signers)),
        recipients="，".join(elements.recipients or office.recipients),
        recipients_at_end=elements.recipients_at_end,
        body=tuple(_normalised(part) for part in source.body),
        attached=attached,
        sealed=elements.sealed,
        note=elements.note,
        copies="，".join(elements.copies or office.copies),
        printed_by=elements.printed_by or organs[0],
        printed_on=chinese_date(source.printed_on) if source.printed_on else blank_date,
    )


def _spaced(name: str) -> str:
    """Make a name of two characters as wide as one of three."""
    return "　".join(name) if len(name) == 2 else name


def _normalised(part: BodyPart) -> dict[str, object]:
    texts = {name: normalise(text) for name in ("heading", "text") if (text := getattr(part, name))}
    return part.model_dump() | texts


def _enclosures(
    workspace: Workspace, templates: Templates, source: _Source, year: int
) -> Iterator[Enclosure]:
    attachments = source.elements.attachments
    alone = len(attachments) == 1
    before = "" if source.elements.binding is Binding.BOUND else source.number
    for index, attachment in enumerate(attachments, start=1):
        label = f"{before}附件{'' if alone else index}"
        if attachment.file is not None:
            assert attachment.title is not None
            path = below(source.folder, *attachment.file.split("/"))
            workspace.library.there(path)
            yield Enclosure(label, normalise(attachment.title), path)
        else:
            place = source.place("attachments", index - 1)
            job = _job(workspace, templates, attachment, source.about, year, place)
            yield Enclosure(label, job.title, job)


def _job(
    workspace: Workspace,
    templates: Templates,
    attachment: Attachment,
    about: Period | None,
    year: int,
    place: Place,
) -> Job:
    head = templates.heads.kinds.get(attachment.document or "")
    if head is not None and head.record.of is Of.YEAR:
        return job_of(workspace, templates, head, Subject(attachment.year or year))
    period = attachment.period or about
    if period is None:
        message = "附件没有写期间，公文也没有 about"
        raise DataError([Code.FIELD_MISSING.problem(message, place, "写上 period，如 2012Q3。")])
    if attachment.annex is not None:
        return annex_job(workspace, templates, attachment.annex, period)
    assert head is not None
    return job_of(workspace, templates, head, Subject(period.year, period))
