"""Foreign files are opened by a child with limits; what is out of all proportion is cut or refused."""

from __future__ import annotations

import json
import os
import signal
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from reportgen.base.problems import DataError
from reportgen.forms.returned import ReturnedForm, read_form
from reportgen.importing.reading import Wish, read_table
from reportgen.sources.foreign import ask, check_office_file, checked

WISH = Wish(2012, date(2012, 3, 30), {})

SHEET, DOCUMENT = "xl/worksheets/sheet1.xml", "word/document.xml"
HEADINGS = ["类别", "序号", "目标名称", "目标内容", "制定依据"]


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append(["工作目标", 1, "公文", "办结率95%以上。", "要点。"])
    sheet.append([None, 2, "信息", "编发信息不少于300期。", None])
    sheet.merge_cells("A2:A3")
    book.save(path)


def word_file(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=5)
    for column, heading in enumerate(HEADINGS):
        table.cell(0, column).text = heading
        table.cell(1, column).text = "1"
    document.save(str(path))


def changed(path: Path, part: str, old: str, new: str) -> None:
    """Replace text in a part of a package, as a program with other habits would write it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def merges(*references: str) -> tuple[str, str]:
    written = "".join(f'<mergeCell ref="{each}"/>' for each in references)
    return "</mergeCells>", f"{written}</mergeCells>"


@pytest.mark.parametrize(
    "references",
    [
        ("C1:C1048576",),
        ("C2:XFD1048576",),
        ("$C$2:$C$1048576",),
        ("H1:H1048576",),
        ("XFC1:XFD1048576",),
        tuple(f"B{row}:B1048576" for row in range(2, 100)),
    ],
)
def test_merged_ranges_end_with_the_cells(tmp_path: Path, references: tuple[str, ...]) -> None:
    path = tmp_path / "表.xlsx"
    workbook(path)
    changed(path, SHEET, *merges(*references))
    assert [row.category for row in read_table(path, WISH).record.targets] == ["W", "W"]
    book = openpyxl.load_workbook(BytesIO(checked(path.name, path.read_bytes())))
    kept = [area.coord for area in book.worksheets[0].merged_cells.ranges]
    assert "A2:A3" in kept
    assert all(int(each[-1]) <= 3 and each.split(":")[1][0] in "ABCDE" for each in kept)


ROW = '<row r="{}"><c><v>1</v></c></row></sheetData>'
OUT_OF_PROPORTION: dict[str, tuple[Callable[[Path], None], str, tuple[str, str], str]] = {
    "a far row": (workbook, SHEET, ("</sheetData>", ROW.format("1048576")), "超出"),
    "a row in blanks": (workbook, SHEET, ("</sheetData>", ROW.format(" 1048576 ")), "行号"),
    "a row as a float": (workbook, SHEET, ("</sheetData>", ROW.format("1e6")), "行号"),
    "a row in wide digits": (workbook, SHEET, ("</sheetData>", ROW.format("９９９９９９")), "行号"),
    "rows without numbers": (
        workbook,
        SHEET,
        ("</sheetData>", "<row/>" * 6000 + "</sheetData>"),
        "超出",
    ),
    "cells without names": (
        workbook,
        SHEET,
        ("</sheetData>", "<row>" + "<c/>" * 300 + "</row></sheetData>"),
        "超出",
    ),
    "a cell's name in lower case": (
        workbook,
        SHEET,
        ("</sheetData>", '<row><c r="xfd9"/></row></sheetData>'),
        "写法不对",
    ),
    "a range of columns": (workbook, SHEET, merges("A:C"), "合并区域"),
    "a cell across a million columns": (
        word_file,
        DOCUMENT,
        ("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2000000000"/>'),
        "不",
    ),
}


@pytest.mark.parametrize("name", OUT_OF_PROPORTION)
def test_what_is_out_of_proportion_is_refused(name: str, tmp_path: Path) -> None:
    write, part, (old, new), words = OUT_OF_PROPORTION[name]
    path = tmp_path / ("表.xlsx" if write is workbook else "表.docx")
    write(path)
    changed(path, part, old, new)
    with pytest.raises(DataError, match=words) as caught:
        read_table(path, WISH)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == path.name
    assert problem.remedy


@pytest.mark.parametrize("work", [lambda: len(bytearray(2**40)), lambda: os._exit(1)])
def test_a_child_that_takes_all_memory_or_dies_is_a_problem_of_the_file(
    work: Callable[[], object],
) -> None:
    with pytest.raises(DataError, match="用尽了内存或意外退出"):
        ask("表.xlsx", work)


def test_a_child_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.sources.foreign._SECONDS", 0)
    with pytest.raises(DataError, match="还没有读完"):
        ask("表.xlsx", signal.pause)


@pytest.mark.parametrize("read", [read_form, partial(read_table, wish=WISH), check_office_file])
def test_a_name_that_is_no_utf8_can_be_printed(
    tmp_path: Path, read: Callable[[Path], ReturnedForm | object]
) -> None:
    path = tmp_path / "表.xlsx".encode("gbk").decode(errors="surrogateescape")
    path.write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(DataError, match="损坏") as caught:
        read(path)
    assert json.dumps(str(caught.value), ensure_ascii=False).encode()


RELATION = (
    '<Relationship Id="rX" TargetMode="External" Target="{}" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    "<w:r><w:instrText>{}</w:instrText></w:r></w:p>"
)
RELATIONS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        (
            RELATIONS,
            "</Relationships>",
            RELATION.format("http://a.example/t.dotm", "attachedTemplate"),
            "模板",
        ),
        (RELATIONS, "</Relationships>", RELATION.format("//srv/a.png", "image"), "模板、图片"),
        (RELATIONS, "</Relationships>", RELATION.format("file:///a.docx", "hyperlink"), "链接"),
        (DOCUMENT, "</w:p>", FIELD.format("DDEAU", "TO c:\\\\x"), "DDE"),
        (DOCUMENT, "</w:p>", FIELD.format("INCLUDETEXT ", "a"), "DDE"),
        (DOCUMENT, "</w:p>", "<w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>", "修订"),
        (DOCUMENT, "</w:p>", "<w:comment><w:p/></w:comment></w:p>", "批注"),
    ],
)
def test_what_runs_reaches_out_or_remarks_is_not_sent(
    part: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "附件.docx"
    word_file(path)
    changed(path, part, old, new)
    with pytest.raises(DataError, match=words):
        check_office_file(path)


def test_macros_are_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "附件.docx"
    word_file(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(DataError, match="宏"):
        check_office_file(path)


def test_an_ordinary_text_may_be_sent(tmp_path: Path) -> None:
    path = tmp_path / "附件.docx"
    word_file(path)
    web = RELATION.format("https://www.example.org/a", "hyperlink")
    changed(path, RELATIONS, "</Relationships>", web)
    changed(path, DOCUMENT, "</w:p>", FIELD.format("PAG", "E"))
    check_office_file(path)
