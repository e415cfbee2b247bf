"""Templates reach nothing but what they are given; what goes wrong is named by file and line."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import jinja2
import pytest

from reportgen.base.problems import ConfigurationError, Place
from reportgen.reports.filters import FILTERS
from reportgen.sources.names import packaged_templates
from reportgen.templating.rendering import phrase, render
from reportgen.templating.sandbox import make_environment

HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ value.__class__.__base__ }}",
    "{{ ''|attr('__class__') }}",
    "{{ '{0.__class__}'.format(value) }}",
    "{{ '{x.__class__}'.format_map({'x': value}) }}",
    "{{ [value]|map('format', '%s')|list }}{{ ('{0.__class__}'|string).format(1) }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler('a').next() }}",
    "{{ joiner(',') }}",
    "{{ range(10) }}",
    "{{ text|safe }}",
    "{{ self.__init__.__globals__ }}",
    "{{ items.append(1) }}",
    "{{ mapping.update({'a': 1}) }}",
    "{% include '../secret.txt' %}",
    "{% include '/etc/passwd' %}",
    "{% include 'link.html' %}",
    "{% import 'nothing.html' as n %}",
    "{{ missing }}",
    "{{ mapping.nothing }}",
    "{{ 1 / 0 }}",
    "{% if %}",
    "{% for x in items %}",
    "{{ value.nothing.more }}",
    "{% set x = namespace.__init__ %}{{ x.__globals__ }}",
]
CONTEXT = {
    "value": Decimal("1.5"),
    "items": [1, 2],
    "mapping": {"a": 1},
    "text": "<b>&</b>",
    "trick": "{{ 7 * 7 }}</p><script>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("SECRET")
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "link.html").symlink_to(tmp_path / "secret.txt")
    return templates


def test_what_a_template_prints_is_noted_at_each_rendering(folder: Path) -> None:
    (folder / "page.html").write_text(
        "<p>{{ '附件1' | fixed }}，{{ items | length }}</p>", encoding="utf-8"
    )
    for environment in (make_environment(folder, FILTERS), make_environment(folder, FILTERS)):
        for _ in range(2):
            render(environment, "page.html", CONTEXT)
            assert environment.printed == {"附件1", "2"}


def _render(folder: Path, text: str) -> str:
    (folder / "page.html").write_text(text, encoding="utf-8")
    return render(make_environment(folder, FILTERS), "page.html", CONTEXT)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_and_broken_templates_are_refused_with_their_line(folder: Path, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _render(folder, f"<p>\n{text}\n</p>")
    problem = caught.value.problems[0]
    assert problem.place is not None
    assert problem.place.file == "templates/page.html"
    assert "SECRET" not in str(problem)
    assert problem.place.line in (None, 2, 3)


def test_attributes_by_filter_lead_nowhere(folder: Path) -> None:
    with pytest.raises(ConfigurationError):
        _render(folder, "{{ [value]|map('attr', '__class__')|list }}")


@pytest.mark.parametrize(
    "text", ["{{ mapping }}", "{{ [value] }}", "{{ none }}", "{{ 1 == 1 }}", "{{ mapping ~ text }}"]
)
def test_what_is_no_single_value_isnt_printed(folder: Path, text: str) -> None:
    with pytest.raises(ConfigurationError, match="要写明是哪一项"):
        _render(folder, text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ text[1:] }}",
        "{{ text[0] }}",
        "{{ text | last }}",
        "{{ text | reverse }}",
        "{{ text | length }}",
        "{{ [text] | map('first') | list }}",
        "{{ value ~ value }}",
        "{{ (1 == 1) ~ '' }}",
        "{{ items | random }}",
        "{% set n %}{{ value }}{% endset %}{{ n[1:] }}",
    ],
)
def test_a_figure_is_not_cut_and_not_lengthened(folder: Path, text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"截取|一段文字|另一个数|哪一项|random"):
        _render(folder, text)


def test_lists_are_cut_and_texts_joined(folder: Path) -> None:
    said = "{{ items[:1] | length }}{{ items | last }}{{ text ~ items[0] ~ '项' }}{{ items[-1] }}"
    assert _render(folder, said) == "12&lt;b&gt;&amp;&lt;/b&gt;1项2"


@pytest.mark.parametrize(
    "text",
    [
        *("{{ text|nofilter }}", "{% if text %}{{ text|nofilter }}{% endif %}", "{% endif %}"),
        *("{{ text.format() }}", "{{ text", "{{ text() }}"),
    ],
)
def test_an_engines_english_is_quoted_in_a_chinese_sentence(folder: Path, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _render(folder, text)
    said = re.sub("“.*”", "", caught.value.problems[0].message)
    assert re.search("[\u4e00-\u9fff]{4}", said)
    assert not re.search("[A-Za-z]+ [a-z]+", said)


@pytest.mark.parametrize(
    "text", ["{{ text | nofilter }}", "{{ text }", "{{ text.format() }}", "{{ 1 + 1 }}"]
)
def test_so_it_is_in_the_words_of_a_head(folder: Path, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        phrase(make_environment(folder, FILTERS), text, {"text": "甲"}, Place("head"))
    said = caught.value.problems[0].message.removeprefix(f"“{text}”")
    assert not re.search("[a-z]{4}", re.sub("（.*）", "", said))


def test_an_error_in_a_macro_names_the_macros_file(folder: Path) -> None:
    (folder / "_macros.html").write_text("{% macro m(x) %}\n\n{{ x.nothing }}{% endmacro %}")
    with pytest.raises(ConfigurationError) as caught:
        _render(folder, "{% import '_macros.html' as m %}{{ m.m(mapping) }}")
    assert str(caught.value.problems[0].place) == "templates/_macros.html:3"


def test_data_comes_out_literally(folder: Path) -> None:
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in _render(folder, "{{ text }}")
    assert "{{ 7 * 7 }}&lt;/p&gt;&lt;script&gt;" in _render(folder, "{{ trick }}")


def test_every_tag_says_where_it_was_written(folder: Path) -> None:
    text = _render(folder, "<p>\n{% if true %}\n<br/>{% endif %}</p>")
    assert '<p data-at="templates/page.html:1">' in text
    assert '<br data-at="templates/page.html:3"/>' in text


def test_filters_print_numbers_as_clerks_do() -> None:
    environment = jinja2.Environment(autoescape=True)
    environment.filters.update(FILTERS)
    template = environment.from_string(
        "{{ a | percent }} {{ b | percent }} {{ n | number }} {{ c | signed }} {{ d | signed }}"
    )
    context = {
        "a": Decimal("96.25"),
        "b": Decimal(100),
        "n": None,
        "c": Decimal("0.04"),
        "d": Decimal("3.25"),
    }
    assert template.render(context) == "96.3% 100% 〔未报〕 0 +3.3"
    below = dict.fromkeys("abncd", Decimal("-8.25"))
    assert template.render(below) == "－8.3% －8.3% －8.25 －8.3 －8.3"


def test_given_by_an_unknown_filter_names_the_line_and_what_there_is(folder: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _render(folder, "<p>\n{{ value | given('percnt') }}\n</p>")
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.line == 2
    assert "“percnt”" in problem.message
    assert "percent" in problem.message


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("其中{{ name }}{{ count }}项", "其中“重点2012”9项"),
        ("{{ name }} {{ count }}项", "重点2012 9项"),
        ("{{ name }}\n{{ count }}项", "重点2012\n9项"),
        ("共{{ count }}{{ '2012重点' | fixed('名称') }}", "共9“2012重点”"),
        ("{{ name }}和{{ name }}各{{ count }}项", "重点2012和重点2012各9项"),
        ("{{ name }}{{ name }}", "重点2012重点2012"),
        ("<td>{{ name }}</td><td>{{ count }}</td>", None),
        ("{% macro m() %}{{ name }}{% endmacro %}{{ m() }}{{ count }}项", "“重点2012”9项"),
    ],
)
def test_a_name_with_digits_beside_a_number_is_quoted(
    tmp_path: Path, text: str, printed: str | None
) -> None:
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    environment = make_environment(tmp_path, FILTERS)
    page = render(environment, "page.txt", {"name": "重点2012", "count": 9})
    if printed is None:
        assert "“" not in page
    else:
        assert page == printed
    assert environment.printed >= {"重点2012"} or "name" not in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (["brief.html"], False),  # one that is written anew, and isn't right yet
        (["_macros.html", "brief.html"], True),
        (["summary.html", "quarterly.html"], False),  # what fails is as the program brings it
    ],
)
def test_templates_of_an_earlier_version_are_named(
    tmp_path: Path, changed: list[str], told: bool
) -> None:
    shutil.copytree(packaged_templates(), tmp_path, dirs_exist_ok=True)
    for name in changed:
        path = tmp_path / name
        path.write_text("{{ gone }}" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        render(make_environment(tmp_path, FILTERS), "brief.html", {})
    remedy = caught.value.problems[0].remedy
    named = "、".join(f"templates/{name}" for name in changed)
    assert (f"{named}与本版程序自带的不同" in remedy) is told
