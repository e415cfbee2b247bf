"""What happens when the machine fails: each fault is really brought about (``make faults``)."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reportgen.base.problems import ExitCode
from reportgen.locking import LOCK
from reportgen.schedule.manifests import checksum
from tests.faults.conftest import Seen
from tests.faults.machine import (
    HANGING,
    PUBLISH,
    bare,
    children_of,
    descendants_of,
    due_command,
    harmed,
    in_namespace,
    is_alive,
    run_due,
    seen_half,
    start_run_due,
    two_documents_at,
    until,
    workspace_at,
)
from tests.forms.filling import filled
from tests.running import PROGRAM, ran, replace_once

BRIEFS = "tasks:\n  - {kind: brief, day: 5}\n"
APRIL, MAY = "--now=2012-05-10", "--now=2012-06-10"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office", BRIEFS)


def test_all_is_well(root: Path, seen: Seen) -> None:
    done = run_due(root, APRIL)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not harmed(root)
    times = {path: path.stat().st_mtime_ns for path in (root / PUBLISH / "2012-04").iterdir()}
    assert run_due(root, APRIL).returncode == 0
    assert times == {path: path.stat().st_mtime_ns for path in times}
    seen("没有故障，做两遍", "退出 0，无声，第二遍不改动", "退出 0，无声，文件的时间未变")


def test_full_disk(root: Path, april: Path, seen: Seen) -> None:
    kept = {path.name: checksum(path) for path in april.iterdir()}
    done = in_namespace(
        f"cd {root}; cp -r build saved; mount -t tmpfs -o size=700k tmpfs build; cp -r saved/. build;"
        f" head -c 10m /dev/zero > build/filler 2>/dev/null || true;"
        f" code=0; {due_command(root, MAY)} || code=$?; rm build/filler; cp -r build after; exit $code"
    )
    assert done.returncode == ExitCode.IO, done.stderr
    assert "写" in done.stderr
    assert "Traceback" not in done.stderr
    after = root / "after" / "publish" / "2012-04"
    assert {path.name: checksum(path) for path in after.iterdir()} == kept
    assert not list((root / "after").rglob(".*.pdf.*"))
    seen(
        "磁盘满", "退出 74，说明，旧文件完好", f"退出 {done.returncode}，旧文件校验值未变，没有残留"
    )


@pytest.mark.usefixtures("april")
def test_read_only_folder(root: Path, seen: Seen) -> None:
    done = in_namespace(
        f"cd {root}; mount --bind build build; mount -o remount,bind,ro build; {due_command(root, MAY)}"
    )
    assert done.returncode == ExitCode.IO, done.stderr
    assert "Traceback" not in done.stderr
    assert not harmed(root)
    seen("只读文件夹", "退出 74，说明，旧文件完好", f"退出 {done.returncode}，旧文件完好")


@pytest.mark.slow
def test_kill_at_any_moment(
    root: Path, april: Path, seen: Seen, request: pytest.FixtureRequest
) -> None:
    rounds = request.config.getoption("--kills")
    old = {path: checksum(path) for path in april.iterdir()}
    started = time.monotonic()
    assert run_due(root, MAY).returncode == 0
    longest = time.monotonic() - started
    dice, kills = random.Random(20121225), 0
    progress = root / "data" / "2012" / "progress" / "2012-05.yaml"
    kept = progress.read_text(encoding="utf-8")
    while kills < rounds:
        if kills % 4 == 0:
            shutil.rmtree(root / PUBLISH / "2012-05", ignore_errors=True)
        if kills % 4 == 2:  # a revision
            text = re.sub("note: .*", f"note: 第{'一二三四五六七八九'[kills % 9]}次核过", kept)
            progress.write_text(text, encoding="utf-8")
        process = start_run_due(root, MAY)
        end = time.monotonic() + dice.uniform(longest / 10, longest)
        while process.poll() is None and time.monotonic() < end:
            assert not seen_half(root), f"before kill {kills}"
            time.sleep(0.001)
        if process.poll() is None:
            process.kill()
        else:
            longest *= 0.8  # done before: the machine has become faster
        kills += process.wait() == -signal.SIGKILL
        assert not harmed(root), f"after {kills} kills"
        assert not seen_half(root), f"after {kills} kills"
        missed = set() if (root / PUBLISH / "2012-05").exists() else {"O317"}
        said = ran("-C", str(root), "verify").stderr
        assert set(re.findall("错误 (....)", said)) <= missed, said
        assert {path: checksum(path) for path in old} == old
    done = run_due(root, MAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert not harmed(root)
    assert not list((root / PUBLISH).rglob(".staging/*"))
    assert ran("-C", str(root), "verify").returncode == 0
    seen(
        f"kill -9，{rounds} 次",
        "没有损坏的、没登记的文件，下次做完",
        f"杀死 {kills} 次，损坏 0 个，没登记的 0 个，下次退出 0",
    )


def test_nothing_is_seen_before_all_is_there(tmp_path: Path, seen: Seen) -> None:
    root = workspace_at(tmp_path / "office", "tasks: [{kind: circular, day: 20}]\n")
    circular, looks, most = root / "data/2012/circulars/前三季度通报.yaml", 0, 0
    words = ["情况通报如下", "情况予以通报"]
    for old, new in (words, words[::-1]):
        replace_once(circular, old, new)
        process = start_run_due(root, "--now=2012-10-30")
        while process.poll() is None:
            assert not seen_half(root)
            looks += 1
            time.sleep(0.001)
        assert process.returncode == 0
        assert not seen_half(root)
        most = len(list((root / PUBLISH / "2012Q3").rglob("*.pdf")))
    assert most > 6
    assert ran("-C", str(root), "verify").returncode == 0
    seen("发布时从旁看", "没有没登记的、不全的文件", f"看了 {looks} 次，没有看到")


def test_children_end_with_their_parent(root: Path, tmp_path: Path, seen: Seen) -> None:
    process = start_run_due(root, APRIL)
    until(lambda: children_of(process.pid), process)
    left = descendants_of(process.pid)
    process.kill()
    process.wait()
    program = tmp_path / "soffice"
    program.write_text(
        f"#!/bin/sh\nsleep {HANGING} &\necho $! $$ > {tmp_path}/at\nsleep {HANGING}\n"
    )
    program.chmod(0o755)
    story = (
        "from reportgen.dispatch.converting import bindable, ForeignFile; from pathlib import Path;"
        "Path('in.docx').touch(); bindable(ForeignFile(Path('in.docx')))"
    )
    converting = subprocess.Popen(
        [sys.executable, "-c", story], cwd=tmp_path, env=bare({"PATH": f"{tmp_path}:/bin"})
    )
    until(
        lambda: (
            len((tmp_path / "at").read_text().split()) == 2 if (tmp_path / "at").exists() else 0
        ),
        converting,
    )
    left += descendants_of(converting.pid)
    started = len(left)
    converting.kill()
    converting.wait()
    while any(map(is_alive, left)):  # the kernel's work; a test that hangs has found some left
        time.sleep(0.01)
    assert started >= 5
    seen("主进程被杀", "它起的进程都不留下", f"{started} 个都不在了")


def test_two_runs_at_once(root: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    first = start_run_due(root, APRIL)
    lock = root / LOCK
    until(lambda: lock.exists() and lock.read_text(), first)
    first.send_signal(signal.SIGSTOP)
    monkeypatch.setattr("reportgen.locking._PATIENCE_SECONDS", 1)
    second = ran("-C", str(root), "run-due", APRIL)
    assert second.returncode == ExitCode.LOCKED
    assert str(first.pid) in second.stderr
    first.send_signal(signal.SIGCONT)
    assert first.wait(HANGING) == 0
    seen(
        "两个同时运行",
        "第二个等一会，退出 75，说出进程",
        "退出 75，第一个退出 0",
    )


def test_runs_at_once_leave_each_others_files_alone(root: Path, seen: Seen) -> None:
    runs = [start_run_due(root, APRIL) for _ in range(4)]
    assert [each.wait(HANGING) for each in runs] == [0, 0, 0, 0]
    seen("四个同时运行", "一个接一个做完", "都退出 0")


def test_a_stale_lock_locks_nobody_out(root: Path, seen: Seen) -> None:
    (root / LOCK).parent.mkdir(parents=True, exist_ok=True)
    (root / LOCK).write_text("进程 1，始于 2012-01-01\n", encoding="utf-8")
    assert ran("-C", str(root), "run-due", APRIL).returncode == 0
    seen("死进程留下的锁文件", "照常运行", "退出 0")


def test_hang(tmp_path: Path, seen: Seen) -> None:
    root = two_documents_at(tmp_path / "office")
    assert ran("-C", str(root), "run-due", APRIL).returncode == 0
    with (root / "data" / "schedule.yaml").open("a") as schedule:
        schedule.write("limits: {seconds: 1}\n")  # the other is there, and needs no time
    loops = "".join(f"{{% for {name} in indicators %}}" for name in "abcdefgh")
    _spoil(root, loops + "{% endfor %}" * 8)
    done = ran("-C", str(root), "run-due", APRIL, "--json", "--republish")
    assert done.returncode == ExitCode.SOME_FAILED, done.stderr
    assert "1 秒还没有做完" in done.stderr
    assert [each["result"] for each in json.loads(done.stdout)["documents"]] == [
        "failed",
        "unchanged",
    ]
    assert not harmed(root)
    seen("一份文稿不停", "到时停止，接着做别的，退出 1", "1 秒停止，接着做另一份，退出 1")


def test_out_of_memory(tmp_path: Path, seen: Seen) -> None:
    root = two_documents_at(tmp_path / "office")
    doubled = "{% set n.s = n.s ~ n.s %}"
    nested = "".join(f"{{% for {name} in indicators %}}" for name in "ab")
    _spoil(root, "{% set n = namespace(s=title) %}" + nested + doubled + "{% endfor %}" * 2)
    done = ran("-C", str(root), "run-due", APRIL)
    assert done.returncode == ExitCode.SOME_FAILED, done.stderr
    assert "MemoryError" in done.stderr
    assert list((root / PUBLISH / "2012Q1").glob("*.pdf"))
    seen("一份文稿用尽内存", "说明，别的做完，退出 1", "MemoryError，另一份已发布，退出 1")


def test_crashing_child(tmp_path: Path, seen: Seen) -> None:
    root = two_documents_at(tmp_path / "office")
    process = subprocess.Popen(
        [*PROGRAM, "-C", str(root), "run-due", APRIL],
        env=bare(),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    killed: set[int] = set()
    while len(killed) < 2:  # what a dead process had is tried once more
        child, *_ = until(lambda: set(children_of(process.pid)) - killed, process)
        os.kill(child, signal.SIGSEGV)
        killed.add(child)
    _, said = process.communicate(timeout=HANGING)
    assert process.returncode == ExitCode.SOME_FAILED
    assert "信号 11" in said
    assert list((root / PUBLISH / "2012Q1").glob("*.pdf"))
    seen("子进程崩溃两次", "说明，别的做完，退出 1", "信号 11，另一份已发布，退出 1")


def test_no_fonts(root: Path, seen: Seen) -> None:
    hidden = " ".join(
        f"[ -d {path} ] && mount -t tmpfs tmpfs {path};"
        for path in ("/usr/share/fonts", "/usr/local/share/fonts")
    )
    command = f"REPORTGEN_FONTS=/nonexistent HOME=/nonexistent {due_command(root, APRIL)}"
    done = in_namespace(f"set +e; {hidden} set -e; {command}")
    assert done.returncode == ExitCode.CONFIGURATION, done.stderr
    assert "字体" in done.stderr
    seen("没有字体", "退出 78，说明缺哪些字体", f"退出 {done.returncode}，说明缺少字体")


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_new_years_midnight(tmp_path: Path, zone: str, seen: Seen) -> None:
    root = workspace_at(tmp_path / "office", "tasks:\n  - {kind: brief, day: 1}\n")
    found = []
    for moment in (datetime(2012, 12, 31, 15, 59, 57, tzinfo=UTC),
                   datetime(2012, 12, 31, 16, 0, 0, tzinfo=UTC)):  # fmt: skip
        local = f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
        done = subprocess.run(
            ["faketime", "-f", f"{local}", *PROGRAM,
             "-C", str(root), "run-due", "--json"],
            env=bare({"TZ": zone}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )  # fmt: skip
        found += [each["period"] for each in json.loads(done.stdout)["documents"]]
    assert found == ["2012-11", "2012-12"]
    seen(f"新年零点（{zone}）", "北京时间零点前 2012-11，零点起 2012-12", "、".join(found))


def test_missing_month(tmp_path: Path, seen: Seen) -> None:
    root = two_documents_at(tmp_path / "office")
    done = ran("-C", str(root), "run-due", "--now=2012-08-10")
    assert done.returncode == ExitCode.SOME_FAILED
    assert "没有 2012-07 的进展数据" in done.stderr
    assert list((root / PUBLISH / "2012Q2").glob("*.pdf"))
    seen("缺一个月的数据", "说出哪个月，别的做完，退出 1", "2012-07，另一份已发布，退出 1")


def test_one_broken_unit_among_twelve(root: Path, seen: Seen) -> None:
    table = root / "data" / "2012" / "targets.yaml"
    numbers = iter(range(1000))
    text = re.sub(
        r"(?m)^        lead_unit: .*$",
        lambda _: f"        lead_unit: 第{next(numbers) % 12 + 1:02d}处",
        table.read_text(encoding="utf-8"),
    )
    table.write_text(text, encoding="utf-8")
    for late in ("2012-04", "2012-05", "2012Q2", "2012Q3"):
        (root / "data" / "2012" / "progress" / f"{late}.yaml").unlink()
    assert ran("-C", str(root), "forms", "out", "--period", "2012Q2").returncode == 0
    sent = sorted((root / "build" / "forms" / "2012Q2").glob("第*处-*.xlsx"))
    forms = [filled(blank, root / "back", {}) for blank in sent]
    assert len(forms) == 12
    forms[6].write_bytes(forms[6].read_bytes()[:2000])
    done = ran("-C", str(root), "forms", "in", str(root / "back"))
    said = done.stdout + done.stderr
    assert done.returncode in (ExitCode.SOME_FAILED, ExitCode.DATA), said
    assert f"{forms[6].name}: 错误 I901" in said
    assert not [form.name for form in forms if form != forms[6] and f"{form.name}: 错误" in said]
    seen("十二个单位坏了一个文件", "只说这一个，别的照收", f"说出 {forms[6].name}，另外 11 个照收")


def test_closed_and_full_outputs(root: Path, seen: Seen) -> None:
    command = due_command(root, APRIL)
    closed = subprocess.run(["sh", "-c", f"{command} >&- 2>&- <&-"], env=bare(), check=False)
    assert closed.returncode == 0
    assert list((root / PUBLISH / "2012-04").glob("*.pdf"))
    full = subprocess.run(["sh", "-c", f"{command} --json > /dev/full"], env=bare(), check=False)
    assert full.returncode == ExitCode.IO
    seen("标准输出已关闭、已满", "文稿照做；已满时退出 74", f"退出 0；退出 {full.returncode}")


def test_a_broken_file_of_later_months_harms_no_earlier_document(root: Path, seen: Seen) -> None:
    later = root / "data" / "2012" / "progress" / "2012-05.yaml"
    later.write_text("period: 2012-05\nsample: [", encoding="utf-8")
    assert ran("-C", str(root), "run-due", APRIL).returncode == 0
    broken = ran("-C", str(root), "run-due", MAY)
    assert broken.returncode == ExitCode.DATA
    assert "data/2012/progress/2012-05.yaml:" in broken.stderr
    assert "Traceback" not in broken.stderr
    seen("后一个月的文件写坏", "前一个月照做；坏的说到行列", "退出 0；退出 65，说到行列")


def _spoil(root: Path, text: str) -> None:
    """Put something into the brief's template that the sandbox can't forbid."""
    template = root / "templates" / "brief.html"
    before, end, after = template.read_text(encoding="utf-8").rpartition("</section>")
    template.write_text(f"{before}{text}{end}{after}", encoding="utf-8")
