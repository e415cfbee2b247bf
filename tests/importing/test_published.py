"""Tables as governments publish them, invented like those that were found: pasted, or as files."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from reportgen.base.problems import DataError
from reportgen.importing.reading import Wish, read_table, table_in
from reportgen.importing.table import ImportedTable

WISH = Wish(2024, date(2024, 3, 1), {})


def text(content: str) -> ImportedTable:
    return table_in("表.txt", content.encode(), ".txt", WISH)


def page(body: str) -> ImportedTable:
    return table_in("表.html", f"<html><body>{body}".encode("gb18030"), ".html", WISH)


def workbook(rows: list[list[object]], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for area in merged:
        book.worksheets[0].merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def seen(table: ImportedTable) -> list[tuple[str, str, str]]:
    return [(each.name, each.content, each.lead_unit or "") for each in table.record.targets]


def told(table: ImportedTable) -> list[str]:
    return [problem.message for problem in table.problems]


# what was pasted, the name, content and unit of each target, and what is told
PUBLISHED: dict[str, tuple[str, list[tuple[str, str, str]], list[str]]] = {
    "a cell a line, units on lines, two rows of one number": (
        "附件：2024年民生实事目标任务分解表\n序号\n民生实事\n责任单位\n完成时限\n"
        "1\n新建2座人行桥。\n县水务局\n县住建局\n6月底前\n"
        "2\n开工建设养老楼。\n县民政局\n5月底前\n开工建设老年学校。\n12月底前\n"
        "3\n迁建图书馆。\n县文旅局\n县代建中心\n12月底前\n分享到：",
        [
            ("新建2座人行桥", "新建2座人行桥。", "县水务局、县住建局"),
            ("开工建设养老楼", "开工建设养老楼。", "县民政局"),
            ("开工建设老年学校", "开工建设老年学校。", "县民政局"),
            ("迁建图书馆", "迁建图书馆。", "县文旅局、县代建中心"),
        ],
        ["的“责任单位”空着", "“分享到：”没有读入", "依次重新编号"],
    ),
    "cells that end with a stroke, rows broken anywhere": (
        "园区2024年重点任务\n序号 | 重点任务 |\n完成时间 | 责任人 | 责任部门 | 进展情况 |\n7 |\n"
        "建设凤凰路、三亚路。 |\n凤凰路11月底前通车。 |\n王某 李某 |\n住建局 |\n已完成60%。 |\n",
        [("建设凤凰路、三亚路", "建设凤凰路、三亚路。", "住建局")],
        [],
    ),
    "numbers that have no heading, names merged down": (
        "工作任务\n|\n具体要求\n|\n责任科室\n|\n时限要求\n|\n规范文件公开\n|\n1\n|\n"
        "全面清理规范性文件，公布现行有效目录。\n|\n办公室\n|\n年底前\n|\n2\n|\n"
        "及时发布法定主动公开内容，防范风险。\n|\n各科室\n|\n持续推进\n|\n加强宣传\n|\n3\n|\n"
        "参加约稿活动，认真总结报送优秀稿件。\n|\n各科室\n|\n持续推进\n|\n",
        [
            ("规范文件公开", "全面清理规范性文件，公布现行有效目录。", "办公室"),
            ("及时发布法定主动公开内容", "及时发布法定主动公开内容，防范风险。", "各科室"),
            ("加强宣传", "参加约稿活动，认真总结报送优秀稿件。", "各科室"),
        ],
        [],
    ),
    "one blank between cells, headings with blanks in them": (
        "序号 工 作 任 务 牵头负责部门\n1 新增就业1万人以上 人社局\n2 新建公厕20座 城管局\n",
        [
            ("新增就业1万人以上", "新增就业1万人以上", "人社局"),
            ("新建公厕20座", "新建公厕20座", "城管局"),
        ],
        [],
    ),
    "counted sentences with units behind": (
        "2024年重点工作责任分解方案\n一、主要预期目标\n"
        "1.地区生产总值增长8%以上。（责任领导：王某；牵头单位：区发改局）\n"
        "二、主要工作\n2.新建公厕20座。\n（责任领导：李某；牵头单位：区城管局；责任单位：各镇）\n",
        [
            ("地区生产总值增长8%以上", "地区生产总值增长8%以上。", "区发改局"),
            ("新建公厕20座", "新建公厕20座。", "区城管局"),
        ],
        [],
    ),
    "a unit with its head in one cell": (
        "大类 | 序号 | 工作任务 | 牵头单位及 主要负责人 | 落实进展情况 |\n"
        "底线民生 | 1 | 新建敬老院2所。 | 市民政局 王某某 | 已建成。 |\n"
        "2 | 新建幼儿园3所。 | 市教育局 李某某 | 正在建。 |\n",
        [
            ("新建敬老院2所", "新建敬老院2所。", "市民政局"),
            ("新建幼儿园3所", "新建幼儿园3所。", "市教育局"),
        ],
        ["人名“王某某”没有读入", "人名“李某某”没有读入"],
    ),
    "a cell a line, units and categories merged down": (
        "类别\n序号\n工作任务\n牵头单位\n完成时限\n经济\n1\n建厂3座\n工信局\n6月底\n"
        "2\n引进企业20家\n10月底\n民生\n3\n建校2所\n教育局\n8月底\n",
        [
            ("建厂3座", "建厂3座", "工信局"),
            ("引进企业20家", "引进企业20家", "工信局"),
            ("建校2所", "建校2所", "教育局"),
        ],
        ["“牵头单位”空着"],
    ),
    "a cell a line, units of two columns": (
        "序号\n项目\n内容\n牵头单位\n配合单位\n1\n学位\n建校3所。\n教育局\n经开区\n各街道\n",
        [("学位", "建校3所。", "教育局、经开区")],
        ["第6行的“教育局、经开区”读作一格"],
    ),
    "a number that stands in another column": (
        "类别 | 序号 | 指标 | 目标值 |\n经济 | 1 | 产值 | 5亿元 |\n2 | 城镇化率 | 58% | 预期性 |\n",
        [("产值", "5亿元", "")],
        ["没有读入：2　城镇化率　58%　预期性"],
    ),
    "a short row whose cells suit no column": (
        "序号 | 工作任务 | 牵头单位 | 完成时限 |\n1 | 建厂3座 | 工信局 | 6月底 |\n2 | 建校2所 | 按计划 |\n",
        [("建厂3座", "建厂3座", "工信局")],
        ["没有读入：2　建校2所　按计划"],
    ),
    "labels parted by blanks, a unit with a remark": (
        "2024年实事项目\n1.新增路口设备300套。 牵头领导：王某 责任单位：市公安局 配合单位：市财政局\n"
        "2.新辟线路10条。 牵头领导：李某 责任单位：市交通局(列第一位的牵头，下同) 配合单位：各区\n",
        [
            ("新增路口设备300套", "新增路口设备300套。", "市公安局"),
            ("新辟线路10条", "新辟线路10条。", "市交通局(列第一位的牵头，下同)"),
        ],
        [],
    ),
    "parts merged down to the left, numbers that run on": (
        "工作任务 | 具体要求 | 责任部门 |\n一、公开财政信息。 | 1.按期公开预算、决算及报表。 | 财务科 |\n"
        "二、办好网站。 | 2.及时更新各类概况信息。 | 办公室 |\n3.及时答复网民的意见建议。 | 各科室 | |\n"
        "4.及时更新公众号信息。 | 办公室牵头，各科室配合 | |\n",
        [
            ("一、公开财政信息", "1.按期公开预算、决算及报表。", "财务科"),
            ("二、办好网站", "2.及时更新各类概况信息。", "办公室"),
            ("3.及时答复网民的意见建议", "3.及时答复网民的意见建议。", "各科室"),
            ("4.及时更新公众号信息", "4.及时更新公众号信息。", "办公室"),
        ],
        ["“各科室配合”没有读入"],
    ),
    "values with their signs, the parts of indicators merged down": (
        "| 单位 | 项目 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 计量单位 | 分值 | |\n"
        "| 820-某镇 | 8,827,620.53 | |||||||||||\n"
        "| 某镇政府 | 干部报酬 | 3,309.00 | 按时发放报酬 | 效益指标 | 社会效益 | 社会稳定率 | ≥ | 95 | % | 10 | |\n"
        "| 产出指标 | 数量指标 | 发放人数 | ≥ | 230 | 人 | 10 | |||||\n"
        "| 产出指标 | 数量指标 | 发放次数 | = | 12 | 次 | 10 | |||||\n",
        [
            ("社会稳定率", "≥95%", "某镇政府"),
            ("发放人数", "≥230人", "某镇政府"),
            ("发放次数", "12次", "某镇政府"),
        ],
        [
            "“预算数”不认得",
            "没有读入：820-某镇　8,827,620.53",
            "第4行缺的格，按与上一行合并的读入",
            "“单位”空着",
            "第5行缺的格，按与上一行合并的读入",
            "“单位”空着",
        ],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_tables(name: str) -> None:
    pasted, targets, words = PUBLISHED[name]
    table = text(pasted)
    assert seen(table) == targets
    assert len(told(table)) == len(words)
    assert all(word in message for word, message in zip(words, told(table), strict=True))


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (
            "地区\n目标\n任务\n进度\n目标\n任务\n进度\n东区\n8000\n2292\n28\n120\n144\n120\n",
            "像是一格一行复制的表",
        ),
        (
            "| 县（市、区） | 总 面 积 | 其中林网 |\n| 东县 | 2.2 | 8 |\n",
            "其中不认得“县（市、区）”",
        ),
        (
            "序号 | 项目名称 | 建设规模及内容 | 总投资 | 工作计划 | 责任单位 |\n投资 | 进度 | ||||\n"
            "1 | 护眼灯 | 改造教室照明80间。 | 1800 | 1800 | 建成 | 县教育局 | |\n",
            "有 8 格，表头有 6 栏",
        ),
    ],
)
def test_what_cannot_be_told_apart_is_refused(pasted: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        text(pasted)


MONTHS = [f"{month}月" for month in range(1, 13)]


@pytest.mark.parametrize("over", ["", "2024年各月完成"])
def test_columns_of_months_are_named_as_not_read(over: str) -> None:
    head = ["序号", "指标名称", "单位", "年度目标", *MONTHS, "责任单位"]
    rows = [
        [1, "产值", "亿元", 120, *range(12), "工信局"],
        [2, "就业", "人", 500, *range(12), "人社局"],
    ]
    content = workbook([head, *rows])
    if over:
        upper = [*head[:4], over, *[None] * 11, head[-1]]
        columns = "ABCDQ"
        merged = ("E1:P1", *(f"{column}1:{column}2" for column in columns))
        content = workbook([upper, head, *rows], merged)
    table = table_in("表.xlsx", content, ".xlsx", WISH)
    pasted = text("\n".join("\t".join(map(str, row)) for row in [head, *rows]))
    for each in (table, pasted):
        assert seen(each) == [("产值", "120亿元", "工信局"), ("就业", "500人", "人社局")]
        (message,) = told(each)
        assert "是各月的数，不是目标，没有读入" in message
        assert all(month in message for month in MONTHS)
        assert [column.key for column in each.record.columns][-1] == "lead_unit"


def test_a_page_is_read_as_a_browser_shows_it() -> None:
    table = page(
        "<table><tr><td>首页</td><td><p>某县2024年\n民生实事任务表</p><script>x</script>"
        "<table><thead><tr><th rowspan=2>序号<th rowspan=2>项目名称<th colspan=2>年度目标<th rowspan=2>责任单位"
        "<tr><th>目标值<th>完成时限</thead>"
        "<tr><td colspan=5>一、教育</tr>"
        "<tr><td>1<td>幼儿园<td>新建5所<td rowspan=2>6月底前<td><p>县教育局</p><p>县财政局</p>"
        "<tr style='display: none'><td>2<td>公办\r\n学位<td>600个<td>县教育局"
        "</table></td></tr></table><p>打印本页</p>"
    )
    assert table.record.title == "某县2024年民生实事任务表"
    assert seen(table) == [
        ("幼儿园", "新建5所", "县教育局、县财政局"),
        ("公办学位", "600个", "县教育局"),
    ]
    assert [each.deadline for each in table.record.indicators] == [date(2024, 6, 30)] * 2
    assert [each.name for each in table.record.categories] == ["教育"]
    assert told(table) == [
        "表后的文字“打印本页”没有读入",
        "网页里有不显示的内容，也读入了",
        "表上方的文字“首页”没有读入",
    ]


ROWS: list[list[object]] = [
    ["某县2024年度目标", None, None, None],
    ["序号", "目标名称", "目标值", "完成时限"],
    [1, "办结率", 0.95, date(2024, 6, 30)],
    [2, "办文", "80件", date(2024, 9, 30)],
    [3, "督查", "30件", None],
]


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".html"])
def test_old_and_open_workbooks(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(ROWS, ("A1:D1", "D4:D5")))
    command = ["soffice", "--headless", "--convert-to", suffix[1:], "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    table = read_table(path.with_suffix(suffix), WISH)
    assert [(each.name, each.content) for each in table.record.targets] == [
        *(("办结率", "0.95"), ("办文", "80件"), ("督查", "30件"))
    ]
    assert table.record.title == "某县2024年度目标"
    assert [each.deadline for each in table.record.indicators] == [date(2024, 9, 30)] * 2
    guessed = any("看不出是不是百分数" in message for message in told(table))
    assert guessed == (suffix != ".html")


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (lambda: "序号\t目标任务\t责任单位\n1\t督办80件\t督查科".encode("gb18030"), "督办80件"),
        (lambda: b"<table><tr><td>No<td>\xe7\x9b\xae\xe6\xa0\x87<tr><td>1<td>A</table>", "A"),
        (lambda: workbook([["序号", "目标任务"], [1, "督办80件"]]), "督办80件"),
    ],
)
def test_what_programs_save_as_xls_is_read_as_what_it_is(
    tmp_path: Path, made: Callable[[], bytes], named: str
) -> None:
    path = tmp_path / "表.xls"
    path.write_bytes(made())
    assert [each.content for each in read_table(path, WISH).record.targets] == [named]


HEADINGS = "<tr><td>序号<td>目标任务</tr>"
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "an old workbook cut short": (".xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "不合规范"),
    "no open workbook": (".ods", b"<html>", "不是 Office 文件"),
    "a page of too many rows": (".html", f"<table>{HEADINGS * 5_001}".encode(), "5000 行"),
    "a cell too wide": (".html", b"<table><tr><td colspan=201>A", "200 列"),
    "a page without a table": (".html", "<html><p>关于工作的通知".encode(), "没有找到表头"),
    "an empty page": (".htm", b"<html>", "没有找到表头"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_clear_error(tmp_path: Path, name: str) -> None:
    suffix, content, words = HOSTILE[name]
    path = tmp_path / f"表{suffix}"
    path.write_bytes(content)
    with pytest.raises(DataError, match=words):
        read_table(path, WISH)


def test_spans_end_with_the_table() -> None:
    table = page(
        "<table><tr><td>序号<td>目标任务<tr><td rowspan=99999999999>1<td rowspan=65000>督办80件<tr></table>"
    )
    assert seen(table) == [("督办80件", "督办80件", "")]
