"""Make many documents: all that there are, or those of some kinds, periods and units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import UsageError
from reportgen.checks import check_workspace
from reportgen.desk.making import Made, equipped, refuse
from reportgen.desk.production import Manner, Product, produce
from reportgen.desk.unchanged import Ingredients, changed
from reportgen.layout.loading import PROFILES, printing_files
from reportgen.model.kinds import Of
from reportgen.model.periods import Period
from reportgen.reports.jobs import Job, Templates, open_templates
from reportgen.reports.kinds import documents_of, find_kind
from reportgen.sources.workspace import load_workspace
from reportgen.store import Store, Trace


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents: of these kinds, periods and units, of all where none are named."""

    kinds: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    units: tuple[str, ...] = ()


def batch(
    root: Path,
    selection: Selection,
    wanted: Manner,
    *,
    strict: bool = False,
    progress: Callable[[int], Callable[[str], None]],
) -> Made:
    """Make what is selected and has changed; where nothing has changed at all, nothing is read.

    ``strict`` and ``progress`` are those of ``make``, and so is what it raises.
    """
    fonts = printing_files(root, (each.stem for each in (root / PROFILES).glob("*.yaml")))
    with closing(Store(root)) as store:
        ingredients = Ingredients(root, store, fonts, wanted.words)
        name, now = f"{selection} {wanted.folder.absolute()} {strict}", ingredients.of_all()
        if not wanted.anew and (known := _unchanged(store, name, now, wanted)) is not None:
            return Made(known, ())
        workspace = load_workspace(root)
        problems = check_workspace(workspace, wanted.crew if wanted.workers > 1 else None)
        refuse(problems, strict=False)
        templates = open_templates(workspace)
        order = equipped(templates, list(_jobs(templates, selection)), problems, strict=strict)
        tell = progress(len(order.jobs))
        products = tuple(produce(order, wanted, store, ingredients, tell))
        if all(each.trace for each in products):
            store.keep(name, Trace(parts=now, used=tuple(each.stem for each in products)))
    return Made(products, order.problems)


def _unchanged(
    store: Store, name: str, now: dict[str, str], manner: Manner
) -> tuple[Product, ...] | None:
    """Return the documents of the same request made last, if nothing at all has changed since."""
    request = store.trace(name)
    if request is None or changed(request.parts, now):
        return None
    traces = {stem: store.trace(manner.name_of(stem)) for stem in request.used}
    standing = tuple(
        Product(trace.outputs[0].kind, stem, trace=trace)
        for stem, trace in traces.items()
        if trace and store.holds(trace)
    )
    return standing if len(standing) == len(traces) else None


def _jobs(templates: Templates, selection: Selection) -> Iterator[Job]:
    """Yield what is selected; a year's document is no period's, unless its kind is named."""
    office = templates.workspace.office.record
    units = {office.unit_names.get(each, each) for each in selection.units}
    heads = [find_kind(templates.heads, each) for each in selection.kinds]
    seen: set[str] = set()
    for head in heads or templates.heads.kinds.values():
        of = head.record.of
        if not units or of is Of.UNIT:
            periods = () if heads and of is Of.YEAR else selection.periods
            for job in documents_of(templates, head, periods, units):
                seen.add(job.subject.name or "")
                yield job
    if unknown := units - seen:
        message = f"没有责任单位“{'”“'.join(sorted(unknown))}”的文稿"
        remedy = "单位名称见 reportgen list indicators；一个单位一份的文稿种类见 list kinds。"
        raise UsageError([Code.USAGE.problem(message, None, remedy)])
