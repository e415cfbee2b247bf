"""Store only what ``check`` lets pass: entries are judged in the workspace as it would be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from reportgen.forms.intake import Accepted
from reportgen.forms.storing import Storing, stored
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressReport
from reportgen.problems import Place, Problem, errors_in
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

Check = Callable[[Workspace], Iterable[Problem]]


def admitted(
    workspace: Workspace,
    period: Period,
    text: str,
    accepted: Sequence[Accepted],
    check: Check,
    *,
    replacing: bool,
) -> Storing:
    """Store entries in the text of a period's file, leaving out those that bring new errors.

    Such an error becomes a problem of the cell that it came from.
    """
    known = {_kind(problem) for problem in errors_in(check(workspace))}
    problems: list[Problem] = []
    while True:
        storing = stored(text, period, accepted, replacing=replacing)
        progress = {**workspace.progress, period: storing.report}
        after = replace(workspace, progress=MappingProxyType(dict(sorted(progress.items()))))
        found = [each for each in errors_in(check(after)) if _kind(each) not in known]
        if not found or not accepted:
            storing.problems += dict.fromkeys(problems)
            return storing
        causes = {each: _cause(after, each, accepted) for each in found}
        problems += (
            replace(each, place=_cell(*cause)) if cause else each for each, cause in causes.items()
        )
        refused = {cause[0].entry.indicator for cause in causes.values() if cause}
        accepted = [each for each in accepted if refused and each.entry.indicator not in refused]


def _kind(problem: Problem) -> tuple[str, str, str]:
    """Tell a problem from others, wherever its line has moved."""
    return problem.code, problem.message, problem.place.file if problem.place else ""


def _cause(
    workspace: Workspace, problem: Problem, accepted: Sequence[Accepted]
) -> tuple[Accepted, Location] | None:
    """Return the entry that a problem lies in, or whose figure it contradicts in another period."""
    by_indicator = {each.entry.indicator: each for each in accepted}
    for report in workspace.progress.values():
        if location := _entry_at(report, problem.place):
            entry = report.record.entries[int(location[1])]
            if cause := by_indicator.get(entry.indicator):
                return cause, location[2:]
    return None


def _entry_at(report: Sourced[ProgressReport], place: Place | None) -> Location | None:
    """Return what stands at a place of a progress file, if it belongs to an entry."""
    locations = [
        location
        for places in (report.document.places, report.document.key_places)
        for location, each in places.items()
        if each == place and location[:1] == ("entries",) and len(location) > 1
    ]
    return max(locations, key=len, default=None)


def _cell(accepted: Accepted, location: Location) -> Place:
    return accepted.cells.get("/".join(map(str, location)), accepted.place)
