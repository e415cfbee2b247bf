"""A few inputs of each run, so that the attacks themselves don't rot (``make attack`` plays all)."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from reportgen.base.codes import Code
from tests.attack.__main__ import ATTACKS, main, tally
from tests.attack.contest import Attack, Case, Fault, Seen, refused
from tests.attack.pool import dice_of

FEW = {"figures": 1, "templates": 2, "names": 4}
SEED = 20


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.key)
def test_a_few_inputs_find_no_fault(attack: type[Attack], tmp_path: Path) -> None:
    tries = FEW.get(attack.key, 6)
    counted = tally(attack, SEED, tries, seconds=3600, folder=tmp_path)
    assert not counted.faults
    assert counted.tries == tries


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.key)
def test_a_seed_makes_the_same_input_again(attack: type[Attack], tmp_path: Path) -> None:
    own = attack(tmp_path)
    first, again = (own.case(dice_of(attack, SEED, 3)) for _ in range(2))
    assert first.target == again.target
    assert first.content == again.content


class Bad(Attack):
    """Inputs that do harm, each in another way."""

    key, name, tries, longest = "bad", "坏的", 8, 3.0

    def case(self, dice: Random) -> Case:
        return Case("某", bytes([dice.choice((0, 0, 0, 1, 1, 1, 2, 2, 2, 3))]))

    def played(self, case: Case) -> Seen:
        self.root.mkdir(exist_ok=True)
        match case.content[0]:
            case 0:
                (self.folder / "外面.txt").write_text("x")
            case 1:
                raise RuntimeError("oh no")
            case 2:
                return refused([Code.USAGE.problem("no such option here")])
            case _:
                while True:
                    pass
        return Seen(accepted=True)


def test_harm_is_seen_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted = tally(Bad, SEED, Bad.tries, seconds=3600, folder=tmp_path)
    found = "\n".join(counted.faults)
    for word in ("写到了工作区以外：外面.txt", "RuntimeError", "没有用中文说清楚", "还没有做完"):
        assert word in found
    assert counted.tries == Bad.tries
    assert f"python -m tests.attack bad --seed {SEED}" in capsys.readouterr().out


def test_an_input_is_played_again_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["yaml", "--seed", "20121225", "--number", "1"]) == 0
    assert "改坏的数据文件" in capsys.readouterr().out


def test_a_fault_says_what_it_is() -> None:
    with pytest.raises(Fault, match="没有说为什么"):
        refused([])
