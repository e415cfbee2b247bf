"""Kills, concurrency, small disks and odd environments: what ``tests/faults`` brings about."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.attack.pool import Result
from tests.running import ROOT

KEY, NAME, KILLS = "machine", "杀死、并发、磁盘、环境（tests/faults）", 100


def brought_about(scale: float) -> Iterator[Result]:
    """Bring about each fault of the machine, killing as often as the scale says."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        kills = str(max(1, int(KILLS * scale)))
        words = ["-q", "tests/faults", "--kills", kills, f"--junitxml={report}"]
        subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, check=False)
        cases = ElementTree.parse(report).iter("testcase")
        for number, case in enumerate(cases):
            bad = [*case.iter("failure"), *case.iter("error")]
            fault = f"{case.get('name')}：{bad[0].get('message')}" if bad else ""
            yield Result(number, accepted=not bad, fault=fault)
