"""Titles are broken where their sense allows it, into few lines that are alike and well shaped."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.titles import title_lines
from reportgen.typeset.words import words
from tests.typeset.widths import width_em

ROOM = 20.1  # 156 mm in 二号


@pytest.mark.parametrize(
    "broken",
    [
        "关于做好工作的通知",
        "关于做好粮食、蔬菜、水果、畜禽产品、/水产品质量安全监测工作的通知",
        "关于开展“迎新春、送温暖”慰问困难党员、/困难职工和困难群众活动的通知",
        "2024年度区县民生工程未完成项目推进表/(截至10月31日)",
        "青岛市人民政府办公厅关于2012年第一季度/重点工作目标完成情况的通报",
        "市政府办公厅/关于印发2012年度业务工作目标的通知",
        "关于进一步加强安全生产监督管理工作的通知",
        "云岭县人民政府关于加快推进/现代服务业高质量发展的实施意见",
        "云岭市人民代表大会常务委员会/关于批准2023年市级决算的决议",
        "云岭市住房和城乡建设局关于开展/既有建筑外墙安全隐患排查整治工作的通知",
        "关于调整云岭县防汛抗旱/指挥部组成人员的通知",
        "云岭市人民政府办公厅/关于2012年前三季度目标完成情况的通报",
        "云岭市2012年上半年/重点工作目标考核报告及下半年工作安排",
        "云岭市政务公开工作领导小组办公室/关于做好2012年政务公开考核工作的通知",
        "云岭市发展和改革委员会/关于下达2024年省级预算内投资计划的通知",
        "云岭市文化和旅游局关于公布云岭市第三批/市级非物质文化遗产代表性项目名录的通知",
        "云岭市人力资源和社会保障局云岭市财政局/关于调整城乡居民基本养老保险/基础养老金标准的通知",
        "云岭市人民政府/关于废止和修改部分行政规范性文件的决定",
        "云岭市人民政府办公室关于印发/《云岭市政务公开工作考核办法》的通知",
        "云岭市人民政府关于印发《云岭市/城乡居民基本养老保险实施办法》的通知",
        "云岭市人民政府关于印发/云岭市国民经济和社会发展第十四个五年规划/和二〇三五年远景目标纲要的通知",
        "云岭市人民政府办公室关于转发市应急管理局/云岭市突发地质灾害应急预案的通知",
        "关于印发/《云岭市重大行政决策程序规定》的通知",
        "云岭市教育局关于做好2024年/义务教育阶段学校招生入学工作的通知",
        "云岭市市场监督管理局关于2023年度/“双随机、一公开”抽查情况的公告",
        "云岭市生态环境局关于2024年第3季度/集中式饮用水水源地水质状况的报告",
        "云岭市人民政府/关于2023年度法治政府建设情况的报告",
        "云岭县卫生健康局关于开展2024年/“健康中国行”主题宣传活动的通知",
        "云岭市人民政府办公厅关于建立市政府领导/与重点企业主要负责人联系服务制度的通知",
        "关于《青岛市政务信息资源共享管理办法》/和《青岛市政务公开办法》修订情况的说明",
        "关于印发/《青岛市政务信息资源共享管理办法》/和《青岛市政务公开办法》的通知",
        "中共云岭市委办公室云岭市人民政府办公室/关于印发《云岭市市直机关目标绩效/管理考核办法（试行）》的通知",
        "云岭市人民政府关于表彰2011年度/重点工作目标考核先进单位和先进个人的决定",
        "市委办公室关于印发2012年度/市直机关目标绩效考核办法的通知",
        "云岭市水利局关于2024年1—9月/农村供水保障工程进展情况的通报",
        "云岭市行政审批服务局/关于取消和下放一批行政许可事项的公告",
        "云岭市人民政府关于公布/市级行政执法主体和权责清单目录的通告",
        "云岭市交通运输局关于报送2012年上半年/重点工程项目建设进展情况的函",
        "云岭市人民政府办公室关于成立云岭市/推进营商环境优化提升工作领导小组的通知",
        "云岭市人民政府/关于同意设立柳河镇工业集中区的批复",
        "云岭市2012年第二季度/重点工作目标完成情况考核通报",
        "2024年度全市民生实事项目责任分解/及时间进度安排表",
        "2012年度市政府各部门业务工作目标/前三季度完成情况汇总表",
        "市政府各部门2012年第三季度/业务工作目标考核报告",
        "关于2012年度第四季度/业务工作目标完成情况的考核报告",
        "市政府督查室/关于省政府重点督查事项贯彻落实情况的报告",
        "云岭市统计局/关于2024年前三季度全市固定资产投资/和消费品市场运行情况的分析报告",
        "云岭市人民政府办公室/关于进一步规范国有资产出租出借/和处置管理工作的实施意见（征求意见稿）",
        "云岭市公安局交通警察支队关于国庆假期期间/对部分道路采取临时交通管制措施的通告",
        "云岭市医疗保障局/关于推进基本医疗保险省级统筹/和职工医保门诊共济保障机制改革的实施方案",
        "柳河镇人民政府关于调整老旧小区改造/和乡村振兴项目资金使用计划的请示",
        "云岭市财政局关于2023年市级决算草案/和2024年上半年预算执行情况的报告",
        "云岭市人民政府关于云岭市2024年/国民经济和社会发展计划执行情况/与2025年计划草案的报告",
        "云岭市人民政府办公厅关于对2012年/重点督查事项未完成单位进行通报批评的通知",
        "关于对各区县2024年度/目标绩效考核结果进行公示的公告",
        "云岭市审计局关于云岭市2023年度/市级预算执行和其他财政收支的审计工作报告",
        "云岭市民政局等7部门关于印发/《云岭市困难群众救助实施细则》的通知",
        "云岭市科学技术局/云岭市财政局国家税务总局云岭市税务局/关于组织申报2024年度高新技术企业的通知",
        "云岭市人民政府关于授予张某某等50名同志/“云岭市劳动模范”荣誉称号的决定",
        "云岭市人民政府关于修改/《云岭市城市管理综合执法办法》的决定",
        "云岭市农业农村局关于2024年/春季农作物病虫害防治工作的指导意见",
        "云岭县人民政府关于请求批准云岭县/国土空间总体规划（2021—2035年）的请示",
        "市政府系统2012年前三季度/重点工作任务完成情况统计表",
        "云岭市卫生健康委员会关于进一步加强/基层医疗卫生机构能力建设的若干意见",
        "云岭市人民政府关于扎实推进/“放管服”改革优化营商环境的实施意见",
        "云岭市商务局关于举办第十二届/中国（云岭）国际商品博览会的函",
        "云岭市人民政府办公室关于做好今冬明春/火灾防控和安全生产大检查工作的紧急通知",
        "国务院办公厅/关于印发2024年政务公开工作要点的通知",
        "市政府办公厅2012年度/业务工作目标完成情况季度考核报告",
        "云岭市国家档案馆关于开展2024年/国际档案日系列宣传活动的通知",
        "云岭市公共资源交易中心/2024年政府采购项目第三批招标公告",
        "云岭市城市管理局2024年度部门预算/和“三公”经费预算公开说明",
    ],
)
def test_lines_end_where_a_reader_pauses(broken: str) -> None:
    assert title_lines(broken.replace("/", ""), ROOM, width_em) == tuple(broken.split("/"))


@pytest.mark.parametrize(
    ("room", "broken"),
    [
        (24, "关于印发《青岛市政务信息资源共享管理办法》/和《青岛市政务公开办法》的通知"),
        (15, "青岛市人民政府办公厅/关于2012年第一季度/重点工作目标完成情况的通报"),
        (15, "云岭市人民政府/关于表彰2011年度重点工作目标/考核先进单位和先进个人的决定"),
        # 关于 leans on what follows
        (12, "云岭市生态环境局关于中央/生态环境保护督察反馈/问题整改落实情况的公示"),
        (11, "2024年度区县民生工程/未完成项目推进表/(截至10月31日)"),
        (11, "云岭市人民政府办公厅/关于2012年前三季度/目标完成情况的通报"),
    ],
)
def test_other_widths(room: float, broken: str) -> None:
    assert title_lines(broken.replace("/", ""), room, width_em) == tuple(broken.split("/"))


def test_the_last_line_is_never_the_kind_alone() -> None:
    for room in range(8, 24):
        last = title_lines("关于进一步加强安全生产监督管理工作的通知", room, width_em)[-1]
        assert width_em(last) >= 4


def test_a_word_that_no_line_holds_is_parted() -> None:
    assert title_lines("A" * 30, ROOM, len) == ("A" * 20, "A" * 10)
    assert (
        title_lines("A" * 300 + "关于印发工作方案的通知", ROOM, len)[-1] == "关于印发工作方案的通知"
    )


def test_a_middle_line_is_not_the_narrowest() -> None:
    title = "云岭市统计局关于2024年前三季度全市固定资产投资和消费品市场运行情况的分析报告"
    first, middle, last = map(width_em, title_lines(title, 15, width_em))
    assert middle >= min(first, last)


_OFFICIAL = st.lists(
    st.sampled_from(
        [
            *("云岭市", "人民政府", "办公厅", "住房和城乡建设局", "关于", "印发", "加强", "推进"),
            *("2012年第一季度", "前三季度", "10月31日", "30个", "重点工作", "目标", "完成", "情况"),
            *("《", "》", "（", "）", "、", "和", "及", "的", "通知", "实施意见", "未", "表"),
        ]
    ),
    min_size=1,
    max_size=30,
).map("".join)


@given(_OFFICIAL, st.integers(8, 24))
def test_no_character_is_lost_every_line_fits_and_no_word_is_parted(text: str, room: int) -> None:
    lines = title_lines(text, room, width_em)
    assert "".join(lines) == text
    assert all(0 < width_em(line) <= room for line in lines)
    if all(width_em(word) <= room for word in words(text)):
        assert set(accumulate(map(len, lines))) <= set(accumulate(map(len, words(text))))


def test_a_narrow_name_ends_with_a_word_rather_than_begin_with_a_lone_one() -> None:
    assert title_lines("与目标比较", 4.5, width_em) == ("与目标", "比较")


def test_a_word_too_long_for_a_line_keeps_its_numbers() -> None:
    lines = title_lines("SZF-2019-015号项目", 3.2, width_em)
    assert any("2019" in line for line in lines)
    assert all(width_em(line) <= 3.2 for line in lines)


def test_what_is_far_too_long_for_a_title_is_filled_line_by_line() -> None:
    text = "切实加强和改进机关档案工作" * 200
    lines = title_lines(text, 5, width_em)
    assert "".join(lines) == text
    assert all(width_em(line) <= 5 for line in lines)
