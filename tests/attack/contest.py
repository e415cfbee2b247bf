"""What the attack runs share: an input made by lot, what became of it, and what is a fault."""

from __future__ import annotations

import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import ClassVar

from reportgen.base.problems import ExitCode, Problem
from tests.running import Ran

# three English words in a row that aren't quoted: an engine speaks, not this program
_QUOTED = re.compile(r"“[^”]*”|`[^`]*`|\"[^\"]*\"|'[^']*'|\S*[/\\.]\S*")
_ENGLISH = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Fault(Exception):  # noqa: N818 what an attack found, no error of the attack
    """What must not happen, in few Chinese words."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile input: what it attacks (a name or path) and its bytes."""

    target: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """How the program took an input: whether as good, and if not, with which words."""

    accepted: bool
    words: tuple[str, ...] = ()


class Attack(ABC):
    """A run of hostile inputs against one way into the program, in a folder of its own."""

    key: ClassVar[str]
    name: ClassVar[str]
    tries: ClassVar[int]
    longest: ClassVar[float] = 120.0  # seconds of one input, on a slow and busy machine

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "office"
        self._kept: dict[Path, bytes] = {}

    @abstractmethod
    def case(self, dice: Random) -> Case:
        """Make an input by lot; the same dice make the same."""

    @abstractmethod
    def played(self, case: Case) -> Seen:
        """Give the program an input; raise Fault for what must not happen, or let it escape."""

    def play(self, case: Case) -> Seen:
        """Play an input, see that nothing was left outside the workspace, and clear up."""
        try:
            seen = self.played(case)
            if strangers := {each.name for each in self.folder.iterdir()} - {"office", "given"}:
                raise Fault(f"写到了工作区以外：{'、'.join(sorted(strangers))}")
            if halves := [each.name for each in self.root.rglob("*.part*")]:
                raise Fault(f"留下了写了一半的文件：{halves[0]}")
            return seen
        finally:
            self._clear()

    def put(self, path: Path, content: bytes) -> None:
        """Put a file into the workspace until the input is played."""
        self._kept.setdefault(path, path.read_bytes() if path.exists() else b"")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _clear(self) -> None:
        for path, content in self._kept.items():
            if content:
                path.write_bytes(content)
            else:
                path.unlink(missing_ok=True)
        self._kept.clear()
        for each in self.folder.iterdir():
            if each.name != "office":
                shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
        shutil.rmtree(self.root / "build", ignore_errors=True)


def refused(problems: Iterable[Problem]) -> Seen:
    """Return that an input was refused; its problems must be such as an office can act on."""
    problems = list(problems)
    if not problems:
        raise Fault("拒绝了，没有说为什么")
    for problem in problems:
        clear(problem)
    return Seen(accepted=False, words=tuple(f"{each.code} {each.message}" for each in problems))


def clear(problem: Problem) -> None:
    """See that a problem says in Chinese what is wrong, and what to do."""
    if problem.code == "O399":
        raise Fault(f"程序内部错误：{problem.message}")
    if not _CHINESE.search(problem.message) or not problem.remedy:
        raise Fault(f"没有用中文说清楚：{problem.code} {problem.message[:120]}")
    _plain(problem.message)


def told(done: Ran) -> Seen:
    """Judge a command by its exit code and its words."""
    if done.returncode == ExitCode.INTERNAL or "Traceback" in done.stderr:
        raise Fault(f"程序内部错误：{done.stderr.strip()[-160:]}")
    if done.returncode == ExitCode.DONE:
        return Seen(accepted=True)
    lines = [line for line in done.stderr.splitlines() if "错误" in line]
    if not lines:
        raise Fault(f"退出 {done.returncode}，没有说为什么：{done.stderr[:120]}")
    for line in lines:
        _plain(line)
    return Seen(accepted=False, words=tuple(lines))


def _plain(message: str) -> None:
    if found := _ENGLISH.search(_QUOTED.sub("", message)):
        raise Fault(f"对用户说英文：{found.group()}（{message[:120]}）")
