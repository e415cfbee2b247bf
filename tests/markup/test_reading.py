"""The markup's subset: what lies outside is refused with the template's line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.document.tree import Document, Image, ImageKind, Paragraph
from reportgen.layout.loading import load_profile
from reportgen.markup.reading import parse_markup

SHIPPED = load_profile(Path(__file__).parents[2], "gbt9704-2012")
PROFILE = SHIPPED.model_copy(
    update={
        "tables": {"simple": SHIPPED.tables["list-table"]},
        "figures": {"figure": SHIPPED.figures["figure"]},
    }
)
HEAD = (
    '<head><title>题</title><meta name="author" content="某机关"/>'
    '<meta name="date" content="2012-04-10"/></head>'
)


def _image(name: str) -> Image:
    if name != "有.png":
        raise ValueError(f"没有图片 {name}")
    return Image(ImageKind.PNG, b"", 2, 1)


def _parse(body: str) -> Document:
    return parse_markup(
        f'<html>{HEAD}<body data-at="t.html:7">{body}</body></html>', PROFILE, _image
    )


def _first(body: str) -> Paragraph:
    block = _parse(f"<section>{body}</section>").sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    return block


TABLE = "<table class='simple'><colgroup><col class='a'/></colgroup><thead><tr><th>甲</th></tr></thead><tbody>{}</tbody></table>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<section><blink>甲</blink></section>", "blink"),
        ("<section><p onclick='x'>甲</p></section>", "onclick"),
        ("<section><p class='unknown'>甲</p></section>", "unknown"),
        ("<section><p>甲</section>", "没有结束"),
        ("<section></p></section>", "</p>"),
        ("<section>散文</section>", "散文"),
        ("<section><!-- 注 --><p>甲</p></section>", "{#"),
        ("<section><p>&nbsp;</p></section>", "nbsp"),
        ("<section><p><p>甲</p></p></section>", "<p>"),
        ("<section class='sideways'><p>甲</p></section>", "sideways"),
        ("<section><table class='other'/></section>", "other"),
        ("<section><table class='simple'/></section>", "colgroup"),
        (f"<section>{TABLE.format('<tr><td>1</td><td>2</td></tr>')}</section>", "2 格"),
        (f"<section>{TABLE.format('<tr><th>1</th></tr>')}</section>", "<th>"),
        ("<section><p><a class='page' href='#none'/></p></section>", "none"),
        ("<section><p id='x'>甲</p><p id='x'>乙</p></section>", "x"),
        ("<section><img class='figure' src='有.png'/></section>", "alt"),
        ("<section><img class='figure' src='无.png' alt='图'/></section>", "无.png"),
        ("<section><img class='poster' src='有.png' alt='图'/></section>", "poster"),
        ("<section><p><img class='figure' src='有.png' alt='图'/></p></section>", "<img>"),
        ("", "section"),
    ],
)
def test_what_lies_outside_is_refused(body: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _parse(body)
    assert any(words in problem.message for problem in caught.value.problems)
    assert all(problem.place is None or problem.place.file for problem in caught.value.problems)


def test_a_doctype_is_refused() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY x "y">]>'
    with pytest.raises(ConfigurationError):
        parse_markup(
            f"{bomb}<html>{HEAD}<body><section><p>&x;</p></section></body></html>",
            PROFILE,
            _image,
        )


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        _parse("<section><blink>甲</blink><marquee>乙</marquee></section>")
    assert len(caught.value.problems) >= 2


def test_the_templates_line_ends_are_no_blanks() -> None:
    assert _first("<p>\n  公文\n  办理 ，A\n  B\n</p>").text == "公文办理 ，A B"


def test_a_list_of_one_is_not_numbered() -> None:
    blocks = _parse("<section><ol><li>甲</li></ol></section>").sections[0].blocks
    assert [block.text for block in blocks] == ["甲"]


def test_lists_are_numbered() -> None:
    blocks = _parse("<section><ol><li>甲</li><li>乙</li></ol></section>").sections[0].blocks
    assert [block.text for block in blocks] == ["1.甲", "2.乙"]
