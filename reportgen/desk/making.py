"""Check a workspace, make its documents or those that a request names, tell why a page ends."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import (
    ConfigurationError,
    DataError,
    MissingInputError,
    Problem,
    ReportgenError,
    Severity,
    UsageError,
)
from reportgen.checks import check_workspace
from reportgen.checks.texts import check_glyphs
from reportgen.desk.production import Order, produce, produce_anew
from reportgen.desk.products import Made, Manner, Product, Selection
from reportgen.desk.unchanged import Ingredients
from reportgen.fonts.faces import FontSet, resolve_fonts
from reportgen.layout.loading import PROFILES, read_profile, unused_names
from reportgen.model.kinds import Kind, Of
from reportgen.model.periods import Period
from reportgen.model.records import renamed
from reportgen.reports.jobs import Job, Subject, Templates, is_wanted, open_templates, told_by
from reportgen.reports.kinds import (
    document_of,
    documents_of,
    find_kind,
    reads_of,
    subjects_of,
)
from reportgen.reports.meaning import meaning_of
from reportgen.schedule.manifests import FileRecord, file_now
from reportgen.sources.library import read_all
from reportgen.sources.names import ISSUED_FILE, stray_files
from reportgen.sources.workspace import Workspace, load_workspace, open_workspace
from reportgen.store import Store
from reportgen.templating.lint import bare_numbers, names_in
from reportgen.templating.rendering import render
from reportgen.typeset.layout import Page
from reportgen.workshop import make_workshops


@dataclass(frozen=True, slots=True)
class Wanted:
    """The documents that a request names; all where it names none."""

    kind: str | None = None
    name: str | None = None
    year: int | None = None
    period: Period | None = None
    unit: str | None = None


def check(root: Path) -> tuple[Problem, ...]:
    """Find everything that is wrong in a workspace's data, templates and fonts.

    Raises DataError with all problems where data can't even be read.
    """
    workspace = load_workspace(root)
    profile = read_profile(root, workspace.office.record.profile)
    fonts = resolve_fonts(profile.record.font_faces())
    templates = open_templates(workspace)
    environment = templates.environment
    found = [
        *check_workspace(workspace),
        *stray_files(root),
        *_font_problems(workspace, fonts),
        *bare_numbers(environment),
        *unused_names(profile, names_in(environment)),
    ]
    if not stopping(found, strict=False):
        found += _rehearsed(templates)
    return tuple(found)


def _rehearsed(templates: Templates) -> Iterator[Problem]:
    """Yield what stops the text of each kind's last document, and of each circular."""
    periods = sorted(templates.workspace.progress)
    for head in templates.workspace.heads.kinds.values():
        of = head.record.of
        dated = of in (Of.QUARTER, Of.MONTH, Of.UNIT)
        months = 1 if of is Of.MONTH else 3
        last = [each for each in periods if each.months == months][-1:] if dated else []
        subjects = [*subjects_of(templates, head.record, last)]
        for subject in subjects if of is Of.CIRCULAR else subjects[-1:]:
            try:
                if is_wanted(templates, head, subject):
                    job = document_of(templates, head, subject)
                    render(templates.environment, job.template, job.context)
            except ReportgenError as error:
                yield from error.problems


def stopping(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Tell whether problems stop what was asked for."""
    grave = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(problem.severity in grave for problem in problems)


def explain_page(root: Path, wanted: Wanted, number: int) -> tuple[Page, int]:
    """Typeset the one document that is wanted; return a page, counted from 1, and how many it has.

    Raises UsageError where several documents are meant, or none, or it has no such page.
    """
    order = _ordered(root, wanted)
    if len(order.jobs) != 1:
        found = "、".join(job.stem for job, _ in order.jobs) or "没有"
        raise UsageError([Code.USAGE.problem(f"要指明一份文稿；现在符合的有：{found}")])
    ((job, profile),) = order.jobs
    pages = order.workshops[profile].make(job).pages
    if not 1 <= number <= len(pages):
        raise UsageError([Code.USAGE.problem(f"这份文稿有 {len(pages)} 页，没有第 {number} 页")])
    return pages[number - 1], len(pages)


def make(
    root: Path,
    wanted: Wanted,
    how: Manner,
    *,
    missing_list: bool = False,
    strict: bool = False,
    progress: Callable[[int], Callable[[str], None]],
) -> Made:
    """Make the wanted documents; one that fails doesn't stop the others.

    A document named alone reads no more than it needs, and only that is checked. With ``strict``
    warnings are errors. ``progress`` is told how many documents there are, and what it returns the
    name of each. Raises UsageError for a request that doesn't fit, DataError or MissingInputError
    for what is found wrong.
    """
    order = _ordered(root, wanted, strict=strict)
    if missing_list:
        jobs = [(job.with_missing_list(), profile) for job, profile in order.jobs]
        order = replace(order, jobs=jobs)
    tell = progress(len(order.jobs))
    with closing(Store(root)) as store:
        ingredients = order.ingredients(store, how)
        return _made(order, produce(order, how, store, ingredients, tell))


def make_selected(
    root: Path,
    selection: Selection,
    how: Manner,
    store: Store,
    common: Mapping[str, str],
    *,
    strict: bool,
    progress: Callable[[int], Callable[[str], None]],
) -> Made:
    """Make those of the selected documents that have changed; all data are read and checked.

    ``common`` goes into every document. Raises what ``make`` raises.
    """
    workspace = load_workspace(root)
    problems = check_workspace(workspace, how.crew if how.workers > 1 else None)
    refuse(problems, strict=False)
    templates = open_templates(workspace)
    order = equipped(templates, list(_selected(templates, selection)), problems, strict=strict)
    tell = progress(len(order.jobs))
    ingredients = Ingredients(root, store, common)
    return Made(tuple(produce(order, how, store, ingredients, tell)), order.problems, order)


def make_to_publish(root: Path, wanted: Wanted, how: Manner, *, strict: bool) -> Made:
    """Make documents of what there is to be read, whatever was made before.

    Raises what ``make`` raises.
    """
    order = _ordered(root, wanted, strict=strict)
    return _made(order, (each for _, each in produce_anew(order, how, lambda _: None)))


def _made(order: Order, products: Iterable[Product]) -> Made:
    """Tell what became of documents, in the order in which they were wanted."""
    places = {job.stem: number for number, (job, _) in enumerate(order.jobs)}
    done = tuple(sorted(products, key=lambda each: places[each.stem]))
    return Made(done, order.problems, order)


def inputs_of(made: Made) -> tuple[FileRecord, ...]:
    """Return the files that documents were made of, as they are now.

    Data, templates, pictures, layout profiles; not the ledger of issued briefs, which publishing a
    brief changes.
    """
    if not made.order or not made.outputs:
        return ()
    workspace = made.order.templates.workspace
    root, asked = workspace.root, workspace.library.asked
    used = {name for each in made.products if each.trace for name in each.trace.used}
    files = {path for path in asked if path.name != ISSUED_FILE}
    files |= {root / "templates" / name for name in used}
    files |= {root / PROFILES / f"{name}.yaml" for name in made.order.workshops}
    return tuple(file_now(path, root) for path in sorted(files))


def meaning_in(made: Made) -> str:
    """Return the digest of what the data say to documents."""
    if not made.order or not made.outputs:
        return ""
    return meaning_of(made.order.templates, [job.subject for job, _ in made.order.jobs])


def _ordered(root: Path, wanted: Wanted, *, strict: bool = False) -> Order:
    """Read and check what the wanted documents are made of."""
    workspace = open_workspace(root)
    head = find_kind(workspace.heads, wanted.kind) if wanted.kind else None
    subjects = _subjects(workspace, head.record if head else None, wanted)
    if subjects is None:
        scope = Subject(wanted.period.year, wanted.period) if wanted.period else None
    else:
        scope = subjects[0] if len(subjects) == 1 else None
    if head is not None and scope is not None:
        read_all(reads_of(workspace, head.record, scope))
        problems = check_workspace(workspace.as_read())
    else:
        workspace = load_workspace(root)
        problems = check_workspace(workspace)
    templates = open_templates(workspace)
    refuse(problems, strict=False)
    if head is not None and subjects is not None:
        jobs = [document_of(templates, head, subject) for subject in subjects]
    else:
        jobs = [
            job
            for kind in ([head] if head else workspace.heads.kinds.values())
            for job in documents_of(templates, kind, [wanted.period] if wanted.period else ())
        ]
    return equipped(templates, jobs, problems, strict=strict)


def equipped(
    templates: Templates, jobs: Sequence[Job], problems: Sequence[Problem], *, strict: bool
) -> Order:
    """Put what makes documents beside them; raises DataError for fonts that lack a character."""
    workspace = templates.workspace
    _refuse_same_names(jobs)
    profiles = [job.profile or workspace.office.record.profile for job in jobs]
    workshops = make_workshops(workspace.root, dict.fromkeys(profiles), templates.environment)
    found = [
        *_about(problems, workspace, [job.subject for job in jobs]),
        *(each for one in workshops.values() for each in _font_problems(workspace, one.fonts)),
    ]
    refuse(found, strict=strict)
    return Order(templates, list(zip(jobs, profiles, strict=True)), tuple(found), workshops)


def _selected(templates: Templates, selection: Selection) -> Iterator[Job]:
    """Yield what is selected; a year's document is no period's, unless its kind is named."""
    office = templates.workspace.office.record
    units = {renamed(each, office.unit_names) for each in selection.units}
    heads = [find_kind(templates.heads, each) for each in selection.kinds]
    seen: set[str] = set()
    for head in heads or templates.heads.kinds.values():
        of = head.record.of
        if not units or of is Of.UNIT:
            periods = () if heads and of is Of.YEAR else selection.periods
            for job in documents_of(templates, head, periods, units):
                seen.add(job.subject.name or "")
                yield job
    if unknown := units - seen:
        message = f"没有责任单位“{'”“'.join(sorted(unknown))}”的文稿"
        remedy = "单位名称见 reportgen list indicators；一个单位一份的文稿种类见 list kinds。"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])


def _about(
    problems: Sequence[Problem], workspace: Workspace, subjects: Sequence[Subject]
) -> tuple[Problem, ...]:
    """Leave out the warnings of other periods and circulars: each is told with its own document."""
    read, periods = workspace.as_read(), {told_by(workspace, each) for each in subjects}
    names = {(each.year, each.name) for each in subjects}
    others = {each.document.name for key, each in read.progress.items() if key not in periods}
    others |= {each.document.name for key, each in read.circulars.items() if key not in names}
    return tuple(
        each
        for each in problems
        if each.severity is not Severity.WARNING or not each.place or each.place.file not in others
    )


def refuse(problems: Sequence[Problem], *, strict: bool) -> None:
    """Raise DataError where problems stop what was asked for."""
    if stopping(problems, strict=strict):
        raise DataError([each for each in problems if each.severity is not Severity.NOTE])


def _font_problems(workspace: Workspace, fonts: FontSet) -> Sequence[Problem]:
    """Return characters without a glyph, and the faces that others stand in for."""
    found = check_glyphs(workspace.as_read(), fonts.has_glyph, fonts.in_every_face)
    return (*found, *fonts.substitutions())


def _refuse_same_names(jobs: Sequence[Job]) -> None:
    first: dict[str, str] = {}
    for job in jobs:
        own = f"{job.kind} {job.subject}"
        if (other := first.setdefault(job.stem, own)) != own:
            message = f"{other} 和 {own} 的文件会同名：{job.stem}"
            remedy = "改模板开头的 file。"
            raise ConfigurationError([Code.HEAD_INVALID.problem(message, None, remedy)])


def _subjects(workspace: Workspace, kind: Kind | None, wanted: Wanted) -> list[Subject] | None:
    """Return the subjects that a request names, None where it names all of a kind or a period."""
    given = {"--year": wanted.year, "--period": wanted.period, "--unit": wanted.unit}
    used = [name for name, value in given.items() if value is not None]
    if kind is None:
        if used:
            raise UsageError([Code.USAGE.problem("--year 和 --period 要与文稿种类一起用")])
        return None
    if kind.of is Of.CIRCULAR:
        return _circulars(workspace, wanted)
    option = "--year" if kind.of is Of.YEAR else "--period"
    fitting = (option, "--unit") if kind.of is Of.UNIT else (option,)
    message = None
    if wrong := [name for name in used if name not in fitting]:
        message = f"{kind.kind}（{kind.title}）用 {option}，不用 {'、'.join(wrong)}"
    elif wanted.name is not None:
        message = f"{kind.title}没有名称，不能写“{wanted.name}”"
    elif wanted.period is not None and wanted.period.is_quarter is (kind.of is Of.MONTH):
        example = "月份，如 2012-05" if kind.of is Of.MONTH else "季度，如 2012Q1"
        message = f"{kind.title}要用{example}，不能用 {wanted.period}"
    if message:
        raise UsageError([Code.USAGE.problem(message)])
    if wanted.year is not None:
        return [Subject(wanted.year)]
    if wanted.period is None or (kind.of is Of.UNIT and wanted.unit is None):
        return None
    unit = wanted.unit and renamed(wanted.unit, workspace.office.record.unit_names)
    return [Subject(wanted.period.year, wanted.period, unit)]


def _circulars(workspace: Workspace, wanted: Wanted) -> list[Subject]:
    """Return the circulars of a name, of a year, about a period; raises MissingInputError for none."""
    found = [
        (year, name)
        for year, name in sorted(workspace.circulars)
        if wanted.name in (None, name) and wanted.year in (None, year)
    ]
    if wanted.name is not None and not found:
        names = "、".join(name for _, name in workspace.circulars) or "（无）"
        where = f"data/{wanted.year or '年度'}/circulars/{wanted.name}.yaml"
        message = f"没有公文“{wanted.name}”；现有：{names}"
        remedy = f"补上 {where}，或改用现有的名称。"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, remedy)])
    return [
        Subject(year, name=name)
        for year, name in found
        if wanted.period is None or workspace.circulars[year, name].record.about == wanted.period
    ]
