"""The sample documents are as they were reviewed: their trees as text, some pages as pictures.

``make goldens`` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Picture
from PIL import ImageChops

from reportgen.document.tree import Image, ImageKind
from reportgen.model.labels import CircularKind
from reportgen.reports.jobs import Job
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop, compose_markup
from tests import documents
from tests.conftest import around
from tests.goldens.printing import printed

FOLDER = Path(__file__).parent
DPI = 40
# a changed character darkens some 15 pixels at this size; a rounding of anti-aliasing changes none
TOLERANCE = 4


def _of_two_units(office: Workspace) -> Workspace:
    """Keep the first two targets, and give what the first one counts to another unit."""
    sourced = office.tables[2012]
    first, second = sourced.record.targets[:2]
    counted = tuple(each.model_copy(update={"lead_unit": "信息处"}) for each in first.indicators)
    targets = (first.model_copy(update={"indicators": counted}), second)
    few = sourced.record.model_copy(update={"targets": targets})
    return replace(office, tables={2012: replace(sourced, record=few)})


JOBS: dict[str, Callable[[Workspace], Job]] = {
    "target-table-2012": lambda office: documents.job(office, "target-table", 2012),
    "quarterly-2012Q1": lambda office: documents.job(office, "quarterly", "2012Q1"),
    "summary-2012Q1": lambda office: documents.job(_of_two_units(office), "summary", "2012Q1"),
    "brief-2012-05": lambda office: documents.job(office, "brief", "2012-05"),
    "annex-behind-2012Q1": lambda office: documents.annex(office, "behind", "2012Q1"),
    "notice": lambda office: documents.dispatch(office, "印发目标表"),
    "bulletin": lambda office: documents.dispatch(office, "前三季度通报"),
    "letter": lambda office: documents.dispatch(office, "letter"),
    "upward-report": lambda office: documents.dispatch(office, "report"),
    "joint-notice": lambda office: documents.dispatch(office, "joint"),
}
PICTURED = {
    "target-table-2012": "2012年度目标表.pdf",
    "quarterly-2012Q1": "2012年第一季度目标完成情况考核报告.pdf",
}


@pytest.fixture(scope="module")
def office(built: Path) -> Workspace:
    return load_workspace(built)


@pytest.fixture(scope="module")
def layout_of(office: Workspace, workshop: Workshop) -> Callable[[str], Layout]:
    return cache(lambda name: workshop.make(JOBS[name](office)))


@pytest.mark.parametrize("name", JOBS)
def test_the_tree_is_as_reviewed(
    name: str, layout_of: Callable[[str], Layout], update_goldens: bool
) -> None:
    golden = FOLDER / "trees" / f"{name}.txt"
    text = printed(layout_of(name))
    if update_goldens:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PICTURED)
def test_pages_look_as_reviewed(name: str, built: Path, update_goldens: bool) -> None:
    pdf = pypdfium2.PdfDocument(built / "build" / PICTURED[name])
    assert len(pdf) >= 4
    for number in _shown(len(pdf)):
        picture = pdf[number].render(scale=DPI / 72, grayscale=True).to_pil()
        golden = FOLDER / "pictures" / f"{name}-{number + 1:02d}.png"
        if update_goldens:
            picture.save(golden, optimize=True)
        differing = differing_pixels(picture, Picture.open(golden))
        assert differing <= TOLERANCE, f"page {number + 1}: {differing} pixels differ"


def _shown(pages: int) -> tuple[int, ...]:
    """Choose a first page, a page with a label printed again, and the annexes at the end."""
    return (0, 1, pages - 2, pages - 1)


def differing_pixels(one: Picture.Image, two: Picture.Image) -> int:
    if one.size != two.size:
        return one.width * one.height
    difference = ImageChops.difference(one.convert("L"), two.convert("L"))
    return sum(difference.histogram()[17:])


def test_the_comparison_can_fail() -> None:
    blank = Picture.new("L", (100, 100), 255)
    spotted = blank.copy()
    spotted.paste(0, (10, 10, 14, 14))
    assert differing_pixels(blank, blank.copy()) == 0
    assert differing_pixels(blank, spotted) == 16
    assert differing_pixels(blank, Picture.new("L", (50, 100), 255)) > TOLERANCE


CHART = (
    "<section><table class='progress-chart' summary='甲完成40%'><thead><tr><th>指标</th>"
    "<th>完成率</th></tr></thead><tbody><tr><td>甲</td><td>40%</td></tr></tbody></table></section>"
)
TABLE = CHART.replace("progress-chart", "list-table").replace(
    "<thead>", "<colgroup><col class='indicator'/><col class='actual'/></colgroup><thead>"
)
LETTER = (
    "<section data-mark='待发'><header><p class='letter-mark'>某机关</p></header><p>正文。</p>"
    "<table class='letter-panel'><tbody><tr><td class='urgency'>特急</td>"
    "<td class='letter-number'>某函〔2012〕7号</td></tr></tbody></table>"
    "<footer><table class='imprint-panel'><tbody><tr><td class='imprint'>抄送：某局。</td></tr>"
    "</tbody></table></footer></section>"
)


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (CHART, "<td>40%", "<td>41%"),
        (CHART, "<td>甲", "<td>乙"),
        (CHART, "<th>完成率", "<th>超额率"),
        (CHART, "summary='甲完成40%'", "summary='甲完成较多'"),
        (TABLE, "<td>40%", "<td>41%"),
        (TABLE, "summary='甲完成40%'", "summary='甲完成较多'"),
        (TABLE, "<th>完成率", "<th>超额率"),
        (TABLE, "<tbody>", "<tbody><tr><td>乙</td><td>20%</td></tr>"),
        (TABLE, "list-table", "measure-table"),
        (LETTER, "2012〕7号", "2012〕8号"),
        (LETTER, "待发", "示例"),
        (LETTER, "某机关", "某机构"),
        (LETTER, "抄送：某局", "抄送：某厅"),
        (LETTER, "<p>正文", "<p class='recipients'>正文"),
        (LETTER, "<td class='urgency'>", "<td class='copy-number'>"),
        (LETTER, LETTER[LETTER.index("<table") : LETTER.index("<footer")], ""),
        (LETTER, LETTER[LETTER.index("<footer") : LETTER.index("</section")], ""),
        (LETTER, "<section", "<section class='landscape'"),
    ],
)
def test_what_changes_is_printed(
    body: str, old: str, new: str, typeset_body: Callable[[str], Layout]
) -> None:
    assert body.count(old) == 1
    assert printed(typeset_body(body)) != printed(typeset_body(body.replace(old, new)))


def test_a_picture_of_another_shape_is_printed(workshop: Workshop) -> None:
    body = around("<section><img class='figure' src='a.png' alt='横道'/></section>")
    prints = {
        printed(
            workshop.typeset(compose_markup(body, workshop.profile, lambda _, image=image: image))
        )
        for image in (Image(kind, b"", 40, height) for kind in ImageKind for height in (30, 31))
    }
    assert len(prints) == 2 * len(ImageKind)


def test_every_kind_of_document_has_a_golden(office: Workspace) -> None:
    jobs = [make(office) for make in JOBS.values()]
    assert {job.kind for job in jobs} == {*office.heads.kinds, "annex"}
    names = [job.subject.name for job in jobs if job.kind == "circular"]
    shown = {office.circulars[2012, name or ""].record.kind for name in names}
    assert shown == set(CircularKind)


def test_no_golden_is_an_orphan() -> None:
    assert {path.name for path in FOLDER.glob("trees/*")} == {f"{name}.txt" for name in JOBS}
    pictures = Counter(path.name.rpartition("-")[0] for path in FOLDER.glob("pictures/*"))
    assert pictures == dict.fromkeys(PICTURED, len(_shown(4)))
