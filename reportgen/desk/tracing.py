"""Where a figure comes from, what became of it, and what was true when a report went out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportgen.assessment.changes import Change
from reportgen.base.codes import Code
from reportgen.base.problems import DataError, UsageError, errors_in
from reportgen.checks import check_workspace
from reportgen.locking import workspace_lock
from reportgen.model.labels import ChangeKind
from reportgen.model.periods import Period
from reportgen.publish import publish, refuse_differing
from reportgen.reports.briefs import issued_with
from reportgen.reports.figures import changes_since, explanation_context
from reportgen.reports.filters import FILTERS
from reportgen.sources.workspace import as_reported, load_workspace, write_issued
from reportgen.templating.rendering import render_text
from reportgen.templating.sandbox import make_environment


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed; without a frozen record of the earlier period some of it can't be known."""

    changes: tuple[Change, ...]
    frozen: bool

    @property
    def fallen(self) -> tuple[Change, ...]:
        """Return the changes that can't be right: cumulative figures that fell."""
        return tuple(each for each in self.changes if each.kind is ChangeKind.FELL)


def explain(root: Path, subject: str, period: Period) -> str:
    """Tell in words of an indicator or a milestone: value, source, rule, arithmetic, result.

    Raises UsageError, with the nearest one, for an id that isn't in the table.
    """
    context = explanation_context(load_workspace(root), subject, period)
    return render_text(make_environment(root / "templates", FILTERS), "explain.txt", context)


def compare(root: Path, earlier: Period, later: Period) -> Compared:
    """Compare two periods of a year by meaning.

    Raises UsageError for periods of two years or in the wrong order, MissingInputError for one
    without data.
    """
    workspace = load_workspace(root)
    if earlier.year != later.year:
        raise UsageError([Code.USAGE.problem("两个期间要在同一年度")])
    if earlier.last_month >= later.last_month:
        raise UsageError([Code.USAGE.problem("前一个期间要早于后一个")])
    for each in (earlier, later):
        workspace.require(each)
    changes = tuple(changes_since(workspace, earlier, later))
    return Compared(changes, earlier in workspace.frozen)


def freeze(
    root: Path, period: Period, *, replacing: bool = False, waiting: Callable[[str], None]
) -> tuple[Path, ...]:
    """Keep a period's table and figures as they are when its report goes out; return the files.

    Of a month the brief's number is noted too. ``waiting`` is told when another run is at work.
    Raises CannotCreateError where other data were frozen already, unless they are to be replaced.
    """
    with workspace_lock(root, waiting):
        workspace = load_workspace(root)
        workspace.require(period)
        if problems := errors_in(check_workspace(workspace)):
            raise DataError(problems)
        copies = as_reported(workspace, period)
        if not replacing:
            message = "已经定稿，现在的数据与它不同；没有改动"
            remedy = "用 reportgen diff 看更正了什么；确要重新定稿，加 --replace。"
            refuse_differing(copies, message, remedy)
        for path, content in copies.items():
            publish(path, content)
        monthly = not period.is_quarter and period.year in workspace.briefs
        if monthly and (issued := issued_with(workspace, period)):
            return (*copies, write_issued(root, period.year, issued))
        return tuple(copies)
