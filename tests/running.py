"""What many tests do first: copy the sample workspace, run a command in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from hypothesis import settings

from reportgen.cli.program import run

ROOT = Path(__file__).parents[1]
# for what is about processes: signals, startup, closed pipes, locales
PROGRAM = [sys.executable, "-m", "reportgen"]
Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]


def sample_at(folder: Path) -> Path:
    """Copy the sample workspace's data and templates into a folder."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def ran(*arguments: str) -> Ran:
    """Run a command line in this process, which saves the second that a new one takes to start."""
    said, complained = BytesIO(), BytesIO()
    # encoded as the program itself has its streams
    out, err = (
        TextIOWrapper(each, "utf-8", "backslashreplace", write_through=True)
        for each in (said, complained)
    )
    with redirect_stdout(out), redirect_stderr(err):
        code = run(list(arguments))
    return Ran(arguments, code, said.getvalue().decode(), complained.getvalue().decode())


def examples(percent: int, **others: Any) -> settings:
    """Return settings for a costly property: a part of the examples that others have."""
    return settings(max_examples=settings.default.max_examples * percent // 100, **others)


def replace_once(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, where it must stand."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
