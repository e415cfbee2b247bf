"""Each rule against a workspace with exactly one fault."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import checks
from reportgen.base.problems import Problem, Severity
from reportgen.base.workers import Crew
from reportgen.checks import check_workspace
from reportgen.sources.workspace import Workspace, load_workspace
from tests.checks.small_workspace import FILES, build, line_of, with_fault

W11 = "value: 95\n"
W12 = "kind: cap\n        comparator: at_most\n        value: 55\n        unit: 次"
W13 = "kind: count\n        comparator: at_least\n        value: 60000\n        unit: 批次"
S11 = 'value: 60\n        unit: "%"'
S12 = "comparator: equal_full\n        value: 100"

# file, what stands there, the fault, code, start of the line pointed at, words of the message
FAULTS = {
    "id of a target": (
        "targets", "- id: S1\n", "- id: W1\n", "D401", "- id: W1", "编号 W1 重复，第 16 行"),
    "id of an indicator as a milestone": (
        "targets", "- id: S1.M1", "- id: W1.M1", "D401", "- id: W1.M1", "编号 W1.M1 重复"),
    "id of a category": (
        "targets", "- id: S\n", "- id: W\n", "D401", "- id: W", "编号 W 重复"),
    "entry twice": (
        "2012Q1", "- indicator: S1.2", "- indicator: W1.1", "D401", "- indicator: W1.1",
        "W1.1 在本期填报了两次，第 5 行"),
    "seq twice": (
        "targets", "category: S\n", "category: W\n", "D402", "seq: 1", "S1 的序号 1 与 W1 重复"),
    "seq gap": (
        "targets", "category: S\n    seq: 1", "category: S\n    seq: 3", "D403", "seq: 3",
        "S1 的序号是 3，按顺序应为 1"),
    "unknown category": (
        "targets", "category: S\n", "category: S2\n", "D404", "category: S2", "最接近的是 S"),
    "unknown indicator": (
        "2012Q2", "- indicator: S1.2", "- indicator: S1.20", "D404", "- indicator: S1.20",
        "指标编号 S1.20 不存在，最接近的是 S1.2"),
    "quote of an indicator": (
        "targets", "quote: 会议不超过55次", "quote: 会议不超过 55 次", "D405",
        "quote: 会议不超过 55 次", "不在 W1 的目标内容中；最接近的原文是“会议不超过55次，检”"),
    "quote of a milestone": (
        "targets", "quote: 印发通报", "quote: 印发公报", "D405", "quote: 印发公报", "最接近的原文"),
    "quote of a benchmark": (
        "targets", "quote: 先行城市为22个", "quote: 先行城市是22个", "D405",
        "quote: 先行城市是22个", "不在 W1 的制定依据中"),
    "quote that resembles nothing": (
        "targets", "quote: 印发通报", "quote: ABC", "D405", "quote: ABC", "的目标内容中"),
    "value": (
        "targets", W11, "value: 96\n", "D406", "quote: 办结率达95%以上",
        "W1.1 的目标值是 96，原文引用“办结率达95%以上”中的数是：95"),
    "scale of the value": (
        "targets", "value: 60000", "value: 6000", "D406", "quote: 检测6万", "中的数是：60000"),
    "display": (
        "targets", "display: 6万批次", "display: 6批次", "D406", "display: 6批次",
        "目标值写法“6批次”中的数是：6"),
    "quote without a number": (
        "targets", "quote: 回复率100%", "quote: 回复率", "D406", "quote: 回复率", "没有数字"),
    "cap that isn't at most": (
        "targets", W12, W12.replace("at_most", "at_least"), "D407", "comparator: at_least",
        "上限类的比较词应为“不超过”（at_most），这里是“不少于”（at_least）"),
    "at most without a cap": (
        "targets", W13, W13.replace("at_least", "at_most"), "D407", "comparator: at_most",
        "数量类的比较词应为“不少于”（at_least）"),
    "rate not in per cent": (
        "targets", 'unit: "%"\n        display: 95%', "unit: 个\n        display: 95%", "D407",
        "unit: 个", "比率类的计量单位应为 %"),
    "count in per cent": (
        "targets", "unit: 批次", 'unit: "%"', "D407", 'unit: "%"', "数量类的计量单位不能是 %"),
    "full without 100": (
        "targets", "comparator: at_least\n        value: 95",
        "comparator: equal_full\n        value: 95", "D407", "comparator: equal_full",
        "比较词“达到”（equal_full）只用于目标值为 100 的比率，这里是比率、目标值 95"),
    "full of a reduction": (
        "targets", "comparator: planned", "comparator: equal_full", "D407",
        "comparator: equal_full", "这里是压减"),
    "milestone among indicators": (
        "targets", W13, W13.replace("kind: count", "kind: milestone"),
        "D407", "kind: milestone", "类型“节点”不可计量"),
    "cumulative fell": (
        "2012Q2", "cumulative: 31000", "cumulative: 14000", "D408", "cumulative: 14000",
        "W1.3（检测）的累计完成是 14000，少于第一季度（2012Q1）的 15000；应从1月1日累计"),
    "numerator fell": (
        "2012Q2", "numerator: 196", "numerator: 95", "D408", "numerator: 95", "累计分子是 95"),
    "denominator fell": (
        "2012Q1", "denominator: 100", "denominator: 250", "D408", "denominator: 200",
        "累计分母是 200，少于第一季度（2012Q1）的 250"),
    "actual of the first period": (
        "2012Q1", "actual: 12", "actual: 11", "D409", "actual: 11", "减上期累计 0 应为 12"),
    "actual of a later period": (
        "2012Q2", "actual: 13", "actual: 12", "D409", "actual: 12",
        "本期完成是 12，累计 25 减上期累计 12 应为 13"),
    "numerator above denominator": (
        "2012Q2", "numerator: 18", "numerator: 19", "D410", "numerator: 19",
        "S1.2（回复率）的累计分子 19 大于累计分母 18"),
    "denominator of zero": (
        "2012Q1", "numerator: 8\n    denominator: 8", "numerator: 8\n    denominator: 0",
        "D410", "numerator: 8", "累计分子 8 大于累计分母 0"),
    "rate above 100": (
        "2012Q2", "rate: 40", "rate: 100.5", "D410", "rate: 100.5",
        "累计比率是 100.5，应不超过 100"),
    "fall below 0": (
        "2012Q2", "rate: 40", "rate: -1", "D494", "rate: -1", "累计比率是 -1，压减成了负数"),
    "cumulative of a rate": (
        "2012Q2", "numerator: 18\n    denominator: 18", "cumulative: 18", "D411",
        "cumulative: 18",
        "S1.2（回复率）是比率类，不填累计完成 cumulative，应填累计分子 numerator"),
    "state of a count": (
        "2012Q2", "cumulative: 31000", "cumulative: 31000\n    state: done", "D411",
        "state: done", "是数量类，不填节点状态 state"),
    "rate of a count": (
        "2012Q2", "cumulative: 31000", "rate: 50", "D411", "rate: 50", "应填本期完成 actual"),
    "milestone without state": (
        "2012Q1", "state: under_way", "note: 推进", "D411", "- indicator: W1.M1",
        "没有填节点状态"),
    "quality without note": (
        "2012Q1", "note: 正在健全", "evidence: 略", "D411", "- indicator: S1.M1",
        "没有填进展说明"),
    "actual alone": (
        "2012Q2", "actual: 13\n    cumulative: 25", "actual: 13", "D411", "- indicator: W1.2",
        "没有填累计完成 cumulative；上期累计 12，加本期应为 25"),
    "half a meeting": (
        "2012Q2", "actual: 13\n    cumulative: 25", "cumulative: 25.5", "D411", "cumulative: 25.5",
        "W1.2（会议）的累计完成是 25.5，以“次”计的应为整数"),
    "a rate that had its parts before": (
        "2012Q2", "numerator: 18\n    denominator: 18", "rate: 100", "D411", "rate: 100",
        "上期（2012Q1）填的是分子、分母，本期也要填分子、分母，不填累计比率 rate"),
    "parts of a rate that had none before": (
        "2012Q1", "numerator: 8\n    denominator: 8", "rate: 100", "D411", "numerator: 18",
        "上期（2012Q1）填的是累计比率 rate，本期也要填累计比率 rate，不填分子、分母"),
    "numerator alone": (
        "2012Q2", "numerator: 18\n    denominator: 18", "numerator: 18", "D411",
        "- indicator: S1.2", "缺累计分母 denominator"),
    "rate beside its parts": (
        "2012Q2", "denominator: 18", "denominator: 18\n    rate: 100", "D411",
        "rate: 100", "不再填累计比率 rate"),
    "indicator left out": (
        "2012Q2", "  - indicator: W1.3\n    cumulative: 31000\n", "", "D412",
        "- indicator: W1.1", "W1.3（检测）2012Q2 没有填报"),
    "indicator without figure": (
        "2012Q2", "cumulative: 31000", "note: 正在统计", "D412", "- indicator: W1.3",
        "只有文字，没有数字"),
    "deadline of a milestone": (
        "targets", "deadline: 2012-06-30", "deadline: 2013-06-30", "D413",
        "deadline: 2013-06-30", "W1.M1 的完成时限是 2013-06-30，应在 2012 年内"),
    "due too late": (
        "2012Q2", "due: 2012-09-30", "due: 2013-02-01", "D413", "due: 2013-02-01",
        "W1.2（会议）的措施时限是 2013-02-01"),
    "due too early": (
        "2012Q2", "due: 2012-09-30", "due: 2011-09-30", "D413", "due: 2011-09-30", "2011-09-30"),
    "reported before the period": (
        "2012Q2", "date_reported: 2012-07-10", "date_reported: 2012-03-31", "D413",
        "date_reported: 2012-03-31", "填报日期是 2012-03-31"),
    "reported within the period": (
        "2012Q2", "date_reported: 2012-07-10", "date_reported: 2012-06-30", "D460",
        "date_reported: 2012-06-30", "在第二季度结束（2012-06-30）之前"),
    "reported long after the period": (
        "2012Q2", "date_reported: 2012-07-10", "date_reported: 2012-12-10", "D460",
        "date_reported: 2012-12-10", "晚了 163 天"),
    "forbidden character": (
        "2012Q2", "lag_reason: 略", 'lag_reason: "甲\\u200b乙\\u202e"', "D414", "lag_reason",
        "U+200B（第2个字）、U+202E（第4个字）"),
    "forbidden character in the office": (
        "office", "unit: 市政府办公厅", 'unit: "市政府\\ue000"', "D414", "unit", "U+E000（第4个字）"),
    "half-width marks": (
        "targets", "content: 审批时限提速60%，回复率100%，健全机制。",
        "content: 审批时限提速60%,回复率100%, 健全机制(略)。", "D417", "content: 审批",
        "成文时2处“,”改为“，”、删去1个空格、1处“(”改为“（”、1处“)”改为“）”"),
    "sample": ("2012Q1", "sample: false", "sample: true", "D418", "sample: true", "2012Q1"),
    "column": ("targets", "key: remark", "key: remarks", "D420", "- key: remarks", "是 remark"),
    "word of the header line": (
        "targets", "[unit]", "[unite]", "D420", "header_line", "没有“unite”这一项，最接近的是 unit"),
    "unanswered header line": (
        "targets", "[unit]", "[head]", "D420", "header_line", "要印“主要负责人”"),
}  # fmt: skip

# faults that bring another finding with them
ACCOMPANYING = {
    "id of an indicator as a milestone": {"D404"},
    "id of a category": {"D404"},
    "entry twice": {"D412", "D494"},
    "scale of the value": {"D494"},
    "reported long after the period": {"D433"},
    "unknown indicator": {"D412"},
    "milestone among indicators": {"D411"},
}


def test_the_small_workspace_has_no_fault():
    assert check_workspace(build(FILES)) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_rule(name):
    key, old, new, code, line, words = FAULTS[name]
    files = with_fault(key, old, new)
    problems = check_workspace(build(files))
    found = [problem for problem in problems if problem.code == code]
    assert {problem.code for problem in problems} == {code} | ACCOMPANYING.get(name, set())
    assert any(
        words in problem.message and line_of(files, problem).startswith(line) for problem in found
    ), found
    assert all(problem.remedy for problem in found)


@pytest.mark.parametrize("value", ["0", "-5"])
def test_a_target_of_nothing(value):
    files = with_fault("targets", "value: 60000", f"value: {value}")
    messages = [p.message for p in check_workspace(build(files)) if p.code == "D407"]
    assert messages == [f"W1.3 的目标值是 {value}，应大于 0"]


def test_a_target_rate_above_100():
    files = with_fault("targets", "value: 95", "value: 950")
    problems = check_workspace(build(files))
    assert "W1.1 的目标值是 950，百分数应在 0—100 之间" in {p.message for p in problems}


def test_chinese_numerals_in_a_quote_are_left_to_the_reader():
    files = with_fault("targets", "quote: 会议不超过55次", "quote: 会议不超过五十五次")
    files["targets"] = files["targets"].replace("，会议不超过55次", "，会议不超过五十五次")
    assert check_workspace(build(files)) == ()


def test_a_name_may_have_another_year_and_is_only_asked_about():
    for name in ("公文工作", "工作目标"):
        files = with_fault("targets", f"name: {name}", f"name: 2011年结转{name}")
        (problem,) = check_workspace(build(files))
        assert (problem.code, problem.severity) == ("D434", Severity.WARNING)


def test_a_table_of_one_text_may_call_it_a_name():
    files = with_fault(
        "targets", "key: name\n    title: 目标名称", "key: content\n    title: 目标名称"
    )
    assert check_workspace(build(files)) == ()


def test_progress_of_a_year_without_table():
    files = {**FILES, "2013Q1": FILES["2012Q1"].replace("2012", "2013")}
    (problem,) = check_workspace(build(files))
    assert problem.code == "D404"
    assert "没有对应的 2013 年目标表" in problem.message
    assert line_of(files, problem) == "period: 2013Q1"


def test_months_and_quarters_are_compared_by_the_month_they_end_in():
    april = "period: 2012-04\nsample: false\ndate_reported: 2012-05-05\nentries:\n"
    april += "  - indicator: W1.2\n    actual: 3\n    cumulative: 14\n"
    problems = check_workspace(build({**FILES, "2012-04": april}))
    (mismatch,) = [problem for problem in problems if problem.code == "D409"]
    assert "累计 14 减上期累计 12 应为 2" in mismatch.message
    assert {problem.code for problem in problems} == {"D409", "D412"}


def test_a_measure_may_be_due_in_january():
    files = with_fault("2012Q2", "due: 2012-09-30", "due: 2013-01-31")
    assert check_workspace(build(files)) == ()


def test_the_delivered_data_has_no_errors():
    workspace = load_workspace(Path(__file__).parents[2])
    problems = check_workspace(workspace)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    missing = [problem.message.split("（")[0] for problem in problems if problem.code == "D412"]
    assert missing == ["W3.4", "W4.3", "W9.1"]
    assert {problem.code for problem in problems} == {"D412", "D417", "D418", "D428"}


def test_rules_shared_out_among_processes_find_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = check_workspace(workspace)
    monkeypatch.setattr(checks, "_MANY", 1)
    here = os.getpid()

    def dies(_: Workspace) -> Iterator[Problem]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        yield alone[0]

    monkeypatch.setattr(checks, "_RULES", (dies, *checks._RULES))
    assert check_workspace(workspace, Crew(2, 60, 4096)) == (alone[0], *alone)
