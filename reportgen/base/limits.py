"""Run a piece of work in a process of its own, with limits on its time and memory.

It ends with its parent, however that ends.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

_MB = 1024 * 1024
_INTERRUPTS = (signal.SIGINT, signal.SIGALRM)
_PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux has it
_malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a process, and what it wrote.

    ``code`` is its exit code; below 0 the signal that ended it, None where its time ran out.
    """

    code: int | None
    stdout: str
    stderr: str


def run_limited(
    module: str,
    arguments: Sequence[str],
    *,
    seconds: float,
    megabytes: int,
    given: bytes = b"",
) -> Ended:
    """Run a module of this program, ``python -m module``, and wait for it.

    ``seconds`` is wall time; ``megabytes`` is address space; ``given`` is what it reads from stdin.
    """
    parent = os.getpid()

    def limit() -> None:
        end_with(parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        limit_memory(megabytes)

    command = [sys.executable, "-P", "-X", "utf8", "-m", module, *arguments]
    # an interrupt waits until the process can be ended: it came, and left a child, while it started
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    process = subprocess.Popen(  # noqa: S603 our own interpreter and modules
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=limit,
        start_new_session=True,
    )
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        written = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        return Ended(None, "", "")
    finally:
        _kill(process)  # and all that it has started
    stdout, stderr = (stream.decode(errors="replace") for stream in written)
    return Ended(process.returncode, stdout, stderr)


def end_with(parent: int) -> None:
    """End this process when its parent ends, or now if that has ended."""
    _signal_at_parents_death(signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def end_group_with_parent() -> None:
    """Take along, when the parent ends, what this process has started: other programs don't ask."""
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    _signal_at_parents_death(signal.SIGTERM)


def limit_memory(megabytes: int) -> None:
    """Give this process so much address space, no more than it has, and no dump of it when it ends."""
    size, most = megabytes * _MB, resource.getrlimit(resource.RLIMIT_AS)[1]
    size = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def give_memory_back() -> None:
    """Return to the system what large work has left: a freed XML tree alone stays with the process."""
    gc.collect()
    if _malloc_trim:
        _malloc_trim(0)


def _signal_at_parents_death(number: int) -> None:
    if _prctl:
        _prctl(_PR_SET_PDEATHSIG, number)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
