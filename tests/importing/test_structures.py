"""Tables of any structure, in any file: no row is lost, none invented, nothing passed over silently."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import docx
import openpyxl
import pytest
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reportgen.base.problems import DataError, ExitCode, Severity
from reportgen.checks import check_workspace
from reportgen.desk.workspaces import new_workspace
from reportgen.importing.cell_texts import units_in
from reportgen.importing.headings import OWN_MEANINGS, Meaning
from reportgen.importing.reading import Wish, table_in
from reportgen.importing.table import ImportedTable
from reportgen.importing.workbooks import shown
from reportgen.importing.writing import table_yaml
from reportgen.publish import publish
from reportgen.sources.workspace import load_workspace
from tests.running import examples, ran

WISH = Wish(2024, date(2024, 3, 1), {}, ("name", "unit"))
Rows = Sequence[Sequence[object]]


def text(content: str, wish: Wish = WISH) -> ImportedTable:
    return table_in("表.txt", content.encode(), ".txt", wish)


def workbook(sheets: dict[str, Rows], merged: Sequence[str] = ()) -> ImportedTable:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return table_in("表.xlsx", stream.getvalue(), ".xlsx", WISH)


def seen(table: ImportedTable) -> list[tuple[str, str, str]]:
    """Return each target's category, content and unit."""
    names = {category.id: category.name for category in table.record.categories}
    return [
        (names[each.category], each.content, each.lead_unit or "") for each in table.record.targets
    ]


def told(table: ImportedTable) -> list[str]:
    return [f"{problem.code} {problem.message}" for problem in table.problems]


HEAD = "序号\t目标名称\t{}\t责任单位\n1\t办文\t办结率达到95%以上。\t办公室\n2\t督查\t督办80件。\t督查科\n"


@pytest.mark.parametrize(
    "heading",
    [
        "项目内容",
        "工作措施",
        "主要目标",
        "任务内容",
        "年度工作任务和目标",
        "目标任务",
        "2024年目标值",
    ],
)
def test_a_content_has_many_headings(heading: str) -> None:
    assert [row[1] for row in seen(text(HEAD.format(heading)))] == [
        "办结率达到95%以上。",
        "督办80件。",
    ]


def test_what_no_heading_says_is_named_or_told_by_the_office(tmp_path: Path) -> None:
    table = "序号\t民生要事\t包联\n1\t建成幼儿园5所。\t县教育局\n"
    with pytest.raises(DataError, match="没有目标内容一栏，其中不认得“民生要事”“包联”"):
        text(table)
    own = Wish(2024, WISH.issued, {"民生要事": Meaning.CONTENT, "包联": OWN_MEANINGS["lead_unit"]})
    assert seen(text(table, own)) == [("目标", "建成幼儿园5所。", "县教育局")]
    file = tmp_path / "表.txt"
    file.write_text(table, encoding="utf-8")
    command = ["-C", str(tmp_path), "import", str(file), "--year", "2024"]
    assert ran(*command).returncode == ExitCode.DATA
    assert ran(*command, "--map", "民生要事=内容").returncode == ExitCode.USAGE
    done = ran(*command, "--map", "民生要事=content")
    assert done.returncode == ExitCode.DONE
    assert "栏目“包联”不认得，照原样保留" in done.stderr
    (tmp_path / "data" / "2024" / "targets.yaml").unlink()
    office = "name: 某县人民政府办公室\nunit: 县政府办\nheadings:\n  content: [民生要事]\n"
    (tmp_path / "data" / "office.yaml").write_text(office, encoding="utf-8")
    assert ran(*command).returncode == ExitCode.DONE


TWO_ROWS = [
    ["序号", "目标名称", "年度目标", "", "责任单位"],
    ["", "", "目标值", "完成时限", ""],
    ["1", "办文", "办结率95%以上", "6月底前", "办公室"],
    ["2", "督查", "督办80件以上", "12月底前", "督查科"],
]


@pytest.mark.parametrize(
    "made",
    [
        lambda: workbook({"表": TWO_ROWS}, ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]),
        lambda: text("\n".join("\t".join(row) for row in TWO_ROWS)),
        lambda: text("\n".join("\t".join(filter(None, row)) for row in TWO_ROWS)),
    ],
)
def test_headings_in_two_rows(made: Callable[[], ImportedTable]) -> None:
    table = made()
    assert [column.title for column in table.record.columns] == [
        *("序号", "目标名称", "目标值", "完成时限", "责任单位")
    ]
    dates = [each.deadline for each in table.record.indicators]
    assert dates == [date(2024, 6, 30), date(2024, 12, 31)]


def test_the_time_of_a_target_is_its_end_not_its_beginning() -> None:
    rows = [
        ["序号", "目标", "时限", "", "责任单位"],
        ["", "", "开工", "完成", ""],
        [1, "建成公园2个", "2024年3月", "2024年10月", "园林局"],
    ]
    table = workbook({"表": rows}, ["A1:A2", "B1:B2", "C1:D1", "E1:E2"])
    assert [each.deadline for each in table.record.indicators] == [date(2024, 10, 31)]


def test_a_row_that_is_short_is_dealt_out_or_named() -> None:
    head = "序号\t目标\t责任单位\t完成时限\n1\t增加值增长9%\t工信局\t6月底\n"
    table = text(f"{head}2\t企业达到100家\t9月底\n3\t引资8亿元\t商务局\n")
    assert seen(table)[1:] == [("目标", "企业达到100家", "工信局"), ("目标", "引资8亿元", "商务局")]
    assert told(table)[0] == "I907 第3行的“责任单位”空着，照上一行取“工信局”"
    (unclear,) = told(text(f"{head}2\t甲\t乙\t丙\t丁\t戊\n"))
    assert unclear.startswith("I904 第3行有 6 格，表头有 4 栏，看不出各格在哪一栏，没有读入")


def test_a_band_with_nothing_below_it_is_named() -> None:
    head = [["序号", "工作任务", "责任单位"], ["一、经济"], [1, "投资增长10%", "发改局"]]
    bands = [["二、新增学位2000个"], ["三、民生"], ["（一）改厕800座"], ["（二）教育"]]
    table = workbook({"表": [*head, *bands, [2, "新建学校3所", "教育局"], ["四、其他"]]})
    assert [each[1] for each in seen(table)] == ["投资增长10%", "新建学校3所"]
    assert told(table) == [
        "I904 第4行“二、新增学位2000个”下面没有目标，没有读入",
        "I904 第6行“（一）改厕800座”下面没有目标，没有读入",
        "I904 第9行“四、其他”下面没有目标，没有读入",
    ]


def test_sentences_say_whose_they_are_each_in_its_own_words() -> None:
    table = text(
        "某县2024年重点工作\n一、经济\n"
        "1.税收9亿元以上。（责任单位：税务局；完成时限：6月底；配合单位：财政局；责任人：张某）\n"
        "2、新增企业20家。牵头单位：工信局，完成时限：9月底。\n"
        "二、民生\n（一）新增就业6300人。责任单位：人社局\n（二）建成幼儿园5所。责任单位：教育局\n"
    )
    assert seen(table) == [
        ("经济", "税收9亿元以上。", "税务局"),
        ("经济", "新增企业20家。", "工信局"),
        ("民生", "新增就业6300人。", "人社局"),
        ("民生", "建成幼儿园5所。", "教育局"),
    ]
    assert [each.deadline.month for each in table.record.indicators] == [6, 9, 12, 12]
    assert sorted(table.record.targets[0].extra.values()) == ["6月底", "张某", "财政局"]
    assert not told(table)


def test_a_cell_that_names_who_leads_has_one_unit() -> None:
    head = "序号\t目标\t责任单位\n"
    table = text(f"{head}1\t改厕800座\t牵头：住建局；配合：卫健局、农业局\n2\t护河30公里\t水利局\n")
    assert [each[2] for each in seen(table)] == ["住建局", "水利局"]
    assert told(table) == ["I905 “责任单位”一栏里的“配合：卫健局、农业局”没有读入"]


def test_cells_a_line_may_be_counted_in_characters() -> None:
    lines = [
        "编号",
        "工作任务",
        "牵头科室",
        "一",
        "建站3座。",
        "消防科",
        "二",
        "改管网12公里。",
        "市政科",
    ]
    assert [each[1:] for each in seen(text("\n".join(["某市2024年目标", *lines])))] == [
        ("建站3座。", "消防科"),
        ("改管网12公里。", "市政科"),
    ]


@pytest.mark.parametrize("end", ["", "\n甲"])
def test_headings_alone_are_no_table(end: str) -> None:
    with pytest.raises(DataError, match=r"I90[23]"):
        text(f"某市2024年目标\n编号\n工作任务\n牵头科室{end}")


def test_a_column_of_names_stays_one_whatever_it_holds() -> None:
    table = workbook({"表": [["序号", "目标名称", "目标内容"], [1, "5座", "建水库。"]]})
    (one,) = table.record.targets
    assert (one.name, one.content) == ("5座", "建水库。")


def test_bands_are_categories_and_sums_and_remarks_are_named() -> None:
    rows = [
        ["序号", "工作任务", "责任单位"],
        ["一、经济发展"],
        [1, "投资增长10%", "发改局"],
        ["二、民生"],
        ["（一）教育"],
        [2, "新建学校3所", "教育局"],
        ["合计", "2项"],
        ["注：由督查室考核。"],
    ]
    for table in (
        workbook({"Sheet1": rows}, ["A2:C2", "A4:C4", "A5:C5", "A8:C8"]),
        text("\n".join("\t".join(map(str, row)) for row in rows)),
    ):
        assert seen(table) == [
            ("经济发展", "投资增长10%", "发改局"),
            ("民生（教育）", "新建学校3所", "教育局"),
        ]
        assert [each[:4] for each in told(table)] == ["I904", "I904"]


LED = [
    ["序号", "目标任务", "完成时限", "责任单位"],
    ["一、经济发展", "", "", "发展改革局"],
    [1, "固定资产投资完成85亿元", "12月底", ""],
    [2, "新增规上企业30户", "12月底", "统计局"],
    ["二、城市建设", "", "", "住建局"],
    [1, "改造小区32个", "11月底", ""],
]
LED_SEEN = [
    ("经济发展", "固定资产投资完成85亿元", "发展改革局"),
    ("经济发展", "新增规上企业30户", "统计局"),
    ("城市建设", "改造小区32个", "住建局"),
]
PARTS = [
    ("责任单位：教育局", "新建幼儿园3所", "8月底"),
    ("部门：卫生健康委", "新增床位300张", "12月底"),
]


@pytest.mark.parametrize(
    "made",
    [
        lambda: workbook({"表": LED}, ["A2:C2", "A5:C5"]),
        lambda: workbook({"表": LED}, ["A2:B2", "A5:B5"]),
        lambda: text("\n".join("\t".join(map(str, row)) for row in LED)),
    ],
)
def test_the_unit_of_a_band_is_theirs_who_have_none(made: Callable[[], ImportedTable]) -> None:
    table = made()
    assert seen(table) == LED_SEEN
    assert sum("用作下面没有写责任单位的各行的责任单位" in each for each in told(table)) == 2


@pytest.mark.parametrize("again", [True, False])
def test_a_line_that_names_a_unit_holds_for_the_rows_below_it(again: bool) -> None:
    head = "序号\t目标内容\t完成时限"
    lines = ["某市2024年度目标任务"]
    for number, (unit, content, due) in enumerate(PARTS, start=1):
        lines += [head, unit] if number == 1 and not again else [unit]
        lines += [head] * again + [f"{number}\t{content}\t{due}"]
    assert [row[2] for row in seen(text("\n".join(lines)))] == ["教育局", "卫生健康委"]


def test_a_unit_in_brackets_behind_a_band_is_no_part_of_its_name() -> None:
    rows = [
        ["序号", "目标任务", "完成时限"],
        ["一、教育（责任单位：教育局）", "", ""],
        [1, "新建幼儿园3所", "8月底"],
        ["二、卫生", "", ""],
        [2, "新增床位300张", "12月底"],
    ]
    table = workbook({"表": rows}, ["A2:C2", "A4:C4"])
    assert seen(table) == [("教育", "新建幼儿园3所", "教育局"), ("卫生", "新增床位300张", "")]


def test_what_is_numbered_1_is_the_category_of_1_1() -> None:
    rows = [
        ["编号", "任务", "目标", "责任单位"],
        ["1", "乡村振兴", "", ""],
        ["1.1", "产业", "新增龙头企业6家", "农业局"],
        ["1.2", "环境", "创建美丽庭院3000户", "妇联"],
        ["2", "平安建设", "", ""],
        ["2.1", "警务", "建成警务室40个", "公安局"],
    ]
    assert seen(workbook({"表": rows})) == [
        ("乡村振兴", "新增龙头企业6家", "农业局"),
        ("乡村振兴", "创建美丽庭院3000户", "妇联"),
        ("平安建设", "建成警务室40个", "公安局"),
    ]


def test_a_sentence_over_two_columns_is_a_target_with_its_unit() -> None:
    rows = [["目标名称", "目标内容", "责任单位"], ["一、投资", "完成85亿元", "甲局"]]
    rows.append(["完成整改任务40项", "", "乙局"])
    table = workbook({"表": rows}, ["A3:B3"])
    assert [row[1:] for row in seen(table)] == [
        ("完成85亿元", "甲局"),
        ("完成整改任务40项", "乙局"),
    ]


@pytest.mark.parametrize(
    ("heads", "merged"),
    [
        ([["序号", "指标名称", "计量单位", "下限", "上限", "责任单位"]], []),
        (
            [
                ["序号", "指标名称", "计量单位", "目标值", "", "责任单位"],
                ["", "", "", "最低值", "最高值", ""],
            ],
            ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"],
        ),
    ],
)
def test_two_columns_of_bounds_are_a_range(heads: list[list[str]], merged: list[str]) -> None:
    rows = [
        *heads,
        [1, "监督抽检批次", "批次", 80, 100, "市场监管局"],
        [2, "居民消费价格涨幅", "%", 2, 3, "发展改革委"],
        [3, "登记失业率", "%", "—", 4.5, "人社局"],
        [4, "粮食产量", "万吨", 32, "", "农业农村局"],
    ]
    table = workbook({"表": rows}, merged)
    assert [row[1] for row in seen(table)] == [
        "80至100批次",
        "2%至3%",
        "不超过4.5%",
        "不低于32万吨",
    ]
    assert [
        (each.comparator.value, str(each.value), each.upper and str(each.upper))
        for each in table.record.indicators
    ] == [
        ("between", "80", "100"),
        ("between", "2", "3"),
        ("at_most", "4.5", None),
        ("at_least", "320000", None),
    ]
    assert told(table) == []


def test_values_are_values_though_a_name_has_a_number_in_it() -> None:
    rows = [
        ["序号", "考核指标", "目标值", "责任单位"],
        [1, "空气质量优良天数比率", "85%", "生态环境局"],
        [2, "生活垃圾回收利用率", "38%", "城管局"],
        [3, "PM2.5平均浓度（微克/立方米）", 32, "生态环境局"],
    ]
    assert [each.display for each in workbook({"表": rows}).record.indicators] == [
        *("85%", "38%", "32微克/立方米")
    ]


def test_bars_with_blanks_around_them_part_cells_and_what_counts_is_the_content() -> None:
    table = text(
        "| 序号 | 工作内容 | 目标 | 时间要求 | 责任部门 |\n| --- | --- | --- | --- | --- |\n"
        "| 1 | 招生 | 招收新生1800名 | 9月底前 | 招生办 |\n"
        "| 2 | 就业 | 就业率不低于92% | 8月底前 | 学生处 |\n"
    )
    assert [(each.name, each.content) for each in table.record.targets] == [
        ("招生", "招收新生1800名"),
        ("就业", "就业率不低于92%"),
    ]


def test_every_sheet_is_read_or_named() -> None:
    head = ["序号", "目标内容", "责任单位"]
    table = workbook(
        {
            "经济": [
                head,
                [1, "投资增长10%", "发改局"],
                [],
                ["单位", "联系人"],
                ["发改局", "张某"],
            ],
            "民生": [head, [1, "新建学校3所", "教育局"]],
            "通讯录": [["姓名", "单位", "手机"], ["李某", "教育局", "139"]],
            "封面": [["某县", "二〇二四年"]],
        }
    )
    assert [row[0] for row in seen(table)] == ["经济", "民生"]
    assert [each[5:12] for each in told(table)] == ["“经济”第4行", "“通讯录”第1", "工作表“封面”"]


def test_cells_that_are_merged_belong_to_all_their_rows() -> None:
    rows = [
        ["序号", "项目名称", "", "目标任务", "工作措施", "责任单位"],
        [1, "社会保障", "参保", "6300人", "宣传", "人社局"],
        ["", "", "征缴", "900万元", "清欠", "税务局"],
        [2, "督查", "", "督办80件", "通报", "督查科"],
        ["", "", "", "", "约谈", "监察局"],
    ]
    merged = ["B1:C1", "A2:A3", "B2:B3", "A4:A5", "B4:C5", "D4:D5"]
    table = workbook({"表": rows}, merged)
    assert [each.name for each in table.record.targets] == [
        *("社会保障（参保）", "社会保障（征缴）", "督查")
    ]
    assert [row[1:] for row in seen(table)] == [
        ("6300人", "人社局"),
        ("900万元", "税务局"),
        ("督办80件", "督查科、监察局"),
    ]
    assert table.record.targets[2].extra == {"column5": "通报；约谈"}
    assert told(table)[0] == "I907 第5行与第4行是同一项目标，并入该项"


def test_a_value_has_its_unit_from_beside() -> None:
    rows = [
        ["序号", "指标名称", "单位", "2024年目标值"],
        [1, "生产总值增速", "%", 8],
        [2, "新增就业", "人", "≥5200"],
        [3, "培训人次", "", 300],
    ]
    assert [row[1] for row in seen(workbook({"表": rows}))] == ["8%", "≥5200人", "300人次"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.95, "0%", "95%"),
        (0.955, "0%", "95.5%"),
        (12000, "#,##0", "12000"),
        (80, '0"件"', "80件"),
        (1.1 * 3, "General", "3.3"),
        (12000, '0!.0,"万元"', "12000"),
        (date(2024, 6, 30), 'm"月"d"日"', "2024年6月30日"),
        (date(2024, 6, 1), 'yyyy"年"m"月"', "2024年6月"),
        (None, "General", ""),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("林业局\n水利局\n各乡镇", "林业局、水利局、各乡镇"),
        ("县财政局、\n县审计局", "县财政局、县审计局"),
        ("县农业农村\n局", "县农业农村局"),
        ("财政局 审计局", "财政局、审计局"),
        ("水利局 环保局 各镇", "水利局、环保局、各镇"),
        ("林业局\n各镇\n（街道）", "林业局、各镇（街道）"),
        ("张某\n李某", "张某、李某"),
        ("市文化和旅游\n局、市体育局", "市文化和旅游局、市体育局"),
        ("1.林业局\r\n2.水利局", "林业局、水利局"),
        ("林业局\n等单位", "林业局等单位"),
    ],
)
def test_units_on_lines_stay_apart(cell: str, units: str) -> None:
    assert units_in(cell) == units


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for row in (["序号", "目标名称", "目标值", "完成时限"], [1, "办文", "90件", date(2024, 6, 30)]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    (target,) = table_in("表.xlsx", stream.getvalue(), ".xlsx", WISH).record.targets
    assert target.extra["deadline"] == "2024年6月30日"
    assert target.indicators[0].deadline == date(2024, 6, 30)


@pytest.mark.parametrize("level", ["tbl", "tr", "tc", "p", "r"])
def test_what_stands_in_content_controls_is_read(level: str) -> None:
    document = docx.Document()
    rows = [
        ["序号", "目标名称", "目标内容"],
        ["1", "办文", "文件90件。"],
        ["2", "办会", "会议30次。"],
    ]
    table = document.add_table(3, 3)
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, said in zip(cells.cells, texts, strict=True):
            cell.text = said
    (inner, *_) = [table._tbl] if level == "tbl" else table.rows[1]._tr.iter(qn(f"w:{level}"))
    control, held = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    inner.addprevious(control)
    control.append(OxmlElement("w:sdtPr"))
    control.append(held)
    held.append(inner)
    stream = io.BytesIO()
    document.save(stream)
    found = table_in("表.docx", stream.getvalue(), ".docx", WISH)
    assert [(each.seq, each.name, each.content) for each in found.record.targets] == [
        (1, "办文", "文件90件。"),
        (2, "办会", "会议30次。"),
    ]


# as other offices write them: the rows, and the name, content and unit of each
TABLES = {
    "the name is an indicator, the content its value": (
        [["序号", "考核指标", "2024年目标", "责任处室"], [1, "办结率", "98%以上", "文电处"]],
        [("办结率", "98%以上", "文电处")],
    ),
    "a value with its unit": (
        [["指标名称", "目标值及单位", "责任部门"], ["产值", "120亿元", "工信局"]],
        [("产值", "120亿元", "工信局")],
    ),
    "a number beside its unit": (
        [["序号", "建设项目", "数量", "计量单位", "责任单位"], [1, "新建公厕", 20, "座", "城管局"]],
        [("新建公厕", "20座", "城管局")],
    ),
    "a heading with a unit, and names that no heading says": (
        [["序号", "镇（街道）", "产值（亿元）", "责任单位"], [1, "东镇", "35.5", "东镇政府"]],
        [("东镇", "35.5亿元", "东镇政府")],
    ),
    "a value under 目标, a name that no heading says": (
        [["序号", "KPI", "目标", "责任部门"], [1, "办结率", "≧９８％", "办公室"]],
        [("办结率", "≧９８％", "办公室")],
    ),
    "a content that no heading says": (
        [["序号", "项目", "要达到的程度", "单位"], [1, "办会", "会议不超过30次。", "会务科"]],
        [("办会", "会议不超过30次。", "会务科")],
    ),
    "headings in three rows": (
        [
            ["序号", "指标名称", "年度目标", "", "责任分工", ""],
            ["", "", "目标值", "", "牵头单位", "配合单位"],
            ["", "", "全年", "上半年", "", ""],
            [1, "新增就业", "5000人", "2600人", "人社局", "财政局"],
        ],
        [("新增就业", "5000人", "人社局")],
    ),
    "sums, remarks and another table": (
        [
            ["乡镇", "目标任务", "责任单位"],
            ["东镇", "植树2000株", "林业局"],
            ["小计", "", ""],
            ["全县合计", "植树2000株", ""],
            ["填表人：张某", "", "审核人：李某"],
            ["联系人", "电话", ""],
            ["张某", "123456", ""],
        ],
        [("植树2000株", "植树2000株", "林业局")],
    ),
}


def test_cells_merged_in_a_page_leave_blanks_at_the_end() -> None:
    table = text(
        "项目名称 | 工作任务 | 完成时间 | 牵头单位 |\n"
        "1.环境提升项目 | 改造城区道路3条; | 11月 | 建设局 |\n"
        "2021.8 | 城投集团 | ||\n"
        "对城区重点区域进行绿化; | 2021.12 | 城投集团 | |\n"
        "新建口袋公园2处,停车场3处。 | 11月 | 建设局 | |\n"
        "2.公墓建设项目 | 新建公墓15处。 | 10月底 | |\n"
    )
    assert [(row.name, row.extra["deadline"], row.lead_unit) for row in table.record.targets] == [
        ("环境提升项目", "11月", "建设局"),
        ("对城区重点区域进行绿化", "2021.12", "城投集团"),
        ("新建口袋公园2处", "11月", "建设局"),
        ("公墓建设项目", "10月底", "建设局"),
    ]
    assert "I904 第3行没有目标内容，没有读入：2021.8　城投集团" in told(table)


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_other_offices(name: str) -> None:
    rows, targets = TABLES[name]
    plain = "\n".join("\t".join(map(str, row)) for row in rows)
    spaced = "\n".join("   ".join(map(str, filter(None, row))) for row in rows)
    forms = [plain, plain.replace("\t", "，"), *([spaced] if all(rows[0]) else [])]
    for table in (workbook({"表": rows}), *map(text, forms)):
        found = [(each.name, each.content, each.lead_unit) for each in table.record.targets]
        assert found == targets


# as clerks write them, further: the rows, the name, content and unit of each, and what is told
FURTHER: dict[str, tuple[Rows, list[tuple[str, str, str | None]], list[str]]] = {
    "a unit of money above the table": (
        [["2024年目标表（单位：万元）"], ["序号", "项目名称", "目标值"], [1, "东环路", "12,000"]],
        [("东环路", "12,000万元", None)],
        [],
    ),
    "a unit of money in a heading": (
        [["序号", "项目名称", "投资（单位：万元）"], [1, "东路", "1,200"], [2, "西路", "1.2万"]],
        [("东路", "1,200万元", None), ("西路", "1.2万", None)],
        [],
    ),
    "numbers and units apart, thousands parted by blanks": (
        [
            ["指标名称", "计量单位", "目标值"],
            ["投资", "万元", "12 000"],
            ["死亡率", "1/10万", "9"],
            ["就业", "人次", "1.2万"],
        ],
        [
            ("投资", "12 000万元", None),
            ("死亡率", "9/10万", None),
            ("就业", "1.2万人次", None),
        ],
        [],
    ),
    "columns of other years": (
        [["指标", "2023年实际", "2024年目标", "2025年目标"], ["投资（亿元）", "90", "100", "110"]],
        [("投资（亿元）", "100亿元", None)],
        ["栏目“2025年目标”不是 2024 年的，不当作目标，照原样保留"],
    ),
    "the same as above": (
        [
            ["序号", "目标内容", "责任单位", "时限"],
            [1, "建校3所", "教育局", "9月底"],
            [2, "建院1所", "同上", "〃"],
        ],
        [("建校3所", "建校3所", "教育局"), ("建院1所", "建院1所", "教育局")],
        ["“责任单位”是“同上”，照上一行取“教育局”", "“时限”是“〃”，照上一行取“9月底”"],
    ),
    "footnotes": (
        [
            ["序号", "目标名称", "目标内容", "责任单位"],
            [1, "教育①", "建校3所②", "教育局"],
            ["①含民办学校。"],
            ["②以验收为准。"],
        ],
        [("教育", "建校3所", "教育局")],
        ["“①②”是脚注的记号", "“①含民办学校。”没有读入", "“②以验收为准。”没有读入"],
    ),
    "a day that a workbook counts": (
        [["序号", "目标内容", "完成时限"], [1, "建校3所", 45565]],
        [("建校3所", "建校3所", None)],
        ["第2行的完成时限“45565”是表格里日期的序号，读作2024年9月30日"],
    ),
    "numbers of numbers, what fills the form in": (
        [
            ["填表说明"],
            ["1.本表由责任单位填写。"],
            ["序号", "目标内容", "责任单位"],
            ["1.1", "建校3所", "教育局"],
            ["②", "建院1所", "卫健局"],
        ],
        [("建校3所", "建校3所", "教育局"), ("建院1所", "建院1所", "卫健局")],
        [
            "原表的序号“1.1”不是整数，已依次编号",
            "表上方的文字“填表说明　1.本表由责任单位填写。”没有读入",
        ],
    ),
    "parts on rows of their own": (
        [
            ["序号", "目标名称", "目标内容", "责任单位"],
            [1, "教育", "（1）建校3所", "教育局"],
            ["", "", "（2）扩建5所", "教育局"],
        ],
        [("教育", "（1）建校3所；（2）扩建5所", "教育局")],
        ["第3行与第2行是同一项目标，并入该项"],
    ),
    "numbers in the names, a standard": (
        [["目标", "完成标准", "责任单位"], ["1.教育", "建校3所", "教育局"]],
        [("教育", "建校3所", "教育局")],
        [],
    ),
    "who leads and who helps": (
        [
            ["序号", "目标内容", "责任单位"],
            [1, "建校3所", "教育局（牵头）、财政局（配合）"],
            [2, "植树3亩", "牵头单位：林业局 配合单位：水利局"],
        ],
        [("建校3所", "建校3所", "教育局"), ("植树3亩", "植树3亩", "林业局")],
        ["“财政局（配合）”没有读入", "“配合单位：水利局”没有读入"],
    ),
    "signs in a column of their own": (
        [
            ["指标", "指标性质", "指标值", "单位"],
            ["办结率", "≥", 95, "%"],
            ["差错", "≤", 3, "件"],
            ["满意度", "≥", 0.95, "%"],
        ],
        [("办结率", "≥95%", None), ("差错", "≤3件", None), ("满意度", "≥0.95%", None)],
        ["第4行的值是“≥0.95”，单位是“%”，按 ≥0.95% 读入"],
    ),
    "the unit that all of it is for": (
        [["责任单位：教育局"], ["序号", "目标内容"], [1, "建校3所"]],
        [("建校3所", "建校3所", "教育局")],
        [],
    ),
    "units and others": (
        [["序号", "目标内容", "责任单位"], [1, "建校3所", "教育局、财政局等"]],
        [("建校3所", "建校3所", "教育局、财政局")],
        [],
    ),
    "names longer than tables print": (
        [["类别", "目标名称", "目标内容"], ["类" * 41, "名称" * 41, "建校3所"]],
        [("名称" * 9, "建校3所", None)],
        ["第2行的名称有 41 个字，多于 40 个", "第2行的名称有 82 个字，多于 80 个"],
    ),
    "a column for each level of indicators, a goal over the values of several": (
        [
            ["项目名称", "年度目标", "一级指标", "三级指标", "指标值", "单位"],
            ["报酬", "按时发放", "产出", "发放人数", 230, "人"],
            ["报酬", "按时发放", "效益", "群众满意度", 95, "%"],
        ],
        [("发放人数", "230人", None), ("群众满意度", "95%", None)],
        [],
    ),
    "months that are no value, though the sheet counts money": (
        [["单位：万元"], ["指标名称", "指标值"], ["服务周期", "2023.07-2024.01"], ["投资", 250]],
        [("服务周期", "2023.07-2024.01", None), ("投资", "250万元", None)],
        [],
    ),
    "bands that count in words, rows that count in figures": (
        [
            ["序号", "目标内容", "责任单位"],
            ["一", "经济建设", ""],
            ["（一）", "工业", ""],
            [1, "建厂3座", "工信局"],
            ["二", "民生", ""],
            [2, "建校2所", "-"],
        ],
        [("建厂3座", "建厂3座", "工信局"), ("建校2所", "建校2所", None)],
        [],
    ),
    "bands that count in figures, rows that count in brackets": (
        [
            ["序号", "目标内容", "责任单位"],
            ["1", "产业", ""],
            ["（1）", "建厂3座", "工信局"],
            ["2", "民生", ""],
            ["（1）", "建校2所", "教育局"],
        ],
        [("建厂3座", "建厂3座", "工信局"), ("建校2所", "建校2所", "教育局")],
        [],
    ),
    "a band that goes on, and says who leads": (
        [
            ["序号", "目标内容", "责任单位"],
            ["一、经济（牵头：发改局）", "", ""],
            [1, "建厂3座", ""],
            ["一、经济（牵头：发改局）（续）", "", ""],
            [2, "建园5个", ""],
        ],
        [("建厂3座", "建厂3座", "发改局"), ("建园5个", "建园5个", "发改局")],
        ["“发改局”，用作下面没有写责任单位的各行"] * 2,
    ),
    "categories under no heading": (
        [["", "序号", "工作任务"], ["经济", 1, "建厂3座"], ["民生", 2, "建校2所"]],
        [("建厂3座", "建厂3座", None), ("建校2所", "建校2所", None)],
        [],
    ),
    "a plan's years, and the pace between them": (
        [
            ["指标名称", "单位", "2023年", "2024年", "年均增长（%）"],
            ["生产总值", "亿元", 320.5, 450, 7],
            ["城镇化率", "%", 52.3, 58, "[5.7]"],
        ],
        [("生产总值", "450亿元", None), ("城镇化率", "58%", None)],
        ["“2023年”不是 2024 年的", "“年均增长（%）”里的数没有提出指标"],
    ),
    "what each step does, and what it costs": (
        [
            ["项目名称", "建设内容", "年度目标", "总投资（万元）"],
            ["停车场", "建停车场3处", "完成主体工程", 1200],
            ["饮水", "改水厂2座", "通水", 2300],
        ],
        [("停车场", "完成主体工程", None), ("饮水", "通水", None)],
        ["“建设内容”“总投资（万元）”里的数没有提出指标"],
    ),
    "tasks, and steps with numbers": (
        [
            ["序号", "主要任务", "具体举措"],
            [1, "政策公开", "公开文件不少于200件。"],
            [2, "政策解读", "解读率100%。"],
        ],
        [("政策公开", "公开文件不少于200件。", None), ("政策解读", "解读率100%。", None)],
        [],
    ),
    "a unit and its head parted by a colon, from when till when": (
        [
            ["序号", "目标内容", "责任单位及责任人", "起止时间"],
            [1, "建校3所", "教育局：李某", "2024年3月—2024年10月"],
        ],
        [("建校3所", "建校3所", "教育局")],
        ["人名“李某”没有读入"],
    ),
    "who leads, in words": (
        [["序号", "目标内容", "责任单位"], [1, "建校3所", "教育局牵头，财政局、住建局配合"]],
        [("建校3所", "建校3所", "教育局")],
        ["“财政局、住建局配合”没有读入"],
    ),
    "characters of other offices": (
        [["序号", "目标内容"], [1, "辦結率達到95%以上"]],
        [("辦結率達到95%以上", "辦結率達到95%以上", None)],
        ["目标内容里有繁体字（辦、達）"],
    ),
}


@pytest.mark.parametrize("name", FURTHER)
def test_tables_as_clerks_write_them(name: str) -> None:
    rows, targets, words = FURTHER[name]
    table = workbook({"表": rows})
    found = [(each.name, each.content, each.lead_unit) for each in table.record.targets]
    assert found == targets
    assert len(told(table)) == len(words)
    assert all(word in said for word, said in zip(words, told(table), strict=True))


def test_bands_that_count_are_named_without_it() -> None:
    rows = [["序号", "目标内容"], ["一、经济（共1项）"], [1, "投资增长10%"]]
    assert seen(workbook({"表": rows})) == [("经济", "投资增长10%", "")]


@pytest.mark.parametrize(
    ("content", "measured"),
    [
        ("95-98%", ("合格率", "between", 95)),
        ("百分之九十八", ("合格率", "planned", 98)),
        ("三所", ("合格率", "planned", 3)),
        ("<=5%", ("合格率", "at_most", 5)),
        ("95％（含）以上", ("合格率", "at_least", 95)),
        ("１，２００万元", ("合格率", "planned", 1200)),
    ],
)
def test_a_value_is_named_by_its_target(content: str, measured: tuple[str, str, int]) -> None:
    (each,) = workbook({"表": [["指标", "目标值"], ["合格率", content]]}).record.indicators
    assert (each.name, each.comparator.value, each.value) == measured
    (air,) = workbook({"表": [["指标", "目标值"], ["PM2.5", "35μg/m³"]]}).record.indicators
    assert (air.name, air.value) == ("PM2.5", 35)


@pytest.mark.parametrize("due", ["国庆节前", "9/30", "第40周", "明年3月"])
def test_a_time_that_is_no_day_of_the_year_is_doubtful(due: str) -> None:
    table = workbook({"表": [["目标", "完成时限"], ["建校3所", due], ["建院1所", "长期"]]})
    assert [each.deadline for each in table.record.indicators] == [date(2024, 12, 31)] * 2
    first, second = (table.doubts[each.id].review for each in table.record.indicators)
    assert first
    assert due in first or "2025-03-31" in first
    assert second is None


def test_a_heading_over_two_columns_is_of_names_and_contents() -> None:
    rows = [["序号", "重点工作", "", "责任单位"], [1, "教育", "建校3所", "教育局"]]
    (one,) = workbook({"表": rows}, ["B1:C1"]).record.targets
    assert (one.name, one.content) == ("教育", "建校3所")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["指标", "投资"], ["目标值", "10%"], ["责任单位", "发改局"]], "行列颠倒"),
        ([["序号", "目标", "序号", "目标"], [1, "建校3所", 2, "建院1所"]], "并排的两张表"),
        ([["序号", "2023年目标", "责任人"], [1, "90", "甲"]], "“2023年目标”不是 2024 年的"),
    ],
)
def test_a_table_that_lies_otherwise_is_told_how_to_turn_it(rows: Rows, words: str) -> None:
    with pytest.raises(DataError, match=words):
        workbook({"表": rows})


BROKEN = [
    ["序号", "目标名称", "目标内容", "责任单位"],
    ["1", "教育提升", "新建学校3所，改扩建幼", "儿园5所。", "教育局"],
    ["2", "卫生健康", "新建医院1所，床位200", "张。", "卫健局"],
]


@pytest.mark.parametrize(
    "pasted",
    [
        "\n".join(" ".join(row).replace("幼 ", "幼\n").replace("200 ", "200\n") for row in BROKEN),
        "\n".join(cell for row in BROKEN for cell in row),
    ],
)
def test_lines_that_were_broken_in_a_cell_are_joined(pasted: str) -> None:
    assert seen(text(f"某县2024年目标\n{pasted}\n")) == [
        ("目标", "新建学校3所，改扩建幼儿园5所。", "教育局"),
        ("目标", "新建医院1所，床位200张。", "卫健局"),
    ]


def test_what_is_struck_out_hidden_remarked_or_in_a_box_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "目标内容"])
    sheet.append([1, "建校3所"])
    sheet["B2"].font = Font(strike=True)
    sheet["B2"].comment = Comment("改为5所", "甲")
    stream = io.BytesIO()
    book.save(stream)
    assert [each[5:] for each in told(table_in("表.xlsx", stream.getvalue(), ".xlsx", WISH))] == [
        "工作表“Sheet”B2的批注“改为5所”没有读入",
        "工作表“Sheet”有删除线的B2也读入了",
    ]
    page = "<table><tr><td>序号<td>目标内容<tr><td>1<td><s>建校3所</s>建校5所</table>".encode()
    (said,) = told(table_in("表.html", page, ".html", WISH))
    assert said == "I907 有删除线的文字“建校3所”也读入了"
    document = docx.Document()
    table = document.add_table(2, 2)
    for cells, said_ in zip(table.rows, [["序号", "目标内容"], ["1", "建校3所"]], strict=True):
        for cell, words in zip(cells.cells, said_, strict=True):
            cell.text = words
    run = table.rows[1].cells[1].paragraphs[0].runs[0]
    run.font.strike, run.font.hidden = True, True
    document.add_comment(run, "改为5所", "甲")
    box, held = OxmlElement("w:pict"), OxmlElement("w:txbxContent")
    box.append(held)
    held.append(table._tbl)
    held.append(OxmlElement("w:p"))
    document.add_paragraph().add_run()._r.append(box)
    stream = io.BytesIO()
    document.save(stream)
    found = table_in("表.docx", stream.getvalue(), ".docx", WISH)
    assert [each[1] for each in seen(found)] == ["建校3所"]
    assert told(found) == [
        "I905 批注“改为5所”没有读入",
        "I907 有删除线的文字“建校3所”也读入了",
        "I907 隐藏的文字“建校3所”也读入了",
    ]


def test_what_a_word_file_asks_for_is_no_text_and_footnotes_are_told() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cells, said in zip(table.rows, [["序号", "目标内容"], ["1", "建校3所"]], strict=True):
        for cell, words in zip(cells.cells, said, strict=True):
            cell.text = words
    control = OxmlElement("w:sdt")
    for name in ("w:sdtPr", "w:sdtContent"):
        control.append(OxmlElement(name))
    control[0].append(OxmlElement("w:showingPlcHdr"))
    table.rows[1].cells[1]._tc.append(control)
    control[1].append(document.add_paragraph("单击此处输入文字。")._p)
    name = PackURI("/word/footnotes.xml")
    blob = f"<w:footnotes {nsdecls('w')}><w:p><w:r><w:t>含续建</w:t></w:r></w:p></w:footnotes>"
    document.part.relate_to(
        Part(name, CT.WML_FOOTNOTES, blob.encode(), document.part.package), RT.FOOTNOTES
    )
    stream = io.BytesIO()
    document.save(stream)
    found = table_in("表.docx", stream.getvalue(), ".docx", WISH)
    assert [each.content for each in found.record.targets] == ["建校3所"]
    assert told(found) == ["I905 脚注“含续建”没有读入"]


def test_sheets_of_other_years_are_told_and_those_of_units_are_theirs() -> None:
    rows = [["序号", "目标内容"], [1, "建校3所"]]
    assert told(workbook({"2023年": rows, "2024年": rows})) == [
        "I905 工作表“2023年”不是 2024 年的，没有读入"
    ]
    found = workbook({"教育局": rows, "交通局": [rows[0], [1, "修路5公里"]]})
    assert seen(found) == [
        ("教育局", "建校3所", "教育局"),
        ("交通局", "修路5公里", "交通局"),
    ]
    assert [each.split("”")[1] for each in told(found)] == [
        "是表名，用作没有写责任单位的各行的责任单位"
    ] * 2


def test_a_label_beside_all_rows_doesnt_make_headings_of_them() -> None:
    rows = [
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["", "产出指标", "数量指标", "配备车辆", "10辆"],
        ["", "", "质量指标", "空气质量", "优良"],
    ]
    found = workbook({"表": rows}, ["A1:A3", "B2:B3"])
    assert [(each.name, each.content) for each in found.record.targets] == [
        ("配备车辆", "10辆"),
        ("空气质量", "优良"),
    ]


def test_of_a_value_and_its_pace_the_value_is_read_and_the_other_told() -> None:
    rows = [
        ["指标名称", "计量单位", "2024年目标", None],
        [None, None, "绝对值", "增速"],
        ["生产总值", "亿元", 345, "6.5%"],
        ["新增就业", "人", 5500, "3.1%"],
    ]
    found = workbook({"表": rows}, ["A1:A2", "B1:B2", "C1:D1"])
    assert [(each.name, each.content) for each in found.record.targets] == [
        ("生产总值", "345亿元"),
        ("新增就业", "5500人"),
    ]
    assert told(found) == ["I907 栏目“2024年目标（增速）”里的数没有提出指标，照原样保留"]


def test_parts_in_brackets_are_alike_where_none_is_over_them() -> None:
    rows = [
        ["序号", "目标内容"],
        ["（一）经济（1项）"],
        [1, "建厂3座"],
        ["（二）民生"],
        [2, "建校2所"],
    ]
    assert [each[0] for each in seen(workbook({"表": rows}))] == ["经济", "民生"]


def test_what_is_in_big5_is_told_how_to_convert_it() -> None:
    content = "序號,目標內容,責任單位\n1,辦結率達到95%以上,衛健局\n".encode("big5")
    with pytest.raises(DataError, match=r"繁体中文（Big5 编码）[\s\S]*繁转简"):
        table_in("表.csv", content, ".csv", WISH)


def test_cells_in_error_are_said_and_empty() -> None:
    rows = [["序号", "指标名称", "目标值"], [1, "来信", "#REF!"], [2, "来访", "30件"]]
    table = workbook({"表": rows})
    assert [row[1] for row in seen(table)] == ["来信", "30件"]
    assert told(table) == ["I907 工作表“表”C2的公式没有算出的值，按空白读入"]


# ── whatever the structure ──

CONTENTS = st.integers(1, 99).flatmap(
    lambda n: st.sampled_from(
        [
            f"办结率达到{n}%以上",
            f"督办事项不少于{n}件",
            f"新建学校{n}所",
            "完善制度",
            f"“一网通办”{n}项",
        ]
    )
)
UNITS = st.sampled_from(["办公室", "县教育局", "财政局、审计局", "各乡镇"])
TARGETS = st.lists(st.tuples(CONTENTS, UNITS), min_size=1, max_size=6)


def _csv(rows: Rows, mark: str, encoding: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark).writerows(rows)
    return stream.getvalue().encode(encoding)


def _lines(rows: Rows, encoding: str, end: str) -> bytes:
    return end.join("\t".join(map(str, row)) for row in rows).encode(encoding)


def _xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, start=1):
        book.worksheets[0].append(list(row))
        if len(row) == 1:
            book.worksheets[0].merge_cells(f"A{at}:D{at}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _docx(rows: Rows) -> bytes:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=4)
    for at, row in enumerate(rows):
        if len(row) == 1:
            table.cell(at, 0).merge(table.cell(at, 3))
        for column, cell in enumerate(row):
            table.cell(at, column).text = str(cell)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(rows: Rows) -> bytes:
    lines = (
        f"<tr><td colspan=4>{row[0]}" if len(row) == 1 else "<tr><td>" + "<td>".join(map(str, row))
        for row in rows
    )
    return f"<html><body><table>{''.join(lines)}</table>".encode("gb18030")


FORMS: list[tuple[str, Callable[[Rows], bytes]]] = [
    (".txt", lambda rows: _lines(rows, "utf-8", "\n")),
    (".txt", lambda rows: _lines(rows, "utf-16", "\r\n")),
    (".txt", lambda rows: _lines(rows, "utf-16-le", "\r\n")),
    (".txt", lambda rows: _lines(rows, "gb18030", "\r")),
    (".txt", lambda rows: "\n\n".join(str(cell) for row in rows for cell in row).encode()),
    (".txt", lambda rows: "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows).encode()),
    (".csv", lambda rows: _csv(rows, ",", "utf-8-sig")),
    (".csv", lambda rows: _csv(rows, ";", "gb18030")),
    (".xlsx", _xlsx),
    (".docx", _docx),
    (".html", _page),
]


@cache
def _workspace() -> Path:
    root = Path(mkdtemp()) / "w"
    new_workspace(root, name="某县人民政府办公室", year=2024)
    for path in (root / "data" / "2024").rglob("*.yaml"):
        path.unlink()
    return root


@examples(25)
@given(TARGETS, TARGETS, st.booleans(), st.sampled_from(FORMS))
def test_no_row_is_lost_and_none_invented(
    first: list[tuple[str, str]],
    second: list[tuple[str, str]],
    banded: bool,
    form: tuple[str, Callable[[Rows], bytes]],
) -> None:
    parts = [("一、经济发展", first), ("二、社会民生", second)]
    rows: list[list[object]] = [["序号", "目标名称", "目标内容", "责任单位"]]
    number = 0
    for band, targets in parts:
        rows += [[band]] if banded else []
        for content, unit in targets:
            number += 1
            rows.append([number, f"事务{number}", content, unit])
    suffix, write = form
    table = table_in(f"表{suffix}", write(rows), suffix, WISH)
    names = [name.lstrip("一二、") if banded else "目标" for name, each in parts for _ in each]
    assert seen(table) == [
        (name, *target) for name, target in zip(names, [*first, *second], strict=True)
    ]
    assert told(table) == []
    publish(_workspace() / "data" / "2024" / "targets.yaml", table_yaml(table).encode())
    problems = check_workspace(load_workspace(_workspace()))
    assert [each for each in problems if each.severity is Severity.ERROR] == []


SAID = st.sampled_from(
    [
        "≥95%",
        "控制在8‰以内",
        "120",
        "3亿元",
        "由5个工作日压减到3个工作日",
        "甲率、乙率分别达到98%、97%",
        "较上年（28件）只减不增",
        "培训300人次，其中骨干60人次",
        "城镇化率提高1.2个百分点",
        "80～100批次",
        "每月召开一次会议",
        "每万人拥有床位5.5张",
        "12 000万元",
        "百亿元",
        "≤9/10万",
        "-3%",
        "实现零突破",
        "全省前三名",
        "产值增长1倍",
        "月均办件1200件",
        "8成以上",
        "投资增长8%以上、力争10%",
        "35μg/m³",
        "支出6月底达到50%、9月底达到75%",
        "近200件",
        "95％（含）以上",
        "—",
        "完善制度。",
    ]
)
HEADINGS = {
    "category": ("类别", "一级指标"),
    "seq": ("序", "编号"),
    "name": ("目标名称", "三级指标", "事项"),
    "own": ("备注", "配合单位", "2023年完成", "二级指标"),
    "unit": ("责任单位", "牵头部门"),
    "due": ("完成时限", "时间节点"),
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "category": st.sampled_from(["产出指标", "效益"]),
            "name": st.sampled_from(["办理", "PM2.5", "办结率", "行政审批服务便民化改革工作"]),
            "content": SAID,
            "own": st.sampled_from(["", "财政局、审计局、税务局", "22.5亿元"]),
            "unit": UNITS,
            "due": st.sampled_from(
                ["6月底", "第三季度", "2024-09-30", "全年", "45565", "国庆节前"]
            ),
        }
    ),
    min_size=1,
    max_size=5,
)


@examples(8)
@given(
    ROWS,
    st.sets(st.sampled_from(sorted(HEADINGS))),
    st.sampled_from(["目标值", "主要任务", "年度目标", "考核内容"]),
    st.integers(0, 11),
)
def test_what_is_imported_can_be_checked_and_printed(
    rows: list[dict[str, str]], columns: set[str], content: str, at: int
) -> None:
    keys = [key for key in (*HEADINGS, "content") if key in {*columns, "name", "content"}]
    words = HEADINGS | {"content": (content,)}
    written = [[words[key][at % len(words[key])] for key in keys]]
    for number, row in enumerate(sorted(rows, key=lambda row: row["category"]), start=1):
        written.append([{"seq": str(number), **row}[key] for key in keys])
    table = table_in("表.xlsx", _xlsx(written), ".xlsx", WISH)
    assert len(table.record.targets) == len(rows) or told(table)
    publish(_workspace() / "data" / "2024" / "targets.yaml", table_yaml(table).encode())
    command = ["-C", str(_workspace()), "build", "target-table", "--year", "2024", "--to", "pdf"]
    done = ran(*command)
    assert done.returncode == ExitCode.DONE, done.stderr


def test_a_character_that_no_font_has_is_refused_with_its_cell() -> None:
    """What an import writes is accepted by check: this would be an error there."""
    table = "序号\t目标名称\t目标内容\n1\t宣传\t全年编发信息12期😀。\n"
    printed = replace(WISH, has_glyph=lambda character: character != "😀")
    with pytest.raises(DataError, match="第2行“全年编发信息12期😀。”有所有字体都没有的字符：“😀”"):
        text(table, printed)
    assert text(table).record.targets
