"""A file that strays into the templates is named or passed over; it stops nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.reports.filters import FILTERS
from reportgen.templating.lint import bare_numbers
from reportgen.templating.rendering import render
from reportgen.templating.sandbox import make_environment

LITTER = [".#page.html", "._page.html", "#page.html#", "~page.html", "page.html~", ".git/page.html"]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / ".git").mkdir(parents=True)
    (folder / "page.html").write_text("<p>共5项</p>", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_passed_over(templates: Path, name: str) -> None:
    (templates / name).write_bytes(b"\xff 5")
    (templates / ".#link.html").symlink_to("user@host.123")
    found = list(bare_numbers(make_environment(templates, FILTERS)))
    assert [str(each.place) for each in found] == ["templates/page.html:1"]


def _with_odd_name(folder: Path) -> str:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.html")).write_text("x")
    return "templates/\\udcff.html"


def _encoded(folder: Path) -> str:
    (folder / "gbk.txt").write_bytes("机密".encode("gbk"))
    return "templates/gbk.txt"


def _dangling(folder: Path) -> str:
    (folder / "link.html").symlink_to("nowhere")
    return "templates/link.html"


@pytest.mark.parametrize("stray", [_with_odd_name, _encoded, _dangling])
def test_what_cannot_be_read_is_named(templates: Path, stray) -> None:
    place = stray(templates)
    found = list(bare_numbers(make_environment(templates, FILTERS)))
    assert {(each.code, str(each.place)) for each in found} == {
        (Code.BARE_NUMBER_TYPED.code, "templates/page.html:1"),
        (Code.TEMPLATE_UNREADABLE.code, place),
    }


def test_who_needs_what_cannot_be_read_is_told_which(templates: Path) -> None:
    (templates / "part.html").write_bytes(b"\xff")
    (templates / "page.html").write_text("{% include 'part.html' %}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="UTF-8") as caught:
        render(make_environment(templates, FILTERS), "page.html", {})
    assert str(caught.value.problems[0].place) == "templates/part.html:1"


def test_what_is_nested_too_deeply_is_left_to_rendering(templates: Path) -> None:
    (templates / "deep.html").write_text("{{ " + "(" * 900 + "1" + ")" * 900 + " }}")
    environment = make_environment(templates, FILTERS)
    assert len(list(bare_numbers(environment))) == 1
    with pytest.raises(ConfigurationError):
        render(environment, "deep.html", {})
