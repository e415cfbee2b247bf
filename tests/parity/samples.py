"""Judge the sample documents: ``python -m tests.parity.samples CASE``, with the fonts of this process."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reportgen.cli.output import print_table
from reportgen.layout.loading import load_profile
from reportgen.reports.jobs import open_templates
from reportgen.sources.workspace import load_workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import DOCX
from tests import documents
from tests.parity.comparison import Parity, compare
from tests.parity.fontsets import CASES, FontCase, official_copies
from tests.parity.judges import JUDGES, Judge

_HEAD = ("文稿", "引擎", "页 PDF→Word", "同页的行", "同页的标题", "相同的文字行", "第一处不同")
_SHOWN = 30


def _rows(case: FontCase) -> Iterator[tuple[str, ...]]:
    root = Path()
    workspace = load_workspace(root)
    profile = load_profile(root, workspace.office.record.profile)
    workshop = Workshop(root, profile, open_templates(workspace).environment)
    present = [judge for judge in JUDGES if not judge.missing()]
    with tempfile.TemporaryDirectory() as folder:
        fonts = official_copies(workshop.fonts, case.in_word, Path(folder))
        for job in documents.every_document(workspace):
            ready = workshop.make(job)
            for judge in present:
                yield (job.stem, judge.name, *_cells(_judged(judge, ready, fonts, workshop)))


def _judged(judge: Judge, ready: Layout, fonts: Path, workshop: Workshop) -> Parity:
    with tempfile.TemporaryDirectory() as folder:
        docx = Path(folder) / "document.docx"
        docx.write_bytes(workshop.written(ready, DOCX))
        (pdf,) = judge.lay_out([docx], fonts, Path(folder))
        return compare(ready, pdf, workshop.profile)


def _cells(parity: Parity) -> tuple[str, ...]:
    ours, theirs = parity.pages
    return (
        f"{ours}→{theirs}",
        f"{parity.rows_alike}/{parity.rows}",
        f"{parity.headings_alike}/{parity.headings}",
        f"{parity.lines_alike}/{parity.lines}（{parity.share:.2%}）",
        parity.differing[0][:_SHOWN] if parity.differing else "",
    )


if __name__ == "__main__":
    (_case,) = (each for each in CASES if each.name == sys.argv[1])
    print_table([_HEAD, *_rows(_case)])
