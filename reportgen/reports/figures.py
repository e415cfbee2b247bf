"""The figures of a period: all that documents can say of it, gathered once (assessment-practice §3.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated

from reportgen.assessment.changes import Change, corrections, progress_changes, table_changes
from reportgen.assessment.results import GOOD, POOR, Assessment, assess
from reportgen.base.codes import Code
from reportgen.base.problems import UsageError
from reportgen.model.labels import ChangeKind, Light, Status
from reportgen.model.periods import Period
from reportgen.model.rules import AssessmentRules
from reportgen.reports.standing import (
    Places,
    category_view,
    counted,
    share,
    standing_of,
    unit_views,
    with_status,
)
from reportgen.reports.tables import RuleLine, ScoreTable, rule_lines, score_table
from reportgen.reports.views import (
    CategoryView,
    Count,
    IndicatorView,
    MilestoneView,
    RevisionView,
    UnitView,
    gathered,
)
from reportgen.sources.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """How a quarter of the year stood."""

    name: Annotated[str, "期间的名称，如 上半年"]
    good_share: Annotated[Decimal, "符合要求的指标占比（%）"]
    score: Annotated[Decimal, "考核得分"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a template that needs ``figures`` is given."""

    author: Annotated[str, "机关名称，写入文件属性"]
    unit: Annotated[str, "单位名称"]
    signature: Annotated[str, "署名：机关全称，或数据中写明的"]
    date: Annotated[date, "报告日期"]
    sample: Annotated[bool, "数字是否虚构的示例"]
    incomplete: Annotated[bool, "是否有缺报"]
    year: Annotated[int, "年度"]
    span: Annotated[str, "从年初起的期间，如 2012年上半年"]
    table_title: Annotated[str, "目标表的标题"]
    period_name: Annotated[str, "从年初起的期间，不带年，如 上半年"]
    period_own_name: Annotated[str, "本期自己的名称，如 第二季度"]
    last_month: Annotated[int, "期间的最后一个月"]
    whole_year: Annotated[bool, "是否到年底"]
    schedule_progress: Annotated[Decimal, "全年已过的百分比（时序进度）"]
    categories: Annotated[tuple[CategoryView, ...], "各类别"]
    units: Annotated[tuple[UnitView, ...], "各责任单位，按名次"]
    unit_names: Annotated[tuple[str, ...], "承担目标的单位名称，联合承担的分开算"]
    indicators: Annotated[tuple[IndicatorView, ...], "全部指标"]
    milestones: Annotated[tuple[MilestoneView, ...], "全部节点"]
    assessed: Annotated[int, "纳入评价的指标项数"]
    good: Annotated[int, "符合要求的指标项数"]
    good_share: Annotated[Decimal, "符合要求的占比（%）"]
    counts: Annotated[tuple[Count, ...], "各完成状态的指标项数"]
    uneven: Annotated[bool, "各完成状态的占比四舍五入以后，合计不是百分之百"]
    lights: Annotated[tuple[Count, ...], "各色亮灯的指标项数"]
    poor: Annotated[tuple[IndicatorView, ...], "未达要求或应予控制的指标"]
    late: Annotated[tuple[MilestoneView, ...], "到期未完成的节点"]
    unmet: Annotated[tuple[MilestoneView, ...], "评定为未达成的要求"]
    silent: Annotated[tuple[MilestoneView, ...], "没有填报的节点"]
    behind: Annotated[tuple[IndicatorView | MilestoneView, ...], "poor、late 和 unmet"]
    missing: Annotated[tuple[IndicatorView, ...], "缺报的指标"]
    under_way: Annotated[tuple[IndicatorView, ...], "尚未到评价时点的指标"]
    not_due: Annotated[tuple[IndicatorView, ...], "本期不报送、不评价的指标"]
    planned: Annotated[tuple[IndicatorView, ...], "按季度计划掌握进度的指标"]
    scores: Annotated[ScoreTable, "考核得分表"]
    rules: Annotated[tuple[RuleLine, ...], "现行的考核规则，逐条，有依据"]
    in_force: Annotated[AssessmentRules, "现行的考核规则，按字段"]
    history: Annotated[tuple[PeriodPoint, ...], "年内各季度的占比和得分"]
    previous_name: Annotated[str | None, "上一期的名称；没有上一期的没有"]
    changes: Annotated[tuple[Change, ...], "比上一期的变动"]
    revisions: Annotated[tuple[RevisionView, ...], "年初以来的目标修订"]


def span_of(period: Period) -> str:
    """Name the time that a report is about: 2012年上半年, 2012年度."""
    if period.is_quarter and period.quarter == 4:
        return f"{period.year}年度"
    return f"{period.year}年{period.name}"


def assessment_of(workspace: Workspace, period: Period) -> Assessment:
    """Assess a workspace's table at the end of a period by the year's rules."""
    table = workspace.tables[period.year].record
    return assess(table, period, workspace.reports_until(period), workspace.rules_of(period.year))


def changes_since(workspace: Workspace, earlier: Period, later: Period) -> tuple[Change, ...]:
    """List what changed between two periods of a year, or in one since its report went out.

    Corrections, and targets changed otherwise than by a revision, show only against what was kept
    when the earlier report went out (``reported/<period>/``).
    """
    before, after = assessment_of(workspace, earlier), assessment_of(workspace, later)
    frozen = workspace.frozen.get(earlier)
    table = frozen.table.record.at(earlier.end) if frozen else before.table
    known = {each.id for each in table.subjects}  # what was added since wasn't missing
    found = [each for each in progress_changes(before, after) if each.subject in known]
    found += corrections_since(workspace, earlier, later)
    found += table_changes(table, after.table)
    return tuple(found)


def corrections_since(workspace: Workspace, earlier: Period, later: Period) -> Iterator[Change]:
    """Yield what was corrected in any reported period and isn't told by a report up to ``earlier``.

    Also in the period itself: what goes out as its revision says what it revises.
    """
    table = workspace.tables[later.year].record.at(later.end)
    reported = [
        each
        for each in workspace.periods_until(later)
        if each <= later and each in workspace.frozen
    ]
    for period in reported:
        told = [
            workspace.told[each, period]
            for each in reported
            if each.is_quarter and period < each <= earlier and (each, period) in workspace.told
        ]
        then = told[-1] if told else workspace.frozen[period].report
        yield from corrections(then.record, workspace.progress[period].record, table)


def revisions_until(workspace: Workspace, period: Period) -> Iterator[RevisionView]:
    """Yield the year's revisions that are in force at a period's end, in table order."""
    before = period.previous
    for subject in workspace.tables[period.year].record.subjects:
        for revision in subject.at(period.end).revisions:
            day = revision.effective_from
            yield gathered(
                RevisionView,
                *(revision, subject),
                before=subject.at(day - timedelta(days=1)),
                after=subject.at(day),
                new=before is None or day > before.end,
            )


def entry_places(workspace: Workspace, period: Period) -> Places:
    """Return where the entries of the files up to a period stand."""
    return {
        (entry.indicator, each): workspace.progress[each].place("entries", index)
        for each in workspace.periods_until(period)
        if each <= period
        for index, entry in enumerate(workspace.progress[each].record.entries)
    }


def period_figures(workspace: Workspace, period: Period) -> Figures:
    """Assess the table at the period's end and gather what can be said of it."""
    assessment = assessment_of(workspace, period)
    table = assessment.table
    office, report = workspace.office.record, workspace.progress[period].record
    whole = standing_of(assessment, entry_places(workspace, period))
    units = unit_views(assessment, office.unit, whole)
    poor, missing, under_way, not_due = (
        with_status(whole.indicators, *each)
        for each in (POOR, (Status.MISSING,), (Status.UNDER_WAY,), (Status.NOT_DUE,))
    )
    before = period.previous
    previous = before if before and before in workspace.progress else None
    return gathered(
        Figures,
        *(whole, period, report, office),
        author=office.name,
        signature=office.signature or office.name,
        date=report.date_reported,
        incomplete=bool(missing),
        span=span_of(period),
        table_title=table.title,
        period_name=period.name,
        period_own_name=period.own_name,
        whole_year=period.last_month == 12,
        schedule_progress=period.elapsed,
        categories=tuple(
            category_view(each, table, whole)
            for each in table.categories
            if table.of_category(each)
        ),
        units=units,
        unit_names=tuple(dict.fromkeys("、".join(each.name for each in units).split("、"))),
        good_share=share(whole.good, whole.assessed),
        lights=counted([view.light for view in whole.indicators], [*Light]),
        poor=poor,
        behind=poor + whole.late + whole.unmet,
        missing=missing,
        under_way=under_way,
        not_due=not_due,
        planned=tuple(view for view in whole.indicators if view.planned),
        scores=score_table(assessment),
        rules=rule_lines(assessment.rules),
        in_force=assessment.rules,
        history=tuple(_history(workspace, period)),
        previous_name=previous.name if previous else None,
        changes=tuple(
            each
            for each in changes_since(workspace, previous or period, period)
            if each.kind is not ChangeKind.VALUE
        ),
        revisions=tuple(revisions_until(workspace, period)),
    )


def _history(workspace: Workspace, period: Period) -> Iterator[PeriodPoint]:
    """Yield the reported quarters of the year up to a period; those without a score are left out."""
    for known in workspace.reports_until(period):
        if known.is_quarter:
            assessment = assessment_of(workspace, known)
            good, poor = (len(assessment.with_status(*each)) for each in (GOOD, POOR))
            score = assessment.final.score
            if score is not None:
                yield PeriodPoint(known.name, share(good, good + poor), score)


def explanation_context(
    workspace: Workspace, subject_id: str, period: Period
) -> Mapping[str, object]:
    """Gather what ``explain.txt`` is given; raise UsageError for an id that isn't known."""
    workspace.require(period)
    standing = standing_of(assessment_of(workspace, period), entry_places(workspace, period))
    both: tuple[IndicatorView | MilestoneView, ...] = (*standing.indicators, *standing.milestones)
    views = {each.id: each for each in both}
    view = views.get(subject_id)
    if view is None:
        nearest = get_close_matches(subject_id, list(views), n=1)
        hint = f"，是否指 {nearest[0]}" if nearest else ""
        remedy = "用 reportgen list indicators 列出全部编号。"
        message = f"{span_of(period)}没有指标或节点 {subject_id}{hint}"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])
    return {
        "i": view if isinstance(view, IndicatorView) else None,
        "m": view if isinstance(view, MilestoneView) else None,
        "revisions": [each for each in revisions_until(workspace, period) if each.id == view.id],
        "span": span_of(period),
        "sample": workspace.progress[period].record.sample,
    }
