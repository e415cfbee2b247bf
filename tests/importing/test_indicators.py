"""What is measurable in a sentence, and what only looks so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.numbers import is_ordinary
from reportgen.base.problems import Severity
from reportgen.checks import check_workspace
from reportgen.importing import indicators
from reportgen.importing.indicators import Source
from reportgen.model.targets import Indicator
from reportgen.sources.workspace import Workspace
from reportgen.sources.yaml_text import plain_yaml
from reportgen.wording.doubts import Doubt
from tests.checks.small_workspace import OFFICE, build


def propose(sentence: str, due: str = "") -> list[Indicator]:
    return [indicator for indicator, _ in _with_doubts(sentence, due)]


def _with_doubts(sentence: str, due: str = "") -> list[tuple[Indicator, Doubt]]:
    found = indicators.propose(sentence, Source("W1", 2012, due))
    return [(each.indicator, each.doubt) for each in found.made]


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
    "质量安全事故0起": [("cap", "at_most", "0", "起")],  # of nothing there can't be less
    "简报控制在3种以内": [("cap", "at_most", "3", "种")],
    "编发信息不少于300期": [("count", "at_least", "300", "期")],
    "至少开展调研6次": [("count", "at_least", "6", "次")],
    "展览面积突破120万平方米": [("count", "more_than", "1200000", "平方米")],
    "接待企业超过200家": [("count", "more_than", "200", "家")],
    "培训企业达到2000家": [("count", "at_least", "2000", "家")],
    "编发信息450期": [("count", "planned", "450", "期")],
    # 万, 亿, thousands, compound units
    "检测6万批次以上": [("count", "at_least", "60000", "批次")],
    "完成固定资产投资3.5亿元": [("count", "planned", "3.5", "亿元")],
    "新增绿地1,200亩": [("count", "planned", "1200", "亩")],
    "领导批示不少于130条次": [("count", "at_least", "130", "条次")],
    "服务群众12万人次": [("count", "planned", "120000", "人次")],
    "审批时限压缩到20个工作日": [("level", "at_most", "20", "工作日")],
    "办理时限不超过20个工作日": [("level", "at_most", "20", "工作日")],
    # names and ordinals
    "开设12345工作网页": [],
    "开通0755热线": [],
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
    "文件总数较2011年（36件）只减不增": [("cap", "at_most", "36", "件")],
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
    "审批时限由20个工作日压缩至10个工作日": [("level", "at_most", "10", "工作日")],
    "将城市、农村低保标准从每人每月500元、200元分别提高到每人每月600元、300元": [
        ("level", "at_least", "600", "元"),
        ("level", "at_least", "300", "元"),
    ],
    "加装电梯10台，项目初步预算600万元": [("count", "planned", "10", "台")],
    "招商引资增长15%,达到30亿元": [
        ("growth", "planned", "15", "%"),
        ("count", "at_least", "30", "亿元"),
    ],
    # ranges, growth, approximation, reduction
    "能耗下降3%～5%": [("reduction", "at_least", "3", "%")],
    "引进项目10～15个": [("count", "between", "10", "个")],
    "办结率90%～95%": [("rate", "between", "90", "%")],
    "办结率90～300%": [("rate", "at_least", "90", "%")],  # no share is 300 %
    "财政收入增长8%左右": [("growth", "approximately", "8", "%")],
    "财政收入增长8%以上": [("growth", "at_least", "8", "%")],
    "外贸进出口同比增长10%": [("growth", "planned", "10", "%")],
    "万元生产总值能耗下降3.43%": [("reduction", "planned", "3.43", "%")],
    "审批时限比上年压缩30%": [("reduction", "planned", "30", "%")],
    "政府审批时限提速60%": [("reduction", "planned", "60", "%")],
    "城镇化率提高1.2个百分点": [("level", "planned", "1.2", "个百分点")],
    "接待群众约500人次": [("count", "approximately", "500", "人次")],
    # open units, signs, levels, coverage
    "新增床位300张": [("count", "planned", "300", "张")],
    "打造6甲乙以上": [("count", "at_least", "6", "甲乙")],
    "补贴惠及≥5000户": [("count", "at_least", "5000", "户")],
    "差错率≤0.1％": [("rate", "at_most", "0.1", "%")],
    "绿化面积3.5㎢以上": [("count", "at_least", "3.5", "㎢")],
    "投诉率1.5%": [("rate", "at_most", "1.5", "%")],
    "人口自然增长率控制在7‰以内": [("level", "at_most", "7", "‰")],
    "PM2.5浓度控制在35微克/立方米以下": [("level", "at_most", "35", "微克/立方米")],
    "平均用时压减到1.2个工作日以内": [("level", "at_most", "1.2", "工作日")],
    "新闻发布会80至100场": [("count", "between", "80", "场")],
    "疫苗接种率达到95%以上": [("coverage", "at_least", "95", "%")],
    "达标率提高到95%": [("rate", "at_least", "95", "%")],
    "甲村、乙村、丙村均达到95%以上": [("rate", "at_least", "95", "%")] * 3,
    "甲项、乙项、丙项分别达到95%以上": [("rate", "at_least", "95", "%")] * 3,
    # numbers that demand nothing
    "招引亿元以上项目30个，其中10亿元以上项目5个": [
        ("count", "planned", "30", "个"),
        ("count", "planned", "5", "个"),
    ],
    "其中5亿元以上项目不少于6个、10亿元以上2个": [
        ("count", "at_least", "6", "个"),
        ("count", "planned", "2", "个"),
    ],
    "项目6个以上、企业20家": [("count", "at_least", "6", "个"), ("count", "planned", "20", "家")],
    "65岁以上老年人健康管理率达到72%以上": [("rate", "at_least", "72", "%")],
    "5000万元以上技改项目开工率不低于95%": [("rate", "at_least", "95", "%")],
    "24小时内响应率不低于98%": [("rate", "at_least", "98", "%")],
    "3岁以下婴幼儿托位数达到每千人4.5个": [("level", "planned", "4.5", "个")],
    "社零增长7%": [("growth", "planned", "7", "%")],
    "开展检查不少于4次（每季度1次）": [("count", "at_least", "4", "次")],
    "建成基站1000个，提供24小时服务": [("count", "planned", "1000", "个")],
    "开工建设海堤（南段4.65公里）": [],
    # Chinese numerals
    "办结文件不少于一百二十件": [("count", "at_least", "120", "件")],
    "整改率达到百分之九十五以上": [("rate", "at_least", "95", "%")],
    "建成三个园区": [("count", "planned", "3", "个")],
    "新建充电桩二百五十根": [("count", "planned", "250", "根")],
    "完成二分之一以上任务": [("rate", "at_least", "50", "%")],
    "举办培训不少于十场": [("count", "at_least", "10", "场")],
    "全年召开新闻发布会十二次": [("count", "planned", "12", "次")],
    "引进两家企业": [("count", "planned", "2", "家")],
    "化解率达到九成以上": [("rate", "at_least", "90", "%")],
    "粮食产量25±0.5万吨": [("count", "between", "245000", "吨")],
    "每万人拥有床位不少于5.5张": [("level", "at_least", "5.5", "张")],
    "投资增10%": [("growth", "planned", "10", "%")],
    "能耗降3%": [("reduction", "planned", "3", "%")],
    "办结率95%以上（5分）": [("rate", "at_least", "95", "%")],
    "每百名老人拥有床位4张": [("level", "planned", "4", "张")],
    "万人发明专利拥有量达到8.5件": [("level", "at_least", "8.5", "件")],
    "月均办件1200件": [("level", "planned", "1200", "件")],
    "耕地保有量不低于42.3万亩": [("level", "at_least", "423000", "亩")],
    "生猪存栏保持在30万头以上": [("level", "at_least", "300000", "头")],
    "万元产值电耗不高于0.5千瓦时": [("level", "at_most", "0.5", "千瓦时")],
    "办结信访件近200件": [("count", "approximately", "200", "件")],
    "完成8成以上": [("rate", "at_least", "80", "%")],
    "产值达百亿元": [("count", "at_least", "100", "亿元")],
    "引资不少于五百万元": [("count", "at_least", "500", "万元")],
    "投资12 000万元": [("count", "planned", "12000", "万元")],
    "新增就业不少于百余人": [("count", "at_least", "100", "人")],
    "PM2.5、PM10浓度分别控制在35、60微克/立方米以内": [
        ("level", "at_most", "35", "微克/立方米"),
        ("level", "at_most", "60", "微克/立方米"),
    ],
    "受理、办结时限由15个、20个工作日压缩至5个、8个工作日": [
        ("level", "at_most", "5", "工作日"),
        ("level", "at_most", "8", "工作日"),
    ],
    "PM2.5浓度≤35 \u00b5g/m3": [("level", "at_most", "35", "μg/m3")],
    "满意率＞＝95%": [("rate", "at_least", "95", "%")],
    "能耗﹤2万吨": [("cap", "at_most", "20000", "吨")],
    "居民消费价格涨幅控制在3%左右": [("growth", "approximately", "3", "%")],
    "引进亿元项目10个、5亿元项目2个": [
        ("count", "planned", "10", "个"),
        ("count", "planned", "2", "个"),
    ],
    "完成投资5亿元建设项目2个": [
        ("count", "planned", "5", "亿元"),
        ("count", "planned", "2", "个"),
    ],
    "年产值2000万元以上企业新增15家": [("count", "planned", "15", "家")],
    "上年12月底存量20件": [],
    "去年基础上新增20家": [("count", "planned", "20", "家")],
    "比上年增加20家": [("count", "planned", "20", "家")],
    "财政收入突破500亿大关": [],
    "新建5G基站100个": [("count", "planned", "100", "个")],
    "为60-79岁老人发放补贴": [],
    "为65岁以上老人体检": [],
    "人均可支配收入增长8%，达到2.2万元": [
        ("growth", "planned", "8", "%"),
        ("level", "at_least", "2.2", "万元"),
    ],
    "投资增长8%以上、力争10%": [
        ("growth", "at_least", "8", "%"),
        ("growth", "planned", "10", "%"),
    ],
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
        "群众投诉率1.5%",
        "全市排名保持前3位",
        "位次前移1位",
        "每座不少于50平方米",
        "其中小学2所、中学1所",
        "建成2个、开工3个",
        "6月底前完成50%",
        "力争完成200件",
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
        ("3月至10月培训500人次", date(2012, 10, 31), "stated"),
        ("2012年3月—2012年5月培训500人次", date(2012, 5, 31), "stated"),
    ],
)
def test_deadlines(sentence: str, day: date, basis: str) -> None:
    (found,) = propose(sentence)
    assert (found.deadline, found.deadline_basis.value) == (day, basis)


def test_each_number_of_a_clause_has_its_own_day() -> None:
    found = propose("财政支出6月底达到50%、9月底达到75%")
    assert [each.deadline for each in found] == [date(2012, 6, 30), date(2012, 9, 30)]
    found = propose("一季度、二季度支出分别达到20%、50%")
    assert [each.deadline for each in found] == [date(2012, 3, 31), date(2012, 6, 30)]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("新建农田5000亩，10月底前完成。", ["2012-10-31"]),
        ("新建农田50亩、水渠3条，确保于10月底前全部建成；改厕80户", ["2012-10-31"] * 2 + ["2012-12-31"]),
        ("6月底前新建农田50亩，改厕80户，10月底前完成", ["2012-06-30", "2012-10-31"]),
        ("新建农田50亩，10月底前完成验收", ["2012-12-31"]),
    ],
)  # fmt: skip
def test_a_clause_of_its_own_says_when_what_stands_before_is_due(
    sentence: str, days: list[str]
) -> None:
    assert [str(each.deadline) for each in propose(sentence)] == days


def test_a_column_of_deadlines_counts_where_the_sentence_says_nothing() -> None:
    (found,) = propose("培训500人次", "10月底")
    assert found.deadline == date(2012, 10, 31)
    (made,) = indicators.propose("培训500人次", Source("W1", 2012, "3月启动，10月底完成")).made
    assert made.indicator.deadline == date(2012, 10, 31)
    assert made.doubt.review == "完成时限栏写的是“3月启动，10月底完成”，取最后的日期"


def test_numbers_of_a_list_are_shown_with_its_unit() -> None:
    assert [each.display for each in propose("时限由15个、20个工作日压缩至5个、8个工作日")] == [
        "5工作日",
        "8个工作日",
    ]


def test_last_years_value_is_kept_as_the_base() -> None:
    (found,) = propose("印发文件较上年度（28件）只减不增")
    assert found.baseline
    assert (found.baseline.value, found.name) == (28, "印发文件")


def test_a_number_that_became_no_indicator_is_said() -> None:
    found = indicators.propose("建成基站1000个，提供24小时服务（南段5公里）。", Source("W1", 2012))
    assert found.left == (
        "“24小时”（是对后面事物的说明）",
        "“5公里”（写在括号里）",
    )


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("企业数量翻一番", "“翻一番”（没有写成数字）"),
        ("重复信访零增长", "“零增长”（没有写成数字）"),
        ("客车全覆盖", "“全覆盖”（没有写成数字）"),
        ("时限压缩一半", "“一半”（没有写成数字）"),
        ("重大事故为零", "“为零”（没有写成数字）"),
        ("每月召开一次例会", "“一次”（写的是每期（每个）的数）"),
        ("半年开展一次演练", "“一次”（写的是每期（每个）的数）"),
        ("½以上村达标", "“½”（中文数字，前面没有要做什么）"),
        ("上市企业实现零突破", "“零突破”（没有写成数字）"),
        ("实现上市企业“零”的突破", "““零”的突破”（没有写成数字）"),
        ("事故起数和死亡人数双下降", "“双下降”（没有写成数字）"),
        ("发文数量不超过去年", "“不超过去年”（没有写成数字）"),
        ("产值增长1倍以上", "“1倍”（倍数没有写成百分数）"),
        ("产值突破千亿", "“千亿”（中文数字，前面没有要做什么）"),
        ("综合排名进入全省前三名", "“三名”（是名次）"),
        ("信息采用量进入全市前五", "“五”（是名次）"),
        ("能耗-3%", "“3%”（前面有负号）"),
        ("每低1个百分点", "“1个百分点”（是评分的办法）"),
        ("不按时的扣2分", "“2分”（是评分的办法）"),
    ],
)
def test_a_demand_without_a_number_is_said(sentence: str, said: str) -> None:
    assert indicators.propose(sentence, Source("W1", 2012)).left == (said,)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("每个乡镇建成1个示范点", ["示范点"]),
        ("新改建公厕20座（其中乡镇12座）", ["新改建公厕"]),
        ("省级、市级示范村各2个", ["省级示范村", "市级示范村"]),
        ("医疗保险、养老保险参保率均达到95%", ["医疗保险参保率", "养老保险参保率"]),
        ("到位资金100亿元，同比增长12%", ["到位资金", "到位资金同比增长"]),
        ("引进外资增长5%以上，达到2亿元", ["引进外资增长", "引进外资"]),
        ("▼抽检批次≧3200批次，投资€30万元", ["抽检批次", "投资"]),
        ("用水量降至18立方米/万元", ["用水量"]),
        ("完成率不低于九成", ["完成率"]),
        ('"一网通办"事项办结率95%以上', ['"一网通办"事项办结率']),
        ('"督办事项不少于80件', ["督办事项"]),
        ("财政支出6月底达到50%、9月底达到75%", ["财政支出", "财政支出"]),
        ("财政收入实现25.6亿元", ["财政收入"]),
        ("收入增长6%，力争7%", ["收入增长", "收入增长（力争）"]),
        ("甲镇、乙镇分别新建卫生室2个、3个", ["甲镇新建卫生室", "乙镇新建卫生室"]),
        ("惠及3万人", ["惠及"]),
    ],
)
def test_what_is_measured_has_its_name(sentence: str, names: list[str]) -> None:
    assert [each.name for each in propose(sentence)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("规划实施甲乙公园、丙丁公园、戊己公园等190个园林绿化项目", "规划实施甲乙公园、丙丁公园等"),
        ("全面完成年度重点任务共1234567890个园林绿化项目", "全面完成年度重点任务"),
        ("短名", "短名"),
    ],
)
def test_a_name_is_cut_at_a_word(text: str, name: str) -> None:
    assert indicators.shortened(text) == name


def table_of(text: str, found: tuple[Indicator, ...]) -> Workspace:
    """Return a workspace with one target."""
    head = "year: 2012\ntitle: 年度目标\ndate_issued: 2012-03-01\n"
    record = {
        "columns": [{"key": "name", "title": "目标名称"}],
        "categories": [{"id": "W", "name": "工作目标"}],
        "targets": [
            {"id": "W1", "category": "W", "seq": 1, "name": "工作", "content": text}
            | {
                "indicators": [
                    each.model_dump(exclude_unset=True, exclude_none=True) for each in found
                ]
            }
        ],
    }
    return build({"office": OFFICE, "targets": head + plain_yaml(record)})


PIECES = st.tuples(
    st.sampled_from(
        ("培训", "办结率", "能耗下降", "甲率、乙率均", "平均用时压减到", "覆盖率提高", "其中")
    ),
    st.sampled_from(
        ("", "达到", "不少于", "≥", "≤", "不超过", "控制在", "突破", "分别", "增长", "由3件增至")
    ),
    st.sampled_from(("0", "5", "100", "120", "3～5", "6万", "一百二十", "3亿", "2.5", "三分之二")),
    st.sampled_from(
        ("%", "‰", "个百分点", "件", "万元", "甲乙", "微克/立方米", "个工作日", "", "名", "(次)")
    ),
    st.sampled_from(
        ("", "以上", "以内", "以下", "左右", "的事项", "（每季度1次）", "，2013年3月前")
    ),
).map("".join)


@given(st.lists(PIECES, min_size=1, max_size=4).map("、".join))
def test_what_is_proposed_is_what_check_accepts(text: str) -> None:
    for proposal in indicators.propose(text, Source("W1", 2012)).made:
        each = proposal.indicator
        assert each.kind.traits.holds(each.comparator, each.value, each.unit)
        assert (each.upper is not None) is (each.comparator.value == "between")
        assert each.deadline.year == 2012
    found = indicators.propose(text, Source("W1", 2012)).made
    if not found or not all(is_ordinary(each.indicator.value) for each in found):
        return
    record = table_of(text, tuple(each.indicator for each in found))
    assert not [p for p in check_workspace(record) if p.severity is Severity.ERROR]


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
