"""Read a whole workspace: the office, each year's target table, each period's progress.

``data/office.yaml``, ``data/schedule.yaml``; in ``data/<year>/``: ``targets.yaml``, ``assessment-rules.yaml``,
``progress/<period>.yaml``, ``circulars/<name>.yaml``, and in ``reported/<period>/`` what was true when a report went out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from reportgen.base.codes import Code
from reportgen.base.problems import (
    DataError,
    MissingInputError,
    OutputError,
    Place,
    Problem,
    ReportgenError,
)
from reportgen.model.briefs import Brief, IssuedBriefs
from reportgen.model.circulars import Circular
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressReport
from reportgen.model.rules import AssessmentRules
from reportgen.model.schedule import Schedule
from reportgen.model.targets import Office, TargetTable
from reportgen.sources.binding import M, Sourced, read_record
from reportgen.sources.names import (
    BRIEF_FILE,
    CIRCULARS_FOLDER,
    FROZEN_PROGRESS,
    ISSUED_FILE,
    OFFICE_FILE,
    PROGRESS_FOLDER,
    REPORTED_FOLDER,
    RULES_FILE,
    SCHEDULE_FILE,
    TABLE_FILE,
    is_year,
    subfolders,
    visible,
    year_folders,
)
from reportgen.sources.needs import Needs


@dataclass(frozen=True)
class Frozen:
    """The table and the figures of a period as they were when its report went out (定稿)."""

    table: Sourced[TargetTable]
    report: Sourced[ProgressReport]


@dataclass(frozen=True)
class Workspace:
    """Everything that users have written, years and periods in order, with all places."""

    root: Path
    office: Sourced[Office]
    tables: Mapping[int, Sourced[TargetTable]]
    progress: Mapping[Period, Sourced[ProgressReport]]
    rules: Mapping[int, Sourced[AssessmentRules]]
    frozen: Mapping[Period, Frozen]
    circulars: Mapping[tuple[int, str], Sourced[Circular]] = field(default_factory=dict)
    briefs: Mapping[int, Sourced[Brief]] = field(default_factory=dict)
    issued_briefs: Mapping[int, Sourced[IssuedBriefs]] = field(default_factory=dict)
    schedule: Sourced[Schedule] | None = None

    def rules_of(self, year: int) -> AssessmentRules:
        """Return a year's rules of assessment, the defaults where none are written."""
        sourced = self.rules.get(year)
        return sourced.record if sourced else AssessmentRules()

    def reports(self) -> dict[Period, ProgressReport]:
        """Return what was reported in each period."""
        return {period: sourced.record for period, sourced in self.progress.items()}


def load_schedule(root: Path) -> Schedule:
    """Read the schedule alone, so that a fault in other data doesn't hide what is due.

    Raises MissingInputError where there is none.
    """
    path = root / "data" / SCHEDULE_FILE
    name = path.relative_to(root).as_posix()
    if not path.exists():
        remedy = f"在 {name} 中写上任务（tasks），如 kind: brief、day: 5。"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem("没有日程", Place(name), remedy)])
    return read_record(Schedule, path, root).record


def first_year(root: Path) -> int:
    """Return the first year that has data: nothing is due for years before; 0 without any."""
    data = root / "data"
    return min((int(each.name) for each in year_folders(data)), default=0) if data.is_dir() else 0


def load_workspace(root: Path, needs: Needs | None = None) -> Workspace:
    """Read every data file below ``root``; a broken file doesn't hide the faults of the others.

    ``needs`` leaves out what a document isn't made of.
    Raises MissingInputError or OutputError where files are all that is wrong, otherwise one
    DataError with everything.
    """
    try:
        return _load(root, needs)
    except OSError as error:
        reason = error.strerror or str(error)
        place = Place(str(error.filename or root))
        raise OutputError(
            [Code.FILE_UNREADABLE.problem(f"文件夹读不出来：{reason}", place)]
        ) from error


def _load(root: Path, needs: Needs | None) -> Workspace:
    data = root / "data"
    if not data.is_dir():
        raise MissingInputError([_no_workspace("data 文件夹", "data")])
    reading = _Reading(root)
    reading.problems.extend(_misnamed(root))
    office = _read_office(reading, data / OFFICE_FILE)
    path = data / SCHEDULE_FILE
    schedule = reading.read(path, Schedule) if path.exists() and not needs else None
    tables: dict[int, Sourced[TargetTable]] = {}
    reports: list[tuple[Path, Sourced[ProgressReport]]] = []
    rules: dict[int, Sourced[AssessmentRules]] = {}
    frozen: dict[Period, Frozen] = {}
    circulars: dict[tuple[int, str], Sourced[Circular]] = {}
    briefs: dict[int, Sourced[Brief]] = {}
    issued: dict[int, Sourced[IssuedBriefs]] = {}
    for folder in year_folders(data):
        year = int(folder.name)
        if needs and year not in needs.months:
            continue
        _read_if_there(reading, folder / RULES_FILE, AssessmentRules, rules, year)
        _read_if_there(reading, folder / BRIEF_FILE, Brief, briefs, year)
        _read_if_there(reading, folder / ISSUED_FILE, IssuedBriefs, issued, year)
        frozen.update(_read_frozen(reading, folder / REPORTED_FOLDER))
        if table := _read_table(reading, folder):
            tables[year] = table
        progress_folder = folder / PROGRESS_FOLDER
        for path in needs.progress(folder) if needs else visible(progress_folder, ".yaml"):
            if report := reading.read(path, ProgressReport):
                reports.append((path, report))
        for path in visible(folder / CIRCULARS_FOLDER, ".yaml"):
            if needs and needs.circular != (year, path.stem):
                continue
            if circular := reading.read(path, Circular):
                circulars[year, path.stem] = circular
    progress = _by_period(reading, reports)
    reading.stop_if_anything_failed()
    assert office is not None
    return Workspace(
        root,
        office,
        MappingProxyType(tables),
        MappingProxyType(progress),
        MappingProxyType(rules),
        MappingProxyType(frozen),
        MappingProxyType(circulars),
        MappingProxyType(briefs),
        MappingProxyType(issued),
        schedule,
    )


class _Reading:
    """Reads file after file and remembers what failed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.failures: list[ReportgenError] = []
        self.problems: list[Problem] = []

    def read(self, path: Path, model: type[M]) -> Sourced[M] | None:
        try:
            return read_record(model, path, self.root)
        except ReportgenError as error:
            self.failures.append(error)
            return None

    def stop_if_anything_failed(self) -> None:
        problems = [problem for error in self.failures for problem in error.problems]
        problems.extend(self.problems)
        if not problems:
            return
        kinds = {type(error) for error in self.failures}
        if not self.problems and len(kinds) == 1:
            raise kinds.pop()(problems)
        raise DataError(problems)


def _read_if_there(
    reading: _Reading, path: Path, model: type[M], found: dict[int, Sourced[M]], year: int
) -> None:
    if path.exists() and (record := reading.read(path, model)):
        found[year] = record


def _no_workspace(missing: str, name: str) -> Problem:
    return Code.FILE_NOT_FOUND.problem(
        f"这里没有 {missing}，不像是工作区",
        Place(name),
        "用 reportgen new 新建工作区，或用 -C 指明工作区所在的文件夹",
    )


def _misnamed(root: Path) -> Iterator[Problem]:
    """Find what looks like data but would never be read."""
    data = root / "data"
    folders = [data]
    for folder in subfolders(data):
        folders += [folder, folder / PROGRESS_FOLDER, folder / CIRCULARS_FOLDER]
        known = (TABLE_FILE, PROGRESS_FOLDER, CIRCULARS_FOLDER)
        if not is_year(folder.name) and any((folder / each).exists() for each in known):
            yield Code.FILE_MISNAMED.problem(
                f"文件夹“{folder.name}”里有目标数据，但名称不是四位年度",
                Place(folder.relative_to(root).as_posix()),
                "把文件夹改名为年度，如 2012",
            )
    for folder in folders:
        for path in visible(folder, ""):
            if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml":
                yield Code.FILE_MISNAMED.problem(
                    f"文件 {path.name} 的扩展名不是 .yaml，不会被读入",
                    Place(path.relative_to(root).as_posix()),
                    f"改名为 {path.stem}.yaml",
                )


def _read_office(reading: _Reading, path: Path) -> Sourced[Office] | None:
    if path.exists():
        return reading.read(path, Office)
    problem = _no_workspace("office.yaml", "data/office.yaml")
    reading.failures.append(MissingInputError([problem]))
    return None


def _read_table(reading: _Reading, folder: Path) -> Sourced[TargetTable] | None:
    path = folder / TABLE_FILE
    if not path.exists() and not visible(folder / PROGRESS_FOLDER, ".yaml"):
        return None  # a year that nobody has begun yet
    table = reading.read(path, TargetTable)
    if table and table.record.year != int(folder.name):
        reading.problems.append(
            Code.PERIOD_MISPLACED.problem(
                f"目标表的年度 {table.record.year} 与所在文件夹 {folder.name} 不符",
                table.place("year"),
                "改正 year，或把文件移到相应的年度文件夹",
            )
        )
    return table


def _read_frozen(reading: _Reading, folder: Path) -> Iterator[tuple[Period, Frozen]]:
    for subfolder in subfolders(folder) if folder.is_dir() else ():
        try:
            period = Period.parse(subfolder.name)
        except ValueError:
            place = Place(subfolder.relative_to(reading.root).as_posix())
            message = f"文件夹“{subfolder.name}”不是期间"
            reading.problems.append(
                Code.FILE_MISNAMED.problem(message, place, "改名为期间，如 2012Q1")
            )
            continue
        table = reading.read(subfolder / TABLE_FILE, TargetTable)
        report = reading.read(subfolder / FROZEN_PROGRESS, ProgressReport)
        if table and report:
            yield period, Frozen(table, report)


def _by_period(
    reading: _Reading, reports: Sequence[tuple[Path, Sourced[ProgressReport]]]
) -> dict[Period, Sourced[ProgressReport]]:
    """Sort the reports by period; note where a period contradicts its file or another file."""
    files: dict[Period, list[str]] = {}
    placed: list[tuple[Period, Path, Sourced[ProgressReport]]] = []
    for path, report in reports:
        period = report.record.period
        files.setdefault(period, []).append(report.document.name)
        placed.append((period, path, report))
    for period, path, report in placed:
        others = [name for name in files[period] if name != report.document.name]
        if problem := _misplaced(period, path, report, others):
            reading.problems.append(problem)
    return {period: report for period, _path, report in sorted(placed, key=lambda item: item[0])}


def _misplaced(
    period: Period, path: Path, report: Sourced[BaseModel], others: Sequence[str]
) -> Problem | None:
    wrong = []
    if str(period) != path.stem:
        wrong.append(f"与文件名 {path.name} 不符")
    if str(period.year) != path.parent.parent.name:
        wrong.append(f"与年度文件夹 {path.parent.parent.name} 不符")
    if not wrong:
        return None
    if others:
        wrong.append(f"与 {'、'.join(others)} 的期间重复")
    return Code.PERIOD_MISPLACED.problem(
        f"期间 {period} {'，'.join(wrong)}", report.place("period")
    )
