"""Judge the rows of a returned form: entries for the progress file, and every problem at once."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place, Problem, errors_in
from reportgen.checks.entries import Finding, date_doubt, entry_findings, unsuitable
from reportgen.forms.form import (
    COLUMNS,
    FIGURES,
    ID,
    NAMES,
    STATE,
    Assignment,
    Assignments,
    Content,
    FormColumn,
)
from reportgen.forms.returned import FormRow, ReturnedForm
from reportgen.forms.storing import file_of, merged
from reportgen.forms.values import (
    CellValue,
    Unreadable,
    read_choice,
    read_date,
    read_items,
    read_number,
    read_rate,
    read_text,
)
from reportgen.model.labels import Grade, Labelled
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry
from reportgen.model.targets import Indicator
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.strict_yaml import Document, Location, Value

_MOST_NAMED = 5


@dataclass(slots=True)
class Intake:
    """What became of one workbook; what is accepted stands at the cells that it came from."""

    file: str
    unit: str
    accepted: list[Sourced[ProgressEntry]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Tell whether the workbook goes back."""
        return bool(errors_in(self.problems))


class Reporting(Labelled):
    """How far a unit's form has come."""

    REPORTED = "reported", "已报"
    PARTLY = "partly", "部分"
    MISSING = "missing", "未报"
    RETURNED = "returned", "退回"


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: its file, how many indicators it reported, which are lacking."""

    unit: str
    status: Reporting
    file: str | None
    filled: int
    expected: int
    lacking: tuple[str, ...]


def take_in(
    form: ReturnedForm,
    assignments: Assignments,
    period: Period,
    rule_on_texts: Callable[[Document], Iterable[Problem]],
) -> Intake:
    """Judge a form; rows with an error are left out, the others are accepted.

    A row is a document whose places are cells, and held against the same rules as the data files.
    """
    unit = _unit_of(form, assignments)
    intake = Intake(form.file, unit or form.meta.get("unit", form.file))
    stated = form.meta.get("period", str(period))
    if stated != str(period) or unit is None:
        message, remedy = (
            "看不出是哪个单位的填报表：隐藏的单位名称和编号都没有了",
            "请在发出的填报表上填。",
        )
        if stated != str(period):
            message, remedy = f"这是 {stated} 的填报表，现在收的是 {period}", "交回本期的填报表。"
        intake.problems.append(Code.FORM_WRONG.problem(message, Place(form.file), remedy))
        return intake
    for column in (each for each in COLUMNS if each.key in form.lacking):
        message = f"没有“{column.heading}”一栏：删去了，或表头改动了"
        code = Code.FORM_COLUMN_MISSING if column.key in (ID, *FIGURES) else Code.FORM_LOCKED
        intake.problems.append(code.problem(message, Place(form.file, sheet=form.sheet)))
    if ID in form.lacking:
        return intake
    own = {line.subject.id: line for line in assignments[unit]}
    owners = {line.subject.id: name for name, lines in assignments.items() for line in lines}
    origin = _origin(form, unit, period, intake)
    seen: dict[str, FormRow] = {}
    for row in form.rows:
        if row.id not in own or row.id in seen:
            intake.problems.append(_misplaced(form, row, owners, seen))
            intake.accepted = [each for each in intake.accepted if each.record.indicator != row.id]
            continue
        seen[row.id] = row
        entry, problems = _judged(form, row, own[row.id], origin, rule_on_texts)
        intake.problems += problems
        if entry is not None and not errors_in(problems):
            intake.accepted.append(entry)
    missing = [
        f"{id_}（{own[id_].subject.name}）" for id_ in own if id_ not in seen and own[id_].due
    ]
    if missing:
        others = f"等 {len(missing)} 行" if len(missing) > _MOST_NAMED else ""
        message = f"少了{'、'.join(missing[:_MOST_NAMED])}{others}"
        intake.problems.append(Code.FORM_ROW_MISSING.problem(message, Place(form.file)))
    intake.problems = list(dict.fromkeys(intake.problems))  # the reporter stands in each row
    return intake


def _unit_of(form: ReturnedForm, assignments: Assignments) -> str | None:
    """Return the unit that the hidden sheet names, or that most ids belong to."""
    if (stated := form.meta.get("unit")) in assignments:
        return stated
    ids = {row.id for row in form.rows}
    counts = {
        unit: sum(line.subject.id in ids for line in lines) for unit, lines in assignments.items()
    }
    best = max(counts, key=lambda unit: counts[unit], default=None)
    return best if best is not None and counts[best] else None


def _origin(form: ReturnedForm, unit: str, period: Period, intake: Intake) -> dict[str, Value]:
    """Say where the form's figures come from; note where that isn't written on it."""
    origin: dict[str, Value] = {
        "unit": unit,
        "file": form.file,
        "sheet": form.sheet,
        "sha256": hashlib.sha256(form.content).hexdigest(),
    }
    if form.reported_on and not form.reported_on.empty:
        try:
            day = read_date(form.reported_on, period.year)
            if doubt := date_doubt(period, day):
                raise Unreadable(doubt)
            origin["reported_on"] = str(day)
        except Unreadable as fault:
            message = f"填报日期写的是“{form.reported_on.shown}”，{fault}，没有采用"
            place = form.header_place(form.reported_on, "填报日期")
            remedy = "改正填报日期；确是这一天的，收表以后写进数据的 reported_on。"
            intake.problems.append(Code.FORM_HEADER.problem(message, place, remedy))
    if form.reporter and not form.reporter.empty:
        origin["reporter"] = form.reporter.shown
    else:
        place = form.header_place(form.reporter, "填报人")
        intake.problems.append(Code.FORM_HEADER.problem("没有写填报人", place))
    return origin


def _misplaced(
    form: ReturnedForm, row: FormRow, owners: Mapping[str, str], seen: Mapping[str, FormRow]
) -> Problem:
    """Say why a row isn't one of this form's lines."""
    if not row.id:
        named = next((cell.shown for cell in row.cells.values() if not cell.empty), "")
        message = f"第 {row.number} 行是另加的（“{named[:20]}”），没有编号"
        remedy = "请删去这一行；要增加指标请与办公厅联系。"
    elif row.id in seen:
        message = f"{row.id} 在第 {seen[row.id].number} 行已经填过，第 {row.number} 行又有一次"
        remedy = "请只留一行。"
    elif row.id in owners:
        message = f"{row.id} 是{owners[row.id]}的指标"
        remedy = "请删去这一行，由责任单位填。"
    else:
        message = f"目标表里没有编号 {row.id}"
        remedy = "编号不要改动；请在发出的填报表上填。"
    return Code.FORM_ROW_EXTRA.problem(message, form.place(row, "indicator"), remedy)


def _judged(
    form: ReturnedForm,
    row: FormRow,
    line: Assignment,
    origin: Mapping[str, Value],
    rule_on_texts: Callable[[Document], Iterable[Problem]],
) -> tuple[Sourced[ProgressEntry] | None, list[Problem]]:
    """Return a row's entry, merged with the one that is there, and what is wrong with it."""
    values, unread = _read_row(form, row, line)
    problems = [*_changed_locked_text(form, row, line), *unread]
    if errors_in(problems) or not values:
        return None, problems
    places: dict[Location, Place] = {(key,): form.place(row, key) for key in row.cells}
    places["grade",] = form.place(row, STATE)
    places["origin", "reporter"] = form.header_place(form.reporter, "填报人")
    figure = next((key for key in FIGURES if key in values), STATE if "grade" in values else "note")
    places[()] = form.place(row, figure)
    record: dict[str, Value] = {
        "indicator": row.id,
        **values,
        "origin": {**origin, "cell": places[()].cell},
    }
    document = Document(form.file, record, places, {})
    try:
        entry = bind(ProgressEntry, document).record
    except DataError as error:
        return None, [*problems, *error.problems]
    entry = merged(line.series.get(line.period), entry)
    before = set(entry_findings(line.subject, line.series, NAMES))
    after = entry_findings(line.subject, {**line.series, line.period: entry}, NAMES)
    problems += (
        _of_other_period(each, document.place(()))
        if each.period != line.period
        else each.problem(document.place((each.field,)))
        for each in after
        if each not in before
    )
    problems += errors_in(rule_on_texts(document))
    return Sourced(entry, document), problems


def _of_other_period(finding: Finding, place: Place) -> Problem:
    """Say that a figure, as it is corrected, doesn't go with what was reported of another period."""
    message = f"与{finding.period}已报的对不上：{finding.message}"
    remedy = (
        f"核对这一格；没有填错的，先改正 {file_of(finding.period)} 里的这一项（本期完成可以删去），"
        "再收这份表。"
    )
    return finding.code.problem(message, place, remedy)


def _read_row(
    form: ReturnedForm, row: FormRow, line: Assignment
) -> tuple[dict[str, Value], list[Problem]]:
    """Read the cells that are filled in, by the fields of an entry."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for column in COLUMNS:
        cell, place = row.cells.get(column.key), form.place(row, column.key)
        if column.content is Content.FIXED or cell is None:
            continue
        if cell.merged:
            message = f"{column.heading}的格子合并过，看不出是哪一行的"
            problems.append(Code.FORM_CELL.problem(message, place, "取消合并，逐格填写。"))
        elif not cell.empty:
            try:
                value = _value(column, cell, line)
            except Unreadable as fault:
                if line.suits(column):
                    message = f"{row.id} 的{column.heading}填的是“{cell.shown[:30]}”，{fault}"
                    problems.append(Code.FORM_CELL.problem(message, place))
                else:
                    found = unsuitable(line.subject, line.period, column.key, NAMES)
                    problems.append(found.problem(place))
            else:
                if value != "":  # nothing but a full stop
                    values["grade" if isinstance(value, Grade) else column.key] = value
                    if cell.unseen:
                        message = f"{row.id} 的{column.heading}填在隐藏的行列里，或是白色的字"
                        message += f"：“{cell.shown[:30]}”，照样收了"
                        problems.append(Code.FORM_UNSEEN.problem(message, place))
    return values, problems


def _value(column: FormColumn, cell: CellValue, line: Assignment) -> Value:
    """Read a cell as the data files would have it."""
    match column.content:
        case Content.NUMBER:
            return read_number(cell, line.unit_in(column))
        case Content.RATE:
            return read_rate(cell, line.subject.kind.traits.from_base)
        case Content.ITEMS:
            return read_items(cell, line.items)
        case Content.CHOICE:
            return read_choice(cell, line.choices)
        case Content.DATE:
            return str(read_date(cell, line.period.year))
        case _:
            return read_text(cell)


def _changed_locked_text(form: ReturnedForm, row: FormRow, line: Assignment) -> Iterator[Problem]:
    for key in ("name", "goal", "unit"):
        cell, text = row.cells.get(key), line.fixed[key]
        if cell is None or "".join(cell.shown.split()) == "".join(text.split()):
            continue
        if key == "unit" and row.holds((key,)) and row.holds(FIGURES):
            message = f"{row.id} 的计量单位在填报表上是“{cell.shown[:30]}”，目标表里是“{text}”"
            remedy = f"按“{text}”填数，计量单位改回“{text}”。"
            yield Code.FORM_CELL.problem(message, form.place(row, key), remedy)
        else:
            message = f"{row.id} 的固定文字“{text}”被改成“{cell.shown[:30]}”，仍按原来的算"
            yield Code.FORM_LOCKED.problem(message, form.place(row, key))


def unit_statuses(assignments: Assignments, intakes: Sequence[Intake]) -> tuple[UnitStatus, ...]:
    """Return every unit's status, by these forms and by what is stored of earlier ones.

    Only indicators count, since words are free to stay away.
    """
    by_unit = {intake.unit: intake for intake in intakes}
    statuses = []
    for unit, lines in assignments.items():
        if not any(line.due for line in lines):
            continue
        subjects = [
            line.subject for line in lines if line.due and isinstance(line.subject, Indicator)
        ]
        intake = by_unit.get(unit)
        done = {line.subject.id for line in lines if line.stored}
        done |= {each.record.indicator for each in intake.accepted} if intake else set()
        lacking = tuple(subject.name for subject in subjects if subject.id not in done)
        status = Reporting.PARTLY if lacking else Reporting.REPORTED
        if intake is None and not done:
            status = Reporting.MISSING
        elif intake and intake.refused:
            status = Reporting.RETURNED
        filled, file = len(subjects) - len(lacking), intake.file if intake else None
        statuses.append(UnitStatus(unit, status, file, filled, len(subjects), lacking))
    return tuple(statuses)
