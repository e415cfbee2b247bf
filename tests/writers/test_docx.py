"""The DOCX is real Word: styles by role, tables that hold, nothing left over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reportgen.typeset.layout import Layout, SetTable, walk_set
from reportgen.workshop import Workshop
from reportgen.writers.docx.paragraphs import JOINER, OPENING
from reportgen.writers.formats import DOCX, FLOWING_DOCX
from tests.writers.sample import BODY

BUILT_IN = {"Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"}


@pytest.fixture(scope="module")
def ready(typeset_body: Callable[[str], Layout]) -> Layout:
    return typeset_body(BODY)


@pytest.fixture(scope="module")
def content(ready: Layout, workshop: Workshop) -> bytes:
    return workshop.written(ready, DOCX)


@pytest.fixture(scope="module")
def word(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_it_has_words_own_styles_and_chinese_ones(word: docx.document.Document) -> None:
    names = {style.name for style in word.styles}
    assert names >= BUILT_IN
    assert names >= {"附件标题", "表格正文", "署名"}


def test_headings_have_outline_levels(word: docx.document.Document) -> None:
    levels = {style.name: style.element.find(".//" + qn("w:outlineLvl")) for style in word.styles}
    for level in range(1, 5):
        assert levels[f"Heading {level}"].get(qn("w:val")) == str(level - 1)


def test_no_style_names_a_theme_font(content: bytes) -> None:
    assert b"Theme=" not in _parts(content)["word/styles.xml"]
    assert b"Theme=" not in _parts(content)["word/document.xml"]


def test_one_face_is_named_for_all_scripts(word: docx.document.Document) -> None:
    named = list(word.styles.element.iter(qn("w:rFonts")))
    assert named
    for fonts in named:
        names = {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert fonts.get(qn("w:hint")) == "eastAsia"
    assert not list(word.element.body.iter(qn("w:rFonts")))


def test_normal_is_plain(word: docx.document.Document) -> None:
    normal = word.styles["Normal"].element
    assert normal.find(qn("w:pPr")) is None
    assert normal.find(qn("w:rPr")) is None


def test_a_paragraph_is_one_run_but_for_its_fields_and_breaks(
    word: docx.document.Document,
) -> None:
    paragraphs = list(word.element.body.iter(qn("w:p")))
    assert paragraphs
    for paragraph in paragraphs:
        runs = paragraph.findall(qn("w:r"))
        breaks = len(list(paragraph.iter(qn("w:br")))) + 2 * len(
            list(paragraph.iter(qn("w:fldSimple")))
        )
        assert len(runs) <= 1 + breaks


def test_columns_are_as_wide_as_their_cells(word: docx.document.Document) -> None:
    tables = list(word.element.body.iter(qn("w:tbl")))
    assert tables
    for table in tables:
        grid = [column.get(qn("w:w")) for column in table.iter(qn("w:gridCol"))]
        assert table.find(".//" + qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        for row in table.iter(qn("w:tr")):
            assert [width.get(qn("w:w")) for width in row.iter(qn("w:tcW"))] == grid


def test_head_rows_repeat_and_no_row_is_cut(word: docx.document.Document) -> None:
    tables = list(word.element.body.iter(qn("w:tbl")))
    assert tables
    for table in tables:
        first, *others = table.iter(qn("w:tr"))
        assert first.find(".//" + qn("w:tblHeader")) is not None
        assert all(row.find(".//" + qn("w:cantSplit")) is not None for row in (first, *others))


def test_a_table_ends_where_its_page_ends(ready: Layout, word: docx.document.Document) -> None:
    parts = next(
        each.stands for each in ready.sections[0].blocks if isinstance(each.made, SetTable)
    )
    assert len(parts) > 1
    body = word.element.body
    first, *others = list(body.iter(qn("w:tbl")))[: len(parts)]
    for part, table in zip(parts, (first, *others), strict=True):
        rows = list(table.iter(qn("w:tr")))[1:]
        assert len(rows) == len(part.rows)
        merge = rows[0].find(qn("w:tc")).find(".//" + qn("w:vMerge"))
        assert merge is None or merge.get(qn("w:val")) == "restart"  # its label begins again
    for table in others:
        between = table.getprevious()
        assert between.find(".//" + qn("w:pageBreakBefore")) is not None
        assert between.find(".//" + qn("w:spacing")).get(qn("w:line")) == "14"


def test_a_chart_that_begins_a_page_is_told_so(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    """But for the room left for other programs' errors the page before could hold it."""
    bars = "<tr><td>甲</td><td>1</td><td>9</td></tr>" * 6
    lines = "<p>国</p>" * 17
    ready = typeset_body(
        f'<section>{lines}<table class="progress-chart" summary="图"><thead><tr><th>项目</th>'
        f"<th>完成</th><th>时序</th></tr></thead><tbody>{bars}</tbody></table></section>"
    )
    assert [each.stands[0].page for each in ready.sections[0].blocks] == [1] * 17 + [2]
    body = docx.Document(io.BytesIO(workshop.written(ready, DOCX))).element.body
    drawn = next(
        each for each in body.iter(qn("w:p")) if each.find(f".//{qn('w:drawing')}") is not None
    )
    assert drawn.pPr.find(qn("w:pageBreakBefore")) is not None
    assert drawn.pPr.find(qn("w:spacing")).get(qn("w:before")) == "0"


def test_a_flowing_file_has_no_forced_breaks(ready: Layout, workshop: Workshop) -> None:
    flowing = _parts(workshop.written(ready, FLOWING_DOCX))["word/document.xml"]
    assert b"pageBreakBefore" not in flowing
    assert b"trHeight" not in flowing


def test_its_text_is_the_documents_text(ready: Layout, word: docx.document.Document) -> None:
    written = "".join(element.text or "" for element in word.element.body.iter(qn("w:t")))
    expected = "".join(each.text for each in walk_set(ready)).replace("\n", "")
    assert written.replace(JOINER, "").replace(OPENING, "") == expected
    assert "A&B <5%" in written


def test_no_paragraph_is_empty_but_covered_cells_and_the_one_after_a_table(
    word: docx.document.Document,
) -> None:
    body = word.element.body
    empty = [
        paragraph
        for paragraph in body.iter(qn("w:p"))
        if paragraph.find(".//" + qn("w:t")) is None
        and paragraph.find(".//" + qn("w:fldSimple")) is None
    ]
    assert empty
    for paragraph in empty:
        after_table = paragraph.getprevious() is not None and paragraph.getprevious().tag == qn(
            "w:tbl"
        )
        in_cell = paragraph.getparent().tag == qn("w:tc")
        assert after_table or in_cell
        if after_table:
            assert paragraph.find(".//" + qn("w:spacing")).get(qn("w:line")) == "14"


def test_properties_come_from_the_data(word: docx.document.Document) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author) == ("试验", "某机关")
    assert properties.language == "zh-CN"
    assert properties.created.date().isoformat() == "2012-04-10"
    assert properties.modified.date().isoformat() == "2012-04-10"


def test_nothing_of_the_template_is_left(content: bytes) -> None:
    parts = _parts(content)
    assert not [name for name in parts if "thumbnail" in name or "Effects" in name]
    assert b"Macintosh" not in b"".join(parts.values())
    assert "仿宋_GB2312".encode() in parts["word/fontTable.xml"]
    assert "FZXiaoBiaoSong-B05S,宋体,SimSun".encode() in parts["word/fontTable.xml"]
    assert parts["word/fontTable.xml"].count(b"panose1") == 5


def test_every_part_is_well_formed(content: bytes) -> None:
    parts = _parts(content)
    written = [name for name in parts if name.endswith((".xml", ".rels"))]
    assert {"word/document.xml", "word/_rels/document.xml.rels"} <= {*written}
    assert all(etree.fromstring(parts[name]) is not None for name in written)


def test_the_same_document_gives_the_same_bytes(
    ready: Layout, workshop: Workshop, content: bytes
) -> None:
    assert workshop.written(ready, DOCX) == content


def test_styles_used_are_defined(word: docx.document.Document) -> None:
    defined = {style.style_id for style in word.styles}
    used = {style.get(qn("w:val")) for style in word.element.body.iter(qn("w:pStyle"))}
    assert used <= defined


def test_a_line_that_ends_a_page_by_command_isnt_full(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    """Else LibreOffice gives its last character a line of its own."""
    text = "现将《州卫生健康委2025年度工作目标》印发给你们，请认真组织实施。"
    ready = typeset_body(
        f"<section>{'<p>国</p>' * 17}<p class='recipients'>各处室：</p><p>{text}</p>"
        "<p class='signature'>某局</p><p class='signature-date'>2025年3月1日</p></section>"
    )
    word = docx.Document(io.BytesIO(workshop.written(ready, DOCX)))
    (head,) = [each for each in word.paragraphs if each.text.startswith("现将")]
    assert not head.text.endswith("。")
    look = ready.sections[0].blocks[-3].made.look
    (spacing,) = head._p.iter(qn("w:spacing"))
    per_character = int(spacing.get(qn("w:val"))) / 20 - look.letter_spacing_pt
    (line,) = [
        line
        for block in ready.sections[0].blocks
        for each in block.paragraphs
        for line in each.lines
        if line.text == head.text
    ]
    room = 442.2 - look.first_pt
    assert line.width_pt + per_character * len(line.text) < room - 1
