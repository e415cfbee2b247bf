"""Many documents: a report for each unit of a city, with one and with all cores; what changes."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import listener
from tests.bench.lines import Line, Measured, Outcome, as_ratio, in_seconds
from tests.bench.measuring import QUICK, REPORTGEN, YEAR, Figures, Run, python, run, tell

UNITS, ROUNDS, AGAIN, REPEATS = (100, 1, 3, 5) if QUICK else (1000, 3, 5, 30)
TARGETS = 2 * UNITS
KIND, OFFICE = "unit-report", "docxtpl_unoserver"
CORES = sorted(os.sched_getaffinity(0))
ALONE, TOGETHER = "reportgen，一个核", f"reportgen，{len(CORES)} 个核"
# one core, held to it: with one worker the process that puts it to work would run beside it
_ON_ONE_CORE = ("taskset", "--cpu-list", str(CORES[0]))


def measured() -> Outcome:
    """Make all, then only what changed; a figure, then the template."""
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        city = Path(scratch, "city")
        python("tests.bench.city", str(city), str(TARGETS), str(UNITS))
        made, lines = _all(city)
        again, more = _changed(city)
        peers, others, left_out = _peers(city, Path(scratch, "given"), made[ALONE])
        tell("示例：保存一个数")
        saved = Figures.read(json.loads(python("tests.bench.saving", str(AGAIN))))
    found = {
        f"{UNITS} 份": made,
        "每份": {**peers},
        f"{UNITS} 份再做": again,
        "示例": {"改一个数到季度报告 PDF": saved},
    }
    saving = in_seconds("示例：保存一个数到季度报告新的 PDF", saved, 1.0)
    return Outcome(found, [*lines, *others, *more, saving], left_out)


def _all(city: Path) -> tuple[Measured, list[Line]]:
    folders = {ALONE: city / "alone", TOGETHER: city / "build"}
    found = {name: Figures() for name in folders}
    for _ in range(ROUNDS):
        for name, folder in folders.items():
            # what stays the same isn't put out again, and wouldn't be counted
            shutil.rmtree(folder, ignore_errors=True)
            held = _ON_ONE_CORE if name == ALONE else ()
            workers = 1 if held else len(CORES)
            done, count = _batch(city, folder, "--jobs", str(workers), "--all", held=held)
            assert count == UNITS, f"{count} documents, not {UNITS}"
            found[name].runs.append(done)
            tell(f"{UNITS} 份，{name}：{done.seconds:.1f} 秒")
    names = [each.name for each in folders[ALONE].glob("*.*")]
    same, *other = filecmp.cmpfiles(*folders.values(), names, shallow=False)
    assert len(same) == len(names), other
    return found, [_scaling(found)]


def _scaling(found: Measured) -> Line:
    gains = [
        alone.seconds / together.seconds / len(CORES)
        for alone, together in zip(found[ALONE].runs, found[TOGETHER].runs, strict=True)
    ]
    now = found[ALONE].median("seconds") / found[TOGETHER].median("seconds") / len(CORES)
    what = f"{UNITS} 份，{len(CORES)} 核比一核快几倍，除以核数"
    return Line(what, "倍", now, min(gains), max(gains), 0.9, at_most=False)


def _changed(city: Path) -> tuple[Measured, list[Line]]:
    """Do it again: with nothing changed, one figure, the template."""
    found = {"没有变化": Figures(), "改一个数": Figures(), "改一个模板": Figures()}
    rebuilt: dict[str, int] = {}
    figures, template = (
        city / f"data/{YEAR}/progress/{YEAR}Q1.yaml",
        city / f"templates/{KIND}.html",
    )
    for name, times in (("没有变化", AGAIN), ("改一个数", AGAIN), ("改一个模板", 1)):
        for number in range(1, times + 1):
            if name == "改一个数":
                _replace(figures, r"(W5\.1\n *cumulative: )\d+", rf"\g<1>{30 + number}")
            elif name == "改一个模板":
                _replace(template, "请核对。", "请核对，有误的请反馈。")
            done, rebuilt[name] = _batch(city, city / "build", "--jobs", str(len(CORES)))
            found[name].runs.append(done)
        tell(f"{UNITS} 份再做，{name}：{rebuilt[name]} 份重做，{done.seconds:.2f} 秒")
    lines = [in_seconds(f"{UNITS} 份没有变化，判定（连启动）", found["没有变化"], 0.5)]
    for name, count in rebuilt.items():
        wanted = {"没有变化": 0, "改一个数": 1, "改一个模板": UNITS}[name]
        what = f"{UNITS} 份，{name}，重做几份"
        lines.append(Line(what, "份", count, count, count, wanted))
    return {f"{name}，重做 {rebuilt[name]} 份": each for name, each in found.items()}, lines


def _replace(file: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, file.read_text("utf-8"))
    assert count == 1, f"{pattern}: {count}"
    file.write_text(text, "utf-8")


def _batch(city: Path, folder: Path, *options: str, held: Sequence[str] = ()) -> tuple[Run, int]:
    """Make the units' reports; return also how many PDFs are new. ``held`` goes before it all."""
    command = [*held, REPORTGEN, "-C", str(city), "batch", KIND, "--period", f"{YEAR}Q1"]
    started = time.time()
    done = run([*command, "--out", str(folder), *options], city)
    return done, sum(each.stat().st_mtime >= started for each in folder.glob("*.pdf"))


def _peers(city: Path, given: Path, ours: Figures) -> tuple[Measured, list[Line], list[str]]:
    """Fill one unit's report again and again, each time printed by a LibreOffice that waits."""
    if lacking := listener.lacking():
        return {}, [], [f"docxtpl＋常驻 LibreOffice：{lacking}"]
    given.mkdir()
    python("tests.bench.content", KIND, str(given), str(city))
    command = [sys.executable, "-m", "tests.bench.once", OFFICE, "", str(given), str(REPEATS)]
    with listener.listening(given / "office", given / "fonts.conf"):
        theirs = Figures([run(command, given)])
    python("tests.bench.alike", OFFICE, str(given), *map(str, given.glob("out.*")))
    each = Figures([Run(one.seconds / UNITS, one.cpu / UNITS, one.memory) for one in ours.runs])
    tell(f"{OFFICE} 内容相同，每份 {theirs.median('seconds'):.2f} 秒")
    names = {ALONE: each, "docxtpl＋常驻 LibreOffice": theirs}
    what = "一份 DOCX+PDF 与 docxtpl＋常驻 LibreOffice 相比"
    lines = [
        as_ratio(f"{what}，一个核", each, theirs, 1),
        as_ratio(f"{what}，处理器时间", each, theirs, 1, "cpu"),
    ]
    return names, lines, []
