"""Text that a user gave is text in every workbook, whatever it looks like."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.packages import put, workbook_bytes
from reportgen.document.tree import Chart, ChartValue, Series
from reportgen.layout.loading import load_profile
from reportgen.writers.docx.charts import add_chart

LINK = '=HYPERLINK("http://example.org","甲")'


def sheet_in(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@given(st.text(st.characters(codec=None), max_size=20))
@example(LINK)
@example("#REF!")
@example("=")
@example("\x07\x00\ud800\ufffe_x0007_")
@example("2012-01-01")
def test_text_stays_text(text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    put(sheet, 1, 1, text)
    content = workbook_bytes(book)
    cell = sheet_in(content)["A1"]
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    if text:
        assert cell.data_type == "s"
    if text.isprintable():
        assert (cell.value or "") == text


def test_the_workbook_in_a_chart_holds_no_formula() -> None:
    word = docx.Document()
    chart = Chart((LINK,), (Series("=1+1", (ChartValue("1", Decimal(1)),)),))
    add_chart(
        word, chart, "progress-chart", load_profile(Path(__file__).parents[2], "gbt9704-2012")
    )
    written = BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as package:
        sheet = sheet_in(package.read("word/embeddings/chart1.xlsx"))
    assert (sheet["A2"].value, sheet["A2"].data_type) == (LINK, "s")
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1", "s")
