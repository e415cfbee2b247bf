"""What references in a circular's text print."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.base.problems import DataError, Place
from reportgen.model.periods import Period
from reportgen.reports.figures import Figures, period_figures
from reportgen.reports.references import with_figures
from reportgen.sources.workspace import load_workspace

ROOT = Path(__file__).parents[2]
PLACE = Place("公文.yaml", 3)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return period_figures(load_workspace(ROOT), Period.parse("2012Q3"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("发布会{{ W2.3.cumulative }}。", "发布会24次。"),
        ("发布会{{ W2.3.cumulative }}次。", "发布会24次。"),
        ("检测{{W7.3.value}}以上", "检测6万批次以上"),
        ("按期办结率{{ W1.1.cumulative }}", "按期办结率96.9%"),
        ("{{ W1.1.numerator }}件中", "3620件中"),
        ("末后{{ 5 | fixed }}个、{{ '5' | fixed }}个、{{ \"5\" | fixed }}个", "末后5个、5个、5个"),
        ("共{{ counts.indicators }}项", "共27项"),
    ],
)
def test_printed(figures: Figures, text: str, printed: str) -> None:
    assert with_figures(text, figures, PLACE) == printed


@pytest.mark.parametrize("after", ["", "个工作日", "工作日", "。"])
def test_a_unit_stands_behind_its_number_as_people_say(figures: Figures, after: str) -> None:
    days = replace(figures.indicators[0], id="D1.1", unit="工作日", cumulative=Decimal("3.5"))
    made = with_figures(
        "用时{{ D1.1.cumulative }}" + after, replace(figures, indicators=(days,)), PLACE
    )
    assert made in ("用时3.5个工作日", "用时3.5工作日", "用时3.5个工作日。")


@pytest.mark.parametrize(
    ("unit", "goal", "said"),
    [("工作日", 3, "0.5个工作日"), ("‰", 3, "0.5个千分点"), ("%", 3, "0.5个百分点"), ("件", None, "0.5个百分点")],
)  # fmt: skip
def test_a_gap_has_the_unit_that_it_is_reckoned_in(
    figures: Figures, unit: str, goal: int | None, said: str
) -> None:
    due = None if goal is None else Decimal(goal)
    gap = replace(
        figures.indicators[0], id="D1.1", unit=unit, schedule_gap=Decimal("-0.5"), goal=due
    )
    assert (
        with_figures("差{{ D1.1.schedule_gap }}", replace(figures, indicators=(gap,)), PLACE)
        == f"差{said}"
    )


@pytest.mark.parametrize(
    "text", ["{{ W9.1.cumulative }}家", "{{ W99.1.value }}", "{{ good + 1 }}", "{{ W1.1 }}"]
)
def test_what_the_period_does_not_have(figures: Figures, text: str) -> None:
    with pytest.raises(DataError, match="D491"):
        with_figures(text, figures, PLACE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("符合要求的{{ counts.assessed }}项", "纳入评价的指标项数（assessed）"),
        ("缺报的指标{{ counts.under_way }}项", "尚未到评价时点的指标（under_way）"),
        ("未达成的要求{{ counts.late }}项", "到期未完成的节点（late）"),
        ("到期未完成的任务{{ counts.unmet }}项", "评定为未达成的要求（unmet）"),
        ("完成率{{ W2.1.schedule_progress }}", "时序进度（%）（schedule_progress）"),
        ("公文按期办结率{{ W2.1.completion_rate }}", "却是“编发政务信息期数”的"),
        ("时序进度为{{ counts.good_share }}", "符合要求的占比（%）（good_share）"),
        ("得{{ counts.good_share }}分。", "的单位是%"),
        ("政务信息{{ W2.1.cumulative }}条。", "单位是“期”，后面写的是“条”"),
        ("全部指标达到进度要求。", "写的是“全部指标达到进度要求”，未达要求的指标项数却是"),
        ("没有缺报的事项。", "缺报的指标项数却是"),
        ("工作目标全部完成。", "写的是“目标全部完成”，未达要求的指标项数却是"),
        ("奋斗目标均未达标。", "符合要求的指标项数却是"),
        ("没有红灯事项。", "红灯却是"),
        ("考核等次为优秀。", "这一期的等次是空的"),
        ("低于计划进度{{ W1.2.schedule_gap }}", "是反的"),
    ],
)
def test_another_figure_than_the_words_beside_it_say(
    figures: Figures, text: str, said: str
) -> None:
    with pytest.raises(DataError) as caught:
        with_figures(text, figures, PLACE)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.place == PLACE


@pytest.mark.parametrize(
    "text",
    [
        "公文按期办结率为{{ W1.1.cumulative }}（{{ W1.1.numerator }}/{{ W1.1.denominator }}），目标为{{ W1.1.value }}以上",
        "编发政务信息期数累计{{ W2.1.cumulative }}，完成率{{ W2.1.completion_rate }}，时序进度{{ W2.1.schedule_progress }}",
        "纳入评价{{ counts.assessed }}项，符合要求{{ counts.good }}项，占{{ counts.good_share }}，得分{{ counts.score }}分",
        "目标{{ counts.targets }}项、指标{{ counts.indicators }}项，到期未完成的节点{{ counts.late }}项",
        "印发{{ W1.2.cumulative }}，上限{{ W1.2.value }}，已用{{ W1.2.completion_rate }}",
        # what people call 组织市政府新闻发布会次数
        "新闻发布会{{ W2.3.cumulative }}，市政府领导批示条次{{ W2.2.cumulative }}",
        "上年度考核等次为优秀，等次为优秀的予以表扬，各项任务年底前全部完成",
        "要确保全部指标达到年度目标，{{ '没有缺报' | fixed }}",
    ],
)  # fmt: skip
def test_what_is_said_rightly(figures: Figures, text: str) -> None:
    assert "{" not in with_figures(text, figures, PLACE)
