"""The examples of ARCHITECTURE.md for those who come after work as they stand there."""

from __future__ import annotations

from pathlib import Path

from tests.docs.following import copied, follow, told


def test_a_kind_of_document_is_one_template(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    assert follow("A kind of document", copy) == ["templates/overview.html"]
    assert "情况概览" in told(copy, "list", "kinds").stdout
    made = told(copy, "build", "overview", "--period", "2012Q2")
    assert made.returncode == 0, made.stderr
    assert (copy / "build" / "2012年上半年目标完成情况概览.pdf").is_file()


def test_a_check_is_a_function_and_a_code(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    assert len(follow("A check", copy)) == 3
    assert "目标名称重复" in told(copy, "explain-code", "D499").stdout
    assert "D499" not in told(copy, "check").stderr
    targets = copy / "data" / "2012" / "targets.yaml"
    text = targets.read_text(encoding="utf-8")
    targets.write_text(text.replace("name: 决策服务工作", "name: 公文会议工作"), encoding="utf-8")
    assert "警告 D499：W2 与 W1 的名称相同：公文会议工作" in told(copy, "check").stderr


def test_an_output_format_is_a_writer_and_an_entry(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    assert len(follow("An output format", copy)) == 2
    made = told(copy, "build", "target-table", "--to", "txt")
    assert made.returncode == 0, made.stderr
    text = (copy / "build" / "2012年度目标表.txt").read_text(encoding="utf-8")
    assert text.count("\f") == 4
    assert "公文按期办结率95%以上" in text.replace("\n", "")
    assert "可选 docx、pdf、txt" in told(copy, "build", "--to", "odt").stderr
