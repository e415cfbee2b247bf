from decimal import Decimal

import pytest

from reportgen.checks.table import numbers_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("检测6万批次以上", ["60000"]),
        ("突破120万平方米", ["1200000"]),
        ("投资1.5亿元、2万亿元", ["150000000", "2000000000000"]),
        ("1,200,000平方米", ["1200000"]),
        ("12,34", ["12", "34"]),
        ("达到95.5%以上", ["95.5"]),
        ("2012年年底前组织进行第三方评价1次", ["2012", "1"]),
        ("１０件", ["10"]),
        ("十件实事", []),
    ],
)
def test_numbers(text, expected):
    assert list(numbers_in(text)) == [Decimal(number) for number in expected]
