"""The page of licences: what each package of ``requirements.lock`` says of itself."""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, metadata

from tests.docs.code_table import ROOT

_INTRODUCTION = (
    "依赖的软件包（版本见 requirements.lock）各自声明的许可。本页由 `make docs` 生成；"
    "字体的许可见 [LICENSE](LICENSE)。"
)
_LOCKED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", re.MULTILINE)
_ELSEWHERE = {"brotlicffi"}
# what the package doesn't state, or not all of it, looked up at its home
_LOOKED_UP = {
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "resvg-py": "MIT（见软件包里的 LICENSE）",
}


def licences_page() -> str:
    """Return the page; packages for other interpreters only are left out."""
    names = _LOCKED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    rows = [
        f"| {name} | {_LOOKED_UP.get(name) or _stated(metadata(name))} |"
        for name in sorted(set(names) - _ELSEWHERE)
    ]
    table = ["| 软件包 | 许可 |", "|---|---|", *rows]
    return "\n".join(["# 依赖的许可", "", _INTRODUCTION, "", *table, ""])


def _stated(said: PackageMetadata) -> str:
    """Return a package's licence, "" where it states none."""
    named = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or ()]
    classified = [each for each in named if "License" in each]
    candidates = (said.get("License-Expression"), said.get("License"), *classified)
    return next((each.splitlines()[0] for each in candidates if each), "")
