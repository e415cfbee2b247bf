"""Charts: one data table becomes a drawing in the PDF and an editable chart in Word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pikepdf
import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.document.tree import Chart, Figure
from reportgen.typeset.layout import Layout, SetFigure
from reportgen.workshop import Workshop
from reportgen.writers.formats import DOCX, PDF
from reportgen.writers.pdf.charts import chart_svg
from tests.parity.comparison import Parity

BODY = """<section><p>如图。</p><table class="progress-chart" summary="甲完成40%，乙完成90%">
<thead><tr><th>指标</th><th>完成率</th><th>时序进度</th></tr></thead>
<tbody><tr><td>甲</td><td>40%</td><td>50%</td></tr><tr><td>乙</td><td>90%</td><td>50%</td></tr>
</tbody></table><p class="figure-caption">完成率</p><p>图后。</p></section>"""
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture
def ready(typeset_body: Callable[[str], Layout]) -> Layout:
    return typeset_body(BODY)


def _chart(ready: Layout) -> Chart:
    figure = ready.document.sections[0].blocks[1]
    assert isinstance(figure, Figure)
    assert isinstance(figure.content, Chart)
    return figure.content


def _charts(layout: Layout) -> list[Chart]:
    """Return a layout's charts as they are drawn, part by part."""
    made = (block.made for section in layout.sections for block in section.blocks)
    figures = [each.figure.content for each in made if isinstance(each, SetFigure)]
    return [each for each in figures if isinstance(each, Chart)]


def test_no_two_series_of_a_report_look_alike(workshop: Workshop) -> None:
    # what meets the demands, fails them, is under way, wasn't reported, isn't judged this period
    fills = workshop.profile.charts["status-chart"].fills
    assert len(set(fills)) == len(fills) == 5


def test_the_bars_are_as_long_as_their_values(ready: Layout, workshop: Workshop) -> None:
    svg = ET.fromstring(chart_svg(_chart(ready), "progress-chart", workshop.profile))
    bars = [float(bar.get("width", "")) for bar in svg.iter("{http://www.w3.org/2000/svg}rect")]
    first, mark, second, _, *_ = bars
    assert first / second == pytest.approx(40 / 90, abs=0.01)
    assert mark / first == pytest.approx(50 / 40, abs=0.01)
    texts = [each.text for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["甲", "40%", "乙", "90%", "完成率", "时序进度"]


def test_a_negative_number_has_its_label_at_the_axis(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    chart = _chart(typeset_body(BODY.replace("progress-", "year-").replace("40%", "-40%")))
    svg = ET.fromstring(chart_svg(chart, "year-chart", workshop.profile))
    space = "{http://www.w3.org/2000/svg}"
    assert float(svg.findall(f"{space}rect")[0].get("width", "")) == 0
    (label,) = (each for each in svg.findall(f"{space}text") if each.text == "-40%")
    (axis,) = svg.findall(f"{space}line")
    assert float(label.get("x", "")) == float(axis.get("x1", "")) + 3


@pytest.mark.parametrize(
    ("bars", "lines"), [(4, 17), (5, 15), (7, 15), (8, 13), (10, 13), (11, 11)]
)
def test_a_page_with_a_chart_isnt_filled_to_its_end(
    typeset_body: Callable[[str], Layout], workshop: Workshop, bars: int, lines: int
) -> None:
    """Word and LibreOffice round a chart's height, and what follows must not go over there."""
    row = "<tr><td>甲</td><td>40%</td><td>50%</td></tr>"
    ready = typeset_body(
        BODY.replace("<p>如图。</p>", "<p>国</p>" * lines).replace(row, row * bars)
    )
    blocks = ready.sections[0].blocks
    (shown,) = (each.stands[0].page for each in blocks if isinstance(each.made, SetFigure))
    reached = max(stand.end_pt for each in blocks for stand in each.stands if stand.page == shown)
    profile = workshop.profile
    slack = profile.pagination.slack_mm
    assert (
        reached
        <= float(profile.page_of(ready.document.sections[0]).text_height_mm - slack) * 72 / 25.4
        + 0.01
    )


def test_word_gets_a_native_chart_with_its_workbook(ready: Layout, workshop: Workshop) -> None:
    content = workshop.written(ready, DOCX)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        chart = ET.fromstring(package.read("word/charts/chart1.xml"))
        book = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/chart1.xlsx")))
        document = package.read("word/document.xml").decode()
    assert [value.text for value in chart.iter(f"{C}v")][-2:] == ["50", "50"]
    names = [each.text for each in chart.iter(f"{C}f")]
    assert names[:3] == ["Sheet1!$B$1", "Sheet1!$A$2:$A$3", "Sheet1!$B$2:$B$3"]
    rows = [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]
    assert rows[1:] == [["甲", 40, 50], ["乙", 90, 50]]
    assert 'descr="甲完成40%，乙完成90%"' in document
    assert content == workshop.written(ready, DOCX)


def test_no_frame_crosses_a_value_in_word(ready: Layout, workshop: Workshop) -> None:
    with zipfile.ZipFile(io.BytesIO(workshop.written(ready, DOCX))) as package:
        chart = ET.fromstring(package.read("word/charts/chart1.xml"))
    done = next(chart.iter(f"{C}ser"))
    filled = done.find(f"{C}dLbls/{C}spPr")
    assert filled is not None
    assert "FFFFFF" in ET.tostring(filled, encoding="unicode")


def test_who_cannot_see_it_hears_the_figures(ready: Layout, workshop: Workshop) -> None:
    pdf = pikepdf.open(io.BytesIO(workshop.written(ready, PDF)))
    spoken = [
        str(item.Alt)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    assert spoken == ["甲完成40%，乙完成90%"]


@pytest.mark.slow
def test_what_follows_stands_at_the_same_height(
    ready: Layout, parity_of: Callable[[Layout], Parity]
) -> None:
    parity = parity_of(ready)
    assert parity.lines_alike == parity.lines


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<td>40%", "<td>四成", "不是数"),
        ("<td>50%</td></tr><tr>", "</tr><tr>", "格数"),
        (' summary="甲完成40%，乙完成90%"', "", "summary"),
    ],
)
def test_charts_that_cannot_be_drawn_are_refused(
    typeset_body: Callable[[str], Layout], old: str, new: str, words: str
) -> None:
    assert old in BODY
    with pytest.raises(ConfigurationError, match=words):
        typeset_body(BODY.replace(old, new, 1))


def test_the_workbook_in_word_can_be_opened(
    ready: Layout, workshop: Workshop, tmp_path: Path
) -> None:
    path = tmp_path / "chart.docx"
    path.write_bytes(workshop.written(ready, DOCX))
    with zipfile.ZipFile(path) as package:
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/charts/_rels/chart1.xml.rels").decode()
    assert "drawingml.chart+xml" in types
    assert "embeddings/chart1.xlsx" in relations


def test_figures_in_word_have_numbers_of_their_own(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    content = workshop.written(typeset_body(BODY + BODY), DOCX)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = package.read("word/document.xml").decode()
    numbers = re.findall(r'<wp:docPr id="(\d+)"', document)
    assert len(numbers) == len(set(numbers)) == 2


def test_a_long_name_stands_in_lines(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    name = "一个名称太长而在条前一行里放不下的考核指标2012年的名称"
    layout = typeset_body(BODY.replace("甲</td>", f"{name}</td>"))
    (chart,) = _charts(layout)
    lines = chart.categories[0].split("\n")
    assert len(lines) == 2
    assert "".join(lines) == name
    with zipfile.ZipFile(io.BytesIO(workshop.written(layout, DOCX))) as package:
        assert chart.categories[0] in package.read("word/charts/chart1.xml").decode()
        book = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/chart1.xlsx")))
    assert book["Sheet1"]["A2"].value == name
    svg = ET.fromstring(chart_svg(chart, "progress-chart", workshop.profile))
    assert [each.text for each in svg.iter("{http://www.w3.org/2000/svg}text")][:2] == lines


@pytest.mark.parametrize(
    ("name", "end"), [("考核指标" * 400, "指标\n……"), ("考核指标" * 4 + "7" * 60, "指标\n……")]
)
def test_a_name_is_cut_before_it_has_no_end_or_a_number_parts(
    typeset_body: Callable[[str], Layout], name: str, end: str
) -> None:
    (chart,) = _charts(typeset_body(BODY.replace("甲</td>", f"{name}</td>")))
    assert chart.categories[0].endswith(end)


def test_a_chart_that_is_higher_than_a_page_goes_on_over_the_page(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    row = "<tr><td>乙</td><td>90%</td><td>50%</td></tr>"
    layout = typeset_body(BODY.replace(row, row + row.replace("90%", "40%") * 99))
    charts = _charts(layout)
    assert [len(each.categories) for each in charts] == [26, 26, 26, 23]
    widths = [
        ET.fromstring(chart_svg(each, "progress-chart", workshop.profile))[5].get("width")
        for each in charts[1:]
    ]
    assert len(set(widths)) == 1  # the longest bar of all gives the scale to each
    stands = [block.stands for section in layout.sections for block in section.blocks]
    assert [stand.page for (stand,) in stands] == [1, 1, 2, 3, 4, 4, 4]
    workshop.written(layout, PDF)
    with zipfile.ZipFile(io.BytesIO(workshop.written(layout, DOCX))) as package:
        numbers = re.findall(r'<wp:docPr id="(\d+)"', package.read("word/document.xml").decode())
    assert len(numbers) == len(set(numbers)) == 4
