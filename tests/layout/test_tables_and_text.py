"""What leads up to a table goes over with it; what follows it doesn't go over alone."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.typesetting import Typeset
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


def page_of(ready: Typeset, style: str) -> int:
    block = next(
        each for each in ready.paginated.sections[0].blocks if getattr(each, "style", "") == style
    )
    return ready.laid_out.measured.page_of(block.key)


def test_a_heading_goes_over_with_the_table_it_leads_up_to(
    typeset_body: Callable[[str], Typeset],
) -> None:
    for lines in range(17, 22):
        body = f"<section>{'<p>一行。</p>' * lines}<h2>措施</h2><p>如下。</p>{table(4)}</section>"
        ready = typeset_body(body)
        first = ready.paginated.sections[0].blocks[-1].rows[0]
        assert page_of(ready, "heading-1") == ready.laid_out.measured.page_of(first.key), lines


def test_a_signature_takes_the_tables_last_row_along(
    typeset_body: Callable[[str], Typeset],
) -> None:
    for lines in range(8, 18):
        ready = typeset_body(f"<section>{'<p>一行。</p>' * lines}{table(5)}{SIGNED}</section>")
        rows = next(b for b in ready.paginated.sections[0].blocks if hasattr(b, "rows")).rows
        last = ready.laid_out.measured.page_of(rows[-1].key)
        assert page_of(ready, "annex-note") == page_of(ready, "signature") == last, lines


def test_what_would_fall_back_without_its_blank_lines_is_held_at_the_pages_top(
    typeset_body: Callable[[str], Typeset],
) -> None:
    ready = typeset_body(f'<section>{"<p>一行。</p>" * 21}<p class="doc-number">文号</p></section>')
    number = ready.paginated.sections[0].blocks[-1]
    (box,) = ready.laid_out.measured.boxes[number.key]
    assert (box.page, number.page_break) == (2, True)
    assert box.height_pt < 30


def test_a_row_that_goes_over_for_company_begins_a_table_of_its_own_in_word(
    typeset_body: Callable[[str], Typeset], parity_of: Callable[[Typeset], Parity]
) -> None:
    ready = typeset_body(f"<section>{'<p>一行。</p>' * 11}{table(5)}{SIGNED}</section>")
    rows = next(b for b in ready.paginated.sections[0].blocks if hasattr(b, "rows")).rows
    assert [row.apart for row in rows].count(True) == 1
    assert all(row.min_height_pt == 0 for row in rows)
    parity = parity_of(ready)
    assert parity.pages[0] == parity.pages[1]
    assert parity.rows_alike == parity.rows
