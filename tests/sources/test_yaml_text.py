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
from reportgen.sources.yaml_text import plain_yaml, yaml_text

TEXT = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30
).filter(lambda text: text == text.strip())
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "&*!|>'\"%@`#?:-,{}[]~=<：　 \t\n\x07\x85\u2028\ufeff1甲", max_size=8
)
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


def test_every_text_comes_back_on_one_line() -> None:
    for text in (
        "<<",
        "标题：甲",
        "　缩进",
        "null",
        "a: b",
        "#",
        "&a",
        "甲\n乙",
        "\x85",
        "\ufeff",
        "12",
    ):
        written = plain_yaml({text: [text]})
        assert parse_yaml(written, "x").value == {text: [text]}
        assert len(written.splitlines()) == 2


def test_nothing_is_written_by_reference() -> None:
    day, number = date(2012, 12, 31), Decimal("1.5")
    written = plain_yaml([day, day, number, number])
    assert written == "- 2012-12-31\n- 2012-12-31\n- 1.5\n- 1.5\n"


@given(st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT, max_size=3), max_size=4))
def test_any_text_comes_back(value: dict[str, list[str]]) -> None:
    assert parse_yaml(plain_yaml(value), "x").value == value
