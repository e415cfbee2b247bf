"""Check the data against itself: numbers, references, quotations, dates and characters.

In: a workspace, or as much of it as was read for a document. Out: every problem that was found,
each at its place. A rule is one function from the workspace to problems; none depends on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.base.problems import Problem
from reportgen.checks import circulars, indicators, progress, quotations, table, texts
from reportgen.checks.texts import check_glyphs
from reportgen.sources.workspace import Workspace

__all__ = ["check_glyphs", "check_workspace"]

# in the order in which their findings are reported
_RULES: tuple[Callable[[Workspace], Iterator[Problem]], ...] = (
    table.duplicate_ids,
    progress.duplicate_entries,
    table.duplicate_seqs,
    table.seq_gaps,
    table.unknown_categories,
    progress.unknown_subjects,
    progress.progress_without_table,
    table.unknown_columns,
    table.empty_header_fields,
    quotations.missing_quotes,
    quotations.contradicted_values,
    indicators.kind_contradictions,
    indicators.impossible_values,
    indicators.impossible_plans,
    progress.faulty_entries,
    progress.missing_progress,
    table.deadlines_out_of_year,
    progress.dates_of_reports,
    circulars.faulty_numbers,
    circulars.faulty_titles,
    circulars.contradictory_elements,
    circulars.contradictory_dates,
    circulars.drafts,
    texts.unusable_names,
    texts.forbidden_characters,
    texts.normalised_punctuation,
    progress.sample_data,
    progress.corrected_figures,
)


def check_workspace(workspace: Workspace) -> tuple[Problem, ...]:
    """Run every rule and return what they found; an error among it stops the documents."""
    return tuple(problem for rule in _RULES for problem in rule(workspace))
