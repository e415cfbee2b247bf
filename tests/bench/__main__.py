"""``make bench``: print the tools side by side, then how reportgen's time grows with rows."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version

from tests.bench.content import SAMPLES
from tests.bench.growth import growth
from tests.bench.peers import TOOLS

RUNS = 5
REPEATS = 4


@dataclass(frozen=True)
class Figures:
    """Seconds and MiB, each the median of several runs."""

    cold: float
    warm: float
    memory: float


def measure(tool: str, name: str) -> Figures:
    colds, memories = [], []
    for _ in range(RUNS):
        cold, memory, _ = _child(tool, name, 0)
        colds.append(cold)
        memories.append(memory)
    _, _, warm = _child(tool, name, REPEATS)
    return Figures(statistics.median(colds), warm, statistics.median(memories))


def _child(tool: str, name: str, repeats: int) -> tuple[float, float, float]:
    """Run one child; its peak memory includes that of the programs it starts."""
    command = [sys.executable, "-m", "tests.bench.once", tool, name, str(repeats)]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    story = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    assert status == 0, story
    child.returncode = status
    warm = json.loads(story.strip().splitlines()[-1])["warm"] or 0.0
    return seconds, usage.ru_maxrss / 1024, warm


def main() -> None:
    sys.stdout.write(
        f"{os.cpu_count()} 核，Python {platform.python_version()}，WeasyPrint "
        f"{version('weasyprint')}，docxtpl {version('docxtpl')}，Typst {version('typst')}\n\n"
        "| 文稿 | 工具 | 冷启动 秒 | 再次 秒 | 内存 MiB |\n|---|---|---|---|---|\n"
    )
    found: dict[tuple[str, str], Figures] = {}
    for name, title in SAMPLES.items():
        for tool in TOOLS:
            figures = found[name, tool] = measure(tool, name)
            sys.stdout.write(
                f"| {title} | {tool} | {figures.cold:.2f} | {figures.warm:.2f} "
                f"| {figures.memory:.0f} |\n"
            )
            sys.stdout.flush()
    for name, title, aim in (("target-table", "目标表", 0.4), ("quarterly", "季度报告", 0.5)):
        ours, theirs = found[name, "reportgen DOCX+PDF"], found[name, "docxtpl+LibreOffice"]
        _verdict(f"{title}冷启动与 docxtpl+LibreOffice 之比", ours.cold / theirs.cold, aim)
        ratio = found[name, "reportgen PDF"].warm / found[name, "Typst"].warm
        _verdict(f"{title}再次生成 PDF 与 Typst 之比", ratio, 2.5)
    _verdict("110 行与 11 行每行用时之比", growth(), 1.0)


def _verdict(what: str, ratio: float, aim: float) -> None:
    reached = "达到" if ratio <= aim else "没有达到"
    sys.stdout.write(f"\n{what}：{ratio:.2f}（目标 {aim}，{reached}）\n")


main()
