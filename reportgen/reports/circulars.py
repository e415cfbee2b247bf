"""Circulars (公文): what their template is given, and which attachments they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import DataError
from reportgen.model.circulars import Attachment, BodyPart, Circular
from reportgen.model.labels import Binding
from reportgen.model.punctuation import normalise
from reportgen.reports.filters import chinese_date
from reportgen.reports.jobs import Job, annex_job, quarterly_job, summary_job, target_table_job
from reportgen.reports.quarterly import quarterly_context
from reportgen.sources.binding import Sourced
from reportgen.sources.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CircularContext:
    """What ``circular.html`` is given, beside the figures of the period that it is about."""

    title: str
    title_lines: tuple[str, ...]
    author: str
    date: date
    date_text: str
    draft: bool
    letter: bool
    organs: tuple[str, ...]
    mark_text: str
    mark_word: str
    copy_number: str | None
    secrecy: str | None
    urgency: str | None
    number: str
    signers: tuple[str, ...]
    recipients: str
    recipients_at_end: bool
    body: tuple[Mapping[str, object], ...]
    annexes: tuple[str, ...]
    sealed: bool
    note: str | None
    copies: str
    printed_by: str
    printed_on: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment as it goes out: its label, its title and where it comes from."""

    label: str
    title: str
    source: Job | Path


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A circular with all that goes out with it (一次发文)."""

    subject: str
    stem: str
    circular: Job
    enclosures: tuple[Enclosure, ...]
    bound: bool
    draft: bool
    day: date
    data_files: tuple[Path, ...]
    kind: str = "circular"


def dispatch_of(workspace: Workspace, year: int, name: str) -> Dispatch:
    """Gather a circular of the workspace and its attachments, titles taken from these themselves."""
    sourced = workspace.circulars[year, name]
    circular = sourced.record
    bound = circular.binding is Binding.BOUND
    enclosures = tuple(_enclosures(workspace, year, sourced))
    context = _context(workspace, year, sourced, tuple(each.title for each in enclosures))
    figures: Mapping[str, object] = {}
    if circular.about is not None:
        figures = asdict(quarterly_context(workspace, circular.about))
    values = {"sample": False, "incomplete": False, **figures, **asdict(context)}
    subject = f"{year}/{name}"
    stem = name + ("（待发）" if circular.is_draft else "")
    job = Job("circular", subject, circular.plain_title, "circular.html", values)
    data: tuple[str, ...] = (
        (workspace.tables[year].document.name,) if year in workspace.tables else ()
    )
    if circular.about is not None:
        data += (workspace.progress[circular.about].document.name,)
    files = tuple(workspace.root / each for each in data) if circular.embed_data else ()
    return Dispatch(subject, stem, job, enclosures, bound, circular.is_draft, context.date, files)


def _context(
    workspace: Workspace, year: int, sourced: Sourced[Circular], annexes: tuple[str, ...]
) -> CircularContext:
    circular, office = sourced.record, workspace.office.record
    organs = circular.organs or (office.name,)
    blank_date = f"{year}年　月　日"
    date_text = chinese_date(circular.date) if circular.date else blank_date
    printed_on = circular.printed_on or circular.date
    return CircularContext(
        title=circular.plain_title,
        title_lines=circular.title_lines,
        author=organs[0],
        date=circular.date or date(year, 1, 1),
        date_text=date_text,
        draft=circular.is_draft,
        letter=circular.is_letter,
        organs=organs,
        mark_text=circular.mark or organs[0],
        mark_word="" if circular.is_letter or circular.mark else "文件",
        copy_number=circular.copy_number,
        secrecy=circular.secrecy,
        urgency=circular.urgency,
        number=_number(workspace, year, circular),
        signers=tuple(map(_spaced, circular.signers)),
        recipients="，".join(circular.recipients or office.recipients),
        recipients_at_end=circular.recipients_at_end,
        body=tuple(_normalised(part) for part in circular.body),
        annexes=annexes,
        sealed=circular.sealed,
        note=circular.note,
        copies="，".join(circular.copies or office.copies),
        printed_by=circular.printed_by or organs[0],
        printed_on=chinese_date(printed_on) if printed_on else blank_date,
    )


def _number(workspace: Workspace, year: int, circular: Circular) -> str:
    """Return 发文字号, with a blank where none has been given out yet: none is ever invented."""
    if circular.number is not None:
        return str(circular.number)
    return f"{workspace.office.record.doc_code or ''}〔{year}〕　　号"


def _spaced(name: str) -> str:
    """Make a name of two characters as wide as one of three."""
    return "　".join(name) if len(name) == 2 else name


def _normalised(part: BodyPart) -> dict[str, object]:
    texts = {name: normalise(text) for name in ("heading", "text") if (text := getattr(part, name))}
    return part.model_dump() | texts


def _enclosures(workspace: Workspace, year: int, sourced: Sourced[Circular]) -> Iterator[Enclosure]:
    circular = sourced.record
    alone = len(circular.attachments) == 1
    bound = circular.binding is Binding.BOUND
    before = "" if bound else _number(workspace, year, circular)
    for index, attachment in enumerate(circular.attachments, start=1):
        label = f"{before}附件{'' if alone else index}"
        if attachment.file is not None:
            folder = (workspace.root / sourced.document.name).parent
            assert attachment.title is not None
            yield Enclosure(
                label, normalise(attachment.title), below(folder, *attachment.file.split("/"))
            )
        else:
            job = _job(workspace, year, sourced, attachment, index - 1)
            yield Enclosure(label, str(job.context["title"]), job)


def _job(
    workspace: Workspace, year: int, sourced: Sourced[Circular], attachment: Attachment, index: int
) -> Job:
    if attachment.document == "target-table":
        return target_table_job(workspace, attachment.year or year)
    period = attachment.period or sourced.record.about
    if period is None:
        message = "附件没有写期间，公文也没有 about"
        place = sourced.place("attachments", index)
        raise DataError([Code.FIELD_MISSING.problem(message, place, "写上 period，如 2012Q3。")])
    if attachment.annex is not None:
        return annex_job(workspace, period, attachment.annex)
    make = summary_job if attachment.document == "summary" else quarterly_job
    return make(workspace, period)
