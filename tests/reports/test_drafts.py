"""What isn't filled in yet never goes out as if it were: such documents are drafts without signature."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.checks import check_workspace
from reportgen.reports.jobs import Job
from reportgen.sources.workspace import load_workspace
from reportgen.workshop import Workshop
from tests import documents
from tests.checks.small_workspace import FILES, build, with_fault
from tests.dispatch.sample import workspace_at
from tests.reports.test_sentences import printed

FINE = build(FILES)


def _text(workshop: Workshop, job: Job) -> str:
    composed = workshop.compose(job)
    return printed(composed)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("targets", "definition: 会议次数", "definition: 待填"),
        ("targets", "unit: 次", "unit: 待定"),
        ("targets", "      - id: W1.2", "      # 待核：是次还是场（把握60%）\n      - id: W1.2"),
        ("2012Q1", "note: 正在健全", "note: 已召开××会议"),
        ("office", "name: 某市人民政府办公厅", "name: XX市人民政府办公厅"),
    ],
)
def test_a_report_with_a_placeholder_is_a_draft(
    workshop: Workshop, file: str, old: str, new: str
) -> None:
    files = with_fault(file, old, new)
    workspace = build(files)
    (found,) = [each for each in check_workspace(workspace) if each.code == "D450"]
    assert found.place is not None
    line = next(
        n for n, text in enumerate(files[file].splitlines(), 1) if new.split("\n")[0] in text
    )
    assert found.place.line == line
    assert f"第 {line} 行" in found.message
    text = _text(workshop, documents.job(workspace, "quarterly", "2012Q1"))
    assert "征求意见稿" in text
    assert "2012年4月10日" not in text


def test_what_is_filled_in_is_signed(workshop: Workshop) -> None:
    assert not [each for each in check_workspace(FINE) if each.code == "D450"]
    text = _text(workshop, documents.job(FINE, "quarterly", "2012Q1"))
    assert "征求意见稿" not in text
    assert "2012年4月10日" in text


def test_a_circular_with_a_placeholder_has_no_number_no_date_no_signature(
    tmp_path: Path, workshop: Workshop
) -> None:
    root = workspace_at(tmp_path / "w")
    path = root / "data" / "2012" / "circulars" / "前三季度通报.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("三是按月掌握进度", "三是由XX处按月掌握进度"), encoding="utf-8")
    job = documents.dispatch(load_workspace(root), "前三季度通报")
    assert job.stem.endswith("（待发）")
    shown = _text(workshop, job)
    assert "征求意见稿" in shown
    for claim in ("65号", "10月20日", "印发\n", "年　月　日"):
        assert claim not in shown


def test_a_circular_with_an_unfinished_attachment_is_a_draft_too(
    tmp_path: Path, workshop: Workshop
) -> None:
    root = workspace_at(tmp_path / "w")
    path = root / "data" / "2012" / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("lead_unit: 市政府办公厅", "lead_unit: 待定", 1), encoding="utf-8")
    job = documents.dispatch(load_workspace(root), "印发目标表")
    assert "征求意见稿" in _text(workshop, job)
