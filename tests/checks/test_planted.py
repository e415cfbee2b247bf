"""Every wrong statement of the table is named at its place; a confirmed one is let be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.base.problems import Problem, ReportgenError, Severity
from reportgen.checks import check_workspace
from reportgen.reports.filters import FILTERS
from reportgen.sources.workspace import load_workspace
from reportgen.templating.lint import bare_numbers
from reportgen.templating.sandbox import make_environment
from tests.checks.planted import BULLETIN, PLANTED, Q1, Q2, Q3, TARGETS, put

ROOT = Path(__file__).parents[2]


def _found(root: Path) -> tuple[Problem, ...]:
    environment = make_environment(root / "templates", FILTERS)
    try:
        workspace = load_workspace(root)
    except ReportgenError as error:
        return error.problems
    return (*check_workspace(workspace), *bare_numbers(environment))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("id_", PLANTED)
def test_planted(id_: str, root: Path) -> None:
    planted = PLANTED[id_]
    for edit in planted.edits:
        edit(root)
    found = [each for each in _found(root) if each.code == planted.said]
    assert bool(planted.said) != bool(planted.judged)
    if planted.said:
        assert any(_line(root, each).startswith(planted.at) for each in found), found


def _line(root: Path, problem: Problem) -> str:
    assert problem.place is not None
    assert problem.place.line is not None
    lines = (root / problem.place.file).read_text(encoding="utf-8").splitlines()
    return lines[problem.place.line - 1].strip()


def test_the_sample_has_nothing_to_confirm(root: Path) -> None:
    questions = {each.code for each in _found(root) if each.severity is not Severity.NOTE}
    assert questions == {"D412", "D428"}


@pytest.mark.parametrize(
    ("id_", "before"),
    [
        ("C12", (Q2, "  - indicator: W7.1\n", "    ", "D490")),
        ("C13", (Q2, "  - indicator: W1.M1\n", "    ", "D492")),
        ("C30b", (Q3, "  - indicator: W2.2\n", "    ", "D494")),
        ("B15", (TARGETS, "      - id: W1.2\n", "        ", "D429")),
        ("B24", (TARGETS, "year: 2012\n", "", "D493")),
        ("D04", (BULLETIN, "kind: bulletin\n", "", "D497")),
        ("D11", (BULLETIN, "kind: bulletin\n", "", "D493")),
    ],
)
def test_what_is_confirmed_is_let_be(
    id_: str, before: tuple[str, str, str, str], root: Path
) -> None:
    name, line, margin, code = before
    edits = (*PLANTED[id_].edits, put(name, line, f"{line}{margin}confirmed: {{{code}: 已核对}}\n"))
    for edit in edits:
        edit(root)
    assert code not in {each.code for each in _found(root)}


def test_only_what_can_be_right_is_confirmed(root: Path) -> None:
    put(Q1, "  - indicator: W1.1\n", "  - indicator: W1.1\n    confirmed: {D408: 已核对}\n")(root)
    assert {each.code for each in _found(root)} >= {"S204"}
