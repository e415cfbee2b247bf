"""What stands for something still unknown is told from words that only look like it."""

from __future__ import annotations

import pytest

from reportgen.sources.unfinished import placeholders


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("待填：怎样算完成", ["待填"]),
        ("责任单位待定", ["待定"]),
        ("会议时间（待定），地点待核。", ["待定", "待核"]),
        ("完成{{ 数量 }}件", ["{{ 数量 }}"]),
        ("完成{{数量", ["{{"]),
        ("TODO", ["TODO"]),
        ("由XX局牵头", ["XX"]),
        ("××区××街道", ["××", "××"]),
        ("×月×日前", ["×", "×"]),
        ("（请填写单位）", ["（请填写单位）"]),
        ("【此处写联系人】", ["【此处写联系人】"]),
        ("联系人：____", ["____"]),
        ("待补充", ["待补充"]),
        ("办结率__%，不超过（　）次", ["__", "（　）"]),
        ("增长X%，新建□□所，报告**篇", ["X", "□□", "**"]),
    ],
)
def test_marks_are_found(text: str, marks: list[str]) -> None:
    assert list(placeholders(text)) == marks


@pytest.mark.parametrize(
    "text",
    [
        "线索待核查，3件待核实，项目待核准",
        "待定岗人员、待定价商品，结论有待定论",
        "待填补的空白",
        "MAXX公司、XXL号、第XL届",
        "5×8米，3×3方阵",
        "二〇〇八年",
        "问题待解决，制度有待完善",
        "是否达标？",
        "“1+X”试点，X射线机",
    ],
)
def test_ordinary_words_are_let_be(text: str) -> None:
    assert not placeholders(text)
