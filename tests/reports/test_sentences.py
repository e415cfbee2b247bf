"""The reports of all four quarters read as a person would write them, whatever the data say."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from reportgen.document.tree import Document, walk_paragraphs
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.model.rules import AssessmentRules
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.workspace import Workspace
from reportgen.sources.yaml_text import yaml_text
from reportgen.workshop import Workshop
from tests import documents
from tests.checks.small_workspace import FILES, build

LAST = "2012Q4"
DONE = {"W1.1": {"numerator": 99, "denominator": 100}, "W1.2": {"cumulative": 50}} | {
    "W1.3": {"cumulative": 60000},
    "W1.M1": {"state": "done"},
    "S1.1": {"rate": 60},
    "S1.2": {"numerator": 20, "denominator": 20},
    "S1.M1": {"grade": "achieved"},
}
LATE = {"W1.1": {"numerator": 80, "denominator": 100}, "W1.2": {"cumulative": 60}} | {
    "W1.3": {"cumulative": 0},
    "W1.M1": {"state": "under_way"},
    "S1.1": {"rate": 10},
    "S1.2": {"numerator": 19, "denominator": 20},
}


def _workspace(figures: dict[str, dict[str, object]], **more: object) -> Workspace:
    """Return the small workspace with a fourth quarter of the given figures."""
    workspace: Workspace = build(FILES)
    entries = [
        ProgressEntry.model_validate({"indicator": id_, **given}) for id_, given in figures.items()
    ]
    report = ProgressReport.model_validate(
        {"period": LAST, "sample": False, "date_reported": "2013-01-10", "entries": entries, **more}
    )
    sourced: Sourced[ProgressReport] = bind(
        ProgressReport, parse_yaml(yaml_text(report), f"{LAST}.yaml")
    )
    progress = {**workspace.progress, Period.parse(LAST): sourced}
    return replace(workspace, progress=MappingProxyType(progress))


def printed(document: Document) -> str:
    marks = [section.mark or "" for section in document.sections]
    texts = (each.text.replace("\n", "⏎") for each in walk_paragraphs(document))
    return "\n".join((*marks, *texts))


def _text(workspace: Workspace, workshop: Workshop, period: str = LAST) -> str:
    job = documents.job(workspace, "quarterly", period)
    composed = workshop.compose(job)
    return printed(composed)


def _common_sense(text: str) -> None:
    """Find what no person would write: doubled marks, empty lists, numbers of nothing."""
    lines = (line for line in text.splitlines() if not line.startswith("      "))
    body = "".join(lines).replace(":None页", "页")  # pages are numbered later
    for form in (r"[，。；：、][，。；、]", r"None", r"（）", r"：。", r"共0项", r"占NaN", r"\{\{"):
        found = re.search(form, body)
        assert found is None, body[max(0, found.start() - 30) : found.end() + 30]


def test_everything_done(workshop: Workshop) -> None:
    text = _text(_workspace(DONE), workshop)
    _common_sense(text)
    for words in (
        "关于2012年度⏎目标完成情况的考核报告",
        "全部符合目标要求",
        "考核得分100分，等次为优秀",
        "纳入评价的指标全部符合要求，没有到期未完成的任务，没有缺报",
        "研究提出下一年度目标",
    ):
        assert words in text


def test_everything_late(workshop: Workshop) -> None:
    text = _text(_workspace(LATE), workshop)
    _common_sense(text)
    for words in (
        "3项指标均未达要求",
        "尚无完成数，未完成",
        "到期未完成的任务1项：印发通报",
        "等次为不合格",
        "都没有填报措施",
    ):
        assert words in text


def test_nothing_reported(workshop: Workshop) -> None:
    text = _text(_workspace({}), workshop)
    _common_sense(text)
    for words in (
        "没有可以评价的指标",
        "缺报5项",
        "本期〔未报〕",
        "征求意见稿",
        "评价：3项指标缺报",
    ):
        assert words in text
    assert "2012年度考核得分" not in text


def test_a_single_indicator_is_spoken_of_as_one(workshop: Workshop) -> None:
    only = {**FILES, "targets": FILES["targets"]}
    start = only["targets"].index("      - id: W1.2")
    end = only["targets"].index("    milestones:\n      - id: W1.M1")
    only["targets"] = only["targets"][:start] + only["targets"][end:]
    for quarter in ("2012Q1", "2012Q2"):
        only[quarter] = re.sub(r"  - indicator: W1\.[23]\n(    .*\n)+", "", only[quarter])
    text = _text(build(only), workshop, "2012Q1")
    _common_sense(text)
    assert "纳入评价的指标符合要求" in text
    assert "1.办结率" not in text


def test_bonus_veto_and_changed_rules_are_printed(workshop: Workshop) -> None:
    adjustments = [
        {"target": "W1", "kind": "bonus", "points": 2, "reason": "获省表彰"},
        {"target": "W1", "kind": "veto", "reason": "发生重大责任事故"},
    ]
    workspace = _workspace(DONE, adjustments=adjustments)
    rules = AssessmentRules.model_validate({"lights": {"green_from": -10}})
    sourced = Sourced(rules, parse_yaml("a: 1\n", "rules.yaml"))
    text = _text(replace(workspace, rules={2012: sourced}), workshop)
    for words in (
        "加分2分：获省表彰",
        "（含加分2分",
        "一票否决：发生重大责任事故",
        "等次为不合格",
        "落后不超过10个百分点为绿灯",
    ):
        assert words in text


def test_what_lights_cost_is_said_beside_the_score(workshop: Workshop) -> None:
    given = {"scores": {"yellow_penalty": 1, "red_penalty": 2}}
    rules = AssessmentRules.model_validate(given)
    sourced = Sourced(rules, parse_yaml("a: 1\n", "rules.yaml"))
    text = _text(replace(_workspace(LATE), rules={2012: sourced}), workshop)
    _common_sense(text)
    costs = re.findall("亮灯扣分([0-9]+)分", text)
    assert len(costs) == 2
    assert len(set(costs)) == 1
    assert "；指标、任务每个黄灯扣1分；每个红灯扣2分" in text


def test_a_plan_of_the_units_own_is_named(workshop: Workshop) -> None:
    planned = FILES["targets"].replace(
        "        quote: 检测6万批次以上\n",
        "        quote: 检测6万批次以上\n        quarterly_plan: [5000, 20000, 40000, 60000]\n",
    )
    text = _text(build({**FILES, "targets": planned}), workshop, "2012Q1")
    assert "1项指标按责任单位的季度计划计算" in text
    assert "高于计划进度" in text


def test_the_missing_list_is_a_page_in_front(workspace: Workspace, workshop: Workshop) -> None:
    job = documents.job(workspace, "quarterly", "2012Q3")
    for made, first in ((job, "关于2012年"), (job.with_missing_list(), "2012年前三季度缺报清单")):
        composed = workshop.compose(made)
        block = composed.sections[0].blocks[0]
        assert first in block.text  # type: ignore[union-attr]


def test_several_units_are_ranked(workshop: Workshop) -> None:
    shared = FILES["targets"].replace("lead_unit: 办公厅", "lead_unit: 审批办", 1)
    workspace = build({**FILES, "targets": shared})
    assert len(list(documents.every_document(workspace, "summary"))) == 2
    assert not list(documents.every_document(build(FILES), "summary"))
    job = documents.job(workspace, "summary", "2012Q2")
    composed = workshop.compose(job)
    text = printed(composed)
    _common_sense(text)
    assert "对承担目标的2个单位" in text
    assert text.index("（一）") < text.index("（二）")


def test_units_that_bear_a_target_together_are_told_from_others(workshop: Workshop) -> None:
    shared = FILES["targets"].replace("lead_unit: 办公厅", "lead_unit: 审批办、办公厅", 1)
    job = documents.job(build({**FILES, "targets": shared}), "summary", "2012Q2")
    text = printed(workshop.compose(job))
    _common_sense(text)
    assert "对承担目标的2个单位" in text
    assert "审批办、办公厅（联合承担）" in text


def test_a_unit_that_has_only_a_task_is_among_the_units(workshop: Workshop) -> None:
    step = "        quote: 印发通报\n"
    targets = FILES["targets"].replace(step, f"{step}        lead_unit: 督查科\n")
    workspace = build({**FILES, "targets": targets})
    job = documents.job(workspace, "summary", "2012Q2")
    text = printed(workshop.compose(job))
    _common_sense(text)
    assert "对承担目标的2个单位" in text
    assert "督查科\n没有量化指标，得分100分。\n已完成的任务：印发通报（公文工作）。" in text


def test_two_indicators_of_one_name_are_told_apart_by_their_targets(workshop: Workshop) -> None:
    targets = FILES["targets"].replace("name: 回复率", "name: 办结率")
    table = build({**FILES, "targets": targets}).tables[2012]
    named = table.record.with_distinct_names()
    assert [each.name for each in named.indicators] == [
        *("办结率（公文工作）", "会议", "检测", "提速", "办结率（提速工作）")
    ]
    assert named.with_distinct_names() is named
    workspace = replace(
        _workspace(LATE), tables=MappingProxyType({2012: replace(table, record=named)})
    )
    text = _text(workspace, workshop)
    assert "1.办结率（公文工作）未达标" in text
    assert "办结率（提速工作）未达标" in text


def test_a_fall_is_called_what_the_indicator_is_called(workshop: Workshop) -> None:
    targets = FILES["targets"].replace("        name: 提速\n", "        name: 时限比上年缩短\n")
    assert "时限比上年缩短：目标60%，缩短40%" in _text(
        build({**FILES, "targets": targets}), workshop, "2012Q2"
    )


@pytest.mark.parametrize("period", ["2012Q1", "2012Q2", "2012Q3"])
def test_the_sample_reads_well(workspace: Workspace, workshop: Workshop, period: str) -> None:
    _common_sense(_text(workspace, workshop, period))


def test_a_tasks_name_stands_with_what_was_said_of_it(workshop: Workshop) -> None:
    text = _text(_workspace(DONE | {"W1.M1": {"state": "done", "note": "已发至各区。"}}), workshop)
    _common_sense(text)
    assert "已完成的任务：印发通报（已发至各区）。" in text
    said = _text(
        _workspace(DONE | {"W1.M1": {"state": "done", "note": "全年印发通报4期"}}), workshop
    )
    assert "已完成的任务：全年印发通报4期。" in said


def test_that_no_reason_is_given_is_said_once(workshop: Workshop) -> None:
    text = _text(_workspace(LATE), workshop)
    assert "以上各项，责任单位均没有说明原因。" in text
    assert text.count("没有说明原因") == 1
    explained = {each: given | {"lag_reason": "人手少"} for each, given in LATE.items()}
    text = _text(_workspace(explained | {"W1.1": LATE["W1.1"], "W1.2": LATE["W1.2"]}), workshop)
    assert "其中2项责任单位没有说明原因：办结率、会议。" in text
    text = _text(_workspace(LATE | {"W1.1": explained["W1.1"]}), workshop)
    assert "除办结率外，责任单位均没有说明原因。" in text


def test_what_is_one_is_spoken_of_as_one(workshop: Workshop) -> None:
    targets = FILES["targets"][: FILES["targets"].index("  - id: S1")]
    quarters = {
        name: re.sub(r"  - indicator: S1\.\w+\n(    .*\n)+", "", FILES[name])
        for name in ("2012Q1", "2012Q2")
    }
    workspace = build({**FILES, **quarters, "targets": targets})
    text = _text(workspace, workshop, "2012Q1")
    _common_sense(text)
    assert "2012年度共有目标1项，分解量化指标3项。" in text
    assert "（一）" not in text
    late = {key: value for key, value in DONE.items() if key.startswith("W")}
    late |= {"W1.1": LATE["W1.1"]}
    assert "\n未达要求的事项没有填报措施，由责任单位补报。" in _text(_workspace(late), workshop)
