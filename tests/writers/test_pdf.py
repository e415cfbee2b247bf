"""The PDF is tagged, titled, bookmarked, embeds the right faces and is the same every time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
from tests.writers.sample import BODY

ROOT = Path(__file__).parents[2]
MM = 72 / 25.4


@pytest.fixture(scope="module")
def ready(typeset_body: Callable[[str], Layout]) -> Layout:
    return typeset_body(BODY)


def test_it_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "zh-CN"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == "试验"
    assert str(pdf.docinfo["/Author"]) == "某机关"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20120410")
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_headings_are_bookmarks(pdf: pikepdf.Pdf) -> None:
    def titles(items: list[pikepdf.OutlineItem]) -> list[str]:
        return [title for item in items for title in (item.title, *titles(item.children))]

    assert titles(pdf.open_outline().root) == [
        "关于某项工作的报告",
        "一级标题",
        "二级标题",
        "三级标题",
        "四级标题",
        "横排附件",
    ]


def test_all_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        (descendant,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())


def test_chinese_quotes_and_dashes_are_in_the_text_face(content: bytes) -> None:
    page = pypdfium2.PdfDocument(content)[0]
    text = page.get_textpage()
    found = {}
    for index in range(text.count_chars()):
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
        if character in "“”—…〔〕三" and text.get_charbox(index)[1] > 200:
            found[character] = _font_name(text, index)
    assert set(found) == set("“”—…〔〕三")
    assert set(found.values()) == {found["三"]}


def _font_name(text: pypdfium2.PdfTextPage, index: int) -> str:
    import ctypes

    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(200)
    pypdfium2.raw.FPDFText_GetFontInfo(text, index, buffer, 200, flags)
    return buffer.value.decode(errors="replace")


def test_page_references_name_the_page(ready: Layout) -> None:
    text = "".join(line.text for line in ready.lines[:4])
    assert f"见第{len(ready.pages)}页" in text


@pytest.mark.parametrize(("page", "centre_mm"), [(0, 170.4), (1, 41.6)])
def test_page_numbers_stand_7_mm_below_the_text_on_the_outer_side(
    content: bytes, page: int, centre_mm: float
) -> None:
    text = pypdfium2.PdfDocument(content)[page].get_textpage()
    dashes, digit = [], 0.0
    for index in range(text.count_chars()):
        box = text.get_charbox(index)
        x, y = (box[0] + box[2]) / 2 / MM, 297 - (box[1] + box[3]) / 2 / MM
        if y > 262.5:
            character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
            dashes += [y] if character == "—" else []
            digit = x if character.isdigit() else digit
    assert dashes == pytest.approx([269, 269], abs=0.3)
    assert digit == pytest.approx(centre_mm, abs=0.5)


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for number, zone in enumerate(("UTC", "Asia/Shanghai")):
        folder = tmp_path / str(number)
        command = [sys.executable, "-c", "from reportgen.cli import main; main()"]
        subprocess.run(
            [*command, "-C", str(ROOT), "build", "target-table", "--out", str(folder)],
            env={**_environment(), "TZ": zone, "PYTHONHASHSEED": str(number)},
            check=True,
            capture_output=True,
        )
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert files[0].keys() == {"2012年度目标表.docx", "2012年度目标表.pdf"}
    assert files[0] == files[1]


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_a_lent_character_moves_no_line(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    lent = "35µg/m³，CO₂，12万㎡，王㙍、李䶮、赵𬭎。"
    cells = "".join(f"<tr><td>{each}</td><td>一二三</td></tr>" for each in lent.split("，"))
    table = (
        '<table class="target-table"><colgroup><col class="seq"/><col class="content"/></colgroup>'
        f"<thead><tr><th>序号</th><th>内容</th></tr></thead><tbody>{cells}</tbody></table>"
    )
    # the engine holds every line against the layout
    ready = typeset_body(f"<section><p>{lent}</p>{table}<p>下文。</p></section>")
    assert workshop.written(ready, PDF).startswith(b"%PDF")


def test_wide_blanks_and_tabs_are_drawn_as_they_were_set(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    names = "　　".join(["市财政局"] * 30)
    ready = typeset_body(f"<section><p>{names}</p><p>目标\t内容</p></section>")
    assert any(line.text.endswith("　") for line in ready.lines)
    assert "目标 内容" in {line.text for line in ready.lines}
    workshop.written(ready, PDF)


def test_a_label_higher_than_its_rows_is_drawn_as_it_was_set(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    label = "很长的类别" * 6
    rows = "".join(f"<tr><td>{label}</td><td>{'文' * 120}</td></tr>" for _ in range(2))
    columns = '<colgroup><col class="category merged repeated"/><col class="content"/></colgroup>'
    head = "<thead><tr><th>类别</th><th>内容</th></tr></thead>"
    table = f'<table class="target-table">{columns}{head}<tbody>{rows}</tbody></table>'
    ready = typeset_body(f"<section>{table}<p>下文。</p></section>")
    assert any(row.grown for row in ready.sections[0].blocks[0].stands[0].rows)
    workshop.written(ready, PDF)
