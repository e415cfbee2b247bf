"""A layout tells where everything stands, and what is too wide for its box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.typeset.layout import Layout, walk_set
from reportgen.typeset.typesetter import typeset
from reportgen.workshop import Workshop

Made = Callable[[str], Layout]
ROOM = 156 / 25.4 * 72


@pytest.fixture(scope="module")
def ready(typeset_body: Made) -> Layout:
    rows = "".join(f"<tr><td>{at}</td><td>第{at}项</td></tr>" for at in range(40))
    panel = '<table class="brief-panel"><tbody><tr><td class="brief-editor">甲</td></tr></tbody></table>'
    return typeset_body(
        f'<section><p>首</p>{panel}<table class="target-table"><colgroup><col class="seq"/>'
        '<col class="content"/></colgroup><thead><tr><th>号</th><th>容</th></tr></thead>'
        f"<tbody>{rows}</tbody></table><p>末</p></section>"
    )


def test_everything_is_walked_as_often_as_it_is_printed(ready: Layout) -> None:
    printed = [line.text for line in ready.lines]
    assert [line.text for made in walk_set(ready) for line in made.lines] == printed
    assert [printed.count(each) for each in ("首", "甲", "号", "第0项", "末")] == [1, 1, 2, 1, 1]


def test_paragraphs_are_found_by_their_keys(ready: Layout) -> None:
    first, *_, last = ready.document.sections[0].blocks
    text = next(made.key for made in walk_set(ready) if made.text == "第39项")
    assert [ready.page_of(key) for key in (first.key, text, last.key)] == [1, 2, 2]


def test_a_number_longer_than_a_line_is_named(typeset_body: Made) -> None:
    with pytest.raises(ConfigurationError, match="有一个数一行放不下") as refused:
        typeset_body(f"<section><p>{'1' * 90}</p></section>")
    (problem,) = refused.value.problems
    assert problem.message == f"有一个数一行放不下：“{'1' * 30}……”"


@pytest.mark.parametrize(
    ("left", "right", "first", "refused"),
    [
        *((-15.3, 0.0, 0.0, False), (-15.2, 0.0, 0.0, True), (-16.3, 1.1, 0.0, True)),
        *((-15.3, 0.0, 0.2, True), (-15.3, 0.0, -0.2, False), (-16.3, 1.0, 0.0, False)),
    ],
)
def test_a_line_wider_than_its_box_is_named(
    left: float,
    right: float,
    first: float,
    refused: bool,
    typeset_body: Made,
    workshop: Workshop,
) -> None:
    """A character of 15.75 pt may be half a point wider than the room that indents leave."""
    document = typeset_body("<section><p>国家</p></section>").document
    looks = dict(workshop.setup.looks)
    looks["body"] = replace(looks["body"], left_pt=ROOM + left, right_pt=right, first_pt=first)
    setup = replace(workshop.setup, looks=looks)
    if refused:
        with pytest.raises(ConfigurationError) as named:
            typeset(document, setup)
        assert "有一行超出版面：“国”" in [each.message for each in named.value.problems]
    else:
        assert len(typeset(document, setup).lines) == 2
