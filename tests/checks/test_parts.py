"""Rules hold for as much of a workspace as was read: what isn't there isn't missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.checks import check_workspace
from reportgen.sources.workspace import Workspace


def read_until(workspace: Workspace, months: int) -> Workspace:
    """Return what the documents of a month are made of."""
    progress = {
        period: report
        for period, report in workspace.progress.items()
        if period.last_month <= months
    }
    return replace(workspace, progress=progress, circulars={}, frozen={}, briefs={})


@pytest.mark.parametrize("months", range(13))
def test_of_what_was_read_the_same_is_said(workspace: Workspace, months: int) -> None:
    part = read_until(workspace, months)
    files = {report.document.name for report in part.progress.values()}
    files |= {workspace.office.document.name, "data/2012/targets.yaml"}
    whole = [each for each in check_workspace(workspace) if each.place and each.place.file in files]
    assert list(check_workspace(part)) == whole


def test_nothing_is_said_of_a_year_of_which_nothing_was_read(workspace: Workspace) -> None:
    part = replace(read_until(workspace, 0), tables={})
    assert [each for each in check_workspace(part) if each.severity != "note"] == []
