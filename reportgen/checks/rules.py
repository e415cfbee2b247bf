"""The list of rules, in the order in which their findings are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.checks import (
    characters,
    circulars,
    completeness,
    dates,
    figures,
    indicators,
    names,
    notes,
    quotations,
    series,
    structure,
)
from reportgen.problems import Problem
from reportgen.sources.workspace import Workspace

RULES: tuple[Callable[[Workspace], Iterator[Problem]], ...] = (
    structure.duplicate_ids,
    structure.duplicate_entries,
    structure.duplicate_seqs,
    structure.seq_gaps,
    structure.unknown_categories,
    structure.unknown_indicators,
    structure.unknown_items,
    structure.progress_without_table,
    structure.unknown_columns,
    structure.empty_header_fields,
    quotations.missing_quotes,
    quotations.contradicted_values,
    indicators.kind_contradictions,
    indicators.impossible_values,
    indicators.impossible_plans,
    figures.unsuitable_figures,
    figures.impossible_rates,
    series.fallen_cumulatives,
    series.mismatched_actuals,
    completeness.missing_progress,
    dates.deadlines_out_of_year,
    dates.dates_of_progress,
    circulars.faulty_numbers,
    circulars.faulty_titles,
    circulars.contradictory_elements,
    circulars.contradictory_dates,
    circulars.drafts,
    names.unusable_names,
    names.stray_files,
    characters.forbidden_characters,
    notes.normalised_punctuation,
    notes.sample_data,
    notes.corrected_figures,
)


def check_workspace(workspace: Workspace) -> tuple[Problem, ...]:
    """Run every rule and return what they found; an error among it stops the documents."""
    return tuple(problem for rule in RULES for problem in rule(workspace))
