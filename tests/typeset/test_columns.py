"""Columns hold their numbers, give way where they are crowded, and follow what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.problems import ConfigurationError
from reportgen.typeset.layout import Layout, SetTable

Body = Callable[[str], Layout]
MM = 72 / 25.4
ADDRESS = "详见http://www.jiangcheng.gov.cn/2019/ms/gcl/index_12.html"
LONG = "已完成工程量的六成；三所学校的主体部分已经建好，正在装修。"


def table(typeset_body: Body, roles: Sequence[str], *rows: Sequence[str]) -> SetTable:
    columns = "".join(f'<col class="{role}"/>' for role in roles)
    head, *body = (
        "".join(f"<{tag}>{cell}</{tag}>" for cell in row)
        for row, tag in zip(rows, ("th", *["td"] * len(rows)), strict=False)
    )
    body_rows = "".join(f"<tr>{row}</tr>" for row in body)
    ready = typeset_body(
        f'<section><table class="target-table"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{body_rows}</tbody></table></section>"
    )
    made = ready.sections[0].blocks[0].made
    assert isinstance(made, SetTable)
    return made


UNITS = "甲局、乙局、丙局、丁局"


@pytest.mark.parametrize(
    ("columns", "head", "rows", "widths"),
    [
        # as the profile wishes; the column of contents takes what is left
        (
            "seq|name|content|lead_unit",
            "序 名称 内容 单位",
            "1 国家 一项 甲局",
            (11.5, 23, 97.3, 24),
        ),
        # where a table is too wide, those that stretch give way
        (
            "name|content|basis|lead_unit",
            "名称 内容 依据 单位",
            f"{'国' * 9} {'国' * 60} {'国' * 30} {UNITS}",
            (23, 66.7, 42.1, 24),
        ),
        # all do where those have nothing left
        (
            "content" + "|category" * 18,
            "内容" + " 类别" * 18,
            "国" + " 国" * 18,
            (21.8, *[11.3] * 18),
        ),
        # lines are saved where there is much to say, on the one side or the other
        ("seq|content|remark", "序 内容 备注", f"1 {'国' * 200} {'国' * 20}", (11.5, 106, 38.3)),
        ("seq|content|remark", "序 内容 备注", f"1 {'国' * 20} {'国' * 200}", (11.5, 56.5, 87.8)),
        # who has little to say gives room: down to the text, or to the profile's least width
        (
            "name|progress|content|basis|remark",
            "称 进 内容 依据 备注",
            f"{'国' * 8} 国国 {'国' * 300} {'国' * 200} {'国' * 250}",
            (16, 11.3, 50, 35.6, 42.9),
        ),
        # numbers and dates stand whole, before that words and heads
        (
            "seq|remark|remark|remark|remark|remark",
            "序 国家 国家 国家 国家 国家",
            f"1 完成12.5万平方米 2024年12月31日 {'国' * 20} 12345678 国家",
            (11.5, 28.8, 32.4, 47.9, 19.7, 15.5),
        ),
        (
            "seq" + "|remark" * 5,
            "序" + " 国家" * 5,
            "1 administration" + f" {'国' * 40}" * 4,
            (11.5, 32.4, *[28] * 4),
        ),
        # or in two lines, where all have as little room
        ("seq" + "|remark" * 9, "序" + " 国家" * 9, "1" + " 2024年12月31日" * 9, (11.5, *[16] * 9)),
        # a label doesn't part, so it is to be no higher than half a page
        (
            "category repeated|content|remark",
            "类别 内容 备注",
            f"{'国' * 120} {'国' * 20} {'国' * 200}",
            (38.8, 51.6, 65.5),
        ),
        (
            "category merged repeated|seq|content",
            "类别 序 内容",
            f"{'国' * 200} 1 {'国' * 20}\n国家 2 国家",
            (55.9, 11.5, 88.4),
        ),
    ],
)
def test_how_wide_columns_are(
    columns: str, head: str, rows: str, widths: Sequence[float], typeset_body: Body
) -> None:
    made = table(typeset_body, columns.split("|"), head.split(), *map(str.split, rows.splitlines()))
    assert [each / MM for each in made.widths_pt] == pytest.approx(widths, abs=0.06)


def test_many_units_in_a_cell_widen_their_column(typeset_body: Body) -> None:
    units = "、".join(["市人力资源和社会保障局"] * 12)
    made = table(
        typeset_body,
        ("seq", "content", "lead_unit"),
        ("序号", "目标内容", "责任单位"),
        ("1", "城镇新增就业50000人以上。", units),
    )
    assert made.widths_pt[2] > 40 * MM


def test_names_that_make_rows_high_widen_their_column(typeset_body: Body) -> None:
    """As far as it may, which is less than a stride of the search; joined names share their rows."""
    name = "国" * 16
    short = ("1", "国家", "完成1项", "甲局")
    roles, heads = ("seq", "name merged", "content", "lead_unit"), ("序", "名称", "内容", "单位")
    narrow = table(typeset_body, roles, heads, *[short] * 9)
    wide = table(typeset_body, roles, heads, *[("1", f"{at}{name}", *short[2:]) for at in range(9)])
    joined = table(typeset_body, roles, heads, *[("1", name, *short[2:])] * 9)
    assert narrow.widths_pt[1] == joined.widths_pt[1] < 24 * MM
    assert wide.widths_pt[1] == pytest.approx(30 * MM)


def test_a_long_address_parts_where_there_is_no_room_for_it(typeset_body: Body) -> None:
    made = table(
        typeset_body,
        ("seq", "name", "scope", "content", "due", "money", "lead_unit", "remark"),
        (
            "序号",
            "项目名称",
            "主要建设内容",
            "目标任务",
            "完成时限",
            "总投资（万元）",
            "责任单位",
            "备注",
        ),
        (
            "1",
            "W12.10 供水",
            LONG,
            "完成30000000元",
            "2019年12月",
            "123456789",
            "县水利局",
            "SZF-2012-01",
        ),
        ("2", "SZF-2019-015 道路", LONG, LONG, "全年", "9800.55", "县财政局", ADDRESS),
    )
    figures = ("W12.10", "30000000", "2019", "123456789", "SZF-2012-01", "9800.55")
    lines = [
        line.text
        for row in made.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for line in paragraph.lines
    ]
    assert all(any(figure in line for line in lines) for figure in figures)


def test_a_number_that_no_column_holds_is_named(typeset_body: Body) -> None:
    with pytest.raises(ConfigurationError, match="“目标内容”栏放不下“9999"):
        table(typeset_body, ("seq", "content"), ("序号", "目标内容"), ("1", "9" * 140))


def test_thirteen_columns_turn_the_page(typeset_body: Body) -> None:
    columns = "".join('<col class="remark"/>' for _ in range(13))
    head = "".join(
        f"<th>{name}</th>" for name in ["责任领导", "分管领导", "完成时限"] * 4 + ["电话"]
    )
    row = ["张三", "李四", "2024年12月31日"] * 4 + ["0532-85911234"]
    cells = "".join(f"<td>{each}</td>" for each in row)
    ready = typeset_body(
        f'<section><table class="target-table"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table></section>"
    )
    assert ready.sections[0].section.landscape


@pytest.mark.parametrize(("others", "turned"), [(3, False), (12, True)])
def test_a_page_is_turned_where_a_column_would_get_half_of_what_it_needs(
    typeset_body: Body, others: int, turned: bool
) -> None:
    columns = '<col class="content"/>' + '<col class="remark"/>' * others
    head = "<th>目标内容</th>" + "<th>第一季度安排</th>" * others
    cells = f"<td>{'新建标准厂房12万平方米，' * 3}</td>" + "<td>完成设计</td>" * others
    ready = typeset_body(
        f'<section><table class="target-table"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table></section>"
    )
    assert ready.sections[0].section.landscape is turned


def test_a_turned_page_takes_what_fits(typeset_body: Body) -> None:
    columns = '<col class="content"/>' + '<col class="remark"/>' * 12
    cells = f"<td>{'新建标准厂房，' * 3}</td>" + "<td>1234567</td>" * 12
    ready = typeset_body(
        f'<section class="landscape"><table class="target-table"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{'<th>安排</th>' * 13}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
        "</section>"
    )
    made = ready.sections[0].blocks[0].made
    assert isinstance(made, SetTable)
    assert made.widths_pt[0] < 25 * MM  # half of its least


def test_a_page_with_a_letters_head_is_not_turned(typeset_body: Body) -> None:
    columns = '<col class="seq"/>' * 7
    head, cells = "<th>号</th>" * 7, f"<td>{'1' * 12}</td>" * 7
    made = (
        f'<table class="target-table"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody><tr>{cells}</tr></tbody></table></section>"
    )
    assert typeset_body(f"<section>{made}").sections[0].section.landscape
    with pytest.raises(ConfigurationError, match="栏放不下"):
        typeset_body(f'<section><header><p class="letter-mark">市政府</p></header>{made}')


def test_units_in_a_cell_part_between_their_names(typeset_body: Body) -> None:
    units = "县财政局、县审计局、县农业农村局、县市场监管局、县住建局、县商务局"
    made = table(
        typeset_body,
        ("seq", "content", "lead_unit"),
        ("序号", "目标内容", "责任单位"),
        ("1", "办结率达到95%以上，较上年提高2个百分点，群众满意度达到90%以上。" * 2, units),
    )
    lines = [line.text for line in made.rows[0].cells[2].paragraphs[0].lines]
    assert len(lines) > 2
    assert all(line.endswith("、") for line in lines[:-1]), lines


def test_columns_widen_together_where_one_alone_would_save_no_line(typeset_body: Body) -> None:
    made = table(
        typeset_body,
        ("seq", "content", "progress", "gap"),
        ("序号", "目标任务", "前三季度完成情况", "与目标差距"),
        ("1", "税收", "增长3.9%", "低于目标11.1个百分点"),
        ("2", "外资", "实际到资3.73亿美元，完成53.3%", "低于目标21.7个百分点"),
    )
    assert {len(cell.paragraphs[0].lines) for cell in made.rows[1].cells} == {1}


@given(st.text("½①②③⑩²³₂㎡℃µg/m%‰°、，。；…—（）《》〔〕“”+-=≤≥12345W.", min_size=1, max_size=60))
def test_symbols_letters_and_marks_always_find_room(typeset_body: Body, text: str) -> None:
    heads = ("序号", "目标内容", *["备注"] * 6)
    cells = ("1", escape(text), *["另行通知"] * 6)
    table(typeset_body, ("seq", "content", *["remark"] * 6), heads, cells)


@pytest.mark.parametrize("marks", ["—" * 90, "……" * 60, "，。" * 60])
def test_a_row_of_marks_is_no_reason_to_refuse(marks: str, typeset_body: Body) -> None:
    made = table(typeset_body, ("seq", "content"), ("序号", "目标内容"), ("1", marks))
    assert len(made.rows[0].cells[1].paragraphs[0].lines) > 1


def test_a_head_higher_than_a_page_is_named(typeset_body: Body) -> None:
    with pytest.raises(ConfigurationError, match="第 1 页放不下"):
        table(typeset_body, ("seq", "content"), ("序号", "（1）、（2）；" * 400), ("1", "文"))
