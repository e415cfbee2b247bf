"""Names that a template only lists are dealt out: seals, signers, organs of a joint mark."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.typeset.layout import Layout, SetPanel

Made = Callable[[str], Layout]
SHORT, LONG = "青岛市监察局", "青岛市发展和改革委员会"


def cells(ready: Layout) -> list[list[str]]:
    return [
        ["\n".join(each.text for each in cell.paragraphs) for cell in row.cells]
        for row in panel_of(ready).rows
    ]


def panel_of(ready: Layout) -> SetPanel:
    (block,) = ready.sections[0].blocks
    assert isinstance(block.made, SetPanel)
    return block.made


def paragraphs(style: str, names: list[str]) -> str:
    return "".join(f'<p class="{style}">{name}</p>' for name in names)


def seals(names: list[str]) -> str:
    return (
        f'<section><table class="seal-panel"><tbody><tr><td>{paragraphs("joint-signature", names)}'
        '</td></tr><tr><td class="joint-date">2012年5月4日</td></tr></tbody></table></section>'
    )


def signers(names: list[str]) -> str:
    return (
        '<section><table class="number-panel"><tbody><tr><td class="doc-number-left">文号</td>'
        f'<td class="signer">签发人：</td><td>{paragraphs("signer-name", names)}</td></tr>'
        "</tbody></table></section>"
    )


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        ([SHORT] * 2, [["", SHORT, SHORT]]),
        ([SHORT] * 3, [[SHORT] * 3]),
        ([SHORT] * 5, [[SHORT] * 3, ["", SHORT, SHORT]]),
        ([LONG, SHORT, SHORT], [[LONG, SHORT], ["", SHORT]]),
    ],
)
def test_seals_stand_three_a_line_or_two_of_long_names_flush_right(
    names: list[str], rows: list[list[str]], typeset_body: Made
) -> None:
    *signed, date = cells(typeset_body(seals(names)))
    assert signed == rows
    assert date == [*[""] * (len(rows[0]) - 1), "2012年5月4日"]


def test_a_second_line_of_seals_leaves_more_room_above(typeset_body: Made) -> None:
    panel = panel_of(typeset_body(seals([SHORT] * 5)))
    styles = [row.cells[-1].paragraphs[0].paragraph.style for row in panel.rows]
    assert styles == ["joint-signature", "joint-cosignature", "joint-date"]
    first, second, date = (row.height_pt for row in panel.rows)
    assert second > first > date


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (["李某某"], "李某某"),
        (["李某某", "王　某", "赵某某"], "李某某　王　某\n赵某某"),
        (["欧阳某某", "王　某"], "欧阳某某\n王　某"),
    ],
)
def test_signers_stand_two_a_line_unless_a_name_is_long(
    names: list[str], lines: str, typeset_body: Made
) -> None:
    ready = typeset_body(signers(names))
    assert cells(ready) == [["文号", "签发人：", lines]]
    tops = {line.text: line.top_pt for line in ready.lines}
    assert tops["签发人："] == min(tops.values())
    assert tops["文号"] == max(tops.values())  # 7.2.6: on the last signer's line


def test_the_word_stands_in_the_middle_of_the_organs(typeset_body: Made) -> None:
    organs = paragraphs("joint-mark", [SHORT, LONG, SHORT])
    ready = typeset_body(
        f'<section><table class="joint-mark-panel"><tbody><tr><td>{organs}</td>'
        '<td class="joint-mark-word">文件</td></tr></tbody></table></section>'
    )
    *names, word = ready.lines
    assert word.text == "文件"
    assert names[0].top_pt < word.top_pt < names[-1].top_pt


def test_a_lone_cell_reaches_to_the_edge(typeset_body: Made) -> None:
    ready = typeset_body(
        '<section><table class="imprint-panel"><tbody><tr><td class="imprint-copies">抄送</td></tr>'
        '<tr><td class="imprint">甲</td><td class="imprint-date">乙</td></tr></tbody></table></section>'
    )
    assert [[cell.columns for cell in row.cells] for row in panel_of(ready).rows] == [[2], [1, 1]]


def test_the_number_stands_at_the_foot_of_the_signers_and_the_word_at_their_head(
    typeset_body: Made,
) -> None:
    ready = typeset_body(signers(["李某某", "王　某", "赵某某"]))
    at = {each.text: each.top_pt for each in ready.lines}
    assert at["签发人："] == at["李某某　王　某"] < at["赵某某"] == at["文号"]


def widths_mm(panel: SetPanel) -> list[float]:
    return [width * 25.4 / 72 for width in panel.widths_pt]


def test_columns_hug_the_longest_line_of_names(typeset_body: Made) -> None:
    """The last column has a character's room beside it; the first gets what is over."""
    hugged = (7 + 1) * 15.75 * 25.4 / 72
    panel = panel_of(typeset_body(signers(["李某某", "王　某", "赵某某"])))
    assert widths_mm(panel) == pytest.approx([89.2 + 44.2 - hugged, 22.6, hugged])
    panel = panel_of(typeset_body(signers(["李某某"])))
    assert widths_mm(panel) == pytest.approx([89.2 + 44.2 - hugged / 2, 22.6, hugged / 2])


def test_columns_without_widths_share_the_text_block(typeset_body: Made) -> None:
    assert widths_mm(panel_of(typeset_body(seals([SHORT] * 3)))) == pytest.approx([52.0] * 3)
    assert widths_mm(panel_of(typeset_body(seals([LONG] * 3)))) == pytest.approx([78.0] * 2)


@pytest.mark.parametrize(
    ("organs", "size", "line"),
    [
        ([SHORT] * 3, 36.0, 42.0),
        ([SHORT, LONG], 31.0, 42 * 122 / 25.4 * 72 / (11 * 36)),  # 122 mm for eleven characters
        ([SHORT] * 5, 25.0, 52 / 25.4 * 72 / 5),  # 52 mm for five lines
    ],
)
def test_organs_that_have_no_room_get_smaller_alike(
    organs: list[str], size: float, line: float, typeset_body: Made
) -> None:
    ready = typeset_body(
        f'<section><table class="joint-mark-panel"><tbody><tr><td>{paragraphs("joint-mark", organs)}'
        '</td><td class="joint-mark-word">文件</td></tr></tbody></table></section>'
    )
    (row,) = panel_of(ready).rows
    looks = {(each.look.size_pt, each.look.line_pt) for each in row.cells[0].paragraphs}
    assert looks == {(size, round(line, 2))}
    assert row.height_pt == pytest.approx(len(organs) * round(line, 2))
