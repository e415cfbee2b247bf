"""What titles, names, dates and numbers may say beside each other, on both sides of each limit."""

import pytest

from reportgen.checks.agreement import (
    briefs_in_order,
    contradicted_points,
    exchanged_names,
    miscounted_items,
    names_and_titles,
    past_measures,
)
from reportgen.checks.circular_texts import circulars_agree
from reportgen.checks.circulars import doubtful_elements
from tests.checks.small_workspace import assert_said

TABLE, FIRST, SECOND, TEXT = "targets", "2012Q1", "2012Q2", "text: 现通报如下。"
TITLE, TABLE_DATE, DAY = "title: 年度目标", "date_issued: 2012-03-01", "date: 2012-04-20"
MEETINGS, MEETINGS_DEFINED = "name: 会议\n", "definition: 会议次数"
COLUMN, COLUMNS = "title: 目标名称", "  - key: remark\n    title: 备注"
ANNEXES, ABOUT = "  - annex: detail\n  - annex: behind\n", "about: 2012Q1\n"
CONTENT = "办结率达95%以上，会议不超过55次，检测6万批次以上，挂牌事项10件，印发通报。"
BULLETIN = "title: 某市人民政府办公厅关于2012年第一季度目标完成情况的通报"


def points(reason, kind="bonus"):
    made = f"\nadjustments:\n  - {{target: W1, kind: {kind}, points: 2, reason: {reason}}}"
    return (SECOND, "note: 正在健全", f"note: 正在健全{made}")


def column(title, other):
    added = f"  - key: lead_unit\n    title: {other}\n{COLUMNS}"
    return (TABLE, COLUMN, f"title: {title}"), (TABLE, COLUMNS, added)


def circular(old, new):
    return ("circular", old, new)


def text(said):
    return circular(TEXT, f"text: {said}")


def scope(kind, comparator, items):
    listed = ", ".join(f"{{id: {each}, name: {each}}}" for each in items)
    old = "kind: count\n        comparator: at_least\n        value: 60000\n        unit: 批次"
    new = f"kind: {kind}\n        comparator: {comparator}\n        value: 2\n        unit: 件\n        items: [{listed}]"
    return (TABLE, old, new)


SECOND_BRIEF = "number: 6, period: 2012-04, date: 2012-05-04"
# how the rule is asked: edits of the small workspace, then code, line and words of each finding
CASES = [
    # a measure's time isn't over when it is reported
    (past_measures, [(SECOND, "due: 2012-09-30", "due: 2012-07-10")], []),
    (past_measures, [(SECOND, "due: 2012-09-30", "due: 2012-07-09")], ["D433 due: 2012-07-09"]),
    (past_measures, [(SECOND, "due: 2012-09-30", "due: 2012-01-01")], ["D433 due: 2012-01-01"]),
    (past_measures, [(SECOND, "due: 2012-09-30", "due: 2011-12-31")], []),
    # points are given for this year or the last
    (contradicted_points, [points("2011年获省表彰")], []),
    (contradicted_points, [points("2012年获省表彰")], []),
    (contradicted_points, [points("2010年获省表彰")], ["D493 - {target: W1"]),
    (contradicted_points, [points("2013年获省表彰")], ["D493 - {target: W1"]),
    (contradicted_points, [points("通报批评，扣2分", "penalty")], []),
    # a table's title and date are its year's, a number in it counts targets or indicators
    (names_and_titles, [], []),
    (names_and_titles, [(TABLE, TITLE, "title: 2012年度目标2项、指标5项")], []),
    (names_and_titles, [(TABLE, TITLE, "title: 年度目标3项")], ["D490 title: 年度目标3项"]),
    (names_and_titles, [(TABLE, TITLE, "title: 2011年度目标")], ["D493 title: 2011年度目标"]),
    (names_and_titles, [(TABLE, TABLE_DATE, "date_issued: 2011-01-01")], []),
    (names_and_titles, [(TABLE, TABLE_DATE, "date_issued: 2010-12-31")], ["D434 date_issued: 2010"]),
    (names_and_titles, [(TABLE, TABLE_DATE, "date_issued: 2012-12-31")], []),
    (names_and_titles, [(TABLE, TABLE_DATE, "date_issued: 2013-01-01")], ["D434 date_issued: 2013"]),
    # so do those of a category; its heading is printed in each period, its name may be another year's
    (names_and_titles, [(TABLE, "name: 工作目标", "name: 三项指标的全年工作目标")], []),
    (names_and_titles, [(TABLE, "name: 工作目标", "name: 四项工作目标")], ["D490 name: 四项"]),
    (names_and_titles, [(TABLE, "name: 工作目标", "name: 上半年工作目标")], ["D434 name: 上半年|各期都这样印"]),
    (names_and_titles, [(TABLE, "name: 工作目标", "name: 工作\n    report_heading: 2011年工作目标")], ["D493 report_heading: 2011"]),
    # a column may be called after another one only where that one is called so too
    (names_and_titles, column("责任单位", "责任部门"), []),
    (names_and_titles, column("责任单位", "责任单位"), ["D430 title: 责任单位|说的是单位"]),
    (names_and_titles, column("责任单位", "目标名称"), ["D430 title: 责任单位", "D430 title: 目标名称|说的是名称"]),
    (names_and_titles, column("单位名称", "责任单位"), []),
    # a name says no more than its target's content
    (names_and_titles, [(TABLE, MEETINGS, "name: 会议不超过55次\n")], []),
    (names_and_titles, [(TABLE, MEETINGS, "name: 会议不超过54次\n")], ["D490 name: 会议不超过54次"]),
    (names_and_titles, [(TABLE, MEETINGS, "name: 千人会议率\n")], []),  # of thousand: no figure
    (names_and_titles, [(TABLE, MEETINGS, "name: 全年会议\n")], []),
    (names_and_titles, [(TABLE, MEETINGS, "name: 上半年会议\n"), (TABLE, "印发通报。", "上半年印发通报。")], []),
    (names_and_titles, [(TABLE, MEETINGS, "name: 全年会议\n"), (TABLE, "印发通报。", "上半年印发通报。")], ["D434 name: 全年会议|说的不是这一期"]),
    (names_and_titles, [(TABLE, "name: 公文工作", "name: 2011年公文工作")], ["D434 name: 2011年"]),
    (names_and_titles, [(TABLE, "name: 公文工作", "name: 2011年公文工作"), (TABLE, "1.工作要点", "1.2011年工作要点")], []),
    (names_and_titles, [(TABLE, "name: 印发通报", "name: 印发三期工程通报"), (TABLE, "quote: 印发通报", "quote: 印发二期工程通报")], ["D490 name: 印发三期|名称里是“三期工程”，原文是“二期工程”"]),
    # what a definition counts again is in the content or is the value
    (names_and_titles, [(TABLE, MEETINGS_DEFINED, "definition: 召开8次后，共55次")], []),
    (names_and_titles, [(TABLE, MEETINGS_DEFINED, "definition: 会议共56次")], ["D490 definition: 会议共56次"]),
    (names_and_titles, [(TABLE, MEETINGS_DEFINED, "definition: 会议共召开56次")], []),
    (names_and_titles, [(TABLE, MEETINGS_DEFINED, "definition: 会议共同召开")], []),
    (names_and_titles, [(TABLE, CONTENT, CONTENT.replace("55次", "一次")), (TABLE, "value: 55", "value: 1"), (TABLE, MEETINGS_DEFINED, "definition: 共1次")], []),
    (names_and_titles, [("brief", "目标督查专报", "2012年目标督查专报")], []),
    (names_and_titles, [("brief", "目标督查专报", "2011年目标督查专报")], ["D493 name: 2011年"]),
    (names_and_titles, [("brief", "目标督查专报", "上半年督查专报")], ["D493 name: 上半年"]),
    (names_and_titles, [("brief", "目标督查专报", "五项目标督查专报")], ["D490 name: 五项"]),
    (names_and_titles, [("brief", "目标督查专报", "目标督查专报第9期")], ["D493 name: 目标督查专报第9期|期号、月份由程序编"]),
    # names are exchanged where each fits the other's content only
    (exchanged_names, [(TABLE, "name: 公文工作", "name: 项提速"), (TABLE, "name: 提速工作", "name: 办会议")], ["D431 name: 项提速"]),
    (exchanged_names, [(TABLE, "name: 公文工作", "name: 提速"), (TABLE, "name: 提速工作", "name: 公文")], []),
    (exchanged_names, [(TABLE, "name: 公文工作", "name: 甲乙"), (TABLE, "name: 提速工作", "name: 会议")], []),
    (exchanged_names, [(TABLE, "name: 公文工作", "name: 提速工作")], []),
    (exchanged_names, [(TABLE, "name: 公文工作", "name: 提速工作"), (TABLE, "name: 提速工作\n    content: 审批", "name: 会议工作\n    content: 工作审批"), (TABLE, "挂牌事项", "工作事项")], ["D431 name: 提速工作"]),
    # as many sub-items as planned
    (miscounted_items, [scope("scope", "planned", "ab")], []),
    (miscounted_items, [scope("scope", "planned", "abc")], ["D496 items:"]),
    (miscounted_items, [scope("scope", "at_least", "abc")], []),
    (miscounted_items, [scope("count", "planned", "abc")], []),
    (miscounted_items, [scope("scope", "planned", "")], []),
    # briefs count on, a month each
    (briefs_in_order, [], []),
    (briefs_in_order, [("brief", "first_number: 5", "first_number: 4")], ["D498 - {number: 5|应为 4"]),
    (briefs_in_order, [("issued", "number: 6", "number: 5")], ["D498 - {number: 5|应为 6"]),
    (briefs_in_order, [("issued", SECOND_BRIEF, SECOND_BRIEF.replace("2012-04", "2012-03"))], ["D498 - {number: 6|上一期已是 2012-03"]),
    (briefs_in_order, [("issued", SECOND_BRIEF, SECOND_BRIEF.replace("2012-04", "2013-03").replace("2012-05-04", "2013-04-04"))], ["D498 - {number: 6|应是 2012 年的一个月"]),
    (briefs_in_order, [("issued", "2012-03", "2012Q1")], ["D498 - {number: 5|应是 2012 年的一个月"]),
    # a circular's title is of its period, or of its own year where it has none
    (circulars_agree, [], []),
    (circulars_agree, [circular("2012年第一季度", "2011年第一季度")], ["D493 title: 某市"]),
    (circulars_agree, [circular("第一季度", "上半年")], ["D493 title: 某市|说的不是这一期"]),
    (circulars_agree, [circular(ABOUT, "about: 2012-03\n"), circular("第一季度", "上半年")], []),
    (circulars_agree, [circular(ABOUT, ""), circular("2012年第一季度", "2013年上半年"), circular(DAY, "date: 2013-01-20")], []),
    (circulars_agree, [circular(ABOUT, ""), circular("第一季度", ""), circular(DAY + "\n", "")], []),
    (circulars_agree, [circular(ABOUT, "about: 2010Q1\n"), circular("2012年第一季度", "2010年第一季度"), circular(DAY, "date: 2010-05-01")], []),
    (circulars_agree, [circular("2012年第一季度", "2013年第一季度"), circular(DAY, "date: 2013-01-20")], ["D493 title: 某市"]),
    (circulars_agree, [circular("目标完成", "2项目标5项指标完成")], []),
    (circulars_agree, [circular("目标完成", "3项目标完成")], ["D490 title: 某市"]),
    (circulars_agree, [circular("公厅关于", "公厅等三部门关于"), circular(ABOUT, f"{ABOUT}organs: [某市人民政府办公厅, 某市财政局, 某市水务局]\n")], []),
    (circulars_agree, [circular("公厅关于", "公厅等三部门关于"), circular(ABOUT, f"{ABOUT}organs: [某市人民政府办公厅, 某市财政局]\n")], ["D490 title: 某市"]),
    (circulars_agree, [circular("  - annex: detail", "  - {file: a.pdf, title: 2011年情况}")], ["D493 - {file: a.pdf"]),
    (circulars_agree, [circular("body:", "note: 2012年公开\nbody:")], []),
    (circulars_agree, [circular("body:", "note: 2011年公开\nbody:")], ["D493 note: 2011年"]),
    (circulars_agree, [text("2011年的情况，与一季度比较")], ["D493 - text: 2011年"]),
    (circulars_agree, [text("现将一季度目标完成情况通报如下")], []),
    (circulars_agree, [text("现将上半年目标完成情况通报如下")], ["D493 - text: 现将"]),
    (circulars_agree, [circular(ABOUT, ""), circular("第一季度", ""), text("现将上半年目标完成情况、截至5月底的数通报如下")], []),
    (circulars_agree, [text("截至3月底")], []),
    (circulars_agree, [text("截至5月底")], ["D493 - text: 截至|截至5月底"]),
    (circulars_agree, [circular("heading: 总体情况", "heading: 上半年情况")], ["D493 - heading: 上半年"]),
    (circulars_agree, [circular("heading: 总体情况", "passage: overview")], []),
    # it names attachments by their numbers if there are several, and no page
    (circulars_agree, [text("见附件、附件2、附件二")], []),
    (circulars_agree, [text("见附件3")], ["D427 - text: 见附件3|附件有 2 个"]),
    (circulars_agree, [text("见附件三")], ["D427 - text: 见附件三"]),
    (circulars_agree, [text("见附件"), circular("  - annex: behind\n", "")], []),
    (circulars_agree, [text("见附件1"), circular("  - annex: behind\n", "")], ["D427 - text: 见附件1|只有一个附件，不编号"]),
    (circulars_agree, [text("见附件"), circular(f"attachments:\n{ANNEXES}", "")], ["D427 - text: 见附件|这份公文没有附件"]),
    (circulars_agree, [text("见第五页")], ["D427 - text: 见第五页"]),
    # its figures are references to what the table has
    (circulars_agree, [text("检测{{ W1.3.cumulative }}批次，{{ counts.good }}项达标，{{ 5 | fixed }}个要点")], []),
    (circulars_agree, [text("检测15000批次")], ["D491 - text: 检测|15000批次"]),
    (circulars_agree, [circular("heading: 总体情况", "heading: 四十二项达标")], ["D491 - heading: 四十二项"]),
    (circulars_agree, [circular("heading: 总体情况", "level: 1\n    heading: 四十二项达标")], ["D491 heading: 四十二项"]),
    (circulars_agree, [text("检测{{ W1.3.good }}")], ["D491 - text: 检测|里没有“good”这个数，可用 value"]),
    (circulars_agree, [text("检测{{ counts.value }}")], ["D491 - text: 检测|里没有“value”这个数，可用 targets"]),
    (circulars_agree, [text("检测{{ W1.9.value }}")], ["D491 - text: 检测|W1.9 不是 2012 年"]),
    (circulars_agree, [text("检测{{ W1 }}")], ["D491 - text: 检测|读不懂"]),
    (circulars_agree, [text("检测{{ W1.3.value")], ["D491 - text: 检测|没有成对"]),
    (circulars_agree, [circular(ABOUT, ""), circular("第一季度", ""), text("检测{{ W1.3.value }}")], ["D491 - text: 检测|要有 about"]),
    # its number is its organ's
    (doubtful_elements, [("office", "unit:", "doc_code: 某政办字\nunit:")], []),
    (doubtful_elements, [("office", "unit:", "doc_code: 某政办发\nunit:")], []),
    (doubtful_elements, [("office", "unit:", "doc_code: 某政字\nunit:")], ["D497 number: 某政办字"]),
    (doubtful_elements, [("office", "unit:", "doc_code: 某政字\nunit:"), circular("number: 某政办字〔2012〕5号\n", "")], []),
    (doubtful_elements, [("office", "unit:", "doc_code: 某政字\nunit:"), circular(ABOUT, "about: 2012Q1\norgans: [市委, 某市人民政府办公厅]\n")], []),
    (doubtful_elements, [("office", "unit:", "doc_code: 某政字\nunit:"), circular(ABOUT, "about: 2012Q1\norgans: [某市人民政府办公厅, 市委]\n")], ["D497 number: 某政办字"]),
    # it is signed within a year of its period, printed within three months
    (doubtful_elements, [circular(DAY, "date: 2013-04-01")], []),
    (doubtful_elements, [circular(DAY, "date: 2013-04-02")], ["D497 date: 2013-04-02"]),
    (doubtful_elements, [circular(DAY, "date: 2012-04-20\nprinted_on: 2012-07-21")], []),
    (doubtful_elements, [circular(DAY, "date: 2012-04-20\nprinted_on: 2012-07-22")], ["D497 printed_on: 2012-07-22"]),
    (doubtful_elements, [circular(DAY, "printed_on: 2012-07-22")], []),
    *((doubtful_elements, [circular(ABOUT, ""), circular("2012年第一季度", ""), circular(DAY, f"date: {day}")], said) for day, said in (
        ("2011-01-01", []), ("2010-12-31", ["D497 date: 2010-12-31"]), ("2013-12-31", []), ("2014-01-01", ["D497 date: 2014-01-01"]),
    )),
    (doubtful_elements, [circular("  - annex: detail", "  - annex: detail\n    period: 2012Q1")], []),
    (doubtful_elements, [circular("  - annex: detail", "  - annex: detail\n    period: 2011Q4")], ["D497 period: 2011Q4"]),
    (doubtful_elements, [circular("  - annex: detail", "  - annex: detail\n    period: 2011Q4"), circular(ABOUT, ""), circular("第一季度", "")], []),
    # it attaches and addresses each once, and not itself
    (doubtful_elements, [circular("annex: behind", "annex: detail")], ["D427 - annex: detail|第 8 行"]),
    (doubtful_elements, [circular("[各区县]", "[各区县, 各部门]\ncopies: [各区县]")], ["D427 copies:|抄送机关里“各区县”写了 2 次"]),
    (doubtful_elements, [circular("[各区县]", "[各区县, 各部门、各区县]")], ["D427 recipients:|“各区县”写了 2 次"]),
    (doubtful_elements, [circular("[各区县]", "[各区县]\ncopies: [市政府办公厅]")], ["D427 copies:|发文机关自己：市政府办公厅"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edits", "said"), CASES)
def test_each_limit_from_both_sides(rule, edits, said):
    assert_said(rule, edits, said)
