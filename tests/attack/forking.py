"""The limited child, forked from this process: it saves the second that a new one takes to start."""

from __future__ import annotations

import os
import resource
import runpy
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from unittest.mock import patch

from reportgen.base.limits import Ended

_ROOM = 2 * 1024**3  # a fork has all that its parent has


def forked(
    module: str,
    arguments: Sequence[str],
    *,
    seconds: float,
    megabytes: int,
    given: bytes = b"",
) -> Ended:
    """Run a module of this program as ``run_limited`` does, in a fork."""
    with tempfile.TemporaryFile() as out:
        if (child := os.fork()) == 0:
            _be_child(module, arguments, given, out.fileno(), megabytes)
        ends = time.monotonic() + seconds
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                break
            if time.monotonic() > ends:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return Ended(None, "", "")
            time.sleep(0.001)
        out.seek(0)
        return Ended(os.waitstatus_to_exitcode(status), out.read().decode(errors="replace"), "")


def _be_child(
    module: str, arguments: Sequence[str], given: bytes, out: int, megabytes: int
) -> None:
    code = 1
    try:
        size = max(_ROOM, megabytes * 1024 * 1024)
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        os.dup2(out, 1)
        sys.stdin = TextIOWrapper(BytesIO(given))
        sys.stdout = TextIOWrapper(os.fdopen(1, "wb", closefd=False), write_through=True)
        sys.argv = [module, *arguments]
        warnings.simplefilter("ignore")
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        os._exit(code)


@contextmanager
def forking() -> Iterator[None]:
    """Have foreign files read in forks."""
    with patch("reportgen.sources.foreign.run_limited", forked):
        yield
