"""Whatever stands in a cell is read or asked about; nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.numbers import PLAIN_NUMBER
from reportgen.forms.values import (
    CellValue,
    Unreadable,
    read_choice,
    read_date,
    read_items,
    read_number,
    read_rate,
    read_text,
)
from reportgen.model.labels import State
from reportgen.model.targets import ScopeItem
from reportgen.sources.strict_yaml import parse_yaml
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
CELLS = st.builds(CellValue, ANYTHING, FORMATS)


@given(CELLS)
def test_numbers(cell: CellValue) -> None:
    for read in (lambda: read_number(cell, "条次"), lambda: read_rate(cell)):
        try:
            number = read()
        except Unreadable:
            continue
        assert PLAIN_NUMBER.fullmatch(plain_yaml({"a": number}).removeprefix("a: ").strip())


@pytest.mark.parametrize(
    ("written", "ordinary"),
    [
        ("999999999999999", True),
        ("1000000000.333333", True),
        ("0.000001", True),
        ("1000000000000000", False),
        ("0.3333333", False),
        ("1000000000.3333333", False),
    ],
)
def test_forms_take_the_numbers_that_data_files_take(written: str, ordinary: bool) -> None:
    assert isinstance(parse_yaml(f"a: {written}", "x").value["a"], str) is not ordinary
    if ordinary:
        assert read_number(CellValue(written, "@", None), "件") == Decimal(written)
    else:
        with pytest.raises(Unreadable, match="一共最多 16 位"):
            read_number(CellValue(written, "@", None), "件")


@pytest.mark.parametrize(
    ("value", "form", "rate"),
    [(2 / 3, "0.0%", "66.666667"), (200 / 3, "0.0", "66.666667"), (0.1 + 0.2, "0%", "30")],
)
def test_what_a_formula_made_is_taken(value: float, form: str, rate: str) -> None:
    assert read_rate(CellValue(value, form)) == Decimal(rate)


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
    ("value", "unit", "read"),
    [
        ("8200万元", "亿元", "0.82"),
        ("０．８２亿元", "万元", "8200"),
        ("6万批次", "批次", "60000"),
        ("8个工作日", "工作日", "8"),
    ],
)
def test_a_number_in_another_size_of_its_unit_is_that_number(
    value: str, unit: str, read: str
) -> None:
    assert read_number(CellValue(value), unit) == Decimal(read)


@pytest.mark.parametrize(
    ("value", "unit"), [("3公里", "米"), ("6万", "批次"), ("8元", ""), ("3吨", "亿元")]
)
def test_a_number_of_another_unit_is_asked_about(value: str, unit: str) -> None:
    with pytest.raises(Unreadable):
        read_number(CellValue(value), unit)


@pytest.mark.parametrize(
    "value",
    [True, 1e308, "1e5", float("inf"), "5-6", "½", "二〇", "0001-01-01", "1,05", "5件次", 10**15],
)
def test_numbers_that_are_asked_about(value: object) -> None:
    with pytest.raises(Unreadable):
        read_number(CellValue(value, "General", None), "条次")


@pytest.mark.parametrize(
    ("value", "number_format", "rate"),
    [
        (95.2, "General", "95.2"),
        (0.952, "0%", "95.2"),
        (0.952, "0.00%", "95.2"),
        ("95.2%", "@", "95.2"),
        ("０.９５２％", "@", "0.952"),  # whoever writes the sign means it
        (0, "General", "0"),
        (1.5, "General", "1.5"),
    ],
)
def test_rates_that_are_certain(value: object, number_format: str, rate: str) -> None:
    assert read_rate(CellValue(value, number_format, None)) == Decimal(rate)


@pytest.mark.parametrize(
    ("value", "from_base", "asked"),
    [
        (1.49, 0, "是 1.49% 还是 149%"),
        (1, 0, "是 1% 还是 100%"),
        (0.952, 0, "是 0.952% 还是 95.2%"),
        (1, 1, None),  # a rise of one per cent
        (1, -1, None),
        (0.99, 1, "是 0.99% 还是 99%"),
        (-0.5, 1, "是 -0.5% 还是 -50%"),
        (-2, 1, None),
    ],
)
def test_rates_that_may_be_shares_are_asked_about(
    value: float, from_base: int, asked: str | None
) -> None:
    cell = CellValue(value, "General", None)
    if asked is None:
        assert read_rate(cell, from_base) == Decimal(str(value))
    else:
        with pytest.raises(Unreadable, match=asked):
            read_rate(cell, from_base)


@pytest.mark.parametrize(
    ("value", "formula", "empty", "number", "shown"),
    [
        (None, None, True, None, ""),
        (" \n", None, True, None, ""),
        (None, "=A1", False, None, "=A1"),
        (0, None, False, Decimal(0), "0"),
        (0.1 + 0.2, None, False, Decimal("0.3"), "0.3"),
        (1234567.5, None, False, Decimal("1234567.5"), "1234567.5"),
        (True, None, False, None, "True"),
        (" 约五条 ", None, False, None, "约五条"),
    ],
)
def test_what_stands_in_a_cell(
    value: object, formula: str | None, empty: bool, number: Decimal | None, shown: str
) -> None:
    cell = CellValue(value, "General", formula)
    assert (cell.empty, cell.number, cell.shown) == (empty, number, shown)


@pytest.mark.parametrize(("value", "formula"), [(None, "=A1"), ("#REF!", "=A1"), ("#N/A", None)])
def test_formulas_without_a_result_are_asked_about(value: object, formula: str | None) -> None:
    for read in (
        read_text,
        lambda cell: read_number(cell, "件"),
        lambda cell: read_date(cell, 2012),
    ):
        with pytest.raises(Unreadable, match="公式"):
            read(CellValue(value, "General", formula))


def test_sub_items_are_told_by_number_or_name() -> None:
    known = tuple(ScopeItem(id=each, name=name) for each, name in (("a", "甲项"), ("b", "乙项")))

    def read(text: str) -> list[object]:
        return list(read_items(CellValue(text, "@", None), known))

    assert read("a、b") == read(" 甲项，乙项 ") == read("a b;ａ") == ["a", "b"]
    assert read("乙项") == ["b"]
    with pytest.raises(Unreadable, match="没有子项“丙项”；应为办结的子项编号，用顿号分开，如 a、b"):
        read("a、丙项")


def test_words_are_one_line_without_the_last_full_stop() -> None:
    assert read_text(CellValue(" 推进中。\n 六月完成。 ", "@", None)) == "推进中。六月完成"
    assert read_text(CellValue(12.0, "General", None)) == "12"
    with pytest.raises(Unreadable):
        read_text(CellValue(True, "General", None))


def test_a_choice_is_its_word_or_its_name_in_the_data() -> None:
    label = State.UNDER_WAY.label
    for text in (label, f" {' '.join(label)} ", "under_way"):
        assert read_choice(CellValue(text, "@", None), tuple(State)) is State.UNDER_WAY
    words = "、".join(each.label for each in State)
    with pytest.raises(Unreadable, match=words):
        read_choice(CellValue("进行中", "@", None), tuple(State))


@pytest.mark.parametrize(
    "value",
    ["2012-09-30", "2012/9/30", "2012.9.30", "2012年9月30日", "9月30号", "20120930", 20120930],
)
def test_dates_as_clerks_write_them(value: str | int) -> None:
    assert read_date(CellValue(value, "General", None), 2012) == date(2012, 9, 30)


@pytest.mark.parametrize("value", ["九月底", "2012-09-31", "09:00:00", "1 day, 0:00:00", 41182])
def test_dates_that_are_asked_about(value: object) -> None:
    with pytest.raises(Unreadable):
        read_date(CellValue(value, "General", None), 2012)
