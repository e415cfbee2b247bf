"""What can be wrong with a user's data, templates or machine, as values with a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
    """One finding: what is wrong, where, and how to mend it. Made by :mod:`reportgen.codes`."""

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
