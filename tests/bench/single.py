"""One document, side by side: a table of five pages, a report of twenty-two (both samples)."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.lines import Line, Measured, Outcome, as_ratio, in_seconds
from tests.bench.measuring import QUICK, REPORTGEN, ROOT, Figures, interleaved, python, run, tell
from tests.bench.peers import Content, reportgen_arguments

COLD, WARM, REPEATS, VERSIONS, INSIDE = (1, 1, 1, 3, 3) if QUICK else (5, 3, 4, 9, 5)
SAMPLES = {"target-table": "目标表", "quarterly": "季度报告"}
BOTH, DOCX, PDF = "reportgen docx,pdf", "reportgen docx", "reportgen pdf"
FILL, OFFICE, TYPST = "docxtpl", "docxtpl_libreoffice", "typst"


def measured() -> Outcome:
    """Make sure that all tools print the same, then measure them."""
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        for name, title in SAMPLES.items():
            given = Path(scratch, name)
            given.mkdir()
            pages = _check_alike(name, given)
            tell(f"{title}：冷启动 {COLD} 轮，再次 {WARM} 轮")
            found[f"{title} 冷启动"] = interleaved(_cold(name), COLD, given)
            found[f"{title} 再次"] = interleaved(_warm(name), WARM, given)
    tell("--version、排版")
    shown = interleaved({"--version": [REPORTGEN, "--version"]}, VERSIONS)["--version"]
    alone = Figures.read(json.loads(python("tests.bench.inside", str(INSIDE))))
    found["其他"] = {"--version": shown, f"{pages} 页的行与页": alone}
    lines = [
        in_seconds(f"季度报告 {pages} 页的行与页", alone, 0.12),
        in_seconds("其中每页", alone, 0.003, pages),
        *_ratios(found),
        in_seconds("reportgen --version", shown, 0.12),
    ]
    return Outcome(found, lines)


def _check_alike(name: str, given: Path) -> int:
    """Run every tool once, unmeasured, and hold what it prints against the content.

    Returns the number of pages.
    """
    python("tests.bench.content", name, str(given), str(ROOT))
    content: Content = json.loads((given / "content.json").read_text(encoding="utf-8"))
    pages = content["pages"]
    for tool, command in _cold(name).items():
        with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
            shutil.copytree(given, folder, dirs_exist_ok=True)
            run(command, Path(folder))
            made = (*Path(folder).glob("out.*"), *Path(folder).glob("20*"))
            python("tests.bench.alike", tool, str(given), *map(str, made))
        tell(f"{SAMPLES[name]}：{tool} 内容相同，PDF {pages} 页")
    return pages


def _cold(name: str) -> dict[str, list[str]]:
    ours = {
        f"reportgen {formats}": [REPORTGEN, *reportgen_arguments(name, formats, Path("{folder}"))]
        for formats in ("docx,pdf", "docx", "pdf")
    }
    return {**ours, **{tool: _once(tool, name, 0) for tool in (FILL, OFFICE, TYPST)}}


def _warm(name: str) -> dict[str, list[str]]:
    return {tool: _once(tool, name, REPEATS) for tool in ("reportgen", FILL, OFFICE, TYPST)}


def _once(tool: str, name: str, repeats: int) -> list[str]:
    return [sys.executable, "-m", "tests.bench.once", tool, name, "{folder}", str(repeats)]


def _ratios(found: dict[str, Measured]) -> Iterator[Line]:
    for title, cold_aim, warm_aim in (("目标表", 0.5, 0.25), ("季度报告", 1.0, 0.9)):
        cold, warm = found[f"{title} 冷启动"], found[f"{title} 再次"]
        what = f"{title} DOCX+PDF 与 docxtpl+LibreOffice 相比"
        yield as_ratio(f"{what}，冷启动", cold[BOTH], cold[OFFICE], cold_aim)
        yield as_ratio(f"{what}，再次", warm["reportgen"], warm[OFFICE], warm_aim)
    for title in SAMPLES.values():
        cold = found[f"{title} 冷启动"]
        yield as_ratio(f"{title} DOCX 与 docxtpl 相比，冷启动", cold[DOCX], cold[FILL], 1.5)
    for title, aim in (("目标表", 6), ("季度报告", 10)):
        cold = found[f"{title} 冷启动"]
        yield as_ratio(f"{title} PDF 与 Typst 相比，冷启动", cold[PDF], cold[TYPST], aim)
