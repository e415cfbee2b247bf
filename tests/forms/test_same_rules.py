"""What ``check`` says of an entry in the data files, ``forms in`` says of it in a form."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.numbers import plain
from reportgen.base.problems import DataError, Problem, errors_in
from reportgen.checks import check_workspace
from reportgen.checks.texts import forbidden_in
from reportgen.forms.form import COLUMNS, NAMES, assignments_of
from reportgen.forms.intake import take_in
from reportgen.forms.returned import FormRow, ReturnedForm
from reportgen.forms.values import CellValue
from reportgen.model.labels import Grade, Labelled, State
from reportgen.model.periods import Period
from reportgen.sources.strict_yaml import Value
from reportgen.sources.yaml_text import plain_yaml
from tests.checks.small_workspace import FILES, build

NOW = Period.parse("2012Q2")
UNIT = "办公厅"
SUBJECTS = ("W1.1", "W1.2", "W1.3", "S1.1", "S1.2", "W1.M1", "S1.M1")
WORDS = ("略", "甲\u200b乙", "王\ue000", "按季通报")
HEAD = f"period: {NOW}\nsample: false\ndate_reported: 2012-07-10\n"

Entry = dict[str, Decimal | Labelled | date | str]
numbers = st.integers(-2, 300).map(Decimal) | st.decimals(0, 120, places=1)
days = st.integers(-40, 500).map(lambda days: date(2012, 1, 1) + timedelta(days))
FIELDS = {
    **dict.fromkeys(("actual", "cumulative", "numerator", "denominator", "rate"), numbers),
    "note": st.sampled_from(WORDS),
    "owner": st.sampled_from(WORDS),
    "due": days,
}


def states_of(subject: str) -> st.SearchStrategy[Labelled]:
    return st.sampled_from(tuple(Grade) if subject == "S1.M1" else tuple(State))


def entries_of(subject: str) -> st.SearchStrategy[Entry]:
    """Return what a clerk may write of a subject, sense or not, but at least one thing."""
    field = "grade" if subject == "S1.M1" else "state"
    likely = FIELDS | {field: states_of(subject)}
    return st.fixed_dictionaries({}, optional=likely).filter(bool)


ENTRIES = st.sampled_from(SUBJECTS).flatmap(
    lambda subject: st.tuples(st.just(subject), entries_of(subject))
)


def as_cell(key: str, value: object) -> CellValue:
    """Write a value as a clerk would; a rate with its sign, since a bare 0.9 is asked about."""
    if isinstance(value, Decimal):
        return cell(plain(value) + ("%" if key == "rate" else ""), key)
    return cell(value.label if isinstance(value, Labelled) else str(value), key)


def cell(text: str | None, key: str) -> CellValue:
    return CellValue(text, "General", None, f"{key}7")


def found_in_form(files: dict[str, str], subject: str, entry: Entry) -> tuple[Problem, ...]:
    cells = {each.key: cell(None, each.key) for each in COLUMNS}
    cells |= {("state" if key == "grade" else key): as_cell(key, entry[key]) for key in entry}
    cells["indicator"] = cell(subject, "indicator")
    row = FormRow(7, cells)
    meta = {"unit": UNIT, "period": str(NOW)}
    form = ReturnedForm("表.xlsx", b"", "填报表", meta, None, None, (row,))
    assignments = assignments_of(build(files), NOW)
    taken = take_in(
        form, {UNIT: [line for lines in assignments.values() for line in lines]}, NOW, forbidden_in
    )
    assert bool(errors_in(taken.problems)) is not bool(taken.accepted)
    return errors_in(taken.problems)


def found_by_check(files: dict[str, str], subject: str, entry: Entry) -> tuple[Problem, ...]:
    record: dict[str, Value] = {
        "indicator": subject,
        **{
            key: value.value if isinstance(value, Labelled) else value  # type: ignore[dict-item]
            for key, value in entry.items()
        },
    }
    text = HEAD + plain_yaml({"entries": [record]})
    try:
        workspace = build({**files, str(NOW): text})
    except DataError as error:
        return error.problems
    return errors_in(check_workspace(workspace))


@given(ENTRIES)
def test_an_entry_is_refused_by_both_or_by_none_with_the_same_codes(
    case: tuple[str, Entry],
) -> None:
    files = {key: FILES[key] for key in ("office", "targets", "2012Q1")}
    in_form, in_data = found_in_form(files, *case), found_by_check(files, *case)
    assert {each.code for each in in_form} == {each.code for each in in_data}


@given(st.sampled_from(("W1.2", "W1.3", "W1.1")), numbers, numbers)
def test_what_contradicts_a_later_period_is_refused_too(
    subject: str, one: Decimal, other: Decimal
) -> None:
    later = FILES["2012Q2"].replace("2012Q2", "2012Q3").replace("2012-07-10", "2012-10-10")
    files = {key: FILES[key] for key in ("office", "targets", "2012Q1")} | {"2012Q3": later}
    fields = ("numerator", "denominator") if subject == "W1.1" else ("actual", "cumulative")
    entry: Entry = dict(zip(fields, (one, other), strict=True))
    before = {(each.code, each.message) for each in found_by_check_without(files)}
    in_form = found_in_form(files, subject, entry)
    in_data = [
        each
        for each in found_by_check(files, subject, entry)
        if (each.code, each.message) not in before
    ]
    assert {each.code for each in in_form} == {each.code for each in in_data}


def found_by_check_without(files: dict[str, str]) -> tuple[Problem, ...]:
    return errors_in(check_workspace(build(files)))


def test_a_finding_names_what_the_form_calls_its_fields() -> None:
    files = {key: FILES[key] for key in ("office", "targets", "2012Q1")}
    (problem,) = found_in_form(files, "W1.1", {"numerator": Decimal(196)})
    assert problem.message == "W1.1（办结率）分子、分母要一起填，缺累计分母"
    assert problem.place is not None
    assert problem.place.cell == "denominator7"
    assert not any(each.isascii() for each in NAMES.values())
