"""A circular's number, title, dates and attachments, on both sides of each limit."""

from pathlib import Path

import pytest

from reportgen.checks.circulars import contradictory_elements, drafts, faulty_titles
from tests.checks.small_workspace import MORE, assert_said, build, line_of, with_fault

TITLE = "title: 某市人民政府办公厅关于2012年第一季度目标完成情况的通报"
ABOUT, DAY, RECIPIENTS = "about: 2012Q1\n", "date: 2012-04-20\n", "recipients: [各区县]\n"
NUMBER, ANNEX, TEXT = "number: 某政办字〔2012〕5号\n", "  - annex: behind\n", "text: 现通报如下。"


def edit(*pairs):
    return [("circular", old, new) for old, new in pairs]


CASES = [
    # a title begins with the organ, ends with the kind and has no marks between
    (faulty_titles, [], []),
    (faulty_titles, edit((TITLE, "title: |-\n  某市人民政府办公厅\n  关于《办法》的通报")), []),
    (faulty_titles, edit(("情况的通报", "情况的通知")), ["D426 title:|以文种“通报”结尾"]),
    (faulty_titles, edit((TITLE, "title: 市委办公厅关于情况的通报")), ["D426 title:|发文机关“某市人民政府办公厅”开头"]),
    (faulty_titles, edit((TITLE, "organs: [市委办公厅, 某市人民政府办公厅]\ntitle: 市委办公厅关于情况的通报")), []),
    (faulty_titles, edit(("完成情况", "完成，情况：好")), ["D426 title:|不用标点 ， ："]),
    # what has no number or no date is a draft
    (drafts, [], []),
    (drafts, edit((NUMBER, "")), ["D428 kind:|没有发文字号，"]),
    (drafts, edit((DAY, "")), ["D428 kind:|没有成文日期，"]),
    (drafts, edit((NUMBER, ""), (DAY, "")), ["D428 kind:|没有发文字号和成文日期，"]),
    # a report goes up and is signed, nothing else is; somebody gets it
    (contradictory_elements, [], []),
    (contradictory_elements, edit(("kind: bulletin", "kind: report")), ["D427 kind: report|要写签发人"]),
    (contradictory_elements, edit(("kind: bulletin", "kind: report\nsigners: [甲]")), []),
    (contradictory_elements, edit(("kind: bulletin", "kind: bulletin\nsigners: [甲]")), ["D427 signers:|通报不是上行文"]),
    (contradictory_elements, edit((RECIPIENTS, "")), ["D427 kind:|没有主送机关"]),
    (contradictory_elements, [*edit((RECIPIENTS, "")), ("office", "unit:", f"{RECIPIENTS}unit:")], []),
    (contradictory_elements, edit((RECIPIENTS, ""), ("〔2012〕", "〔2011〕")), ["D427 kind:", "D427 number:"]),
    # its days follow each other, and its number is of its year
    (contradictory_elements, edit(("〔2012〕", "〔2011〕")), ["D427 number:|年份 2011 与成文日期 2012-04-20"]),
    (contradictory_elements, edit(("〔2012〕", "〔2011〕"), (DAY, "")), []),
    (contradictory_elements, edit((NUMBER, "")), []),
    (contradictory_elements, edit((DAY, f"{DAY}printed_on: 2012-04-20\n")), []),
    (contradictory_elements, edit((DAY, f"{DAY}printed_on: 2012-04-19\n")), ["D427 printed_on: 2012-04-19"]),
    (contradictory_elements, edit((DAY, "printed_on: 2012-04-19\n")), []),
    (contradictory_elements, edit((DAY, "date: 2012-03-31\n")), []),
    (contradictory_elements, edit((DAY, "date: 2012-03-30\n")), ["D427 date: 2012-03-30|早于所说期间 2012Q1"]),
    # it tells of a quarter that was reported
    (contradictory_elements, edit((ABOUT, "about: 2012Q3\n")), ["D427 about: 2012Q3|“2012Q3”没有进展数据"]),
    (contradictory_elements, [*edit((ABOUT, "about: 2012-06\n")), ("2012Q2", "period: 2012Q2", "period: 2012-06")], ["D427 about: 2012-06|没有进展数据"]),
    (contradictory_elements, edit((ANNEX, f"{ANNEX}    period: 2012Q2\n")), []),
    (contradictory_elements, edit((ANNEX, f"{ANNEX}    period: 2012Q3\n")), ["D427 period: 2012Q3|没有进展数据"]),
    # passages and attachments are those that templates make, of a period where they need one
    (contradictory_elements, edit((TEXT, "passage: overview")), []),
    (contradictory_elements, edit((TEXT, "level: 1\n    passage: view")), ["D427 passage: view|没有“view”这一节，可选 measures、overview"]),
    (contradictory_elements, edit((TEXT, "passage: overview"), (f"attachments:\n  - annex: detail\n{ANNEX}", ""), (ABOUT, "")), ["D427 - passage: overview|哪个期间"]),
    (contradictory_elements, edit((ABOUT, ""), ("annex: detail", "document: target-table"), (ANNEX, f"{ANNEX}    period: 2012Q1\n")), []),
    (contradictory_elements, edit((ABOUT, ""), ("annex: detail", "document: quarterly"), (ANNEX, f"{ANNEX}    period: 2012Q1\n")), ["D427 - document: quarterly|要写明期间"]),
    (contradictory_elements, edit((ABOUT, ""), ("annex: detail", "document: quarterly\n    period: 2012Q1")), ["D427 - annex: behind|要写明期间"]),
    (contradictory_elements, edit(("annex: detail", "document: brief")), ["D427 - document: brief|“brief”，可选 "]),
    (contradictory_elements, edit(("annex: detail", "annex: details")), ["D427 - annex: details|可选 behind"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edits", "said"), CASES)
def test_each_limit_from_both_sides(rule, edits, said):
    assert_said(rule, edits, said)


FILES = {
    ("表.pdf", "detached"): [],
    ("表.PDF", "bound"): [],
    ("表.docx", "detached"): [],
    ("表.docx", "bound"): ["D435"],
    ("表.xlsx", "detached"): ["D427"],
    ("没有.pdf", "detached"): ["O301"],
    ("../表.pdf", "detached"): ["O314"],
}


@pytest.mark.parametrize(("file", "binding"), FILES)
def test_a_file_is_attached_that_lies_beside_and_can_be_joined(
    file: str, binding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, _ in FILES:
        if not name.startswith(("没有", "..")):
            (tmp_path / name).touch()
    monkeypatch.setenv("PATH", str(tmp_path))  # where no LibreOffice is
    files = with_fault(
        "circular", ANNEX, f"  - {{file: {file}, title: 表}}\nbinding: {binding}\n", MORE
    )
    workspace = build(files)
    assert workspace.heads
    workspace.library.root = tmp_path
    found = list(contradictory_elements(workspace))
    assert [each.code for each in found] == FILES[file, binding]
    assert all(line_of(files, each).startswith("- {file: ") for each in found)
    assert all(each.message.startswith("附件") for each in found)
    (tmp_path / "soffice").touch(0o755)
    assert "D435" not in [each.code for each in contradictory_elements(workspace)]
