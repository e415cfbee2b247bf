"""Records written as YAML are read back the same by the strict reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.workspace import Workspace
from reportgen.sources.yaml_text import yaml_text

TEXT = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30
).filter(lambda text: text == text.strip())
NUMBER = st.decimals(0, 10**9, places=2).map(lambda value: value.normalize())


def test_the_samples_come_back(workspace: Workspace) -> None:
    for sourced in (workspace.office, *workspace.tables.values(), *workspace.progress.values()):
        text = yaml_text(sourced.record)
        assert bind(type(sourced.record), parse_yaml(text, "x")).record == sourced.record


@given(
    st.builds(
        ProgressEntry,
        indicator=st.just("W1"),
        cumulative=st.none() | NUMBER,
        note=st.none() | TEXT,
        due=st.none() | st.dates(date(2000, 1, 1)),
    )
)
def test_whatever_it_holds(entry: ProgressEntry) -> None:
    report = ProgressReport(
        period="2012Q1", sample=False, date_reported=date(2012, 4, 1), entries=(entry,)
    )
    text = yaml_text(report)
    assert bind(ProgressReport, parse_yaml(text, "x")).record == report


def test_numbers_are_written_as_people_do() -> None:
    entry = ProgressEntry(indicator="W1", cumulative=Decimal("60000"), rate=Decimal("97.50"))
    assert yaml_text(entry) == "indicator: W1\ncumulative: 60000\nrate: 97.5\n"
