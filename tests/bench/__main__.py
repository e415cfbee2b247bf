"""``make bench``: print the tools side by side, then how reportgen's time grows with rows."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pypdfium2

from tests.bench.content import SAMPLES, chinese_font, prepare
from tests.bench.growth import growth
from tests.bench.peers import OFFICE, OURS, OURS_PDF, TOOLS, TYPST

RUNS = 5
REPEATS = 4
COPIES = (1, 5, 10)


@dataclass
class Figures:
    """What was measured of one tool: seconds, MiB, pages."""

    colds: list[float] = field(default_factory=list)
    memories: list[float] = field(default_factory=list)
    warm: float = 0.0
    pages: int = 0

    @property
    def cold(self) -> float:
        return statistics.median(self.colds)


def measure(name: str, font: tuple[str, str | None]) -> dict[str, Figures]:
    """Measure all tools; they take turns, so that a busy machine slows all alike."""
    found: dict[str, Figures] = defaultdict(Figures)
    for repeats in (*[0] * RUNS, REPEATS):
        for tool in TOOLS:
            with tempfile.TemporaryDirectory() as folder:
                prepare(name, font, Path(folder))
                cold, memory, warm = _child(tool, folder, repeats)
                (pdf,) = Path(folder).glob("*.pdf")
                found[tool].pages = len(pypdfium2.PdfDocument(pdf))
            if repeats:
                found[tool].warm = warm
            else:
                found[tool].colds.append(cold)
                found[tool].memories.append(memory)
    return found


def _child(tool: str, folder: str, repeats: int) -> tuple[float, float, float]:
    """Run one child; its peak memory includes that of the programs it starts."""
    command = [sys.executable, "-m", "tests.bench.once", tool, folder, str(repeats)]
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
    font = chinese_font()
    _print_machine(*font)
    measured = {name: measure(name, font) for name in SAMPLES}
    for name, tools in measured.items():
        base = tools[OFFICE]
        for tool, figures in tools.items():
            print(
                f"| {SAMPLES[name]} | {tool} | {figures.cold / base.cold:.2f} "
                f"| {figures.warm / base.warm:.2f} | {figures.cold:.2f} | {figures.warm:.2f} "
                f"| {statistics.median(figures.memories):.0f} | {figures.pages} |"
            )
    print("")
    for name, aim in (("target-table", 0.4), ("quarterly", 0.5)):
        tools, title = measured[name], SAMPLES[name]
        ratio = tools[OURS].cold / tools[OFFICE].cold
        _verdict(f"{title}冷启动，与 {OFFICE} 之比", ratio, aim)
        ratio = tools[OURS_PDF].warm / tools[TYPST].warm
        _verdict(f"{title}再次生成 PDF，与 Typst 之比", ratio, 2.5)
    seconds = growth(COPIES)
    few, most = min(seconds), max(seconds)
    print("，".join(f"{rows} 行 {taken:.2f} 秒" for rows, taken in seconds.items()))
    ratio = seconds[most] / most / (seconds[few] / few)
    _verdict(f"{most} 行与 {few} 行每行用时之比", ratio, 1.0)


def _print_machine(family: str, folder: str | None) -> None:
    print(
        f"{os.cpu_count()} 核，Python {platform.python_version()}，WeasyPrint "
        f"{version('weasyprint')}，docxtpl {version('docxtpl')}，Typst {version('typst')}"
    )
    whose = "reportgen 的自由字体（本机没有中文字体）" if folder else "本机字体"
    print(
        f"同类工具用{whose} {family}；正文、表格的字号行距与 reportgen 相同，"
        "所用内容事先备好；LibreOffice 每次重新启动，Typst 在同一进程里记得排过的段落。\n\n"
        f"| 文稿 | 工具 | 冷启动 倍（{OFFICE} 为 1） | 再次 倍 | 冷启动 秒 | 再次 秒 | 内存 MiB "
        "| 页 |\n|---|---|---|---|---|---|---|---|"
    )


def _verdict(what: str, ratio: float, aim: float) -> None:
    reached = "达到" if ratio <= aim else "没有达到"
    print(f"{what}：{ratio:.2f}（目标 {aim}，{reached}）")


main()
