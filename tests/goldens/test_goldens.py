"""The sample documents are as they were reviewed: their trees as text, some pages as pictures.

``make goldens`` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from reportgen.reports.jobs import Job
from reportgen.sources.workspace import Workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from tests import documents
from tests.goldens.printing import printed

FOLDER = Path(__file__).parent
DPI = 40
# a changed character darkens some 15 pixels at this size; a rounding of anti-aliasing changes none
TOLERANCE = 4


@pytest.fixture(scope="module", params=["target-table-2012", "quarterly-2012Q1"])
def sample(
    request: pytest.FixtureRequest, workspace: Workspace, workshop: Workshop
) -> tuple[str, Layout]:
    return request.param, workshop.make(_job(workspace, request.param))


def _job(workspace: Workspace, name: str) -> Job:
    if name == "target-table-2012":
        return documents.job(workspace, "target-table", 2012)
    return documents.job(workspace, "quarterly", "2012Q1")


def test_the_tree_is_as_reviewed(sample: tuple[str, Layout], update_goldens: bool) -> None:
    name, ready = sample
    golden = FOLDER / "trees" / f"{name}.txt"
    text = printed(ready)
    if update_goldens:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_pages_look_as_reviewed(
    sample: tuple[str, Layout], workshop: Workshop, update_goldens: bool, tmp_path: Path
) -> None:
    name, ready = sample
    pdf = pypdfium2.PdfDocument(workshop.engine.write(ready))
    for number in _shown(len(pdf)):
        picture = pdf[number].render(scale=DPI / 72, grayscale=True).to_pil()
        golden = FOLDER / "pictures" / f"{name}-{number + 1:02d}.png"
        if update_goldens:
            picture.save(golden, optimize=True)
        differing = differing_pixels(picture, Image.open(golden))
        assert differing <= TOLERANCE, f"page {number + 1}: {differing} pixels differ"


def _shown(pages: int) -> tuple[int, ...]:
    """Choose a first page, a page with a label printed again, and the annexes at the end."""
    return (0, 1, pages - 2, pages - 1)


def differing_pixels(one: Image.Image, two: Image.Image) -> int:
    if one.size != two.size:
        return one.width * one.height
    difference = ImageChops.difference(one.convert("L"), two.convert("L"))
    return sum(difference.histogram()[17:])


def test_the_comparison_can_fail() -> None:
    blank = Image.new("L", (100, 100), 255)
    spotted = blank.copy()
    spotted.paste(0, (10, 10, 14, 14))
    assert differing_pixels(blank, blank.copy()) == 0
    assert differing_pixels(blank, spotted) == 16
    assert differing_pixels(blank, Image.new("L", (50, 100), 255)) > TOLERANCE


def test_no_golden_is_an_orphan(update_goldens: bool) -> None:
    names = {"target-table-2012", "quarterly-2012Q1"}
    files = [path for path in FOLDER.glob("*/*") if path.suffix in (".txt", ".png")]
    assert [path for path in files if not any(path.name.startswith(name) for name in names)] == []
