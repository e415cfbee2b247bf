"""The kinds of documents that a workspace's data can become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from reportgen.base.codes import Code
from reportgen.base.problems import UsageError
from reportgen.model.periods import Period
from reportgen.reports.briefs import BRIEF, brief_job
from reportgen.reports.circulars import Dispatch, dispatch_of
from reportgen.reports.jobs import Job, quarterly_job, summary_job, target_table_job
from reportgen.sources.workspace import Workspace

__all__ = ["BRIEF", "CIRCULAR", "KINDS", "SUMMARY", "TARGET_TABLE", "Kind", "find_kind"]

TARGET_TABLE = "target-table"
SUMMARY = "summary"
CIRCULAR = "circular"


def _quarters(workspace: Workspace) -> tuple[Period, ...]:
    return tuple(period for period in sorted(workspace.progress) if period.is_quarter)


def _months(workspace: Workspace) -> tuple[Period, ...]:
    """Return the reported months of years that have a brief."""
    return tuple(
        period
        for period in sorted(workspace.progress)
        if not period.is_quarter and period.year in workspace.briefs
    )


def _shared_quarters(workspace: Workspace) -> tuple[Period, ...]:
    """Return the quarters in which several units answer for the targets."""
    return tuple(
        period
        for period in _quarters(workspace)
        if len({each.lead_unit for each in workspace.tables[period.year].record.indicators}) > 1
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A document kind: how its subjects are found and a job is made of one."""

    name: str
    title: str
    option: str
    jobs: Callable[[Workspace], tuple[Job | Dispatch, ...]]


KINDS: tuple[Kind, ...] = (
    Kind(
        TARGET_TABLE,
        "目标表",
        "--year",
        lambda workspace: tuple(
            target_table_job(workspace, year) for year in sorted(workspace.tables)
        ),
    ),
    Kind(
        "quarterly",
        "季度考核报告",
        "--period",
        lambda workspace: tuple(
            quarterly_job(workspace, period) for period in _quarters(workspace)
        ),
    ),
    Kind(
        SUMMARY,
        "各单位汇总报告",
        "--period",
        lambda workspace: tuple(
            summary_job(workspace, period) for period in _shared_quarters(workspace)
        ),
    ),
    Kind(
        BRIEF,
        "月度简报",
        "--period",
        lambda workspace: tuple(brief_job(workspace, period) for period in _months(workspace)),
    ),
    Kind(
        CIRCULAR,
        "公文",
        "--year",
        lambda workspace: tuple(
            dispatch_of(workspace, year, name) for year, name in sorted(workspace.circulars)
        ),
    ),
)


def find_kind(name: str) -> Kind:
    """Return the kind of a name; raise UsageError with the nearest known one."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    names = [kind.name for kind in KINDS]
    nearest = get_close_matches(name, names, n=1)
    hint = f"，是否指 {nearest[0]}" if nearest else ""
    message = f"没有文稿种类“{name}”{hint}；可选：{'、'.join(names)}"
    raise UsageError([Code.USAGE.problem(message)])
