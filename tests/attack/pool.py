"""Play inputs in forked processes; one that dies or hangs is named and replaced."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random

from reportgen.base.problems import ReportgenError
from tests.attack.contest import Attack, Case, Fault, Seen, refused

_FORK = multiprocessing.get_context("fork")
_MEMORY = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one input, by its number in the run; ``fault`` is empty where all was well."""

    number: int
    accepted: bool
    fault: str = ""


@dataclass(slots=True)
class _Worker:
    """A process that plays every n-th input, and what it is at."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    first: int
    at: int
    since: float


def dice_of(attack: type[Attack], seed: int, number: int) -> Random:
    """Return the dice of one input: it can be made again without those before it."""
    return Random(f"{seed}/{attack.key}/{number}")


def played(
    attack: type[Attack], folder: Path, seed: int, tries: int, seconds: float, processes: int
) -> Iterator[Result]:
    """Play the inputs of a run, as many as the time allows, and yield what became of each."""
    ends = time.monotonic() + seconds
    stride = range(processes)
    workers = [
        _started(attack, folder / str(each), seed, each, tries, processes) for each in stride
    ]
    while workers:
        ready = wait([each.pipe for each in workers], timeout=1)
        now = time.monotonic()
        for worker in list(workers):
            died = False
            while worker.pipe in ready and worker.pipe.poll():
                try:
                    result = worker.pipe.recv()
                except EOFError:
                    died = True
                    break
                yield result
                worker.at, worker.since = result.number + processes, now
            hung = now - worker.since > attack.longest
            if died or hung or now > ends:
                worker.process.kill()
                worker.process.join()
                workers.remove(worker)
            if (hung or (died and worker.at < tries)) and now <= ends:
                fault = f"{attack.longest:.0f} 秒还没有做完" if hung else _ending(worker)
                yield Result(worker.at, accepted=False, fault=fault)
                place = folder / str(worker.first)
                following = worker.at + processes
                if following < tries:
                    again = _started(attack, place, seed, following, tries, processes)
                    again.first = worker.first
                    workers.append(again)


def play(attack: Attack, case: Case) -> Seen:
    """Play one input; whatever escapes becomes a fault, a refusal is judged by its words."""
    try:
        return attack.play(case)
    except ReportgenError as error:
        return refused(error.problems)
    except Fault:
        raise
    except BaseException as error:
        *_, last = traceback.extract_tb(error.__traceback__)
        where = f"{Path(last.filename).name}:{last.lineno}"
        raise Fault(f"{type(error).__name__} {where} {error}"[:200]) from error


def _ending(worker: _Worker) -> str:
    return f"进程意外退出（{worker.process.exitcode}）"


def _started(
    attack: type[Attack], folder: Path, seed: int, first: int, tries: int, step: int
) -> _Worker:
    ours, its = _FORK.Pipe(duplex=False)
    arguments = (attack, folder, seed, range(first, tries, step), its)
    process = _FORK.Process(target=_work, args=arguments)
    process.start()
    its.close()
    return _Worker(process, ours, first, first, time.monotonic())


def _work(attack: type[Attack], folder: Path, seed: int, numbers: range, pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError), Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 2)  # what engines say of broken inputs
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = attack(folder)
    for number in numbers:
        case = own.case(dice_of(attack, seed, number))
        try:
            pipe.send(Result(number, accepted=play(own, case).accepted))
        except Fault as fault:
            pipe.send(Result(number, accepted=False, fault=str(fault)))
