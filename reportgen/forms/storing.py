"""Write accepted entries into a period's YAML file, touching only their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Problem
from reportgen.forms.form import FIGURES
from reportgen.model.labels import Labelled
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.names import PROGRESS_FOLDER
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.yaml_text import plain_yaml

_FIGURES = (*FIGURES, "grade")
_INDENT = "  "


@dataclass(slots=True)
class Storing:
    """The file's text as it will be, which entries changed, and what stands against others.

    ``kept`` are the entries that stand in it as the forms have them.
    """

    text: str
    report: Sourced[ProgressReport]
    kept: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def file_of(period: Period) -> str:
    """Return the progress file of a period, from the workspace's root."""
    return f"data/{period.year}/{PROGRESS_FOLDER}/{period}.yaml"


def new_report_text(period: Period, today: date) -> str:
    """Return the text of a period's file that holds no entries yet, dated as near to today as may be."""
    day = max(period.start, min(today, period.last_reporting_day))
    head = f"# 进展数据：{period.year}年{period.own_name}，由填报表收入\n\n"
    return (
        head
        + plain_yaml({"period": str(period), "sample": False, "date_reported": day})
        + ("\nentries: []\n")
    )


def merged(old: ProgressEntry | None, form: ProgressEntry) -> ProgressEntry:
    """Return an entry with what a form gave; figures left empty beside others are taken back."""
    given = form.model_fields_set
    if old is None:
        return form
    emptied = _FIGURES if given & set(_FIGURES) else ()
    filled_in = {name: getattr(form, name) for name in (*emptied, *given)}
    return old.model_copy(update=filled_in)


def stored(
    text: str, period: Period, accepted: Sequence[Sourced[ProgressEntry]], *, replacing: bool
) -> Storing:
    """Put entries into the text of a progress file; other lines and comments stay as they are.

    A figure that differs from one already there is a problem that shows both, unless ``replacing``.
    """
    storing = Storing(text, _read(text, period))
    for each in accepted:
        if _store(storing, each, replacing):
            storing.kept.append(each.record.indicator)
        storing.report = _read(storing.text, period)
    return storing


def _read(text: str, period: Period) -> Sourced[ProgressReport]:
    return bind(ProgressReport, parse_yaml(text, file_of(period)))


def _store(storing: Storing, each: Sourced[ProgressEntry], replacing: bool) -> bool:
    """Put an entry in; returns False where it contradicts what is there."""
    sourced = storing.report
    entries = sourced.record.entries
    id_ = each.record.indicator
    index = next((i for i, entry in enumerate(entries) if entry.indicator == id_), None)
    if index is None:
        storing.text = _appended(storing.text, sourced, each.record)
        storing.written.append(id_)
        return True
    old, new = entries[index], each.record
    if new.model_copy(update={"origin": old.origin}) == old:
        return True
    differing = [name for name in _FIGURES if getattr(old, name) not in (None, getattr(new, name))]
    if differing:
        was, now = (_shown(entry, differing) for entry in (old, new))
        if not replacing:
            place = sourced.place("entries", index, differing[0])
            message = f"{id_} 已有{was}（{place}），填报表是{now}"
            storing.problems.append(Code.FORM_CONFLICT.problem(message, each.place()))
            return False
        storing.replaced.append(f"{id_}：{was} → {now}")
    first, last = _lines_of(storing.text, sourced, index)
    lines = storing.text.splitlines(keepends=True)
    storing.text = "".join([*lines[:first], _block(new, _dash_indent(lines[first])), *lines[last:]])
    storing.written.append(id_)
    return True


def _shown(entry: ProgressEntry, names: Sequence[str]) -> str:
    parts = []
    for name in names:
        value = getattr(entry, name)
        title = ProgressEntry.model_fields[name].title
        text = (
            "空" if value is None else value.label if isinstance(value, Labelled) else plain(value)
        )
        parts.append(f"{title} {text}")
    return "、".join(parts)


def _appended(text: str, sourced: Sourced[ProgressReport], entry: ProgressEntry) -> str:
    lines = text.splitlines(keepends=True)
    count = len(sourced.record.entries)
    if not count:
        at = (sourced.place("entries").line or 1) - 1
        lines[at] = "entries:\n"
        return "".join([*lines[: at + 1], _block(entry, _INDENT), *lines[at + 1 :]])
    first, last = _lines_of(text, sourced, count - 1)
    if not lines[last - 1].endswith("\n"):
        lines[last - 1] += "\n"
    return "".join([*lines[:last], _block(entry, _dash_indent(lines[first])), *lines[last:]])


def _lines_of(text: str, sourced: Sourced[ProgressReport], index: int) -> tuple[int, int]:
    """Return the lines of an entry, from 0, the last one not included."""
    lines = text.splitlines()
    first = (sourced.place("entries", index).line or 1) - 1
    indent = len(_dash_indent(lines[first]))
    last = first + 1
    for number in range(first + 1, len(lines)):
        bare = lines[number].strip()
        if bare and len(lines[number]) - len(lines[number].lstrip()) <= indent:
            break
        if bare and not bare.startswith("#"):
            last = number + 1
    return first, last


def _dash_indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _block(entry: BaseModel, indent: str) -> str:
    text = plain_yaml([entry.model_dump(exclude_defaults=True)])
    lines = text.splitlines(keepends=True)
    written = len(lines[0]) - len(lines[0].lstrip())
    return "".join(indent + line[written:] for line in lines)
