"""Find out what a column holds by its heading, whatever the office calls it."""

from __future__ import annotations

import re
from enum import StrEnum


class ColumnKey(StrEnum):
    """What a column of a published table holds."""

    CATEGORY = "category"
    SEQ = "seq"
    NAME = "name"
    CONTENT = "content"
    BASIS = "basis"
    LEAD_UNIT = "lead_unit"
    DEADLINE = "deadline"
    PROGRESS = "progress"
    OTHER = "other"


# the first that matches the heading without its blanks and brackets decides
_HEADINGS: tuple[tuple[ColumnKey, re.Pattern[str]], ...] = (
    (ColumnKey.SEQ, re.compile(r"序号|编号|项次")),
    (ColumnKey.PROGRESS, re.compile(r".*(进展|完成情况|落实情况|执行情况).*")),
    (ColumnKey.BASIS, re.compile(r".*(依据|对标|创标).*")),
    (ColumnKey.DEADLINE, re.compile(r".*(时限|期限|完成时间|时间节点).*")),
    (ColumnKey.LEAD_UNIT, re.compile(r"(责任|牵头|承办|承担|主办|负责)(单位|部门|处室|科室)")),
    (ColumnKey.CATEGORY, re.compile(r".*(类别|类型|分类)")),
    (
        ColumnKey.CONTENT,
        re.compile(
            r".*(目标内容|工作内容|主要内容|任务内容|目标和任务|目标任务|工作任务|具体目标|"
            r"年度目标|具体任务|目标要求|工作要求|指标内容|工作措施|工作目标|考核目标|主要目标)|内容|目标值"
        ),
    ),
    (
        ColumnKey.NAME,
        re.compile(
            r".*名称|(工作|重点|目标|督查)?事项|重点工作|工作项目|项目|任务|目标|(考核|工作)?指标"
        ),
    ),
)
_IGNORED = re.compile(r"[\s　]|[（(].*?[)）]")


def column_key(heading: str) -> ColumnKey:
    """Return what a heading stands for; OTHER for a column of the office's own."""
    bare = _IGNORED.sub("", heading) or "".join(heading.split())
    return next((key for key, form in _HEADINGS if form.fullmatch(bare)), ColumnKey.OTHER)


def known_headings(cells: list[str]) -> int:
    """Count the different headings that a row of cells holds."""
    short = [cell for cell in cells if cell and len("".join(cell.split())) <= 20]
    return len({column_key(cell) for cell in short} - {ColumnKey.OTHER})
