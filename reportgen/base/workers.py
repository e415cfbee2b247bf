"""Work shared out among forked processes: each task has its limits, and who dies loses only its own.

A worker starts by fork, so all that was read before stands ready in it; a task is told by its number
and nothing but its result is sent. Each has a pipe of its own: a queue for all dies with one of them.
Where there are more processes than tasks, a worker may share its own task out among the others.
"""

import os
import signal
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, Pipe, wait
from typing import Generic, TypeVar, cast

from reportgen.base.limits import begin_apart, end_all
from reportgen.base.problems import ReportgenError

T = TypeVar("T")
R = TypeVar("R")
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Crew:
    """So many processes side by side, with limits for each.

    ``seconds`` is wall time for one task, ``megabytes`` address space of a process.
    """

    workers: int
    seconds: float
    megabytes: int


_spare: ContextVar[Crew | None] = ContextVar("spare", default=None)


def spare_crew() -> Crew | None:
    """Return the processes that may help this worker with its task, None where there are none."""
    return _spare.get()


class LostError(Exception):
    """A task, or a part of it, that no worker brought to an end; its story is for programmers."""

    def __init__(self, reason: str, story: str = "") -> None:
        super().__init__(reason, story)
        self.reason, self.story = reason, story


def broken_off() -> LostError:
    """Tell of the fault in the program that is being handled."""
    story = traceback.format_exc()
    return LostError(f"程序内部错误：{story.strip().splitlines()[-1]}", story)


Stopped = ReportgenError | LostError


class _Worker(Generic[R]):
    """One process and our end of its pipe, with the task that it has."""

    def __init__(self, serve: Callable[[Connection], None]) -> None:
        self.connection, theirs = Pipe()
        self._process = os.fork()  # one of multiprocessing's may have no children of its own
        if not self._process:
            try:
                serve(theirs)
            finally:
                os._exit(1)
        theirs.close()
        self._ended = False
        self.task = 0
        self.until = 0.0

    def give(self, task: int, seconds: float) -> None:
        self.task, self.until = task, time.monotonic() + seconds
        with suppress(OSError):  # a dead one has no answer, which says so
            self.connection.send(task)

    def answer(self) -> R | Stopped:
        try:
            return cast(R | Stopped, self.connection.recv())
        except (EOFError, OSError):
            _, status = os.waitpid(self._process, 0)
            self._ended = True
            return LostError(f"子进程意外退出（信号 {os.WTERMSIG(status)}）")

    def stop(self) -> None:
        if not self._ended:
            end_all(self._process)
        self.connection.close()


def shared_out(
    work: Callable[[T], R], tasks: Sequence[T], by: Crew
) -> Iterator[tuple[int, R | Stopped]]:
    """Yield each task's number and result as they come, or what stopped it.

    A task whose worker dies, has no memory left or takes too long is tried once more, by a new one.
    """
    parent, seconds = os.getpid(), by.seconds

    def serve(connection: Connection) -> None:
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # whoever shares the work out says when to stop
        begin_apart(parent, by.megabytes)
        share = by.workers // max(len(tasks), 1)
        _spare.set(replace(by, workers=share) if share > 1 else None)
        _serve(work, tasks, connection, by.megabytes)

    waiting, tries = deque(range(len(tasks))), Counter[int]()
    crew: list[_Worker[R]] = []
    try:
        while waiting or crew:
            while waiting and len(crew) < by.workers:
                crew.append(_Worker(serve))
                crew[-1].give(waiting.popleft(), seconds)
            for worker, answer in _answers(crew, seconds):
                task, lost = worker.task, isinstance(answer, LostError)
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


def _answers(
    crew: Sequence[_Worker[R]], seconds: float
) -> Iterator[tuple[_Worker[R], R | Stopped]]:
    """Wait for workers that have done their tasks, or haven't in time."""
    soonest = min(each.until for each in crew) - time.monotonic()
    ready = wait([each.connection for each in crew], max(0.0, soonest))
    for worker in tuple(crew):
        if worker.connection in ready:
            yield worker, worker.answer()
        elif worker.until <= time.monotonic():
            yield worker, LostError(f"做了 {seconds:g} 秒还没有做完，已停止")


def _serve(
    work: Callable[[T], R], tasks: Sequence[T], connection: Connection, megabytes: int
) -> None:
    """Do what is asked until nobody asks; what is wrong with the program ends the process."""
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            connection.send(work(tasks[task]))
        except ReportgenError as error:
            connection.send(error.alone())
        except MemoryError:
            connection.send(LostError(f"用尽了 {megabytes} MB 内存，已停止"))
            return
        except LostError as lost:
            connection.send(lost)
            return
        except Exception:
            connection.send(broken_off())
            return
