"""The rule on missing progress: an indicator that a period's file leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.figures import given_figures
from reportgen.checks.walk import reports_of
from reportgen.codes import Code
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace


def missing_progress(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators without an entry, or with an entry that holds no figure."""
    for year, table in workspace.tables.items():
        for period, report in reports_of(workspace, year):
            entries = {
                entry.indicator: (index, entry) for index, entry in enumerate(report.record.entries)
            }
            for indicator in table.record.indicators:
                stands = f"{indicator.id}（{indicator.name}）{period}"
                if indicator.id not in entries:
                    yield Code.PROGRESS_MISSING.problem(
                        f"{stands} 没有填报", report.place("entries")
                    )
                    continue
                index, entry = entries[indicator.id]
                if not given_figures(entry):
                    yield Code.PROGRESS_MISSING.problem(
                        f"{stands} 只有文字，没有数字", report.place("entries", index)
                    )
