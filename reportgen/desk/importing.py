"""A published table becomes a proposed targets.yaml."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import CannotCreateError, Place
from reportgen.importing.reading import read_table
from reportgen.importing.table import ImportedTable
from reportgen.importing.writing import json_record, table_yaml
from reportgen.locking import workspace_lock
from reportgen.publish import publish

__all__ = ["ImportedTable", "json_record", "propose", "write_proposal"]


def propose(file: Path, year: int, issued: date | None = None) -> ImportedTable:
    """Read a table (copied text, xlsx, docx) and propose its record, with doubts.

    The table is issued today unless a date is given. Raises ReportgenError for a file that can't
    be read or holds no table.
    """
    return read_table(file, year, issued or date.today())


def write_proposal(
    root: Path, table: ImportedTable, path: Path | None = None, *, waiting: Callable[[str], None]
) -> Path:
    """Write a proposal to a new file, its place in the workspace unless another is named.

    ``waiting`` is told when another run is at work. Raises CannotCreateError where a file stands.
    """
    path = path or root / "data" / str(table.record.year) / "targets.yaml"
    content = table_yaml(table).encode()
    in_data = path.resolve().is_relative_to((root / "data").resolve())
    with workspace_lock(root, waiting) if in_data else nullcontext():
        if path.exists():
            message = "文件已经存在，没有改动"
            remedy = "用 --out 写到别处，再把要的内容并过来。"
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(path)), remedy)])
        publish(path, content)
    return path
