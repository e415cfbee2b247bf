"""A problem is one thing everywhere: what goes over a process border comes back as it was."""

from __future__ import annotations

import json

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem


@pytest.mark.parametrize(
    "place",
    [None, Place("数据.yaml"), Place("数据.yaml", 3, 7), Place("表.xlsx", sheet="表一", cell="D7")],
)
def test_a_problem_survives_json(place: Place | None) -> None:
    for code in (Code.USAGE, Code.INPUT_CHANGED):
        problem = code.problem("有误", place, "改正")
        assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem


@pytest.mark.parametrize("key", ["code", "severity", "message", "remedy", "file", "cell"])
def test_anything_else_is_refused(key: str) -> None:
    record = Code.USAGE.problem("有误").to_json()
    for damaged in ({**record, "severity": "worse"}, {k: v for k, v in record.items() if k != key}):
        with pytest.raises(ValueError, match=r".+"):
            Problem.from_json(damaged)
