"""Whatever is changed in whatever order: what an incremental run leaves is what a full one makes."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.desk import unchanged
from reportgen.desk.batch import batch
from reportgen.desk.products import Manner, Selection
from reportgen.store import STORE
from reportgen.writers.formats import DOCX
from tests.desk.test_batch import made_in
from tests.running import examples, sample_at

_ROUNDS, _CHANGES = 3, 3
Dice = random.Random


def make(root: Path, folder: Path, *, anew: bool = False) -> None:
    manner = Manner((DOCX,), folder, anew=anew)  # a PDF takes ten times as long
    made = batch(root, Selection(), manner, progress=lambda _: lambda _: None)
    assert not made.failures, made.problems


def rewritten(
    files: str, pattern: str, replacement: Callable[[Dice], str]
) -> Callable[[Path, Dice], object]:
    """Put something else in one place where a pattern stands, in one of some files."""

    def change(root: Path, dice: Dice) -> None:
        found = [
            (path, match)
            for path in sorted(root.glob(files))
            for match in re.finditer(pattern, path.read_text("utf-8"), re.MULTILINE)
        ]
        path, match = dice.choice(found)
        text = path.read_text("utf-8")
        path.write_text(text[: match.start()] + replacement(dice) + text[match.end() :], "utf-8")

    return change


def _word(dice: Dice) -> str:
    return "".join(dice.choices("东南西北春夏秋冬", k=3))


def _one_of(files: str, change: Callable[[Path], object]) -> Callable[[Path, Dice], object]:
    return lambda root, dice: change(dice.choice(sorted(root.glob(files))))


PROGRESS, CIRCULARS = "data/2012/progress/*.yaml", "data/2012/circulars/*.yaml"
CHANGES: dict[str, Callable[[Path, Dice], object]] = {
    "a figure": rewritten(
        "data/2012/progress/2012Q3.yaml",
        r"(?<=indicator: W1.3\n    cumulative: )\d+",
        lambda dice: str(dice.randint(36, 40)),
    ),
    "a reason": rewritten(PROGRESS, r"(?<=lag_reason: )", _word),
    "a note": rewritten(PROGRESS, r"(?<=note: )", _word),
    "a circular": rewritten(CIRCULARS, r"(?<=note: 此件公开发布)", _word),
    "a target": rewritten("data/2012/targets.yaml", r"(?<= name: )", _word),
    "a comment": rewritten("data/**/*.yaml", r"\Z", lambda dice: f"# {_word(dice)}\n"),
    "a text": rewritten("templates/**/*.html", r"(?<=<p>)(?=[\u4e00-\u9fff])", _word),
    "a macro": rewritten("templates/_*.html", r"\Z", lambda dice: f"{{# {_word(dice)} #}}"),
    "a measure": rewritten(
        "templates/profiles/gbt9704-2012.yaml",
        r"(?<=line_pt: )28\.\d+",
        lambda dice: dice.choice(["28.95", "28.9", "28.85"]),
    ),
    "a list": rewritten("templates/packing-list.txt", r"\A", _word),
    "an output": _one_of("build/**/*.docx", Path.unlink),
    "another output": _one_of("build/**/*.docx", lambda path: path.write_bytes(b"forged")),
    "a time": _one_of("data/**/*.yaml", Path.touch),
    "the store": lambda root, _: (root / STORE).unlink(),
}


@pytest.mark.hypothesis  # so that make faults finds it
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(examples(1).max_examples))
def test_incremental_runs_leave_what_full_ones_make(tmp_path: Path, seed: int) -> None:
    root, dice = sample_at(tmp_path / "office"), random.Random(seed)
    make(root, root / "build")
    story = []
    for _ in range(_ROUNDS):
        for name in dice.sample([*CHANGES], _CHANGES):
            CHANGES[name](root, dice)
            story.append(name)
        make(root, root / "build")
        full = tmp_path / "full"
        shutil.rmtree(full, ignore_errors=True)
        make(root, full, anew=True)
        left, made = made_in(root / "build"), made_in(full)
        assert [name for name in {**left, **made} if left.get(name) != made.get(name)] == [], story


def test_a_template_is_looked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = sample_at(tmp_path / "office")
    asked_for, looked = unchanged._asked_for, list[str]()
    monkeypatch.setattr(
        unchanged, "_asked_for", lambda text: looked.append(text) or asked_for(text)
    )
    counts = []
    for folder in ("one", "two"):
        manner = Manner((DOCX,), tmp_path / folder)
        made = batch(root, Selection(("target-table",)), manner, progress=lambda _: str)
        assert not made.failures
        counts.append(len(looked))
    assert counts[0] == counts[1] > 0
