"""Which documents needn't be made again: those into which nothing goes that has changed.

What goes into a document is what its template is given under the names that it uses, the templates
and pictures that it calls for, its layout profile, the fonts, this program. It is noted when the
document is made; a figure of another unit isn't among it.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jinja2
from jinja2 import meta

from reportgen.desk.standing import digest_of, files_in
from reportgen.layout.loading import PROFILES
from reportgen.reports.circulars import Dispatch
from reportgen.reports.filters import FILTERS
from reportgen.reports.jobs import Job
from reportgen.reports.variables import meanings_of
from reportgen.sources.heads import Heads
from reportgen.store import Store, Trace


class Ingredients:
    """What goes into the documents of one request, looked at once, before any of them is made."""

    def __init__(self, root: Path, store: Store, common: Mapping[str, str]) -> None:
        self._root, self._store, self._common = root, store, common
        self._templates = files_in(root / "templates")
        for path in self._templates.values():
            store.digest(path)
        self._names: dict[str, frozenset[str]] = {}
        self._meanings: dict[str, Mapping[str, str]] = {}
        # values that documents share are read once; they are kept, so that no other has their number
        self._shared: dict[int, tuple[object, str]] = {}

    def of(self, job: Job, profile: str, used: Sequence[str], heads: Heads) -> dict[str, str]:
        """Return the digest of each thing that goes into a document, by what people call it.

        ``used`` are the templates and pictures that were called for when it was made last.
        """
        parts = {
            **self._common,
            "版式": self._store.digest(self._root / PROFILES / f"{profile}.yaml"),
            **{f"模板“{name}”": self._of_template(name) for name in used},
        }
        names = frozenset().union(*map(self._names_in, used))
        for label, each in _carried(job):
            if isinstance(each, Path):
                parts[f"{label}文件“{each.name}”"] = self._store.digest(each)
            else:
                parts[f"{label}名称"] = digest_of((each.title, each.stem))
                meanings = self._meanings_of(each.kind, heads)
                for name in sorted(names & each.context.keys()):
                    called = f"{label}数据“{meanings.get(name, name)}”（{name}）"
                    parts[called] = self._value(each.context[name])
        if isinstance(job, Dispatch):
            labels = [(each.label, each.title) for each in job.enclosures]
            office = shutil.which("soffice")  # prints what is attached as a Word file
            parts["发文"] = digest_of((labels, job.bound, job.draft, job.day, office))
        return parts

    def _value(self, value: object) -> str:
        known = self._shared.get(id(value))
        if known is None:
            known = self._shared[id(value)] = (value, digest_of(value))
        return known[1]

    def _of_template(self, name: str) -> str:
        return self._store.digest(self._templates[name]) if name in self._templates else ""

    def _meanings_of(self, kind: str, heads: Heads) -> Mapping[str, str]:
        if kind not in self._meanings:
            head = heads.kinds.get(kind)
            self._meanings[kind] = meanings_of(head.record if head else None)
        return self._meanings[kind]

    def _names_in(self, template: str) -> frozenset[str]:
        """Return the variables that a template asks for; parsing it takes longer than all else here."""
        if template not in self._templates or not template.endswith((".html", ".txt", ".csv")):
            return frozenset()
        kept = f"模板 {self._of_template(template)}"
        if kept not in self._names:
            known = self._store.trace(kept)
            if known is None:
                source = self._templates[template].read_text("utf-8")
                known = Trace(parts={}, used=tuple(sorted(_asked_for(source))))
                self._store.keep(kept, known)
            self._names[kept] = frozenset(known.used)
        return self._names[kept]


def _asked_for(source: str) -> frozenset[str]:
    environment = jinja2.Environment(autoescape=True)
    environment.filters.update(FILTERS, fixed=str)
    return frozenset(meta.find_undeclared_variables(environment.parse(source)))


def _carried(job: Job) -> Iterator[tuple[str, Job | Path]]:
    yield "", job
    if isinstance(job, Dispatch):
        for each in job.enclosures:
            yield f"{each.label}：", each.source
        yield from (("所附数据：", path) for path in job.data_files)
