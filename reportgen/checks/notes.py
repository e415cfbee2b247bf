"""Notes that change no verdict: punctuation made full-width, sample data in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reportgen.checks.walk import documents_of, strings_of
from reportgen.codes import Code
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


def sample_data(workspace: Workspace) -> Iterator[Problem]:
    """Tell which periods hold invented figures."""
    for period, report in sorted(workspace.progress.items()):
        if report.record.sample:
            yield Code.SAMPLE_DATA.problem(f"{period} 的数据是虚构的示例", report.place("sample"))
