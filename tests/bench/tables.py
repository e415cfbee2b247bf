"""Large tables: one of thousands of rows by each tool, each parting it into pages by itself."""

from __future__ import annotations

import math
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from tests.bench import listener
from tests.bench.lines import Line, Outcome, as_ratio
from tests.bench.measuring import QUICK, REPORTGEN, YEAR, Figures, python, run, tell

SIZES, ROUNDS = ((22, 110, 330), 1) if QUICK else ((110, 1100, 5500), 3)
UNITS = 100
BOTH, DOCX, PDF = "reportgen DOCX+PDF", "reportgen DOCX", "reportgen PDF"
OFFICE, BY_CELL, PLAIN, TYPST = "docxtpl_unoserver", "python_docx", "weasyprint", "typst"
NAMES = {
    OFFICE: "docxtpl＋常驻 LibreOffice，DOCX+PDF",
    BY_CELL: "python-docx 逐格写，DOCX",
    PLAIN: "WeasyPrint 简单表格，PDF",
    TYPST: "Typst，PDF",
}
# what takes longer runs once, what would take longer than the limit not at all
_SLOW, _LIMIT, _OUR_LIMIT = 15, 100, 900


def measured() -> Outcome:
    """Make tables of each size by each tool; what each made is read back."""
    found: dict[int, dict[str, Figures]] = {}
    left_out = [f"{NAMES[OFFICE]}：{lacking}"] if (lacking := listener.lacking()) else []
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        for rows in SIZES:
            given = Path(scratch, f"given-{rows}")
            city = Path(scratch, f"city-{rows}")
            python("tests.bench.city", str(city), str(rows), str(UNITS))
            given.mkdir()
            python("tests.bench.content", "whole-table", str(given), str(city))
            commands = _commands(city)
            if lacking:
                del commands[OFFICE]
            for tool in NAMES.keys() & commands.keys():
                if _expected(tool, rows, found) > _LIMIT:
                    left_out.append(f"{rows} 行：{NAMES[tool]}，估计要 {_LIMIT} 秒以上")
                    del commands[tool]
            found[rows] = dict(_rounds(rows, commands, given, left_out))
    titles = {f"{rows} 行": tools for rows, tools in found.items()}
    return Outcome(titles, list(_lines(found)), left_out)


def _commands(city: Path) -> dict[str, list[str]]:
    build = [REPORTGEN, "-C", str(city), "build", "target-table", "--year", str(YEAR)]
    ours = {
        name: [*build, "--to", formats, "--out", "{folder}"]
        for name, formats in ((BOTH, "docx,pdf"), (DOCX, "docx"), (PDF, "pdf"))
    }
    once = [sys.executable, "-m", "tests.bench.once"]
    return ours | {tool: [*once, tool, "", "{folder}", "0"] for tool in NAMES}


def _expected(tool: str, rows: int, found: dict[int, dict[str, Figures]]) -> float:
    """Return the seconds that a tool would take at least, by what it took for fewer rows."""
    for fewer, tools in sorted(found.items(), reverse=True):
        return tools[tool].median("seconds") * rows / fewer if tool in tools else math.inf
    return 0.0


def _rounds(
    rows: int, commands: dict[str, list[str]], given: Path, left_out: list[str]
) -> Iterator[tuple[str, Figures]]:
    found: dict[str, Figures] = defaultdict(Figures)
    for _ in range(ROUNDS):
        for tool, command in tuple(commands.items()):
            with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as name:
                folder = Path(name)
                for each in ("content.json", "template.docx", "fonts.conf"):
                    shutil.copy(given / each, folder)
                waiting = nullcontext()
                if tool == OFFICE:
                    waiting = listener.listening(folder / "office", folder / "fonts.conf")
                try:
                    with waiting:
                        done = run(command, folder, _LIMIT if tool in NAMES else _OUR_LIMIT)
                except (TimeoutError, ChildProcessError) as error:
                    left_out.append(f"{rows} 行：{NAMES.get(tool, tool)}，{error}")
                    del commands[tool]
                    continue
                if not found[tool].runs:
                    made = (*folder.glob("out.*"), *folder.glob(f"{YEAR}*"))
                    python("tests.bench.alike", tool, str(given), *map(str, made))
                    tell(f"{rows} 行：{tool} 内容相同，{done.seconds:.1f} 秒")
                found[tool].runs.append(done)
                if done.seconds > _SLOW:
                    del commands[tool]
    yield from found.items()


def _lines(found: dict[int, dict[str, Figures]]) -> Iterator[Line]:
    _, middle, many = SIZES
    tools = found[middle]
    for other, ours, aim in (
        (TYPST, BOTH, 8),
        (OFFICE, BOTH, 0.2),
        (PLAIN, PDF, 0.2),
        (BY_CELL, DOCX, 0.2),
    ):
        if {other, ours} <= tools.keys():
            what = f"{middle} 行的表，{ours.split()[1]} 与 {NAMES[other]} 相比"
            yield as_ratio(what, tools[ours], tools[other], aim)
    for name in (BOTH, PDF):
        if name in tools and name in found[many]:
            less, more = (found[rows][name].median("cpu") for rows in (middle, many))
            grown = math.log(more / less) / math.log(many / middle)
            what = f"{middle} 行到 {many} 行，{name.split()[1]} 用时随行数的几次方增长"
            yield Line(what, "次", grown, grown, grown, 1.05)
    for rows, aim in ((middle, 300), (many, 450)):
        if figures := found[rows].get(BOTH):
            peaks = sorted(each.memory for each in figures.runs)
            what = f"{rows} 行的表，DOCX+PDF 最多用内存"
            yield Line(what, "MiB", figures.median("memory"), peaks[0], peaks[-1], aim)
