"""Tables come as pasted text, workbooks and Word files; hostile ones end in a clear error."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.base.problems import DataError, ExitCode, Place, ReportgenError
from reportgen.cli.program import run
from reportgen.importing.cells import Block, Cell, Line, Notes, Read
from reportgen.importing.grid import find_grids
from reportgen.importing.headings import Vocabulary
from reportgen.importing.reading import Wish, read_table
from reportgen.importing.table import ImportedTable, imported_table, split_basis
from reportgen.importing.writing import json_record, table_yaml
from reportgen.model.targets import Indicator, TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.foreign import shown
from reportgen.sources.strict_yaml import parse_yaml, read_yaml
from reportgen.sources.workspace import Workspace
from tests.running import examples

SEED = Path(__file__).parents[1] / "data" / "seed-target-table-2012.txt"


ISSUED = date(2012, 3, 30)


def _imported(path: Path, year: int = 2012) -> ImportedTable:
    return read_table(path, Wish(year, ISSUED, {}, ("unit", "head", "contact", "phone")))


def test_the_2012_table_comes_out_as_it_stands_in_the_sample(workspace: Workspace) -> None:
    table = workspace.tables[2012].record
    made = _imported(SEED)
    assert [(row.id, row.name, row.content, row.basis) for row in made.record.targets] == [
        (target.id, target.name, target.content, target.basis) for target in table.targets
    ]
    assert [_facts(each.as_displayed()[0]) for each in made.record.indicators] == [
        _facts(each) for each in table.indicators
    ]


def _facts(indicator: Indicator) -> tuple[object, ...]:
    fields = ("id", "kind", "comparator", "value", "unit", "deadline", "quote")
    return tuple(getattr(indicator, field) for field in fields)


def test_the_written_yaml_is_a_target_table(tmp_path: Path) -> None:
    out = tmp_path / "targets.yaml"
    command = ["import", str(SEED), "--year", "2012", "--out", str(out)]
    assert run(command) == ExitCode.DONE
    record = bind(TargetTable, read_yaml(out, "targets.yaml")).record
    assert len(record.indicators) == 27
    text = out.read_text(encoding="utf-8")
    assert text.count("# 待核") == 6
    before = out.read_bytes()
    assert run(command) == ExitCode.CANNOT_CREATE
    assert out.read_bytes() == before


def test_json_is_one_object_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(tmp_path), "import", str(SEED), "--year", "2012", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert len(record["table"]["rows"]) == 11
    assert [each["key"] for each in record["table"]["columns"]][:2] == ["category", "seq"]
    assert len(record["indicators"]) == 27
    assert {"id", "confidence", "review", "quote", "target"} <= set(record["indicators"][0])
    assert not list(tmp_path.iterdir())


TAB = """市政府办公厅2014年度重点工作目标
单位名称：市政府办公厅\t主要负责人：某某\t联系人：某某\t联系电话：12345678
目标类别\t序号\t目标名称\t工作任务\t牵头单位\t完成时限
重点目标\t1\t公文办理\t公文按期办结率不低于98%，印发文件较上年度（80件）只减不增。\t秘书处\t12月底
\t2\t信息工作\t编发信息不少于300期。\t信息处\t10月底前
创优目标\t1\t网络问政\t办理、回复、满意率分别达到99%、98%和95%。\t电子政务办\t年底前
"""


def test_pasted_cells_with_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text(TAB, encoding="gb18030")
    of_another_year = _imported(path, 2013)
    assert of_another_year.record.title == "2013年度目标表"
    assert "不是 2013 年的" in "".join(each.message for each in of_another_year.problems)
    path.write_text(f"{'工作一是抓落实。' * 9}\n{TAB}", encoding="utf-8")  # a paragraph, no title
    made = _imported(path, 2014)
    assert made.record.title == "市政府办公厅2014年度重点工作目标"
    assert made.header_line is not None
    assert "某某" in made.header_line
    assert [row.id for row in made.record.targets] == ["K1", "K2", "E1"]
    assert [row.lead_unit for row in made.record.targets] == ["秘书处", "信息处", "电子政务办"]
    assert [each.value for each in made.record.indicators] == [98, 80, 300, 99, 98, 95]
    assert made.record.indicators[2].deadline.isoformat() == "2014-10-31"


def test_a_table_in_pipes_with_its_progress(tmp_path: Path) -> None:
    path = tmp_path / "table.md"
    path.write_text(
        "| 序号 | 事项 | 目标和任务 | 责任单位 | 上半年进展 |\n|---|---|---|---|---|\n"
        "| 1 | 热线 | 按期回复率达到98%以上 | 热线办 | 按期回复率98.2%。 |\n"
        "| 2 | 会展 | 举办展会5场 | 会展办 | 已举办2场。 |\n",
        encoding="utf-8",
    )
    made = _imported(path)
    assert [row.extra["progress"] for row in made.record.targets] == [
        "按期回复率98.2%。",
        "已举办2场。",
    ]
    out = tmp_path / "targets.yaml"
    assert run(["import", str(path), "--year", "2012", "--out", str(out)]) == 0
    record = bind(TargetTable, read_yaml(out, "targets.yaml")).record
    assert record.targets[1].extra == {"progress": "已举办2场。"}


def test_own_columns_keep_their_texts_apart(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text("序号\t事项\t备注\t备注\t\t完成时限\n1\t举办展会5场\t甲\t\t乙\t6月\n", "utf-8")
    (target,) = _imported(path).record.targets
    assert target.extra == {"column3": "甲", "column5": "乙", "deadline": "6月"}


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ["市政府办公厅2013年度业务目标"],
        ["类别", "序号", "目标名称", "目标内容", "制定依据\n（对标情况）"],
        ["工作\n目标", 1, "公文", "办结率95%以上。", "1.2012年工作要点；2.通知。"],
        [None, 2, "信息", "编发信息不少于300期。", None],
        ["类别", "序号", "目标名称", "目标内容", "制定依据\n（对标情况）"],
        ["工作 目标", 3, "会议", "会议控制在50次以内。", None],
        ["奋斗目标", 1, "审批", "审批时限提速30%。", "对标某市。"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A3:A4")
    book.save(path)


def _docx(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("市政府办公厅2013年度业务目标")
    rows = [
        ["类别", "序号", "目标名称", "目标内容", "制定依据（对标情况）"],
        ["工作目标", "1", "公文", "办结率95%以上。", "1.2012年工作要点；2.通知。"],
        ["", "2", "信息", "编发信息不少于300期。", ""],
    ]
    table = document.add_table(rows=3, cols=5)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_page_break()
    second = document.add_table(rows=3, cols=5)
    for row, texts in enumerate(
        [
            rows[0],
            ["工作 目标", "3", "会议", "会议控制在50次以内。", ""],
            ["奋斗目标", "1", "审批", "审批时限提速30%。", "对标某市。"],
        ]
    ):
        for column, text in enumerate(texts):
            second.cell(row, column).text = text
    document.save(str(path))


@pytest.mark.parametrize(("name", "write"), [("table.xlsx", _xlsx), ("table.docx", _docx)])
def test_workbooks_and_word_files(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    made = _imported(tmp_path / name, 2013)
    assert made.record.title == "市政府办公厅2013年度业务目标"
    assert [(row.id, row.category) for row in made.record.targets] == [
        ("W1", "W"),
        ("W2", "W"),
        ("W3", "W"),
        ("S1", "S"),
    ]
    assert [each.name for each in made.record.categories] == ["工作目标", "奋斗目标"]
    assert made.record.targets[0].basis == ("1.2012年工作要点；", "2.通知。")
    assert [each.value for each in made.record.indicators] == [95, 300, 50, 30]


@pytest.mark.slow
def test_our_own_word_file_comes_back(tmp_path: Path, workspace: Workspace) -> None:
    root = Path(__file__).parents[2]
    out = tmp_path / "build"
    command = ["-C", str(root), "build", "target-table", "--year", "2012", "--to", "docx"]
    assert run([*command, "--out", str(out)]) == 0
    made = _imported(out / "2012年度目标表.docx")
    assert [row.id for row in made.record.targets] == [
        target.id for target in workspace.tables[2012].record.targets
    ]
    assert len(made.record.indicators) == 27


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1.甲；2.乙。", ("1.甲；", "2.乙。")),
        ("1.2012年报告；2.2010年要点；", ("1.2012年报告；", "2.2010年要点；")),
        ("1.甲（青政办发〔2012〕15号）；2.乙", ("1.甲（青政办发〔2012〕15号）；", "2.乙")),
        ("面积3.5万平方米", ("面积3.5万平方米",)),
        ("一、创标情况 甲。二、对标情况 乙。", ("一、创标情况", "甲。", "二、对标情况", "乙。")),
        ("", ()),
    ],
)
def test_basis_lists(text: str, items: tuple[str, ...]) -> None:
    assert split_basis(text) == items


def _package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "not a zip": (b"<html>", "改了扩展名"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
    "cut short": (_package({"xl/workbook.xml": b"<a/>"})[:40], "损坏"),
    "a bomb": (_package({"xl/sharedStrings.xml": b"<a>" + b" " * (65 << 20)}), "解压后超过"),
    "a DTD": (_package({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "DOCTYPE"),
    "a far cell": (
        _package(
            {
                "xl/worksheets/sheet1.xml": b'<worksheet><row r="1"><c r="XFD1048576"/></row></worksheet>'
            }
        ),
        "XFD1048576",
    ),
    "too many texts": (
        _package({"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 200_001 + b"</sst>"}),
        "条文字",
    ),
    "no workbook": (_package({"xl/other.xml": b"<a/>"}), "是压缩包"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_clear_error(tmp_path: Path, name: str) -> None:
    content, words = HOSTILE[name]
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match=words):
        _imported(path, 2012)


def test_a_text_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("关于工作的通知\n请各单位办理。\n", encoding="utf-8")
    with pytest.raises(ReportgenError, match="没有找到表头"):
        _imported(path, 2012)


# ── whatever is in the cells ──

SNIPPETS = st.sampled_from(
    [*"&*!|>'\"%@`#?:-,{}[]~=\\\t\x00\x07\x7f\x85\u2028\ufeff\u202e\ufffe😀　",
     "&a1 ", "*a1", "!!int ", "<<", "- ", ": ", " #", "---", "...", "null", "true", "NO", "12:30",
     "0x1F", "1_000", "2012-01-01", "：", "标题：", "9" * 25, "9" * 5000, "0." + "1" * 20,
     "亿亿亿亿", "不少于", "达到", "分别", "均", "由", "至", "二三十", "500件", "100%", "98%、97%和",
     "__review__: W1.1", "\n    - id: W1.1\n", "\r", "年底前", "0000年", "13月32日"]
)  # fmt: skip
CELL = st.lists(SNIPPETS | st.text(max_size=5), max_size=6).map("".join)
HEADINGS = ["类别", "序号", "目标名称", "目标内容", "制定依据", "完成时限", "备注"]


@examples(25)
@given(
    st.lists(st.lists(CELL, min_size=7, max_size=7), min_size=1, max_size=4),
    CELL,
    CELL.map(lambda name: name or "表"),
)
@example([["&a", "9" * 5000, "*b", "完成" + "9" * 5000 + "件。", "- x", "", "甲"]], "", "表.txt")
@example([["", "", "", "", "", "", ""]], "联系人：\n  甲\x07", "\udc80.txt")
@example([[f"类{n}", "1", "名", "办结率95%。", "", "", ""] for n in range(25)], "", "a\nb: c")
def test_whatever_is_in_the_cells_the_loader_takes_it_back(
    rows: list[list[str]], preface: str, source: str
) -> None:
    refused: set[str] = set()
    try:
        lines = enumerate(([preface], HEADINGS, *rows), start=1)
        block = Block(tuple(Line(f"第{at}行", tuple(map(Cell.of, row))) for at, row in lines))
        notes = Notes(Place(shown(source)))
        table = imported_table(
            find_grids(Read((block,)), Vocabulary(2024), notes), notes, 2012, ISSUED
        )
    except DataError as error:
        refused = {each.code for each in error.problems}
    if refused:
        assert refused <= {"I902", "I904", "I905", "I907", "I908", "S204"}
        return
    json.dumps(json_record(table))
    text = table_yaml(table)
    assert bind(TargetTable, parse_yaml(text, "targets.yaml")).record == table.record


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("9" * 18 + "期", "K2（信息工作）里的数“999999999999999999期”位数太多"),
        ("1000000000.3333333期", "K2（信息工作）里的数“1000000000.3333333期”位数太多"),
        ("9" * 5000 + "期", "第5行“编发信息不少于99999”有 5009 个字，一格最多 5000 个字"),
        (
            "9" * 300 + "期",
            "第5行“编发信息不少于99999”数“99999999999999999999…”有 300 位，位数太多",
        ),
        ("分别、" * 400 + "期", "第5行“编发信息不少于分别、分别”有一句 1208 个字没有标点"),
        ("300\u202e期", "第5行“编发信息不少于300[?]期”有不能印刷的字符：U\\+202E"),
    ],
)
def test_what_no_data_file_takes_is_named(tmp_path: Path, said: str, words: str) -> None:
    path = tmp_path / "table.txt"
    path.write_text(TAB.replace("300期", said), encoding="utf-8")
    with pytest.raises(DataError, match=words):
        _imported(path, 2014)
