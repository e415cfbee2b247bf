"""Check the data against itself: numbers, references, quotations, dates and characters.

In: a workspace, or as much of it as was read for a document. Out: every problem that was found,
each at its place. A rule is one function from the workspace to problems; none depends on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from reportgen.base.problems import Problem
from reportgen.base.workers import Crew, shared_out
from reportgen.checks import (
    agreement,
    circular_texts,
    circulars,
    progress,
    quotes,
    slips,
    table,
    texts,
)
from reportgen.sources.workspace import Workspace

_Rule = Callable[[Workspace], Iterator[Problem]]
_MANY = 500  # targets whose checks are worth a process
# in the order in which their findings are reported
_RULES: tuple[_Rule, ...] = (
    table.duplicate_ids,
    progress.duplicate_entries,
    table.misnumbered,
    table.unknown_categories,
    progress.unknown_subjects,
    progress.progress_without_table,
    table.unknown_columns,
    table.empty_header_fields,
    table.unknown_annexes,
    quotes.missing_quotes,
    quotes.contradicted_indicators,
    quotes.contradicted_milestones,
    quotes.contradicted_baselines,
    quotes.contradicted_benchmarks,
    table.contradictory_indicators,
    table.units_alike,
    progress.faulty_entries,
    progress.missing_progress,
    table.ambiguous_units,
    table.deadlines_out_of_year,
    table.faulty_revisions,
    progress.dates_of_reports,
    circulars.faulty_titles,
    circulars.contradictory_elements,
    circulars.doubtful_elements,
    circulars.numbers_in_order,
    circulars.drafts,
    agreement.past_measures,
    agreement.misdated_origins,
    agreement.contradicted_points,
    agreement.names_and_titles,
    agreement.exchanged_names,
    slips.foreign_organs,
    slips.misquoted_titles,
    slips.misdated_numbers,
    agreement.miscounted_items,
    slips.unusual_units,
    agreement.briefs_in_order,
    circular_texts.circulars_agree,
    texts.unusable_names,
    *(
        partial(texts.in_texts, rule=rule)
        for rule in (
            *(texts.forbidden_in, texts.placeholders_left, texts.endless_in),
            *(texts.impossible_dates, texts.normalised_punctuation),
        )
    ),
    progress.sample_data,
    progress.corrected_figures,
    progress.changed_tables,
)


def check_workspace(workspace: Workspace, crew: Crew | None = None) -> tuple[Problem, ...]:
    """Run every rule and return what they found; an error among it stops the documents.

    Where there are many targets, a ``crew`` shares the rules out; all must have been read by then.
    """

    def run(rule: _Rule) -> tuple[Problem, ...]:
        return tuple(rule(workspace))

    many = crew and sum(len(each.record.targets) for each in workspace.tables.values()) >= _MANY
    side_by_side = dict(shared_out(run, _RULES, crew)) if crew and many else {}
    found: list[Problem] = []
    for number, rule in enumerate(_RULES):
        done = side_by_side.get(number)
        found += done if isinstance(done, tuple) else run(rule)
    return tuple(found)
