"""``make mutants``: change the program in one place at a time; a test should fail each time.

A sample by lot of each room, the same each time; ``--all`` takes every mutant, ``--seed`` other
ones. Rooms or files can be named. Survivors are listed, then a table of all rooms.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from reportgen.cli.output import print_table
from tests.mutants.mutations import Mutant, mutants_of
from tests.mutants.trying import ROOT, Trial

# of each room: what is mutated, and the tests that should tell
ROOMS = {
    "assessment": (
        ("reportgen/assessment",),
        ("tests/assessment", "tests/goldens/test_wording.py"),
    ),
    "checks": (("reportgen/checks",), ("tests/checks", "tests/forms/test_same_rules.py")),
    "ledger": (
        ("reportgen/document/figures.py", "reportgen/writers/readback.py"),
        ("tests/templating/test_numbers.py", "tests/writers/test_charts.py"),
    ),
    "forms": (("reportgen/forms",), ("tests/forms",)),
    "typeset": (
        ("reportgen/typeset",),
        ("tests/typeset", "tests/layout", "tests/dispatch", "tests/goldens/test_goldens.py"),
    ),
}
EQUIVALENT = Path(__file__).with_name("equivalent.txt")


def main() -> None:
    """Try the mutants of the rooms asked for and print what survived."""
    asked = argparse.ArgumentParser(description="在程序里一次改错一处，看测试发现不发现")
    asked.add_argument(
        "rooms", nargs="*", default=list(ROOMS), help=f"{'、'.join(ROOMS)}，或其中的文件"
    )
    asked.add_argument("--all", action="store_true", help="不抽样，全部试一遍")
    asked.add_argument("--sample", type=int, default=80, help="每处抽多少个")
    asked.add_argument("--seed", type=int, default=2012, help="换一个数，抽另一批")
    asked.add_argument("--jobs", type=int, default=2, help="同时试几个")
    options = asked.parse_args()
    rows = []
    for room in options.rooms:
        mutants = _mutants(room)
        if not options.all and len(mutants) > options.sample:
            mutants = Random(options.seed).sample(mutants, options.sample)
        same = _equivalent()
        tried = [each for each in mutants if (each.file, each.change) not in same]
        trial = Trial(tried, options.jobs)
        trial.run(ROOMS[_room_of(room)][1])
        for each in trial.unreached:
            print("没有测到", each)
        alive = len(trial.survivors) + len(trial.unreached)
        rows.append((room, len(mutants), len(mutants) - len(tried), len(tried) - alive, alive))
    rows.append(("合计", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))))
    table = [(*row, f"{100 * row[3] / (row[3] + row[4] or 1):.1f}%") for row in rows]
    print_table([("处", "变异", "等价", "杀死", "存活", "杀死率"), *table])


def _room_of(name: str) -> str:
    """Return a room by its name or by one of its files."""
    return next(
        room for room, (files, _) in ROOMS.items() if name == room or name.startswith(files)
    )


def _mutants(room: str) -> list[Mutant]:
    files: list[Path] = []
    for name in ROOMS[room][0] if room in ROOMS else (room,):
        path = ROOT / name
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [each for file in files for each in mutants_of(ROOT, str(file.relative_to(ROOT)))]


def _equivalent() -> set[tuple[str, str]]:
    """Read what is known to change nothing: a file's name, then its mutants, a reason above each."""
    found = set()
    file = ""
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("reportgen/"):
            file = line
        elif line and not line.startswith("#"):
            found.add((file, line))
    return found


if __name__ == "__main__":
    main()
