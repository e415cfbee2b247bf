"""Documents made by a cluster are those of one machine, whatever becomes of its workers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from reportgen.base.problems import ConfigurationError
from reportgen.desk.batch import batch
from reportgen.desk.cluster import on_cluster
from reportgen.desk.products import Manner, Selection
from reportgen.fonts.folders import font_folder
from reportgen.store import Store, Trace
from reportgen.writers.formats import DOCX, PDF
from tests.dispatch.sample import CIRCULARS, SCAN, scanned
from tests.running import ROOT, sample_at

KINDS = Selection(("target-table", "brief", "circular"))
STEMS = 6
Left = tuple[dict[Path, bytes], dict[str, Trace]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    folder = tmp_path_factory.mktemp("scratch")
    with LocalCluster(
        n_workers=2, threads_per_worker=4, dashboard_address=None, local_directory=folder
    ) as made:
        yield made


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample and a letter to which a scan is attached: a worker forks to look at it."""
    root = sample_at(tmp_path_factory.mktemp("office"))
    circulars = root / "data" / "2012" / "circulars"
    letter = CIRCULARS / "letter.yaml"
    (circulars / SCAN).parent.mkdir()
    (circulars / SCAN).write_bytes(scanned())
    shutil.copy(letter, circulars)
    return root


@pytest.fixture(scope="module")
def alone(root: Path) -> Left:
    """Return what is left by a run of one machine."""
    run(root, None)
    return left_by(root)


def run(root: Path, scheduler: str | None, tell: Callable[[str], None] = lambda _: None) -> None:
    manner = Manner((DOCX, PDF), root / "build", anew=True)
    if scheduler:
        manner = replace(manner, engine=on_cluster(scheduler))
    made = batch(root, KINDS, manner, progress=lambda _: tell)
    assert not made.failures
    assert len(made.products) == STEMS


def left_by(root: Path) -> Left:
    """Return all files of a run, and what the store keeps of it but for the time it took."""
    files = {path: path.read_bytes() for path in (root / "build").rglob("*.*") if path.is_file()}
    stems = {path.stem for path in (root / "build").glob("*.docx")}
    stems |= {path.name for path in (root / "build").iterdir() if path.is_dir()}
    name_of = Manner((DOCX, PDF), root / "build").name_of
    with closing(Store(root)) as store:
        traces = {stem: store.trace(name_of(stem)) for stem in stems}
    kept = {stem: each.model_copy(update={"seconds": 0}) for stem, each in traces.items() if each}
    assert len(kept) == STEMS
    return {path: content for path, content in files.items() if path.suffix != ".sqlite"}, kept


def another_program(folder: Path) -> dict[str, str]:
    shutil.copytree(ROOT / "reportgen", folder / "reportgen")
    with (folder / "reportgen/workshop.py").open("a") as file:
        file.write("# another version\n")
    return {"PYTHONPATH": str(folder)}


def another_font(folder: Path) -> dict[str, str]:
    for file in font_folder().iterdir():
        (folder / file.name).symlink_to(file)
    fonts = sorted(folder.glob("*Fang*"))
    assert fonts
    for each in fonts:
        content = each.read_bytes()
        each.unlink()
        each.write_bytes(content + b"another version")
    return {"REPORTGEN_FONTS": str(folder)}


@contextmanager
def worker(scheduler: str, folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Start a worker as an office would, on a machine that isn't as the others are."""
    command = [sys.executable, "-m", "dask", "worker", scheduler, "--nthreads", "1"]
    options = ["--no-dashboard", "--local-directory", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options], cwd=folder, env=os.environ | environment, stdout=log, stderr=log
        )
    try:
        with Client(scheduler, set_as_default=False) as client:
            client.wait_for_workers(3, timeout=300)
        yield process
    finally:
        process.terminate()
        process.wait()


def test_a_cluster_makes_what_one_machine_makes(
    cluster: LocalCluster, root: Path, alone: Left
) -> None:
    shutil.rmtree(root / "build")
    run(root, cluster.scheduler_address)
    assert left_by(root) == alone


@pytest.mark.parametrize(("other", "named"), [(another_program, "程序"), (another_font, "字体 ")])
def test_a_machine_that_differs_is_refused(
    cluster: LocalCluster,
    root: Path,
    tmp_path: Path,
    other: Callable[[Path], dict[str, str]],
    named: str,
) -> None:
    (folder := tmp_path / "other").mkdir()
    address = cluster.scheduler_address
    with (
        worker(address, tmp_path, other(folder)),
        pytest.raises(ConfigurationError) as refused,
    ):
        run(root, address)
    (problem,) = refused.value.problems
    assert problem.code == "O322"
    assert problem.message.partition("与本机不同：")[2].startswith(named)
    assert "；" not in problem.message  # in nothing else


@pytest.mark.slow
def test_lost_workers_are_made_up_for_and_a_late_one_that_differs_leaves(
    cluster: LocalCluster, root: Path, alone: Left, tmp_path: Path
) -> None:
    shutil.rmtree(root / "build")
    (folder := tmp_path / "other").mkdir()
    environment = another_program(folder)
    started: list[subprocess.Popen] = []

    def tell(_: str) -> None:
        if not started:
            with worker(cluster.scheduler_address, tmp_path, environment) as process:
                started.append(process)
                for each in cluster.workers.values():
                    os.kill(each.pid, signal.SIGKILL)
                process.wait(300)

    run(root, cluster.scheduler_address, tell)
    assert left_by(root) == alone
    assert "工作机与本机不同" in (tmp_path / "log").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scheduler", "said"),
    [("tcp://127.0.0.1:9", "连不上调度器"), ("tls://127.0.0.1:9", "Dask 的配置里没有")],
)
def test_a_scheduler_that_is_away_is_told_of(
    root: Path, scheduler: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.desk.cluster._PATIENCE_SECONDS", 1)
    with pytest.raises(ConfigurationError, match=said):
        run(root, scheduler)
