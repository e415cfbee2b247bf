"""What references in a circular's text print."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.problems import DataError, Place
from reportgen.model.periods import Period
from reportgen.reports.figures import Figures, period_figures
from reportgen.reports.references import with_figures
from reportgen.sources.workspace import load_workspace

ROOT = Path(__file__).parents[2]
PLACE = Place("公文.yaml", 3)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return period_figures(load_workspace(ROOT), Period.parse("2012Q3"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("发布会{{ W2.3.cumulative }}。", "发布会24次。"),
        ("发布会{{ W2.3.cumulative }}次。", "发布会24次。"),
        ("检测{{W7.3.value}}以上", "检测6万批次以上"),
        ("按期办结率{{ W1.1.cumulative }}", "按期办结率96.9%"),
        ("{{ W1.1.numerator }}件中", "3620件中"),
        ("末后{{ 5 | fixed }}个、{{ '5' | fixed }}个、{{ \"5\" | fixed }}个", "末后5个、5个、5个"),
        ("共{{ counts.indicators }}项", "共27项"),
    ],
)
def test_printed(figures: Figures, text: str, printed: str) -> None:
    assert with_figures(text, figures, PLACE) == printed


@pytest.mark.parametrize(
    "text", ["{{ W9.1.cumulative }}家", "{{ W99.1.value }}", "{{ good + 1 }}", "{{ W1.1 }}"]
)
def test_what_the_period_does_not_have(figures: Figures, text: str) -> None:
    with pytest.raises(DataError, match="D491"):
        with_figures(text, figures, PLACE)
