"""A large document is drawn part by part, and nobody can tell from the PDF."""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.pdf.engine import PdfEngine
from tests.bench.city import city_at
from tests.running import ROOT
from tests.writers.sample import BODY

ROWS = "".join(f"<tr><td>{n}</td><td>{'某项指标。' * (n % 9 + 1)}</td></tr>" for n in range(150))
LONG = (
    "<section data-mark='示例数据'><h1>很长的报告</h1>"
    "<p>见第<a class='page' href='#end'/>页。</p>"
    f"<p>{'一段很长的话，' * 250}完。</p>"
    "<table class='detail-table' summary='许多行'><colgroup><col class='seq'/>"
    "<col class='indicator'/></colgroup><thead><tr><th>序号</th><th>指标</th></tr></thead>"
    f"<tbody>{ROWS}</tbody></table><h2 id='end'>末节</h2><p>完。</p></section>"
)
CHART = (
    "<table class='progress-chart' summary='甲完成40%'><thead><tr><th>指标</th><th>完成率</th></tr>"
    "</thead><tbody><tr><td>甲</td><td>40%</td></tr></tbody></table>"
)
FIGURED = LONG.replace("<table", f"{CHART}<table", 1).replace(
    "完。</p></sec", f"完。</p>{CHART}</sec"
)
MEGABYTES = 160
# a process that has drawn already doesn't have others draw, so that each draws in a new one
BY_OTHERS = """
import hashlib, pickle, resource, sys
from reportgen.base.workers import Crew, shared_out
from tests.bench.content import workshop
from reportgen.writers.pdf.engine import PdfEngine

layouts = pickle.load(sys.stdin.buffer)
workshop().show_fonts()

def draw(task):
    layout, size, workers = task
    crew = Crew(workers, 60, 4096)
    pdf = PdfEngine(workshop().setup, workshop().fonts.fallback_family, size, crew).write(layouts[layout])
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return f"{hashlib.sha256(pdf).hexdigest()} {others > 0}"

for task in [(0, 2, 2), (0, 3, 3), (0, 1000, 2), (1, 2, 2)]:
    ((_, made),) = shared_out(draw, [task], Crew(1, 60, 4096))
    print(made)
"""


@pytest.fixture(scope="module")
def drawn(workshop: Workshop, typeset_body: Callable[[str], Layout]) -> Callable[[str, int], bytes]:
    layouts: dict[str, Layout] = {}

    def draw(body: str, size: int) -> bytes:
        workshop.show_fonts()
        layout = layouts.setdefault(body, typeset_body(body))
        return PdfEngine(workshop.setup, workshop.fonts.fallback_family, size).write(layout)

    return draw


@pytest.mark.parametrize(("body", "size"), [(LONG, 1), (LONG, 2), (LONG, 3), (BODY, 1)])
def test_the_same_bytes_come_of_any_parts(
    drawn: Callable[[str, int], bytes], body: str, size: int
) -> None:
    assert drawn(body, size) == drawn(body, 1000)


def test_the_same_bytes_come_of_any_number_of_processes(
    drawn: Callable[[str, int], bytes], typeset_body: Callable[[str], Layout]
) -> None:
    given = pickle.dumps([typeset_body(each) for each in (LONG, FIGURED)])
    command = [sys.executable, "-c", BY_OTHERS]
    done = subprocess.run(command, input=given, check=True, cwd=ROOT, capture_output=True)
    long, figured = (hashlib.sha256(drawn(*each)).hexdigest() for each in ((LONG, 9), (FIGURED, 2)))
    made = [f"{long} True", f"{long} True", f"{long} False", f"{figured} True"]
    assert done.stdout.decode().splitlines() == made


def test_a_table_over_parts_is_one(drawn: Callable[[str, int], bytes]) -> None:
    with pikepdf.open(io.BytesIO(drawn(LONG, 2))) as pdf:
        assert len(pdf.pages) > 3 * 2
        kinds = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        rows = [each for each in kinds if each.get("/S") == "/TR"]
        assert len([each for each in kinds if each.get("/S") == "/Table"]) == 1
        assert len(rows) == len({each.objgen for each in rows}) == 1 + 150
        files = [each.FontFile2.objgen for each in kinds if "/FontFile2" in each]
        assert len(files) == len(set(files))
        (link,) = (note for page in pdf.pages for note in page.get("/Annots", ()))
        names = pdf.Root.Names.Dests.Names
        assert str(link.Dest) == str(names[0]) == "end"
        assert names[1][0].objgen == pdf.pages[-1].objgen


@pytest.mark.parametrize("size", [1, 2])
def test_figures_may_stand_in_any_part(drawn: Callable[[str, int], bytes], size: int) -> None:
    parted, whole = (pikepdf.open(io.BytesIO(drawn(FIGURED, each))) for each in (size, 1000))
    pairs = zip(parted.pages, whole.pages, strict=True)
    assert all(one.Contents.read_bytes() == two.Contents.read_bytes() for one, two in pairs)
    assert len(parted.objects) == len(whole.objects)


@pytest.mark.slow
def test_memory_is_bounded(tmp_path: Path) -> None:
    city = city_at(tmp_path / "city", targets=500, units=10)
    # what a process of its own has started: other tests' children of ours have been larger
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-m", "reportgen", "-C", str(city), "build", "target-table"]
    done = subprocess.run(
        [sys.executable, "-c", script, *command, "--year", "2026"],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert int(done.stdout.split()[-1]) / 1024 <= MEGABYTES
