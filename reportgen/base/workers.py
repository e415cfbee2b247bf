"""Work shared out among forked processes: each task has its limits, and who dies loses only its own.

A worker starts by fork, so all that was read before stands ready in it; a task is told by its number
and nothing but its result is sent. Each has a pipe of its own: a queue for all dies with one of them.
"""

from __future__ import annotations

import gc
import os
import signal
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar, cast

from reportgen.base.limits import end_with, limit_memory

T = TypeVar("T")
R = TypeVar("R")
_FORK = get_context("fork")
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that no worker brought to an end, and why; its story is for programmers."""

    reason: str
    story: str = ""


def broken_off() -> Lost:
    """Tell of the fault in the program that is being handled."""
    story = traceback.format_exc()
    return Lost(f"程序内部错误：{story.strip().splitlines()[-1]}", story)


class _Worker(Generic[R]):
    """One process and our end of its pipe, with the task that it has."""

    def __init__(self, serve: Callable[[Connection], None]) -> None:
        self.connection, theirs = _FORK.Pipe()
        self._process = _FORK.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self.task = 0
        self.until = 0.0

    def give(self, task: int, seconds: float) -> None:
        self.task, self.until = task, time.monotonic() + seconds
        with suppress(OSError):  # a dead one has no answer, which says so
            self.connection.send(task)

    def answer(self) -> R | Lost:
        try:
            return cast(R | Lost, self.connection.recv())
        except (EOFError, OSError):
            self._process.join()
            return Lost(f"子进程意外退出（信号 {-(self._process.exitcode or 0)}）")

    def stop(self) -> None:
        assert self._process.pid is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # and all that it has started
        self._process.kill()
        self._process.join()
        self.connection.close()


def shared_out(
    work: Callable[[T], R],
    tasks: Sequence[T],
    *,
    workers: int,
    seconds: float,
    megabytes: int,
) -> Iterator[tuple[int, R | Lost]]:
    """Yield each task's number and result as they come, from so many processes.

    ``seconds`` is wall time for one task, ``megabytes`` address space of a process. A task whose
    worker dies, has no memory left or takes too long is tried once more, by a new one.
    """
    parent = os.getpid()

    def serve(connection: Connection) -> None:
        end_with(parent)
        limit_memory(megabytes)
        _serve(work, tasks, connection, megabytes)

    waiting, tries = deque(range(len(tasks))), Counter[int]()
    crew: list[_Worker[R]] = []
    try:
        while waiting or crew:
            while waiting and len(crew) < workers:
                crew.append(_Worker(serve))
                crew[-1].give(waiting.popleft(), seconds)
            for worker, answer in _answers(crew, seconds):
                task, lost = worker.task, isinstance(answer, Lost)
                tries[task] += 1
                if again := lost and tries[task] < _TRIES:
                    waiting.append(task)
                if waiting and not lost:
                    worker.give(waiting.popleft(), seconds)
                else:
                    crew.remove(worker)
                    worker.stop()
                if not again:
                    yield task, answer
    finally:
        for worker in crew:
            worker.stop()


def _answers(crew: Sequence[_Worker[R]], seconds: float) -> Iterator[tuple[_Worker[R], R | Lost]]:
    """Wait for workers that have done their tasks, or haven't in time."""
    soonest = min(each.until for each in crew) - time.monotonic()
    ready = wait([each.connection for each in crew], max(0.0, soonest))
    for worker in tuple(crew):
        if worker.connection in ready:
            yield worker, worker.answer()
        elif worker.until <= time.monotonic():
            yield worker, Lost(f"做了 {seconds:g} 秒还没有做完，已停止")


def _serve(
    work: Callable[[T], R], tasks: Sequence[T], connection: Connection, megabytes: int
) -> None:
    """Do what is asked until nobody asks; what is wrong with the program ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever shares the work out says when to stop
    os.setsid()
    gc.freeze()
    gc.enable()
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            connection.send(work(tasks[task]))
        except MemoryError:
            connection.send(Lost(f"用尽了 {megabytes} MB 内存，已停止"))
            return
        except Exception:
            connection.send(broken_off())
            return
