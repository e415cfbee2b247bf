"""The rule on names in the data that become names of files."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.codes import Code
from reportgen.paths import name_fault
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace


def unusable_names(workspace: Workspace) -> Iterator[Problem]:
    """Find names of briefs and circulars that no file can have."""
    names = {each.place("name"): each.record.name for each in workspace.briefs.values()}
    names |= {each.place(): name for (_, name), each in workspace.circulars.items()}
    for place, name in names.items():
        if fault := name_fault(name):
            yield Code.PATH_REFUSED.problem(f"文稿的文件名要用这个名称，它{fault}", place)
