"""Periods and document numbers are parsed where they are read; a wrong one is named by line."""

from datetime import date

import pytest

from reportgen.base.problems import DataError, Place
from reportgen.model.briefs import IssuedBriefs
from reportgen.model.circulars import Circular, DocumentNumber
from reportgen.model.periods import Period
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.yaml_text import yaml_text

CIRCULAR = "kind: notice\ntitle: 某办关于某事的通知\nbody: [{text: 正文}]\n"


def circular(more: str) -> Circular:
    return bind(Circular, parse_yaml(CIRCULAR + more, "c.yaml")).record


@pytest.mark.parametrize("written", ["2012Q1", "2012Q4", "1949-01", "2999-12"])
def test_a_period_is_written_as_it_is_read(written: str) -> None:
    assert circular(f"about: {written}").about == Period.parse(written)
    issued = IssuedBriefs.model_validate(
        {"issued": [{"period": written, "number": 1, "date": date(2012, 1, 5)}]}
    )
    text = yaml_text(issued)
    assert f"period: {written}\n" in text
    assert bind(IssuedBriefs, parse_yaml(text, "i.yaml")).record == issued


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("2012Q5", "季度写成 2012Q1，月份写成 2012-08"),
        ("2013年一季度", "季度写成 2013Q1，月份写成 2013-08"),
        ("一季度", "季度写成 2012Q1，月份写成 2012-08"),
        ("2012", "季度写成 2012Q1，月份写成 2012-08"),
        ("0012Q1", "季度写成 2012Q1，月份写成 2012-08"),
        ("2012-13", "季度写成 2012Q1，月份写成 2012-08"),
    ],
)
def test_a_wrong_period_is_named_with_its_place(written: str, remedy: str) -> None:
    with pytest.raises(DataError) as caught:
        circular(f"about: {written}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("S204", Place("c.yaml", 4, 8))
    assert "“所说的期间”（about）读不懂" in problem.message
    assert problem.remedy == remedy


def test_an_empty_period_is_empty() -> None:
    with pytest.raises(DataError, match="是空的"):
        circular('about: ""')


def test_a_document_number_is_written_as_it_is_read() -> None:
    number = circular("number: 青政办字〔2012〕65号").number
    assert number == DocumentNumber("青政办字", 2012, 65)
    assert str(number) == "青政办字〔2012〕65号"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("青政办字[2012]65号", "年份要用六角括号〔〕括起"),
        ("青政办字〔2012〕第65号", "序号前不加“第”字"),
        ("青政办字〔2012〕065号", "序号不编虚位，1 不编为 01"),
        ("青政办字〔12〕65号", "年份要写四位"),
        ("青政办字〔２０１２〕65号", "数字用半角"),
        ("青政办字〔2012〕 65号", "中间不空格"),
        ("青政办字〔2012〕65", "要以“号”结尾"),
        ("（2012）第65", "年份要用六角括号〔〕括起，序号前不加“第”字，要以“号”结尾"),
        ("〔2012〕65号", "应为机关代字〔年份〕序号"),
    ],
)
def test_a_wrong_document_number_is_named_with_its_place(written: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        circular(f'number: "{written}"')
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("D425", Place("c.yaml", 4, 9))
    assert problem.message == f"发文字号“{written}”：{said}"
