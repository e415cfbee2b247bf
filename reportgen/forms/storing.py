"""Write accepted entries into a period's YAML file, touching only their lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from textwrap import dedent, indent

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Problem
from reportgen.forms.form import FIGURES
from reportgen.model.labels import Labelled
from reportgen.model.periods import Period
from reportgen.model.progress import ProgressEntry, ProgressReport, title_of
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.names import PROGRESS_FOLDER
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.yaml_text import plain_yaml

_FIGURES = (*FIGURES, "grade")
_DATE = re.compile(r"""(date_reported["']?\s*:\s*)[^\s,#}]+""")


@dataclass(slots=True)
class Storing:
    """The file's text as it will be, which entries changed, and what stands against others.

    ``kept`` are the entries that stand in it as the forms have them.
    """

    text: str
    kept: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def file_of(period: Period) -> str:
    """Return the progress file of a period, from the workspace's root."""
    return f"data/{period.year}/{PROGRESS_FOLDER}/{period}.yaml"


def new_report_text(period: Period, day: date) -> str:
    """Return the text of a period's file that holds no entries yet, reported on a day."""
    values = plain_yaml({"period": str(period), "sample": False, "date_reported": day})
    return f"# 进展数据：{period.year}年{period.own_name}，由填报表收入\n\n{values}\nentries: []\n"


def redated(text: str, period: Period, day: date) -> str:
    """Return the text of a progress file with another date of reporting."""
    lines = text.splitlines(keepends=True)
    index = _line_of(_read(text, period), "date_reported")
    lines[index] = _DATE.sub(rf"\g<1>{day}", lines[index], count=1)
    return "".join(lines)


def merged(old: ProgressEntry | None, form: ProgressEntry) -> ProgressEntry:
    """Return an entry with what a form gave; figures left empty beside others are taken back."""
    given = form.model_fields_set
    if old is None:
        return form
    emptied = _FIGURES if given & set(_FIGURES) else ()
    filled_in = {name: getattr(form, name) for name in (*emptied, *given)}
    return old.model_copy(update=filled_in)


def stored(
    text: str,
    period: Period,
    accepted: Sequence[Sourced[ProgressEntry]],
    sizes: Mapping[str, Decimal],
    *,
    replacing: bool,
) -> Storing:
    """Put entries into the text of a progress file; other lines and comments stay as they are.

    A figure that differs from one already there is a problem that shows both, unless ``replacing``.
    ``sizes`` says how many of the file's units one of the forms' is, where that isn't one.
    """
    storing = Storing(text)
    sourced = _read(text, period)
    for each in accepted:
        new, id_, entries = each.record, each.record.indicator, sourced.record.entries
        size = sizes.get(id_, Decimal(1))
        index = next((i for i, entry in enumerate(entries) if entry.indicator == id_), None)
        if index is not None:
            old = entries[index].counted_in(size)
            if new.model_copy(update={"origin": old.origin}) == old:
                storing.kept.append(id_)
                continue
            changed = [
                name
                for name in _FIGURES
                if getattr(old, name) not in (None, (), getattr(new, name))
            ]
            was, now = _shown(old, changed), _shown(new, changed)
            if changed and not replacing:
                place = sourced.place("entries", index, changed[0])
                message = f"{id_} 已有{was}（{place}），填报表是{now}"
                storing.problems.append(Code.FORM_CONFLICT.problem(message, each.place()))
                continue
            if changed:
                storing.replaced.append(f"{id_}：{was} → {now}")
        storing.text = _with_entry(storing.text, sourced, index, new.counted_in(1 / size))
        storing.kept.append(id_)
        storing.written.append(id_)
        sourced = _read(storing.text, period)
    return storing


def _read(text: str, period: Period) -> Sourced[ProgressReport]:
    return bind(ProgressReport, parse_yaml(text, file_of(period)))


def _shown(entry: ProgressEntry, names: Sequence[str]) -> str:
    def text(value: Labelled | Decimal | tuple[str, ...] | None) -> str:
        if not value and not isinstance(value, Decimal):
            return "空"
        if isinstance(value, tuple):
            return "、".join(value)
        return value.label if isinstance(value, Labelled) else plain(value)

    return "、".join(f"{title_of(name)} {text(getattr(entry, name))}" for name in names)


def _with_entry(
    text: str, sourced: Sourced[ProgressReport], index: int | None, entry: ProgressEntry
) -> str:
    """Return the text with an entry in place of the one at ``index``, behind the last for None."""
    lines = text.splitlines(keepends=True)
    count = len(sourced.record.entries)
    margin = "  "
    if count:
        first, last = _lines_of(lines, sourced, count - 1 if index is None else index)
        margin = _indent_of(lines[first])
        if index is None:
            first = last
            lines[last - 1] = lines[last - 1].removesuffix("\n") + "\n"
    else:
        first = last = _line_of(sourced, "entries") + 1
        lines[first - 1] = "entries:\n"
    block = dedent(plain_yaml([entry.model_dump(exclude_defaults=True)]))
    return "".join([*lines[:first], indent(block, margin), *lines[last:]])


def _lines_of(
    lines: Sequence[str], sourced: Sourced[ProgressReport], index: int
) -> tuple[int, int]:
    """Return the lines of an entry, from 0, the last one not included."""
    first = _line_of(sourced, "entries", index)
    margin = len(_indent_of(lines[first]))
    last = first + 1
    for number, line in enumerate(lines[last:], start=last + 1):
        bare = line.strip()
        if bare and len(_indent_of(line)) <= margin:
            break
        if bare and not bare.startswith("#"):
            last = number
    return first, last


def _line_of(sourced: Sourced[ProgressReport], *location: str | int) -> int:
    return (sourced.place(*location).line or 1) - 1


def _indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
