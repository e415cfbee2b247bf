"""Every faulty file beside this test says on the faulty line what reportgen must find there."""

import re
from pathlib import Path

import pytest

from reportgen.base.problems import DataError
from reportgen.model.progress import ProgressReport
from reportgen.model.targets import Office, TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import read_yaml

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.yaml"))
MODELS = {"office": Office, "targets": TargetTable, "progress": ProgressReport}
EXPECTED = re.compile(r"# 期望: (\w+) (.+)$")


def read(path):
    document = read_yaml(path, path.name)
    bind(MODELS.get(path.name.split("-")[0], Office), document)


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_finds_what_stands_beside_the_faulty_line(path):
    expected = [
        (line, match[1], match[2])
        for line, text in enumerate(path.read_text("utf-8").split("\n"), start=1)
        if (match := EXPECTED.search(text))
    ]
    with pytest.raises(DataError) as caught:
        read(path)
    found = [(p.place.line, p.code, p.message) for p in caught.value.problems]
    assert [(line, code) for line, code, _ in found] == [(line, code) for line, code, _ in expected]
    for (_, _, message), (_, _, fragment) in zip(found, expected, strict=True):
        assert fragment in message
    assert all(p.place.file == path.name and p.place.column for p in caught.value.problems)
    assert all(p.remedy for p in caught.value.problems)
