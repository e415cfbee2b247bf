"""``make bench``: make sure that all tools print the same, then measure them side by side.

Takes some five minutes on a quiet machine of two cores, not ten; with ``--quick`` all runs once.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from tests.bench.alike import check_docx, check_pdf
from tests.bench.lines import Line, Measured, as_ratio, figures_of, in_seconds, table_of
from tests.bench.measuring import ROOT, Figures, interleaved, run
from tests.bench.peers import TOOLS, Content, reportgen_arguments

QUICK = "--quick" in sys.argv
COLD, WARM, REPEATS, VERSIONS, INSIDE = (1, 1, 1, 3, 3) if QUICK else (7, 3, 4, 15, 9)
SAMPLES = {"target-table": "目标表", "quarterly": "季度报告"}
BOTH, DOCX, PDF = "reportgen docx,pdf", "reportgen docx", "reportgen pdf"
FILL, OFFICE, TYPST = "docxtpl", "docxtpl_libreoffice", "typst"
REPORTGEN = str(Path(sys.executable).with_name("reportgen"))
OUTPUT = ROOT / "build" / "bench" / "bench.json"


def main() -> None:
    """Print a line for each aim and keep all figures."""
    measured: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        for name, title in SAMPLES.items():
            given = Path(scratch, name)
            given.mkdir()
            pages = _check_alike(name, given)
            _tell(f"{title}：冷启动 {COLD} 轮，再次 {WARM} 轮")
            measured[f"{title} 冷启动"] = interleaved(_cold(name), COLD, given)
            measured[f"{title} 再次"] = interleaved(_warm(name), WARM, given)
    _tell("--version、排版、行数")
    shown = interleaved({"--version": [REPORTGEN, "--version"]}, VERSIONS)
    alone, grown = _inside()
    few, most = min(grown), max(grown)
    measured["其他"] = {
        **shown,
        f"{pages} 页的行与页": alone,
        **{f"目标表 {rows} 行": figures for rows, figures in grown.items()},
    }
    lines = [
        in_seconds(f"季度报告 {pages} 页的行与页", "3.3–4.4", alone, 0.12),
        in_seconds("其中每页", "0.14–0.18", alone, 0.003, pages),
        *_ratios(measured),
        in_seconds("reportgen --version", "0.43", shown["--version"], 0.12),
        as_ratio(
            f"{most} 行每行与 {few} 行每行相比", "0.76", grown[most], grown[few], 1, most / few
        ),
    ]
    print("\n".join(["", _machine(), "", *table_of(lines), "", *figures_of(measured)]))
    _keep(lines, measured)


def _check_alike(name: str, given: Path) -> int:
    """Run every tool once, unmeasured, and hold what it prints against the content.

    Returns the number of pages.
    """
    _python("tests.bench.content", name, str(given))
    content: Content = json.loads((given / "content.json").read_text(encoding="utf-8"))
    pages = content["pages"]
    for tool, command in _cold(name).items():
        with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
            shutil.copytree(given, folder, dirs_exist_ok=True)
            run(command, Path(folder))
            made = [*Path(folder).glob("out.*"), *Path(folder).glob("20*")]
            for file in made:
                if file.suffix == ".pdf":
                    check_pdf(tool, file, content)
                else:
                    check_docx(tool, file, content)
        _tell(f"{SAMPLES[name]}：{tool} 内容相同" + f"，{pages} 页" * (file.suffix == ".pdf"))
    return pages


def _python(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _inside() -> tuple[Figures, dict[int, Figures]]:
    told = json.loads(_python("tests.bench.inside", str(INSIDE)))
    grown = {int(rows): Figures.read(record) for rows, record in told["growth"].items()}
    return Figures.read(told["typesetting"]), grown


def _cold(name: str) -> dict[str, list[str]]:
    ours = {
        f"reportgen {formats}": [REPORTGEN, *reportgen_arguments(name, formats, Path("{folder}"))]
        for formats in ("docx,pdf", "docx", "pdf")
    }
    return {**ours, **{tool: _once(tool, name, 0) for tool in (FILL, OFFICE, TYPST)}}


def _warm(name: str) -> dict[str, list[str]]:
    return {tool: _once(tool, name, REPEATS) for tool in TOOLS}


def _once(tool: str, name: str, repeats: int) -> list[str]:
    return [sys.executable, "-m", "tests.bench.once", tool, name, "{folder}", str(repeats)]


def _ratios(measured: dict[str, Measured]) -> Iterator[Line]:
    aims = (("目标表", 0.5, 0.25, "1.17", "0.61"), ("季度报告", 1.0, 0.9, "3.04", "3.44"))
    for title, cold_aim, warm_aim, cold_before, warm_before in aims:
        cold, warm = measured[f"{title} 冷启动"], measured[f"{title} 再次"]
        what = f"{title} DOCX+PDF 与 docxtpl+LibreOffice 相比"
        yield as_ratio(f"{what}，冷启动", cold_before, cold[BOTH], cold[OFFICE], cold_aim)
        yield as_ratio(f"{what}，再次", warm_before, warm["reportgen"], warm[OFFICE], warm_aim)
    for title in SAMPLES.values():
        cold = measured[f"{title} 冷启动"]
        yield as_ratio(f"{title} DOCX 与 docxtpl 相比，冷启动", "–", cold[DOCX], cold[FILL], 1.5)
    for title, before, aim in (("目标表", "17", 6), ("季度报告", "34", 10)):
        cold = measured[f"{title} 冷启动"]
        yield as_ratio(f"{title} PDF 与 Typst 相比，冷启动", before, cold[PDF], cold[TYPST], aim)


def _machine() -> str:
    load = os.getloadavg()[1]
    programs = ("weasyprint", "docxtpl", "typst")
    return (
        f"{os.cpu_count()} 核（五分钟内平均有 {load:.1f} 个进程在排队），"
        f"Python {platform.python_version()}，"
        + "，".join(f"{each} {version(each)}" for each in programs)
        + "；中位数，同类工具所用内容、字体、分页相同并已备好，LibreOffice 每次重新启动。"
    )


def _keep(lines: list[Line], measured: dict[str, Measured]) -> None:
    record = {
        "machine": _machine(),
        "lines": [{**asdict(each), "reached": each.reached} for each in lines],
        "measured": {
            what: {tool: figures.record() for tool, figures in tools.items()}
            for what, tools in measured.items()
        },
    }
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    _tell(f"全部数字：{OUTPUT}")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


main()
