"""Widths of columns are chosen by measure: few pages, whole words in heads, room for numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.sources.workspace import Workspace
from reportgen.typeset.layout import Layout, SetTable
from reportgen.typeset.words import words
from reportgen.workshop import Workshop
from tests import documents

MM = 72 / 25.4


def table_of(layout: Layout) -> SetTable:
    return next(
        block.made
        for section in layout.sections
        for block in section.blocks
        if isinstance(block.made, SetTable)
    )


def test_the_table_of_2012_takes_five_pages(workspace: Workspace, workshop: Workshop) -> None:
    assert len(workshop.make(documents.job(workspace, "target-table", 2012)).pages) == 5


def test_the_columns_fill_the_text_block_and_keep_to_the_profile(
    workspace: Workspace, workshop: Workshop
) -> None:
    made = table_of(workshop.make(documents.job(workspace, "target-table", 2012)))
    style = workshop.profile.tables["target-table"]
    assert sum(made.widths_pt) / MM == pytest.approx(156, abs=0.3)
    for column, width in zip(made.table.columns, made.widths_pt, strict=True):
        rules = style.column(column.role)
        if rules.least_mm or rules.most_mm:
            assert float(rules.least_mm or rules.width_mm) <= width / MM + 0.3
            assert width / MM - 0.3 <= float(rules.most_mm or rules.width_mm)


@pytest.mark.parametrize("head", ["纳入评价", "安全监管目标", "累计完成数", "完成时限"])
def test_the_words_of_a_head_dont_part(head: str, typeset_body: Callable[[str], Layout]) -> None:
    columns = '<col class="seq"/><col class="indicator"/><col class="next_steps"/>'
    ready = typeset_body(
        f'<section><table class="measure-table"><colgroup>{columns}</colgroup><thead><tr>'
        f"<th>{head}</th><th>事项</th><th>措施</th></tr></thead>"
        "<tbody><tr><td>1</td><td>事项</td><td>措施</td></tr></tbody></table></section>"
    )
    lines = [line.text for line in table_of(ready).head.cells[0].paragraphs[0].lines]
    assert "".join(lines) == head
    assert all(any(word in line for line in lines) for word in words(head))


def test_no_line_of_the_samples_is_loose(workspace: Workspace, workshop: Workshop) -> None:
    jobs = [documents.job(workspace, "target-table", 2012)]
    jobs += [documents.job(workspace, "quarterly", f"2012Q{quarter}") for quarter in (1, 2, 3)]
    lines = [line for job in jobs for line in workshop.make(job).lines]
    assert len(lines) > 500
    assert not [line.text for line in lines if line.line.spread_pt >= 0.2 * 16]
