"""Whatever stands in a cell is read or asked about; nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.forms.values import (
    CellValue,
    Unreadable,
    read_choice,
    read_date,
    read_number,
    read_rate,
    read_text,
)
from reportgen.model.labels import State
from reportgen.sources.strict_yaml import PLAIN_NUMBER
from reportgen.sources.yaml_text import plain_yaml

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.dates().map(lambda day: datetime.combine(day, time())),
    st.sampled_from([state.label for state in State]),
    st.text(max_size=20),
    st.text("0123456789０１２９.,，%％-— 约条次", max_size=12),
)
FORMATS = st.sampled_from(["General", "0%", "@", "yyyy-mm-dd"])
CELLS = st.builds(CellValue, ANYTHING, FORMATS, st.none() | st.just("=A1"))


@given(CELLS)
def test_numbers(cell: CellValue) -> None:
    for read in (lambda: read_number(cell, "条次"), lambda: read_rate(cell)):
        try:
            number = read()
        except Unreadable:
            continue
        assert PLAIN_NUMBER.fullmatch(plain_yaml({"a": number}).removeprefix("a: ").strip())


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        (lambda cell: read_date(cell, 2012), date),
        (read_text, str),
        (lambda cell: read_choice(cell, tuple(State)), State),
    ],
)
@given(cell=CELLS)
def test_dates_texts_and_choices(
    read: Callable[[CellValue], object], wanted: type, cell: CellValue
) -> None:
    try:
        value = read(cell)
    except Unreadable:
        return
    assert isinstance(value, wanted)


@pytest.mark.parametrize(
    ("value", "read"),
    [(58, 58), ("58", 58), ("５８", 58), ("1,058", 1058), ("58条次", 58), (58.0, 58), (0, 0)],
)
def test_numbers_that_are_taken(value: object, read: int) -> None:
    assert read_number(CellValue(value, "General", None), "条次") == read


@pytest.mark.parametrize(
    "value", [True, 1e308, "1e5", float("inf"), "5-6", "½", "二〇", "0001-01-01"]
)
def test_numbers_that_are_asked_about(value: object) -> None:
    with pytest.raises(Unreadable):
        read_number(CellValue(value, "General", None), "条次")


@pytest.mark.parametrize(
    ("value", "number_format", "rate"),
    [(95.2, "General", "95.2"), (0.952, "0%", "95.2"), ("95.2%", "@", "95.2"), (0, "General", "0")],
)
def test_rates_that_are_certain(value: object, number_format: str, rate: str) -> None:
    assert read_rate(CellValue(value, number_format, None)) == Decimal(rate)


@pytest.mark.parametrize(
    "value",
    ["2012-09-30", "2012/9/30", "2012.9.30", "2012年9月30日", "9月30日"],
)
def test_dates_as_clerks_write_them(value: str) -> None:
    assert read_date(CellValue(value, "General", None), 2012) == date(2012, 9, 30)


@pytest.mark.parametrize("value", ["九月底", "2012-09-31", "09:00:00", "1 day, 0:00:00", 41182])
def test_dates_that_are_asked_about(value: object) -> None:
    with pytest.raises(Unreadable):
        read_date(CellValue(value, "General", None), 2012)
