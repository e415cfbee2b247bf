"""A year as it goes: what isn't asked for each month, targets revised, figures corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.assessment.figures import by_subject, figures_of
from reportgen.assessment.results import Assessment
from reportgen.base.problems import Severity, UsageError
from reportgen.checks import check_workspace
from reportgen.desk import tracing
from reportgen.desk.forms import send_out, take_in
from reportgen.forms.form import assignments_of
from reportgen.forms.intake import unit_statuses
from reportgen.model.labels import ChangeKind, Status
from reportgen.model.periods import Period
from reportgen.reports.figures import (
    assessment_of,
    changes_since,
    explanation_context,
    period_figures,
)
from reportgen.schedule.calendar import is_told_of
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.workshop import Workshop
from tests.checks.small_workspace import FILES, build
from tests.forms.filling import (
    GOOD,
    KEYS,
    Cells,
    blank_in,
    filled,
    row_of,
    sheet_of,
    workspace_at,
)
from tests.reports.test_sentences import _common_sense, _text
from tests.running import replace_once, sample_at

FIRST, HALF, THIRD = (Period.parse(text) for text in ("2012Q1", "2012Q2", "2012Q3"))
APRIL = Period.parse("2012-04")


def _without(text: str, *ids: str) -> str:
    for id_ in ids:
        text = re.sub(rf"  - indicator: {re.escape(id_)}\n(    .*\n)+", "", text)
    return text


@pytest.fixture
def seldom() -> Workspace:
    """Return a year in which W1.3 and W1.M1 are asked for twice, S1.1 once."""
    targets = FILES["targets"]
    asked = {"W1.3": "half_yearly", "W1.M1": "half_yearly", "S1.1": "yearly"}
    for id_, frequency in asked.items():
        targets = targets.replace(
            f"      - id: {id_}\n", f"      - id: {id_}\n        frequency: {frequency}\n"
        )
    third = _without(FILES["2012Q2"], "W1.3", "W1.M1").replace("2012Q2", "2012Q3")
    april = _without(FILES["2012Q1"], "W1.3", "W1.M1", "S1.1").replace("2012Q1", "2012-04")
    more = {
        "targets": targets,
        "2012Q1": _without(FILES["2012Q1"], "W1.3", "W1.M1", "S1.1"),
        "2012Q2": _without(FILES["2012Q2"], "S1.1"),
        "2012Q3": _without(third, "S1.1").replace("2012-07-10", "2012-10-10"),
        "2012-04": april.replace("2012-04-10", "2012-05-05"),
    }
    workspace: Workspace = build({**FILES, **more})
    return workspace


def _statuses(assessment: Assessment) -> dict[str, Status | None]:
    found = {each.indicator.id: each.verdict.status for each in assessment.results}
    return found | {each.milestone.id: each.status for each in assessment.milestones}


def test_what_isnt_asked_for_isnt_missing(seldom: Workspace) -> None:
    for period in (FIRST, THIRD, APRIL):
        found = _statuses(assessment_of(seldom, period))
        assert {found[id_] for id_ in ("W1.3", "S1.1")} == {Status.NOT_DUE}
        assert Status.MISSING not in found.values()
    assert _statuses(assessment_of(seldom, FIRST))["W1.M1"] is Status.NOT_DUE
    assert _statuses(assessment_of(seldom, THIRD))["W1.M1"] is Status.DONE
    assert _statuses(assessment_of(seldom, HALF))["W1.3"] is Status.ON_SCHEDULE
    (known,) = (r for r in assessment_of(seldom, THIRD).results if r.indicator.id == "W1.3")
    assert (known.figures.cumulative, known.figures.as_of) == (31000, HALF)
    assert not [each for each in check_workspace(seldom) if each.code == "D412"]


def test_who_isnt_asked_isnt_chased(seldom: Workspace) -> None:
    for period, asked in ((FIRST, 3), (HALF, 4), (THIRD, 3), (APRIL, 3)):
        assignments = assignments_of(seldom, period)
        assert sum(each.expected for each in unit_statuses(assignments, ())) == asked
    (line,) = (
        line
        for lines in assignments_of(seldom, Period.parse("2012Q4")).values()
        for line in lines
        if line.subject.id == "W1.3"
    )
    assert line.fixed["before"] == "31000"


def test_what_isnt_asked_for_is_printed_as_last_known(
    seldom: Workspace, workshop: Workshop
) -> None:
    third = _text(seldom, workshop, "2012Q3")
    _common_sense(third)
    for words in (
        "纳入评价的指标3项",
        "本期不评价的指标2项：检测（按半年报送）、提速（按年度报送）",
        "检测：目标不少于6万批次，按半年报送，本期不评价；截至6月底累计完成31000批次。",
        "提速：目标60%，按年度报送，本期不评价。",
        "31000批次（截至6月底）",
        "2项指标全部符合要求，另有1项本期不评价",
    ):
        assert words in third
    assert "缺报2项" not in third
    assert "〔未报〕" not in third
    first = _text(seldom, workshop, "2012Q1")
    assert "本期不报送的任务：印发通报。" in first
    assert "征求意见稿" not in first


def test_no_brief_tells_of_a_month_in_which_nothing_is_reported(seldom: Workspace) -> None:
    assert is_told_of(seldom, Period.parse("2012-05"))
    targets = re.sub(
        r"( +)- id: ([WS]1\.(\d|M\d))\n",
        r"\1- id: \2\n\1  frequency: quarterly\n",
        FILES["targets"],
    )
    quarterly = build({**FILES, "targets": targets})
    assert not is_told_of(quarterly, Period.parse("2012-05"))
    assert is_told_of(quarterly, Period.parse("2012-06"))


def test_an_own_number_follows_from_whatever_report_ended_before() -> None:
    """A month's from the quarter's before it, a quarter's from the month's."""
    workspace = build(FILES)
    (indicator,) = (i for i in workspace.tables[2012].record.indicators if i.id == "W1.3")
    first, half = (workspace.progress[each].record for each in (FIRST, HALF))
    for before, period in ((FIRST, APRIL), (Period.parse("2012-03"), HALF)):
        found = figures_of(indicator, period, by_subject({before: first, period: half}))
        assert found.period_actual == 16000
    assert figures_of(indicator, APRIL, by_subject({APRIL: half})).period_actual is None


# ── revised targets ──


REVISIONS = """\
        revisions:
          - effective_from: 2012-04-01
            name: 抽检
            value: 70000
            display: 7万批次
            quote: 检测调整为7万批次
            deadline: 2012-11-30
            basis: 某政办字〔2012〕80号
"""


def _revised(revisions: str = REVISIONS) -> dict[str, str]:
    line = "      - id: W1.3\n"
    return {**FILES, "targets": FILES["targets"].replace(line, line + revisions)}


def test_a_revised_target_holds_from_its_day(workshop: Workshop) -> None:
    plain, revised = build(FILES), build(_revised())
    assert _text(plain, workshop, "2012Q1") == _text(revised, workshop, "2012Q1")
    half = _text(revised, workshop, "2012Q2")
    _common_sense(half)
    said = (
        "目标调整：“检测”改称“抽检”，目标由不少于6万批次调整为不少于7万批次，"
        "完成时限由2012年12月31日调整为2012年11月30日，自2012年4月1日起执行（某政办字〔2012〕80号）。"
    )
    assert half.count(said) == 2
    assert "抽检：目标不少于7万批次" in half
    (first, second) = (
        next(r for r in assessment_of(revised, each).results if r.indicator.id == "W1.3")
        for each in (FIRST, HALF)
    )
    assert (first.indicator.value, second.indicator.value) == (60000, 70000)
    assert first.verdict.completion_rate == 25
    (goal,) = (
        line.fixed["goal"]
        for line in assignments_of(revised, FIRST)["办公厅"]
        if line.subject.id == "W1.3"
    )
    assert goal == "不少于6万批次"


def test_a_target_that_is_only_renamed_keeps_its_value(workshop: Workshop) -> None:
    only = re.sub(r" +(value|display|quote|deadline): .*\n", "", REVISIONS)
    half = _text(build(_revised(only)), workshop, "2012Q2")
    assert "目标调整：“检测”改称“抽检”，自2012年4月1日起执行（某政办字〔2012〕80号）。" in half


def test_a_target_holds_from_the_day_of_its_adding_until_it_is_dropped(workshop: Workshop) -> None:
    first = _without(FILES["2012Q1"], "S1.1", "S1.2", "S1.M1")
    added = FILES["targets"].replace("  - id: S1\n", "  - id: S1\n    effective_from: 2012-05-01\n")
    workspace = build({**FILES, "targets": added, "2012Q1": first})
    errors = [each for each in check_workspace(workspace) if each.severity is not Severity.NOTE]
    assert errors == []
    before, after = (_text(workspace, workshop, each) for each in ("2012Q1", "2012Q2"))
    assert "共有目标1项" in before
    assert "〔未报〕" not in before
    assert "征求意见稿" not in before
    assert "提速" not in before
    assert "共有目标2项" in after
    assert [line.subject.id for line in assignments_of(workspace, FIRST)["办公厅"]] == [
        *("W1.1", "W1.2", "W1.3", "W1.M1")
    ]
    changes = {each.subject: each for each in changes_since(workspace, FIRST, HALF)}
    assert (changes["S1.2"].kind, changes["S1.2"].after) == (ChangeKind.ADDED, "100%")
    with pytest.raises(UsageError) as raised:
        explanation_context(workspace, "S1.2", FIRST)
    assert "2012年第一季度没有指标或节点 S1.2" in raised.value.problems[0].message

    dropped = FILES["targets"].replace("  - id: S1\n", "  - id: S1\n    dropped_from: 2012-05-01\n")
    workspace = build({**FILES, "targets": dropped})
    assert not [each for each in check_workspace(workspace) if each.severity is Severity.ERROR]
    assert _text(workspace, workshop, "2012Q1") == _text(build(FILES), workshop, "2012Q1")
    changes = {each.subject: each for each in changes_since(workspace, FIRST, HALF)}
    assert (changes["S1.2"].kind, changes["S1.2"].before) == (ChangeKind.REMOVED, "100%")

    never = dropped.replace("    dropped_from", "    effective_from: 2012-05-01\n    dropped_from")
    found = [each.code for each in check_workspace(build({**FILES, "targets": never}))]
    assert found.count("D413") == 2


def test_what_was_added_after_a_report_was_not_missing_from_it(tmp_path: Path) -> None:
    root = sample_at(tmp_path)
    first = root / "data" / "2012" / "progress" / "2012Q1.yaml"
    first.write_text(_without(first.read_text(encoding="utf-8"), "W2.2"), encoding="utf-8")
    tracing.freeze(root, FIRST, waiting=str)
    then = root / "data" / "2012" / "reported" / "2012Q1" / "targets.yaml"
    text = then.read_text(encoding="utf-8")
    then.write_text(re.sub(r" +- id: W2\.2\n( {8,}.*\n)+", "", text), encoding="utf-8")
    changes = changes_since(load_workspace(root), FIRST, HALF)
    found = [(each.kind, each.after) for each in changes if each.subject == "W2.2"]
    assert found == [(ChangeKind.ADDED, "不少于130条次")]


def test_revisions_are_changes_between_periods() -> None:
    found = {
        (change.kind, change.before, change.after)
        for change in changes_since(build(_revised()), FIRST, HALF)
        if change.subject == "W1.3" and change.kind not in (ChangeKind.VALUE, ChangeKind.STATUS)
    }
    assert found == {
        (ChangeKind.REVISED, "不少于6万批次", "不少于7万批次"),
        (ChangeKind.REWORDED, "检测", "抽检"),
        (ChangeKind.DEADLINE, "2012年12月31日", "2012年11月30日"),
    }


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("", "", None, ""),
        ("            quote: 检测调整为7万批次\n", "", "D461", "没有引用修订文件的原文"),
        ("调整为7万", "调整为8万", "D406", "原文引用“检测调整为8万批次”中的数是：80000"),
        ("display: 7万", "display: 8万", "D406", "目标值写法“8万批次”"),
        ("2012-04-01", "2013-04-01", "D461", "应在 2012 年内"),
        ("deadline: 2012", "deadline: 2013", "D413", "W1.3 的完成时限是 2013-11-30"),
        ("value: 70000", "value: 0", "D407", "W1.3 的目标值是 0"),
    ],
)
def test_revisions_are_checked(old: str, new: str, code: str | None, said: str) -> None:
    problems = [
        each
        for each in check_workspace(build(_revised(REVISIONS.replace(old, new))))
        if each.severity is not Severity.NOTE
    ]
    if code is None:
        assert not problems
    else:
        (problem,) = (each for each in problems if each.code == code and said in each.message)
        assert problem.place is not None
        assert problem.place.line is not None


# ── renamed units ──


def test_a_renamed_unit_keeps_its_history(tmp_path: Path) -> None:
    root = sample_at(tmp_path)
    office = root / "data" / "office.yaml"
    office.write_text(
        office.read_text(encoding="utf-8").replace("unit: 市政府办公厅", "unit: 市政府办公室")
        + "units:\n  - name: 市政府办公室\n    aliases: [市政府办公厅]\n",
        encoding="utf-8",
    )
    workspace = load_workspace(root)
    assert not [each for each in check_workspace(workspace) if each.severity is Severity.ERROR]
    whole = assessment_of(workspace, FIRST)
    assert list(whole.by_unit("市政府办公室")) == ["市政府办公室"]
    assert whole.by_unit("市政府办公室")["市政府办公室"].results == whole.results
    sent = send_out(root, Period.parse("2012Q4"), ["市政府办公厅"], folder=tmp_path / "out")
    assert [path.name for path in sent] == ["市政府办公室-2012Q4.xlsx"]
    replace_once(office, "aliases: [市政府办公厅]", "aliases: [市政府办公厅, 市政府办公室]")
    (problem,) = (e for e in check_workspace(load_workspace(root)) if e.code == "D462")
    assert "“市政府办公室”写了两次" in problem.message


def test_one_of_units_that_bear_a_target_together_is_renamed(tmp_path: Path) -> None:
    root = sample_at(tmp_path)
    table = root / "data" / "2012" / "targets.yaml"
    replace_once(table, "lead_unit: 市政府办公厅", "lead_unit: 信息处、督查处")
    with (root / "data" / "office.yaml").open("a", encoding="utf-8") as office:
        office.write("units:\n  - {name: 督查室, aliases: [督查处]}\n")
    workspace = load_workspace(root)
    assert "信息处、督查室" in assessment_of(workspace, FIRST).by_unit("市政府办公厅")
    (sent,) = send_out(root, Period.parse("2012Q4"), ["信息处、督查处"], folder=tmp_path / "out")
    assert sent.name == "信息处、督查室-2012Q4.xlsx"


def test_a_form_of_before_the_renaming_comes_back(tmp_path: Path) -> None:
    root = workspace_at(tmp_path / "office")
    send_out(root, HALF)
    filled(blank_in(root), tmp_path / "back")
    office = root / "data" / "office.yaml"
    replace_once(office, "unit: 市政府办公厅", "unit: 市政府办公室")
    text = "\nunits:\n  - name: 市政府办公室\n    aliases: [市政府办公厅]\n"
    office.write_text(office.read_text(encoding="utf-8") + text, encoding="utf-8")
    taken = take_in(root, tmp_path / "back", waiting=str)
    assert [each.unit for each in taken.units] == ["市政府办公室"]
    assert taken.written


def test_a_report_isnt_older_than_the_last_form_that_it_tells_of(tmp_path: Path) -> None:
    root = workspace_at(tmp_path / "office")
    send_out(root, HALF)
    late = {"W2.2": GOOD["W2.2"]}
    early = {id_: cells for id_, cells in GOOD.items() if id_ not in late}
    dated: list[str] = []
    for day, rows in (("2012-07-05", early), ("2012-07-12", late), ("2012-07-03", late)):

        def on(book: Workbook, day: str = day) -> None:
            sheet_of(book)["K2"] = day

        filled(blank_in(root), tmp_path / day, rows, on)
        take_in(root, tmp_path / day, waiting=str)
        dated.append(str(load_workspace(root).progress[HALF].record.date_reported))
    assert dated == ["2012-07-05", "2012-07-12", "2012-07-12"]


# ── corrections ──


def _corrected(root: Path, period: str) -> list[tuple[str | None, object, object]]:
    figures = period_figures(load_workspace(root), Period.parse(period))
    kinds = (ChangeKind.CORRECTED, ChangeKind.REPORTED)
    changes = (each for each in figures.changes if each.kind in kinds and each.period_name)
    return [(each.period_name, each.before, each.after) for each in changes]


def test_a_correction_is_told_by_the_next_report_whenever_it_was_made(
    tmp_path: Path, workshop: Workshop
) -> None:
    root = sample_at(tmp_path)
    first, half = (root / "data" / "2012" / "progress" / f"{each}.yaml" for each in (FIRST, HALF))
    tracing.freeze(root, FIRST, waiting=str)
    replace_once(first, "cumulative: 12\n", "cumulative: 11\n")
    once = ("第一季度", Decimal(12), Decimal(11))
    assert _corrected(root, "2012Q2") == [once]
    tracing.freeze(root, HALF, waiting=str)
    assert _corrected(root, "2012Q2") == [once]
    assert _corrected(root, "2012Q3") == []  # told already
    replace_once(first, "cumulative: 11\n", "cumulative: 10\n")
    replace_once(half, "cumulative: 25\n", "cumulative: 24\n")
    twice = [("第一季度", Decimal(11), Decimal(10)), ("上半年", Decimal(25), Decimal(24))]
    assert _corrected(root, "2012Q3") == twice
    assert _corrected(root, "2012Q2")[1:] == twice[1:]  # its revision says what it revises
    assert _corrected(root, "2012Q1") == [("第一季度", Decimal(12), Decimal(10))]
    text = _text(load_workspace(root), workshop, "2012Q3")
    _common_sense(text)
    assert "第一季度已报数更正" in text
    half.unlink()  # the third quarter has no report before it to be compared with
    assert _corrected(root, "2012Q3") == [("第一季度", Decimal(12), Decimal(10))]
    assert "报出以后的更正。" in _text(load_workspace(root), workshop, "2012Q3")


def test_the_first_reports_revision_says_what_became_of_its_targets(
    tmp_path: Path, workshop: Workshop
) -> None:
    root = sample_at(tmp_path)
    tracing.freeze(root, FIRST, waiting=str)
    assert period_figures(load_workspace(root), FIRST).changes == ()
    table = root / "data" / "2012" / "targets.yaml"
    replace_once(table, "value: 60000", "value: 70000")
    replace_once(table, "display: 6万批次", "display: 7万批次")
    found = period_figures(load_workspace(root), FIRST).changes
    assert [(each.kind, each.before, each.after) for each in found] == [
        (ChangeKind.REVISED, "不少于6万批次", "不少于7万批次")
    ]
    assert "变动说明" in _text(load_workspace(root), workshop, "2012Q1")


# ── by forms, after all was told ──


def _form(folder: Path, blank: Path, rows: Mapping[str, Cells], day: str) -> Path:
    def on(book: Workbook) -> None:
        sheet_of(book)["K2"] = day

    filled(blank, folder, rows, on)
    return folder


def test_a_form_corrects_a_quarter_that_was_frozen(tmp_path: Path, workshop: Workshop) -> None:
    """Asked before it replaces; the figure of then stays, both reports tell of the change."""
    root = sample_at(tmp_path / "office")
    tracing.freeze(root, FIRST, waiting=str)
    before = load_workspace(root).frozen[FIRST].report.record
    (blank,) = send_out(root, FIRST, folder=tmp_path / "out")
    late = _form(tmp_path / "late", blank, {"W2.3": {"cumulative": 7}}, "2012-06-20")
    (asked,) = (
        each for each in take_in(root, late, FIRST, waiting=str).problems if each.code == "E910"
    )
    assert "W2.3 已有累计完成 8" in asked.message
    taken = take_in(root, late, FIRST, replacing=True, waiting=str)
    assert taken.replaced == ("W2.3：累计完成 8 → 累计完成 7",)
    workspace = load_workspace(root)
    assert not [each for each in check_workspace(workspace) if each.severity is Severity.ERROR]
    assert workspace.frozen[FIRST].report.record == before
    for period in ("2012Q1", "2012Q2"):
        assert ("第一季度", Decimal(8), Decimal(7)) in _corrected(root, period)
        assert "第一季度已报数更正" in _text(workspace, workshop, period)


def test_a_correction_that_a_later_quarter_contradicts_is_told_with_that_quarter(
    tmp_path: Path,
) -> None:
    root = sample_at(tmp_path / "office")
    (blank,) = send_out(root, FIRST, folder=tmp_path / "out")
    late = _form(tmp_path / "late", blank, {"W2.2": {"cumulative": 34}}, "2012-06-20")
    (problem,) = (
        each
        for each in take_in(root, late, FIRST, replacing=True, waiting=str).problems
        if each.code == "D409"
    )
    assert problem.place is not None
    assert problem.place.cell == f"H{row_of(sheet_of(load_workbook(blank)), 'W2.2')}"
    assert problem.message.startswith("与2012Q2已报的对不上：W2.2（")
    assert "data/2012/progress/2012Q2.yaml" in problem.remedy


def test_a_line_handed_over_in_mid_year_is_taken_from_who_has_it(tmp_path: Path) -> None:
    """Of the quarter of the handing over from the new unit, of those before from the old one."""
    root = workspace_at(tmp_path / "office")
    (old_blank,) = send_out(root, HALF, folder=tmp_path / "before")
    table = root / "data" / "2012" / "targets.yaml"
    revision = "revisions: [{effective_from: 2012-05-15, lead_unit: 督查室, basis: 会议纪要}]"
    quote = "quote: 市政府领导批示不少于130条次\n"
    replace_once(table, quote, f"{quote}        {revision}\n")
    sent = send_out(root, HALF, folder=tmp_path / "out")
    assert [path.name for path in sent] == ["市政府办公厅-2012Q2.xlsx", "督查室-2012Q2.xlsx"]
    assert not _has_row(sent[0], "W2.2")
    row = row_of(sheet_of(load_workbook(sent[1])), "W2.2")
    assert sheet_of(load_workbook(sent[1])).cell(row, KEYS.index("before") + 1).value == "35"

    rows = {"W1.2": {"cumulative": 58}, "W2.2": {"actual": 20, "cumulative": 55}}
    back = _form(tmp_path / "back", old_blank, rows, "2012-07-03")
    _form(back, sent[1], {"W2.2": {"actual": 36, "cumulative": 71}}, "2012-07-04")
    taken = take_in(root, back, waiting=str)
    assert [each.message for each in taken.problems if each.severity is Severity.ERROR] == [
        "W2.2 是督查室的指标"
    ]
    stored = {each.indicator: each for each in load_workspace(root).progress[HALF].record.entries}
    assert (stored["W1.2"].cumulative, stored["W2.2"].cumulative) == (58, 71)
    assert stored["W2.2"].origin is not None
    assert stored["W2.2"].origin.unit == "督查室"

    # what the old unit reported is corrected by the old unit
    assert [path.name for path in send_out(root, FIRST, folder=tmp_path / "first")] == [
        "市政府办公厅-2012Q1.xlsx"
    ]
    late = _form(
        tmp_path / "late",
        tmp_path / "first" / "市政府办公厅-2012Q1.xlsx",
        {"W2.2": {"cumulative": 35, "note": "登记簿已核对"}},
        "2012-06-01",
    )
    assert take_in(root, late, FIRST, replacing=True, waiting=str).written
    assert (ChangeKind.HANDED_OVER, "市政府办公厅", "督查室") in {
        (each.kind, each.before, each.after)
        for each in changes_since(load_workspace(root), FIRST, HALF)
    }


def _has_row(form: Path, id_: str) -> bool:
    sheet = sheet_of(load_workbook(form))
    return id_ in [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
