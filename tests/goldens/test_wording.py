"""What is said of each kind × comparator × situation, in one table for people to read."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from reportgen.base.problems import Place
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.model.periods import Period
from reportgen.model.targets import Indicator
from reportgen.reports.filters import FILTERS
from reportgen.reports.standing import standing_of
from reportgen.reports.views import IndicatorView
from reportgen.templating.rendering import phrase
from reportgen.templating.sandbox import Environment, make_environment
from reportgen.templating.values import plain_mapping
from tests.assessment.small import assessed, entry, indicator, table

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests/assessment/wording.md"
HEAD = (
    "类型 比较词 目标 填报 期间 状态 亮灯 完成率 得分率 进度差 句子".split()  # noqa: SIM905 a line reads better
)
ROW = (
    '{% import "_macros.html" as say %}{% import "_wording.html" as wording %}'
    "{{ i.kind.label }}|{{ i.comparator.label }}|{{ say.goal(i) }}|{{ told }}|{{ period }}"
    '|{{ i.status.label }}|{{ i.light | given("label") }}|{{ say.completion(i) }}'
    "|{% if i.score is none %}—{% else %}{{ i.score | percent }}{% endif %}"
    "|{{ say.gap(i) }}|{{ wording.finding(i, own) }}。"
)
C = Comparator
UP = (C.AT_LEAST, C.MORE_THAN, C.PLANNED, C.APPROXIMATELY)
MIDDLE, END = "2012Q2", "2012Q4"
Situation: TypeAlias = tuple[str, dict[str, object]]


def _each(field: str, middle: tuple[object, ...], end: tuple[object, ...]) -> list[Situation]:
    return [
        (MIDDLE, {}),
        *((MIDDLE, {field: each}) for each in middle),
        *((END, {field: each}) for each in end),
    ]


def _parts(*parts: str) -> list[Situation]:
    """Return what ``9/10`` reports in the middle of the year; ``12:9/10`` at its end."""
    found: list[Situation] = []
    for part in parts:
        period, _, figures = part.rpartition(":")
        numerator, denominator = figures.split("/")
        given: dict[str, object] = {"numerator": numerator, "denominator": denominator}
        found.append((END if period else MIDDLE, given))
    return found


def cases() -> Iterator[tuple[Indicator, list[Situation]]]:
    """Yield indicators of every kind with every comparator that it may have."""
    counts = _each("cumulative", (0, 1, 49, 50, 60, 96, 100, 120), (0, 95, 96, 100, 120))
    for comparator in UP:
        yield _made(Kind.COUNT, comparator, 100, "件"), counts
    early = _made(Kind.COUNT, C.AT_LEAST, 100, "件", deadline=date(2012, 6, 30))
    yield early, [(MIDDLE, {"cumulative": 99}), (MIDDLE, {"cumulative": 100})]
    planned = _made(Kind.COUNT, C.AT_LEAST, 100, "件", quarterly_plan=(0, 10, 40, 100))
    yield planned, [("2012Q1", {"cumulative": 0}), (MIDDLE, {"cumulative": 9})]
    near = _made(Kind.COUNT, C.AT_LEAST, 60000, "批次")
    yield near, _each("cumulative", (29980, 59990), (59999,))
    money = _made(Kind.COUNT, C.AT_LEAST, 3000, "亿元")
    yield money, _each("cumulative", (1400, "1500.5"), (2999, 3100))
    spread = _made(Kind.COUNT, C.BETWEEN, 80, "批次", upper=100)
    yield spread, _each("cumulative", (0, 30, 40, 80), (79, 80, 90, 100, 105))
    cap = _made(Kind.CAP, C.AT_MOST, 120, "件")
    yield cap, _each("cumulative", (0, 50, 60, 80, 120, 130), (119, 120, 121))
    yield _made(Kind.CAP, C.AT_MOST, 0, "件"), _each("cumulative", (0, 1), (0,))
    rates = _parts("0/0", "0/50", "90/100", "9499/10000", "95/100", "97/100", "100/100")
    for comparator in UP:
        yield _made(Kind.RATE, comparator, 95), [(MIDDLE, {}), *rates, (END, {"rate": "89.5"})]
    full = _parts("0/1", "19/20", "9999/10000", "20/20")
    yield _made(Kind.RATE, C.EQUAL_FULL, 100), full
    low = _parts("0/50", "6/100", "8/100", "801/10000", "10/100", "20/100")
    yield _made(Kind.RATE, C.AT_MOST, 8), [(MIDDLE, {}), *low]
    yield _made(Kind.RATE, C.AT_MOST, 0), _parts("0/50", "1/50")
    inside = _made(Kind.RATE, C.BETWEEN, 3, upper=5)
    yield inside, _parts("0/50", "2/100", "3/100", "4/100", "5/100", "6/100")
    covered = _parts("0/240", "1/240", "60/240", "120/240", "180/240", "12:239/240", "12:240/240")
    for comparator in (*UP, C.EQUAL_FULL):
        goal = 100 if comparator is C.EQUAL_FULL else 90
        yield _made(Kind.COVERAGE, comparator, goal), [(MIDDLE, {}), *covered]
    for comparator in UP:
        up = _each("current", (0, 80, 94, 95, "97.5"), (94,))
        yield _made(Kind.LEVEL, comparator, 95, "分"), up
    days = _each("current", ("0.9", "1.2", "1.25", "1.4"), ("1.2", "2.4"))
    yield _made(Kind.LEVEL, C.AT_MOST, "1.2", "工作日"), days
    air = _each("current", (33, 35, 36, 50), (33,))
    yield _made(Kind.LEVEL, C.AT_MOST, 35, "微克/立方米"), air
    yield _made(Kind.LEVEL, C.AT_MOST, 7, "‰"), _each("current", ("6.5", "7.3"), ())
    yield _made(Kind.LEVEL, C.AT_MOST, 0, "件"), _each("current", (0, 3), ())
    yield _made(Kind.LEVEL, C.BETWEEN, 20, "度", upper=26), _each("current", (18, 20, 23, 27), ())
    base = {"value": 200, "unit": "工作日", "meaning": "上年", "confirmed": True}
    changed = _each("current", (220, 200, 120, 80, 60), (220, 120, 80))
    for comparator in UP:
        yield _made(Kind.REDUCTION, comparator, 60, baseline=base), changed
    from_nothing = _made(Kind.GROWTH, C.AT_LEAST, 8, baseline=base | {"value": 0})
    yield from_nothing, [(MIDDLE, {"current": 5}), (MIDDLE, {"rate": 9})]
    grown = _each("rate", (-2, 0, "7.6", "7.99", 8, 12), (7,))
    for comparator in UP:
        yield _made(Kind.GROWTH, comparator, 8), grown
    yield _made(Kind.GROWTH, C.AT_LEAST, 0), _each("rate", (-2, 0, 1), ())
    yield _made(Kind.GROWTH, C.AT_MOST, 3), _each("rate", (-1, 0, "2.9", 3, "3.4", 9), ())
    yield _made(Kind.GROWTH, C.BETWEEN, 3, upper=5), _each("rate", (-1, 2, 3, 4, 5, "5.4"), ())
    items = ({"id": "a", "name": "甲", "deadline": "2012-06-30"}, {"id": "b", "name": "乙"})
    for comparator in Kind.SCOPE.traits.comparators:
        listed = _made(Kind.SCOPE, comparator, 2, "项", items=items)
        yield (
            listed,
            [("2012Q1", {}), ("2012Q1", {"cumulative": 0}), (MIDDLE, {"items_done": ("b",)})],
        )
        yield listed, [(MIDDLE, {"items_done": ("a", "b")}), (END, {"items_done": ("a",)})]


def _made(
    kind: Kind, comparator: Comparator, value: float | str, unit: str = "%", **more: object
) -> Indicator:
    written = f"{'个' if unit == '工作日' else ''}{unit}"
    lower = f"{value}{'%' if unit == '%' else ''}至" if "upper" in more else ""
    display = f"{lower}{more.get('upper', value)}{written}"
    made = indicator(kind, comparator, 1, unit=unit, display=display, **more)
    return type(made).model_validate(made.model_dump() | {"value": value})


def _row(environment: Environment, made: Indicator, period: str, given: dict[str, object]) -> str:
    entries = (entry(**given),) if given else ()
    (view,) = standing_of(assessed(table(made), period, *entries), {}).indicators
    assert isinstance(view, IndicatorView)
    told = "、".join(f"{each}" for each in given.values()) or "未报"
    if "numerator" in given:
        told = f"{given['numerator']}/{given['denominator']}"
    if "items_done" in given:
        told = str(given["items_done"]).replace("'", "").rstrip(",)").lstrip("(")
    values = {"i": view, "told": told, "period": period[4:], "own": Period.parse(period).own_name}
    text = html.unescape(phrase(environment, ROW, plain_mapping(values), Place("wording")))
    return f"| {' | '.join(' '.join(text.split()).split('|'))} |"


def test_the_wording_of_every_kind_is_as_reviewed(pytestconfig: pytest.Config) -> None:
    environment = make_environment(ROOT / "templates", FILTERS)
    lines = ["# 各类指标的说法", "", "由测试生成（make goldens），供人从头读到尾。", ""]
    lines += [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    combined = set()
    for made, situations in cases():
        combined.add((made.kind, made.comparator))
        lines += [_row(environment, made, period, given) for period, given in situations]
    every = {(kind, each) for kind in Kind for each in kind.traits.comparators}
    assert combined == every
    text = "\n".join(lines) + "\n"
    if pytestconfig.getoption("--update-goldens"):
        TABLE.write_text(text, encoding="utf-8")
    assert text == TABLE.read_text(encoding="utf-8")
