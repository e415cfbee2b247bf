"""What leads up to a table goes over with it; what follows it doesn't go over alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.typeset.layout import Layout, SetParagraph, SetRow, SetTable
from tests.parity.comparison import Parity

ROW = "<tr><td>1</td><td>事项</td><td>措施</td><td>责任人</td><td>2012年12月31日</td></tr>"
HEAD = "<tr><th>序号</th><th>事项</th><th>措施</th><th>责任人</th><th>时限</th></tr>"
COLUMNS = "".join(
    f'<col class="{role}"/>' for role in ("seq", "indicator", "next_steps", "owner", "due")
)
SIGNED = '<p class="annex-note">附件：1.甲</p><p class="annex-item">2.乙</p><p class="signature">某机关</p>'


def table(rows: int) -> str:
    return (
        f'<table class="measure-table" summary="措施"><colgroup>{COLUMNS}</colgroup>'
        f"<thead>{HEAD}</thead><tbody>{ROW * rows}</tbody></table>"
    )


def page_of(ready: Layout, style: str) -> int:
    block = next(
        each for each in ready.document.sections[0].blocks if getattr(each, "style", "") == style
    )
    return ready.page_of(block.key)


def rows_of(ready: Layout) -> list[tuple[int, SetRow]]:
    table = next(each for each in ready.sections[0].blocks if isinstance(each.made, SetTable))
    return [(stand.page, row) for stand in table.stands for row in stand.rows]


def test_a_heading_goes_over_with_the_table_it_leads_up_to(
    typeset_body: Callable[[str], Layout],
) -> None:
    for lines in range(17, 22):
        body = f"<section>{'<p>一行。</p>' * lines}<h2>措施</h2><p>如下。</p>{table(4)}</section>"
        ready = typeset_body(body)
        assert page_of(ready, "heading-1") == rows_of(ready)[0][0], lines


def test_a_signature_takes_the_tables_last_row_along(
    typeset_body: Callable[[str], Layout],
) -> None:
    for lines in range(8, 18):
        ready = typeset_body(f"<section>{'<p>一行。</p>' * lines}{table(5)}{SIGNED}</section>")
        last = rows_of(ready)[-1][0]
        assert page_of(ready, "annex-note") == page_of(ready, "signature") == last, lines


def test_room_above_is_dropped_at_a_pages_top_and_word_is_told_so(
    typeset_body: Callable[[str], Layout],
) -> None:
    ready = typeset_body('<section><p class="doc-number">文号</p></section>')
    (first,) = ready.sections[0].blocks
    assert isinstance(first.made, SetParagraph)
    assert first.stands[0].top_pt == first.made.look.before_pt > 0  # a document's first keeps it
    ready = typeset_body(f'<section>{"<p>一行。</p>" * 21}<p class="doc-number">文号</p></section>')
    number = ready.sections[0].blocks[-1]
    (stand,) = number.stands
    assert (stand.page, stand.top_pt, number.starts_page) == (2, 0.0, True)


def test_no_row_stands_alone_on_a_page(typeset_body: Callable[[str], Layout]) -> None:
    for lines in range(8, 20):
        ready = typeset_body(f"<section>{'<p>一行。</p>' * lines}{table(6)}</section>")
        pages = [page for page, _ in rows_of(ready)]
        assert all(pages.count(page) > 1 for page in pages), lines


@pytest.mark.slow
def test_the_same_rows_stand_on_the_same_pages_in_word(
    typeset_body: Callable[[str], Layout], parity_of: Callable[[Layout], Parity]
) -> None:
    ready = typeset_body(f"<section>{'<p>一行。</p>' * 11}{table(5)}{SIGNED}</section>")
    parity = parity_of(ready)
    assert parity.pages[0] == parity.pages[1]
    assert parity.rows_alike == parity.rows
