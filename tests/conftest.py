"""What many tests share: the sample, all its documents, one workshop a process, LibreOffice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from fcntl import LOCK_EX, flock
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck

from reportgen.cli.output import print_table
from reportgen.layout.loading import load_profile
from reportgen.reports.jobs import open_templates
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop, compose_markup
from reportgen.writers.formats import DOCX
from tests.dispatch.sample import workspace_at as office_at
from tests.faults.machine import PUBLISH
from tests.faults.machine import workspace_at as scheduled_at
from tests.parity.comparison import Parity, compare
from tests.parity.fontsets import official_copies, unchanged
from tests.parity.judges import LIBREOFFICE, Judge
from tests.running import ROOT, Run, ran

# no test may fail because the machine is slow, nor by chance; ``make faults`` takes chances
hypothesis.settings.register_profile(
    "quick", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("quick"), derandomize=False, max_examples=1000
)
hypothesis.settings.load_profile("quick")


LONGEST = ("cli", "desk", "dispatch", "faults", "forms", "schedule", "validators", "year")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the goldens anew")
    parser.addoption("--kills", type=int, default=8, help="how often run-due is killed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that at the end no process waits for another."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of faults, wherever their tests ran."""
    rows = [
        (*value, "通过" if report.passed else "没有通过")
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == "fault"
    ]
    if rows:
        terminalreporter.section("故障")
        print_table([("故障", "应当", "看到", "结果"), *sorted(map(tuple, rows))])


@pytest.fixture(scope="session")
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return load_workspace(ROOT)


@pytest.fixture(scope="session")
def once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], object]], Path]:
    """Return a folder by its name, filled once for all processes: to be read and copied only."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def made(name: str, fill: Callable[[Path], object]) -> Path:
        folder, half = shared / name, shared / f"{name}.half"
        with (shared / f"{name}.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if not folder.exists():
                fill(half)
                half.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def built(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """Return the sample with circulars of every kind and all its documents."""

    def fill(root: Path) -> None:
        done = ran("-C", str(office_at(root)), "build")
        assert done.returncode == 0, done.stderr

    return once("built", fill)


@pytest.fixture(scope="session")
def published(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """Return the sample with the brief of April published, on the fifth of each month."""

    def fill(root: Path) -> None:
        scheduled_at(root, "tasks:\n  - {kind: brief, day: 5}\n")
        done = ran("-C", str(root), "run-due", "--now=2012-05-10")
        assert (done.returncode, done.stderr) == (0, "")

    return once("published", fill)


@pytest.fixture
def april(root: Path, published: Path) -> Path:
    """Put the published brief of April into the workspace, and return its folder."""
    shutil.copytree(published, root, dirs_exist_ok=True)
    return root / PUBLISH / "2012-04"


@pytest.fixture
def program(root: Path) -> Run:
    return lambda *arguments: ran("-C", str(root), *arguments)


@pytest.fixture(scope="session")
def workshop(workspace: Workspace) -> Workshop:
    """Pango reads its fonts once a process, so every test of a process shares them."""
    profile = load_profile(ROOT, workspace.office.record.profile)
    return Workshop(ROOT, profile, open_templates(workspace).environment)


@pytest.fixture(scope="session")
def official_fonts(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the fonts of the PDF as Word knows them, for the judges."""
    return official_copies(workshop.fonts, unchanged, tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="session")
def judged_by(
    workshop: Workshop, official_fonts: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Judge, Sequence[Layout]], list[Path]]:
    """Lay documents' DOCX out with a judge and return its PDFs; skip where the judge is missing."""

    def judge(by: Judge, documents: Sequence[Layout]) -> list[Path]:
        if reason := by.missing():
            pytest.skip(reason)
        folder = tmp_path_factory.mktemp("judge")
        files = [folder / f"{number}.docx" for number in range(len(documents))]
        for file, ready in zip(files, documents, strict=True):
            file.write_bytes(workshop.written(ready, DOCX))
        return by.lay_out(files, official_fonts, folder)

    return judge


@pytest.fixture(scope="session")
def parities(
    workshop: Workshop, judged_by: Callable[[Judge, Sequence[Layout]], list[Path]]
) -> Callable[[Judge, Sequence[Layout]], list[Parity]]:
    """Compare documents' PDF layouts with their DOCX as a judge lays them out, all at once."""
    return lambda by, documents: [
        compare(ready, pdf, workshop.profile)
        for ready, pdf in zip(documents, judged_by(by, documents), strict=True)
    ]


@pytest.fixture(scope="session")
def parity_of(
    parities: Callable[[Judge, Sequence[Layout]], list[Parity]],
) -> Callable[[Layout], Parity]:
    """Compare a document's PDF layout with its DOCX in LibreOffice."""
    return lambda ready: parities(LIBREOFFICE, [ready])[0]


@pytest.fixture(scope="session")
def typeset_body(workshop: Workshop) -> Callable[[str], Layout]:
    """Typeset the content of a body: the rest of the markup is put around it."""

    def make(body: str) -> Layout:
        composed = compose_markup(around(body), workshop.profile, workshop.load_image)
        return workshop.typeset(composed)

    return make


def around(body: str) -> str:
    head = (
        '<head><title>试验</title><meta name="author" content="某机关"/>'
        '<meta name="date" content="2012-04-10"/></head>'
    )
    return f'<html lang="zh-CN">{head}<body>{body}</body></html>'
