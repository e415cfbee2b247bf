"""Everything that users have written, read as far as it is asked for.

``data/office.yaml``, ``data/schedule.yaml``; in ``data/<year>/``: ``targets.yaml``, ``assessment-rules.yaml``,
``brief.yaml``, ``progress/<period>.yaml``, ``circulars/<name>.yaml``, and in ``reported/<period>/`` what was
true when a report went out, of earlier periods too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from reportgen.base.codes import Code
from reportgen.base.problems import (
    DataError,
    MissingInputError,
    OutputError,
    Place,
    Problem,
    ReportgenError,
    reason,
)
from reportgen.model.briefs import Brief, IssuedBriefs
from reportgen.model.circulars import Circular
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressReport
from reportgen.model.records import Record
from reportgen.model.rules import AssessmentRules
from reportgen.model.schedule import Schedule
from reportgen.model.targets import Office, TargetTable
from reportgen.publish import publish
from reportgen.sources.binding import M, Sourced
from reportgen.sources.heads import Heads
from reportgen.sources.library import Library, Shelf, read_all
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
from reportgen.sources.yaml_text import yaml_text

R = TypeVar("R", bound=Record)
CircularKey = tuple[int, str]
_HEAD_OF_ISSUED = "# 已发的各期简报，由 run-due、freeze 记入；期号由此往下编。\n\n"


@dataclass(frozen=True)
class Frozen:
    """The table and the figures of a period as they were when its report went out (定稿)."""

    table: Sourced[TargetTable]
    report: Sourced[ProgressReport]


@dataclass(frozen=True)
class Workspace:
    """The records of a workspace with all their places; each is read when it is taken."""

    library: Library
    tables: Mapping[int, Sourced[TargetTable]]
    progress: Mapping[Period, Sourced[ProgressReport]]
    rules: Mapping[int, Sourced[AssessmentRules]]
    frozen: Mapping[Period, Frozen]
    circulars: Mapping[CircularKey, Sourced[Circular]]
    briefs: Mapping[int, Sourced[Brief]]
    issued_briefs: Mapping[int, Sourced[IssuedBriefs]]
    # by a period whose report went out, an earlier one whose figures it knew
    told: Mapping[tuple[Period, Period], Sourced[ProgressReport]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """Return the workspace's folder."""
        return self.library.root

    @property
    def office(self) -> Sourced[Office]:
        """Return the office itself; raises MissingInputError where nothing is said of it."""
        path = self.root / "data" / OFFICE_FILE
        if not self.library.there(path):
            raise MissingInputError([_no_workspace("office.yaml", "data/office.yaml")])
        return self.library.read(Office, path)

    @property
    def schedule(self) -> Sourced[Schedule]:
        """Return when what is due; raises MissingInputError where that isn't written down."""
        path = self.root / "data" / SCHEDULE_FILE
        name = path.relative_to(self.root).as_posix()
        if not self.library.there(path):
            remedy = f"在 {name} 中写上任务（tasks），如 kind: brief、day: 5。"
            raise MissingInputError([Code.FILE_NOT_FOUND.problem("没有日程", Place(name), remedy)])
        return self.library.read(Schedule, path)

    @property
    def heads(self) -> Heads:
        """Return which documents the templates make; raises ConfigurationError for faulty ones."""
        return self.library.heads

    def sizes_of(self, year: int) -> Mapping[str, Decimal]:
        """Return how many of the data's units one is in which a target is written, by id."""
        return _sizes(self.library, self.root / "data" / str(year) / TABLE_FILE)

    def rules_of(self, year: int) -> AssessmentRules:
        """Return a year's rules of assessment, the defaults where none are written."""
        sourced = self.rules.get(year)
        return sourced.record if sourced else AssessmentRules()

    def periods_until(self, period: Period) -> list[Period]:
        """Return the periods of a year up to one that have figures; no later file is looked at."""
        year, last = period.year, period.last_month
        possible = [Period(year, month, 1) for month in range(1, last + 1)]
        possible += [Period(year, month, 3) for month in range(3, last + 1, 3)]
        return [each for each in sorted(possible) if each in self.progress]

    def reports_until(self, period: Period) -> dict[Period, ProgressReport]:
        """Return what was reported in a year up to a period."""
        return {each: self.progress[each].record for each in self.periods_until(period)}

    def require(self, period: Period) -> None:
        """Raise MissingInputError where a period has no table or no progress."""
        self.require_table(period.year)
        if period not in self.progress:
            known = "、".join(map(str, sorted(self.progress))) or "（无）"
            where = f"data/{period.year}/{PROGRESS_FOLDER}/{period}.yaml"
            raise _missing(f"没有 {period} 的进展数据；现有期间：{known}", where)

    def require_table(self, year: int) -> None:
        """Raise MissingInputError where a year has no table."""
        if year not in self.tables:
            known = "、".join(map(str, sorted(self.tables))) or "（无）"
            message = f"没有 {year} 年度的目标表；现有年度：{known}"
            raise _missing(message, f"data/{year}/{TABLE_FILE}")

    def as_read(self) -> Workspace:
        """Return the workspace with nothing in it but what was taken so far."""
        shelves = {field.name: getattr(self, field.name) for field in fields(self)}
        taken = {name: each.taken for name, each in shelves.items() if isinstance(each, Shelf)}
        return Workspace(self.library, **taken)


def open_workspace(root: Path) -> Workspace:
    """Open a workspace; nothing is read yet. Raises MissingInputError where there is none."""
    if not (root / "data").is_dir():
        raise MissingInputError([_no_workspace("data 文件夹", "data")])
    return _on_shelves(Library(root))


def load_workspace(root: Path) -> Workspace:
    """Open a workspace and read every data file in it; a broken one doesn't hide other faults.

    Raises MissingInputError or OutputError where files are all that is wrong, otherwise one
    DataError with everything.
    """
    workspace = open_workspace(root)
    try:
        read_all(_all_of(workspace), _misnamed(root))
    except OSError as error:
        place = Place(str(error.filename or root))
        problem = Code.FILE_UNREADABLE.problem(f"文件夹读不出来：{reason(error)}", place)
        raise OutputError([problem]) from error
    return workspace


def first_year(root: Path) -> int:
    """Return the first year that has data: nothing is due for years before; 0 without any."""
    return min((int(each.name) for each in year_folders(root / "data")), default=0)


def write_issued(root: Path, year: int, issued: IssuedBriefs) -> Path:
    """Write down which briefs have gone out and return where; the next one's number follows.

    Raises OutputError when writing fails.
    """
    path = root / "data" / str(year) / ISSUED_FILE
    publish(path, (_HEAD_OF_ISSUED + yaml_text(issued)).encode())
    return path


def as_reported(workspace: Workspace, period: Period) -> dict[Path, bytes]:
    """Return what is kept when a period's report goes out, by path: its table, all figures so far.

    The figures of earlier periods are kept too: what differs from them later, it didn't tell.
    The table is the last: a record that has it is whole.
    """
    year = workspace.root / "data" / str(period.year)
    figures, folder = year / PROGRESS_FOLDER, year / REPORTED_FOLDER / str(period)
    names = {
        f"{each}.yaml": f"{each}.yaml" for each in workspace.periods_until(period) if each < period
    }
    names[FROZEN_PROGRESS] = f"{period}.yaml"
    kept = {folder / name: (figures / source).read_bytes() for name, source in names.items()}
    return kept | {folder / TABLE_FILE: (year / TABLE_FILE).read_bytes()}


def _on_shelves(library: Library) -> Workspace:
    data = library.root / "data"

    def yearly(name: str, model: type[M]) -> Shelf[int, Sourced[M]]:
        return Shelf(
            library,
            lambda year: data / str(year) / name,
            lambda path: library.read(model, path),
            lambda: (int(each.name) for each in year_folders(data) if (each / name).exists()),
        )

    return Workspace(
        library,
        tables=replace(yearly(TABLE_FILE, TargetTable), read=partial(_own_table, library)),
        progress=Shelf(
            library,
            lambda period: data / str(period.year) / PROGRESS_FOLDER / f"{period}.yaml",
            partial(_progress, library),
            lambda: _periods(data, PROGRESS_FOLDER),
        ),
        rules=yearly(RULES_FILE, AssessmentRules),
        frozen=Shelf(
            library,
            lambda period: data / str(period.year) / REPORTED_FOLDER / str(period) / TABLE_FILE,
            lambda path: Frozen(
                _table(library, path),
                _report(library, path.with_name(FROZEN_PROGRESS), path),
            ),
            lambda: _periods(data, REPORTED_FOLDER),
        ),
        told=Shelf(
            library,
            lambda key: data / str(key[0].year) / REPORTED_FOLDER / str(key[0]) / f"{key[1]}.yaml",
            lambda path: _report(library, path, path.with_name(TABLE_FILE)),
            lambda: (
                (later, Period.parse(path.stem))
                for later in _periods(data, REPORTED_FOLDER)
                for path in (data / str(later.year) / REPORTED_FOLDER / str(later)).glob(
                    "[0-9]*.yaml"
                )
            ),
        ),
        circulars=Shelf(
            library,
            lambda key: data / str(key[0]) / CIRCULARS_FOLDER / f"{key[1]}.yaml",
            lambda path: library.read(Circular, path),
            lambda: (
                (int(folder.name), path.stem)
                for folder in year_folders(data)
                for path in visible(folder / CIRCULARS_FOLDER, ".yaml")
            ),
        ),
        briefs=yearly(BRIEF_FILE, Brief),
        issued_briefs=yearly(ISSUED_FILE, IssuedBriefs),
    )


def _period_of(path: Path) -> Period | None:
    """Return the period that a file or folder is named after, if that is one of its year."""
    try:
        period = Period.parse(path.name.removesuffix(".yaml"))
    except ValueError:
        return None
    return period if str(period.year) == path.parent.parent.name else None


def _periods(data: Path, folder: str) -> list[Period]:
    """Return the periods that the years' folders have files or folders for, in order."""
    paths = (path for year in year_folders(data) for path in (year / folder).glob("*"))
    return sorted(period for path in paths if (period := _period_of(path)))


def _today(library: Library, sourced: Sourced[R]) -> Sourced[R]:
    """Return a record with units as they are called today; what is wrong with the office is told there."""
    try:
        names = library.read(Office, library.root / "data" / OFFICE_FILE).record.unit_names
    except ReportgenError:
        return sourced
    return replace(sourced, record=sourced.record.with_units(names)) if names else sourced


def _table(library: Library, path: Path) -> Sourced[TargetTable]:
    table = _today(library, library.read(TargetTable, path))
    return replace(table, record=table.record.as_displayed().with_distinct_names())


def _sizes(library: Library, path: Path) -> Mapping[str, Decimal]:
    """Return how many of the data's units one is in which a target is written, where that isn't one."""
    try:
        return library.read(TargetTable, path).record.sizes
    except ReportgenError:
        return {}  # and that is told where the table is read


def _report(library: Library, path: Path, table: Path) -> Sourced[ProgressReport]:
    report = _today(library, library.read(ProgressReport, path))
    sizes = _sizes(library, table)
    return replace(report, record=report.record.counted_in(sizes)) if sizes else report


def _own_table(library: Library, path: Path) -> Sourced[TargetTable]:
    table = _table(library, path)
    if str(table.record.year) != path.parent.name:
        message = f"目标表的年度 {table.record.year} 与所在文件夹 {path.parent.name} 不符"
        remedy = "改正 year，或把文件移到相应的年度文件夹"
        raise DataError([Code.PERIOD_MISPLACED.problem(message, table.place("year"), remedy)])
    return table


def _progress(library: Library, path: Path) -> Sourced[ProgressReport]:
    report = _report(library, path, path.parent.with_name(TABLE_FILE))
    period, year = report.record.period, path.parent.parent
    wrong = []
    if str(period) != path.stem:
        wrong.append(f"与文件名 {path.name} 不符")
    if str(period.year) != year.name:
        wrong.append(f"与年度文件夹 {year.name} 不符")
    if not wrong:
        return report
    right = year.parent / str(period.year) / PROGRESS_FOLDER / f"{period}.yaml"
    if right.exists():
        wrong.append(f"与 {right.relative_to(library.root).as_posix()} 的期间重复")
    message = f"期间 {period} {'，'.join(wrong)}"
    raise DataError([Code.PERIOD_MISPLACED.problem(message, report.place("period"))])


def _all_of(workspace: Workspace) -> Iterator[Callable[[], object]]:
    """Yield what reads each file of a workspace."""
    library, data = workspace.library, workspace.root / "data"
    yield lambda: workspace.office
    if (data / SCHEDULE_FILE).exists():
        yield lambda: workspace.schedule
    for each in fields(workspace):
        shelf = getattr(workspace, each.name)
        if isinstance(shelf, Shelf):
            yield from (partial(shelf.__getitem__, key) for key in shelf)
    for folder in year_folders(data):
        files = visible(folder / PROGRESS_FOLDER, ".yaml")
        yield from (partial(_progress, library, path) for path in files if not _period_of(path))
        if files and int(folder.name) not in workspace.tables:
            yield partial(library.read, TargetTable, folder / TABLE_FILE)


def _missing(message: str, path: str) -> MissingInputError:
    remedy = f"补上 {path}，或改用现有的年度、期间。"
    return MissingInputError([Code.FILE_NOT_FOUND.problem(message, Place(path), remedy)])


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

    def misnamed(path: Path, message: str, remedy: str) -> Problem:
        return Code.FILE_MISNAMED.problem(message, Place(path.relative_to(root).as_posix()), remedy)

    for folder in subfolders(data):
        folders += [folder, folder / PROGRESS_FOLDER, folder / CIRCULARS_FOLDER]
        known = (TABLE_FILE, PROGRESS_FOLDER, CIRCULARS_FOLDER)
        if not is_year(folder.name) and any((folder / each).exists() for each in known):
            message = f"文件夹“{folder.name}”里有目标数据，但名称不是四位年度"
            yield misnamed(folder, message, "把文件夹改名为年度，如 2012")
    for folder in folders:
        for path in visible(folder, ""):
            if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml":
                message = f"文件 {path.name} 的扩展名不是 .yaml，不会被读入"
                yield misnamed(path, message, f"改名为 {path.stem}.yaml")
    for year in year_folders(data):
        for folder in subfolders(year / REPORTED_FOLDER):
            if not _period_of(folder):
                message = f"文件夹“{folder.name}”不是期间"
                yield misnamed(folder, message, "改名为期间，如 2012Q1")
