"""What may not part at a line's end, and what only parts where the line before would get loose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.parting import NOT_AT_END, NOT_AT_START, Bond, bonds, may_tempt


def parts(text: str, most: Bond) -> list[str]:
    """Part a text wherever its characters hold no firmer than that."""
    found = bonds(text)
    ends = [at for at in range(len(text) + 1) if found[at] <= most]
    return [text[one:two] for one, two in pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("检测6万批次以上", "检/测/6万批次/以/上"),
        ("政办字〔2012〕65号", "政/办/字/〔2012〕65号"),
        ("低2.5个百分点", "低/2.5个百分点"),
        ("建108.4公里路", "建/108.4公里/路"),
        ("增3800位，3.73亿美元", "增/3800位，/3.73亿美元"),
        ("到35微克/立方米", "到/35微克/立方米"),
        ("检80至100批次", "检/80至100批次"),
        ("占3%～5%，18℃～26℃。", "占/3%～5%，/18℃～26℃。"),
        ("1—9月，第3季度，12个月", "1—9月，/第3季度，/12个月"),
        ("用7500千瓦时、100吨标准煤", "用/7500千瓦时、/100吨标准煤"),
        ("每吨1200元/吨，5.6万平方米", "每/吨/1200元/吨，/5.6万平方米"),
        ("48枚5首300字6艘", "48枚/5首/300字/6艘"),
        ("2012年条例", "2012年/条/例"),
        ("①②½", "①/②/½"),
        ("①加强②培育㊱3家", "①加/强/②培/育/㊱3家"),
        ("▼下降10件，↑5%，增↑", "▼下/降/10件，/↑5%，/增/↑"),
        ("计€20万元、≈9%", "计/€20万元、/≈9%"),
        ("占38.1%，〔未报〕", "占/38.1%，/〔未报〕"),
        ("第4次会议", "第4次/会/议"),
        ("比1180/1226", "比/1180/1226"),
        ("4.8‰（截至6月底）", "4.8‰/（截至6月底）"),
        ("消耗（按可比价计算）", "消/耗/（按/可/比/价/计/算）"),  # would widen a column
        ("——完", "——/完"),
        ("见W12.10", "见/W12.10"),
        ("件SZF-2012-01", "件/SZF-2012-01"),
        ("《甲》、“乙”", "《甲》、/“乙”"),
        ("用PDF/A格式", "用/PDF/A/格/式"),
        ("赴Ñandú、Łódź和Россия", "赴/Ñandú、/Łódź/和/Россия"),
    ],
)
def test_what_stays_together_if_it_can(text: str, together: str) -> None:
    assert "/".join(parts(text, Bond.NONE)) == together


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("6万批次", "6/万/批/次"),
        ("2.5个百分点", "2.5/个/百/分/点"),
        ("2012年12月31日", "2012年/12/月/31/日"),
        ("30000000", "30000000"),
        ("〔2012〕65号", "〔2012〕65/号"),
        ("-8.3", "-8.3"),
        ("－8.3", "－8.3"),
        ("1180/1226", "1180/1226"),
        ("W12.10", "W12.10"),
        ("SZF-2012-01", "SZF-2012-01"),
    ],
)
def test_numbers_never_part(text: str, apart: str) -> None:
    assert "/".join(parts(text, Bond.WORD)).replace("///", "//") == apart


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("国 家", "国 /家"),  # a blank may hang over, no line begins with it
        ("国\u0300国\u036f国", "国\u0300/国\u036f/国"),  # accents
        ("国\ufe00国\ufe0f国", "国\ufe00/国\ufe0f/国"),  # variants
        ("国\u02ff国\u0370国\ufe10国", "国/\u02ff/国/\u0370/国/\ufe10/国"),
    ],
)
def test_what_hangs_on_a_character_stays_with_it(text: str, apart: str) -> None:
    assert "/".join(parts(text, Bond.WORD)) == apart


def test_an_address_parts_behind_its_marks() -> None:
    assert parts("见http://a.b/c-d国", Bond.PATH) == ["见", "http://", "a.", "b/", "c-", "d", "国"]


def test_a_long_unit_parts_after_its_first_word() -> None:
    assert parts("低2.5个百分点", Bond.DATE) == ["低", "2.5个", "百分点"]


@given(st.text(NOT_AT_START + NOT_AT_END + "国国国A1 ", max_size=60))
def test_kinsoku_holds_everywhere(text: str) -> None:
    found = parts(text, Bond.WORD)
    assert "".join(found) == text
    for one, two in pairwise(found):
        assert two[0] not in NOT_AT_START
        assert one[-1] not in NOT_AT_END


@pytest.mark.parametrize(
    ("before", "after", "tempting"),
    [
        ("中", "文", True),
        ("a", "中", True),
        ("/", "b", True),  # a path parts behind its marks
        ("-", "b", True),
        ("a", "b", False),
        ("中", "，", False),
        ("“", "中", False),
        ("—", "—", False),  # the two halves of one dash
        ("中", "—", True),
        ("—", "中", True),
    ],
)
def test_where_other_programs_could_end_a_line(before: str, after: str, tempting: bool) -> None:
    assert may_tempt(before, after) is tempting
