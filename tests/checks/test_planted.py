"""Every wrong statement of the table is named at its place; a confirmed one is let be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.base.problems import Problem, ReportgenError, Severity
from reportgen.checks import check_workspace
from reportgen.reports.filters import FILTERS
from reportgen.sources.workspace import load_workspace
from reportgen.templating.lint import bare_numbers
from reportgen.templating.sandbox import make_environment
from tests.checks.planted import (
    BRIEF,
    BULLETIN,
    NOTICE,
    OFFICE,
    PLANTED,
    Q1,
    Q2,
    Q3,
    RULES,
    TARGETS,
    adjusted,
    numbered,
    put,
    told,
    within,
)

ROOT = Path(__file__).parents[2]


def _found(root: Path) -> tuple[Problem, ...]:
    environment = make_environment(root / "templates", FILTERS)
    try:
        workspace = load_workspace(root)
    except ReportgenError as error:
        return error.problems
    return (*check_workspace(workspace), *bare_numbers(environment))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("id_", PLANTED)
def test_planted(id_: str, root: Path) -> None:
    planted = PLANTED[id_]
    for edit in planted.edits:
        edit(root)
    found = [each for each in _found(root) if each.code == planted.said]
    assert bool(planted.said) != bool(planted.judged)
    if planted.said:
        assert any(_line(root, each).startswith(planted.at) for each in found), found


def _line(root: Path, problem: Problem) -> str:
    assert problem.place is not None
    assert problem.place.line is not None
    lines = (root / problem.place.file).read_text(encoding="utf-8").splitlines()
    return lines[problem.place.line - 1].strip()


def test_the_sample_has_nothing_to_confirm(root: Path) -> None:
    questions = {each.code for each in _found(root) if each.severity is not Severity.NOTE}
    assert questions == {"D412", "D428"}


@pytest.mark.parametrize(
    ("id_", "before"),
    [
        ("C12", (Q2, "  - indicator: W7.1\n", "    ", "D490")),
        ("C13", (Q2, "  - indicator: W1.M1\n", "    ", "D492")),
        ("C30b", (Q3, "  - indicator: W2.2\n", "    ", "D494")),
        ("B15", (TARGETS, "      - id: W1.2\n", "        ", "D429")),
        ("B24", (TARGETS, "year: 2012\n", "", "D493")),
        ("D04", (BULLETIN, "kind: bulletin\n", "", "D497")),
        ("E36", (TARGETS, "year: 2012\n", "", "D434")),
        ("E37", (BULLETIN, "kind: bulletin\n", "", "D429")),
        ("E38", (Q2, "  - indicator: W2.1\n", "    ", "D434")),
        ("D11", (BULLETIN, "kind: bulletin\n", "", "D493")),
    ],
)
def test_what_is_confirmed_is_let_be(
    id_: str, before: tuple[str, str, str, str], root: Path
) -> None:
    name, line, margin, code = before
    edits = (*PLANTED[id_].edits, put(name, line, f"{line}{margin}confirmed: {{{code}: 已核对}}\n"))
    for edit in edits:
        edit(root)
    assert code not in {each.code for each in _found(root)}


def test_only_what_can_be_right_is_confirmed(root: Path) -> None:
    put(Q1, "  - indicator: W1.1\n", "  - indicator: W1.1\n    confirmed: {D408: 已核对}\n")(root)
    assert {each.code for each in _found(root)} >= {"S204"}


# of Q2, each right, each as somebody may write it
TRUE = (
    ("W2.1", "note", "截至6月底编发二百三十六期，快于时序进度2.4个百分点，力争提前完成全年目标"),
    ("W2.2", "note", "一季度35条次，1—6月累计71条次，任务过半"),
    ("W2.4", "note", "落后于时序进度6.7个百分点"),
    ("W2.4", "next_steps", "6月底前完成资料收集，9月底前完成其余17篇，每月召开2次调度会"),
    ("W7.1", "note", "开工1处，占三分之一"),
    ("W7.3", "note", "检测３.06万批次，即三万零六百批次，十分平稳"),
    ("W7.2", "next_steps", "四季度前审定，确保年底前完成全年目标"),
    ("W1.1", "evidence", "公文办理系统1—6月统计表，截图3张"),
    ("W1.2", "note", "控制在时序进度以内，占上限的48.3%"),
    ("W6.M7", "note", "二期工程可行性研究报告通过评审，一期工程运行平稳"),
    ("W6.M1", "note", "2012年度分析报告已报市政府，并与2011年度比较"),
    ("W5.4", "note", "平均回复率由一季度的96.2%降至95.9%"),
    ("W1.M1", "note", "印发通报制度，计划于三季度组织评估"),
    ("W3.M2", "note", "拟订社会评议办法，计划四季度组织，预计12月完成"),
    ("W2.M1", "note", "《市政府工作规则》已修订印发，预计9月完成宣讲"),
    ("S1.2", "note", "审批时限由80个工作日减至20个工作日，提速75%"),
)


TRUE_TEXTS = (
    "请于10月31日前报送整改情况，10月25日（星期四）开会。",
    "按照青政办发〔2012〕15号文件，年底前全面完成各项任务，四季度力争全部达到目标。",
    "编发信息{{ W2.1.cumulative }}，其中三季度{{ W2.1.period_actual }}。",
    "前三季度累计编发信息{{ W2.1.cumulative }}，完成全年目标的{{ W2.1.completion_rate }}。",
    "第一责任人要第一时间研究，{{ '列第3位' | fixed }}的要对标一流。",
    "比上半年多编发{{ W2.1.period_actual }}。",
    "按照《市政府工作规则》，公文按期办结率较上半年提高，编发政务信息期数快于时序进度。",
    "详见附件《目标完成情况明细表》，原《目标管理暂行办法》同时废止，考核结果印发给你们。",
    "经2012年10月8日会议研究，力争全部指标达标。",
    "见附件1《目标完成情况明细表》和附件2（未达要求事项清单），附件1、附件2一并下发。",
)


def test_true_statements_raise_no_question(root: Path) -> None:
    made = (*numbered(12), *adjusted("bonus", "2012年3月获省政府通报表扬"))
    for edit in (*made, *(edit for text in TRUE_TEXTS for edit in told(text))):
        edit(root)
    for subject, field, text in TRUE:
        within(Q2, subject, rf"{field}: .*", f"{field}: {text}")(root)
    put(TARGETS, "name: 工作目标\n", "name: 九项工作目标\n")(root)
    put(TARGETS, "title: 市政府办公厅2012年度", "title: 市政府办公厅二〇一二年全年")(root)
    within(TARGETS, "W6.M7", "name: .*", "name: 应急平台二期开工")(root)
    put(TARGETS, "总数不超过120件", "总数控制在100至120件")(root)
    within(TARGETS, "W1.2", "总数不超过120件", "总数控制在100至120件")(root)
    text = "现将有关情况，截至9月底，与上半年相比进度加快，四季度是关键，见附件２"
    put(BULLETIN, "现将有关情况", text)(root)
    put(NOTICE, "《市政府办公厅2012年度", "《市政府办公厅二〇一二年全年")(root)
    put(OFFICE, "unit: 市政府", "signature: 青岛市人民政府督查室\nunit: 市政府")(root)
    put(RULES, "name: 优秀", "name: 优秀（90分以上）")(root)
    put(BRIEF, "issue_to: [", "issue_to: [青岛市人民政府办公厅各处室，")(root)
    put(BRIEF, "editor: 市政府督查室", "editor: 综合处")(root)
    put(BRIEF, "name: 目标督查专报", "name: 2012年目标督查专报")(root)
    put(NOTICE, "关于印发市政府办公厅", "关于印发青岛市人民政府办公厅")(root)
    found = [each for each in _found(root) if each.severity is not Severity.NOTE]
    assert {each.code for each in found} == {"D412"}, found
