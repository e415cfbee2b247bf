"""``make bench``: make sure that all tools print the same, then measure them side by side.

Takes about twenty minutes on a quiet machine of two cores; with ``--quick`` all runs once and
there is less of it. Names of parts (single, tables, many) choose among them.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench import many, single, tables
from tests.bench.lines import Outcome, figures_of, table_of
from tests.bench.measuring import QUICK, tell
from tests.bench.picture import bars
from tests.bench.readme import FOLDER

PARTS = {"single": single, "tables": tables, "many": many}


def main() -> None:
    """Print a line for each aim; keep all figures, what README shows of them and the picture."""
    chosen = [each for each in sys.argv[1:] if each in PARTS] or list(PARTS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    found: dict[str, Outcome] = {}
    failed = False
    for name in chosen:
        try:
            found[name] = PARTS[name].measured()
        except Exception:  # the other parts take long enough to be worth having
            traceback.print_exc()
            failed = True
        else:
            _keep(name, found[name])
    readme = "\n".join(_readme(found))
    (FOLDER / "readme.md").write_text(readme + "\n", encoding="utf-8")
    groups = dict(_groups(found))
    if groups:
        (FOLDER / "speed.svg").write_text(bars(groups), encoding="utf-8")
    print(readme)
    for outcome in found.values():
        print("\n".join(["", *figures_of(outcome.measured)]))
    tell(f"全部数字、README 的几行和图：{FOLDER}")
    sys.exit(failed)


def _readme(found: dict[str, Outcome]) -> Iterator[str]:
    yield _machine()
    yield ""
    yield from table_of([line for each in found.values() for line in each.lines])
    if left_out := [words for each in found.values() for words in each.left_out]:
        yield ""
        yield "没有比的：" + "；".join(dict.fromkeys(left_out)) + "。"
    if dict(_groups(found)):
        yield ""
        yield "![各工具用时](.readme/speed.svg)"


def _groups(found: dict[str, Outcome]) -> Iterator[tuple[str, dict[str, float]]]:
    if "tables" in found:
        (_, middle, _) = tables.SIZES
        measured = found["tables"].measured[f"{middle} 行"]
        yield (
            f"{middle} 行的表",
            {
                tables.NAMES.get(tool, tool): each.median("seconds")
                for tool, each in measured.items()
            },
        )
    if "many" in found and (each := found["many"].measured["每份"]):
        yield (
            "一个单位一份的文稿，每份 DOCX+PDF，一个核",
            {tool: figures.median("seconds") for tool, figures in each.items()},
        )


def _machine() -> str:
    load = os.getloadavg()[1]
    programs = ("weasyprint", "python-docx", "docxtpl", "typst")
    office = subprocess.run(["soffice", "--version"], check=False, capture_output=True, text=True)
    found = re.search(r"LibreOffice [\d.]+", office.stdout)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}，{_processor()}，{os.cpu_count()} 核，内存 {_memory()} GiB"
        f"（五分钟内平均有 {load:.1f} 个进程在排队），{platform.freedesktop_os_release()['PRETTY_NAME']}，"
        f"Python {platform.python_version()}，"
        + "，".join(f"{each} {version(each)}" for each in programs)
        + (f"，{found[0]}" if found else "")
        + "；中位数，同类工具所用内容、字体相同并已备好，先核对内容再计时"
        + ("；只试跑了一遍，数量减少" if QUICK else "")
        + "。"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _keep(name: str, outcome: Outcome) -> None:
    record = {
        "machine": _machine(),
        "lines": [{**asdict(each), "reached": each.reached} for each in outcome.lines],
        "left_out": list(outcome.left_out),
        "measured": {
            what: {tool: figures.record() for tool, figures in tools.items()}
            for what, tools in outcome.measured.items()
        },
    }
    file = FOLDER / f"{name}.json"
    file.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


main()
