"""The rules on names: those in the data that become names of files, and those of data files."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.codes import Code
from reportgen.paths import is_litter, name_fault, shown
from reportgen.problems import Place, Problem
from reportgen.sources.workspace import Workspace


def unusable_names(workspace: Workspace) -> Iterator[Problem]:
    """Find names of briefs that no file can have."""
    for sourced in workspace.briefs.values():
        if fault := name_fault(sourced.record.name):
            message = f"文稿的文件名要用这个名称，它{fault}"
            yield Code.PATH_REFUSED.problem(message, sourced.place("name"))


def stray_files(workspace: Workspace) -> Iterator[Problem]:
    """Find data files that aren't read because of their names."""
    for path in sorted((workspace.root / "data").rglob("*")):
        if not is_litter(path.name) and (fault := name_fault(path.name)):
            message = f"“{shown(path.name)}”没有读入：文件名{fault}"
            place = Place(shown(path.parent.relative_to(workspace.root).as_posix()))
            yield Code.FILE_STRAY.problem(message, place)
