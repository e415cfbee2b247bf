"""What can be wrong with a user's data, templates or machine: values with a place.

The errors carry them; each ends in an exit code (the numbers of sysexits.h).
"""

import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any, Self


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

    def to_json(self) -> dict[str, str | int | None]:
        """Return the flat record of ``--json``, of manifests, and of what child processes answer.

        All keys are always there, null where one doesn't apply.
        """
        place = self.place or Place(file="")
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "remedy": self.remedy,
            **asdict(place),
            "file": place.file or None,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Self:
        """Return the problem of such a record; raises ValueError for anything else."""
        try:
            place = Place(**{each.name: record[each.name] for each in fields(Place)})
            return cls(
                code=record["code"],
                severity=Severity(record["severity"]),
                message=record["message"],
                remedy=record["remedy"],
                place=place if place.file else None,
            )
        except (KeyError, TypeError) as error:
            raise ValueError(record) from error


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

    def __reduce__(self) -> tuple[type[Self], tuple[Sequence[Problem]], dict[str, Any]]:
        """Go from process to process with the problems, not with their text."""
        return type(self), (self.problems,), self.__dict__

    def alone(self) -> Self:
        """Return the error without what it came of, which can't always go to another process."""
        self.__cause__ = self.__context__ = None
        return self.with_traceback(None)


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


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已经存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘限额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
}


def reason(error: OSError) -> str:
    """Say in Chinese why the system refused; in its own words where they are rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
