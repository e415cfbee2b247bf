"""Only what has changed is made again, and what is made so is what a full run makes."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.desk.batch import Selection, batch
from reportgen.desk.production import Manner
from reportgen.store import STORE
from reportgen.writers.formats import DOCX
from tests.running import ROOT

Q1, Q2, Q3 = ("2012年第一季度", "2012年上半年", "2012年前三季度")
REPORTS = {f"{each}目标完成情况考核报告" for each in (Q1, Q2, Q3)}
BRIEFS = {"2012年4月目标督查专报", "2012年5月目标督查专报"}
TABLE, ISSUING, NOTICE = "2012年度目标表", "印发目标表（待发）", "前三季度通报"
ALL = REPORTS | BRIEFS | {TABLE, ISSUING, NOTICE}
PROGRESS = "data/2012/progress"


def run(
    root: Path, kinds: tuple[str, ...] = (), *, anew: bool = False
) -> dict[str, tuple[str, ...]]:
    """Make the documents of some kinds or all; return those that were made, and why."""
    made = batch(
        root,
        Selection(kinds),
        Manner((DOCX,), root / "build", anew=anew),
        progress=lambda _: lambda _: None,
    )
    assert not made.failures
    return {each.stem: each.why for each in made.products if each.why}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("batch")
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name)
    assert run(root).keys() == ALL
    return root


def written(path: str, pattern: str, replacement: str) -> Callable[[Path], None]:
    """Change the first such text of a file."""

    def change(root: Path) -> None:
        file = root / path
        text, number = re.subn(pattern, replacement, file.read_text("utf-8"), count=1)
        assert number == 1
        file.write_text(text, encoding="utf-8")

    return change


def touched(root: Path) -> None:
    for file in (*root.glob("data/**/*.yaml"), *root.glob("templates/**/*.html")):
        os.utime(file)


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "times only": (touched, set()),
    "a comment": (written(f"{PROGRESS}/2012Q3.yaml", r"\Z", "# 一条注释\n"), set()),
    "a figure": (
        written(f"{PROGRESS}/2012Q3.yaml", r"(indicator: W1.3\n *cumulative: )\d+", r"\g<1>38"),
        {f"{Q3}目标完成情况考核报告", NOTICE},
    ),
    "a reason": (
        written(f"{PROGRESS}/2012Q1.yaml", r"lag_reason: ", "lag_reason: 另外，"),
        {f"{Q1}目标完成情况考核报告"},
    ),
    "a date": (
        written(f"{PROGRESS}/2012Q2.yaml", r"date_reported: \S+", "date_reported: 2012-07-19"),
        {f"{Q2}目标完成情况考核报告"},
    ),
    "a target": (
        written("data/2012/targets.yaml", "name: 公文会议工作", "name: 公文和会议工作"),
        ALL,
    ),
    "a template": (written("templates/brief.html", r"\Z", "\n{# 一条注释 #}"), BRIEFS),
    "a macro": (written("templates/_wording.html", r"\Z", "\n{# 一条注释 #}"), ALL),
    "a measure": (
        written("templates/profiles/gbt9704-2012.yaml", "line_pt: 28.95", "line_pt: 28.9"),
        ALL,
    ),
    "an output": (lambda root: (root / f"build/{TABLE}.docx").unlink(), {TABLE}),
    "the store": (lambda root: (root / STORE).write_bytes(b"no database"), ALL),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_is_made_again_and_nothing_else(workspace: Path, what: str) -> None:
    change, made = CHANGES[what]
    change(workspace)
    assert run(workspace).keys() == made
    assert run(workspace) == {}


def test_why_names_what_changed(workspace: Path) -> None:
    CHANGES["a template"][0](workspace)
    why = run(workspace)
    assert why == dict.fromkeys(BRIEFS, ("模板“brief.html”变了",))


def test_incremental_runs_make_what_full_ones_make(workspace: Path) -> None:
    chosen = random.Random(7).sample(["a figure", "a reason", "a template", "a macro"], 3)
    for what in chosen:
        CHANGES[what][0](workspace)
        run(workspace)
    made = {file: file.read_bytes() for file in (workspace / "build").rglob("*.docx")}
    run(workspace, anew=True)
    assert {file: file.read_bytes() for file in (workspace / "build").rglob("*.docx")} == made


def test_a_selection_is_made_alone(workspace: Path) -> None:
    shutil.rmtree(workspace / "build")
    assert run(workspace, ("brief", "quarterly")).keys() == REPORTS | BRIEFS
