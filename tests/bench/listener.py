"""A LibreOffice that is started once and converts what it is given: PyPI ``unoserver``."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

_PYTHON = "/usr/bin/python3"  # LibreOffice's bridge is made for it
_VARIABLE = "REPORTGEN_BENCH_LISTENER"
_PATIENCE = 60
_TICKS = os.sysconf("SC_CLK_TCK")


def lacking() -> str | None:
    """Say what is missing on this machine."""
    if shutil.which("soffice") is None:
        return "没有装 LibreOffice"
    if find_spec("unoserver") is None:
        return "没有装 unoserver"
    if subprocess.run([_PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode:
        return "没有装 python3-uno"
    return None


@contextmanager
def listening(folder: Path, fonts: Path) -> Iterator[None]:
    """Have one listen for a while; measured children are told by an environment variable."""
    port, office = _free_port(), _free_port()
    found = find_spec("unoserver")
    assert found is not None
    assert found.origin is not None
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(found.origin).parents[1]),
        "FONTCONFIG_FILE": str(fonts),
    }
    command = [_PYTHON, "-m", "unoserver.server", "--port", str(port), "--uno-port", str(office)]
    child = subprocess.Popen(
        [*command, "--user-installation", str(folder)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(port)
        os.environ[_VARIABLE] = f"{port} {child.pid}"
        yield
    finally:
        os.environ.pop(_VARIABLE, None)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def convert(file: Path, made: Path) -> None:
    """Have the listener of this run print a file."""
    from unoserver.client import UnoClient

    port = os.environ[_VARIABLE].split()[0]
    UnoClient(port=port).convert(inpath=str(file), outpath=str(made), convert_to="pdf")


def cpu_seconds() -> float:
    """Return the processor time of the listener and what it has started, if there is one."""
    return sum(sum(map(int, fields[11:15])) for _, fields in _processes()) / _TICKS


def peak_mebibytes() -> float:
    """Return the most memory that one of its processes has had."""
    return max((_peak(pid) for pid, _ in _processes()), default=0.0)


def _processes() -> Iterator[tuple[int, list[str]]]:
    if told := os.environ.get(_VARIABLE):
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = file.read_text().rpartition(")")[2].split()
                if fields[3] == told.split()[1]:  # its session
                    yield int(file.parent.name), fields


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"unoserver doesn't answer on port {port}")
