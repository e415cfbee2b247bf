"""Run a piece of work in a process of its own, with limits on its time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Ending(Enum):
    """How a process ended."""

    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a process: its exit code (below 0: the signal) and what it wrote."""

    ending: Ending
    code: int
    stdout: str
    stderr: str


def run_limited(module: str, arguments: Sequence[str], *, seconds: float, megabytes: int) -> Ended:
    """Run a module of this program, ``python -m module``, and wait for it.

    ``seconds`` is wall time; ``megabytes`` is address space.
    """

    def limit() -> None:
        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 our own interpreter and modules
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            preexec_fn=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ended(Ending.TIMED_OUT, -9, "", "")
    ending = Ending.DONE if done.returncode == 0 else Ending.FAILED
    if done.returncode < 0:
        ending = Ending.KILLED
    return Ended(ending, done.returncode, done.stdout, done.stderr)
