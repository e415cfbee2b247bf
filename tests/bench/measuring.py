"""Measured runs: wall clock, processor time and peak memory of child processes.

The process that starts them stays small, since Linux counts its memory as theirs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench import listener

ROOT = Path(__file__).parents[2]
YEAR = 2026  # of the invented city
QUICK = "--quick" in sys.argv
REPORTGEN = str(Path(sys.executable).with_name("reportgen"))


@dataclass(frozen=True)
class Run:
    """One run; its memory in MiB is that of the greatest process, programs it starts included."""

    seconds: float
    cpu: float
    memory: float


@dataclass
class Figures:
    """All runs of one tool at one thing."""

    runs: list[Run] = field(default_factory=list)

    def median(self, what: str) -> float:
        return statistics.median(getattr(each, what) for each in self.runs)

    @classmethod
    def read(cls, record: Mapping[str, list[Mapping[str, float]]]) -> Figures:
        """Read back what ``record`` returned."""
        return cls([Run(**each) for each in record["runs"]])

    def record(self) -> dict[str, object]:
        medians = {name: round(self.median(name), 3) for name in ("seconds", "cpu", "memory")}
        return {"median": medians, "runs": [asdict(each) for each in self.runs]}


def interleaved(
    commands: Mapping[str, Sequence[str]], runs: int, given: Path | None = None
) -> dict[str, Figures]:
    """Run each command in turn, again and again, so that a busy machine slows all alike.

    Each starts from a fresh copy of the folder given.
    """
    found: dict[str, Figures] = defaultdict(Figures)
    for _ in range(runs):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
                if given:
                    shutil.copytree(given, folder, dirs_exist_ok=True)
                found[name].runs.append(run(command, Path(folder)))
    return found


def run(command: Sequence[str], folder: Path, limit: float = 600) -> Run:
    """Run a command; ``{folder}`` in it is the folder. What it says of itself goes before all else.

    Raises TimeoutError after so many seconds, ChildProcessError with what one that fails says.
    """
    words = [each.replace("{folder}", str(folder)) for each in command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    if (folder / "fonts.conf").exists():  # for LibreOffice; reportgen brings its own
        environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    start, listened = time.perf_counter(), listener.cpu_seconds()
    child = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert child.stderr is not None
    end = threading.Timer(limit, child.kill)
    end.start()
    story = child.stderr.read()
    end.cancel()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = status
    if status and seconds >= limit:
        raise TimeoutError(f"{limit:g} 秒没有做完")
    if status:
        raise ChildProcessError(story)
    cpu = usage.ru_utime + usage.ru_stime + listener.cpu_seconds() - listened
    memory = max(usage.ru_maxrss / 1024, listener.peak_mebibytes())
    if told := re.search(r"^warm: (.*)$", story, re.MULTILINE):
        return Run(**json.loads(told[1]), memory=memory)
    return Run(seconds, cpu, memory)


def python(module: str, *arguments: str) -> str:
    """Run a module, unmeasured, and return what it prints."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def tell(words: str) -> None:
    """Say what is being done."""
    print(words, file=sys.stderr, flush=True)
