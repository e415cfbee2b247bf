"""The digest of what the data say to documents, whatever template, layout or program prints it.

A document that was published is published again only if this differs: comments, targets revised
later, new names of units and changed templates are no reason.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from reportgen.base.paths import open_file
from reportgen.reports.jobs import Subject, Templates, told_by
from reportgen.sources.workspace import Workspace


def meaning_of(templates: Templates, subjects: Iterable[Subject]) -> str:
    """Return the digest of what was read for the documents about some subjects."""
    workspace = templates.workspace.as_read()
    about = ((each, told_by(workspace, each)) for each in subjects)
    days = (period.end if period else date(each.year, 12, 31) for each, period in about)
    last = max(days, default=date.max)
    said = hashlib.sha256()
    for value in _values(workspace, last):
        said.update(repr(value).encode(errors="backslashreplace"))
    # of what was true when other reports went out, only how it differs now
    for period in sorted(templates.figures):
        said.update(repr(templates.figures[period].changes).encode(errors="backslashreplace"))
    for path in sorted(workspace.library.asked):
        if path.suffix != ".yaml" and path.is_file():  # what a circular attaches
            with open_file(path) as file:
                said.update(file.read())
    return said.hexdigest()


def _values(workspace: Workspace, last: date) -> Iterator[Mapping[str, object]]:
    """Yield the records as they are in force on a day, with the first names of all units."""
    office = workspace.office.record
    names = {
        name: unit.aliases[0]
        for unit in office.units
        for name in (unit.name, *unit.aliases)
        if unit.aliases
    }
    unit = names.get(office.unit, office.unit)
    yield office.model_copy(update={"units": (), "unit": unit}).model_dump(exclude_defaults=True)
    for _, table in sorted(workspace.tables.items()):
        yield table.record.at(last).with_units(names).model_dump(exclude_defaults=True)
    for _, report in sorted(workspace.progress.items()):
        yield report.record.with_units(names).model_dump(exclude_defaults=True)
    for shelf in (workspace.rules, workspace.briefs):
        for _, sourced in sorted(shelf.items()):
            yield sourced.record.model_dump(exclude_defaults=True)
    for _, circular in sorted(workspace.circulars.items()):
        yield circular.record.model_dump(exclude_defaults=True)
