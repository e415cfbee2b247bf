"""Circulars (公文): what their template is given, and which attachments they carry."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import DataError, Place
from reportgen.model.circulars import Attachment, BodyPart, Circular
from reportgen.model.kinds import Kind, Of
from reportgen.model.labels import Binding
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressReport
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Office, TargetTable
from reportgen.reports.filters import chinese_date
from reportgen.reports.jobs import (
    Job,
    Subject,
    Templates,
    annex_job,
    is_unfinished,
    job_of,
    made_of_period,
)
from reportgen.reports.references import with_figures
from reportgen.reports.views import gathered
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import template_of
from reportgen.templating.rendering import phrase
from reportgen.templating.values import joined


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Job):
    """A circular with all that goes out with it (一次发文)."""

    enclosures: tuple[Enclosure, ...]
    bound: bool
    draft: bool
    day: datetime.date
    data_files: tuple[Path, ...]


@dataclass(frozen=True)
class _Source:
    """A circular as an office wrote it in ``data/<year>/circulars``, or as a template makes it.

    ``values`` are the figures that its text is about, ``place`` is where an element of it stands.
    """

    circular: Circular
    stem: str
    folder: Path
    place: Callable[..., Place]
    values: Mapping[str, object]


def dispatch_of(templates: Templates, head: Sourced[Kind], subject: Subject) -> Dispatch:
    """Gather a circular and its attachments, titles taken from these themselves."""
    workspace, kind = templates.workspace, head.record
    make = _written if kind.of is Of.CIRCULAR else _generated
    source = make(templates, head, subject)
    circular = source.circular
    carried = tuple(_carried(templates, source, subject.year))
    own = workspace.circulars.get((subject.year, subject.name or ""))
    about = () if circular.about is None else made_of_period(workspace, circular.about)
    unfinished = is_unfinished(workspace, own, *about) or any(
        isinstance(each, Job) and each.context["unfinished"] for _, each in carried
    )
    if unfinished:
        later = {"number": None, "date": None, "printed_on": None}
        circular = circular.model_copy(update=later)
    # none is ever invented where none has been given out yet
    blank = f"{workspace.office.record.doc_code or ''}〔{subject.year}〕　　号"
    number = str(circular.number or blank)
    before = "" if circular.binding is Binding.BOUND else number
    ordinals = [""] if len(carried) == 1 else range(1, len(carried) + 1)
    attached = tuple(title for title, _ in carried)
    context = _context(workspace.office.record, subject.year, circular, number, attached)
    values = joined(
        {"sample": False, "incomplete": False},
        source.values,
        {"unfinished": unfinished},
        context,
    )
    data: list[Sourced[TargetTable] | Sourced[ProgressReport]] = []
    if circular.embed_data and subject.year in workspace.tables:
        data.append(workspace.tables[subject.year])
    if circular.embed_data and circular.about is not None:
        data.append(workspace.progress[circular.about])
    return Dispatch(
        kind=kind.kind,
        subject=subject,
        title=context.title,
        stem=source.stem + ("（待发）" if circular.is_draft else ""),
        template=template_of(head),
        context=values,
        profile=kind.profile,
        enclosures=tuple(
            Enclosure(f"{before}附件{ordinal}", *each)
            for ordinal, each in zip(ordinals, carried, strict=True)
        ),
        bound=circular.binding is Binding.BOUND,
        draft=circular.is_draft,
        day=context.date,
        data_files=tuple(workspace.root / each.document.name for each in data),
    )


def _written(templates: Templates, _: Sourced[Kind], subject: Subject) -> _Source:
    assert subject.name is not None
    sourced = templates.workspace.circulars[subject.year, subject.name]
    about = sourced.record.about
    figures = None if about is None else templates.figures_of(about)

    def told(part: BodyPart, index: int) -> BodyPart:
        texts = {
            name: with_figures(text, figures, sourced.place("body", index, name))
            for name in ("heading", "text")
            if (text := getattr(part, name)) is not None
        }
        return part.model_copy(update=texts)

    body = tuple(told(part, index) for index, part in enumerate(sourced.record.body))
    return _Source(
        sourced.record.model_copy(update={"body": body}),
        subject.name,
        (templates.workspace.root / sourced.document.name).parent,
        sourced.place,
        {} if about is None else templates.values_of(about),
    )


def _generated(templates: Templates, head: Sourced[Kind], subject: Subject) -> _Source:
    """Return a circular of which a template writes the text and its head the elements."""
    plain, elements = job_of(templates, head, subject), head.record.circular
    assert elements is not None

    def filled(name: str, value: object) -> object:
        if type(value) is str:
            return phrase(templates.environment, value, plain.context, head.place("circular", name))
        return tuple(filled(name, each) for each in value) if isinstance(value, tuple) else value

    texts = {name: filled(name, value) for name, value in elements}
    circular = Circular.model_construct(
        **dict(elements), title=plain.title, about=subject.period, body=()
    )
    return _Source(
        circular.model_copy(update=texts),
        plain.stem,
        templates.workspace.root / "templates",
        partial(head.place, "circular"),
        plain.context,
    )


def _context(
    office: Office, year: int, circular: Circular, number: str, attached: tuple[str, ...]
) -> CircularContext:
    organs = circular.organs or (office.name,)
    blank = f"{year}年　月　日"
    printed_on = circular.printed_on or circular.date
    return gathered(
        CircularContext,
        circular,
        title=circular.plain_title,
        author=organs[0],
        date=circular.date or datetime.date(year, 1, 1),
        date_text=chinese_date(circular.date) if circular.date else blank,
        draft=circular.is_draft,
        letter=circular.is_letter,
        organs=organs,
        mark_text=circular.mark or organs[0],
        mark_word="" if circular.is_letter or circular.mark else "文件",
        number=number,
        # a name of two characters is made as wide as one of three
        signers=tuple("　".join(each) if len(each) == 2 else each for each in circular.signers),
        recipients="，".join(circular.recipients or office.recipients),
        body=tuple(
            {name: normalise(value) if type(value) is str else value for name, value in part}
            for part in circular.body
        ),
        attached=attached,
        copies="，".join(circular.copies or office.copies),
        printed_by=circular.printed_by or organs[0],
        printed_on=chinese_date(printed_on) if printed_on else blank,
    )


def _carried(templates: Templates, source: _Source, year: int) -> Iterator[tuple[str, Job | Path]]:
    """Yield the title of each attachment and where it comes from."""
    for index, attachment in enumerate(source.circular.attachments):
        if attachment.file is not None:
            assert attachment.title is not None
            path = below(source.folder, *attachment.file.split("/"))
            templates.workspace.library.there(path)
            yield normalise(attachment.title), path
        else:
            place = source.place("attachments", index)
            job = _job(templates, attachment, source.circular.about, year, place)
            yield job.title, job


def _job(
    templates: Templates, attachment: Attachment, about: Period | None, year: int, place: Place
) -> Job:
    head = templates.heads.kinds.get(attachment.document or "")
    if head is not None and head.record.of is Of.YEAR:
        return job_of(templates, head, Subject(attachment.year or year))
    period = attachment.period or about
    if period is None:
        message = "附件没有写期间，公文也没有 about"
        raise DataError([Code.FIELD_MISSING.problem(message, place, "写上 period，如 2012Q3。")])
    if attachment.annex is not None:
        return annex_job(templates, attachment.annex, period)
    assert head is not None
    return job_of(templates, head, Subject(period.year, period))
