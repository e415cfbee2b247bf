"""One document to be made: its file name, its template, what the template is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Annotated

from reportgen.base.codes import Code
from reportgen.base.problems import MissingInputError
from reportgen.model.kinds import Kind, Need, Of
from reportgen.model.periods import Period
from reportgen.model.records import Record
from reportgen.reports.briefs import brief_context, reported_period
from reportgen.reports.figures import Figures, period_figures
from reportgen.reports.filters import FILTERS
from reportgen.reports.tables import table_of
from reportgen.reports.views import UnitView
from reportgen.sources.binding import Sourced
from reportgen.sources.heads import ANNEXES, Heads, template_of
from reportgen.sources.unfinished import unfinished_in
from reportgen.sources.workspace import Workspace
from reportgen.templating.rendering import holds, phrase
from reportgen.templating.sandbox import Environment, make_environment
from reportgen.templating.values import joined, plain_mapping

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
    """One document to be made; ``profile`` is its own layout profile, if it has one.

    ``data`` is the template of a file that is written beside it.
    """

    kind: str
    subject: Subject
    title: str
    stem: str
    template: str
    context: Mapping[str, object]
    profile: str | None = None
    data: str | None = None

    def with_missing_list(self) -> Job:
        """Return the job with a page in front that lists what isn't reported."""
        return replace(self, context=joined(self.context, {"missing_list": True}))


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
    unfinished: Annotated[bool, "数据里是否还有待填、待定一类的记号；有的是征求意见稿"]


@dataclass(frozen=True, slots=True)
class UnitContext:
    """What a template is given that speaks to one unit."""

    responsible: Annotated[UnitView, "所说的责任单位"]


@dataclass(frozen=True)
class Templates:
    """The templates of a workspace: what they say of themselves, what renders them, their figures."""

    workspace: Workspace
    heads: Heads
    environment: Environment
    figures: dict[Period, Figures] = field(default_factory=dict)
    _values: dict[Period, Mapping[str, object]] = field(default_factory=dict)

    def figures_of(self, period: Period) -> Figures:
        """Return the figures of a period, gathered once; raises MissingInputError where it has none."""
        if period not in self.figures:
            self.workspace.require(period)
            self.figures[period] = period_figures(self.workspace, period)
        return self.figures[period]

    def values_of(self, period: Period) -> Mapping[str, object]:
        """Return the figures of a period as templates may have them."""
        if period not in self._values:
            self._values[period] = plain_mapping(self.figures_of(period))
        return self._values[period]


def open_templates(workspace: Workspace) -> Templates:
    """Read the heads of a workspace's templates; raises ConfigurationError for faulty ones."""
    environment = make_environment(workspace.root / "templates", FILTERS)
    return Templates(workspace, workspace.heads, environment)


def job_of(templates: Templates, head: Sourced[Kind], subject: Subject) -> Job:
    """Make the job of one document; raises MissingInputError where its data aren't there."""
    kind, environment = head.record, templates.environment
    values = values_of(templates, kind, subject)
    title = phrase(environment, kind.heading, values, head.place("heading"))
    file = phrase(environment, kind.file or kind.heading, values, head.place("file"))
    annexes = tuple(_annexes(templates, kind, values))
    unfinished = is_unfinished(templates.workspace, *_made_of(templates.workspace, kind, subject))
    common = Common(title, annexes, missing_list=False, unfinished=unfinished)
    context = joined(values, common)
    template = template_of(head)
    return Job(kind.kind, subject, title, file, template, context, kind.profile, kind.data)


def annex_job(templates: Templates, name: str, period: Period) -> Job:
    """Make one annex of a period's report as a document of its own."""
    values, part = templates.values_of(period), templates.heads.annexes[name].record
    title = f"{values['span']}{part.title}"
    annex = AnnexView(1, name, part.title, title, part.landscape)
    unfinished = is_unfinished(templates.workspace, *made_of_period(templates.workspace, period))
    common = Common(title, (annex,), missing_list=False, unfinished=unfinished)
    context = joined(values, common)
    about = Subject(period.year, period, name)
    return Job("annex", about, title, title, _FRAME_OF_ANNEXES, context)


def is_unfinished(workspace: Workspace, *files: Sourced[Record] | None) -> bool:
    """Tell whether some data files, or the office's own, still hold placeholders."""
    given = [each for each in (workspace.office, *files) if each is not None]
    return any(unfinished_in(each.document) for each in given)


def _made_of(
    workspace: Workspace, kind: Kind, subject: Subject
) -> Iterator[Sourced[Record] | None]:
    if (period := period_of(workspace, kind, subject)) is not None:
        yield from made_of_period(workspace, period)
    if Need.TABLE in kind.needs:
        yield workspace.tables.get(subject.year)
    if Need.BRIEF in kind.needs:
        yield workspace.briefs.get(subject.year)


def made_of_period(workspace: Workspace, period: Period) -> Iterator[Sourced[Record] | None]:
    """Yield the data files that a period's figures are made of."""
    yield workspace.tables.get(period.year)
    yield workspace.progress.get(period)
    yield workspace.rules.get(period.year)


def is_wanted(templates: Templates, head: Sourced[Kind], subject: Subject) -> bool:
    """Tell whether a kind has a document about a subject, as far as its condition says."""
    if head.record.when is None:
        return True
    values = values_of(templates, head.record, subject)
    return holds(templates.environment, head.record.when, values, head.place("when"))


def values_of(templates: Templates, kind: Kind, subject: Subject) -> Mapping[str, object]:
    """Gather what a kind's template needs of the data."""
    workspace, values = templates.workspace, list[Mapping[str, object]]()
    figures = None
    if (period := period_of(workspace, kind, subject)) is not None:
        figures = templates.figures_of(period)
        values.append(templates.values_of(period))
    if Need.TABLE in kind.needs:
        workspace.require_table(subject.year)
        table = workspace.tables[subject.year].record
        values.append(plain_mapping(table_of(workspace.office.record, table)))
    if figures and Need.BRIEF in kind.needs and subject.period is not None:
        values.append(plain_mapping(brief_context(workspace, subject.period, figures)))
    if figures and kind.of is Of.UNIT:
        values.append(plain_mapping(UnitContext(_unit(figures, subject))))
    return joined(*values)


def told_by(workspace: Workspace, subject: Subject) -> Period | None:
    """Return the period that a document is about, if it is about one."""
    written = workspace.circulars.get((subject.year, subject.name or ""))
    return subject.period or (written.record.about if written else None)


def period_of(workspace: Workspace, kind: Kind, subject: Subject) -> Period | None:
    """Return the period whose figures a document tells; None for one that needs none."""
    if Need.FIGURES not in kind.needs:
        return None
    if subject.period is None:
        return Period(subject.year, 12, 3)
    return reported_period(workspace, subject.period) if kind.of is Of.MONTH else subject.period


def _annexes(templates: Templates, kind: Kind, values: Mapping[str, object]) -> Iterator[AnnexView]:
    environment, numbers = templates.environment, count(1)
    chosen = templates.workspace.office.record.annexes.get(kind.kind, kind.annexes)
    environment.used |= {f"{ANNEXES}/{name}.html" for name in chosen}
    for name in chosen:
        head = templates.heads.annexes[name]
        part = head.record
        if part.when is None or holds(environment, part.when, values, head.place("when")):
            heading = phrase(environment, part.heading or part.title, values, head.place("heading"))
            yield AnnexView(next(numbers), name, part.title, heading, part.landscape)


def _unit(figures: Figures, subject: Subject) -> UnitView:
    for unit in figures.units:
        if unit.name == subject.name:
            return unit
    known = "、".join(unit.name for unit in figures.units)
    problem = Code.USAGE.problem(f"{subject.period} 没有责任单位“{subject.name}”；有：{known}")
    raise MissingInputError([problem])
