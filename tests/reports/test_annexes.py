"""An office chooses its annexes; the trail of each figure goes into a file beside the report."""

from __future__ import annotations

import csv
import shutil
from io import StringIO
from pathlib import Path

import pytest

from reportgen.checks import check_workspace
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.templating.rendering import render_text
from reportgen.workshop import Workshop
from tests import documents
from tests.checks.small_workspace import FILES, build
from tests.reports.test_sentences import DONE, _text, _workspace
from tests.running import sample_at


def _chosen(annexes: str) -> Workspace:
    return build({**FILES, "office": f"{FILES['office']}annexes: {annexes}\n"})


def _titles(workspace: Workspace) -> list[tuple[int, str]]:
    annexes = documents.job(workspace, "quarterly", "2012Q1").context["annexes"]
    assert isinstance(annexes, tuple)
    return [(each["number"], each["name"]) for each in annexes]


def test_an_office_chooses_its_annexes_and_their_order() -> None:
    assert _titles(build(FILES)) == [(1, "detail"), (2, "behind"), (3, "scores"), (4, "sources")]
    assert _titles(_chosen("{quarterly: [scores, detail]}")) == [(1, "scores"), (2, "detail")]
    assert not _titles(_chosen("{quarterly: []}"))


def test_a_report_without_annexes_names_none(workshop: Workshop) -> None:
    assert "附件" not in _text(_chosen("{quarterly: []}"), workshop, "2012Q1")


@pytest.mark.parametrize(
    ("annexes", "said"),
    [
        ("{quarterly: [detail, scoers]}", "没有附件“scoers”，最接近的是 scores"),
        ("{quarterly: [detail, detail]}", "附件“detail”写了两次"),
        ("{quaterly: [detail]}", "没有文稿种类“quaterly”，最接近的是 quarterly"),
    ],
)
def test_unknown_annexes_are_refused_at_their_place(annexes: str, said: str) -> None:
    (found,) = [each for each in check_workspace(_chosen(annexes)) if each.code == "D451"]
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("office.yaml", 3)
    assert said in found.message


def test_a_cap_is_listed_with_what_was_allowed_by_then(
    workspace: Workspace, workshop: Workshop
) -> None:
    text = _text(workspace, workshop, "2012Q3")
    listed = text[text.rindex("未达要求事项清单") : text.rindex("考核得分表")]
    assert "不超过90件" in listed  # of 120 in the year: 97 are too many
    assert "（上限舍去小数）" in listed


def test_the_annex_on_definitions_speaks_as_an_office(workshop: Workshop) -> None:
    text = _text(_workspace(DONE), workshop)
    annex = text[text.rindex("数据来源与口径") :]
    for words in ("true", "tolerance", "本程序", "第18行", ".yaml", "校验", "W1.1", "没有来源"):
        assert words not in annex
    for words in ("比率类（2项）：", "会议次数", "办公厅", "90分以上为优秀"):
        assert words in annex


def test_the_trail_is_a_table_that_excel_reads_and_no_formula(workshop: Workshop) -> None:
    said = FILES["targets"].replace(
        "definition: 会议次数", 'definition: "=HYPERLINK(1)，\\n\\"次\\""'
    )
    job = documents.job(build({**FILES, "targets": said}), "quarterly", "2012Q1")
    assert job.data is not None
    text = render_text(workshop.environment, job.data, job.context)
    head, *rows = csv.reader(StringIO(text))
    assert {len(row) for row in rows} == {len(head)}
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert found["W1.1"]["算式"] == "96÷100＝96%"
    assert found["W1.1"]["文件"] == "2012Q1.yaml"
    assert found["W1.2"]["口径"] == '\'=HYPERLINK（1）， "次"'
    assert found["W1.M1"]["结论"].startswith("推进中")


def test_what_grew_as_usual_is_no_change(workshop: Workshop, tmp_path: Path) -> None:
    sample_at(tmp_path)
    shutil.rmtree(tmp_path / "data" / "2012" / "circulars")
    text = _text(load_workspace(tmp_path), workshop, "2012Q2")
    annex = text[text.rindex("变动说明") :]
    assert "数值更新" not in annex
    assert "状态变化" in annex
    assert annex.count("上期缺报") == 2
