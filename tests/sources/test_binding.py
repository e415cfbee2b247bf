"""Records know where each of their values stands; remedies are ready to be typed."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, StringConstraints

from reportgen.base.problems import DataError, Place
from reportgen.model.progress import ProgressReport
from reportgen.model.records import Record
from reportgen.model.targets import Indicator, Office, TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import parse_yaml

VALID = Path(__file__).parent / "valid"


class Sample(Record):
    """样品: fields that the real records don't have."""

    word: Annotated[str, StringConstraints(min_length=2, max_length=3)] | None = None
    code: Annotated[str, StringConstraints(pattern=r"^\d+$")] | None = None
    few: list[int] = Field([], title="数组", max_length=2)
    small: Decimal | None = Field(None, title="小数", lt=5, gt=1)
    choice: Literal["a", "b"] | None = None
    size: float | None = None


def problems_of(model, text):
    with pytest.raises(DataError) as caught:
        bind(model, parse_yaml(text, "f.yaml"))
    return caught.value.problems


def parsed(name):
    return parse_yaml((VALID / f"{name}.yaml").read_text("utf-8"), f"data/{name}.yaml")


def test_binds_a_table_and_keeps_places():
    table = bind(TargetTable, parsed("targets"))
    indicator = table.record.targets[0].indicators[0]
    assert indicator.value == Decimal("95.50")
    assert str(indicator.value) == "95.50"
    assert table.place("targets", 0, "indicators", 0, "value") == Place("data/targets.yaml", 28, 16)
    assert table.place("targets", 0, "lead_unit") == table.place("targets", 0)
    assert table.place() == Place("data/targets.yaml", 1, 1)


@pytest.mark.parametrize(("name", "model"), [("office", Office), ("progress", ProgressReport)])
def test_binds_the_other_files(name, model):
    assert bind(model, parsed(name)).record


def test_accepts_quoted_numbers():
    text = (VALID / "targets.yaml").read_text("utf-8")
    text = text.replace("seq: 1", 'seq: "1"').replace("value: 95.50", 'value: "95.50"')
    target = bind(TargetTable, parse_yaml(text, "f.yaml")).record.targets[0]
    assert (target.seq, str(target.indicators[0].value)) == (1, "95.50")


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("95%", "value: 95"),
        ("６万批次", "value: 60000"),
        ("1,200件", "value: 1200"),
        ("1.2 亿元", "value: 120000000"),
        ("007", "value: 7"),
        ("约五千", "只填半角数字"),
        ("12:30", "只填半角数字"),
        ("1e3", "只填半角数字"),
        ("true", "只填半角数字"),
        ("[1]", "只填半角数字"),
    ],
)
def test_suggests_the_number(value, remedy):
    found = problems_of(Indicator, f"value: {value}")
    assert [remedy in p.remedy for p in found if p.place.column == 8] == [True]


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("2012年3月1日", "deadline: 2012-03-01"),
        ("2012/3/1", "deadline: 2012-03-01"),
        ("2012.12.31", "deadline: 2012-12-31"),
        ("20121231", "deadline: 2012-12-31"),
        ("2012-3-1", "deadline: 2012-03-01"),
        ("1325376000", "年-月-日"),
        ('"1325376000"', "年-月-日"),
        ("2012", "年-月-日"),
        ("2012-13-45", "年-月-日"),
        ("2012-03-01T00:00:00", "年-月-日"),
        ("年底前", "年-月-日"),
        ("true", "年-月-日"),
    ],
)
def test_suggests_the_date(value, remedy):
    found = problems_of(Indicator, f"deadline: {value}")
    assert [remedy in p.remedy for p in found if p.place.column == 11] == [True]


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("数量", "改成 count；"),
        ("Count", "改成 count；"),
        ("cuont", "改成 count；"),
        ("压減", "可选：count（数量）"),
        ("5", "可选：count（数量）"),
    ],
)
def test_suggests_the_choice(value, remedy):
    found = problems_of(Indicator, f"kind: {value}")
    assert [remedy in p.remedy for p in found if p.place.column == 7] == [True]


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("目标值写法", "改成 display（目标值写法）"),
        ("目标写法", "改成 display（目标值写法）"),
        ("lead-unit", "改成 lead_unit（责任单位）"),
        ("Unit", "改成 unit（计量单位）"),
        ("qqq", "可填的字段：confirmed（已核实）、id（指标编号）、name（指标名称）"),
    ],
)
def test_suggests_the_field(key, remedy):
    (problem,) = (p for p in problems_of(Indicator, f"{key}: x") if p.code == "S201")
    assert remedy in problem.remedy
    assert problem.place == Place("f.yaml", 1, 1)


def test_a_misspelt_key_is_not_reported_as_missing_too():
    messages = [p.message for p in problems_of(Office, "nmae: 甲\nunit: 乙")]
    assert messages == ["没有字段“nmae”"]


@pytest.mark.parametrize(
    ("value", "quoted"), [("8201", "8201"), ("95.50", "95.50"), ("true", "true")]
)
def test_shows_how_to_quote(value, quoted):
    (problem,) = problems_of(Office, f"name: 甲\nunit: 乙\nphone: {value}")
    assert problem.remedy == f'加引号：phone: "{quoted}"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word: 字", "“word”至少 2 个字"),
        ("word: 四个字了", "“word”最多 3 个字"),
        ("code: x", "“code”的写法不对：“x”"),
        ("few: [1, 2, 3]", "“数组”（few）最多 2 项"),
        ("few: [true]", "“数组”的第 1 项要填整数，现在是真假值 true"),
        ("few: [1.5]", "“数组”的第 1 项要填整数，现在是数 1.5"),
        ("small: 5", "“小数”（small）应小于 5，现在是数 5"),
        ("small: 1", "“小数”（small）应大于 1，现在是数 1"),
        ("choice: c", "“choice”不符合要求（literal_error），现在是“c”"),
        ("few: [1000000000000000]", "“数组”的第 1 项位数太多：“1000000000000000”"),
        ("size: x", "“size”要填数，现在是“x”"),
        ("", "文件是空的"),
        ("abc", "“样品”应是一组“键: 值”，现在是“abc”"),
    ],
)
def test_tells_other_faults(text, message):
    assert [p.message for p in problems_of(Sample, text)] == [message]


def test_does_not_call_a_list_too_short_for_its_faulty_items():
    text = (VALID / "targets.yaml").read_text("utf-8").replace("name: 工作目标", "name: 5")
    assert [p.code for p in problems_of(TargetTable, text)] == ["S203"]


def test_shortens_long_values():
    (problem,) = problems_of(Office, f"name: 甲\nunit: 乙\nrecipients: {'长' * 500}")
    assert len(problem.message) < 80
