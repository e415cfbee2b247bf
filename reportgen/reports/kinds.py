"""Which documents a workspace's data can become: the kinds are those that its templates name."""

from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import partial

from reportgen.base.codes import Code
from reportgen.base.problems import ReportgenError, UsageError
from reportgen.model.kinds import Kind, Need, Of
from reportgen.model.periods import Period
from reportgen.reports.circulars import dispatch_of
from reportgen.reports.jobs import Job, Subject, Templates, is_wanted, job_of, period_of
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import Heads
from reportgen.sources.workspace import Workspace


def find_kind(heads: Heads, name: str) -> Sourced[Kind]:
    """Return the kind of a name; raise UsageError with the nearest known one."""
    if name in heads.kinds:
        return heads.kinds[name]
    nearest = get_close_matches(name, heads.kinds, n=1)
    hint = f"，是否指 {nearest[0]}" if nearest else ""
    message = f"没有文稿种类“{name}”{hint}；可选：{'、'.join(heads.kinds)}"
    raise UsageError([Code.USAGE.problem(message)])


def documents_of(
    templates: Templates,
    head: Sourced[Kind],
    periods: Collection[Period] = (),
    units: Collection[str] = (),
) -> tuple[Job, ...]:
    """Make the jobs of all documents of a kind that there can be, or of those of some periods or units."""
    return tuple(
        document_of(templates, head, subject)
        for subject in subjects_of(templates, head.record, periods)
        if (not units or subject.name in units) and is_wanted(templates, head, subject)
    )


def document_of(templates: Templates, head: Sourced[Kind], subject: Subject) -> Job:
    """Make the job of one document; a circular's is a dispatch, with all that goes out with it."""
    if head.record.of is Of.CIRCULAR or head.record.circular is not None:
        return dispatch_of(templates, head, subject)
    return job_of(templates, head, subject)


def subjects_of(templates: Templates, kind: Kind, periods: Collection[Period]) -> Iterator[Subject]:
    """Yield what a kind's documents can be about, in order: of all periods, or of some alone."""
    workspace = templates.workspace
    months = 1 if kind.of is Of.MONTH else 3
    told = periods or [each for each in sorted(workspace.progress) if each.months == months]
    match kind.of:
        case Of.YEAR:
            found: Iterable[Subject] = () if periods else map(Subject, sorted(workspace.tables))
        case Of.CIRCULAR:
            found = (
                Subject(year, name=name)
                for year, name in sorted(workspace.circulars)
                if not periods or workspace.circulars[year, name].record.about in periods
            )
        case Of.UNIT:
            found = (
                Subject(period.year, period, unit.name)
                for period in told
                for unit in templates.figures_of(period).units
            )
        case Of.QUARTER | Of.MONTH:
            found = (Subject(period.year, period) for period in told if period.months == months)
    yield from (subject for subject in found if _is_supplied(workspace, kind, subject))


def reads_of(workspace: Workspace, kind: Kind, subject: Subject) -> Iterator[Callable[[], object]]:
    """Yield what reads each data file that a document is made of, with all that goes out with it."""
    yield lambda: workspace.office
    elements, about = kind.circular, subject.period
    if kind.of is Of.CIRCULAR:
        key = (subject.year, subject.name or "")
        yield lambda: workspace.circulars.get(key)
        try:
            elements = circular = workspace.circulars[key].record
        except ReportgenError:  # has been told
            return
        about = circular.about
    if kind.of is Of.CIRCULAR or Need.TABLE in kind.needs:
        yield lambda: workspace.tables.get(subject.year)
    if Need.BRIEF in kind.needs:
        yield lambda: workspace.briefs.get(subject.year)
        yield lambda: workspace.issued_briefs.get(subject.year)
    period = about if kind.of is Of.CIRCULAR else period_of(workspace, kind, subject)
    if period is not None:
        yield from _reads_of_period(workspace, period)
    for each in elements.attachments if elements else ():
        attached = workspace.heads.kinds.get(each.document or "")
        if attached is not None and attached.record.of is Of.YEAR:
            of_year = Subject(each.year or subject.year)
            yield from reads_of(workspace, attached.record, of_year)
        elif (told := each.period or about) is not None:
            yield from _reads_of_period(workspace, told)


def _reads_of_period(workspace: Workspace, period: Period) -> Iterator[Callable[[], object]]:
    yield lambda: workspace.tables.get(period.year)
    yield lambda: workspace.rules.get(period.year)
    for each in workspace.periods_until(period):
        yield partial(workspace.progress.__getitem__, each)
    if (before := period.previous) is not None:
        yield lambda: workspace.frozen.get(before)


def _is_supplied(workspace: Workspace, kind: Kind, subject: Subject) -> bool:
    period = period_of(workspace, kind, subject)
    return (
        (period is None or (period in workspace.progress and period.year in workspace.tables))
        and (Need.TABLE not in kind.needs or subject.year in workspace.tables)
        and (Need.BRIEF not in kind.needs or subject.year in workspace.briefs)
    )
