"""Which data files a document is made of: a fault in any other must not stop it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import is_litter, path_fault
from reportgen.base.problems import MissingInputError, ReportgenError
from reportgen.model.circulars import Circular
from reportgen.model.periods import Period
from reportgen.sources.binding import read_record
from reportgen.sources.names import (
    BRIEF_FILE,
    CIRCULARS_FOLDER,
    OFFICE_FILE,
    PROGRESS_FOLDER,
    REPORTED_FOLDER,
    RULES_FILE,
    TABLE_FILE,
    visible,
    year_folders,
)

CircularKey = tuple[int, str]
_YEARLY = (TABLE_FILE, RULES_FILE, BRIEF_FILE)


@dataclass(frozen=True, slots=True)
class Needs:
    """The years that a document needs, each with the last month of progress; its circular.

    ``attached`` are the foreign files of the circular, paths from its folder.
    """

    months: Mapping[int, int]
    circular: CircularKey | None = None
    attached: tuple[str, ...] = ()

    def progress(self, folder: Path) -> list[Path]:
        """Return the progress files of a year's folder that are needed: none of a later time."""
        last = self.months.get(int(folder.name), 0)
        return [
            path
            for path in visible(folder / PROGRESS_FOLDER, ".yaml")
            if _last_month(path, int(folder.name)) <= last
        ]

    def files(self, root: Path) -> Iterator[Path]:
        """Yield what the document is made of, there or not: data, templates, profiles.

        Not the ledger of issued briefs, which publishing a brief changes.
        """
        data = root / "data"
        yield data / OFFICE_FILE
        for folder in year_folders(data):
            if int(folder.name) in self.months:
                yield from (folder / name for name in _YEARLY)
                yield from self.progress(folder)
                yield from (folder / REPORTED_FOLDER).rglob("*.yaml")
        if self.circular is not None:
            path = circular_path(root, self.circular)
            yield path
            for name in self.attached:
                if not path_fault(path.parent, *name.split("/")):  # building says what is wrong
                    yield path.parent / name
        templates = root / "templates"
        for path in templates.rglob("*"):
            names = path.relative_to(templates).parts
            if not any(map(is_litter, names)) and not path_fault(templates, *names):
                yield path


def needs_of(period: Period) -> Needs:
    """Return what the documents of a period itself need."""
    return Needs({period.year: period.last_month})


def needs_of_table(root: Path, year: int) -> Needs | None:
    """Return what a target table needs; all data where there is none, so that others are named."""
    return Needs({year: 0}) if (root / "data" / str(year) / TABLE_FILE).exists() else None


def needs_of_circular(root: Path, key: CircularKey) -> Needs:
    """Return what a circular needs with its attachments; raises DataError if it can't be read."""
    circular = _read(root, key)
    months = {key[0]: 0}
    for period in (circular.about, *(each.period for each in circular.attachments)):
        if period is not None:
            months[period.year] = max(period.last_month, months.get(period.year, 0))
    for attachment in circular.attachments:
        if attachment.year is not None:
            months.setdefault(attachment.year, 0)
    attached = tuple(each.file for each in circular.attachments if each.file is not None)
    return Needs(months, key, attached)


def circulars_named(root: Path, name: str, year: int | None) -> list[CircularKey]:
    """Return the circulars of a name, of one year or all; raises MissingInputError for none."""
    known = [key for key in _circulars(root) if year in (None, key[0])]
    if found := [key for key in known if key[1] == name]:
        return found
    names = "、".join(key[1] for key in known) or "（无）"
    remedy = f"补上 data/{year or '年度'}/{CIRCULARS_FOLDER}/{name}.yaml，或改用现有的名称。"
    message = f"没有公文“{name}”；现有：{names}"
    raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, None, remedy)])


def circulars_about(root: Path, period: Period) -> list[CircularKey]:
    """Return the circulars about a period, and any that can't be read: they will say so."""
    found = []
    for key in _circulars(root):
        try:
            about = _read(root, key).about
        except ReportgenError:
            about = period if key[0] >= period.year else None
        if about == period:
            found.append(key)
    return found


def circular_path(root: Path, key: CircularKey) -> Path:
    """Return the file of a circular."""
    year, name = key
    return root / "data" / str(year) / CIRCULARS_FOLDER / f"{name}.yaml"


def _circulars(root: Path) -> Iterator[CircularKey]:
    for folder in year_folders(root / "data"):
        for path in visible(folder / CIRCULARS_FOLDER, ".yaml"):
            yield int(folder.name), path.stem


def _read(root: Path, key: CircularKey) -> Circular:
    return read_record(Circular, circular_path(root, key), root).record


def _last_month(path: Path, year: int) -> int:
    """Return the last month that a progress file is about, 0 where its name doesn't tell."""
    try:
        named = Period.parse(path.stem)
    except ValueError:
        return 0
    return named.last_month if named.year == year else 0
