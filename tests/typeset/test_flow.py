"""What stands on which page: the counts of lines and rows around each page's end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import DataError
from reportgen.document.tree import Chart, Image, ImageKind
from reportgen.typeset.layout import Layout, SetFigure, SetPanel, SetParagraph
from reportgen.workshop import Workshop, compose_markup
from tests.conftest import around

Made = Callable[[str], Layout]
MM = 72 / 25.4
PAGE, LINE = 225 * MM, 28.95  # 22 lines and less than a point
ROW, HEAD = 15 + 1.6 * MM + 0.5, 15 + 1.6 * MM + 1.0  # of a measure table, a head with its edges


def text(*counts: int, style: str = "body") -> str:
    """Return paragraphs of so many lines each."""
    return "".join(f'<p class="{style}">{"<br/>".join(["行"] * count)}</p>' for count in counts)


def table(rows: int, lines: int = 1) -> str:
    cell = "<br/>".join(["措施"] * lines)
    return (
        '<table class="measure-table" summary="措施"><colgroup><col class="seq"/>'
        '<col class="next_steps"/></colgroup><thead><tr><th>序</th><th>措施</th></tr></thead>'
        f"<tbody>{f'<tr><td>1</td><td>{cell}</td></tr>' * rows}</tbody></table>"
    )


def chart(bars: int) -> str:
    rows = "".join(f"<tr><td>甲{at}</td><td>{at}</td><td>9</td></tr>" for at in range(bars))
    return (
        '<table class="progress-chart" summary="图"><thead><tr><th>项目</th><th>完成</th>'
        f"<th>时序</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def dealt(ready: Layout) -> list[str]:
    """Return for each page how much of each block stands there, lines of text before it added up."""
    pages: dict[int, list[str]] = {}
    for block in ready.sections[0].all_blocks:
        for stand in block.stands:
            pages.setdefault(stand.page, []).append(f"{len(stand.rows) or stand.count}")
    return [" ".join(each) for each in pages.values()]


@pytest.mark.parametrize(
    ("above", "paragraph", "pages"),
    [
        (19, 3, ["19 3"]),
        (20, 3, ["20", "3"]),
        (20, 4, ["20 2", "2"]),
        (21, 4, ["21", "4"]),
        (19, 5, ["19 3", "2"]),
        (18, 5, ["18 3", "2"]),
        (20, 5, ["20 2", "3"]),
    ],
)
def test_two_lines_of_a_paragraph_stay_on_either_page(
    above: int, paragraph: int, pages: list[str], typeset_body: Made
) -> None:
    assert dealt(typeset_body(f"<section>{text(above, paragraph)}</section>")) == pages


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        # a heading never parts, and stands with what follows
        (text(18) + text(4, style="heading-3"), ["18 4"]),
        (text(19) + "<h2>题<br/>题<br/>题<br/>题</h2>" + text(2), ["19", "4 2"]),
        (text(19) + "<h2>题</h2>" + text(2), ["19 1 2"]),
        (text(20) + "<h2>题</h2>" + text(2), ["20", "1 2"]),
        # what leads up to a table stands with two of its rows, whole as long as half a page holds it
        (text(10, 11) + table(4), ["10", "11 4"]),
        (text(9, 12) + table(4), ["9 10", "2 4"]),
        (text(17, 1) + table(4), ["17 1 4"]),
        (text(18, 1) + table(4), ["18 1 2", "2"]),
        (text(19, 1) + table(4), ["19", "1 4"]),
        (text(19, 1) + table(2), ["19", "1 2"]),
        (text(2) + table(2, lines=30), ["2 1", "1"]),  # but where a third would stay empty
        (text(18, 1) + table(3), ["18", "1 3"]),
        # a table leads up to none
        (text(17) + table(4) + table(4), ["17 4", "4"]),
        # a note stays with the last row
        (text(17, 1) + table(4) + text(2, style="table-note"), ["17 1 2", "2 2"]),
    ],
)
def test_what_belongs_together_stands_on_one_page(
    blocks: str, pages: list[str], typeset_body: Made
) -> None:
    assert dealt(typeset_body(f"<section>{blocks}</section>")) == pages


IMPRINT = (
    '<footer><table class="imprint-panel"><tbody><tr><td class="imprint-copies">抄送</td></tr>'
    '<tr><td class="imprint">甲</td><td class="imprint-date">乙</td></tr></tbody></table></footer>'
)
OPENED = '<p class="recipients">各单位：</p>'


def listed(others: int) -> str:
    return text(1, style="annex-note") + text(1, style="annex-item") * others


SIGNED = text(1, style="signature") + text(1, style="signature-date")


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        # the imprint, 54.75 pt and half a line, goes to the foot below text, never alone
        (text(19), ["19 1"]),
        (text(18, 2), ["18 2 1"]),  # without room above it
        (text(19, 2), ["19", "2 1"]),
        (text(18, 4), ["18 2", "2 1"]),
        (text(17, 2), ["17 2 1"]),
        (OPENED + text(17, 2), ["1 17 2 1"]),
        # so it is with a signature, below what it signs; with less room above it if that helps
        (text(16) + SIGNED, ["16 1 1 1"]),
        (text(13, 5) + SIGNED, ["13 3", "2 1 1 1"]),
    ],
)
def test_the_imprint_stands_at_the_foot_below_text(
    blocks: str, pages: list[str], typeset_body: Made
) -> None:
    ready = typeset_body(f"<section>{blocks}{IMPRINT}</section>")
    assert dealt(ready) == pages
    made = ready.sections[0].imprint
    assert made is not None
    assert isinstance(made.made, SetPanel)
    (stand,) = made.stands
    assert made.made.height_pt == pytest.approx(1 + 26 + 0.75 + 26 + 1)
    assert stand.end_pt == pytest.approx(PAGE - 0.2)
    assert stand.end_pt - stand.top_pt == pytest.approx(made.made.height_pt)
    assert ready.pages[-1].pieces[-1].top_pt == pytest.approx(37 * MM + stand.top_pt)


def flags(ready: Layout) -> list[str]:
    """Return what other programs are told of each block."""
    return [
        "".join(
            mark
            for mark, told in zip(
                "nasp",
                (each.keeps_next, each.parts_anywhere, each.starts_page, each.parts_by_command),
                strict=True,
            )
            if told
        )
        for each in ready.sections[0].blocks
    ]


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        # n: with the next, a: parts after any line, s: its page begins with it, p: it parts there
        (OPENED + text(20, 1), ["", "a", ""]),
        (text(20) + "<h2>题</h2>" + text(2), ["", "n", ""]),
        (text(19) + text(1, style="doc-number"), ["", ""]),
        (text(20) + text(1, style="doc-number"), ["", "s"]),
        (text(10, 11) + table(4), ["", "s", ""]),
        (text(10, 1, 10) + table(4), ["", "", "s", ""]),
        (text(19, 2) + IMPRINT, ["", "s"]),
        (text(18, 4) + IMPRINT, ["", "p"]),
        (text(17, 2) + IMPRINT, ["", ""]),
        # what only the room left for their errors keeps from the page before would fit there
        (text(1, style="header-line") + text(7, 12) + table(4), ["", "", "p", ""]),
        # nor do they keep text with a table
        (text(8, 12) + table(4), ["", "p", ""]),
        (text(12, 12) + table(4), ["", "", ""]),
        (text(17) + chart(6), ["", "s"]),
        (text(18) + chart(6), ["", ""]),
        # and take the whole of a paragraph over to what it is kept with
        (text(18, 4) + SIGNED, ["", "np", "n", ""]),
        (text(17) + OPENED + text(2) + SIGNED, ["", "", "nap", "n", ""]),
        (text(1) + table(2) + text(1, style="table-note"), ["", "n", ""]),
    ],
)
def test_other_programs_are_told_where_they_would_end_a_page_elsewhere(
    blocks: str, told: list[str], typeset_body: Made
) -> None:
    assert flags(typeset_body(f"<section>{blocks}</section>")) == told


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        # a circular's body begins on the first page, be it with one line (7.3.3)
        (text(20) + OPENED + text(3), ["20 1 1", "2"]),
        (text(20) + text(1, 3), ["20 1", "3"]),
        # so the first paragraph parts after its first line where the signature asks for company
        (text(17) + OPENED + text(2) + SIGNED, ["17 1 1", "1 1 1"]),
        # where text goes over with it anyway, the room above it is left
        (text(1, style="mark-space") + text(16, 2) + SIGNED, ["1 16", "2 1 1"]),
        # a list of attachments goes with the text before it, unless half a page doesn't hold it
        (text(12, 1) + listed(5) + SIGNED, ["12", f"1 1{' 1' * 5} 1 1"]),
        (text(12, 1) + listed(6) + SIGNED, ["12 1 1", f"{'1 ' * 6}1 1"]),
        (text(12, 1) + listed(8) + SIGNED, ["12 1 1 1", f"{'1 ' * 7}1 1"]),
    ],
)
def test_a_circulars_body_begins_on_its_first_page_and_ends_on_its_last(
    blocks: str, pages: list[str], typeset_body: Made
) -> None:
    assert dealt(typeset_body(f"<section>{blocks}</section>")) == pages


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(1300, 650, (130, 65)), (1300, 1600, (130, 160)), (1300, 3200, (65, 160))],
)
def test_a_picture_is_as_wide_as_its_style_unless_that_is_too_high(
    width: int, height: int, size: tuple[float, float], workshop: Workshop
) -> None:
    image = Image(ImageKind.PNG, b"", width, height)
    body = around('<section><img class="figure" src="a.png" alt="图"/></section>')
    ready = workshop.typeset(compose_markup(body, workshop.profile, lambda _: image))
    made = ready.sections[0].blocks[0].made
    assert isinstance(made, SetFigure)
    assert (made.width_pt / MM, made.height_pt / MM) == pytest.approx(size)
    (stand,) = ready.sections[0].blocks[0].stands
    assert (stand.top_pt, stand.end_pt) == pytest.approx((8, 8 + size[1] * MM))


def test_a_panel_goes_over_with_what_must_follow_it(typeset_body: Made) -> None:
    seals = (
        '<table class="seal-panel"><tbody><tr><td><p class="joint-signature">甲局</p></td></tr>'
        '<tr><td class="joint-date">2012年5月4日</td></tr></tbody></table>'
    )
    note = text(1, style="circular-note")
    assert dealt(typeset_body(f"<section>{text(17)}{seals}{note}</section>")) == ["17 1 1"]
    assert dealt(typeset_body(f"<section>{text(16, 2)}{seals}{note}</section>")) == ["16", "2 1 1"]


def test_less_room_above_a_signature_keeps_it_with_its_body(typeset_body: Made) -> None:
    above = text(1, style="header-line") + text(16)
    tight = typeset_body(f"<section>{above}{OPENED}{text(1)}{SIGNED}</section>")
    assert dealt(tight) == ["1 16 1 1 1 1"]
    # where it goes over with text all the same, it has its room
    usual = typeset_body(f"<section>{text(10, 9)}{SIGNED}{IMPRINT}</section>")
    assert dealt(usual) == ["10 7", "2 1 1 1"]
    assert [_room_above(each) / LINE for each in (tight, usual)] == pytest.approx(
        [1.06, 2], abs=0.01
    )


def _room_above(ready: Layout) -> float:
    """Return the room above the signature, the last but one."""
    made = ready.sections[0].blocks[-2].made
    assert isinstance(made, SetParagraph)
    return made.look.before_pt


def test_what_stands_alone_on_a_page_is_refused(typeset_body: Made) -> None:
    with pytest.raises(DataError, match="《试验》署名单独在一页") as refused:
        typeset_body(f"<section>{text(17)}{OPENED}{text(1)}{SIGNED}</section>")
    (problem,) = refused.value.problems
    assert problem.code == Code.CIRCULAR_ELEMENT.value
    assert problem.message.startswith("《试验》")
    assert "署名页：正文增减一两句" in (problem.remedy or "")
    with pytest.raises(DataError, match="版记单独在一页"):
        typeset_body(f"<section>{table(1, lines=39)}{IMPRINT}</section>")
    with pytest.raises(DataError, match="首页没有正文"):
        typeset_body(f"<section>{text(22)}{OPENED}{text(1)}</section>")


@pytest.mark.parametrize(
    ("categories", "parts"), [(31, [31]), (32, [16, 16]), (62, [31, 31]), (63, [21, 21, 21])]
)
def test_a_chart_higher_than_a_page_becomes_charts_that_are_alike(
    categories: int, parts: list[int], typeset_body: Made
) -> None:
    """A page holds 31 bars of 6.5 mm beside the legend, the caption and the room above."""
    ready = typeset_body(
        f'<section>{chart(categories)}<p class="figure-caption">题</p><p>下文。</p></section>'
    )
    made = [each.made for each in ready.sections[0].blocks if isinstance(each.made, SetFigure)]
    charts = [each.figure.content for each in made if isinstance(each.figure.content, Chart)]
    assert [len(each.categories) for each in charts] == parts
    assert [each.height_pt / MM for each in made] == pytest.approx([6.5 * n + 9 for n in parts])
    assert [each.width_pt for each in made] == pytest.approx([150 * MM] * len(parts))
    assert {each.reach for each in charts} == {max(categories - 1, 9)}
    starts = [sum(parts[:at]) for at in range(len(parts))]
    first = made[0].figure
    assert [(each.figure.key, each.figure.alternative) for each in made] == [
        (first.key, first.alternative),
        *((f"{first.key}+{start}", "接上图") for start in starts[1:]),
    ]
    for part, start in zip(charts, starts, strict=True):
        assert part.categories[0] == f"甲{start}"
        assert [each.values[0].label for each in part.series] == [f"{start}", "9"]


@pytest.mark.parametrize(
    ("name", "lines", "whole"),
    [
        ("国" * 18, 1, True),
        ("国" * 19, 2, True),
        ("国" * 100, 6, True),
        ("国" * 120, 7, False),
        # a number that a line can't hold isn't shown in part
        ("国" * 15 + "1234567890" * 9, 2, False),
    ],
)
def test_the_long_name_of_a_bar_stands_in_six_lines_at_most(
    name: str, lines: int, whole: bool, typeset_body: Made
) -> None:
    ready = typeset_body(
        '<section><table class="progress-chart" summary="图"><thead><tr><th>项目</th><th>完成</th>'
        f"<th>时序</th></tr></thead><tbody><tr><td>{name}</td><td>1</td><td>9</td></tr></tbody>"
        "</table></section>"
    )
    made = ready.sections[0].blocks[0].made
    assert isinstance(made, SetFigure)
    assert isinstance(made.figure.content, Chart)
    *first, last = made.figure.content.categories[0].split("\n")
    assert len(first) + 1 == lines
    assert ("".join(first) + last == name) is whole
    assert (last == "……") is not whole
    assert all(len(each) <= 18 for each in first)
