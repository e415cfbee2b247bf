"""Make documents: those of which something has changed, side by side, each put out when it is made."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.limits import give_memory_back
from reportgen.base.paths import below
from reportgen.base.problems import ConfigurationError, Problem, ReportgenError
from reportgen.base.workers import Stopped, shared_out, spare_crew
from reportgen.desk.products import Manner, Product, Results
from reportgen.desk.standing import changed, common_parts
from reportgen.desk.unchanged import Ingredients
from reportgen.publish import MadeFile, publish
from reportgen.reports.circulars import Dispatch
from reportgen.reports.jobs import Job, Templates
from reportgen.store import Output, Store, Trace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop, font_files
from reportgen.writers.formats import Format

LOG = Path("build") / "reportgen.log"
_LARGE_PAGES = 400


def forked(order: Order, manner: Manner) -> Results:
    """Have documents made and put out by forked processes of this machine."""
    _load(order.jobs, order.workshops, manner)

    def work(task: tuple[Job, str]) -> Trace:
        job, profile = task
        made = make_files(order.workshops[profile], job, manner.formats)
        return put_out(made, job.kind, manner.folder)

    return shared_out(work, order.jobs, manner.crew)


@dataclass(frozen=True, slots=True)
class MadeFiles:
    """The files of a document as they were made, and what its template called for."""

    files: tuple[MadeFile, ...]
    used: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Order:
    """The documents to be made, checked, each with the layout profile of the workshop that makes it."""

    templates: Templates
    jobs: Sequence[tuple[Job, str]]
    problems: tuple[Problem, ...]
    workshops: Mapping[str, Workshop]

    def ingredients(self, store: Store, manner: Manner) -> Ingredients:
        """Look at what all of them are made of."""
        common = common_parts(store, font_files(self.workshops), manner)
        return Ingredients(self.templates.workspace.root, store, common)


def produce(
    order: Order,
    manner: Manner,
    store: Store,
    ingredients: Ingredients,
    tell: Callable[[str], None],
) -> Iterator[Product]:
    """Make documents of which something has changed; yield them as they are done.

    Those of which nothing has come first. ``tell`` is given each one's name.
    """
    waiting: list[tuple[Job, str]] = []
    reasons: list[tuple[str, ...]] = []
    heads = order.templates.heads
    for job, profile in order.jobs:
        trace = store.trace(manner.name_of(job.stem))
        why = _why(store, trace, ingredients.of(job, profile, trace.used, heads) if trace else {})
        if trace and not why and not manner.anew:
            tell(job.stem)
            yield Product(job.kind, job.stem, trace=trace)
        else:
            waiting.append((job, profile))
            reasons.append(why or ("没有变化，要求重做",))
    for number, product in produce_anew(replace(order, jobs=waiting), manner, tell):
        if product.trace:
            parts = ingredients.of(*waiting[number], product.trace.used, heads)
            trace = product.trace.model_copy(update={"parts": parts})
            store.keep(manner.name_of(product.stem), trace)
            product = replace(product, trace=trace)
        yield replace(product, why=reasons[number])


def produce_anew(
    order: Order, manner: Manner, tell: Callable[[str], None]
) -> Iterator[tuple[int, Product]]:
    """Make documents, side by side; yield each with its number as it is done.

    One that fails doesn't stop the others.
    """
    for number, made in (manner.engine or forked)(order, manner):
        job, _ = order.jobs[number]
        tell(job.stem)
        if isinstance(made, Trace):
            yield number, Product(job.kind, job.stem, trace=made)
        else:
            stopped = failure(order.templates.workspace.root, made)
            yield number, Product(job.kind, job.stem, failure=stopped)


def _why(store: Store, trace: Trace | None, now: Mapping[str, str]) -> tuple[str, ...]:
    """Tell why a document has to be made; nothing where it stands as it would be made."""
    if trace is None:
        return ("没有做过，或没有留下记录",)
    why = tuple(f"{each}变了" for each in changed(trace.parts, now))
    return why if why or store.holds(trace) else ("做成的文件改动过或不见了",)


def _load(
    jobs: Sequence[tuple[Job, str]], workshops: Mapping[str, Workshop], manner: Manner
) -> None:
    """Load what every worker needs, so that it comes with the fork; Pango must see the fonts first."""
    for _, profile in jobs[:1]:
        workshops[profile].show_fonts()
        for each in manner.formats:
            import_module(each.module)
    if any(isinstance(job, Dispatch) for job, _ in jobs):
        import_module("reportgen.dispatch.packing")


def make_files(workshop: Workshop, job: Job, formats: Sequence[Format]) -> MadeFiles:
    """Make a document; raises what stops it."""
    started = time.monotonic()
    used = workshop.environment.used
    used.clear()
    files = tuple(_files(workshop, job, formats))
    return MadeFiles(files, tuple(sorted(used)), round(time.monotonic() - started, 3))


def put_out(made: MadeFiles, kind: str, folder: Path) -> Trace:
    """Put out a document, all of which is made; raises what stops that."""
    outputs = tuple(_put(folder, kind, each) for each in made.files)
    return Trace(parts={}, used=made.used, outputs=outputs, seconds=made.seconds)


def _files(workshop: Workshop, job: Job, formats: Sequence[Format]) -> list[MadeFile]:
    if isinstance(job, Dispatch):
        from reportgen.dispatch.packing import packed  # slow to load, for its PDF library

        return packed(workshop, job, formats)
    layout = workshop.make(job)
    pages = len(layout.pages)
    written = zip(formats, _written(workshop, layout, formats), strict=True)
    made = [MadeFile((f"{job.stem}.{each.ending}",), content, pages) for each, content in written]
    return [*made, *workshop.kept_beside(job)]


def _written(workshop: Workshop, layout: Layout, formats: Sequence[Format]) -> Iterator[bytes]:
    """Write a document in all formats: side by side where other processes have nothing to do.

    A large one is written in one after the other, since the memory for both would be too much.
    """
    crew, is_large = spare_crew(), len(layout.pages) > _LARGE_PAGES
    if crew is None or is_large or len(formats) == 1:
        for each in formats:
            yield workshop.written(layout, each)
            if is_large:
                give_memory_back()
        return
    found = dict(shared_out(partial(workshop.written, layout), formats, crew))
    for number in range(len(formats)):
        answer = found[number]
        if not isinstance(answer, bytes):
            raise answer
        yield answer


def _put(folder: Path, kind: str, file: MadeFile) -> Output:
    path = below(folder, *file.names)
    publish(path, file.content)
    digest = hashlib.sha256(file.content).hexdigest()
    return Output(kind=kind, format=path.suffix[1:], path=path, pages=file.pages, sha256=digest)


def failure(root: Path, made: Stopped) -> ReportgenError:
    """Say what stopped a document; the story of what is wrong with the program goes to its log."""
    if isinstance(made, ReportgenError):
        return made
    if not made.story:
        remedy = "检查模板里的循环，和数据里多得不正常的内容。"
        return ConfigurationError([Code.CHILD_FAILED.problem(made.reason, None, remedy)])
    publish(root / LOG, made.story.encode(errors="backslashreplace"))
    return ReportgenError([Code.INTERNAL.problem(made.reason)])
