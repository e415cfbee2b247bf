"""Excel forms to the responsible units and back: who has to report, what came, who is late."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import (
    DataError,
    MissingInputError,
    Place,
    Problem,
    ReportgenError,
    UsageError,
    errors_in,
)
from reportgen.checks.texts import endless_in, forbidden_in, glyph_rule
from reportgen.desk.workspaces import fonts_there
from reportgen.forms.form import Assignments, assignments_of
from reportgen.forms.intake import Intake, Reporting, UnitStatus, unit_statuses
from reportgen.forms.intake import take_in as judged
from reportgen.forms.mapping import mapped_forms, read_map
from reportgen.forms.returned import ReturnedForm, marked_copy, read_form
from reportgen.forms.storing import file_of, new_report_text, redated, stored
from reportgen.forms.writing import form_workbook
from reportgen.locking import workspace_lock
from reportgen.model.periods import Period
from reportgen.model.records import renamed
from reportgen.publish import publish, refuse_differing
from reportgen.reports.filters import FILTERS
from reportgen.schedule.calendar import reporting_day
from reportgen.sources.strict_yaml import Document
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.templating.rendering import render_text
from reportgen.templating.sandbox import make_environment

_UNSAFE = frozenset('\\/:*?"<>|')
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the forms of one period; ``back`` is where copies that go back lie.

    ``written`` and ``replaced`` say which figures are in the data now; ``chaser`` is the text to
    send to those who are late.
    """

    period: Period
    written: Sequence[str]
    replaced: Sequence[str]
    units: Sequence[UnitStatus]
    chaser: str
    back: Path | None
    problems: Sequence[Problem]
    any_accepted: bool

    @property
    def complete(self) -> bool:
        """Tell whether every form was taken whole."""
        return not errors_in(self.problems)


def send_out(
    root: Path,
    period: Period,
    units: Sequence[str] = (),
    *,
    folder: Path | None = None,
    replacing: bool = False,
) -> tuple[Path, ...]:
    """Make the workbook of each unit, of all where none are named, and return the files.

    They go to ``build/forms/<period>`` of the workspace unless another folder is named. Raises
    UsageError for a unit that has nothing to report, CannotCreateError where a form that differs,
    and may be filled in, stands there already, unless it is to be replaced.
    """
    workspace = load_workspace(root)
    assignments = assignments_of(workspace, period)
    names = workspace.office.record.unit_names
    units = [renamed(unit, names) for unit in units]
    if unknown := [unit for unit in units if unit not in assignments]:
        known = "、".join(assignments)
        message = f"没有责任单位“{'、'.join(unknown)}”；有：{known}"
        raise UsageError([Code.USAGE.problem(message)])
    folder = folder or _folder(root, period)
    previous = workspace.progress.get(period.previous) if period.previous else None
    mark = "上期数为示例数据" if previous and previous.record.sample else ""
    environment = make_environment(root / "templates", FILTERS)
    names = _file_names(assignments)
    books = {}
    for unit in units or assignments:
        lines = tuple(line for line in assignments[unit] if line.due)
        if not lines:
            continue
        lists = [line.subject for line in assignments[unit] if line.items]
        notes = render_text(
            environment, "form-notes.txt", _names(period) | {"unit": unit, "lists": lists}
        )
        books[folder / f"{names[unit]}-{period}.xlsx"] = form_workbook(
            unit, lines, period, notes, mark
        )
    if not replacing:
        message = "填报表已经存在而且不同，可能已经填过；没有改动"
        refuse_differing(books, message, "移走它，或加 --replace 换掉。")
    for path, content in books.items():
        publish(path, content)
    return tuple(books)


def take_in(
    root: Path,
    folder: Path,
    period: Period | None = None,
    *,
    day: date | None = None,
    mapping: Path | None = None,
    replacing: bool = False,
    waiting: Callable[[str], None],
) -> TakenIn:
    """Judge all forms of a folder, store what is right, and mark copies of what goes back.

    The period is what the forms say, where none is named. The report is dated ``day``; where none
    is named, a new one is dated as the last of the forms is, or the day on which it is due. Other
    figures that are in the data already stay unless they are to be replaced. ``waiting`` is told
    when another run is at work.
    With a mapping file, ``folder`` is one sheet for all units, made elsewhere.
    Raises MissingInputError where there is no form, UsageError where the forms name no one period.
    """
    forms, unread = ([], []) if mapping else _returned(folder)
    table = read_map(mapping).record if mapping else None
    when = period or (table and table.period) or _stated_period(forms)
    with workspace_lock(root, waiting):
        workspace = load_workspace(root)
        assignments = assignments_of(workspace, when)
        if table:
            forms, unread = mapped_forms(folder, table, assignments, when)
        taken = _taken(workspace, assignments, forms, unread, when, day, replacing=replacing)
    return replace(taken, problems=(*unread, *taken.problems))


def _taken(
    workspace: Workspace,
    assignments: Assignments,
    forms: Sequence[ReturnedForm],
    unread: Sequence[Problem],
    period: Period,
    day: date | None,
    *,
    replacing: bool,
) -> TakenIn:
    """Judge the forms, make the copies that go back, and store what is right last of all."""
    root = workspace.root
    rule = _rule_on_texts(root, workspace)
    intakes = [judged(form, assignments, period, rule) for form in forms]
    _refuse_duplicates(intakes)
    path = root / file_of(period)
    known = period in workspace.progress
    accepted = [each for intake in intakes for each in intake.accepted]
    before = path.read_text(encoding="utf-8") if known else ""
    text = before or new_report_text(period, reporting_day(workspace, period))
    sizes = workspace.sizes_of(period.year)
    storing = stored(text, period, accepted, sizes, replacing=replacing)
    # a report isn't older than the last form that it tells of
    days = [workspace.progress[period].record.date_reported] if known else []
    new = (each.record for each in accepted if each.record.indicator in storing.written)
    days += (each.origin.reported_on for each in new if each.origin and each.origin.reported_on)
    if days and (day or storing.written):
        storing.text = redated(storing.text, period, day or max(days))
    for intake in intakes:
        own = {each.place() for each in intake.accepted}
        intake.problems += (each for each in storing.problems if each.place in own)
        intake.accepted = [
            each for each in intake.accepted if each.record.indicator in storing.kept
        ]
    back = _folder(root, period) / "退回"
    sent_back = _sent_back(back, forms, intakes, unread)
    statuses = unit_statuses(assignments, intakes)
    environment = make_environment(root / "templates", FILTERS)
    by_status = {
        status: [each for each in statuses if each.status is status] for status in Reporting
    }
    late: dict[str, object] = {
        "late": [each.unit for each in by_status[Reporting.MISSING]],
        "returned": [each.unit for each in by_status[Reporting.RETURNED]],
        "partial": [(each.unit, list(each.lacking)) for each in by_status[Reporting.PARTLY]],
    }
    chaser = render_text(environment, "chaser.txt", _names(period) | late)
    reminder = _folder(root, period) / "催报.txt"
    if chaser.strip():
        publish(reminder, chaser.encode())
    else:
        reminder.unlink(missing_ok=True)  # all have reported since
    if storing.text != before and (known or storing.written):
        publish(path, storing.text.encode())
    problems = (each for intake in intakes for each in intake.problems)
    return TakenIn(
        period,
        tuple(storing.written),
        tuple(storing.replaced),
        statuses,
        chaser,
        back if sent_back else None,
        tuple(problems),
        any(intake.accepted for intake in intakes),
    )


def _file_names(units: Iterable[str]) -> dict[str, str]:
    """Return the name of each unit's file, no two alike on any file system, always the same."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for unit in units:
        text = unicodedata.normalize("NFC", unit)
        kept = (each for each in text if each.isprintable() and each not in _UNSAFE | {" ", "　"})
        stem = "".join(kept)[:_LONGEST_NAME].strip(".") or "单位"
        ways = chain([stem], (f"{stem}（{number}）" for number in count(2)))
        names[unit] = next(each for each in ways if each.casefold() not in taken)
        taken.add(names[unit].casefold())
    return names


def _rule_on_texts(root: Path, workspace: Workspace) -> Callable[[Document], Iterable[Problem]]:
    """Return what ``check`` would say of a document's characters; of glyphs only where fonts are."""
    fonts = fonts_there(root, workspace.office.record)
    rules: list[Callable[[Document], Iterable[Problem]]] = [forbidden_in, endless_in]
    if fonts:
        rules.append(glyph_rule(fonts.has_glyph, fonts.in_every_face))
    return lambda document: (problem for rule in rules for problem in rule(document))


def _sent_back(
    folder: Path,
    forms: Sequence[ReturnedForm],
    intakes: Sequence[Intake],
    unread: Sequence[Problem],
) -> list[str]:
    """Put out what goes back, marked; a copy that can't be made is a problem of its own.

    One sheet for all units goes back whole, as a workbook whatever it was.
    """
    copies = []
    for file, form in {form.file: form for form in forms}.items():
        own = [each for one, each in zip(forms, intakes, strict=True) if one.file == file]
        problems = [each for each in unread if each.place and each.place.file == file]
        problems += (each for intake in own for each in intake.problems)
        name = file if file.lower().endswith(".xlsx") else f"{file}.xlsx"
        try:
            if problems:
                publish(folder / name, marked_copy(form, problems))
                copies.append(name)
        except DataError as error:
            own[0].problems += (
                replace(each, message=f"做不出标红的副本：{each.message}")
                for each in error.problems
            )
        if name not in copies:
            (folder / name).unlink(missing_ok=True)  # what was returned has been mended
    return copies


def _folder(root: Path, period: Period) -> Path:
    return below(root / "build", "forms", str(period))


def _names(period: Period) -> dict[str, object]:
    return {"year": period.year, "period_name": period.own_name}


def _returned(folder: Path) -> tuple[list[ReturnedForm], list[Problem]]:
    """Read every file of the folder; one that can't be read doesn't hide the others."""
    forms: list[ReturnedForm] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith((".", "~$")):
            try:
                forms.append(read_form(path))
            except ReportgenError as error:
                problems += error.problems
    if not forms:
        message = "文件夹里没有文件" if folder.is_dir() else "没有这个文件夹"
        nothing = Code.FILE_NOT_FOUND.problem(message, Place(str(folder)))
        raise MissingInputError(problems or [nothing])
    return forms, problems


def _stated_period(forms: Sequence[ReturnedForm]) -> Period:
    stated = {form.meta["period"] for form in forms if "period" in form.meta}
    message = f"填报表的期间不一致（{'、'.join(sorted(stated)) or '没有写明'}）"
    if len(stated) == 1:
        try:
            return Period.parse(stated.pop())
        except ValueError:
            message = "填报表里隐藏的期间被改动过，读不懂"
    raise UsageError([Code.USAGE.problem(message, None, "用 --period 指明收哪一期。")])


def _refuse_duplicates(intakes: Sequence[Intake]) -> None:
    """Take neither of two files of one unit: nobody can tell which one counts."""
    for intake in intakes:
        others = [each.file for each in intakes if each.unit == intake.unit and each is not intake]
        if others:
            message = f"{intake.unit}还交回了 {'、'.join(others)}"
            intake.problems.append(Code.FORM_DUPLICATE.problem(message, Place(intake.file)))
            intake.accepted.clear()
