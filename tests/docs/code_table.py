"""The README's table of problem codes, made from the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.base.codes import Code

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=<!-- codes -->\n).*?(?=<!-- /codes -->)", re.DOTALL)


def code_table() -> str:
    rows = [
        f"| {code.code} | {code.severity.label} | {code.title} | {code.remedy} |" for code in Code
    ]
    return "\n".join(["| 代码 | 程度 | 问题 | 改法 |", "|---|---|---|---|", *rows]) + "\n"


def written_table() -> str:
    match = _BLOCK.search(README.read_text(encoding="utf-8"))
    return match.group() if match else ""


def renew() -> None:
    text = README.read_text(encoding="utf-8")
    README.write_text(_BLOCK.sub(lambda _: code_table(), text), encoding="utf-8")
