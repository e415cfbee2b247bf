"""The tables: the year's targets (目标表), their scores (考核得分表), the rules in force (口径)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel

from reportgen.assessment.results import Assessment
from reportgen.assessment.scores import Score, ScoreSum, score_sum
from reportgen.base.numbers import (
    HUNDRED,
    Shown,
    adding_up,
    decimals,
    plain,
    rounded,
    told_apart,
)
from reportgen.model.labels import Adjustment
from reportgen.model.progress import PointsAdjustment
from reportgen.model.rules import AssessmentRules
from reportgen.model.targets import Office, Target, TargetTable
from reportgen.reports.views import gathered


@dataclass(frozen=True, slots=True)
class HeaderItem:
    """One item of the line above the table, such as 单位名称."""

    title: Annotated[str, "项目名称，如 单位名称"]
    value: Annotated[str, "内容"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its role in the layout profile and its heading."""

    key: Annotated[str, "栏目，也是版式文件里的栏名"]
    title: Annotated[str, "栏目名称"]


@dataclass(frozen=True, slots=True)
class Table:
    """What a template that needs ``table`` is given; a cell is a tuple of paragraphs."""

    author: Annotated[str, "机关名称，写入文件属性"]
    date: Annotated[date, "印发日期"]
    year: Annotated[int, "年度"]
    table_title: Annotated[str, "目标表的标题"]
    header_line: Annotated[tuple[HeaderItem, ...], "表上方一行的各项"]
    columns: Annotated[tuple[TableColumn, ...], "各栏"]
    rows: Annotated[tuple[tuple[tuple[str, ...], ...], ...], "各行；每格是若干段文字"]


def table_of(office: Office, table: TargetTable) -> Table:
    """Gather the table's cells in the order of its columns."""
    categories = {category.id: category.name for category in table.categories}
    return gathered(
        Table,
        table,
        author=office.name,
        date=table.date_issued,
        table_title=table.title,
        header_line=tuple(
            gathered(
                HeaderItem, title=Office.model_fields[key].title, value=getattr(office, key) or ""
            )
            for key in table.header_line
        ),
        columns=tuple(gathered(TableColumn, column) for column in table.columns),
        rows=tuple(
            tuple(_cell(target, column.key, categories) for column in table.columns)
            for target in table.targets
        ),
    )


def _cell(target: Target, key: str, categories: Mapping[str, str]) -> tuple[str, ...]:
    match key:
        case "category":
            return (categories[target.category],)
        case "basis":
            return target.basis
        case "seq" | "name" | "content" | "lead_unit":
            return (str(getattr(target, key) or ""),)
        case _:
            return (target.extra.get(key, ""),)


@dataclass(frozen=True, slots=True)
class TargetScore:
    """One row: weights on a scale where the whole table has 100; ``points`` of ``assessed``."""

    seq: Annotated[int, "序号"]
    category: Annotated[str, "类别名称"]
    name: Annotated[str, "目标名称"]
    weight: Annotated[Decimal, "权重（全表合计 100）"]
    assessed: Annotated[Decimal, "其中纳入评价的权重"]
    points: Annotated[Decimal, "得分"]
    rate: Annotated[Decimal | None, "得分率（%）；没有纳入评价的没有"]
    unassessed: Annotated[int, "不计分的指标和节点数"]
    adjustments: Annotated[tuple[PointsAdjustment, ...], "加分、减分、一票否决"]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All targets' scores, and what they come to."""

    rows: Annotated[tuple[TargetScore, ...], "各目标得分"]
    weight: Annotated[Decimal, "权重合计"]
    assessed: Annotated[Decimal, "纳入评价的权重合计"]
    points: Annotated[Decimal, "得分合计"]
    rate: Annotated[Decimal | None, "得分率（%）"]
    bonus: Annotated[Decimal, "加分"]
    penalty: Annotated[Decimal, "减分"]
    light_penalty: Annotated[Decimal, "亮灯扣分"]
    vetoes: Annotated[tuple[PointsAdjustment, ...], "一票否决事项"]
    score: Annotated[Decimal | None, "总分（百分制）"]
    grade: Annotated[str | None, "年度等次；不是全年的没有"]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the report prints it; ``changed`` when the office set it otherwise."""

    group: Annotated[str, "规则的组别，如“亮灯”"]
    title: Annotated[str, "规则名称"]
    value: Annotated[str, "现行值"]
    note: Annotated[str, "来源或说明"]
    changed: Annotated[bool, "本办公室改过"]


_POINTS = ("weight", "assessed", "points")


def score_table(assessment: Assessment) -> ScoreTable:
    """Scale all weights so that the table has 100; the grade is for the whole year.

    What a column prints adds up to what it prints as its total, and the totals make the rate.
    """
    final = assessment.final
    scale = HUNDRED / final.sum.weight if final.sum.weight else Decimal(1)
    categories = {each.id: each.name for each in assessment.table.categories}

    targets = assessment.table.targets
    scores: dict[str, list[Score]] = {target.id: [] for target in targets}
    for result in assessment.all:
        scores[result.target.id].append(result.score)
    sums = [score_sum(scores[target.id]) for target in targets]

    # as few decimals as make what is printed of the points come to the printed rate; where none do
    # (a half that is rounded up), the fewest: the table says what is reckoned before rounding
    exact = max(1, decimals(final.rate or Decimal(0)))
    for places in (*range(1, exact + 3), 1):
        columns = _columns(sums, scale, places)
        _, whole, points = (sum(column, Decimal(0)) for column in columns)
        rate = points * HUNDRED / (whole or 1)
        if final.rate is None or rounded(rate, exact) == final.rate:
            break
    rows = tuple(
        gathered(
            TargetScore,
            *(target, total),
            **dict(zip(_POINTS, points, strict=True)),
            rate=total.rate and told_apart(total.rate, HUNDRED, Decimal(0))[0],
            category=categories[target.category],
            unassessed=sum(score.share is None for score in scores[target.id]),
            adjustments=tuple(each for each in assessment.adjustments if each.target == target.id),
        )
        for target, total, *points in zip(targets, sums, *columns, strict=True)
    )
    return gathered(
        ScoreTable,
        *(final, final.sum),
        **{name: Shown(sum(column)) for name, column in zip(_POINTS, columns, strict=True)},
        rows=rows,
        vetoes=tuple(each for each in assessment.adjustments if each.kind is Adjustment.VETO),
        grade=final.grade if assessment.period.last_month == 12 else None,
    )


def _columns(
    sums: Sequence[ScoreSum], scale: Decimal, places: int
) -> tuple[tuple[Shown, ...], ...]:
    """Print weights, those assessed and points: each column is reckoned from the printed one before."""
    weights = adding_up([each.weight * scale for each in sums], places=places)
    parts = [
        w * each.assessed_weight / (each.weight or 1) for w, each in zip(weights, sums, strict=True)
    ]
    assessed = adding_up(parts, places=places)
    parts = [
        w * each.points / (each.assessed_weight or 1)
        for w, each in zip(assessed, sums, strict=True)
    ]
    return weights, assessed, adding_up(parts, places=places)


def rule_lines(rules: AssessmentRules) -> tuple[RuleLine, ...]:
    """List every rule with its value and the source of its default, in the model's order."""
    return tuple(_lines("", rules, AssessmentRules()))


def _lines(group: str, rules: BaseModel, defaults: BaseModel) -> Iterator[RuleLine]:
    for name, field in type(rules).model_fields.items():
        value, default = getattr(rules, name), getattr(defaults, name)
        if isinstance(value, BaseModel):
            yield from _lines(field.title or name, value, default)
        else:
            changed = value != default
            note = "本办公室设定" if changed else field.description or ""
            yield RuleLine(group, field.title or name, _value(value), note, changed)


def _value(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case Decimal():
            return plain(value)
        case tuple():
            return "；".join(f"{band.name} {plain(band.score_from)} 分起" for band in value)
    return str(value)
