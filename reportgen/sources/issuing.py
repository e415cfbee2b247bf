"""Write down which briefs have been issued: the next one's number follows from it."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.briefs import IssuedBriefs
from reportgen.publish import publish
from reportgen.sources.names import ISSUED_FILE
from reportgen.sources.yaml_text import yaml_text

_HEAD = "# 已发的各期简报，由 run-due、freeze 记入；期号由此往下编。\n\n"


def write_issued(root: Path, year: int, issued: IssuedBriefs) -> Path:
    """Write a year's issued briefs and return where; raises OutputError when writing fails."""
    path = root / "data" / str(year) / ISSUED_FILE
    publish(path, (_HEAD + yaml_text(issued)).encode())
    return path
