"""Sentences that once said otherwise than the figures, or what nobody would say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from reportgen.model.periods import Period
from reportgen.reports.figures import explanation_context
from reportgen.reports.views import IndicatorView
from reportgen.sources.workspace import Workspace
from reportgen.workshop import Workshop
from tests import documents
from tests.checks.small_workspace import FILES, MORE, build
from tests.reports.test_sentences import _common_sense, printed

HALF = "2012Q2"
Given = Mapping[str, object]
ITEMS = (
    {"id": "a", "name": "宅基地改革", "deadline": "2012-06-30"},
    {"id": "b", "name": "平台建设"},
    {"id": "c", "name": "监管改革"},
)
SCOPE = {"kind": "scope", "comparator": "planned", "value": 3, "unit": "项", "items": list(ITEMS)}
NONE = {"kind": "cap", "comparator": "at_most", "value": 0, "unit": "起"}
DAYS = {"kind": "level", "comparator": "at_most", "value": "3.5", "unit": "工作日"}
POINTS = {"kind": "level", "comparator": "planned", "value": 2, "unit": "百分点"}
MONEY = {"kind": "count", "comparator": "planned", "value": "2.5", "unit": "亿元"}
PLAN = MONEY | {"quarterly_plan": [0, 1, 2, "2.5"]}
BASE = {"value": 8000, "unit": "吨", "meaning": "上年", "confirmed": True}
FALL = {"kind": "reduction", "comparator": "planned", "value": 2, "unit": "%", "baseline": BASE}
RISE = {"kind": "growth", "comparator": "planned", "value": 2, "unit": "%", "baseline": BASE}
WISH = {"id": "W1.M1", "name": "作风建设", "kind": "qualitative", "quote": "略"}
STEP = {"id": "W1.M2", "name": "印发办法", "quote": "略", "deadline": "2012-05-31"}
SELDOM = {"frequency": "half_yearly"}


def _office(
    indicators: Mapping[str, Given],
    milestones: tuple[Given, ...] = (),
    **periods: Mapping[str, Given],
) -> Workspace:
    """Make a workspace of one target: indicators by their names, what is reported by id."""
    table: dict[str, Any] = yaml.safe_load(FILES["targets"])
    table["categories"] = table["categories"][:1]
    target = table["targets"][0]
    table["targets"] = [target]
    shown = {"definition": "略", "lead_unit": "办公厅", "quote": "略", "deadline": "2012-12-31"}
    target["benchmarks"], target["milestones"] = [], [dict(each) for each in milestones]
    target["indicators"] = [
        {"id": f"W1.{at}", "name": name, "display": f"{each['value']}{each['unit']}"} | shown | each
        for at, (name, each) in enumerate(indicators.items(), 1)
    ]
    told = {
        period: yaml.safe_dump(
            {"period": period, "sample": False, "date_reported": "2012-12-01"}
            | {"entries": [{"indicator": id_} | dict(given) for id_, given in entries.items()]},
            allow_unicode=True,
        )
        for period, entries in periods.items()
    }
    files = (
        {"office": FILES["office"], "brief": MORE["brief"]}
        | told
        | {"targets": yaml.safe_dump(table, allow_unicode=True, sort_keys=False)}
    )
    workspace: Workspace = build(files)
    return workspace


def _text(workspace: Workspace, workshop: Workshop, kind: str, period: str = HALF) -> str:
    job = documents.job(workspace, kind, period)
    composed = workshop.compose(job)
    text = printed(composed)
    _common_sense(text)
    return text


@pytest.mark.parametrize(
    ("indicator", "reported", "said", "unsaid"),
    [
        # what a scope should have done by now
        (
            SCOPE,
            {"items_done": ["b"]},
            ("事项欠进度，已办结1项，宅基地改革到期未办结。", "\n2项\n1项，宅基地改革到期未办结\n"),
            "\n3项\n1项",
        ),
        # of nothing there can't be less
        (NONE, {"cumulative": 1}, ("目标0起", "\n0起\n1起\n"), "不超过0起"),
        # units behind their numbers
        (DAYS, {"current": "3.8"}, ("现为3.8个工作日，高于上限0.3个工作日",), "8工作日"),
        (POINTS, {"current": 1}, ("现为1个百分点，低于目标1个百分点",), "1百分点"),
        # 25 % of 2.5亿元 isn't 1.3亿元
        (MONEY, {"cumulative": "1.24"}, ("\n1.25亿元\n1.24亿元\n",), "1.3亿元"),
        (RISE | {"comparator": "more_than"}, {"rate": 3}, ("目标增长超过2%，增长3%",), "增长突破"),
        (PLAN, {"cumulative": "0.5"}, ("另有1项指标按责任单位的季度计划", "按时序进度或季度计划折算"), "其中1项"),
    ],
)  # fmt: skip
def test_a_report_of(
    workshop: Workshop, indicator: Given, reported: Given, said: tuple[str, ...], unsaid: str
) -> None:
    workspace = _office({"事项": indicator}, **{HALF: {"W1.1": reported}})
    text = _text(workspace, workshop, "quarterly")
    assert not [words for words in said if words not in text]
    assert unsaid not in text


def test_a_rule_is_told_that_holds_for_each_of_its_kind(workshop: Workshop) -> None:
    visits = {"kind": "count", "comparator": "between", "value": 80, "upper": 100, "unit": "批次"}
    covered = {"kind": "coverage", "comparator": "equal_full", "value": 100, "unit": "%"}
    told = {"W1.3": {"rate": 60}, "W1.4": {"rate": 60}}
    evenly, early = covered, covered | {"quarterly_plan": [30, 80, 100, 100]}
    made = _office({"走访": visits, "投资": MONEY, "轮训": evenly, "体检": early}, **{HALF: told})
    text = _text(made, workshop, "quarterly")
    assert (
        "数量类（2项）：累计完成除以区间的下限或目标值，与时序进度比；达到区间下限的为完成，多于上限的为超额。"
        in text
    )
    assert "覆盖类（2项）：累计覆盖数除以固定的总数，与时序进度或计划进度比。" in text
    late = _office({"走访": visits, "投资": MONEY}, **{"2012Q4": {"W1.2": {"cumulative": 2}}})
    year = _text(late, workshop, "quarterly", "2012Q4")
    assert "数量类（2项）：累计完成除以区间的下限或目标值，与目标比；" in year
    assert "有一件未达" not in text  # a whole that is covered bit by bit has none that is missed


@pytest.mark.parametrize(
    ("indicator", "reported", "said"),
    [
        (FALL, {"current": 8050}, "本期不评价；截至6月底增加0.6%。"),
        (RISE, {"current": 8160}, "本期不评价；截至6月底增长2%。"),
        (RISE, {"rate": 0}, "本期不评价；截至6月底与上年同期持平。"),
        (DAYS, {"current": 3}, "本期不评价；截至6月底为3个工作日。"),
        (NONE, {"cumulative": 1}, "本期不评价；截至6月底累计1起。"),
    ],
)
def test_the_last_known(workshop: Workshop, indicator: Given, reported: Given, said: str) -> None:
    asked = indicator | SELDOM
    workspace = _office({"事项": asked}, **{HALF: {"W1.1": reported}, "2012Q3": {}})
    assert said in _text(workspace, workshop, "quarterly", "2012Q3")


@pytest.mark.parametrize(
    ("grade", "label", "problem"),
    [
        ("achieved", "已达成的要求：作风建设。", "没有到期未完成的任务，没有缺报。"),
        ("partly", "部分达成的要求：作风建设。", "没有到期未完成的任务，没有缺报。"),
        ("not_achieved", "未达成的要求：作风建设。", "评定为未达成的要求1项：作风建设。"),
        (None, "本期没有填报进展。", "没有到期未完成的任务。"),
    ],
)
def test_a_requirement_is_told_alike_by_report_and_summary(
    workshop: Workshop, grade: str | None, label: str, problem: str
) -> None:
    entries = {"W1.1": {"cumulative": 2}} | ({"W1.M1": {"grade": grade}} if grade else {})
    wish = WISH | {"lead_unit": "监察室"}
    workspace = _office({"事项": MONEY}, (wish,), **{HALF: entries})
    report = _text(
        workspace if grade else _office({}, (wish,), **{HALF: {}}), workshop, "quarterly"
    )
    assert f"\n{label}\n" in report
    assert problem in report
    assert ("没有缺报" in report) is ("没有缺报" in problem)
    assert label.removesuffix("。") in _text(workspace, workshop, "summary")


def test_a_cap_is_told_from_the_report_of_its_deadline(workshop: Workshop) -> None:
    half = NONE | {"value": 60, "deadline": "2012-06-30"}
    told = {HALF: {"W1.1": {"cumulative": 58}}, "2012Q3": {"W1.1": {"cumulative": 90}}}
    workspace = _office({"发文": half}, **told)
    text = _text(workspace, workshop, "quarterly", "2012Q3")
    assert "发文：目标不超过60起，累计58起（截至6月底），已用上限的96.7%" in text
    view = explanation_context(workspace, "W1.1", Period.parse("2012Q3"))["i"]
    assert isinstance(view, IndicatorView)
    assert view.said.file == "2012Q2.yaml"


def test_what_costs_a_unit_points_is_told(workshop: Workshop) -> None:
    """Its indicators are all good, and yet it has not all points."""
    wishes = (WISH, WISH | {"id": "W1.M3", "lead_unit": "监察室"})
    told = {"W1.1": {"cumulative": 2}, "W1.M1": {"grade": "partly"}, "W1.M3": {"grade": "partly"}}
    text = _text(_office({"事项": MONEY}, wishes, **{HALF: told}), workshop, "summary")
    assert text.count("部分达成的要求：作风建设") == 2


def test_an_unmet_requirement_is_appraised_and_listed(workshop: Workshop) -> None:
    late = {"W1.M1": {"grade": "not_achieved"}, "W1.M2": {"state": "under_way"}}
    workspace = _office({"事项": MONEY}, (WISH, STEP), **{HALF: {"W1.1": {"cumulative": 2}} | late})
    text = _text(workspace, workshop, "quarterly")
    assert "评价：纳入评价的指标符合要求，1项任务到期未完成，1项要求未达成。" in text
    assert "\n达成要求\n未达成\n" in text
    brief = _text(workspace, workshop, "brief", "2012-06")
    assert "作风建设未达成。" in brief


def test_an_office_without_indicators_has_no_empty_tables(workshop: Workshop) -> None:
    workspace = _office({}, (WISH,), **{HALF: {"W1.M1": {"grade": "achieved"}}})
    text = _text(workspace, workshop, "quarterly")
    assert "均没有量化指标。\n" in text
    for words in ("匀速推进", "没有可以评价的指标", "各类别指标的状态"):
        assert words not in text


def test_a_brief_has_a_column_of_the_month_where_something_is_monthly(workshop: Workshop) -> None:
    quarters = {"2012Q1": {"W1.1": {"cumulative": 1}}, HALF: {"W1.1": {"cumulative": 2}}}
    seldom = _office({"投资": MONEY | {"frequency": "quarterly"}}, **quarters)
    assert "\n本月\n" not in _text(seldom, workshop, "brief", "2012-06")
    months = {"2012-04": {"W1.1": {"cumulative": 1}}, "2012-05": {"W1.1": {"cumulative": 2}}}
    assert "\n本月\n" in _text(_office({"投资": MONEY}, **months), workshop, "brief", "2012-05")


def test_what_is_met_is_no_task_of_next_month(workshop: Workshop) -> None:
    met = {"W1.1": {"current": 3}, "W1.2": {"cumulative": 2}}
    workspace = _office({"时限": DAYS, "投资": MONEY}, **{"2012-11": met})
    text = _text(workspace, workshop, "brief", "2012-11")
    assert text.index("下月重点") < text.index("投资（2012年12月31日到期）")
    assert "时限（" not in text


def test_a_brief_lists_what_falls_due_on_one_day_together(workshop: Workshop) -> None:
    both = {"W1.1": {"current": 9}, "W1.2": {"cumulative": 2}}
    workspace = _office({"时限": DAYS, "投资": MONEY}, **{"2012-11": both})
    text = _text(workspace, workshop, "brief", "2012-11")
    assert "2012年12月31日到期的2项：时限、投资。" in text


def test_units_whose_scores_are_printed_alike_have_one_rank(workshop: Workshop) -> None:
    visits = {"kind": "count", "comparator": "at_least", "value": 10000, "unit": "次"}
    units = {name: visits | {"lead_unit": name} for name in ("甲科", "乙科")}
    told = {"W1.1": {"cumulative": 9697}, "W1.2": {"cumulative": 9703}}
    text = _text(_office(units, **{"2012Q4": told}), workshop, "summary", "2012Q4")
    assert "甲科、乙科得分相同，均为97分。" in text


def test_what_no_figure_is_printed_of_needs_no_note(workshop: Workshop) -> None:
    seldom = {"会议": NONE | {"value": 5} | SELDOM, "时限": DAYS | SELDOM, "投资": MONEY}
    text = _text(
        _office(seldom, **{"2012-05": {"W1.3": {"cumulative": 1}}}), workshop, "brief", "2012-05"
    )
    assert "注：“—”为不适用。" in text


def test_a_share_of_nothing_is_neither_missing_nor_judged(workshop: Workshop) -> None:
    rate = {"kind": "rate", "comparator": "equal_full", "value": 100, "unit": "%"}
    told = {"W1.1": {"numerator": 0, "denominator": 0}, "W1.2": {"cumulative": 2}}
    text = _text(_office({"办结率": rate, "投资": MONEY}, **{HALF: told}), workshop, "quarterly")
    assert "办结率：目标100%，尚无应办事项，本期不评价。" in text
    assert "本期不评价的指标1项：办结率（尚无应办事项）。" in text
    for words in ("〔未报〕", "征求意见稿", "缺报1项"):
        assert words not in text
