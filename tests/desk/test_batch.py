"""Only what has changed is made again, and what is made so is what a full run makes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.desk.batch import batch
from reportgen.desk.products import Manner, Product, Selection
from reportgen.fonts.folders import font_folder
from reportgen.fonts.install import FALLBACK
from reportgen.store import STORE
from reportgen.writers.formats import DOCX
from tests.dispatch.sample import scanned
from tests.faults.machine import HANGING, in_namespace, until
from tests.forms.filling import filled
from tests.running import PROGRAM, ROOT, ran

Q1, Q2, Q3 = ("2012年第一季度", "2012年上半年", "2012年前三季度")
REPORTS = {f"{each}目标完成情况考核报告" for each in (Q1, Q2, Q3)}
BRIEFS = {"2012年4月目标督查专报", "2012年5月目标督查专报"}
TABLE, ISSUING, NOTICE = "2012年度目标表", "印发目标表（待发）", "前三季度通报"
ALL = REPORTS | BRIEFS | {TABLE, ISSUING, NOTICE}
PROGRESS = "data/2012/progress"


def run(
    root: Path, kinds: tuple[str, ...] = (), *, anew: bool = False
) -> dict[str, tuple[str, ...]]:
    """Make the documents of some kinds or all; return those that were made, and why."""
    made = products(root, kinds, anew=anew)
    assert not any(each.failure for each in made)
    return {each.stem: each.why for each in made if each.why}


def products(root: Path, kinds: tuple[str, ...] = (), *, anew: bool = False) -> tuple[Product, ...]:
    manner = Manner((DOCX,), root / "build", anew=anew)
    return batch(root, Selection(kinds), manner, progress=lambda _: lambda _: None).products


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("batch")
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name)
    assert run(root).keys() == ALL
    return root


def written(path: str, pattern: str, replacement: str) -> Callable[[Path], None]:
    """Change the first such text of a file."""

    def change(root: Path) -> None:
        file = root / path
        text, number = re.subn(pattern, replacement, file.read_text("utf-8"), count=1)
        assert number == 1
        file.write_text(text, encoding="utf-8")

    return change


def attached(pages: int) -> Callable[[Path], None]:
    """Attach a file of so many pages to the notice, or put it in the old one's place."""

    def change(root: Path) -> None:
        circular = root / "data/2012/circulars/前三季度通报.yaml"
        (circular.parent / "表.pdf").write_bytes(scanned(pages=pages))
        text = circular.read_text("utf-8")
        if "表.pdf" not in text:
            first = "attachments:\n"
            entry = f"{first}  - {{file: 表.pdf, title: 一张表}}\n"
            circular.write_text(text.replace(first, entry), encoding="utf-8")

    return change


def touched(root: Path) -> None:
    for file in (*root.glob("data/**/*.yaml"), *root.glob("templates/**/*.html")):
        os.utime(file)


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "times only": (touched, set()),
    "a comment": (written(f"{PROGRESS}/2012Q3.yaml", r"\Z", "# 一条注释\n"), set()),
    "a figure": (
        written(f"{PROGRESS}/2012Q3.yaml", r"(indicator: W1.3\n *cumulative: )\d+", r"\g<1>38"),
        {f"{Q3}目标完成情况考核报告", NOTICE},
    ),
    "a reason": (
        written(f"{PROGRESS}/2012Q1.yaml", r"lag_reason: ", "lag_reason: 另外，"),
        {f"{Q1}目标完成情况考核报告"},
    ),
    "a date": (
        written(f"{PROGRESS}/2012Q2.yaml", r"date_reported: \S+", "date_reported: 2012-07-19"),
        {f"{Q2}目标完成情况考核报告"},
    ),
    "a target": (
        written("data/2012/targets.yaml", "name: 公文会议工作", "name: 公文和会议工作"),
        ALL,
    ),
    "a template": (written("templates/brief.html", r"\Z", "\n{# 一条注释 #}"), BRIEFS),
    "a macro": (written("templates/_wording.html", r"\Z", "\n{# 一条注释 #}"), ALL),
    "a measure": (
        written("templates/profiles/gbt9704-2012.yaml", "line_pt: 28.95", "line_pt: 28.9"),
        ALL,
    ),
    "an attachment": (attached(1), {NOTICE}),
    "an attached file": (attached(2), {NOTICE}),
    "an output": (lambda root: (root / f"build/{TABLE}.docx").unlink(), {TABLE}),
    "the store": (lambda root: (root / STORE).write_bytes(b"no database"), ALL),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_is_made_again_and_nothing_else(workspace: Path, what: str) -> None:
    change, made = CHANGES[what]
    change(workspace)
    assert run(workspace).keys() == made
    assert run(workspace) == {}


def test_why_names_what_changed(workspace: Path) -> None:
    CHANGES["a template"][0](workspace)
    why = run(workspace)
    assert why == dict.fromkeys(BRIEFS, ("模板“brief.html”变了",))


def test_a_selection_is_made_alone(workspace: Path) -> None:
    shutil.rmtree(workspace / "build")
    assert run(workspace, ("brief", "quarterly")).keys() == REPORTS | BRIEFS


def test_why_is_told_in_words(workspace: Path) -> None:
    run(workspace)
    CHANGES["a date"][0](workspace)
    written(f"{PROGRESS}/2012Q2.yaml", "2012-07-19", "2012-07-20")(workspace)
    assert set(run(workspace).popitem()[1]) == {"数据“报告日期”（date）变了"}


def test_a_data_file_more_makes_its_own_document(workspace: Path) -> None:
    run(workspace)
    quarter = workspace / PROGRESS / "2012Q2.yaml"
    june = quarter.with_name("2012-06.yaml")
    text = re.sub(r"\n +actual: .*", "", quarter.read_text("utf-8"))  # of a quarter
    june.write_text(text.replace("2012Q2", "2012-06"), "utf-8")
    assert run(workspace).keys() == {"2012年6月目标督查专报"}
    june.unlink()
    assert run(workspace) == {}


def test_a_template_that_is_gone_stops_those_that_want_it(workspace: Path) -> None:
    run(workspace)
    brief, listing = (workspace / "templates" / name for name in ("brief.html", "packing-list.txt"))
    kept = {path: path.read_bytes() for path in (brief, listing)}
    brief.unlink()
    assert {each.stem for each in products(workspace) if not each.why} == ALL - BRIEFS
    listing.unlink()
    assert {each.stem for each in products(workspace) if each.failure} == {ISSUING, NOTICE}
    for path, content in kept.items():
        path.write_bytes(content)
    assert run(workspace) == {}


def test_another_font_is_a_change_and_another_place_is_none(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(workspace)
    fonts = tmp_path / "fonts"
    shutil.copytree(font_folder(), fonts)
    monkeypatch.setenv("REPORTGEN_FONTS", str(fonts))
    assert run(workspace) == {}
    with (fonts / FALLBACK.name).open("ab") as file:
        file.write(b"\0")
    assert run(workspace) == dict.fromkeys(ALL, ("字体变了",))


def test_what_forms_bring_in_is_a_change(workspace: Path, tmp_path: Path) -> None:
    run(workspace)
    assert ran("-C", str(workspace), "forms", "out", "--period", "2012Q3").returncode == 0
    (blank,) = (workspace / "build" / "forms" / "2012Q3").glob("*.xlsx")
    filled(blank, tmp_path, {"W1.3": {"cumulative": 39}})
    taken = ran("-C", str(workspace), "forms", "in", str(tmp_path), "--replace")
    assert taken.returncode == 0, taken.stderr
    assert run(workspace).keys() == {f"{Q3}目标完成情况考核报告", NOTICE}


def started(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "-C", str(root), "batch", "--to", "docx", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def made_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in (".docx", ".pdf", ".csv", ".txt", ".json")
    }


def test_two_at_once_make_what_one_makes(workspace: Path) -> None:
    shutil.rmtree(workspace / "build")
    run(workspace)
    made = made_in(workspace / "build")
    shutil.rmtree(workspace / "build")
    both = [started(workspace) for _ in range(2)]
    assert [each.wait(HANGING) for each in both] == [0, 0]
    assert made_in(workspace / "build") == made
    assert run(workspace) == {}


def test_a_run_that_was_killed_goes_on_where_it_was(workspace: Path) -> None:
    shutil.rmtree(workspace / "build")
    process = started(workspace, "--jobs", "1")
    # when the third is there, the first has been noted
    until(lambda: len(list((workspace / "build").glob("*.docx"))) > 2, process)
    process.kill()
    process.wait()
    assert run(workspace).keys() < ALL
    assert run(workspace) == {}


def test_without_a_store_it_only_takes_longer(workspace: Path, tmp_path: Path) -> None:
    run(workspace)
    made = made_in(workspace / "build")
    command = [*PROGRAM, "-C", str(workspace), "batch", "--to", "docx", "--out", str(tmp_path)]
    mounted = "mount --bind build build; mount -o remount,bind,ro build"
    done = in_namespace(f"cd {workspace}; {mounted}; {shlex.join(command)}")
    assert done.returncode == 0, done.stderr
    assert made_in(tmp_path) == made
