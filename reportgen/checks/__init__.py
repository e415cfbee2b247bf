"""Check the data against itself: numbers, references, quotations, dates and characters.

In: a workspace, or as much of it as was read for a document. Out: every problem that was found,
each at its place. A rule is one public function from the workspace, or from a data file, to problems;
none depends on another.
"""

from collections.abc import Callable, Iterator
from functools import partial
from inspect import isfunction, signature
from itertools import chain
from types import ModuleType

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


def _rules_of(module: ModuleType) -> Iterator[_Rule]:
    """Yield a module's public functions that are asked of the workspace, or of each data file."""
    for name, rule in vars(module).items():
        if isfunction(rule) and rule.__module__ == module.__name__ and name[0] != "_":
            wanted = (*signature(rule).parameters,)
            if wanted == ("workspace",):
                yield rule
            elif wanted == ("document",):
                yield partial(texts.in_texts, rule=rule)


# in the order in which their findings are reported
_MODULES = (table, progress, quotes, circulars, agreement, slips, circular_texts, texts)
_RULES = tuple(chain.from_iterable(map(_rules_of, _MODULES)))


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
