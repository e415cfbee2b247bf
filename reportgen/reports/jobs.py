"""One document to be made: its file name, its template, what the template is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Annotated

from reportgen.base.codes import Code
from reportgen.base.problems import MissingInputError
from reportgen.model.kinds import Kind, Need, Of
from reportgen.model.periods import Period
from reportgen.reports.briefs import brief_context, reported_period
from reportgen.reports.figures import Figures, period_figures
from reportgen.reports.filters import FILTERS
from reportgen.reports.groups import UnitView
from reportgen.reports.tables import table_of
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import ANNEXES, Heads, template_of
from reportgen.sources.workspace import Workspace
from reportgen.templating.sandbox import Environment, holds, make_environment, phrase
from reportgen.templating.values import plain_mapping

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_FRAME_OF_ANNEXES = "_annex.html"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What one document is about: a year, a period of it, the name of a circular or a unit."""

    year: int
    period: Period | None = None
    name: str | None = None

    def __str__(self) -> str:
        about = str(self.period or self.year)
        return f"{about}/{self.name}" if self.name else about


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be made; ``profile`` is its own layout profile, if it has one."""

    kind: str
    subject: Subject
    title: str
    stem: str
    template: str
    context: Mapping[str, object]
    profile: str | None = None

    def with_missing_list(self) -> Job:
        """Return the job with a page in front that lists what isn't reported."""
        return replace(self, context={**self.context, "missing_list": True})


@dataclass(frozen=True, slots=True)
class AnnexView:
    """One annex of a document, as its template needs it."""

    number: Annotated[int, "附件的序号"]
    name: Annotated[str, "templates/annexes 中的文件名"]
    title: Annotated[str, "附件名称"]
    heading: Annotated[str, "附件的标题"]
    landscape: Annotated[bool, "是否横排"]


@dataclass(frozen=True, slots=True)
class Common:
    """What every template is given."""

    title: Annotated[str, "文稿标题"]
    annexes: Annotated[tuple[AnnexView, ...], "说明里写明的附件"]
    missing_list: Annotated[bool, "是否前加缺报清单（--missing-list）"]


@dataclass(frozen=True, slots=True)
class UnitContext:
    """What a template is given that speaks to one unit."""

    responsible: Annotated[UnitView, "所说的责任单位"]


@dataclass(frozen=True)
class Templates:
    """The templates of a workspace: what they say of themselves, what renders them, their figures."""

    heads: Heads
    environment: Environment
    figures: dict[Period, Figures] = field(default_factory=dict)


def open_templates(workspace: Workspace) -> Templates:
    """Read the heads of a workspace's templates; raises ConfigurationError for faulty ones."""
    return Templates(workspace.heads, make_environment(workspace.root / "templates", FILTERS))


def job_of(
    workspace: Workspace, templates: Templates, head: Sourced[Kind], subject: Subject
) -> Job:
    """Make the job of one document; raises MissingInputError where its data aren't there."""
    kind, environment = head.record, templates.environment
    values = plain_mapping(values_of(workspace, templates, kind, subject))
    title = phrase(environment, kind.heading, values, head.place("heading"))
    file = phrase(environment, kind.file or kind.heading, values, head.place("file"))
    common = Common(title, tuple(_annexes(templates, kind, values)), missing_list=False)
    context = {**values, **fields_of(common)}
    return Job(kind.kind, subject, title, file, template_of(head), context, kind.profile)


def annex_job(workspace: Workspace, templates: Templates, name: str, period: Period) -> Job:
    """Make one annex of a period's report as a document of its own."""
    figures = figures_of_period(workspace, templates, period)
    part = templates.heads.annexes[name].record
    title = f"{figures.span}{part.title}"
    annex = AnnexView(1, name, part.title, title, part.landscape)
    context = {**fields_of(figures), **fields_of(Common(title, (annex,), missing_list=False))}
    return Job(
        "annex", Subject(period.year, period, name), title, title, _FRAME_OF_ANNEXES, context
    )


def is_wanted(
    workspace: Workspace, templates: Templates, head: Sourced[Kind], subject: Subject
) -> bool:
    """Tell whether a kind has a document about a subject, as far as its condition says."""
    if head.record.when is None:
        return True
    values = plain_mapping(values_of(workspace, templates, head.record, subject))
    return holds(templates.environment, head.record.when, values, head.place("when"))


def values_of(
    workspace: Workspace, templates: Templates, kind: Kind, subject: Subject
) -> dict[str, object]:
    """Gather what a kind's template needs of the data."""
    values: dict[str, object] = {}
    figures = None
    if (period := period_of(workspace, kind, subject)) is not None:
        figures = figures_of_period(workspace, templates, period)
        values |= fields_of(figures)
    if Need.TABLE in kind.needs:
        table = workspace.tables.get(subject.year)
        if table is None:
            raise _no_table(workspace, subject.year)
        values |= fields_of(table_of(workspace.office.record, table.record))
    if figures and Need.BRIEF in kind.needs and subject.period is not None:
        values |= fields_of(brief_context(workspace, subject.period, figures))
    if figures and kind.of is Of.UNIT:
        values |= fields_of(UnitContext(_unit(figures, subject)))
    return values


def period_of(workspace: Workspace, kind: Kind, subject: Subject) -> Period | None:
    """Return the period whose figures a document tells; None for one that needs none."""
    if Need.FIGURES not in kind.needs:
        return None
    if subject.period is None:
        return Period(subject.year, 12, 3)
    return reported_period(workspace, subject.period) if kind.of is Of.MONTH else subject.period


def figures_of_period(workspace: Workspace, templates: Templates, period: Period) -> Figures:
    """Return the figures of a period, gathered once; raises MissingInputError where it has none."""
    if period in templates.figures:
        return templates.figures[period]
    if period.year not in workspace.tables:
        raise _no_table(workspace, period.year)
    if period not in workspace.progress:
        known = "、".join(map(str, sorted(workspace.progress))) or "（无）"
        where = f"data/{period.year}/progress/{period}.yaml"
        raise _missing(f"没有 {period} 的进展数据；现有期间：{known}", where)
    templates.figures[period] = period_figures(workspace, period)
    return templates.figures[period]


def fields_of(record: DataclassInstance) -> dict[str, object]:
    """Return a context's fields by name."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _annexes(templates: Templates, kind: Kind, values: Mapping[str, object]) -> Iterator[AnnexView]:
    number = 0
    templates.environment.used |= {f"{ANNEXES}/{name}.html" for name in kind.annexes}
    for name in kind.annexes:
        head = templates.heads.annexes[name]
        part, environment = head.record, templates.environment
        if part.when is None or holds(environment, part.when, values, head.place("when")):
            number += 1
            heading = phrase(environment, part.heading or part.title, values, head.place("heading"))
            yield AnnexView(number, name, part.title, heading, part.landscape)


def _unit(figures: Figures, subject: Subject) -> UnitView:
    for unit in figures.units:
        if unit.name == subject.name:
            return unit
    known = "、".join(unit.name for unit in figures.units)
    problem = Code.USAGE.problem(f"{subject.period} 没有责任单位“{subject.name}”；有：{known}")
    raise MissingInputError([problem])


def _no_table(workspace: Workspace, year: int) -> MissingInputError:
    known = "、".join(map(str, sorted(workspace.tables))) or "（无）"
    return _missing(f"没有 {year} 年度的目标表；现有年度：{known}", f"data/{year}/targets.yaml")


def _missing(message: str, path: str) -> MissingInputError:
    remedy = f"补上 {path}，或改用现有的年度、期间。"
    return MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, remedy)])
