"""One writer at a time: what changes a workspace's data holds its lock from reading to renaming."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import LockedError, OutputError

LOCK = Path("build") / ".lock"
_UNLOCKED = "不能给工作区上锁"
_PATIENCE_SECONDS, _PAUSE_SECONDS = 10.0, 0.1


@contextmanager
def workspace_lock(root: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Keep other writers out of a workspace; wait a little for one at work, which ``tell`` says.

    The lock goes with its process, however that ends; the file's text is only for people.
    Raises LockedError where the other one takes long, OutputError where no lock can be made.
    """
    path = below(root, *LOCK.parts)
    with Code.OUTPUT_FAILED.refused(OutputError, _UNLOCKED, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(descriptor, tell)
        holder = f"进程 {os.getpid()}，始于 {time.strftime('%F %T')}\n"
        with Code.OUTPUT_FAILED.refused(OutputError, _UNLOCKED, path):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, holder.encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, tell: Callable[[str], None]) -> None:
    until = None
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 200, 0).decode(errors="replace").strip()
            if until is None:
                until = time.monotonic() + _PATIENCE_SECONDS
                tell(f"另一次运行正在改动这个工作区（{holder}），等它结束")
            elif time.monotonic() > until:
                message = f"另一次运行还没有结束（{holder}），没有改动"
                raise LockedError([Code.LOCKED.problem(message)]) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return
