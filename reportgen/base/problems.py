"""What can be wrong with a user's data, templates or machine: values with a place.

The errors carry them; each ends in an exit code (the numbers of sysexits.h).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from typing_extensions import TypedDict  # pydantic asks for it before Python 3.12


class Severity(StrEnum):
    """How much a problem weighs: an error stops the document, a warning and a note don't."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """Name the severity as users read it."""
        return {"error": "错误", "warning": "警告", "note": "说明"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file with line and column (from 1), or a sheet and its cell."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.file} {self.sheet}!{self.cell}"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


class ProblemRecord(TypedDict):
    """A problem as ``--json`` prints it; null where a key doesn't apply."""

    code: str
    severity: str
    message: str
    remedy: str
    file: str | None
    line: int | None
    column: int | None
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what is wrong, where, and how to mend it. Made by :mod:`reportgen.base.codes`."""

    code: str
    severity: Severity
    message: str
    remedy: str
    place: Place | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity.label} {self.code}：{self.message}\n    改法：{self.remedy}"

    def record(self) -> ProblemRecord:
        """Return the flat form that ``--json`` prints."""
        place = self.place or Place(file="")
        return ProblemRecord(
            code=self.code,
            severity=self.severity.value,
            message=self.message,
            remedy=self.remedy,
            file=place.file or None,
            line=place.line,
            column=place.column,
            sheet=place.sheet,
            cell=place.cell,
        )


def recorded_place(record: ProblemRecord) -> Place | None:
    """Return the place that a record names, None where it names no file."""
    file = record["file"]
    if file is None:
        return None
    return Place(file, record["line"], record["column"], record["sheet"], record["cell"])


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep the problems that stop a document."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


class ExitCode(IntEnum):
    """What the process tells its caller; stable, because cron and other programs act on it."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 64
    DATA = 65
    NO_INPUT = 66
    INTERNAL = 70
    CANNOT_CREATE = 73
    IO = 74
    LOCKED = 75
    CONFIGURATION = 78


class ReportgenError(Exception):
    """A step can't go on; carries every problem that the step found."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(ReportgenError):
    """The command was called with words that don't fit."""

    exit_code = ExitCode.USAGE


class DataError(ReportgenError):
    """The user's data can't become a document."""

    exit_code = ExitCode.DATA


class MissingInputError(ReportgenError):
    """A file that the command needs isn't there."""

    exit_code = ExitCode.NO_INPUT


class CannotCreateError(ReportgenError):
    """An output can't be made where it was asked for."""

    exit_code = ExitCode.CANNOT_CREATE


class OutputError(ReportgenError):
    """Reading or writing failed on the way (disk full, read-only folder)."""

    exit_code = ExitCode.IO


class ConfigurationError(ReportgenError):
    """Fonts, templates or the layout profile are missing or wrong."""

    exit_code = ExitCode.CONFIGURATION


class LockedError(ReportgenError):
    """Another run is at work; try again later."""

    exit_code = ExitCode.LOCKED
