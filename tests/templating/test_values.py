"""Templates are given plain values only: whatever they reach from a context, nothing can be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import jinja2
import pytest
from markupsafe import Markup

from reportgen.base.problems import ConfigurationError
from reportgen.model.labels import Labelled
from reportgen.model.targets import Baseline, Benchmark
from reportgen.reports.circulars import Dispatch
from reportgen.reports.figures import explanation_context
from reportgen.reports.filters import FILTERS
from reportgen.reports.jobs import Job
from reportgen.sources.workspace import Workspace
from reportgen.templating.rendering import render
from reportgen.templating.sandbox import Environment, make_environment
from reportgen.templating.values import SCALARS, Fields, plain_mapping, plain_values
from tests import documents

ALLOWED = SCALARS | {tuple, MappingProxyType, Fields}
OF_SCALARS = SCALARS | {timedelta}  # a date's resolution
BASELINE = Baseline(value=Decimal(1), unit="件", meaning="上年", confirmed=True)


def _contexts(workspace: Workspace) -> Iterator[Mapping[str, object]]:
    for job in documents.every_document(workspace):
        yield from (each.context for each in _jobs(job))
    for period in workspace.progress:
        if period.is_quarter:
            for name in workspace.heads.annexes:
                yield documents.annex(workspace, name, str(period)).context
            for indicator in workspace.tables[period.year].record.indicators:
                yield explanation_context(workspace, indicator.id, period)


def _jobs(job: Job) -> Iterator[Job]:
    yield job
    if isinstance(job, Dispatch):
        yield from (each.source for each in job.enclosures if isinstance(each.source, Job))
    else:
        yield job.with_missing_list()


def _reached(environment: Environment, value: object) -> Iterator[object]:
    """Yield everything that a template can get at from a value."""
    yield value
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _reached(environment, name)
            yield from _reached(environment, inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _reached(environment, inner)


def _offered(environment: Environment, value: object) -> Iterator[object]:
    for name in dir(value):
        for found in (environment.getattr(value, name), environment.getitem(value, name)):
            if not isinstance(found, jinja2.Undefined):
                yield found


def test_from_every_context_only_plain_values_are_reached(
    workspace: Workspace, tmp_path: Path
) -> None:
    environment = make_environment(tmp_path, FILTERS)
    one_of_each: dict[type, object] = {}
    words = set()
    for context in _contexts(workspace):
        for value in _reached(environment, plain_mapping(context)):
            if isinstance(value, Labelled):
                words.add(value)
            else:
                assert type(value) in ALLOWED, value
                one_of_each.setdefault(type(value), value)
    needed = {kind for each in one_of_each for kind in each.__mro__}
    assert needed >= ALLOWED, "every type that is allowed is needed"
    assert words
    for value in (*one_of_each.values(), *words):
        for found in _offered(environment, value):
            assert isinstance(found, Labelled) or type(found) in OF_SCALARS, found


@pytest.mark.parametrize(
    "value", [object(), print, Markup("<b>"), b"x", 1.5, {1, 2}, Path(), jinja2]
)
def test_what_isnt_plain_is_never_given(tmp_path: Path, value: object) -> None:
    (tmp_path / "page.html").write_text("x", encoding="utf-8")
    environment = make_environment(tmp_path, FILTERS)
    for context in ({"x": value}, {"x": [(value,)]}, {"x": {"y": value}}):
        with pytest.raises(TypeError):
            render(environment, "page.html", context)


def test_a_record_is_given_as_its_fields_and_cannot_be_changed(tmp_path: Path) -> None:
    values = plain_values({"b": BASELINE, "list": [1]})
    assert values == {
        "b": {"value": Decimal(1), "unit": "件", "meaning": "上年", "confirmed": True},
        "list": (1,),
    }
    text = (
        "{{ b.unit }}{{ b['unit'] }}{{ items.items }}{% for k, v in b | items %}{{ k }}{% endfor %}"
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    context = {"b": BASELINE, "items": {"items": "项"}}
    rendered = render(make_environment(tmp_path, FILTERS), "page.html", context)
    assert rendered == "件件项valueunitmeaningconfirmed"


@pytest.mark.parametrize(
    "text",
    [
        "{{ b.parse_raw(p, proto='pickle', allow_pickle=True) }}",
        "{{ b.model_construct() }}",
        "{{ b.items() }}",
        "{{ b.keys }}",
        "{{ word.upper() }}",
        "{{ (word | attr('format'))('x') }}",
        "{{ (many | map(attribute='parse_file') | first)('/etc/passwd') }}",
        "{% set n = namespace(f=b) %}{{ n.f.parse_file('/etc/passwd') }}",
        "{{ dict(a=1) }}",
    ],
)
def test_no_method_of_anything_is_called_or_shown(tmp_path: Path, text: str) -> None:
    ran = tmp_path / "ran"
    benchmark = Benchmark(id="S1", name="甲", quote="乙")
    pickled = f"cos\nsystem\n(S'touch {ran}'\ntR."
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    context = {"b": BASELINE, "many": [benchmark], "p": pickled, "word": "x"}
    with pytest.raises(ConfigurationError):
        render(make_environment(tmp_path, FILTERS), "page.html", context)
    assert not ran.exists()


def test_what_templates_define_themselves_is_called(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text("{% block a %}甲{% endblock %}", encoding="utf-8")
    text = (
        "{% extends 'base.html' %}{% macro twice() %}{{ caller() }}{{ caller() }}{% endmacro %}"
        "{% block a %}{{ super() }}{% call twice() %}乙{% endcall %}"
        "{% for x in tree recursive %}{{ x.n }}{{ loop(x.below) }}{% endfor %}"
        "{% set seen = namespace(n='') %}{% for x in tree %}{% set seen.n = seen.n ~ x.n %}{% endfor %}"
        "{{ seen.n }}{% endblock %}"
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    context = {"tree": [{"n": "一", "below": [{"n": "二", "below": []}]}]}
    assert render(make_environment(tmp_path, FILTERS), "page.html", context) == "甲乙乙一二一"
