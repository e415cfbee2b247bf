"""WeasyPrint imported fast prints what WeasyPrint imported plainly prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.writers.declarations import WRITTEN

ROOT = Path(__file__).parents[2]
SLOW = ["fontTools.subset", "fontTools.varLib", "pycparser", "tinyhtml5"]
_BUILD = f"""
import json, sys
from reportgen.cli.program import run
from reportgen.writers.pdf.declarations import SOURCES
SOURCES.update(json.loads(sys.argv[1]))
assert run(["build", "brief", "--period", "2012-05", "--to", "pdf", "--out", sys.argv[2]]) == 0
print(json.dumps([name for name in {SLOW} if name in sys.modules]))
"""


def _python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _built(folder: Path, sources: dict[str, str]) -> tuple[bytes, list[str]]:
    """Build a report with a chart; return it and the slow modules that were loaded for it."""
    said = _python(_BUILD, json.dumps(sources), str(folder))
    (pdf,) = folder.glob("*.pdf")
    return pdf.read_bytes(), json.loads(said.splitlines()[-1])


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str]]:
    return _built(tmp_path_factory.mktemp("fast"), {})


def test_nothing_is_parsed_or_loaded_in_vain(fast: tuple[bytes, list[str]]) -> None:
    assert fast[1] == []


@pytest.mark.parametrize("changed", ["pdf/fonts.py", "removed.py"])
def test_another_weasyprint_is_imported_plainly_and_prints_the_same(
    changed: str, tmp_path: Path, fast: tuple[bytes, list[str]]
) -> None:
    plain, loaded = _built(tmp_path, {changed: "the digest of another version"})
    assert loaded == SLOW
    assert plain == fast[0]


def test_the_declarations_are_those_of_this_weasyprint() -> None:
    code = "from tests.writers.declarations import declarations_module as made; print(made())"
    assert _python(code) == WRITTEN.read_text() + "\n", "run make declarations"


_WAITING = """
import sys
from reportgen.writers.pdf.weasy import weasyprint
from weasyprint.pdf.fonts import subset
assert "fontTools.subset" not in sys.modules
subset.Options(hinting=False)
import fontTools.subset
assert fontTools.subset is not subset and "cffi" not in sys.modules
import cffi
assert cffi.FFI().cdef("typedef int other;") is None
print(weasyprint.HTML(string="<p>1").render().pages[0].width)
"""


def test_what_waits_is_there_once_it_is_called() -> None:
    assert float(_python(_WAITING)) > 0


def test_weasyprint_has_one_door() -> None:
    doors = [
        path.name
        for path in (ROOT / "reportgen").rglob("*.py")
        if any(
            line.lstrip().startswith(("import weasyprint", "from weasyprint"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert doors == ["weasy.py"]
