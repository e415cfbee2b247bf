"""Try mutants in children of a process that has pytest, the program and its tests loaded.

All tests of a room run once, while it is noted which lines each of them runs. Then a child for each
mutant puts the mutated code in the function's place, runs the tests that run its statement, those
that told most often and the quick ones first, and ends at the first failure. One that takes far too
long is killed too.
"""

from __future__ import annotations

import ast
import functools
import gc
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from types import CodeType, FunctionType
from typing import NoReturn

import pytest
from coverage import Coverage

from reportgen.sources import foreign
from reportgen.typeset.looks import Setup
from tests.mutants.mutations import Mutant

ROOT = Path(__file__).parents[2]
# a test takes so many times as long with a mutant at the most, and so much more, in seconds of the
# processor
_PATIENCE, _AT_LEAST = 10, 5
# how a child ends: with 0 where no test told, with the number of the test that did, from 1, or so
_NOT_COUNTED, _NOT_IN_PLACE = 254, 255
# modules that may have a table by its name
_HOLDING = ("reportgen.", "tests.")
_OPTIONS = ("-q", "-p", "no:cacheprovider", "--capture=sys", "-m", "not slow", "--no-header")


@dataclass(eq=False)
class Trial:
    """A pytest plugin: runs the tests once, then on each mutant."""

    mutants: Sequence[Mutant]
    jobs: int
    survivors: list[Mutant] = field(default_factory=list)
    unreached: list[Mutant] = field(default_factory=list)
    failed: bool = False
    _sources: dict[str, bytes] = field(default_factory=dict)
    # the tests by file and line
    _runs: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    _told: Counter[int] = field(default_factory=Counter)
    _seconds: dict[int, float] = field(default_factory=dict)

    def run(self, tests: Sequence[str]) -> None:
        """Collect the tests and try all mutants on them."""
        os.chdir(ROOT)
        # as they are now: whoever edits them meanwhile doesn't disturb
        self._sources = {each.file: (ROOT / each.file).read_bytes() for each in self.mutants}
        ended = pytest.main([*_OPTIONS, *tests], plugins=[self])
        if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise SystemExit("测试没有运行起来，见上")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        # in this process it is seen which functions read a foreign file
        foreign.run_limited = lambda work, **_: work()  # type: ignore[assignment]
        self._record(session.items)
        functions, memories = _functions(), _memories()
        gc.freeze()
        running: dict[int, tuple[Mutant, list[int], float]] = {}
        for mutant in self.mutants:
            chosen = self._tests_of(mutant)
            if not chosen:
                self.unreached.append(mutant)
                continue
            while len(running) >= self.jobs:
                self._wait(running)
            items = {number: session.items[number] for number in chosen}
            seconds = 10 + _PATIENCE * sum(self._seconds[each] for each in chosen)
            pid = os.fork()
            if not pid:
                self._child(mutant, items, functions, memories)
            running[pid] = mutant, chosen, time.monotonic() + 20 * seconds
        while running:
            self._wait(running)
        return True

    def _record(self, items: list[pytest.Item]) -> None:
        """Run each test and note the lines that it runs; those that fail are left out."""
        recorder = Coverage(data_file=None, config_file=False, include=[*self._sources])
        failing = set()
        with recorder.collect():
            for number, item in enumerate(items):
                began, self.failed = time.process_time(), False
                recorder.switch_context(str(number))
                # a next one after the last, so that what belongs to the session stays
                _run(item, items[(number + 1) % len(items)])
                self._seconds[number] = time.process_time() - began
                if self.failed:
                    failing.add(number)
        found = recorder.get_data()
        for file in self._sources:
            for line, contexts in found.contexts_by_lineno(str(ROOT / file)).items():
                self._runs[file, line] = {int(each) for each in contexts if each} - failing
        self._files = [item.path for item in items]

    def _tests_of(self, mutant: Mutant) -> list[int]:
        """Return the tests of a mutant: five that told of its file's, then the quick files' first.

        What is no function's belongs to all tests of its file.
        """
        numbers = {
            number
            for (file, line), tests in self._runs.items()
            if file == mutant.file and (mutant.function is None or line in mutant.lines)
            for number in tests
        }
        total: dict[Path, float] = {}
        for each in numbers:
            total[self._files[each]] = total.get(self._files[each], 0) + self._seconds[each]
        rest = sorted(numbers, key=lambda each: (total[self._files[each]], each))
        first = sorted(numbers & self._told.keys(), key=lambda each: -self._told[each])[:5]
        return list(dict.fromkeys([*first, *rest]))

    def _child(
        self,
        mutant: Mutant,
        items: dict[int, pytest.Item],
        functions: dict[tuple[str, str], list[FunctionType]],
        memories: list[Callable[[], None]],
    ) -> NoReturn:
        # a table that can't be made anew stops the program at once, a function is always found
        code = _NOT_COUNTED if mutant.function is None else _NOT_IN_PLACE
        try:
            os.setsid()
            os.nice(10)
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            _put_in_place(mutant, mutant.source(self._sources[mutant.file]), functions)
            for clear in memories:
                clear()
            self.failed, code = False, _NOT_COUNTED
            following = [*items.values()][1:] + [*items.values()][:1]
            for at, (number, item) in enumerate(items.items(), start=1):
                until = time.process_time() + _AT_LEAST + _PATIENCE * self._seconds[number]
                resource.setrlimit(resource.RLIMIT_CPU, (ceil(until), resource.RLIM_INFINITY))
                _run(item, following[at - 1])
                if self.failed:
                    code = min(at, _NOT_COUNTED)
                    break
            else:
                code = 0
        finally:
            os._exit(code)

    def _wait(self, running: dict[int, tuple[Mutant, list[int], float]]) -> None:
        for pid, (mutant, chosen, until) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended and time.monotonic() > until:
                os.killpg(pid, signal.SIGKILL)
                ended, status = os.waitpid(pid, 0)
            if ended:
                del running[pid]
                code = os.waitstatus_to_exitcode(status)
                assert code != _NOT_IN_PLACE, mutant
                if 0 < code <= min(len(chosen), _NOT_COUNTED - 1):
                    self._told[chosen[code - 1]] += 1
                elif code == 0:
                    self.survivors.append(mutant)
                    print(f"\n存活 {mutant}", flush=True, file=sys.__stdout__)
        time.sleep(0.02)


def _run(item: pytest.Item, following: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _functions() -> dict[tuple[str, str], list[FunctionType]]:
    """Find the program's functions by file and name, wherever they are kept."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(str(ROOT)):
            code = each.__code__
            found.setdefault((code.co_filename, code.co_qualname), []).append(each)
    return found


def _memories() -> list[Callable[[], None]]:
    """Find what empties remembered results, but for the fonts', which are slow to read again."""
    known = gc.get_objects()
    caches = [
        each.cache_clear
        for each in known
        if isinstance(each, functools._lru_cache_wrapper)
        and each.__module__.startswith("reportgen.")
        and not each.__module__.startswith("reportgen.fonts")
    ]
    return caches + [each.memory.clear for each in known if isinstance(each, Setup)]


def _put_in_place(
    mutant: Mutant, source: bytes, functions: dict[tuple[str, str], list[FunctionType]]
) -> None:
    path = ROOT / mutant.file
    if mutant.function is not None:
        (code,) = _codes(compile(source, str(path), "exec", dont_inherit=True), mutant.function)
        for each in functions[str(path), mutant.function]:
            each.__code__ = code
        return
    # a table or a constant: its statement again, and the new value wherever the old one is
    (module,) = (
        each for each in sys.modules.values() if getattr(each, "__file__", None) == str(path)
    )
    before = dict(vars(module))
    for statement in ast.parse(source).body:
        if statement.lineno <= mutant.line <= (statement.end_lineno or 0):
            code = compile(ast.Module([statement], []), str(path), "exec", dont_inherit=True)
            exec(code, vars(module))
    for name, value in list(vars(module).items()):
        if name in before and before[name] is not value:
            known = (each for key, each in sys.modules.items() if key.startswith(_HOLDING))
            for other in known:
                if vars(other).get(name) is before[name]:
                    setattr(other, name, value)


def _codes(code: CodeType, name: str) -> Iterator[CodeType]:
    """Yield the code of a function, by its name."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_qualname == name:
                yield each
            elif name.startswith(f"{each.co_qualname}."):
                yield from _codes(each, name)
