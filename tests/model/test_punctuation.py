import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.punctuation import Change, changes, normalise

MIXED = st.text(
    st.one_of(
        st.sampled_from(list(",;:()?! .“”，。；：（）、《》〔〕%\n\u3000")),
        st.sampled_from(list("目标办结率十aBc/019Ａあ〇")),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("提高办文速度,全年", "提高办文速度，全年"),
        ("《市政府工作规则》,健全", "《市政府工作规则》，健全"),
        ("决策机制;编发", "决策机制；编发"),
        ("二、对标情况:", "二、对标情况："),
        ("局长(主任)接话", "局长（主任）接话"),
        ("是否完成?好!", "是否完成？好！"),
        ("办结率100%;", "办结率100%；"),
        ("分别为95%,98%,100%", "分别为95%，98%，100%"),
        ("的通知(青政办发 〔2012〕15号)。", "的通知（青政办发〔2012〕15号）。"),
        ("达到2000家, 群众举报", "达到2000家，群众举报"),
        ("制定依据 (对标情况)", "制定依据（对标情况）"),
        ("工作 目标", "工作目标"),
        ("细则; 2.意见", "细则；2.意见"),
        ("模式(PPP)推广", "模式（PPP）推广"),
        ("见http://a.cn/c?d=1,下同", "见http://a.cn/c?d=1，下同"),
        ("使用Word,或打印", "使用Word，或打印"),
        ("标准(Layout, 2012)。", "标准（Layout, 2012）。"),
        ("“一库”, “一站”", "“一库”，“一站”"),
        ("(1)加强", "（1）加强"),
        ("-3%", "－3%"),
        ("同比增长-3.2%，气温-10℃", "同比增长－3.2%，气温－10℃"),
        ("差为-5(-8)个百分点", "差为－5（－8）个百分点"),
    ],
)
def test_marks_beside_chinese_become_full_width(raw, expected):
    assert normalise(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1.2012年市政府工作报告",
        "共1,000件",
        "1-3月、3月-5月，2012-04-10，甲-1号，010-88",
        "上午12:30开会",
        "按照 GB/T 9704 执行",
        "Layout key for official documents (GB/T 9704): see part 2, please!",
        "使用 Word, Excel 两种软件",
        "https://example.cn/a?b=1;c=(2)",
        "“yes”, “no”",
        "附件：\u3000名单",
        "",
    ],
)
def test_numbers_markers_and_latin_phrases_stay(text):
    assert normalise(text) == text
    assert changes(text) == ()


def test_changes_name_offset_and_both_forms():
    assert changes("2000家, 群众(12)") == (
        Change(5, ",", "，"),
        Change(6, " ", ""),
        Change(9, "(", "（"),
        Change(12, ")", "）"),
    )


@given(MIXED)
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once
    assert changes(once) == ()


@given(MIXED)
def test_only_punctuation_and_spaces_change(text):
    assert _wording(normalise(text)) == _wording(text)


@given(MIXED)
def test_changes_applied_to_the_text_give_the_normalised_text(text):
    cells = list(text)
    for change in changes(text):
        assert cells[change.offset] == change.before
        cells[change.offset] = change.after
    assert "".join(cells) == normalise(text)


@given(MIXED)
def test_text_without_half_width_marks_or_spaces_is_returned_as_it_is(text):
    bare = "".join(character for character in text if character not in ",;:()?! ")
    assert normalise(bare) == bare


def _wording(text):
    return "".join(
        character for character in text if unicodedata.category(character)[0] not in "PZ"
    )
