"""The rules of assessment: every threshold, with its default and where that comes from.

``data/<year>/assessment-rules.yaml`` may change any of them; the report prints those in force.
``rules.csv`` names the source of each default (assessment-practice §3.3 and §3.5).
"""

import re
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from reportgen.model.records import Record, Text

Share = Annotated[Decimal, Field(ge=0, le=1)]


class LightRules(Record):
    """亮灯."""

    green_from: Decimal = Decimal(0)
    yellow_from: Decimal = Decimal(-30)
    rate_yellow_from: Decimal = Field(Decimal(-5), ge=-100, le=0)
    overdue_yellow_days: int = Field(30, ge=0, le=366)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.yellow_from > self.green_from:
            raise ValueError("黄灯的下限不能高于绿灯的下限")
        return self


class ScoreRules(Record):
    """得分."""

    default_weight: Decimal = Field(Decimal(1), gt=0)
    milestones_count: bool = True
    under_way_share: Share = Decimal("0.5")
    achieved_share: Share = Decimal(1)
    partly_share: Share = Decimal("0.8")
    not_achieved_share: Share = Decimal(0)
    yellow_penalty: Decimal = Field(Decimal(0), ge=0)
    red_penalty: Decimal = Field(Decimal(0), ge=0)
    most_bonus: Decimal = Field(Decimal(10), ge=0, le=100)
    most_penalty: Decimal = Field(Decimal(10), ge=0, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.red_penalty < self.yellow_penalty:
            raise ValueError("每个红灯扣分不能少于每个黄灯扣分")
        if not self.achieved_share >= self.partly_share >= self.not_achieved_share:
            raise ValueError("定性得分应是达成不少于部分达成，部分达成不少于未达成")
        return self


class GradeBand(Record):
    """等次."""

    name: Text
    score_from: Decimal = Field(ge=0)


# what grades are called, from the best to the worst
_RANKS = ("优", "良", "^(?:合格|称职|达标|中)", "基本|一般", "不|差|未")


class AssessmentRules(Record):
    """考核规则."""

    behind_below: Decimal = Field(Decimal(0), ge=-100, le=100)
    default_tolerance: Decimal = Field(Decimal(5), ge=0, le=100)
    lights: LightRules = Field(default_factory=LightRules)
    scores: ScoreRules = Field(default_factory=ScoreRules)
    grades: tuple[GradeBand, ...] = Field(
        (
            GradeBand(name="优秀", score_from=Decimal(90)),
            GradeBand(name="良好", score_from=Decimal(80)),
            GradeBand(name="合格", score_from=Decimal(60)),
            GradeBand(name="不合格", score_from=Decimal(0)),
        ),
        min_length=1,
    )
    veto_grade: Text = "不合格"

    @model_validator(mode="after")
    def _grades_fall(self) -> Self:
        bounds = [band.score_from for band in self.grades]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("年度等次要从高到低排列，各有各的分数线，最后一等的为 0")
        usual = [[each for each in _RANKS if re.search(each, band.name)] for band in self.grades]
        ranks = [_RANKS.index(each[0]) for each in usual if each]
        if ranks != sorted(ranks):
            raise ValueError("年度等次要从高到低排列，等次名称的高低与此不符")
        for band in self.grades:
            told = re.findall(r"\d+(?:\.\d+)?", band.name)
            if told and band.score_from not in map(Decimal, told):
                raise ValueError(f"等次“{band.name}”说的分数线不是 {band.score_from}")
        if bounds[0] > 100 + self.scores.most_bonus:
            raise ValueError(f"等次“{self.grades[0].name}”的分数线没有人达得到")
        if len({band.name for band in self.grades}) < len(self.grades):
            raise ValueError("年度等次的名称不能重复")
        if self.veto_grade not in {band.name for band in self.grades}:
            raise ValueError(f"一票否决时的等次“{self.veto_grade}”不在年度等次中")
        if self.veto_grade == self.grades[0].name and len(self.grades) > 1:
            raise ValueError(f"一票否决时的等次不能是最高的“{self.veto_grade}”")
        return self
