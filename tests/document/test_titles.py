"""Titles are broken where their sense allows it, into lines that are alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.keep import width_em
from reportgen.document.titles import title_lines

ROOM = 20.0


@pytest.mark.parametrize(
    "lines",
    [
        ("关于做好工作的通知",),
        ("青岛市人民政府办公厅", "关于报送有关情况的通知"),
        ("青岛市人民政府办公厅", "关于2012年前三季度目标完成情况的通报"),
        ("青岛市人民政府办公厅", "关于印发《政务公开办法》的通知"),
        ("关于印发《青岛市政务信息资源共享管理办法》", "和《青岛市政务公开办法》的通知"),
    ],
)
def test_lines_end_where_a_reader_pauses(lines: tuple[str, ...]) -> None:
    room = max(ROOM, *map(width_em, lines), 0)
    assert title_lines("".join(lines), room) == lines


@given(
    st.text(
        st.sampled_from("青岛市人民政府关于印发的通知和2012年《》、（）"), min_size=1, max_size=90
    )
)
def test_no_character_is_lost_and_every_line_fits(text: str) -> None:
    lines = title_lines(text, ROOM)
    assert "".join(lines) == text
    if len(lines) > 1:
        assert all(width_em(line) <= ROOM for line in lines)
        assert not any(line[0] in "》）、" for line in lines[1:])
        assert not any(line[-1] in "《（" for line in lines[:-1])
