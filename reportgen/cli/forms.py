"""``forms out`` and ``forms in``: Excel forms to the units and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import (
    DataError,
    ExitCode,
    MissingInputError,
    Place,
    Problem,
    ReportgenError,
    UsageError,
    errors_in,
)
from reportgen.checks.texts import forbidden_in, glyph_rule
from reportgen.cli.output import print_aside, print_problems, print_table
from reportgen.cli.words import FILE, PERIOD, Command, Group, json_object_option, period_option
from reportgen.fonts.resolving import resolve_fonts
from reportgen.forms.form import Assignments, assignments_of
from reportgen.forms.intake import Intake, Reporting, UnitStatus, take_in, unit_statuses
from reportgen.forms.marking import marked_copy
from reportgen.forms.reading import ReturnedForm, read_form
from reportgen.forms.storing import Storing, file_of, new_report_text, stored
from reportgen.forms.writing import form_workbook
from reportgen.layout.loading import load_profile
from reportgen.locking import workspace_lock
from reportgen.model.periods import Period
from reportgen.publish import publish, refuse_differing
from reportgen.reports.filters import FILTERS
from reportgen.sources.strict_yaml import Document
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.templating import make_environment, render_text

_UNSAFE = re.compile(r'[\\/:*?"<>|\s]')


@click.group("forms", cls=Group)
def forms_group() -> None:
    """给责任单位的 Excel 填报表：发出和收回。"""


@forms_group.command("out", cls=Command)
@period_option
@click.option("--unit", "units", multiple=True, help="只发给这个单位，可以重复；默认全部")
@click.option("--out", type=FILE, help="放到哪里，默认 build/forms/期间")
@click.option("--replace", is_flag=True, help="已有的填报表不同也换掉")
@click.pass_obj
def out_command(
    root: Path, period: Period, units: tuple[str, ...], out: Path | None, replace: bool
) -> None:
    """发出填报表：每个责任单位一个工作簿。"""
    workspace = load_workspace(root)
    assignments = _chosen(assignments_of(workspace, period), units)
    folder = out or _folder(root, period)
    previous = workspace.progress.get(period.previous) if period.previous else None
    mark = "上期数为示例数据" if previous and previous.record.sample else ""
    environment = make_environment(root / "templates", FILTERS)
    books = {}
    for unit, lines in assignments.items():
        notes = render_text(environment, "form-notes.txt", _names(period) | {"unit": unit})
        name = f"{_UNSAFE.sub('', unit)}-{period}.xlsx"
        books[folder / name] = form_workbook(unit, lines, period, notes, mark)
    if not replace:
        message = "填报表已经存在而且不同，可能已经填过；没有改动"
        refuse_differing(books, message, "移走它，或加 --replace 换掉。")
    for path, content in books.items():
        publish(path, content)
        click.echo(str(path))


@forms_group.command("in", cls=Command)
@click.argument("folder", type=FILE, metavar="文件夹")
@click.option("--period", type=PERIOD, help="期间；默认从填报表里看")
@click.option("--replace", is_flag=True, help="与已有的数不同时换成填报表的数，并列出改了什么")
@json_object_option
@click.pass_obj
def in_command(
    root: Path, folder: Path, period: Period | None, replace: bool, as_json: bool
) -> int:
    """收回填报表：一次列出全部问题，好的行写入进展数据，有误的做一份标红的副本。"""
    forms, unread = _returned(folder)
    when = period or _stated_period(forms)
    with workspace_lock(root, print_aside):
        collected = _collect(root, forms, when, replacing=replace)
    problems = [*unread, *(each for intake in collected.intakes for each in intake.problems)]
    print_problems(problems)
    if as_json:
        _print_json(when, collected, problems)
    else:
        _print_result(collected)
    if not errors_in(problems):
        return ExitCode.DONE
    taken = any(intake.accepted for intake in collected.intakes)
    return ExitCode.SOME_FAILED if taken else ExitCode.DATA


@dataclass(frozen=True, slots=True)
class _Collected:
    """What became of the forms of one period; ``back`` is where copies that go back lie."""

    intakes: Sequence[Intake]
    storing: Storing
    statuses: Sequence[UnitStatus]
    chaser: str
    back: Path | None


def _collect(
    root: Path, forms: Sequence[ReturnedForm], period: Period, *, replacing: bool
) -> _Collected:
    """Judge the forms, make the copies that go back, and store what is right last of all."""
    workspace = load_workspace(root)
    assignments = assignments_of(workspace, period)
    rule = _rule_on_texts(root, workspace)
    intakes = [take_in(form, assignments, period, rule) for form in forms]
    _refuse_duplicates(intakes)
    path = root / file_of(period)
    known = period in workspace.progress
    text = path.read_text(encoding="utf-8") if known else new_report_text(period, date.today())
    accepted = [each for intake in intakes for each in intake.accepted]
    storing = stored(text, period, accepted, replacing=replacing)
    for intake in intakes:
        intake.problems += (
            each for each in storing.problems if each.place and each.place.file == intake.file
        )
        intake.accepted = [
            each for each in intake.accepted if each.record.indicator in storing.kept
        ]
    back = _folder(root, period) / "退回"
    copies = _marked_copies(forms, intakes)
    for form in forms:
        if form.file in copies:
            publish(back / form.file, copies[form.file])
        else:
            (back / form.file).unlink(missing_ok=True)  # what was returned has been mended
    statuses = unit_statuses(assignments, intakes)
    environment = make_environment(root / "templates", FILTERS)
    chaser = render_text(environment, "chaser.txt", _names(period) | _late(statuses))
    publish(_folder(root, period) / "催报.txt", chaser.encode())
    if storing.written:
        publish(path, storing.text.encode())
    return _Collected(intakes, storing, statuses, chaser, back if copies else None)


def _rule_on_texts(root: Path, workspace: Workspace) -> Callable[[Document], Iterable[Problem]]:
    """Return what ``check`` would say of a document's characters; of glyphs only where fonts are."""
    try:
        fonts = resolve_fonts(load_profile(root, workspace.office.record.profile).font_faces())
    except ReportgenError:
        return forbidden_in
    lacking = glyph_rule(fonts.has_glyph, fonts.in_every_face)
    return lambda document: (*forbidden_in(document), *lacking(document))


def _marked_copies(forms: Sequence[ReturnedForm], intakes: Sequence[Intake]) -> dict[str, bytes]:
    """Make the copies that go back, by file; one that can't be made is a problem of its own."""
    copies = {}
    for form, intake in zip(forms, intakes, strict=True):
        if intake.problems:
            try:
                copies[form.file] = marked_copy(form, intake.problems)
            except DataError as error:
                intake.problems += (
                    replace(each, message=f"做不出标红的副本：{each.message}")
                    for each in error.problems
                )
    return copies


def _folder(root: Path, period: Period) -> Path:
    return root / "build" / "forms" / str(period)


def _names(period: Period) -> dict[str, object]:
    return {"year": period.year, "period_name": period.own_name}


def _chosen(assignments: Assignments, units: Sequence[str]) -> Assignments:
    if unknown := [unit for unit in units if unit not in assignments]:
        known = "、".join(assignments)
        message = f"没有责任单位“{'、'.join(unknown)}”；有：{known}"
        raise UsageError([Code.USAGE.problem(message)])
    return {unit: lines for unit, lines in assignments.items() if not units or unit in units}


def _returned(folder: Path) -> tuple[list[ReturnedForm], list[Problem]]:
    """Read every file of the folder; one that can't be read doesn't hide the others."""
    if not folder.is_dir():
        raise MissingInputError([Code.FILE_NOT_FOUND.problem("没有这个文件夹", Place(str(folder)))])
    paths = [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith((".", "~$"))
    ]
    if not paths:
        message = "文件夹里没有文件"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, Place(str(folder)))])
    forms: list[ReturnedForm] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            forms.append(read_form(path))
        except ReportgenError as error:
            problems += error.problems
    if not forms:
        raise MissingInputError(problems)
    return forms, problems


def _stated_period(forms: Sequence[ReturnedForm]) -> Period:
    stated = {form.meta["period"] for form in forms if "period" in form.meta}
    if len(stated) != 1:
        found = "、".join(sorted(stated)) or "没有写明"
        message = f"填报表的期间不一致（{found}）"
        raise UsageError([Code.USAGE.problem(message, None, "用 --period 指明收哪一期。")])
    try:
        return Period.parse(stated.pop())
    except ValueError:
        message = "填报表里隐藏的期间被改动过，读不懂"
        raise UsageError(
            [Code.USAGE.problem(message, None, "用 --period 指明收哪一期。")]
        ) from None


def _refuse_duplicates(intakes: Sequence[Intake]) -> None:
    """Take neither of two files of one unit: nobody can tell which one counts."""
    for intake in intakes:
        others = [each.file for each in intakes if each.unit == intake.unit and each is not intake]
        if others:
            message = f"{intake.unit}还交回了 {'、'.join(others)}"
            intake.problems.append(Code.FORM_DUPLICATE.problem(message, Place(intake.file)))
            intake.accepted.clear()


def _late(statuses: Sequence[UnitStatus]) -> dict[str, object]:
    def units(status: Reporting) -> list[str]:
        return [each.unit for each in statuses if each.status is status]

    return {
        "late": units(Reporting.MISSING),
        "returned": units(Reporting.RETURNED),
        "partial": [
            (each.unit, list(each.lacking)) for each in statuses if each.status is Reporting.PARTLY
        ],
    }


def _print_result(collected: _Collected) -> None:
    rows = [("单位", "状态", "已填", "应填", "文件")]
    rows += [
        (each.unit, each.status.label, str(each.filled), str(each.expected), each.file or "—")
        for each in collected.statuses
    ]
    print_table(rows)
    storing, back = collected.storing, collected.back
    for line in storing.replaced:
        click.echo(f"已换：{line}")
    click.echo(f"写入 {len(storing.written)} 项" + (f"；退回的副本在 {back}" if back else ""))
    click.echo(f"\n{collected.chaser}", nl=False)


def _print_json(period: Period, collected: _Collected, problems: Sequence[Problem]) -> None:
    record = {
        "period": str(period),
        "written": collected.storing.written,
        "replaced": collected.storing.replaced,
        "units": [
            {
                "unit": each.unit,
                "status": each.status.label,
                "file": each.file,
                "filled": each.filled,
                "expected": each.expected,
            }
            for each in collected.statuses
        ],
        "problems": [problem.to_json() for problem in problems],
    }
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))
