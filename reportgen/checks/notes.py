"""Notes that change no verdict: punctuation made full-width, sample data in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from reportgen.assessment.changes import ChangedValue, corrections
from reportgen.checks.walk import documents_of, strings_of
from reportgen.codes import Code
from reportgen.model.numbers import plain
from reportgen.model.punctuation import Change, changes
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace


def normalised_punctuation(workspace: Workspace) -> Iterator[Problem]:
    """Tell for each text which marks become full-width in the documents."""
    for document in documents_of(workspace):
        for location, text in strings_of(document):
            if location[-1:] == ("quote",):
                continue  # a copy of content or basis, which have their own note
            if made := changes(text):
                yield Code.PUNCTUATION_NORMALISED.problem(
                    f"成文时{_summary(made)}", document.place(location)
                )


def _summary(made: tuple[Change, ...]) -> str:
    counts = Counter((change.before, change.after) for change in made)
    return "、".join(
        f"{count}处“{before}”改为“{after}”" if after else f"删去{count}个空格"
        for (before, after), count in counts.items()
    )


def corrected_figures(workspace: Workspace) -> Iterator[Problem]:
    """Tell which figures were changed after their report went out (定稿)."""
    for period, frozen in sorted(workspace.frozen.items()):
        table, report = workspace.tables.get(period.year), workspace.progress.get(period)
        if table is None or report is None:
            continue
        places = {entry.indicator: i for i, entry in enumerate(report.record.entries)}
        for change in corrections(frozen.report.record, report.record, table.record):
            where = places.get(change.subject)
            place = report.place("entries") if where is None else report.place("entries", where)
            yield Code.FIGURE_CORRECTED.problem(
                f"{change.subject}（{change.name}）{period} 定稿时是 {_shown(change.before)}，"
                f"现在是 {_shown(change.after)}",
                place,
            )


def _shown(value: ChangedValue) -> str:
    if value is None:
        return "空"
    return plain(value) if isinstance(value, Decimal) else value


def sample_data(workspace: Workspace) -> Iterator[Problem]:
    """Tell which periods hold invented figures."""
    for period, report in sorted(workspace.progress.items()):
        if report.record.sample:
            yield Code.SAMPLE_DATA.problem(f"{period} 的数据是虚构的示例", report.place("sample"))
