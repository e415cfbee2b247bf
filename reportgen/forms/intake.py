"""Judge the rows of a returned form: entries for the progress file, and every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reportgen.codes import Code
from reportgen.forms.assignments import Assignment, Assignments
from reportgen.forms.columns import COLUMNS, FIGURES, STATE, Content, FormColumn
from reportgen.forms.reading import FormRow, ReturnedForm
from reportgen.forms.values import (
    CellValue,
    Unreadable,
    read_choice,
    read_date,
    read_number,
    read_rate,
    read_text,
)
from reportgen.forms.writing import is_open
from reportgen.model.labels import Grade, Kind, State
from reportgen.model.numbers import HUNDRED, plain
from reportgen.model.periods import Period
from reportgen.model.progress import Origin, ProgressEntry
from reportgen.model.punctuation import normalise
from reportgen.problems import Place, Problem, errors_in

Values = dict[str, Decimal | str | date | State | Grade]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An entry that can be taken, the cell that its figure stands in, and the cells of its fields."""

    entry: ProgressEntry
    place: Place
    cells: Mapping[str, Place]


@dataclass(slots=True)
class Intake:
    """What became of one workbook."""

    file: str
    unit: str
    accepted: list[Accepted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Tell whether the workbook goes back."""
        return bool(errors_in(self.problems))


def take_in(form: ReturnedForm, assignments: Assignments, period: Period) -> Intake:
    """Judge a form; rows with an error are left out, the others are accepted."""
    unit = _unit_of(form, assignments)
    intake = Intake(form.file, unit or form.meta.get("unit", form.file))
    stated = form.meta.get("period")
    if stated is not None and stated != str(period):
        message = f"这是 {stated} 的填报表，现在收的是 {period}"
        intake.problems.append(_file_problem(form, message, "交回本期的填报表。"))
        return intake
    if unit is None:
        message = "看不出是哪个单位的填报表：隐藏的单位名称和编号都没有了"
        intake.problems.append(_file_problem(form, message, "请在发出的填报表上填。"))
        return intake
    own = {line.subject.id: line for line in assignments[unit]}
    others = {
        line.subject.id: name
        for name, lines in assignments.items()
        if name != unit
        for line in lines
    }
    origin = _origin(form, unit, period, intake)
    seen: dict[str, FormRow] = {}
    for row in form.rows:
        problem = _misplaced(form, row, own, others, seen)
        if problem is not None:
            intake.problems.append(problem)
            continue
        seen[row.id] = row
        _take_row(form, row, own[row.id], period, origin, intake)
    for id_, line in own.items():
        if id_ not in seen:
            message = f"少了一行：{id_}（{line.subject.name}）"
            remedy = "请在发出的填报表上填，不要删去行。"
            intake.problems.append(Code.FORM_ROW_MISSING.problem(message, Place(form.file), remedy))
    return intake


def _file_problem(form: ReturnedForm, message: str, remedy: str) -> Problem:
    return Code.FORM_WRONG.problem(message, Place(form.file), remedy)


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


def _origin(form: ReturnedForm, unit: str, period: Period, intake: Intake) -> Origin:
    reporter, day = None, None
    if form.reporter and not form.reporter.empty:
        reporter = form.reporter.shown
    if form.reported_on and not form.reported_on.empty:
        try:
            day = read_date(form.reported_on, period.year)
        except Unreadable as fault:
            message = f"填报日期写的是“{form.reported_on.shown}”，{fault}"
            place = Place(form.file, sheet=form.sheet, cell="填报日期")
            intake.problems.append(Code.FORM_HEADER.problem(message, place))
    if not reporter:
        place = Place(form.file, sheet=form.sheet, cell="填报人")
        intake.problems.append(Code.FORM_HEADER.problem("没有写填报人", place))
    return Origin(
        unit=unit,
        reporter=reporter,
        reported_on=day,
        file=form.file,
        sheet=form.sheet,
        sha256=hashlib.sha256(form.content).hexdigest(),
    )


def _misplaced(
    form: ReturnedForm,
    row: FormRow,
    own: Mapping[str, Assignment],
    others: Mapping[str, str],
    seen: Mapping[str, FormRow],
) -> Problem | None:
    """Say why a row isn't one of this form's lines."""
    place = form.place(row, "indicator")
    if not row.id:
        named = next((cell.shown for cell in row.cells.values() if not cell.empty), "")
        message = f"第 {row.number} 行是另加的（“{named[:20]}”），没有编号"
        return Code.FORM_ROW_EXTRA.problem(
            message, place, "请删去这一行；要增加指标请与办公厅联系。"
        )
    if row.id in seen:
        message = f"{row.id} 在第 {seen[row.id].number} 行已经填过，第 {row.number} 行又有一次"
        return Code.FORM_ROW_EXTRA.problem(message, place, "请只留一行。")
    if row.id in own:
        return None
    if row.id in others:
        message = f"{row.id} 是{others[row.id]}的指标"
        return Code.FORM_ROW_EXTRA.problem(message, place, "请删去这一行，由责任单位填。")
    message = f"目标表里没有编号 {row.id}"
    return Code.FORM_ROW_EXTRA.problem(message, place, "编号不要改动；请在发出的填报表上填。")


def _take_row(
    form: ReturnedForm,
    row: FormRow,
    line: Assignment,
    period: Period,
    origin: Origin,
    intake: Intake,
) -> None:
    problems = [*_changed_locked_text(form, row, line)]
    values: Values = {}
    for column in COLUMNS:
        cell = row.cells.get(column.key)
        if column.content is Content.FIXED or cell is None:
            continue
        if column.key in row.merged:
            message = f"{column.heading}的格子合并过，看不出是哪一行的"
            remedy = "取消合并，逐格填写。"
            problems.append(Code.FORM_CELL.problem(message, form.place(row, column.key), remedy))
        elif not cell.empty:
            try:
                value = _value(column, cell, line, period)
            except Unreadable as fault:
                problems.append(_cell_problem(form, row, column, cell, str(fault)))
            else:
                if value != "":  # nothing but a full stop
                    values[column.key] = value
    if not errors_in(problems):
        problems += (
            Code.FORM_CELL.problem(message, form.place(row, key))
            for key, message in _contradictions(values, line)
        )
    intake.problems += problems
    if errors_in(problems) or not values:
        return
    figure = next((key for key in FIGURES if key in values), "note")
    place = form.place(row, figure)
    entry = _entry(values, line, origin.model_copy(update={"cell": place.cell}))
    cells = {key: form.place(row, key) for key in values}
    reporter = Place(form.file, sheet=form.sheet, cell="填报人")
    intake.accepted.append(Accepted(entry, place, cells | {"origin/reporter": reporter}))


def _value(
    column: FormColumn, cell: CellValue, line: Assignment, period: Period
) -> Decimal | str | date | State | Grade:
    if not is_open(column, line) and column.content not in (Content.TEXT, Content.DATE):
        if line.kind is Kind.RATE:
            raise Unreadable("上期不是这样报的：有分子、分母就填分子、分母，没有才填累计比率")
        raise Unreadable(f"{line.kind.label}类不填这一栏，请清空")
    match column.content:
        case Content.NUMBER:
            return read_number(cell, line.unit if column.key in ("actual", "cumulative") else "—")
        case Content.RATE:
            rate = read_rate(cell)
            if line.kind is not Kind.GROWTH and not 0 <= rate <= HUNDRED:
                raise Unreadable("应在 0—100 之间，如 95.2")
            return rate
        case Content.CHOICE:
            return read_choice(cell, line.choices)
        case Content.DATE:
            return read_date(cell, period.year)
        case _:
            return read_text(cell)


def _cell_problem(
    form: ReturnedForm, row: FormRow, column: FormColumn, cell: CellValue, expected: str
) -> Problem:
    message = f"{row.id} 的{column.heading}填的是“{cell.shown[:30]}”，{expected}"
    return Code.FORM_CELL.problem(message, form.place(row, column.key))


def _changed_locked_text(form: ReturnedForm, row: FormRow, line: Assignment) -> Iterator[Problem]:
    expected = {
        "name": normalise(line.subject.name),
        "goal": line.goal,
        "unit": line.unit,
    }
    for key, text in expected.items():
        cell = row.cells.get(key)
        if cell is not None and "".join(cell.shown.split()) != "".join(text.split()):
            message = f"{row.id} 的固定文字“{text}”被改成“{cell.shown[:30]}”，仍按原来的算"
            yield Code.FORM_LOCKED.problem(message, form.place(row, key))


def _contradictions(values: Values, line: Assignment) -> Iterator[tuple[str, str]]:
    """Find figures that exclude each other or those of the period before."""
    numbers = {key: value for key, value in values.items() if isinstance(value, Decimal)}
    yield from _count_contradictions(numbers, line)
    yield from _rate_contradictions(numbers, line)


def _count_contradictions(
    numbers: Mapping[str, Decimal], line: Assignment
) -> Iterator[tuple[str, str]]:
    id_, before = line.subject.id, line.before_number("cumulative")
    cumulative, actual = numbers.get("cumulative"), numbers.get("actual")
    if actual is not None and cumulative is None:
        total = None if before is None else plain(before + actual)
        hint = f"；上期累计 {plain(before)}，加本期应为 {total}" if before is not None else ""
        yield "cumulative", f"{id_} 只填了本期完成 {plain(actual)}，没有填累计完成{hint}"
    if cumulative is None or before is None:
        return
    written = f"{id_} 的累计完成 {plain(cumulative)}"
    if cumulative < before:
        yield "cumulative", f"{written} 少于上期累计 {plain(before)}，应从1月1日累计"
    elif actual is not None and actual != cumulative - before:
        yield "actual", f"{written} 减上期累计 {plain(before)} 不等于本期完成 {plain(actual)}"


def _rate_contradictions(
    numbers: Mapping[str, Decimal], line: Assignment
) -> Iterator[tuple[str, str]]:
    id_ = line.subject.id
    numerator, denominator = numbers.get("numerator"), numbers.get("denominator")
    if (numerator is None) != (denominator is None):
        yield "denominator" if denominator is None else "numerator", f"{id_} 的分子、分母要一起填"
    if numerator is not None and denominator is not None:
        if denominator == 0:
            yield "denominator", f"{id_} 的累计分母是 0；没有应办事项的，整行不填"
        elif numerator > denominator:
            sides = f"累计分子 {plain(numerator)} 大于累计分母 {plain(denominator)}"
            yield "numerator", f"{id_} 的{sides}"
        if "rate" in numbers:
            yield "rate", f"{id_} 已有分子、分母，不再填累计比率"
    for key in ("numerator", "denominator"):
        value, earlier = numbers.get(key), line.before_number(key)
        if value is not None and earlier is not None and value < earlier:
            yield key, f"{id_} 的累计数 {plain(value)} 少于上期的 {plain(earlier)}，应从1月1日累计"


def _entry(values: Values, line: Assignment, origin: Origin) -> ProgressEntry:
    fields: dict[str, object] = {key: value for key, value in values.items() if key != STATE}
    match values.get(STATE):
        case State() as state:
            fields["state"] = state
        case Grade() as grade:
            fields["grade"] = grade
    return ProgressEntry.model_validate({"indicator": line.subject.id, **fields, "origin": origin})
