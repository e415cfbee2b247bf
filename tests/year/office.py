"""An invented health commission (示例数据): 40 targets of every kind, and what its units reported.

Each target is a row of the commission's own Word table: name, content, unit, deadline. Its figures
stand beside it, an indicator a line, as they were at the end of each quarter.
"""

from __future__ import annotations

YEAR = 2025
OFFICE = "云岭州卫生健康委员会"
UNIT = "州卫生健康委"
HOSPITALS, DISEASES, FAMILIES, PLANNING = "医政科", "疾控科", "妇幼科", "规划科"
RENAMED = "规划信息科"  # what 规划科 is called from July on

# the commission's own Word table, a row each: name, content, unit
ROWS = {
    "重点目标": """\
医院建设|全年完成卫生健康固定资产投资3.6亿元。|规划科
项目资金|落实上级补助资金8000万元以上。|规划科
床位配置|新增医疗床位不少于420张。|规划科
县域医共体|建成县域医共体5个。|医政科
家庭医生签约|家庭医生签约服务突破60万人。|妇幼科
抽检监督|监督抽检医疗机构80至100家。|医政科
会议文件|全年印发文件不超过120件。|规划科
公务支出|公务接待费用控制在50万元以内。|规划科
疫苗接种|适龄儿童免疫规划疫苗接种率达到95%以上。|疾控科
投诉处理|医疗投诉按期办结率达到100%。|医政科
药品收入|公立医院药品收入占比不超过28%。|医政科
孕产妇死亡|孕产妇死亡率控制在12/10万以内。|妇幼科
婴儿死亡|婴儿死亡率控制在4.5‰以内。|妇幼科
平均住院日|公立医院平均住院日压减到8.5天以内。|医政科
审批时限|行政许可平均办理时间压减到3.5个工作日以内。|医政科
候诊空气|门诊候诊区细颗粒物平均浓度控制在35微克/立方米以内。|疾控科
患者满意度|门诊患者满意度90分以上。|医政科
均次费用|门诊均次费用增长不超过5%。|医政科
医疗服务收入|医疗服务收入增长8%以上。|医政科
节约用水|机关用水量比上年下降10%。|规划科""",
    "常规目标": """\
健康体检|完成老年人健康体检6万人次以上。|妇幼科
两癌筛查|完成农村妇女“两癌”筛查2.4万人。|妇幼科
乡村医生轮训|乡村医生轮训覆盖率达到100%。|医政科
慢病管理|高血压患者规范管理率达到65%以上。|疾控科
传染病报告|传染病报告及时率达到100%。|疾控科
应急演练|开展卫生应急演练4次。|疾控科
健康讲座|举办健康讲座200场左右。|疾控科
基层门诊|基层门诊量占全州门诊量的60%左右。|医政科
民生实事|办好10件卫生健康民生实事。|规划科
病媒消杀|完成病媒生物消杀面积300万平方米以上。|疾控科
出生缺陷防治|新生儿疾病筛查率达到98%以上。|妇幼科
无偿献血|无偿献血量增长3%～5%。|医政科
设备更新|更新医疗设备投入1.2亿元以上。|规划科
卫生城市|6月底前印发卫生城市创建方案。|疾控科
信息平台|9月底前建成全民健康信息平台。|规划科
托育服务|新增普惠托位300个。|妇幼科
行风建设|加强行业作风建设。|医政科
院前急救|院前急救平均到达时间控制在12分钟以内。|医政科
医保基金|医保违规扣款率不超过0.5%。|医政科
口腔健康|学生龋齿筛查覆盖率达到90%以上。|疾控科""",
}

# what the clerk settles after the import: fields of indicators, by their ids
SETTLED: dict[str, dict[str, object]] = {
    "K4.1": {"quarterly_plan": [0, 1, 3, 5], "frequency": "quarterly"},
    "K12.1": {"frequency": "half_yearly"},
    "K13.1": {"frequency": "half_yearly"},
    "K14.1": {"frequency": "quarterly"},
    "K16.1": {"frequency": "quarterly"},
    "K17.1": {"frequency": "quarterly", "weight": 3},
    "K18.1": {"frequency": "quarterly"},
    "K19.1": {"frequency": "quarterly"},
    "K20.1": {
        "name": "机关用水量",
        "frequency": "quarterly",
        "baseline": {"value": 5000, "unit": "吨", "meaning": "上年同期用水量", "confirmed": True},
    },
    "A3.1": {"frequency": "quarterly"},
    "A4.1": {"frequency": "quarterly"},
    "A6.1": {"frequency": "quarterly"},
    "A7.1": {"tolerance": 10},
    "A8.1": {"tolerance": 2, "frequency": "quarterly"},
    "A9.1": {"frequency": "quarterly"},
    "A11.1": {"frequency": "quarterly"},
    "A12.1": {"frequency": "half_yearly"},
    "A16.1": {"frequency": "half_yearly"},
    "A19.1": {"frequency": "yearly"},
    "A20.1": {"frequency": "quarterly"},
}
MILESTONES: dict[str, dict[str, object]] = {
    "A14.M1": {
        "name": "印发卫生城市创建方案",
        "deadline": "2025-06-30",
        "quote": "6月底前印发卫生城市创建方案",
        "required_stage": "issued",
    },
    "A15.M1": {
        "name": "建成全民健康信息平台",
        "deadline": "2025-09-30",
        "quote": "9月底前建成全民健康信息平台",
    },
    "A17.M1": {
        "name": "行业作风建设",
        "kind": "qualitative",
        "quote": "加强行业作风建设",
        "frequency": "half_yearly",
    },
}

# the figures at the end of each quarter, as units write them
READINGS = """\
K1.1|0.7 1.5 2.6 3.65
K2.1|1500 3800 6400 8200
K3.1|100 180 330 425
K4.1|0 1 3 5
K5.1|16 32 47 60
K6.1|22 50 85 104
K7.1|28 62 88 121
K8.1|9.5 21 34.2 46.8
K9.1|2400/9800 4850/9800 7300/9800 9350/9800
K10.1|31/31 58/59 88/89 120/121
K11.1|270/1000 560/2000 825/3000 1085/4000
K12.1|- 11.2 - 10.8
K13.1|- 4.8 - 4.3
K14.1|8.9 8.6 8.5 8.3
K15.1|3.9 3.5 3.2 3
K16.1|38 33 30 36
K17.1|89.5 91 92.5 93
K18.1|6.2 5.1 4.6 3.8
K19.1|5.5 7.2 8.4 9.1
K20.1|4800 4700 4600 4450
A1.1|1.2 3.1 4.7 6.12
A2.1|0.52 1.1 1.82 2.4
A3.1|120/610 290/610 470/610 610/610
A4.1|3100/5000 6350/10000 9900/15000 13400/20000
A5.1|210/210 433/433 702/702 955/955
A6.1|1 2 3 4
A7.1|40 95 146 192
A8.1|585/1000 1180/2000 1790/3000 2376/4000
A9.1|1 4 7 10
A10.1|60 155 240 305
A11.1|1205/1226 2455/2491 3690/3740 4920/4985
A12.1|- 2.4 - 3.6
A13.1|0.2 0.55 0.95 1.15
A14.M1|正在推进 已完成 已完成 已完成
A15.M1|尚未启动 正在推进 正在推进 已完成
A16.1|- 140 - 310
A17.M1|- 部分达成 - 达成
A18.1|12.6 12 11.5 11.8
A19.1|- - - 12/2960
A20.1|3200/16000 7300/16000 11900/16000 14600/16000"""

# what units say beside a figure, by subject and quarter
SAID: dict[str, dict[str, object]] = {
    "K15.1 1": {
        "lag_reason": "审批系统升级期间人工办理较多",
        "next_steps": "6月底前完成系统对接",
        "owner": "李某",
        "due": "2025-06-30",
    },
    "K10.1 2": {"lag_reason": "一件投诉因鉴定超过时限", "next_steps": "对临近时限的投诉提前提醒"},
    "K7.1 2": {"next_steps": "合并、压减一般性文件"},
    "A15.M1 3": {"lag_reason": "设备到货推迟", "next_steps": "倒排工期", "due": "2025-12-15"},
    "A14.M1 2": {"note": "6月12日印发"},
    "A15.M1 4": {"note": "12月10日建成"},
    "A17.M1 2": {"note": "开展了专项整治"},
    "A13.1 4": {"lag_reason": "部分设备招标流标"},
}

SCHEDULE = """\
tasks:
  - {kind: brief, day: 5}
  - {kind: quarterly, day: 10}
  - {kind: summary, day: 12}
  - {kind: circular, day: 20}
"""

REVISION: dict[str, object] = {
    "effective_from": "2025-06-15",
    "value": 400,
    "display": "400张",
    "quote": "新增医疗床位调整为400张",
    "basis": "云卫发〔2025〕18号",
}

BULLETIN = """\
kind: bulletin
title: |-
  云岭州卫生健康委员会
  关于2025年前三季度目标完成情况的通报
number: 云卫字〔2025〕31号
date: 2025-10-20
recipients: [各科室，各直属单位]
about: 2025Q3
body:
  - text: 根据年度工作安排，对前三季度目标完成情况进行了考核。现将有关情况通报如下。
  - heading: 总体情况
  - passage: overview
  - text: 纳入评价的{{ counts.assessed }}项指标中，{{ counts.good }}项符合要求。老年人健康体检{{ A1.1.cumulative }}，完成率{{ A1.1.completion_rate }}。
  - heading: 存在的主要问题
  - passage: problems
  - heading: 下一步工作要求
  - passage: measures
attachments:
  - annex: detail
  - annex: behind
binding: bound
copies: [州政府督查室]
"""

ADJUSTMENTS = """\
period: 2025Q4
sample: false
date_reported: 2026-01-08
entries: []
adjustments:
  - {target: K4, kind: bonus, points: 2, reason: 县域医共体建设经验在全省推广}
  - {target: K7, kind: penalty, points: 1, reason: 文件印发超过上限}
"""
