import pytest

from reportgen.checks import check_workspace
from reportgen.checks.texts import check_glyphs, forbidden_named, is_forbidden
from reportgen.sources.workspace import load_workspace
from tests.checks.small_workspace import FILES, build, line_of, with_fault
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
    text = "\u200b" * 7
    assert forbidden_named(text).endswith("U+200B（第5个字）等7处")


def test_a_forbidden_character_in_a_key():
    files = with_fault("targets", "      remark: 无", '      remark: 无\n      "甲\\u200b": 无')
    (problem,) = check_workspace(build(files))
    assert problem.message == "键里有不能印刷的字符：U+200B（第2个字）"
    assert line_of(files, problem).startswith('"甲')


def test_glyphs_that_no_font_has_and_that_only_a_fallback_has():
    files = with_fault("2012Q2", "lag_reason: 略", "lag_reason: 㐂甲㐂乙\U00020000")
    problems = check_glyphs(
        build(files),
        has_glyph=lambda character: character != "㐂",
        in_face=lambda character: character < "\U00020000" and character != "㐂",
    )
    assert [(problem.code, problem.message) for problem in problems] == [
        ("D415", "所有字体都没有：“㐂”（U+3402）"),
        ("D416", "改用后备字体印出：“\U00020000”（U+20000）"),
    ]
    assert all(line_of(files, problem).startswith("lag_reason") for problem in problems)


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


def test_an_endless_paragraph():
    files = with_fault("2012Q2", "lag_reason: 略", f"lag_reason: {'略' * 40_000}")
    assert "D470" in [each.code for each in check_workspace(build(files))]
