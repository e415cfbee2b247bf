"""A full page of text stands where GB/T 9704-2012 5.2 puts it, in the PDF and in Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pytest

from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
from tests.parity.comparison import Glyph, glyphs
from tests.parity.judges import LIBREOFFICE, Judge

MM = 72 / 25.4
Lines = list[list[Glyph]]


@pytest.fixture(scope="module")
def ready(typeset_body: Callable[[str], Layout]) -> Layout:
    # no character of kinsoku, so that every line is full
    return typeset_body(f"<section><p>{'国' * 26}{'国' * 28 * 50}</p></section>")


@pytest.fixture(scope="module", params=["pdf", pytest.param("docx", marks=pytest.mark.slow)])
def first_page(
    request: pytest.FixtureRequest,
    ready: Layout,
    workshop: Workshop,
    judged_by: Callable[[Judge, Sequence[Layout]], list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Lines:
    if request.param == "docx":
        (file,) = judged_by(LIBREOFFICE, [ready])
    else:
        file = tmp_path_factory.mktemp("full") / "full.pdf"
        file.write_bytes(workshop.written(ready, PDF))
    page = [glyph for glyph in glyphs(file, workshop.profile) if glyph.page == 1]
    return [list(line) for _, line in groupby(page, key=lambda glyph: round(glyph.y))]


def test_a_page_holds_22_lines(first_page: Lines) -> None:
    assert len(first_page) == 22


def test_a_line_holds_28_characters(first_page: Lines) -> None:
    assert Counter(len(line) for line in first_page[1:]) == {28: 21}


def test_a_paragraph_is_indented_by_two_characters(first_page: Lines) -> None:
    assert len(first_page[0]) == 26
    assert first_page[0][0].x - first_page[1][0].x == pytest.approx(2 * 15.75, abs=0.6)


def test_text_starts_28_mm_from_the_left_and_fills_156_mm(first_page: Lines) -> None:
    line = first_page[1]
    assert line[0].x - 8 == pytest.approx(28 * MM, abs=1)
    assert line[-1].x + 8 == pytest.approx(184 * MM, abs=0.5 * MM)


def test_text_stands_between_37_mm_and_262_mm(first_page: Lines) -> None:
    half_line = 28.95 / 2
    top = 297 * MM - first_page[0][0].y - half_line
    bottom = 297 * MM - first_page[-1][0].y + half_line
    assert top == pytest.approx(37 * MM, abs=4)
    assert bottom == pytest.approx(262 * MM, abs=4)


def test_lines_are_28_95_points_apart(first_page: Lines) -> None:
    distance = (first_page[0][0].y - first_page[-1][0].y) / 21
    assert distance == pytest.approx(28.95, abs=0.02)
