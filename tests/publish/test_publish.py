"""No file is ever half written, and none is touched without need."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportgen.base.problems import CannotCreateError, OutputError
from reportgen.publish import copy_beside, publish, put_in_place


def test_it_makes_folders_and_writes(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "文稿.pdf"
    publish(path, b"content")
    assert path.read_bytes() == b"content"
    assert [each.name for each in path.parent.iterdir()] == ["文稿.pdf"]


def test_equal_content_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    publish(path, b"same")
    os.utime(path, (1, 1))
    publish(path, b"same")
    assert path.stat().st_mtime == 1


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish(tmp_path / "file", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotCreateError):
        publish(tmp_path / "file" / "sub" / "x", b"x")


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    publish(path, b"old")
    story = (
        "import resource, signal, sys; from pathlib import Path;"
        "from reportgen.publish import publish; from reportgen.base.problems import OutputError;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));\n"
        "try: publish(Path(sys.argv[1]), b'n' * 5000)\n"
        "except OutputError as error: sys.exit(int(error.exit_code))"
    )
    done = subprocess.run([sys.executable, "-c", story, str(path)], check=False)
    assert done.returncode == OutputError.exit_code
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_kill_9_never_damages_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    publish(path, b"B" * 200_000)  # the first kill can come before the child's first write
    story = (
        "import sys; from pathlib import Path; from reportgen.publish import publish\n"
        "print('go', flush=True); n = 0\n"
        "while True: n = 1 - n; publish(Path(sys.argv[1]), b'AB'[n:n+1] * 200_000)"
    )
    for round_number in range(8):
        child = subprocess.Popen([sys.executable, "-c", story, str(path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.01 + 0.007 * round_number)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        content = path.read_bytes()
        assert content in (b"A" * 200_000, b"B" * 200_000)


def test_a_folder_takes_anothers_place_at_once(tmp_path: Path) -> None:
    folder, ahead, moved = tmp_path / "folder", tmp_path / "ahead", tmp_path / "moved"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_text("kept")
    (folder / "link").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    folder.chmod(0o2750)
    copy_beside(folder, ahead)
    assert ahead.stat().st_mode == folder.stat().st_mode
    assert (ahead / "inner" / "file").samefile(folder / "inner" / "file")
    assert (ahead / "link").readlink() == Path("nowhere")
    assert (ahead / "pipe").is_fifo()
    publish(ahead / "inner" / "file", b"new")
    assert (folder / "inner" / "file").read_text() == "kept"
    put_in_place(ahead, folder)
    assert (folder / "inner" / "file").read_text() == "new"
    assert (ahead / "inner" / "file").read_text() == "kept"
    put_in_place(folder, moved)
    assert (moved / "inner" / "file").read_text() == "new"
    assert not folder.exists()
