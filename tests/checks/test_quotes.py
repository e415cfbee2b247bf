"""What is read twice must agree: wrong statements planted one at a time in the sample's table."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from reportgen.base.problems import Problem
from reportgen.checks import quotes
from reportgen.model.targets import TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.workspace import Workspace, load_workspace
from tests.checks.small_workspace import assert_said, build, line_of, with_fault

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "data/2012/targets.yaml").read_text(encoding="utf-8")
RULES = (
    quotes.missing_quotes,
    quotes.contradicted_indicators,
    quotes.contradicted_baselines,
    quotes.contradicted_benchmarks,
)


@cache
def _workspace() -> Workspace:
    return load_workspace(ROOT)


def _problems(table: str) -> list[Problem]:
    read = bind(TargetTable, parse_yaml(table, "targets.yaml"))
    workspace = replace(_workspace(), tables={2012: read})
    return [problem for rule in RULES for problem in rule(workspace)]


def _planted(block: str, *changes: tuple[str, str]) -> str:
    """Change the first places below an id; an id of "" changes the first in the file."""
    head, mark, rest = TABLE.partition(f"id: {block}\n") if block else ("", "", TABLE)
    for old, new in changes:
        assert old in rest
        rest = rest.replace(old, new, 1)
    return head + mark + rest


# where it is planted, what becomes what; code, start of the message
PLANTED: dict[str, tuple[str, list[tuple[str, str]], str, str]] = {
    "value of a year (B05)": (
        "W5.1", [("value: 1\n", "value: 2012\n"), ("display: 1次", "display: 2012次")],
        "D406", "W5.1 的目标值是 2012，原文引用“2012年年底前组织进行第三方评价1次”中的数是：1"),
    "unit (B06)": (
        "W1.2", [("unit: 件", "unit: 次"), ("display: 120件", "display: 120次")],
        "D480", "W1.2 的计量单位是“次”，原文“青政发和青政办发两类公文总数不超过120件”说的是“件”"),
    "scaled twice (B07)": ("W7.3", [("unit: 批次", "unit: 万批次")], "D406", "W7.3 的目标值是 60000"),
    "more than for at least (B09)": (
        "W2.2", [("at_least", "more_than")], "D480",
        "W2.2 的比较词是“突破”（more_than），原文“市政府领导批示不少于130条次”说的是“不少于”（at_least）"),
    "at least for more than": ("W8.1", [("more_than", "at_least")], "D480", "W8.1 的比较词是“不少于”（at_least）"),
    "a cap for at least (B10)": (
        "W2.4", [("count", "cap"), ("at_least", "at_most")], "D480", "W2.4 的比较词是“不超过”（at_most）"),
    "a count for a cap (B11)": (
        "W1.2", [("cap", "count"), ("at_most", "at_least")], "D480", "W1.2 的比较词是“不少于”（at_least）"),
    "a word that isn't there (B12)": (
        "W2.1", [("planned", "at_least")], "D480", "W2.1 的比较词是“不少于”（at_least）"),
    "deadline (B13)": (
        "W5.1", [("deadline: 2012-12-31", "deadline: 2012-06-30")], "D480", "W5.1 的完成时限是 2012-06-30"),
    "peer's value (B18)": ("S1.B8", [("peer_value: 22", "peer_value: 12")], "D480", "S1.B8 的对标值是 12工作日"),
    "own value (B19)": ("S1.B8", [("own_value: 20", "own_value: 40")], "D480", "S1.B8 的我市值是 40工作日"),
    "base (B20)": ("S1.2", [("value: 80", "value: 100")], "D480", "S1.2 的基期值是 100工作日"),
    "quote of another target (B21)": (
        "W1.M1", [("quote: 建立公文处理定期通报制度", "quote: 修订《市政府工作规则》")], "D405", "W1.M1"),
    "numeral in characters (B27)": (
        "W7", [("规划建设3处食品", "规划建设三处食品"), ("value: 3\n", "value: 5\n"),
               ("display: 3处", "display: 三处"), ("quote: 规划建设3处", "quote: 规划建设三处")],
        "D406", "W7.1 的目标值是 5，原文引用“规划建设三处食品集中加工园区”中的数是：3"),
    "quote of another indicator (B29)": (
        "W1.2", [("value: 120", "value: 95"), ("display: 120件", "display: 95件"),
                 ("quote: 青政发和青政办发两类公文总数不超过120件", "quote: 全年公文按期办结率95%以上")],
        "D480", "W1.2 的计量单位是“件”"),
    "own text (B30)": ("S1.B5", [("own_text: 审批效率提速50%", "own_text: 审批效率提速55%")], "D480",
                       "S1.B5 的我市情况（文字）里写的是 55%"),
    "peer's text": ("S1.B7", [("peer_text: 部分入驻", "peer_text: 全部入驻")], "D480", "S1.B7 的"),
    "own text": ("S1.B7", [("own_text: 全部入驻", "own_text: 部分入驻")], "D480", "S1.B7 的"),
    "display of another unit (B32)": (
        "W7.3", [("display: 6万批次", "display: 6万公斤")], "D480", "W7.3 的计量单位是“批次”，目标值写法“6万公斤”"),
    "display parted (B32)": (
        "W7.3", [("display: 6万批次", "display: 6.0万批 次")], "D480", "W7.3 的计量单位是“批次”"),
    "a quote without a number (B35)": (
        "W1", [("提高办文速度,全年", "进一步提高办文速度,全年"),
               ("quote: 全年公文按期办结率95%以上", "quote: 进一步提高办文速度")],
        "D406", "W1.1 的目标值是 95，原文引用“进一步提高办文速度”中的数是：没有数字"),
    "nor a display (B36)": (
        "W1", [("提高办文速度,全年", "进一步提高办文速度,全年"), ("value: 95", "value: 77"),
               ("quote: 全年公文按期办结率95%以上", "quote: 进一步提高办文速度"),
               ("display: 95%", "display: 进一步提高")],
        "D406", "W1.1 的目标值是 77"),
    "a reduction as a rate": ("S1.1", [("kind: reduction", "kind: rate")], "D480", "S1.1 的类型是“比率”（rate）"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_wrong_statement_is_stopped(name: str) -> None:
    block, changes, code, message = PLANTED[name]
    found = [(each.code, each.message) for each in _problems(_planted(block, *changes))]
    assert any(each == code and said.startswith(message) for each, said in found), found
    assert all(each in {"D405", "D406", "D480", "D481"} for each, _ in found)


def test_the_sample_raises_no_false_alarm() -> None:
    assert _problems(TABLE) == []


@pytest.mark.parametrize("unit", ["GB", "户（次）", "吨标准煤/万元"])
def test_a_unit_that_no_list_has_is_taken_as_it_is_written(unit: str) -> None:
    changes = [
        ("青政办发两类公文总数不超过120件", f"青政办发两类公文总数不超过120{unit}"),
        ("unit: 件", f"unit: {unit}"),
        ("display: 120件", f"display: 120{unit}"),
        ("quote: 青政发和青政办发两类公文总数不超过120件", f"quote: 两类公文总数不超过120{unit}"),
    ]
    assert _problems(_planted("W1", *changes)) == []
    changes[2] = ("display: 120件", f"display: 约120{unit}")
    assert [each.code for each in _problems(_planted("W1", *changes))] == ["D480"]


def test_a_reason_answers_a_contradiction() -> None:
    changes = [("at_least", "more_than"), ("quote:", "confirmed: {D480: 会议定的}\n        quote:")]
    assert _problems(_planted("W2.2", *changes)) == []


def test_the_place_is_the_field() -> None:
    table = _planted("W2.2", ("at_least", "more_than"))
    (problem,) = _problems(table)
    assert problem.place is not None
    line = table.splitlines()[(problem.place.line or 0) - 1]
    assert re.fullmatch(r" *comparator: more_than", line)


@pytest.mark.parametrize(("quoted", "codes"), [("5万", []), ("4万", ["D406"])])
def test_a_revision_is_held_against_the_words_that_it_quotes(quoted: str, codes: list[str]) -> None:
    """These stand in the revising document, not in the content of the target."""
    revised = (
        "quote: 检测6万批次以上\n        revisions:\n          - effective_from: 2012-07-01\n"
        "            basis: 青政办字〔2012〕80号\n"
        f"            value: 50000\n            display: 5万批次\n            quote: 检测{quoted}批次以上"
    )
    files = with_fault("targets", "quote: 检测6万批次以上", revised)
    problems = [each for rule in RULES for each in rule(build(files))]
    assert [each.code for each in problems] == codes
    assert all(line_of(files, each) == f"quote: 检测{quoted}批次以上" for each in problems)


BASED, QUOTED, BENCHMARK = "value: 60\n", "quote: 审批时限提速60%", "name: 审批时限\n"
CONTENT, MEETINGS = "审批时限提速60%，回复率100%，健全机制。", "quote: 会议不超过55次\n"


def _table(*pairs: tuple[str, str]) -> list[tuple[str, str, str]]:
    return [("targets", old, new) for old, new in pairs]


def _revised(said: str) -> list[tuple[str, str, str]]:
    revision = f"{{effective_from: 2012-07-01, basis: 青政办字〔2012〕80号, {said}}}"
    return _table((MEETINGS, f"{MEETINGS}        revisions:\n          - {revision}\n"))


def _based(value: int, unit: str, meaning: str) -> list[tuple[str, str, str]]:
    base = f"baseline: {{value: {value}, unit: {unit}, meaning: {meaning}, confirmed: true}}"
    return _table((QUOTED, f"{base}\n        {QUOTED}"))


def _said(text: str, *more: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Let the content, and the quotation of the meetings, say something else of them."""
    return _table(("，会议不超过55次", f"，{text}"), (MEETINGS, f"quote: {text}\n"), *more)


def _tested(
    text: str, value: object, unit: str, display: str, comparator: str = "at_least"
) -> list[tuple[str, str, str]]:
    """Let the tests be other ones, and other numbers of them."""
    return _table(
        ("，检测6万批次以上", f"，{text}"),
        ("quote: 检测6万批次以上", f"quote: {text}"),
        (
            "comparator: at_least\n        value: 60000",
            f"comparator: {comparator}\n        value: {value}",
        ),
        ("unit: 批次", f"unit: {unit}"),
        ("display: 6万批次", f"display: {display}"),
    )


def _named(name: str) -> list[tuple[str, str, str]]:
    return _table(("挂牌事项10件", "重点项目挂牌10件"), ("name: 会议\n", f"name: {name}\n"))


def _compared(fact: str, quote: str = "先行城市为22个工作日") -> list[tuple[str, str, str]]:
    return _table(
        ("2.先行城市为22个工作日", f"2.{quote}"),
        ("quote: 先行城市为22个工作日", f"quote: {quote}\n        {fact}"),
    )


def _alone(content: str) -> list[tuple[str, str, str]]:
    """Let the target S1 say nothing but one value, as in a table whose name says what it is of."""
    return _table(
        (CONTENT, content),
        ("name: 提速工作", "name: 审批时限提速"),
        (QUOTED, f"quote: {content}"),
    )


DUE, OTHER = "deadline: 2012-06-30\n        quote: 印发通报", "2.先行城市"
MISSING, INDICATORS = quotes.missing_quotes, quotes.contradicted_indicators
DEADLINES, BASELINES = quotes.contradicted_milestones, quotes.contradicted_baselines
BENCHMARKS = quotes.contradicted_benchmarks
LONG = "检测" * 110

BASE = "baseline: {{value: {}, unit: 工作日, meaning: 上年, confirmed: true}}"
LEVELLED = (
    ("kind: cap\n        comparator: at_most", "kind: level\n        comparator: at_least"),
    ("unit: 次", "unit: 工作日"),
    ("display: 55次", "display: 55个工作日"),
)

CASES = [
    # the nearest passage is shown where two characters at least are there
    (MISSING, _table((MEETINGS, "quote: 乙议不超过55次\n")), ["D405 quote:|最接近的原文是“会议不超过55次”"]),
    (MISSING, _table(("quote: 办结率达95%以上", "quote: 办结率达95%以下")), ["D405 quote:|最接近的原文是“办结率达95%以上”"]),
    (MISSING, _table((MEETINGS, "quote: 乙会议\n")), ["D405 quote:|最接近的原文是“"]),
    (MISSING, _table((MEETINGS, "quote: 乙会\n")), ["D405 quote:|的目标内容中从 content"]),
    (MISSING, _table((MEETINGS, f"quote: {LONG}乙\n"), ("印发通报。", f"印发通报。{LONG}")), ["D405 quote:|最接近的原文是“检测"]),
    # a column of deadlines says what words leave open
    (INDICATORS, _table(("remark: 无", "remark: 无\n      deadline: 12月底前")), []),
    (INDICATORS, _table(("remark: 无", "remark: 无\n      deadline: 6月底前")), [f"D480 deadline:|W1.{at} 的完成时限是 2012-12-31" for at in (1, 2, 3)]),
    # a revision is held against its own words, what was before against the content
    (INDICATORS, _revised("value: 50, display: 50次, quote: 会议不超过50次"), []),
    (INDICATORS, _revised("value: 50, quote: 会议不超过49次"), ["D406 - {effective_from|原文引用“会议不超过49次”中的数是：49", "D406 - {effective_from|目标值写法“55次”"]),
    (INDICATORS, _revised("value: 50, display: 49次"), ["D406 - {effective_from|目标值写法“49次”"]),
    (INDICATORS, [*_revised("value: 50, display: 49次, quote: 会议不超过50次"), *_table((MEETINGS.strip(), "quote: 会不超过55次"))], ["D406 - {effective_from|目标值写法“49次”"]),
    # a display is one number with its unit
    (INDICATORS, _table(("display: 55次", "display: 55件")), ["D480 display:|计量单位是“次”"]),
    (INDICATORS, _table(("display: 55次", 'display: "55"')), []),
    (INDICATORS, _table(("display: 55次", "display: 不超过55次")), ["D480 display:"]),
    (INDICATORS, _table(("display: 55次", "display: 55次、3件")), ["D480 display:"]),
    # where a quotation has a number twice, the one most like the record
    (INDICATORS, _table(("会议不超过55次，检测", "会议不超过55次、文件55件，检测"), (MEETINGS, "quote: 会议不超过55次、文件55件\n")), []),
    (INDICATORS, _table(("会议不超过55次，检测", "会议不超过55次，会议不超过55次，检测")), []),
    # a name much more like another number's words is asked about
    (INDICATORS, _named("重点项目"), []),
    (INDICATORS, _named("重点项目挂"), ["D481 name:|像是原文“重点项目挂牌10件”的"]),
    (INDICATORS, _named("会议重点项目挂"), []),
    # a later clause leaves out its subject, which the target's name has
    (INDICATORS, [*_named("重点项目挂牌增速"), *_table(("name: 公文工作", "name: 重点项目挂牌"))], []),
    (INDICATORS, _named("会议重点项目挂")[1:] + _said("会议不超过55次、文件55件", ("挂牌事项10件", "重点项目挂牌10件")), []),
    # a value alone is read behind its target's name
    *((INDICATORS, _alone(content), []) for content in ("60%", "全市和各区市各个行业各类的事项平均60%")),
    (INDICATORS, _alone("全市和各区市各个行业各类别的事项平均60%"), ["D480 kind:"]),
    # numbers, units, ranges and bases are compared as amounts
    (INDICATORS, _table(("value: 60000", "value: 55")), ["D406 quote:|“检测6万批次以上”中的数是：60000", "D406 display:|“6万批次”中的数是：60000"]),
    (INDICATORS, _said("会议控制在50至55次"), []),
    (INDICATORS, _said("会议控制在55至60次"), ["D406 quote:|中的数是：55至60"]),
    (INDICATORS, _said("2013年6月底前会议不超过55次"), []),
    (INDICATORS, _revised("value: 50, display: 50次, quote: 会议调整为50次"), []),
    (INDICATORS, _revised("value: 50, display: 50次, deadline: 2012-10-31, quote: 会议调整为50次"), []),
    (INDICATORS, _revised("deadline: 2012-10-31}\n          - {effective_from: 2012-08-01, basis: 青政办字〔2012〕90号, value: 50, display: 50次, quote: 会议调整为50次"), []),
    (INDICATORS, _said("容量不超过55GB", ("unit: 次", "unit: GB"), ("display: 55次", "display: 55件")), ["D480 display:"]),
    (INDICATORS, _said("容量不超过55GB", ("unit: 次", "unit: GB"), ("display: 55次", "display: 55GB")), []),
    (INDICATORS, _said("时限由80个工作日减至55个工作日", *LEVELLED, ("value: 55\n", f"value: 55\n        {BASE.format(80)}\n")), []),
    (INDICATORS, _said("时限由80个工作日减至55个工作日", *LEVELLED, ("value: 55\n", f"value: 55\n        {BASE.format(81)}\n")), ["D481 baseline:|基期值是 81，原文“时限由80个工作日减至55个工作日”说的是80"]),
    (INDICATORS, _said("时限不少于55个工作日", *LEVELLED, ("value: 55\n", f"value: 55\n        {BASE.format(81)}\n")), []),
    (INDICATORS, _said("时限由80个工作日减至55个工作日", *LEVELLED), []),
    (INDICATORS, _tested("投资350000万元以上", 35, "亿元", "35亿元"), []),
    (INDICATORS, _tested("检测6万至7万批次", "60000\n        upper: 70000", "批次", "6万至7万批次", "between"), []),
    (INDICATORS, _tested("检测6万至7万批次", "60000\n        upper: 80000", "批次", "6万至7万批次", "between"), ["D480 upper:|上限值是 80000，原文“检测6万至7万批次”说的是70000"]),
    (INDICATORS, _tested("检测6万批次以上", "60000\n        upper: 80000", "批次", "6万批次", "between"), ["D480 comparator:"]),
    (INDICATORS, _tested("检测6万至7万批次", 60000, "批次", "6万至7万批次"), []),
    (INDICATORS, _table(("display: 55次", "display: 共55次")), []),
    (INDICATORS, _table(("display: 55次", "display: 会议55次")), ["D480 display:"]),
    (INDICATORS, _table(("display: 55次", "display: 55次会议")), ["D480 display:"]),
    (INDICATORS, _table(("display: 55次", "display: 由60次减至55次")), ["D480 display:"]),
    # milestones are due when their words say
    (DEADLINES, [], []),
    (DEADLINES, _table(("印发通报。", "6月底前印发通报。"), ("quote: 印发通报", "quote: 6月底前印发通报")), []),
    (DEADLINES, _table(("deadline: 2012-06-30\n        quote: 印发通报", "deadline: 2012-05-31\n        quote: 6月底前印发通报")), ["D480 deadline: 2012-05-31|原文说的是 2012-06-30"]),
    (DEADLINES, _table(("deadline: 2012-06-30\n        quote: 印发通报", "quote: 6月底前印发通报")), []),
    (DEADLINES, _table(("deadline: 2012-06-30\n        quote: 印发通报", "deadline: 2012-05-31\n        quote: 6月印发通报")), []),
    (DEADLINES, _table(("deadline: 2012-06-30\n        quote: 印发通报", "deadline: 2012-05-31\n        confirmed: {D480: 略}\n        quote: 6月底前印发通报")), []),
    # a base is the one that its meaning tells
    (BASELINES, _based(80, "工作日", "2011年审批时限为80个工作日"), []),
    (BASELINES, _based(100, "工作日", "2011年审批时限为80个工作日"), ["D480 baseline:|写的是80工作日"]),
    (BASELINES, _based(100, "工作日", "100件事项的审批时限为80个工作日"), ["D480 baseline:|写的是80工作日"]),
    (BASELINES, _based(100, "工作日", "2011年的审批时限"), []),
    (BASELINES, _based(100, "工作日", "30件事项的审批时限"), []),
    (BASELINES, _based(80, "天", "审批时限为80个工作日"), ["D480 baseline:|基期值是 80天，基期含义里写的是80工作日"]),
    (BASELINES, _based(80, "天", "审批时限为80个工作日、30件事项"), ["D480 baseline:|写的是80工作日、30件"]),
    (BASELINES, _based(80, "工作日", "审批时限为80"), []),
    (BASELINES, _based(80, "工作日", "审批时限为80个工作日，30个工作日内预审"), []),
    (BASELINES, _based(8, "万件", "上年80000件"), []),
    # a benchmark's values and texts are those of its quotation
    (BENCHMARKS, _compared("peer_value: 22"), []),
    (BENCHMARKS, _compared("peer_value: 22\n        unit: 工作日"), []),
    (BENCHMARKS, _compared("peer_value: 23\n        unit: 工作日"), ["D480 peer_value: 23|对标值是 23工作日，原文引用中的数是：22工作日"]),
    (BENCHMARKS, _compared("peer_value: 23", "先行城市居前"), ["D480 peer_value: 23|对标值是 23，原文引用中的数是：没有数字"]),
    (BENCHMARKS, _compared("peer_value: 22\n        unit: 件"), ["D480 peer_value: 22"]),
    (BENCHMARKS, _compared("peer_value: 22\n        unit: 工作日", "先行城市为22"), []),
    (BENCHMARKS, _compared("peer_value: 2\n        unit: 万件", "先行城市为20000件"), []),
    (BENCHMARKS, _compared("peer_value: 2\n        unit: 万件", "先行城市为2"), []),
    (BENCHMARKS, _compared("own_text: 为25个工作日"), ["D480 own_text:|里写的是 25工作日，原文引用中是22工作日"]),
    (BENCHMARKS, _compared("own_text: 为22个工作日、3件"), []),
    (BENCHMARKS, _compared("peer_city: 武汉市", "武汉为22个工作日"), []),
    (BENCHMARKS, _compared("peer_city: 厦门市", "武汉为22个工作日"), ["D480 peer_city:|对标城市是厦门市"]),
    (BENCHMARKS, _compared("peer_value: 22", "我市为22个工作日，武汉为20个"), ["D480 peer_value: 22|的对标值在原文“我市为22个工作日”里"]),
    (BENCHMARKS, _compared("peer_value: 22", "我市为22个工作日，武汉为22个工作日"), []),
    (BENCHMARKS, _compared("peer_city: 武汉市\n        own_value: 22", "武汉为22个工作日"), ["D480 own_value: 22"]),
    (BENCHMARKS, _compared("peer_city: 武汉市\n        own_text: 部分入驻", "武汉部分入驻"), ["D480 own_text: 部分|的我市情况（文字）在原文"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edits", "said"), CASES)
def test_each_limit_from_both_sides(rule, edits, said):  # type: ignore[no-untyped-def]
    assert_said(rule, edits, said)
