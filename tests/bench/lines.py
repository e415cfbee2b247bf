"""The lines of the table: what was measured, against what it was before and what is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.bench.measuring import Figures

Measured = Mapping[str, Figures]


@dataclass(frozen=True)
class Line:
    """One line; ``least`` and ``most`` are of single runs or of runs made one after the other."""

    what: str
    unit: str
    before: str
    now: float
    least: float
    most: float
    cpu: float
    aim: float

    @property
    def reached(self) -> bool:
        return self.now <= self.aim


def in_seconds(what: str, before: str, figures: Figures, aim: float, parts: int = 1) -> Line:
    """Compare a time, or the part of it that falls to each of some parts."""
    each = sorted(run.seconds / parts for run in figures.runs)
    cpu = figures.median("cpu") / parts
    now = figures.median("seconds") / parts
    return Line(what, "秒", before, now, each[0], each[-1], cpu, aim)


def as_ratio(
    what: str, before: str, ours: Figures, theirs: Figures, aim: float, scale: float = 1
) -> Line:
    """Compare our time with another's in the same rounds; ``scale`` is how much more we did."""
    pairs = zip(ours.runs, theirs.runs, strict=True)
    each = sorted(our.seconds / their.seconds / scale for our, their in pairs)
    now, cpu = (ours.median(clock) / theirs.median(clock) / scale for clock in ("seconds", "cpu"))
    return Line(what, "倍", before, now, each[0], each[-1], cpu, aim)


def table_of(lines: list[Line]) -> Iterator[str]:
    """Yield the table in Markdown."""
    yield "| | 此前 | 现在 | 各次 | 处理器时间 | 目标 | |"
    yield "|---|---|---|---|---|---|---|"
    for line in lines:
        figures = (line.now, line.least, line.most, line.cpu, line.aim)
        now, least, most, cpu, aim = (f"{each:.3g}" for each in figures)
        mark = "✓" if line.reached else "✗"
        yield (
            f"| {line.what}（{line.unit}） | {line.before} | {now} | {least}–{most} "
            f"| {cpu} | ≤ {aim} | {mark} |"
        )


def figures_of(measured: Mapping[str, Measured]) -> Iterator[str]:
    """Yield what each tool took, in Markdown."""
    yield "| | 工具 | 秒 | 各次 | 处理器秒 | 内存 MiB | 次 |"
    yield "|---|---|---|---|---|---|---|"
    for what, tools in measured.items():
        for tool, figures in tools.items():
            seconds = sorted(run.seconds for run in figures.runs)
            yield (
                f"| {what} | {tool} | {figures.median('seconds'):.3f} "
                f"| {seconds[0]:.3f}–{seconds[-1]:.3f} | {figures.median('cpu'):.3f} "
                f"| {figures.median('memory'):.0f} | {len(seconds)} |"
            )
