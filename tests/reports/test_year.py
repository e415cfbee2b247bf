"""A year as it goes: what isn't asked for each month, targets revised, figures corrected."""

from __future__ import annotations

import re

import pytest

from reportgen.assessment.results import Assessment
from reportgen.checks import check_workspace
from reportgen.forms.form import assignments_of
from reportgen.forms.intake import unit_statuses
from reportgen.model.labels import Status
from reportgen.model.periods import Period
from reportgen.reports.figures import assessment_of
from reportgen.schedule.calendar import is_told_of
from reportgen.sources.workspace import Workspace
from reportgen.workshop import Workshop
from tests.checks.small_workspace import FILES, build
from tests.reports.test_sentences import _common_sense, _text

FIRST, HALF, THIRD = (Period.parse(text) for text in ("2012Q1", "2012Q2", "2012Q3"))
APRIL = Period.parse("2012-04")


def _without(text: str, *ids: str) -> str:
    for id_ in ids:
        text = re.sub(rf"  - indicator: {re.escape(id_)}\n(    .*\n)+", "", text)
    return text


@pytest.fixture
def seldom() -> Workspace:
    """Return a year in which W1.3 and W1.M1 are asked for twice, S1.1 once."""
    targets = FILES["targets"]
    asked = {"W1.3": "half_yearly", "W1.M1": "half_yearly", "S1.1": "yearly"}
    for id_, frequency in asked.items():
        targets = targets.replace(
            f"      - id: {id_}\n", f"      - id: {id_}\n        frequency: {frequency}\n"
        )
    third = _without(FILES["2012Q2"], "W1.3", "W1.M1").replace("2012Q2", "2012Q3")
    april = _without(FILES["2012Q1"], "W1.3", "W1.M1", "S1.1").replace("2012Q1", "2012-04")
    more = {
        "targets": targets,
        "2012Q1": _without(FILES["2012Q1"], "W1.3", "W1.M1", "S1.1"),
        "2012Q2": _without(FILES["2012Q2"], "S1.1"),
        "2012Q3": _without(third, "S1.1").replace("2012-07-10", "2012-10-10"),
        "2012-04": april.replace("2012-04-10", "2012-05-05"),
    }
    workspace: Workspace = build({**FILES, **more})
    return workspace


def _statuses(assessment: Assessment) -> dict[str, Status | None]:
    found = {each.indicator.id: each.verdict.status for each in assessment.results}
    return found | {each.milestone.id: each.status for each in assessment.milestones}


def test_what_isnt_asked_for_isnt_missing(seldom: Workspace) -> None:
    for period in (FIRST, THIRD, APRIL):
        found = _statuses(assessment_of(seldom, period))
        assert {found[id_] for id_ in ("W1.3", "S1.1")} == {Status.NOT_DUE}
        assert Status.MISSING not in found.values()
    assert _statuses(assessment_of(seldom, FIRST))["W1.M1"] is Status.NOT_DUE
    assert _statuses(assessment_of(seldom, THIRD))["W1.M1"] is Status.DONE
    assert _statuses(assessment_of(seldom, HALF))["W1.3"] is Status.ON_SCHEDULE
    (known,) = (r for r in assessment_of(seldom, THIRD).results if r.indicator.id == "W1.3")
    assert (known.figures.cumulative, known.figures.as_of) == (31000, HALF)
    assert not [each for each in check_workspace(seldom) if each.code == "D412"]


def test_who_isnt_asked_isnt_chased(seldom: Workspace) -> None:
    for period, asked in ((FIRST, 3), (HALF, 4), (THIRD, 3), (APRIL, 3)):
        assignments = assignments_of(seldom, period)
        assert sum(each.expected for each in unit_statuses(assignments, ())) == asked
    (line,) = (
        line
        for lines in assignments_of(seldom, Period.parse("2012Q4")).values()
        for line in lines
        if line.subject.id == "W1.3"
    )
    assert line.fixed["before"] == "31000"


def test_what_isnt_asked_for_is_printed_as_last_known(
    seldom: Workspace, workshop: Workshop
) -> None:
    third = _text(seldom, workshop, "2012Q3")
    _common_sense(third)
    for words in (
        "纳入评价的指标3项",
        "没有到报送时间、本期不评价的指标2项：检测（按半年报送）、提速（按年度报送）",
        "检测：目标不少于6万批次，按半年报送，本期不评价；截至6月底为31000批次。",
        "提速：目标60%，按年度报送，本期不评价。",
        "31000批次（截至6月底）",
        "2项指标全部符合要求，1项本期不评价",
    ):
        assert words in third
    assert "缺报2项" not in third
    assert "〔未报〕" not in third
    first = _text(seldom, workshop, "2012Q1")
    assert "本期不报送的任务：印发通报。" in first
    assert "征求意见稿" not in first


def test_no_brief_tells_of_a_month_in_which_nothing_is_reported(seldom: Workspace) -> None:
    assert is_told_of(seldom, Period.parse("2012-05"))
    targets = re.sub(
        r"( +)- id: ([WS]1\.(\d|M\d))\n",
        r"\1- id: \2\n\1  frequency: quarterly\n",
        FILES["targets"],
    )
    quarterly = build({**FILES, "targets": targets})
    assert not is_told_of(quarterly, Period.parse("2012-05"))
    assert is_told_of(quarterly, Period.parse("2012-06"))
