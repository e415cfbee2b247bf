"""Whatever is done to what was published, verify names it; nothing else does it name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode
from reportgen.publish import put_in_place
from reportgen.schedule.manifests import checksum
from tests.faults.machine import PUBLISH, workspace_at
from tests.running import Run, replace_once
from tests.schedule.test_register import made_keys

APRIL = "--now=2012-05-10"
BRIEFS = "tasks:\n  - {kind: brief, day: 5}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office", BRIEFS)


def edited(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit the brief's record in a manifest."""
    path = folder / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    edit(record["documents"]["brief"])
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def pdf(folder: Path) -> Path:
    return next(folder.glob("*.pdf"))


def swap(folder: Path) -> None:
    one, other = pdf(folder), next(folder.glob("*.docx"))
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def swap_with_records(folder: Path) -> None:
    swap(folder)

    def exchange(brief: dict[str, Any]) -> None:
        one, other = brief["outputs"]
        one["sha256"], other["sha256"] = other["sha256"], one["sha256"]

    edited(folder, exchange)


def drop_and_forge(folder: Path) -> None:
    pdf(folder).write_bytes(b"forged")
    name = pdf(folder).name
    edited(
        folder,
        lambda brief: brief.update(outputs=[o for o in brief["outputs"] if o["path"] != name]),
    )


def forge_with_record(folder: Path) -> None:
    pdf(folder).write_bytes(b"forged")
    sums = {each.name: checksum(each) for each in folder.iterdir()}
    edited(folder, lambda brief: [o.update(sha256=sums[o["path"]]) for o in brief["outputs"]])


def link(folder: Path) -> None:
    kept = pdf(folder).rename(folder.parents[2] / "kept.pdf")
    (folder / "2012年4月目标督查专报.pdf").symlink_to(kept)


def folder_linked(folder: Path) -> None:
    folder.rename(folder.parents[2] / "kept")
    folder.symlink_to(folder.parents[2] / "kept")


WARNING = Code.FILE_STRAY.problem("x").to_json()
TAMPERED: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "file changed": (lambda at: pdf(at).write_bytes(b"forged"), {"O309"}),
    "file gone": (lambda at: pdf(at).unlink(), {"O309"}),
    "file renamed": (lambda at: pdf(at).rename(at / "别名.pdf"), {"O309", "O318"}),
    "file for a link": (link, {"O309"}),
    "files swapped": (swap, {"O309"}),
    "file added": (lambda at: (at / "冒充.pdf").write_bytes(b"x"), {"O318"}),
    "hidden file added": (lambda at: (at / ".x").write_bytes(b"x"), {"O318"}),
    "folder added": (lambda at: (at / "附件" / "x").mkdir(parents=True), {"O318"}),
    "link added": (lambda at: (at / "x.pdf").symlink_to(pdf(at)), {"O318"}),
    "broken link added": (lambda at: (at / "x").symlink_to("nowhere"), {"O318"}),
    "pipe added": (lambda at: os.mkfifo(at / "x"), {"O318"}),
    "files and records swapped": (swap_with_records, {"O317"}),
    "record dropped, file forged": (drop_and_forge, {"O317", "O318"}),
    "record and file forged": (forge_with_record, {"O317"}),
    "warnings edited": (lambda at: edited(at, lambda it: it.update(problems=[WARNING])), {"O317"}),
    "date edited": (lambda at: edited(at, lambda it: it.update(published="1999")), {"O317"}),
    "input edited": (lambda at: edited(at, lambda it: it["inputs"].pop()), {"O317"}),
    "more said": (lambda at: edited(at, lambda it: it.update(more=1)), {"O317"}),
    "folder for a link": (folder_linked, {"O317"}),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_done_to_a_folder_is_named(program: Run, april: Path, what: str) -> None:
    tamper, expected = TAMPERED[what]
    tamper(april)
    for arguments in ([str(april)], []):
        done = program("verify", *arguments)
        assert done.returncode == ExitCode.DATA
        assert {
            code for code in ("O309", "O316", "O317", "O318") if code in done.stderr
        } == expected
        assert "都与发布时相同" not in done.stdout


def test_a_forged_folder_is_published_on_by_no_run(root: Path, program: Run, april: Path) -> None:
    register = (root / PUBLISH / "register.jsonl").read_bytes()
    drop_and_forge(april)
    done = program("run-due", APRIL)
    assert (done.returncode, "O317" in done.stderr or "清单与登记" in done.stderr) == (65, True)
    assert (root / PUBLISH / "register.jsonl").read_bytes() == register
    assert "O317" in program("reproduce", str(april / "manifest.json")).stderr
    shutil.rmtree(april)
    assert program("run-due", APRIL).returncode == 0
    assert program("verify").returncode == 0


def test_a_broken_register_stops_a_run(root: Path, program: Run, april: Path) -> None:
    replace_once(root / PUBLISH / "register.jsonl", "2012-05-10", "2012-05-09")
    done = program("run-due", APRIL)
    assert (done.returncode, "O316" in done.stderr) == (ExitCode.DATA, True)
    assert "O316" in program("verify", str(april)).stderr


ALL: dict[str, tuple[Callable[[Path], object], str]] = {
    "a period gone": (lambda at: shutil.rmtree(at / "2012-04"), "O317"),
    "a period under another name": (lambda at: (at / "2012-04").rename(at / "2012-05"), "O317"),
    "a period added": (lambda at: shutil.copytree(at / "2012-04", at / "2012-05"), "O318"),
    "a file beside": (lambda at: (at / "通知.pdf").write_bytes(b"x"), "O318"),
    "no register": (lambda at: (at / "register.jsonl").unlink(), "O318"),
}


@pytest.mark.parametrize("what", ALL)
def test_all_that_was_published_is_verified(
    root: Path, program: Run, april: Path, what: str
) -> None:
    done = program("verify")
    assert (done.returncode, "核对了 2 个文件：都与发布时相同" in done.stdout) == (0, True)
    ALL[what][0](root / PUBLISH)
    done = program("verify")
    assert (done.returncode, ALL[what][1] in done.stderr) == (ExitCode.DATA, True)


def test_without_anything_published(program: Run) -> None:
    assert program("verify").returncode == ExitCode.NO_INPUT


def test_a_run_cut_off_before_the_renaming_is_finished(
    root: Path, program: Run, april: Path, tmp_path: Path
) -> None:
    shutil.copytree(april, tmp_path / "old")
    replace_once(root / "data/2012/progress/2012-04.yaml", "cumulative: 37", "cumulative: 38")
    assert program("run-due", APRIL).returncode == 0
    new = {each.name for each in april.iterdir()}
    assert len(new) == 5
    ahead = root / PUBLISH / ".staging" / "next" / "2012-04"
    shutil.copytree(tmp_path / "old", ahead)
    put_in_place(ahead, april)  # as it was
    assert len(list(april.iterdir())) == 3
    for arguments in ([str(april)], []):
        cut = program("verify", *arguments)
        assert (cut.returncode, "O319" in cut.stderr) == (0, True)
    again = program("run-due", APRIL, "--json")
    assert [each["result"] for each in json.loads(again.stdout)["documents"]] == ["unchanged"]
    assert {each.name for each in april.iterdir()} == new
    done = program("verify")
    assert (done.returncode, "O319" in done.stderr) == (0, False)


def test_what_lay_in_the_folder_stays_and_is_named(root: Path, program: Run, april: Path) -> None:
    (april / "批注.txt").write_text("x")
    replace_once(root / "data/2012/progress/2012-04.yaml", "cumulative: 37", "cumulative: 38")
    assert program("run-due", APRIL).returncode == 0
    assert (april / "批注.txt").read_text() == "x"
    done = program("verify")
    assert (done.returncode, done.stderr.count("O318")) == (ExitCode.DATA, 1)


def test_signed_by_the_office(root: Path, program: Run, tmp_path: Path) -> None:
    private, public = made_keys(tmp_path / "keys")
    schedule = root / "data" / "schedule.yaml"
    assert program("run-due", APRIL).returncode == 0
    unsigned = program("verify", "--key", str(public))
    assert (unsigned.returncode, "没有签名" in unsigned.stderr) == (ExitCode.DATA, True)
    schedule.write_text(f"{BRIEFS}signing_key: {private}\n")
    assert program("run-due", "--now=2012-06-10").returncode == 0
    done = program("verify", "--key", str(public))
    assert (done.returncode, "第 2 行起有签名" in done.stdout) == (0, True)
    manifest = root / PUBLISH / "2012-05" / "manifest.json"
    assert program("reproduce", str(manifest), "--key", str(public)).returncode == 0
    stranger = program("verify", "--key", str(made_keys(tmp_path / "other")[1]))
    assert (stranger.returncode, "O316" in stranger.stderr) == (ExitCode.DATA, True)
    schedule.write_text(f"{BRIEFS}signing_key: {public}\n")
    assert program("run-due", APRIL).returncode == ExitCode.CONFIGURATION
    assert program("verify", "--key", str(schedule)).returncode == ExitCode.CONFIGURATION
