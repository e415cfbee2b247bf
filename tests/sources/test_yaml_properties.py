"""Whatever is in a file, reading it gives values or problems with line and column."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.problems import DataError
from reportgen.model.progress import ProgressReport
from reportgen.model.targets import Office, TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import parse_yaml, read_yaml

MODELS = {"office": Office, "targets": TargetTable, "progress": ProgressReport}
VALID = {
    name: (Path(__file__).parent / "valid" / f"{name}.yaml").read_text("utf-8") for name in MODELS
}
YAML_SIGNS = st.sampled_from(
    [*":-[]{},&*!|>'\"%@`#?\\\t\n ", "：", "　", ": ", "- ", "\n  ", "\x85"]
)
PRINTABLE = st.text(
    st.characters(
        min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=("Cc", "Cs", "Zl", "Zp")
    ),
    max_size=40,
)


def problems_in(text, model=None):
    """Read the text, and bind it where there is a model; return the problems found."""
    try:
        document = parse_yaml(text, "f.yaml")
        if model:
            bind(model, document)
    except DataError as error:
        return error.problems or ["an error without problems"]
    return []


def check(text, model=None):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems = problems_in(text, model)
    assert len({*problems}) == len(problems)
    for problem in problems:
        assert problem.place.file == "f.yaml"
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.message
        assert problem.remedy


@given(st.text())
def test_any_text(text):
    check(text)


@given(st.lists(YAML_SIGNS | st.sampled_from(["a", "甲", "1"])).map("".join))
def test_any_heap_of_signs(text):
    check(text)


@given(st.text("\t\t\t\n\n :-#'\"|>?[]{},&*!%@`~.\\a1", max_size=30))
def test_any_heap_of_tabs(text):
    check(text)


@pytest.mark.parametrize("name", MODELS)
@given(places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3)), min_size=1, max_size=4))
def test_a_file_with_tabs_put_in(name, places):
    text = VALID[name]
    for where, cut in places:
        start = int(where * len(text))
        text = text[:start] + "\t" + text[start + cut :]
    check(text, MODELS[name])


@given(content=st.binary(max_size=60))
def test_any_bytes(content, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    try:
        named = {read_yaml(path, "any.yaml").name}
    except DataError as error:
        named = {problem.place.file for problem in error.problems}
    assert named == {"any.yaml"}


@pytest.mark.parametrize("name", MODELS)
@given(
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 6), YAML_SIGNS | st.text(max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_a_mutated_file(name, edits):
    text = VALID[name]
    for where, cut, put in edits:
        start = int(where * len(text))
        text = text[:start] + put + text[start + cut :]
    check(text, MODELS[name])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=2)
    | st.sampled_from(["", "count", "2012-01-01", "95%", "id：W1", "NO"]) | PRINTABLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "value", "名称"]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def plain_yaml(value):
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f'"{key}": {plain_yaml(inner)}' for key, inner in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(plain_yaml(inner) for inner in value) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


@pytest.mark.parametrize("name", MODELS)
@given(field=st.integers(0, 20), value=VALUES)
def test_any_value_in_any_field(name, field, value):
    fields = dict(parse_yaml(VALID[name], "f.yaml").value)
    key = list(MODELS[name].model_fields)[field % len(MODELS[name].model_fields)]
    fields[key] = value
    check(plain_yaml(fields), MODELS[name])


def without_colon(text):
    return "：" not in text and text.strip("\u3000\xa0") == text


@given(
    st.dictionaries(
        PRINTABLE.filter(without_colon),
        st.recursive(
            PRINTABLE, lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=4
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_dumped_is_read_again(values):
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    assert parse_yaml(text, "f.yaml").value == values
