"""``make parity``: print how alike PDF and DOCX are for each sample document."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reportgen.layout.loading import load_profile
from reportgen.reports.circulars import Dispatch
from reportgen.reports.kinds import KINDS
from reportgen.sources.workspace import load_workspace
from reportgen.typesetting import write_paged_docx
from reportgen.workshop import Workshop
from tests.parity.comparison import compare
from tests.parity.judge import lay_out


def main() -> None:
    root = Path()
    workspace = load_workspace(root)
    workshop = Workshop(root, load_profile(root, workspace.office.record.profile))
    for kind in KINDS:
        for job in kind.jobs(workspace):
            ready = workshop.make(job.circular if isinstance(job, Dispatch) else job)
            with tempfile.TemporaryDirectory() as folder:
                docx = Path(folder) / "document.docx"
                docx.write_bytes(write_paged_docx(ready, workshop.profile))
                judged = lay_out(docx, Path(folder))
                parity = compare(ready.paginated, ready.laid_out.measured, judged, workshop.profile)
            sys.stdout.write(
                f"{job.stem}：PDF {parity.pages[0]} 页，Word {parity.pages[1]} 页；"
                f"同页的行 {parity.rows_alike}/{parity.rows}，"
                f"同页的标题 {parity.headings_alike}/{parity.headings}；"
                f"相同的文字行 {parity.lines_alike}/{parity.lines}（{parity.share:.2%}）\n"
            )
            for line in parity.differing:
                sys.stdout.write(f"    不同：{line}\n")


main()
