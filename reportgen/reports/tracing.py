"""What ``explain`` prints of one indicator or milestone: value, source, rule, arithmetic, result."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from reportgen.base.codes import Code
from reportgen.base.problems import MissingInputError, UsageError
from reportgen.model.periods import Period
from reportgen.reports.figures import assessment_of, entry_places, span_of
from reportgen.reports.views import IndicatorView, MilestoneView, standing_of
from reportgen.sources.workspace import Workspace


def explanation_context(
    workspace: Workspace, subject_id: str, period: Period
) -> Mapping[str, object]:
    """Gather what ``explain.txt`` is given; raise UsageError for an id that isn't known."""
    if period.year not in workspace.tables or period not in workspace.progress:
        known = "、".join(map(str, sorted(workspace.progress))) or "（无）"
        message = f"没有 {period} 的目标表和进展数据；现有期间：{known}"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message)])
    standing = standing_of(assessment_of(workspace, period), entry_places(workspace, period))
    both: tuple[IndicatorView | MilestoneView, ...] = (*standing.indicators, *standing.milestones)
    views = {each.id: each for each in both}
    view = views.get(subject_id)
    if view is None:
        nearest = get_close_matches(subject_id, list(views), n=1)
        hint = f"，是否指 {nearest[0]}" if nearest else ""
        remedy = "用 reportgen list indicators 列出全部编号。"
        message = f"没有指标或节点 {subject_id}{hint}"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])
    return {
        "i": view if isinstance(view, IndicatorView) else None,
        "m": view if isinstance(view, MilestoneView) else None,
        "span": span_of(period),
        "sample": workspace.progress[period].record.sample,
    }
