"""``make attack``: play the runs, print one table, keep what did harm with the way to replay it."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.cli.output import print_table
from tests.attack import machine
from tests.attack.contest import Attack, Fault
from tests.attack.figures import Figures
from tests.attack.foreign_pdfs import ForeignPdfs
from tests.attack.names import Names
from tests.attack.pool import Result, dice_of, play, played
from tests.attack.returned_forms import ReturnedForms
from tests.attack.seals import Seals
from tests.attack.tables import Tables
from tests.attack.templates import Templates
from tests.attack.yaml_files import YamlFiles
from tests.running import ROOT

ATTACKS: Sequence[type[Attack]] = (
    YamlFiles,
    ReturnedForms,
    Tables,
    Figures,
    Templates,
    Names,
    ForeignPdfs,
    Seals,
)
_ALIKE = 80  # characters in which faults of one kind are alike, but for numbers and quoted words
_OWN = re.compile(r"“[^”]*”|\d+")
KEPT = ROOT / "build" / "attack"


def _kind(fault: str) -> str:
    return _OWN.sub("", fault)[:_ALIKE]


@dataclass(slots=True)
class Tally:
    """What was seen of a run."""

    name: str
    tries: int = 0
    accepted: int = 0
    faults: dict[str, list[int]] = field(default_factory=dict)
    seconds: float = 0.0

    def count(self, result: Result) -> None:
        self.tries += 1
        self.accepted += result.accepted
        if result.fault:
            self.faults.setdefault(_kind(result.fault), []).append(result.number)

    def is_new(self, result: Result) -> bool:
        """Tell whether this kind of fault was not seen before."""
        return bool(result.fault) and _kind(result.fault) not in self.faults

    @property
    def row(self) -> tuple[str, ...]:
        faults = sum(map(len, self.faults.values()))
        said = self.tries - self.accepted - faults
        return (
            self.name, f"{self.tries}", f"{self.accepted}", f"{said}", f"{faults}",
            f"{self.seconds:.0f} 秒",
        )  # fmt: skip


def tally(attack: type[Attack], seed: int, tries: int, seconds: float, folder: Path) -> Tally:
    """Play a run; every fault is printed once, and its input kept."""
    counted, started = Tally(attack.name), time.monotonic()
    processes = min(os.cpu_count() or 1, tries)
    for result in played(attack, folder / attack.key, seed, tries, seconds, processes):
        if counted.is_new(result):
            print(f"{attack.name} {result.number}：{result.fault}\n    {replay(attack, seed, result)}",
                  flush=True)  # fmt: skip
            _keep(attack, seed, result.number, folder)
        counted.count(result)
    counted.seconds = time.monotonic() - started
    return counted


def _of_machine(scale: float) -> Tally:
    counted, started = Tally(machine.NAME), time.monotonic()
    for result in machine.brought_about(scale):
        counted.count(result)
    counted.seconds = time.monotonic() - started
    return counted


def replay(attack: type[Attack], seed: int, result: Result) -> str:
    """Return the command that plays an input again."""
    return f"重做：python -m tests.attack {attack.key} --seed {seed} --number {result.number}"


def _keep(attack: type[Attack], seed: int, number: int, folder: Path) -> None:
    made = attack(folder / "kept" / f"{attack.key}-{number}").case(dice_of(attack, seed, number))
    name = Path(made.target.rstrip("*")).name[:80] or "input"
    path = KEPT / f"{attack.key}-{seed}-{number}-{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.content)


def _again(attack: type[Attack], seed: int, number: int, folder: Path) -> int:
    own = attack(folder)
    made = own.case(dice_of(attack, seed, number))
    print(f"{attack.name} {number}：{made.target}，{len(made.content)} 字节")
    try:
        seen = play(own, made)
    except Fault as fault:
        print(f"毛病：{fault}")
        return 1
    print("接受" if seen.accepted else "拒绝：" + "；".join(seen.words))
    return 0


def main(words: Sequence[str]) -> int:
    """Play the runs named, all where none is; exit 1 where one found a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    known = [*(each.key for each in ATTACKS), machine.KEY]
    parser.add_argument(
        "runs",
        nargs="*",
        metavar="轮次",
        help="、".join(known),
    )
    parser.add_argument("--seed", type=int, default=20121225, help="种子：相同的种子，相同的输入")
    parser.add_argument("--seconds", type=float, default=1800.0, help="每一轮最多几秒")
    parser.add_argument("--scale", type=float, default=1.0, help="次数乘以几")
    parser.add_argument("--number", type=int, help="只重做这一轮的第几次")
    chosen = parser.parse_args(words)
    if unknown := set(chosen.runs) - set(known):
        parser.error(f"没有这一轮：{'、'.join(unknown)}")
    runs = [each for each in ATTACKS if not chosen.runs or each.key in chosen.runs]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.number is not None:
            return _again(runs[0], chosen.seed, chosen.number, folder / "0")
        tallies = [
            tally(each, chosen.seed, max(1, int(each.tries * chosen.scale)), chosen.seconds, folder)
            for each in runs
        ]
    if not chosen.runs or machine.KEY in chosen.runs:
        tallies.append(_of_machine(chosen.scale))
    head = ("攻击", "次数", "接受", "说明白并拒绝", "毛病", "用时")
    print_table([head, *(each.row for each in tallies)])
    return int(any(each.faults for each in tallies))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
