"""Numbers with their units as texts write them."""

from __future__ import annotations

import time

import pytest

from reportgen.base.numbers import plain
from reportgen.wording.amounts import Amount, amounts, chinese_value, flattened
from reportgen.wording.prose import amounts_in


def _written(amount: Amount) -> str:
    upper = "" if amount.upper is None else f"~{plain(amount.upper)}"
    return f"{plain(amount.value)}{upper}{amount.unit}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("检测6万批次以上", ["60000批次"]),
        ("突破120万平方米", ["1200000平方米"]),
        ("投资1.5亿元、2万亿元、5千万元、3000万美元", ["1.5亿元", "20000亿元", "5000万元", "3000万美元"]),
        ("1,200,000平方米", ["1200000平方米"]),
        ("12,34件", ["12", "34件"]),
        ("达到95.5%以上，９８％", ["95.5%", "98%"]),
        ("床位300张、学位3800位、喇叭752只、楼9幢、树2万株", ["300张", "3800位", "752只", "9幢", "20000株"]),
        ("7‰、千分之七、35微克/立方米、12吨标准煤/年", ["7‰", "7‰", "35微克/立方米", "12吨标准煤/年"]),
        ("由0.42吨标准煤/万元下降到0.41吨标准煤/万元", ["0.42吨标准煤/万元", "0.41吨标准煤/万元"]),
        ("在港停时18.6艘时，周转量8亿吨公里", ["18.6艘时", "800000000吨公里"]),
        ("12万㎡、3万m²、20kg、300mg/L", ["120000㎡", "30000m²", "20kg", "300mg/L"]),
        ("放映2.5万场(次)以上", ["25000场"]),
        ("500余人次、300多家", ["500人次", "300家"]),
        ("座谈会3次，座谈20座谈会", ["3次", "20座谈会"]),
        ("提高0.5个百分点，3个工作日，3个月", ["0.5个百分点", "3工作日", "3个月"]),
        ("80至100批次，3%～5%，10万～15万元，10—15万人，80批次-100批次",
         ["80~100批次", "3~5%", "10~15万元", "100000~150000人", "80~100批次"]),
        ("由20至10个工作日", ["20", "10工作日"]),
        ("一百二十件、百分之九十五点五、三分之二、两家、㊿件", ["120件", "95.5%", "66.67%", "2家", "50件"]),
        ("编织30厘米、修渠3千米、配2百台", ["30厘米", "3千米", "200台"]),
        ("打造6甲乙。", ["6甲乙"]),
        ("开设12345工作网页", ["12345"]),
        ("15号文件、3级、5版", ["15", "3", "5"]),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: list[str]) -> None:
    found = [each for each in amounts(flattened(text)) if each.unit or not each.in_words]
    assert [_written(each) for each in found] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", "10"), ("一百零五", "105"), ("两千三百", "2300"), ("十二万", "120000"),
     ("一千零五十万", "10500000"), ("二〇一二", "2012"), ("九十五点五", "95.5"),
     ("甲", None), ("点五", None), ("一" * 5000, None)],
)  # fmt: skip
def test_numbers_in_characters(text: str, value: str | None) -> None:
    found = chinese_value(text)
    assert (None if found is None else plain(found)) == value


@pytest.mark.parametrize(
    "text", ["9" * 5000, "1," * 5000, "一" * 5000, "5件、" * 2000, "1.2." * 3000]
)
def test_absurd_texts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    list(amounts(text))
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "text", ["政务服务热线12345和网上信箱", "12345热线", "电话：0532-85911111"]
)
def test_a_telephone_number_counts_nothing(text: str) -> None:
    assert not list(amounts_in(text))
