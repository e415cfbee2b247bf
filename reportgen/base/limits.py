"""Limits on the time and memory of a piece of work, in this process or in one of its own.

That one ends with its parent, however it ends.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_MB = 1024 * 1024
_STATM = Path("/proc/self/statm")  # how many pages of address space are used; Linux has it
_INTERRUPTS = (signal.SIGINT, signal.SIGALRM)
_PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux has it


class OutOfTime(BaseException):
    """Work in this process has computed for as long as it may."""


@contextmanager
def within(seconds: int, megabytes: int) -> Iterator[None]:
    """Limit what is done inside: seconds of computing, and address space beyond what is used now.

    Raises OutOfTime, MemoryError. A process that is limited from outside keeps those limits alone.
    """
    size, most = resource.getrlimit(resource.RLIMIT_AS)
    if size != resource.RLIM_INFINITY or threading.current_thread() is not threading.main_thread():
        yield
        return
    if _STATM.exists():
        used = int(_STATM.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * _MB, most))
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)  # again, where a library swallows the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, (size, most))


def _stop(_: int, __: object) -> None:
    raise OutOfTime


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
        _signal_at_parents_death(signal.SIGKILL)
        if os.getppid() != parent:  # it ended before it could be signalled
            os.kill(os.getpid(), signal.SIGKILL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        size = megabytes * _MB
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

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


def end_group_with_parent() -> None:
    """Take along, when the parent ends, what this process has started: other programs don't ask."""
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    _signal_at_parents_death(signal.SIGTERM)


def _signal_at_parents_death(number: int) -> None:
    if _prctl:
        _prctl(_PR_SET_PDEATHSIG, number)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
