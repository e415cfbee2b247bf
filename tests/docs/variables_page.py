"""The page that tells template writers every variable, made from what the program says."""

from __future__ import annotations

from itertools import groupby

from reportgen.desk import listing
from tests.docs.code_table import ROOT

_INTRODUCTION = (
    "本页由程序生成（`make docs`）。先是各种文稿的模板能用的变量，然后是其中各种记录的字段。"
    "写法如 `{{ span }}`、`{% for i in indicators %}{{ i.name }}{% endfor %}`；"
    "词（如 status）印 `.label`。"
)


def variables_page() -> str:
    titles = {each["kind"]: each["title"] for each in listing.kinds(ROOT)}
    lines = ["# 模板里能用的变量", "", _INTRODUCTION, ""]
    for name, items in groupby(listing.variables(ROOT), lambda each: each["of"]):
        lines += [f"## {name}" + (f"（{titles[name]}）" if name in titles else ""), ""]
        lines += ["| 名称 | 类型 | 含义 |", "|---|---|---|"]
        lines += [f"| `{each['name']}` | {each['type']} | {each['meaning']} |" for each in items]
        lines.append("")
    return "\n".join(lines)
