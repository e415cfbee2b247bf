"""Do in a copy of the program what a chapter of ARCHITECTURE.md tells to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(
    r'^```\w+ (?P<file>\S+\.\w+)(?: before "(?P<before>[^\n]*)"| (?P<end>at the end))?\n'
    r"(?P<lines>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


def copied(folder: Path) -> Path:
    """Copy the program with its sample workspace."""
    for name in ("reportgen", "templates", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def follow(chapter: str, folder: Path) -> list[str]:
    """Write the lines of a chapter's blocks into a copy and return the files touched."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    _, _, after = text.partition(f"\n### {chapter}\n")
    blocks = list(_BLOCK.finditer(re.split(r"(?m)^##", after)[0]))
    assert blocks, f"no example in “{chapter}”"
    for block in blocks:
        path = folder / block["file"]
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if block["before"] is None:
            assert bool(old) is bool(block["end"]), f"{block['file']}: say where"
            path.write_text(old + block["lines"], encoding="utf-8")
            continue
        place = block["before"].replace('\\"', '"')
        assert old.count(place) == 1, f"{block['file']}: {place} stands {old.count(place)} times"
        path.write_text(old.replace(place, block["lines"] + place), encoding="utf-8")
    return list(dict.fromkeys(block["file"] for block in blocks))


def told(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the copied program in its workspace."""
    return subprocess.run(
        [sys.executable, "-m", "reportgen", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
