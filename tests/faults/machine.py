"""Put the program into trouble for real: full disks, kills, clocks; and note what was seen."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from reportgen.base.problems import MissingInputError
from reportgen.schedule.manifests import MANIFEST, damaged, read_manifest
from reportgen.schedule.register import unlisted
from tests.running import PROGRAM, sample_at

PUBLISH = Path("build") / "publish"
TWO = "tasks: [{kind: brief, day: 5}, {kind: witness, day: 5}]\n"
_T = TypeVar("_T")
HANGING = 1800  # seconds after which a process won't end by itself, on the slowest machine


def workspace_at(folder: Path, schedule: str) -> Path:
    """Copy the sample with a schedule of its own."""
    sample_at(folder)
    (folder / "data" / "schedule.yaml").write_text(schedule, encoding="utf-8")
    (folder / "data" / "2012" / "issued-briefs.yaml").unlink()
    return folder


def two_documents_at(folder: Path) -> Path:
    """Copy the sample with a schedule of its brief and of a quarter's document of a few words."""
    root = workspace_at(folder, TWO)
    shutil.copy(Path(__file__).with_name("witness.html"), root / "templates")
    return root


def bare(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return cron's environment: next to nothing, and where the program under test stands."""
    tested = {name: value for name, value in os.environ.items() if name == "PYTHONPATH"}
    home = os.environ.get("HOME", "/root")
    return {"HOME": home, "PATH": "/usr/bin:/bin", **tested, **(extra or {})}


def measured() -> dict[str, str]:
    """Return what lets coverage count in child processes, where time doesn't matter."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


def run_due(
    root: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``run-due`` as cron would."""
    return subprocess.run(
        [*PROGRAM, "-C", str(root), "run-due", *arguments],
        env=bare(env),
        capture_output=True,
        encoding="utf-8",
        timeout=HANGING,
        check=False,
    )


def start_run_due(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start ``run-due`` in a process group of its own."""
    return subprocess.Popen(
        [*PROGRAM, "-C", str(root), "run-due", *arguments],
        env=bare(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def in_namespace(script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in a mount namespace of its own, where it may mount what it likes."""
    way = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    return subprocess.run(
        [*way, "sh", "-ec", script],
        env=bare(),
        capture_output=True,
        encoding="utf-8",
        timeout=HANGING,
        check=False,
    )


def due_command(root: Path, *arguments: str) -> str:
    """Return the command line of ``run-due`` for a shell script."""
    return shlex.join([*PROGRAM, "-C", str(root), "run-due", *arguments])


def harmed(root: Path) -> list[str]:
    """Name published files that are damaged or gone, by the manifests; unreadable ones too."""
    found = []
    for folder in (root / PUBLISH).glob("2*"):
        if (folder / MANIFEST).exists():
            manifest = read_manifest(folder / MANIFEST)
            found += [str(problem) for problem in damaged(folder, manifest.files)]
        for pdf in folder.rglob("*.pdf"):
            if not pdf.read_bytes().rstrip().endswith(b"%%EOF"):
                found.append(f"{pdf} is cut off")
    return found


def seen_half(root: Path) -> list[str]:
    """Name what somebody who looks into published folders now sees and no manifest there lists.

    Each folder is looked at as it was opened, whatever takes its place meanwhile.
    """
    found = []
    for folder in (root / PUBLISH).glob("2*"):
        opened = os.open(folder, os.O_RDONLY)
        try:
            view = Path(f"/proc/self/fd/{opened}")
            manifest = read_manifest(view / MANIFEST)
            half = [*damaged(view, manifest.files), *unlisted(view, manifest)]
        except (OSError, MissingInputError) as error:
            half = [error]
        if half and os.path.samestat(os.fstat(opened), folder.stat()):  # not taken away meanwhile
            found += [f"{folder}: {each}" for each in half]
        os.close(opened)
    return found


def descendants_of(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    return [each for child in children_of(pid) for each in (child, *descendants_of(child))]


def is_alive(pid: int) -> bool:
    """Tell whether a process is at work: one that nobody has buried yet isn't."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def until(happened: Callable[[], _T], process: subprocess.Popen[Any]) -> _T:
    """Wait for what a process is to bring about, as long as it lives, and return it."""
    while not (found := happened()):
        assert process.poll() is None, "it ended before"
        time.sleep(0.01)
    return found


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]
