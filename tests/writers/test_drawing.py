"""What is drawn stands where the layout has it, however much of it there is."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from reportgen.base.problems import ConfigurationError
from reportgen.typeset.layout import Layout, Page, PlacedLine
from reportgen.typeset.looks import Look, Setup, opens
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
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
MEGABYTES = 190
ROUNDING, LINE_PT = 0.02, 30
SPREAD = (
    "<section data-mark='示例数据'><h1>很长的报告</h1><p>见第<a class='page' href='#end'/>页，"
    f"{'按12%计35µg/m³的一段话，' * 30}完。</p><table class='target-table'><colgroup>"
    "<col class='seq'/><col class='content'/></colgroup><thead><tr><th>序号</th><th>内容</th></tr>"
    "</thead><tbody><tr><td>1</td><td>甲 1.5㎡</td></tr></tbody></table></section>"
    "<section class='landscape'><h1 id='end'>横排</h1><p>完。</p></section>"
)


@pytest.mark.parametrize("body", [SPREAD, LONG, BODY])
def test_every_character_stands_where_the_layout_has_it(
    workshop: Workshop, typeset_body: Callable[[str], Layout], body: str
) -> None:
    layout = typeset_body(body)
    with closing(pypdfium2.PdfDocument(workshop.written(layout, PDF))) as pdf:
        pages = zip(layout.pages, pdf, strict=True)
        lost = [each for pair in pages for each in _not_drawn(layout, *pair, workshop.setup)]
    assert lost == []


def _not_drawn(
    layout: Layout, page: Page, sheet: pypdfium2.PdfPage, setup: Setup
) -> Iterator[tuple[int, str, str]]:
    """Yield what of a page's lines isn't where it should be."""
    drawn = defaultdict(list)
    for character, x, base in _origins(sheet):
        drawn[character].append((x, base))
    for line in (line for piece in page.pieces for line in piece.lines):
        for character, x in _expected(line, line.made.look, setup):
            if not any(
                abs(at - x) < ROUNDING and 0 < base - line.top_pt < LINE_PT
                for at, base in drawn[character]
            ):
                yield page.number, line.text, character


def _expected(line: PlacedLine, look: Look, setup: Setup) -> Iterator[tuple[str, float]]:
    """Yield where characters begin."""
    x = line.left_pt
    for character, following in pairwise([*line.text, ""]):
        if not character.isspace():
            yield character, x
        x += setup.width_pt(character, look)
        x += line.line.spread_pt * (bool(following) and opens(character, following))


def _origins(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float]]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        yield chr(raw.FPDFText_GetUnicode(text, index)), x.value, page.get_height() - y.value


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


def test_glyphs_of_one_file_are_not_printed_from_another(
    workshop: Workshop, typeset_body: Callable[[str], Layout]
) -> None:
    """Pango has looked for fonts already: what is shown to it later, it doesn't see."""
    workshop.written(typeset_body("<section><p>一</p></section>"), PDF)
    fonts = workshop.fonts
    others = {
        key: replace(each, file=fonts.faces["heiti"].file) for key, each in fonts.faces.items()
    }
    engine = PdfEngine(workshop.setup, replace(fonts, faces=others))
    with pytest.raises(ConfigurationError, match="F703"):
        engine.write(typeset_body("<section><p>一</p></section>"))
