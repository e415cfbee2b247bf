"""What a screen reader is told: each element once, over however many pages, in reading order."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary
from pypdfium2 import raw

from reportgen.typeset.layout import Layout, SetFigure, SetTable
from reportgen.workshop import Workshop
from tests.writers.sample import BODY

MM = 72 / 25.4
LONG = (
    "<section data-mark='示例数据'><h1>很长的报告</h1>"
    + "".join(f"<p>第{n}段。{'一段很长的话，' * 75}完。</p>" for n in (1, 2))
    + "<table class='detail-table' summary='许多行'><colgroup><col class='seq'/>"
    "<col class='indicator'/></colgroup><thead><tr><th>序号</th><th>指标</th></tr></thead><tbody>"
    + "".join(f"<tr><td>{n}</td><td>{'某项指标。' if n % 7 else ''}</td></tr>" for n in range(80))
    + "</tbody></table><table class='progress-chart' summary='甲完成40%'><thead><tr><th>指标</th>"
    "<th>完成率</th></tr></thead><tbody><tr><td>甲</td><td>40%</td></tr></tbody></table>"
    "<p>见第<a class='page' href='#annex'/>页。</p></section>"
)


@dataclass(frozen=True)
class Piece:
    """A piece of a page that belongs to an element."""

    page: int
    number: int
    element: Dictionary


@pytest.fixture(scope="module")
def ready(typeset_body: Callable[[str], Layout]) -> Layout:
    return typeset_body(LONG + BODY)


def _elements(element: pikepdf.Object) -> Iterator[Dictionary]:
    """Yield an element and all within it, in reading order."""
    if "/S" in element:
        yield element
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/Obj" not in kid and "/MCID" not in kid:
            yield from _elements(kid)


def _all(pdf: pikepdf.Pdf, kind: str) -> list[Dictionary]:
    return [each for each in _elements(pdf.Root.StructTreeRoot) if str(each.S) == f"/{kind}"]


def _pieces(pdf: pikepdf.Pdf, element: pikepdf.Object) -> Iterator[Piece]:
    """Yield the pieces of pages that an element holds, in reading order."""
    pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            yield Piece(pages[element.Pg.objgen], kid, element)
        elif "/MCID" in kid:
            yield Piece(pages[kid.Pg.objgen], int(kid.MCID), element)
        elif "/Obj" not in kid:
            yield from _pieces(pdf, kid)


def _drawn(content: bytes) -> dict[tuple[int, int], str]:
    """Return the text of each numbered piece of each page."""
    found: dict[tuple[int, int], str] = {}
    for index, page in enumerate(pypdfium2.PdfDocument(content)):
        text = page.get_textpage()
        for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
            number = raw.FPDFPageObj_GetMarkedContentID(item.raw)
            if number >= 0:
                buffer = ctypes.create_string_buffer(4000)
                pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
                length = raw.FPDFTextObj_GetText(item.raw, text.raw, pointer, 4000)
                written = buffer.raw[: max(length - 2, 0)].decode("utf-16-le")
                found[index, number] = found.get((index, number), "") + written
    return found


def _numbered(page: pikepdf.Page) -> Iterator[int]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and "/MCID" in operands[1]:
            yield int(operands[1].MCID)


def _entries(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def test_what_goes_over_a_page_is_one_element(ready: Layout, pdf: pikepdf.Pdf) -> None:
    sections = _all(pdf, "Sect")
    assert len(sections) == len(ready.sections)
    for section, element in zip(ready.sections, sections, strict=True):
        tagged = [{piece.page for piece in _pieces(pdf, each)} for each in element.K]
        assert tagged == [{stand.page - 1 for stand in block.stands} for block in section.blocks]
    assert max(len(each.stands) for each in ready.sections[0].blocks) >= 3
    blocks = [each for section in ready.sections for each in section.blocks]
    tables = [each for each in blocks if isinstance(each.made, SetTable)]
    rows = [row for table in tables for stand in table.stands for row in stand.rows]
    assert len(_all(pdf, "Table")) == len(_all(pdf, "THead")) == len(_all(pdf, "TBody"))
    assert len(_all(pdf, "TR")) == len(tables) + len(rows)


def test_it_is_read_in_the_order_of_the_layout(
    ready: Layout, content: bytes, pdf: pikepdf.Pdf
) -> None:
    drawn = _drawn(content)
    pieces = list(_pieces(pdf, pdf.Root.StructTreeRoot))
    texts = [each for each in pieces if str(each.element.S) != "/Figure"]
    read = [drawn[each.page, each.number] for each in texts]
    assert drawn.keys() == {(each.page, each.number) for each in pieces}
    blocks = (block for section in ready.sections for block in section.blocks)
    again = {
        (each.key, stand.page)
        for block in blocks
        if isinstance(block.made, SetTable)
        for stand in block.stands[1:]
        for cell in block.made.head.cells
        for each in cell.paragraphs
    }
    lines = [line.text for line in ready.lines if (line.key, line.page) not in again]
    assert "".join("".join(read).split()) == "".join("".join(lines).split())


def test_each_numbered_piece_is_reached_once(pdf: pikepdf.Pdf) -> None:
    entries = _entries(pdf)
    pieces = list(_pieces(pdf, pdf.Root.StructTreeRoot))
    reached = Counter((each.page, each.number) for each in pieces)
    numbered = Counter(
        (i, number) for i, page in enumerate(pdf.pages) for number in _numbered(page)
    )
    assert reached == numbered
    assert set(reached.values()) == {1}
    for each in pieces:
        parents = entries[int(pdf.pages[each.page].StructParents)]
        assert parents[each.number].objgen == each.element.objgen
    assert sum(len(entries[int(page.StructParents)]) for page in pdf.pages) == len(pieces)


def test_a_page_reference_is_a_link_to_what_it_names(pdf: pikepdf.Pdf) -> None:
    links = _all(pdf, "Link")
    assert len(links) == 2
    names = list(pdf.Root.Names.Dests.Names)
    places = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    last = len(pdf.pages)
    for link in links:
        (kid,) = (kid for kid in link.K if isinstance(kid, Dictionary) and "/Obj" in kid)
        assert _entries(pdf)[int(kid.Obj.StructParent)].objgen == link.objgen
        assert str(kid.Obj.Contents) == f"转到第{last}页"
        assert places[str(kid.Obj.Dest)][0].objgen == pdf.pages[-1].objgen


def test_a_figure_says_what_it_shows_and_where_it_stands(
    ready: Layout, pdf: pikepdf.Pdf, workshop: Workshop
) -> None:
    (figure,) = _all(pdf, "Figure")
    (block,) = (each for each in ready.sections[0].blocks if isinstance(each.made, SetFigure))
    assert str(figure.Alt) == "甲完成40%"
    left, bottom, right, top = map(float, figure.A.BBox)
    assert (right - left, top - bottom) == pytest.approx(
        (block.made.width_pt, block.made.height_pt), abs=0.1
    )
    top_pt = float(figure.Pg.MediaBox[3]) - top - float(workshop.profile.margins.top_mm) * MM
    assert top_pt == pytest.approx(block.stands[0].top_pt, abs=0.1)


def test_cells_say_what_they_span_and_head(pdf: pikepdf.Pdf) -> None:
    heads = _all(pdf, "TH")
    assert len(heads) == 2 + 3 + 2
    assert all(str(each.A.Scope) == "/Column" for each in heads)
    summaries = [str(each.A.Summary) for each in _all(pdf, "Table") if "/A" in each]
    assert summaries == ["许多行", "目标表"]
    assert all(_is_regular(each) for each in _all(pdf, "TBody"))


def _is_regular(body: Dictionary) -> bool:
    """Tell whether the cells of a table's rows fill it without a gap."""
    above: list[int] = []
    columns = 0
    for row in body.K:
        spans = [int(cell.get("/A", Dictionary()).get("/RowSpan", 1)) for cell in row.K]
        width = len(spans) + sum(left > 0 for left in above)
        if above and width != columns:
            return False
        columns = width
        above = [left - 1 for left in above if left > 1] + [span - 1 for span in spans if span > 1]
    return not above
