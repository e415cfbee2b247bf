"""What a form is: the columns that writer and reader agree on, and the lines of each unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from reportgen.base.numbers import plain
from reportgen.base.tables import rows_beside
from reportgen.checks.entries import given_figures
from reportgen.model.labels import Grade, State
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, Series, title_of
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Indicator, ScopeItem, Subject, Target
from reportgen.sources.workspace import Workspace


class Content(StrEnum):
    """What a cell holds."""

    FIXED = auto()
    NUMBER = auto()
    RATE = auto()
    CHOICE = auto()
    ITEMS = auto()
    TEXT = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: its field of the progress entry (or a name of its own), heading, width."""

    key: str
    content: Content
    width: float
    own_heading: str | None = None

    @property
    def heading(self) -> str:
        """Return the heading: the model's title where the column has none of its own."""
        return self.own_heading or title_of(self.key)


ID, STATE = "indicator", "state"

COLUMNS = tuple(
    FormColumn(row["key"], Content(row["content"]), float(row["width"]), row["heading"] or None)
    for row in rows_beside(__file__)
)
_WORDS = frozenset({Content.TEXT, Content.DATE})
FIGURES = tuple(each.key for each in COLUMNS if each.content not in {Content.FIXED, *_WORDS})
# what a form calls the fields of an entry; the column of states has the grades too
NAMES = {each.key: each.heading for each in COLUMNS if each.content is not Content.FIXED}
NAMES["grade"] = NAMES[STATE]

META_SHEET = "_reportgen"
NOTES_SHEET = "填报说明"
FORM_SHEET = "填报表"
FORM_VERSION = "1"
REPORTER, DATE = "填报人：", "填报日期："
_NONE = "—"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of a unit's form, and what the year's files hold of it."""

    target: Target
    subject: Subject
    period: Period
    series: Series

    @property
    def due(self) -> bool:
        """Tell whether the period asks for it."""
        return self.subject.frequency.asks(self.period)

    @property
    def before(self) -> ProgressEntry | None:
        """Return the entry of the period before, as far back as one was asked for.

        Before a month or a quarter, either may have been reported.
        """
        before = self.period.previous
        while before and not self.subject.frequency.asks(before):
            before = before.previous
        ended = [each for each in self.series if before and each.last_month == before.last_month]
        return self.series[before if before in ended else ended[0]] if ended else None

    @property
    def stored(self) -> bool:
        """Tell whether the period's file has a figure of it."""
        entry = self.series.get(self.period)
        return entry is not None and bool(given_figures(entry))

    @property
    def unit(self) -> str:
        """Return the unit of counting; milestones have none."""
        return self.subject.unit if isinstance(self.subject, Indicator) else _NONE

    def unit_in(self, column: FormColumn) -> str:
        """Return what a column's figure is counted in: a level before and after, as the base."""
        if column.key in ("numerator", "denominator"):
            return ""
        base = self.subject.baseline if isinstance(self.subject, Indicator) else None
        from_base = column.key == "current" and self.subject.kind.traits.from_base
        return base.unit if base and from_base else self.unit

    @property
    def fixed(self) -> Mapping[str, str]:
        """Return the texts of the locked columns: 不少于130条次; what a milestone should be by when."""
        subject = self.subject
        if isinstance(subject, Indicator):
            goal = subject.comparator.around(subject.display, subject.value)
        else:
            goal = f"{subject.deadline}前完成" if subject.deadline else subject.kind.label
        return {
            ID: subject.id,
            "target": normalise(self.target.name),
            "name": normalise(subject.name),
            "goal": goal,
            "unit": self.unit,
            "before": _reported(self.before),
        }

    @property
    def choices(self) -> tuple[State | Grade, ...]:
        """Return what the drop-down offers."""
        return tuple(Grade) if self.subject.kind.traits.graded else tuple(State)

    @property
    def items(self) -> tuple[ScopeItem, ...]:
        """Return the sub-items that are listed."""
        return self.subject.items if isinstance(self.subject, Indicator) else ()

    def suits(self, column: FormColumn) -> bool:
        """Tell whether a column's figure is one that the line is reported with."""
        subject = self.subject
        if column.key == "items_done" and not self.items:
            return False
        if column.key == "current" and subject.kind.traits.from_base:
            return isinstance(subject, Indicator) and subject.baseline is not None
        return column.content in _WORDS or column.key in self.subject.kind.traits.figures


def _reported(entry: ProgressEntry | None) -> str:
    """Return what was reported, as the form shows it."""
    if entry is None:
        return _NONE
    if entry.numerator is not None and entry.denominator is not None:
        return f"{plain(entry.numerator)}/{plain(entry.denominator)}"
    if entry.rate is not None:
        return f"{plain(entry.rate)}%"
    if (figure := entry.cumulative if entry.current is None else entry.current) is not None:
        return plain(figure)
    if entry.items_done:
        return "、".join(entry.items_done)
    stated: State | Grade | None = entry.state or entry.grade
    return stated.label if stated else _NONE


Assignments = Mapping[str, tuple[Assignment, ...]]


def assignments_of(workspace: Workspace, period: Period) -> Assignments:
    """Return each unit's lines in table order; raise MissingInputError for a year without table."""
    workspace.require_table(period.year)
    series: dict[str, dict[Period, ProgressEntry]] = {}
    for each, report in workspace.progress.items():
        for entry in report.record.entries if each.year == period.year else ():
            series.setdefault(entry.indicator, {})[each] = entry
    units: dict[str, list[Assignment]] = {}
    for target in workspace.tables[period.year].record.at(period.end).targets:
        for subject in target.subjects:
            unit = target.unit_of(subject) or workspace.office.record.unit
            line = Assignment(target, subject, period, series.get(subject.id, {}))
            units.setdefault(unit, []).append(line)
    return {unit: tuple(lines) for unit, lines in units.items()}
