"""The program as a user or another program calls it: words, exit codes, one JSON object."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode
from reportgen.cli.program import run as run_command
from reportgen.cli.telling import in_words
from tests.running import PROGRAM, Run, ran, replace_once, sample_at


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_at(tmp_path)


@pytest.fixture
def run(sample: Path) -> Run:
    return lambda *arguments: ran("-C", str(sample), *arguments)


@pytest.fixture
def no_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_FONTS", str(tmp_path / "none"))


def test_check_of_the_sample_finds_no_error(run: Run) -> None:
    done = run("check", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == ExitCode.DONE
    assert record["outputs"] == []
    assert {problem["severity"] for problem in record["problems"]} == {"warning", "note"}


def test_strict_refuses_missing_progress(run: Run) -> None:
    done = run("check", "--strict")
    assert done.returncode == ExitCode.DATA
    assert "D412" in done.stderr


def test_strict_says_which_character_has_no_official_glyph(run: Run, sample: Path) -> None:
    replace_once(sample / "data" / "2012" / "targets.yaml", "title: ", "title: 䲟")
    done = run("build", "target-table", "--year", "2012", "--strict", "--to", "docx")
    assert done.returncode == ExitCode.DATA
    assert "targets.yaml:15:8: 警告 D416" in done.stderr


def test_build_prints_one_object(run: Run, sample: Path) -> None:
    done = run("build", "target-table", "--year", "2012", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == ExitCode.DONE
    assert [output["format"] for output in record["outputs"]] == ["docx", "pdf"]
    for output in record["outputs"]:
        assert set(output) == {"kind", "format", "path", "pages", "sha256"}
        assert Path(output["path"]).is_file()
        assert output["kind"] == "target-table"
        assert output["pages"] == 5
    for problem in record["problems"]:
        assert set(problem) == {
            "code",
            "severity",
            "message",
            "remedy",
            "file",
            "line",
            "column",
            "sheet",
            "cell",
        }


def test_a_page_is_explained(run: Run) -> None:
    done = run("explain-page", "target-table", "--year", "2012", "--page", "1")
    assert done.returncode == ExitCode.DONE
    heights = [line.split()[2] for line in done.stdout.splitlines() if line[:1].isdigit()]
    assert len(heights) > 2
    room = 225 - 3 - sum(map(float, heights))  # what rows leave free is the profile's
    left = float(re.search(r"本页余 ([\d.]+) 毫米", done.stdout)[1])  # type: ignore[index]
    over = float(re.search(r"还差 ([\d.]+) 毫米", done.stdout)[1])  # type: ignore[index]
    assert left <= room + 1
    assert "接下来放不下的是“工作目标　3　" in done.stdout
    assert 0 < over < 225
    last = run("explain-page", "target-table", "--year", "2012", "--page", "5")
    assert "文稿到此结束" in last.stdout
    beyond = run("explain-page", "target-table", "--year", "2012", "--page", "6")
    assert beyond.returncode == ExitCode.USAGE
    assert "有 5 页" in beyond.stderr


def test_build_makes_only_what_is_asked(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere"
    done = run("build", "quarterly", "--period", "2012Q1", "--to", "pdf", "--out", str(out))
    assert done.returncode == ExitCode.DONE
    assert sorted(path.name for path in out.iterdir()) == [
        "2012年第一季度目标完成情况考核报告.pdf",
        "2012年第一季度目标完成情况考核报告数据来源.csv",
    ]


def test_list_indicators_is_an_array_of_27(run: Run) -> None:
    entries = json.loads(run("list", "indicators", "--json").stdout)
    assert len(entries) == 27
    for entry in entries:
        assert list(entry) == [
            "id",
            "target",
            "category",
            "name",
            "kind",
            "comparator",
            "value",
            "unit",
            "deadline",
            "quote",
        ]
    by_id = {entry["id"]: entry for entry in entries}
    assert by_id["W7.3"]["value"] == 6
    assert by_id["W7.3"]["unit"] == "万批次"


@pytest.mark.parametrize(("what", "count"), [("documents", 8), ("periods", 5), ("targets", 11)])
def test_lists_are_arrays(run: Run, what: str, count: int) -> None:
    assert len(json.loads(run("list", what, "--json").stdout)) == count
    assert len(run("list", what).stdout.splitlines()) == count


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["buidl"], 64, ""),
        (["build", "quaterly"], 64, "quarterly"),
        (["build", "--jsn"], 64, "--json"),
        (["build", "quarterly", "--period", "2012Q5"], 64, "2012Q1"),
        (["build", "quarterly", "--year", "2012"], 64, "--period"),
        (["build", "--to", "odt"], 64, "docx"),
        (["build", "target-table", "--year", "2011"], 66, "2012"),
        (["build", "quarterly", "--period", "2012Q4"], 66, "2012Q3"),
        (["explain-code", "D999"], 64, "D999"),
    ],
)
def test_wrong_words_are_answered_in_chinese(
    run: Run, arguments: list[str], code: int, words: str
) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_no_workspace_ends_in_66(run: Run, sample: Path) -> None:
    shutil.rmtree(sample / "data")
    done = run("build")
    assert done.returncode == ExitCode.NO_INPUT
    assert "reportgen new" in done.stderr


def test_no_fonts_end_in_78(run: Run, no_fonts: None) -> None:
    done = run("build")
    assert done.returncode == ExitCode.CONFIGURATION
    assert "reportgen fonts install" in done.stderr


def test_an_output_folder_that_cannot_be_made_ends_in_73(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("build", "target-table", "--out", str(tmp_path / "file" / "sub"))
    assert done.returncode == ExitCode.CANNOT_CREATE


def test_one_broken_document_does_not_stop_the_others(run: Run, sample: Path) -> None:
    template = sample / "templates" / "quarterly.html"
    template.write_text(
        template.read_text(encoding="utf-8").replace("{{ signature }}", "{{ uint }}")
    )
    done = run("build", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == ExitCode.SOME_FAILED
    assert {output["kind"] for output in record["outputs"]} == {
        "target-table",
        "brief",
        "circular",
    }
    (first, *_) = [problem for problem in record["problems"] if problem["severity"] == "error"]
    assert first["file"] == "templates/quarterly.html"
    assert "uint" in first["message"]


def test_a_target_table_needs_no_progress(run: Run, sample: Path) -> None:
    (sample / "data" / "2012" / "progress" / "2012Q2.yaml").write_text("不是数据")
    assert run("build", "target-table", "--year", "2012").returncode == ExitCode.DONE
    assert run("build", "target-table").returncode == ExitCode.DATA


BROKEN = [
    ("data/2012/targets.yaml", "value: 60000", "value: 50000", "D406", "60000"),
    ("data/2012/targets.yaml", "    seq: 3", "    seq: 三", "S203", "三"),
    ("data/2012/targets.yaml", "title: 市政府", "标题: 市政府", "S201", "title"),
    ("data/2012/targets.yaml", "year: 2012", "year：2012", "Y106", "year"),
    ("data/2012/targets.yaml", "kind: cap", "kind: cop", "S204", "cap"),
    ("data/2012/progress/2012Q1.yaml", "period: 2012Q1", "period: 2012Q2", "D419", ""),
    ("data/2012/progress/2012Q1.yaml", "indicator: W1.2", "indicator: W1.9", "D404", "W1.9"),
    ("data/2012/progress/2012Q1.yaml", "numerator: 1180", "numerator: 1280", "D410", "1280"),
    ("data/2012/progress/2012Q2.yaml", "    cumulative: ", "    cumulative: -", "S204", ""),
    ("data/office.yaml", "unit: ", "unit: [", "Y101", ""),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), BROKEN)
def test_broken_data_is_named_with_its_place(
    run: Run, sample: Path, file: str, old: str, new: str, code: str, words: str
) -> None:
    path = sample / file
    replace_once(path, old, new)
    done = run("check", "--json")
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == ExitCode.DATA
    found = [problem for problem in problems if problem["code"] == code]
    assert found, problems
    assert any(problem["file"] == file and problem["line"] for problem in found)
    assert any(words in problem["message"] + problem["remedy"] for problem in found)
    assert all(problem["remedy"] for problem in problems)


def test_every_code_is_explained(run: Run) -> None:
    assert len(run("explain-code").stdout.splitlines()) == len(Code)
    done = run("explain-code", "d405")
    assert "说明" in done.stdout
    assert "改法" in done.stdout


def test_a_new_workspace_passes_and_builds(tmp_path: Path) -> None:
    folder = tmp_path / "新单位"
    for arguments in (["new", str(folder)], ["-C", str(folder), "build"]):
        assert ran(*arguments).returncode == 0
    assert len(list((folder / "build").glob("*.pdf"))) == 3
    assert (folder / "build" / "印发目标表（待发）" / "合订本.pdf").is_file()
    for file in folder.glob("data/**/*.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        schema = first.partition("$schema=")[2]
        assert (file.parent / schema).is_file(), file


def test_a_new_workspace_asks_only_for_what_is_still_to_be_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "新单位"
    options = ("--name", "云岭州卫生健康委员会", "--unit", "州卫生健康委", "--year", "2025")
    assert ran("new", str(folder), *options).returncode == 0
    problems = json.loads(ran("-C", str(folder), "check", "--json").stdout)["problems"]
    asked = {each["code"] for each in problems if each["severity"] != "note"}
    assert asked == {"D428", "D450"}


def test_new_leaves_a_full_folder_alone(sample: Path) -> None:
    assert ran("new", str(sample)).returncode == ExitCode.CANNOT_CREATE


def test_schema_is_json_with_chinese_titles(run: Run) -> None:
    schemas = json.loads(run("schema").stdout)
    assert set(schemas) == {
        "office",
        "targets",
        "progress",
        "assessment-rules",
        "circular",
        "schedule",
        "brief",
        "issued-briefs",
    }
    assert schemas["targets"]["properties"]["title"]["title"] == "标题"


def test_doctor_names_faces_and_files(run: Run) -> None:
    done = run("doctor")
    assert done.returncode == ExitCode.DONE
    assert "仿宋_GB2312" in done.stdout


def test_doctor_without_fonts_says_what_to_do(run: Run, no_fonts: None) -> None:
    done = run("doctor")
    assert done.returncode == ExitCode.CONFIGURATION
    assert "reportgen fonts install" in done.stderr


def test_help_is_chinese(run: Run) -> None:
    assert "用法" in run("build", "--help").stdout


def test_a_reader_that_has_seen_enough_is_no_crash(sample: Path) -> None:
    command = shlex.join([*PROGRAM, "-C", str(sample), "explain-code"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert not (sample / "build" / "reportgen.log").exists()


def test_a_crash_leaves_its_story_in_the_workspace(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("reportgen.desk.making.check", lambda _: 1 / 0)
    assert run_command(["-C", str(sample), "check"]) == ExitCode.INTERNAL
    assert "O399" in capsys.readouterr().err
    assert "ZeroDivisionError" in (sample / "build" / "reportgen.log").read_text(encoding="utf-8")


def test_watch_builds_again_when_a_file_is_saved(sample: Path) -> None:
    for extra in (sample / "data" / "2012" / "progress").iterdir():
        extra.unlink()
    shutil.rmtree(sample / "data" / "2012" / "circulars")
    office = sample / "data" / "office.yaml"
    table = sample / "build" / "2012年度目标表.docx"
    with subprocess.Popen(
        [*PROGRAM, "-C", str(sample), "watch"], stderr=subprocess.PIPE, text=True
    ) as watching:
        try:
            assert watching.stderr is not None
            _await_line(watching.stderr, "正在等待改动")
            before = table.read_bytes()
            time.sleep(0.5)
            text = office.read_text(encoding="utf-8")
            office.write_text(
                text.replace("青岛市人民政府办公厅", "某市人民政府办公厅"), encoding="utf-8"
            )
            _await_line(watching.stderr, "正在等待改动")
            assert table.read_bytes() != before
        finally:
            watching.terminate()


def _await_line(lines: Iterable[str], words: str) -> None:
    assert any(words in line for line in lines)


def test_explain_tells_value_source_rule_and_result(run: Run) -> None:
    done = run("explain", "W2.2", "--period", "2012Q3")
    assert done.returncode == ExitCode.DONE
    for words in ("104条次", "2012Q3.yaml", "104÷130＝80%", "80%－75%＝+5个百分点", "达进度，绿灯"):
        assert words in done.stdout
    assert run("explain", "W2.9", "--period", "2012Q3").returncode == ExitCode.USAGE
    assert run("explain", "W2.2", "--period", "2012Q4").returncode == ExitCode.NO_INPUT


def test_diff_tells_what_changed_by_meaning(run: Run, sample: Path) -> None:
    done = run("diff", "2012Q2", "2012Q3", "--json")
    changes = json.loads(done.stdout)
    assert done.returncode == ExitCode.DONE
    assert "没有定稿" in done.stderr
    kinds = {(each["subject"], each["kind"]) for each in changes}
    assert {("W1.2", "value"), ("W1.2", "status"), ("W9.1", "not_reported")} <= kinds
    assert run("diff", "2012Q3", "2012Q2").returncode == ExitCode.USAGE


def test_a_frozen_quarter_shows_later_corrections_and_revisions(run: Run, sample: Path) -> None:
    assert run("freeze", "--period", "2012Q2").returncode == ExitCode.DONE
    assert run("freeze", "--period", "2012Q2").returncode == ExitCode.DONE
    progress = sample / "data/2012/progress/2012Q2.yaml"
    table = sample / "data/2012/targets.yaml"
    replace_once(progress, "cumulative: 16\n", "cumulative: 17\n")
    replace_once(table, "deadline: 2012-12-31", "deadline: 2012-11-30")
    changes = json.loads(run("diff", "2012Q2", "2012Q3", "--json").stdout)
    kinds = {(each["subject"], each["kind"]) for each in changes}
    assert {("W2.3", "corrected"), ("W1.1", "deadline")} <= kinds
    assert "2012Q2 定稿时是 16，现在是 17" in run("check").stderr
    refused = run("freeze", "--period", "2012Q2")
    assert refused.returncode == ExitCode.CANNOT_CREATE
    assert run("freeze", "--period", "2012Q2", "--replace").returncode == ExitCode.DONE


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [("3.8", "工作日", "3.8个工作日"), ("2", "百分点", "2个百分点"), ("16", "次", "16次"), (None, "次", "—")],
)  # fmt: skip
def test_diff_prints_figures_with_their_units_as_documents_do(
    value: str | None, unit: str, said: str
) -> None:
    assert in_words(Decimal(value) if value else None, unit) == said


def test_a_fallen_cumulative_is_an_error_of_diff(run: Run, sample: Path) -> None:
    replace_once(sample / "data/2012/progress/2012Q3.yaml", "cumulative: 104\n", "cumulative: 64\n")
    done = run("diff", "2012Q2", "2012Q3")
    assert done.returncode == ExitCode.DATA
    assert "W2.2" in done.stderr


def test_warnings_are_of_the_period_and_grouped_and_all_told_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sample_at(tmp_path / "office")
    for period in ("2012Q1", "2012Q2"):
        path = root / "data" / "2012" / "progress" / f"{period}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\n    (cumulative|actual): .*", "", text), encoding="utf-8")
    assert run_command(["-C", str(root), "check"]) == 0
    told = capsys.readouterr().err
    assert "（）" not in told, "substituted fonts are in no file"
    grouped = [line for line in told.splitlines() if "D412" in line]
    assert len(grouped) == 1
    assert "data/2012/progress/2012Q1.yaml" in grouped[0]
    assert run_command(["-C", str(root), "check", "--verbose"]) == 0
    every = [line for line in capsys.readouterr().err.splitlines() if "D412" in line]
    assert len(every) > 5
    assert f"共 {len(every)} 项" in grouped[0]
    command = ["-C", str(root), "build", "quarterly", "--period", "2012Q2", "--to", "docx"]
    assert run_command([*command, "--json"]) == 0
    said, told = capsys.readouterr()
    found = [each for each in json.loads(said)["problems"] if each["severity"] == "warning"]
    missing = [each["file"] for each in found if each["code"] == "D412"]
    assert set(missing) == {"data/2012/progress/2012Q2.yaml"}
    assert sum("D412" in line for line in told.splitlines()) == 1
