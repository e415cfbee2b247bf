"""What an entry of the sample may say in words of its own figures, and what it may not.

A line: the quarter, the indicator, the field, the text; then the code that asks about it, if any.
"""

from __future__ import annotations

import pytest

from reportgen.checks.doubts import doubts_of
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, Grade
from reportgen.model.periods import Period
from reportgen.model.targets import Indicator, Milestone
from reportgen.sources.workspace import Workspace
from tests.assessment.small import entry, indicator

WRONG = """\
Q2 W2.1 note 编发廿二期专报 D490
Q2 W1.3 note 召开全市性工作会议卅八次 D490
Q2 W7.3 note 完成检测三万二千批次 D490
Q2 W1.1 note 超期公文占千分之五 D490
Q3 W7.3 note 另开展俩次专项抽检 D490
Q2 W2.1 note 其中仨期获省领导批示 D490
Q2 W2.1 note 编发期数是一季度的三倍 D490
Q2 W2.3 note 组织新闻发布会⒅场 D490
Q2 W2.3 note 组织新闻发布会壹拾捌场 D490
Q2 W5.4 note 回复率达九成八 D490
Q2 W8.1 note 用展面积完成近七成 D490
Q2 W8.1 note 用展面积56万多平方米 D490
Q2 W1.1 note 比目标高1.7% D490
Q2 W2.4 note 已完成调研报告30篇 D490
Q2 W2.4 next_steps 9月底前再完成20篇 D490
Q3 W2.4 note 上半年完成调研报告20篇 D434
Q3 W2.1 note 三季度编发政务信息352期 D434
Q3 W2.1 note 本季度编发政务信息352期 D434
Q3 W2.1 note 前三季度编发政务信息116期 D434
Q3 W2.1 note 1—9月编发政务信息116期 D434
Q3 W2.1 note 累计编发政务信息116期 D434
Q3 W2.1 note 截至2011年9月底编发352期 D434
Q3 W1.1 evidence 公文办理系统1—8月台账 D434
Q3 W1.1 evidence 公文办理系统前8个月台账 D434
Q2 W2.3 note 9月5日已组织第16次发布会 D434
Q2 W2.M1 note 《市政府工作规则》已于10月印发 D434
Q2 W8.1 note 用展面积任务过半 D492
Q2 W8.1 note 完成全年目标的一半以上 D492
Q2 W2.2 note 批示条次不到一半 D492
Q2 W3.1 note 33项挂牌督办事项全部办结 D490 D492
Q2 W3.2 note 市办实事全部办结 D492
Q2 W6.M5 note “童眼看应急”活动已全部完成 D492
Q2 W6.M4 note 正在推进专家组换届 D492
Q2 W6.M4 note 拟于四季度启动专家组换届 D492
Q2 W3.M2 note 社会评议正在全面推进 D492
Q2 W7.3 note 检测批次比一季度增加 D492
Q2 W8.1 note 用展面积比一季度减少 D492
Q2 W1.1 note 按期办结率比一季度下降 D492
Q2 W5.3 note 较上季度提高 D492
Q2 W4.3 note 按期回复率高于目标 D492
Q2 W4.3 note 按期回复率已达到目标要求 D492
Q2 W1.1 note 按期办结率未达到目标 D492
Q2 W1.2 note 发文数已突破上限 D492
Q2 S1.2 note 审批时限延长至20个工作日 D492
Q2 S1.2 note 审批时限减至60个工作日 D492
Q2 W1.3 note 会议次数已达上限 D492
Q2 W1.3 note 会议次数突破55次 D490
Q2 W4.3 note 回复率超过97% D490
Q2 W5.1 note 第三方评价尚未开展 D492
Q2 W5.4 note 平均回复率不足95% D490
Q2 W7.2 note 建档率已达到95%以上 D490
Q2 W7.3 note 检测批次突破四万 D490
Q2 W7.3 note 前6个月检测15000批次 D434
Q2 W8.2 note 引进高端品牌会议3个 D490
Q2 S1.M1 note 优化方案正在征求意见 D492
Q2 S2.M2 note 台账尚在建立 D492
Q2 W4.M3 note 网页计划9月上线 D492
Q2 W3.M2 note 社会评议已经结束 D492
Q2 W5.M1 note 工程已全面完工 D492
Q3 W2.1 note 7—9月编发352期 D434
Q3 W2.1 note 还需编发214期 D490
Q2 W4.3 note 上半年来信有的内容较复杂，全部按期回复 D492
Q3 W2.1 note 今年以来编发116期 D434
Q3 W2.1 note 去年编发352期 D434
Q2 W2.1 note 编发政务信息236篇 D490
Q2 W7.3 note 完成检测30600件 D490
Q2 W7.1 note 园区开工1人 D490
Q3 W1.2 note 发文数低于一季度 D492
Q3 W1.3 note 会议数高于二季度 D492
Q3 W1.1 note 办结率不及上季度 D492
Q3 W3.3 note 按期办复率未达到100% D490
Q3 W3.4 note 面复率低于100% D490
Q3 W2.1 note 二季度编发116期 D434
Q3 W2.1 note 四季度编发116期 D434
Q3 W5.2 note 在线问政突破400场次 D490
Q3 W7.3 note 检测批次首次突破五万批次 D490
Q3 W1.2 note 发文数未超过时序进度 D492
Q3 W2.4 note 与时序进度基本持平 D492
Q3 W8.2 note 已超额完成目标 D492
Q3 W2.1 note 未完成前三季度任务 D492
Q3 W1.3 note 会议次数已用完全年额度 D492
Q3 W1.1 note 应办结3620件，已按期办结3735件 D490
Q3 W4.2 note 未按期回复26105件 D490
Q3 W3.2 note 仅剩2件未办结 D490
Q3 W3.M2 note 社会评议工作尚未启动 D492
Q3 W6.M3 note 《青岛市突发事件信息发布与传播办法》已正式印发施行 D492
Q3 W5.M1 note “政府二次上网”工程已全部完成改造 D492
Q3 W6.M2 note 《青岛市突发事件总体应急预案》修编稿待印发 D492
Q3 W4.M2 note 视频联动功能仍在测试 D492
Q3 W6.M5 note 活动因故取消 D492
Q3 W6.M2 note 10月12日印发 D492
Q3 W6.M2 note 6月12日印发 D492
Q3 W3.2 note 办结数占比超八成 D490
"""
RIGHT = """\
Q2 W7.3 note 检测3万多批次，过半
Q2 W7.3 note 已检测三万余批次，占全年任务的五成以上
Q2 W8.1 note 用展面积近55万平方米
Q2 W8.1 note 用展面积54.5万平方米，完成率45.4%，低于时序进度4.6个百分点
Q2 W8.1 note 用展面积不足全年任务的一半
Q3 W7.3 note 检测任务已超过七成
Q2 W1.1 note 按期办结率达96.7%，高于目标1.7个百分点，比一季度提高0.4个百分点
Q2 W1.1 note 按期办结率达到目标要求，超期82件，占3.3%
Q2 W5.4 note 回复率超过九成五
Q2 W5.4 note 平均回复率保持在95%以上，无明显波动
Q2 W4.3 note 按期回复率96.5%，比目标低0.5个百分点，来信量比一季度上升
Q2 W4.2 note 受理量比一季度增加，按期回复率保持稳定
Q2 W2.1 note 二季度编发118期，上半年累计236期，与一季度持平
Q2 W2.1 note 编发各类政务信息236期，全年任务450期，还需编发214期
Q2 W2.2 note 获批示71条次，其中一季度35条次、二季度36条次，比一季度增加1条次
Q3 W2.1 note 1—9月编发352期，7月、8月受汛期影响编发较少
Q3 W2.1 note 本季度编发116期，略少于二季度
Q3 W2.4 note 上半年完成13篇，三季度完成7篇，累计20篇
Q3 W2.4 note 9月15日召开会审会议，10月8日又完成初审
Q3 W3.1 note 24项已办结，其余9项全部开工
Q3 W3.2 note 10件市办实事中已有7件办结
Q2 W3.3 note 应办412件，全部按期办复
Q2 W1.2 note 发文58件，占上限的48.3%，未突破上限
Q2 W7.1 note 首处园区6月开工，另两处正在办理用地手续
Q2 S1.2 note 审批时限由80个工作日压减到20个工作日，缩短60个工作日
Q2 W2.M1 note 《市政府工作规则》已于6月28日修订印发，正在组织学习
Q2 W6.M4 note 专家组换届已完成，将于7月召开第一次会议
Q2 W3.M2 note 尚未启动，拟于四季度组织
Q2 W1.1 evidence 公文办理系统2012年1—6月统计表、1月至6月台账
Q2 W2.4 note 已完成13篇，距全年目标30篇还差17篇
Q2 W1.1 note 办结率达到96.68%，高于95%的目标
Q2 W1.3 note 全年计划55次，上半年召开25次
Q2 W3.2 note 十件实事办结三件
Q2 W7.1 note 3处园区中1处开工
Q2 W8.1 note 二季度用展面积38.9万平方米，比一季度增加23.3万平方米
Q2 W4.M3 note 网页上线运行，正在优化栏目
Q2 W3.M2 note 前期准备已完成，计划四季度开展
Q3 W2.1 note 今年以来累计编发352期，三季度116期，月均39期
Q3 W9.2 note 1件未能按期办结，其余全部按期办结
Q2 W2.3 note 组织新闻发布会16场
Q2 W2.4 note 完成调研报告13份
Q3 W1.2 note 发文数高于一季度，累计发文超过上限的八成
Q3 W1.2 note 发文数多于二季度，超过时序进度5.8个百分点
Q3 W2.1 note 三季度编发116期，少于二季度
Q3 W3.3 note 按期办复率达到100%，应办547件，均按期办复
Q3 W1.1 note 应办结3735件，已按期办结3620件，超期115件
Q3 W3.2 note 办结7项，仅剩3项未办结
Q3 W3.M2 note 社会评议办法已印发，评议工作尚在准备
Q3 W6.M2 note 《青岛市突发事件总体应急预案》修编稿经审定后于9月12日印发
Q3 W4.M2 note 功能已投入使用，个别终端仍在调试
Q3 W4.3 lag_reason 涉及多个部门的来信占三成
Q3 W4.2 note 网络受理占四成
Q3 W7.3 note 抽检中生产环节约占三成，流通环节占五成
Q3 W1.2 next_steps 10月底前再核减一批，年底前控制在120件以内
"""


@pytest.mark.parametrize("line", [*WRONG.splitlines(), *RIGHT.splitlines()])
def test_words_are_asked_about_where_figures_say_otherwise(line: str, workspace: Workspace) -> None:
    *_, field, _, code = f"{line} ".split(" ", 4)
    found = {(asked, where) for asked, where, _ in _asked(line, workspace)}
    assert found == {(each, field) for each in code.split()}


@pytest.mark.parametrize(
    ("line", "points"),
    [
        ("Q2 W1.1 note 比目标高1.7%", True),
        ("Q2 W1.1 note 比目标高1.8%", False),
        ("Q2 W2.1 note 还差9.5期", False),
    ],
)
def test_a_difference_of_shares_is_to_be_in_points(
    line: str, points: bool, workspace: Workspace
) -> None:
    ((_, _, message),) = _asked(line, workspace)
    assert ("应写几个百分点" in message) is points


def _asked(line: str, workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return what is asked about an entry of the sample whose field says something."""
    quarter, id_, field, text, *_ = line.split()
    period = Period.parse(f"2012{quarter}")
    table = workspace.tables[2012].record
    parts = (each for target in table.targets for each in (*target.indicators, *target.milestones))
    subjects = {each.id: each for each in parts}
    series = {
        each: entry
        for each, report in workspace.reports_until(period).items()
        for entry in report.entries
        if entry.indicator == id_
    }
    series[period] = series[period].model_copy(update={field: text})
    return [
        (asked.code, where, said) for asked, where, said in doubts_of(subjects[id_], series, period)
    ]


LOW, BASE = Comparator.AT_MOST, {"value": 50, "unit": "吨", "meaning": "上年", "confirmed": True}
DAYS = indicator(Kind.LEVEL, LOW, 8, unit="天", name="平均住院日")
MONEY = indicator(Kind.COUNT, Comparator.AT_LEAST, 8000, unit="万元")
GROWTH = indicator(Kind.GROWTH, Comparator.AT_LEAST, 5)
LESS = indicator(Kind.REDUCTION, Comparator.AT_LEAST, 10, baseline=BASE)
REVISED = indicator(
    Kind.COUNT,
    Comparator.AT_LEAST,
    420,
    unit="张",
    revisions=[
        {"effective_from": "2012-06-15", "basis": "乙", "value": 400, "quote": "调整为400张"}
    ],
)
GRADED = Milestone.model_validate(
    {"id": "W1.M1", "name": "甲", "kind": "qualitative", "quote": "加强作风建设"}
)


@pytest.mark.parametrize(
    ("subject", "first", "second", "asked"),
    [
        (DAYS, {"current": 9}, {"current": 8.5, "note": "平均住院日比一季度延长"}, "D492"),
        (DAYS, {"current": 9}, {"current": 8.5, "note": "平均住院日比一季度缩短0.5天"}, ""),
        (MONEY, {}, {"cumulative": 3800, "note": "落实资金3800元"}, "D490"),
        (MONEY, {}, {"cumulative": 3800, "note": "落实资金3800万元，即0.38亿元"}, ""),
        (GROWTH, {}, {"rate": 7, "note": "同比下降7%"}, "D492"),
        (GROWTH, {}, {"rate": -7, "note": "同比下降7%"}, ""),
        (LESS, {}, {"current": 47, "note": "同比增长6%"}, "D492"),
        (LESS, {}, {"current": 47, "note": "同比减少3吨，降至47吨"}, ""),
        (DAYS, {"current": 9}, {"current": 8, "note": "平均住院日8小时"}, "D490"),
        (DAYS, {"current": 9}, {"current": 8, "note": "平均住院日8天"}, ""),
        (REVISED, {}, {"cumulative": 425, "note": "超额完成调整后的400张目标"}, ""),
        (GRADED, {}, {"grade": Grade.ACHIEVED, "note": "尚未开展"}, "D492"),
        (GRADED, {}, {"grade": Grade.NOT_ACHIEVED, "note": "圆满完成"}, "D492"),
        (GRADED, {}, {"grade": Grade.PARTLY, "note": "尚未全面开展"}, ""),
    ],
)
def test_words_of_other_kinds(
    subject: Indicator | Milestone,
    first: dict[str, object],
    second: dict[str, object],
    asked: str,
) -> None:
    q1, q2 = Period.parse("2012Q1"), Period.parse("2012Q2")
    found = doubts_of(subject, {q1: entry(**first), q2: entry(**second)}, q2)
    assert {code.code for code, _, _ in found} == ({asked} if asked else set())
