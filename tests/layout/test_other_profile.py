"""Another layout profile changes everything that the first one set."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Mm, Pt

from reportgen.fonts.faces import resolve_fonts
from reportgen.fonts.fontconfig import activate
from reportgen.layout.loading import profile_of
from reportgen.layout.profile import LayoutProfile
from reportgen.sources.strict_yaml import read_yaml
from reportgen.typeset.layout import Layout, SetTable
from reportgen.typeset.looks import Setup, make_setup
from reportgen.typeset.typesetter import typeset
from reportgen.workshop import Workshop, compose_markup
from reportgen.writers.docx.package import DocxEngine
from reportgen.writers.pdf.engine import PdfEngine
from tests.conftest import ROOT, around

FILE = Path(__file__).with_name("small-profile.yaml")
MM = 72 / 25.4
MARKUP = """<html lang="zh-CN"><head><title>小页</title><meta name="author" content="某机关"/>
<meta name="date" content="2020-01-02"/></head><body><section data-mark="草稿"><h1>小页</h1>
<h2>总则</h2><p>{}</p><h2>附则</h2><ol><li>一条</li><li>二条</li></ol>
<table class="simple"><colgroup><col class="a"/><col class="b"/></colgroup>
<thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
</section></body></html>""".format("国" * 900)


@pytest.fixture(scope="module")
def profile() -> LayoutProfile:
    return profile_of(read_yaml(FILE, FILE.name)).record


@pytest.fixture(scope="module")
def setup(profile: LayoutProfile) -> Setup:
    return make_setup(profile, resolve_fonts(profile.font_faces()))


@pytest.fixture(scope="module")
def engine(workshop: Workshop, profile: LayoutProfile, setup: Setup) -> PdfEngine:
    activate(workshop.fonts)
    return PdfEngine(setup, resolve_fonts(profile.font_faces()))


@pytest.fixture(scope="module")
def ready(profile: LayoutProfile, setup: Setup, workshop: Workshop) -> Layout:
    composed = compose_markup(MARKUP, profile, workshop.load_image)
    return typeset(composed, setup)


def test_the_pages_are_a5_and_full_of_its_lines(ready: Layout, engine: PdfEngine) -> None:
    page = pypdfium2.PdfDocument(engine.write(ready))[1]
    assert page.get_size() == pytest.approx((148 * MM, 210 * MM), abs=0.1)
    paragraph = ready.document.sections[0].blocks[2]
    lines = [line for line in ready.lines if line.key == paragraph.key and line.page == 2]
    assert len(lines) > 10
    assert [line.left_pt for line in lines] == pytest.approx([20 * MM] * len(lines))
    assert {round(b.top_pt - a.top_pt, 2) for a, b in pairwise(lines)} == {20.0}


def test_headings_and_lists_are_numbered_its_way(ready: Layout) -> None:
    texts = [block.text for block in ready.document.sections[0].blocks[:-1]]
    assert texts[1] == "第一条　总则"
    assert texts[-1] == "（2）二条"


def test_the_columns_share_its_text_width(ready: Layout) -> None:
    table = ready.sections[0].blocks[-1].made
    assert isinstance(table, SetTable)
    assert [width / MM for width in table.widths_pt] == pytest.approx([30, 80], abs=0.4)


def test_words_styles_and_page_follow_it(ready: Layout, setup: Setup) -> None:
    word = docx.Document(io.BytesIO(DocxEngine(setup).write(ready)))
    section = word.sections[0]
    assert section.page_width == pytest.approx(Mm(148), abs=1000)
    assert section.left_margin == pytest.approx(Mm(20), abs=1000)
    assert word.styles["正文"].font.name == "楷体_GB2312"
    assert word.styles["正文"].font.size == Pt(12)
    assert word.styles["Title"].paragraph_format.line_spacing == Pt(30)
    assert "· " in word.sections[0].footer.paragraphs[0].runs[0].text


TOGETHER = """
import sys
from pathlib import Path
import pypdfium2
from reportgen.templating.sandbox import make_environment
from reportgen.workshop import compose_markup
from reportgen.workshop import make_workshops
from reportgen.writers.formats import PDF
root, markup = Path(sys.argv[1]), sys.argv[2]
environment = make_environment(root / "templates", {})
for name, shop in make_workshops(root, ("gbt9704-2012", "small"), environment).items():
    layout = shop.typeset(compose_markup(markup, shop.profile, shop.load_image))
    page = pypdfium2.PdfDocument(shop.written(layout, PDF))[0]
    fonts = {each.get_font().get_base_name() for each in page.get_objects() if each.type == 1}
    print(name, round(page.get_width()), *sorted(font.split("+")[-1] for font in fonts))
"""


def test_two_profiles_work_in_one_process(tmp_path: Path) -> None:
    """The second has a face that the first lacks, under a key that means another one there."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    text = FILE.read_text(encoding="utf-8").replace(
        "text: {official: 楷体_GB2312", "heiti: {official: 隶书"
    )
    text = text.replace("face: text", "face: heiti")
    (tmp_path / "templates/profiles/small.yaml").write_text(text, encoding="utf-8")
    markup = around("<section><p>一行正文。</p></section>")
    command = [sys.executable, "-c", TOGETHER, str(tmp_path), markup]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == [
        "gbt9704-2012 595 仿宋_GB2312 宋体",
        "small 420 隶书 黑体",
    ]
