"""The lines of the table: what was measured against what is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.measuring import Figures

Measured = Mapping[str, Figures]


@dataclass(frozen=True)
class Line:
    """One line; ``least`` and ``most`` are of single runs or of runs made one after the other."""

    what: str
    unit: str
    now: float
    least: float
    most: float
    aim: float
    at_most: bool = True

    @property
    def reached(self) -> bool:
        return self.now <= self.aim if self.at_most else self.now >= self.aim


@dataclass(frozen=True)
class Outcome:
    """What a part of the bench found, by what was done and by tool; what had to be left out."""

    measured: Mapping[str, Measured]
    lines: Sequence[Line]
    left_out: Sequence[str] = field(default=())


def in_seconds(what: str, figures: Figures, aim: float, parts: int = 1) -> Line:
    """Compare a time, or the part of it that falls to each of some parts."""
    each = sorted(run.seconds / parts for run in figures.runs)
    return Line(what, "秒", figures.median("seconds") / parts, each[0], each[-1], aim)


def as_ratio(
    what: str, ours: Figures, theirs: Figures, aim: float, clock: str = "seconds", scale: float = 1
) -> Line:
    """Compare our time with another's in the same rounds; ``scale`` is how much more we did."""
    pairs = zip(ours.runs, theirs.runs, strict=False)  # what is slow runs once
    each = sorted(getattr(our, clock) / getattr(their, clock) / scale for our, their in pairs)
    now = ours.median(clock) / theirs.median(clock) / scale
    return Line(what, "倍", now, each[0], each[-1], aim)


def table_of(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the table in Markdown."""
    yield "| | 现在 | 各次 | 目标 | |"
    yield "|---|---|---|---|---|"
    for line in lines:
        now, least, most, aim = (
            f"{each:.0f}" if each >= 100 else f"{each:.3g}"
            for each in (line.now, line.least, line.most, line.aim)
        )
        sign, mark = "≤" if line.at_most else "≥", "✓" if line.reached else "✗"
        yield f"| {line.what}（{line.unit}） | {now} | {least}–{most} | {sign} {aim} | {mark} |"


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
