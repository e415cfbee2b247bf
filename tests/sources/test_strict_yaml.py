"""Plain numbers, true, false and null are typed; everything else is text; nothing else is let in."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, MissingInputError, OutputError, Place
from reportgen.sources.strict_yaml import MAX_BYTES, MAX_NODES, parse_yaml, read_yaml

VALID = Path(__file__).parent / "valid"


def problems_of(text):
    with pytest.raises(DataError) as caught:
        parse_yaml(text, "f.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9", 9),
        ("0", 0),
        ("-5", -5),
        ("95.50", Decimal("95.50")),
        ("-0.1", Decimal("-0.1")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("NO", "NO"),
        ("yes", "yes"),
        ("True", "True"),
        ("Null", "Null"),
        ("12:30", "12:30"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("5.", "5."),
        ("+5", "+5"),
        (".inf", ".inf"),
        ("１２", "１２"),
        ("2012-03-01", "2012-03-01"),
        ("=", "="),
        ("9" * 5000, "9" * 5000),
        ('"9"', "9"),
        ("'true'", "true"),
        ('""', ""),
        ("标题：甲", "标题：甲"),
        ("http://a.b/c", "http://a.b/c"),
        ("[1, 是, 2.0]", [1, "是", Decimal("2.0")]),
        ("{x: }", {"x": None}),
        ("|\n  9\n", "9\n"),
        (">-\n  标题：甲\n  乙\n", "标题：甲 乙"),
    ],
)
def test_types_a_value(written, read):
    value = parse_yaml(f"a: {written}", "f.yaml").value["a"]
    assert value == read
    assert type(value) is type(read)


def test_keeps_every_digit():
    assert str(parse_yaml("a: 95.50", "f.yaml").value["a"]) == "95.50"


@pytest.mark.parametrize("text", ["", "# 说明：空\n", "\n\n", "---\n"])
def test_reads_an_empty_file_as_nothing(text):
    assert parse_yaml(text, "f.yaml").value is None


def test_keeps_places_of_values_and_keys():
    document = parse_yaml("标题: 甲\nitems:\n  - id: W1\n    seq: 1\n  - 乙\nempty:\n", "f.yaml")
    assert document.places[("标题",)] == Place("f.yaml", 1, 5)
    assert document.key_places[("标题",)] == Place("f.yaml", 1, 1)
    assert document.places[("items",)] == Place("f.yaml", 3, 3)
    assert document.places[("items", 0)] == Place("f.yaml", 3, 5)
    assert document.places[("items", 0, "seq")] == Place("f.yaml", 4, 10)
    assert document.key_places[("items", 0, "seq")] == Place("f.yaml", 4, 5)
    assert document.places[("items", 1)] == Place("f.yaml", 5, 5)
    assert document.places[("empty",)] == Place("f.yaml", 6, 1)
    assert document.place(("items", 0, "none", 3)) == Place("f.yaml", 3, 5)
    assert document.place(("none",)) == Place("f.yaml", 1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_reads_any_newline_and_a_byte_order_mark(tmp_path, newline):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + f"a: 1{newline}b: |{newline}  甲{newline}".encode())
    document = read_yaml(path, "a.yaml")
    assert document.value == {"a": 1, "b": "甲\n"}
    assert document.places[("b",)].line == 2


def test_names_every_duplicate_at_once():
    found = problems_of("a: 1\nb:\n  c: 1\n  c: 2\na: 3\na: 4\n")
    assert [(p.code, p.place.line) for p in found] == [("Y102", 4), ("Y102", 5), ("Y102", 6)]


def test_reports_what_it_found_before_a_syntax_error():
    found = problems_of("a: 1\na: 2\nb: &x 1\nc: [\n")
    assert [p.code for p in found] == ["Y102", "Y103", "Y101"]


@pytest.mark.parametrize(
    ("content", "line", "column", "guess"),
    [
        ("a: 1\nb: 甲".encode("gbk"), 2, 4, "GBK"),
        ("a: 甲".encode("utf-16"), 1, 1, "UTF-16"),
        (b"a: \xff\xff\xff", 1, 4, "UTF-8"),
    ],
)
def test_refuses_other_encodings(tmp_path, content, line, column, guess):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_yaml(path, "data/a.yaml")
    (problem,) = caught.value.problems
    assert problem.code == Code.YAML_ENCODING.code
    assert problem.place == Place("data/a.yaml", line, column)
    assert guess in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1000,
        "{a: " * 30,
        "- " * 30 + "a",
        "[" + "1," * (MAX_NODES + 1) + "]",
        "a" * (MAX_BYTES + 1),
    ],
    ids=["brackets", "braces", "dashes", "nodes", "bytes"],
)
def test_stops_at_the_limits(text):
    assert problems_of(text)[-1].code == Code.YAML_LIMIT.code


def test_stops_reading_an_oversized_file(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(DataError) as caught:
        read_yaml(path, "a.yaml")
    assert caught.value.problems[0].code == Code.YAML_LIMIT.code


def test_does_not_expand_an_alias_bomb():
    lines = ["a: &a [x, x, x, x]"]
    lines += [
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    ]
    assert {p.code for p in problems_of("\n".join(lines))} == {"Y103"}


def test_tells_a_missing_file_from_an_unreadable_one(tmp_path):
    with pytest.raises(MissingInputError) as missing:
        read_yaml(tmp_path / "a.yaml", "data/a.yaml")
    assert missing.value.problems[0].code == Code.FILE_NOT_FOUND.code
    with pytest.raises(OutputError) as unreadable:
        read_yaml(tmp_path, "data")
    assert unreadable.value.problems[0].code == Code.FILE_UNREADABLE.code


def test_reads_the_same_without_the_c_parser():
    program = """
import sys
sys.modules["yaml._yaml"] = None
import yaml
from pathlib import Path
from reportgen.base.problems import DataError
from reportgen.sources.strict_yaml import read_yaml
assert not yaml.__with_libyaml__
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    try:
        read_yaml(path, path.name)
    except DataError as error:
        print(path.name, [(p.code, p.place.line) for p in error.problems])
    else:
        print(path.name, "read")
"""
    faults = VALID.parent / "faults"
    root = VALID.parent.parent.parent
    pure = subprocess.run(
        [sys.executable, "-c", program, str(faults)],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env={"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
    )
    here = []
    for path in sorted(faults.glob("*.yaml")):
        try:
            read_yaml(path, path.name)
        except DataError as error:
            here.append(f"{path.name} {[(p.code, p.place.line) for p in error.problems]}")
        else:
            here.append(f"{path.name} read")
    assert pure.stdout.splitlines() == here
