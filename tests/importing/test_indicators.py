"""What is measurable in a sentence, and what only looks so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.importing import indicators
from reportgen.importing.indicators import Doubt, Source
from reportgen.model.targets import Indicator


def propose(sentence: str, due: str = "") -> list[Indicator]:
    return [indicator for indicator, _ in _with_doubts(sentence, due)]


def _with_doubts(sentence: str, due: str = "") -> list[tuple[Indicator, Doubt]]:
    found = indicators.propose(sentence, Source("W1", 2012, due))
    return [(each.indicator, each.doubt) for each in found]


# sentence → (kind, comparator, value, unit) of each indicator in it
CASES: dict[str, list[tuple[str, str, str, str]]] = {
    # comparators before, after, inside, doubled
    "按期办结率达到95%以上": [("rate", "at_least", "95", "%")],
    "按期办结率不低于98.5%": [("rate", "at_least", "98.5", "%")],
    "按期办结率在95%以上": [("rate", "at_least", "95", "%")],
    "群众满意率达90%": [("rate", "at_least", "90", "%")],
    "按期回复率98%": [("rate", "planned", "98", "%")],
    "信访件办结率100%": [("rate", "equal_full", "100", "%")],
    "信访件办结率达到100%": [("rate", "equal_full", "100", "%")],
    "投诉率控制在5%以内": [("rate", "at_most", "5", "%")],
    "退件率不超过2%": [("rate", "at_most", "2", "%")],
    "组织筹划500场次以上的常态化网络在线问政工作": [("count", "at_least", "500", "场次")],
    "全市性会议控制在40次以内": [("cap", "at_most", "40", "次")],
    "印发文件不超过80件": [("cap", "at_most", "80", "件")],
    "印发文件不多于80件": [("cap", "at_most", "80", "件")],
    "简报控制在3种以内": [],
    "编发信息不少于300期": [("count", "at_least", "300", "期")],
    "至少开展调研6次": [("count", "at_least", "6", "次")],
    "展览面积突破120万平方米": [("count", "more_than", "1200000", "平方米")],
    "接待企业超过200家": [("count", "more_than", "200", "家")],
    "培训企业达到2000家": [("count", "at_least", "2000", "家")],
    "编发信息450期": [("count", "planned", "450", "期")],
    # 万, 亿, thousands, compound units
    "检测6万批次以上": [("count", "at_least", "60000", "批次")],
    "完成固定资产投资3.5亿元": [("count", "planned", "350000000", "元")],
    "新增绿地1,200亩": [("count", "planned", "1200", "亩")],
    "领导批示不少于130条次": [("count", "at_least", "130", "条次")],
    "服务群众12万人次": [("count", "planned", "120000", "人次")],
    "审批时限压缩到20个工作日": [("cap", "at_most", "20", "工作日")],
    "办理时限不超过20个工作日": [("cap", "at_most", "20", "工作日")],
    # names and ordinals
    "开设12345工作网页": [],
    "落实第4次市长办公会议精神": [],
    "对重点提案实行三方面复": [],
    "完善双互动工作法": [],
    "在2011年度基础上继续优化": [],
    "启动应急指挥平台二期工程": [],
    "探索第三方评价机制": [],
    "整治“五小”行业": [],
    "建设一库一站一平台": [],
    "实施政府二次上网工程": [],
    "1.2012年市政府工作报告提出的任务": [],
    "修订《十件实事管理办法》": [],
    "落实青政办发〔2012〕15号文件": [],
    "召开一次会议": [],
    "5月底前完成方案": [],
    "推进“11355”工程": [],
    "落实八项规定": [],
    # scope
    "加快推进33项政府工作报告公开挂牌督办事项、10件市办实事项目": [
        ("scope", "planned", "33", "项"),
        ("scope", "planned", "10", "件"),
    ],
    # only fewer, with last year's value
    "印发文件较上年度（28件）只减不增": [("cap", "at_most", "28", "件")],
    "全市性会议比去年(12次)只减不增": [("cap", "at_most", "12", "次")],
    # one list, several indicators
    "公文、信息、督查办结率分别达到98%、97%和95%": [
        ("rate", "at_least", "98", "%"),
        ("rate", "at_least", "97", "%"),
        ("rate", "at_least", "95", "%"),
    ],
    "编发简报、信息分别不少于12期和200条": [
        ("count", "at_least", "12", "期"),
        ("count", "at_least", "200", "条"),
    ],
    "督查事项按时办结率、反馈率均达到100%": [
        ("rate", "equal_full", "100", "%"),
        ("rate", "equal_full", "100", "%"),
    ],
    "审批时限由20个工作日压缩至10个工作日": [("cap", "at_most", "10", "工作日")],
    "招商引资增长15%,达到30亿元": [
        ("growth", "planned", "15", "%"),
        ("count", "at_least", "3000000000", "元"),
    ],
    # ranges, growth, approximation, reduction
    "能耗下降3%～5%": [("reduction", "at_least", "3", "%")],
    "引进项目10～15个": [("count", "at_least", "10", "个")],
    "财政收入增长8%左右": [("growth", "approximately", "8", "%")],
    "财政收入增长8%以上": [("growth", "at_least", "8", "%")],
    "外贸进出口同比增长10%": [("growth", "planned", "10", "%")],
    "万元生产总值能耗下降3.43%": [("reduction", "planned", "3.43", "%")],
    "审批时限比上年压缩30%": [("reduction", "planned", "30", "%")],
    "政府审批时限提速60%": [("reduction", "planned", "60", "%")],
    "城镇化率提高1.2个百分点": [("growth", "planned", "1.2", "个百分点")],
    "接待群众约500人次": [("count", "approximately", "500", "人次")],
    # Chinese numerals
    "建成三个园区": [("count", "planned", "3", "个")],
    "举办培训不少于十场": [("count", "at_least", "10", "场")],
    "全年召开新闻发布会十二次": [("count", "planned", "12", "次")],
    "引进两家企业": [("count", "planned", "2", "家")],
    # several in one sentence
    "年内培训干部500人次,举办讲座不少于6场,考试合格率达95%以上。": [
        ("count", "planned", "500", "人次"),
        ("count", "at_least", "6", "场"),
        ("rate", "at_least", "95", "%"),
    ],
}


@pytest.mark.parametrize(("sentence", "expected"), CASES.items())
def test_sentences(sentence: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [
        (each.kind.value, each.comparator.value, f"{each.value:f}", each.unit)
        for each in propose(sentence)
    ]
    assert found == expected
    assert all(each.quote in sentence for each in propose(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "引进项目10～15个",
        "财政收入增长8%左右",
        "能耗下降3.43%",
        "建成三个园区",
        "力争编发信息450期",
        "推进33项挂牌督办事项",
        "甲、乙分别达到98%、97%和95%",
        "城镇化率提高1.2个百分点",
        "每季度召开1次调度会",
        "信息采用量进入全省前3名",
        "审批时限由20个工作日压缩至10个工作日",
    ],
)
def test_what_is_doubtful_is_marked_for_review(sentence: str) -> None:
    found = _with_doubts(sentence)
    assert found
    for _, doubt in found:
        assert doubt.review
        assert doubt.confidence < Decimal("0.75")


def test_what_is_plain_is_not() -> None:
    ((found, doubt),) = _with_doubts("公文按期办结率95%以上")
    assert (doubt.review, found.name) == (None, "公文按期办结率")


@pytest.mark.parametrize(
    ("sentence", "day", "basis"),
    [
        ("6月底前培训500人次", date(2012, 6, 30), "stated"),
        ("9月15日前培训500人次", date(2012, 9, 15), "stated"),
        ("上半年培训500人次", date(2012, 6, 30), "stated"),
        ("第三季度培训500人次", date(2012, 9, 30), "stated"),
        ("2012年年底前培训500人次", date(2012, 12, 31), "stated"),
        ("年内培训500人次", date(2012, 12, 31), "stated"),
        ("培训500人次", date(2012, 12, 31), "implied"),
        ("2月底前培训500人次", date(2012, 2, 29), "stated"),
    ],
)
def test_deadlines(sentence: str, day: date, basis: str) -> None:
    (found,) = propose(sentence)
    assert (found.deadline, found.deadline_basis.value) == (day, basis)


def test_a_column_of_deadlines_counts_where_the_sentence_says_nothing() -> None:
    (found,) = propose("培训500人次", "10月底")
    assert found.deadline == date(2012, 10, 31)


def test_last_years_value_is_kept_as_the_base() -> None:
    (found,) = propose("印发文件较上年度（28件）只减不增")
    assert found.baseline
    assert (found.baseline.value, found.name) == (28, "印发文件")


SIGNS = (
    "全年办结率达到不少于超过控制在以内分别和、,，。；《》“”（）12345678901.%万亿件次个项至由每季度"
)
WORDS = (
    "办结率",
    "信息",
    "达到",
    "不少于",
    "不超过",
    "以上",
    "以内",
    "分别",
    "95%",
    "300",
    "6万",
    "期",
    "件",
)


@given(st.lists(st.sampled_from((*SIGNS, *WORDS * 4)), max_size=40).map("".join))
def test_any_text_gives_proposals_that_quote_it(text: str) -> None:
    found = _with_doubts(text)
    assert [each.id for each, _ in found] == [f"W1.{n + 1}" for n in range(len(found))]
    for each, doubt in found:
        assert each.quote
        assert each.quote in text
        assert each.name
        assert 0 < doubt.confidence <= 1
