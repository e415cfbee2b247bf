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
from tests.checks.small_workspace import build, line_of, with_fault

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
