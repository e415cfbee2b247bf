"""What belongs together stays on one line, as far as the line is wide enough."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.keep import kept
from reportgen.document.tree import Document, Kept, Paragraph, Run, Section


def _kept(text: str, room: float = 28) -> list[str]:
    paragraph = _marked(text, room)
    return [inline.text for inline in paragraph.inlines if isinstance(inline, Kept)]


def _marked(text: str, room: float) -> Paragraph:
    section = Section((Paragraph("p", "body", (Run(text),)),))
    document = Document("题", "机关", date(2012, 1, 1), (section,))
    block = kept(document, lambda _: room).sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    return block


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("检测6万批次以上", ["6万批次"]),
        ("青政办字〔2012〕65号", ["〔2012〕65号"]),
        ("2012年12月31日前", ["2012年12月31日"]),
        ("低于时序进度2.5个百分点", ["2.5个百分点"]),
        ("占38.1%，〔未报〕", ["38.1%", "〔未报〕"]),
        ("第4次会议", ["第4次"]),
        ("比例1180/1226", ["1180/1226"]),
        ("没有数字", []),
        ("——完", ["——"]),
    ],
)
def test_groups(text: str, groups: list[str]) -> None:
    assert _kept(text) == groups


def test_a_group_too_wide_for_its_cell_is_narrowed() -> None:
    assert _kept("2012年12月31日", room=5) == ["2012年", "12月", "31日"]
    assert _kept("156000平方米", room=4) == ["156000"]
    assert _kept("ABCDEFGHIJ", room=4) == []


@given(text=st.text(), room=st.floats(1, 40))
def test_no_character_is_lost(text: str, room: float) -> None:
    assert _marked(text, room).text == text
