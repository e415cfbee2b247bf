"""Run a piece of work in a process of its own, with limits on its time and memory.

It ends with its parent, however that ends.
"""

import ctypes
import gc
import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import NoReturn

_MB = 1024 * 1024
_INTERRUPTS = (signal.SIGINT, signal.SIGALRM)
_PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux has it
_malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it


def run_limited(work: Callable[[], bytes], *, seconds: float, megabytes: int) -> bytes:
    """Do a piece of work in a fork of this process, and return its answer.

    ``seconds`` is wall time; ``megabytes`` is address space beyond what this process has. The answer
    is bytes and no more, for what the work has read may have taken the fork over. Raises TimeoutError
    where the time runs out, ChildProcessError where there is no answer.
    """
    parent, room = os.getpid(), _address_space() + megabytes
    ours, its = Pipe(duplex=False)
    # an interrupt waits until the process can be ended: it came, and left a child, while it started
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    if (child := os.fork()) == 0:
        _work_apart(work, its, parent, room)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        its.close()
        if not ours.poll(seconds):
            raise TimeoutError
        return _answer(ours)
    finally:
        end_all(child)
        ours.close()


def _work_apart(
    work: Callable[[], bytes], its: Connection, parent: int, megabytes: int
) -> NoReturn:
    """Be the fork; nothing that its parent had begun is brought to an end here."""
    try:
        begin_apart(parent, megabytes)
        for each in _INTERRUPTS:
            signal.signal(each, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        if its.fileno() > (stderr := 2):  # what libraries say of broken files
            os.dup2(os.open(os.devnull, os.O_WRONLY), stderr)
        its.send_bytes(work())
    finally:
        os._exit(0)


def _answer(pipe: Connection) -> bytes:
    try:
        return pipe.recv_bytes()
    except (EOFError, OSError) as error:
        raise ChildProcessError from error


def begin_apart(parent: int, megabytes: int) -> None:
    """Be a fork that ends with its parent, and now if that has ended.

    It has so much address space, no more than there is, and leaves no dump of it.
    """
    os.setsid()
    _signal_at_parents_death(signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    size, most = megabytes * _MB, resource.getrlimit(resource.RLIMIT_AS)[1]
    size = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    gc.enable()


def end_group_with_parent() -> None:
    """Take along, when the parent ends, what this process has started: other programs don't ask."""
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    _signal_at_parents_death(signal.SIGTERM)


def give_memory_back() -> None:
    """Return to the system what large work has left: a freed XML tree alone stays with the process."""
    gc.collect()
    if _malloc_trim:
        _malloc_trim(0)


def _signal_at_parents_death(number: int) -> None:
    if _prctl:
        _prctl(_PR_SET_PDEATHSIG, number)


def _address_space() -> int:
    """Return how many megabytes of it this process has; 0 where the system doesn't say."""
    with suppress(OSError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * resource.getpagesize() // _MB
    return 0


def end_all(child: int) -> int:
    """End a child and all that it has started; return with what status it ended."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]
