"""The one hierarchy of errors and the exit codes they end in (the numbers of sysexits.h)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from reportgen.problems import Problem


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
