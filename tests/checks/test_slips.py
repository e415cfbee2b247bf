"""Names and titles that are one slip of the pen away from better known ones."""

import pytest

from reportgen.checks.slips import misquoted_titles, unusual_units
from tests.checks.small_workspace import assert_said

UNIT, CATEGORY = "unit: 市政府办公厅\n", "category: S\n"
PLEDGE, COPY = "quote: 回复率100%\n", "lead_unit: 办公厅\n        quote: "
BOARDS = "recipients: [督查委员会]\ncopies: [督查委员会]\n"


def led(*units):
    """Give the targets of S and three of the indicators other units."""
    places = ("审批时限提速60%", "回复率100%", "办结率达95%以上")
    first = ("targets", CATEGORY, f"{CATEGORY}    lead_unit: {units[0]}\n")
    return [
        first,
        *(
            ("targets", COPY + quote, COPY.replace("办公厅", unit) + quote)
            for unit, quote in zip(units[1:], places, strict=False)
        ),
    ]


def content(text):
    return ("targets", "印发通报。", f"印发通报。{text}")


CASES = [
    (unusual_units, [], []),
    # a character is written for another, added or left out, in names of five at least
    (unusual_units, led("市政府办公庁"), ["D429 lead_unit: 市政府办公庁|“市政府办公庁”与“市政府办公厅”只差一个字"]),
    (unusual_units, led("市政府的办公厅"), ["D429 lead_unit: 市政府的"]),
    (unusual_units, led("市政府办公厅厅"), ["D429 lead_unit: 市政府办公厅厅"]),
    (unusual_units, led("市政府公厅"), ["D429 lead_unit: 市政府公厅"]),
    (unusual_units, led("市政府办厅"), ["D429 lead_unit: 市政府办厅"]),
    (unusual_units, led("政市府办公厅"), []),
    (unusual_units, led("市政办公厅务"), []),
    (unusual_units, led("督察小组", "督查小组", "督查小组"), []),
    # but not for what tells sisters apart
    (unusual_units, led("县政府办公厅"), []),
    (unusual_units, led("市政府新办公厅"), []),
    (unusual_units, led("新政府办公厅"), []),
    (unusual_units, led("的政府办公厅"), ["D429 lead_unit: 的政府"]),
    # the other is known better: the office itself twice, who is addressed, who leads
    (unusual_units, led("市政府办公庁", "市政府办公庁"), []),
    (unusual_units, led("某市人民政府办公庁", "某市人民政府办公庁"), []),
    (unusual_units, led("督察委员会", "督查委员会", "督查委员会"), ["D429 lead_unit: 督察"]),
    (unusual_units, led("督察委员会", "督查委员会"), []),
    (unusual_units, [*led("督察委员会"), ("office", UNIT, UNIT + BOARDS)], ["D429 lead_unit: 督察"]),
    (unusual_units, [("brief", "市政府督查室", "督察委员会"), *led("督查委员会")], []),
    # wherever a unit is named
    (unusual_units, [("office", UNIT, f"{UNIT}signature: 市政府办公庁\n")], ["D429 signature:"]),
    (unusual_units, [("circular", "[各区县]", "[各区县、市政府办公庁]"), ("brief", "市政府督查室", "市政府办公庁")], ["D429 recipients:", "D429 editor:"]),
    (unusual_units, [("brief", "first_number: 5", "issue_to: [市政府办公庁]")], ["D429 issue_to:"]),
    (unusual_units, [("circular", "about: 2012Q1", "mark: 市政府办公厅文件")], []),
    (unusual_units, [("circular", "about: 2012Q1", "mark: 市政府办公庁文件")], ["D429 mark:|“市政府办公庁”与"]),
    # titles are those of the tables
    (misquoted_titles, [content("落实《政务公开办法》"), ("targets", "name: 会议\n", "name: 《政务公开办法》\n")], []),
    (misquoted_titles, [content("落实《政务公开办法》"), ("targets", "name: 会议\n", "name: 《政务公开方法》\n")], ["D429 name: 《政务公开方法》"]),
    (misquoted_titles, [content("落实《政务公开办法》《政务公开方法》"), ("targets", "name: 会议\n", "name: 《政务公开方法》\n")], []),
    (misquoted_titles, [("targets", "1.工作要点", "1.《工作的要点》"), ("2012Q2", "lag_reason: 略", "lag_reason: 《工作地要点》")], ["D429 lag_reason:"]),
    (misquoted_titles, [("circular", "text: 现通报如下。", "text: 根据《年度目的》通报")], ["D429 - text: 根据"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edits", "said"), CASES)
def test_each_slip_is_asked_about(rule, edits, said):
    assert_said(rule, edits, said)
