"""The delivered 2012 data against the published table, character by character.

``seed-target-table-2012.txt`` is the text of the web page. Its rows open with a line that holds
only ``|``; every cell is one line ending in `` |``; empty cells at a row's end are bars alone.
The category is printed once a page group (with a space from its narrow cell) and carries on.
"""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator, DeadlineBasis
from reportgen.model.progress import ProgressReport
from reportgen.model.punctuation import normalise
from reportgen.model.targets import Office, TargetTable

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
SHARED_SEED = HERE.parents[2] / "shared/reference/seed-target-table-2012.txt"


def read_seed(path=HERE / "seed-target-table-2012.txt"):
    """Return the header cells and the rows (category, seq, name, content, basis)."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines = lines[lines.index("|") : lines.index("扫一扫在手机打开当前页")]
    rows = []
    for line in lines:
        if line == "|":
            rows.append([])
        elif cell := re.sub(r"(?: ?\|)+$", "", line):
            rows[-1].append(cell)
    header, *body = rows
    table, category = [], None
    for row in body:
        if len(row) == 5:
            category = row.pop(0).replace(" ", "")
        table.append((category, int(row[0]), *row[1:]))
    return header, table


HEADER, ROWS = read_seed()


@pytest.fixture(scope="module")
def table():
    text = (DATA / "2012/targets.yaml").read_text(encoding="utf-8")
    return TargetTable.model_validate(yaml.safe_load(text))


def test_the_copy_is_the_shared_seed():
    if not SHARED_SEED.exists():
        pytest.skip("the shared reference stands only beside the founding repository")
    shared = SHARED_SEED.read_bytes().removeprefix(b"\xef\xbb\xbf")
    copied = (HERE / "seed-target-table-2012.txt").read_bytes().removeprefix(b"\xef\xbb\xbf")
    assert copied.replace(b"\r\n", b"\n") == shared.replace(b"\r\n", b"\n")


def test_the_seed_has_eleven_rows_of_five_cells():
    assert len(ROWS) == 11
    assert all(len(row) == 5 for row in ROWS)
    assert [row[:2] for row in ROWS] == [
        *[("工作目标", seq) for seq in range(1, 10)],
        *[("奋斗目标", seq) for seq in range(1, 3)],
    ]


def test_columns_are_the_header_of_the_table(table):
    assert [column.title for column in table.columns] == [normalise(cell) for cell in HEADER]


def test_every_character_of_the_source_is_there_in_order(table):
    names = {category.id: category.name for category in table.categories}
    ours = [
        # a basis of several items stands in one cell, its items one space apart
        (names[target.category], target.seq, target.name, target.content, " ".join(target.basis))
        for target in table.targets
    ]
    assert ours == ROWS


def test_the_normalised_text_equals_the_normalised_source(table):
    ours = "".join(
        normalise(text)
        for target in table.targets
        for text in (target.name, target.content, *target.basis)
    )
    seed = "".join(
        normalise(text) for _, _, name, content, basis in ROWS for text in (name, content, basis)
    )
    assert ours == seed
    assert not re.search("[,;:()?!]", ours)


def test_list_markers_open_basis_items(table):
    items = [item for target in table.targets for item in target.basis]
    assert len(items) > len(table.targets)
    assert not [each for each in items if re.search(r"(?<=[;。: ])\d{1,2}\.(?=\D|\d{4}年)", each)]


def test_every_quote_stands_in_the_text_once(table):
    counts = {
        entry.id: target.content.count(entry.quote)
        for target in table.targets
        for entry in (*target.indicators, *target.milestones)
    }
    assert counts == dict.fromkeys(counts, 1)
    assert len(counts) > 27
    facts = {
        fact.id: any(fact.quote in item for item in target.basis)
        for target in table.targets
        for fact in target.benchmarks
    }
    assert facts
    assert all(facts.values()), facts


def test_ids_are_numbered_within_their_target(table):
    ids, expected = [], []
    for target in table.targets:
        for infix, entries in (
            ("", target.indicators),
            ("M", target.milestones),
            ("B", target.benchmarks),
        ):
            expected += [f"{target.id}.{infix}{n}" for n in range(1, len(entries) + 1)]
            ids += [entry.id for entry in entries]
    assert ids
    assert ids == expected


INDICATORS = [
    ("W1.1", "rate", "at_least", 95, "%", "stated"),
    ("W1.2", "cap", "at_most", 120, "件", "implied"),
    ("W1.3", "cap", "at_most", 55, "次", "implied"),
    ("W2.1", "count", "planned", 450, "期", "implied"),
    ("W2.2", "count", "at_least", 130, "条次", "implied"),
    ("W2.3", "count", "planned", 30, "次", "implied"),
    ("W2.4", "count", "at_least", 30, "篇", "stated"),
    ("W3.1", "scope", "planned", 33, "项", "implied"),
    ("W3.2", "scope", "planned", 10, "件", "implied"),
    ("W3.3", "rate", "equal_full", 100, "%", "implied"),
    ("W3.4", "rate", "equal_full", 100, "%", "implied"),
    ("W4.1", "count", "planned", 4, "次", "implied"),
    ("W4.2", "rate", "planned", 98, "%", "implied"),
    ("W4.3", "rate", "planned", 97, "%", "implied"),
    ("W5.1", "count", "planned", 1, "次", "stated"),
    ("W5.2", "count", "at_least", 500, "场次", "implied"),
    ("W5.3", "rate", "at_least", 90, "%", "implied"),
    ("W5.4", "rate", "at_least", 95, "%", "implied"),
    ("W7.1", "count", "planned", 3, "处", "implied"),
    ("W7.2", "rate", "at_least", 95, "%", "implied"),
    ("W7.3", "count", "at_least", 60000, "批次", "stated"),
    ("W8.1", "count", "more_than", 1200000, "平方米", "stated"),
    ("W8.2", "count", "at_least", 3, "个", "implied"),
    ("W9.1", "count", "at_least", 2000, "家", "implied"),
    ("W9.2", "rate", "equal_full", 100, "%", "implied"),
    ("S1.1", "reduction", "planned", 60, "%", "implied"),
    ("S1.2", "reduction", "planned", 75, "%", "implied"),
]


def test_the_twenty_seven_indicators(table):
    assert [
        (i.id, i.kind, i.comparator, i.value, i.unit, i.deadline_basis) for i in table.indicators
    ] == [
        (id_, Kind(kind), Comparator(comparator), value, unit, DeadlineBasis(basis))
        for id_, kind, comparator, value, unit, basis in INDICATORS
    ]
    assert {indicator.deadline for indicator in table.indicators} == {date(2012, 12, 31)}


COMPARATOR_WORDS = {
    Comparator.AT_MOST: r"不超过\d",
    Comparator.MORE_THAN: r"突破\d",
    Comparator.AT_LEAST: r"不少于\d|达到\d|\d(?:%|万批次|场次)以上",
    Comparator.EQUAL_FULL: "100%",
}


def test_the_comparator_stands_in_the_quote(table):
    assert {indicator.comparator for indicator in table.indicators} > COMPARATOR_WORDS.keys()
    for indicator in table.indicators:
        found = {
            each for each, word in COMPARATOR_WORDS.items() if re.search(word, indicator.quote)
        }
        if indicator.comparator in COMPARATOR_WORDS:
            assert indicator.comparator in found, indicator.id
        else:
            assert found <= {Comparator.EQUAL_FULL}, indicator.id


def test_baselines_of_the_reductions(table):
    baselines = {i.id: i.baseline for i in table.indicators if i.baseline}
    assert {id_: (b.value, b.unit, b.confirmed) for id_, b in baselines.items()} == {
        "S1.1": (300, "工作日", False),
        "S1.2": (80, "工作日", True),
    }
    assert "推定" in baselines["S1.1"].meaning


def test_milestones_where_the_table_has_no_figures(table):
    counts = {target.id: len(target.milestones) for target in table.targets}
    assert counts["W6"] == 7
    assert counts["S2"] == 4
    assert counts["W7"] == 0


def test_the_wuhan_benchmark(table):
    facts = {fact.id: fact for target in table.targets for fact in target.benchmarks}
    wuhan = next(fact for fact in facts.values() if fact.peer_city == "武汉市")
    assert (wuhan.peer_value, wuhan.own_value, wuhan.previous_value) == (22, 20, 80)


def test_the_office_invents_nobody():
    office = Office.model_validate(
        yaml.safe_load((DATA / "office.yaml").read_text(encoding="utf-8"))
    )
    assert (office.name, office.unit) == ("青岛市人民政府办公厅", "市政府办公厅")
    assert (office.head, office.contact, office.phone) == (None, None, None)


@pytest.mark.parametrize("period", ["2012Q1", "2012Q2", "2012Q3"])
def test_sample_progress_says_it_is_invented(period):
    text = (DATA / f"2012/progress/{period}.yaml").read_text(encoding="utf-8")
    report = ProgressReport.model_validate(yaml.safe_load(text))
    assert str(report.period) == period
    assert report.sample
    assert "本文件数字均为虚构的示例" in text.split("period:")[0]
