import pytest

from reportgen.checks import check_workspace
from reportgen.checks.texts import (
    check_glyphs,
    endless_in,
    forbidden_in,
    forbidden_named,
    impossible_dates,
    in_texts,
    is_forbidden,
    normalised_punctuation,
    placeholders_left,
    unusable_names,
)
from reportgen.sources.workspace import load_workspace
from tests.checks.small_workspace import FILES, assert_said, build, line_of, with_fault
from tests.running import sample_at


@pytest.mark.parametrize(
    "character",
    [
        "\x00", "\x0b", "\r", "\x7f", "\x85",
        "\u00ad", "\u061c", "\u180e", "\u200b", "\u200f", "\u2028", "\u2029",
        "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufffd",
        "\ue000", "\ufdd0", "\ufffe", "\uffff", "\u0301", "\u20dd", "\U0010ffff", "\U000f0000",
    ],
)  # fmt: skip
def test_forbidden(character):
    assert is_forbidden(character)


def test_a_lone_surrogate_is_forbidden():
    assert is_forbidden(chr(0xD800))


@pytest.mark.parametrize("character", list("\n\t 　目a〔〕“—㎡℃㐂\U00020000·é"))
def test_allowed(character):
    assert not is_forbidden(character)


def test_what_becomes_one_character_is_allowed():
    files = with_fault("targets", "      remark: 无", "      remark: cafe\u0301")
    assert check_workspace(build(files)) == ()


def test_only_the_first_five_are_named():
    assert forbidden_named("\u200b" * 6).endswith("U+200B（第5个字）等6处")
    assert forbidden_named("\u200b" * 5).endswith("U+200B（第5个字）")


def test_a_forbidden_character_in_a_key():
    files = with_fault("targets", "      remark: 无", '      remark: 无\n      "甲\\u200b": 无')
    (problem,) = check_workspace(build(files))
    assert problem.message == "键里有不能印刷的字符：U+200B（第2个字）"
    assert line_of(files, problem).startswith('"甲')


def test_glyphs_that_no_font_has_and_that_only_a_fallback_has():
    said = '"㐂甲㐂\\t乙\\u200b\U00020000"'
    files = with_fault("2012Q2", "lag_reason: 略", f"lag_reason: {said}")
    problems = check_glyphs(
        build(files),
        has_glyph=lambda character: character not in "㐂\t\u200b",
        in_face=lambda character: character < "\U00020000",
    )
    assert [(problem.code, problem.message) for problem in problems] == [
        ("D415", "所有字体都没有：“㐂”（U+3402）"),
        ("D416", "改用后备字体印出：“\U00020000”（U+20000）"),
    ]
    assert all(line_of(files, problem).startswith("lag_reason") for problem in problems)


@pytest.mark.parametrize(
    ("text", "said"), [("甲乙丙丁戊", "（U+620A）"), ("甲乙丙丁戊己", "等6个字")]
)
def test_only_the_first_five_glyphs_are_named(text, said):
    files = with_fault("2012Q2", "lag_reason: 略", f"lag_reason: {text}")
    (problem,) = check_glyphs(build(files), lambda character: character not in text, lambda _: True)
    assert problem.message.endswith(said)


def test_fonts_that_have_everything():
    assert check_glyphs(build(FILES), lambda _: True, lambda _: True) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [("assessment-rules.yaml", "name: 优秀"), ("brief.yaml", "name: 目标督查专报")],
)
@pytest.mark.parametrize("hidden", ["202e", "200b", "e000", "fffe", "ad"])
def test_hidden_characters_are_found_in_every_text_that_is_printed(tmp_path, name, text, hidden):
    root = sample_at(tmp_path / "office")
    path = root / "data" / "2012" / name
    before = path.read_text(encoding="utf-8")
    assert text in before
    path.write_text(before.replace(text, f'name: "甲\\u{hidden:0>4}"', 1), encoding="utf-8")
    found = [each for each in check_workspace(load_workspace(root)) if each.code == "D414"]
    assert [each.place.file for each in found] == [f"data/2012/{name}"]


LONG, MARK = "略" * 2000, f"【待填{'略' * 17}"
REMARK, REASON = "      remark: 无", "lag_reason: 略"


@pytest.mark.parametrize(
    ("rule", "edit", "said"),
    [
        (endless_in, ("2012Q2", REASON, f"lag_reason: {LONG}"), []),
        (endless_in, ("2012Q2", REASON, f"lag_reason: {LONG}略"), ["D470 lag_reason:|2001 个字，多于 2000"]),
        (endless_in, ("2012Q2", REASON, f"lag_reason: |\n      略\n      {LONG}略"), ["D470 lag_reason:"]),
        (endless_in, ("targets", "name: 奋斗目标", f"name: {'公' * 41}"), ["D470 name:|类别的名称有 41 个字，多于 40 个"]),
        (endless_in, ("targets", "name: 公文工作", f"name: {'公' * 81}"), ["D470 name:|目标的名称有 81 个字，多于 80 个"]),
        (endless_in, ("targets", "        name: 办结率", f"        name: {'率' * 300}"), []),
        (endless_in, ("targets", "        name: 办结率", f"        name: {'率' * 301}"), ["D470 name:|名称有 301 个字，多于 300 个"]),
        (impossible_dates, ("2012Q2", REASON, "lag_reason: 6月30日、2月29日"), []),
        (impossible_dates, ("2012Q2", REASON, "lag_reason: 6月31日"), ["D499 lag_reason:|没有6月31日"]),
        (forbidden_in, ("targets", REMARK, f'{REMARK}\n      "甲\\u200b": "乙\\u200c"'), ['D414 "甲|文字中', 'D414 "甲|键里']),
        (forbidden_in, ("circular", "text: 现通报如下。", 'text: "甲\\u200b"'), ["D414 - text:"]),
        (forbidden_in, ("brief", "目标督查专报", '"甲\\u200b"'), ["D414 name:"]),
        (normalised_punctuation, ("targets", "quote: 印发通报\n    benchmarks:\n      - id: W1.B1\n        name: 审批时限", "quote: 印发,通报\n    benchmarks:\n      - id: W1.B1\n        name: 审批,时限"), ["D417 name:"]),
        (normalised_punctuation, ("targets", "basis:\n      - 1.工作要点；", "basis:\n      - 1,工作要点；"), ["D417 - 1,|1处"]),
        (placeholders_left, ("2012Q2", REASON, REASON), []),
        (placeholders_left, ("2012Q2", f"    {REASON}", f"    # TODO 核实\n    lag_reason: 待填\n    owner: {MARK}】"), [f"D450 # TODO|有 3 处还没有填好：“TODO”在第 11 行；“待填”在第 12 行；“{MARK}”在第 13 行"]),
        (placeholders_left, ("2012Q2", REASON, "lag_reason: 待填\n    owner: 待填"), ["D450 lag_reason: 待填|“待填”在第 11、12 行"]),
    ],
)  # fmt: skip
def test_each_rule_of_texts(rule, edit, said):
    assert_said(lambda workspace: in_texts(workspace, rule), [edit], said)


def test_a_brief_is_called_what_a_file_can_be():
    assert_said(unusable_names, [], [])
    assert_said(unusable_names, [("brief", "目标督查专报", "目标/督查")], ["O314 name: 目标/督查"])
