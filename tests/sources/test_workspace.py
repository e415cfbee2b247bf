"""A workspace is read whole, and all faults of all files are told at once."""

import shutil
from pathlib import Path

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, MissingInputError, OutputError, ReportgenError
from reportgen.model.periods import Period
from reportgen.sources.workspace import load_workspace

VALID = Path(__file__).parent / "valid"


@pytest.fixture
def root(tmp_path):
    progress = tmp_path / "data/2012/progress"
    progress.mkdir(parents=True)
    shutil.copy(VALID / "office.yaml", tmp_path / "data/office.yaml")
    shutil.copy(VALID / "targets.yaml", tmp_path / "data/2012/targets.yaml")
    for period in ("2012Q2", "2012Q1", "2012-08"):
        text = (VALID / "progress.yaml").read_text("utf-8").replace("2012Q1", period)
        (progress / f"{period}.yaml").write_text(text, "utf-8")
    return tmp_path


def edit(path, old, new):
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def failure(root, kind=ReportgenError):
    with pytest.raises(kind) as caught:
        load_workspace(root)
    return caught.value


def found(root):
    return [(p.code, p.place.file, p.place.line) for p in failure(root, DataError).problems]


def test_loads_everything_in_order(root):
    workspace = load_workspace(root)
    assert workspace.root == root
    assert workspace.office.record.unit == "市政府办公厅"
    assert list(workspace.tables) == [2012]
    assert [str(period) for period in workspace.progress] == ["2012Q1", "2012Q2", "2012-08"]
    report = workspace.progress[Period.parse("2012Q2")]
    assert report.place("period").file == "data/2012/progress/2012Q2.yaml"


def test_collects_the_faults_of_all_files(root):
    edit(root / "data/office.yaml", "unit: ", "unti: ")
    edit(root / "data/2012/targets.yaml", "seq: 1", "seq: 1\n    seq: 2")
    edit(root / "data/2012/progress/2012Q1.yaml", "sample: true", "sample: 是")
    edit(root / "data/2012/progress/2012Q2.yaml", "2012Q2", "2012Q5")
    (root / "data/2012/progress/2012Q3.yaml").write_bytes("period: 季".encode("gbk"))
    assert found(root) == [
        ("S201", "data/office.yaml", 3),
        ("Y102", "data/2012/targets.yaml", 15),
        ("S203", "data/2012/progress/2012Q1.yaml", 2),
        ("S204", "data/2012/progress/2012Q2.yaml", 1),
        ("Y105", "data/2012/progress/2012Q3.yaml", 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fragments"),
    [
        ("2012Q2", "2012Q3", ["与文件名 2012Q2.yaml 不符"]),
        ("2012Q2", "2012Q1", ["文件名", "与 data/2012/progress/2012Q1.yaml 的期间重复"]),
        ("2012Q2", "2013Q2", ["文件名", "与年度文件夹 2012 不符"]),
    ],
)
def test_a_period_agrees_with_its_file(root, old, new, fragments):
    edit(root / "data/2012/progress/2012Q2.yaml", old, new)
    (problem,) = failure(root, DataError).problems
    assert problem.code == Code.PERIOD_MISPLACED.code
    assert (problem.place.file, problem.place.line) == ("data/2012/progress/2012Q2.yaml", 1)
    assert all(fragment in problem.message for fragment in fragments)


def test_a_period_is_readable(root):
    edit(root / "data/2012/progress/2012Q2.yaml", "2012Q2", "第二季度")
    (problem,) = failure(root, DataError).problems
    assert (problem.code, problem.place.line) == (Code.FIELD_VALUE.code, 1)
    assert "2012Q1" in problem.remedy


def test_a_table_stands_in_its_year(root):
    edit(root / "data/2012/targets.yaml", "year: 2012", "year: 2013")
    assert found(root) == [("D419", "data/2012/targets.yaml", 1)]


def test_a_folder_without_data_is_no_workspace(tmp_path):
    error = failure(tmp_path, MissingInputError)
    (problem,) = error.problems
    assert problem.code == Code.FILE_NOT_FOUND.code
    assert "reportgen new" in problem.remedy
    assert "-C" in problem.remedy


def test_a_workspace_has_an_office(root):
    (root / "data/office.yaml").unlink()
    error = failure(root, MissingInputError)
    assert [p.place.file for p in error.problems] == ["data/office.yaml"]
    assert "reportgen new" in error.problems[0].remedy


def test_progress_needs_a_table(root):
    (root / "data/2012/targets.yaml").unlink()
    error = failure(root, MissingInputError)
    assert [p.place.file for p in error.problems] == ["data/2012/targets.yaml"]


def test_missing_and_wrong_together_are_wrong_data(root):
    (root / "data/office.yaml").unlink()
    edit(root / "data/2012/targets.yaml", "seq: 1", "seq: 0")
    assert [code for code, _, _ in found(root)] == ["O301", "S204"]


def test_a_year_may_be_empty(root):
    (root / "data/2013/progress").mkdir(parents=True)
    assert list(load_workspace(root).tables) == [2012]


@pytest.mark.parametrize(
    "name",
    [
        ".2012Q3.yaml.swp",
        "2012Q3.yaml~",
        "2012Q3.yaml.swp",
        "#2012Q3.yaml#",
        "._2012Q3.yaml",
        "说明.txt",
    ],
)
def test_ignores_backups_and_other_files(root, name):
    (root / "data/2012/progress" / name).write_text("{", "utf-8")
    assert len(load_workspace(root).progress) == 3


@pytest.mark.parametrize(
    "name", ["data/office.yml", "data/2012/targets.yml", "data/2012/progress/2012Q3.YAML"]
)
def test_a_wrong_suffix_is_told(root, name):
    (root / name).write_text("a: 1", "utf-8")
    (problem,) = failure(root, DataError).problems
    assert (problem.code, problem.place.file) == (Code.FILE_MISNAMED.code, name)
    assert "改名为" in problem.remedy


def test_a_year_folder_is_named_by_its_year(root):
    (root / "data/2012").rename(root / "data/2012年")
    assert found(root) == [("O305", "data/2012年", None)]


def test_other_folders_are_left_alone(root):
    (root / "data/原件").mkdir()
    (root / "data/原件/扫描.txt").write_text("x", "utf-8")
    assert load_workspace(root)


def test_a_folder_in_the_place_of_a_file_is_unreadable(root):
    (root / "data/2012/progress/2012Q3.yaml").mkdir()
    error = failure(root, OutputError)
    assert [p.code for p in error.problems] == [Code.FILE_UNREADABLE.code]
